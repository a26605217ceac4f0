"""The few drawings that all charts are made of. They get finished shares and neither count nor divide.

Each draws on axes of a sheet, in its language, from left to right; `Sheet.mirror` turns the whole where that is due.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.sheet import LABEL, SMALL, TINY, Sheet
from analysis.measures.wording import count_text

Style = dict[str, Any]
_CELL, _BAR, _DOT = 0.78, 0.62, 11
# Between two groups of tiles, in lines.
GAP = 0.35
# Stands where a measure has no such row, or nobody answered.
NOTHING = "–"


def beside(sheet: Sheet, rows: pd.DataFrame, digits: int = 0) -> list[str]:
    """Return what stands at the side of each share: the share, its count and denominator. rows: share, count, denominator."""
    nobody = sheet.begun(sheet.language.text("nobody answered"))
    return [
        NOTHING
        if math.isnan(row.count)
        else nobody
        if math.isnan(row.share)
        else sheet.begun(
            f"{sheet.language.per_cent(row.share, digits)}   {count_text(row.count, row.denominator, sheet.language)}"
        )
        for row in rows[["share", "count", "denominator"]].itertuples(index=False, name="Row")
    ]


def intervals(axes: Axes, sheet: Sheet, rows: pd.DataFrame, labels: list[str]) -> None:
    """Draw one line a share: a band for the bounds, a line for the interval, a dot, and the numbers.

    rows: share, low, high, bound_low, bound_high, count, denominator; the first row on top.
    """
    palette, thick = sheet.palette, sheet.points() / 12
    ends = rows[["share", "low", "high", "bound_low", "bound_high"]].astype(float)
    furthest = ends.max(axis=1).where(rows["share"].notna(), 0.0)
    for y, row in enumerate(rows.itertuples()):
        if math.isnan(row.share):
            continue
        if _apart(row.share, row.bound_low, row.bound_high):
            width = max(row.bound_high - row.bound_low, 0.002)
            band: Style = {"facecolor": palette.mark("quiet"), "edgecolor": palette.mark("edge"), "lw": 0.6 * thick}
            axes.add_patch(Rectangle((row.bound_low, y - 0.3), width, 0.6, **band))
        if _apart(row.share, row.low, row.high):
            axes.plot([row.low, row.high], [y, y], color=palette.mark("interval"), lw=5 * thick, solid_capstyle="butt")
        dot: Style = {"color": palette.mark("main"), "mec": "white", "mew": 1.5 * thick, "zorder": 3, "clip_on": False}
        axes.plot(row.share, y, "o", ms=_DOT * thick, **dot)
    _rows(axes, sheet, labels, beside(sheet, rows, 1), rows["share"].isna().tolist())
    shares_along(axes, sheet, max([0.05, *furthest]))
    # A dot at either end of the axis stands beside what is written there, not on it.
    end = axes.get_xlim()[1]
    room = _DOT * thick / 72 / sheet.room(axes)[0] * end
    axes.set_xlim(-room, end + room * bool((rows["share"] > end - room).any()))


def drawn(sheet: Sheet, rows: pd.DataFrame) -> list[Line2D | Patch]:
    """Return the legend of what `intervals` draws, and of nothing else."""
    palette, text, thick = sheet.palette, sheet.language.text, sheet.points() / 12
    seen = rows[rows["share"].notna()]
    handles: list[Line2D | Patch] = []
    if len(seen):
        dot: Style = {"marker": "o", "ls": "", "ms": 10 * thick, "color": palette.mark("main")}
        handles.append(Line2D([], [], label=text("share"), **dot))
    lines = seen[[*map(_apart, seen["share"], seen["low"], seen["high"])]]
    if len(lines):
        line: Style = {"lw": 5 * thick, "color": palette.mark("interval")}
        handles.append(Line2D([], [], label=_interval_of(lines, sheet), **line))
    if any(map(_apart, seen["share"], seen["bound_low"], seen["bound_high"])):
        band: Style = {"facecolor": palette.mark("quiet"), "edgecolor": palette.mark("edge"), "lw": 0.6 * thick}
        handles.append(Patch(label=text("bounds without assumption"), **band))
    return handles


def _interval_of(rows: pd.DataFrame, sheet: Sheet) -> str:
    """Return the level of the intervals and what they are for; the population, where the rows differ or are of a domain.

    A question that does not apply to everyone, or of which that is not known, is of a domain of its target.
    """
    language = sheet.language
    levels, targets = (set(rows[column].dropna()) - {""} if column in rows else set() for column in ("level", "of"))
    level = language.per_cent(levels.pop(), 0) if len(levels) == 1 else ""
    interval = language.text("{level} interval").format(level=level) if level else language.text("interval")
    domain = rows.reindex(columns=["maybe", "not_applicable"]).fillna(0).astype(float).gt(0).any(axis=None)
    known = len(targets) == 1 and not domain and not (rows["of"] == "").any()
    if known:
        return language.text("{interval} for: {target}").format(interval=interval, target=language.text(targets.pop()))
    return language.text("{interval} for the population").format(interval=interval)


def _apart(share: float, low: float, high: float) -> bool:
    """Whether two ends are there and say more than the share does."""
    return not (math.isnan(low) or math.isnan(high)) and not (math.isclose(low, share) and math.isclose(high, share))


def bars(
    axes: Axes,
    sheet: Sheet,
    rows: pd.DataFrame,
    labels: list[str],
    colour: list[str] | None = None,
    reach: float = 0.05,
) -> None:
    """Draw one bar a share with its numbers, on an axis that reaches so far at the least. rows: share, count, denominator."""
    shares = rows["share"].fillna(0.0)
    axes.barh(range(len(rows)), shares, height=_BAR, color=colour or sheet.palette.mark("main"))
    _rows(axes, sheet, labels, beside(sheet, rows), rows["share"].isna().tolist())
    shares_along(axes, sheet, max([0.05, reach, *shares]))


def timeline(axes: Axes, sheet: Sheet, rows: pd.DataFrame, labels: list[str], colour_of: dict[str, str]) -> None:
    """Draw one line a row from its year on, the year at its end. rows: value (a year), row_kind."""
    first, last, thick = int(rows["value"].min()), int(rows["value"].max()), sheet.points() / 12
    for y, row in enumerate(rows.itertuples()):
        axes.plot([row.value, last], [y, y], color=sheet.palette.mark("edge"), lw=1.5 * thick, zorder=1)
        axes.plot(row.value, y, "o", ms=10 * thick, color=colour_of[row.row_kind], zorder=2, clip_on=False)
    _rows(axes, sheet, labels, years(rows), [False] * len(rows))
    span = max(last - first, 1)
    axes.set_xlim(first - span * 0.03, last + span * 0.01)
    axes.xaxis.set_major_locator(MaxNLocator(6 if sheet.width > 5 else 3, integer=True))


def years(rows: pd.DataFrame) -> list[str]:
    """Return what stands at the end of each line of a timeline."""
    return [f"{value:.0f}" for value in rows["value"]]


def tiles(
    axes: Axes,
    sheet: Sheet,
    lines: dict[str, list[pd.DataFrame]],
    tall: list[float],
    labels: list[str],
    colour_of: dict[str, str],
) -> None:
    """Draw one tile a unit, by group. lines: the rows of each group (name, answer) in lines; tall: how many lines each takes, with the
    gap to the next."""
    palette, top = sheet.palette, 0.0
    across = max([1, *(len(part) for parts in lines.values() for part in parts)])
    middles = []
    for parts, height in zip(lines.values(), tall, strict=True):
        middles.append(top + (height - GAP) / 2)
        for n, part in enumerate(parts):
            y = middles[-1] - len(parts) / 2 + n
            for x, row in enumerate(part.itertuples()):
                colour = colour_of[row.answer]
                edge: Style = {"edgecolor": palette.mark("edge"), "lw": 0.5}
                axes.add_patch(Rectangle((x + 0.04, y + 0.06), 0.92, 0.88, facecolor=colour, **edge))
                ink: Style = {"fontsize": sheet.points(TINY), "color": palette.ink_on(colour)}
                axes.text(x + 0.5, y + 0.5, row.name, ha="center", va="center", **ink)
        top += height
    axes.set_xlim(0, across)
    axes.set_ylim(max(top, 1), 0)
    axes.set_yticks(middles, labels)
    axes.set_xticks([])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def stacked(axes: Axes, sheet: Sheet, rows: pd.DataFrame, labels: list[str], colour_of: dict[str, str]) -> None:
    """Draw one bar a row label, a part of it an answer. rows: row, answer, share, count, denominator; labels: of the bars."""
    room = sheet.room(axes)[0]
    for y, label in enumerate(rows["row"].drop_duplicates()):
        left = 0.0
        for part in rows[rows["row"] == label].itertuples():
            if math.isnan(part.share):
                continue
            colour, text = colour_of[part.answer], sheet.language.per_cent(part.share, 0)
            edge: Style = {"edgecolor": sheet.palette.mark("edge"), "lw": 0.6}
            axes.barh(y, part.share, left=left, height=_BAR, color=colour, **edge)
            if part.share * room > sheet.long(text, 0.83) * 1.15:
                ink: Style = {"fontsize": sheet.points(0.83), "color": sheet.palette.ink_on(colour)}
                axes.text(left + part.share / 2, y, text, ha="center", va="center", **ink)
            left += part.share
    side = of_each(sheet, rows)
    _rows(axes, sheet, labels, side, [not n for n in rows.groupby("row", sort=False)["denominator"].max()])
    shares_along(axes, sheet, 1.0)


def of_each(sheet: Sheet, rows: pd.DataFrame) -> list[str]:
    """Return what stands at the end of each stacked bar: its denominator. rows: row, denominator."""
    text = sheet.language.text
    most = rows.groupby("row", sort=False)["denominator"].max()
    shown = [text("of {denominator}").format(denominator=int(n)) if n else text("nobody answered") for n in most]
    return [sheet.begun(told) for told in shown]


def heat(
    axes: Axes, sheet: Sheet, rows: pd.DataFrame, labels: list[str], heads: list[str], upright: bool, size: float
) -> None:
    """Draw one cell a share, with its denominator. rows: row, column, share, denominator; heads: of columns, turned where
    upright, in letters of a size."""
    from seaborn import light_palette

    order = {side: rows[side].drop_duplicates().tolist() for side in ("row", "column")}
    grid, of = (
        rows.pivot(index="row", columns="column", values=v).loc[order["row"], order["column"]].to_numpy(dtype=float)
        for v in ("share", "denominator")
    )
    shades, language = light_palette(sheet.palette.mark("main"), as_cmap=True), sheet.language
    axes.pcolormesh(grid, cmap=shades, vmin=0, vmax=1, edgecolors="white", linewidth=1.5)
    axes.invert_yaxis()
    ink: Style = {"fontsize": sheet.points(_CELL), "linespacing": 1.1, "ha": "center", "va": "center"}
    for (y, x), share in np.ndenumerate(grid):
        told, colour = NOTHING, sheet.palette.mark("soft_text")
        if not math.isnan(share):
            told = (
                f"{language.per_cent(share, 0)}\n{language.text('of {denominator}').format(denominator=int(of[y, x]))}"
            )
            colour = sheet.palette.ink_on(shades(share))
        axes.text(x + 0.5, y + 0.5, told, color=colour, **ink)
    turned: Style = {"rotation": 90 if upright else 0, "ha": "center", "va": "top", "linespacing": sheet.spacing}
    axes.set_xticks(np.arange(len(heads)) + 0.5, heads, fontsize=sheet.points(size), **turned)
    axes.set_yticks(np.arange(len(labels)) + 0.5, labels)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def unanswered(sheet: Sheet, groups: list[str]) -> list[Patch]:
    """Return the entry of a legend that names groups, in the language, in which nobody answered; none where there are none."""
    label = sheet.language.labelled("nobody answered", sheet.language.joined(groups))
    return [Patch(facecolor="none", edgecolor=sheet.palette.mark("edge"), lw=0.5, label=label)] if groups else []


def cards(axes: Axes, sheet: Sheet, rows: pd.DataFrame, colour_of: dict[str, str], across: int) -> None:
    """Draw one card a statement, with a dot for each step of strength.

    rows: statement, published, computed, verdict, strength, in the language of the sheet.
    """
    room = sheet.room(axes)[0] / across * 0.84
    tall = sheet.room(axes)[1] / max(math.ceil(len(rows) / across), 1)
    heights = [0.05 + (0.3 + at) * sheet.line(SMALL) / tall for at in (0.58, 1.43, 2.33)]
    for n, row in enumerate(rows.itertuples()):
        x, y = n % across, n // across
        colour = colour_of[row.verdict]
        edge: Style = {"edgecolor": sheet.palette.mark("edge"), "lw": 0.5}
        axes.add_patch(Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, facecolor=colour, **edge))
        ink: Style = {"va": "baseline", "color": sheet.palette.ink_on(colour)}
        axes.text(x + 0.07, y + heights[0], row.statement, fontsize=sheet.points(SMALL), fontweight=sheet.bold, **ink)
        if not pd.isna(row.strength):
            dots: Style = {"fontsize": sheet.points(TINY), "ha": "right"}
            axes.text(x + 0.93, y + heights[0], "●" * (4 - int(row.strength)), **dots, **ink)
        for at, text, weight in ((heights[1], row.published, "normal"), (heights[2], row.computed, sheet.bold)):
            shown = sheet.cut(text, room, TINY, weight)
            axes.text(x + 0.07, y + at, shown, fontsize=sheet.points(TINY), fontweight=weight, **ink)
    axes.set_xlim(0, across)
    axes.set_ylim(max(math.ceil(len(rows) / across), 1), 0)
    axes.set_axis_off()


def patches(sheet: Sheet, colour_of: dict[str, str], label_of: dict[str, str]) -> list[Patch]:
    """Return the legend's patches, in the order of the labels."""
    return [
        Patch(facecolor=colour_of[code], edgecolor=sheet.palette.mark("edge"), lw=0.5, label=label)
        for code, label in label_of.items()
    ]


def _rows(axes: Axes, sheet: Sheet, labels: list[str], side: list[str], soft: list[bool]) -> None:
    """Put the labels at the start of the rows and the numbers at their end, off the lines of the grid."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.45, -0.55)
    for y, (text, quiet) in enumerate(zip(side, soft, strict=True)):
        ink: Style = {"color": sheet.palette.mark("soft_text" if quiet else "text"), "fontsize": sheet.points(LABEL)}
        place = sheet.room(axes)[0]
        axes.text(1 + sheet.line() * 0.5 / place, y, text, va="center", transform=axes.get_yaxis_transform(), **ink)


def shares_along(axes: Axes, sheet: Sheet, reach: float) -> None:
    """Let an axis of shares end at the first tick that no share passes, never beyond the whole."""
    room = sheet.room(axes)[0] / sheet.long("100 %", 0.9)
    ticks = MaxNLocator(min(6, max(1, int(room / 1.9))), steps=[1, 2, 2.5, 5, 10]).tick_values(0, min(reach, 1.0))
    ticks = [tick for tick in ticks if -1e-9 <= tick < 1 - 1e-9 and tick < reach] + [
        min(1.0, next((tick for tick in ticks if tick >= reach - 1e-9), 1.0))
    ]
    ticks = ticks if len(ticks) - 1 < room / 1.2 else [0, ticks[-1]]
    axes.set_xlim(0, ticks[-1])
    axes.set_xticks(ticks)
    fine = max((len(f"{tick * 100:.1f}".rstrip("0").partition(".")[2]) for tick in ticks), default=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: sheet.language.per_cent(share, fine)))
