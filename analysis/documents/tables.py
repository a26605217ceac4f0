"""Tables on the pages of a PDF, told by where their words stand.

A PDF knows no tables: its text comes cell by cell, and the next cell stands beside the one before, not below. What
lies between two columns is empty from the first row to the last. Two columns of running text stand beside each
other once a page, a list only behind its numbers, a masthead in two lines: these are no tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import NamedTuple

from analysis.documents.arabic import ARABIC, Glyph, page_lines
from analysis.documents.columns import LABEL, Block, Cells, Spans, blocks_of, crosses, grown, is_from_right
from analysis.documents.lines import IN_TABLE, Line, Piece, has_leaders, is_contents, without_furniture
from analysis.documents.paragraphs import Oddity

# In sizes of a letter: what parts two columns where no cell has a second line; how far apart the lines of a cell are at most.
_FAR_APART, _CLOSE = 1.0, 2.0
# So many rows of two cells make a table, or so many of three; so many rows that could not be cut are said.
_FEWEST, _FEWEST_OF_THREE, _SUSPECT = 3, 2, 3
# So many cells in rows of one line stand below each other by no chance.
_SURELY = 24
_POINT = re.compile(r"\(?\w{1,5}[.)]|[^\w\s]")
_STOP_AHEAD = re.compile(r"^\.(\d+(?:\.\d+)?)$")
# A table of contents is headed within so many lines above.
_ABOVE = 5
# A column of text has more lines than this.
_PAGE = 20
# No page that is printed has more lines.
_MOST_LINES = 200
_PROBLEM = "what looks like a table could not be parted into cells: look at this page, or ask for the Word file"


@dataclass
class _Table:
    """A table: its columns in the order of reading, the cells of its rows, and what speaks for it."""

    columns: Spans = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    linked: int = 0
    gap: float = inf
    is_contents: bool = False

    def take(self, blocks: list[Block], columns: Spans, around: list[Line]) -> list[Cells]:
        """Return the rows that begin in some blocks; the rest of one that began on the page before is added to it."""
        self.columns = columns
        rows = list(_rows_of(blocks, columns, _words(self.rows[0]) if self.rows else []))
        self.linked += sum(block.linked for block in blocks)
        self.gap = min(self.gap, min((b[0] - a[1] for a, b in pairwise(sorted(columns))), default=0) / blocks[0].size)
        self.is_contents |= _is_contents(around)
        if rows and self.rows and _is_rest(rows[0], self.rows[-1]):
            for at, lines in rows.pop(0).items():
                self.rows[-1].setdefault(at, []).extend(lines)
        self.rows += rows
        return rows

    def is_one(self) -> bool:
        """Whether enough rows hold words side by side, and they are no list, no table of contents, no columns of running text."""
        rows = [row for row in self.rows if not _is_running(row)]
        words = [_without_labels(_words(row)) for row in rows]
        twos = sum(len(row) > 1 for row in words)
        threes = sum(len(row) > 1 and len(cells) > 2 for row, cells in zip(words, rows, strict=True))
        apart = self.linked >= _FEWEST_OF_THREE or self.gap > _FAR_APART or twos * len(self.columns) >= _SURELY
        return (twos >= _FEWEST or threes >= _FEWEST_OF_THREE) and apart and not self.is_contents


class _Part(NamedTuple):
    """What a page holds of a table: its lines, the rows that begin there, how many blocks of lines side by side."""

    table: _Table
    lines: list[Line]
    rows: list[Cells]
    linked: int

    def cells(self, number: int) -> Iterator[Line]:
        """Yield the lines of the cells in the order of reading."""
        page = self.lines[0].page
        places = {id(row): at for at, row in enumerate(self.table.rows, start=1)}
        for row in self.rows:
            place = places[id(row)]
            for at, cell in sorted(row.items()):
                texts = [_text_of(line) for line in cell]
                if at:
                    key = f"T{number}R{place}C{at}"
                    yield from (Line(text, page, whole=n == 0, cell=key) for n, text in enumerate(texts))
                else:
                    yield Line(" ".join(texts), page, IN_TABLE)


@dataclass
class _Page:
    """The lines of a page and what may be tables; how many blocks side by side are neither; the table that may go on."""

    items: list[Line | _Part]
    uncut: int = 0
    open: _Table | None = None

    def parts(self) -> list[_Part]:
        """Return what may be tables."""
        return [item for item in self.items if isinstance(item, _Part)]

    def lines(self, numbers: dict[int, int]) -> Iterator[Line]:
        """Yield the lines, and those of the cells of what is a table by its number."""
        for item in self.items:
            if isinstance(item, Line):
                yield item
            elif number := numbers.get(id(item.table)):
                yield from item.cells(number)
            else:
                yield from item.lines


def with_page_tables(pages: list[list[Line]]) -> tuple[list[list[Line]], list[Oddity]]:
    """Return the lines of each page that do not run, those of tables as cells, and the pages where a table could not be cut into cells.

    A row that goes on over a page stands where it begins; the head that a page repeats stands once.
    """
    read: list[_Page] = []
    table: _Table | None = None
    for page, kept in zip(pages, without_furniture(pages), strict=True):
        read.append(_read(_body(page, kept), table) if any(line.pieces for line in page) else _Page([*kept]))
        table = read[-1].open
    # Whether it is one, is only known when all its pages are.
    tables = {id(part.table): part.table for page in read for part in page.parts()}
    numbers = {key: n for n, key in enumerate((key for key, table in tables.items() if table.is_one()), start=1)}
    odd = []
    for held, lines in zip(read, pages, strict=True):
        rest = [part for part in held.parts() if id(part.table) not in numbers and not part.table.is_contents]
        uncut = held.uncut + sum(part.linked for part in rest)
        if uncut >= _SUSPECT:
            odd.append(Oddity(lines[0].page, "", _PROBLEM))
    return [list(page.lines(numbers)) for page in read], odd


def _body(page: list[Line], kept: list[Line]) -> list[Line]:
    """Return the lines of a page that do not run: not what many pages repeat, unless as cells of a table."""
    stay = {id(line) for line in kept}
    below: Block | None = None
    for block in reversed(blocks_of(page)):
        lines = {id(line) for line in page[block.start : block.end]}
        if lines & stay or (below and block.heads(below)):
            stay |= lines
            below = block
        else:
            below = None
    return [line for line in page if id(line) in stay]


def _read(page: list[Line], before: _Table | None) -> _Page:
    """Return what a page holds; before: the table that may go on from the page before."""
    items: list[Line | _Part] = []
    blocks = blocks_of(page)
    if len(blocks) > _MOST_LINES:
        return _Page([*page], sum(block.linked for block in blocks))
    from_right = is_from_right(blocks)
    after: _Table | None = None
    at = done = uncut = 0
    while at < len(blocks):
        end, columns = grown(blocks, at, sorted(before.columns) if before else [])
        table = before if before and end and len(columns) == len(before.columns) else None
        goes_on, before = table is not None, None
        if table is None:
            table = _Table()
            end, columns = grown(blocks, at, [])
        beside = sum(block.side_by_side for block in blocks[at:end])
        at_foot = end > at and all(line.small or not line.text.strip() for line in page[blocks[end - 1].end :])
        if goes_on or at_foot or beside >= _FEWEST_OF_THREE:
            start, stop = blocks[at].start, blocks[end - 1].end
            around = page[max(0, start - _ABOVE) : stop]
            rows = table.take(blocks[at:end], columns[::-1] if from_right else columns, around)
            if goes_on or at_foot or table.is_one():
                linked = sum(block.linked for block in blocks[at:end])
                items += [*page[done:start], _Part(table, page[start:stop], rows, linked)]
                at, done, after = end, stop, table if at_foot else None
                continue
        uncut += blocks[at].linked
        at += 1
    return _Page([*items, *page[done:]], 0 if _is_contents(page) else uncut, after)


def _rows_of(blocks: list[Block], columns: Spans, head: list[str]) -> Iterator[Cells]:
    """Yield the cells of each row: it begins where the first column does, at a theme, or below a space."""
    row: Cells = {}
    low = 0.0
    for block in blocks:
        if crosses(block.spans, columns):
            cells: Cells = {0: [[piece] for piece in block.pieces]}
        else:
            cells = block.cells(columns)
        if head and _words(cells) == head:
            # A page repeats the head of the table.
            continue
        apart = low - block.top > _CLOSE * block.size
        goes_on = 1 not in cells or row.keys() == cells.keys() == {1}
        if row and (0 in cells or 0 in row or not goes_on or apart):
            yield row
            row = {}
        for at, lines in cells.items():
            row.setdefault(at, []).extend(lines)
        low = block.low
    if row:
        yield row


def _is_contents(lines: list[Line]) -> bool:
    return any(has_leaders(line.text) or is_contents(line.text) for line in lines)


def _is_rest(row: Cells, before: Cells) -> bool:
    """Whether the first row of a page goes on with the last of the page before."""
    if 0 in row or 0 in before:
        return False
    if 1 not in row:
        return True
    shared = [at for at in row if at in before]
    lowest = min(lines[-1][-1].base for lines in before.values())
    if any(before[at][-1][-1].base > lowest + _CLOSE * before[at][-1][-1].size for at in shared):
        # It ended on the page before.
        return False
    firsts = [_text_of(row[at][0]) for at in shared]
    if not firsts or LABEL.fullmatch(firsts[0]):
        return False
    return any(text[:1].islower() for text in firsts) or not any(text[:1].isupper() for text in firsts)


def _without_labels(words: list[str]) -> list[str]:
    """Return the words of a row but for what stands ahead of an item: "1.", "1. (a)"."""
    if words and LABEL.fullmatch(words[0]):
        words = words[2:] if len(words) > 1 and _POINT.fullmatch(words[1]) else words[1:]
    return words


def _is_running(row: Cells) -> bool:
    """Whether the cells of a row may be columns of running text: all long, or all as long as each other."""
    lines = [len(cell) for cell in row.values() if len(cell) > 1 or not LABEL.fullmatch(_text_of(cell[0]))]
    return len(lines) > 1 and (min(lines) > _PAGE or (min(lines) > 2 and max(lines) - min(lines) < 2))


def _words(row: Cells) -> list[str]:
    return [" ".join(_text_of(line) for line in row[at]) for at in sorted(row)]


def _text_of(line: list[Piece]) -> str:
    """Return the text of the pieces of a line in one cell."""
    text = " ".join(piece.text for piece in line)
    if not ARABIC.search(text):
        # Behind a number from right to left, its stop stands ahead of it.
        return _STOP_AHEAD.sub(r"\1.", text) if line[0].glyphs else text
    space = Glyph(" ", 0, 0)
    return next(page_lines([[glyph for piece in line for glyph in (*piece.glyphs, space)]]))
