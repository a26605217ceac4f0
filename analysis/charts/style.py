"""The house style and the furniture of every chart: title, what it is a share of, source, banner."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

import matplotlib

matplotlib.use("Agg", force=False)
import matplotlib.style
from matplotlib.figure import Figure

from analysis.reference import reference

_STYLE = Path(__file__).with_name("house.mplstyle")
_LEFT, _RIGHT = 0.035, 0.965


def use_house_style() -> None:
    """Set matplotlib to the house style; seaborn and plain matplotlib charts follow it."""
    matplotlib.style.use(_STYLE)


def colours(what: str) -> dict[str, str]:
    """Return the colours of one kind of thing by code, from data/reference/colours.csv."""
    table = reference("colours")
    rows = table[table["what"] == what]
    return dict(zip(rows["code"], rows["colour"], strict=True))


@cache
def mark(name: str) -> str:
    """Return the colour of a kind of mark."""
    return colours("mark")[name]


def framed(
    title: str,
    subtitle: str,
    source: str,
    banner: str = "",
    *,
    left: float = 0.3,
    top: float = 0.8,
    bottom: float = 0.17,
) -> tuple[Figure, matplotlib.axes.Axes]:
    """Return a figure with its furniture and one axes within the given margins (shares of the figure).

    title: what is shown; subtitle: universe, N and date; source; banner: the warning on demonstration data.
    """
    use_house_style()
    figure = Figure()
    figure.text(_LEFT, 0.955, title, fontsize=18, fontweight="bold", va="top")
    figure.text(_LEFT, 0.885, textwrap.fill(subtitle, 125), fontsize=11, color=mark("soft_text"), va="top")
    figure.text(
        _LEFT,
        0.025,
        textwrap.fill(f"Source: {source}", 100 if banner else 130),
        fontsize=8.5,
        color=mark("soft_text"),
        va="bottom",
    )
    if banner:
        figure.text(
            _RIGHT,
            0.025,
            textwrap.fill(banner, 48),
            fontsize=8.5,
            color=mark("warning"),
            fontweight="bold",
            va="bottom",
            ha="right",
        )
    axes = figure.add_axes((left, bottom, _RIGHT - left, top - bottom))
    return figure, axes


def wrapped(labels: list[str], width: int = 26) -> list[str]:
    """Return labels broken into lines of at most a width, for an axis."""
    return [textwrap.fill(label, width) for label in labels]
