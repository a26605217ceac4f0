"""What notebooks call to show things: the opening banner, a chart, a table, a paragraph of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.tables.html import html_table, picture_html, text_html

if TYPE_CHECKING:
    from IPython.display import HTML

    from analysis.dataset import Dataset

_CSS = """<style>
table.analysis {border-collapse: collapse; font-size: 0.85em; margin: 0.5em 0 1em 0; display: table}
table.analysis caption {caption-side: top; text-align: left; color: #5b6770; padding: 0.3em 0; white-space: normal}
table.analysis th, table.analysis td {text-align: left !important}
table.analysis td.number {text-align: right !important; white-space: nowrap}
table.analysis th {border-bottom: 2px solid #c9d3da; padding: 0.3em 0.8em 0.3em 0; vertical-align: bottom}
table.analysis td {border-bottom: 1px solid #e4e9ec; padding: 0.25em 0.8em 0.25em 0; vertical-align: top}
.analysis-banner {border-left: 6px solid #a3123a; background: #fbeef1; padding: 0.7em 1em; font-weight: bold; color: #a3123a}
.analysis-source {border-left: 6px solid #0b6aa2; background: #eef5fa; padding: 0.7em 1em}
</style>"""


def opening(dataset: Dataset) -> HTML:
    """Show whose data these are and, for invented ones, the banner."""
    from IPython.display import HTML

    banner = text_html(dataset.banner, "div", "analysis-banner") if dataset.banner else ""
    source = f"Data: {dataset.title}, as of {dataset.as_of}. Paper: {dataset.paper.title}."
    return HTML(f"{_CSS}{banner}{text_html(source, 'div', 'analysis-source')}")


def chart(name: str, dataset: Dataset) -> HTML:
    """Show a chart of the paper by its id. Raises DataError for an unknown id."""
    from IPython.display import HTML

    from analysis.charts import catalogue

    shown = catalogue.chart(name, dataset)
    return HTML(picture_html(shown.draw(), shown.title, width=900))


def table(frame: pd.DataFrame, caption: str = "", most: int = 60) -> HTML:
    """Show a frame as a tidy table with a caption."""
    from IPython.display import HTML

    return HTML(html_table(frame, caption, most=most))


def reading(name: str, dataset: Dataset) -> HTML:
    """Show a paragraph that reads measures out, by its id in readings.csv."""
    from IPython.display import HTML

    from analysis.measures.readings import reading as read_out

    return HTML(text_html(read_out(name, dataset), "p"))
