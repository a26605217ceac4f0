"""How each two coders of a dataset agree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from analysis.statistics.agreement import COLUMNS
from analysis.statistics.agreement import agreement as of_two

if TYPE_CHECKING:
    from analysis.dataset import Dataset

SETTLED = "agreed"


def agreement(dataset: Dataset) -> pd.DataFrame:
    """Return how each two coders agree: one row a pair and question that both coded.

    Columns: first, second, then those of `analysis.statistics.agreement.agreement`. Ordinal answers are weighed by their
    ranks, sets of codes by what they have in common. What was settled later plays no part.
    """
    layers, codings = dataset.layers, dataset.codings
    codebook = layers.table("codebook").set_index("question")
    ranks = {question: layers.ranks(answers) for question, answers in codebook["answers"].items()}
    orders = {question: sorted(rank, key=rank.__getitem__) for question, rank in ranks.items() if rank}
    several = codebook.index[codebook["several"] == "yes"].tolist()
    coders = sorted(set(codings["coder"]) - {SETTLED})
    parts = [
        of_two(codings, first, second, orders=orders, several=several).assign(first=first, second=second)
        for first, second in combinations(coders, 2)
    ]
    found = [part for part in parts if len(part)]
    columns = ["first", "second", *COLUMNS]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)
