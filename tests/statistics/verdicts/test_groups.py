"""Leaders and floors, against every completion of small worlds."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from analysis.statistics.ranges import Range
from analysis.statistics.verdicts import (
    AGREES,
    DIFFERS,
    UNTESTABLE,
    Group,
    Verdict,
    agree,
    at_least,
    categories,
    greater,
    leaders,
)
from tests.statistics.verdicts import plain
from tests.statistics.verdicts.made import (
    WORLDS,
    answers,
    counted,
    expected,
    random_group,
    recodings,
    said,
    sizes,
    state,
)


def orderings(named, unnamed, error):
    """The search for a claim of leaders: a group takes part once it has its least evidence, or nothing open."""
    groups = {**named, **unnamed}
    half = Range(low=Fraction(1, 2), low_closed=False)
    needs = {name: plain.needed(half, g.target, error) for name, g in groups.items()}

    def takes_part(name, answered, open_):
        n, left = counted(answered, name)[1], open_.get((name, "open"), 0) + open_.get((name, "maybe"), 0)
        return n > 0 and (n >= (needs[name] or 99) or not left)

    def truth(answered, open_, part=takes_part):
        if not all(part(name, answered, open_) for name in named):
            return None
        against = [name for name in unnamed if part(name, answered, open_)]
        if not against:
            return None
        shares = {name: Fraction(*counted(answered, name)) for name in [*named, *against]}
        return all(shares[g] > shares[h] for g in named for h in against)

    enough = truth(*state(groups)) is not None
    if enough:
        return enough, takes_part, truth
    # Too little evidence: only what every completion says counts, beside what was seen of any group that answered.
    return enough, takes_part, lambda a, o: truth(a, o, lambda name, a, o: counted(a, name)[1] > 0)


def test_leaders_against_every_completion():
    random, outcomes = np.random.default_rng(14), []
    for _ in range(WORLDS * 4):
        level = float(random.choice([0.3, 0.6, 0.8, 0.95]))
        one = random.random() < 0.4
        names = "ab" if one else "abc" if random.random() < 0.6 else "abcd"
        groups = {name: random_group(random, 12 // len(names), maybe=True) for name in names}
        split = 1 if one else int(random.integers(1, len(names)))
        named, unnamed = ({n: groups[n] for n in part} for part in (names[:split], names[split:]))
        each = sqrt(1 - (1 - level) / (len(named) * len(unnamed)))
        error = (1 - each) / 2
        enough, part, truth = orderings(named, unnamed, error)

        def firm(true, groups=groups, named=named, unnamed=unnamed, part=part, error=error):
            start = state(groups)
            ends = {}
            for name in [*named, *(n for n in unnamed if part(n, *start))]:
                g = groups[name]
                shares = [Fraction(*pair) for pair in plain.kept(g.yes, g.answered, sizes(g), error)]
                ends[name] = min(shares), max(shares)
            below = [n for n in ends if n in unnamed]
            if true:
                return all(ends[g][0] > ends[h][1] for g in named for h in below)
            return any(ends[g][1] <= ends[h][0] for g in named for h in below)

        found = plain.search(*state(groups), truth, answers, recodings)
        verdict = leaders(named, unnamed, level=level)
        assert said(verdict) == expected(found, enough=enough, on_interval=firm), (named, unnamed, level)
        if one:
            assert said(greater(named["a"], unnamed["b"], level=level)) == said(verdict)
        outcomes.append(said(verdict)[:2])
    assert {(AGREES, 1), (AGREES, 2), (AGREES, 3), (DIFFERS, 1), (DIFFERS, 2), (DIFFERS, 3)} < set(outcomes)


def test_at_least_against_every_completion():
    random, outcomes = np.random.default_rng(15), []
    for _ in range(WORLDS):
        names = "abc"[: int(random.integers(1, 4))]
        groups = {name: random_group(random, 12 // len(names), maybe=True) for name in names}
        value, needed = int(random.integers(0, 5)), int(random.integers(1, len(names) + 1))
        level = float(random.choice([0.4, 0.95]))

        def truth(answered, open_, names=names, value=value, needed=needed):
            return sum(counted(answered, name)[0] >= value for name in names) >= needed

        def firm(true, groups=groups, value=value, needed=needed, level=level):
            error = (1 - level) / len(groups) / 2
            held = {n: plain.kept(g.yes, g.answered, sizes(g), error) for n, g in groups.items() if g.answered}
            short = sum(max(k for k, _ in pairs) < value for pairs in held.values())
            return len(groups) - short < needed

        found = plain.search(*state(groups), truth, answers, recodings)
        enough = sum(g.answered >= value for g in groups.values()) >= needed
        wanted = expected(found, enough=enough, on_interval=firm, irrefutable=value == 0)
        verdict = at_least(groups, value, groups_needed=needed, level=level)
        assert said(verdict) == wanted, (groups, value, needed)
        if needed == len(groups):
            assert at_least(groups, value, level=level) == verdict
        outcomes.append(wanted[:2])
    assert {(AGREES, 1), (DIFFERS, 1), (DIFFERS, 2), (DIFFERS, 3)} < set(outcomes)


def test_a_small_group_neither_leads_nor_robs_the_lead():
    named = {"weog": Group(10, 16), "eastern": Group(8, 15)}
    rest = {"asia_pacific": Group(2, 41, 7), "grulac": Group(1, 26, 2), "african": Group(0, 44, 6)}
    assert leaders(named, rest).strength == 1
    robbed = leaders(named, {**rest, "tiny": Group(1, 0, 9)})
    assert (robbed.outcome, robbed.strength, robbed.open) == (AGREES, 2, 5)
    assert leaders({"weog": Group(1, 0, 25)}, rest).outcome == UNTESTABLE


def test_a_floor():
    assert at_least({"": Group(310, 0)}, 301) == Verdict(AGREES, 1, None, 10, 310, 301)
    assert said(at_least({"": Group(300, 0)}, 301)) == (DIFFERS, 1, None, None)


def test_more_than_one_group():
    """S19: some States of the various groups; one group tips when its only State turns out otherwise."""
    groups = {"african": Group(5, 39, 6), "asia_pacific": Group(2, 41, 7), "grulac": Group(0, 27, 2)}
    assert at_least(groups, 1, groups_needed=2) == Verdict(AGREES, 1, None, 2, 43, 1, "asia_pacific")
    assert said(at_least(groups, 1)) == (DIFFERS, 3, 1, 1)


def test_groups_that_cannot_be_compared_are_refused():
    for call in (
        lambda: leaders({}, {"b": Group(1, 1)}),
        lambda: leaders({"a": Group(1, 1)}, {"a": Group(1, 1)}),
        lambda: at_least({}, 1),
        lambda: at_least({"a": Group(1, 1)}, 1, groups_needed=2),
        lambda: Group(-1, 2),
        lambda: agree(Group(1, 1, 0, 1), Range(), Range()),
        lambda: categories({"a": 3}, answered=2),
    ):
        with pytest.raises(ValueError, match=r"group|negative|members|category"):
            call()
