"""The annex of a paper in Word: its charts with their readings and numbers, its statements, its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.disclosure.status import warnings
from analysis.errors import DataError
from analysis.languages import Language
from analysis.measures.book import measures_of
from analysis.measures.checks import consistency
from analysis.measures.ledger import statements
from analysis.office import grids
from analysis.office.shown import chart_ids, shown, text_of
from analysis.office.word import NUMBERED, SMALL, WordFile
from analysis.tables.formats import dated, symbol_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.office.grids import Grid

# Readings of every paper, and where they stand; the others are of the paper.
_OPENING, _OF_LEDGER = "rows_read", "ledger"
# How many times taller than wide a picture may be and still be read on a page.
_TALLEST = 1.2


def annex(dataset: Dataset, language: Language) -> bytes:
    """Return the annex as the bytes of a docx file.

    One section each: what it rests on; a chart with its reading, picture and numbers; readings and shares without a chart; the
    statements; the checks. What cannot be made is said in its place, and what there is not is left out.
    """
    title = language.text("Annex: charts and tables")
    paper = language.text(dataset.paper.title)
    day = language.day(dataset.as_of)
    word = WordFile(language, f"{paper}. {title}", symbol_of(dataset, language), day)
    word.heading(paper, 0)
    word.paragraph(title, "Subtitle")
    if warning := warnings(dataset, language):
        word.mark(warning)
    _opening(word, dataset, language)
    names = chart_ids(dataset)
    if names:
        word.heading(language.text("Charts"), 1)
    for name in names:
        _chart(word, name, dataset, language)
    _further(word, dataset, language)
    _ledger(word, dataset, language)
    return word.data()


def _opening(word: WordFile, dataset: Dataset, language: Language) -> None:
    word.heading(language.text("What this annex rests on"), 1)
    word.paragraph(dated(dataset, language))
    if opening := text_of(_OPENING, dataset, language):
        word.paragraph(opening)
    word.paragraph(language.text("Every share stands beside its numerator and denominator."))


def _chart(word: WordFile, name: str, dataset: Dataset, language: Language) -> None:
    try:
        found = shown(name, dataset, language)
        pictures, grid = found.pictures(_TALLEST), grids.grid_of(found.chart, language)
    except DataError as error:
        word.heading(name, 2)
        word.paragraph(language.text("This chart could not be made: {why}").format(why=error))
        return
    word.heading(found.title, 2)
    if found.text:
        word.paragraph(found.text, stays=True)
    for number, picture in enumerate(pictures, start=1):
        part = language.text("Part {number} of {count}").format(number=number, count=len(pictures))
        more = f" ({part})" if len(pictures) > 1 else ""
        word.caption("Figure", f"{found.title}{more}. {found.subtitle}")
        word.picture(picture, found.alt)
    source = language.sentences((language.sentence(found.source), found.banner))
    word.paragraph(source, SMALL)
    if grid and grid.rows:
        _table(word, grid, f"{found.title}. {found.subtitle}", source)


def _table(word: WordFile, grid: Grid, title: str, source: str) -> None:
    word.caption("Table", title)
    word.table(grid, title)
    word.paragraph(source, SMALL)


def _of_data(dataset: Dataset, language: Language) -> str:
    return language.sentences((dated(dataset, language), warnings(dataset, language)))


def _further(word: WordFile, dataset: Dataset, language: Language) -> None:
    """Add the readings that no chart has, and the shares of one row that no chart draws."""
    charts = dataset.layers.table("charts")
    readings = dataset.layers.table("readings")["reading"].drop_duplicates()
    names = [name for name in readings if name not in {_OPENING, _OF_LEDGER, *charts["chart"]}]
    measures = measures_of(dataset)
    table = measures.all().reindex(columns=[*_SHARE, "measure", "missing"])
    drawn = {part.strip() for cell in charts["measures"] for part in cell.split(";")}
    single = ~table["measure"].duplicated(keep=False) & ~table["measure"].isin(drawn)
    table = table[single & table["denominator"].notna() & table["share"].notna()]
    table = table.assign(label=[measures.label_of(name) for name in table["measure"]])
    if not names and table.empty:
        return
    word.heading(language.text("Further numbers"), 1)
    for name in names:
        word.paragraph(text_of(name, dataset, language))
    if len(table):
        grid = grids.shares(table.fillna({"group": "", "question": "", "answer": ""}), measures, language)
        title = language.text("Shares that no chart shows")
        _table(word, grid, title, _of_data(dataset, language))


_SHARE = ["label", "question", "group", "answer", "universe", "count", "denominator", "share", "low", "high", "bound_low",
          "bound_high"]  # fmt: skip


def _ledger(word: WordFile, dataset: Dataset, language: Language) -> None:
    table: pd.DataFrame = statements(dataset)
    held = consistency(dataset)
    if table.empty and held.empty:
        return
    word.heading(language.text("Statements of the paper"), 1)
    if text := text_of(_OF_LEDGER, dataset, language):
        word.paragraph(text, NUMBERED)
    if len(table):
        title = language.text("Statements of the paper: published against computed")
        _table(word, grids.ledger(table, language), title, _of_data(dataset, language))
    if len(held):
        title = language.text("The paper held against itself")
        _table(word, grids.checks(held, language), title, "")
