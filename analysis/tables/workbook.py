"""The accessible workbook: cover, contents, and one sheet a table, by the rules of gptables."""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pandas as pd

from analysis.export import as_text, timeless
from analysis.measures.book import measures_of
from analysis.measures.checks import consistency
from analysis.measures.ledger import statements
from analysis.tables.formats import head, kind_of, worded

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_LATIN = re.compile(r"[A-Za-z0-9]")
_STAND_IN = re.compile("\ue000([0-9]+)\ue001".encode())
_OF_MEASURES = ["measure", "label", "count", "denominator", "population", "share", "low", "high", "bound_low",
                "bound_high", "value", "universe", "missing"]  # fmt: skip


def workbook(dataset: Dataset) -> bytes:
    """Return the workbook of the paper's tables as the bytes of an xlsx file."""
    import gptables

    others: list[str] = []
    sheets = {
        name: gptables.GPTable(
            table=_filled(frame, others),
            table_name=name,
            title=title,
            subtitles=[note for note in (dataset.banner,) if note],
            scope=scope,
            source=dataset.title,
            index_columns={},
            additional_formatting=_formats(frame),
        )
        for name, (title, scope, frame) in _tables(dataset).items()
        if len(frame)
    }
    cover = gptables.Cover(
        title=f"Country review findings: tables of “{dataset.paper.title}”",
        intro=[dataset.banner or dataset.title],
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
        return timeless(
            path.read_bytes(), lambda texts: _STAND_IN.sub(lambda m: escape(others[int(m[1])]).encode("utf-8"), texts)
        )


def _tables(dataset: Dataset) -> dict[str, tuple[str, str, pd.DataFrame]]:
    """Return sheet -> (title, scope, frame), in order."""
    numbers = measures_of(dataset).all()
    return {
        "statements": ("Statements of the paper: published against computed", dataset.paper.title, statements(dataset)),
        "checks": ("The paper held against itself", "Checks that need no country data", consistency(dataset)),
        "measures": ("Every number of the paper", dataset.title, numbers.reindex(columns=_OF_MEASURES)),
        "issues": ("Rows, cells and names that could not be used", dataset.title, dataset.issues),
    }


def _filled(frame: pd.DataFrame, others: list[str]) -> pd.DataFrame:
    """Return a frame with its numbers as numbers, without formulas and without empty cells, which cannot be read out.

    gptables takes a cell of no Latin letter for a symbol: a stand-in of its width is in its place, the text joins others.
    """
    cells = {column: [_cell(column, value, others) for value in frame[column]] for column in frame}
    return pd.DataFrame(cells, dtype=object).rename(columns=head)


def _cell(column: str, value: Any, others: list[str]) -> Any:
    found = worded(column, value)
    text = "none" if found == "" else as_text(found)
    if isinstance(text, str) and not _LATIN.search(text):
        others.append(text)
        return f"\ue000{len(others) - 1:0{2 * len(text)}}\ue001"
    return text


def _formats(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return how a spreadsheet shows each column that holds numbers."""
    formats = []
    for column in frame:
        numbers = [found for value in frame[column] if not isinstance(found := worded(column, value), str)]
        if numbers:
            # One format a column: that of a number with a fraction, if there is one.
            shown = max((kind_of(column, number) for number in numbers), key=lambda kind: kind[1] == "General")[1]
            style = {"num_format": shown, "align": "right"}
            formats.append({"column": {"columns": [head(column)], "format": style}})
    return formats
