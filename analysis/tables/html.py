"""Frames, texts and pictures as HTML: shares in per cent, and nothing from outside taken for markup."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What MathJax, in JupyterLab and elsewhere, leaves alone: no "$" of a text begins mathematics.
_NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
_SHARES = {
    "share", "low", "high", "bound_low", "bound_high", "coverage", "rest_share", "difference", "detectable", "agree",
    "level", "narrows", "unweighted",
}  # fmt: skip
_PLAIN = {"p", "p_holm", "ac1", "alpha"}
# Of a measure, a reader sees the label, the numbers, and what they are a share of.
_KEYS = {
    "measure",
    "question",
    "answer",
    "grouping",
    "group",
    "units",
    "universe",
    "of",
    "method",
    "level",
    "series",
    "maybe",
    "other",
}


def text_html(text: str, tag: str, name: str = "") -> str:
    """Return a text as an element, its class a name: every character shows as it is."""
    return f"<{tag} class='{f'{name} {_NO_MATHEMATICS}'.strip()}'>{html.escape(text)}</{tag}>"


def picture_html(figure: Figure, alt: str, width: int, dpi: float | str = "figure") -> str:
    """Return a figure as an image that holds its own data, with a text for those who cannot see it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<img alt="{html.escape(alt)}" width="{width}" src="data:image/png;base64,{data}">'


def html_table(frame: pd.DataFrame, caption: str = "", *, most: int = 60) -> str:
    """Return a frame as an HTML table: at most so many rows, the rest counted in the caption."""
    frame = for_reader(frame)
    shown = readable(frame.head(most))
    left_out = f" First {most} of {len(frame):,} rows." if len(frame) > most else ""
    heads = "".join(f"<th scope='col'>{html.escape(str(c))}</th>" for c in shown.columns)
    kinds = [" class='number'" if frame[c].dtype.kind in "if" else "" for c in frame.columns]
    lines = "".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(str(v))}</td>" for kind, v in zip(kinds, row, strict=True)) + "</tr>"
        for row in shown.to_numpy()
    )
    return (
        f"<table class='analysis {_NO_MATHEMATICS}'><caption>{html.escape(caption)}{left_out}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def for_reader(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without the names that only programs read, and a measure without its empty columns."""
    if "measure" not in frame:
        return frame.drop(columns="units", errors="ignore")
    shown = frame.drop(columns=[column for column in frame if column in _KEYS])
    return shown.loc[:, [column for column in shown if column == "label" or shown[column].notna().any()]]


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the words of a reader: per cent for shares, blanks for nothing."""
    return pd.DataFrame(
        {_head(column): [_cell(column, value) for value in frame[column]] for column in frame.columns},
        index=frame.index,
    )


def _head(column: str) -> str:
    return column.replace("_", " ").capitalize() if column != "p" else "p"


def _cell(column: str, value) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, float):
        if column in _SHARES:
            return f"{value:.1%}"
        if column in _PLAIN:
            return f"{value:.3f}"
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.3g}"
    return str(value)
