"""Pairs, against every completion of small worlds."""

from fractions import Fraction
from functools import cache

import numpy as np

from analysis.statistics.pairs import pairs_needed, tango
from analysis.statistics.verdicts import AGREES, DIFFERS, UNTESTABLE, Pairs, no_difference
from tests.statistics.verdicts import plain
from tests.statistics.verdicts.made import WORLDS, expected, said


@cache
def interval_of(first, second, n, level):
    low, high = tango(first, second, n, level)
    return float(low[0]), float(high[0])


def test_pairs_against_every_completion():
    random, outcomes = np.random.default_rng(18), []
    for _ in range(WORLDS):
        n, open_ = int(random.integers(0, 9)), int(random.integers(0, 5))
        first, second, alike = random.multinomial(n, random.dirichlet([0.6, 0.6, 2])).tolist()
        margin, level = float(random.choice([0.3, 0.5, 0.7])), float(random.choice([0.5, 0.8]))
        needs = pairs_needed(margin, level)

        def truth(answered, left, margin=margin, level=level):
            b, c, e = (answered.get(("", kind), 0) for kind in ("first", "second", "alike"))
            if not b + c + e:
                return None
            low, high = interval_of(b, c, b + c + e, level)
            return -margin <= low and high <= margin

        kinds = ["first", "second", "alike"]
        start = {("", "first"): first, ("", "second"): second, ("", "alike"): alike}, {("", "open"): open_}
        found = plain.search(*start, truth, lambda _: kinds, lambda was: [k for k in kinds if k != was[1]])
        apart = abs(first - second) > Fraction(str(margin)) * n

        def firm(true, first=first, second=second, n=n, margin=margin, level=level):
            low, high = interval_of(first, second, n, level)
            return true or low >= margin or high <= -margin

        wanted = expected(found, enough=n >= needs, on_interval=firm)
        if wanted[0] == DIFFERS and not apart:  # a difference seen within the margin shows nothing
            wanted = (UNTESTABLE, None, None, None)
        verdict = no_difference(Pairs(first, second, alike, open_), margin, level=level)
        assert said(verdict) == wanted, (first, second, alike, open_, margin, level)
        outcomes.append(wanted[:2])
    assert {(AGREES, 2), (DIFFERS, 1), (DIFFERS, 3), (UNTESTABLE, None)} < set(outcomes)
