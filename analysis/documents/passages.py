"""Find the paragraphs that speak of a term, in the language that each is written in, for a coder to read.

The words for a term stand in a table: "*" is any ending (or, alone, any one word), "~" at most eight words
between two others; English, French and Spanish plurals are found by themselves. They find passages to be
read; what a State has or lacks is decided by reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pandas as pd

from analysis.documents.language import language_of
from analysis.errors import DataError
from analysis.reference import reference

COLUMNS = ["source", "section", "paragraph", "page", "language", "words", "matches", "passage"]
# What a term finds stands between these in the passage.
MARKS = ("⟦", "⟧")
_KINDS = ("paragraph", "list item", "table cell", "footnote")
_WITH_PLURAL = ("en", "es", "fr")
_SHORTEST_PLURAL = 3
# Ending, and what it and its plural are: policy, policies; bilatéral, bilatéraux; tableau, tableaux; juez, jueces.
_PLURALS = {"en": {"y": "(?:y|ies)"}, "fr": {"al": "a(?:l|ux)", "eau": "eaux?"}, "es": {"z": "(?:z|ces)"}}
# Between two words of a term no sentence ends; an abbreviation before a figure ends none.
_BETWEEN = r"(?![.;!?؛؟]\s+[^\W\d_])\W+"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0620-\u064a]")
# Spellings that one letter stands for: accents left out on capitals, forms of alef, final yeh and teh marbuta.
_SAME = {"ا": "اأإآٱ", "أ": "اأإآ", "إ": "اأإآ", "ى": "ىي", "ي": "يى", "ة": "ةه", "'": "'’ʼ", "е": "её"}
# Arabic writes the article, "and", "by" and "for" onto the word.
_ARABIC_PREFIX = "[وفبلك]{0,2}(?:ال|ل)?"
_MARKS_ON_LETTERS = "[\u064b-\u0652\u0640]*"
# Okapi BM25 (Robertson and Zaragoza 2009): how fast repeated words stop counting, how much length counts.
_SATURATION, _LENGTH = 1.2, 0.3


def find_passages(extracts: pd.DataFrame, term: str, terms: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the passages of extracts that speak of a term, the best first.

    One row is a paragraph, list item, table cell or footnote with at least one of the words for the term in
    its own language: its place (source, section, paragraph, page), language, the different words as they
    stand in the text, the number of matches, and the passage with every match between ⟦ and ⟧. Ranked by
    Okapi BM25 over the words for the term, all of one weight: many different ones in a short passage lead; at
    a tie in reading order. terms: a frame with columns term, language and words (parted by ";"), by default
    data/reference/terms.csv. Raises DataError for a term that it does not hold.
    """
    patterns = _patterns(reference("terms") if terms is None else terms, term)
    found = []
    lengths = []
    for extract in extracts.itertuples():
        if getattr(extract, "kind", "paragraph") not in _KINDS:
            continue
        language = getattr(extract, "language", "") or language_of(extract.text)
        lengths.append(len(extract.text))
        pattern = patterns.get(language)
        if pattern and (matches := [m for m in pattern.finditer(extract.text) if m[0]]):
            found.append((extract, language, matches))
    mean = sum(lengths) / (len(lengths) or 1)
    rows = []
    for extract, language, matches in found:
        words = "; ".join(sorted({" ".join(match[0].casefold().split()) for match in matches}))
        place = (extract.source, extract.section, extract.paragraph, getattr(extract, "page", ""))
        passage = _marked(extract.text, [match.span() for match in matches])
        length = 1 - _LENGTH + _LENGTH * len(extract.text) / mean
        counts = Counter(match.lastindex for match in matches).values()
        score = sum(count * (_SATURATION + 1) / (count + _SATURATION * length) for count in counts)
        rows.append((*place, language, words, len(matches), passage, -score))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "rank"])
    return frame.sort_values("rank", kind="stable")[COLUMNS].reset_index(drop=True)


def _patterns(terms: pd.DataFrame, term: str) -> dict[str, re.Pattern[str]]:
    """Return one pattern for each language, a group for each of its words, the longest first."""
    rows = terms[terms["term"] == term]
    if rows.empty:
        known = ", ".join(terms["term"].drop_duplicates())
        raise DataError(
            f"“{term}” is no term. There are: {known}. A new one is a row for each language in the terms table."
        )
    patterns = {}
    for row in rows.itertuples():
        words = sorted(filter(None, (word.strip() for word in row.words.split(";"))), key=len, reverse=True)
        patterns[row.language] = re.compile("|".join(f"({expression(word, row.language)})" for word in words), re.I)
    return patterns


def expression(term: str, language: str) -> str:
    """Return the regular expression of one term."""
    if _CHINESE.search(term):
        # Without spaces between words: at most a dozen characters between the two parts.
        return "[^。；]{0,12}?".join(re.escape(part) for part in term.split("~"))
    words = [_word(word, language) for word in term.split()]
    pattern = words[0]
    for word in words[1:]:
        pattern += (
            rf"(?:{_BETWEEN}\w+){{0,8}}?{_BETWEEN}" if word == "~" else "" if pattern.endswith(_BETWEEN) else _BETWEEN
        )
        pattern += "" if word == "~" else word
    return rf"(?<!\w){pattern}(?!\w)"


def _word(word: str, language: str) -> str:
    if word == "~":
        return word
    if word == "*":
        return r"\w+"
    if _ARABIC.match(word):
        return _ARABIC_PREFIX + _letters(word.removeprefix("ال"))
    bare = word.strip("()")
    if language not in _WITH_PLURAL or len(bare) < _SHORTEST_PLURAL or not bare.isalpha():
        return _letters(bare)
    for ending, plural in _PLURALS.get(language, {}).items():
        if bare.endswith(ending):
            return _letters(bare.removesuffix(ending)) + plural
    return _letters(bare) + ("" if bare.endswith("s") else "(?:e?s)?")


def _letters(word: str) -> str:
    return "".join(r"\w*" if letter == "*" else _letter(letter) for letter in word)


def _letter(letter: str) -> str:
    """Return what a letter of a term may be written as."""
    bare = unicodedata.normalize("NFD", letter)[0] if not _ARABIC.match(letter) else letter
    same = _SAME.get(letter, letter + bare if bare != letter else letter)
    written = f"[{same}]" if len(same) > 1 else re.escape(letter)
    return written + _MARKS_ON_LETTERS if _ARABIC.match(letter) else written


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{MARKS[0]}{text[start:end]}{MARKS[1]}{text[end:]}"
    return text
