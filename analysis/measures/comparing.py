"""The kinds of measures that compare: groups with each other, or the answers of two universes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.measures.answers import Answers
from analysis.measures.asked import SHARE, Asked, kind
from analysis.measures.kinds import share
from analysis.measures.universes import Universe, Universes
from analysis.schema import NO_ANSWERS
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.coverage import post_stratified
from analysis.statistics.differences import differences
from analysis.statistics.editions import OPEN, OTHER, YES, change_between
from analysis.statistics.pairs import tango


@kind("difference", *SHARE)
def difference(asked: Asked) -> pd.DataFrame:
    """Each group against the units outside it: one row a group, with the columns of `analysis.statistics.differences`.

    Of a grouping of two the groups are one comparison; those in no group are none.
    """
    table, rest = share(asked), share(replace(asked, outside=True))
    sides = ["count", "denominator", "population"]
    compared = int((~table["group"].isin(["none", "not a member"])).sum())
    both = [*(table[side] for side in sides), *(rest[side] for side in sides)]
    told = differences(*both, comparisons=max(compared, 1), level=asked.level)
    return pd.concat([table[["question", "answer", "group", "universe", "of", "units"]], told], axis=1)


def _apart(asked: Asked) -> pd.DataFrame:
    """Return shares by group. Raises DataError where a unit is in two groups, or two answers are counted, which no such statement allows."""
    asked.one_answer()
    if asked.grouped(asked.universe.everyone.units)["unit"].duplicated().any():
        raise DataError(
            f"measures.csv, {asked.row.name}: some units are in two groups; a {asked.row['kind']} needs them apart."
        )
    return share(asked)


@kind("test", *SHARE)
def test(asked: Asked) -> pd.DataFrame:
    """Whether the shares of all groups differ, as a permutation statement: one row with p."""
    table = _apart(asked)
    p = fisher_freeman_halton(table["count"], table["denominator"])
    totals = table[["count", "denominator"]].sum()
    return pd.DataFrame([{"value": p, **totals, "method": "Fisher-Freeman-Halton, exact"}])


@kind("weighted", *SHARE)
def weighted(asked: Asked) -> pd.DataFrame:
    """The share of all with each group weighted to its true size: one row, the unweighted share beside it."""
    table = _apart(asked)
    return pd.DataFrame([{**post_stratified(table), **table[["count", "denominator", "population"]].sum()}])


@kind("change", "question", "answers")
def change(asked: Asked) -> pd.DataFrame:
    """How a share came from one universe to a later one: one row a step (`analysis.statistics.editions.change_between`).

    The earlier one is taken as its edition knew it: before the corrections that were made after the day of that edition.
    """
    first, last = (_told(asked, universe) for universe in asked.two_universes)
    known = _as_known(asked)
    before = first if known is asked else _told(known, known.all_universes[0])
    now = first.reindex(before.index)
    corrected = before.index[(now != before) & now.notna()]
    table = change_between(before, last, corrected).rename(columns={"step": "answer", "units": "touched"})
    return table.assign(method="change between editions")


def _told(asked: Asked, universe: Universe) -> pd.Series:
    """Return YES, OTHER or OPEN by unit of the universe's population."""
    told = _yes(asked, universe)["yes"].map({True: YES, False: OTHER})
    return told.reindex(universe.everyone.units["unit"]).fillna(OPEN).astype(object)


def _as_known(asked: Asked) -> Asked:
    """Return the question to the data as they were known when the edition of its first universe was written."""
    dataset, first = asked.answers.dataset, asked.two_universes[0]
    known = dataset.as_known_on(dataset.paper.editions.get(first.edition, first.day))
    return asked if known is dataset else replace(asked, universes=Universes(known), answers=Answers(known))


@kind("paired", "question", "answers")
def pairs(asked: Asked) -> pd.DataFrame:
    """Two universes' answers of the same units: one row (pairs, only_first, only_second, difference, Tango's interval)."""
    first, second = (_yes(asked, universe)["yes"] for universe in asked.two_universes)
    both = pd.concat([first.rename("first"), second.rename("second")], axis=1, join="inner")
    only_first, only_second = int((both["first"] & ~both["second"]).sum()), int((~both["first"] & both["second"]).sum())
    low, high = tango(only_first, only_second, len(both), asked.level)
    apart = (only_second - only_first) / len(both) if len(both) else np.nan
    population = len(asked.two_universes[0].everyone)
    counts = {"population": population, "pairs": len(both), "only_first": only_first, "only_second": only_second}
    return pd.DataFrame([{**counts, "difference": apart, "low": low[0], "high": high[0], "method": "Tango"}])


def _yes(asked: Asked, universe: Universe) -> pd.DataFrame:
    """Return whether each unit that answers gives a counted answer (yes), by unit."""
    question, codes = asked.one_answer()
    rows = asked.answers.of(universe, question)
    rows = rows[~rows["answer"].isin(NO_ANSWERS)]
    return rows.assign(yes=rows["answer"].isin(codes)).groupby("unit")[["yes"]].any()
