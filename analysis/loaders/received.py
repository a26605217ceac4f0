"""Read a dataset folder as received: its registers and its documents, nothing interpreted yet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.documents.contents import FileProblem, read_bytes
from analysis.documents.folders import read_one
from analysis.errors import DataError
from analysis.loaders.workbooks import Mapping, read_register
from analysis.problems import of_file
from analysis.reference import read_text_table, reference

_MAPPING_KEYS = {"table", "file", "sheet", "columns", "fixed", "questions", "cite", "header_row"}


@dataclass(frozen=True)
class Settings:
    """What dataset.toml says: whose data these are, and the dates that they hold for."""

    title: str
    demonstration: bool
    as_of: str
    note_verbale: str
    editions: dict[str, str]
    registers: tuple[Mapping, ...]


@dataclass(frozen=True)
class Received:
    """Everything read from a dataset folder: raw rows by table, the files, and what failed.

    rows: table -> frame of texts with source, sheet and row; files: one row a file (source, kind,
    language, sha256, rows); issues: list of issues; states, names, memberships: the registry tables.
    """

    settings: Settings
    rows: dict[str, pd.DataFrame]
    files: pd.DataFrame
    issues: list[dict]
    registry: dict[str, pd.DataFrame]


def receive(folder: Path) -> Received:
    """Read all that dataset.toml names. A file that cannot be read becomes an issue; the rest goes on."""
    settings = read_settings(folder)
    rows: dict[str, list[pd.DataFrame]] = {}
    files: list[tuple] = []
    issues: list[dict] = []
    for mapping in settings.registers:
        try:
            content = read_bytes(folder / mapping.file)
            frame, notes = read_register(folder, mapping)
        except FileProblem as problem:
            issues.append(of_file(mapping.table, mapping.file, problem.reason, problem.remedy, mapping.sheet or ""))
            continue
        rows.setdefault(mapping.table, []).append(frame)
        issues += notes
        files.append((mapping.file, "register", "", content.sha256, len(frame) + len(notes)))
    _read_responses(folder, rows, files, issues)
    merged = {table: pd.concat(parts, ignore_index=True) for table, parts in rows.items()}
    return Received(settings, merged, _files(files), issues, registry_tables(folder))


def read_settings(folder: Path) -> Settings:
    """Read dataset.toml. Raises DataError with the line or the key that is wrong."""
    path = folder / "dataset.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{path} cannot be read: {error}. Compare it with data/demonstration/dataset.toml.") from None
    missing = [
        key for key in ("title", "demonstration", "as_of", "note_verbale", "editions", "registers") if key not in raw
    ]
    if missing:
        raise DataError(f"{path} lacks: {', '.join(missing)}. Compare it with data/demonstration/dataset.toml.")
    mappings = []
    for entry in raw["registers"]:
        unknown = set(entry) - _MAPPING_KEYS
        if unknown or not {"table", "file"} <= set(entry):
            raise DataError(
                f"{path}: each [[registers]] needs table and file, and knows only "
                f"{', '.join(sorted(_MAPPING_KEYS))}; found {', '.join(sorted(entry))}."
            )
        mappings.append(Mapping(**entry))
    return Settings(
        raw["title"],
        bool(raw["demonstration"]),
        str(raw["as_of"]),
        str(raw["note_verbale"]),
        {str(k): str(v) for k, v in raw["editions"].items()},
        tuple(mappings),
    )


def _read_responses(folder: Path, rows: dict[str, list[pd.DataFrame]], files: list[tuple], issues: list[dict]) -> None:
    """Read the document of every response that a register names: its paragraphs join the extracts."""
    for register in rows.get("responses", []):
        for response in register.itertuples():
            outcome = read_one(str(folder), response.file)
            if outcome.document is None:
                issues += [outcome.issue] if outcome.issue else []
                continue
            document = outcome.document
            extracts = document.extracts[["section", "paragraph", "page", "text"]].assign(
                source=response.file,
                sheet="",
                state=response.state,
                symbol=response.symbol,
                language=document.language,
            )
            extracts["row"] = [str(n) for n in range(1, len(extracts) + 1)]
            rows.setdefault("extracts", []).append(extracts)
            files.append((response.file, "document", document.language, document.sha256, len(extracts)))


def _files(files: list[tuple]) -> pd.DataFrame:
    """Return one row a file; the rows of its sheets added up."""
    table = pd.DataFrame(files, columns=["source", "kind", "language", "sha256", "rows"])
    table = table.groupby(["source", "kind", "language", "sha256"], as_index=False, sort=True)["rows"].sum()
    return table.astype(str)


def registry_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the States that the dataset speaks of: its own where it brings some, else the reference."""
    tables = {}
    for name in ("states", "names", "memberships"):
        own = folder / f"{name}.csv"
        tables[name] = read_text_table(own) if own.is_file() else reference(name)
    return tables
