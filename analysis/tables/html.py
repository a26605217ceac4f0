"""Frames, texts and pictures as HTML: labels for codes, shares in per cent, and nothing from outside taken for markup."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

import pandas as pd

from analysis.reference import reference
from analysis.schema import labels_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What MathJax, in JupyterLab and elsewhere, leaves alone: no "$" of a text begins mathematics.
_NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
_SHARES = {
    "share",
    "low",
    "high",
    "bound_low",
    "bound_high",
    "coverage",
    "rest_share",
    "difference",
    "detectable",
    "agree",
    "level",
}
_PLAIN = {"p", "p_holm", "ac1", "alpha", "v"}
_HIDDEN = {"states"}


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
    shown = readable(frame.head(most))
    left_out = f" First {most} of {len(frame):,} rows." if len(frame) > most else ""
    heads = "".join(f"<th scope='col'>{html.escape(str(c))}</th>" for c in shown.columns)
    kinds = [" class='number'" if frame[c].dtype.kind in "if" else "" for c in frame.columns if c not in _HIDDEN]
    lines = "".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(str(v))}</td>" for kind, v in zip(kinds, row, strict=True)) + "</tr>"
        for row in shown.to_numpy()
    )
    return (
        f"<table class='analysis {_NO_MATHEMATICS}'><caption>{html.escape(caption)}{left_out}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the words of a reader: labels for codes, per cent for shares, blanks for nothing."""
    shown = frame.drop(columns=[c for c in frame.columns if c in _HIDDEN])
    return pd.DataFrame(
        {
            _head(c): [_cell(c, v, row) for v, row in zip(shown[c], frame.to_dict("records"), strict=True)]
            for c in shown.columns
        }
    )


def _head(column: str) -> str:
    return column.replace("_", " ").capitalize() if column != "p" else "p"


def _cell(column: str, value, row: dict) -> str:
    if isinstance(value, float):
        if pd.isna(value):
            return ""
        if column in _SHARES:
            return f"{value:.1%}"
        if column in _PLAIN:
            return f"{value:.3f}"
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.3g}"
    if column == "question":
        return _questions().get(value, value)
    if column == "answer":
        return _answer_label(row.get("question", ""), value)
    return labels_of(column).get(value, value) if isinstance(value, str) else str(value)


def _questions() -> dict[str, str]:
    codebook = reference("codebook")
    return dict(zip(codebook["question"], codebook["label"], strict=True))


def _answer_label(question: str, value: str) -> str:
    codebook = reference("codebook").set_index("question")
    labels = labels_of(codebook.at[question, "answers"]) if question in codebook.index else {}
    return "; ".join(
        (labels | labels_of("no_answer")).get(part, part) for part in str(value).replace("|", ";").split(";")
    )
