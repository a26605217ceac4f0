"""Shares, numbers and places that agree, against every completion of small worlds."""

import numpy as np

from analysis.statistics.verdicts import AGREES, DIFFERS, IRREFUTABLE, UNTESTABLE, agree, number, share
from tests.statistics.verdicts import plain
from tests.statistics.verdicts.made import (
    ERROR,
    WORLDS,
    answers,
    counted,
    expected,
    random_group,
    random_range,
    recodings,
    said,
    sizes,
    state,
)


def test_shares_against_every_completion():
    random, outcomes = np.random.default_rng(11), []
    for _ in range(WORLDS * 3):
        group, wording = random_group(random, 12, maybe=True), random_range(random)

        def truth(answered, open_, wording=wording):
            yes, n = counted(answered)
            return plain.allowed(yes, n, wording) if n else None

        def firm(true, group=group, wording=wording):
            held = plain.kept(group.yes, group.answered, sizes(group), ERROR) if group.answered else [(0, 1)]
            if true:
                return all(plain.allowed(*pair, wording) for pair in held)
            return all(plain.too_low(*pair, wording) for pair in held) or all(plain.too_high(*p, wording) for p in held)

        needs = plain.needed(wording, group.target, ERROR)
        found = plain.search(*state({"": group}), truth, answers, recodings)
        # Every number of answers, every count: no data on this target that the wording would not fit.
        sure = all(plain.allowed(k, n, wording) for n in range(1, group.target + 1) for k in range(n + 1))
        enough = needs is not None and group.answered >= needs
        verdict = share(group, wording)
        assert said(verdict) == expected(found, enough=enough, on_interval=firm, irrefutable=sure), (group, wording)
        assert verdict.needs == needs or verdict.outcome == IRREFUTABLE
        outcomes.append(said(verdict)[:2])
    assert {(AGREES, 1), (AGREES, 2), (AGREES, 3), (DIFFERS, 1), (DIFFERS, 2), (DIFFERS, 3)} < set(outcomes)


def test_numbers_against_every_completion():
    random = np.random.default_rng(12)
    for _ in range(WORLDS):
        group, value = random_group(random, 12, maybe=True), int(random.integers(0, 5))

        def truth(answered, open_, value=value):
            yes, n = counted(answered)
            return yes == value if n else None

        found = plain.search(*state({"": group}), truth, answers, recodings)
        wanted = expected(found, enough=group.answered >= 1, on_interval=lambda true: False)
        assert said(number(group, value)) == wanted, (group, value)


def test_places_that_agree_against_every_completion():
    random, outcomes = np.random.default_rng(13), []
    for _ in range(WORLDS):
        group, complement = random_group(random, 12), bool(random.random() < 0.4)
        first, second = random_range(random), random_range(random)

        def both(yes, of, first=first, second=second, complement=complement):
            one, other = plain.allowed(yes, of, first), plain.allowed(of - yes if complement else yes, of, second)
            return one, other

        def truth(answered, open_, both=both):
            (yes, n), left = counted(answered), sum(open_.values())
            return any(all(both(yes + more, n + left)) for more in range(left + 1)) if n else None

        seen, _, _, opened, changed = plain.search(*state({"": group}), truth, answers, recodings)
        completions = [both(group.yes + more, group.target) for more in range(group.open + 1)]
        held = plain.kept(group.yes, group.answered, (group.target,), ERROR) if group.answered else []
        certain = not seen or all(other for one, other in completions if one)
        firm = all(other for one, other in (both(*pair) for pair in held) if one)
        wanted = (
            (
                AGREES if seen else DIFFERS,
                1 if certain else 2 if firm else 3,
                None if certain else opened[True],
                changed[seen],
            )
            if group.answered
            else (UNTESTABLE, None, None, None)
        )
        if group.answered and all(all(both(k, group.target)) for k in range(group.target + 1)):
            wanted = (IRREFUTABLE, None, None, None)
        assert said(agree(group, first, second, complement=complement)) == wanted, (group, first, second, complement)
        outcomes.append(wanted[:2])
    assert {(AGREES, 1), (AGREES, 2), (AGREES, 3), (DIFFERS, 1)} < set(outcomes)
