"""The claim that an answer is met with in several groups."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.statistics.verdicts.outcomes import Group, Verdict, decided, untestable


def spread(groups: Sequence[Group], value: int) -> Verdict:
    """Return the verdict on "at least value of these groups have a unit with the answer".

    Certain once seen, and where too few groups have anybody left who could. It has no interval. Least evidence: value
    groups with an answer. To break it every unit of enough groups is recoded, those with the fewest first; to mend it,
    or by open answers, one unit of each group that lacks. Raises ValueError for a value below one.
    """
    if value < 1:
        raise ValueError("every dataset has at least no group with the answer")
    met = sorted(group.yes for group in groups if group.yes)
    lacking = value - len(met)
    possible = sum(1 for group in groups if not group.yes and group.unanswered)
    answered = sum(1 for group in groups if group.answered)
    if lacking > 0 and answered < value and lacking <= possible:
        return untestable(answered, value)
    recodable = sum(1 for group in groups if not group.yes and group.other)
    return decided(
        lacking <= 0,
        certain=lacking <= 0 or lacking > possible,
        on_interval=False,
        open=lacking,
        changed=sum(met[: len(met) - value + 1]) if lacking <= 0 else lacking if lacking <= recodable else None,
        answers=answered,
        needs=value,
    )
