"""Language versions of one document: aligned paragraph by paragraph, their numbers and quantifiers compared.

The alignment is the cheapest path through both versions (dynamic programming, as W. A. Gale and K. W. Church, Computational
Linguistics 19, 1993, 75-102): paragraphs go together one to one, two to one, or alone; what parts them is how their lengths differ from what the two
languages need, and the numbers that only one of them has.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from analysis.audit.draft import Draft, Unit
from analysis.audit.facts import Facts
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, QUANTIFIER

NUMBER, WORD = "number", "quantifier"
_MOVES = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
_ALONE, _JOINED, _SPREAD, _UNLIKE = 3.0, 0.7, 0.35, 4.0
# Cells further from the diagonal than this share of the longer version are not looked at.
_BAND = 0.15
_LEAST_BAND = 25
# A number as small as this is often said otherwise: "both", "first", the dual of Arabic.
_SMALL = 2
_MONTHS = "月"


@dataclass(frozen=True)
class Difference:
    """A number or quantifier that two versions do not share: the kind, both paragraphs, and what each has."""

    kind: str
    one: tuple[Unit, ...]
    other: tuple[Unit, ...]
    in_one: str
    in_other: str


def differences(one: Draft, other: Draft, facts: Facts | None = None) -> list[Difference]:
    """Return what the numbers and quantifiers of two versions do not share, in the order of the first.

    A number counts once, whatever it is written in; months, and numbers up to two, are left out. Quantifiers
    differ only where no share could fit both.
    """
    found: list[Difference] = []
    for here, there in aligned(one, other):
        found += _numbers(here, there)
        if facts is not None and here and there:
            found += _quantifiers(here, there, facts)
    return _without_moved(found)


def aligned(one: Draft, other: Draft) -> list[tuple[tuple[Unit, ...], tuple[Unit, ...]]]:
    """Return the paragraphs of two versions that go together, in order; one side is empty where a paragraph stands alone."""
    left, right = _prose(one), _prose(other)
    lengths = [sum(len(u.text) for u in side) for side in (left, right)]
    ratio = lengths[1] / lengths[0] if all(lengths) else 1.0
    values = [[Counter(_values(u)) for u in side] for side in (left, right)]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    band = max(_LEAST_BAND, int(_BAND * max(len(left), len(right))))
    slope = len(right) / len(left) if left else 1.0
    for i in range(len(left) + 1):
        for j in range(max(0, int(i * slope) - band), min(len(right), int(i * slope) + band) + 1):
            for di, dj in _MOVES:
                before = best.get((i - di, j - dj))
                if before is None or (i, j) == (0, 0):
                    continue
                here, there = slice(i - di, i), slice(j - dj, j)
                cost = before[0] + _cost(left[here], right[there], values[0][here], values[1][there], ratio)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = (cost, (di, dj))
    return list(_path(best, left, right))


def _path(best: dict, left: list[Unit], right: list[Unit]) -> Iterator[tuple[tuple[Unit, ...], tuple[Unit, ...]]]:
    at, pairs = (len(left), len(right)), []
    while at != (0, 0):
        if at not in best:  # the versions are too unlike to be aligned: all of what is left stands side by side
            pairs.append((tuple(left[: at[0]]), tuple(right[: at[1]])))
            break
        di, dj = best[at][1]
        pairs.append((tuple(left[at[0] - di : at[0]]), tuple(right[at[1] - dj : at[1]])))
        at = (at[0] - di, at[1] - dj)
    yield from reversed(pairs)


def _cost(here: list[Unit], there: list[Unit], ours: list[Counter], theirs: list[Counter], ratio: float) -> float:
    if not here or not there:
        return _ALONE
    lengths = [sum(len(u.text) for u in side) + 8 for side in (here, there)]
    apart = abs(math.log(lengths[1] / (lengths[0] * ratio)))
    mine, yours = sum(ours, Counter()), sum(theirs, Counter())
    shared, total = sum((mine & yours).values()), sum((mine | yours).values())
    unlike = 1 - shared / total if total else 0.0
    numbered = here[0].paragraph == there[0].paragraph and here[0].paragraph[:1].isdigit()
    kinds = here[0].kind == there[0].kind
    cost = apart / _SPREAD + _UNLIKE * unlike * min(1.0, total / 3) - 1.5 * numbered - 0.3 * kinds
    return cost + _JOINED * (len(here) + len(there) - 2)


def _prose(draft: Draft) -> list[Unit]:
    return [unit for unit in draft.units if unit.text]


def _values(unit: Unit) -> Iterator[tuple[str, Fraction]]:
    """Yield the numbers of a paragraph as every language would have them."""
    for mark in unit.marks:
        if mark.kind == QUANTIFIER or mark.weak or (mark.kind == COUNT and mark.value <= _SMALL):
            continue
        if unit.language == "zh" and unit.text[mark.end :].lstrip()[:1] == _MONTHS:
            continue
        kind = FRACTION if mark.kind in (PER_CENT, FRACTION) else COUNT
        yield kind, mark.value
        if mark.high != mark.value:
            yield kind, mark.high


def _numbers(here: tuple[Unit, ...], there: tuple[Unit, ...]) -> Iterator[Difference]:
    ours, theirs = (Counter(v for unit in side for v in _values(unit)) for side in (here, there))
    only, missing = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
    # The same number said twice in one version and once in the other is no difference.
    only = [v for v in only if v not in theirs]
    missing = [v for v in missing if v not in ours]
    for n in range(max(len(only), len(missing))):
        mine = _shown(only[n]) if n < len(only) else ""
        yours = _shown(missing[n]) if n < len(missing) else ""
        yield Difference(NUMBER, here, there, mine, yours)


def _without_moved(found: list[Difference]) -> list[Difference]:
    """Drop what one version has a paragraph earlier or later than the other: it is there, and was only put elsewhere."""
    lost = Counter(d.in_one for d in found if d.in_one) & Counter(d.in_other for d in found if d.in_other)
    kept = []
    for difference in found:
        mine = difference.in_one if lost[difference.in_one] <= 0 or difference.kind == WORD else ""
        yours = difference.in_other if lost[difference.in_other] <= 0 or difference.kind == WORD else ""
        if mine or yours:
            kept.append(Difference(difference.kind, difference.one, difference.other, mine, yours))
    return kept


def _shown(value: tuple[str, Fraction]) -> str:
    kind, number = value
    return f"{float(number):.12g}" if kind == COUNT else f"{float(number):.1%}"


def _quantifiers(here: tuple[Unit, ...], there: tuple[Unit, ...], facts: Facts) -> Iterator[Difference]:
    """Yield the words for shares that contradict each other: taken in their order, where both have as many."""
    ours, theirs = ([m for u in side for m in u.marks if m.kind == QUANTIFIER] for side in (here, there))
    if len(ours) != len(theirs):
        return
    for one, other in zip(ours, theirs, strict=True):
        if not facts.alike(one, other):
            yield Difference(WORD, here, there, one.text, other.text)


def count(draft: Draft) -> int:
    """Return how many numbers of a draft take part in the comparison."""
    return sum(1 for unit in draft.units for _ in _values(unit))
