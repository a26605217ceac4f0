"""Read registers: spreadsheets of any layout, told by a small mapping which column is what.

A mapping names file, sheet and the header text of each field; titles above the header, merged cells,
repeated headers, notes and subtotals below the table are coped with. Nothing is interpreted here: every
cell comes back as text, with the sheet and row it stood in.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.loaders.contents import FileProblem, decode, read_bytes
from analysis.loaders.problems import note_below

ORIGIN = ["source", "sheet", "row"]


@dataclass(frozen=True)
class Mapping:
    """How one register is laid out.

    columns: field -> header text ("Para#2" is the second column of that name); fixed: field -> value;
    questions: question -> header text, for a sheet with one column a question; cite: what stands before
    the header of the column that cites the paragraph of a question.
    """

    table: str
    file: str
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    cite: str = ""

    @property
    def headers(self) -> list[str]:
        """Every header text that the sheet must have."""
        return [*self.columns.values(), *self.questions.values()]


def read_register(folder: Path, mapping: Mapping) -> tuple[pd.DataFrame, list[dict]]:
    """Return the rows of a register and its issues.

    One row is a row of the sheet below its header (with questions: an answered cell), all text, with
    source, sheet and row beside it. Rows that hold no State, such as notes and subtotals, are issues
    that were set aside. Raises FileProblem where the file, the sheet or a column is missing.
    """
    grid, sheet = read_grid(folder / mapping.file, mapping.sheet)
    header_at, places = _find_header(grid, mapping, sheet)
    rows, issues = [], []
    for number, cells in enumerate(grid[header_at + 1 :], start=header_at + 2):
        if not any(cells):
            continue
        origin = {"source": mapping.file, "sheet": sheet, "row": str(number)}
        record = {name: cells[place] for name, place in places.items()}
        named = [record[f] for f in mapping.columns]
        if sum(map(bool, named)) <= 1:
            issues.append(note_below(mapping.table, origin, " ".join(c for c in cells if c)[:200]))
        else:
            rows.append(origin | mapping.fixed | record)
    frame = pd.DataFrame(rows, columns=[*ORIGIN, *mapping.fixed, *places], dtype=str)
    return (_one_row_a_question(frame, mapping) if mapping.questions else frame), issues


def read_grid(path: Path, sheet: str | None = None) -> tuple[list[list[str]], str]:
    """Return all cells of a sheet as texts, merged cells filled, and the name of the sheet.

    Reads xlsx, xlsm, xls, xlsb and ods through calamine, CSV in UTF-8, UTF-16 or Windows-1252.
    Raises FileProblem for anything else.
    """
    content = read_bytes(path)
    if content.kind == "workbook":
        return _sheet_of(content.data, path.name, sheet)
    if content.kind == "text":
        return _csv_grid(content.data), ""
    raise FileProblem(f"it is {content.described}, not a spreadsheet", "Save it as .xlsx or .csv")


def _sheet_of(data: bytes, name: str, sheet: str | None) -> tuple[list[list[str]], str]:
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise FileProblem(
                f"the sheet “{sheet}” is missing; there are: {', '.join(names)}",
                "Rename the sheet, or name the right one in dataset.toml",
            )
        chosen = sheet if sheet is not None else names[0]
        opened = book.get_sheet_by_name(chosen)
        grid = [[_text(cell) for cell in row] for row in opened.to_python(skip_empty_area=False)]
        merged = opened.merged_cell_ranges or []
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise FileProblem(
            f"the workbook cannot be read ({error})", "Open it in Excel and save it anew"
        ) from None
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom + 1, len(grid))):
            for column in range(left, min(right + 1, len(grid[row]))):
                grid[row][column] = grid[top][left]
    return grid, chosen


def _csv_grid(data: bytes) -> list[list[str]]:
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    try:
        rows = [[_text(cell) for cell in row] for row in csv.reader(io.StringIO(text), dialect)]
    except csv.Error as error:
        raise FileProblem(
            f"it cannot be read as CSV ({error})", "Save it as .xlsx or as CSV in UTF-8"
        ) from None
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _text(cell: object) -> str:
    """Return a cell as a person would read it: 2017.0 is 2017, a date is an ISO date."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def _find_header(grid: list[list[str]], mapping: Mapping, sheet: str) -> tuple[int, dict[str, int]]:
    """Find the row that holds every header of the mapping, and the column of each field."""
    best: tuple[int, list[str]] = (-1, mapping.headers)
    for at, cells in enumerate(grid[:50]):
        found = _places(cells)
        missing = [h for h in mapping.headers if _same(h) not in found]
        if not missing:
            wanted = mapping.columns | mapping.questions
            places = {name: found[_same(header)] for name, header in wanted.items()}
            cites = {
                f"{mapping.cite}{q}": found[_same(mapping.cite + h)]
                for q, h in mapping.questions.items()
                if mapping.cite and _same(mapping.cite + h) in found
            }
            return at, places | cites
        if len(missing) < len(best[1]):
            best = (at, missing)
    at, missing = best
    seen = [c for c in grid[at] if c] if at >= 0 else []
    raise FileProblem(
        f"the sheet “{sheet}” lacks the column{'s' if len(missing) > 1 else ''} "
        f"{', '.join(f'“{h}”' for h in missing)}"
        + (f" (row {at + 1} has: {', '.join(seen)})" if seen else ""),
        "Rename the column in the sheet, or its header in dataset.toml",
    )


def _places(cells: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name, nth = _same(cell), 1
        while (name if nth == 1 else f"{name}#{nth}") in places:
            nth += 1
        places[name if nth == 1 else f"{name}#{nth}"] = place
    return places


def _same(header: str) -> str:
    return " ".join(header.casefold().split())


def _one_row_a_question(frame: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Turn one row a State, one column a question, into one row an answered cell."""
    kept = [*ORIGIN, *mapping.fixed, *mapping.columns]
    parts = []
    for question, header in mapping.questions.items():
        part = frame[kept].assign(question=question, answer=frame[question], column=header)
        cite = mapping.cite + question
        part["paragraph"] = frame[cite] if mapping.cite and cite in frame else ""
        parts.append(part[part["answer"] != ""])
    long = pd.concat(parts, ignore_index=True)
    return (
        long.assign(at=long["row"].astype(int))
        .sort_values("at", kind="stable")
        .drop(columns="at")
        .reset_index(drop=True)
    )
