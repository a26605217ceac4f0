"""Issues for people: alike ones together, worst first, as lines or as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd

from analysis.problems import NOTE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KINDS = (
    "Files that could not be used",
    "Rows and answers left out",
    "Cells that count as empty or unsettled",
    "Notes",
)
_EXAMPLES = 5
_PLACE = ["kind", "source", "sheet", "column"]


def grouped(issues: pd.DataFrame) -> pd.DataFrame:
    """Return the issues of one kind, place, problem and remedy as one row: kind, source, sheet, column, problem, remedy, times, rows.

    kind is the number of one of: files, rows, cells, notes; the worst first. rows names the first few.
    """
    file = (issues["row"] == "") & (issues["set_aside"] == "yes")
    kind = (
        pd.Series(2, index=issues.index)
        .mask(issues["set_aside"] == "yes", 1)
        .mask(file, 0)
        .mask(issues["severity"] == NOTE, 3)
    )
    by = [*_PLACE, "problem", "remedy"]
    groups = issues.assign(kind=kind).groupby(by, sort=False)["row"]
    table = groups.agg(times="size", rows=_first).reset_index()
    return table.sort_values(["kind", "times"], ascending=[True, False], kind="stable").reset_index(drop=True)


def lines(issues: pd.DataFrame) -> list[str]:
    """Return the issues as lines to be read: a heading a kind, a line a place, below it what is wrong there and what to do."""
    said: list[str] = []
    table = grouped(issues)
    for kind, of_kind in table.groupby("kind"):
        said.append(f"{_KINDS[int(str(kind))]} ({of_kind['times'].sum():,}):")
        for (_, source, sheet, column), here in of_kind.groupby(_PLACE, sort=False):
            said.append("  " + ", ".join(filter(None, (source, sheet, f"column {column}" if column else ""))))
            for row in here.head(_EXAMPLES).itertuples():
                said.append(f"    {_times(row)}{row.problem}. {row.remedy}.")
            if len(here) > _EXAMPLES:
                rest = here.iloc[_EXAMPLES:]
                said.append(
                    f"    … and {rest['times'].sum():,} more of {len(rest):,} kinds: --out issues.xlsx lists them all."
                )
    return said


def workbook(issues: pd.DataFrame) -> bytes:
    """Return the issues as a workbook: alike ones together on the first sheet, every one on the second. Texts, never formulas."""
    from openpyxl import Workbook

    table = grouped(issues)
    table["kind"] = [_KINDS[kind] for kind in table["kind"]]
    book = Workbook()
    book.remove(book.active)
    for name, frame in (("Together", table), ("Every one", issues)):
        _fill(book.create_sheet(name), frame)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, frame: pd.DataFrame) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, row in enumerate([tuple(frame.columns), *frame.itertuples(index=False, name=None)], start=1):
        for place, value in enumerate(row, start=1):
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(at, place, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=at == 1)
            if isinstance(value, str):
                cell.data_type, cell.quotePrefix = "s", value[:1] in tuple("=+-@")
    for place, column in enumerate(frame.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if column in ("problem", "remedy") else 18
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _first(rows: pd.Series) -> str:
    named = list(dict.fromkeys(filter(None, rows)))
    return ", ".join(named[:_EXAMPLES]) + (f" and {len(named) - _EXAMPLES:,} more" if len(named) > _EXAMPLES else "")


def _times(row) -> str:
    rows = f"row{'s' if ',' in row.rows else ''} {row.rows}: " if row.rows else ""
    return f"{row.times:,} times, {rows}" if row.times > 1 else rows
