import itertools
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from analysis.statistics.universes import states_reviewed
from scipy import stats
from scipy.special import comb
from statsmodels.stats.contingency_tables import mcnemar

from analysis.statistics.comparisons import (
    against_rest,
    compare,
    fisher_freeman_halton,
    holm,
    paired,
    smallest_detectable,
    smallest_paired,
)
from analysis.statistics.reconcile import conflicts
from analysis.statistics.shares import shares


def naive(count, denominator):
    """Every table with the same margins, one by one."""
    tables = np.array([t for t in itertools.product(*(range(n + 1) for n in denominator)) if sum(t) == sum(count)])
    weights = comb(np.array(denominator), tables).prod(axis=1)
    observed = comb(np.array(denominator), np.array(count)).prod()
    return weights[weights <= observed * (1 + 1e-7)].sum() / weights.sum()


@pytest.mark.parametrize(
    ("count", "denominator"),
    [
        ((1, 2, 1), (3, 3, 3)),
        ((0, 3, 1, 2), (4, 5, 3, 6)),
        ((2, 0), (5, 7)),
        ((1, 1, 1, 1, 0), (2, 3, 2, 2, 4)),
    ],
)
def test_freeman_halton_against_every_table(count, denominator):
    assert fisher_freeman_halton(count, denominator) == pytest.approx(naive(count, denominator), abs=1e-9)


def test_with_two_groups_it_is_fishers_exact_test():
    for a, n, b, m in itertools.product((0, 2, 5), (6, 11), (0, 1, 7), (8, 15)):
        expected = stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
        assert fisher_freeman_halton([a, b], [n, m]) == pytest.approx(expected, abs=1e-9)


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


def test_each_group_against_the_rest(world):
    table = shares(world.findings, "legislation", "yes", universe=states_reviewed(world), by="regional_group")
    rest = against_rest(table, "regional_group").set_index("regional_group")
    row = rest.loc["asia_pacific"]
    assert (row["count"], row["denominator"], row["rest_count"], row["rest_denominator"]) == (2, 3, 2, 6)
    assert row["difference"] == pytest.approx(2 / 3 - 2 / 6) and row["low"] < row["difference"] < row["high"]
    assert row["p_holm"] >= row["p"] == pytest.approx(stats.fisher_exact([[2, 1], [2, 4]]).pvalue)
    assert np.isnan(rest.at["latin_american_caribbean", "p"])


def test_mcnemar_is_the_exact_one():
    first = pd.Series([True] * 9 + [False] * 11)
    second = pd.Series([True] * 4 + [False] * 5 + [True] * 2 + [False] * 9)
    result = paired(first, second)
    assert (result["only_first"], result["only_second"]) == (5, 2)
    assert result["p"] == pytest.approx(mcnemar([[4, 5], [2, 9]], exact=True).pvalue)
    assert result["low"] <= result["difference"] <= result["high"]


def test_six_pairs_show_only_a_complete_turn():
    assert smallest_paired(6) == 1.0 and np.isnan(smallest_paired(5))


def test_newcombe_and_holm_against_statsmodels():
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep

    for k, n, rest_k, rest_n in ((5, 8, 5, 155), (0, 7, 3, 20), (9, 23, 24, 140), (4, 4, 0, 9)):
        row = compare(k, n, rest_k, rest_n).iloc[0]
        assert (row["low"], row["high"]) == pytest.approx(
            confint_proportions_2indep(k, n, rest_k, rest_n, compare="diff", method="newcomb"), abs=1e-9
        )
    p = np.array([0.04, np.nan, 0.01, 0.5, 0.01, 0.9])
    known = ~np.isnan(p)
    np.testing.assert_allclose(holm(p)[known], multipletests(p[known], method="holm")[1])
    assert np.isnan(holm(p)[1])


def test_what_could_have_been_detected():
    gap = smallest_detectable(23, 24, 140)
    counts = [k for k in range(24) if stats.fisher_exact([[k, 23 - k], [24, 116]]).pvalue <= 0.05]
    assert gap == pytest.approx(min(abs(k / 23 - 24 / 140) for k in counts))


def test_tables_too_many_to_enumerate_are_drawn(monkeypatch):
    count, denominator = [8, 4, 9, 2, 10], [44, 43, 23, 27, 26]
    exact = fisher_freeman_halton(count, denominator)
    monkeypatch.setattr("analysis.statistics.comparisons.MOST_TABLES", 10)
    drawn = fisher_freeman_halton(count, denominator)
    assert drawn == fisher_freeman_halton(count, denominator) and drawn == pytest.approx(exact, abs=1e-3)


def test_conflicts_are_listed(demonstration):
    row = conflicts(demonstration.findings).query("question == 'legislation'").iloc[0]
    assert (row["iso3"], row["review"], row["response"]) == ("XAD", "yes", "no")
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
        columns=["iso3", "record", "article", "question", "answer", "symbol"],
    )
    assert conflicts(found).empty


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="denominator"):
        fisher_freeman_halton([-1, 1], [3, 5])
    with pytest.raises(ValueError, match="denominator"):
        fisher_freeman_halton([4, 1], [3, 5])


def test_nothing_can_be_detected_beside_nobody():
    assert np.isnan(smallest_detectable(5, 0, 0)) and np.isnan(smallest_detectable(0, 3, 9))


def test_groups_of_thousands_fit_into_memory():
    tracemalloc.start()
    row = compare(8000, 16000, 7900, 16000).iloc[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert row["p"] == pytest.approx(stats.fisher_exact([[8000, 8000], [7900, 8100]]).pvalue) and peak < 50e6
