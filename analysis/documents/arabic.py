"""Arabic lines of a PDF in logical order: as they are read, whatever order the file keeps them in.

Programs write Arabic into PDF files in many orders; words come out reversed, lam and alef swapped, marks and
full stops astray. Where each letter stands on the page tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe80-\ufefc]")
_ALEFS = "اأإآ"
_LEFT_TO_RIGHT = {"L", "EN", "AN"}
_CLOSING = re.compile(r"[.,:;!?،؛؟»”)\]]+")


@dataclass
class Glyph:
    """A character with the marks upon it, and the left and right edge of its box."""

    text: str
    left: float
    right: float


def logical(glyphs: list[Glyph]) -> str:
    """Return the glyphs of one line as text to be read; spaces among them part the words."""
    words = [list(run) for space, run in groupby(glyphs, key=lambda g: g.text.isspace()) if not space]
    marks = [[g for g in word if unicodedata.combining(g.text)] for word in words]
    bare = [[g for g in word if not unicodedata.combining(g.text)] for word in words]
    for upon, letters in zip(marks, bare, strict=True):
        for mark in upon:
            _put_on(letters or [g for other in bare for g in other], mark)
    # From the right edge of the page to the left, but Latin words and figures from left to right.
    placed = sorted(filter(None, bare), key=lambda word: -max(g.right for g in word))
    texts = [_word(letters) for letters in _turned(placed, lambda word: [g.text for g in word])]
    return re.sub(rf" (?={_CLOSING.pattern}(?: |$))", "", " ".join(texts))


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
