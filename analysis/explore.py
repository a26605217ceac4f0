"""Explore any question by any grouping: a table and a chart, and in JupyterLab the controls to choose."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.catalogue import Chart
from analysis.charts.export import alternative, exported
from analysis.charts.sheet import SLIDE
from analysis.errors import DataError
from analysis.export import write_all
from analysis.languages import ENGLISH, Language
from analysis.measures.book import measures_of
from analysis.measures.universes import named
from analysis.paths import home_of
from analysis.tables.html import html_table, picture_html, text_html

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

    measures, layers, text = measures_of(dataset), dataset.layers, dataset.language.text
    codebook = layers.table("codebook")
    asked = dict(zip(map(text, codebook["label"]), codebook["question"], strict=True))
    universes = layers.table("universes").query("unit != 'row' and (unit != 'entity' or record != '')")
    each, together = {text("Each"): ""}, {text("All"): ""}
    question = ipywidgets.Dropdown(options=asked, description=text("Question"))
    # A dropdown that begins without options never chooses one.
    answer = ipywidgets.Dropdown(options=each, description=text("Answer"))
    by = ipywidgets.Dropdown(options=together, description=text("Grouping"))
    universe = ipywidgets.Dropdown(
        options={text(named(row.name, dataset.paper)): row.universe for row in universes.itertuples(index=False)},
        value=dataset.paper.universe,
        description=text("Of"),
    )
    shown = ipywidgets.HTML()

    def offer(change: dict | None) -> None:
        if change is None or change["owner"] is question:
            labels = layers.labels(measures.codebook.at[question.value, "answers"])
            answer.options = each | {text(label): code for code, label in labels.items()}
        if change is None or change["owner"] is universe:
            offered = {text(label): name for label, name in groupings(dataset, universe.value).items()}
            kept, by.options = by.value, together | offered
            by.value = kept if kept in offered.values() else ""

    def draw(change: dict | None = None) -> None:
        # What a control cannot show is said: an error in it would show nothing.
        try:
            offer(change)
            shown.value = _page(dataset, question.value, answer.value, by.value, universe.value)
        except DataError as error:
            shown.value = text_html(text(str(error)), "p")

    def save(_: object) -> None:
        try:
            files = save_chart(
                dataset, question.value, answer.value, by.value, universe.value, language=dataset.language.code
            )
            told.value = text_html(", ".join(str(path) for path in files), "p")
        except DataError as error:
            told.value = text_html(text(str(error)), "p")

    button, told = ipywidgets.Button(description=text("Save the chart")), ipywidgets.HTML()
    button.on_click(save)
    for control in (question, answer, by, universe):
        control.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([ipywidgets.HBox([question, answer]), ipywidgets.HBox([by, universe]), shown, button, told])


def groupings(dataset: Dataset, universe: str) -> dict[str, str]:
    """Return the groupings of a universe's units by label: their entities' and, where somebody made them, the makers'.

    Raises DataError for an unknown universe.
    """
    labels = dataset.layers.table("groupings").set_index("grouping")["label"]
    known = dict.fromkeys([*labels.index, *dataset.memberships["grouping"]])
    units = measures_of(dataset).universes[universe].everyone.units
    own = {labels.get(name, name): name for name in known if name in units}
    makers = {f"{labels.get(name, name)} of the maker": f"maker_{name}" for name in known if f"maker_{name}" in units}
    return own | makers


def save_chart(
    dataset: Dataset,
    question: str,
    answers: str = "",
    by: str = "",
    universe: str = "",
    *,
    language: str = ENGLISH,
    size: str = SLIDE,
    folder: Path | None = None,
) -> list[Path]:
    """Save the chart of a question as SVG, PNG and PDF, its alternative text and its numbers with the units behind them.

    question to universe: as for `explored`; language: one of the six; size: slide, page or column; folder: by default
    figures/explored/ of the dataset. Returns the files. Raises DataError for a question that has no answer to count there.
    """
    shown = _chart(dataset, question, answers, by, universe or dataset.paper.universe, language, size)
    files = exported(shown)
    place = folder or home_of(dataset.folder) / "figures" / "explored"
    named_by = re.sub(r"\W+", "_", "-".join(filter(None, (question, answers, by, universe, size, language))))
    return write_all({place / f"{named_by}.{suffix}": content for suffix, content in files.items()})


def _page(dataset: Dataset, question: str, answers: str, by: str, universe: str) -> str:
    """Return chart and table. Raises DataError for a question that is not asked there, or has no answer to count."""
    language = dataset.language
    shown = _chart(dataset, question, answers, by, universe, language.code)
    picture = picture_html(shown.draw(), alternative(shown), width=800, dpi=100)
    source = language.text("Source: {source}").format(source=language.text(dataset.title))
    caption = language.sentences(map(language.sentence, (shown.title, shown.of, source)))
    return f"{picture}{html_table(shown.rows.drop(columns='series'), caption, language=language)}"


def _chart(
    dataset: Dataset, question: str, answers: str, by: str, universe: str, language: str = ENGLISH, size: str = SLIDE
) -> Chart:
    """Return the chart of a question. Raises DataError for one that is not asked there, or has no answer to count."""
    measures, words = measures_of(dataset), Language(language, dataset.layers)
    asked = {"kind": "share", "question": question, "answers": answers, "by": by, "universe": universe}
    row = pd.Series(asked, index=measures.rows.columns, name="explored").fillna("")
    rows, together = measures.make(row), measures.make(row.where(row.index != "by", ""))
    title = measures.codebook.at[question, "label"]
    if rows.empty:
        raise DataError(f"“{title}”: nobody answers in the universe “{measures.universes[universe].name}”.")
    # A unit of two groups is one unit: N is of all groups together.
    of = f"{words.text(rows['universe'].iloc[0])} (N = {together['denominator'].max()})"
    drawn = pd.Series({"title": title, "subtitle": "", "drawing": "intervals", "measures": ""})
    return Chart("explored", drawn, dataset, words, size, rows.assign(series=title), of)
