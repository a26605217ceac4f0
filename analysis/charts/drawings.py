"""The drawings that charts.csv can name: each lays out a sheet for a chart and hands its finished numbers to the marks.

To add one: a function, decorated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts import marks
from analysis.charts.sheet import SMALL, TINY
from analysis.measures.ledger import VERDICTS
from analysis.measures.wording import shortened

if TYPE_CHECKING:
    from analysis.charts.catalogue import Chart

Drawing = Callable[["Chart"], Figure]
DRAWINGS: dict[str, Drawing] = {}


class Needs(NamedTuple):
    """What the measures of a chart must be for a drawing: in words, and whether those of a chart are."""

    what: str
    holds: Callable[[Chart], bool]


def _shares(chart: Chart) -> bool:
    if not chart.names:
        return False
    of, share = chart.rows["denominator"], chart.rows["share"]
    return bool(of.notna().all() and (share.notna() | of.eq(0)).all())


def _parts(chart: Chart) -> bool:
    several = chart.measures.codebook["several"].reindex(chart.rows["question"].unique())
    return _shares(chart) and chart.rows["question"].ne("").all() and not several.eq("yes").any()


def _table(chart: Chart) -> bool:
    rows = chart.rows
    return _shares(chart) and bool(rows["group"].ne("").all() and not rows.duplicated(["question", "group"]).any())


SHARES = Needs("shares", _shares)
NEEDS: dict[str, Needs] = {}


def drawing(needs: Needs) -> Callable[[Drawing], Drawing]:
    """Register a function as a drawing, under its own name, of what it needs."""

    def keep(function: Drawing) -> Drawing:
        DRAWINGS[function.__name__], NEEDS[function.__name__] = function, needs
        return function

    return keep


@drawing(SHARES)
def bars(chart: Chart) -> Figure:
    """One bar a share; several measures of several bars in colours of their own, with a legend."""
    rows, sheet = chart.ordered(chart.rows), chart.sheet
    series = list(dict.fromkeys(rows["series"]))
    colour_of = dict(zip(series, chart.colours("series", series).values(), strict=True))
    if len(series) == len(rows):  # each label says what its bar is of
        colour_of = dict.fromkeys(series, colour_of[series[0]])
    names = dict(zip(series, chart.texts(series), strict=True)) if 1 < len(series) < len(rows) else {}
    legend = marks.patches(sheet, colour_of, names)
    side = marks.beside(sheet, rows)
    figure, axes, labels = sheet.frame(chart.furniture, chart.texts(rows["label"]), side=side, legend=legend)
    marks.bars(axes, sheet, rows, labels, rows["series"].map(colour_of).tolist())
    return figure


@drawing(SHARES)
def intervals(chart: Chart) -> Figure:
    """One line a share, with interval and bounds."""
    rows, sheet = chart.ordered(chart.rows), chart.sheet
    given = rows["measure"].map(chart.measures.rows["given"]).fillna("")
    # With earlier answers given, an interval is not for the whole target.
    rows = rows.assign(of=rows["of"].where(given == "", ""))
    legend, side = marks.drawn(sheet, rows), marks.beside(sheet, rows, 1)
    figure, axes, labels = sheet.frame(chart.furniture, chart.texts(rows["label"]), side=side, legend=legend)
    marks.intervals(axes, sheet, rows, labels)
    return figure


@drawing(SHARES)
def panels(chart: Chart) -> Figure:
    """The same bars for each measure: side by side, in the order of the first one; one below the other on a narrow sheet."""
    sheet, rows = chart.sheet, chart.ordered(chart.rows)
    rows = rows.assign(label=chart.texts(rows["label"]))
    reach = float(rows["share"].max()) if rows["share"].notna().any() else 0.0
    tables, order = dict(iter(rows.groupby("series", sort=False))), rows["label"].drop_duplicates().tolist()
    heads = [f"{chart.language.text(name)}{_n(table)}" for name, table in tables.items()]
    figure, axes, labels, places, shown = _placed(chart, order, heads, marks.beside(sheet, rows))
    size = axes.yaxis.get_tick_params()["labelsize"]
    for n, (table, place, head) in enumerate(zip(tables.values(), places, shown, strict=True)):
        panel = axes if n == 0 else figure.add_axes((0, 0, 1, 1), label=f"panel {n}")
        panel.set_position(place)
        panel.tick_params(axis="x", labelsize=sheet.points(0.9))
        panel.tick_params(axis="y", labelsize=size)
        table = table.set_index("label").reindex(order).reset_index()
        first = n == 0 or place[0] == places[0][0]
        marks.bars(panel, sheet, table, labels[: len(order)] if first else [""] * len(order), reach=reach)
        loc: Any = sheet.start
        panel.set_title(head, loc=loc, fontsize=sheet.points(), fontweight=sheet.bold, pad=sheet.points(0.3))
    return figure


def _placed(
    chart: Chart, order: list[str], heads: list[str], side: list[str]
) -> tuple[Figure, Axes, list[str], list[tuple[float, float, float, float]], list[str]]:
    """Return a frame for panels, its axes and labels, the place of each panel, and the heads in lines: these need room above the panels."""
    sheet, count, lines = chart.sheet, len(heads), 1
    line, narrow, gap = sheet.line(), sheet.width < 5, max(map(sheet.long, side)) + sheet.line() * 1.2
    while True:
        apart = line * (2.6 + lines) * (count - 1) if narrow else 0.0
        held = order * (count if narrow else 1)
        figure, axes, labels = sheet.frame(chart.furniture, held, side=side, gap=line * lines + apart)
        area, height = axes.get_position(), figure.get_size_inches()[1]
        width = area.width if narrow else (area.width - gap / sheet.width * (count - 1)) / count
        shown = [sheet.wrapped(head, width * sheet.width + gap - line * 0.6, weight=sheet.bold) for head in heads]
        if (needed := max(head.count("\n") + 1 for head in shown)) <= lines:
            break
        lines = needed
    if not narrow:
        steps = [n * (width + gap / sheet.width) for n in range(count)]
        return figure, axes, labels, [(area.x0 + x, area.y0, width, area.height) for x in steps], shown
    tall, step = area.height / count, apart / max(count - 1, 1) / height
    tops = [area.y1 + apart / height - tall - n * (tall + step) for n in range(count)]
    return figure, axes, labels, [(area.x0, y, width, tall) for y in tops], shown


@drawing(Needs("shares that are parts of a whole (of a question to which one gives one answer)", _parts))
def stacked(chart: Chart) -> Figure:
    """One bar a question or group, its answers beside each other in the order of their ranks."""
    rows, sheet = chart.rows, chart.sheet
    by, answers = chart.stacks(rows), chart.answers()
    rows = rows.assign(row=by)
    colour_of = chart.colours("answer", list(answers))
    legend = marks.patches(sheet, colour_of, answers)
    side, held = marks.of_each(sheet, rows), by.drop_duplicates().tolist()
    figure, axes, labels = sheet.frame(chart.furniture, held, side=side, legend=legend)
    marks.stacked(axes, sheet, rows, labels, colour_of)
    return figure


@drawing(Needs("one share a question and group", _table))
def heat(chart: Chart) -> Figure:
    """One cell a question and group; the heads of the columns stand upright where they are too long to lie.

    A group in which nobody answered any question has no column: the legend names it.
    """
    sheet, scale = chart.sheet, 0.78
    rows = chart.rows.assign(row=chart.questions(chart.rows), column=chart.groups(chart.rows))
    answered = rows.groupby("column")["denominator"].transform("max").gt(0)
    silent = rows.loc[~answered, "column"].drop_duplicates().tolist() if answered.any() else []
    rows = rows[~rows["column"].isin(silent)]
    heads, held = (rows[side].drop_duplicates().tolist() for side in ("column", "row"))
    least = (1 - 0.035 * 2 - 0.35) * sheet.width / max(len(heads), 1) * 0.94
    broken = [word for head in heads for word in head.split() if chart.language.code != "zh"]
    wide = {step: max((sheet.long(word, step) for word in broken), default=0) for step in (scale, TINY, TINY * 0.91)}
    size = next((step for step, word in wide.items() if word <= least), TINY)
    upright = wide[size] > least
    room = min(max(wide[size], sheet.line() * 4.2) * 1.01, sheet.width / 4) if upright else least
    shown = [sheet.wrapped(head, room, size) for head in heads]
    lines = max((head.count("\n") + 1 for head in shown), default=1) * sheet.line(size)
    longest = max((sheet.long(part, size) for head in shown for part in head.split("\n")), default=0)
    foot = (longest if upright else lines) + sheet.line() * 0.7
    legend = marks.unanswered(sheet, silent)
    row = sheet.line(scale) * 1.9
    figure, axes, labels = sheet.frame(chart.furniture, held, legend=legend, foot=foot, row=row, scale=0.92)
    marks.heat(axes, sheet, rows, labels, shown, upright, size)
    return figure


@drawing(
    Needs(
        "the answer of each unit (a measure of the kind “status”)",
        lambda chart: set(chart.measures.rows.loc[chart.names, "kind"]) == {"status"},
    )
)
def tiles(chart: Chart) -> Figure:
    """One tile a unit, by group, in the colour of its answer."""
    rows, sheet = chart.rows.assign(name=chart.rows["units"].str[0]), chart.sheet
    # The makers' groups are called as everybody's are.
    known = chart.measures.layers.labels(rows["grouping"].iloc[0].removeprefix("maker_")) if len(rows) else {}
    groups = {group: known.get(group, group) for group in [*known, *rows["group"]] if group in set(rows["group"])}
    shown = chart.texts(list(groups.values()))
    colour_of, counted = chart.colours("answer", list(chart.answers())), chart.counted()
    legend = marks.patches(sheet, colour_of, {a: f"{label} ({n})" for (a, label), n in counted.items()})
    wide = max([0.1, *(sheet.long(str(name), TINY) for name in rows["name"])]) + sheet.points(TINY) * 0.6 / 72
    most = max((min(sheet.width * 0.33, sheet.long(label)) for label in shown), default=0)
    across = max(1, int((sheet.width * 0.93 - most - sheet.line() * 0.5) / wide))
    lines = {
        group: [held.iloc[at : at + across] for at in range(0, len(held), across)]
        for group, held in ((group, rows[rows["group"] == group]) for group in groups)
    }
    row = sheet.line(TINY) * 1.25
    tall = [(sheet.wrapped(label, sheet.width * 0.33).count("\n") + 1) * sheet.line() / row for label in shown]
    needed = [max(len(parts), label) + marks.GAP for parts, label in zip(lines.values(), tall, strict=True)]
    figure, axes, labels = sheet.frame(chart.furniture, shown, legend=legend, rows=sum(needed), row=row, foot=0.0)
    marks.tiles(axes, sheet, lines, needed, labels, colour_of)
    return figure


@drawing(
    Needs(
        "years in a list (a measure of the kind “listing”)",
        lambda chart: "row_kind" in chart.rows and chart.rows["value"].notna().all(),
    )
)
def timeline(chart: Chart) -> Figure:
    """One line a listed row from its year on."""
    rows, sheet = chart.rows, chart.sheet
    known = chart.measures.layers.labels("row_kind")
    kinds = {kind: known.get(kind, kind) for kind in [*known, *rows["row_kind"]] if kind in set(rows["row_kind"])}
    colour_of = chart.colours("kind", list(kinds))
    dot: dict[str, Any] = {"marker": "o", "ls": "", "ms": sheet.points(0.75)}
    legend = [Line2D([], [], color=colour_of[k], label=chart.language.text(v), **dot) for k, v in kinds.items()]
    figure, axes, labels = sheet.frame(
        chart.furniture, chart.texts(rows["answer"]), side=marks.years(rows), legend=legend
    )
    marks.timeline(axes, sheet, rows, labels, colour_of)
    return figure


@drawing(Needs("no measures: it shows the statements", lambda chart: not chart.names))
def cards(chart: Chart) -> Figure:
    """One card a statement, in the colour of its verdict; the firmest first."""
    sheet, text = chart.sheet, chart.language.text
    counts = chart.rows["verdict"].value_counts()
    colour_of = chart.colours("verdict", list(VERDICTS))
    held = {v: f"{text(v)} ({counts[v]})" for v in VERDICTS if v in counts}
    across = {"slide": 7, "page": 4}.get(sheet.size, 2)
    rows = chart.rows.sort_values(["strength", "statement"], na_position="last")
    rows = rows.assign(
        published=chart.texts(rows["published"]),
        computed=[shortened(found, chart.language) for found in rows["computed"]],
    )
    figure, axes, _ = sheet.frame(
        chart.furniture,
        legend=marks.patches(sheet, colour_of, held),
        rows=math.ceil(len(rows) / across),
        row=sheet.line(SMALL) * 3.3,
        foot=0.0,
    )
    marks.cards(axes, sheet, rows, colour_of, across)
    return figure


def _n(rows: pd.DataFrame) -> str:
    """Return how many different units are behind some rows, for a title; nothing where the rows do not name them."""
    if not rows["units"].map(lambda units: isinstance(units, tuple)).all():
        return ""
    return f" (N = {rows['units'].explode().nunique()})"
