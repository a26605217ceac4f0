"""What is public of the records and answers of a dataset, and what is restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.schema import TABLE_OF

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.languages import Language

PUBLIC, RESTRICTED = "public", "restricted"


def records(dataset: Dataset) -> pd.DataFrame:
    """Return the status of every review, response and recommendation: one row a record (unit, entity, record, symbol, status, said).

    status: the record's own; else that of the file with its symbol, or that it came from; else restricted, and said is False:
    what nobody called public is not.
    """
    sources = dataset.sources[dataset.sources["status"] != ""]
    known = dict(zip(sources["symbol"], sources["status"], strict=True)) | dict(
        zip(sources["source"], sources["status"], strict=True)
    )
    known.pop("", None)
    tables = []
    for record, name in TABLE_OF.items():
        table = getattr(dataset, name)
        file = table["source"] if "source" in table else table["file"] if "file" in table else table["symbol"]
        own = table["status"] if "status" in table else pd.Series("", index=table.index)
        status = own.where(own != "", file.map(known)).fillna(table["symbol"].map(known)).fillna("")
        tables.append(table[["unit", "entity", "symbol"]].assign(record=record, status=status))
    every = pd.concat(tables, ignore_index=True)
    return every.assign(said=every["status"] != "", status=every["status"].replace("", RESTRICTED))


def answers(dataset: Dataset) -> pd.DataFrame:
    """Return the findings, each with its status and the paragraph that it cites: one row a finding (status, text).

    status: the paragraph's own, else the record's (see `records`).
    """
    held = records(dataset).set_index("unit")["status"]
    key = ["symbol", "paragraph"]
    quotes = dataset.extracts.drop_duplicates(key)[[*key, "status", "text"]]
    table = dataset.findings.merge(quotes, on=key, how="left").fillna({"status": "", "text": ""})
    return table.assign(status=table["status"].where(table["status"] != "", table["unit"].map(held)))


def internal(dataset: Dataset) -> str:
    """Return what says, in English, that restricted answers are in a dataset; empty where none are."""
    said = dataset.layers.table("caveats").set_index("caveat")["text"]
    return said["internal"] if (answers(dataset)["status"] != PUBLIC).any() else ""


def warnings(dataset: Dataset, language: Language) -> str:
    """Return what must stand on every file of a dataset that leaves the report, in a language: of invented data, of restricted answers."""
    return language.sentences(language.text(text) for text in (dataset.banner, internal(dataset)) if text)


def public_answers(dataset: Dataset) -> set[tuple[str, str]]:
    """Return the (unit, question) pairs that a public source answers; a public record that says nothing of a question says so publicly."""
    said = answers(dataset)
    restricted = said[said["status"] != PUBLIC]
    hidden = set(zip(restricted["unit"], restricted["question"], strict=True))
    shown = said[said["status"] == PUBLIC]
    open_ = set(zip(shown["unit"], shown["question"], strict=True))
    of_public = records(dataset).query("status == @PUBLIC")["unit"]
    silent = {(unit, q) for unit in of_public for q in dataset.layers.table("codebook")["question"]}
    return (open_ | silent) - hidden
