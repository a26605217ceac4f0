"""A dataset: the checked tidy tables of one folder, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import DataError
from analysis.loaders.received import Settings, receive
from analysis.loaders.reference import reference
from analysis.paths import dataset_folder
from analysis.tidy.groupings import states_parties_on
from analysis.tidy.tables import tidy


@dataclass(frozen=True)
class Dataset:
    """The eight tidy tables of a dataset (see data/DICTIONARY.md), its settings and its folder."""

    folder: Path
    settings: Settings
    memberships: pd.DataFrame
    states: pd.DataFrame
    sources: pd.DataFrame
    reviews: pd.DataFrame
    responses: pd.DataFrame
    extracts: pd.DataFrame
    codings: pd.DataFrame
    findings: pd.DataFrame
    issues: pd.DataFrame

    @property
    def banner(self) -> str:
        """What must stand wherever these data show; empty for real data."""
        if not self.settings.demonstration:
            return ""
        return reference("caveats").set_index("caveat").at["demonstration", "text"]

    @property
    def rows(self) -> dict[str, int]:
        """Rows read, tidy, and set aside; the first is the sum of the other two."""
        read = self.sources["rows"].astype(int).sum()
        tidy_rows = sum(len(getattr(self, t)) for t in ("reviews", "responses", "extracts", "codings"))
        aside = self.issues[(self.issues["set_aside"] == "yes") & (self.issues["row"] != "")]
        return {"read": int(read), "tidy": tidy_rows, "set aside": len(aside)}

    def states_parties(self, on: str | None = None) -> pd.DataFrame:
        """Return the States parties on a date (by default the dataset's): one row a State."""
        return states_parties_on(on or self.settings.as_of, self.states, self.memberships)


def open_dataset(folder: str | Path | None = None) -> Dataset:
    """Read, tidy and check a dataset folder: by default ANALYSIS_DATA, else the demonstration.

    Raises DataError where there is no such folder, where dataset.toml cannot be read, or where rows
    were lost between reading and tidying.
    """
    path = dataset_folder(folder)
    received = receive(path)
    dataset = Dataset(path, received.settings, received.registry["memberships"], **tidy(received))
    rows = dataset.rows
    if rows["read"] != rows["tidy"] + rows["set aside"]:
        raise DataError(f"Rows were lost in {path}: {rows}. Please report this; it is a fault of the suite.")
    return dataset
