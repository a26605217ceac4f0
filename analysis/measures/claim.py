"""A claim: a row of claims.csv with the measures that it speaks of, and what the data say to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.languages import IN_ENGLISH
from analysis.measures.book import Measures
from analysis.measures.universes import Universe
from analysis.schema import parts
from analysis.statistics.shares import OTHERWISE
from analysis.statistics.verdicts import UNTESTABLE, Verdict

Row = dict[str, Any]


@dataclass(frozen=True)
class Tested:
    """What the data say to one claim: the verdict, what was found in words, and the rows of measures that it rests on.

    missing: what a test lacks. fits: the universes among which the wording cannot tell.
    """

    verdict: Verdict
    found: str
    rows: tuple[Row, ...] = ()
    missing: str = ""
    fits: str = ""


@dataclass(frozen=True, eq=False)
class Claim:
    """One row of claims.csv with the measures that it speaks of; otherwise: silence is read as the codebook does not."""

    row: pd.Series
    measures: Measures
    otherwise: bool = False

    @property
    def value(self) -> str:
        """The published value, as text."""
        return self.row["value"]

    @property
    def number(self) -> int:
        """The published value as a whole number. Raises DataError where it is none."""
        try:
            return int(self.value)
        except ValueError:
            raise DataError(f"claims.csv, {self.row.name}: “{self.value}” is no whole number.") from None

    @cached_property
    def named(self) -> list[str]:
        """The measures that are named, with the row where one is."""
        return parts(self.row["measures"])

    @cached_property
    def rows(self) -> list[Row]:
        """The one row of each measure that is named."""
        return [self.read(self.measures.one(name)) for name in self.named]

    def read(self, row: Row) -> Row:
        """Return a row of a measure as the claim takes silence."""
        if not self.otherwise or pd.isna(row.get("denominator_otherwise")):
            return row
        count, denominator, share = (row[column] for column in OTHERWISE)
        answers = {"count": int(count), "denominator": int(denominator), "other": int(denominator - count)}
        more = answers["denominator"] - row["denominator"]
        rest = {column: row[column] - more for column in ("silent_read", "not_addressed")}
        return row | answers | rest | {"share": share}

    @property
    def table(self) -> pd.DataFrame:
        """All rows of the measure that is named last; without those in no group."""
        table = self.measures.of(self.named[-1])
        table = table[table["group"] != "none"]
        return pd.DataFrame(list(map(self.read, table.to_dict("records")))) if self.otherwise else table

    @property
    def level(self) -> float:
        """The confidence level of the house."""
        return self.measures.layers.margin("level")

    @property
    def listed(self) -> bool:
        """Whether it rests on nothing but lists of the paper, so that invented data play no part."""
        return all(universe.listed for universe in self.universes)

    @property
    def universes(self) -> list[Universe]:
        """The universe of each measure that is named, the later one of a measure of two."""
        return [self.measures.universes_of(name)[-1] for name in dict.fromkeys(p.split("[")[0] for p in self.named)]


Kind = Callable[[Claim], Tested]
CLAIMS: dict[str, Kind] = {}


def claims(name: str) -> Callable[[Kind], Kind]:
    """Register a function as the test of a kind of claim."""

    def keep(function: Kind) -> Kind:
        CLAIMS[name] = function
        return function

    return keep


def tested(claim: Claim) -> Tested:
    """Return what the data say to a claim. A claim whose inputs are missing says so; the others go on."""
    kind = claim.row["kind"]
    if kind not in CLAIMS:
        return missing(f"a kind of claim “{kind}”; there are: {', '.join(CLAIMS)}")
    try:
        unread = [universe for universe in claim.universes if not len(universe)]
        if unread and not claim.row["missing"]:
            return missing(f"any of: {unread[0].name}")
        outcome = CLAIMS[kind](claim)
        other = _other_day(claim)
    except DataError as error:
        return missing(str(error))
    except (KeyError, ValueError, TypeError) as error:
        return missing(
            f"measures that a claim of the kind “{kind}” can be held against ({type(error).__name__}: {error})"
        )
    if outcome.verdict.outcome != UNTESTABLE and other:
        return replace(outcome, verdict=Verdict(UNTESTABLE), missing=f"data of {other}; these are of another day")
    if outcome.verdict.outcome == UNTESTABLE and not outcome.missing:
        return replace(outcome, missing=_lack(outcome))
    return outcome


def missing(what: str, found: str = "not computed", rows: Iterable[Row] = ()) -> Tested:
    """Return that a claim cannot be tested, and what it lacks."""
    return Tested(Verdict(UNTESTABLE), found, tuple(rows), what)


def _lack(outcome: Tested) -> str:
    """Return how many answers there are and how many a test needs."""
    verdict = outcome.verdict
    needs = "and no number would do" if verdict.needs is None else f"needs {verdict.needs}"
    where = outcome.rows[0]["universe"] if outcome.rows else ""
    about = f" on “{outcome.rows[0]['label']}”" if outcome.rows else ""
    count = IN_ENGLISH.plural(verdict.answers or 0, "one{# answer} other{# answers}")
    return f"{count}{about}, {needs}{f' ({verdict.short})' if verdict.short else ''}: {where}"


def _other_day(claim: Claim) -> str:
    """Return the day of a claim that speaks of another one than its measures; empty where they are of one day."""
    if not claim.row["day"] or not claim.named:
        return ""
    day = claim.measures.dataset.paper.day(claim.row["day"])
    of = {universe.day for universe in claim.measures.universes_of(claim.named[0].split("[")[0])}
    return "" if of == {day} else day
