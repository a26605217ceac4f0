"""Shares: the single place where a count is divided by a denominator.

Everything comes in as frames: which units there are and in which group, what each answers, what counts as a yes.
METHODS.md, "Shares" and "Intervals".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.schema import NO_ANSWERS
from analysis.statistics.intervals import FINITE, NOT_COMPUTED, bounds, check_counts, domain

# Why a unit of the universe has no answer; the first of them stands outside the universe.
NOT_REVIEWED, NOT_APPLICABLE, NOT_ADDRESSED, UNREADABLE, UNSETTLED = NO_ANSWERS
WITHIN = (NOT_APPLICABLE, NOT_ADDRESSED, UNREADABLE, UNSETTLED)
COLUMNS = [
    "answer", "group", "count", "denominator", "population", "share", "low", "high", "level", "method",
    "bound_low", "bound_high", "coverage", "other", *NO_ANSWERS, "maybe", "silent_read", "maybe_read", "units",
]  # fmt: skip
OTHERWISE = ["count_otherwise", "denominator_otherwise", "share_otherwise"]
_ANSWERED = "answered"
DOMAIN = "exact, domain of unknown size"


def shares(
    answers: pd.DataFrame,
    units: pd.DataFrame,
    population: pd.DataFrame,
    counted: Sequence[tuple[str, Collection[str]]],
    groups: Sequence[str],
    level: float,
    maybe: Collection[str] = (),
    read: Collection[str] = (),
) -> pd.DataFrame:
    """Return the share of units with an answer: one row an answer and group, also where nobody is in the group.

    answers: one row a unit and code (unit, answer) of one question; units, population: one row a unit and group (unit,
    group), those whose record was read and those that the share speaks of; counted: a label and the codes that it takes
    for yes, each unit once; groups: in order; level: of the interval; maybe: units of the population of which it is not
    known whether they belong (a domain such as "of the States with legislation"); read: those of which a record was read.

    count: units with a counted answer. denominator: units that answer at all. other: the rest of the denominator. The
    units of the universe without an answer stand in four columns of their own, those of the population outside the
    universe in not_reviewed, so that every row adds up to its members. population: members to whom the question could
    apply, among them so many of maybe. share = count / denominator, missing where that is 0. low, high: exact interval for
    the population or the domain; bound_low, bound_high: none, or all, of those without an answer have it. coverage =
    denominator / population. silent_read, maybe_read: units read without an answer that belong, and that may belong.
    units: who was counted, sorted.
    """
    place = {group: n for n, group in enumerate(groups)}
    reason = answers["answer"].where(answers["answer"].isin(NO_ANSWERS), _ANSWERED)
    # A unit of several records, such as recommendations, has answered where one of them did.
    of_unit = dict(zip(answers["unit"], reason, strict=True)) | dict.fromkeys(
        answers["unit"][reason == _ANSWERED], _ANSWERED
    )
    reasons = units["unit"].map(of_unit).astype(object).fillna(NOT_ADDRESSED)
    at = units["group"].map(place).to_numpy(dtype=int)
    within = {name: np.bincount(at[reasons == name], minlength=len(groups)) for name in (_ANSWERED, *WITHIN)}
    of_member = population["group"].map(place).to_numpy(dtype=int)
    members = np.bincount(of_member, minlength=len(groups))
    may_belong = population["unit"].isin(maybe)
    doubtful = np.bincount(of_member[may_belong], minlength=len(groups))
    doubtful_read = np.bincount(of_member[may_belong & population["unit"].isin(read)], minlength=len(groups))
    belong = reasons.isin(WITHIN[1:]) & ~units["unit"].isin(maybe)
    silent_read = np.bincount(at[belong], minlength=len(groups))
    rows: dict[str, list] = {name: [] for name in ("answer", "group", "count", "units")}
    for label, codes in counted:
        having = units["unit"].isin(answers.loc[answers["answer"].isin(codes), "unit"]).to_numpy()
        held: list[list[str]] = [[] for _ in groups]
        for unit, group in zip(units["unit"][having], at[having], strict=True):
            held[group].append(unit)
        rows["answer"] += [label] * len(groups)
        rows["group"] += groups
        rows["count"] += [len(found) for found in held]
        rows["units"] += [tuple(sorted(found)) for found in held]
    table = pd.DataFrame(rows)
    beside = {name: np.tile(counts, len(counted)) for name, counts in within.items()}
    table = table.assign(**beside, members=np.tile(members, len(counted)), maybe=np.tile(doubtful, len(counted)))
    table = table.assign(
        silent_read=np.tile(silent_read, len(counted)), maybe_read=np.tile(doubtful_read, len(counted))
    )
    table = table.rename(columns={_ANSWERED: "denominator"})
    table["population"] = table["members"] - table[NOT_APPLICABLE]
    table["other"] = table["denominator"] - table["count"]
    table[NOT_REVIEWED] = table["population"] - table[["denominator", *WITHIN[1:]]].sum(axis=1)
    return measured(table, level)[COLUMNS]


def otherwise(table: pd.DataFrame, silent: Mapping[str, int], denied: Collection[str], *, is_no: bool) -> pd.DataFrame:
    """Return rows of shares with OTHERWISE: count, denominator and share where silence is read the other way; missing where that is the same.

    silent: units by group whose record is silent; denied: answers that count "no"; is_no: whether the shares take silence
    for "no", and the other reading for no answer.
    """
    n = table["group"].map(silent).fillna(0) * (-1 if is_no else 1)
    count = (table["count"] + n * table["answer"].isin(denied)).where(n != 0)
    denominator = (table["denominator"] + n).where(n != 0)
    return table.assign(
        **dict(zip(OTHERWISE, (count, denominator, count / denominator.where(denominator > 0)), strict=True))
    )


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
