"""Small groups: how far one unit moves a share, and what the share is likely to be given the other groups. For notebooks alone.

METHODS.md, "Small groups".
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def correlation(count: np.ndarray, denominator: np.ndarray) -> float:
    """Return how alike units of one group are, from 0 (groups do not differ) to 1, by the method of moments.

    Source: J. C. Kleinman, Journal of the American Statistical Association 68, 1973, 46-54, with weights by size. Missing
    where there are no two groups with an answer, or all answer alike.
    """
    n, total = denominator[denominator > 0], denominator.sum()
    pooled = count.sum() / total if total else 0.0
    if len(n) < 2 or not 0 < pooled < 1:
        return np.nan
    seen = (n * (count[denominator > 0] / n - pooled) ** 2).sum() / (pooled * (1 - pooled))
    free = ((n - 1) * (1 - n / total)).sum()
    return float(np.clip((seen - (len(n) - 1)) / free, 0, 1)) if free else np.nan


def small_groups(shares: pd.DataFrame) -> pd.DataFrame:
    """Return what shares of small groups bear: one row a group of one question and answer, as they are given.

    shares: one row a group with count, denominator and share. Columns added: shrunken, the mean of the group's share under
    a beta distribution from which the groups are taken to be drawn; own, the weight of the group's own answers in it;
    without_low, without_high: the least and the greatest share that is left where one unit is taken out.
    """
    count, denominator = (shares[column].to_numpy(dtype=float) for column in ("count", "denominator"))
    rho = correlation(count, denominator)
    pooled = count.sum() / denominator.sum() if denominator.sum() else np.nan
    own = denominator * rho / (1 + (denominator - 1) * rho)
    with np.errstate(invalid="ignore", divide="ignore"):
        shrunken = pooled + own * np.where(denominator > 0, count / denominator - pooled, 0)
        low = np.where(count > 0, count - 1, count) / (denominator - 1)
        high = np.where(count < denominator, count, count - 1) / (denominator - 1)
    ends = np.where(denominator > 1, [low, high], np.nan)
    return shares.assign(shrunken=shrunken, own=own, without_low=ends[0], without_high=ends[1])
