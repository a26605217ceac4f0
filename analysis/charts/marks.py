"""The few drawings that all charts are made of. They get finished shares and neither count nor divide."""

from __future__ import annotations

import math
import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import PercentFormatter

from analysis.charts.style import Palette, wrapped

_ROOM_FOR_TEXT = 1.32
_NOBODY = "nobody answered"


def intervals(axes: Axes, palette: Palette, rows: pd.DataFrame, labels: list[str]) -> None:
    """Draw one line a share: a band for the bounds, a line for the interval, a dot, and the numbers.

    rows: share, low, high, bound_low, bound_high, count, denominator; the first row on top.
    """
    ends = rows[["share", "low", "high", "bound_low", "bound_high"]].astype(float)
    furthest = ends.max(axis=1).where(rows["share"].notna(), 0.0)
    reach = max([0.05, *furthest])
    for y, (row, end) in enumerate(zip(rows.itertuples(), furthest, strict=True)):
        if math.isnan(row.share):
            axes.text(0, y, f" {_NOBODY}", va="center", color=palette.mark("soft_text"))
            continue
        if _apart(row.share, row.bound_low, row.bound_high):
            width = max(row.bound_high - row.bound_low, 0.002)
            axes.add_patch(Rectangle((row.bound_low, y - 0.3), width, 0.6, color=palette.mark("quiet"), lw=0))
        if _apart(row.share, row.low, row.high):
            axes.plot([row.low, row.high], [y, y], color=palette.mark("interval"), lw=5, solid_capstyle="butt")
        axes.plot(row.share, y, "o", ms=11, color=palette.mark("main"), mec="white", mew=1.5, zorder=3)
        numbers = f"{row.share:.1%}   {row.count} of {row.denominator}"
        axes.text(end + reach * 0.025, y, numbers, va="center", fontsize=12)
    _categories(axes, labels)
    _shares_along(axes, reach * _ROOM_FOR_TEXT)
    key(axes, _drawn(rows, palette))


def _drawn(rows: pd.DataFrame, palette: Palette) -> list[Line2D | Patch]:
    """Return the legend of what `intervals` draws, and of nothing else."""
    seen = rows[rows["share"].notna()]
    handles: list[Line2D | Patch] = []
    if len(seen):
        handles.append(Line2D([], [], marker="o", ls="", ms=10, color=palette.mark("main"), label="share"))
    lines = seen[[*map(_apart, seen["share"], seen["low"], seen["high"])]]
    if len(lines):
        handles.append(Line2D([], [], lw=5, color=palette.mark("interval"), label=_interval_of(lines)))
    if any(map(_apart, seen["share"], seen["bound_low"], seen["bound_high"])):
        handles.append(Patch(color=palette.mark("quiet"), label="bounds without assumption"))
    return handles


def _interval_of(rows: pd.DataFrame) -> str:
    """Return the level of the intervals and what they are for; the population, where the rows differ or are of a domain.

    A question that does not apply to everyone, or of which that is not known, is of a domain of its target.
    """
    levels, targets = (set(rows[column].dropna()) - {""} if column in rows else set() for column in ("level", "of"))
    interval = f"{levels.pop() * 100:g}% interval" if len(levels) == 1 else "interval"
    domain = rows.reindex(columns=["maybe", "not_applicable"]).fillna(0).astype(float).gt(0).any(axis=None)
    known = len(targets) == 1 and not domain and not (rows["of"] == "").any()
    return f"{interval} for: {targets.pop()}" if known else f"{interval} for the population"


def _apart(share: float, low: float, high: float) -> bool:
    """Whether two ends are there and say more than the share does."""
    return not (math.isnan(low) or math.isnan(high)) and not (math.isclose(low, share) and math.isclose(high, share))


def bars(
    axes: Axes, palette: Palette, rows: pd.DataFrame, labels: list[str], colour: list[str] | str | None = None
) -> None:
    """Draw one bar a share with its numbers. rows: share, count, denominator."""
    shares = rows["share"].fillna(0.0)
    axes.barh(range(len(rows)), shares, height=0.62, color=colour or palette.mark("main"))
    reach = max([0.05, *shares])
    for y, row in enumerate(rows.itertuples()):
        text = _NOBODY if math.isnan(row.share) else f"{row.share:.0%}   {row.count} of {row.denominator}"
        axes.text((0 if math.isnan(row.share) else row.share) + reach * 0.015, y, text, va="center", fontsize=12)
    _categories(axes, labels)
    _shares_along(axes, reach * _ROOM_FOR_TEXT)


def timeline(axes: Axes, palette: Palette, rows: pd.DataFrame, colour_of: dict[str, str]) -> None:
    """Draw one line a row from its year on. rows: answer (its name), value (a year), row_kind."""
    first, last = int(rows["value"].min()), int(rows["value"].max())
    for y, row in enumerate(rows.itertuples()):
        axes.plot([row.value, last + 1], [y, y], color=palette.mark("quiet"), lw=2, zorder=1)
        axes.plot(row.value, y, "o", ms=10, color=colour_of[row.row_kind], zorder=2)
        axes.text(row.value - 0.45, y, f"{row.value:.0f}", ha="right", va="center", fontsize=11)
    _categories(axes, rows["answer"].tolist(), width=40)
    axes.set_xlim(first - 3, last + 1.5)
    axes.set_xticks(range(first, last + 1, 5))


def tiles(
    axes: Axes,
    palette: Palette,
    rows: pd.DataFrame,
    groups: dict[str, str],
    colour_of: dict[str, str],
    across: int = 27,
) -> None:
    """Draw one tile a unit, by group. rows: name, group, answer, in the order of the tiles; groups: their labels."""
    line, ticks = 0.0, []
    for group in groups:
        members = rows[rows["group"] == group]
        start = line
        for place, row in enumerate(members.itertuples()):
            if place and place % across == 0:
                line += 1
            x, colour = place % across, colour_of[row.answer]
            tile = Rectangle(
                (x + 0.04, line + 0.06), 0.92, 0.88, facecolor=colour, edgecolor=palette.mark("edge"), lw=0.5
            )
            axes.add_patch(tile)
            axes.text(x + 0.5, line + 0.5, row.name, ha="center", va="center", fontsize=7, color=palette.ink_on(colour))
        ticks.append((start + line + 1) / 2)
        line += 1.35
    axes.set_xlim(0, across)
    axes.set_ylim(line, 0)
    axes.set_yticks(ticks, wrapped(list(groups.values()), 20))
    axes.set_xticks([])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def stacked(axes: Axes, palette: Palette, rows: pd.DataFrame, colour_of: dict[str, str]) -> None:
    """Draw one bar a row label, a part of it an answer. rows: row, answer, share, count, denominator."""
    labels = rows["row"].drop_duplicates().tolist()
    for y, label in enumerate(labels):
        left = 0.0
        for part in rows[rows["row"] == label].itertuples():
            if math.isnan(part.share):
                continue
            axes.barh(y, part.share, left=left, height=0.62, color=colour_of[part.answer], edgecolor="white", lw=0.8)
            if part.share > 0.04:
                ink = palette.ink_on(colour_of[part.answer])
                axes.text(
                    left + part.share / 2, y, f"{part.share:.0%}", ha="center", va="center", fontsize=10, color=ink
                )
            left += part.share
        of = int(rows.loc[rows["row"] == label, "denominator"].max())
        axes.text(1.01 if of else 0, y, f"of {of}" if of else _NOBODY, va="center", fontsize=10)
    _categories(axes, labels)
    _shares_along(axes, 1.12)


def heat(axes: Axes, palette: Palette, rows: pd.DataFrame) -> None:
    """Draw one cell a share, with its denominator. rows: row, column (labels), share, denominator."""
    import seaborn

    order = {side: rows[side].drop_duplicates().tolist() for side in ("row", "column")}
    grid, of = (
        rows.pivot(index="row", columns="column", values=v).loc[order["row"], order["column"]]
        for v in ("share", "denominator")
    )
    words = [
        [f"{share:.0%}\nof {n}" if n else "-" for share, n in zip(*pair, strict=True)]
        for pair in zip(grid.to_numpy(), of.to_numpy(), strict=True)
    ]
    seaborn.heatmap(
        grid,
        ax=axes,
        annot=words,
        fmt="",
        cmap=seaborn.light_palette(palette.mark("main"), as_cmap=True),
        vmin=0,
        vmax=1,
        cbar=False,
        linewidths=1.5,
        annot_kws={"fontsize": 9},
    )
    axes.set(xlabel="", ylabel="")
    axes.set_xticklabels(wrapped(order["column"], 14), rotation=0, fontsize=8.5)
    axes.set_yticklabels(order["row"], rotation=0, fontsize=11)
    axes.grid(False)


def cards(axes: Axes, palette: Palette, rows: pd.DataFrame, colour_of: dict[str, str], across: int = 6) -> None:
    """Draw one card a statement, with a dot for each step of strength. rows: statement, published, computed, verdict, strength."""
    for n, row in enumerate(rows.itertuples()):
        x, y = n % across, n // across
        axes.add_patch(Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, facecolor=colour_of[row.verdict], lw=0))
        ink = palette.ink_on(colour_of[row.verdict])
        axes.text(x + 0.08, y + 0.14, row.statement, fontsize=8.5, fontweight="bold", va="top", color=ink)
        if not pd.isna(row.strength):
            axes.text(x + 0.92, y + 0.14, "●" * (4 - int(row.strength)), fontsize=7, va="top", ha="right", color=ink)
        for at, text, weight in ((0.38, row.published, "normal"), (0.66, row.computed, "bold")):
            shown = textwrap.shorten(text, 23, placeholder=" …")
            axes.text(x + 0.08, y + at, shown, fontsize=7.2, va="top", color=ink, fontweight=weight)
    axes.set_xlim(0, across)
    axes.set_ylim(math.ceil(len(rows) / across), 0)
    axes.set_axis_off()


def key(axes: Axes, handles: list) -> None:
    """Put the legend, if it has entries, in the furniture above the source, never over data."""
    if not handles:
        return
    axes.figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.03, 0.085),
        ncols=len(handles),
        borderaxespad=0,
        handletextpad=0.6,
        columnspacing=1.6,
    )


def patches(palette: Palette, colour_of: dict[str, str], label_of: dict[str, str]) -> list[Patch]:
    """Return the legend's patches, in the order of the labels."""
    return [
        Patch(facecolor=colour_of[code], edgecolor=palette.mark("edge"), lw=0.5, label=label)
        for code, label in label_of.items()
    ]


def _categories(axes: Axes, labels: list[str], width: int = 28) -> None:
    axes.set_yticks(range(len(labels)), wrapped(labels, width))
    axes.set_ylim(len(labels) - 0.45, -0.55)
    axes.tick_params(axis="y", labelsize=12)


def _shares_along(axes: Axes, reach: float) -> None:
    axes.set_xlim(0, min(reach, 1.3))
    axes.set_xticks([t for t in axes.get_xticks() if 0 <= t <= 1.0001])
    axes.set_xlim(0, min(reach, 1.3))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
