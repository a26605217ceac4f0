"""The house style and the furniture of every chart: title, what it is a share of, source, banner."""

from __future__ import annotations

import textwrap
from itertools import cycle
from pathlib import Path

import matplotlib

matplotlib.use("Agg", force=False)
import matplotlib.style
from matplotlib.figure import Figure

from analysis.errors import DataError
from analysis.reference import Layers

_STYLE = Path(__file__).with_name("house.mplstyle")
_LEFT, _RIGHT = 0.035, 0.965


def use_house_style() -> None:
    """Set matplotlib to the house style; seaborn and plain matplotlib charts follow it."""
    matplotlib.style.use(_STYLE)


class Palette:
    """The colours of a dataset: the rows of colours.csv of all its layers, read when the palette is made."""

    def __init__(self, layers: Layers) -> None:
        """Read the colours."""
        rows = layers.table("colours")
        self._held = {what: dict(zip(r["code"], r["colour"], strict=True)) for what, r in rows.groupby("what")}

    def mark(self, name: str) -> str:
        """Return the colour of a kind of mark. Raises DataError where colours.csv has none."""
        held = self._held.get("mark", {})
        if name not in held:
            raise DataError(f"colours.csv has no colour of the mark “{name}”: add a row mark,{name},#rrggbb.")
        return held[name]

    def of(self, what: str, codes: list[str]) -> dict[str, str]:
        """Return a colour for each code: its own, else the next of the row of colours kept for any code."""
        own, spare = self._held.get(what, {}), cycle(self._held.get("series", {}).values() or [self.mark("main")])
        return {code: own.get(code) or next(spare) for code in codes}

    def ink_on(self, colour: str) -> str:
        """Return the colour of text that can be read on a colour."""
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.45 else self.mark("text")


def framed(
    title: str,
    subtitle: str,
    source: str,
    banner: str = "",
    *,
    palette: Palette,
    left: float = 0.3,
    top: float = 0.8,
    bottom: float = 0.17,
) -> tuple[Figure, matplotlib.axes.Axes]:
    """Return a figure with its furniture and one axes within the given margins (shares of the figure).

    title: what is shown; subtitle: universe, N and date; source; banner: the warning on demonstration data; palette: of the
    dataset shown.
    """
    use_house_style()
    figure = Figure()
    figure.text(_LEFT, 0.955, title, fontsize=18, fontweight="bold", va="top")
    figure.text(_LEFT, 0.885, textwrap.fill(subtitle, 125), fontsize=11, color=palette.mark("soft_text"), va="top")
    figure.text(
        _LEFT,
        0.025,
        textwrap.fill(f"Source: {source}", 100 if banner else 130),
        fontsize=8.5,
        color=palette.mark("soft_text"),
        va="bottom",
    )
    if banner:
        figure.text(
            _RIGHT,
            0.025,
            textwrap.fill(banner, 48),
            fontsize=8.5,
            color=palette.mark("warning"),
            fontweight="bold",
            va="bottom",
            ha="right",
        )
    axes = figure.add_axes((left, bottom, _RIGHT - left, top - bottom))
    return figure, axes


def wrapped(labels: list[str], width: int = 26) -> list[str]:
    """Return labels broken into lines of at most a width, for an axis."""
    return [textwrap.fill(label, width) for label in labels]
