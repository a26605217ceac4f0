"""Explore any question by any grouping: a table and a chart, and in JupyterLab the controls to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts import marks
from analysis.charts.style import framed
from analysis.measures.book import measures_of
from analysis.tables.html import html_table, picture_html

if TYPE_CHECKING:
    from IPython.display import HTML
    from ipywidgets import VBox

    from analysis.dataset import Dataset


def explored(dataset: Dataset, question: str, answers: str = "", by: str = "", universe: str = "") -> HTML:
    """Show the share of a universe's units with an answer, by a grouping, as chart and table.

    answers: as in measures.csv, empty for each; by: a grouping, empty for all together; universe: by default the paper's.
    """
    from IPython.display import HTML

    return HTML(_page(dataset, question, answers, by, universe or dataset.paper.universe))


def explorer(dataset: Dataset) -> VBox:
    """Return controls for question, answer, grouping and universe above the chart and the table that they choose."""
    import ipywidgets

    measures, layers = measures_of(dataset), dataset.layers
    codebook = layers.table("codebook")
    asked = dict(zip(codebook["label"], codebook["question"], strict=True))
    groupings = layers.table("groupings").set_index("grouping")["label"]
    universes = layers.table("universes").query("unit != 'row' and (unit != 'entity' or record != '')")
    question = ipywidgets.Dropdown(options=asked, description="Question")
    answer = ipywidgets.Dropdown(description="Answer")
    by = ipywidgets.Dropdown(
        options={"All": ""} | {groupings.get(g, g): g for g in dataset.memberships["grouping"].unique()},
        description="By",
    )
    universe = ipywidgets.Dropdown(
        options={row.name: row.universe for row in universes.itertuples(index=False)},
        value=dataset.paper.universe,
        description="Of",
    )
    shown = ipywidgets.HTML()

    def draw(change: dict | None = None) -> None:
        if change is None or change["owner"] is question:
            labels = layers.labels(measures.codebook.at[question.value, "answers"])
            answer.options = {"Each": ""} | {label: code for code, label in labels.items()}
        if answer.value is not None:
            shown.value = _page(dataset, question.value, answer.value, by.value, universe.value)

    for control in (question, answer, by, universe):
        control.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([ipywidgets.HBox([question, answer]), ipywidgets.HBox([by, universe]), shown])


def _page(dataset: Dataset, question: str, answers: str, by: str, universe: str) -> str:
    measures = measures_of(dataset)
    asked = {"kind": "share", "question": question, "answers": answers, "by": by, "universe": universe}
    row = pd.Series(asked, index=measures.rows.columns, name="explored").fillna("")
    rows = measures.make(row)
    title = measures.codebook.at[question, "label"]
    of = f"{rows['universe'].iloc[0]} (N = {rows.groupby('group')['denominator'].max().sum()})"
    caption = f"{title}. {of}. Source: {dataset.title}."
    return f"{_picture(dataset, rows, title, of)}{html_table(rows, caption)}"


def _picture(dataset: Dataset, rows: pd.DataFrame, title: str, of: str) -> str:
    figure, axes = framed(title, f"{of}. As of {dataset.as_of}.", dataset.title, dataset.banner, bottom=0.24)
    marks.intervals(axes, rows, rows["label"].tolist())
    return picture_html(figure, title, width=800, dpi=100)
