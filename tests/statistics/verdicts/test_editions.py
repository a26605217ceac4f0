"""Editions and parts, against every completion of small worlds."""

import numpy as np
import pytest

from analysis.statistics.verdicts import (
    AGREES,
    DIFFERS,
    IRREFUTABLE,
    UNTESTABLE,
    Finding,
    Group,
    Verdict,
    combined,
    flipping,
    no_change,
    share,
)
from tests.statistics.verdicts import plain
from tests.statistics.verdicts.made import WORDS, WORLDS, random_group, random_range, said


def test_no_change_is_the_verdict_of_what_held_before():
    random, outcomes = np.random.default_rng(19), set()
    for _ in range(WORLDS):
        findings = {}
        for name in "ab"[: int(random.integers(1, 3))]:
            old, added = random_group(random, 9), int(random.integers(0, 4))
            more, other = (int(random.integers(0, added + 1)) for _ in range(2))
            new = Group(old.yes + more, old.other + min(other, added - more), old.open)
            findings[name] = Finding(random_range(random), old, new, added)
        verdict, table = no_change(findings)
        held = [f for f in findings.values() if share(f.old, f.wording).outcome == AGREES]
        parts = [share(f.new, f.wording) for f in held]
        # Every set of answers of the added records, silent ones too.
        could = [
            any(
                not plain.allowed(f.old.yes + yes, f.old.answered + yes + no, f.wording)
                for yes in range(f.added + 1)
                for no in range(f.added - yes + 1)
            )
            for f in held
        ]
        assert table["held"].sum() == len(held) and table.loc[table["held"], "could_flip"].tolist() == could
        if not held:
            assert verdict.outcome == UNTESTABLE
        elif not any(could) and all(p.outcome != DIFFERS for p in parts):
            assert said(verdict) == (IRREFUTABLE, None, None, None)
        else:
            assert said(verdict) == said(combined(parts))
        outcomes.add(verdict.outcome)
    assert outcomes == {AGREES, DIFFERS, IRREFUTABLE, UNTESTABLE}


def test_what_the_new_reviews_could_have_flipped():
    assert flipping(WORDS["about one fifth"], 31, 156, 7) == (6, 7)
    assert flipping(WORDS["almost all"], 145, 150, 7) == ()


def test_parts():
    firm, seen = Verdict(AGREES, 1, None, 7), Verdict(AGREES, 3, 5, 4)
    wrong, short = Verdict(DIFFERS, 2, 9, 2), Verdict(UNTESTABLE, answers=2, needs=6, short="x")
    assert combined([firm, seen]) == Verdict(AGREES, 3, 5, 4) and combined([firm]) == firm
    assert combined([firm, short, Verdict(UNTESTABLE, answers=5, needs=6)]) == short
    assert combined([seen, short, wrong, firm]) == wrong
    assert combined([firm, Verdict(IRREFUTABLE)]) == firm
    with pytest.raises(ValueError, match="parts"):
        combined([])
