"""A dataset: the checked tidy tables of one folder, frozen."""

from __future__ import annotations

import datetime as dt
import os
import re
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from analysis.cache import fingerprint, remembered
from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.loaders.received import SETTINGS, Settings, read_settings, receive
from analysis.papers import PAPER, as_date
from analysis.paths import LANGUAGE_VARIABLE, ROOT, data_files, dataset_folder
from analysis.reference import Layers
from analysis.schema import TABLES
from analysis.tidy.tables import latest_day, tidy

# What the tidy tables are made by: when one of these changes, they are made anew.
_MAKERS = ("analysis/documents/**/*.py", "analysis/loaders/*.py", "analysis/tidy/*.py", "analysis/*.py")

# Tables of the layers that say what is made of the tidy tables, and have no part in them.
_OF_MEASURES = {
    "measures", "statements", "claims", "checks", "charts", "readings", "lists", "quantifiers", "margins", "colours",
    "terms", "releases", "suggestions", "mentions", "heads", "house_style", "translated",
}  # fmt: skip


class Dataset:
    """The tidy tables of a dataset as attributes (entities, sources, reviews, responses, recommendations, extracts, codings,
    findings, issues; see data/DICTIONARY.md), its settings, its paper, its reference tables in layers, and its folder.

    The tables are read, tidied and checked when the first of them is asked for, and kept by the content
    of the files; again when a table of the layers that they are made by was edited since.
    """

    def __init__(self, folder: Path, settings: Settings, known_on: str = "") -> None:
        """Read nothing yet. known_on: a day; cells that were corrected later hold what they held before."""
        self.folder, self.settings, self.known_on = folder, settings, known_on
        self.title, self.demonstration = settings.title, settings.demonstration
        self.paper, self.layers = settings.paper, settings.layers
        self._stamp: tuple | None = None

    @cached_property
    def as_of(self) -> str:
        """The day on which groupings hold: as dataset.toml says, else the paper's data cut-off, else the data's latest day."""
        return self.settings.as_of or latest_day(self.tables)

    def as_known_on(self, day: str) -> Dataset:
        """Return the dataset as it was known on a day; itself where no correction is later. Raises DataError for a correction without a day."""
        corrections = self.layers.table("corrections")
        for row in corrections.itertuples():
            as_date(row.on, f"corrections.csv, {row.source}, row {row.row}, {row.column}: on")
        later = (corrections["on"] > day).any()
        return Dataset(self.folder, self.settings, day) if later else self

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tidy tables and the memberships by name. Raises DataError where rows were lost between reading and tidying."""
        self._stamp = self._edited()
        makers = [path for name in _MAKERS for path in ROOT.glob(name)]
        tables = [
            path
            for folder in self.layers.folders
            for path in (*folder.glob("*.csv"), *folder.glob("wording/*.po"), folder / "paper.toml")
            if path.stem not in _OF_MEASURES
        ]
        data = fingerprint(data_files(self.folder), base=self.folder)
        key = fingerprint([*makers, *tables], pd.__version__, data, self.known_on)
        return remembered("tidy", key, self._read)

    def _read(self) -> dict[str, pd.DataFrame]:
        return tidy(receive(self.folder, self.settings, self.known_on), self.paper, self.layers, self.settings.as_of)

    def _edited(self) -> tuple:
        return tuple(stamp for stamp in self.layers.stamp() if stamp[0].stem not in _OF_MEASURES)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Give a tidy table by its name."""
        if name in TABLES or name == "memberships":
            if self._stamp not in (None, self._edited()):
                self.__dict__.pop("tables", None)
            return self.tables[name]
        raise AttributeError(f"a dataset has no “{name}”; its tables are: {', '.join(TABLES)}")

    @property
    def banner(self) -> str:
        """What must stand wherever these data show; empty for real data."""
        caveats = self.layers.table("caveats").set_index("caveat")["text"]
        return caveats["demonstration"] if self.demonstration else ""

    @property
    def language(self) -> Language:
        """The language in which notebooks show it, that of ANALYSIS_LANGUAGE. Raises DataError for one that is none of the six."""
        return _language(os.environ.get(LANGUAGE_VARIABLE) or ENGLISH, self.layers)

    @property
    def rows(self) -> dict[str, int]:
        """Rows (answered cells, paragraphs) read, tidy, and set aside; the first is the sum of the other two."""
        read, aside = (int(self.sources[name].astype(int).sum()) for name in ("rows", "set_aside"))
        return {"read": read, "tidy": read - aside, "set aside": aside}


@cache
def _language(code: str, layers: Layers) -> Language:
    return Language(code, layers)


def open_dataset(folder: str | Path | None = None) -> Dataset:
    """Open a dataset folder: by default ANALYSIS_DATA, else the demonstration.

    Raises DataError where there is no such folder, or where its dataset.toml cannot be read or names a day that cannot be
    counted on. A file that cannot be read becomes an issue.
    """
    path = dataset_folder(folder)
    settings = read_settings(path)
    if settings.as_of:
        refuse_later(settings)
    return Dataset(path, settings)


def refuse_later(settings: Settings) -> None:
    """Raise DataError where as_of lies in the future, or after the days for which a grouping that the paper uses was kept."""
    of_paper = settings.as_of == settings.paper.days.get("cut_off")
    named = f"{PAPER}: cut_off = {settings.as_of}" if of_paper else f"{SETTINGS}: as_of = {settings.as_of}"
    if settings.as_of > dt.date.today().isoformat():
        raise DataError(f"{named} lies in the future. Name the day on which the data were closed.")
    universes = settings.layers.table("universes")
    words = " ".join([*settings.paper.groupings, *universes["population"], *universes["where"]])
    used = set(re.findall(r"\w+", words))
    for row in settings.layers.table("groupings").itertuples():
        if row.grouping in used and row.kept_until and settings.as_of > row.kept_until:
            raise DataError(
                f"{named}, but the memberships of “{row.label}” are kept until {row.kept_until} ({row.why}). "
                "Name an earlier day, or add the later memberships and a row for the grouping in groupings.csv."
            )
