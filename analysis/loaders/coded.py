"""Coding sheets that come back: known by the keys in their hidden first row and column, wherever these were moved to.

`analysis.coding.sheet` writes them. Nothing is interpreted here: each typed answer comes back as text, with the cell it
stood in; what is typed where no answer belongs is an issue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.documents.contents import FileProblem
from analysis.loaders.grids import letters_of, read_grids
from analysis.loaders.workbooks import SOURCE
from analysis.problems import noted
from analysis.reference import Layers
from analysis.schema import parts

# Coding sheets that a dataset folder holds here are read without being named.
FOLDER = "codings"
SUFFIXES = (".xlsx", ".xlsm", ".ods")
# The key column, and what stands in it beside rows that are none of the table.
KEY, NO_ROW = "coding key", "#"
# What a row is known by, in the order in which its key names it.
FIELDS = ("coder", "record", "code", "topic", "round", "edition", "symbol", "named")
WITHIN, OF_COLUMN = "|", ":"
# What is typed of a question: the field of a coding that it becomes.
TYPED = {"answer": "answer", "paragraph": "paragraph", "note": "note", "by": "settled_by", "on": "settled_on"}
SHOWN = "shown"
# The hidden column that holds what the question was when its answer was typed, where that was in an earlier workbook.
SINCE = "since"
# What stands, hidden, above what the record's document was when the sheet was made, and beside the coder's name.
DOCUMENT, CODER = "document", "coder"
# What of a row's key its columns show as well: a row that was torn from its key shows something else.
SHOWN_FIELDS = ("code", "topic", "symbol")
# Who is no person: what is settled, received or suggested.
AGREED, SUGGESTED = "agreed", "suggestion"
NOBODY = (AGREED, SOURCE, SUGGESTED)
_LOCKS = {"~$": "", ".~lock.": "#"}
# How the column of what is typed beside an answer is called, by the field of a coding: what an issue of it names.
_AT = {field: f"at_{field}" for kind, field in TYPED.items() if kind != "answer"}
_SEEN = [f"{at}shown_{field}" for at in ("", "at_") for field in SHOWN_FIELDS]
_COLUMNS = [
    "source", "sheet", "row", "said", "column", *FIELDS, DOCUMENT, *_SEEN, "question", *TYPED.values(), *_AT.values(),
]  # fmt: skip


class _Place(NamedTuple):
    """Where something typed of a question stands; column: how an issue calls its column."""

    kind: str
    question: str
    print: str
    at: int
    column: str


def print_of(question: Mapping[str, str] | pd.Series, layers: Layers) -> str:
    """Return what changes when a question, its answers or its condition does: eight characters."""
    answers = sorted(layers.labels(question["answers"]).items())
    said = (question["text"], question["several"], question["asked_if"], question["answers"], answers)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]


def prints_of_documents(extracts: pd.DataFrame) -> dict[str, str]:
    """Return, by symbol, what changes when a paragraph of a document or its number does: eight characters."""
    named = extracts[extracts["symbol"] != ""]
    lines = (named["paragraph"] + "\t" + named["text"]).groupby(named["symbol"], sort=False)
    return {str(symbol): hashlib.sha256("\n".join(sorted(own)).encode()).hexdigest()[:8] for symbol, own in lines}


def row_key(**fields: str) -> str:
    """Return the key of a row, from the fields of FIELDS."""
    return WITHIN.join(fields[name] for name in FIELDS)


def coded_files(folder: Path) -> list[Path]:
    """Return the coding sheets below the folder `codings` of a dataset, those that a program holds open left out."""
    found = (path for path in (folder / FOLDER).rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith(tuple(_LOCKS)))


def read_coded(path: Path, source: str, layers: Layers) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the codings that a workbook holds, one row a typed answer, all texts, and the issues of its cells.

    Columns: source, sheet, row, column (its letters and header), the fields of the row's key, question, and what was typed
    of it: answer, paragraph, note, settled_by, settled_on, and at_paragraph to at_settled_on, their columns. Raises FileProblem for a file that cannot be read, holds no
    coding sheet, or names no coder or several.
    """
    codebook = layers.table("codebook").set_index("question", drop=False)
    prints = {name: print_of(row, layers) for name, row in codebook.iterrows()}
    rows: list[dict[str, str]] = []
    # What a program holds open and did not save yet was not read.
    issues = [noted("open_elsewhere", "codings", source, {"lock": held.name})] if (held := held_by(path)) else []
    sheets, named = [], ""
    for sheet, grid in read_grids(path).items():
        found = _key_at(grid)
        if found is None:
            issues += _without_keys(grid, source, sheet)
            named = named or _coder_named(grid)
            continue
        sheets.append(_Sheet(grid, found, source, sheet, prints))
        own, faults = sheets[-1].read()
        rows += own
        issues += faults
    if not sheets:
        remedy = "Write the answers into the workbook that `python -m analysis sheet` makes, or name the file as a register"  # fmt: skip
        raise FileProblem("it is no coding sheet: the hidden row of keys is in none of its sheets", remedy)
    frame = pd.DataFrame(rows, columns=_COLUMNS, dtype=str).fillna("")
    frame = _of_one_coder(frame, named, source, issues)
    there = {place.question for sheet in sheets for place in sheet.places if place.kind == "answer"}
    if gone := dict.fromkeys(name for sheet in sheets for name in sheet.made_for if name not in there):
        labels = (codebook["label"].get(name, name) for name in gone)
        issues.append(noted("columns_gone", "codings", source, {"questions": ", ".join(labels)}))
    if frame.empty:
        issues.append(noted("nothing_typed", "codings", source, {}))
    return frame, issues


def _coder_named(grid: list[list[str]]) -> str:
    """Return the coder whom the first sheet names; empty where it names none."""
    return next((" ".join(cells[1].split()) for cells in grid if cells[2:3] == [CODER]), "")


class Typed(NamedTuple):
    """A cell of a coding sheet: the key of its row, its question, what it is typed for (answer, paragraph, note, by, on), its place and text,
    and by what the question is known, as `print_of`, since when it is answered."""

    key: str
    question: str
    kind: str
    sheet: str
    cell: str
    text: str
    print: str


def cells_of(path: Path) -> Iterator[Typed]:
    """Yield every cell of a coding sheet in which something may be typed. Raises FileProblem for a file that cannot be read."""
    for sheet, grid in read_grids(path).items():
        if (found := _key_at(grid)) is None:
            continue
        of_keys = _Sheet(grid, found, path.name, sheet, {})
        for number, cells in enumerate(grid[of_keys.at + 1 :], start=of_keys.at + 2):
            if (key := cells[of_keys.key]) and not key.startswith(NO_ROW):
                for place in of_keys.places:
                    where = f"{place.column.partition(OF_COLUMN)[0]}{number}"
                    since = of_keys.since(place, cells)
                    yield Typed(key, place.question, place.kind, sheet, where, cells[place.at], since)


def places_of(path: Path) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Return where each thing is typed: row key, question and kind -> sheet, cell, what stands there; see `cells_of`."""
    return {cell[:3]: cell[3:6] for cell in cells_of(path)}


def language_of(path: Path) -> str:
    """Return the language in which a coding sheet was made, as its keys say; empty where they do not."""
    shown = SHOWN + OF_COLUMN
    grids = ((grid, found) for grid in read_grids(path).values() if (found := _key_at(grid)))
    return next((c.split(OF_COLUMN)[1] for grid, (at, _) in grids for c in grid[at] if c.startswith(shown)), "")


def held_by(path: Path) -> Path | None:
    """Return the lock file of a program that holds a workbook open, or nothing."""
    locks = [path.with_name(f"{start}{path.name}{end}") for start, end in _LOCKS.items()]
    # Excel shortens the name of its lock file where it is long.
    locks.append(path.with_name(f"~${path.name[2:]}"))
    return next((lock for lock in locks if lock.exists()), None)


def _of_one_coder(frame: pd.DataFrame, named: str, source: str, issues: list[dict[str, str]]) -> pd.DataFrame:
    """Return the codings as those of the coder whom people see named, who wins against the hidden keys of a copied file, and say so."""
    coders = sorted(frame["coder"].unique())
    if "" in coders:
        raise FileProblem("the key of some of its rows names no coder", "Copy the answers into a new workbook: sheet --coder NAME")  # fmt: skip
    if len(coders) > 1:
        told = ", ".join(f"“{coder}”" for coder in coders)
        raise FileProblem(f"it holds rows of {len(coders)} coders: {told}", "Keep the rows of each in a workbook of his own")  # fmt: skip
    if not coders or not named or named.casefold() == coders[0].casefold():
        return frame
    if named.casefold() in NOBODY or WITHIN in named:
        raise FileProblem(f"its first sheet names the coder “{named}”, who is no person", "Write there who coded")
    issues.append(noted("coder_named", "codings", source, {"named": named, "keys": coders[0]}))
    return frame.assign(coder=named)


def _key_at(grid: list[list[str]]) -> tuple[int, int] | None:
    """Return row and column of the cell that begins the keys."""
    return next(((at, cells.index(KEY)) for at, cells in enumerate(grid) if KEY in cells), None)


class _Sheet:
    """One sheet whose keys were found."""

    def __init__(
        self, grid: list[list[str]], found: tuple[int, int], source: str, sheet: str, prints: dict[str, str]
    ) -> None:
        self.grid, self.source, self.sheet, self.prints, (self.at, self.key) = grid, source, sheet, prints, found
        self.document = grid[self.at].index(DOCUMENT) if DOCUMENT in grid[self.at] else None
        marked = [row for row in grid[self.at + 1 :] if len(row) > self.key and row[self.key].startswith(NO_ROW)]
        # For which questions the workbook was made.
        self.made_for = [name for row in marked for name in parts(row[self.key].removeprefix(NO_ROW))]
        heads = dict(enumerate(marked[-1])) if marked else {}
        self.columns = [cell_column(at, heads.get(at, "")) for at in range(max(map(len, grid)))]
        split = [cell.split(OF_COLUMN, 2) for cell in grid[self.at]]
        self.places = [
            _Place(kind[0], kind[2], kind[1], at, self.columns[at])
            for at, kind in enumerate(split)
            if kind[0] in TYPED and len(kind) == 3
        ]
        self.shown = {kind[2]: at for at, kind in enumerate(split) if kind[0] == SHOWN and len(kind) == 3}
        self.before = {kind[2]: at for at, kind in enumerate(split) if kind[0] == SINCE and len(kind) == 3}
        self.loose = [at for at, kind in enumerate(split) if kind == [""]]
        self.of_question: dict[str, list[_Place]] = {}
        for place in self.places:
            self.of_question.setdefault(place.question, []).append(place)

    def since(self, place: _Place, cells: list[str]) -> str:
        """Return what the question was, as `print_of`, when what stands in a place was typed."""
        return (cells[self.before[place.question]] if place.question in self.before else "") or place.print

    def read(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return the typed answers and the issues."""
        rows: list[dict[str, str]] = []
        issues: list[dict[str, str]] = []
        read = [*(place.at for place in self.places), *self.shown.values(), *self.before.values()]
        width = max(self.document or 0, *read, 0) + 1
        for number, cells in enumerate(self.grid[self.at + 1 :], start=self.at + 2):
            cells = cells + [""] * (width - len(cells))
            key = cells[self.key].split(WITHIN, len(FIELDS) - 1)
            if cells[self.key].startswith(NO_ROW):
                continue
            issues += [
                self._issue("no_key_of_column", number, at, cells) for at in self.loose if cells[at : at + 1] > [""]
            ]
            if len(key) != len(FIELDS):
                issues += [self._issue("no_key_of_row", number, p.at, cells) for p in self.places if cells[p.at]]
                continue
            named = dict(zip(FIELDS, key, strict=True))
            named[DOCUMENT] = cells[self.document] if self.document is not None else ""
            for field, at in self.shown.items():
                named |= {f"shown_{field}": cells[at], f"at_shown_{field}": self.columns[at]}
            own, faults = self._answers(number, cells, named)
            rows += own
            issues += faults
        return rows, issues

    def _answers(
        self, number: int, cells: list[str], key: dict[str, str]
    ) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return the answers of a row, one a column of answers: one that was copied may say something else."""
        rows, issues = [], []
        origin = {"source": self.source, "sheet": self.sheet, "row": str(number), "said": ""} | key
        for question, places in self.of_question.items():
            typed = [place for place in places if cells[place.at]]
            answers = [place for place in typed if place.kind == "answer"]
            beside = [place for place in typed if place.kind != "answer"]
            if not answers:
                issues += [self._issue("beside_no_answer", number, place.at, cells) for place in beside]
            told = {TYPED[place.kind]: cells[place.at] for place in beside}
            told |= {_AT[TYPED[place.kind]]: place.column for place in beside}
            for place in answers:
                if (since := self.since(place, cells)) != self.prints.get(question, since):
                    issues.append(self._issue("question_changed", number, place.at, cells))
                rows.append(origin | told | {"column": place.column, "question": question, "answer": cells[place.at]})
        return rows, issues

    def _issue(self, fault: str, row: int, at: int, cells: list[str]) -> dict[str, str]:
        place = {"sheet": self.sheet, "row": str(row), "column": self.columns[at], "value": cells[at]}
        return noted(fault, "codings", self.source, {}, **place)


def cell_column(at: int, header: str) -> str:
    """Return how a column of a coding sheet is called in an issue: its letters, then its header."""
    return f"{letters_of(at + 1)}: {header}".removesuffix(": ")


def _without_keys(grid: list[list[str]], source: str, sheet: str) -> Iterator[dict[str, str]]:
    """Yield an issue for a sheet that holds something and has lost its keys; the sheets of lists and words are marked."""
    of_records = any(cell.count(WITHIN) == len(FIELDS) - 1 for cells in grid for cell in cells)
    if of_records or (any(any(cells) for cells in grid) and grid[0][0] != NO_ROW):
        yield noted("no_keys", "codings", source, {}, sheet=sheet)
