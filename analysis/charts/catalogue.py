"""The charts of a paper: each a row of charts.csv, drawn by one of a few drawings from finished measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts import marks
from analysis.charts.style import Palette, framed
from analysis.errors import DataError
from analysis.measures.book import Measures, measures_of
from analysis.measures.ledger import VERDICTS, statements
from analysis.measures.readings import Fields
from analysis.schema import parts

if TYPE_CHECKING:
    from analysis.dataset import Dataset

Drawing = Callable[["Chart"], Figure]
DRAWINGS: dict[str, Drawing] = {}


@dataclass(frozen=True, eq=False)
class Chart:
    """One row of charts.csv with the dataset that it shows."""

    id: str
    row: pd.Series
    dataset: Dataset

    @cached_property
    def measures(self) -> Measures:
        """The measures of the dataset."""
        return measures_of(self.dataset)

    @cached_property
    def palette(self) -> Palette:
        """The colours of the dataset's layers."""
        return Palette(self.measures.layers)

    @cached_property
    def names(self) -> list[str]:
        """The measures that it draws."""
        return parts(self.row["measures"])

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The drawn numbers: the rows of its measures, each with the label of its measure in series."""
        if not self.names:
            return statements(self.dataset)
        tables = [self.measures.of(name).assign(series=self.measures.label_of(name)) for name in self.names]
        return pd.concat(tables, ignore_index=True)

    @property
    def title(self) -> str:
        """The title, with its fields filled in."""
        return Fields(self.dataset).title(self.row["title"])

    def draw(self) -> Figure:
        """Return the chart as a figure. Raises DataError for a drawing that there is not."""
        if self.row["drawing"] not in DRAWINGS:
            known = ", ".join(DRAWINGS)
            raise DataError(f"charts.csv, {self.id}: “{self.row['drawing']}” is no drawing; there are: {known}.")
        return DRAWINGS[self.row["drawing"]](self)

    def colours(self, what: str, codes: list[str]) -> dict[str, str]:
        """Return the colour of each code of a kind of thing."""
        return self.palette.of(what, codes)

    def frame(self, **room):
        """Return figure and axes with title, subtitle, source and, where invented data are drawn, the banner."""
        subtitle = Fields(self.dataset).title(self.row["subtitle"])
        if self.names and all(self.measures.universes_of(name)[0].listed for name in self.names):
            return framed(self.title, f"{subtitle}.", self.dataset.paper.source, palette=self.palette, **room)
        dated = f"{subtitle}. As of {self.dataset.as_of}."
        return framed(self.title, dated, self.dataset.title, self.dataset.banner, palette=self.palette, **room)


def chart(name: str, dataset: Dataset) -> Chart:
    """Return a chart of the dataset's paper by its id. Raises DataError for an unknown one."""
    rows = dataset.layers.table("charts").set_index("chart")
    if name not in rows.index:
        raise DataError(f"There is no chart “{name}” in charts.csv; there are: {', '.join(rows.index)}.")
    return Chart(name, rows.loc[name], dataset)


def drawing(function: Drawing) -> Drawing:
    """Register a function as a drawing, under its own name."""
    DRAWINGS[function.__name__] = function
    return function


def _room(labels: pd.Series | list[str], most: int = 28) -> float:
    """Return the share of the figure that labels at its left take, broken into lines of at most so many letters."""
    longest = max((len(str(label)) for label in labels), default=0)
    return 0.05 + 0.0095 * min(longest, most)


@drawing
def bars(chart: Chart) -> Figure:
    """One bar a share; several measures in colours of their own, with a legend."""
    rows = chart.rows
    series = list(dict.fromkeys(rows["series"]))
    several = len(series) > 1
    _, axes = chart.frame(left=_room(rows["label"]), bottom=0.19 if several else 0.17)
    colour_of = dict(zip(series, chart.colours("series", series).values(), strict=True))
    marks.bars(axes, chart.palette, rows, rows["label"].tolist(), rows["series"].map(colour_of).tolist())
    if several:
        marks.key(axes, marks.patches(chart.palette, colour_of, {name: name for name in series}))
    return axes.figure


@drawing
def intervals(chart: Chart) -> Figure:
    """One line a share, with interval and bounds."""
    _, axes = chart.frame(left=_room(chart.rows["label"]), bottom=0.25, top=0.76)
    given = chart.rows["measure"].map(chart.measures.rows["given"])
    # With earlier answers given, an interval is not for the whole target.
    rows = chart.rows.assign(of=chart.rows["of"].where(given == "", ""))
    marks.intervals(axes, chart.palette, rows, chart.rows["label"].tolist())
    return axes.figure


@drawing
def panels(chart: Chart) -> Figure:
    """The same bars for each measure, side by side."""
    series = list(dict.fromkeys(chart.rows["series"]))
    left, gap = _room(chart.rows["label"]), 0.04
    figure, axes = chart.frame(left=left, top=0.76)
    width = (0.965 - left - gap * (len(series) - 1)) / len(series)
    for n, (name, rows) in enumerate(chart.rows.groupby("series", sort=False)):
        place = axes if n == 0 else figure.add_axes((0, 0, 1, 1))
        place.set_position((left + n * (width + gap), 0.17, width, 0.59))
        marks.bars(place, chart.palette, rows, rows["label"].tolist())
        place.set_title(f"{name}{_n(rows)}", loc="left", fontsize=13)
        place.set_xlim(0, 1.75)
        place.set_xticks([0, 0.5, 1])
        if n:
            place.set_yticklabels([])
    return figure


@drawing
def stacked(chart: Chart) -> Figure:
    """One bar a question or group, its answers beside each other in the order of their ranks."""
    rows = chart.rows
    _, axes = chart.frame(left=_room(rows["group"] if rows["group"].any() else _questions(chart)), bottom=0.2)
    by = rows["label"] if rows["group"].any() else _questions(chart)
    answers = dict(zip(rows["answer"], _answers(chart), strict=True))
    colour_of = chart.colours("answer", list(answers))
    marks.stacked(axes, chart.palette, rows.assign(row=by), colour_of)
    marks.key(axes, marks.patches(chart.palette, colour_of, answers))
    return axes.figure


@drawing
def heat(chart: Chart) -> Figure:
    """One cell a question and group."""
    _, axes = chart.frame(left=0.3, bottom=0.2)
    marks.heat(axes, chart.palette, chart.rows.assign(row=_questions(chart), column=chart.rows["label"]))
    return axes.figure


@drawing
def tiles(chart: Chart) -> Figure:
    """One tile a unit, by group, in the colour of its answer."""
    rows = chart.rows
    # The makers' groups are called as everybody's are.
    labels = chart.measures.layers.labels(rows["grouping"].iloc[0].removeprefix("maker_"))
    groups = {group: labels.get(group, group) for group in [*labels, *rows["group"]] if group in set(rows["group"])}
    _, axes = chart.frame(left=_room(list(groups.values()), 20), top=0.82)
    answers = dict(zip(rows["answer"], _answers(chart), strict=True))
    colour_of = chart.colours("answer", list(answers))
    marks.tiles(axes, chart.palette, rows.assign(name=rows["units"].str[0]), groups, colour_of)
    counts = rows["answer"].value_counts()
    marks.key(
        axes, marks.patches(chart.palette, colour_of, {a: f"{label} ({counts[a]})" for a, label in answers.items()})
    )
    return axes.figure


@drawing
def timeline(chart: Chart) -> Figure:
    """One line a listed row from its year on."""
    rows, labels = chart.rows, chart.measures.layers.labels("row_kind")
    kinds = {kind: labels.get(kind, kind) for kind in [*labels, *rows["row_kind"]] if kind in set(rows["row_kind"])}
    _, axes = chart.frame(left=_room(rows["answer"]), bottom=0.2)
    colour_of = chart.colours("kind", list(kinds))
    marks.timeline(axes, chart.palette, rows, colour_of)
    dots = [Line2D([], [], marker="o", ls="", ms=9, color=colour_of[k], label=v) for k, v in kinds.items()]
    marks.key(axes, dots)
    return axes.figure


@drawing
def cards(chart: Chart) -> Figure:
    """One card a statement, in the colour of its verdict; the firmest first."""
    counts = chart.rows["verdict"].value_counts()
    _, axes = chart.frame(left=0.035, bottom=0.16, top=0.81)
    colour_of = chart.colours("verdict", list(VERDICTS))
    marks.cards(axes, chart.palette, chart.rows.sort_values(["strength", "statement"], na_position="last"), colour_of)
    marks.key(axes, marks.patches(chart.palette, colour_of, {v: f"{v} ({counts[v]})" for v in VERDICTS if v in counts}))
    return axes.figure


def _n(rows: pd.DataFrame) -> str:
    """Return how many different units are behind some rows, for a title; nothing where the rows do not name them."""
    if not rows["units"].map(lambda units: isinstance(units, tuple)).all():
        return ""
    return f" (N = {rows['units'].explode().nunique()})"


def _questions(chart: Chart) -> pd.Series:
    return chart.rows["question"].map(chart.measures.codebook["label"])


def _answers(chart: Chart) -> list[str]:
    """Return the label of each row's answer."""
    layers, codebook = chart.measures.layers, chart.measures.codebook
    none = layers.labels("no_answer")
    lists = [layers.labels(codebook.at[question, "answers"]) | none for question in chart.rows["question"]]
    return [labels.get(answer, answer) for labels, answer in zip(lists, chart.rows["answer"], strict=True)]
