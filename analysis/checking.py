"""Issues for people: alike ones together, worst first, as lines or as a workbook."""

from __future__ import annotations

import io
from functools import partial

import pandas as pd

from analysis.languages import ENGLISH, IN_ENGLISH, Language
from analysis.problems import NOTE
from analysis.tables.formats import head, legal, spoken

_KINDS = (
    "Files that could not be used",
    "Rows and answers left out",
    "Cells that count as empty or unsettled",
    "Notes",
)
_EXAMPLES = 5
_PLACE = ["kind", "source", "sheet", "column"]
_OTHER_ROWS = r"\(rows [^()]*\)"


def grouped(issues: pd.DataFrame, language: Language = IN_ENGLISH) -> pd.DataFrame:
    """Return the issues of one kind, place, problem and remedy as one row: kind, source, sheet, column, problem, remedy, times, rows.

    kind is the number of one of: files, rows, cells, notes; the worst first. rows names the first few, in the language.
    """
    kind = pd.Series(2, index=issues.index).mask(issues["set_aside"] == "yes", 1)
    kind = kind.mask((issues["row"] == "") & (kind == 1), 0).mask(issues["severity"] == NOTE, 3)
    # What names other rows would be a problem of its own for each of them.
    alike = issues["problem"].str.replace(_OTHER_ROWS, "(rows …)", regex=True)
    groups = issues.assign(kind=kind, alike=alike).groupby([*_PLACE, "alike", "remedy"], sort=False)
    first = partial(_first, language=language)
    table = groups.agg(times=("row", "size"), rows=("row", first), problem=("problem", _one)).reset_index()
    table["problem"] = table["problem"].where(table["problem"] != "", table.pop("alike"))
    table = table.sort_values(["kind", "times"], ascending=[True, False], kind="stable").reset_index(drop=True)
    return table[[*_PLACE, "problem", "remedy", "times", "rows"]]


def lines(issues: pd.DataFrame, language: Language = IN_ENGLISH, *, marked: bool = False) -> list[str]:
    """Return the issues as lines to be read: a heading a kind, a line a place, below it what is wrong there and what to do.

    marked: whether they are of coding sheets, in which each can be marked.
    """
    said: list[str] = []
    text, number, table = language.text, language.number, grouped(issues, language)
    for kind, of_kind in table.groupby("kind"):
        said.append(f"{text(_KINDS[int(str(kind))])} ({number(of_kind['times'].sum())}){language.colon.rstrip()}")
        for (_, source, sheet, column), here in of_kind.groupby(_PLACE, sort=False):
            named = text("column {column}").format(column=column) if column else ""
            said.append("  " + ", ".join(filter(None, (source, sheet, named))))
            for row in here.head(_EXAMPLES).itertuples():
                sentences = (language.sentence(text(words)) for words in (row.problem, row.remedy))
                said.append(f"    {_times(row, language)}{language.sentences(sentences)}")
            if len(here) > _EXAMPLES:
                times = here["times"].iloc[_EXAMPLES:]
                more = text(
                    "… and {times} more of {kinds} kinds: --out FOLDER hands back the workbook with each of them marked."
                    if marked
                    else "… and {times} more of {kinds} kinds: --out issues.xlsx lists them all."
                )
                said.append(f"    {more.format(times=number(times.sum()), kinds=number(len(times)))}")
    return said


def workbook(issues: pd.DataFrame, language: Language = IN_ENGLISH) -> bytes:
    """Return the issues as a workbook: alike ones together on the first sheet, every one on the second. Texts, never formulas."""
    from openpyxl.styles import Alignment

    together = grouped(issues, language)
    together["kind"] = together["kind"].map(dict(enumerate(_KINDS)))
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for name, frame in ((language.text("Together"), together), (language.text("Every one"), issues)):
            told = {c: [_legal(spoken(c, value, language)) for value in frame[c]] for c in frame}
            heads = {c: language.text(head(c)) if language.code != ENGLISH else c for c in frame}
            shown = pd.DataFrame(told).rename(columns=heads)
            shown.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = writer.sheets[name]
            sheet.sheet_view.rightToLeft = language.right_to_left
            sheet.auto_filter.ref = sheet.dimensions
            for column, of in zip(sheet.columns, frame, strict=True):
                sheet.column_dimensions[column[0].column_letter].width = 60 if of in ("problem", "remedy") else 18
                for cell in column:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    if isinstance(cell.value, str):
                        cell.data_type, cell.quotePrefix = "s", cell.value.startswith(("=", "+", "-", "@"))
    return out.getvalue()


def _first(rows: pd.Series, language: Language) -> str:
    named = list(dict.fromkeys(filter(None, rows)))
    shown, more = ", ".join(named[:_EXAMPLES]), len(named) - _EXAMPLES
    return (
        language.text("{rows} and {number} more").format(rows=shown, number=language.number(more))
        if more > 0
        else shown
    )


def _one(problems: pd.Series) -> str:
    """Return the problem that all have; nothing where they differ."""
    return problems.iloc[0] if problems.nunique() == 1 else ""


def _legal(value: object) -> object:
    return legal(value) if isinstance(value, str) else value


def _times(row, language: Language) -> str:
    rows = language.text("rows {rows}" if "," in row.rows else "row {rows}").format(rows=row.rows) if row.rows else ""
    times = language.text("{times} times").format(times=language.number(row.times)) if row.times > 1 else ""
    return "".join(filter(None, (", ".join(filter(None, (times, rows))), language.colon if times or rows else "")))
