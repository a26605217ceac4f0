"""Measures: each number of a paper made once, by id; what notebooks ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.measures.book import Measures, measures_of
from analysis.statistics import coverage as reached
from analysis.statistics import small

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def measure(dataset: Dataset, name: str) -> pd.DataFrame:
    """Return a measure of the paper by its id: one row a number (see `analysis.measures.kinds` for its columns)."""
    return measures_of(dataset).of(name).copy()


def every_measure(dataset: Dataset) -> pd.DataFrame:
    """Return every number of the paper: the rows of all its measures, and what is missing where one cannot be made."""
    return measures_of(dataset).all()


def every_question(dataset: Dataset, by: str = "", answers: str = "") -> pd.DataFrame:
    """Return the shares of all questions in the paper's universe: one row a question, answer and group.

    by: a grouping; answers: as in measures.csv, by default each. Questions that ask for numbers, or that the universe's
    topic does not ask, are left out.
    """
    measures = measures_of(dataset)
    universe = measures.universes[dataset.paper.universe]
    if by and by not in universe.everyone.units:
        raise DataError(
            f"“{by}” is no grouping of the paper's universe; see groupings in paper.toml and groupings.csv."
        )
    parts = []
    for question in measures.codebook.index:
        codes = measures.layers.codes(measures.codebook.at[question, "answers"])
        if codes:
            try:
                parts.append(measures.make(_row(measures, kind="share", question=question, answers=answers, by=by)))
            except DataError:  # not asked in this universe
                continue
    if not parts:
        return measures.all().iloc[:0]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(measure=table["question"], label=measures.labels(table))


def every_group(dataset: Dataset) -> pd.DataFrame:
    """Return the shares of all questions by each grouping that the paper shows: one row a question, answer and group."""
    parts = [every_question(dataset, by) for by in dataset.paper.groupings]
    return pd.concat(parts, ignore_index=True) if parts else every_question(dataset).iloc[:0]


def small_groups(dataset: Dataset) -> pd.DataFrame:
    """Return what the shares of the groups of every question bear: one row a question, answer and group.

    Columns of `every_group`, then those of `analysis.statistics.small.small_groups`: for an analyst's notebook, never for what is
    published. Units in no group take no part.
    """
    table = every_group(dataset)
    table = table[(table["group"] != "none") & table["denominator"].notna()]
    groups = [of_one for _, of_one in table.groupby(["question", "answer", "grouping"], sort=False)]
    return pd.concat(map(small.small_groups, groups or [table]), ignore_index=True)


def coverage(dataset: Dataset) -> pd.DataFrame:
    """Return how much of its population each universe covers: one row a universe, and a group of the first grouping."""
    measures = measures_of(dataset)
    rows = measures.layers.table("universes").query("population != '' and unit != 'row'")
    asked = [(name, by) for name in rows["universe"] for by in dict.fromkeys(("", *dataset.paper.groupings[:1]))]
    parts = [measures.make(_row(measures, kind="rate", universe=name, by=by, label="all")) for name, by in asked]
    return pd.concat(parts, ignore_index=True) if parts else measures.all().iloc[:0]


def next_questions(dataset: Dataset) -> pd.DataFrame:
    """Return which questions to ask next: one row a question, the widest bounds first."""
    measures = measures_of(dataset)
    return reached.next_questions(measures.codebook.reset_index(), every_question(dataset))


def _row(measures: Measures, **cells: str) -> pd.Series:
    """Return a row as measures.csv would hold it, of the paper's universe where none is named."""
    cells = {"universe": measures.dataset.paper.universe, **cells}
    return pd.Series(cells, index=measures.rows.columns, name=cells.get("question", cells["universe"])).fillna("")
