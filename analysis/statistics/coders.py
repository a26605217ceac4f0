"""How far a share depends on who read: the range over coders' disagreements. METHODS.md, "Range of readings"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.statistics.shares import measured

# What a reading makes of a unit: the answer asked for, another one, none, or that it stands outside what the share is of. What nobody
# settled is no reading: the share takes it for open, and so does its range only where nobody says anything else.
YES, OTHER, OPEN, OUTSIDE, UNSETTLED = "yes", "other", "open", "outside", "unsettled"
COLUMNS = ["end", "count", "denominator", "population", "share", "bound_low", "bound_high", "low", "high"]


@dataclass(frozen=True)
class End:
    """One end of the range of a share."""

    count: int
    denominator: int
    population: int


def extremes(gives: Iterable[Sequence[str]], population: int, *, whole: bool = False) -> tuple[End, End]:
    """Return the least and the greatest share that the readings of units allow; its own lies between them where all is settled.

    gives: of each unit what the share itself takes it for, then what each who read it does: YES, OTHER, OPEN, OUTSIDE or UNSETTLED. Each unit, settled
    since or not, is given that which makes the share least, then greatest, whatever the others are given. population: the target as the share
    takes it, of which these units are read; whole: it is the denominator, whoever answers. An end at which nobody answers has the
    denominator 0. Raises ValueError for another value of gives, and for more units than the population has.
    """
    units = [tuple(dict.fromkeys(unit)) for unit in gives]
    if strange := {one for unit in units for one in unit} - {YES, OTHER, OPEN, OUTSIDE, UNSETTLED}:
        raise ValueError(f"“{sorted(map(str, strange))[0]}” is neither yes, other, open, outside nor unsettled")
    if sum(unit[0] != OUTSIDE for unit in units) > population:
        raise ValueError("a denominator exceeds its population: more States read than there are")
    low, high = (OTHER, OPEN, OUTSIDE, YES), (YES, OUTSIDE, OPEN, OTHER) if whole else (YES, OPEN, OUTSIDE, OTHER)
    return _end(units, low, population, whole), _end(units, high, population, whole)


def _end(units: list[tuple[str, ...]], order: tuple[str, ...], population: int, whole: bool) -> End:
    chosen = [min([one for one in unit if one != UNSETTLED] or [OPEN], key=order.index) for unit in units]
    count, answered = chosen.count(YES), chosen.count(YES) + chosen.count(OTHER)
    population += sum(unit[0] == OUTSIDE for unit in units) - chosen.count(OUTSIDE)
    return End(count, population if whole and answered else answered, population)


def range_of_codings(least: End, greatest: End, *, level: float = 0.95, maybe: int = 0) -> pd.DataFrame:
    """Return both ends of a range of readings with interval and bounds: two rows, "least" and "greatest", with COLUMNS.

    maybe: so many of the population may belong to it or not. share is missing where no answer is left; bound_low, bound_high, low, high: the bounds and the
    exact finite-population interval of that share.
    """
    table = pd.DataFrame([least, greatest]).assign(end=["least", "greatest"])
    table["maybe"] = (table["population"] - table["denominator"]).clip(upper=maybe)
    return measured(table, level)[COLUMNS]
