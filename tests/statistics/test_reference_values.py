"""Every method held against R, over the cases of reference_values.csv (made by reference_values.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.agreement import coefficients
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.differences import differences, fisher
from analysis.statistics.intervals import CLOPPER_PEARSON, FINITE, JEFFREYS, WILSON, domain, interval
from analysis.statistics.pairs import tango
from analysis.statistics.small import correlation, small_groups

NEW = ["Tango", "domain", "difference", "AC1 and alpha", "alpha of ranks", "alpha of sets", "shrunken"]

CASES = pd.read_csv(Path(__file__).with_name("reference_values.csv"), dtype=str, keep_default_na=False)


def of(method: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    rows = CASES[CASES["method"] == method]
    return rows, rows["x"].astype(float).to_numpy(), rows["y"].astype(float).to_numpy()


def test_there_are_enough_cases():
    assert len(CASES) >= 3_500 and CASES["method"].nunique() == 13
    assert CASES["method"].value_counts()[NEW].min() >= 200


@pytest.mark.parametrize("method", [WILSON, CLOPPER_PEARSON, JEFFREYS, FINITE])
def test_intervals(method):
    rows, low, high = of(method)
    count, denominator = rows["a"].astype(int), rows["b"].astype(int)
    population = rows["c"].astype(int) if method == FINITE else None
    got = interval(count, denominator, population, method=method)
    np.testing.assert_allclose(got["low"], low, atol=1e-9)
    np.testing.assert_allclose(got["high"], high, atol=1e-9)


def test_shrunken_shares():
    rows, mean, rho = of("shrunken")
    for row, wanted, alike in zip(rows.itertuples(), mean, rho, strict=True):
        count, denominator = np.array(row.a.split(), dtype=int), np.array(row.b.split(), dtype=int)
        shares = pd.DataFrame({"count": count, "denominator": denominator, "share": count / denominator})
        assert correlation(count, denominator) == pytest.approx(alike, abs=1e-9)
        assert small_groups(shares)["shrunken"][0] == pytest.approx(wanted, abs=1e-9)


def test_fishers_exact_test():
    rows, p, _ = of("Fisher")
    np.testing.assert_allclose(fisher(*(rows[c].astype(int) for c in "abcd")), p, atol=1e-9)


def test_fisher_freeman_halton():
    rows, p, _ = of("Fisher-Freeman-Halton")
    got = [
        fisher_freeman_halton(*(np.array(text.split(), dtype=int) for text in pair))
        for pair in zip(rows["a"], rows["b"], strict=True)
    ]
    np.testing.assert_allclose(got, p, atol=1e-9)


def test_tango():
    rows, low, high = of("Tango")
    got = tango(*(rows[c].astype(int) for c in "abc"))
    np.testing.assert_allclose(got, [low, high], atol=1e-9)


def test_domain():
    rows, low, high = of("domain")
    got = domain(*(rows[c].astype(int) for c in "abcd"))
    np.testing.assert_allclose(got, [low, high], atol=1e-9)


def test_differences():
    rows, low, high = of("difference")
    for row, at, to in zip(rows.itertuples(index=False), low, high, strict=True):
        (k, rest_k), (n, rest_n), (size, rest_size) = (map(int, text.split()) for text in (row.a, row.b, row.c))
        got = differences(k, n, size, rest_k, rest_n, rest_size, comparisons=int(row.d)).iloc[0]
        assert (got["low"], got["high"]) == pytest.approx((at, to), abs=1e-9)


def answers(text: str) -> list[int]:
    return [int(x) for x in text.split()]


def codes(text: str) -> list[frozenset]:
    return [frozenset(code for bit, code in enumerate("abcd") if mask & 1 << bit) for mask in answers(text)]


def test_agreement():
    rows, ac1, alpha = of("AC1 and alpha")
    got = [coefficients(answers(a), answers(b), draws=0) for a, b in zip(rows["a"], rows["b"], strict=True)]
    np.testing.assert_allclose([[g["ac1"], g["alpha"]] for g in got], np.array([ac1, alpha]).T, atol=1e-9)


def test_alpha_of_ranks():
    rows, alpha, _ = of("alpha of ranks")
    pairs = zip(rows["a"], rows["b"], strict=True)
    got = [coefficients(answers(a), answers(b), order=[1, 2, 3, 4], draws=0)["alpha"] for a, b in pairs]
    np.testing.assert_allclose(got, alpha, atol=1e-9)


def test_alpha_of_sets():
    rows, alpha, _ = of("alpha of sets")
    got = [coefficients(codes(a), codes(b), draws=0)["alpha"] for a, b in zip(rows["a"], rows["b"], strict=True)]
    np.testing.assert_allclose(got, alpha, atol=1e-9)
