"""Sheets: a size, a language and colours to draw on; text is placed by its measured width, in any language."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags

from analysis.charts.style import Palette, families, use_house_style
from analysis.errors import DataError
from analysis.languages import IN_ENGLISH, Language

_POINTS = 72
_RIGHT_TO_LEFT = "\u200f"
# Width and least height in inches, and the size of text in points: for a slide of 16:9, a page, a column of a page.
SIZES = {"slide": (10.0, 5.625, 12.0), "page": (6.7, 4.0, 8.5), "column": (3.4, 2.7, 6.5)}
SLIDE = "slide"
# Sizes of text as shares of the size of the sheet, and the height of a line of text.
TITLE, SUBTITLE, LABEL, LEGEND, SMALL, TINY, LINE = 1.5, 0.92, 1.0, 0.92, 0.71, 0.58, 1.3
_MARGIN = 0.035
_PARAGRAPH = re.compile(r"\(?\d\)")  # of an article, at the beginning of a part of a text
# The room of labels as a share of the sheet, and how much smaller their letters become, as rows need it.
_TIGHTER = ((0.33, 1.0), (0.42, 1.0), (0.42, 0.88), (0.42, 0.78))


@dataclass(frozen=True)
class Furniture:
    """What stands around a chart: title, what it is a share of, source, and the warning on demonstration data."""

    title: str
    subtitle: str
    source: str
    banner: str = ""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet to draw on: its colours, its language, and one of SIZES. Lengths are in inches."""

    palette: Palette
    language: Language = IN_ENGLISH
    size: str = SLIDE

    def __post_init__(self) -> None:
        """Raise DataError for a size that there is not."""
        if self.size not in SIZES:
            raise DataError(f"“{self.size}” is no size of a chart; there are: {', '.join(SIZES)}.")
        use_house_style()

    @cached_property
    def width(self) -> float:
        """The width of the sheet."""
        return SIZES[self.size][0]

    @property
    def start(self) -> str:
        """The side on which lines of text begin."""
        return "right" if self.language.right_to_left else "left"

    @property
    def spacing(self) -> float:
        """How far lines stand apart in a text of several: Arabic letters reach higher and hang lower than others."""
        return LINE if self.language.right_to_left else LINE * 0.86

    @property
    def bold(self) -> str:
        """The weight of what stands out; the Chinese font has one weight, beside which bold figures would look odd."""
        return "normal" if self.language.code == "zh" else "bold"

    def room(self, axes: Axes) -> tuple[float, float]:
        """Return how wide and how tall an axes is."""
        place, whole = axes.get_position(), axes.get_figure(root=True)
        assert isinstance(whole, Figure)
        return place.width * self.width, place.height * whole.get_size_inches()[1]

    def points(self, scale: float = LABEL) -> float:
        """Return a size of text in points."""
        return SIZES[self.size][2] * scale

    def line(self, scale: float = LABEL) -> float:
        """Return the height of a line of text."""
        return self.points(scale) * LINE / _POINTS

    def long(self, text: str, scale: float = LABEL, weight: str = "normal") -> float:
        """Return how long a text of one line is."""
        return _length(text, weight) * self.points(scale) / _POINTS

    def wrapped(self, text: str, room: float, scale: float = LABEL, weight: str = "normal") -> str:
        """Return a text broken where its language allows it, in as few lines as fit into some room, no word alone on the last."""
        parts = _breakable(text.replace("N = ", "N\u00a0=\u00a0"), self.language.code)
        lines = self._filled(parts, room, scale, weight)
        narrow, wide = max((self.long(part.rstrip(), scale, weight) for part in parts), default=0.0), room
        while len(lines) > 1 and wide - narrow > room / 50:
            middle = (narrow + wide) / 2
            tried = self._filled(parts, middle, scale, weight)
            if len(tried) == len(lines):
                lines, wide = tried, middle
            else:
                narrow = middle
        return "\n".join(self.begun(line.rstrip()) for line in lines)

    def _filled(self, parts: Sequence[str], room: float, scale: float, weight: str) -> list[str]:
        """Return parts of a text in lines, each as full as the room allows."""
        lines = [""]
        for part in parts:
            if lines[-1] and self.long((lines[-1] + part).rstrip(), scale, weight) > room:
                lines.append("")
            while self.long(part.rstrip(), scale, weight) > room and len(part) > 1:  # a word longer than the line
                fits = max(1, math.floor(len(part) * room / self.long(part, scale, weight)))
                while fits > 1 and self.long(part[:fits], scale, weight) > room:
                    fits -= 1
                lines[-1], part = part[:fits], part[fits:]
                lines.append("")
            lines[-1] += part
        return lines

    def begun(self, line: str) -> str:
        """Return a line that runs as its language does, even where it begins with a foreign word."""
        return f"{_RIGHT_TO_LEFT}{line}" if self.language.right_to_left and line else line

    def cut(self, text: str, room: float, scale: float = LABEL, weight: str = "normal") -> str:
        """Return the beginning of a text that fits into some room, with an ellipsis where there is more."""
        if self.long(text, scale, weight) <= room:
            return self.begun(text)
        kept, parts = "", _breakable(text, self.language.code)
        if self.long(f"{parts[0].rstrip()} …", scale, weight) > room:
            parts = tuple(text)
        for part in parts:
            if self.long(f"{(kept + part).rstrip()} …", scale, weight) > room:
                break
            kept += part
        return self.begun(f"{kept.rstrip()} …")

    def frame(
        self, furniture: Furniture, labels: Sequence[str] = (), *, side: Sequence[str] = (), legend: Sequence = (),
        rows: float | None = None, row: float = 0.0, foot: float | None = None, gap: float = 0.0, scale: float = LABEL,
    ) -> tuple[Figure, Axes, list[str]]:  # fmt: skip
        """Return a figure with its furniture, one axes in the room that is left, and the labels in lines that fit beside it.

        labels: at the start of each row; side: the numbers at its end; legend: handles; rows: how many rows there are, if not one
        a label; row: their height, at the least where each has a label; foot: the room below the axes; gap: room above
        them; scale: of labels. The sheet grows where rows need more height.
        """
        margin, line = _MARGIN * self.width, self.line()
        inner = self.width - 2 * margin
        beside = 0.36 if furniture.banner else 0.0
        title = self.wrapped(furniture.title, inner, TITLE, self.bold)
        subtitle = self.wrapped(furniture.subtitle, inner, SUBTITLE)
        banner = self.wrapped(furniture.banner, inner * beside, SMALL, self.bold)
        source = self.wrapped(furniture.source, inner * (0.96 - beside), SMALL)
        packed = self._packed(legend, inner)
        keys = [self.line(LEGEND) * (max(_lines(each.get_label()) for each in row) + 0.25) for row in packed]
        head = margin + _lines(title) * self.line(TITLE) + line * 0.2
        above = head + _lines(subtitle) * self.line(SUBTITLE) + line * 0.7 + gap
        written = margin + max(_lines(source), _lines(banner)) * self.line(SMALL)
        below = written + sum(keys) + line * ((0.5 if packed else 0.2) + (1.4 if foot is None else 0.0))
        below += foot or 0.0
        count = len(labels) if rows is None else rows
        least = max(row, line * 1.02 if side else 0.0)
        shown, used, tall = self._fitting(
            labels, count, least, rows is None, SIZES[self.size][1] - above - below, scale
        )
        height = max(SIZES[self.size][1], above + below + tall * count)
        figure, soft = Figure(figsize=(self.width, height)), self.palette.mark("soft_text")
        self._write(figure, title, "start", height - margin, TITLE, self.palette.mark("text"), self.bold)
        self._write(figure, subtitle, "start", height - head, SUBTITLE, soft)
        self._write(figure, source, "start", margin * 0.8, SMALL, soft)
        self._write(figure, banner, "end", margin * 0.8, SMALL, self.palette.mark("warning"), self.bold)
        for n, handles in enumerate(packed, start=1):
            self._legend(figure, handles, margin / self.width, (written + sum(keys[n:])) / height)
        left = max([0.0, *(self.long(part, used) for label in shown for part in label.split("\n"))])
        left += margin + line * (0.45 if shown else 0.0)
        end = max(map(self.long, side), default=-line * 0.5) + line * 0.5
        area = (left, below, self.width - margin - end - left, height - above - below)
        axes = figure.add_axes((left / self.width, below / height, area[2] / self.width, area[3] / height))
        axes.tick_params(axis="y", labelsize=self.points(used))
        axes.tick_params(axis="x", labelsize=self.points(0.9))
        return figure, axes, shown

    def _fitting(
        self, labels: Sequence[str], count: float, least: float, each: bool, room: float, scale: float
    ) -> tuple[list[str], float, float]:
        """Return labels in lines, the scale of their letters and the height of a row.

        Rows that do not fit into the room get longer lines first, then smaller letters, and only then a taller sheet.
        """
        for width, smaller in _TIGHTER:
            used = scale * smaller
            shown = [self.wrapped(label, self.width * width, used) for label in labels]
            lines = max([0.0, *((_lines(label) + 0.22) * self.line(used) for label in shown)]) if each else 0.0
            if max(least, lines) * count <= room:
                break
        return shown, used, max(least, lines)

    def _write(
        self, figure: Figure, text: str, side: str, y: float, scale: float, colour: str, weight: str = "normal"
    ) -> None:
        """Write a text of the furniture at a side of the sheet: hanging from y, or standing on it where that is its foot."""
        margin, (_, height) = _MARGIN, figure.get_size_inches()
        x, ha = (margin, "left") if side == "start" else (1 - margin, "right")
        va = "top" if y > height / 2 else "bottom"
        size: dict[str, Any] = {"fontsize": self.points(scale), "fontweight": weight, "linespacing": self.spacing}
        if text:
            figure.text(x, y / height, text, ha=ha, va=va, color=colour, **size)

    def _packed(self, handles: Sequence, room: float) -> list[list]:
        """Return the handles of a legend in rows that fit into some room; a label that does not is broken into lines."""
        packed: list[list] = []
        used = math.inf
        mark = self.points(LEGEND) * 4.6 / _POINTS
        for handle in handles:
            handle.set_label(self.wrapped(handle.get_label(), room - mark, LEGEND))
            long = max(self.long(line, LEGEND) for line in handle.get_label().split("\n")) + mark
            if used + long > room:
                packed.append([])
                used = 0.0
            packed[-1].append(handle)
            used += long
        return packed

    def _legend(self, figure: Figure, handles: list, x: float, y: float) -> None:
        mirrored, place = self.language.right_to_left, cast(Any, f"lower {self.start}")
        legend = figure.legend(
            handles=handles[::-1] if mirrored else handles,
            loc=place,
            bbox_to_anchor=(1 - x if mirrored else x, y),
            ncols=len(handles),
            markerfirst=not mirrored,
            fontsize=self.points(LEGEND),
        )
        legend.set_alignment(cast(Any, self.start))
        for text in legend.get_texts():
            text.set(multialignment=self.start, linespacing=self.spacing)

    def mirror(self, figure: Figure) -> Figure:
        """Return a figure as its language has it: where that runs from right to left, everything but the legend is mirrored."""
        if not self.language.right_to_left:
            return figure
        for text in figure.texts:
            _flip(text, 1)
        for axes in figure.axes:
            place = axes.get_position()
            axes.set_position((1 - place.x1, place.y0, place.width, place.height))
            axes.invert_xaxis()
            axes.yaxis.tick_right()
            axes.tick_params(axis="y", length=0)
            for text in axes.texts:
                _flip(text, 1 if text.get_transform() != axes.transData else None)
        return figure


def _flip(text, over: float | None) -> None:
    """Align a text to the other side; over: where the two sides add up, unless its place is one of the data."""
    text.set_ha({"left": "right", "right": "left"}.get(text.get_ha(), "center"))
    if over is not None:
        text.set_x(over - text.get_position()[0])


def _lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0


@lru_cache(maxsize=4096)
def _length(text: str, weight: str) -> float:
    """Return the length of a text in units of its size."""
    font = get_font([fontManager.findfont(FontProperties(family=f, weight=weight)) for f in families()])
    font.set_size(10, _POINTS)
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64 / 10


@lru_cache(maxsize=4096)
def _breakable(text: str, language: str) -> tuple[str, ...]:
    """Return the parts of a text between which a line may be broken, by the rules of Unicode (UAX 14).

    The paragraphs of an article stay with it: “46 (4)-(5)”, “46 4) y 5)”.
    """
    from icu4py.breakers import LineBreaker

    parts: list[str] = []
    for part in LineBreaker(text, language):
        if parts and _PARAGRAPH.match(part):
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(parts)
