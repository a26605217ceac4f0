"""Charts that PowerPoint draws itself from their numbers, so that a speaker can change a colour or read a value off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from analysis.charts.style import contrast
from analysis.export import as_text
from analysis.languages import Language
from analysis.measures.wording import share_text
from analysis.office.grids import answers
from analysis.tables.formats import legal

if TYPE_CHECKING:
    from analysis.charts.catalogue import Chart

MOST_BARS = 14
_FONT, _WHITE, _INK = "Arial", RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0x1F, 0x29, 0x33)
_LONGEST_LABEL = 90
_ROOM_FOR_TEXT = 1.3
_LEAST_NAMED = 0.06
_RIGHT_TO_LEFT = "\u200f"


@dataclass(frozen=True)
class Series:
    """One series: its name, its colour, and of each category a share and what is written at it."""

    name: str
    colour: str
    shares: list[float | None]
    texts: list[str]


@dataclass(frozen=True)
class Bars:
    """What one native chart shows; stacked: its series are parts of one bar; reach: the greatest share of all its pages."""

    categories: list[str]
    series: list[Series]
    stacked: bool = False
    grouped: bool = False
    reach: float = 0.05


def bars(chart: Chart, language: Language) -> list[Bars]:
    """Return one bar a share; several measures in colours of their own."""
    rows = _called(chart)
    names = list(dict.fromkeys(rows["series"]))
    colour_of = (
        chart.colours("series", names) if len(names) > 1 else {name: chart.sheet.palette.mark("main") for name in names}
    )
    pages = []
    for part in _pages(rows):
        series = [_series(part, part["series"] == name, name, colour_of[name], language) for name in names]
        pages.append(
            Bars(_named(part["label"], part["share"], language), series, reach=max([0.05, *rows["share"].dropna()]))
        )
    return pages


def panels(chart: Chart, language: Language) -> list[Bars]:
    """Return the bars of each measure beside each other, a series a measure."""
    rows = _called(chart)
    names = list(dict.fromkeys(rows["series"]))
    colour_of = chart.colours("series", names)
    series = []
    labels = rows["label"].drop_duplicates()
    for name in names:
        part = rows[rows["series"] == name].drop_duplicates("label").set_index("label").reindex(labels).reset_index()
        series.append(_series(part, part["share"].notna(), name, colour_of[name], language))
    reach = max([0.05, *rows["share"].dropna()])
    most = rows.groupby("label", sort=False)["share"].max().reindex(labels)
    named = _named(labels, most, language)
    return [Bars(named, series, grouped=True, reach=reach)] if 0 < len(labels) <= MOST_BARS else []


def stacked(chart: Chart, language: Language) -> list[Bars]:
    """Return one bar a question or group, a part of it an answer."""
    rows = chart.rows
    rows = rows.assign(row=chart.stacks(rows), said=answers(rows, chart.measures))
    labels = rows["row"].drop_duplicates()
    colour_of = chart.colours("answer", list(dict.fromkeys(rows["answer"])))
    series = []
    for answer, part in rows.groupby("answer", sort=False):
        part = part.drop_duplicates("row").set_index("row").reindex(labels)
        shares = [None if pd.isna(share) else float(share) for share in part["share"]]
        texts = [language.per_cent(share, 0) if share and share >= _LEAST_NAMED else "" for share in shares]
        name = language.text(str(part["said"].dropna().iloc[0]))
        series.append(Series(name, colour_of[str(answer)], shares, texts))
    counts = rows.groupby("row", sort=False)["denominator"].max()
    nobody = language.text("nobody answered")
    of = [f"N = {language.number(n)}" if n else nobody for n in counts[labels]]
    named = [f"{text} ({n})" for text, n in zip(_labels(labels), of, strict=True)]
    return [Bars(named, series, stacked=True)] if 0 < len(named) <= MOST_BARS else []


NATIVE: dict[str, Callable[[Chart, Language], list[Bars]]] = {"bars": bars, "panels": panels, "stacked": stacked}


def add_chart(slide: Any, page: Bars, room: tuple[Any, ...], language: Language) -> Any:
    """Add a native chart to a slide and return its shape; the first category is on top, in Arabic bars grow from the right."""
    data = CategoryChartData(number_format="0%")
    data.categories = page.categories
    for each in page.series:
        data.add_series(as_text(legal(each.name)), each.shares)
    kind = XL_CHART_TYPE.BAR_STACKED if page.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, *room, data)
    chart = shape.chart
    chart.font.name, chart.font.size, chart.font.color.rgb = _FONT, Pt(13), _INK
    chart.has_title = chart.has_legend = False  # programs differ on the order of a legend: the slide writes it
    _axes(chart, page, language)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0 if page.grouped else 100
    for series, each in zip(plot.series, page.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(each.colour.lstrip("#").upper())
        _name(series, each, page.stacked, language.right_to_left)
    return shape


def _axes(chart: Any, page: Bars, language: Language) -> None:
    category, value = chart.category_axis, chart.value_axis
    category.reverse_order = True
    category.format.line.color.rgb = RGBColor(0xC9, 0xD3, 0xDA)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.tick_labels.font.size = Pt(13 if len(page.categories) <= 8 else 11)
    # Without it a program leaves labels out where one is long.
    every = OxmlElement("c:tickLblSkip")
    every.set("val", "1")
    category._element.insert_element_before(every, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    value.reverse_order = language.right_to_left
    value.has_major_gridlines, value.visible = False, False
    value.minimum_scale = 0
    value.maximum_scale = 1 if page.stacked else page.reach * _ROOM_FOR_TEXT


def _name(series: Any, each: Series, within: bool, turned: bool) -> None:
    """Write at each bar its share and what it is a share of."""
    for number, (text, share) in enumerate(zip(each.texts, each.shares, strict=True)):
        if text and share is not None:
            label = series.points[number].data_label
            label.has_text_frame = True
            label.text_frame.text = f"{_RIGHT_TO_LEFT}{legal(text)}" if turned else legal(text)
            if turned:
                label.text_frame.paragraphs[0]._p.get_or_add_pPr().set("rtl", "1")
            run = label.text_frame.paragraphs[0].runs[0]
            run.font.name, run.font.size = _FONT, Pt(12)
            if within:
                run.font.color.rgb = max(_WHITE, _INK, key=lambda ink: contrast(f"#{ink}", each.colour))
            label.position = XL_LABEL_POSITION.CENTER if within else XL_LABEL_POSITION.OUTSIDE_END


def _series(rows: pd.DataFrame, own: pd.Series, name: str, colour: str, language: Language) -> Series:
    """Return the rows that are of a series; at the others stands nothing."""
    shares = [float(share) if mine and not pd.isna(share) else None for share, mine in zip(rows["share"], own, strict=True)]  # fmt: skip
    counts = zip(rows["count"], rows["denominator"], own, strict=True)
    texts = [share_text(count, of, language, sign=True) if mine else "" for count, of, mine in counts]
    return Series(language.text(name), colour, shares, texts)


def _called(chart: Chart) -> pd.DataFrame:
    """Return the rows of a chart in order, their labels in its language."""
    rows = chart.ordered(chart.rows)
    return rows.assign(label=chart.texts(rows["label"]))


def _labels(labels: pd.Series) -> list[str]:
    """Return labels for an axis, the longest cut, as Chinese has no spaces to do so: the notes of the slide have them whole."""
    cut = [label if len(label) <= _LONGEST_LABEL else f"{label[:_LONGEST_LABEL].rstrip()} …" for label in labels]
    return [as_text(legal(label)) for label in cut]


def _named(labels: pd.Series, shares: pd.Series, language: Language) -> list[str]:
    """Return labels for an axis, those without a share with the reason: a bar that is not there has no label of its own."""
    lacking = {True: f" ({language.text('nobody answered')})", False: ""}
    return [f"{label}{lacking[bool(none)]}" for label, none in zip(_labels(labels), shares.isna(), strict=True)]


def _pages(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [rows.iloc[at : at + MOST_BARS] for at in range(0, len(rows), MOST_BARS)]
