"""How large the letters of a page are: marks of notes stand raised, notes in smaller letters at its foot."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import numpy as np
import pypdfium2.raw as pdfium

from analysis.documents.lines import Line

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Up to three figures, and not behind a word and a space, as most stand.
_FIGURES = re.compile(r"(?<![^\W\d_] )[0-9]{1,3}(?![0-9])")
# A mark sticks to a word or stop ("Faso);1"), begins a line, or follows the end of a note ("edited. 1").
_STICKS_NOT = set(" \t\r\n/([–-−")
_AFTER_END = set(".)”»")
# pdfium writes U+FFFE for a hyphen and the end of its line.
_HYPHEN = "\ufffe"
_UNIT = re.compile(r"(?<!\w)[kcm]?m$")
_LETTER = re.compile(r"[^\W\d_]")
# Some fonts give each letter a box of its own: one that hangs below the line does not tell where the line is.
_ON_LINE = re.compile(r"[^\W\d_gjpqyQ]")
# Raised figures and notes are so much smaller than text (bold and roman letters differ by less).
_RAISED, _SMALL, _UP = 0.86, 0.95, 0.12
_SAMPLE = 4
# At the foot of a page, between its notes, lines without letters stand: numbers of the page, marks.
_MOST_AT_FOOT = 60
# So many lines below them may be as large as the text: those that run.
_FOOTER = 2


class Sizes:
    """Reads the lines of a document's pages, one page after another, and learns how large its text is."""

    def __init__(self) -> None:
        """Start without knowledge of the document."""
        self._met: Counter[float] = Counter()
        self._body = 0.0

    def lines(self, textpage: pdfium.FPDF_TEXTPAGE, text: str, starts: list[int], page: str) -> list[Line]:
        """Return the lines of a page: figures that are marks as ⁵, small lines at the foot told as such."""
        lines = _parted(text)
        self._learn(textpage, lines, starts)
        small = set(self._at_foot(textpage, lines, starts))
        raised = self._raised(textpage, text)
        if raised:
            letters = list(text)
            for start, end in raised:
                letters[start:end] = text[start:end].translate(SUPERSCRIPTS)
            lines = _parted("".join(letters))
        return [Line(line.replace(_HYPHEN, "-"), page, 0, False, at in small) for at, line in enumerate(lines)]

    def _learn(self, textpage: pdfium.FPDF_TEXTPAGE, lines: list[str], starts: list[int]) -> None:
        step = max(1, len(lines) // (_SAMPLE + 1))
        for at in range(step, len(lines), step):
            if size := size_of_line(textpage, lines[at], starts[at]):
                self._met[round(2 * size) / 2] += len(lines[at])
        self._body = max(self._met, key=lambda size: self._met[size], default=0.0)

    def _at_foot(self, textpage: pdfium.FPDF_TEXTPAGE, lines: list[str], starts: list[int]) -> Iterator[int]:
        waiting: list[int] = []
        for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_AT_FOOT), -1):
            size = size_of_line(textpage, lines[at], starts[at])
            if size and size > _SMALL * self._body:
                if at < len(lines) - _FOOTER:
                    return
                continue
            waiting.append(at)
            if size:
                yield from waiting
                waiting = []

    def _raised(self, textpage: pdfium.FPDF_TEXTPAGE, text: str) -> list[tuple[int, int]]:
        # Sought in an array: a pattern takes ten times as long.
        codes = np.frombuffer(f" {text}".encode("utf-16-le"), "<u2")
        figures = (codes >= ord("0")) & (codes <= ord("9"))
        found = (_FIGURES.match(text, at) for at in np.flatnonzero(figures[1:] & ~figures[:-1]).tolist())
        spans = [match.span() for match in found if match]
        return [span for span in spans if _may_be_mark(text, *span) and self._is_raised(textpage, text, span[0])]

    def _is_raised(self, textpage: pdfium.FPDF_TEXTPAGE, text: str, start: int) -> bool:
        before = start - 1
        while before >= 0 and text[before] == " ":
            before -= 1
        if before < 0 or text[before] in "\r\n":
            # At the start of a line: beside the letters behind it, or on a line of its own.
            end = text.find("\r", start)
            letter = _ON_LINE.search(text, start, end if end >= 0 else len(text))
            if letter is None:
                # In the last line it is the number of the page.
                return end >= 0 and _size_of(textpage, start) < _RAISED * _SMALL * self._body
            before = letter.start()
        elif _UNIT.search(text[max(0, before - 2) : before + 1]):
            return False
        size = _size_of(textpage, before)
        if _size_of(textpage, start) >= _RAISED * size:
            return False
        return box_of(textpage, start)[1] > box_of(textpage, before)[1] + _UP * size


def lines_of(text: str) -> list[str]:
    """Return the lines of what pdfium reads on a page."""
    return [line.replace(_HYPHEN, "-") for line in _parted(text)]


def starts_of(text: str) -> list[int]:
    """Return where the lines of a page begin in its text; a line that a hyphen ends has no sign of its end behind it."""
    lines = _parted(text)
    return list(accumulate((len(line) + 2 * (line[-1:] != _HYPHEN) for line in lines[:-1]), initial=0))


def _parted(text: str) -> list[str]:
    return text.replace(_HYPHEN, f"{_HYPHEN}\r\n").split("\r\n")


def _may_be_mark(text: str, start: int, end: int) -> bool:
    """Whether figures stand where the mark of a note may: told before the page is asked how large they are."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or before == "\n" or (before == " " and text[start - 2 : start - 1] in ("", "\n")):
        return after not in ("/", "-", ".", ",")
    if before == " ":
        return text[start - 2] in _AFTER_END and after in ("", "\r", " ") and not text[end : end + 3].strip(" \r\n")
    if before in _STICKS_NOT or after.isalnum() or after in ("/", "-"):
        return False
    # A decimal, unless a year ends the sentence: "in 2010.⁵".
    return not (before in ".," and text[start - 2 : start - 1].isdigit()) or text[start - 5 : start - 1].isdigit()


def size_of_line(textpage: pdfium.FPDF_TEXTPAGE, line: str, start: int) -> float:
    """Return the size of a letter in the middle of a line; 0 where it has no letter."""
    found = _LETTER.search(line, len(line) // 2) or _LETTER.search(line)
    return _size_of(textpage, start + found.start()) if found else 0.0


def _size_of(textpage: pdfium.FPDF_TEXTPAGE, at: int) -> float:
    """Return the size of a character in points: some programs say it with the font, others only where they place it."""
    pdfium.FPDFText_GetMatrix(textpage, at, _MATRIX_BY_REFERENCE)
    return pdfium.FPDFText_GetFontSize(textpage, at) * math.hypot(_MATRIX.c, _MATRIX.d)


_RECT = pdfium.FS_RECTF()
_BY_REFERENCE = ctypes.byref(_RECT)
_MATRIX = pdfium.FS_MATRIX()
_MATRIX_BY_REFERENCE = ctypes.byref(_MATRIX)


def box_of(textpage: pdfium.FPDF_TEXTPAGE, at: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character on its page, in points, with room for its ascenders and descenders."""
    pdfium.FPDFText_GetLooseCharBox(textpage, at, _BY_REFERENCE)
    return _RECT.left, _RECT.bottom, _RECT.right, _RECT.top
