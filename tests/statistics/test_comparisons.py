import itertools

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import comb
from statsmodels.stats.contingency_tables import mcnemar

from analysis.statistics.agreement import agreement, coefficients
from analysis.statistics.comparisons import (
    against_rest,
    compare,
    cramers_v,
    fisher_freeman_halton,
    holm,
    independence,
    paired,
    smallest_detectable,
    smallest_paired,
)
from analysis.statistics.editions import edition_ledger, reach
from analysis.statistics.reconcile import conflicts, reconciled
from analysis.statistics.shares import shares
from analysis.statistics.universes import states_reviewed


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


def test_cramers_v_against_scipy():
    count, denominator = np.array([8, 4, 9, 2, 10]), np.array([44, 43, 23, 27, 26])
    result = cramers_v(count, denominator, draws=200)
    expected = stats.contingency.association([count, denominator - count], method="cramer")
    assert result["v"] == pytest.approx(expected, abs=1e-9)
    assert result["low"] <= result["v_corrected"] <= result["high"] and result["v_corrected"] < result["v"]
    assert cramers_v(count, denominator, draws=200) == result


def test_agreement_against_the_books():
    """Krippendorff (2011), nominal data, two coders: the example of ten units with alpha 0.095."""
    a, b = pd.Series(list("0100000000")), pd.Series(list("1110010100"))
    result = coefficients(a, b)
    assert result["agree"] == pytest.approx(0.6) and result["alpha"] == pytest.approx(0.095, abs=5e-4)
    held = (1 + 5) / 20
    chance = 2 * held * (1 - held)
    assert result["ac1"] == pytest.approx((0.6 - chance) / (1 - chance))


def test_why_alpha_and_agreement_part_on_rare_answers(demonstration):
    rare = coefficients(pd.Series(["no"] * 19 + ["yes"]), pd.Series(["no"] * 18 + ["yes", "no"]))
    assert rare["agree"] == 0.9 and rare["alpha"] < 0 and rare["ac1"] > 0.85 and "rare" in rare["why"]
    assert len(agreement(demonstration.codings, "A", "B")) == demonstration.codings["question"].nunique()


def test_the_edition_ledger_adds_up(world):
    old = world.findings[world.findings["edition"] == "2017"].copy()
    new = world.findings.copy()
    new.loc[(new["iso3"] == "XAB") & (new["question"] == "legislation"), "answer"] = "yes"
    table = edition_ledger(old, new, "legislation", "yes").set_index("step")
    assert table.at["answers recoded", "states"] == 1 and table.at["States added", "states"] == 2
    steps = table["change"].sum()
    assert steps == pytest.approx(table.at["new edition", "share"] - table.at["old edition", "share"])
    assert (table.at["new edition", "count"], table.at["new edition", "denominator"]) == (5, 9)


def test_how_far_new_states_can_move_a_share():
    assert reach(31, 156, 7) == (pytest.approx(31 / 163), pytest.approx(38 / 163))


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


def test_larger_tables_are_seeded_and_say_their_error():
    table = np.array([[8, 3, 4], [2, 9, 4], [3, 3, 9]])
    first, second = independence(table), independence(table)
    assert first == second and first["error"] < 2e-3 and "Monte Carlo" in first["method"]
    assert first["p"] == pytest.approx(0.02558388, abs=2e-3)  # by R, exact
    two = np.array([[8, 3, 4], [2, 9, 4]])
    assert independence(two) == independence(two.T) and independence(two)["method"] == "exact"


def test_reviews_lead_and_conflicts_are_listed(demonstration):
    found = demonstration.findings
    listed = conflicts(found)
    row = listed[listed["question"] == "legislation"].iloc[0]
    assert (row["iso3"], row["review"], row["response"]) == ("XAD", "yes", "no") and row["response_symbol"].startswith(
        "NV/"
    )
    one = reconciled(found)
    assert one.query("iso3 == 'XAD' and question == 'legislation' and article == '46'")["record"].tolist() == ["review"]
    assert one.groupby(["iso3", "article", "question"])["record"].nunique().max() == 1
    with pytest.raises(ValueError, match="response"):
        reconciled(found, ("review",))


def test_a_response_answers_where_the_review_does_not():
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
    assert reconciled(found)[["iso3", "answer"]].to_numpy().tolist() == [["XAA", "yes"], ["XAB", "no"]]
    assert conflicts(found).empty


def test_tables_too_many_to_enumerate_are_drawn(monkeypatch):
    count, denominator = [8, 4, 9, 2, 10], [44, 43, 23, 27, 26]
    exact = fisher_freeman_halton(count, denominator)
    monkeypatch.setattr("analysis.statistics.comparisons.MOST_TABLES", 10)
    drawn = fisher_freeman_halton(count, denominator)
    assert drawn == fisher_freeman_halton(count, denominator) and drawn == pytest.approx(exact, abs=1e-3)
