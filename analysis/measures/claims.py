"""The kinds of claim: what must be true of some measures for a published value to hold.

A claim is a row of claims.csv. Each kind is a short function that says whether the value fits, what was found, and which
rows of the measures it rests on. To add a kind: one function, decorated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.measures.book import Measures
from analysis.measures.wording import per_cent, points, share_text
from analysis.schema import SEPARATOR
from analysis.statistics.ranges import figure as figure_range

Row = dict[str, Any]


@dataclass(frozen=True)
class Tested:
    """What the data say to one claim: holds is None where it cannot be tested, and missing then says why.

    rows: the rows of measures that it rests on, the leading one first.
    """

    holds: bool | None
    found: str
    rows: tuple[Row, ...] = ()
    missing: str = ""


@dataclass(frozen=True, eq=False)
class Claim:
    """One row of claims.csv with the measures that it speaks of."""

    row: pd.Series
    measures: Measures

    @property
    def value(self) -> str:
        """The published value, as text."""
        return self.row["value"]

    @property
    def number(self) -> float:
        """The published value as a number. Raises DataError where it is none."""
        try:
            return float(self.value)
        except ValueError:
            raise DataError(f"claims.csv, {self.row.name}: “{self.value}” is no number.") from None

    @cached_property
    def named(self) -> list[str]:
        """The measures that are named, with the row where one is."""
        return [part.strip() for part in self.row["measures"].split(SEPARATOR) if part.strip()]

    @property
    def listed(self) -> bool:
        """Whether it rests on nothing but lists of the paper, so that invented data play no part."""
        universes = (self.measures.universes[name] for part in self.named for name in self._universes(part))
        return all(universe.listed for universe in universes)

    def _universes(self, reference: str) -> list[str]:
        return self.measures.rows.at[reference.split("[")[0], "universe"].split(SEPARATOR)

    @cached_property
    def rows(self) -> list[Row]:
        """The one row of each measure that is named."""
        return [self.measures.one(name) for name in self.named]

    @cached_property
    def table(self) -> pd.DataFrame:
        """All rows of the measure that is named last."""
        return self.measures.of(self.named[-1])

    def margin(self) -> float:
        """The margin that the value names, from margins.csv."""
        return float(self.measures.layers.table("margins").set_index("margin").at[self.value, "value"])

    def fits(self, row: Row) -> bool:
        """Whether the published word fits a row."""
        return self.measures.wording(self.value).allows(int(row["count"]), int(row["denominator"]))


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
        return Tested(None, "", missing=f"a kind of claim “{kind}”; there are: {', '.join(CLAIMS)}")
    try:
        outcome = CLAIMS[kind](claim)
    except DataError as error:
        return Tested(None, "not computed", missing=str(error))
    empty = [r for r in outcome.rows if r.get("denominator") == 0]
    if outcome.holds is not None and empty:
        return Tested(
            None, outcome.found, outcome.rows, f"answers on “{_question(claim, empty[0])}” in: {empty[0]['universe']}"
        )
    other = _other_day(claim)
    if outcome.holds is not None and other:
        return Tested(None, outcome.found, outcome.rows, f"data of {other}; these are of another day")
    return outcome


def _question(claim: Claim, row: Row | pd.Series) -> str:
    codebook = claim.measures.answers.codebook
    return codebook.at[row["question"], "label"] if row["question"] in codebook.index else row["label"]


def _other_day(claim: Claim) -> str:
    """Return the day of a claim that speaks of another one than its measures; empty where they are of one day."""
    if not claim.row["day"] or not claim.named:
        return ""
    day = claim.measures.dataset.paper.day(claim.row["day"])
    names = claim.measures.rows.at[claim.named[0].split("[")[0], "universe"]
    of = {claim.measures.universes[name.strip()].day for name in names.split(SEPARATOR)}
    return "" if of == {day} else day


def described(row: Row) -> str:
    """Return a row in words: "33 of 163 (20.2 per cent)", or its value where it is no share."""
    if not pd.isna(row["denominator"]):
        return share_text(row["count"], row["denominator"])
    return "none" if math.isnan(row["value"]) else f"{row['value']:g}"


def _count(row: Row) -> float:
    """Return the number of a row: its value, else its count; missing where there was nothing to take it from."""
    counted = not pd.isna(row["denominator"]) or row["method"] == "count"
    return row["value"] if not pd.isna(row["value"]) or not counted else row["count"]


@claims("number")
def number(claim: Claim) -> Tested:
    """The count, or the number, is the published one."""
    row = claim.rows[0]
    nothing = pd.isna(_count(row)) or (row["method"] == "count" and not len(claim.measures.universes[_universe(claim)]))
    if nothing and claim.number:
        return Tested(None, "none", missing=f"any of: {row['universe']}")
    return Tested(_count(row) == claim.number, described(row), (row,))


def _universe(claim: Claim) -> str:
    return claim.measures.rows.at[claim.named[0].split("[")[0], "universe"]


@claims("listed")
def listed(claim: Claim) -> Tested:
    """The list of the paper has so many names, each known, and in the population on the day where it has one."""
    row, universe = claim.rows[0], claim.measures.universes[_universe(claim)]
    strange = f"; not in {universe.everyone.name}: {', '.join(universe.strange)}" if universe.strange else ""
    unknown = [] if universe.population else _unknown(universe.units)
    strange += f"; no known name: {', '.join(unknown)}" if unknown else ""
    holds = row["count"] == claim.number and not strange
    return Tested(holds, f"{row['count']} listed{strange}", (row,))


def _unknown(units: pd.DataFrame) -> list[str]:
    """Names of a list of States that mean none; a list of which no name is a State is a list of something else."""
    return units.loc[~units["known"], "name"].tolist() if (units["entity"] != "").any() else []


@claims("sum")
def sum_of_parts(claim: Claim) -> Tested:
    """The first measure is the published number, and the sum of the others."""
    whole, *parts = (_count(row) for row in claim.rows)
    if not whole:
        return Tested(None, "none", missing=f"any of: {claim.rows[0]['universe']}")
    text = f"{' + '.join(f'{part:g}' for part in parts)} = {whole:g}"
    return Tested(whole == claim.number == sum(parts), text, tuple(claim.rows[:1]))


@claims("whole")
def whole(claim: Claim) -> Tested:
    """The measures together make up the whole of the first one's denominator."""
    total = sum(row["count"] for row in claim.rows)
    text = f"{' + '.join(str(row['count']) for row in claim.rows)} of {claim.rows[0]['denominator']}"
    return Tested(total == claim.rows[0]["denominator"], text, tuple(claim.rows))


@claims("word")
def word(claim: Claim) -> Tested:
    """The published word fits the count and its share."""
    row = claim.rows[0]
    return Tested(claim.fits(row), described(row), (row,))


@claims("figure")
def figure(claim: Claim) -> Tested:
    """The share, in per cent, rounds to the published figure."""
    row = claim.rows[0]
    holds = figure_range(claim.value).allows(int(row["count"]), int(row["denominator"]))
    return Tested(holds, described(row), (row,))


@claims("each")
def each(claim: Claim) -> Tested:
    """The published word fits every group that has members."""
    whole = claim.measures.one(claim.named[0])
    groups = claim.table[claim.table["denominator"] > 0]
    if groups.empty or not whole["count"]:
        return Tested(None, "none", missing=f"any of: {whole['universe']}")
    least = groups.loc[groups["share"].idxmin()]
    holds = all(claim.fits(row) for row in groups.to_dict("records"))
    return Tested(holds, f"{described(whole)}; least: {least['label']} {per_cent(least['share'])}", (whole,))


@claims("by_group")
def by_group(claim: Claim) -> Tested:
    """The named groups have the published counts, and no other group has any."""
    wanted = {group: float(count) for group, count in _pairs(claim.value)}
    table = claim.table
    if not table["count"].sum():
        return Tested(None, "none", missing=f"any of: {table['universe'].iloc[0]}")
    holds = all(row["count"] == wanted.get(row["group"], 0) for row in table.to_dict("records"))
    shown = [claim.measures.one(f"{claim.named[-1]}[{group}]") for group in wanted]
    return Tested(holds, _groups_with_any(table), tuple(shown))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [
        (group.strip(), count.strip()) for group, _, count in (part.partition("=") for part in text.split(SEPARATOR))
    ]


def _groups_with_any(table: pd.DataFrame) -> str:
    return "; ".join(f"{row['label']} {row['count']}" for row in table.to_dict("records") if row["count"])


@claims("leaders")
def leaders(claim: Claim) -> Tested:
    """The named groups have greater shares than every other."""
    named = {group.strip() for group in claim.value.split(SEPARATOR)}
    table = claim.table.sort_values("share", ascending=False, kind="stable")
    rows = [row for row in table.to_dict("records") if row["denominator"]]
    text = "; ".join(f"{row['label']} {row['count']} of {row['denominator']}" for row in rows)
    if len(rows) <= len(named):
        return Tested(
            None, text or "none", missing=f"answers in more than {len(named)} groups: {table['universe'].iloc[0]}"
        )
    inside = [row["share"] for row in rows if row["group"] in named]
    outside = [row["share"] for row in rows if row["group"] not in named]
    return Tested(len(inside) == len(named) and min(inside) > max(outside), text, (rows[0],))


@claims("categories")
def categories(claim: Claim) -> Tested:
    """So many of the measure's rows, at least, are met with."""
    table = claim.table
    if not table["denominator"].sum():
        return Tested(
            None, "none", missing=f"answers on “{_question(claim, table.iloc[0])}” in: {table['universe'].iloc[0]}"
        )
    met = int((table["count"] > 0).sum())
    text = _groups_with_any(table) if table["grouping"].iloc[0] else f"{met} of {len(table)}"
    return Tested(met >= claim.number, text)


@claims("greater")
def greater(claim: Claim) -> Tested:
    """The first share is greater than the second."""
    first, second = claim.rows
    text = f"{first['label']} {described(first)}; {second['label']} {described(second)}"
    return Tested(first["share"] > second["share"], text, (first, second))


@claims("no_change")
def no_change(claim: Claim) -> Tested:
    """A share moved by no more than the margin."""
    row = claim.rows[0]
    before, n = row["count_before"], row["denominator_before"]
    text = f"{share_text(before, n)}, now {described(row)}"
    if not n or row["denominator"] <= n:
        return Tested(None, text, (row,), "reviews of two editions")
    text += f"; the new reviews could only have moved it to between {per_cent(row['reach_low'])} and {per_cent(row['reach_high'])}"
    return Tested(abs(row["share"] - before / n) <= claim.margin(), text, (row,))


@claims("no_difference")
def no_difference(claim: Claim) -> Tested:
    """The interval of a difference within units lies within the margin."""
    row, margin = claim.rows[0], claim.margin()
    text = f"{row['pairs']} States reviewed under both; {row['only_first'] + row['only_second']} answer differently"
    if row["pairs"] and -margin <= row["low"] and row["high"] <= margin:
        return Tested(True, text, (row,))
    if row["p"] <= 0.05 and not (row["low"] <= 0 <= row["high"]):
        return Tested(False, text, (row,))
    return Tested(
        None, text, (row,), f"more pairs: {row['pairs']} cannot show that there is none within {points(margin, 0)}"
    )


@claims("floor")
def floor(claim: Claim) -> Tested:
    """The count is greater than the published number."""
    row = claim.rows[0]
    return Tested(_count(row) > claim.number, described(row), (row,))


@claims("agree")
def agree(claim: Claim) -> Tested:
    """The two measures count the same."""
    first, second = claim.rows
    return Tested(first["count"] == second["count"], f"{first['count']} of {second['count']}", (first, second))


@claims("untested")
def untested(claim: Claim) -> Tested:
    """Nothing that is held can decide it; the claim names what would."""
    if not claim.named:
        return Tested(None, "not computed", (), claim.row["missing"])
    rows = claim.table.to_dict("records")
    text = f"of {rows[0]['denominator']:g} {rows[0]['of']}: " + "; ".join(per_cent(row["share"], 0) for row in rows)
    return Tested(None, text, (rows[0],), claim.row["missing"])
