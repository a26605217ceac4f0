"""Codings for other programs: a matrix of noughts and ones, a long table with its quotes, REFI-QDA. One way: nothing is read back."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.refi import codebook_file, project_file
from analysis.coding.tasks import quoted, records_of
from analysis.export import csv_bytes, timeless
from analysis.measures.answers import Answers
from analysis.measures.book import measures_of
from analysis.measures.universes import Universe
from analysis.schema import NO_ANSWERS, parts
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

LONG = [
    "unit", "name", "entity", "record", "topic", "edition", "date", "question", "label", "coder", "answer", "said", "counts", "why_not",
    "symbol", "paragraph", "text", "note", "settled_by", "settled_on",
]  # fmt: skip
_OTHERWISE = "another answer counts"


def exported(dataset: Dataset) -> dict[str, bytes]:
    """Return every export as file name -> bytes: matrix and long table as CSV and xlsx, codebook (.qdc) and project (.qdpx)."""
    tables = {"matrix": matrix(dataset), "codings": long_table(dataset)}
    made = {f"{name}.csv": csv_bytes(table) for name, table in tables.items()}
    numbers = set(tables["matrix"]).difference(tables["codings"])
    made |= {f"{name}.xlsx": _workbook(name, table, numbers) for name, table in tables.items()}
    return made | {"codebook.qdc": codebook_file(dataset), "project.qdpx": project_file(dataset)}


def counting(dataset: Dataset) -> dict[tuple[str, ...], frozenset[str]]:
    """Return what a share takes each record to answer, by unit, record, topic and question: codes, or why there is none.

    Whether a question is asked is judged within the record. A universe that carries answers of earlier records over may find
    its condition in one of these: there its shares count an answer that does not count here.
    """
    answers, told = Answers(dataset), dict[tuple[str, ...], set[str]]()
    for (record, topic), own in records_of(dataset).groupby(["record", "topic"]):
        units = Universe("", "", str(record), str(record), str(topic), "", "", own, records=frozenset(own["unit"]))
        for question in answers.codebook.index:
            if answers.asks(units, question):
                for unit, code in answers.of(units, question).itertuples(index=False):
                    told.setdefault((unit, str(record), str(topic), question), set()).add(code)
    return {place: frozenset(codes) for place, codes in told.items()}


def matrix(dataset: Dataset) -> pd.DataFrame:
    """Return the answers that count as noughts and ones: one row a record and topic, one column a code, headed question:code.

    1: what is agreed holds the code; 0: it holds others; empty: no answer that any share counts (the long table says why).
    A question that asks for numbers has one column, the number itself.
    """
    told = counting(dataset)
    table = records_of(dataset)[["unit", "name", "entity", "record", "topic", "edition", "symbol"]].copy()
    places = list(zip(table["unit"], table["record"], table["topic"], strict=True))
    columns: dict[str, list[str]] = {}
    for question in dataset.layers.table("codebook").itertuples():
        own = [told.get((*place, question.question), frozenset()).difference(NO_ANSWERS) for place in places]
        codes = dataset.layers.codes(question.answers)
        for code in codes:
            columns[f"{question.question}:{code}"] = [str(int(code in one)) if one else "" for one in own]
        if not codes:
            columns[question.question] = [";".join(sorted(one)) for one in own]
    return pd.concat([table, pd.DataFrame(columns, index=table.index)], axis=1)


def long_table(dataset: Dataset) -> pd.DataFrame:
    """Return all that coders answered and settled: one row a coder's answer, with names, words and the paragraph cited (LONG).

    counts: whether shares count it, as one of those who say so; why_not: why there is no answer to count, or that another one does.
    """
    codebook = dataset.layers.table("codebook").set_index("question")
    records = records_of(dataset)[["unit", "record", "name", "edition", "date"]].drop_duplicates(["unit", "record"])
    rows = quoted(dataset, dataset.codings.merge(records, on=["unit", "record"], how="left"))
    label = cache(measures_of(dataset).answer_label)
    told, whys, silence = counting(dataset), dataset.layers.labels("no_answer"), codebook["silence"].to_dict()
    said, why = [], []
    for *place, answer in zip(*(rows[name] for name in (*KEY, "answer")), strict=True):
        said.append(label(place[-1], answer))
        why.append(_why_not(told.get(tuple(place), frozenset()), {*parts(answer)}, whys, silence[place[-1]]))
    return (
        rows.assign(said=said, label=rows["question"].map(codebook["label"]), why_not=why, counts=["no" if w else "yes" for w in why])
        .reindex(columns=LONG, fill_value="")
        .fillna("")
    )  # fmt: skip


def _why_not(counts: frozenset[str], answer: set[str], labels: Mapping[str, str], silence: str) -> str:
    """Return why an answer of a coder does not count; empty where it does, also as that for which silence stands."""
    usable = counts.difference(NO_ANSWERS)
    if usable:
        return "" if usable in (answer, {silence} if answer == {NOT_ADDRESSED} else answer) else _OTHERWISE
    reasons = sorted(counts) or sorted(answer.intersection(NO_ANSWERS)) or [NOT_APPLICABLE]
    return "; ".join(labels.get(reason) or reason for reason in reasons)


def _workbook(name: str, table: pd.DataFrame, numbers: Collection[str]) -> bytes:
    """Return a table as a workbook of one sheet: what stands in figures in some columns are numbers, all else are texts."""
    out, texts = io.BytesIO(), dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    figures = {column: [int(c) if c.isdecimal() else c for c in table[column]] for column in table if column in numbers}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": texts | {"in_memory": True}}) as book:
        table.assign(**figures).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 2), na_rep="")
        book.sheets[name].autofilter(0, 0, len(table), table.shape[1] - 1)
        book.sheets[name].set_column(0, table.shape[1] - 1, 16)
    return timeless(out.getvalue())
