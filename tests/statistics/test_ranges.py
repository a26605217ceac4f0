from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.ranges import Range, figure, parse_range, universes_that_fit
from tests.statistics.verdicts.made import WORDS

ENDS = st.fractions(0, 1, max_denominator=60)


@given(ENDS, ENDS, st.booleans(), st.booleans(), st.integers(0, 6), st.none() | st.integers(6, 30), st.integers(1, 60))
def test_counts_are_the_counts_that_belong(a, b, low_closed, high_closed, least, most, denominator):
    """Every count tried one by one, by exact comparison with the ends."""
    low, high = sorted((a, b))
    if low == high:
        low_closed = high_closed = True
    wording = Range(low, high, low_closed, high_closed, least, most)
    held = []
    for count in range(denominator + 1):
        share = Fraction(count, denominator)
        above = share >= low if low_closed else share > low
        below = share <= high if high_closed else share < high
        if above and below and count >= least and (most is None or count <= most):
            held.append(count)
    first, last = wording.counts(denominator)
    assert held == list(range(first, min(last, denominator) + 1))
    assert [c for c in range(denominator + 1) if wording.allows(c, denominator)] == held


@pytest.mark.parametrize(
    ("shares", "counts", "expected"),
    [
        ("> 1/2", "", Range(low=Fraction(1, 2), low_closed=False)),
        (">= 3/4", "", Range(low=Fraction(3, 4))),
        ("<= 1/20", "", Range(high=Fraction(1, 20))),
        ("< 0.5", ">= 3", Range(high=Fraction(1, 2), high_closed=False, least=3)),
        ("0", "", Range(high=Fraction(0))),
        ("1", "", Range(low=Fraction(1))),
        ("[7/40, 0.225)", "", Range(Fraction(7, 40), Fraction(9, 40), True, False)),
        ("", "2 to 5", Range(least=2, most=5)),
        ("", "3", Range(least=3, most=3)),
        ("", "<= 3", Range(most=3)),
    ],
)
def test_cells(shares, counts, expected):
    assert parse_range(shares, counts) == expected


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ("half", ""),
        ("> 2", ""),
        ("(1/2, 1/2]", ""),
        ("[1, 0]", ""),
        ("", "many"),
        ("", "> 3"),
        ("", "5 to 2"),
        ("", ">= 1/2"),
    ],
)
def test_what_is_no_range_is_refused(shares, counts):
    with pytest.raises(ValueError, match=r"no (range|share|count)"):
        parse_range(shares, counts)


def test_the_words_of_the_house():
    words = WORDS
    assert words["most"].allows(82, 163) and not words["most"].allows(81, 162)
    assert words["often"].allows(3, 9) and not words["often"].allows(2, 6)
    assert words["about one fifth"].allows(7, 40) and words["about one fifth"].allows(9, 40)
    assert words["a few"].allows(5, 50) and not words["a few"].allows(6, 100) and not words["a few"].allows(5, 49)
    assert words["about one fifth"].band and not words["several"].band


def test_a_figure_by_its_decimals():
    assert figure("20").allows(33, 163) and figure("20.2").allows(33, 163) and not figure("20.3").allows(33, 163)
    assert figure("0") == Range(high=Fraction(1, 200)) and figure("100").low == Fraction(199, 200)
    with pytest.raises(ValueError, match="about"):
        figure("about 20")


def test_universes_that_one_figure_cannot_tell_apart():
    about = WORDS["about one fifth"]
    table = universes_that_fit(
        about, {"reviewed": (33, 163), "a": (33, 177), "b": (33, 182), "c": (33, 184), "d": (33, 200), "e": (0, 0)}
    )
    assert table["fits"].tolist() == [True, True, True, True, False, False] and table["share"].isna().tolist()[-1]
