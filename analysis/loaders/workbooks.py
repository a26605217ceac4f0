"""Read registers: spreadsheets of any layout, told by a small mapping which column is what.

A mapping names file, sheet and the header text of each field; titles above the header, merged cells,
repeated headers, notes and subtotals below the table are coped with. Nothing is interpreted here: every
cell comes back as text, with the sheet and row it stood in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.documents.contents import FileProblem
from analysis.loaders.grids import number_of, read_grid
from analysis.problems import formula_without_value, note_below

ORIGIN = ["source", "sheet", "row"]
_FORMULA = re.compile(r"=\s*[A-Za-z_(+\"$'-]")
_COLUMN = re.compile(r"column ([a-z]{1,2})")
_TOTAL = re.compile(
    r"(?:(?:grand |sub-?)?total|sous-total|ensemble|subtotal|total general|итого|всего|合计|总计|小计|المجموع)\b",
    re.I,
)


@dataclass(frozen=True)
class Mapping:
    """How one register is laid out.

    columns: field -> header text ("Para#2" is the second column of that name, "column D" a column without
    a header); header_row: the row of the headers, found by itself where it is left out; fixed: field ->
    value; questions: question -> header text, for a sheet with one column a question; cite: what stands
    before the header of the column that cites the paragraph of a question.
    """

    table: str
    file: str
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    cite: str = ""
    header_row: int | None = None

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
        if _is_note([record[f] for f in mapping.columns]):
            issues.append(note_below(mapping.table, origin, " ".join(c for c in cells if c)[:200]))
        elif formula := next((f for f, text in record.items() if _FORMULA.match(text)), ""):
            issues.append(formula_without_value(mapping.table, origin, formula, record[formula]))
        else:
            rows.append(origin | mapping.fixed | record)
    frame = pd.DataFrame(rows, columns=[*ORIGIN, *mapping.fixed, *places], dtype=str)
    return (_one_row_a_question(frame, mapping) if mapping.questions else frame), issues


def _is_note(named: list[str]) -> bool:
    """Whether the mapped cells of a row are a note, a title merged over all columns, or a subtotal."""
    filled = [cell for cell in named if cell]
    return (
        len(filled) <= 1 < len(named)
        or not filled
        or (len(named) > 2 and len(filled) == len(named) and len(set(filled)) == 1)
        or bool(_TOTAL.match(filled[0]))
    )


def _find_header(grid: list[list[str]], mapping: Mapping, sheet: str) -> tuple[int, dict[str, int]]:
    """Find the row that holds every header of the mapping, and the column of each field."""
    best: tuple[int, list[str]] = (-1, mapping.headers)
    if all(_COLUMN.fullmatch(_same(header)) for header in mapping.headers):
        # A sheet without headers, every column named by its letter.
        return (mapping.header_row or 0) - 1, {f: _letter(h) for f, h in mapping.columns.items()}
    for at, cells in enumerate(grid[:50]):
        if mapping.header_row not in (None, at + 1):
            continue
        found = _places(cells) | {_same(h): _letter(h) for h in mapping.headers if _COLUMN.fullmatch(_same(h))}
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
        f"{', '.join(f'“{h}”' for h in missing)}" + (f" (row {at + 1} has: {', '.join(seen)})" if seen else ""),
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


def _letter(header: str) -> int:
    """Return the place of "column D", counted from nought."""
    return number_of(_same(header).removeprefix("column ")) - 1


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
