"""Claims that two answers of the same States do not differ."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy import stats

from analysis.statistics.pairs import pairs_needed, score, within
from analysis.statistics.verdicts.outcomes import Verdict, decided, least, untestable


@dataclass(frozen=True)
class Pairs:
    """States by their two answers: "yes" in the first or the second alone, alike in both, open (one answer lacks)."""

    only_first: int
    only_second: int
    alike: int
    open: int = 0

    def __post_init__(self) -> None:
        if min(self.only_first, self.only_second, self.alike, self.open) < 0:
            raise ValueError(f"a number of pairs is negative: {self}")

    @property
    def answered(self) -> int:
        """Pairs with both answers."""
        return self.only_first + self.only_second + self.alike


def no_difference(pairs: Pairs, margin: float, *, level: float = 0.95) -> Verdict:
    """Return the verdict on "no difference": Tango's interval of the difference lies within plus or minus margin.

    Agrees where it does, which is never less than "on the interval". Differs where the difference seen exceeds the
    margin: on the interval where the whole interval does. Else it cannot be tested: a difference seen within the
    margin whose interval reaches beyond it shows nothing; needs is then the number of pairs at which these discordant
    ones would do. Least evidence: `pairs_needed` with none discordant. Tipping points of "agrees": the interval no
    longer lies within; of "differs": it does.
    """
    first, second, n = pairs.only_first, pairs.only_second, pairs.answered
    needs = pairs_needed(margin, level)
    true = bool(n) and bool(within(first, second, n, margin, level))
    apart = abs(second - first) > Fraction(margin).limit_denominator(10**6) * n
    certain = _certain(pairs, margin, level, true)
    if not true and not (apart and (certain or (needs is not None and n >= needs))):
        inconclusive = needs is not None and n >= needs
        return untestable(n, pairs_needed(margin, level, first, second) if inconclusive else needs)
    z = stats.norm.ppf((1 + level) / 2)
    beyond = score(first, second, n, margin) >= z or score(first, second, n, -margin) <= -z
    return decided(
        true,
        certain=certain,
        on_interval=true or bool(beyond),
        open=_open(pairs, margin, level, true),
        changed=_changed(pairs, margin, level, true),
        answers=n,
        needs=needs,
    )


def _certain(pairs: Pairs, margin: float, level: float, true: bool) -> bool:
    """Return whether every completion lies within the margin (none does, where the claim differs)."""
    first, second = np.tril_indices(pairs.open + 1)
    first = first - second
    held = within(pairs.only_first + first, pairs.only_second + second, pairs.answered + pairs.open, margin, level)
    return bool(held.all()) if true else not held.any()


def _open(pairs: Pairs, margin: float, level: float, true: bool) -> int | None:
    """Return the fewest open pairs whose answers turn the verdict.

    To break: all in one direction. To mend: against the direction seen, or alike.
    """
    answers, none = np.arange(1, pairs.open + 1), np.zeros(pairs.open, dtype=int)
    if true:
        turned = [
            ~within(pairs.only_first + a, pairs.only_second + b, pairs.answered + answers, margin, level)
            for a, b in ((answers, none), (none, answers))
        ]
        return least(int(answers[t][0]) for t in turned if t.any())
    answers, against = np.tril_indices(pairs.open + 1)
    more_second = pairs.only_second > pairs.only_first
    first = pairs.only_first + (against if more_second else 0)
    second = pairs.only_second + (0 if more_second else against)
    held = within(first, second, pairs.answered + answers, margin, level) & (answers > 0)
    return int(answers[held].min()) if held.any() else None


def _changed(pairs: Pairs, margin: float, level: float, true: bool) -> int | None:
    """Return the fewest answered pairs whose recoding turns the verdict: every other table of as many pairs tried."""
    total, first = np.tril_indices(pairs.answered + 1)
    second, alike = total - first, pairs.answered - total
    before = (pairs.only_first, pairs.only_second, pairs.alike)
    moved = sum(np.maximum(now - was, 0) for now, was in zip((first, second, alike), before, strict=True))
    turned = within(first, second, pairs.answered, margin, level) != true
    return int(moved[turned].min()) if turned.any() else None
