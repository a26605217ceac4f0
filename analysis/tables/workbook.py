"""The accessible workbook, by the rules of gptables: a cover, contents, notes, and one table a sheet.

A table has one row of heads and no empty cell: where nothing stands, a sign says why, and the notes say what the sign means.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.disclosure.status import warnings
from analysis.export import as_text, timeless
from analysis.languages import ENGLISH, Language
from analysis.measures.book import measures_of
from analysis.measures.checks import consistency
from analysis.measures.ledger import statements
from analysis.tables.formats import DECIMALS, PERCENT, dated, head, kind_of, meaning, spoken, symbol_of, worded
from analysis.tables.sheets import Cell, Sheet, Writer

if TYPE_CHECKING:
    from analysis.dataset import Dataset

NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"
# What the ledger says was computed where there is no number.
_NO_NUMBER = "none"
_OF_MEASURES = ["measure", "label", "count", "denominator", "population", "share", "low", "high", "bound_low",
                "bound_high", "value", "universe", "missing"]  # fmt: skip
_OF_STATES = ["name", "label", "answer", "series", "universe"]
# Of a statement, what would make the sheet too wide for paper.
_BEHIND = ["statement", "verdict", "differing", "method", "universe", "silence", "firmness", "fits", "missing",
           "measures"]  # fmt: skip


def workbook(dataset: Dataset, language: Language | None = None) -> bytes:
    """Return the workbook of the paper's tables as the bytes of an xlsx file: cover, contents, notes, statements, what
    is behind them, checks, measures, the answers of single States, issues; a table without rows is left out.

    Numbers are numbers: shares as fractions shown in per cent, so that what is added up is what measures.csv holds.
    """
    language = language or Language(ENGLISH, dataset.layers)
    tables = {name: held for name, held in _tables(dataset).items() if len(held[1])}
    frames = {name: _filled(frame[columns]) for name, (_, frame, columns) in tables.items()}
    sheets = [
        _sheet(name, language.text(title), frame, [str(column) for column in frames[name]], language)
        for name, (title, frame, _) in tables.items()
    ]
    notes = Sheet(
        "notes",
        language.text("notes"),
        language.text("Notes and definitions"),
        *_notes(list(frames.values()), language),
    )
    title = language.text("Tables of the paper: {title}").format(title=language.text(dataset.paper.title))
    out = io.BytesIO()
    with Writer(
        out, language, title, warnings(dataset, language), dated(dataset, language), symbol_of(dataset, language)
    ) as book:
        book.cover(language.text("cover"), _about(dataset, language))
        book.table(contents := _contents([notes, *sheets], language), "")
        for sheet in (notes, *sheets):
            book.table(sheet, contents.tab)
    return timeless(out.getvalue(), language.code)


def _tables(dataset: Dataset) -> dict[str, tuple[str, pd.DataFrame, list[str]]]:
    """Return sheet -> (title, frame, the columns that it shows), in order."""
    ledger, held, issues = statements(dataset), consistency(dataset), dataset.issues
    numbers = (
        measures_of(dataset).all().reindex(columns=[*_OF_MEASURES, "answer", "group", "grouping", "question", "units"])
    )
    single = numbers["measure"].map(measures_of(dataset).rows["kind"]) == "status"
    first = [column for column in ledger if column not in _BEHIND[2:]]
    return {
        "statements": ("Statements of the paper: published against computed", ledger, first),
        "behind": ("Statements of the paper: what is behind the verdicts", ledger, _BEHIND),
        "checks": ("The paper held against itself", held, list(held)),
        "measures": ("Every number of the paper", numbers[~single], _OF_MEASURES),
        "states": ("The answer of every State", _states(numbers[single], dataset), _OF_STATES),
        "issues": ("Rows, cells and names that could not be used", issues, list(issues)),
    }


def _states(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return the answers of single States: one row a State and measure."""
    measures, names = measures_of(dataset), dataset.entities.set_index("code")["name"]
    return rows.assign(
        name=[names.get(units[0], units[0]) for units in rows["units"]],
        series=[measures.label_of(name) for name in rows["measure"]],
        answer=[measures.answer_label(*of) for of in zip(rows["question"], rows["answer"], strict=True)],
    )


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without the columns in which nothing stands."""
    return frame[[column for column in frame if any(worded(column, value) != "" for value in frame[column])]]


def _sheet(name: str, title: str, frame: pd.DataFrame, columns: list[str], language: Language) -> Sheet:
    rows = [[_cell(column, row, language) for column in columns] for row in frame.to_dict("records")]
    return Sheet(name, language.text(name), title, [language.text(head(column)) for column in columns], rows)


def _cell(column: str, row: dict[Any, Any], language: Language) -> Cell:
    """Return a cell: a number with its format, a text that is no formula, or the sign for nothing."""
    found = spoken(column, row[column], language)
    lacking = bool(row.get("missing")) or row.get("denominator") == 0
    if found == "" or row[column] == _NO_NUMBER:
        return Cell(NOT_AVAILABLE if lacking else NOT_APPLICABLE)
    return Cell(as_text(found)) if isinstance(found, str) else Cell(found, kind_of(column, found)[1])


def _notes(frames: list[pd.DataFrame], language: Language) -> tuple[list[str], list[list[Cell]]]:
    """Return heads and rows of the notes: first the signs for nothing, then each column that has a meaning."""
    text = language.text("text")
    rows = [
        [NOT_AVAILABLE, text, language.text("Not available: the data hold no answer from which it could be reckoned.")],
        [NOT_APPLICABLE, text, language.text("Not applicable: nothing belongs in this cell.")],
    ]
    units = {PERCENT[1]: language.text("per cent"), DECIMALS[1]: language.text("a number from 0 to 1")}
    number = language.text("number")
    for column, values in {str(column): frame[column] for frame in frames for column in frame}.items():
        if meaning(column):
            unit = units.get(kind_of(column, 1)[1], number) if values.dtype.kind in "iuf" else text
            rows.append([language.text(head(column)), unit, language.text(meaning(column))])
    heads = [language.text("Sign or column"), language.text("Unit"), language.text("Meaning")]
    return heads, [[Cell(each) for each in row] for row in rows]


def _contents(sheets: list[Sheet], language: Language) -> Sheet:
    heads = [language.text("Sheet"), language.text("What it holds"), language.text("Rows")]
    rows = [[Cell(s.tab, link=s.tab), Cell(s.title), Cell(len(s.rows), "#,##0")] for s in sheets]
    return Sheet("contents", language.text("contents"), language.text("Contents"), heads, rows)


def _about(dataset: Dataset, language: Language) -> list[tuple[str, Any]]:
    """Return what the cover says: what it is of, and its value."""
    rows = dataset.rows
    lines = [
        (language.text("Paper"), language.text(dataset.paper.title)),
        (language.text("Symbol"), symbol_of(dataset, language)),
        (language.text("Source of the paper's own figures"), language.text(dataset.paper.source)),
        (language.text("Data"), language.text(dataset.title)),
        (language.text("As of"), language.day(dataset.as_of)),
        (language.text("Rows read"), rows["read"]),
        (language.text("Rows in the tables"), rows["tidy"]),
        (language.text("Rows set aside"), rows["set aside"]),
        (language.text("Shares"), language.text("Every share stands beside its numerator and denominator.")),
        (
            language.text("Empty cells"),
            language.text("There are none: {x} and {z} say why nothing stands there; see the notes.").format(
                x=NOT_AVAILABLE, z=NOT_APPLICABLE
            ),
        ),
    ]
    return [(what, worded("", value)) for what, value in lines if value != ""]
