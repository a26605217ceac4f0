"""Arabic lines of a PDF in logical order: as they are read, whatever order the file keeps them in.

Programs write Arabic into PDF files in many orders; words come out reversed, lam and alef swapped, marks and
full stops astray. Where each letter stands on the page tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe80-\ufefc]")
_ALEFS = "اأإآ"
_LEFT_TO_RIGHT = {"L", "EN", "AN"}
_OPENING_ASTRAY = re.compile(r"(?<=[^\s(\[])([(\[]+) (?=\S)")
_MIRROR = str.maketrans("()[]", ")(][")
_CLOSING = re.compile(r"[.,:;!?،؛؟»”)\]]+")
# Letters are stretched by signs that some fonts call by another name: "القMMانون".
_STRETCHED = re.compile(rf"(?<={ARABIC.pattern})([A-Za-z\[])\1*(?={ARABIC.pattern})")
# A number with its stop to the right, at the left edge; in lines that are set from the right the stop stands to the left.
_STOP_BEHIND = re.compile(r"\d{1,4}[.)]")
_LEADS = re.compile(r"\d{1,4}(?:[.)]|\.\d{1,4}[.)]?)")


@dataclass
class Glyph:
    """A character with the marks upon it, and the left and right edge of its box."""

    text: str
    left: float
    right: float


def page_lines(lines: list[list[Glyph]]) -> Iterator[str]:
    """Yield the lines of a page as text to be read; all of them are set, and their brackets written, in one way."""
    from_left = any(map(set_from_left, lines))
    brackets = "".join(g.text for line in lines for g in sorted(line, key=lambda g: -g.right) if g.text in ("(", ")"))
    if _unpaired(brackets) > _unpaired(brackets.translate(_MIRROR)):
        # Some programs write the bracket that is seen, others the one that is meant.
        lines = [[Glyph(g.text.translate(_MIRROR), g.left, g.right) for g in line] for line in lines]
    yield from (logical(line, from_left) for line in lines)


def _unpaired(brackets: str) -> int:
    """Return how many brackets of a page close nothing, or are not closed."""
    while "()" in brackets:
        brackets = brackets.replace("()", "")
    return len(brackets)


def set_from_left(glyphs: list[Glyph]) -> bool:
    """Return whether a line is set as a line in Latin letters is: its number at the left edge."""
    return any(ARABIC.search(g.text) for g in glyphs) and bool(_STOP_BEHIND.fullmatch(_leftmost(glyphs)))


def _leftmost(glyphs: list[Glyph]) -> str:
    """Return the word at the left edge as the eye sees it."""
    words = [list(run) for space, run in groupby(glyphs, key=lambda g: g.text.isspace()) if not space]
    first = min(words, key=lambda word: min(g.left for g in word), default=[])
    return "".join(g.text for g in sorted(first, key=lambda g: g.left))


def logical(glyphs: list[Glyph], from_left: bool = False) -> str:
    """Return the glyphs of one line as text to be read; spaces among them part the words. from_left: as its page is set."""
    if not from_left:
        return _STRETCHED.sub("", _from_right(glyphs))
    number = _leftmost(glyphs)
    if len(glyphs) > len(number) and _LEADS.fullmatch(number):
        edge = sorted((g for g in glyphs if not g.text.isspace()), key=lambda g: g.left)[: len(number)]
        return f"{number} {logical([g for g in glyphs if all(g is not of_number for of_number in edge)], from_left)}"
    text = logical(glyphs)
    # The stop of the sentence stands at the right edge.
    stop = _CLOSING.match(text)
    return text[stop.end() :] + stop[0] if stop else text


def _from_right(glyphs: list[Glyph]) -> str:
    words = [list(run) for space, run in groupby(glyphs, key=lambda g: g.text.isspace()) if not space]
    marks = [[g for g in word if unicodedata.combining(g.text)] for word in words]
    bare = [[g for g in word if not unicodedata.combining(g.text)] for word in words]
    for upon, letters in zip(marks, bare, strict=True):
        for mark in upon:
            _put_on(letters or [g for other in bare for g in other], mark)
    # From the right edge of the page to the left, but Latin words and figures from left to right.
    placed = sorted(filter(None, bare), key=lambda word: -max(g.right for g in word))
    texts = [_word(letters) for letters in _turned(placed, lambda word: [g.text for g in word])]
    text = re.sub(rf" (?={_CLOSING.pattern}(?: |$))", "", " ".join(texts))
    return _OPENING_ASTRAY.sub(r" \1", text)


def _word(letters: list[Glyph]) -> str:
    """Return the letters of a word in the order they are read; of a ligature's two letters, lam first."""
    ordered = sorted(letters, key=lambda g: (-round(g.left + g.right, 1), g.text[0] in _ALEFS))
    return "".join(g.text for g in _turned(ordered, lambda g: [g.text]))


def _put_on(letters: list[Glyph], mark: Glyph) -> None:
    """Put a mark on the letter that it stands above or below, else on the nearest one read before it."""
    middle = (mark.left + mark.right) / 2
    under = [g for g in letters if g.left <= middle <= g.right]
    before = sorted((g for g in letters if g.left > middle), key=lambda g: g.left)
    if base := next(iter([*under, *before, *letters]), None):
        base.text += mark.text


def _turned(items: list, texts) -> list:
    """Turn round each run of figures and Latin words, but not the signs at its end."""

    def direction(item) -> str:
        found = {unicodedata.bidirectional(text[0]) for text in texts(item)}
        return "rtl" if found & {"R", "AL"} else "ltr" if found & _LEFT_TO_RIGHT else "neutral"

    directions = [direction(item) for item in items]
    turned = list(items)
    start = 0
    while start < len(items):
        end = start + 1
        if directions[start] == "ltr":
            while end < len(items) and directions[end] != "rtl":
                end += 1
            while directions[end - 1] == "neutral":
                end -= 1
            turned[start:end] = items[start:end][::-1]
        start = end
    return turned
