"""What mentions.csv adds: numbers tied by words that an analyst chose, and by the place where the paper says them.

A number is tied by the words around it, by its place, and by its value, never by its value alone. One that no fact takes, while a
fact that its sentence speaks of has no number, disagrees with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.audit.draft import Unit, place_matches
from analysis.audit.fact import Fact
from analysis.audit.facts import Facts
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, QUANTIFIER, Mark

# What parts a sentence into statements of their own.
_PARTS = re.compile("[;；؛]")


@dataclass(frozen=True)
class Tie:
    """How well a number stands for a fact: its score, how much of what the fact needs stands around it, how far, and whether in place."""

    score: float
    evidence: float
    distance: float
    in_place: bool
    mark: Mark
    fact: Fact


def is_loose(tied: Tie, in_place: set[str]) -> bool:
    """Whether a word for a share stands apart from the place where another number states the same fact."""
    return tied.mark.kind == QUANTIFIER and not tied.in_place and tied.fact.name in in_place


class Evidence:
    """How much of what each fact needs stands around a number of a paragraph."""

    def __init__(self, unit: Unit, numbered: bool, facts: Facts, placed: bool = True) -> None:
        self.unit, self.facts, self.limits = unit, facts, facts.limits
        self.numbered = numbered
        self._scale = 3 if unit.language == "zh" else 1
        self._whole = f"{unit.text}\n{unit.context}"
        self._held = facts.found(unit.language, self._whole)
        places = facts.places.items() if unit.marks else ()
        self.places = {name: placed and place_matches(unit, at) for name, at in places}

    def of(self, mark: Mark, fact: Fact, parted: bool = False) -> Tie | None:
        """Return how well a number stands for a fact; None where its words are nowhere in the paragraph; parted: by its part of a
        sentence with semicolons.
        """
        if fact.name not in self._held:
            self._held[fact.name] = self._words(fact)
        words = self._held[fact.name]
        in_place = self.places[fact.name]
        if words is None:
            return Tie(0.0, 0.0, float("inf"), in_place, mark, fact) if in_place else None
        near, also, around = words
        start, end = self.unit.sentence(mark)
        if parted:
            start = max([start, *(m.end() for m in _PARTS.finditer(self.unit.text, start, mark.start))])
            end = min([end, *(m.start() for m in _PARTS.finditer(self.unit.text, mark.end, end))])
        if mark.weak and any(0 <= span[0] - mark.end <= 2 for spans in also for span in spans):
            return None  # the article of a word that the fact needs: "une loi"
        inside = [span for span in near if start <= span[0] < end]
        distance = min((_gap(mark, span) for span in inside), default=float("inf")) * self._scale
        close = 0.6 if inside else 0.2 if near else 0.0
        if inside and distance <= self.limits["mention_far"]:
            close = 1.0 if distance <= self.limits["mention_near"] else 0.8
        shares = [
            1.0 if any(start <= s < end for s, _ in spans) else 0.6 if somewhere else 0.0
            for spans, somewhere in zip(also, around, strict=True)
        ]
        evidence = 0.45 * close + 0.55 * (sum(shares) / len(shares) if shares else 1.0)
        evidence = evidence if near else evidence / 2
        score = evidence + 0.3 * in_place + 0.1 / (1 + distance / 30) + _kind(mark, fact)
        return Tie(score, evidence, distance, in_place, mark, fact)

    def _words(self, fact: Fact):
        patterns = self.facts.patterns(fact.name, self.unit.language)
        if patterns is None:
            return None
        near, also = patterns
        around = [bool(pattern.search(self._whole)) for pattern in also]
        if also and not any(around):
            return None
        spans = [[m.span() for m in pattern.finditer(self.unit.text)] for pattern in also]
        found = [m.span() for m in near.finditer(self.unit.text)]
        return (found, spans, around) if found or not also or all(around) else None


def _kind(mark: Mark, fact: Fact) -> float:
    """Prefer a per cent for what is published as a band, a word for what is published as a word."""
    if mark.kind == COUNT:
        return 0.0
    return 0.15 if fact.band == (mark.kind in (PER_CENT, FRACTION)) else -0.15 if fact.band else 0.0


def _gap(mark: Mark, span: tuple[int, int]) -> int:
    return max(0, span[0] - mark.end, mark.start - span[1])


def agreeing_of(unit: Unit, evidence: Evidence, facts: Facts) -> tuple[dict[Mark, list[Tie]], dict[Mark, list[Tie]]]:
    """Return for each number the facts that it agrees with, the best tied first; and those whose facts others state better."""
    found: dict[Mark, list[Tie]] = {}
    for mark, reason in zip(unit.marks, unit.reasons, strict=True):
        ties = []
        for fact in facts.mentioned:
            if (reason and not fact.year) or not _may_state(mark, fact, facts) or not facts.agrees(mark, fact):
                continue
            tied = evidence.of(mark, fact)
            if tied and _is_enough(tied, evidence):
                ties.append(tied)
        if ties and not _is_of_another(mark, ties, evidence, facts):
            ties.sort(key=lambda t: -t.score)
            found[mark] = [t for t in ties if t.score >= ties[0].score - 0.15]
    dealt = _one_each(found)
    again = {m: t for m, t in found.items() if m not in dealt and m.kind != QUANTIFIER and not m.weak}
    return dealt, again


def _is_of_another(mark: Mark, ties: list[Tie], evidence: Evidence, facts: Facts) -> bool:
    """Whether the sentence of a word for a share speaks of another fact more fully than of those that allow it."""
    if mark.kind != QUANTIFIER:
        return False
    limits = facts.limits
    held = {tied.fact.name for tied in ties}
    others = (
        evidence.of(mark, fact) for fact in facts.mentioned if fact.name not in held and facts.speaks_of(mark, fact)
    )
    best = max((t.evidence for t in others if t and t.distance <= limits["mention_far"]), default=0.0)
    return best >= limits["mention_full_apart"] and best > max(tied.evidence for tied in ties) + 0.1


def _is_enough(tied: Tie, evidence: Evidence) -> bool:
    """Whether the words around a number that agrees are enough: a word for a share, or "one", agrees with much."""
    limits = evidence.limits
    if tied.mark.weak:
        here = tied.in_place or not evidence.numbered
        return here and tied.distance <= limits["mention_one_near"] and tied.evidence >= limits["mention_full_in_place"]
    if tied.mark.kind == QUANTIFIER:
        apart = "mention_full_elsewhere" if evidence.numbered else "mention_full_apart"
        full = limits["mention_word_in_place" if tied.in_place else apart]
        return tied.evidence >= full and tied.distance <= limits["mention_far"]
    worded = tied.mark.kind == COUNT and tied.fact.number is None and not tied.fact.year
    apart = limits["mention_enough_elsewhere"] if evidence.numbered else limits["mention_enough_apart"]
    if worded:
        return tied.evidence >= (limits["mention_full_in_place"] if tied.in_place else limits["mention_full_apart"])
    return tied.evidence >= (limits["mention_enough_in_place"] if tied.in_place else apart)


def _may_state(mark: Mark, fact: Fact, facts: Facts) -> bool:
    return facts.speaks_of(mark, fact) or (mark.kind == COUNT and fact.is_share and fact.number is None)


def _one_each(found: dict[Mark, list[Tie]]) -> dict[Mark, list[Tie]]:
    """Where two numbers of one kind go to the same fact while each has another, deal the facts out by their scores."""
    taken: dict[str, Mark] = {}
    leading: dict[Mark, Tie] = {}
    for tied in sorted((t for ties in found.values() for t in ties), key=lambda t: -t.score):
        if tied.mark not in leading and tied.fact.name not in taken:
            leading[tied.mark] = tied
            taken[tied.fact.name] = tied.mark
    return {m: [leading[m], *(t for t in ties if t is not leading[m])] for m, ties in found.items() if m in leading}


def disagreeing_of(unit: Unit, evidence: Evidence, agreeing: dict, stated: set[str], facts: Facts) -> dict[Mark, Tie]:
    """Return the numbers that no fact takes, each with the fact that its sentence speaks of and that has no number there."""
    limits = facts.limits
    here = {ties[0].fact.name for ties in agreeing.values() if facts.states_exactly(ties[0].mark, ties[0].fact)}
    loosely = {ties[0].fact.name for ties in agreeing.values()} - here
    candidates = []
    for mark, reason in zip(unit.marks, unit.reasons, strict=True):
        if mark in agreeing:
            continue
        for fact in facts.mentioned:
            if fact.name in here or (reason and not fact.year) or not facts.speaks_of(mark, fact):
                continue
            tied = evidence.of(mark, fact, parted=True)
            if tied is None or not _is_full(tied, evidence, stated) or facts.agrees(mark, fact):
                continue
            if fact.name not in loosely or tied.evidence >= limits["mention_full_apart"]:
                candidates.append(tied)
    chosen: dict[Mark, Tie] = {}
    for tied in sorted(candidates, key=lambda t: (-t.score, t.distance, t.mark.start)):
        if tied.mark not in chosen and tied.fact.name not in here:
            chosen[tied.mark] = tied
            here.add(tied.fact.name)
    return chosen


def _is_full(tied: Tie, evidence: Evidence, stated: set[str]) -> bool:
    limits = evidence.limits
    if tied.mark.weak and (tied.distance > limits["mention_one_near"] or tied.fact.name in stated):
        return False
    if tied.mark.kind == QUANTIFIER and not tied.in_place and tied.fact.name in stated:
        return False
    if tied.in_place:
        return tied.evidence >= (limits["mention_year_in_place"] if tied.fact.year else limits["mention_full_in_place"])
    elsewhere = evidence.numbered or tied.fact.name in stated
    return tied.evidence >= (limits["mention_full_elsewhere"] if elsewhere else limits["mention_full_apart"]) and not (
        elsewhere and tied.distance > limits["mention_near"]
    )
