"""Coding sheets that come back: held against codebook and conditions, and handed back with what does not fit marked in its cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.dataset import Dataset
from analysis.errors import DataError
from analysis.export import timeless
from analysis.loaders.received import receive
from analysis.problems import PROBLEM
from analysis.tidy.tables import tidy

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_COLUMN = re.compile(r"([A-Z]{1,3})(?:: |$)")
_WRONG, _NOTED = "FFF6C9C4", "FFFBE9B7"
_MOST_COMMENT = 2_000


def with_sheets(dataset: Dataset, files: Sequence[Path]) -> Dataset:
    """Return a dataset with coding sheets read as if they lay in its folder `codings`: all is checked as it will be there.

    A sheet that lies there already is read once. Raises DataError for a name that is no file, or that two files have.
    """
    for path in files:
        if not path.is_file():
            raise DataError(f"There is no file {path}.")
    names = [path.name for path in files]
    if twice := [name for name in names if names.count(name) > 1]:
        raise DataError(
            f"Two files are called “{twice[0]}”: give one of them another name, so that issues say which is meant."
        )
    read = Dataset(dataset.folder, dataset.settings)
    received = receive(dataset.folder, dataset.settings, more=files)
    read.__dict__["tables"] = tidy(received, dataset.paper, dataset.layers, dataset.settings.as_of)
    return read


def issues_of(dataset: Dataset, files: Iterable[Path]) -> pd.DataFrame:
    """Return the issues of some coding sheets: one row an issue, the columns of the table of issues."""
    names = {path.name for path in files}
    return dataset.issues[dataset.issues["source"].isin(names)].reset_index(drop=True)


def handed_back(path: Path, issues: pd.DataFrame) -> bytes:
    """Return a workbook as it came, with a mark and a remark on each cell of which an issue speaks; nothing in it is changed.

    issues: those of this file. Raises DataError where it is no .xlsx.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{path.name} cannot be marked ({error}). Save it as .xlsx.") from None
    placed = issues[(issues["row"] != "") & (issues["sheet"] != "")]
    for (sheet, row, column), here in placed.groupby(["sheet", "row", "column"], sort=False):
        _mark(book, str(sheet), str(row), str(column), here)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _mark(book: Workbook, sheet: str, row: str, column: str, issues: pd.DataFrame) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if sheet not in book.sheetnames or not row.isdecimal():
        return
    letters = _COLUMN.match(column)
    cell = book[sheet][f"{letters[1] if letters else _first_shown(book, sheet)}{row}"]
    wrong = (issues["severity"] == PROBLEM).any()
    cell.fill = PatternFill("solid", start_color=_WRONG if wrong else _NOTED)
    said = "\n".join(f"{issue.problem}. {issue.remedy}." for issue in issues.itertuples())
    cell.comment = Comment(said[:_MOST_COMMENT], "check", height=140, width=320)


def _first_shown(book: Workbook, sheet: str) -> str:
    """Return the letters of the first column that is not hidden: there stands what speaks of a whole row."""
    from openpyxl.utils import get_column_letter

    widths = book[sheet].column_dimensions
    return next(letter for at in range(1, 100) if not widths[letter := get_column_letter(at)].hidden)
