"""The accessible workbook: cover, contents, and one sheet a table, by the rules of gptables."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import pandas as pd

from analysis.dataset import Dataset
from analysis.export import as_text, timeless
from analysis.paper.consistency import consistency
from analysis.paper.statements import statements
from analysis.statistics.coverage import rates
from analysis.statistics.shares import shares
from analysis.statistics.universes import published_respondents, states_reviewed
from analysis.tables.html import readable


def workbook(dataset: Dataset) -> bytes:
    """Return the workbook of the paper's tables as the bytes of an xlsx file."""
    import gptables

    sheets = {
        name: gptables.GPTable(
            table=_filled(frame),
            table_name=name,
            title=title,
            subtitles=[note for note in (dataset.banner,) if note],
            scope=scope,
            source=dataset.settings.title,
            index_columns={},
        )
        for name, (title, scope, frame) in _tables(dataset).items()
    }
    cover = gptables.Cover(
        title="Country review findings: tables of the background paper",
        intro=[dataset.banner or dataset.settings.title],
        about=["Every share names what it is a share of; METHODS.md explains intervals and bounds."],
        contact=["The secretariat"],
    )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No note text provided")  # no table has notes of its own
        path = Path(folder) / "tables.xlsx"
        gptables.write_workbook(
            filename=str(path),
            sheets=sheets,
            cover=cover,
            contentsheet_options={"additional_elements": []},
            auto_width=True,
            # A title, a source or a cell from outside stays the text that it is.
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
        )
        return timeless(path.read_bytes())


def _tables(dataset: Dataset) -> dict[str, tuple[str, str, pd.DataFrame]]:
    """Return sheet -> (title, universe, frame), in order."""
    reviewed = states_reviewed(dataset)
    measures = ["count", "denominator", "population", "share", "low", "high", "bound_low", "bound_high"]
    by_group = shares(dataset.findings, "legislation", "yes", universe=reviewed, by="regional_group")
    every = pd.concat(
        [
            shares(dataset.findings, q, universe=reviewed)
            for q in dataset.findings["question"].unique()
            if q != "penalty_years"
        ]
    )
    return {
        "statements": (
            "Statements of the paper: published against computed",
            "S01 to S38",
            statements(dataset),
        ),
        "consistency": ("The paper held against itself", "Checks that need no country data", consistency()),
        "reviews": (
            "Reviews of article 46(4)-(5), by regional group",
            reviewed.everyone.name,
            rates(reviewed)[["regional_group", "count", "denominator", "share"]],
        ),
        "responses": (
            "Responses to the note verbale, by regional group",
            published_respondents().everyone.name,
            rates(published_respondents())[["regional_group", "count", "denominator", "share"]],
        ),
        "legislation": (
            "Dedicated legislation, by regional group",
            reviewed.name,
            by_group[["regional_group", *measures]],
        ),
        "all_questions": (
            "Every question and answer",
            reviewed.name,
            every[["question", "answer", *measures, "not_addressed"]],
        ),
        "issues": ("Rows, cells and names that could not be used", dataset.settings.title, dataset.issues),
    }


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without formulas and without empty cells, which a screen reader cannot read."""
    return readable(frame).map(as_text).replace("", "none").reset_index(drop=True)
