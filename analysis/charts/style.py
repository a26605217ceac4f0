"""The house style of charts: colours by role, fonts, contrast."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import matplotlib

matplotlib.use("Agg", force=False)
import matplotlib.style
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import fontManager

from analysis.errors import DataError
from analysis.reference import Layers

# How much of what is mixed with the colours kept for any code, once there are more codes than colours.
_SHADES = ((0.55, "white"), (0.4, "black"), (0.78, "white"), (0.65, "black"))
_STYLE = Path(__file__).with_name("house.mplstyle")


def use_house_style() -> None:
    """Set matplotlib to the house style; seaborn and plain matplotlib charts follow it."""
    _register_chinese()
    matplotlib.style.use(_STYLE)


@lru_cache(maxsize=1)
def _register_chinese() -> None:
    """Make the font of the package zhplot known, and nothing else of that package, which changes settings on import."""
    found = find_spec("zhplot")
    places = found.submodule_search_locations if found else None
    for path in sorted(path for place in places or () for path in Path(place, "fonts").glob("*.ttf")):
        fontManager.addfont(path)
        # The package has no bold face: the regular one stands for it.
        fontManager.ttflist.append(replace(fontManager.ttflist[-1], weight=700))


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
        """Return a colour for each code, no two alike: its own, else the next of those kept for any code, then of their shades."""
        own = {code: colour for code, colour in self._held.get(what, {}).items() if code in codes}
        kept = list(self._held.get("series", {}).values()) or [self.mark("main")]
        shades = [_mixed(colour, *shade) for shade in _SHADES for colour in kept]
        spare = cycle(colour for colour in [*kept, *shades] if colour not in own.values())
        return {code: own.get(code) or next(spare) for code in codes}

    def ink_on(self, colour: str) -> str:
        """Return the colour of text that can be read best on a colour: white, or that of text."""
        return max("white", self.mark("text"), key=lambda ink: contrast(ink, colour))


def _mixed(colour: str, share: float, other: str) -> str:
    red, green, blue = ((1 - share) * a + share * b for a, b in zip(to_rgb(colour), to_rgb(other), strict=True))
    return to_hex((red, green, blue))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Return the fonts of the house style, the first one first."""
    return tuple(matplotlib.rc_params_from_file(_STYLE, use_default_template=False)["font.family"])
