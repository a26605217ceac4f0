"""A chart as annex and slides show it: title, message, source, sentence, picture. The one place that asks for a chart."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.charts import catalogue
from analysis.charts.export import alternative
from analysis.disclosure.status import warnings
from analysis.errors import DataError
from analysis.languages import Language
from analysis.measures.readings import reading

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.charts.catalogue import Chart
    from analysis.dataset import Dataset

DOTS = 200
_LONGEST_MESSAGE = 150
_FIRST_SENTENCE = re.compile(r".+?(?:\.(?=\s|$)|。)")


@dataclass(frozen=True)
class Shown:
    """What stands around a chart.

    title; subtitle: what it is a share of, with N and the day, where the data have one; source; banner: empty where it shows
    what a paper published; text: its reading, empty where the paper has none; alt: its numbers in one sentence.
    """

    chart: Chart
    title: str
    subtitle: str
    source: str
    banner: str
    text: str
    alt: str

    @property
    def message(self) -> str:
        """What the chart says: the first sentence of its reading, or its title where there is none that is short."""
        found = _FIRST_SENTENCE.match(self.text)
        return found[0] if found and len(found[0]) <= _LONGEST_MESSAGE else self.title

    def pictures(self, tallest: float) -> list[bytes]:
        """Return the chart as PNG files without what stands around it, the same whenever they are drawn.

        One that is taller than so many times its width, and could not be read on a page, is drawn in parts.
        """
        whole = replace(self.chart, bare=True)
        figure = whole.draw()
        wide, tall = figure.get_size_inches()
        parts = math.ceil(tall / wide / tallest)
        drawn = [figure] if parts == 1 else [part.draw() for part in whole.parts(parts)]
        return [_png(each) for each in drawn]


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DOTS, metadata={"Software": None})
    return out.getvalue()


def chart_ids(dataset: Dataset) -> list[str]:
    """Return the ids of the paper's charts, in order."""
    return dataset.layers.table("charts")["chart"].tolist()


def shown(name: str, dataset: Dataset, language: Language) -> Shown:
    """Return a chart of the paper with what stands around it in a language. Raises DataError where it cannot be made."""
    chart = catalogue.chart(name, dataset, language.code)
    around = chart.furniture
    return Shown(
        chart,
        around.title,
        around.subtitle,
        around.source,
        "" if chart.listed else warnings(dataset, language),
        text_of(name, dataset, language),
        alternative(chart),
    )


def text_of(name: str, dataset: Dataset, language: Language) -> str:
    """Return a reading of the paper in a language; empty where the paper has none of that id."""
    try:
        return reading(name, dataset, language.code)
    except DataError:
        return ""


def tag(language: Language) -> str:
    """Return the tag of a language with its most likely region, such as zh-CN, as Office files name it."""
    from babel.core import get_global

    likely = get_global("likely_subtags")[language.code].split("_")
    return f"{likely[0]}-{likely[-1]}"
