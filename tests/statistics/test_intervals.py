import itertools
from fractions import Fraction
from math import comb

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
    domain,
    domain_bounds,
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
        JEFFREYS, k, n, stats.beta.ppf(0.025, k + 0.5, n - k + 0.5), stats.beta.ppf(0.975, k + 0.5, n - k + 0.5)
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


def coverage_of_domains(sizes, unknowns):
    """Count worlds, each a true size and number, and find the least coverage of the interval of a domain in them, exactly."""
    worlds, least = 0, 1.0
    for members, unknown in itertools.product(sizes, unknowns):
        for answered in {1, 2, members // 3, members // 2, members - 1, members} & set(range(1, members + 1)):
            k = np.arange(answered + 1)
            low, high = domain(k, answered, members, unknown)
            for size in range(members, members + unknown + 1):
                true = np.arange(size + 1)[:, None]
                held = (low - 1e-9 <= true / size) & (true / size <= high + 1e-9)
                coverage = (stats.hypergeom.pmf(k, size, true, answered) * held).sum(axis=1)
                worlds, least = worlds + size + 1, min(least, coverage.min())
    return worlds, least


def test_the_interval_of_a_domain_holds_its_level():
    """At least 95 per cent in each of 10,000 worlds."""
    worlds, least = coverage_of_domains((1, 2, 5, 9, 20, 33, 48), (0, 1, 4, 9, 14, 21))
    assert worlds >= 10_000 and least >= 0.95


def test_a_domain_of_known_size_is_a_share():
    k, n, size = np.array([0, 3, 21, 33]), np.array([5, 7, 33, 33]), np.array([9, 7, 40, 47])
    np.testing.assert_array_equal(domain(k, n, size, 0), finite_population(k, n, size))


def test_bounds_of_a_domain_contain_its_interval():
    random = np.random.default_rng(4)
    members = random.integers(1, 40, 300)
    answered = random.integers(1, members + 1)
    k, unknown = random.integers(0, answered + 1), random.integers(0, 20, 300)
    (low, high), (least, greatest) = domain(k, answered, members, unknown), domain_bounds(k, answered, members, unknown)
    assert (least <= low + 1e-12).all() and (low <= high).all() and (high <= greatest + 1e-12).all()


@pytest.mark.parametrize(
    ("target", "expected"),
    [(177, (44.7, 74.5, 53.2, 72.3)), (182, (40.4, 76.9, 51.9, 73.1)), (184, (38.9, 77.8, 51.9, 74.1))],
)
def test_most_of_the_fifth(target, expected):
    """21 of 33 with legislation, 163 reviewed: bounds and interval in per cent."""
    found = [*domain_bounds(21, 33, 33, target - 163), *domain(21, 33, 33, target - 163)]
    assert tuple(round(float(np.ravel(x)[0]) * 100, 1) for x in found) == expected


def test_a_domain_of_which_nobody_answered_has_no_interval():
    low, high = domain([0, 1], [0, 1], [3, 3], [2, 2])
    assert np.isnan(low[0]) and np.isnan(high[0]) and low[1] < high[1]
    assert np.isnan(domain_bounds(0, 0, 0, 0)[0]) and domain_bounds(0, 0, 3, 2) == (0, 1)
    for bad in ((2, 1, 3, 0), (0, 4, 3, 0), (0, 1, 3, -1)):
        with pytest.raises(ValueError, match=r"denominator|membership"):
            domain(*bad)


def test_a_tail_of_one_in_forty_exactly_is_refused():
    """By exact fractions, over all sizes up to 40: ties are refused however a library rounds them."""
    for size in range(2, 41):
        for n in range(1, size + 1):
            for k in (0, 1, n):
                if k > n:
                    continue
                kept = [
                    total for total in range(k, size - n + k + 1) if min(tails(k, n, size, total)) > Fraction(1, 40)
                ]
                low, high = finite_population(np.array([k]), np.array([n]), np.array([size]))
                assert (round(low[0] * size), round(high[0] * size)) == (kept[0], kept[-1])


def tails(k, n, size, total):
    ways = [comb(total, x) * comb(size - total, n - x) for x in range(n + 1)]
    return Fraction(sum(ways[k:]), comb(size, n)), Fraction(sum(ways[: k + 1]), comb(size, n))
