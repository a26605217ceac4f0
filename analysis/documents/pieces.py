"""Where the words of a page stand, asked only of pages that may hold a table: asking takes longer than reading."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import groupby, islice, pairwise
from math import inf

import pypdfium2.raw as pdfium

from analysis.documents.arabic import ARABIC, Glyph
from analysis.documents.lines import Line, Piece
from analysis.documents.sizes import box_of, size_of_line

# A header and a footer stand ahead of the text, mostly: where one of the lines behind them stands beside the one before,
# more is asked, or where so many short ones stand below each other.
_HEADER, _FEWEST_SHORT, _SHORT = 3, 3, 0.8
# Words are apart by so much of the size of a letter; in a line with gaps letters take more than this each.
_APART, _SPREAD = 0.5, 0.62
# So far, in points, marks of notes are raised.
_RAISED = 8
# On so many pages a row may go on with one cell alone.
_MORE = 3
_CJK = 0x2E80
_STOPS = (".", ";", ":", ",")
_WORD = re.compile(r"\S+")
# The size of a line without letters.
_SIZE = 10.0
_X, _Y = ctypes.c_double(), ctypes.c_double()
_BY_REFERENCE = ctypes.byref(_X), ctypes.byref(_Y)


# The place of a line on its page, the line, and where it begins in the text of the page.
_Placed = tuple[int, str, int]


class Places:
    """Asks where words stand, one page after another: of pages that may hold a table, and of the next one."""

    def __init__(self) -> None:
        """Start without a table."""
        self._more, self._widest = 0, 0

    def told(
        self, textpage: pdfium.FPDF_TEXTPAGE, shown: list[str], starts: list[int], lines: list[Line]
    ) -> list[Line]:
        """Return the lines of a page with their pieces, where it may hold a table; shown: as they stand in its text."""
        if len(starts) != len(lines):
            return lines
        filled = [(at, line, starts[at]) for at, line in enumerate(shown) if line.strip()]
        widest = max((len(line) for _, line, _ in filled[_HEADER:]), default=0)
        self._widest = max(self._widest, widest)
        # Of lines of two cells one at least is short.
        short = [len(line) < _SHORT * widest for _, line, _ in filled]
        is_table = _has_beside(textpage, filled, short) or _has_spread_lines(textpage, filled, short)
        if is_table or self._more:
            lines = list(lines)
            for at, line, start in filled:
                lines[at] = lines[at]._replace(pieces=tuple(_pieces(textpage, line, start)))
        # Lines that are all short are of one cell, of a row of several pages.
        goes_on = self._more and widest < _SHORT * self._widest
        self._more = _MORE if is_table else self._more - 1 if goes_on else 0
        return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _base_of(textpage: pdfium.FPDF_TEXTPAGE, line: str, start: int) -> float:
    """Return how high on the page a line stands."""
    pdfium.FPDFText_GetCharOrigin(textpage, start + _indent(line), *_BY_REFERENCE)
    return _Y.value


def _has_beside(textpage: pdfium.FPDF_TEXTPAGE, lines: list[_Placed], short: list[bool]) -> bool:
    """Whether a line stands beside or above the one before, and is no header, nor what the mark of a note has parted."""
    highest = max((_base_of(textpage, line, start) for _, line, start in lines[:_HEADER]), default=0.0)
    before, base = -1, 0.0
    for n in range(_HEADER, len(lines)):
        if not (short[n] or short[n - 1]):
            continue
        above = base if before == n - 1 else _base_of(textpage, *lines[n - 1][1:])
        before, base = n, _base_of(textpage, *lines[n][1:])
        beside = abs(base - above) < 1 and not lines[n][1].startswith(" ")
        if base < max(highest, above) + 1 and (base - above > _RAISED or beside):
            return True
        highest = max(highest, base, above)
    return False


def _has_spread_lines(textpage: pdfium.FPDF_TEXTPAGE, lines: list[_Placed], short: list[bool]) -> bool:
    """Whether several short lines below each other are wider than their letters: rows of a table with one line each."""
    for is_run, run in groupby(
        zip(short, lines, strict=True), key=lambda of: of[0] and not of[1][1].rstrip().endswith(_STOPS)
    ):
        among = list(run) if is_run else []
        if len(among) >= _FEWEST_SHORT:
            spread = (_is_spread(textpage, line, start) for _, (_, line, start) in among)
            if sum(islice(filter(None, spread), _FEWEST_SHORT)) == _FEWEST_SHORT:
                return True
    return False


def _is_spread(textpage: pdfium.FPDF_TEXTPAGE, line: str, start: int) -> bool:
    bare = line.strip()
    first = box_of(textpage, start + _indent(line))
    last = box_of(textpage, start + len(line.rstrip()) - 1)
    letters = len(bare) + sum(ord(letter) >= _CJK for letter in bare)
    return max(first[2], last[2]) - min(first[0], last[0]) > _SPREAD * letters * size_of_line(textpage, line, start)


def _pieces(textpage: pdfium.FPDF_TEXTPAGE, line: str, start: int) -> Iterator[Piece]:
    """Yield the words of a line that stand together: between those that do not, the page has a space."""
    is_arabic = bool(ARABIC.search(line))
    base, size = _base_of(textpage, line, start), size_of_line(textpage, line, start) or _SIZE
    words = [(found.start(), found.end() - 1) for found in _WORD.finditer(line)]
    boxes = [(box_of(textpage, start + first), box_of(textpage, start + last)) for first, last in words]
    edges = [(min(a[0], b[0]), max(a[2], b[2])) for a, b in boxes]
    begin = 0
    for n, (before, after) in enumerate(pairwise([*edges, (inf, inf)]), start=1):
        if max(after[0] - before[1], before[0] - after[1]) >= _APART * size:
            first, last = words[begin][0], words[n - 1][1] + 1
            left, right = min(left for left, _ in edges[begin:n]), max(right for _, right in edges[begin:n])
            glyphs = _glyphs(textpage, line, start, range(first, last)) if is_arabic else ()
            yield Piece(line[first:last], left, right, base, size, glyphs)
            begin = n


def _glyphs(textpage: pdfium.FPDF_TEXTPAGE, line: str, start: int, places: range) -> tuple[Glyph, ...]:
    boxes = [box_of(textpage, start + at) for at in places]
    return tuple(Glyph(line[at], left, right) for at, (left, _, right, _) in zip(places, boxes, strict=True))
