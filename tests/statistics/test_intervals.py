import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.intervals import (
    CLOPPER_PEARSON,
    JEFFREYS,
    WILSON,
    bounds,
    finite_population,
    interval,
)


@pytest.mark.parametrize("size", [6, 17, 54, 163, 190])
def test_the_finite_population_interval_holds_its_level(size):
    """Coverage by exact enumeration of every sample, for every n and every true count."""
    true = np.arange(size + 1)[:, None]
    for n in range(1, size + 1):
        k = np.arange(n + 1)
        low, high = finite_population(k, np.full(n + 1, n), np.full(n + 1, size))
        held = (low * size - 1e-9 <= true) & (true <= high * size + 1e-9)
        coverage = (stats.hypergeom.pmf(k, size, true, n) * held).sum(axis=1)
        assert coverage.min() >= 0.95 - 1e-9


@pytest.mark.parametrize(("n", "size"), [(4, 6), (10, 17), (25, 54), (156, 163), (163, 190)])
def test_it_inverts_the_test_as_written(n, size):
    """Every count of the population tried one by one, with scipy's plain tail probabilities."""
    for k in range(0, n + 1, max(1, n // 12)):
        kept = [
            total
            for total in range(k, size - n + k + 1)
            if stats.hypergeom.sf(k - 1, size, total, n) > 0.025 and stats.hypergeom.cdf(k, size, total, n) > 0.025
        ]
        low, high = finite_population(np.array([k]), np.array([n]), np.array([size]))
        assert round(low[0] * size) == kept[0] and round(high[0] * size) == kept[-1]


COUNTS = [(k, n) for n in [*list(range(1, 40)), 54, 100, 163, 190] for k in range(0, n + 1, max(1, n // 25))]


def test_the_other_intervals_agree_with_their_formulas():
    """Wilson from its quadratic, Clopper-Pearson and Jeffreys from beta quantiles, over the grid."""
    k, n = (np.array(x, dtype=float) for x in zip(*COUNTS, strict=True))
    z = stats.norm.ppf(0.975)
    middle, half = (k + z**2 / 2) / (n + z**2), z / (n + z**2) * np.sqrt(k * (n - k) / n + z**2 / 4)
    assert_close(WILSON, k, n, middle - half, middle + half)
    with np.errstate(all="ignore"):
        low, high = (
            np.where(k == 0, 0, stats.beta.ppf(0.025, k, n - k + 1)),
            np.where(k == n, 1, stats.beta.ppf(0.975, k + 1, n - k)),
        )
    assert_close(CLOPPER_PEARSON, k, n, low, high)
    assert_close(
        JEFFREYS,
        k,
        n,
        stats.beta.ppf(0.025, k + 0.5, n - k + 0.5),
        stats.beta.ppf(0.975, k + 0.5, n - k + 0.5),
    )


def assert_close(method, k, n, low, high):
    got = interval(k.astype(int), n.astype(int), method=method)
    np.testing.assert_allclose(got["low"], np.clip(low, 0, 1), atol=1e-9)
    np.testing.assert_allclose(got["high"], np.clip(high, 0, 1), atol=1e-9)


@given(
    st.integers(1, 200).flatmap(
        lambda size: st.integers(1, size).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(size)))
    )
)
def test_bounds_contain_interval_and_share(counts):
    k, n, size = counts
    row = interval(k, n, size).iloc[0]
    low, high = bounds(k, n, size)
    assert low - 1e-12 <= row["low"] <= row["high"] <= high + 1e-12
    assert low - 1e-12 <= k / n <= high + 1e-12
    other = interval(n - k, n, size).iloc[0]
    assert np.isclose(other["low"], 1 - row["high"]) and np.isclose(other["high"], 1 - row["low"])


def test_no_denominator_and_impossible_counts():
    row = interval(0, 0, 10).iloc[0]
    assert np.isnan(row["low"]) and row["method"] == "no denominator"
    for bad in ((3, 2, 10), (-1, 2, 10), (1, 11, 10)):
        with pytest.raises(ValueError, match=r"denominator"):
            interval(*bad)
