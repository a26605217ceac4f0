"""Issues for people: alike ones together, worst first, as lines or as a workbook."""

from __future__ import annotations

import io

import pandas as pd

from analysis.problems import NOTE, first_of

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
    kind = pd.Series(2, index=issues.index).mask(issues["set_aside"] == "yes", 1)
    kind = kind.mask((issues["row"] == "") & (kind == 1), 0).mask(issues["severity"] == NOTE, 3)
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
                times = here["times"].iloc[_EXAMPLES:]
                said.append(
                    f"    … and {times.sum():,} more of {len(times):,} kinds: --out issues.xlsx lists them all."
                )
    return said


def workbook(issues: pd.DataFrame) -> bytes:
    """Return the issues as a workbook: alike ones together on the first sheet, every one on the second. Texts, never formulas."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    together = grouped(issues)
    together["kind"] = together["kind"].map(dict(enumerate(_KINDS)))
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for name, frame in (("Together", together), ("Every one", issues)):
            legal = frame.replace(ILLEGAL_CHARACTERS_RE.pattern, "", regex=True)
            legal.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = writer.sheets[name]
            sheet.auto_filter.ref = sheet.dimensions
            for column in sheet.columns:
                wide = column[0].value in ("problem", "remedy")
                sheet.column_dimensions[column[0].column_letter].width = 60 if wide else 18
                for cell in column:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    if isinstance(cell.value, str):
                        cell.data_type, cell.quotePrefix = "s", cell.value.startswith(("=", "+", "-", "@"))
    return out.getvalue()


def _first(rows: pd.Series) -> str:
    return first_of(dict.fromkeys(filter(None, rows)), _EXAMPLES)


def _times(row) -> str:
    rows = f"row{'s' if ',' in row.rows else ''} {row.rows}: " if row.rows else ""
    return f"{row.times:,} times, {rows}" if row.times > 1 else rows
