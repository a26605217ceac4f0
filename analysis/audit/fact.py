"""A number or word that a text may state, and the shares that a per cent in a text stands for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from analysis.audit.numbers import Mark
from analysis.measures.claim import Row
from analysis.measures.wording import described
from analysis.statistics.ranges import Range, figure

_DECIMALS = re.compile(r"\d+[.,٫](\d+)")
_ENDS = ("low", "high", "bound_low", "bound_high")


@dataclass(frozen=True)
class Naming:
    """What a paper calls a number, all in English: its catalogues have the other languages.

    names: the labels of its measure and question, and the text of the question; answer: the label of what is answered, empty for
    "yes" and "no"; rivals: those of the other answers; group: its label; unit: what is counted; denied: whether it counts those
    that have not; None where the name itself denies, so that nothing can be told from a "not"; given: the question whose answer they gave.
    """

    names: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    rivals: tuple[str, ...] = ()
    group: str = ""
    unit: str = ""
    denied: bool | None = None
    given: str = ""


@dataclass(frozen=True)
class Fact:
    """A number or word that a text may state.

    name: as mentions.csv has it, the claim, or the measure with its row; statement, place, label: whose it is; published: what the
    paper printed, empty where nothing; row: the row of its measure, None where it cannot be computed, and lacks says why; year:
    whether it is one; at_least: whether the published number is the least that a word such as "several" stands for; band: whether
    it was published as a share with two ends, such as "about one fifth"; says: what the data say, where it is no row of its own.
    """

    name: str
    statement: str
    place: str
    label: str
    published: str
    row: Row | None
    lacks: str
    universe: str
    year: bool
    at_least: bool = False
    band: bool = False
    naming: Naming = Naming()
    says: str = ""

    @cached_property
    def number(self) -> int | None:
        """The published number, None where a word was printed."""
        return int(self.published) if self.published.isdigit() else None

    @cached_property
    def is_share(self) -> bool:
        """Whether it is a share of a universe, or of those that it is drawn from."""
        return self.row is not None and self.row["denominator"] > 0

    @cached_property
    def others(self) -> int:
        """How many of its denominator are not counted."""
        row = self.row
        assert row is not None
        return int(row["denominator"] - row["count"] if pd.isna(row["other"]) else row["other"])

    @cached_property
    def ends(self) -> dict[str, float]:
        """The shares that stand beside its own: the ends of its interval and of its bounds."""
        row = self.row or {}
        return {end: row[end] for end in _ENDS if not pd.isna(row.get(end))}

    @cached_property
    def computed(self) -> str:
        """What the data say, in words; empty where they say nothing."""
        return self.says or ("" if self.row is None else described(self.row))


def rounds(mark: Mark, count: int, of: int) -> bool:
    """Whether a per cent in a text is a count of a denominator, rounded to the decimals that it has."""
    found = _DECIMALS.search(mark.text)
    return mark.value <= 1 and _printed(float(mark.value * 100), len(found[1]) if found else 0).allows(count, of)


@lru_cache(maxsize=1_000)
def _printed(value: float, decimals: int) -> Range:
    return figure(f"{value:.{decimals}f}" if decimals else f"{math.floor(value + 0.5)}")


def number_of(row: Row) -> float:
    """Return the number of a row of a measure: its value, else its count."""
    return row["count"] if pd.isna(row["value"]) else row["value"]


def pair(part: str) -> tuple[str, str]:
    """Return a group and its number of a published "african = 3"."""
    group, _, number = part.partition("=")
    return group.strip(), number.strip()


def row_key(row: Row) -> tuple:
    """Return what tells a row of a measure from the others."""
    return row["measure"], row["group"], row["answer"], row["question"]


def place_of(row: Row | None) -> str:
    """Return the paragraph of the paper that a listed row names."""
    return "" if row is None else str(row.get("paragraph") or "")
