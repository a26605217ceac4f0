"""In which direction a text is written, and what keeps it so among texts of the other."""

from __future__ import annotations

import unicodedata

_LEFT_TO_RIGHT = "\u200e"


def runs_right_to_left(text: str) -> bool:
    """Whether a text has a letter that is written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def quoted(text: str, right_to_left: bool) -> str:
    """Return a text that stands within a sentence of a direction: one in letters of the other keeps its own."""
    return steady(text) if right_to_left else text


def steady(text: str) -> str:
    """Return a text for a page that runs from right to left: one of Latin letters keeps its marks and figures at its ends."""
    latin = any(letter.isalpha() for letter in text) and not runs_right_to_left(text)
    return f"{_LEFT_TO_RIGHT}{text}{_LEFT_TO_RIGHT}" if latin else text
