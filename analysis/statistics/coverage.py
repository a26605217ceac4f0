"""How much of a population was reached, by group. METHODS.md, "Response rates"; the weighted share: "Comparing groups"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.schema import NO_ANSWERS


def rates(units: pd.DataFrame, population: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Return the share of a population that was reached: one row a group, also where nobody is in it.

    units, population: one row a unit and group (unit, group). Columns: group, count (units reached), denominator (units
    of the population), population (the same), share, units. Every unit was looked at: nothing is estimated, and low,
    high, bound_low and bound_high are the share itself.
    """
    reached = units.drop_duplicates(["unit", "group"]).sort_values("unit").groupby("group")["unit"].agg(tuple).to_dict()
    whole = population.drop_duplicates(["unit", "group"]).groupby("group").size().reindex(list(groups), fill_value=0)
    table = pd.DataFrame({"group": list(groups), "units": [reached.get(group, ()) for group in groups]})
    table["count"] = table["units"].map(len)
    table["denominator"] = table["population"] = whole.to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        table["share"] = np.where(table["denominator"] > 0, table["count"] / table["denominator"], np.nan)
    return table.assign(**dict.fromkeys(("low", "high", "bound_low", "bound_high"), table["share"]), method="count")


def post_stratified(shares: pd.DataFrame) -> dict[str, float]:
    """Return the overall share with each group weighted to its size in the population.

    shares: one row a group of one answer, with count, denominator, population and share. Keys: share, unweighted,
    represented (share of the population in groups with any observation); missing where nobody answers.
    """
    observed = shares[shares["denominator"] > 0]
    if observed.empty:
        return {"share": np.nan, "unweighted": np.nan, "represented": 0.0}
    weight = observed["population"] / observed["population"].sum()
    return {
        "share": float((weight * observed["share"]).sum()),
        "unweighted": float(shares["count"].sum() / shares["denominator"].sum()),
        "represented": float(observed["population"].sum() / shares["population"].sum()),
    }


def next_questions(codebook: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return which questions to ask next: one row a question, the widest bounds first.

    shares: one row a question (question, population, and how many are open for which reason). Columns: question,
    population, open (those without an answer), the reasons, narrows (width of the bounds that one more answer takes away,
    as a share).
    """
    reasons = [reason for reason in NO_ANSWERS if reason != "not_applicable"]
    table = shares.drop_duplicates("question")[["question", "population", *reasons]].copy()
    table.insert(2, "open", table[reasons].sum(axis=1))
    table["narrows"] = np.where(table["population"] > 0, 1 / table["population"].clip(lower=1), 0.0)
    order = table["question"].map({q: n for n, q in enumerate(codebook["question"])})
    return table.assign(order=order).sort_values(["open", "order"], ascending=[False, True]).drop(columns="order")
