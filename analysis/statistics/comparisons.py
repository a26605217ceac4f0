"""Comparisons of groups and of articles: exact, with what they could and could not have shown.

METHODS.md, "Comparing groups" and "Comparing articles", has them in words with worked numbers.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import gammaln

from analysis.statistics.differences import fisher
from analysis.statistics.intervals import WILSON, check_counts, interval
from analysis.statistics.pairs import tango
from analysis.statistics.shares import level

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
            weights = np.concatenate([[0.0], np.cumsum(np.exp(there - everything))])
            upto = np.searchsorted(there, observed + _TIE - here, side="right")
            chance += float((np.exp(here) * weights[upto]).sum())
    return min(1.0, chance)


def against_rest(shares: pd.DataFrame, grouping: str) -> pd.DataFrame:
    """Return each group against all others, for every question and answer of a frame of shares.

    One row a question, answer and group. Columns: question, answer, the grouping, count, denominator,
    share, rest_count, rest_denominator, rest_share, difference (share minus rest_share), low, high
    (Newcombe's interval of it), p (Fisher's exact test), p_holm (Holm's correction over the groups of one
    answer), detectable (smallest difference this comparison could have shown). Missing where a side has
    no denominator. Nothing is called a difference on its p-value alone.
    """
    unit = ["question", "answer"]
    total = shares.groupby(unit, sort=False)[["count", "denominator"]].transform("sum")
    rest = total - shares[["count", "denominator"]]
    compared = compare(shares["count"], shares["denominator"], rest["count"], rest["denominator"])
    table = pd.concat([shares[[*unit, grouping]].reset_index(drop=True), compared], axis=1)
    table["p_holm"] = table.groupby(unit, sort=False)["p"].transform(lambda p: holm(p.to_numpy()))
    return table


def compare(count, denominator, rest_count, rest_denominator) -> pd.DataFrame:
    """Return pairs of shares compared, one row a pair: the columns of `against_rest` from count on, without p_holm."""
    k, n, rest_k, rest_n = (
        np.atleast_1d(np.asarray(x, dtype=int)) for x in (count, denominator, rest_count, rest_denominator)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share, rest = np.where(n > 0, k / n, np.nan), np.where(rest_n > 0, rest_k / rest_n, np.nan)
    low, high = newcombe(k, n, rest_k, rest_n)
    error = 1 - level()
    sides = zip(n.tolist(), rest_k.tolist(), rest_n.tolist(), strict=True)
    return pd.DataFrame(
        {
            "count": k,
            "denominator": n,
            "share": share,
            "rest_count": rest_k,
            "rest_denominator": rest_n,
            "rest_share": rest,
            "difference": share - rest,
            "low": low,
            "high": high,
            "p": fisher(k, n, rest_k, rest_n),
            "detectable": [_detectable(*side, error) for side in sides],
        }
    )


def newcombe(count, denominator, rest_count, rest_denominator) -> tuple[np.ndarray, np.ndarray]:
    """Return Newcombe's hybrid score interval of a difference of two shares (1998, method 10), vectorised."""
    share, low, high = _score(count, denominator)
    rest, rest_low, rest_high = _score(rest_count, rest_denominator)
    difference = share - rest
    return (
        difference - np.sqrt((share - low) ** 2 + (rest_high - rest) ** 2),
        difference + np.sqrt((high - share) ** 2 + (rest - rest_low) ** 2),
    )


def smallest_detectable(denominator: int, rest_count: int, rest_denominator: int) -> float:
    """Return the smallest difference that Fisher's exact test could have called significant at the level.

    The rest is held as observed, counts of the group are tried from the nearest share on; missing where none would do
    and where a side has no denominator.
    """
    return _detectable(denominator, rest_count, rest_denominator, 1 - level())


@lru_cache(maxsize=4096)
def _detectable(denominator: int, rest_count: int, rest_denominator: int, error: float) -> float:
    if not denominator or not rest_denominator:
        return np.nan
    possible = np.arange(denominator + 1)
    gaps = np.abs(possible / denominator - rest_count / rest_denominator)
    nearest = possible[np.argsort(gaps, kind="stable")]
    for some in np.array_split(nearest, max(1, len(nearest) // 10)):
        enough = fisher(some, denominator, rest_count, rest_denominator) <= error
        if enough.any():
            return float(gaps[some[enough]].min())
    return np.nan


def paired(first: pd.Series, second: pd.Series) -> dict[str, float | int]:
    """Return two yes/no answers of the same States compared by McNemar's exact test.

    first, second: True or False by State; States missing in one are left out. Keys: pairs, only_first,
    only_second, p, difference (share of second minus first), low, high (Tango's interval
    of the difference), detectable: the smallest difference n pairs can show.
    """
    both = pd.concat([first.rename("first"), second.rename("second")], axis=1, join="inner")
    n = len(both)
    only_first = int((both["first"] & ~both["second"]).sum())
    only_second = int((~both["first"] & both["second"]).sum())
    discordant = only_first + only_second
    p = stats.binomtest(only_second, discordant, 0.5).pvalue if discordant else 1.0
    low, high = tango(only_first, only_second, n, level())
    return {
        "pairs": n,
        "only_first": only_first,
        "only_second": only_second,
        "p": float(p),
        "difference": (only_second - only_first) / n if n else np.nan,
        "low": float(low[0]),
        "high": float(high[0]),
        "detectable": smallest_paired(n),
    }


def smallest_paired(pairs: int) -> float:
    """Return the smallest difference that McNemar's exact test on n pairs can call significant."""
    for discordant in range(1, pairs + 1):
        if 2 * 0.5**discordant <= 1 - level():
            return discordant / pairs
    return np.nan


def holm(p: np.ndarray) -> np.ndarray:
    """Return p-values with Holm's correction; missing ones stay missing and are not counted.

    Three lines of our own: statsmodels' function collects garbage at every call, 70 ms each.
    """
    order = np.argsort(p)[: int((~np.isnan(p)).sum())]
    corrected = np.full(p.shape, np.nan)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)))
    return corrected


def _score(count, denominator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return share and Wilson interval; missing without a denominator."""
    table = interval(count, denominator, level=level(), method=WILSON)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(count) / np.asarray(denominator), table["low"].to_numpy(), table["high"].to_numpy()


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
