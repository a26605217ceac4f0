"""Tie the numbers of a draft to the facts of a paper, and say of each whether it agrees.

A number is tied by the subject of its sentence (`subjects`), and by the words that an analyst chose (`mentions`): never by its value
alone. What agrees by the analyst's words comes first, then what agrees by the labels, then what disagrees.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.audit.draft import Draft, Unit
from analysis.audit.fact import Fact
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, APART, DISAGREES, UNTIED, Finding, by_universe
from analysis.audit.mentions import Evidence, Tie, agreeing_of, disagreeing_of, is_loose
from analysis.audit.numbers import COUNT, QUANTIFIER, Mark
from analysis.audit.scale import DATA, WHOLE
from analysis.audit.subjects import Said, Spoken
from analysis.audit.topics import Topics

# As many facts of the same value are named at the most.
_MOST_LISTED = 8
_CELL = "table cell"


def tie(draft: Draft, facts: Facts) -> list[Finding]:
    """Return one finding a number or quantifier of a draft, in reading order.

    A word such as "one", which is an article more often than a number, is left out unless a fact takes it.
    """
    found: list[Finding] = []
    held = [(unit, Evidence(unit, draft, facts)) for unit in draft.units]
    both = [agreeing_of(unit, evidence, facts) for unit, evidence in held]
    first = [each for each, _ in both]
    in_place = {ties[0].fact.name for each in first for ties in each.values() if ties[0].in_place}
    first = [{m: t for m, t in each.items() if not is_loose(t[0], in_place)} for each in first]
    stated = {tied.fact.name for each in first for ties in each.values() for tied in ties}
    topics: dict[str, Topics] = {}
    before = ""
    for (unit, evidence), agreeing, (_, repeats) in zip(held, first, both, strict=True):
        if unit.language not in topics and unit.marks:
            topics[unit.language] = Topics(facts, unit.language)
        around = unit.context if unit.kind == _CELL else f"{unit.context} {before}"
        before = before if unit.kind == _CELL else unit.text
        spoken = Spoken(unit, topics[unit.language], around) if unit.marks else None
        by_label = {
            mark: _by_subject(unit, mark, spoken.said(mark), facts)
            for mark, reason in zip(unit.marks, unit.reasons, strict=True)
            if spoken and not reason and not mark.weak and mark not in agreeing
        }
        disagreeing = disagreeing_of(unit, evidence, agreeing, stated, facts)
        for mark, reason in zip(unit.marks, unit.reasons, strict=True):
            told, score = by_label.get(mark) or (None, 0.0)
            other = disagreeing.get(mark)
            if ties := agreeing.get(mark):
                found.append(_agrees(unit, mark, ties, facts))
            elif (
                told
                and told.verdict != UNTIED
                and (other is None or (told.verdict == AGREES and score >= other.evidence))
            ):
                found.append(told)
            elif mark in disagreeing:
                found.append(_disagrees(unit, mark, disagreeing[mark].fact, facts))
            elif ties := repeats.get(mark):
                found.append(_agrees(unit, mark, ties, facts))
            elif reason:
                found.append(Finding(unit, mark, APART, reason))
            elif not mark.weak:
                found.append(told or Finding(unit, mark, UNTIED, fits=_values(mark, facts)))
    return found


def _by_subject(unit: Unit, mark: Mark, said: list[Said], facts: Facts) -> tuple[Finding, float] | None:
    """Return what is said of a number by the subject of its sentence; None where the sentence has none.

    A number that one of the subjects named best allows agrees with it; one that none of them allows is wrong. Of a word or a
    share that only some of them allow, the paper cannot tell which is meant: all are listed.
    """
    said = [s for s in said if facts.can_state(mark, s.fact)]
    sizes = [s for s in said if s.role == WHOLE and s.part and not s.fact.is_share]
    if not said:
        return None
    best = said[0].score
    leading = [s for s in said if s.score >= best - facts.limits["draft_margin"]]
    fitting = [s for s in leading if s.part] or sizes
    if fitting:
        missed = [s for s in leading if not s.part and s.score > fitting[0].score + 0.01]
        if mark.kind == COUNT or not missed:
            ties = [Tie(s.score, s.score, s.distance, False, mark, s.fact) for s in fitting[:4]]
            return replace(_agrees(unit, mark, ties, facts), part=fitting[0].part), fitting[0].score
        return Finding(unit, mark, UNTIED, fits=tuple(dict.fromkeys(s.fact.name for s in fitting))), best
    if best >= facts.limits["draft_full"] and leading[0].sure:
        return replace(_disagrees(unit, mark, leading[0].fact, facts), part=leading[0].role), best
    return None


def _agrees(unit: Unit, mark: Mark, ties: list[Tie], facts: Facts) -> Finding:
    fact = ties[0].fact
    others = tuple(t.fact.name for t in ties[1:])
    if mark.kind == COUNT or facts.against != DATA or not fact.is_share:
        return Finding(unit, mark, AGREES, fact=fact, universe=fact.universe, fits=others)
    return by_universe(Finding(unit, mark, AGREES, fact=fact, universe=fact.universe, fits=others), facts)


def _disagrees(unit: Unit, mark: Mark, fact: Fact, facts: Facts) -> Finding:
    finding = Finding(unit, mark, DISAGREES, fact=fact, universe=fact.universe)
    if mark.kind == COUNT or facts.against != DATA or not fact.is_share:
        return finding
    return by_universe(finding, facts)


def _values(mark: Mark, facts: Facts) -> tuple[str, ...]:
    """Return the facts that have the value of a number whose words say nothing of them: listed, never guessed."""
    if mark.kind == QUANTIFIER:
        return ()
    return tuple(dict.fromkeys(f.name for f in facts.all if facts.part(mark, f)))[:_MOST_LISTED]
