"""Read a dataset folder as received: its registers and its documents, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.documents.contents import FileProblem, read_bytes
from analysis.documents.folders import read_one
from analysis.errors import DataError
from analysis.loaders.mappings import Mapping, mapping_of
from analysis.loaders.workbooks import Register, read_register
from analysis.papers import PAPER, Paper, as_date, paper_folder, papers, read_paper, read_toml
from analysis.problems import NOTE, issue, of_file
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
    row a file (source, kind, language, date, confidence, sha256); issues: list of issues; headers: source, sheet and field -> what the sheet calls it.
    """

    rows: dict[str, pd.DataFrame]
    files: pd.DataFrame
    issues: list[dict]
    headers: dict[tuple[str, str, str], str]


def receive(folder: Path, settings: Settings) -> Received:
    """Read all that dataset.toml names. A file that cannot be read becomes an issue; the rest goes on."""
    rows: dict[str, list[pd.DataFrame]] = {}
    files: list[tuple] = []
    issues: list[dict] = []
    headers: dict[tuple[str, str, str], str] = {}
    sheets: list[Register] = []
    corrections = settings.layers.table("corrections")
    for mapping in settings.registers:
        try:
            content = read_bytes(_inside(folder, mapping.file))
            register = read_register(
                folder, mapping.with_codebook(settings.layers.table("codebook")), _of(corrections, mapping.file)
            )
        except FileProblem as problem:
            issues.append(of_file(mapping.table, mapping.file, problem.reason, problem.remedy, mapping.sheet or ""))
            continue
        for table, frame in register.rows.items():
            rows.setdefault(table, []).append(_with_number(frame, mapping, settings.registers))
        issues += register.issues
        headers |= {(mapping.file, register.sheet, name): header for name, header in mapping.columns.items()}
        files.append((mapping.file, "register", "", "", "", content.sha256))
        sheets.append(register)
    issues += _strange_corrections(corrections, settings.registers, sheets)
    issues += _unnamed(sheets)
    for response in _with_letters(rows.get("responses", [])):
        _read_letter(folder, response, rows, files, issues)
    return Received(_numbered(rows), _files(files), issues, headers)


def read_settings(folder: Path) -> Settings:
    """Read dataset.toml and the paper that it names. Raises DataError with the line or the key that is wrong."""
    path = folder / SETTINGS
    raw = read_toml(path, "dataset")
    if lacking := [key for key in ("title", "paper") if key not in raw]:
        raise DataError(f'{path} lacks: {", ".join(lacking)}. Add a line such as {lacking[0]} = "{papers()[0]}".')
    paper = read_paper(paper_folder(raw["paper"], folder))
    entries, place = (raw["registers"], path) if "registers" in raw else (paper.registers, paper.folder / PAPER)
    replaced = (*paper.layers.replaced, *((table, folder) for table in raw.get("replaces", ())))
    return Settings(
        raw["title"],
        raw.get("demonstration", False),
        paper,
        Layers((*paper.layers.folders, folder), replaced),
        as_date(raw["as_of"], f"{path}: as_of") if "as_of" in raw else paper.days.get("cut_off", ""),
        tuple(mapping_of(entry, str(place)) for entry in entries),
    )


def _of(corrections: pd.DataFrame, file: str) -> pd.DataFrame:
    return corrections[corrections["source"] == file]


def _with_number(frame: pd.DataFrame, mapping: Mapping, mappings: Iterable[Mapping]) -> pd.DataFrame:
    """Give recommendations that carry no number the row of their sheet, and its name where the file has several."""
    if mapping.table != "recommendations" or "number" in frame:
        return frame
    several = sum(other.table == mapping.table and other.file == mapping.file for other in mappings) > 1
    return frame.assign(number=frame["sheet"] + " " + frame["row"] if several else frame["row"])


def _inside(folder: Path, name: str) -> Path:
    """Return the path of a file named in the data. Raises FileProblem where it lies outside the folder.

    A link in the folder is the analyst's own and is followed.
    """
    if PurePosixPath(name.replace("\\", "/")).is_absolute() or ".." in Path(name.replace("\\", "/")).parts:
        raise FileProblem(
            "the path leads out of the dataset folder, and was not followed", "Put the file into the folder"
        )
    return folder / name


def _strange_corrections(corrections: pd.DataFrame, mappings: Iterable[Mapping], sheets: list[Register]) -> list[dict]:
    """Return an issue a correction of a file or a sheet that was not read. Of a file that failed, its own issue speaks."""
    read = {(register.file, name) for register in sheets for name in (register.sheet, "")}
    failed = {mapping.file for mapping in mappings} - {register.file for register in sheets}
    return [
        issue(
            "corrections", row.source, "a correction names a file or a sheet that no mapping reads",
            "Correct or delete the row in corrections.csv", sheet=row.sheet, row=row.row, column=row.column,
        )
        for row in corrections.itertuples()
        if (row.source, row.sheet) not in read and row.source not in failed
    ]  # fmt: skip


def _unnamed(sheets: list[Register]) -> list[dict]:
    """Return a note a sheet on the columns that no mapping names: nothing in them was read."""
    notes = []
    for place in dict.fromkeys((register.table, register.file, register.sheet) for register in sheets):
        own = [register for register in sheets if (register.file, register.sheet) == place[1:]]
        named = {header for register in own for header in register.named}
        rest = [header for header in own[0].headers if header not in named]
        if rest and own[0].table == place[0]:
            problem = f"no mapping names these columns, so they were not read: {', '.join(rest)}"
            notes.append(
                issue(*place[:2], problem, "Nothing to do, unless they should count", sheet=place[2], severity=NOTE)
            )
    return notes


def _with_letters(registers: list[pd.DataFrame]) -> list:
    return [row for register in registers if "file" in register for row in register.itertuples() if row.file]


def _read_letter(
    folder: Path, response, rows: dict[str, list[pd.DataFrame]], files: list[tuple], issues: list[dict]
) -> None:
    """Read the document of a response that a register names: its paragraphs join the extracts."""
    outcome = read_one(str(folder), response.file)
    if outcome.document is None:
        problem = (outcome.issue or {}).get("problem", "it could not be read")
        issues.append(
            issue(
                "responses", response.source, f"the file “{response.file}” gave nothing: {problem}",
                "Put the file there, or correct its name in this row", sheet=response.sheet, row=response.row,
                column="file", value=response.file,
            )
        )  # fmt: skip
        return
    document = outcome.document
    named = {name: getattr(response, name, "") for name in ("entity", "code", "symbol")}
    extracts = document.extracts.assign(source=response.file, sheet="", said="", **named)
    extracts["row"] = [str(n) for n in range(1, len(extracts) + 1)]
    rows.setdefault("extracts", []).append(extracts.assign(language=document.language).astype(str))
    files.append(
        (
            response.file,
            "document",
            document.language,
            document.date,
            str(getattr(document, "confidence", "")),
            document.sha256,
        )
    )


def _numbered(rows: dict[str, list[pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return one frame a table, an empty text where a register lacks a field, and a number for every row of all tables."""
    merged: dict[str, pd.DataFrame] = {}
    count = 0
    for table, parts in rows.items():
        frame = pd.concat(parts, ignore_index=True).fillna("")
        merged[table] = frame.assign(at=range(count, count + len(frame)))
        count += len(frame)
    return merged


def _files(files: list[tuple]) -> pd.DataFrame:
    """Return one row a file, however many of its sheets are read."""
    columns = ["source", "kind", "language", "date", "confidence", "sha256"]
    return pd.DataFrame(files, columns=columns, dtype=str).drop_duplicates("source").sort_values("source")
