"""A paper is a folder: `paper.toml` says what it is and when, its tables what it asks, counts and states.

Nothing here knows any paper. `data/papers/` holds those of the repository; a dataset may bring its own in `paper/`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import DataError
from analysis.paths import PAPERS, REFERENCE
from analysis.problems import advice
from analysis.reference import SHAPES, Layers, reference

OWN, PAPER = "paper", "paper.toml"
_DAYS = ("request", "cut_off", "submission", "meeting")
# What a key of data/reference/keys.csv takes, and how that is said.
_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "any": (object, ""),
    "text": (str, "a text in quotation marks"),
    "truth": (bool, "true or false without quotation marks"),
    "row": (int, "a number of a row"),
    "list": (list, 'a list such as ["entities"]'),
    "table": (dict, 'a table such as { entity = "State" }'),
    "questions": ((dict, str), 'a table such as { law = "Is there a law?" }, or "codebook"'),
    "days": (dict, "a table of names and dates, such as { 2018 = 2018-06-06 }"),
    "tables": (list, "tables, each headed by [[registers]]"),
}


@dataclass(frozen=True)
class Paper:
    """One edition of a background paper: its names, its days, and the layers that its tables stand in.

    days: request (the note verbale), cut_off (the day on which the data closed), submission, meeting; editions: each
    edition's day, oldest first; universe: the one that the notebooks for any paper look at; groupings: those shown side by side;
    registers: how the spreadsheets are laid out, unless a dataset says otherwise (see `analysis.loaders.workbooks`).
    """

    name: str
    folder: Path
    layers: Layers
    title: str
    source: str
    universe: str
    symbol: str = ""
    days: dict[str, str] = field(default_factory=dict)
    editions: dict[str, str] = field(default_factory=dict)
    groupings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    registers: tuple[dict[str, Any], ...] = ()

    def day(self, name: str) -> str:
        """Return a day by its name in paper.toml, or an ISO date as it is. Raises DataError for any other text."""
        if name in self.days:
            return self.days[name]
        return as_date(name, f"the day “{name}”, which is none of those in {PAPER} ({', '.join(self.days)}),")

    def edition(self, name: str) -> str:
        """Return an edition by its name; "first" and "latest" stand for those."""
        by_day = sorted(self.editions, key=self.editions.__getitem__) or [""]
        return {"first": by_day[0], "latest": by_day[-1]}.get(name, name)


def read_paper(folder: Path) -> Paper:
    """Read a paper from its folder. Raises DataError with the file and the key that is wrong."""
    chain = _chain(folder)
    raw = {key: value for own in chain.values() for key, value in own.items() if key not in ("based_on", "replaces")}
    if lacking := [key for key in ("title", "universe") if key not in raw]:
        raise DataError(f"{folder / PAPER} lacks: {', '.join(lacking)}.")
    replaced = tuple((table, path) for path, own in chain.items() for table in own.get("replaces", ()))
    return Paper(folder.name, folder, Layers((REFERENCE, *chain), replaced), **{"source": raw["title"]} | raw)


def paper_folder(name: str, dataset: Path) -> Path:
    """Return the folder of a paper that a dataset names: its own `paper/`, or one of data/papers/."""
    folder = dataset / OWN if name == OWN else PAPERS / name
    if Path(name).name != name or not (folder / PAPER).is_file():
        raise DataError(
            f"{dataset / 'dataset.toml'} names the paper “{name}”; there are: {', '.join(papers())}, "
            f"or “{OWN}” for a paper of its own in {dataset / OWN}."
        )
    return folder


def papers() -> list[str]:
    """Return the names of the papers of the repository."""
    return sorted(path.parent.name for path in PAPERS.glob(f"*/{PAPER}"))


def read_toml(path: Path, of: str) -> dict[str, Any]:
    """Read a TOML file, with or without a byte order mark. Raises DataError with the line or the key that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    hold(raw, of, str(path))
    among(raw.get("replaces", ()), SHAPES, f"{path}: replaces", "no table of reference")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def hold(raw: Any, of: str, place: str) -> None:
    """Hold a table of a TOML file against the keys that it may have. Raises DataError for another key or kind of value."""
    if not isinstance(raw, dict):
        raise DataError(f"{place}: {of}s are {_KINDS['tables'][1]}.")
    table = reference("keys")
    keys = table[table["of"] == of].set_index("key")["kind"]
    among(raw, keys.index, place, f"no key of a {of}")
    for key, value in raw.items():
        kind, words = _KINDS[keys[key]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise DataError(f"{place}: {key} is {words}, not “{value}”.")


def among(names: Iterable[str], known: Iterable[str], place: str, what: str) -> None:
    """Raise DataError for a name that is not among those known: what it is not, and the nearest of these."""
    for name in names:
        if name not in known:
            raise DataError(f"{place}: {what} is called “{name}”: {advice(str(name), known)}.")


def as_date(value: object, what: str) -> str:
    """Return an ISO date as text. Raises DataError for anything else."""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError(f"{what} must be a date such as 2018-06-06, not “{text}”.") from None


def _chain(folder: Path) -> dict[Path, dict[str, Any]]:
    """Return what the files of a paper and of those that it is based on say, by folder, the first one first."""
    chain: dict[Path, dict[str, Any]] = {}
    following: Path | None = folder
    while following:
        path = following / PAPER
        if following in chain:
            raise DataError(f"{path} is based on itself by way of {next(iter(chain)).name}.")
        own = read_toml(path, "paper")
        for key in ("days", "editions"):
            if key in own:
                own[key] = {name: as_date(day, f"{path}: {key}.{name}") for name, day in sorted(own[key].items())}
        among(own.get("days", ()), _DAYS, f"{path}: days", "no day of a paper")
        bases = [own["based_on"]] if "based_on" in own else []
        among(bases, papers(), f"{path}: based_on", "no paper")
        chain = {following: own, **chain}
        following = PAPERS / bases[0] if bases else None
    return chain
