"""What a claim is held against, and what a verdict says: the types that all kinds of claim share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

AGREES, DIFFERS, UNTESTABLE, IRREFUTABLE = "agrees", "differs", "cannot be tested", "could not have been refuted"
# The worst first: the verdict of several parts is the worst of theirs.
OUTCOMES = (DIFFERS, UNTESTABLE, AGREES, IRREFUTABLE)
WHATEVER, ON_INTERVAL, ON_SEEN = 1, 2, 3


@dataclass(frozen=True)
class Group:
    """The units of a target (of one group of it) by what is known of their answer to one question.

    yes: have the answer that the claim speaks of. other: gave another one. open: of the target, without a usable
    answer; they would answer yes or other. maybe: open too, but it is not known whether the question applies to
    them or whether they belong (membership of a domain not known, "not applicable" allowed by the codebook).
    Units known not to belong are in none of the four.
    """

    yes: int
    other: int
    open: int = 0
    maybe: int = 0

    def __post_init__(self) -> None:
        if min(self.yes, self.other, self.open, self.maybe) < 0:
            raise ValueError(f"a number of States is negative: {self}")

    @property
    def answered(self) -> int:
        """Units with a usable answer: the denominator of what was seen."""
        return self.yes + self.other

    @property
    def unanswered(self) -> int:
        """Units whose answer is still to come, should they belong."""
        return self.open + self.maybe

    @property
    def target(self) -> int:
        """The greatest denominator that a completion can have."""
        return self.answered + self.unanswered


@dataclass(frozen=True)
class Verdict:
    """How a claim stands.

    outcome: one of OUTCOMES. strength: 1 holds whatever the rest say, 2 on the interval, 3 on what was seen; None
    where the outcome is "cannot be tested" or "could not have been refuted". open: the least number of open units
    whose answers, the others left open, would turn the verdict on what is then seen; None exactly where no completion
    turns it. changed: the least number of answered units whose recoding would; None where no recoding does. To turn is
    to make the claim wrong where it agrees, to mend it where it differs. answers and needs: how many answers there are
    and the least number that could have held on the interval ("n answers, needs m"), of the group named in `short`
    where the claim speaks of several; needs is None where no number would do.
    """

    outcome: str
    strength: int | None = None
    open: int | None = None
    changed: int | None = None
    answers: int | None = None
    needs: int | None = None
    short: str = ""


def decided(
    true: bool,
    *,
    certain: bool,
    on_interval: bool,
    open: int | None,
    changed: int | None,
    answers: int | None = None,
    needs: int | None = None,
    short: str = "",
) -> Verdict:
    """Return the verdict on a claim that is true or not on what was seen: strength from certain, then on_interval."""
    strength = WHATEVER if certain else ON_INTERVAL if on_interval else ON_SEEN
    return Verdict(AGREES if true else DIFFERS, strength, None if certain else open, changed, answers, needs, short)


def untestable(answers: int | None, needs: int | None, short: str = "") -> Verdict:
    """Return "cannot be tested (n answers, needs m)"."""
    return Verdict(UNTESTABLE, answers=answers, needs=needs, short=short)


def combined(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of a statement of several parts, each with a claim and verdict of its own.

    The outcome is the worst (differs, cannot be tested, agrees, could not have been refuted). Strength and tipping
    points are those of the parts that have this outcome: the weakest strength, the least of each tipping point.
    answers, needs and short are those of the part furthest from its least evidence. Raises ValueError without parts.
    """
    if not verdicts:
        raise ValueError("a statement without parts has no verdict")
    worst = min((v.outcome for v in verdicts), key=OUTCOMES.index)
    bearing = [v for v in verdicts if v.outcome == worst]
    scarcest = min(bearing, key=lambda v: (v.answers or 0) / v.needs if v.needs else 0.0)
    return Verdict(
        worst,
        max((v.strength for v in bearing if v.strength), default=None),
        least(v.open for v in bearing),
        least(v.changed for v in bearing),
        scarcest.answers,
        scarcest.needs,
        scarcest.short,
    )


def least(numbers) -> int | None:
    """Return the least of some numbers, None standing for "no number would do"."""
    return min((n for n in numbers if n is not None), default=None)
