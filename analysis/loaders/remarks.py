"""Remarks on the cells of a coding workbook: those of people, told from those that the suite left there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.documents.contents import ZIP_ERRORS
from analysis.loaders.keyed import REMARK

if TYPE_CHECKING:
    from openpyxl.comments import Comment

MOST = 2_000
_COMMENTS = re.compile(r"xl/comments[^/]*(?:/[^/]+)?\.xml")
_AUTHOR = re.compile(rb"<author>([^<]*)</author>")


class Remark(NamedTuple):
    """What a person remarked on a cell."""

    sheet: str
    row: int
    column: int
    cell: str
    text: str


def listed(grids: Mapping[str, list[list[str]]]) -> frozenset[str]:
    """Return what the first sheet says that the suite remarked: so its remarks are known where a program dropped their author."""
    return frozenset(cells[1][:MOST] for grid in grids.values() for cells in grid if cells[2:3] == [REMARK])


def is_own(remark: Comment, of_suite: Collection[str]) -> bool:
    """Whether the suite made a remark. of_suite: what is `listed`."""
    return remark.author == REMARK or " ".join(remark.text.split()) in of_suite


def of_people(path: Path, grids: Mapping[str, list[list[str]]]) -> Iterator[Remark]:
    """Yield what people remarked on the cells of a workbook; nothing where it is no .xlsx, which alone is looked through."""
    if not _may_hold_any(path):
        return
    from openpyxl import load_workbook

    of_suite = listed(grids)
    for page in load_workbook(path):
        for cell in (cell for row in page.iter_rows() for cell in row if cell.comment):
            if not is_own(cell.comment, of_suite):
                yield Remark(
                    page.title, cell.row, cell.column - 1, cell.coordinate, " ".join(cell.comment.text.split())
                )


def _may_hold_any(path: Path) -> bool:
    """Whether a workbook holds remarks, not all of which name the suite: to look for them cell by cell takes long."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist() if _COMMENTS.fullmatch(name)]
    except ZIP_ERRORS:
        return False
    return any(_AUTHOR.findall(part) != [REMARK.encode()] for part in parts)
