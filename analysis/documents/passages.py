"""Find the paragraphs that speak of a topic, in six languages, for a coder to read.

The terms stand in data/reference/topics.csv: "*" is any ending (or, alone, any one word), "~" at most eight
words between two others. They find passages to be read; what a State has or lacks is decided by reading.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pandas as pd

from analysis.documents.language import language_of
from analysis.errors import DataError
from analysis.reference import reference

COLUMNS = ["source", "section", "paragraph", "page", "language", "terms", "matches", "passage"]
# What a term finds stands between these in the passage.
MARKS = ("⟦", "⟧")
_KINDS = ("paragraph", "list item", "table cell", "footnote")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0620-\u064a]")
# Spellings that one letter stands for: accents left out on capitals, forms of alef, final yeh and teh marbuta.
_SAME = {"ا": "اأإآٱ", "أ": "اأإآ", "إ": "اأإآ", "ى": "ىي", "ي": "يى", "ة": "ةه", "'": "'’ʼ", "е": "её"}
# Arabic writes the article, "and", "by" and "for" onto the word.
_ARABIC_PREFIX = "[وفبلك]{0,2}(?:ال|ل)?"
_MARKS_ON_LETTERS = "[\u064b-\u0652\u0640]*"


def find_passages(extracts: pd.DataFrame, topic: str) -> pd.DataFrame:
    """Return the passages of extracts that speak of a topic, the likeliest first.

    One row is a paragraph, list item, table cell or footnote with at least one term of the topic: its place
    (source, section, paragraph, page), the language whose terms were found, the different terms as they
    stand in the text, the number of matches, and the passage with every match between ⟦ and ⟧. Ranked by
    the number of different terms, then of matches; at a tie in reading order. topic is a topic of
    data/reference/topics.csv or a question of the codebook, which stands for its theme.
    Raises DataError for a topic that neither holds.
    """
    patterns = _patterns(_topic(topic))
    rows = []
    for extract in extracts.itertuples():
        if getattr(extract, "kind", "paragraph") not in _KINDS:
            continue
        found = {
            language: [m for m in pattern.finditer(extract.text) if m[0]] for language, pattern in patterns.items()
        }
        own = language_of(extract.text)
        language = own if found[own] else max(found, key=lambda name: len(found[name]))
        if matches := found[language]:
            terms = sorted({" ".join(match[0].casefold().split()) for match in matches})
            place = (extract.source, extract.section, extract.paragraph, getattr(extract, "page", ""))
            passage = _marked(extract.text, [match.span() for match in matches])
            rows.append((*place, language, "; ".join(terms), len(matches), passage, -len(terms)))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "rank"])
    ranked = frame.sort_values(["rank", "matches"], ascending=[True, False], kind="stable")
    return ranked[COLUMNS].reset_index(drop=True)


def _topic(name: str) -> str:
    topics = reference("topics")["topic"].drop_duplicates().tolist()
    themes = reference("codebook").set_index("question")["theme"]
    topic = name if name in topics else themes.get(name)
    if topic not in topics:
        raise DataError(
            f"“{name}” is no topic. There are: {', '.join(topics)}, and the questions of the codebook. "
            "A new topic is six rows in data/reference/topics.csv."
        )
    return topic


@cache
def _patterns(topic: str) -> dict[str, re.Pattern[str]]:
    """Return one pattern for each language, the longest terms first."""
    rows = reference("topics")
    rows = rows[rows["topic"] == topic]
    return {
        row.language: re.compile(
            "|".join(_expression(term.strip()) for term in sorted(row.terms.split(";"), key=len, reverse=True)),
            re.I,
        )
        for row in rows.itertuples()
    }


def _expression(term: str) -> str:
    """Return the regular expression of one term."""
    if _CHINESE.search(term):
        # Without spaces between words: at most a dozen characters between the two parts.
        return ".{0,12}?".join(re.escape(part) for part in term.split("~"))
    words = [_word(word) for word in term.split()]
    pattern = words[0]
    for word in words[1:]:
        pattern += r"(?:\W+\w+){0,8}?\W+" if word == "~" else "" if pattern.endswith(r"\W+") else r"\W+"
        pattern += "" if word == "~" else word
    return rf"(?<!\w){pattern}(?!\w)"


def _word(word: str) -> str:
    if word == "~":
        return word
    if word == "*":
        return r"\w+"
    if _ARABIC.match(word):
        return _ARABIC_PREFIX + _letters(word.removeprefix("ال"))
    return _letters(word.strip("()"))


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
