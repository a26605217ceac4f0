"""Claims about one share or count: a word, a figure, an exact number, two places that must agree."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np

from analysis.statistics.intervals import finite_population
from analysis.statistics.ranges import Range
from analysis.statistics.verdicts.outcomes import IRREFUTABLE, Group, Verdict, decided, least, untestable


def share(group: Group, wording: Range, *, level: float = 0.95) -> Verdict:
    """Return the verdict on "the share of the group fits the wording".

    True where the wording allows yes of answered. On the interval: all that the exact interval keeps (of the target; of
    a domain of unknown size where some may not belong) lies within the wording or, for "differs", wholly outside.
    Below `least_evidence` it cannot be tested, unless every completion says the same as what was seen.
    """
    return _held(group, wording, least_evidence(wording, group.target, level), level)


def number(group: Group, value: int) -> Verdict:
    """Return the verdict on "exactly value" ("only two", "none in the new information").

    A count over records read: it has no interval, one answer is enough to test it, one open record can turn it.
    """
    return _held(group, Range(least=value, most=value), 1, None)


def agree(group: Group, first: Range, second: Range, *, complement: bool = False, level: float = 0.95) -> Verdict:
    """Return the verdict on "two places agree": some completion satisfies both wordings.

    Both speak of one group; with complement the second speaks of those who gave the other answer ("without
    legislation"). Strength 1: every completion that satisfies the first satisfies the second; for "differs" always,
    since no completion satisfies both. 2: so does every number that the exact interval keeps. Tipping points: the
    answers after which no completion satisfies both, or some does again. One answer is enough to test it. Raises
    ValueError for a group of which some may not belong.
    """
    if group.maybe:
        raise ValueError("whether two places agree is defined for a target whose members are known")
    size = group.target
    if not group.answered:
        return untestable(0, 1)
    (least_1, most_1), (least_2, most_2) = first.counts(size), second.counts(size)
    if complement:
        least_2, most_2 = size - most_2, size - least_2
    low, high = max(least_1, least_2, 0), min(most_1, most_2, size)
    if (low, high) == (0, size):
        return Verdict(IRREFUTABLE, answers=group.answered, needs=1)

    def implied(least_seen: int, most_seen: int) -> bool:
        from_, to = max(least_seen, least_1), min(most_seen, most_1)
        return from_ > to or (least_2 <= from_ and to <= most_2)

    reach = group.yes + group.open
    true = max(low, group.yes) <= min(high, reach)
    ((_, kept_low, kept_high),) = kept(group, level)
    above, below = high - group.yes + 1, reach - low + 1
    if true:
        changed = least([above if above <= group.other else None, below if below <= group.yes else None])
    else:
        changed = None if low > high else max(group.yes - high, low - reach)
    return decided(
        true,
        certain=implied(group.yes, reach) if true else True,
        on_interval=implied(kept_low, kept_high),
        open=least([above if above <= group.open else None, below if below <= group.open else None]),
        changed=changed,
        answers=group.answered,
        needs=1,
    )


@lru_cache(maxsize=4096)
def least_evidence(wording: Range, target: int, level: float = 0.95) -> int | None:
    """Return the smallest number of answers at which the best possible result would hold on the interval.

    For a band (both ends inside 0 and 1) 1 / width, since fewer answers step over it; never more than the target,
    which is no sample any more. None where no result would do ("several" of two States).
    """
    if wording.band:
        width = wording.high - wording.low
        return min(target, ceil(1 / width)) if width else target
    best, answered = _best_results(wording, target)
    if not best.size:
        return None
    low, high = finite_population(best, answered, np.full(best.shape, target), level)
    first, last = wording.counts(target)
    held = (first <= np.rint(low * target)) & (np.rint(high * target) <= last)
    return int(answered[held][0]) if held.any() else None


def _best_results(wording: Range, target: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the counts, by number of answers, among which the firmest allowed result is, and those numbers.

    Where only an upper end can fail the fewest allowed are firmest, where only a lower one the most.
    """
    pairs = []
    for n in range(1, target + 1):
        low, high = wording.counts(n)
        high = min(high, n)
        if low <= high and wording.low > 0 and wording.most is not None:
            pairs += [(k, n) for k in range(low, high + 1)]
        elif low <= high:
            pairs.append((low if wording.low == 0 else high, n))
    best, answered = np.array(pairs, dtype=int).reshape(-1, 2).T
    return best, answered


@lru_cache(maxsize=4096)
def kept(group: Group, level: float) -> tuple[tuple[int, int, int], ...]:
    """Return what the exact interval keeps: for every size of the group, the least and the greatest number of yes.

    One triple a size, from the members known to the target; one alone where all belong. Empty without an answer.
    """
    if not group.answered:
        return ()
    size = np.arange(group.answered + group.open, group.target + 1)
    yes, answered = np.full(size.shape, group.yes), np.full(size.shape, group.answered)
    low, high = finite_population(yes, answered, size, level)
    return tuple(
        zip(
            size.tolist(),
            np.rint(low * size).astype(int).tolist(),
            np.rint(high * size).astype(int).tolist(),
            strict=True,
        )
    )


def _held(group: Group, wording: Range, needs: int | None, level: float | None) -> Verdict:
    """Return the verdict on a wording; level None: a count that has no interval."""
    n = group.answered
    if not group.target:
        return untestable(0, needs)
    if all(_inside(0, size, size, wording) for size in range(1, group.target + 1)):
        return Verdict(IRREFUTABLE, answers=n, needs=needs)
    seen = wording.allows(group.yes, n) if n else None
    whatever = _whatever(group, wording)
    true = whatever if seen is None else seen
    certain = whatever is not None and true == whatever
    if true is None or (not certain and (needs is None or n < needs)):
        return untestable(n, needs)
    return decided(
        true,
        certain=certain,
        on_interval=level is not None and _on_interval(group, wording, level, true),
        open=_open(group, wording, true),
        changed=_changed(group, wording, true),
        answers=n,
        needs=needs,
    )


def _inside(first: int, last: int, size: int, wording: Range) -> bool:
    """Return whether every count from first to last of a size is allowed."""
    low, high = wording.counts(size)
    return size > 0 and low <= first and last <= high


def _outside(first: int, last: int, size: int, wording: Range) -> bool:
    low, high = wording.counts(size)
    return size == 0 or max(first, low) > min(last, high)


def _whatever(group: Group, wording: Range) -> bool | None:
    """Return True where every completion fits the wording, False where none does, else None."""
    ends = [
        (group.yes, group.yes + size - group.answered, size)
        for size in range(group.answered + group.open, group.target + 1)
    ]
    if all(_inside(*end, wording) for end in ends):
        return True
    return False if all(_outside(*end, wording) for end in ends) else None


def _on_interval(group: Group, wording: Range, level: float, true: bool) -> bool:
    ends = [(low, high, *wording.counts(size)) for size, low, high in kept(group, level)]
    if true:
        return all(first <= low and high <= last for low, high, first, last in ends)
    return all(high < first for _, high, first, _ in ends) or all(low > last for low, _, _, last in ends)


def _open(group: Group, wording: Range, true: bool) -> int | None:
    for more in range(1, group.unanswered + 1):
        low, high = wording.counts(group.answered + more)
        reachable = max(low, group.yes) <= min(high, group.yes + more)
        if (low > group.yes or high < group.yes + more) if true else reachable:
            return more
    return None


def _changed(group: Group, wording: Range, true: bool) -> int | None:
    if not group.answered:
        return None
    low, high = wording.counts(group.answered)
    if true:
        return least(
            [high + 1 - group.yes if high < group.answered else None, group.yes - low + 1 if low > 0 else None]
        )
    low, high = max(low, 0), min(high, group.answered)
    return max(low - group.yes, group.yes - high) if low <= high else None
