"""Differences of two groups' shares: bounds, simultaneous intervals, and Fisher's test for what it is.

METHODS.md, "Comparing groups".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis.statistics.intervals import bounds, interval

BOUNDS, INTERVAL, NEITHER = "bounds", "interval", ""
COLUMNS = [
    "count",
    "denominator",
    "population",
    "share",
    "rest_count",
    "rest_denominator",
    "rest_population",
    "rest_share",
    "difference",
    "bound_low",
    "bound_high",
    "low",
    "high",
    "level",
    "excludes_none",
    "p",
]


def level_of_each(comparisons: int, level: float = 0.95) -> float:
    """Return the level of each of the two intervals behind a difference: sqrt(1 - (1 - level) / comparisons).

    Both intervals then hold together with probability 1 - (1 - level) / comparisons or more (two groups observed
    independently), and all comparisons shown together with probability level or more (Bonferroni).
    """
    if comparisons < 1:
        raise ValueError("there is no comparison to show")
    return float(np.sqrt(1 - (1 - level) / comparisons))


def differences(
    count,
    denominator,
    population,
    rest_count,
    rest_denominator,
    rest_population,
    *,
    comparisons: int | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return pairs of groups compared: one row a pair, with COLUMNS; all shares and differences between -1 and 1.

    count, denominator, population: those with the answer, those with any, and the group's target; rest_...: the same
    of the other group, which shares no State with the first. Equally long arrays of whole numbers. comparisons: how
    many are shown together; all rows unless told otherwise.

    difference: share minus rest_share, missing where a side has no answer. bound_low, bound_high: the differences
    that need no assumption, whatever the open States of both answer. low, high: low of one interval minus high of
    the other and the reverse, by the exact finite-population interval of each at `level_of_each`. excludes_none:
    which of the two leaves out a difference of 0, "bounds" before "interval"; empty: no difference may be said.
    p: Fisher's exact test, a permutation statement (had these answers been dealt at random among the States that
    answered); it says nothing of States that are open. Raises ValueError for counts that cannot be.
    """
    given = (count, denominator, population, rest_count, rest_denominator, rest_population)
    k, n, size, rest_k, rest_n, rest_size = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(x, dtype=int)) for x in given)
    )
    each = level_of_each(comparisons or max(1, k.size), level)
    one, other = interval(k, n, size, level=each), interval(rest_k, rest_n, rest_size, level=each)
    (least, greatest), (rest_least, rest_greatest) = bounds(k, n, size), bounds(rest_k, rest_n, rest_size)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, rest_share = np.where(n > 0, k / n, np.nan), np.where(rest_n > 0, rest_k / rest_n, np.nan)
    columns = [k, n, size, share, rest_k, rest_n, rest_size, rest_share, share - rest_share]
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=False)))
    table["bound_low"], table["bound_high"] = least - rest_greatest, greatest - rest_least
    table["low"], table["high"] = one["low"] - other["high"], one["high"] - other["low"]
    table["level"] = level
    table["excludes_none"] = np.select(
        [_without_none(table["bound_low"], table["bound_high"]), _without_none(table["low"], table["high"])],
        [BOUNDS, INTERVAL],
        NEITHER,
    )
    table["p"] = fisher(k, n, rest_k, rest_n)
    return table[COLUMNS]


def _without_none(low: pd.Series, high: pd.Series) -> pd.Series:
    """Return where an interval leaves out 0; a rounding error is no difference."""
    return (low > 1e-12) | (high < -1e-12)


def fisher(count, denominator, rest_count, rest_denominator) -> np.ndarray:
    """Return Fisher's exact two-sided p-value of each pair; missing where a side has no denominator.

    The sum of the probabilities of all tables with the same margins no more probable than the one seen. Time and
    memory grow with the smaller margin of one pair, never with its square.
    """
    given = (count, denominator, rest_count, rest_denominator)
    rows = np.stack(np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, dtype=int)) for x in given)), axis=1)
    unique, back = np.unique(rows, axis=0, return_inverse=True)
    p = np.array([_fisher(*(int(x) for x in row)) for row in unique])
    return p[back.ravel()]


def _fisher(count: int, denominator: int, rest_count: int, rest_denominator: int) -> float:
    if not denominator or not rest_denominator:
        return np.nan
    total = count + rest_count
    possible = np.arange(max(0, total - rest_denominator), min(total, denominator) + 1)
    logs = _log_choose(denominator, possible) + _log_choose(rest_denominator, total - possible)
    # Probabilities this close, relatively, count as equal: rounding must not split a tie.
    as_rare = logs <= logs[count - possible[0]] + 1e-7
    return float(min(1.0, np.exp(logs[as_rare] - _log_choose(denominator + rest_denominator, total)).sum()))


def _log_choose(n: int, k):
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
