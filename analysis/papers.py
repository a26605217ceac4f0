"""A paper is a folder: `paper.toml` says what it is and when, its tables what it asks, counts and states.

Nothing here knows any paper. `data/papers/` holds those of the repository; a dataset may bring its own in `paper/`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import DataError
from analysis.paths import PAPERS, REFERENCE
from analysis.reference import SHAPES, Layers

OWN = "paper"
_DAYS = ("request", "cut_off", "submission", "meeting")
_KEYS = {
    "title", "symbol", "source", "based_on", "days", "editions", "universe", "groupings", "languages", "replaces",
    "registers",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One edition of a background paper: its names, its days, and the layers that its tables stand in.

    days: request (the note verbale), cut_off (the day on which the data closed), submission, meeting; editions: each
    edition's day, oldest first; universe: the one that the notebooks for any paper look at; groupings: those shown side by side;
    registers: how the spreadsheets are laid out, unless a dataset says otherwise (see `analysis.loaders.workbooks`).
    """

    name: str
    folder: Path
    title: str
    symbol: str
    source: str
    days: dict[str, str]
    editions: dict[str, str]
    universe: str
    groupings: tuple[str, ...]
    languages: tuple[str, ...]
    registers: tuple[dict[str, Any], ...]
    layers: Layers

    def day(self, name: str) -> str:
        """Return a day by its name in paper.toml, or an ISO date as it is. Raises DataError for any other text."""
        if name in self.days:
            return self.days[name]
        return as_date(name, f"the day “{name}” of the paper {self.name}, which is none of {', '.join(self.days)},")

    def edition(self, name: str) -> str:
        """Return an edition by its name; "first" and "latest" stand for those."""
        return {"first": min(self.editions, default=""), "latest": max(self.editions, default="")}.get(name, name)


def read_paper(folder: Path) -> Paper:
    """Read a paper from its folder. Raises DataError with the file and the key that is wrong."""
    chain = _chain(folder)
    raw: dict[str, Any] = {}
    for _, own in chain:
        raw |= own
    folders = (REFERENCE, *(path for path, _ in chain))
    replaced = tuple((table, path) for path, own in chain for table in own.get("replaces", ()))
    return Paper(
        folder.name,
        folder,
        raw["title"],
        raw.get("symbol", ""),
        raw.get("source", "") or raw["title"],
        {name: str(day) for name, day in raw.get("days", {}).items()},
        dict(sorted((str(name), str(day)) for name, day in raw.get("editions", {}).items())),
        raw["universe"],
        tuple(raw.get("groupings", ())),
        tuple(raw.get("languages", ("en",))),
        tuple(raw.get("registers", ())),
        Layers(folders, replaced),
    )


def paper_folder(name: str, dataset: Path) -> Path:
    """Return the folder of a paper that a dataset names: its own `paper/`, or one of data/papers/."""
    folder = dataset / OWN if name == OWN else PAPERS / name
    if Path(name).name != name or not (folder / "paper.toml").is_file():
        raise DataError(
            f"{dataset / 'dataset.toml'} names the paper “{name}”; there are: {', '.join(papers())}, "
            f"or “{OWN}” for a paper of its own in {dataset / OWN}."
        )
    return folder


def papers() -> list[str]:
    """Return the names of the papers of the repository."""
    return sorted(path.parent.name for path in PAPERS.glob("*/paper.toml"))


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file, with or without a byte order mark. Raises DataError with the line that is wrong."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None


def as_date(value: object, what: str) -> str:
    """Return an ISO date as text. Raises DataError for anything else."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError(f"{what} must be a date such as 2018-06-06, not “{text}”.") from None


def _chain(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return the papers that a paper is based on, the first one first, and itself, each with what its file says."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    while folder:
        if folder in [path for path, _ in chain]:
            raise DataError(f"{folder / 'paper.toml'} is based on itself by way of {chain[-1][0].name}.")
        own = _checked(folder / "paper.toml")
        chain.insert(0, (folder, own))
        base = own.get("based_on")
        if base and base not in papers():
            raise DataError(f"{folder / 'paper.toml'}: based_on names “{base}”; there are: {', '.join(papers())}.")
        folder = PAPERS / base if base else None  # type: ignore[assignment]
    lacking = [key for key in ("title", "universe") if not any(key in own for _, own in chain)]
    if lacking:
        raise DataError(f"{chain[-1][0] / 'paper.toml'} lacks: {', '.join(lacking)}.")
    return chain


def _checked(path: Path) -> dict[str, Any]:
    raw = read_toml(path)
    for key in raw:
        if key not in _KEYS:
            raise DataError(f"{path}: “{key}” is no key of a paper; there are: {', '.join(sorted(_KEYS))}.")
    for key in ("days", "editions"):
        if not isinstance(raw.get(key, {}), dict):
            raise DataError(f"{path}: {key} is a table of names and dates, such as {{ 2018 = 2018-06-06 }}.")
        raw[key] = {name: as_date(day, f"{path}: {key}.{name}") for name, day in raw.get(key, {}).items()}
    for name in raw["days"]:
        if name not in _DAYS:
            raise DataError(f"{path}: days.{name} is no day of a paper; there are: {', '.join(_DAYS)}.")
    for table in raw.get("replaces", ()):
        if table not in SHAPES:
            raise DataError(f"{path}: replaces names “{table}”; there are: {', '.join(SHAPES)}.")
    if not raw["days"]:
        del raw["days"]
    if not raw["editions"]:
        del raw["editions"]
    return raw
