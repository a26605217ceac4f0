"""The kinds of measure: each a short function from a row of measures.csv to the rows of its result.

What a kind has no use for stays empty. To add a kind: one function, decorated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.measures.answers import NO, Answers
from analysis.measures.asked import Asked, kind
from analysis.measures.universes import ROW, Universe, Universes
from analysis.schema import NO_ANSWERS, SEPARATOR, parts
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.coverage import post_stratified, rates
from analysis.statistics.differences import differences
from analysis.statistics.editions import OPEN, OTHER, YES, change_between
from analysis.statistics.pairs import tango
from analysis.statistics.shares import NOT_ADDRESSED, NOT_REVIEWED, OTHERWISE, measured, otherwise, shares
from analysis.tidy.asked import in_words
from analysis.tidy.codes import DATE


@kind("share")
def share(asked: Asked) -> pd.DataFrame:
    """The share of the universe's units with an answer: one row a question, answer and group.

    With earlier answers given it is the share of a domain of the population, not of what was read; a unit that was read and of which it is not
    known whether it belongs stands where its earlier answer stands. OTHERWISE: what it is
    where silence is read as the codebook does not.
    """
    universe, given = asked.universe, asked.row["given"]
    units, everyone, name = universe.units, universe.everyone.units, universe.name
    no = asked.row["not_applicable"] == "no"
    domain: set[str] = set()
    belong = units
    if given:
        members, domain = asked.answers.domain(universe, given)
        belong, units = units[units["unit"].isin(members)], units[units["unit"].isin(members | domain)]
        everyone = everyone[everyone["unit"].isin(members | domain)]
        name = f"{name} with “{', '.join(in_words(given, asked.answers.layers))}”"
    tables = []
    for question in parts(asked.row["question"]):
        answers = asked.answers.of(universe, question, not_applicable_is_no=no)
        counted = asked.answers.counted(question, asked.row["answers"])
        condition = "" if no or given else asked.answers.codebook.at[question, "asked_if"]
        maybe = domain
        if condition:  # who says that it does not apply was not asked, whatever is known of the condition
            maybe = asked.answers.domain(universe, condition)[1] & asked.answers.open_units(universe, question)
        told = asked.answers.as_given(answers, universe, given, domain) if given else answers
        frames, read = (asked.grouped(units), asked.grouped(everyone)), universe.units["unit"]
        parted = asked.answers.parted(told, universe, question, counted)
        made = [shares(said, *frames, own, asked.groups, asked.level, maybe, read) for said, own in parted]
        table = pd.concat(made, ignore_index=True)
        is_no = asked.answers.silence_is_no(question)
        if is_no or table[NOT_ADDRESSED].any():
            silent = belong[belong["unit"].isin(asked.answers.silent(universe, question, answers))]
            denied = [label for label, codes in counted if NO in codes]
            table = otherwise(table, asked.grouped(silent)["group"].value_counts().to_dict(), denied, is_no=is_no)
        tables.append(table.assign(question=question, universe=name, of=universe.everyone.name))
    return _described(pd.concat(tables, ignore_index=True), universe)


def _described(table: pd.DataFrame, universe: Universe) -> pd.DataFrame:
    """Return shares, without intervals where units chose to answer, who describe nobody else."""
    chose = "response" in universe.record
    return table.assign(low=np.nan, high=np.nan, method="describes those who answered") if chose else table


@kind("at_least")
def at_least(asked: Asked) -> pd.DataFrame:
    """The share of units that give a counted answer to at least so many of several questions ("20 of >= good"): one row a group.

    What does not apply to a unit is none of the answers counted.
    """
    universe, counted = asked.universe, [(asked.row["answers"], (YES,))]
    units, everyone = asked.grouped(universe.units), asked.grouped(universe.everyone.units)
    reached = asked.answers.reached(universe, asked.row)
    return _described(shares(reached, units, everyone, counted, asked.groups, asked.level), universe)


@kind("of_all")
def of_all(asked: Asked) -> pd.DataFrame:
    """As share, but of all units to which the question could apply: without a known answer, a unit does not have it.

    Where nobody answers there is no denominator.
    """
    table = share(asked)
    everyone = table["population"].where(table["denominator"] > 0, 0)
    nothing = dict.fromkeys([name for name in NO_ANSWERS if name != "not_applicable"], 0)
    whole = table.assign(
        universe=table["of"], denominator=everyone, other=everyone - table["count"], maybe=0, **nothing
    )
    return measured(whole, asked.level).drop(columns=OTHERWISE, errors="ignore")


@kind("rate")
def rate(asked: Asked) -> pd.DataFrame:
    """How many units of the population are in the universe: one row a group."""
    universe = asked.universe
    return rates(asked.grouped(universe.units), asked.grouped(universe.everyone.units), asked.groups)


@kind("rows")
def rows(asked: Asked) -> pd.DataFrame:
    """How many units there are: one row a group."""
    return _how_many(asked, asked.universe.units)


@kind("distinct")
def distinct(asked: Asked) -> pd.DataFrame:
    """How many different entities the units speak of: one row a group."""
    return _how_many(asked, asked.universe.units.query("entity != ''").drop_duplicates("entity"))


def _how_many(asked: Asked, units: pd.DataFrame) -> pd.DataFrame:
    table = rates(asked.grouped(units), asked.grouped(units), asked.groups)
    return table[["group", "units", "count"]].assign(value=table["count"], method="count")


@kind("listing")
def listing(asked: Asked) -> pd.DataFrame:
    """The rows of a list with their values; figures on a population as shares of it."""
    universe = asked.universe
    table = (
        universe.units.sort_values(["value", "name"], kind="stable") if universe.population is None else universe.units
    )
    table = table[["unit", "label", "value", "row_kind", "note", "paragraph"]].rename(columns={"unit": "answer"})
    table["value"] = _as_numbers(table.set_index("answer")["value"]).to_numpy()
    if universe.population is not None:
        table["count"] = table["value"].astype(int)
        table["denominator"] = table["population"] = len(universe.population)
        table["share"] = table["count"] / len(universe.population)
        table[["low", "high", "bound_low", "bound_high"]] = np.repeat(table[["share"]].to_numpy(), 4, axis=1)
    return table.reset_index(drop=True).assign(method="listed")


def _numbers(asked: Asked) -> pd.Series:
    """Return the numbers that units answer, or that the rows of a list hold, by unit; of a day its year."""
    universe = asked.universe
    if universe.unit == ROW:
        return _as_numbers(universe.units.set_index("unit")["value"]).dropna()
    table = asked.answers.of(universe, asked.row["question"])
    given = table.set_index("unit")["answer"]
    return pd.to_numeric(given.str[:4] if _asks_for_days(asked) else given, errors="coerce").dropna()


def _asks_for_days(asked: Asked) -> bool:
    return asked.answers.codebook["answers"].get(asked.row["question"]) == DATE


def _as_numbers(listed: pd.Series) -> pd.Series:
    """Return the values of a list as numbers, an empty one as missing. Raises DataError for one that is neither."""
    numbers = pd.to_numeric(listed, errors="coerce")
    for name, value in listed[numbers.isna() & (listed != "")].items():
        raise DataError(f"lists.csv, {name}: “{value}” is no number, which this measure needs.")
    return numbers


def _one_number(asked: Asked, value: float, units: tuple[str, ...], numbers: pd.Series) -> pd.DataFrame:
    left = 0 if asked.universe.unit == ROW else len(asked.answers.open_units(asked.universe, asked.row["question"]))
    row = {"value": value, "units": units, "count": len(units), "values": tuple(numbers), "open": left}
    return pd.DataFrame([{**row, "method": asked.row["kind"]}])


def _extreme(asked: Asked, choose: Callable[[pd.Series], float]) -> pd.DataFrame:
    numbers = _numbers(asked)
    value = float(choose(numbers)) if len(numbers) else np.nan
    return _one_number(asked, value, tuple(sorted(numbers.index[numbers == value])), numbers)


@kind("highest")
@kind("latest")
def highest(asked: Asked) -> pd.DataFrame:
    """The greatest number answered or listed: one row, with the units that have it."""
    return _extreme(asked, max)


@kind("earliest")
def earliest(asked: Asked) -> pd.DataFrame:
    """The least number answered or listed: one row, with the units that have it."""
    return _extreme(asked, min)


@kind("sum")
def sum_of(asked: Asked) -> pd.DataFrame:
    """The numbers answered or listed, added up: one row. Raises DataError for days, which have no sum."""
    if _asks_for_days(asked):
        raise DataError(f"measures.csv, {asked.row.name}: “{asked.row['question']}” asks for days, which have no sum.")
    numbers = _numbers(asked)
    return _one_number(asked, float(numbers.sum()) if len(numbers) else np.nan, tuple(sorted(numbers.index)), numbers)


@kind("status")
def status(asked: Asked) -> pd.DataFrame:
    """What every unit of the population answers, or why it does not: one row a unit (answer, group)."""
    universe, grouping = asked.universe, asked.row["by"] or "regional_group"
    held = asked.answers.of(universe, asked.row["question"]).groupby("unit")["answer"].agg(SEPARATOR.join)
    everyone = universe.everyone.units
    reached = everyone["unit"].isin(universe.units["unit"])
    silent = reached.map({True: NOT_ADDRESSED, False: NOT_REVIEWED})
    answer = everyone["unit"].map(held)
    table = pd.DataFrame({"answer": answer.where(answer.notna(), silent)})
    groups = everyone.get(grouping, "")
    return table.assign(group=groups, grouping=grouping, units=[(unit,) for unit in everyone["unit"]], count=1)


@kind("difference")
def difference(asked: Asked) -> pd.DataFrame:
    """Each group against the units outside it: one row a group, with the columns of `analysis.statistics.differences`.

    Of a grouping of two the groups are one comparison; those in no group are none.
    """
    table, rest = share(asked), share(replace(asked, outside=True))
    sides = ["count", "denominator", "population"]
    compared = sum(1 for group in asked.groups if group not in ("none", "not a member"))
    both = [*(table[side] for side in sides), *(rest[side] for side in sides)]
    told = differences(*both, comparisons=max(compared, 1), level=asked.level)
    return pd.concat([table[["question", "answer", "group", "universe", "of", "units"]], told], axis=1)


def _apart(asked: Asked) -> pd.DataFrame:
    """Return shares by group. Raises DataError where a unit is in two groups, which no such statement allows."""
    if asked.grouped(asked.universe.everyone.units)["unit"].duplicated().any():
        raise DataError(
            f"measures.csv, {asked.row.name}: some units are in two groups; a {asked.row['kind']} needs them apart."
        )
    return share(asked)


@kind("test")
def test(asked: Asked) -> pd.DataFrame:
    """Whether the shares of all groups differ, as a permutation statement: one row with p."""
    table = _apart(asked)
    p = fisher_freeman_halton(table["count"], table["denominator"])
    totals = table[["count", "denominator"]].sum()
    return pd.DataFrame([{"value": p, **totals, "method": "Fisher-Freeman-Halton, exact"}])


@kind("weighted")
def weighted(asked: Asked) -> pd.DataFrame:
    """The share of all with each group weighted to its true size: one row, the unweighted share beside it."""
    table = _apart(asked)
    return pd.DataFrame([{**post_stratified(table), **table[["count", "denominator", "population"]].sum()}])


@kind("change")
def change(asked: Asked) -> pd.DataFrame:
    """How a share came from one universe to a later one: one row a step (`analysis.statistics.editions.change_between`).

    The earlier one is taken as its edition knew it: before the corrections that were made after the day of that edition.
    """
    first, last = (_told(asked, universe) for universe in asked.all_universes)
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
    dataset, first = asked.answers.dataset, asked.all_universes[0]
    known = dataset.as_known_on(dataset.paper.editions.get(first.edition, first.day))
    return asked if known is dataset else replace(asked, universes=Universes(known), answers=Answers(known))


@kind("paired")
def pairs(asked: Asked) -> pd.DataFrame:
    """Two universes' answers of the same units: one row (pairs, only_first, only_second, difference, Tango's interval)."""
    first, second = (_yes(asked, universe)["yes"] for universe in asked.all_universes)
    both = pd.concat([first.rename("first"), second.rename("second")], axis=1, join="inner")
    only_first, only_second = int((both["first"] & ~both["second"]).sum()), int((~both["first"] & both["second"]).sum())
    low, high = tango(only_first, only_second, len(both), asked.level)
    apart = (only_second - only_first) / len(both) if len(both) else np.nan
    population = len(asked.all_universes[0].everyone)
    counts = {"population": population, "pairs": len(both), "only_first": only_first, "only_second": only_second}
    return pd.DataFrame([{**counts, "difference": apart, "low": low[0], "high": high[0], "method": "Tango"}])


def _yes(asked: Asked, universe: Universe) -> pd.DataFrame:
    """Return whether each unit that answers gives a counted answer (yes), by unit."""
    question = asked.row["question"]
    rows = asked.answers.of(universe, question)
    (_, codes), *_ = asked.answers.counted(question, asked.row["answers"])
    rows = rows[~rows["answer"].isin(NO_ANSWERS)]
    return rows.assign(yes=rows["answer"].isin(codes)).groupby("unit")[["yes"]].any()
