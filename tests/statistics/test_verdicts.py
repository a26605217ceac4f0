"""Each kind of claim against every completion of small worlds, seeded: outcome, strength and both tipping points."""

import time
from fractions import Fraction
from functools import cache
from math import sqrt

import numpy as np
import pytest
from analysis.paper.wording import quantifiers

from analysis.statistics.pairs import pairs_needed, tango
from analysis.statistics.ranges import Range
from analysis.statistics.verdicts import (
    AGREES,
    DIFFERS,
    IRREFUTABLE,
    UNTESTABLE,
    Finding,
    Group,
    Pairs,
    Verdict,
    agree,
    at_least,
    categories,
    combined,
    flipping,
    greater,
    highest,
    leaders,
    least_evidence,
    no_change,
    no_difference,
    number,
    share,
)
from tests.statistics import plain

WORLDS = 600
ERROR = Fraction(1, 40)
WORDS = quantifiers()


def random_range(random) -> Range:
    if random.random() < 0.4:
        return random.choice(list(WORDS.values()))
    of = int(random.integers(2, 9))
    low, high = sorted(Fraction(int(x), of) for x in random.integers(0, of + 1, 2))
    closed = (True, True) if low == high else random.random(2) < 0.6
    least = int(random.choice([0, 0, 0, 2, 3]))
    most = int(random.integers(least, 8)) if random.random() < 0.2 else None
    return Range(low, high, bool(closed[0]), bool(closed[1]), least, most)


def random_group(random, most: int, maybe: bool = False) -> Group:
    target = int(random.integers(1, most + 1))
    open_ = int(random.integers(0, target + 1)) if random.random() < 0.8 else 0
    out = int(random.integers(0, open_ + 1)) if maybe and random.random() < 0.5 else 0
    yes = int(random.integers(0, target - open_ + 1))
    return Group(yes, target - open_ - yes, open_ - out, out)


def state(groups: dict[str, Group]):
    answered = {(g, a): n for g, x in groups.items() for a, n in (("yes", x.yes), ("other", x.other))}
    open_ = {(g, k): n for g, x in groups.items() for k, n in (("open", x.open), ("maybe", x.maybe))}
    return answered, open_


def answers(kind):
    return ["yes", "other", None] if kind[1] == "maybe" else ["yes", "other"]


def recodings(was):
    return ["other" if was[1] == "yes" else "yes"]


def counted(answered, group=""):
    yes, other = (answered.get((group, a), 0) for a in ("yes", "other"))
    return yes, yes + other


def expected(found, *, enough, on_interval, irrefutable=False):
    """The verdict by the definitions: outcome, strength, open, changed."""
    seen, every, never, opened, changed = found
    if irrefutable:
        return IRREFUTABLE, None, None, None
    true = seen if seen is not None else True if every else False if never else None
    certain = (every and true is True) or (never and true is False)
    if true is None or not (enough or certain):
        return UNTESTABLE, None, None, None
    strength = 1 if certain else 2 if on_interval(true) else 3
    return AGREES if true else DIFFERS, strength, None if certain else opened[true], changed[true]


def said(verdict: Verdict):
    return verdict.outcome, verdict.strength, verdict.open, verdict.changed


def sizes(group: Group):
    return tuple(range(group.answered + group.open, group.target + 1))


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


def test_parts():
    firm, seen = Verdict(AGREES, 1, None, 7), Verdict(AGREES, 3, 5, 4)
    wrong, short = Verdict(DIFFERS, 2, 9, 2), Verdict(UNTESTABLE, answers=2, needs=6, short="x")
    assert combined([firm, seen]) == Verdict(AGREES, 3, 5, 4) and combined([firm]) == firm
    assert combined([firm, short, Verdict(UNTESTABLE, answers=5, needs=6)]) == short
    assert combined([seen, short, wrong, firm]) == wrong
    assert combined([firm, Verdict(IRREFUTABLE)]) == firm
    with pytest.raises(ValueError, match="parts"):
        combined([])


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


def test_a_small_group_neither_leads_nor_robs_the_lead():
    named = {"weog": Group(10, 16), "eastern": Group(8, 15)}
    rest = {"asia_pacific": Group(2, 41, 7), "grulac": Group(1, 26, 2), "african": Group(0, 44, 6)}
    assert leaders(named, rest).strength == 1
    robbed = leaders(named, {**rest, "tiny": Group(1, 0, 9)})
    assert (robbed.outcome, robbed.strength, robbed.open) == (AGREES, 2, 5)
    assert leaders({"weog": Group(1, 0, 25)}, rest).outcome == UNTESTABLE


def test_what_the_new_reviews_could_have_flipped():
    assert flipping(WORDS["about one fifth"], 31, 156, 7) == (6, 7)
    assert flipping(WORDS["almost all"], 145, 150, 7) == ()


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
