"""Shares: the single place where a count is divided by a denominator.

Everything comes in as frames: which units there are and in which group, what each answers, what counts as a yes.
METHODS.md, "Shares" and "Intervals".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from analysis.schema import NO_ANSWERS
from analysis.statistics.intervals import FINITE, NOT_COMPUTED, bounds, check_counts, domain

# Why a unit of the universe has no answer; the first of them stands outside the universe.
NOT_REVIEWED, NOT_APPLICABLE, NOT_ADDRESSED, UNREADABLE, UNSETTLED = NO_ANSWERS
WITHIN = (NOT_APPLICABLE, NOT_ADDRESSED, UNREADABLE, UNSETTLED)
COLUMNS = [
    "answer", "group", "count", "denominator", "population", "share", "low", "high", "level", "method",
    "bound_low", "bound_high", "coverage", "other", *NO_ANSWERS, "maybe", "units",
]  # fmt: skip
DOMAIN = "exact, domain of unknown size"


def shares(
    answers: pd.DataFrame,
    units: pd.DataFrame,
    population: pd.DataFrame,
    counted: Sequence[tuple[str, Collection[str]]],
    groups: Sequence[str],
    level: float,
    maybe: Collection[str] = (),
) -> pd.DataFrame:
    """Return the share of units with an answer: one row an answer and group, also where nobody is in the group.

    answers: one row a unit and code (unit, answer) of one question; units, population: one row a unit and group (unit,
    group), those whose record was read and those that the share speaks of; counted: a label and the codes that it takes
    for yes, each unit once; groups: in order; level: of the interval; maybe: units of the population of which it is not
    known whether they belong (a domain such as "of the States with legislation").

    count: units with a counted answer. denominator: units that answer at all. other: the rest of the denominator. The
    units of the universe without an answer stand in four columns of their own, those of the population outside the
    universe in not_reviewed, so that every row adds up to its members. population: members to whom the question could
    apply, among them so many of maybe. share = count / denominator, missing where that is 0. low, high: exact interval for
    the population or the domain; bound_low, bound_high: none, or all, of those without an answer have it. coverage =
    denominator / population. units: who was counted, sorted.
    """
    said = units.merge(answers, on="unit", how="left").fillna({"answer": NOT_ADDRESSED})
    said["reason"] = said["answer"].where(said["answer"].isin(NO_ANSWERS), "answered")
    states = said.drop_duplicates(["unit", "group"])
    per_group = pd.crosstab(states["group"], states["reason"]).reindex(
        index=list(groups), columns=["answered", *WITHIN], fill_value=0
    )
    of_group = population.groupby("group")["unit"]
    per_group["members"] = of_group.size().reindex(list(groups), fill_value=0)
    doubtful = population[population["unit"].isin(maybe)].groupby("group").size()
    per_group["maybe"] = doubtful.reindex(list(groups), fill_value=0)
    parts = [_counted(said, label, codes, groups) for label, codes in counted]
    table = pd.concat(parts, ignore_index=True)
    table = pd.concat([table, per_group.reindex(table["group"]).reset_index(drop=True)], axis=1)
    table = table.rename(columns={"answered": "denominator"})
    table["population"] = table["members"] - table[NOT_APPLICABLE]
    table["other"] = table["denominator"] - table["count"]
    table[NOT_REVIEWED] = table["population"] - table[["denominator", *WITHIN[1:]]].sum(axis=1)
    return measured(table, level)[COLUMNS]


def measured(table: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return rows of count, denominator, population and maybe with share, interval, bounds and coverage."""
    columns = ("count", "denominator", "population", "maybe")
    count, denominator, population, maybe = (table[c].to_numpy(dtype=int) for c in columns)
    check_counts(count, denominator, population)
    table = table.assign(level=level)
    with np.errstate(invalid="ignore", divide="ignore"):
        table["share"] = np.where(denominator > 0, count / denominator, np.nan)
        table["coverage"] = np.where(population > 0, denominator / population, np.nan)
    table["low"], table["high"] = domain(count, denominator, population - maybe, maybe, level)
    table["method"] = np.select([denominator == 0, maybe > 0], [NOT_COMPUTED, DOMAIN], FINITE)
    table["bound_low"], table["bound_high"] = bounds(count, denominator, population)
    return table


def _counted(said: pd.DataFrame, label: str, codes: Collection[str], groups: Sequence[str]) -> pd.DataFrame:
    """Return one row a group: the units with one of the codes, and how many they are."""
    having = said[said["answer"].isin(codes)].drop_duplicates(["unit", "group"]).sort_values("unit")
    units = having.groupby("group")["unit"].agg(tuple).to_dict()
    held = [units.get(group, ()) for group in groups]
    return pd.DataFrame({"answer": label, "group": list(groups), "count": [len(h) for h in held], "units": held})
