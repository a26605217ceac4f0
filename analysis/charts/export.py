"""A chart as files: SVG whose text is text, PNG, PDF with its fonts, its numbers, and one sentence that says what it shows."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.export import csv_bytes, with_units
from analysis.measures.wording import share_text

if TYPE_CHECKING:
    from analysis.charts.catalogue import Chart

DPI = 300
# Of the numbers, what is words.
_WORDS = ("label", "series", "universe", "of", "method")
# So few colours draw a chart as well as all, in a third of the bytes.
_COLOURS = 128
# More numbers than these are told by the least and the greatest.
_TOLD = 12
# A text runs as its first letter does: in a file whose text is text nobody has ordered the letters yet.
_RIGHT_TO_LEFT = "<style>text{unicode-bidi:plaintext}</style>"


def exported(chart: Chart) -> dict[str, bytes]:
    """Return a chart as files by their suffix: svg, png and pdf, with title and alternative text inside, that text (txt), and
    the drawn numbers with the units behind them (csv), its words in the language.
    """
    figure, title, told = chart.draw(), chart.title, alternative(chart)
    pdf = {"Title": title, "Subject": told, "CreationDate": None, "Producer": None, "Creator": None}
    svg = _saved(figure, "svg", {"Title": title, "Date": None, "Creator": None}).decode("utf-8")
    return {
        "svg": _described(svg, told, chart.language.code, chart.language.right_to_left).encode("utf-8"),
        "png": _png(figure, title, told),
        "pdf": _saved(figure, "pdf", pdf),
        "txt": f"{told}\n".encode(),
        "csv": csv_bytes(_told(chart)),
    }


def _told(chart: Chart) -> pd.DataFrame:
    rows = with_units(chart.rows)
    words = [column for column in _WORDS if column in rows]
    rows = rows.assign(**{column: rows[column].map(chart.language.text, na_action="ignore") for column in words})
    if warning := chart.furniture.banner:
        rows.insert(0, "warning", warning)
    return rows


def alternative(chart: Chart) -> str:
    """Return what a chart shows in one sentence with its numbers, in its language; nothing is counted again."""
    language = chart.language
    told = _numbers(chart)
    if len(told) > _TOLD and chart.row["drawing"] != "timeline":
        shown = language.text("{count} numbers, from {least} to {greatest}")
        told = [shown.format(count=len(told), least=told[-1], greatest=told[0])]
    return language.sentence(f"{chart.title}{language.colon}{language.joined(told)}")


def _numbers(chart: Chart) -> list[str]:
    """Return each drawn number with its label, as they stand from top to bottom; of many shares the greatest first."""
    rows, language = chart.rows, chart.language
    if chart.row["drawing"] == "tiles":
        return [language.colon.join((label, str(n))) for (_, label), n in chart.counted().items()]
    if chart.row["drawing"] == "cards":
        return [language.labelled(verdict, str(n)) for verdict, n in rows["verdict"].value_counts().items()]
    if chart.row["drawing"] == "timeline":
        return [language.labelled(row.answer, f"{row.value:.0f}") for row in rows.itertuples()]
    rows = chart.ordered(rows)
    if len(rows) > _TOLD:
        rows = rows[rows["share"].notna()].sort_values("share", ascending=False, kind="stable")
    several = rows["series"].nunique() > 1 and (rows["series"] != rows["label"]).any()
    before = chart.texts(rows["series"]) if several else [""] * len(rows)
    numbers = [share_text(count, of, language) for count, of in zip(rows["count"], rows["denominator"], strict=True)]
    labels = chart.texts(rows["label"])
    return [language.colon.join(filter(None, told)) for told in zip(before, labels, numbers, strict=True)]


def _saved(figure: Figure, kind: str, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def _png(figure: Figure, title: str, told: str) -> bytes:
    from PIL import Image, PngImagePlugin

    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Title", title)
    notes.add_itxt("Description", told)
    buffer = io.BytesIO()
    fewer = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    fewer.save(buffer, "png", pnginfo=notes, dpi=(DPI, DPI))
    return buffer.getvalue()


def _described(svg: str, told: str, code: str, right_to_left: bool) -> str:
    """Return an SVG with a description beside its title, for those who cannot see it."""
    head, title, rest = svg.partition("</title>")
    head = head.replace("<svg ", f'<svg role="img" xml:lang="{code}" ', 1)
    return f"{head}{title}\n <desc>{escape(told)}</desc>{_RIGHT_TO_LEFT if right_to_left else ''}{rest}"
