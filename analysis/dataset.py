"""A dataset: the checked tidy tables of one folder, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.cache import fingerprint, remembered
from analysis.errors import DataError
from analysis.loaders.received import Settings, read_settings, receive, registry_tables
from analysis.paths import REFERENCE, ROOT, data_files, dataset_folder
from analysis.reference import reference
from analysis.tidy.groupings import states_parties_on
from analysis.tidy.tables import tidy

# What the tidy tables are made by: when one of these changes, they are made anew.
_MAKERS = ("analysis/documents", "analysis/loaders", "analysis/tidy", "analysis/schema.py", "analysis/dataset.py")


@dataclass(frozen=True, eq=False)
class Dataset:
    """The eight tidy tables of a dataset (see data/DICTIONARY.md), its settings and its folder.

    The tables are read, tidied and checked when the first of them is asked for, and kept by the content
    of the files.
    """

    folder: Path
    settings: Settings

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tidy tables by name. Raises DataError where rows were lost between reading and tidying."""
        makers = [
            path
            for name in _MAKERS
            for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
        ]
        data = fingerprint(data_files(self.folder), base=self.folder)
        key = fingerprint([*makers, *REFERENCE.glob("*.csv")], pd.__version__, data)
        return remembered("tidy", key, self._read)

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """The memberships of the States in groupings, with their dates."""
        return registry_tables(self.folder)["memberships"]

    @property
    def states(self) -> pd.DataFrame:
        """One row a State party or observer."""
        return self.tables["states"]

    @property
    def sources(self) -> pd.DataFrame:
        """One row a file as received."""
        return self.tables["sources"]

    @property
    def reviews(self) -> pd.DataFrame:
        """One row a completed review of a State and article."""
        return self.tables["reviews"]

    @property
    def responses(self) -> pd.DataFrame:
        """One row a response to the note verbale."""
        return self.tables["responses"]

    @property
    def extracts(self) -> pd.DataFrame:
        """One row a paragraph of a source."""
        return self.tables["extracts"]

    @property
    def codings(self) -> pd.DataFrame:
        """One row a coder's answer to one question on one review or response."""
        return self.tables["codings"]

    @property
    def findings(self) -> pd.DataFrame:
        """One row an agreed answer."""
        return self.tables["findings"]

    @property
    def issues(self) -> pd.DataFrame:
        """One row a row, cell or name that could not be used."""
        return self.tables["issues"]

    @property
    def banner(self) -> str:
        """What must stand wherever these data show; empty for real data."""
        if not self.settings.demonstration:
            return ""
        return reference("caveats").set_index("caveat").at["demonstration", "text"]

    @property
    def rows(self) -> dict[str, int]:
        """Rows read, tidy, and set aside; the first is the sum of the other two."""
        return _rows(self.tables)

    def states_parties(self, on: str | None = None) -> pd.DataFrame:
        """Return the States parties on a date (by default the dataset's): one row a State."""
        return states_parties_on(on or self.settings.as_of, self.states, self.memberships)

    def _read(self) -> dict[str, pd.DataFrame]:
        tables = tidy(receive(self.folder))
        rows = _rows(tables)
        if rows["read"] != rows["tidy"] + rows["set aside"]:
            raise DataError(f"Rows were lost in {self.folder}: {rows}. Please report this; it is a fault of the suite.")
        return tables


def open_dataset(folder: str | Path | None = None) -> Dataset:
    """Open a dataset folder: by default ANALYSIS_DATA, else the demonstration.

    Raises DataError where there is no such folder, or where its dataset.toml cannot be read. A file that
    cannot be read becomes an issue.
    """
    path = dataset_folder(folder)
    return Dataset(path, read_settings(path))


def _rows(tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    read = tables["sources"]["rows"].astype(int).sum()
    held = sum(len(tables[name]) for name in ("reviews", "responses", "extracts", "codings"))
    issues = tables["issues"]
    aside = issues[(issues["set_aside"] == "yes") & (issues["row"] != "")]
    return {"read": int(read), "tidy": held, "set aside": len(aside)}
