"""Frames, texts and pictures as HTML: shares in per cent, and nothing from outside taken for markup.

What a page of the report adds to them hangs on attributes: data-leads-to (where a number's evidence is, seen from the
page), data-value (what a cell is sorted by), data-of (whose facts a thing shows).
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.export import csv_bytes
from analysis.languages import ENGLISH, IN_ENGLISH, Language
from analysis.tables.formats import DECIMALS, PERCENT, WHOLE, YEAR, broad, for_reader, head, kind_of, spoken, text_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What MathJax, in JupyterLab and elsewhere, leaves alone: no "$" of a text begins mathematics.
_NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
# Columns of the numbers that stand for their row: what leads to the evidence.
_LEADING = ("count", "denominator", "share", "value", "values", "difference", "change", "computed")
# As many columns fit on an upright page, and on one that lies, with their heads unbroken.
_UPRIGHT, _LYING = 8, 20
# So much of a hash tells files apart; the file of the table has all of it.
_DIGITS = 12
# A text longer than this is given room in a table, rather than a line a word.
_LONG = 24


def text_html(text: str, tag: str, name: str = "") -> str:
    """Return a text as an element, its class a name: every character shows as it is."""
    return f"<{tag} class='{f'{name} {_NO_MATHEMATICS}'.strip()}'>{html.escape(text)}</{tag}>"


def picture_html(figure: Figure, alt: str, width: int, dpi: float | str = "figure") -> str:
    """Return a figure as an image that holds its own data, with a text for those who cannot see it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<img alt="{html.escape(alt)}" width="{width}" src="data:image/png;base64,{data}">'


def html_table(
    frame: pd.DataFrame, caption: str = "", *, most: int = 60, language: Language | None = None,
    leads_to: Sequence[str] = (), ids: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return a frame as an HTML table, with all its rows as a CSV file to be saved below.

    At most so many rows are shown, the rest counted in the caption. leads_to: for each row, where the evidence of its
    numbers is ("" for nowhere); ids: for each row, what a link to it names.
    """
    frame, language = for_reader(frame), language or IN_ENGLISH
    numeric = {c: " class='number'" if frame[c].dtype.kind in "iuf" else "" for c in frame.columns}
    heads = "".join(f"<th scope='col'{kind}>{html.escape(language.text(head(c)))}</th>" for c, kind in numeric.items())
    columns = [[_cell(c, v, language) for v in frame[c].head(most)] for c in frame.columns]
    lines = [
        f"<tr{_attribute('id', ids, at)}>{_cells(row, list(frame.columns), _attribute('data-leads-to', leads_to, at))}</tr>"
        for at, row in enumerate(zip(*columns, strict=True))
    ]
    if frame.empty:
        lines = [f"<tr><td colspan='{len(frame.columns)}'>{html.escape(language.text('No rows.'))}</td></tr>"]
    left_out = _left_out(frame, most, language)
    told = language.sentences((language.sentence(caption) if caption and left_out else caption, left_out))
    return (
        f"<div class='analysis-table{_width(frame)}'><table class='analysis {_NO_MATHEMATICS}'>"
        f"<caption>{html.escape(told)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>{_download(frame, caption, language)}</div>"
    )


def _cells(row: Sequence[tuple[str, str]], columns: list[Any], leads: str) -> str:
    """Return the cells of a row: the first is its head, the numbers that stand for it lead to their evidence."""
    made = []
    for at, ((attributes, text), column) in enumerate(zip(row, columns, strict=True)):
        tag, scope = ("td", "") if at else ("th", " scope='row'")
        made.append(f"<{tag}{scope}{attributes}{leads if column in _LEADING and text else ''}>{text}</{tag}>")
    return "".join(made)


def _attribute(name: str, values: Sequence[str], at: int) -> str:
    return f" {name}='{html.escape(values[at])}'" if len(values) > at and values[at] else ""


def _cell(column: Any, value: Any, language: Language) -> tuple[str, str]:
    """Return attributes and text of a cell."""
    found = spoken(column, value, language)
    if isinstance(found, str):
        kind = "hash" if column == "sha256" else "long" if broad(found) > _LONG else ""
        return (f" class='{kind}'" if kind else ""), html.escape(found[:_DIGITS] if kind == "hash" else found)
    return f" class='number' data-value='{found:.9g}'", html.escape(_number(column, found, language))


def _number(column: Any, value: float, language: Language) -> str:
    kind = kind_of(column, value)
    if language.code == ENGLISH or kind == YEAR:
        return text_of(column, value)
    if kind == PERCENT:
        return language.per_cent(value)
    digits = {DECIMALS: 3, WHOLE: 0}.get(kind)
    return language.number(value if digits is not None else float(f"{value:.3g}"), digits)


def _width(frame: pd.DataFrame) -> str:
    columns = len(frame.columns)
    return " wide widest" if columns > _LYING else " wide" if columns > _UPRIGHT else ""


def _left_out(frame: pd.DataFrame, most: int, language: Language) -> str:
    if len(frame) <= most:
        return ""
    text = language.text("First {shown} of {all} rows; the file below has all.")
    return text.format(shown=language.number(most), all=language.number(len(frame)))


def _download(frame: pd.DataFrame, caption: str, language: Language) -> str:
    """Return a link that saves the whole frame, its numbers as they are; it needs no script."""
    if frame.empty:
        return ""
    plain = frame.assign(**{c: frame[c].map(lambda v, c=c: text_of(c, v)) for c in frame if frame[c].dtype == object})
    data = base64.b64encode(csv_bytes(plain)).decode()
    name = re.sub(r"\W+", "_", caption.lower()).strip("_")[:60] or "table"
    words = html.escape(language.text("Save as CSV"))
    what = html.escape(language.labelled("Save as CSV", caption))
    return f"<a class='analysis-csv' download='{name}.csv' aria-label='{what}' href='data:text/csv;base64,{data}'>{words}</a>"
