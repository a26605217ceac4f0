"""Claims that set groups against each other, or ask something of each: greater, leaders, at least k in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from analysis.statistics.differences import level_of_each
from analysis.statistics.ranges import Range
from analysis.statistics.verdicts.outcomes import IRREFUTABLE, Group, Verdict, decided, least, untestable
from analysis.statistics.verdicts.shares import kept, least_evidence

_ABOVE_HALF = Range(low=Fraction(1, 2), low_closed=False)


def greater(first: Group, second: Group, *, comparisons: int = 1, level: float = 0.95) -> Verdict:
    """Return the verdict on "the share of the first is greater than that of the second": `leaders` of one each.

    The two share no State. In the verdict they are called "first" and "second".
    """
    return leaders({"first": first}, {"second": second}, comparisons=comparisons, level=level)


def leaders(
    named: Mapping[str, Group], unnamed: Mapping[str, Group], *, comparisons: int | None = None, level: float = 0.95
) -> Verdict:
    """Return the verdict on "every named group stands above every unnamed one", by share of those that answered.

    States in no group belong in neither. Least evidence of a group: the answers at which a share of all of them
    would be put above one half (of two such groups the best possible difference then excludes 0). An unnamed group
    below it does not take part until it has it, or until nothing in it is open; a named one, or the lack of any
    unnamed one, makes the claim untestable, unless every completion says the same as what was seen.

    On the interval: every pair's difference lies above 0 (for "differs": some pair's not above), each by
    `level_of_each` of the comparisons: all pairs unless told otherwise. Raises ValueError for a side without groups and
    for a group on both.
    """
    if not named or not unnamed or set(named) & set(unnamed):
        raise ValueError("leaders need at least one group on each side, and none on both")
    each = level_of_each(comparisons or len(named) * len(unnamed), level)
    groups = {**named, **unnamed}
    needs = {name: least_evidence(_ABOVE_HALF, group.target, each) for name, group in groups.items()}
    supply = {name: group.answered / (needs[name] or 1) for name, group in groups.items()}
    enough = {name for name, group in groups.items() if _enough(group, needs[name])}
    short = _short(named, unnamed, enough, supply)
    part = [name for name, g in unnamed.items() if (g.answered if short else name in enough)]
    above, below = list(named.values()), [unnamed[name] for name in part]
    late = [(g, needs[name]) for name, g in unnamed.items() if name not in part]
    seen = _lead(above, below) if below and all(g.answered for g in above) else None
    whatever = _whatever(above, list(unnamed.values()))
    true = whatever if seen is None else seen
    certain = whatever is not None and true == whatever
    scarcest = short or min([*named, *part], key=supply.__getitem__)
    answers, need = groups[scarcest].answered, needs[scarcest]
    if true is None or (short and not certain):
        return untestable(answers, need, scarcest)
    return decided(
        true,
        certain=certain,
        on_interval=not certain and _on_interval(above, below, each, true),
        open=None if certain else _open_break(above, below, late) if true else _open_mend(above, below),
        changed=None if seen is None else _changed_break(above, below) if true else _changed_mend(above, below),
        answers=answers,
        needs=need,
        short=scarcest,
    )


def at_least(
    groups: Mapping[str, Group], value: int, *, groups_needed: int | None = None, level: float = 0.95
) -> Verdict:
    """Return the verdict on "at least value units in each of these groups", or in so many of them as are needed.

    One group makes it a floor ("more than 300" is at least 301); value 1 in two groups is "of more than one group".
    Certain once seen. Least evidence: value answers in as many groups as are needed. On the interval, for "differs":
    too few groups have an interval, at 1 - (1 - level) / groups, that reaches value. The tipping points take the groups
    that cost least. Raises ValueError for no group, or more needed than there are.
    """
    needed = len(groups) if groups_needed is None else groups_needed
    if not groups or needed > len(groups):
        raise ValueError("a claim about groups needs at least as many groups as it speaks of")
    if value <= 0 or needed <= 0:
        return Verdict(IRREFUTABLE, needs=0)
    # The group whose answers decide whether enough groups could show it.
    scarcest = sorted(groups, key=lambda name: groups[name].answered, reverse=True)[needed - 1]
    answers, each = groups[scarcest].answered, 1 - (1 - level) / len(groups)
    met = [g for g in groups.values() if g.yes >= value]
    unmet = [g for g in groups.values() if g.yes < value]
    true, wanting = len(met) >= needed, needed - len(met)
    mended_by_open = _cheapest((value - g.yes for g in unmet if value - g.yes <= g.unanswered), wanting)
    mended_by_change = _cheapest((value - g.yes for g in unmet if value - g.yes <= g.other), wanting)
    certain = true or mended_by_open is None
    if not certain and answers < value:
        return untestable(answers, value, scarcest)
    reaching = [not g.answered or max(high for _, _, high in kept(g, each)) >= value for g in groups.values()]
    return decided(
        true,
        certain=certain,
        on_interval=sum(reaching) < needed,
        open=mended_by_open,
        changed=_cheapest((g.yes - value + 1 for g in met), 1 - wanting) if true else mended_by_change,
        answers=answers,
        needs=value,
        short=scarcest,
    )


def _cheapest(costs: Iterable[int], number: int) -> int | None:
    """Return the sum of the least so many costs; None where there are not so many."""
    least_first = sorted(costs)[:number]
    return sum(least_first) if len(least_first) == number else None


def _enough(group: Group, needs: int | None) -> bool:
    return group.answered > 0 and (not group.unanswered or (needs is not None and group.answered >= needs))


def _short(named: Iterable[str], unnamed: Iterable[str], enough: set[str], supply: Mapping[str, float]) -> str:
    """Return the group for want of whose answers the claim cannot be tested; empty where there is none."""
    if lacking := [name for name in named if name not in enough]:
        return min(lacking, key=supply.__getitem__)
    return "" if any(name in enough for name in unnamed) else max(unnamed, key=supply.__getitem__)


def _lead(named: list[Group], unnamed: list[Group]) -> bool:
    return all(g.yes * h.answered > h.yes * g.answered for g in named for h in unnamed)


def _whatever(named: list[Group], unnamed: list[Group]) -> bool | None:
    """Return True where every completion is true, False where none is, else None. There every group takes part."""
    sure = all(g.answered + g.open for g in named) and any(h.answered + h.open for h in unnamed)
    if sure and _lead([_all_other(g) for g in named], [_all_yes(h) for h in unnamed if h.target]):
        return True
    if not all(g.target for g in named):
        return None
    # A group that may turn out empty is best left empty, but one must be there to be led.
    best = [_all_yes(g) for g in named]
    if present := [_all_other(h) for h in unnamed if h.answered + h.open]:
        return None if _lead(best, present) else False
    possible = [_all_other(h) for h in unnamed if h.target]
    return None if not possible or any(_lead(best, [h]) for h in possible) else False


def _all_yes(group: Group) -> Group:
    return Group(group.yes + group.unanswered, group.other)


def _all_other(group: Group) -> Group:
    return Group(group.yes, group.other + group.unanswered)


def _on_interval(named: list[Group], unnamed: list[Group], level: float, true: bool) -> bool:
    ends = [[_ends(g, level) for g in side if g.answered] for side in (named, unnamed)]
    if true:
        return all(low > high for low, _ in ends[0] for _, high in ends[1])
    return any(high <= low for _, high in ends[0] for low, _ in ends[1])


def _ends(group: Group, level: float) -> tuple[Fraction, Fraction]:
    triples = kept(group, level)
    return min(Fraction(low, size) for size, low, _ in triples), max(Fraction(high, size) for size, _, high in triples)


def _open_break(named: list[Group], unnamed: list[Group], late: list[tuple[Group, int | None]]) -> int | None:
    """Return the fewest answers that bring one named group down to one unnamed: the least over pairs."""
    pairs = [(g, h, 0) for g in named for h in unnamed]
    pairs += [(g, h, needs - h.answered) for g in named for h, needs in late if needs is not None]
    return least(
        up + down
        for g, h, first in pairs
        for up in range(max(first, 0), h.unanswered + 1)
        if (down := _down(g, h.yes + up, h.answered + up)) is not None and down <= g.unanswered
    )


def _down(group: Group, yes: int, answered: int) -> int | None:
    """Return how many more other answers bring a group's share to at most yes / answered."""
    if not group.yes:
        return 0
    return max(0, ceil(Fraction(group.yes * answered, yes)) - group.answered) if yes else None


def _open_mend(named: list[Group], unnamed: list[Group]) -> int | None:
    """Return the fewest answers that put all named above all unnamed: for each height that an unnamed one can reach."""
    heights = {Fraction(h.yes, h.answered + down) for h in unnamed for down in range(h.unanswered + 1)}

    def lower(group: Group, height: Fraction) -> int | None:
        down = _down(group, height.numerator, height.denominator)
        return down if down is not None and down <= group.unanswered else None

    def raise_(group: Group, height: Fraction) -> int | None:
        up = max(0, floor((height * group.answered - group.yes) / (1 - height)) + 1)
        return up if up <= group.unanswered else None

    return least(_total([lower(h, s) for h in unnamed] + [raise_(g, s) for g in named]) for s in heights if s < 1)


def _changed_break(named: list[Group], unnamed: list[Group]) -> int | None:
    return least(
        up + max(0, ceil(g.yes - Fraction(g.answered * (h.yes + up), h.answered)))
        for g in named
        for h in unnamed
        for up in range(h.other + 1)
    )


def _changed_mend(named: list[Group], unnamed: list[Group]) -> int | None:
    heights = {Fraction(h.yes - down, h.answered) for h in unnamed for down in range(h.yes + 1)}

    def cost(height: Fraction) -> int:
        lowered = sum(max(0, h.yes - floor(height * h.answered)) for h in unnamed)
        return lowered + sum(max(0, floor(height * g.answered) + 1 - g.yes) for g in named)

    return least(cost(s) for s in heights if s < 1)


def _total(costs: Iterable[int | None]) -> int | None:
    known = list(costs)
    return None if None in known else sum(c for c in known if c is not None)
