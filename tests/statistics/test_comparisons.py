import itertools
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import comb

from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.differences import fisher
from analysis.statistics.reconcile import conflicts


def naive(count, denominator):
    """Every table with the same margins, one by one."""
    tables = np.array([t for t in itertools.product(*(range(n + 1) for n in denominator)) if sum(t) == sum(count)])
    weights = comb(np.array(denominator), tables).prod(axis=1)
    observed = comb(np.array(denominator), np.array(count)).prod()
    return weights[weights <= observed * (1 + 1e-7)].sum() / weights.sum()


@pytest.mark.parametrize(
    ("count", "denominator"),
    [((1, 2, 1), (3, 3, 3)), ((0, 3, 1, 2), (4, 5, 3, 6)), ((2, 0), (5, 7)), ((1, 1, 1, 1, 0), (2, 3, 2, 2, 4))],
)
def test_freeman_halton_against_every_table(count, denominator):
    assert fisher_freeman_halton(count, denominator) == pytest.approx(naive(count, denominator), abs=1e-9)


def test_with_two_groups_it_is_fishers_exact_test():
    for a, n, b, m in itertools.product((0, 2, 5), (6, 11), (0, 1, 7), (8, 15)):
        expected = stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
        assert fisher_freeman_halton([a, b], [n, m]) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("size", [700, 1_100, 6_094, 20_000])
def test_groups_of_thousands_of_recommendations(size):
    """Beyond a thousand the numbers of tables are no floats any more."""
    for more in (0.3, 1, 2.5):
        a, b = size // 3, size // 3 + int(more * size**0.5)
        expected = stats.fisher_exact([[a, size - a], [b, size - b]]).pvalue
        assert fisher_freeman_halton([a, b], [size, size]) == pytest.approx(expected, abs=1e-9)


def test_it_agrees_with_a_seeded_monte_carlo_at_real_sizes():
    count, denominator = np.array([8, 4, 9, 2, 10]), np.array([44, 43, 23, 27, 26])
    method = stats.MonteCarloMethod(n_resamples=40_000, rng=np.random.default_rng(1))
    expected = stats.fisher_exact([count, denominator - count], method=method).pvalue
    assert fisher_freeman_halton(count, denominator) == pytest.approx(expected, abs=2e-3)


def test_nothing_to_compare():
    assert (
        fisher_freeman_halton([0, 0], [3, 4])
        == fisher_freeman_halton([3, 4], [3, 4])
        == fisher_freeman_halton([2], [5])
        == 1.0
    )


def test_tables_too_many_to_enumerate_are_drawn(monkeypatch):
    count, denominator = [8, 4, 9, 2, 10], [44, 43, 23, 27, 26]
    exact = fisher_freeman_halton(count, denominator)
    monkeypatch.setattr("analysis.statistics.comparisons.MOST_TABLES", 10)
    drawn = fisher_freeman_halton(count, denominator)
    assert drawn == fisher_freeman_halton(count, denominator) and drawn == pytest.approx(exact, abs=1e-3)


def test_conflicts_are_listed(demonstration):
    row = conflicts(demonstration.findings).query("question == 'legislation'").iloc[0]
    assert (row["entity"], row["review"], row["response"]) == ("XAD", "yes", "no")
    assert row["response_symbol"].startswith("NV/")


def test_a_record_without_an_answer_contradicts_nothing():
    rows = [
        ("XAA", "review", "not_addressed"),
        ("XAA", "response", "yes"),
        ("XAB", "review", "no"),
        ("XAB", "response", "not_addressed"),
    ]
    found = pd.DataFrame(
        [(s, r, "46", "legislation", a, "s") for s, r, a in rows],
        columns=["entity", "record", "topic", "question", "answer", "symbol"],
    )
    assert conflicts(found).empty


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="denominator"):
        fisher_freeman_halton([-1, 1], [3, 5])
    with pytest.raises(ValueError, match="denominator"):
        fisher_freeman_halton([4, 1], [3, 5])


def test_groups_of_thousands_fit_into_memory():
    tracemalloc.start()
    p = fisher(8000, 16000, 7900, 16000)[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert p == pytest.approx(stats.fisher_exact([[8000, 8000], [7900, 8100]]).pvalue) and peak < 50e6
