"""Frames, texts and pictures as HTML: shares in per cent, and nothing from outside taken for markup."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

import pandas as pd

from analysis.tables.formats import for_reader, head, text_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What MathJax, in JupyterLab and elsewhere, leaves alone: no "$" of a text begins mathematics.
_NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"


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
    left_out = f" First {most} of {len(frame):,} rows." if len(frame) > most else ""
    heads = "".join(f"<th scope='col'>{html.escape(head(c))}</th>" for c in frame.columns)
    kinds = [" class='number'" if frame[c].dtype.kind in "if" else "" for c in frame.columns]
    shown = [[text_of(c, v) for v in frame[c].head(most)] for c in frame.columns]
    lines = "".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(v)}</td>" for kind, v in zip(kinds, row, strict=True)) + "</tr>"
        for row in zip(*shown, strict=True)
    )
    return (
        f"<table class='analysis {_NO_MATHEMATICS}'><caption>{html.escape(caption)}{left_out}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )
