"""Tie the numbers of a draft to the facts of a paper, and say of each whether it agrees.

A number is tied by the words that stand around it, by the place where the paper says it, and by its value: never by its
value alone. One that no fact takes, while a fact that its sentence speaks of has no number, disagrees with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.audit.draft import Draft, Unit, place_matches
from analysis.audit.fact import Fact
from analysis.audit.facts import Facts
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, QUANTIFIER, Mark
from analysis.audit.scale import DATA, WHOLE
from analysis.audit.subjects import Said, Spoken, Topics
from analysis.reference import reference

AGREES, DISAGREES, ELSEWHERE, UNTIED, APART = (
    "agrees", "disagrees", "carried by another universe", "not accounted for", "set apart",
)  # fmt: skip
VERDICTS = (AGREES, DISAGREES, ELSEWHERE, UNTIED, APART)
# How far from a number its words stand: characters, a third of it in Chinese.
_NEAR, _FAR = 60, 220
# How much of what a fact needs is found around a number that agrees, or disagrees, with it.
_ENOUGH, _ENOUGH_ELSEWHERE, _ENOUGH_IN_PLACE = 0.55, 0.8, 0.3
_FULL, _FULL_IN_PLACE, _FULL_ELSEWHERE = 0.93, 0.7, 0.97
_QUANTIFIER_IN_PLACE, _YEAR_IN_PLACE, _WEAK_NEAR = 0.85, 0.6, 25


@dataclass(frozen=True)
class Finding:
    """What is said of one number of a draft.

    unit, mark: which; verdict: one of VERDICTS; reason: why it is set apart; fact: what it is tied to; universe: the one
    that decided; fits: what else has this value, or the universes that the wording cannot tell apart; part: what of the fact it states.
    """

    unit: Unit
    mark: Mark
    verdict: str
    reason: str = ""
    fact: Fact | None = None
    universe: str = ""
    fits: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class _Tie:
    score: float
    evidence: float
    distance: float
    in_place: bool
    mark: Mark
    fact: Fact


def tie(draft: Draft, facts: Facts) -> list[Finding]:
    """Return one finding a number or quantifier of a draft, in reading order.

    A word such as "one", which is an article more often than a number, is left out unless a fact takes it.
    """
    found: list[Finding] = []
    held = [(unit, _Evidence(unit, draft, facts)) for unit in draft.units]
    both = [_agreeing(unit, evidence, facts) for unit, evidence in held]
    first = [each for each, _ in both]
    in_place = {ties[0].fact.name for each in first for ties in each.values() if ties[0].in_place}
    first = [{m: t for m, t in each.items() if not _is_loose(t[0], in_place)} for each in first]
    stated = {tied.fact.name for each in first for ties in each.values() for tied in ties}
    limits, topics, before = limits_of(), {}, ""
    for (unit, evidence), agreeing, (_, repeats) in zip(held, first, both, strict=True):
        if unit.language not in topics and unit.marks:
            topics[unit.language] = Topics(facts, unit.language)
        spoken = Spoken(unit, topics[unit.language], f"{unit.context} {before}", limits) if unit.marks else None
        before = unit.text
        by_label = {
            mark: _by_subject(unit, mark, spoken.said(mark), limits, facts)
            for mark, reason in zip(unit.marks, unit.reasons, strict=True)
            if spoken and not reason and not mark.weak and mark not in agreeing
        }
        disagreeing = _disagreeing(unit, evidence, agreeing, stated, facts)
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


def limits_of() -> dict[str, float]:
    """Return the thresholds of the check by name: the rows of margins.csv that begin with "draft"."""
    rows = reference("margins").query("margin.str.startswith('draft')")
    return dict(zip(rows["margin"], rows["value"].astype(float), strict=True))


def _by_subject(
    unit: Unit, mark: Mark, said: list[Said], limits: dict[str, float], facts: Facts
) -> tuple[Finding, float] | None:
    """Return what is said of a number by the subject of its sentence; None where the sentence has none.

    A number that one of the subjects named best allows agrees with it; one that none of them allows is wrong. Of a word or a
    share that only some of them allow, the paper cannot tell which is meant: all are listed.
    """
    said = [s for s in said if facts.can_state(mark, s.fact)]
    sizes = [s for s in said if s.role == WHOLE and s.part and not s.fact.is_share]
    if not said:
        return None
    best = said[0].score
    leading = [s for s in said if s.score >= best - limits["draft_margin"]]
    fitting = [s for s in leading if s.part] or sizes
    if fitting:
        missed = [s for s in leading if not s.part and s.score > fitting[0].score + 0.01]
        if mark.kind == COUNT or not missed:
            ties = [_Tie(s.score, s.score, s.distance, False, mark, s.fact) for s in fitting[:4]]
            return replace(_agrees(unit, mark, ties, facts), part=fitting[0].part), fitting[0].score
        return Finding(unit, mark, UNTIED, fits=tuple(dict.fromkeys(s.fact.name for s in fitting))), best
    if best >= limits["draft_full"] and leading[0].sure:
        return replace(_disagrees(unit, mark, leading[0].fact, facts), part=leading[0].role), best
    return None


def _is_loose(tied: _Tie, in_place: set[str]) -> bool:
    """Whether a word for a share stands apart from the place where another number states the same fact."""
    return tied.mark.kind == QUANTIFIER and not tied.in_place and tied.fact.name in in_place


class _Evidence:
    """How much of what each fact needs stands around a number of a paragraph."""

    def __init__(self, unit: Unit, draft: Draft, facts: Facts) -> None:
        self.unit, self.facts = unit, facts
        self.numbered = draft.numbered
        self._scale = 3 if unit.language == "zh" else 1
        self._whole = f"{unit.text}\n{unit.context}"
        self._held = facts.found(unit.language, self._whole)
        self.places = {name: place_matches(unit, place) for name, place in facts.places.items()} if unit.marks else {}

    def of(self, mark: Mark, fact: Fact) -> _Tie | None:
        """Return how well a number stands for a fact; None where its words are nowhere in the paragraph."""
        if fact.name not in self._held:
            self._held[fact.name] = self._words(fact)
        words = self._held[fact.name]
        in_place = self.places[fact.name]
        if words is None:
            return _Tie(0.0, 0.0, float("inf"), in_place, mark, fact) if in_place else None
        near, also, around = words
        start, end = self.unit.sentence(mark)
        if mark.weak and any(0 <= span[0] - mark.end <= 2 for spans in also for span in spans):
            return None  # the article of a word that the fact needs: "une loi"
        inside = [span for span in near if start <= span[0] < end]
        distance = min((_gap(mark, span) for span in inside), default=float("inf")) * self._scale
        close = 1.0 if distance <= _NEAR else 0.8 if distance <= _FAR else 0.6 if inside else 0.2 if near else 0.0
        shares = [
            1.0 if any(start <= s < end for s, _ in spans) else 0.6 if somewhere else 0.0
            for spans, somewhere in zip(also, around, strict=True)
        ]
        evidence = 0.45 * close + 0.55 * (sum(shares) / len(shares) if shares else 1.0)
        evidence = evidence if near else evidence / 2
        score = evidence + 0.3 * in_place + 0.1 / (1 + distance / 30) + _kind(mark, fact)
        return _Tie(score, evidence, distance, in_place, mark, fact)

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


def _agreeing(unit: Unit, evidence: _Evidence, facts: Facts) -> tuple[dict[Mark, list[_Tie]], dict[Mark, list[_Tie]]]:
    """Return for each number the facts that it agrees with, the best tied first; and those whose facts others state better."""
    found: dict[Mark, list[_Tie]] = {}
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


def _is_of_another(mark: Mark, ties: list[_Tie], evidence: _Evidence, facts: Facts) -> bool:
    """Whether the sentence of a word for a share speaks of another fact more fully than of those that allow it."""
    if mark.kind != QUANTIFIER:
        return False
    held = {tied.fact.name for tied in ties}
    others = (
        evidence.of(mark, fact) for fact in facts.mentioned if fact.name not in held and facts.speaks_of(mark, fact)
    )
    best = max((t.evidence for t in others if t and t.distance <= _FAR), default=0.0)
    return best >= _FULL and best > max(tied.evidence for tied in ties) + 0.1


def _is_enough(tied: _Tie, evidence: _Evidence) -> bool:
    """Whether the words around a number that agrees are enough: a word for a share, or "one", agrees with much."""
    if tied.mark.weak:
        here = tied.in_place or not evidence.numbered
        return here and tied.distance <= _WEAK_NEAR and tied.evidence >= _FULL_IN_PLACE
    if tied.mark.kind == QUANTIFIER:
        full = _QUANTIFIER_IN_PLACE if tied.in_place else _FULL_ELSEWHERE if evidence.numbered else _FULL
        return tied.evidence >= full and tied.distance <= _FAR
    worded = tied.mark.kind == COUNT and tied.fact.number is None and not tied.fact.year
    apart = _ENOUGH_ELSEWHERE if evidence.numbered else _ENOUGH
    if worded:
        return tied.evidence >= (_FULL_IN_PLACE if tied.in_place else _FULL)
    return tied.evidence >= (_ENOUGH_IN_PLACE if tied.in_place else apart)


def _may_state(mark: Mark, fact: Fact, facts: Facts) -> bool:
    return facts.speaks_of(mark, fact) or (mark.kind == COUNT and fact.is_share and fact.number is None)


def _one_each(found: dict[Mark, list[_Tie]]) -> dict[Mark, list[_Tie]]:
    """Where two numbers of one kind go to the same fact while each has another, deal the facts out by their scores."""
    taken: dict[str, Mark] = {}
    leading: dict[Mark, _Tie] = {}
    for tied in sorted((t for ties in found.values() for t in ties), key=lambda t: -t.score):
        if tied.mark not in leading and tied.fact.name not in taken:
            leading[tied.mark] = tied
            taken[tied.fact.name] = tied.mark
    return {m: [leading[m], *(t for t in ties if t is not leading[m])] for m, ties in found.items() if m in leading}


def _disagreeing(unit: Unit, evidence: _Evidence, agreeing: dict, stated: set[str], facts: Facts) -> dict[Mark, _Tie]:
    """Return the numbers that no fact takes, each with the fact that its sentence speaks of and that has no number there."""
    here = {ties[0].fact.name for ties in agreeing.values() if facts.states_exactly(ties[0].mark, ties[0].fact)}
    loosely = {ties[0].fact.name for ties in agreeing.values()} - here
    candidates = []
    for mark, reason in zip(unit.marks, unit.reasons, strict=True):
        if mark in agreeing:
            continue
        for fact in facts.mentioned:
            if fact.name in here or (reason and not fact.year) or not facts.speaks_of(mark, fact):
                continue
            tied = evidence.of(mark, fact)
            full = tied and _is_full(tied, evidence, stated) and (fact.name not in loosely or tied.evidence >= _FULL)
            if tied and full and not facts.agrees(mark, fact):
                candidates.append(tied)
    chosen: dict[Mark, _Tie] = {}
    for tied in sorted(candidates, key=lambda t: (-t.score, t.distance, t.mark.start)):
        if tied.mark not in chosen and tied.fact.name not in here:
            chosen[tied.mark] = tied
            here.add(tied.fact.name)
    return chosen


def _is_full(tied: _Tie, evidence: _Evidence, stated: set[str]) -> bool:
    if tied.mark.weak and (tied.distance > _WEAK_NEAR or tied.fact.name in stated):
        return False
    if tied.mark.kind == QUANTIFIER and not tied.in_place and tied.fact.name in stated:
        return False
    if tied.in_place:
        return tied.evidence >= (_YEAR_IN_PLACE if tied.fact.year else _FULL_IN_PLACE)
    elsewhere = evidence.numbered or tied.fact.name in stated
    return tied.evidence >= (_FULL_ELSEWHERE if elsewhere else _FULL) and not (elsewhere and tied.distance > _NEAR)


def _agrees(unit: Unit, mark: Mark, ties: list[_Tie], facts: Facts) -> Finding:
    fact = ties[0].fact
    others = tuple(t.fact.name for t in ties[1:])
    if mark.kind == COUNT or facts.against != DATA or not fact.is_share:
        return Finding(unit, mark, AGREES, fact=fact, universe=fact.universe, fits=others)
    return _by_universe(Finding(unit, mark, AGREES, fact=fact, universe=fact.universe, fits=others), facts)


def _disagrees(unit: Unit, mark: Mark, fact: Fact, facts: Facts) -> Finding:
    finding = Finding(unit, mark, DISAGREES, fact=fact, universe=fact.universe)
    if mark.kind == COUNT or facts.against != DATA or not fact.is_share:
        return finding
    return _by_universe(finding, facts)


def _by_universe(finding: Finding, facts: Facts) -> Finding:
    """Let the universe that the sentence names decide; where it names none, list all that fit."""
    fact, mark, unit = finding.fact, finding.mark, finding.unit
    assert fact is not None
    shares = facts.in_universes(fact)
    start, end = unit.sentence(mark)
    named = [u for u in facts.named_universes(unit.text[start:end], unit.language) if u in shares]
    fitting = tuple(name for name, (count, of) in shares.items() if facts.share_fits(mark, count, of))
    if len(named) == 1 and named[0] != fact.universe:
        finding = replace(finding, universe=named[0])
    if not shares:
        return finding
    fits = tuple(f"{facts.universe_name(name)} ({shares[name][0]} of {shares[name][1]})" for name in fitting)
    own = finding.universe in fitting if finding.universe in shares else finding.verdict == AGREES
    verdict = AGREES if own else ELSEWHERE if fitting else DISAGREES
    return replace(finding, verdict=verdict, fits=fits)


def _values(mark: Mark, facts: Facts) -> tuple[str, ...]:
    """Return the facts that have the value of a number whose words say nothing of them: listed, never guessed."""
    if mark.kind == QUANTIFIER:
        return ()
    return tuple(f.name for f in facts.all if facts.speaks_of(mark, f) and facts.agrees(mark, f))


@lru_cache(maxsize=4)
def facts_of(dataset, against: str, stamp: object) -> Facts:
    """Return the facts of a dataset, made once."""
    return Facts(dataset, against)
