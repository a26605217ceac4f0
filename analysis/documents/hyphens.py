"""Words whole again: hyphens at the end of lines, and letters that a program set apart.

A word that stands elsewhere in the document in one piece lost its halves to the line; one that stands there
with a hyphen keeps it. Where the document is silent, its habit decides: a hyphen stays, unless nearly all
that can be told were put there by the program that broke the lines.

"S U M M A R Y", "Ит а лия", "L i ban": four single letters in a row are one word. Other pieces are put together where the
document, or a name of a State, has the word they make, and one of them is no word by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from analysis.documents.lines import Line
from analysis.documents.words import from_words, words_of, words_of_names

# The last of several hyphens in a word is no program's: "federal-provincial-territorial".
_AT_END = re.compile(r"(?<!-)\b(?P<first>[^\W\d_]+)[-\u2010]\s*$")
_AT_START = re.compile(r"\s*(?P<second>[^\W\d_]+)")
_HYPHENS = ("-", "- ", "\u2010", "\u2010 ", "-\t", "-  ")
# Stands for a hyphen and the end of its line, where words are counted.
_BREAK = "\ufffe"
_JOINS = f"-_{_BREAK}"
_BROKEN = ("-\n ", "- \n ", "-\n", "- \n", "\u2010\n", "\u2010 \n")
# The line break that join() closes up without a trace.
_CLOSED = "\u00ad"
# So many words must have been broken by a program, and so large a share, for the rest to be taken as broken.
_FEW, _FEWEST, _NEARLY_ALL = 2, 3, 0.8
_SINGLES = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_]){3,}(?!\w)")
# A letter that is no word by itself, alone among letters: most lines have none, and are spared the rest.
_SUSPECT = (re.compile(r" (?:[b-hj-zB-HJ-Z] [a-z]|[^\W\d_] [^\W\d_] )"), re.compile(r"\n\W?[B-HJ-Z] [a-zA-Z]{1,3}\b"))
_SUSPECT_ELSEWHERE = re.compile(r"[^\W\d_a-zA-Z](?<!\w\w) [^\W\d_a-zA-Z]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_AROUND = re.compile(r"^\W+|\W+$")
_MOST_PIECES = 4
_SHORTEST_STEM, _SHORTEST_HALF = 6, 4
_LONGEST_WORD = 60


def with_hyphens_settled(lines: list[Line]) -> list[Line]:
    """Return the lines with each hyphen at a line's end kept as "-" or taken away, as the word wants it."""
    ends = [
        (at, end["first"], start["second"])
        for at in range(len(lines) - 1)
        if lines[at].text.endswith(_HYPHENS)
        and not lines[at + 1].whole
        and (end := _AT_END.search(lines[at].text, max(0, len(lines[at].text) - _LONGEST_WORD)))
        and (start := _AT_START.match(lines[at + 1].text))
        # "Trinité-/et-Tobago" goes on as a compound.
        and not lines[at + 1].text.startswith("-", start.end())
    ]
    if not ends:
        return lines
    # The halves themselves are no evidence.
    text = _folded(lines)
    for broken in _BROKEN:
        text = text.replace(broken, _BREAK)
    joined = _joined({(first, second) for _, first, second in ends}, text)
    settled = list(lines)
    for at, first, second in ends:
        line = settled[at].text.rstrip()
        if second.casefold() in _joining_words():
            # It stands for a word to come: "short- and long-term".
            settled[at] = settled[at]._replace(text=f"{line} ")
        elif (first, second) in joined:
            settled[at] = settled[at]._replace(text=line[:-1] + _CLOSED)
    return settled


def _folded(lines: list[Line]) -> str:
    """Return the text of lines in small letters: line by line, since most have ASCII letters alone, which takes a third of the time."""
    return "\n".join([line.text.casefold() for line in lines])


def _joined(pairs: set[tuple[str, str]], text: str) -> set[tuple[str, str]]:
    """Return the halves that are one word."""
    told: dict[tuple[str, str], bool] = {}
    strange: set[tuple[str, str]] = set()
    for first, second in pairs:
        whole, apart = (first + second).casefold(), f"{first}-{second}".casefold()
        one, two = _count(whole, text), _count(apart, text)
        one += whole in words_of_names()
        if not one and not two and len(whole) > _SHORTEST_STEM:
            one = any(True for _ in _starts(whole.rstrip("s"), text))
        capital = second[0].isupper()
        if one or two or capital:
            # "INSTI-TUTIONS", but not "OHCHR-UNICEF" or "anti-Discrimination"
            told[first, second] = one > two and (first.isupper() or not capital)
            continue
        halves = [_holds(half.casefold(), text) for half in (first, second)]
        long = min(len(first), len(second)) >= _SHORTEST_HALF
        prefix = words_of("prefix").get(first.casefold())
        ends = second.casefold() in words_of("compound end")
        if (long and (all(halves) or ends)) or prefix == "always" or (prefix == "" and halves[1]):
            # "above-mentioned": both halves are words of the document; "nation-building", "non-payment"
            told[first, second] = False
        elif not any(halves) and prefix is None:
            strange.add((first, second))  # "recommen-dation", but not "non-Roma"
    broken = sum(told.values())
    by_program = broken >= _FEWEST and broken >= _NEARLY_ALL * len(told)
    # A document that breaks its lines at compounds alone breaks strange ones there, too: "cocoa-growing".
    often = strange if len(told) - 2 * broken < _FEW else set()
    return {pair for pair in pairs if told.get(pair, by_program or pair in often)}


def _count(word: str, text: str) -> int:
    """Count a word; one that goes on over a hyphen is another word."""
    return sum(not _in_word(text, at + len(word)) for at in _starts(word, text))


def _holds(word: str, text: str) -> bool:
    """Return whether a word stands in a text by itself, not as a part of another."""
    return any(not _in_word(text, at + len(word)) for at in _starts(word, text))


def _starts(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        if at == 0 or not _in_word(text, at - 1):
            yield at
        at = text.find(word, at + 1)


def _in_word(text: str, at: int) -> bool:
    return at < len(text) and (text[at].isalnum() or text[at] in _JOINS)


@from_words
def _joining_words() -> frozenset[str]:
    return frozenset(word.casefold() for word in words_of("and", "to"))


def with_letters_together(lines: list[Line]) -> list[Line]:
    """Return the lines with words whole whose letters were set apart."""
    text = "\n".join(["", *(line.text for line in lines)])
    found = [match.end() for pattern in _SUSPECT for match in pattern.finditer(text)]
    suspect = {at for at, line in enumerate(lines) if not line.text.isascii() and _SUSPECT_ELSEWHERE.search(line.text)}
    if not (found or suspect):
        return lines
    ends = list(accumulate(len(line.text) + 1 for line in lines))
    mended, words = list(lines), _folded(lines)
    for at in sorted(suspect | {bisect_right(ends, place - 2) for place in found}):
        if not _CJK.search(lines[at].text):
            whole = _SINGLES.sub(lambda m: m[0].replace(" ", ""), lines[at].text)
            mended[at] = lines[at]._replace(text=_put_together(whole, words))
    return mended


def _put_together(text: str, words: str) -> str:
    pieces = re.split(r"( +)", text)
    bare = [_AROUND.sub("", piece) for piece in pieces]
    at = 0
    while at < len(pieces):
        for count in range(min(_MOST_PIECES, (len(pieces) - at + 1) // 2), 1, -1):
            whole, inner = ("".join(parts[at : at + 2 * count - 1 : 2]) for parts in (pieces, bare))
            if (
                _was_apart(bare[at : at + 2 * count - 1 : 2], words)
                and _AROUND.sub("", whole) == inner
                and _is_word(inner, words)
            ):
                pieces[at : at + 2 * count - 1], bare[at : at + 2 * count - 1] = [whole], [inner]
                break
        at += 1
    return "".join(pieces)


def _was_apart(parts: list[str], words: str) -> bool:
    """Whether pieces are no words side by side, as "a way" is: a letter alone is none, or another piece is none."""
    small = _small_words()
    alone = [part for part in parts if len(part) == 1]
    if not alone or not all(part.isalpha() for part in parts):
        return False
    if any(part.casefold() not in small for part in alone):
        return True
    return len(parts) > 2 and any(len(part) > 1 and not _holds(part.casefold(), words) for part in parts)


def _is_word(whole: str, words: str) -> bool:
    return whole.casefold() in words_of_names() or _holds(whole.casefold(), words)


@from_words
def _small_words() -> frozenset[str]:
    return frozenset({word.casefold() for word in words_of("common", "and", "to")} | set("aiàáвикосуяyoeu"))
