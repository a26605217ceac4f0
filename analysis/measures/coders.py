"""How each two coders of a dataset agree, and how far its shares depend on whom one believes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.measures.book import measures_of
from analysis.schema import NO_ANSWERS, parts
from analysis.statistics import coders as by_coder
from analysis.statistics.agreement import COLUMNS, overall
from analysis.statistics.agreement import agreement as of_two

if TYPE_CHECKING:
    from analysis.dataset import Dataset

SETTLED = "agreed"


def agreement(dataset: Dataset) -> pd.DataFrame:
    """Return how each two coders agree: one row a pair and question that both coded.

    Columns: first, second, then those of `analysis.statistics.agreement.agreement`. Ordinal answers are weighed by their
    ranks, sets of codes by what they have in common. What was settled later plays no part.
    """
    codings, how = dataset.codings, _how(dataset)
    parts = [of_two(codings, one, other, **how).assign(first=one, second=other) for one, other in _coders(codings)]
    found = [part for part in parts if len(part)]
    columns = ["first", "second", *COLUMNS]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def agreement_overall(dataset: Dataset) -> pd.DataFrame:
    """Return how each two coders agree over all questions that both coded: one row a pair.

    Columns: first, second, then what `analysis.statistics.agreement.overall` says; pairs without an answer in common are left out.
    """
    rows = []
    for one, other in _coders(dataset.codings):
        with contextlib.suppress(ValueError):  # nothing in common
            rows.append({"first": one, "second": other, **overall(dataset.codings, one, other, **_how(dataset))})
    ends = ["ac1_low", "ac1_high", "alpha_low", "alpha_high"]
    return pd.DataFrame(rows, columns=["first", "second", "questions", "units", "agree", "ac1", "alpha", *ends])


def _coders(codings: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return combinations(sorted(set(codings["coder"]) - {SETTLED}), 2)


def _how(dataset: Dataset) -> dict[str, Any]:
    """Return which answers have an order, and which questions take sets of codes."""
    codebook = dataset.layers.table("codebook").set_index("question")
    ranks = {question: dataset.layers.ranks(answers) for question, answers in codebook["answers"].items()}
    orders = {question: sorted(rank, key=rank.__getitem__) for question, rank in ranks.items() if rank}
    return {"orders": orders, "several": codebook.index[codebook["several"] == "yes"].tolist()}


def range_of_codings(dataset: Dataset) -> pd.DataFrame:
    """Return how far the shares of the paper's universe depend on whom one believes: two rows a question that can be "yes".

    Columns: question, then those of `analysis.statistics.coders.range_of_codings`. Questions on which no two coders part
    are left out; not applicable counts as open. Denominator: the units that give an answer, whoever is believed.
    """
    measures = measures_of(dataset)
    universe = measures.universes[dataset.paper.universe]
    codings = dataset.codings
    codings = codings[
        (codings["coder"] != SETTLED)
        & codings["record"].isin(parts(universe.record))
        & (codings["topic"] == universe.topic)
        & codings["entity"].isin(universe.units["entity"])
    ]
    answers = codings["answer"]
    codings = codings.assign(gives=answers.map({"yes": by_coder.YES}).fillna(by_coder.OTHER))
    codings["gives"] = codings["gives"].mask(answers.isin(NO_ANSWERS), by_coder.OPEN)
    tables = []
    for question in measures.codebook.index[measures.codebook["answers"] == "yes_no"]:
        of_one = codings.loc[codings["question"] == question, ["unit", "coder", "gives"]].drop_duplicates()
        table = by_coder.range_of_codings(of_one, len(universe.everyone)).assign(question=question)
        tables.append(table[table["disputed"] > 0])
    columns = ["question", *by_coder.COLUMNS]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)
