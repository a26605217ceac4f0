"""The charts of the public edition: those whose every number the proof covers, with the units behind them that may be named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.charts.catalogue import chart
from analysis.charts.export import exported
from analysis.disclosure.decisions import Decisions
from analysis.disclosure.edition import open_rows
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def public_charts(dataset: Dataset, decisions: Decisions) -> dict[str, bytes]:
    """Return the files of the charts that may go out, by their names below the public edition.

    The ledger stays inside: what it says of other universes is no number that the proof covers. A chart that cannot be made,
    or shows what was left out, is not there.
    """
    files: dict[str, bytes] = {}
    for name in dataset.layers.table("charts")["chart"]:
        whole = chart(name, dataset)
        try:
            rows = open_rows(dataset, decisions, whole.rows) if whole.names else None
            made = exported(replace(whole, made=rows)) if rows is not None else {}
        except DataError:
            continue
        files |= {f"charts/{name}.{suffix}": content for suffix, content in made.items()}
    return files
