"""Codings for other programs: a matrix of noughts and ones, a long table with its quotes, REFI-QDA. One way: nothing is read back."""

from __future__ import annotations

import io
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.counting import REASONS, counting, with_counts
from analysis.coding.refi import codebook_file, project_file
from analysis.coding.tasks import quoted, records_of
from analysis.export import csv_bytes, timeless
from analysis.measures.book import measures_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

LONG = [
    "unit", "name", "entity", "record", "topic", "edition", "date", "question", "label", "coder", "answer", "said", "counts", "why_not",
    "symbol", "paragraph", "text", "note", "settled_by", "settled_on",
]  # fmt: skip


def exported(dataset: Dataset) -> dict[str, bytes]:
    """Return every export as file name -> bytes: matrix and long table as CSV and xlsx, codebook (.qdc) and project (.qdpx)."""
    tables = {"matrix": matrix(dataset), "codings": long_table(dataset)}
    made = {f"{name}.csv": csv_bytes(table) for name, table in tables.items()}
    numbers = set(tables["matrix"]).difference(tables["codings"])
    made |= {f"{name}.xlsx": _workbook(name, table, numbers) for name, table in tables.items()}
    return made | {"codebook.qdc": codebook_file(dataset), "project.qdpx": project_file(dataset)}


def matrix(dataset: Dataset) -> pd.DataFrame:
    """Return the answers that count as noughts and ones: one row a record and topic, one column a code, headed question:code.

    1: what is agreed holds the code; 0: it holds others; empty: no answer that any share counts (the long table says why).
    A question that asks for numbers has one column, the number itself.
    """
    told = counting(dataset)
    table = records_of(dataset)[["unit", "name", "entity", "record", "topic", "edition", "date", "symbol"]].copy()
    places = list(zip(table["unit"], table["record"], table["topic"], strict=True))
    columns: dict[str, list[str]] = {}
    for question in dataset.layers.table("codebook").itertuples():
        own = [told.get((*place, question.question), frozenset()).difference(REASONS) for place in places]
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
    labels = dataset.layers.table("codebook").set_index("question")["label"]
    records = records_of(dataset)[["unit", "record", "name", "edition", "date"]].drop_duplicates(["unit", "record"])
    rows = quoted(dataset, dataset.codings.merge(records, on=["unit", "record"], how="left"))
    label = cache(measures_of(dataset).answer_label)
    said = [label(*answer) for answer in zip(rows["question"], rows["answer"], strict=True)]
    told = with_counts(dataset, rows.assign(said=said, label=rows["question"].map(labels)))
    return told.reindex(columns=LONG, fill_value="").fillna("")


def _workbook(name: str, table: pd.DataFrame, numbers: Collection[str]) -> bytes:
    """Return a table as a workbook of one sheet: what stands in figures in some columns are numbers, all else are texts."""
    out, texts = io.BytesIO(), dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    figures = {column: [int(c) if c.isdecimal() else c for c in table[column]] for column in table if column in numbers}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": texts | {"in_memory": True}}) as book:
        table.assign(**figures).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 2), na_rep="")
        book.sheets[name].autofilter(0, 0, len(table), table.shape[1] - 1)
        book.sheets[name].set_column(0, table.shape[1] - 1, 16)
    return timeless(out.getvalue())
