"""Two yes/no answers of the same States: Tango's score interval of the difference. METHODS.md, "Comparing articles"."""

from __future__ import annotations

import numpy as np
from scipy import stats


def score(only_first, only_second, pairs, difference) -> np.ndarray:
    """Return Tango's score statistic of a supposed difference, about standard normal where the supposition is true.

    only_first, only_second: pairs with "yes" in one alone; pairs: all of them; difference: share of second minus
    share of first, as supposed. Falls as the supposed difference rises. Vectorised. Missing without a pair.
    """
    c, b, n, d = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (only_first, only_second, pairs, difference))
    )
    # The likelihood's maximum given the difference solves a quadratic (Tango 1998, section 2).
    linear = -b - c + (2 * n - b + c) * d
    with np.errstate(invalid="ignore", divide="ignore"):
        q = (np.sqrt(np.maximum(linear**2 + 8 * n * c * d * (1 - d), 0)) - linear) / (4 * n)
        spread = np.sqrt(np.maximum(n * (2 * q + d * (1 - d)), 0))
        away = b - c - n * d
        z = np.where(spread > 0, away / spread, np.where(np.abs(away) < 1e-9, 0.0, np.sign(away) * np.inf))
    return np.where(n > 0, z, np.nan)


def tango(only_first, only_second, pairs, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return Tango's interval of the difference (share of second minus share of first): low and high, vectorised.

    The differences that the score test does not reject (Tango 1998). Missing without a pair. Raises ValueError where
    more pairs are discordant than there are.
    """
    first, second, n = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(x, dtype=int)) for x in (only_first, only_second, pairs))
    )
    if (np.minimum(first, second) < 0).any() or (first + second > n).any():
        raise ValueError("more pairs are discordant than there are, or a number of them is negative")
    z, seen = stats.norm.ppf((1 + level) / 2), (second - first) / np.maximum(n, 1)
    low = _crossing(np.full(n.shape, -1.0), seen, lambda d: score(first, second, n, d) > z)
    high = _crossing(seen, np.full(n.shape, 1.0), lambda d: score(first, second, n, d) > -z)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def _crossing(low: np.ndarray, high: np.ndarray, holds) -> np.ndarray:
    """Return where, between low and high, a condition that holds at first stops to hold (bisection to rounding)."""
    for _ in range(60):
        middle = (low + high) / 2
        true = holds(middle)
        low, high = np.where(true, middle, low), np.where(true, high, middle)
    return (low + high) / 2


def within(only_first, only_second, pairs, margin: float, level: float = 0.95) -> np.ndarray:
    """Return whether Tango's interval lies within plus or minus a margin; never without a pair."""
    z = stats.norm.ppf((1 + level) / 2)
    below = score(only_first, only_second, pairs, margin) <= -z
    return below & (score(only_first, only_second, pairs, -margin) >= z)


def pairs_needed(margin: float, level: float = 0.95, only_first: int = 0, only_second: int = 0) -> int | None:
    """Return the least number of pairs, so many of them discordant, whose interval lies within the margin.

    With none discordant it is the least evidence of "no difference": 35 for ten points at 95 per cent. None where a
    million pairs would not do.
    """
    low, high = only_first + only_second, 1_000_000
    if not within(only_first, only_second, high, margin, level):
        return None
    while low < high:
        middle = (low + high) // 2
        if middle and within(only_first, only_second, middle, margin, level):
            high = middle
        else:
            low = middle + 1
    return low
