"""Explore any question by any grouping: a table and a chart, and in JupyterLab the controls to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts import marks
from analysis.charts.style import framed
from analysis.dataset import Dataset
from analysis.reference import reference
from analysis.schema import codes_of, labels_of
from analysis.statistics.shares import shares
from analysis.statistics.universes import states_reviewed
from analysis.tables.html import html_table, picture_html

if TYPE_CHECKING:
    from IPython.display import HTML
    from ipywidgets import VBox

_SHOWN = [
    "count",
    "denominator",
    "population",
    "share",
    "low",
    "high",
    "bound_low",
    "bound_high",
    "not_addressed",
]


def explored(dataset: Dataset, question: str, answer: str, by: str = "regional_group", article: str = "46") -> HTML:
    """Show the share of the States reviewed with an answer, by a grouping, as chart and table."""
    from IPython.display import HTML

    return HTML(_page(dataset, question, answer, by, article))


def explorer(dataset: Dataset) -> VBox:
    """Return controls for question, answer, grouping and article above the chart and the table that they choose."""
    import ipywidgets

    asked = reference("codebook").query("answers != 'years'")
    labels = dict(zip(asked["label"], asked["question"], strict=True))
    groupings = [g for g in ("regional_group", "waemu", "eu") if g in dataset.states]
    question = ipywidgets.Dropdown(options=labels, value="legislation", description="Question")
    answer = ipywidgets.Dropdown(options=_answers("legislation"), description="Answer")
    by = ipywidgets.Dropdown(options={g.replace("_", " ").capitalize(): g for g in groupings}, description="By")
    article = ipywidgets.Dropdown(options={v: k for k, v in labels_of("article").items()}, description="Article")
    shown = ipywidgets.HTML(_page(dataset, "legislation", answer.value, by.value, article.value))

    def draw(change: dict) -> None:
        if change["owner"] is question:
            answer.options = _answers(question.value)
        if answer.value is not None:
            shown.value = _page(dataset, question.value, answer.value, by.value, article.value)

    for control in (question, answer, by, article):
        control.observe(draw, names="value")
    return ipywidgets.VBox([ipywidgets.HBox([question, answer]), ipywidgets.HBox([by, article]), shown])


def _answers(question: str) -> dict[str, str]:
    answers = reference("codebook").set_index("question").at[question, "answers"]
    return {labels_of(answers)[code]: code for code in codes_of(answers)}


def _page(dataset: Dataset, question: str, answer: str, by: str, article: str) -> str:
    universe = states_reviewed(dataset, article)
    rows = shares(dataset.findings, question, answer, universe=universe, by=by, article=article)
    title = reference("codebook").set_index("question").at[question, "label"]
    caption = f"{title}: {answer.replace('_', ' ')}. {universe.name} (N = {rows['denominator'].sum()}). Source: {dataset.settings.title}."
    return f"{_picture(dataset, rows, title, by, universe.name)}{html_table(rows[[by, *_SHOWN]], caption)}"


def _picture(dataset: Dataset, rows: pd.DataFrame, title: str, by: str, universe: str) -> str:
    subtitle = f"{universe} (N = {rows['denominator'].sum()}). As of {dataset.settings.as_of}."
    figure, axes = framed(title, subtitle, dataset.settings.title, dataset.banner, bottom=0.24)
    marks.intervals(axes, rows, rows[by].map(labels_of(by)).tolist())
    return picture_html(figure, title, width=800, dpi=100)
