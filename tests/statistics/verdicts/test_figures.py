"""The figures that the definitions give on the demonstration's counts."""

import time

import pytest

from analysis.statistics.verdicts import (
    AGREES,
    UNTESTABLE,
    Group,
    Pairs,
    Verdict,
    greater,
    leaders,
    least_evidence,
    no_difference,
    share,
)
from tests.statistics.verdicts.made import WORDS


@pytest.mark.parametrize("target", [177, 182, 184])
def test_the_figures_of_the_demonstration(target):
    fifth = share(Group(33, 130, target - 163), WORDS["about one fifth"])
    assert (fifth.outcome, fifth.open, fifth.changed) == (AGREES, 5, 4)
    almost = share(Group(152, 5, target - 157), WORDS["almost all"])
    assert (almost.outcome, almost.open, almost.changed) == (AGREES, 12, 11)
    waemu = greater(Group(5, 3), Group(5, 150, target - 163))
    assert (waemu.outcome, waemu.strength, waemu.open, waemu.changed) == (AGREES, 1, None, 5)


def test_strength_is_not_monotone_in_the_target():
    strengths = [
        share(Group(33, 130, target - 163), WORDS["about one fifth"]).strength for target in (163, 177, 182, 184)
    ]
    assert strengths == [1, 2, 3, 2]


def test_least_evidence_of_words():
    known = {"most": 6, "the vast majority": 13, "several": 14, "almost all": 31, "rare": 56, "about one fifth": 20}
    assert {word: least_evidence(WORDS[word], 184) for word in known} == known
    assert least_evidence(WORDS["several"], 2) is None and least_evidence(WORDS["about one fifth"], 7) == 7


def test_little_evidence_is_no_evidence():
    """What agreed before: "almost all" on 2 of 2, "widely" on 1 of 1, "about 20 per cent" on 1 of 5."""
    for group, word, needs in (
        (Group(2, 0, 182), "almost all", 31),
        (Group(1, 0, 183), "widely", 6),
        (Group(1, 4, 158), "about one fifth", 20),
    ):
        verdict = share(group, WORDS[word])
        assert (verdict.outcome, verdict.answers, verdict.needs) == (UNTESTABLE, group.answered, needs)
    assert share(Group(2, 0), WORDS["almost all"]).strength == 1
    assert no_difference(Pairs(0, 0, 6, 176), 0.1) == Verdict(UNTESTABLE, answers=6, needs=35)


def test_forty_claims_take_well_under_a_second():
    least_evidence.cache_clear()
    start = time.process_time()
    for shift in range(4):
        for word in WORDS.values():
            share(Group(33 + shift, 130 - shift, 21), word)
        leaders(
            {"w": Group(10, 16), "e": Group(8, 15)},
            {"a": Group(2 + shift, 41, 7), "l": Group(1, 26, 2), "f": Group(0, 44, 6)},
        )
        share(Group(21, 12 + shift, 0, 21), WORDS["most"])
        no_difference(Pairs(30, 2, 40, 110 + shift), 0.1)
    assert time.process_time() - start < 1.0
