"""A number or word that a text may state, and the shares that a per cent in a text stands for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.audit.numbers import Mark
from analysis.measures.claim import Row
from analysis.measures.wording import described
from analysis.statistics.ranges import Range, figure


@dataclass(frozen=True)
class Naming:
    """What a paper calls a number, all in English: its catalogues have the other languages.

    names: the labels of its measure and question, and the text of the question; answer: the label of what is answered, empty for
    "yes" and "no"; rivals: those of the other answers; group: its label; unit: what is counted; denied: whether it counts those
    that have not; None where the name itself denies, so that nothing can be told from a "not".
    """

    names: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    rivals: tuple[str, ...] = ()
    group: str = ""
    unit: str = ""
    denied: bool | None = None


@dataclass(frozen=True)
class Fact:
    """A number or word that a text may state.

    name: as mentions.csv has it, the claim, or the measure with its row; statement, place, label: whose it is; published: what the
    paper printed, empty where nothing; row: the row of its measure, None where it cannot be computed, and lacks says why; year:
    whether it is one; at_least: whether the published number is the least that a word such as "several" stands for; band: whether
    it was published as a share with two ends, such as "about one fifth".
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

    @cached_property
    def number(self) -> int | None:
        """The published number, None where a word was printed."""
        return int(self.published) if self.published.isdigit() else None

    @cached_property
    def is_share(self) -> bool:
        """Whether it is a share of a universe."""
        return self.row is not None and not pd.isna(self.row["denominator"]) and not pd.isna(self.row["other"])

    @cached_property
    def computed(self) -> str:
        """What the data say, in words; empty where they say nothing."""
        return "" if self.row is None else described(self.row)


def figure_of(mark: Mark) -> Range:
    """Return the shares that a per cent in a text stands for, by the decimals that it has."""
    return figure(_decimal(mark))


def _decimal(mark: Mark) -> str:
    """Return a per cent as the digits that were printed."""
    found = re.search(r"\d+[.,٫](\d+)", mark.text)
    value: Any = float(mark.value * 100)
    digits = len(found[1]) if found else 0
    return f"{value:.{digits}f}" if digits else f"{math.floor(value + 0.5)}"


def number_of(row: Row) -> float:
    """Return the number of a row of a measure: its value, else its count."""
    return row["count"] if pd.isna(row["value"]) else row["value"]
