"""Intervals for a share, vectorised. METHODS.md, "Intervals", has them in words with worked numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

FINITE = "exact finite population"
WILSON = "Wilson"
CLOPPER_PEARSON = "Clopper-Pearson"
JEFFREYS = "Jeffreys"
NOT_COMPUTED = "no denominator"
_STATSMODELS = {WILSON: "wilson", CLOPPER_PEARSON: "beta", JEFFREYS: "jeffreys"}


def interval(count, denominator, population=None, *, level: float = 0.95, method: str | None = None) -> pd.DataFrame:
    """Return the interval of each share: columns low, high (shares between 0 and 1) and method.

    count, denominator, population: equally long arrays of whole numbers, count of those that have it,
    those observed, and the finite population they are part of. The exact finite-population interval is
    the default where a population is given, Wilson elsewhere. A row whose denominator is 0 has no
    interval (low and high missing, method "no denominator"). Raises ValueError where a count exceeds its
    denominator or a denominator its population.
    """
    count, denominator = (np.atleast_1d(np.asarray(x, dtype=int)) for x in (count, denominator))
    finite = population is not None and method in (None, FINITE)
    if method == FINITE and population is None:
        raise ValueError("the exact finite-population interval needs a population")
    total = np.atleast_1d(np.asarray(population, dtype=int)) if population is not None else None
    check_counts(count, denominator, total)
    low, high = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    some = denominator > 0
    if finite and total is not None:
        low[some], high[some] = finite_population(count[some], denominator[some], total[some], level)
    elif some.any():
        from statsmodels.stats.proportion import proportion_confint

        low[some], high[some] = proportion_confint(
            count[some], denominator[some], 1 - level, _STATSMODELS[method or WILSON]
        )
    named = np.where(some, FINITE if finite else method or WILSON, NOT_COMPUTED)
    return pd.DataFrame({"low": low, "high": high, "method": named})


def check_counts(count: np.ndarray, denominator: np.ndarray, population: np.ndarray | None) -> None:
    """Raise ValueError for counts that cannot be: negative, above the denominator or the population."""
    if (count < 0).any() or (count > denominator).any():
        raise ValueError("a count is negative or exceeds its denominator")
    if population is not None and (denominator > population).any():
        raise ValueError("a denominator exceeds its population: more States observed than there are")


def finite_population(count, denominator, population, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high shares of the population by inverting the exact hypergeometric test.

    The number K of the population that has it is kept in the interval unless P(X >= count | K) or
    P(X <= count | K) is at most (1 - level) / 2 (Wright 1991; Buonaccorsi 1987). K lies between count and
    population - denominator + count; the whole population observed gives the share itself.
    """
    triples = np.stack([count, denominator, population], axis=1)
    unique, back = np.unique(triples, axis=0, return_inverse=True)
    # A tail of (1 - level) / 2 exactly, such as 1 of 40 samples, is refused whichever way it is rounded.
    tail = (1 - level) / 2 * (1 + 1e-9)
    k, n, size = unique.T
    lowest, highest = k.copy(), size - n + k
    low = _first_true(lowest, highest, lambda at: stats.hypergeom.sf(k - 1, size, at, n) > tail)
    high = size - _first_true(
        size - highest, size - lowest, lambda at: stats.hypergeom.cdf(k, size, size - at, n) > tail
    )
    back = back.ravel()
    return (low / size)[back], (high / size)[back]


def _first_true(low: np.ndarray, high: np.ndarray, holds) -> np.ndarray:
    """Return the least whole number in each [low, high] for which a condition, once true, stays true."""
    low, high = low.copy(), high.copy()
    while (low < high).any():
        middle = (low + high) // 2
        true = holds(middle)
        high = np.where(true, middle, high)
        low = np.where(true, low, np.minimum(middle + 1, high))
    return low


def bounds(count, denominator, population) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares that need no assumption: none, or all, of the unobserved have it."""
    count, denominator, population = (np.asarray(x, dtype=float) for x in (count, denominator, population))
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(population > 0, count / population, np.nan)
        high = np.where(population > 0, (count + population - denominator) / population, np.nan)
    return low, high


def domain(count, answered, members, unknown, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high of the share of a domain whose size is not known, such as States with legislation.

    count: of those answered, how many have it; answered: of the members known, how many answered; members: known
    members; unknown: units that may or may not be members. Equally long arrays. For every size D from members to
    members + unknown, each number K that has it is kept unless a tail of Hypergeometric(D, K, answered) is at most
    (1 - level) / 2; low and high are the least and the greatest K / D kept. No size is guessed; with nobody unknown
    it is `finite_population`. Missing where nobody answered. Raises ValueError for counts that cannot be.

    It assumes that those answered are like the other members, as a random draw would make them.
    """
    arrays = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(x, dtype=int)) for x in (count, answered, members, unknown))
    )
    count, answered, members, unknown = arrays
    check_counts(count, answered, members)
    if (unknown < 0).any():
        raise ValueError("the number of those whose membership is unknown is negative")
    low, high = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    some = np.flatnonzero(answered > 0)
    if some.size:
        repeats = unknown[some] + 1
        row = np.repeat(some, repeats)
        first = np.cumsum(repeats) - repeats
        size = members[row] + np.arange(row.size) - np.repeat(first, repeats)
        least, greatest = finite_population(count[row], answered[row], size, level)
        low[some], high[some] = np.minimum.reduceat(least, first), np.maximum.reduceat(greatest, first)
    return low, high


def domain_bounds(count, answered, members, unknown) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of a domain that need no assumption; missing where there may be no member at all.

    Least: all unknown are members and nobody without an answer has it. Greatest: all unknown are members and have
    it, and so do the members without an answer.
    """
    count, answered, members, unknown = (np.asarray(x, dtype=int) for x in (count, answered, members, unknown))
    return bounds(count, answered, members + unknown)
