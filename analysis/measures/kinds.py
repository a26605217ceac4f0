"""The kinds of measure: each a short function from a row of measures.csv to the rows of its result.

What a kind has no use for stays empty. To add a kind: one function, decorated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.measures.answers import NO, RECOMMENDATION
from analysis.measures.asked import SHARE, Asked, kind
from analysis.measures.universes import ENTITY, ROW, Universe
from analysis.schema import NO_ANSWERS, SEPARATOR, parts
from analysis.statistics.coverage import rates
from analysis.statistics.editions import YES
from analysis.statistics.shares import NOT_ADDRESSED, NOT_REVIEWED, OTHERWISE, measured, otherwise, shares
from analysis.tidy.asked import in_words
from analysis.tidy.codes import DATE


@kind("share", *SHARE)
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
        conditions = in_words(given, asked.answers.layers, signs=(": ", ", "))
        name = f"{name} with “{', '.join(conditions)}”"
    tables = []
    for question in asked.questions:
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


@kind("at_least", "question", "answers", "by")
def at_least(asked: Asked) -> pd.DataFrame:
    """The share of units that give a counted answer to at least so many of several questions ("20 of >= good"): one row a group.

    What does not apply to a unit is none of the answers counted.
    """
    universe, counted = asked.universe, [(asked.row["answers"], (YES,))]
    units, everyone = asked.grouped(universe.units), asked.grouped(universe.everyone.units)
    reached = asked.answers.reached(universe, asked.row)
    return _described(shares(reached, units, everyone, counted, asked.groups, asked.level), universe)


@kind("of_all", *SHARE)
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


@kind("rate", "by")
def rate(asked: Asked) -> pd.DataFrame:
    """How many units of the population are in the universe: one row a group."""
    universe = asked.universe
    return rates(asked.grouped(universe.units), asked.grouped(universe.everyone.units), asked.groups)


@kind("rows", "by")
def rows(asked: Asked) -> pd.DataFrame:
    """How many units there are: one row a group."""
    return _how_many(asked, asked.universe.units)


@kind("distinct", "by")
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
    question = asked.row["question"]
    listed = asked.layers.codes(asked.answers.codebook["answers"].get(question, ""))
    table = asked.answers.of(universe, question)
    if listed and not any(code.lstrip("-").isdecimal() for code in listed):
        raise DataError(
            f"measures.csv, {asked.row.name}: the answers to “{question}” are no numbers, but {', '.join(listed)}."
        )
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


@kind("highest", "question")
@kind("latest", "question")
def highest(asked: Asked) -> pd.DataFrame:
    """The greatest number answered or listed: one row, with the units that have it."""
    return _extreme(asked, max)


@kind("earliest", "question")
def earliest(asked: Asked) -> pd.DataFrame:
    """The least number answered or listed: one row, with the units that have it."""
    return _extreme(asked, min)


@kind("sum", "question")
def sum_of(asked: Asked) -> pd.DataFrame:
    """The numbers answered or listed, added up: one row. Raises DataError for days, which have no sum."""
    if _asks_for_days(asked):
        raise DataError(f"measures.csv, {asked.row.name}: “{asked.row['question']}” asks for days, which have no sum.")
    if asked.universe.unit == ENTITY and RECOMMENDATION in parts(asked.universe.record):
        raise DataError(
            f"measures.csv, {asked.row.name}: add up over a universe of recommendations, not of entities with several."
        )
    numbers = _numbers(asked)
    return _one_number(asked, float(numbers.sum()) if len(numbers) else np.nan, tuple(sorted(numbers.index)), numbers)


@kind("status", "question", "by")
def status(asked: Asked) -> pd.DataFrame:
    """What every unit of the population answers, or why it does not: one row a unit (answer, group)."""
    universe, grouping = asked.universe, asked.row["by"] or next(iter(asked.answers.dataset.paper.groupings), "")
    held = asked.answers.of(universe, asked.row["question"]).groupby("unit")["answer"].agg(SEPARATOR.join)
    everyone = universe.everyone.units
    reached = everyone["unit"].isin(universe.units["unit"])
    silent = reached.map({True: NOT_ADDRESSED, False: NOT_REVIEWED})
    answer = everyone["unit"].map(held)
    table = pd.DataFrame({"answer": answer.where(answer.notna(), silent)})
    groups = everyone.get(grouping, "")
    return table.assign(group=groups, grouping=grouping, units=[(unit,) for unit in everyone["unit"]], count=1)
