"""Read a dataset folder as received: its registers and its documents, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.documents.contents import FileProblem, read_bytes
from analysis.documents.folders import read_one
from analysis.errors import DataError
from analysis.loaders.coded import coded_files, other_files, read_coded
from analysis.loaders.mappings import Mapping, mapping_of
from analysis.loaders.workbooks import Register, read_register
from analysis.papers import PAPER, Paper, as_date, paper_folder, papers, read_paper, read_toml
from analysis.problems import noted, of_file
from analysis.reference import Layers

SETTINGS = "dataset.toml"


@dataclass(frozen=True)
class Settings:
    """What dataset.toml says: whose data these are, which paper they are for, and how the registers are laid out."""

    title: str
    demonstration: bool
    paper: Paper
    layers: Layers
    as_of: str
    registers: tuple[Mapping, ...]


@dataclass(frozen=True)
class Received:
    """Everything read from a dataset folder: raw rows by table, the files, and what failed.

    rows: table -> frame of texts with source, sheet and row, and `at`, one number for every row of all tables; files: one
    row a file (source, kind, language, date, confidence, sha256); issues: list of issues; headers: source, sheet and field -> what the sheet calls it; mappings: how the registers are laid out.
    """

    rows: dict[str, pd.DataFrame]
    files: pd.DataFrame
    issues: list[dict]
    headers: dict[tuple[str, str, str], str]
    mappings: tuple[Mapping, ...]


def receive(folder: Path, settings: Settings, known_on: str = "", more: Iterable[Path] = ()) -> Received:
    """Read all that dataset.toml names, the coding sheets in the folder, and more of these that lie elsewhere.

    A file that cannot be read becomes an issue; the rest goes on. known_on: a day; corrections that were made later are left out.
    """
    registers: list[Register] = []
    issues: list[dict] = []
    corrections = settings.layers.table("corrections")
    corrections = corrections[corrections["on"] <= known_on] if known_on else corrections
    for mapping in settings.registers:
        try:
            _refuse_outside(mapping.file)
            registers.append(read_register(folder, mapping, corrections))
            issues += registers[-1].issues
        except FileProblem as problem:
            issues.append(of_file(mapping.table, mapping.file, problem.reason, problem.remedy, mapping.sheet or ""))
    issues += _strange_corrections(corrections, settings.registers, registers) + _unnamed(registers)
    rows: dict[str, list[pd.DataFrame]] = {}
    for register in registers:
        for table, frame in register.rows.items():
            rows.setdefault(table, []).append(_with_number(frame, register.mapping, settings.registers))
    coded, sheets = _coding_sheets(folder, settings.layers, more, issues)
    if coded:
        rows.setdefault("codings", []).extend(coded)
    named = dict.fromkeys(register.mapping.file for register in registers)
    files = [{"source": file, "kind": "register", "sha256": read_bytes(folder / file).sha256} for file in named]
    files += sheets
    for response in _with_letters(rows.get("responses", [])):
        _read_letter(folder, response, rows, files, issues)
    headers = {(r.mapping.file, r.sheet, name): text for r in registers for name, text in r.mapping.columns.items()}
    return Received(_numbered(rows), _files(files), issues, headers, settings.registers)


def _coding_sheets(
    folder: Path, layers: Layers, more: Iterable[Path], issues: list[dict]
) -> tuple[list[pd.DataFrame], list[dict]]:
    """Read the coding sheets of a dataset and others: the rows of each, and what the table of files says of it."""
    more = [path.resolve() for path in more]
    own = {path: path.relative_to(folder).as_posix() for path in coded_files(folder) if path.resolve() not in more}
    rows, files = [], []
    for path, source in (own | {path: path.name for path in more}).items():
        try:
            frame, faults = read_coded(path, source, layers)
        except FileProblem as problem:
            issues.append(of_file("codings", source, problem.reason, problem.remedy))
            continue
        rows.append(frame)
        issues += faults
        files.append({"source": source, "kind": "register", "sha256": read_bytes(path).sha256})
    issues += [noted("no_workbook", "codings", path.relative_to(folder).as_posix(), {}) for path in other_files(folder)]
    return rows, files


def read_settings(folder: Path) -> Settings:
    """Read dataset.toml and the paper that it names. Raises DataError with the line or the key that is wrong."""
    path = folder / SETTINGS
    raw = read_toml(path, "dataset")
    if lacking := [key for key in ("title", "paper") if key not in raw]:
        raise DataError(f'{path} lacks: {", ".join(lacking)}. Add a line such as {lacking[0]} = "{papers()[0]}".')
    paper = read_paper(paper_folder(raw["paper"], folder))
    entries, place = (raw["registers"], path) if "registers" in raw else (paper.registers, paper.folder / PAPER)
    replaced = (*paper.layers.replaced, *((table, folder) for table in raw.get("replaces", ())))
    layers = Layers((*paper.layers.folders, folder), replaced)
    codebook = layers.table("codebook")
    return Settings(
        raw["title"],
        raw.get("demonstration", False),
        paper,
        layers,
        as_date(raw["as_of"], f"{path}: as_of") if "as_of" in raw else paper.days.get("cut_off", ""),
        tuple(mapping_of(entry, str(place)).with_codebook(codebook) for entry in entries),
    )


def _with_number(frame: pd.DataFrame, mapping: Mapping, mappings: Iterable[Mapping]) -> pd.DataFrame:
    """Give recommendations that carry no number the row of their sheet, and its name where the file has several."""
    if mapping.table != "recommendations" or "number" in frame:
        return frame
    several = sum(other.table == mapping.table and other.file == mapping.file for other in mappings) > 1
    return frame.assign(number=frame["sheet"] + " " + frame["row"] if several else frame["row"])


def _refuse_outside(name: str) -> None:
    """Raise FileProblem where a name in the data leads out of the folder. A link in it is the analyst's own and is followed."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise FileProblem(
            "the path leads out of the dataset folder, and was not followed", "Put the file into the folder"
        )


def _strange_corrections(
    corrections: pd.DataFrame, mappings: Iterable[Mapping], registers: list[Register]
) -> list[dict]:
    """Return an issue a correction of a file or a sheet that was not read. Of a file that failed, its own issue speaks."""
    read = {(register.mapping.file, name) for register in registers for name in (register.sheet, "")}
    failed = {mapping.file for mapping in mappings} - {register.mapping.file for register in registers}
    return [
        noted("correction_not_read", "corrections", row.source, {}, sheet=row.sheet, row=row.row, column=row.column)
        for row in corrections.itertuples()
        if (row.source, row.sheet) not in read and row.source not in failed
    ]


def _unnamed(registers: list[Register]) -> list[dict]:
    """Return a note a sheet on the columns that no mapping names: nothing in them was read."""
    notes: dict[tuple[str, str], dict] = {}
    for first in registers:
        place = (first.mapping.file, first.sheet)
        named = {h for other in registers if (other.mapping.file, other.sheet) == place for h in other.named}
        if rest := [header for header in first.headers if header not in named]:
            words = {"columns": ", ".join(rest)}
            notes.setdefault(place, noted("columns_not_read", first.mapping.table, place[0], words, sheet=place[1]))
    return list(notes.values())


def _with_letters(registers: list[pd.DataFrame]) -> list:
    return [row for register in registers if "file" in register for row in register.itertuples() if row.file]


def _read_letter(
    folder: Path, response, rows: dict[str, list[pd.DataFrame]], files: list[dict], issues: list[dict]
) -> None:
    """Read the document of a response that a register names: its paragraphs join the extracts."""
    outcome = read_one(str(folder), response.file)
    document = outcome.document
    if document is None:
        words = {"file": response.file, "why": (outcome.issue or {}).get("problem", "it could not be read")}
        place = {"sheet": response.sheet, "row": response.row, "column": "file", "value": response.file}
        issues.append(noted("no_letter", "responses", response.source, words, **place))
        return
    issues += document.issues.assign(source=response.file).to_dict("records")
    named = {name: getattr(response, name, "") for name in ("entity", "code", "symbol")}
    extracts = document.extracts.assign(source=response.file, sheet="", said="", language=document.language, **named)
    extracts["row"] = range(1, len(extracts) + 1)
    rows.setdefault("extracts", []).append(extracts.astype(str))
    own = {name: str(getattr(document, name, "")) for name in ("language", "date", "confidence", "sha256")}
    files.append({"source": response.file, "kind": "document"} | own)


def _numbered(rows: dict[str, list[pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return one frame a table, an empty text where a register lacks a field, and a number for every row of all tables."""
    merged: dict[str, pd.DataFrame] = {}
    count = 0
    for table, parts in rows.items():
        frame = pd.concat(parts, ignore_index=True).astype(str).fillna("")
        merged[table] = frame.assign(at=range(count, count + len(frame)))
        count += len(frame)
    return merged


def _files(files: list[dict]) -> pd.DataFrame:
    """Return one row a file, however many of its sheets are read."""
    columns = ["source", "kind", "language", "date", "confidence", "sha256"]
    return pd.DataFrame(files, columns=columns, dtype=str).fillna("").drop_duplicates("source").sort_values("source")
