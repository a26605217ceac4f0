"""How much of a population was reached: reviews and responses by group.

METHODS.md, "Response rates"; the weighted share: "Comparing groups".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.statistics.intervals import bounds, interval
from analysis.statistics.shares import level
from analysis.statistics.universes import Universe, groups_in
from analysis.tidy.groupings import REGIONAL_GROUP


def rates(reached: Universe, by: str | None = REGIONAL_GROUP) -> pd.DataFrame:
    """Return the share of a population that a universe covers: one row a group (full grid), or one in all.

    Columns: the grouping, count (States reached), denominator (States of the population), share, and the
    words of both. Nothing is estimated, so there is no interval. Raises ValueError where the universe has
    no population.
    """
    if reached.population is None:
        raise ValueError(f"“{reached.name}” is no part of a population, so it has no rate")
    grouping = by or "everyone"
    groups = groups_in(reached, by) if by else ["all"]
    count = reached.states[by].value_counts() if by else pd.Series({"all": len(reached)})
    whole = reached.population.states[by].value_counts() if by else pd.Series({"all": len(reached.population)})
    table = pd.DataFrame({grouping: groups})
    table["count"] = table[grouping].map(count).fillna(0).astype(int)
    table["denominator"] = table[grouping].map(whole).fillna(0).astype(int)
    with np.errstate(invalid="ignore", divide="ignore"):
        table["share"] = np.where(table["denominator"] > 0, table["count"] / table["denominator"], np.nan)
    return table.assign(universe=reached.name, population=reached.population.name)


def share_of_total(count: int, population: Universe, universe: str) -> dict[str, float | int | str]:
    """Return a published count as a share of a population: every State was looked at, so no interval."""
    low, high = bounds(count, len(population), len(population))
    exact = interval(count, len(population), len(population), level=level()).iloc[0]
    return {
        "count": count,
        "denominator": len(population),
        "share": count / len(population),
        "universe": universe,
        "low": exact["low"],
        "high": exact["high"],
        "method": exact["method"],
        "bound_low": float(low),
        "bound_high": float(high),
    }


def status_of_states(
    findings: pd.DataFrame, universe: Universe, question: str, *, article: str = "46", record: str = "review"
) -> pd.DataFrame:
    """Return one row a State of the population: iso3, group, status (its answer, or why there is none)."""
    everyone = universe.everyone.states
    answer = (
        findings[(findings["question"] == question) & (findings["article"] == article) & (findings["record"] == record)]
        .drop_duplicates("iso3")
        .set_index("iso3")["answer"]
    )
    status = everyone["iso3"].map(answer)
    reviewed = everyone["iso3"].isin(universe.states["iso3"])
    status = status.where(status.notna(), reviewed.map({True: "not_addressed", False: "not_reviewed"}))
    return pd.DataFrame({"iso3": everyone["iso3"], "group": everyone[REGIONAL_GROUP], "status": status})


def post_stratified(shares: pd.DataFrame) -> dict[str, float]:
    """Return the overall share with each group weighted to its size in the population.

    shares: one row a group of one answer, with count, denominator and population. Keys: share,
    unweighted, represented (share of the population in groups with any observation).
    """
    observed = shares[shares["denominator"] > 0]
    weight = observed["population"] / observed["population"].sum()
    return {
        "share": float((weight * observed["share"]).sum()),
        "unweighted": float(shares["count"].sum() / shares["denominator"].sum()),
        "represented": float(observed["population"].sum() / shares["population"].sum()),
    }


def next_questions(
    findings: pd.DataFrame,
    universe: Universe,
    questions: list[str],
    *,
    article: str = "46",
    record: str = "review",
) -> pd.DataFrame:
    """Return what to ask next: the States and questions whose answer is held by no record.

    One row a State of the population and question without an answer; columns iso3, regional_group,
    question, reason (not reviewed, not addressed, unreadable), narrows (width of the question's bounds that
    one more answer takes away, as a share). The questions with the widest bounds come first.
    """
    everyone = universe.everyone.states[["iso3", REGIONAL_GROUP]]
    rows = []
    for question in questions:
        held = (
            findings[
                (findings["question"] == question) & (findings["article"] == article) & (findings["record"] == record)
            ]
            .drop_duplicates("iso3")
            .set_index("iso3")["answer"]
        )
        reason = everyone["iso3"].map(held).fillna("not_reviewed")
        asked = everyone[reason.isin(["not_reviewed", "not_addressed", "unreadable"])].assign(
            question=question, reason=reason
        )
        relevant = int((reason != "not_applicable").sum())
        rows.append(asked.assign(narrows=1 / relevant if relevant else 0.0, open=len(asked)))
    table = pd.concat(rows, ignore_index=True)
    return (
        table.sort_values(["open", "question", "iso3"], ascending=[False, True, True], kind="stable")
        .drop(columns="open")
        .reset_index(drop=True)
    )
