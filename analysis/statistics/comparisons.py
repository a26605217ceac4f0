"""Comparisons of groups and of articles: exact, with what they could and could not have shown.

METHODS.md, "Comparing groups" and "Comparing articles", has them in words with worked numbers.
"""

from __future__ import annotations

from itertools import combinations
from math import lgamma

import numpy as np
import pandas as pd
from scipy import stats

from analysis.statistics.shares import level

# Probabilities this much apart, relatively, count as equal: rounding must not split a tie.
_TIE = 1e-7


def fisher_freeman_halton(count, denominator) -> float:
    """Return the exact p-value that a share is the same in k groups (a 2 x k table), by enumeration.

    count, denominator: one number a group. The p-value is the probability, given all margins, of the
    tables that are no more probable than the one observed (Freeman and Halton 1951). Groups are split
    into two halves whose totals are met by bisection, so that five groups take milliseconds.
    """
    count, denominator = np.asarray(count, dtype=int), np.asarray(denominator, dtype=int)
    some = denominator > 0
    count, denominator = count[some], denominator[some]
    total = int(count.sum())
    if len(count) < 2 or total in (0, int(denominator.sum())):
        return 1.0
    observed = sum(_log_choose(n, k) for n, k in zip(denominator, count, strict=True))
    left, right = _halves(denominator)
    sums_left, logs_left = _tables(denominator[left], total)
    sums_right, logs_right = _tables(denominator[right], total)
    everything = _log_choose(int(denominator.sum()), total)
    chance = 0.0
    for s in np.unique(sums_left):
        here, there = logs_left[sums_left == s], np.sort(logs_right[sums_right == total - s])
        if there.size:
            weights = np.concatenate([[0.0], np.cumsum(np.exp(there - everything))])
            upto = np.searchsorted(there, observed + _TIE - here, side="right")
            chance += float((np.exp(here) * weights[upto]).sum())
    return min(1.0, chance)


def against_rest(shares: pd.DataFrame, grouping: str) -> pd.DataFrame:
    """Return each group against all others: one row a group of a frame of shares of one answer.

    Columns: the grouping, count, denominator, share, rest_count, rest_denominator, rest_share, difference
    (share minus rest_share), low, high (Newcombe's interval of it), p (Fisher's exact test), p_holm
    (Holm's correction over the groups), detectable (smallest difference this comparison could have
    shown). Nothing is called a difference on its p-value alone.
    """
    rows = []
    total, everyone = int(shares["count"].sum()), int(shares["denominator"].sum())
    for row in shares.itertuples():
        k, n = int(row.count), int(row.denominator)
        rows.append({grouping: getattr(row, grouping), **two_shares(k, n, total - k, everyone - n)})
    table = pd.DataFrame(rows)
    table["p_holm"] = _holm(table["p"].to_numpy())
    return table


def two_shares(count: int, denominator: int, rest_count: int, rest_denominator: int) -> dict[str, float]:
    """Return two shares compared: the columns of `against_rest` without the grouping and p_holm."""
    share = count / denominator if denominator else np.nan
    rest = rest_count / rest_denominator if rest_denominator else np.nan
    result = {
        "count": count,
        "denominator": denominator,
        "share": share,
        "rest_count": rest_count,
        "rest_denominator": rest_denominator,
        "rest_share": rest,
        "difference": share - rest,
        "low": np.nan,
        "high": np.nan,
        "p": np.nan,
        "detectable": np.nan,
    }
    if denominator and rest_denominator:
        from statsmodels.stats.proportion import confint_proportions_2indep

        result["low"], result["high"] = confint_proportions_2indep(
            count,
            denominator,
            rest_count,
            rest_denominator,
            compare="diff",
            method="newcomb",
            alpha=1 - level(),
        )
        result["p"] = stats.fisher_exact(
            [[count, denominator - count], [rest_count, rest_denominator - rest_count]]
        ).pvalue
        result["detectable"] = smallest_detectable(denominator, rest_count, rest_denominator)
    return result


def smallest_detectable(denominator: int, rest_count: int, rest_denominator: int) -> float:
    """Return the smallest difference that Fisher's exact test could have called significant at the level.

    The rest is held as observed, every count of the group is tried; missing where none would do.
    """
    rest = rest_count / rest_denominator
    counts = np.arange(denominator + 1)
    tables = ([[k, denominator - k], [rest_count, rest_denominator - rest_count]] for k in counts)
    significant = np.array([stats.fisher_exact(table).pvalue <= 1 - level() for table in tables])
    gaps = np.abs(counts / denominator - rest)[significant]
    return float(gaps.min()) if gaps.size else np.nan


def cramers_v(count, denominator, *, draws: int = 2000, seed: int = 2018) -> dict[str, float]:
    """Return Cramer's V of a 2 x k table, bias-corrected (Bergsma 2013), with a bootstrap interval.

    Keys: v, v_corrected (0 to 1), low, high (percentiles of v_corrected over seeded resamples).
    """
    table = _table(count, denominator)
    random = np.random.default_rng(seed)
    n = int(table.sum())
    resampled = random.multinomial(n, (table / n).ravel(), size=draws).reshape(draws, *table.shape)
    v = [_v(t)[1] for t in resampled]
    tail = (1 - level()) / 2
    plain, corrected = _v(table)
    return {
        "v": plain,
        "v_corrected": corrected,
        "low": float(np.nanquantile(v, tail)),
        "high": float(np.nanquantile(v, 1 - tail)),
    }


def paired(first: pd.Series, second: pd.Series) -> dict[str, float | int]:
    """Return two yes/no answers of the same States compared by McNemar's exact test.

    first, second: True or False by State; States missing in one are left out. Keys: pairs, only_first,
    only_second, p, difference (share of second minus first), low, high (exact interval of the difference
    over all that the discordant pairs allow), detectable: the smallest difference n pairs can show.
    """
    both = pd.concat([first.rename("first"), second.rename("second")], axis=1, join="inner")
    n = len(both)
    only_first = int((both["first"] & ~both["second"]).sum())
    only_second = int((~both["first"] & both["second"]).sum())
    discordant = only_first + only_second
    p = stats.binomtest(only_second, discordant, 0.5).pvalue if discordant else 1.0
    low, high = _difference_of_pairs(only_first, only_second, n)
    return {
        "pairs": n,
        "only_first": only_first,
        "only_second": only_second,
        "p": float(p),
        "difference": (only_second - only_first) / n if n else np.nan,
        "low": low,
        "high": high,
        "detectable": smallest_paired(n),
    }


def smallest_paired(pairs: int) -> float:
    """Return the smallest difference that McNemar's exact test on n pairs can call significant."""
    for discordant in range(1, pairs + 1):
        if 2 * 0.5**discordant <= 1 - level():
            return discordant / pairs
    return np.nan


def _difference_of_pairs(only_first: int, only_second: int, n: int) -> tuple[float, float]:
    """Bound the difference by exact intervals of its two parts, each at half the error (Bonferroni)."""
    if not n:
        return np.nan, np.nan
    from statsmodels.stats.proportion import proportion_confint

    error = (1 - level()) / 2
    first_low, first_high = proportion_confint(only_first, n, error, "beta")
    second_low, second_high = proportion_confint(only_second, n, error, "beta")
    return max(-1.0, second_low - first_high), min(1.0, second_high - first_low)


def _holm(p: np.ndarray) -> np.ndarray:
    from statsmodels.stats.multitest import multipletests

    known = ~np.isnan(p)
    corrected = np.full(p.shape, np.nan)
    if known.any():
        corrected[known] = multipletests(p[known], method="holm")[1]
    return corrected


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


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
        weights = np.array([_log_choose(int(n), k) for k in range(n + 1)])
        sums = (sums[:, None] + np.arange(n + 1)).ravel()
        logs = (logs[:, None] + weights).ravel()
        sums, logs = sums[sums <= total], logs[sums <= total]
    return sums, logs


def _table(count, denominator) -> np.ndarray:
    count, denominator = np.asarray(count), np.asarray(denominator)
    some = denominator > 0
    return np.array([count[some], denominator[some] - count[some]], dtype=float)


def _v(table: np.ndarray) -> tuple[float, float]:
    n = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    with np.errstate(invalid="ignore", divide="ignore"):
        phi2 = float(np.nansum((table - expected) ** 2 / expected) / n)
    r, k = table.shape
    if n < 2 or k < 2:
        return np.nan, np.nan
    corrected = max(0.0, phi2 - (k - 1) * (r - 1) / (n - 1))
    r_c, k_c = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    return float(np.sqrt(phi2 / min(k - 1, r - 1))), float(np.sqrt(corrected / min(k_c - 1, r_c - 1)))
