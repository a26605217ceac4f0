"""What notebooks call to show things: the opening banner, a chart, a table, a paragraph of reading.

A notebook opens one dataset and shows it in one language, that of ANALYSIS_LANGUAGE.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import DataError
from analysis.schema import parts
from analysis.tables import html as tables

if TYPE_CHECKING:
    from IPython.display import HTML

    from analysis.dataset import Dataset
    from analysis.measures.book import Measures

# Whose facts a thing shows: a page of the report that shows none of the dataset says nothing of the dataset.
OF_THE_PAPER, OF_THE_DATASET = "paper", "dataset"
_NAMED = re.compile(r"\{?(\w+)(?:\[[^\]]+\])?\.\w+")
# Fields of a reading that are days or sentences of the paper.
_WORDS = ("day", "caveat")
_opened: list[Dataset] = []


def opening(dataset: Dataset) -> HTML:
    """Show whose data these are and, for invented ones, the banner; tables shown after it know the dataset by it."""
    _opened[:] = [dataset]
    language = dataset.language
    banner = tables.text_html(language.text(dataset.banner), "p", "analysis-banner") if dataset.banner else ""
    data = language.text("Data: {title}, as of {day}.").format(
        title=language.text(dataset.title), day=language.day(dataset.as_of)
    )
    paper = language.text("Paper: {title}.").format(title=language.text(dataset.paper.title))
    style = Path(tables.__file__).with_name("tables.css").read_text(encoding="utf-8")
    return _shown(
        f"<style>{style}</style><div class='analysis-of-data'>{banner}{tables.text_html(data, 'p', 'analysis-source')}</div>"
        f"{tables.text_html(paper, 'p', 'analysis-source')}",
        "",
    )


def chart(name: str, dataset: Dataset) -> HTML:
    """Show a chart of the paper by its id. Raises DataError for an unknown id."""
    from analysis.charts import catalogue
    from analysis.charts.export import alternative

    shown = catalogue.chart(name, dataset, dataset.language.code)
    picture = tables.picture_html(shown.draw(), alternative(shown), width=900)
    return _shown(f"<figure data-chart='{name}'>{picture}</figure>", _of(dataset, shown.names))


def table(frame: pd.DataFrame, caption: str = "", most: int = 60) -> HTML:
    """Show a frame as a tidy table with a caption; the numbers of measures and statements lead to their evidence."""
    from analysis.measures.book import measures_of

    if not _opened:
        return _shown(tables.html_table(frame, caption, most=most), OF_THE_DATASET)
    (dataset,) = _opened
    measures = measures_of(dataset)
    leads_to = [_evidence_of(row, measures) for row in frame.head(most).to_dict("records")]
    language = dataset.language
    made = tables.html_table(
        labelled(frame, dataset), language.text(caption), most=most, language=language, leads_to=leads_to
    )
    return _shown(made, _whose(frame, dataset))


def reading(name: str, dataset: Dataset) -> HTML:
    """Show a paragraph that reads measures out, by its id in readings.csv."""
    from analysis.measures.readings import reading as read_out

    told = dataset.layers.table("readings").query("reading == @name")
    named = dict.fromkeys(_NAMED.findall(" ".join([*told["only_if"], *told["text"]])))
    return _shown(
        tables.text_html(read_out(name, dataset, dataset.language.code), "p"),
        _of(dataset, [n for n in named if n not in _WORDS]),
    )


def readings(dataset: Dataset) -> HTML:
    """Show every reading of the paper and the dataset, a paragraph each, in the order of readings.csv."""
    names = dataset.layers.table("readings")["reading"].drop_duplicates()
    return _shown("".join(str(reading(name, dataset).data) for name in names), "")


def _shown(made: str, whose: str) -> HTML:
    from IPython.display import HTML

    return HTML(f"<div data-of='{whose}'>{made}</div>" if whose else made)


def labelled(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return a frame with the codes of listed rows, questions, answers, groupings and groups as their labels."""
    from analysis.measures.book import measures_of

    measures, layers, rows = measures_of(dataset), dataset.layers, frame.to_dict("records")
    groupings = layers.table("groupings").set_index("grouping")["label"].to_dict()
    listed = layers.labels("row_kind")
    known = {
        "kind": listed,
        "row_kind": listed,
        "question": measures.codebook["label"].to_dict(),
        "grouping": groupings,
    }
    said = {c: [labels.get(row[c], row[c]) for row in rows] for c, labels in known.items() if c in frame}
    asked = measures.rows["question"].to_dict()
    for column in {"answer", "review", "response"} & {*frame}:
        questions = [row.get("question") or asked.get(row.get("measure"), "") for row in rows]
        answers = [row[column] if isinstance(row[column], str) else "" for row in rows]
        # What is listed is no answer: its label says it.
        listed_ = [not question and "label" in frame for question in questions]
        said[column] = [
            "" if k else measures.answer_label(q, a) for k, q, a in zip(listed_, questions, answers, strict=True)
        ]
    if {"group", "grouping"} <= {*frame}:
        said["group"] = [measures.group_label(str(row["grouping"]), row["group"]) for row in rows]
    return frame.assign(**said)


def _evidence_of(row: dict[str, Any], measures: Measures) -> str:
    """Return where the evidence of a row's numbers is: a statement's, or that of a measure of the paper."""
    if "statement" in row:
        return f"evidence/index.html#{row['statement']}"
    rows, name = measures.rows, row.get("measure")
    # A question that is shown answer by answer may bear the name of a measure of one of them.
    if name not in rows.index or rows.at[name, "by"] != (row.get("grouping") or ""):
        return ""
    one_answer = rows.at[name, "answers"] and rows.at[name, "answers"].split()[0] not in ("each", "any", ">=")
    return (
        f"evidence/{name}.html" if not one_answer or row.get("answer") in (None, "", rows.at[name, "answers"]) else ""
    )


def _whose(frame: pd.DataFrame, dataset: Dataset) -> str:
    """Return whose facts a frame shows: the paper's where it is of its lists or rests on nothing else."""
    if "measure" in frame:
        return _of(dataset, list(frame["measure"].unique()))
    if "statement" in frame:
        claims = dataset.layers.table("claims")
        rests = claims.loc[claims["statement"].isin(frame["statement"]), "measures"]
        return _of(dataset, [name.split("[")[0] for names in rests for name in parts(names)])
    lists = dataset.paper.layers.table("lists")
    if len(frame) and set(frame) <= set(lists):
        held = set(lists[list(frame)].itertuples(index=False, name=None))
        return OF_THE_PAPER if held.issuperset(frame.itertuples(index=False, name=None)) else OF_THE_DATASET
    return OF_THE_DATASET


def _of(dataset: Dataset, measures: list[str]) -> str:
    """Return whose facts some measures speak of: the paper's where each is of a list that it was published with."""
    from analysis.measures.book import measures_of

    try:
        listed = [universe.listed for name in measures for universe in measures_of(dataset).universes_of(name)[:1]]
    except DataError:
        return OF_THE_DATASET
    return OF_THE_PAPER if listed and all(listed) else OF_THE_DATASET
