"""Shares: the single place where a count is divided by a denominator.

Everything comes in as frames: which units there are and in which group, what each answers, what counts as a yes.
METHODS.md, "Shares" and "Intervals".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
    said = list(zip(answers["unit"].tolist(), answers["answer"].tolist(), strict=True))
    # A unit of several records, such as recommendations, has answered where one of them did.
    reason = {unit: code for unit, code in said if code in NO_ANSWERS}
    reason |= {unit: _ANSWERED for unit, code in said if code not in NO_ANSWERS}
    of_group = [
        (unit, place[group]) for unit, group in zip(units["unit"].tolist(), units["group"].tolist(), strict=True)
    ]
    of_member = [
        (unit, place[group])
        for unit, group in zip(population["unit"].tolist(), population["group"].tolist(), strict=True)
    ]
    maybe, read = frozenset(maybe), frozenset(read)
    told = [(reason.get(unit, NOT_ADDRESSED), unit, group) for unit, group in of_group]

    def number(chosen: Iterable[int]) -> np.ndarray:
        return np.bincount(np.fromiter(chosen, dtype=int), minlength=len(groups))

    beside = {name: number(group for why, _, group in told if why == name) for name in (_ANSWERED, *WITHIN)}
    beside["members"] = number(group for _, group in of_member)
    beside["maybe"] = number(group for unit, group in of_member if unit in maybe)
    beside["silent_read"] = number(group for why, unit, group in told if why in WITHIN[1:] and unit not in maybe)
    beside["maybe_read"] = number(group for unit, group in of_member if unit in maybe and unit in read)
    beside["denominator"] = beside.pop(_ANSWERED)
    beside["population"] = beside.pop("members") - beside[NOT_APPLICABLE]
    beside[NOT_REVIEWED] = beside["population"] - sum(beside[name] for name in ("denominator", *WITHIN[1:]))
    held: list[tuple[str, ...]] = []
    for _, codes in counted:
        yes = {unit for unit, code in said if code in codes}
        having: list[list[str]] = [[] for _ in groups]
        for unit, group in of_group:
            if unit in yes:
                having[group].append(unit)
        held += [tuple(sorted(found)) for found in having]
    table = pd.DataFrame(
        {
            "answer": np.repeat([label for label, _ in counted], len(groups)),
            "group": list(groups) * len(counted),
            "count": [len(found) for found in held],
            **{name: np.tile(counts, len(counted)) for name, counts in beside.items()},
        }
    ).astype({"answer": str, "group": str})
    table["other"], table["units"] = table["denominator"] - table["count"], held
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
