"""Codings for other programs: a matrix of noughts and ones, a long table with its quotes, REFI-QDA. One way: nothing is read back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.refi import codebook_file, project_file
from analysis.coding.tasks import asks, quoted, records_of
from analysis.export import csv_bytes, timeless
from analysis.schema import NO_ANSWERS

if TYPE_CHECKING:
    from analysis.dataset import Dataset

LONG = [
    "unit", "name", "entity", "record", "topic", "edition", "date", "question", "label", "coder", "answer", "said", "symbol",
    "paragraph", "text", "note", "settled_by", "settled_on",
]  # fmt: skip


def exported(dataset: Dataset) -> dict[str, bytes]:
    """Return every export as file name -> bytes: matrix and long table as CSV and xlsx, codebook (.qdc) and project (.qdpx)."""
    tables = {"matrix": matrix(dataset), "codings": long_table(dataset)}
    made = {f"{name}.csv": csv_bytes(table) for name, table in tables.items()}
    made |= {f"{name}.xlsx": _workbook(name, table) for name, table in tables.items()}
    return made | {"codebook.qdc": codebook_file(dataset), "project.qdpx": project_file(dataset)}


def matrix(dataset: Dataset) -> pd.DataFrame:
    """Return the findings as noughts and ones: one row a record and topic, one column a code, headed question:code.

    1: the agreed answer holds the code; 0: it holds others; empty: no answer, for whatever reason (the long table has it).
    A question that asks for numbers has one column, the number itself.
    """
    records = records_of(dataset)
    table = records[["unit", "name", "entity", "record", "topic", "edition", "symbol"]].copy()
    place = pd.MultiIndex.from_frame(records[["unit", "topic"]])
    findings = dataset.findings[~dataset.findings["answer"].isin(NO_ANSWERS)]
    columns: dict[str, list[str]] = {}
    for question in dataset.layers.table("codebook").to_dict("records"):
        own = (
            findings[findings["question"] == question["question"]]
            .groupby(["unit", "topic"])["answer"]
            .agg(set)
            .to_dict()
        )
        told = [own.get(unit) if asks(question, unit[1]) else None for unit in place]
        codes = dataset.layers.codes(question["answers"])
        for code in codes:
            columns[f"{question['question']}:{code}"] = [
                "" if one is None else "1" if code in one else "0" for one in told
            ]
        if not codes:
            columns[question["question"]] = ["" if one is None else ";".join(sorted(one)) for one in told]
    return pd.concat([table, pd.DataFrame(columns, index=table.index)], axis=1)


def long_table(dataset: Dataset) -> pd.DataFrame:
    """Return all that coders answered and settled: one row a coder's answer, with names, words and the paragraph cited (LONG)."""
    codebook = dataset.layers.table("codebook").set_index("question")
    codings = dataset.codings
    records = records_of(dataset)[["unit", "record", "name", "edition"]].drop_duplicates(["unit", "record"])
    dates = pd.concat([dataset.reviews, dataset.responses, dataset.recommendations])[["unit", "date"]].drop_duplicates(
        "unit"
    )
    rows = codings.merge(records, on=["unit", "record"], how="left").merge(dates, on="unit", how="left")
    rows = quoted(dataset, rows)
    words = {
        name: dataset.layers.labels(name) | dataset.layers.labels("no_answer") for name in codebook["answers"].unique()
    }
    said = [
        "; ".join(words[codebook.at[question, "answers"]].get(code) or code for code in answer.split(";"))
        for question, answer in zip(rows["question"], rows["answer"], strict=True)
    ]
    return (
        rows.assign(said=said, label=rows["question"].map(codebook["label"]))
        .reindex(columns=LONG, fill_value="")
        .fillna("")
    )


def _workbook(name: str, table: pd.DataFrame) -> bytes:
    """Return a table as a workbook of one sheet: noughts and ones are numbers, all else are texts."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    for at, column in enumerate(table):
        sheet.write_string(0, at, column, bold)
        whole = ":" in column
        for row, cell in enumerate(table[column], start=1):
            if whole and cell:
                sheet.write_number(row, at, int(cell))
            elif cell:
                sheet.write_string(row, at, cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), table.shape[1] - 1)
    sheet.set_column(0, table.shape[1] - 1, 16)
    book.close()
    return timeless(out.getvalue())
