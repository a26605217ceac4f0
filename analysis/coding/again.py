"""Which questions to code again first: where two coders agree least, on what they part, and what of the paper hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.tasks import statements_of
from analysis.measures.book import measures_of
from analysis.measures.coders import agreement
from analysis.schema import SEPARATOR, parts
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

COLUMNS = [
    "question", "label", "first", "second", "units", "parted", "agree", "ac1", "ac1_low", "alpha", "first_mostly",
    "second_mostly", "times", "why", "statements",
]  # fmt: skip


def code_again(dataset: Dataset) -> pd.DataFrame:
    """Return the questions on which two coders part, the one to code again first on top: one row a pair of coders and question.

    parted: records read differently, of units; agree to alpha, why: as `analysis.measures.coders.agreement`; first_mostly, second_mostly: the two
    answers that meet most often where they part, in words, and how often (times); statements: those of the paper whose
    measures ask the question. In the order of the lower end of AC1, which falls with fewer records and with more that
    differ: there the share is least to be relied on. Questions read alike are left out.
    """
    table = agreement(dataset)
    table = table.assign(parted=((1 - table["agree"].astype(float)) * table["units"]).round())
    table = table[table["parted"] > 0]
    codebook = dataset.layers.table("codebook").set_index("question")
    met = [_mostly(dataset.codings, row.question, row.first, row.second) for row in table.itertuples()]
    said = measures_of(dataset).answer_label
    hang = _statements(dataset)
    table = table.assign(
        label=table["question"].map(codebook["label"]), parted=table["parted"].astype(int), times=[times for *_, times in met],
        statements=[SEPARATOR.join(hang.get(question, [])) for question in table["question"]],
    )  # fmt: skip
    for at, column in enumerate(("first_mostly", "second_mostly")):
        table[column] = [said(question, str(own[at])) for question, own in zip(table["question"], met, strict=True)]
    table = table.sort_values(["ac1_low", "question"], kind="stable", na_position="first", ignore_index=True)
    return table[COLUMNS]


def _mostly(codings: pd.DataFrame, question: str, first: str, second: str) -> tuple[str, str, int]:
    """Return the two answers that meet most often where two coders part, and how often; the first by their codes at a tie."""
    own = codings[codings["question"] == question].set_index(KEY)
    one, other = (own[own["coder"] == coder]["answer"].rename(coder) for coder in (first, second))
    both = pd.concat([one, other], axis=1, join="inner")
    counts = both[both[first] != both[second]].value_counts(sort=False).sort_index(kind="stable")
    return (*counts.idxmax(), int(counts.max())) if len(counts) else ("", "", 0)


def _statements(dataset: Dataset) -> dict[str, list[str]]:
    """Return question -> the statements whose measures ask it."""
    asked = dataset.layers.table("measures").set_index("measure")["question"]
    found: dict[str, dict[str, None]] = {}
    for name, statements in statements_of(dataset.layers).items():
        for question in parts(asked.get(name, "")):
            found.setdefault(question, {}).update(dict.fromkeys(statements))
    return {question: list(statements) for question, statements in found.items()}
