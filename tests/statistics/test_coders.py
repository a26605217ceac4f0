from itertools import product

import numpy as np
import pytest

import analysis
from analysis.statistics.coders import OPEN, OTHER, OUTSIDE, UNSETTLED, YES, End, extremes, range_of_codings

GIVES = {"yes": YES, "no": OTHER, "not_addressed": OPEN, "unsettled": OPEN}


def test_informal_channels_of_the_demonstration(demonstration):
    """110 of 131 settled; 109 of 131 to 114 of 134 by whoever is believed."""
    chosen = "question == 'informal' and topic == '46' and record == 'review'"
    agreed = demonstration.findings.query(chosen).set_index("unit")["answer"].map(GIVES)
    read = demonstration.codings.query(f"{chosen} and coder in ['A', 'B']")
    read = read["answer"].map(GIVES).groupby(read["unit"]).agg(list)
    least, greatest = extremes([[own, *read[unit]] for unit, own in agreed.items()], 182)
    assert (least, greatest) == (End(109, 131, 182), End(114, 134, 182))
    table = range_of_codings(least, greatest)
    assert table["bound_low"].tolist() == [109 / 182, 114 / 182] and (table["low"] < table["share"]).all()


def test_what_nobody_settled_is_no_reading():
    assert extremes([[UNSETTLED, YES, YES], [YES]], 3) == (End(2, 2, 3), End(2, 2, 3))
    assert extremes([[UNSETTLED, YES, OTHER], [YES]], 3) == (End(1, 2, 3), End(2, 2, 3))
    assert extremes([[UNSETTLED, UNSETTLED], [YES]], 3) == (End(1, 1, 3), End(1, 1, 3))
    assert extremes([[UNSETTLED, OUTSIDE, OUTSIDE], [YES]], 3) == (End(1, 1, 2), End(1, 1, 2))


def test_a_dataset_shows_the_same(demonstration):
    table = analysis.range_of_codings(demonstration).set_index("question")
    assert table.loc["informal", ["count", "denominator"]].to_numpy().tolist() == [[109, 131], [114, 134]]
    assert table.loc["informal", ["read", "read_by_one"]].drop_duplicates().to_numpy().tolist() == [[131, 101]]
    assert (table["disputed"] > 0).all()


@pytest.mark.parametrize("whole", [False, True])
def test_against_every_choice_of_coder(whole):
    """Of six units and two that nobody read: each given what the share takes it for or what one of its readers does."""
    random = np.random.default_rng(7)
    for _ in range(400):
        units = [
            random.choice([YES, OTHER, OPEN, OUTSIDE], random.integers(1, 4)).tolist()
            for _ in range(random.integers(1, 6))
        ]
        members = 2 + sum(own != OUTSIDE for own, *_ in units)

        def share(chosen, units=units, members=members):
            yes, answered = chosen.count(YES), chosen.count(YES) + chosen.count(OTHER)
            more = sum(own == OUTSIDE for own, *_ in units) - chosen.count(OUTSIDE)
            n = members + more if whole and answered else answered
            return yes / n if n else None

        ends = [
            end.count / end.denominator if end.denominator else None for end in extremes(units, members, whole=whole)
        ]
        shares = [s for chosen in product(*units) if (s := share(chosen)) is not None]
        own = share(tuple(unit[0] for unit in units))
        for end, best, within in zip(ends, (min, max), (np.less_equal, np.greater_equal), strict=True):
            if end is None:  # one reading leaves no answer
                assert not shares or None in [share(chosen) for chosen in product(*units)]
            else:
                assert end == pytest.approx(best(shares)) and (own is None or within(end, own + 1e-12 * (best is min)))


def test_what_cannot_be_is_refused():
    for units, words in (([["no"]], "neither"), ([[YES], [OPEN, YES]], "more States")):
        with pytest.raises(ValueError, match=words):
            extremes(units, 1)
