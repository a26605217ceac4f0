"""Comparisons of groups and of articles: exact, with what they could and could not have shown.

METHODS.md, "Comparing groups" and "Comparing articles", has them in words with worked numbers.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
from scipy.special import gammaln

from analysis.statistics.intervals import check_counts

# Probabilities this much apart, relatively, count as equal: rounding must not split a tie.
_TIE = 1e-7
# More partial tables than this are not enumerated.
MOST_TABLES = 5_000_000


def fisher_freeman_halton(count, denominator) -> float:
    """Return the exact p-value that a share is the same in k groups (a 2 x k table), by enumeration.

    count, denominator: one number a group. The p-value is the probability, given all margins, of the
    tables that are no more probable than the one observed (Freeman and Halton 1951). Groups are split
    into two halves whose totals are met by bisection, so that five groups take milliseconds. Groups far
    larger than there are States are drawn instead: 100,000 seeded tables, standard error below 0.002.
    """
    count, denominator = np.asarray(count, dtype=int), np.asarray(denominator, dtype=int)
    check_counts(count, denominator, None)
    some = denominator > 0
    count, denominator = count[some], denominator[some]
    total = int(count.sum())
    if len(count) < 2 or total in (0, int(denominator.sum())):
        return 1.0
    observed = sum(_log_choose_all(int(n))[k] for n, k in zip(denominator, count, strict=True))
    left, right = _halves(denominator)
    if max(np.prod(denominator[half] + 1.0) for half in (left, right)) > MOST_TABLES:
        return _by_draws(denominator, total, observed)
    sums_left, logs_left = _tables(denominator[left], total)
    sums_right, logs_right = _tables(denominator[right], total)
    everything = _log_choose_all(int(denominator.sum()))[total]
    chance = 0.0
    for s in np.unique(sums_left):
        here, there = logs_left[sums_left == s], np.sort(logs_right[sums_right == total - s])
        if there.size:
            # Numbers of tables of large groups are too large for a float: the greatest of each side is taken out.
            most = there[-1]
            weights = np.concatenate([[0.0], np.cumsum(np.exp(there - most))])
            upto = np.searchsorted(there, observed + _TIE - here, side="right")
            chance += float((np.exp(here + most - everything) * weights[upto]).sum())
    return min(1.0, chance)


@lru_cache(maxsize=1024)
def _log_choose_all(n: int) -> np.ndarray:
    """Return the logarithms of "n choose k" for every k."""
    k = np.arange(n + 1)
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)


def _by_draws(denominator: np.ndarray, total: int, observed: float, draws: int = 100_000, seed: int = 2018) -> float:
    """Return the p-value by drawing tables with the same margins (Monte Carlo, seeded)."""
    tables = np.random.default_rng(seed).multivariate_hypergeometric(denominator, total, size=draws, method="marginals")
    logs = np.sum([_log_choose_all(int(n))[tables[:, place]] for place, n in enumerate(denominator)], axis=0)
    return float((1 + (logs <= observed + _TIE).sum()) / (1 + draws))


def _halves(sizes: np.ndarray) -> tuple[list[int], list[int]]:
    """Split the groups so that the two lists of partial tables are as equal in length as can be."""
    everything = range(len(sizes))
    weight = np.log(sizes + 1)
    best = min(
        (part for r in range(1, len(sizes)) for part in combinations(everything, r)),
        key=lambda part: abs(weight[list(part)].sum() - weight.sum() / 2),
    )
    return list(best), [i for i in everything if i not in best]


def _tables(sizes: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray]:
    """Return sum and log weight of every way to fill some groups, up to a total."""
    sums, logs = np.zeros(1, dtype=int), np.zeros(1)
    for n in sizes:
        weights = _log_choose_all(int(n))
        sums = (sums[:, None] + np.arange(n + 1)).ravel()
        logs = (logs[:, None] + weights).ravel()
        sums, logs = sums[sums <= total], logs[sums <= total]
    return sums, logs
