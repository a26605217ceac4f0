import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.editions import STEPS, change_between, reach


def test_how_far_new_states_can_move_a_share():
    assert reach(31, 156, 7) == (pytest.approx(31 / 163), pytest.approx(38 / 163))
    assert np.isnan(reach(0, 0, 0)).all() and reach(0, 0, 3) == (0, 1)


def test_the_parts_of_a_change():
    old = pd.Series({"A": "yes", "B": "other", "C": "other", "D": "open", "E": "yes", "L": "yes"})
    new = pd.Series({"A": "other", "B": "yes", "C": "open", "D": "yes", "E": "yes", "N": "open", "P": "other"})
    table = change_between(old, new, corrected=["A"]).set_index("step")
    assert tuple(table.index) == STEPS and table["units"].to_dict() == {
        "old edition": 6,
        "corrections": 1,
        "answers recoded": 1,
        "answers withdrawn": 1,
        "States that left": 1,
        "growth of the population": 2,
        "States added": 2,
    }
    last = table.loc["States added"]
    assert (last["count"], last["denominator"], last["population"]) == (3, 5, 7)
    assert (last["reach_low"], last["reach_high"]) == (2 / 5, 4 / 5)


def test_the_changes_add_up_on_random_editions():
    random = np.random.default_rng(8)
    for _ in range(500):
        states = [f"X{i}" for i in range(12)]
        old, new = (
            pd.Series(random.choice(["yes", "other", "open"], n), index=random.choice(states, n, replace=False))
            for n in random.integers(1, 12, 2)
        )
        corrected = set(random.choice(states, 3))
        table = change_between(old, new, corrected).set_index("step")
        shares = [
            Fraction(int(k), int(n)) if n else None for k, n in zip(table["count"], table["denominator"], strict=True)
        ]
        (first, last), known = (old, new), table["share"].notna().all()
        for edition, step in ((first, "old edition"), (last, "States added")):
            counted = (edition == "yes").sum(), (edition != "open").sum(), len(edition)
            assert tuple(table.loc[step, ["count", "denominator", "population"]]) == counted
        if known:
            assert sum(b - a for a, b in itertools.pairwise(shares)) == shares[-1] - shares[0]
            assert table["change"].sum() == pytest.approx(float(shares[-1] - shares[0]))
        both = set(old.index) & set(new.index)
        assert table.at["corrections", "units"] == sum(old[s] != new[s] and s in corrected for s in both)
        recoded = [s for s in both - corrected if "open" not in (old[s], new[s]) and old[s] != new[s]]
        added = [
            s for s in new.index if new[s] != "open" and (s not in both or (old[s] == "open" and s not in corrected))
        ]
        assert (table.at["answers recoded", "units"], table.at["States added", "units"]) == (len(recoded), len(added))
        if last is not None and known:
            end = table.loc["States added"]
            assert end["reach_low"] - 1e-12 <= end["share"] <= end["reach_high"] + 1e-12


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="neither"):
        change_between(pd.Series({"A": "no"}), pd.Series({"A": "yes"}))
    with pytest.raises(ValueError, match="two answers"):
        change_between(pd.Series(["yes", "other"], index=["A", "A"]), pd.Series({"A": "yes"}))
