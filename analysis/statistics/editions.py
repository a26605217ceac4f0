"""Change between two editions of the paper: what moved a share, and what could have moved it.

METHODS.md, "Editions".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.schema import NO_ANSWERS
from analysis.statistics.shares import shares
from analysis.statistics.universes import Universe


def reach(count: int, denominator: int, added: int) -> tuple[float, float]:
    """Return the shares between which adding States can move count / denominator: none or all have it."""
    return count / (denominator + added), (count + added) / (denominator + added)


def new_information(findings: pd.DataFrame, question: str, answer: str, *, universe: Universe) -> pd.DataFrame:
    """Return the share with an answer among the States new in an edition: one row, as from `shares`.

    "None in the new information" holds only over States of which the question was asked: its
    denominator.
    """
    return shares(findings, question, answer, universe=universe)


def edition_ledger(
    old: pd.DataFrame,
    new: pd.DataFrame,
    question: str,
    answer: str,
    *,
    corrections: pd.DataFrame | None = None,
    article: str = "46",
    record: str = "review",
) -> pd.DataFrame:
    """Split the change of a share between two editions into its causes.

    old, new: findings of the two editions. corrections: rows (iso3, question) whose old answer was wrong.
    One row a step, in order: "old edition", "corrections", "answers recoded", "States left", "States
    added", "new edition"; columns step, states (how many), count, denominator, share, change (from the row
    before). The changes add up exactly to new minus old.
    """
    before, after = (_answers(f, question, article, record) for f in (old, new))
    wrong = set() if corrections is None else set(corrections.loc[corrections["question"] == question, "iso3"])
    both = before.index.intersection(after.index)
    changed = [s for s in both if before[s] != after[s]]
    current, rows = before.copy(), [_line("old edition", len(before), before, answer)]
    for step, states in (
        ("corrections", [s for s in changed if s in wrong]),
        ("answers recoded", [s for s in changed if s not in wrong]),
    ):
        current.update(after[states])
        rows.append(_line(step, len(states), current, answer))
    left = before.index.difference(after.index)
    current = current.drop(left)
    rows.append(_line("States left", len(left), current, answer))
    added = after.index.difference(before.index)
    current = pd.concat([current, after[added]])
    rows.append(_line("States added", len(added), current, answer))
    rows.append(_line("new edition", len(after), after, answer))
    table = pd.DataFrame(rows)
    table["change"] = table["share"].diff().fillna(0.0)
    return table


def _answers(findings: pd.DataFrame, question: str, article: str, record: str) -> pd.Series:
    rows = findings[
        (findings["question"] == question)
        & (findings["article"] == article)
        & (findings["record"] == record)
        & ~findings["answer"].isin(NO_ANSWERS)
    ]
    return rows.groupby("iso3")["answer"].agg(lambda codes: frozenset(codes))


def _line(step: str, states: int, answers: pd.Series, answer: str) -> dict:
    count = int(sum(answer in codes for codes in answers))
    return {
        "step": step,
        "states": states,
        "count": count,
        "denominator": len(answers),
        "share": count / len(answers) if len(answers) else np.nan,
    }
