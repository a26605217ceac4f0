"""Shares: the single place where a count is divided by a denominator."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.reference import reference, version
from analysis.schema import NO_ANSWERS, codes_of
from analysis.statistics.intervals import bounds, check_counts, interval
from analysis.statistics.universes import Universe, groups_in

EITHER = "|"
MEASURES = [
    "count",
    "denominator",
    "population",
    "share",
    "low",
    "high",
    "level",
    "method",
    "bound_low",
    "bound_high",
    "coverage",
    "not_addressed",
    "unreadable",
    "not_applicable",
    "universe",
    "states",
]


def level() -> float:
    """Return the confidence level of the house, from data/reference/margins.csv."""
    return float(reference("margins").set_index("margin").at["level", "value"])


def shares(
    findings: pd.DataFrame,
    question: str | list[str],
    answer: str | list[str] | None = None,
    *,
    universe: Universe,
    by: str | list[str] | None = None,
    population: Universe | None = None,
    given: dict[str, str] | None = None,
    article: str = "46",
    record: str = "review",
    not_applicable_is_no: bool = False,
    method: str | None = None,
) -> pd.DataFrame:
    """Return the share of States with an answer: one row a question, answer and group (full grid).

    findings: one row an agreed answer (iso3, record, article, question, answer).
    question, answer: one or several; answer None takes every code of the question's list; "a|b" counts the
    States that gave a or b, each once.
    universe: the States that the share is a share of; refused without one. Its population (or the one
    given) is what interval and bounds speak of.
    by: grouping or groupings, columns of the universe's states; groups without a State are rows of 0.
    given: earlier answers that a State must have, such as {"legislation": "yes"}: a conditional share.
    not_applicable_is_no: count "not applicable" as an answer other than the one asked for: a State without
    legislation has no provisions in any law.

    Columns: question, answer, the groupings, then MEASURES. count: States with the answer. denominator:
    States of the universe whose record answers the question with yes, no or another code; "not
    addressed", "unreadable" and "not applicable" stand beside it and are not in it. population: States of
    the population to which the question could apply. share = count / denominator, missing where the
    denominator is 0. low, high: interval for the population; bound_low, bound_high: none, or all, of the
    States without an answer have it. coverage = denominator / population. states: codes of those counted.

    Raises TypeError without a universe, ValueError for an unknown question, answer or grouping.
    Method: METHODS.md, "Shares" and "Intervals".
    """
    if not isinstance(universe, Universe):
        raise TypeError("a share needs a universe: say what it is a share of (see analysis.statistics.universes)")
    questions, groupings = _listed(question), _listed(by)
    _check(questions, answer, groupings, universe)
    if given:
        universe = conditional(findings, universe, given, article, record)
    everyone = population or universe.everyone
    answers = _answers_within(findings, universe, questions, article, record)
    if not_applicable_is_no:
        answers["answer"] = answers["answer"].replace("not_applicable", "no")
    grid = _grid(questions, answer, groupings, everyone)
    table = _count(grid, answers, groupings, universe, everyone)
    return _measured(table, universe, method)[["question", "answer", *groupings, *MEASURES]]


def conditional(
    findings: pd.DataFrame,
    universe: Universe,
    given: dict[str, str],
    article: str = "46",
    record: str = "review",
) -> Universe:
    """Return the part of a universe whose record gave the earlier answers.

    It is its own population: of a State that was not reviewed it is not known whether it belongs.
    """
    codebook = reference("codebook").set_index("question")
    name, states = universe.name, set(universe.states["iso3"])
    for question, answer in given.items():
        rows = findings[
            (findings["question"] == question)
            & (findings["answer"] == answer)
            & (findings["article"] == article)
            & (findings["record"] == record)
        ]
        states &= set(rows["iso3"])
        name += f" with “{codebook.at[question, 'label']}: {answer}”"
    return universe.where(name, states)


def _listed(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _check(questions: list[str], answer, groupings: list[str], universe: Universe) -> None:
    known = set(reference("codebook")["question"])
    for question in questions:
        if question not in known:
            raise ValueError(f"the codebook has no question “{question}”; it has: {', '.join(sorted(known))}")
        given = {part for one in _listed(answer) for part in one.split(EITHER)}
        unfit = given - set(_codes(question)) if _codes(question) else set()
        if unfit:
            raise ValueError(
                f"“{sorted(unfit)[0]}” is no answer to “{question}”; there are: {', '.join(_codes(question))}"
            )
    for grouping in groupings:
        strange = set(universe.everyone.states.get(grouping, [])) - set(codes_of(grouping))
        if strange:
            raise ValueError(
                f"“{sorted(strange)[0]}” is no code of the grouping “{grouping}”; add it to codes.csv, or correct the State"
            )
        if grouping not in universe.states:
            raise ValueError(
                f"“{grouping}” is no grouping of the States; there are: "
                f"{', '.join(c for c in universe.states if c in set(reference('codes')['list']))}"
            )


def _codes(question: str) -> list[str]:
    return codes_of(_answer_lists(version())[question])


@lru_cache(maxsize=2)
def _answer_lists(stamp: tuple) -> dict[str, str]:
    codebook = reference("codebook")
    return dict(zip(codebook["question"], codebook["answers"], strict=True))


def _answers_within(
    findings: pd.DataFrame, universe: Universe, questions: list[str], article: str, record: str
) -> pd.DataFrame:
    """Return the answers of the universe's States, with their groupings: one row a State and code."""
    rows = findings[
        findings["question"].isin(questions) & (findings["article"] == article) & (findings["record"] == record)
    ]
    rows = rows[["iso3", "question", "answer"]].drop_duplicates()
    return rows.merge(universe.states, on="iso3", how="inner")


def _grid(questions: list[str], answer, groupings: list[str], everyone: Universe) -> pd.DataFrame:
    """Return every combination of question, answer and group."""
    grid = pd.DataFrame(
        [(q, a) for q in questions for a in (_listed(answer) or _codes(q))], columns=["question", "answer"]
    )
    for grouping in groupings:
        grid = grid.merge(pd.DataFrame({grouping: groups_in(everyone, grouping)}), how="cross")
    return grid


def _count(
    grid: pd.DataFrame, answers: pd.DataFrame, groupings: list[str], universe: Universe, everyone: Universe
) -> pd.DataFrame:
    """Count States for every cell of the grid."""
    cell, ask = ["question", "answer", *groupings], ["question", *groupings]
    answered = answers[~answers["answer"].isin(NO_ANSWERS)]
    table = grid.copy()
    held = _either(answered, grid).groupby(cell)["iso3"].agg(["size", lambda codes: tuple(sorted(codes))])
    held.columns = ["count", "states"]
    table = table.merge(held.reset_index(), on=cell, how="left")
    table["states"] = [codes if isinstance(codes, tuple) else () for codes in table["states"]]
    table = _with(table, answered.drop_duplicates(["iso3", "question"]).groupby(ask).size(), "denominator")
    for reason in ("not_addressed", "unreadable", "not_applicable"):
        table = _with(table, answers[answers["answer"] == reason].groupby(ask).size(), reason)
    table = (
        _with(table, everyone.states.groupby(groupings).size(), "members")
        if groupings
        else table.assign(members=len(everyone))
    )
    table["count"] = table["count"].fillna(0).astype(int)
    table["population"] = table["members"] - table["not_applicable"]
    return table


def _either(answered: pd.DataFrame, grid: pd.DataFrame) -> pd.DataFrame:
    """Add a row a State for each "a|b" of the grid that it gave a part of."""
    joined = [a for a in grid["answer"].unique() if EITHER in a]
    more = [
        answered[answered["answer"].isin(a.split(EITHER))].drop_duplicates(["iso3", "question"]).assign(answer=a)
        for a in joined
    ]
    return pd.concat([answered, *more]) if more else answered


def _with(table: pd.DataFrame, counts: pd.Series, name: str) -> pd.DataFrame:
    merged = table.merge(counts.rename(name).reset_index(), how="left")
    return merged.assign(**{name: merged[name].fillna(0).astype(int)})


def _measured(table: pd.DataFrame, universe: Universe, method: str | None) -> pd.DataFrame:
    """Divide, and put interval and bounds beside the share."""
    count, denominator, population = (table[c].to_numpy() for c in ("count", "denominator", "population"))
    check_counts(count, denominator, population)
    table = table.assign(level=level(), universe=universe.name)
    with np.errstate(invalid="ignore", divide="ignore"):
        table["share"] = np.where(denominator > 0, count / denominator, np.nan)
        table["coverage"] = np.where(population > 0, denominator / population, np.nan)
    table[["low", "high", "method"]] = interval(count, denominator, population, level=level(), method=method).to_numpy()
    table[["low", "high"]] = table[["low", "high"]].astype(float)
    table["bound_low"], table["bound_high"] = bounds(count, denominator, population)
    return table
