"""What annex and slides say of numbers: the rows of a chart or a table as texts in a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.languages import Language
from analysis.tables.formats import head, text_of

if TYPE_CHECKING:
    from analysis.charts.catalogue import Chart
    from analysis.measures.book import Measures

NOTHING = "–"


@dataclass
class Grid:
    """A table of texts: its heads, its rows, how many columns at its start hold words, and the notes to its heads.

    notes: column -> what is said of it below the table.
    """

    heads: list[str]
    rows: list[list[str]]
    words: int = 1
    notes: dict[int, str] = field(default_factory=dict)


def grid_of(chart: Chart, language: Language) -> Grid | None:
    """Return the numbers that a chart draws, of its shares each with interval and bounds; none where it draws the ledger."""
    rows = chart.rows
    if not chart.names:
        return None
    if rows["denominator"].notna().any():
        return shares(rows, chart.measures, language)
    if rows["units"].map(lambda units: isinstance(units, tuple)).all() and len(rows):
        return _counted(chart, language)
    values = [[language.text(row.label), text_of("value", row.value)] for row in rows.itertuples()]
    return Grid([language.text("Entry"), language.text(head("value"))], values)


def shares(rows: pd.DataFrame, measures: Measures, language: Language) -> Grid:
    """Return shares as a grid: what tells a row from the others, count, denominator, share, interval and bounds."""
    apart: dict[str, list[str]] = {}
    series = [measures.label_of(name) for name in rows["measure"]]
    if rows["label"].duplicated().any() and len(set(series)) > 1 and series != rows["label"].tolist():
        apart["series"] = series
    apart["label"] = rows["label"].tolist()
    if pd.DataFrame(apart).duplicated(keep=False).any() and rows["universe"].nunique() > 1:
        apart["universe"] = rows["universe"].tolist()
    heads = [language.text(head(column)) for column in apart]
    told = [[language.text(text) for text in row] for row in zip(*apart.values(), strict=True)]
    numbers = [_numbers(row, language) for row in rows.itertuples()]
    grid = Grid(
        [*heads, *(language.text(text) for text in ("Count", "Of", "Share", "Interval", "Bounds"))],
        [[*words, *values] for words, values in zip(told, numbers, strict=True)],
        len(heads),
    )
    for column, note in enumerate(_NOTES, start=len(heads) + 1):
        grid.notes[column] = language.text(note)
    return _without_empty(grid)


# Of denominator, share, interval and bounds, in this order.
_NOTES = (
    "Units that gave an answer.",
    "Count divided by the number of units that gave an answer.",
    "Exact for the finite population; takes those not known to be like those known.",
    "The least and the greatest share that is possible, whatever those not known are like.",
)


def answers(rows: pd.DataFrame, measures: Measures) -> list[str]:
    """Return the label of each row's answer."""
    return [measures.answer_label(*of) for of in zip(rows["question"], rows["answer"], strict=True)]


def ledger(table: pd.DataFrame, language: Language) -> Grid:
    """Return the ledger as a grid: statement and place, subject, published, computed, verdict and how firmly it stands."""
    heads = ["Statement", "Subject", "Published", "Computed", "Verdict", "Firmness"]
    rows = [
        [
            f"{row.statement} ({row.place})",
            language.text(row.subject),
            language.text(row.published),
            language.text(row.computed) or NOTHING,
            language.text(row.verdict),
            language.text(row.firmness) or NOTHING,
        ]
        for row in table.itertuples()
    ]
    return Grid([language.text(text) for text in heads], rows, len(heads))


def checks(table: pd.DataFrame, language: Language) -> Grid:
    """Return the checks of the paper against itself as a grid."""
    rows = [
        [f"{r.check} ({r.place})", language.text(r.compares), language.text(r.finding), language.text(r.outcome)]
        for r in table.itertuples()
    ]
    return Grid([language.text(text) for text in ("Check", "Compares", "Finding", "Outcome")], rows, 4)


def _numbers(row: Any, language: Language) -> list[str]:
    counts = [NOTHING if pd.isna(n) else language.number(n) for n in (row.count, row.denominator)]
    ends = [(row.low, row.high), (row.bound_low, row.bound_high)]
    spans = [_span(row.share, low, high, language) for low, high in ends]
    nobody = language.text("nobody answered") if row.denominator == 0 else NOTHING
    return [*counts, language.per_cent(row.share) or nobody, *spans]


def _span(share: float, low: float, high: float, language: Language) -> str:
    if pd.isna(low) or pd.isna(high) or (low == high == share):
        return NOTHING
    ends = {"low": language.per_cent(low), "high": language.per_cent(high)}
    return language.text("{low} to {high}").format(**ends)


def _without_empty(grid: Grid) -> Grid:
    """Return a grid without the columns of numbers in which nothing stands."""
    kept = [
        n
        for n in range(len(grid.heads))
        if n < grid.words or not grid.rows or any(row[n] != NOTHING for row in grid.rows)
    ]
    place = {old: new for new, old in enumerate(kept)}
    notes = {place[column]: note for column, note in grid.notes.items() if column in place}
    return Grid([grid.heads[n] for n in kept], [[row[n] for n in kept] for row in grid.rows], grid.words, notes)


def _counted(chart: Chart, language: Language) -> Grid:
    """Return how many units of each group gave each answer: a row a group; no unit is named."""
    rows = chart.rows.assign(said=answers(chart.rows, chart.measures))
    table = pd.crosstab(rows["label"], rows["said"])
    table = table.reindex(index=rows["label"].unique(), columns=rows["said"].unique())
    told = [[language.text(str(group)), *map(language.number, counts)] for group, *counts in table.itertuples()]
    return Grid([language.text(head("group")), *(language.text(said) for said in table.columns)], told)
