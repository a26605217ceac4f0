"""Coding sheets that come back: known by the keys in their hidden first row and column, wherever these were moved to.

`analysis.coding.sheet` writes them. Nothing is interpreted here: each typed answer comes back as text, with the cell it
stood in; what is typed where no answer belongs is an issue.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.documents.contents import FileProblem
from analysis.loaders import beside, keyed, remarks
from analysis.loaders.grids import read_grids
from analysis.loaders.workbooks import SOURCE
from analysis.problems import first_of, noted
from analysis.reference import Layers
from analysis.schema import parts

# Coding sheets that a dataset folder holds here are read without being named.
FOLDER = "codings"
SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb")
# Who is no person: what is settled, received or suggested.
AGREED, SUGGESTED = "agreed", "suggestion"
NOBODY = (AGREED, SOURCE, SUGGESTED)
# What was typed outside the answers and is held against the names of States later, or was said before.
_SAID_ELSEWHERE = ("torn", keyed.TYPED_BEFORE)
_LOCKS = {"~$": "", ".~lock.": "#"}
_SEEN = [f"{at}shown_{field}" for at in ("", "at_") for field in keyed.SHOWN_FIELDS.values()]
_COLUMNS = [
    "source", "sheet", "row", "said", "column", *keyed.FIELDS, "of_file", keyed.DOCUMENT, *_SEEN, "question", "changed", keyed.MEANS, keyed.SEEN, *keyed.TYPED.values(), *keyed.AT.values(),
]  # fmt: skip


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


def coded_files(folder: Path) -> list[Path]:
    """Return the coding sheets below the folder `codings` of a dataset, those that a program holds open left out."""
    found = (path for path in (folder / FOLDER).rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith(tuple(_LOCKS)))


def other_files(folder: Path) -> list[Path]:
    """Return the files below the folder `codings` of a dataset that are no workbook; what programs hide is left out."""
    found = (path for path in (folder / FOLDER).rglob("*") if path.is_file() and path.suffix.lower() not in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith((".", *_LOCKS)))


def read_coded(path: Path, source: str, layers: Layers) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the codings that a workbook holds, one row a typed answer, all texts, and the issues of its cells.

    Columns: source, sheet, row, column (its letters and header), the fields of the row's key, of_file (whose workbook it is, who may be
    another), question, changed (whether it has since), and what was typed of it: answer, paragraph, note, settled_by, settled_on, and
    at_paragraph to at_settled_on, their columns. Raises FileProblem for a file that cannot be read, holds no coding sheet, or tells not
    whose it is.
    """
    codebook = layers.table("codebook").set_index("question", drop=False)
    prints = {name: print_of(row, layers) for name, row in codebook.iterrows()}
    fields = cache(partial(keyed.fields_by_header, layers))  # for those of before alone
    rows: list[dict[str, str]] = []
    # What a program holds open and did not save yet was not read.
    issues = [noted("open_elsewhere", "codings", source, {"lock": held.name})] if (held := held_by(path)) else []
    sheets, named, grids = [], "", read_grids(path)
    drawn = beside.drawn_in(grids)
    means = {name: "\n".join(words) for names, words in beside.recorded(grids, keyed.MEANS) for name in names}
    for sheet, grid in grids.items():
        found = keyed.key_at(grid)
        if found is None:
            issues += _without_keys(grid, source, sheet)
            named = named or _coder_named(grid)
            continue
        sheets.append(keyed.Sheet(grid, found, source, sheet, prints, fields))
        sheets[-1].means, sheets[-1].moved = means, sheets[-1].under_another(drawn or ())
        answers, faults = sheets[-1].read()
        rows += answers
        issues += faults
    issues += [
        noted(one.fault, "codings", source, {}, sheet=one.sheet, row=str(one.row), column=one.column, value=one.text)
        for one in beside.outside(grids, drawn)
        if one.fault not in _SAID_ELSEWHERE
    ]
    columns = {(own.sheet, at): column for own in sheets for at, column in enumerate(own.columns)}
    issues += [
        noted("remark_not_read", "codings", source, {}, sheet=of.sheet, row=str(of.row), value=of.text,
              column=columns.get((of.sheet, of.column), keyed.cell_column(of.column, "")))
        for of in remarks.of_people(path, grids)
    ]  # fmt: skip
    if not sheets:
        remedy = "Write the answers into the workbook that `python -m analysis sheet` makes, or name the file as a register"  # fmt: skip
        raise FileProblem("it is no coding sheet: the hidden row of keys is in none of its sheets", remedy)
    frame = pd.DataFrame(rows, columns=_COLUMNS, dtype=str).fillna("")
    frame, own = _of_one_coder(frame, sum((sheet.coders for sheet in sheets), Counter()), named, source, issues)
    new = [] if own == AGREED else _new(sheets, codebook)
    for fault, lacking in (("columns_gone", _gone(sheets)), ("questions_new", new)):
        if lacking:
            labels = (codebook["label"].get(name, name) for name in lacking)
            issues.append(noted(fault, "codings", source, {"questions": ", ".join(labels)}))
    issues += _rows_gone(sheets, beside.recorded(grids, keyed.ROWS), source, layers)
    if frame.empty:
        issues.append(noted("nothing_typed", "codings", source, {}))
    return frame, issues


def _coder_named(grid: list[list[str]]) -> str:
    """Return the coder whom the first sheet names; empty where it names none."""
    return next((" ".join(cells[1].split()) for cells in grid if cells[2:3] == [keyed.CODER]), "")


class Typed(NamedTuple):
    """A cell of a coding sheet: the key of its row, its question, what it is typed for (answer, paragraph, note, by, on), its place and text,
    by what the question is known, as `print_of`, since when it is answered, and what coders said when the workbook was made."""

    key: str
    question: str
    kind: str
    sheet: str
    cell: str
    text: str
    print: str
    seen: str


def cells_of(path: Path) -> Iterator[Typed]:
    """Yield every cell of a coding sheet in which something may be typed. Raises FileProblem for a file that cannot be read."""
    for sheet, grid in read_grids(path).items():
        if (found := keyed.key_at(grid)) is None:
            continue
        of_keys = keyed.Sheet(grid, found, path.name, sheet, {})
        for number, cells in of_keys.below():
            if key := cells[of_keys.key]:
                for place in of_keys.places:
                    where = f"{place.column.partition(keyed.OF_COLUMN)[0]}{number}"
                    hidden = of_keys.since(place, cells), of_keys.hidden(keyed.SEEN, place.question, cells)
                    yield Typed(key, place.question, place.kind, sheet, where, cells[place.at], *hidden)


def places_of(path: Path) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Return where each thing is typed: row key, question and kind -> sheet, cell, what stands there; see `cells_of`."""
    return {cell[:3]: cell[3:6] for cell in cells_of(path)}


def language_of(path: Path) -> str:
    """Return the language in which a coding sheet was made, as its keys say; empty where they do not."""
    shown = keyed.SHOWN + keyed.OF_COLUMN
    grids = ((grid, found) for grid in read_grids(path).values() if (found := keyed.key_at(grid)))
    return next((c.split(keyed.OF_COLUMN)[1] for grid, (at, _) in grids for c in grid[at] if c.startswith(shown)), "")


def held_by(path: Path) -> Path | None:
    """Return the lock file of a program that holds a workbook open, or nothing."""
    locks = [path.with_name(f"{start}{path.name}{end}") for start, end in _LOCKS.items()]
    # Excel shortens the name of its lock file where it is long.
    locks.append(path.with_name(f"~${path.name[2:]}"))
    return next((lock for lock in locks if lock.exists()), None)


def _of_one_coder(
    frame: pd.DataFrame, keys: Counter[str], named: str, source: str, issues: list[dict[str, str]]
) -> tuple[pd.DataFrame, str]:
    """Return the codings with whose workbook it is, and who that is: the coder whom people see named, who wins against the hidden keys of a copied file
    (which is said), else the one who has most rows. A row of another, that was pasted, keeps the coder of its key.
    """
    ranked = keys.most_common(2) or [("", 0)]
    same = next((coder for coder in keys if coder and coder.casefold() == named.casefold()), "")
    own = same or ranked[0][0]
    if not own and keys:
        raise FileProblem("the key of some of its rows names no coder", "Copy the answers into a new workbook: sheet --coder NAME")  # fmt: skip
    if not same and len({count for _, count in ranked}) < len(ranked):
        told = ", ".join(f"“{coder}”" for coder in sorted(keys))
        raise FileProblem(f"it holds rows of {len(keys)} coders: {told}", "Keep the rows of each in a workbook of his own")  # fmt: skip
    if own and named and not same:
        if named.casefold() in NOBODY or keyed.WITHIN in named:
            raise FileProblem(f"its first sheet names the coder “{named}”, who is no person", "Write there who coded")
        issues.append(noted("coder_named", "codings", source, {"named": named, "keys": own}))
        frame, own = frame.assign(coder=frame["coder"].replace(own, named)), named
    return frame.assign(of_file=own), own


def _gone(sheets: list[keyed.Sheet]) -> list[str]:
    """Return the questions that the workbook was made for and has no column of."""
    there = {place.question for sheet in sheets for place in sheet.places if place.kind == "answer"}
    return list(dict.fromkeys(name for sheet in sheets for name in sheet.made_for if name not in there))


def _rows_gone(
    sheets: list[keyed.Sheet], listed: list[tuple[list[str], list[str]]], source: str, layers: Layers
) -> Iterator[dict[str, str]]:
    """Yield an issue a sheet from which rows are gone that it was made with, or lost their keys: which, by State and symbol."""
    names = layers.table("entities").set_index("code")["name"]
    for questions, rows in listed:
        mine = [sheet for sheet in sheets if not sheet.of_question.keys().isdisjoint(questions)]
        there = {cells[sheet.key].partition(keyed.WITHIN)[2] for sheet in mine for _, cells in sheet.below()}
        gone = [keyed.fields_of(row) for row in rows if row.partition(keyed.WITHIN)[2] not in there]
        if mine and gone:
            said = [f"{names.get(key['code'], key['code'])} {key['symbol']}".strip() for key in gone]
            yield noted("rows_gone", "codings", source, {"records": first_of(said)}, sheet=mine[0].sheet)


def _new(sheets: list[keyed.Sheet], codebook: pd.DataFrame) -> list[str]:
    """Return the questions that were added to the codebook since the workbook was made."""
    known = {name for sheet in sheets for name in (*sheet.known, *sheet.made_for, *sheet.of_question)}
    topics = {topic for sheet in sheets for topic in sheet.topics}
    new = codebook[~codebook["question"].isin(known)]
    return [q["question"] for _, q in new.iterrows() if any(asks(q, topic) for topic in topics)]


def asks(question: Mapping[str, str] | pd.Series, topic: str) -> bool:
    """Whether the codebook asks a question of a record of a topic."""
    topics = parts(question["topics"])
    return not topics or not topic or topic in topics


def _without_keys(grid: list[list[str]], source: str, sheet: str) -> Iterator[dict[str, str]]:
    """Yield an issue for a sheet that holds something and has lost its keys; the sheets of lists and words are marked."""
    if grid and keyed.DRAWN in grid[0]:
        return
    of_records = any(cell.count(keyed.WITHIN) == len(keyed.FIELDS) - 1 for cells in grid for cell in cells)
    if of_records or (any(any(cells) for cells in grid) and grid[0][0] != keyed.NO_ROW):
        yield noted("no_keys", "codings", source, {}, sheet=sheet)
