"""Every method held against R, over the cases of reference_values.csv (made by reference_values.R)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.comparisons import compare, fisher_freeman_halton, paired
from analysis.statistics.intervals import CLOPPER_PEARSON, FINITE, JEFFREYS, WILSON, interval

CASES = pd.read_csv(Path(__file__).with_name("reference_values.csv"), dtype=str, keep_default_na=False)


def of(method: str) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    rows = CASES[CASES["method"] == method]
    return rows, rows["x"].astype(float).to_numpy(), rows["y"].astype(float).to_numpy()


def test_there_are_enough_cases():
    assert len(CASES) >= 2_000 and CASES["method"].nunique() == 7


@pytest.mark.parametrize("method", [WILSON, CLOPPER_PEARSON, JEFFREYS, FINITE])
def test_intervals(method):
    rows, low, high = of(method)
    count, denominator = rows["a"].astype(int), rows["b"].astype(int)
    population = rows["c"].astype(int) if method == FINITE else None
    got = interval(count, denominator, population, method=method)
    np.testing.assert_allclose(got["low"], low, atol=1e-9)
    np.testing.assert_allclose(got["high"], high, atol=1e-9)


def test_fishers_exact_test():
    rows, p, _ = of("Fisher")
    got = compare(*(rows[c].astype(int) for c in "abcd"))
    np.testing.assert_allclose(got["p"], p, atol=1e-9)


def test_fisher_freeman_halton():
    rows, p, _ = of("Fisher-Freeman-Halton")
    got = [
        fisher_freeman_halton(*(np.array(text.split(), dtype=int) for text in pair))
        for pair in zip(rows["a"], rows["b"], strict=True)
    ]
    np.testing.assert_allclose(got, p, atol=1e-9)


def test_mcnemar():
    rows, p, _ = of("McNemar")
    got = [
        paired(pd.Series([True] * int(b) + [False] * int(c)), pd.Series([False] * int(b) + [True] * int(c)))["p"]
        for b, c in zip(rows["a"], rows["b"], strict=True)
    ]
    np.testing.assert_allclose(got, p, atol=1e-9)
