"""Columns on a page of a PDF: lines that stand beside each other, and what lies free between them from line to line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from analysis.documents.lines import Line, Piece

# In sizes of a letter: what parts the words of two cells; how much higher a line stands that is beside the one before;
# how far apart two rows are at most.
_APART, BESIDE, _NEXT = 0.5, 0.35, 4.0
# What stands ahead of a paragraph, an item or a note.
LABEL = re.compile(r"\W*(?:[\d.]{1,8}|\w{1,5}[.)]|[\d⁰¹²³⁴-⁹*]{1,3})?\W*")

# From where to where words stand across a page, from left to right.
Spans = list[tuple[float, float]]
# The lines of each cell of a row by its column; a theme of the rows below stands in column 0.
Cells = dict[int, list[list[Piece]]]


class Block:
    """Lines of a page that stand beside each other, or one line."""

    def __init__(self, start: int, end: int, lines: list[tuple[Piece, ...]]) -> None:
        """Measure the pieces of the lines from start to end."""
        self.start, self.end, self.lines = start, end, lines
        self.pieces = [piece for line in lines for piece in line]
        self.size = self.pieces[0].size
        self.top, self.low = max(p.base for p in self.pieces), min(p.base for p in self.pieces)
        # What stands close together in a line is of one cell.
        in_lines = [_joined(((p.left, p.right) for p in line), _APART * self.size) for line in lines]
        self.spans = _joined(chain.from_iterable(in_lines))
        self.side_by_side = len(self.spans) > 1
        self.linked = self.side_by_side and len(lines) > 1

    @property
    def turn(self) -> int:
        """Tell whether the last of its lines stands to the left of the first (1) or to the right (-1)."""
        (left, right), (last_left, last_right) = (
            (min(p.left for p in line), max(p.right for p in line)) for line in (self.lines[0], self.lines[-1])
        )
        return (last_left <= left and last_right < right) - (last_left > left and last_right >= right)

    @property
    def is_labelled(self) -> bool:
        """Whether it holds a number, or another label, and words behind it."""
        return len(self.spans) == 2 and bool(LABEL.fullmatch(self.pieces[0].text))

    def heads(self, below: Block) -> bool:
        """Whether it may be the head of the columns of a block right below."""
        near = self.side_by_side and below.side_by_side and 0 < self.low - below.top < _NEXT * self.size
        return (
            near
            and not below.is_labelled
            and not crosses(self.spans, below.spans)
            and not crosses(below.spans, self.spans)
        )

    def cells(self, columns: Spans) -> Cells:
        """Return the pieces by the column that they stand in, counted in the order of reading."""
        cells: Cells = {}
        for piece in self.pieces:
            away = [max(left - piece.left, piece.left - right, 0) for left, right in columns]
            lines = cells.setdefault(away.index(min(away)) + 1, [])
            if lines and abs(lines[-1][-1].base - piece.base) < BESIDE * piece.size:
                lines[-1].append(piece)
            else:
                lines.append([piece])
        return cells


def blocks_of(page: list[Line]) -> list[Block]:
    """Return the lines of a page from the top, those in one block that stand beside each other."""
    blocks: list[Block] = []
    for at, line in enumerate(page):
        if not line.pieces:
            continue
        middle = line.pieces[0].base + BESIDE * line.pieces[0].size
        above = len(blocks)
        while above and blocks[above - 1].low < middle:
            above -= 1
        beside = blocks[above:]
        if beside and _goes_on(beside[-1].lines[-1][-1], line.pieces[0]):
            *lines, last = beside[-1].lines
            blocks[-1] = Block(beside[-1].start, at + 1, [*lines, (*last, *line.pieces)])
        elif beside and beside[0].top + beside[0].size > middle:
            lines = list(chain.from_iterable(block.lines for block in beside))
            blocks[above:] = [Block(beside[0].start, at + 1, [*lines, line.pieces])]
        else:
            # What stands higher than all before it is out of order, as a header behind the text.
            blocks.append(Block(at, at + 1, [line.pieces]))
    return blocks


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece goes on with a line that the raised mark of a note has broken."""
    return abs(piece.base - before.base) < BESIDE * piece.size and 0 <= piece.left - before.right < piece.size


def _joined(spans: Iterable[tuple[float, float]], gap: float = 0.0) -> Spans:
    """Return spans from left to right, those as one that overlap, or are no further apart than a gap."""
    joined: Spans = []
    for left, right in sorted(spans):
        if joined and left < joined[-1][1] + gap:
            joined[-1] = joined[-1][0], max(right, joined[-1][1])
        else:
            joined.append((left, right))
    return joined


def grown(blocks: list[Block], start: int, given: Spans) -> tuple[int, Spans]:
    """Return where the blocks end that keep the space between columns free, and these columns; given: those of the page before."""
    if not given and (not blocks[start].side_by_side or blocks[start].is_labelled):
        return start, []
    rows: list[Spans] = []
    columns, sure = given, bool(given)
    end = at = start
    while at < len(blocks) and (at == start or blocks[at - 1].low - blocks[at].top < _NEXT * blocks[at].size):
        block = blocks[at]
        spans = block.spans
        reach = [(spans[0][0], spans[-1][1])]
        if sure and not block.linked and sum(_overlap(reach[0], column) for column in columns) == 1:
            # A line of one cell, with wide spaces.
            spans = reach
        wider = _joined([*columns, *spans])
        apart = not crosses(spans, given) and not any(crosses(spans, row) or crosses(row, spans) for row in rows)
        if apart and (len(spans) > 1 or len(wider) <= len(columns)):
            columns = wider
            if len(spans) > 1:
                rows.append(spans)
                sure |= block.linked
            if len(spans) > 1 or spans[0][0] >= columns[0][1]:
                end = at + 1
        elif len(spans) > 1 or at + 1 == len(blocks) or not blocks[at + 1].side_by_side:
            # A theme has a row right below it.
            break
        at += 1
    return end, columns


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def crosses(spans: Spans, row: Spans) -> bool:
    """Whether one of some spans reaches over several cells of a row."""
    return any(sum(_overlap(span, cell) for cell in row) > 1 for span in spans)


def is_from_right(blocks: list[Block]) -> bool:
    """Whether the columns of a page are read from the right: it is Arabic, and a cell stands to the left of the one before."""
    if not any(piece.glyphs for block in blocks for piece in block.pieces):
        return False
    return sum(block.turn for block in blocks if block.linked) >= 0
