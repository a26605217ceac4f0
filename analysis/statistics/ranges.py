"""What a word or a printed figure allows: shares as exact fractions with open or closed ends, and counts.

METHODS.md, "Words for shares". No number here is a float: 0.175 x 40 is 7.000000000000001, 7/40 x 40 is 7.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import pandas as pd

_NUMBER = r"(\d+(?:\.\d+)?(?:/\d+)?)"
_BETWEEN = re.compile(rf"([\[(])\s*{_NUMBER}\s*,\s*{_NUMBER}\s*([\])])")
_BESIDE = re.compile(rf"(<=|>=|<|>|)\s*{_NUMBER}")
_COUNTS = re.compile(r"(\d+)\s*to\s*(\d+)")


@dataclass(frozen=True)
class Range:
    """The shares from low to high (an end belongs to it where closed), with counts from least to most (None: no limit)."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    low_closed: bool = True
    high_closed: bool = True
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        empty = self.low == self.high and not (self.low_closed and self.high_closed)
        if not 0 <= self.low <= self.high <= 1 or empty:
            raise ValueError(f"no share can lie in a range from {self.low} to {self.high}")
        if self.least < 0 or (self.most is not None and self.most < self.least):
            raise ValueError(f"no count can lie between {self.least} and {self.most}")

    def counts(self, denominator: int) -> tuple[int, int]:
        """Return the least and the greatest count of a denominator that the range allows; least > greatest: none."""
        low, high = self.low * denominator, self.high * denominator
        least = ceil(low) if self.low_closed else floor(low) + 1
        most = floor(high) if self.high_closed else ceil(high) - 1
        return max(least, self.least), most if self.most is None else min(most, self.most)

    def allows(self, count: int, denominator: int) -> bool:
        """Return whether a count of a denominator lies in the range; of a denominator of 0 none does."""
        least, most = self.counts(denominator)
        return denominator > 0 and least <= count <= most

    @property
    def band(self) -> bool:
        """Whether the range has both ends inside 0 and 1, as "about one fifth" has."""
        return self.low > 0 and self.high < 1


def parse_range(shares: str, counts: str = "") -> Range:
    """Return the range that two cells describe, as data/reference/quantifiers.csv has them.

    shares: "> 1/2", "<= 1/20", "0" (exactly), "[1/3, 1]", "(0, 0.25)": square brackets hold their end, round ones do not;
    fractions or decimals, both exact; empty for any share. counts: ">= 3", "2 to 5", "1"; empty for any.
    Raises ValueError for anything else, naming the cell.
    """
    low, high, low_closed, high_closed = _shares(shares.strip())
    least, most = _counts(counts.strip())
    return Range(low, high, low_closed, high_closed, least, most)


def _shares(text: str) -> tuple[Fraction, Fraction, bool, bool]:
    if not text:
        return Fraction(0), Fraction(1), True, True
    if between := _BETWEEN.fullmatch(text):
        opening, low, high, closing = between.groups()
        return Fraction(low), Fraction(high), opening == "[", closing == "]"
    if beside := _BESIDE.fullmatch(text):
        sign, end = beside[1], Fraction(beside[2])
        low, high = (Fraction(0) if "<" in sign else end), (Fraction(1) if ">" in sign else end)
        return low, high, sign != ">", sign != "<"
    raise ValueError(f"“{text}” is no range of shares; write “> 1/2”, “<= 1/20”, “0” or “[1/3, 1]”")


def _counts(text: str) -> tuple[int, int | None]:
    if not text:
        return 0, None
    if both := _COUNTS.fullmatch(text):
        return int(both[1]), int(both[2])
    beside = _BESIDE.fullmatch(text)
    if beside and beside[2].isdigit() and beside[1] in (">=", "<=", ""):
        end = int(beside[2])
        return (0 if beside[1] == "<=" else end), (None if beside[1] == ">=" else end)
    raise ValueError(f"“{text}” is no range of counts; write “>= 3”, “2 to 5” or “1”")


def figure(per_cent: str) -> Range:
    """Return the shares that a printed figure stands for, by the decimals that it has.

    "20" is any share from 19.5 to 20.5 per cent, "20.2" any from 20.15 to 20.25: both ends belong to it, since a half
    may have been rounded either way. Raises ValueError for what is not a number between 0 and 100.
    """
    if not re.fullmatch(r"\d+(\.\d+)?", per_cent.strip()):
        raise ValueError(f"“{per_cent}” is no figure in per cent; write “20” or “20.2”")
    value, decimals = Fraction(per_cent.strip()), len(per_cent.strip().partition(".")[2])
    half = Fraction(1, 2 * 10**decimals)
    return Range(max(Fraction(0), (value - half) / 100), min(Fraction(1), (value + half) / 100))


def universes_that_fit(wording: Range, universes: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    """Return which universes make a wording true: one row a universe, in the order given.

    universes: name to (count, denominator). Columns: universe, count, denominator, share (missing where the
    denominator is 0), fits. Those that fit are those that the wording cannot tell apart.
    """
    rows = [
        (name, count, of, count / of if of else float("nan"), wording.allows(count, of))
        for name, (count, of) in universes.items()
    ]
    return pd.DataFrame(rows, columns=["universe", "count", "denominator", "share", "fits"])
