"""Tie the numbers of a draft to the facts of a paper, and say of each whether it agrees.

A number is tied by the subject of its sentence (`subjects`), and by the words that an analyst chose (`mentions`): never by its value
alone. What agrees by the analyst's words comes first, then what agrees by the labels, then what disagrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from analysis.audit.draft import Draft, Unit, ratios
from analysis.audit.fact import Fact, rounds
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, APART, DISAGREES, UNTIED, Finding, by_universe
from analysis.audit.labels import Topics
from analysis.audit.mentions import Evidence, Tie, agreeing_of, disagreeing_of, is_loose
from analysis.audit.numbers import COUNT, MANY, POINTS, QUANTIFIER, Mark, as_fraction
from analysis.audit.readback import Readback
from analysis.audit.scale import COUNTED, DATA, OTHERS, SHARE, WHOLE
from analysis.audit.subjects import Spoken
from analysis.measures.wording import described

# More than any words can tie.
SURE = float("inf")
_CELL = "table cell"


def tie(draft: Draft, facts: Facts) -> list[Finding]:
    """Return one finding a number or quantifier of a draft, in reading order.

    A word such as "one", which is an article more often than a number, is left out unless a fact takes it.
    """
    held = [(unit, Evidence(unit, draft.numbered, facts)) for unit in draft.units]
    if draft.numbered and _is_numbered_otherwise(held, facts):
        held = [(unit, Evidence(unit, False, facts, placed=False)) for unit in draft.units]
    both = [agreeing_of(unit, evidence, facts) for unit, evidence in held]
    first = [each for each, _ in both]
    in_place = {ties[0].fact.name for each in first for ties in each.values() if ties[0].in_place}
    first = [{m: t for m, t in each.items() if not is_loose(t[0], in_place)} for each in first]
    stated = {tied.fact.name for each in first for ties in each.values() for tied in ties}
    found: list[Finding] = []
    before = ""
    for (unit, evidence), agreeing, (_, repeats) in zip(held, first, both, strict=True):
        around = unit.context if unit.kind == _CELL else f"{unit.context} {before}"
        before = before if unit.kind == _CELL else unit.text
        if unit.marks:
            if (unit, around) not in facts.spoken:  # the second reading of a draft has most paragraphs of the first
                facts.spoken[unit, around] = Spoken(unit, facts.of(Topics, unit.language), around)
            spoken = facts.spoken[unit, around]
            told = _told(unit, spoken, agreeing, facts)
            agreeing = {mark: ties for mark, ties in agreeing.items() if told.get(mark, (None, 0))[1] < SURE}
            disagreeing = disagreeing_of(unit, evidence, agreeing, stated, facts)
            each = _of_unit(unit, told, agreeing, disagreeing, repeats, facts)
            found += [f for f in each if f.mark not in spoken.named or f.mark in {*agreeing, *repeats}]
    return found


def _is_numbered_otherwise(held: list[tuple[Unit, Evidence]], facts: Facts) -> bool:
    """Whether what the words tie in full stands elsewhere than the paper has it: its numbers are then no places of the paper."""
    full = facts.limits["mention_full_apart"]
    both = [agreeing_of(unit, evidence, facts)[0] for unit, evidence in held]
    ties = [ties[0] for each in both for ties in each.values() if ties[0].evidence >= full]
    return sum(tied.in_place for tied in ties) < len(ties) / 2


def _told(unit: Unit, spoken: Spoken, agreeing: dict, facts: Facts) -> dict[Mark, tuple[Finding, float]]:
    """Return what is said of the numbers of a paragraph by the subjects of their sentences, with how well each is tied."""
    told: dict[Mark, tuple[Finding, float]] = {}
    for mark, reason in zip(unit.marks, unit.reasons, strict=True):
        counts = not reason and not mark.weak and mark not in agreeing
        if counts and mark.kind == POINTS:
            one = _of_points(unit, mark, spoken, facts)
        else:
            one = _by_subject(unit, mark, spoken, facts) if counts else None
        told |= {mark: one} if one else {}
    for ratio in ratios(unit):
        told |= _of_one(unit, ratio, spoken, facts)
    for mark in unit.counted:
        if spoken.is_the_rest(mark) and (not told.get(mark) or told[mark][0].verdict == UNTIED):
            told |= _of_rest(unit, mark, told, facts)
    return told


def _of_rest(unit: Unit, mark: Mark, told: dict[Mark, tuple[Finding, float]], facts: Facts) -> dict:
    """Return what is said of "the other nine": they are those whom the count before them leaves, where nothing else is counted between."""
    before = [told.get(m, (None, 0.0))[0] for m in unit.counted if m.start < mark.start and not m.weak]
    counted = next((f for f in reversed(before) if f is None or f.part == COUNTED or f.verdict != AGREES), None)
    if counted is None or counted.verdict != AGREES or counted.fact is None or not counted.fact.is_share:
        return {}
    verdict = AGREES if mark.value == counted.fact.others else DISAGREES
    return {mark: (Finding(unit, mark, verdict, fact=counted.fact, universe=counted.universe, part=OTHERS), SURE)}


def _of_unit(
    unit: Unit, by_label: dict, agreeing: dict, disagreeing: dict, repeats: dict, facts: Facts
) -> Iterator[Finding]:
    """Yield what is said of each number of a paragraph. What one of the paper's own sentences makes of it, goes before all else."""
    read = {each.mark: each for each in facts.of(Readback, unit.language).of(unit)}
    for mark, reason in zip(unit.marks, unit.reasons, strict=True):
        told, score = by_label.get(mark) or (None, 0.0)
        other, own = disagreeing.get(mark), read.get(mark)
        finding = None
        if ties := agreeing.get(mark):
            finding = _agrees(unit, mark, ties, facts)
        elif told and told.verdict != UNTIED and (not other or (told.verdict == AGREES and score >= other.evidence)):
            finding = told
        elif other:
            finding = _verdict(unit, mark, DISAGREES, other.fact, facts)
        elif ties := repeats.get(mark):
            finding = _agrees(unit, mark, ties, facts)
        elif reason:
            finding = Finding(unit, mark, APART, reason)
        elif not mark.weak:
            finding = told or Finding(unit, mark, UNTIED, fits=_values(mark, facts))
        known = own and own.right and finding and finding.verdict == AGREES
        if own and not known and (own.fact.says or not (reason or mark.weak)):
            verdict = AGREES if own.right else DISAGREES
            finding = Finding(unit, mark, verdict, fact=own.fact, part=f"{mark.start}")
        if finding:
            yield finding


def _by_subject(unit: Unit, mark: Mark, spoken: Spoken, facts: Facts) -> tuple[Finding, float] | None:
    """Return what is said of a number by the subject of its sentence; None where the sentence has none.

    A number that one of the subjects named best allows agrees with it; one that none of them allows is wrong. Of a word or a
    share that only some of them allow, the paper cannot tell which is meant: all are listed.
    """
    said = spoken.said(mark)
    sizes = [s for s in said if s.role == WHOLE and s.part and not s.fact.is_share]
    if not said:
        return None
    best = said[0].score
    leading = [s for s in said if s.score >= best - facts.limits["draft_margin"]]
    fitting = [s for s in leading if s.part] or sizes
    if fitting:
        missed = [s for s in leading if not s.part and s.score > fitting[0].score + 0.03]
        if mark.kind == COUNT or not missed:
            one, others = fitting[0], tuple(s.fact.name for s in fitting[1:4])
            return _verdict(unit, mark, AGREES, one.fact, facts, others, one.part), one.score
        return Finding(unit, mark, UNTIED, fits=tuple(dict.fromkeys(s.fact.name for s in fitting))), best
    lead = next((s for s in leading if s.sure or s.role == WHOLE or s.fact.is_share), leading[0])
    if best < facts.needed(lead.fact) or not lead.sure:
        return None
    held = OTHERS if lead.other else ""  # those that have not are of no other universe
    disagrees = replace(_verdict(unit, mark, DISAGREES, lead.fact, facts, part=held), part=lead.role)
    topic = (lead.fact.naming.question or lead.fact.name, lead.fact.naming.group)
    alike = [s.fact for s in said if (s.fact.naming.question or s.fact.name, s.fact.naming.group) == topic]
    carried = tuple(dict.fromkeys(fact.name for fact in alike if facts.carries(mark, fact, lead.other)))
    # "Of the 25 States with a portal": a whole may be those that another fact counts; any number, of words that we do not know.
    domain = lead.role == WHOLE and lead.fact.row is not None and mark.value == lead.fact.row["count"]
    # "All 16 were asked, and 15 train": a whole needs one word less to be another figure than the subject's own.
    whole = lead.fact.row is not None and mark.value == lead.fact.row["denominator"] and not spoken.is_among(mark)
    unclear = lead.strange > (0 if whole else 1) and lead.role != WHOLE
    if carried and (domain or unclear) and disagrees.verdict == DISAGREES:
        return Finding(unit, mark, UNTIED, fits=carried), best  # it may be another figure of the same subject
    return disagrees, best


def _of_points(unit: Unit, mark: Mark, spoken: Spoken, facts: Facts) -> tuple[Finding, float] | None:
    """Return what is said of "22.5 percentage points higher in the north than elsewhere": the shares of one fact, in two groups, or in
    one and in all others or in all. None where the sentence names no fact for certain, or no group.
    """
    groups = spoken.groups_of(mark)
    shares = [s for s in spoken.said(mark) if s.fact.is_share]
    whole = next((s for s in shares if not s.fact.naming.group and s.fact.naming.question), None)
    if whole is None or whole.fact.row is None or not 1 <= len(groups) <= 2:
        return None
    cells = [cell.row for group in groups if (cell := facts.cell(whole.fact, group)) and cell.row]
    questions = {s.fact.naming.question for s in shares if s.score >= shares[0].score - facts.limits["draft_margin"]}
    if len(cells) < len(groups) or questions != {whole.fact.naming.question}:
        return None
    sides = ("count", "denominator")
    rests = [whole.fact.row | {side: whole.fact.row[side] - cell[side] for side in sides} for cell in cells]
    pairs = [*combinations(cells, 2), *zip(cells, rests, strict=True), *((cell, whole.fact.row) for cell in cells)]
    pairs = [pair for pair in pairs if all(row["denominator"] for row in pair)]
    apart = [abs(Fraction(*(int(a[s]) for s in sides)) - Fraction(*(int(b[s]) for s in sides))) for a, b in pairs]
    right = [pair for pair, share in zip(pairs, apart, strict=True) if rounds(mark, *share.as_integer_ratio())]
    if not right and not (shares[0].sure and shares[0].score >= facts.needed(whole.fact)):
        return None
    one, other = (right or pairs)[0]
    fact = replace(whole.fact, says=f"{described(one)}; {described(other)}")
    return Finding(unit, mark, AGREES if right else DISAGREES, fact=fact, part=POINTS), shares[0].score


def _of_one(unit: Unit, ratio: tuple, spoken: Spoken, facts: Facts) -> dict[Mark, tuple[Finding, float]]:
    """Return what is said of "33 of 163 (20.2 per cent)": all of it is of one fact, that which most of it fits of those named.

    Where two of its numbers fit, the third is wrong if it does not; where only the whole fits, and the sentence names the fact in full,
    the part is; of "33 parties, or 20.2 per cent" what does not fit. Where less does, each is left to what is said of it alone.
    """
    part, whole, share = ratio
    best: tuple[int, float, Fact | None, dict[Mark, str]] = (0, 0.0, None, {})
    named = ((s, around) for around in (False, True) for m in filter(None, ratio) for s in spoken.said(m, around))
    for said, around in named:
        if around and best[3] and best[0] == len(best[3]):
            break  # the sentence alone says all of it
        if not said.fact.is_share:
            continue
        held = {m: facts.part(m, said.fact, other=said.other) for m in (part, share) if m}
        held |= {whole: facts.part(whole, said.fact, WHOLE)} if whole else {}
        small = whole and part.value <= whole.value <= MANY and whole.value
        fraction = facts.part(as_fraction(part, whole), said.fact) if small else ""
        if fraction and not held[whole]:
            held = {m: f"{fraction} {m.start}" for m in held}  # "four out of five": a share
        if (fits := sum(map(bool, held.values())), said.score) > best[:2]:
            best = fits, said.score, said.fact, held
    fits, score, fact, held = best
    if fact is None:
        return {}
    # Of a part alone that does not fit, its sentence must name the fact in full; nor is a whole right that is no figure of anything in its group.
    beyond = bool(whole and held[part] and not held[whole]) and whole.value not in facts.figures(fact.naming.group)
    told = [s for s in spoken.said(part) if s.sure or held.get(whole) or (beyond and fact.naming.group)]
    full = (not whole or held[whole] or beyond) and score >= facts.needed(fact) and fact in [s.fact for s in told]
    if fits < (1 if full else 2):
        return {}
    verdicts = {mark: AGREES if told else DISAGREES for mark, told in held.items()}
    return {
        m: (Finding(unit, m, v, fact=fact, universe=fact.universe, part=held[m]), SURE) for m, v in verdicts.items()
    }


def _verdict(
    unit: Unit, mark: Mark, verdict: str, fact: Fact, facts: Facts, others: tuple[str, ...] = (), part: str = ""
) -> Finding:
    """Return what is said of a number that is held against a part of a fact; of a share, the universe that its sentence names decides."""
    finding = Finding(unit, mark, verdict, fact=fact, universe=fact.universe, fits=others, part=part)
    of_universe = mark.kind != COUNT and facts.against == DATA and fact.is_share and part in ("", COUNTED, SHARE)
    return by_universe(finding, facts) if of_universe else finding


def _agrees(unit: Unit, mark: Mark, ties: list[Tie], facts: Facts) -> Finding:
    return _verdict(unit, mark, AGREES, ties[0].fact, facts, tuple(t.fact.name for t in ties[1:]))


def _values(mark: Mark, facts: Facts) -> tuple[str, ...]:
    """Return the facts that have the value of a number whose words say nothing of them: listed, never guessed."""
    if mark.kind == QUANTIFIER:
        return ()
    return tuple(dict.fromkeys(f.name for f in facts.all if facts.part(mark, f)))[: int(facts.limits["draft_listed"])]
