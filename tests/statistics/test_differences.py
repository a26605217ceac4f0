import numpy as np
import pytest
from scipy import stats

from analysis.statistics.differences import BOUNDS, COLUMNS, INTERVAL, NEITHER, differences, fisher, level_of_each


@pytest.mark.parametrize(
    ("sizes", "weog", "asia_pacific"),
    [((26, 151, 49, 128), (14.0, 23.2), (-20.7, -2.2)), ((26, 158, 51, 133), (10.6, 23.9), (-23.7, 1.7))],
)
def test_the_two_groups_of_the_demonstration(sizes, weog, asia_pacific):
    """33 of 163: 10 of 26 in one group, 4 of 43 in the other, at 177 and at 184 States parties; in points.

    10/49 - 29/128 is -2.248 points; 20.4 less 22.7, each rounded first, would be -2.3.
    """
    table = differences([10, 4], [26, 43], sizes[::2], [23, 29], [137, 120], sizes[1::2], comparisons=5)
    found = (table[["bound_low", "bound_high"]] * 100).round(1).to_numpy().tolist()
    assert found == [list(weog), list(asia_pacific)] and list(table.columns) == COLUMNS
    assert table["excludes_none"].tolist() == [BOUNDS, BOUNDS if asia_pacific[1] < 0 else INTERVAL]


def test_intervals_lie_within_bounds_and_hold_the_difference_of_what_is_known():
    random = np.random.default_rng(5)
    size = random.integers(1, 60, (2, 400))
    n = random.integers(1, size + 1)
    k = random.integers(0, n + 1)
    table = differences(k[0], n[0], size[0], k[1], n[1], size[1], comparisons=5)
    assert (table["bound_low"] <= table["low"] + 1e-12).all() and (table["high"] <= table["bound_high"] + 1e-12).all()
    assert (table["low"] <= table["high"]).all()
    swapped = differences(k[1], n[1], size[1], k[0], n[0], size[0], comparisons=5)
    np.testing.assert_allclose(swapped["low"], -table["high"], atol=1e-12)


def test_all_comparisons_shown_together_hold_their_level():
    """Five groups of a population drawn again and again: how often all intervals hold the true differences."""
    random, sizes, m = np.random.default_rng(6), np.array([50, 50, 29, 26, 23]), 5
    true, n = np.array([9, 6, 3, 10, 8]), np.array([40, 38, 25, 24, 20])
    k = random.hypergeometric(true, sizes - true, n, size=(2000, m))
    held = np.ones(2000, dtype=bool)
    for g in range(m):
        rest = [x.sum() - x[g] for x in (true, n, sizes)]
        table = differences(k[:, g], n[g], sizes[g], k.sum(axis=1) - k[:, g], rest[1], rest[2], comparisons=m)
        apart = true[g] / sizes[g] - rest[0] / rest[2]
        held &= (table["low"] <= apart + 1e-9) & (apart <= table["high"] + 1e-9)
    assert held.mean() >= 0.95


def test_a_side_without_an_answer():
    row = differences(0, 0, 5, 3, 8, 9).iloc[0]
    assert np.isnan([row["difference"], row["low"], row["p"]]).all() and row["excludes_none"] == NEITHER
    assert row["bound_low"] == pytest.approx(0 - 4 / 9) and row["bound_high"] == pytest.approx(1 - 3 / 9)


def test_equal_shares_of_all_are_no_difference():
    row = differences(1, 3, 3, 2, 6, 6).iloc[0]
    assert row["excludes_none"] == NEITHER and row["p"] == 1


def test_counts_that_cannot_be_are_refused():
    for bad in ((4, 3, 9, 1, 2, 3), (1, 3, 2, 1, 2, 3), (-1, 3, 9, 1, 2, 3)):
        with pytest.raises(ValueError, match="denominator"):
            differences(*bad)
    with pytest.raises(ValueError, match="comparison"):
        level_of_each(0)


def test_fisher_is_scipys_at_any_size():
    for k, n, rest_k, rest_n in ((0, 5, 0, 9), (5, 5, 9, 9), (1, 2, 700, 1500), (9, 26, 23, 137)):
        expected = stats.fisher_exact([[k, n - k], [rest_k, rest_n - rest_k]]).pvalue
        assert fisher(k, n, rest_k, rest_n)[0] == pytest.approx(expected, abs=1e-9)
