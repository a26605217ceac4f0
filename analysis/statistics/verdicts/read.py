"""Claims about what was read: the highest value, the categories met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.statistics.verdicts.outcomes import Verdict, decided, untestable


def highest(values: Sequence[float], value: float, *, open: int = 0) -> Verdict:
    """Return the verdict on "the highest of what was read is value".

    values: one a unit that answered; open: units whose value is not known. Never certain while one is open, unless a
    higher value was read. It has no interval; one answer is enough to test it.
    """
    if not values:
        return untestable(0, 1)
    above = sum(v > value for v in values)
    return decided(
        max(values) == value,
        certain=above > 0 or not open,
        on_interval=False,
        open=1,
        changed=max(1, above),
        answers=len(values),
        needs=1,
    )


def categories(met: Mapping[str, int], *, answered: int, open: int = 0, several: bool = True) -> Verdict:
    """Return the verdict on "each of these categories was met".

    met: how many units gave each category that the claim names; answered: units with any answer; open: units without.
    several: one unit may give several categories. Certain once seen. Least evidence: one answer, or one a category
    where a unit gives only one. Raises ValueError for counts that cannot be.
    """
    if not met or min(met.values()) < 0 or max(met.values()) > answered or open < 0:
        raise ValueError("no category is named, or one was met in more units than answered")
    spare = answered - sum(met.values())
    if not several and spare < 0:
        raise ValueError("more categories were met than units answered, of which each gives one")
    missing = sum(not count for count in met.values())
    needs = 1 if several else len(met)
    true, in_reach = not missing, open >= (1 if several else missing)
    if not true and (not answered + open or (in_reach and answered < needs)):
        return untestable(answered, needs)
    movable = answered if several else spare + sum(max(0, count - 1) for count in met.values())
    recoded = 1 if several else missing
    return decided(
        true,
        certain=true or not in_reach,
        on_interval=False,
        open=recoded,
        changed=min(met.values()) if true else recoded if movable >= recoded else None,
        answers=answered,
        needs=needs,
    )
