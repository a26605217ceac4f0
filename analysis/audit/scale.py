"""Whether a number of a text is what a fact allows: by its value, by the paper's scale of words, by its rounding."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis.audit.aside import is_year
from analysis.audit.fact import Fact, number_of, rounds
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, POINTS, QUANTIFIER, Mark
from analysis.statistics.ranges import Range, parse_range

if TYPE_CHECKING:
    from analysis.reference import Layers

_COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_BEYOND = (">", "<")
DATA, PUBLISHED = "data", "published"
COUNTED, OTHERS, WHOLE, SHARE = "counted", "others", "whole", "share"


class Scale:
    """What the words for shares of a paper allow, how near "about" is, and the thresholds of the check (margins.csv)."""

    def __init__(self, layers: Layers, against: str) -> None:
        """Read the scale. against: DATA or PUBLISHED."""
        self.against = against
        margins = layers.table("margins").query("margin.str.contains('^(?:draft|mention)_')")
        self.limits = dict(zip(margins["margin"], margins["value"].astype(float), strict=True))
        self._about = Fraction(str(layers.margin("about")))
        rows = layers.table("quantifiers")
        self._quantifiers = {row.word: (row.shares, parse_range(row.shares, row.counts)) for row in rows.itertuples()}

    def needed(self, fact: Fact) -> float:
        """Return how fully a sentence must name a fact for a number that it does not allow to be wrong: less of a universe, of which the
        name is all that can be said.
        """
        return self.limits["draft_full" if fact.naming.question or not fact.is_share else "draft_enough"]

    def is_band(self, published: str) -> bool:
        """Whether a published word is a share with two ends, such as "about one fifth"."""
        return published in self._quantifiers and self._quantifiers[published][1].band

    def speaks_of(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number is of the kind that states a fact: a year, a count, or a share or word for a share."""
        if fact.year or is_year(mark):
            return fact.year and is_year(mark)
        if fact.at_least:
            return mark.kind == QUANTIFIER
        if fact.number is not None:
            return mark.kind == COUNT and mark.value == mark.high
        return mark.kind in (QUANTIFIER, PER_CENT, FRACTION)

    def agrees(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number of a text is what a fact allows: computed, or published where it is held against that."""
        row = fact.row if self.against == DATA else None
        if row is None:
            return self._as_published(mark, fact)
        if mark.kind == COUNT:
            return mark.value == number_of(row) or (
                fact.is_share and fact.number is None and mark.value == row["count"]
            )
        if not fact.is_share:
            return mark.kind == QUANTIFIER and self._as_published(mark, fact)
        return self.share_fits(mark, int(row["count"]), int(row["denominator"]))

    def can_state(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number is of a kind that a fact has: a year, a count, or a share or word for a share of a share."""
        if fact.year or is_year(mark):
            return fact.year and is_year(mark)
        if mark.kind == COUNT:
            return not mark.ordinal and mark.value.denominator == 1
        return fact.is_share

    def part(self, mark: Mark, fact: Fact, role: str = COUNTED, *, other: bool = False) -> str:
        """Return what of a fact a number states: COUNTED, OTHERS (with other: those that are not counted), WHOLE (whom it is of), a
        SHARE; empty where it states none of it. role: COUNTED or WHOLE, as its sentence has it; empty where it may be either.
        """
        row = fact.row
        if not self.can_state(mark, fact) or mark.kind == POINTS:
            return ""
        if row is None or (self.against == PUBLISHED and fact.published):
            return COUNTED if self._as_published(mark, fact) else ""
        if mark.kind == COUNT:
            if not fact.is_share:
                value = number_of(row)  # "up to five years" of a highest penalty is five, not six
                return COUNTED if (_within(mark, value) if mark.sign in _BEYOND else mark.value == value) else ""
            values = [(row["count"], COUNTED), *[(fact.others, OTHERS)] * other] if role != WHOLE else []
            values += [(row["denominator"], WHOLE)] if role != COUNTED else []
            return next((part for value, part in values if _within(mark, value)), "")
        of, counts = int(row["denominator"]), [(row["count"], SHARE), *[(fact.others, OTHERS)] * other]
        return next((part for count, part in counts if self.share_fits(mark, int(count), of)), "")

    def end(self, mark: Mark, fact: Fact) -> str:
        """Return which end of the interval or the bounds of a share a per cent is; empty where it is none."""
        ends = fact.ends.items() if mark.kind == PER_CENT and self.can_state(mark, fact) else ()
        return next((end for end, share in ends if rounds(mark, *share.as_integer_ratio())), "")

    def carries(self, mark: Mark, fact: Fact, others: bool) -> bool:
        """Whether a number is any figure of a fact at all: what it counts, those that it does not, whom it is of, whom they
        are of; others: or those of them who gave no answer.
        """
        row = fact.row
        if row is None or mark.kind not in (COUNT, PER_CENT):
            return False
        if mark.kind == PER_CENT:
            return bool(self.part(mark, fact, other=True) or self.end(mark, fact))
        if not fact.is_share:
            return False
        silent = [row["population"] - row["denominator"]] if others else []
        return mark.value in [row["count"], fact.others, row["denominator"], row["population"], *silent]

    def states_exactly(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number says what the paper published, not only what the data allow as well."""
        return (
            mark.kind != QUANTIFIER
            or (fact.published in self._quantifiers and self._as_published(mark, fact))
            or fact.at_least
        )

    def share_fits(self, mark: Mark, count: int, of: int) -> bool:
        """Whether a word, a per cent or a fraction of a text can be said of a count of a denominator."""
        if not of:
            return False
        if mark.kind == QUANTIFIER:
            return mark.word in self._quantifiers and self._quantifiers[mark.word][1].allows(count, of)
        share = Fraction(count, of)
        if compare := _COMPARE.get(mark.sign):
            return compare(share, mark.value)
        near = mark.value - self._about <= share <= mark.high + self._about
        if mark.kind == FRACTION or mark.sign or mark.value != mark.high:
            return near
        return rounds(mark, count, of)

    def _as_published(self, mark: Mark, fact: Fact) -> bool:
        if fact.at_least:
            least = self._quantifiers[mark.word][1].least if mark.word in self._quantifiers else 0
            return mark.kind == QUANTIFIER and 0 < least <= (fact.number or 0)
        if fact.number is not None:
            return mark.kind == COUNT and mark.value == fact.number
        if fact.published not in self._quantifiers:
            return mark.kind == COUNT and fact.row is not None and mark.value == number_of(fact.row)
        shares, allowed = self._quantifiers[fact.published]
        if mark.kind == QUANTIFIER:
            return self._quantifiers.get(mark.word, ("", None))[0] == shares
        return mark.kind in (PER_CENT, FRACTION) and allowed.low <= mark.value <= allowed.high

    def alike(self, one: Mark, other: Mark) -> bool:
        """Whether two numbers can state the same fact."""
        if one.kind == other.kind == COUNT:
            return _within(one, float(other.value)) or _within(other, float(one.value))
        if COUNT in (one.kind, other.kind):
            return True
        ranges = [self._range(mark) for mark in (one, other)]
        (low, high), (least, most) = ranges
        return low <= most and least <= high

    def _range(self, mark: Mark) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest share that a word or a figure stands for."""
        if mark.kind == QUANTIFIER:
            allowed = self._quantifiers[mark.word][1] if mark.word in self._quantifiers else Range()
            return allowed.low, allowed.high
        if mark.sign in _COMPARE:
            return (mark.value, Fraction(1)) if mark.sign in (">", ">=") else (Fraction(0), mark.value)
        about = self._about if mark.kind == FRACTION or mark.sign else Fraction(1, 200)
        return mark.value - about, mark.high + about


def _within(mark: Mark, value: float) -> bool:
    """Whether a count is what a number of a text says: itself, more than it, at the least, about it, or within its range."""
    compare = _COMPARE.get(mark.sign)
    return compare(value, mark.value) if compare else mark.value <= value <= mark.high
