"""Read registers: spreadsheets of any layout, told by a small mapping which column is what.

Titles above the header, merged cells, repeated headers, notes and subtotals below the table are coped with. Nothing is
interpreted here: every cell comes back as text, with the sheet and row it stood in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.conditions import matches
from analysis.documents.contents import FileProblem
from analysis.errors import DataError
from analysis.loaders.grids import Grid, letters_of, read_grid
from analysis.loaders.layouts import Layout
from analysis.loaders.mappings import Mapping
from analysis.problems import first_of, noted
from analysis.schema import SEPARATOR

ORIGIN = ["source", "sheet", "row"]
# Fields whose parts make a row each; the parts of any other cell stay together, joined by ";".
_ROW_EACH = ("entity", "topic", "round", "edition", "question")
_FOUND_BY = {"recommendations": ("number", "symbol")} | dict.fromkeys(
    ("reviews", "responses"), ("entity", "code", "topic", "round", "date", "edition", "symbol")
)
# The coder of answers that stand in the register of the records themselves.
SOURCE = "source"


@dataclass(frozen=True)
class Register:
    """What a register says: the rows of its own table, of codings and of groupings, all texts, and its issues.

    sheet: the one that was read; headers: its headers in their order, a repeated one as "Para#2", then the columns
    without one, as "column D"; named: those that the mapping names; rows: table -> frame with source, sheet and row, `said` where the row may be a note, heading or subtotal.
    Of a transposed sheet a row is a column, named so ("column D"), and a column without a header is a row ("row 4").
    """

    mapping: Mapping
    sheet: str
    headers: list[str]
    named: set[str]
    rows: dict[str, pd.DataFrame]
    issues: list[dict[str, str]]


def read_register(folder: Path, mapping: Mapping, corrections: pd.DataFrame | None = None) -> Register:
    """Return what a register says. corrections: one row a cell (source, sheet, row, column, was, becomes).

    A row is a row of the sheet below its header, or a column beside it; with questions, the codings have a row an answered cell, and a row without
    question where none is answered. Raises FileProblem where the file, the sheet or a column is missing.
    """
    grid = read_grid(folder / mapping.file, mapping.sheet)
    cells = [list(line) for line in zip(*grid.cells, strict=True)] if mapping.transposed else grid.cells
    layout = Layout(cells, grid.sheet, mapping)
    unseen = {
        "errors_unseen": ["all"] if grid.blind else [],
        # What is a record: a row, or a column of a transposed sheet.
        "hidden_rows": [] if mapping.transposed else list(map(str, grid.hidden[0])),
        "hidden_columns": list(map(letters_of, grid.hidden[1])) if mapping.transposed else [],
        "merged_cells": _merged(grid, layout),
    }
    issues = [
        noted(name, mapping.table, mapping.file, {"places": first_of(places)}, sheet=grid.sheet)
        for name, places in unseen.items()
        if places
    ]
    if mapping.sheet is not None and not grid.sheet:
        issues.append(noted("no_sheets", mapping.table, mapping.file, {}, value=mapping.sheet))
    issues += layout.issues + _correct(layout, corrections)
    frame = _chosen(layout.frame(), layout, issues)
    rows = {mapping.table: frame}
    if mapping.groupings:
        rows["groupings"] = _one_row_a_grouping(frame, mapping)
    if mapping.questions:
        rows["codings"] = _one_row_an_answer(frame, layout.questions, mapping)
    rows = {name: part[[column for column in part if ":" not in column]] for name, part in rows.items()}
    return Register(mapping, layout.sheet, [*layout.headers.values(), *layout.unheaded], layout.named, rows, issues)


def _merged(grid: Grid, layout: Layout) -> list[str]:
    """Return the ranges of merged cells of a table that hold anything; what is merged over a whole row is a title."""
    held = []
    for first, last in grid.merged:
        line = first[1] if layout.mapping.transposed else first[0]
        if line > layout.header_at and len({*layout.grid[line], ""}) > 2 and grid.cells[first[0]][first[1]]:
            held.append(":".join(f"{letters_of(column + 1)}{row + 1}" for row, column in (first, last)))
    return held


def _correct(layout: Layout, corrections: pd.DataFrame | None) -> list[dict[str, str]]:
    """Put right the cells that corrections name, each only while it holds what was corrected; the rest are issues."""
    issues = []
    table, file = layout.mapping.table, layout.mapping.file
    for wrong in () if corrections is None else corrections.itertuples():
        if wrong.source != file or wrong.sheet not in ("", layout.sheet):
            continue
        place, at = layout.place_of(wrong.column), layout.line_of(wrong.row)
        row = layout.grid[at] if at is not None and 0 <= at < len(layout.grid) else []
        held = row[place] if place is not None and place < len(row) else None
        if held == wrong.was and place is not None:
            row[place] = wrong.becomes
            continue
        fault = "correction_without_cell" if held is None else "correction_outdated"
        where = {"sheet": layout.sheet, "row": wrong.row, "column": wrong.column, "value": held or ""}
        issues.append(noted(fault, table, file, {"was": wrong.was, "held": held}, **where))
    return issues


def _chosen(frame: pd.DataFrame, layout: Layout, issues: list[dict[str, str]]) -> pd.DataFrame:
    """Return the rows that the mapping's condition chooses, cells split; how many it leaves out becomes a note."""
    mapping = layout.mapping
    if mapping.where:
        try:
            chosen = matches(layout.by_header(), mapping.where)
        except DataError as error:
            raise FileProblem(str(error).rstrip("."), "Correct “where” in the mapping") from None
        words = {"left": int((~chosen).sum()), "all": len(chosen), "where": mapping.where}
        issues.append(noted("not_chosen", mapping.table, mapping.file, words, sheet=layout.sheet))
        frame = frame[chosen]
    for name, separator in mapping.split.items():
        column = name if name in frame else f"question:{name}"
        if column not in frame:
            raise FileProblem(
                f"split names “{name}”, which is no field or question of the mapping", "Correct “split” in the mapping"
            )
        parts = [list(filter(None, map(str.strip, cell.split(separator)))) or [""] for cell in frame[column]]
        if name in _ROW_EACH and mapping.table != "recommendations":
            frame = frame.assign(**{column: parts}).explode(column)
        else:
            frame = frame.assign(**{column: list(map(SEPARATOR.join, parts))})
    return frame.reset_index(drop=True)


def _one_row_a_grouping(frame: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Return one row an entity and grouping about which the sheet says anything."""
    kept = [*ORIGIN, *(f for f in ("entity", "code") if f in frame)]
    parts = [
        frame[kept].assign(grouping=grouping, column=header, value=frame[f"grouping:{grouping}"])
        for grouping, header in mapping.groupings.items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows[rows["value"] != ""].reset_index(drop=True)


def _one_row_an_answer(frame: pd.DataFrame, questions: dict[str, str], mapping: Mapping) -> pd.DataFrame:
    """Turn one row a record, one column a question, into one row an answered cell; a record without any keeps one row."""
    # What a record says of itself stands in its own table; beside its answers stands what it is found again by.
    own = [name for name in mapping.columns if name not in _FOUND_BY.get(mapping.table, mapping.columns)]
    kept = [column for column in frame if ":" not in column and column not in ("paragraph", *own)]
    parts = []
    for question, header in questions.items():
        filled = frame[frame[f"question:{question}"] != ""]
        cited = filled.get(f"cite:{question}", "")
        answers = filled[f"question:{question}"]
        parts.append(filled[kept].assign(question=question, answer=answers, column=header, paragraph=cited))
    if mapping.table == "codings":
        rest = frame.drop(index={at for part in parts for at in part.index})
        parts.append(rest[kept].assign(question="", answer="", column="", paragraph=""))
    rows = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return rows if mapping.table == "codings" else rows.assign(record=mapping.table.removesuffix("s"), coder=SOURCE)
