"""The highest and the categories, against every completion of small worlds."""

import numpy as np
import pytest

from analysis.statistics.verdicts import categories, highest
from tests.statistics.verdicts import plain
from tests.statistics.verdicts.made import WORLDS, expected, said


def test_the_highest_against_every_completion():
    random = np.random.default_rng(16)
    for _ in range(WORLDS):
        read, open_ = random.integers(1, 5, int(random.integers(0, 5))).tolist(), int(random.integers(0, 3))
        value = int(random.integers(1, 6))

        def truth(answered, left, value=value):
            values = [v for (_, v), n in answered.items() if n]
            return max(values) == value if values else None

        anything = range(7)  # one more than any value in play, one less
        start = {("", v): read.count(v) for v in set(read)}, {("", "open"): open_}
        found = plain.search(*start, truth, lambda _: anything, lambda was: [v for v in anything if v != was[1]])
        wanted = expected(found, enough=bool(read), on_interval=lambda true: False)
        assert said(highest(read, value, open=open_)) == wanted, (read, value, open_)


@pytest.mark.parametrize("several", [True, False])
def test_categories_against_every_completion(several):
    random = np.random.default_rng(17 + several)
    gives = [("a",), ("b",), ("z",)] + [("a", "b"), ("a", "z"), ("b", "z"), ("a", "b", "z")] * several
    for _ in range(WORLDS):
        n, open_ = int(random.integers(0, 5)), int(random.integers(0, 3))
        units = [gives[i] for i in random.integers(0, len(gives), n)]
        start = {("", g): units.count(g) for g in gives}, {("", "open"): open_}

        def truth(answered, left):
            met = {code for (_, codes), number in answered.items() if number for code in codes}
            return {"a", "b"} <= met if any(answered.values()) else None

        found = plain.search(*start, truth, lambda _: gives, lambda was: [g for g in gives if g != was[1]])
        if not n + open_:
            found = (None, False, False, {}, {})
        wanted = expected(found, enough=n >= (1 if several else 2), on_interval=lambda true: False)
        met = {code: sum(code in unit for unit in units) for code in "ab"}
        assert said(categories(met, answered=n, open=open_, several=several)) == wanted, (units, open_)
