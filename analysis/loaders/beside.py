"""What stands in a coding workbook besides answers: what the suite recorded in it, and what people typed where no answer belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.loaders import keyed
from analysis.loaders.grids import letters_of
from analysis.schema import parts


class Outside(NamedTuple):
    """What was typed where no answer belongs: a kind of fault, its sheet, row and column, the text, and where it stands, in words."""

    fault: str
    sheet: str
    row: int
    column: str
    text: str
    place: str


def drawn_in(grids: Mapping[str, list[list[str]]]) -> frozenset[str] | None:
    """Return `print_of_cell` of all that the suite wrote into a workbook; none where it does not say, as those of before do not."""
    for grid in grids.values():
        if grid and keyed.DRAWN in grid[0]:
            at = grid[0].index(keyed.DRAWN)
            return frozenset(word for cells in grid[1:] for word in cells[at].split())
    return None


def recorded(grids: Mapping[str, list[list[str]]], kind: str) -> list[tuple[list[str], list[str]]]:
    """Return what the suite recorded of a kind in a workbook, MEANS or ROWS: questions, and the cells below them."""
    return [
        (parts(head.partition(keyed.OF_COLUMN)[2]), [cells[at] for cells in grid[1:] if cells[at]])
        for grid in grids.values()
        if grid and keyed.DRAWN in grid[0]
        for at, head in enumerate(grid[0])
        if head.startswith(kind + keyed.OF_COLUMN)
    ]


def outside(grids: Mapping[str, list[list[str]]], drawn: frozenset[str] | None) -> Iterator[Outside]:
    """Yield what was typed into a coding sheet where no answer belongs, but for sheets that have lost their keys."""
    made_with = {key for _, keys in recorded(grids, keyed.ROWS) for key in keys}
    for sheet, grid in grids.items():
        if found := keyed.key_at(grid):
            of_keys = keyed.Sheet(grid, found, "", sheet, {})
            state = of_keys.shown.get(keyed.SHOWN_FIELDS["State"], of_keys.key)
            for fault, row, at, text in of_keys.outside(drawn, made_with):
                shown = grid[row - 1][state] if fault == "no_key_of_column" else ""
                place = ", ".join(filter(None, (sheet, f"{letters_of(at + 1)}{row}", shown)))
                yield Outside(fault, sheet, row, of_keys.columns[at], text, place)
        elif drawn and grid and keyed.DRAWN in grid[0]:
            yield from _beside_lists(sheet, grid, drawn)
        elif drawn and grid and grid[0][0] == keyed.NO_ROW:
            for row, cells in enumerate(grid, start=1):
                if cells[2:3] == [keyed.TYPED_BEFORE]:
                    yield Outside(keyed.TYPED_BEFORE, sheet, row, "", cells[1], cells[0])
                own = cells[2:3] in ([keyed.CODER], [keyed.REMARK], [keyed.TYPED_BEFORE])
                for at, text in enumerate(cells):
                    if text and not (own and at < 3) and keyed.print_of_cell(text) not in drawn:
                        place = f"{sheet}, {letters_of(at + 1)}{row}"
                        yield Outside("not_read", sheet, row, keyed.cell_column(at, ""), text, place)


def _beside_lists(sheet: str, grid: list[list[str]], drawn: frozenset[str]) -> Iterator[Outside]:
    """Yield what was typed into the hidden sheet of lists and records; nothing where the workbook does not record its lists."""
    at, told = grid[0].index(keyed.DRAWN), lambda text: keyed.print_of_cell(text) in drawn
    if not any(told(text) for cells in grid[1:] for text in cells[:at] if text):
        return
    own = {place for place, head in enumerate(grid[0]) if head and place >= at}
    for row, cells in enumerate(grid, start=1):
        for place, text in enumerate(cells):
            if text and place not in own and not told(text):
                yield Outside(
                    "not_read", sheet, row, keyed.cell_column(place, ""), text, f"{sheet}, {letters_of(place + 1)}{row}"
                )
