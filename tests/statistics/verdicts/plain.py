"""Brute force for verdicts, written apart from the code under test: every completion, every recoding, one by one.

A state is two dicts: answered (class of units -> number) and open (class -> number). A class is (group, answer) or
(group, kind). `answers` gives the answers that an open unit of a class may turn out to have, `recodings` those that an
answered unit may be recoded to; an answer of None takes the unit out ("not applicable"). Nothing here is fast.
"""

from fractions import Fraction
from functools import cache
from itertools import product
from math import comb


def shared_out(number, options):
    """Every way to give at most `number` alike units one of some options: tuples of numbers."""
    if not options:
        yield ()
        return
    for first in range(number + 1):
        for rest in shared_out(number - first, options[1:]):
            yield (first, *rest)


def moves(classes, options):
    """Every way to move some units of each class to one of its options: (how many, {(class, option): number})."""
    names = [c for c, number in classes.items() if number]
    for choice in product(*(list(shared_out(classes[c], options(c))) for c in names)):
        moved = {
            (c, option): number
            for c, numbers in zip(names, choice, strict=True)
            for option, number in zip(options(c), numbers, strict=True)
            if number
        }
        yield sum(moved.values()), moved


def answer(answered, open_, moved):
    """The state after some open units answered."""
    answered, open_ = dict(answered), dict(open_)
    for (kind, given), number in moved.items():
        open_[kind] -= number
        if given is not None:
            answered[kind[0], given] = answered.get((kind[0], given), 0) + number
    return answered, open_


def recode(answered, moved):
    answered = dict(answered)
    for (was, now), number in moved.items():
        answered[was] -= number
        answered[was[0], now] = answered.get((was[0], now), 0) + number
    return answered


def search(answered, open_, truth, answers, recodings):
    """What all completions say, and both tipping points of what was seen.

    truth(answered, open) is True, False or None (nothing can be said). Returns seen, every (all completions true), never
    (no completion true, some false), open {True: least number of answers that make it wrong, False: ... that mend it},
    changed likewise.
    """
    seen, whole = truth(answered, open_), sum(open_.values())
    full, opened = set(), {True: None, False: None}
    for t, moved in moves(open_, answers):
        says = truth(*answer(answered, open_, moved))
        if t == whole:
            full.add(says)
        for true in (True, False):
            if t and says is (not true) and (opened[true] is None or t < opened[true]):
                opened[true] = t
    changed = {True: None, False: None}
    for c, moved in moves(answered, recodings):
        says = truth(recode(answered, moved), open_)
        for true in (True, False):
            if c and says is (not true) and (changed[true] is None or c < changed[true]):
                changed[true] = c
    return seen, full == {True}, True not in full and False in full, opened, changed


@cache
def kept(yes, answered, sizes, error):
    """Every (K, size) that neither exact tail refuses, by exact fractions."""
    found = []
    for size in sizes:
        for total in range(yes, size - (answered - yes) + 1):
            whole = comb(size, answered)
            chance = [Fraction(comb(total, k) * comb(size - total, answered - k), whole) for k in range(answered + 1)]
            if min(sum(chance[yes:]), sum(chance[: yes + 1])) > error:
                found.append((total, size))
    return found


def allowed(count, of, wording):
    if not of:
        return False
    share = Fraction(count, of)
    above = share >= wording.low if wording.low_closed else share > wording.low
    below = share <= wording.high if wording.high_closed else share < wording.high
    return above and below and count >= wording.least and (wording.most is None or count <= wording.most)


def too_low(count, of, wording):
    share = Fraction(count, of)
    return count < wording.least or share < wording.low or (share == wording.low and not wording.low_closed)


def too_high(count, of, wording):
    share = Fraction(count, of)
    over = wording.most is not None and count > wording.most
    return over or share > wording.high or (share == wording.high and not wording.high_closed)


@cache
def needed(wording, target, error):
    """The least evidence, by its words."""
    if wording.low > 0 and wording.high < 1:
        n = 1
        while n < target and n * (wording.high - wording.low) < 1:
            n += 1
        return min(n, target)
    for n in range(1, target + 1):
        for k in range(n + 1):
            if allowed(k, n, wording) and all(allowed(*pair, wording) for pair in kept(k, n, (target,), error)):
                return n
    return None
