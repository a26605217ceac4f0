"""Evidence: behind a number, the units counted, those not, and the paragraphs that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.measures.book import measures_of
from analysis.schema import NO_ANSWERS, SEPARATOR, parts
from analysis.statistics.shares import NOT_ADDRESSED, NOT_REVIEWED

if TYPE_CHECKING:
    from analysis.dataset import Dataset

COLUMNS = ["unit", "name", "group", "counted", "answer", "symbol", "paragraph", "text"]
COUNTED, OTHER, OPEN, OUTSIDE = "counted", "another answer", "no answer", "not among those asked"


def evidence(dataset: Dataset, measure: str) -> pd.DataFrame:
    """Return what stands behind a measure: one row a unit of its population, or of its list.

    counted: whether the unit has the answer that is counted, another one, none, or stands outside a condition (such as
    "of the States with legislation"); answer: its codes, or why there is none; symbol, paragraph, text: who says so.
    Raises DataError for an unknown measure.
    """
    measures = measures_of(dataset)
    table = measures.of(measure)
    row = measures.rows.loc[measure]
    universe = measures.universes_of(measure)[-1]
    if universe.lacks:
        raise DataError(universe.lacks)
    if "units" not in table or table["units"].isna().all():
        raise DataError(
            f"“{measures.label_of(measure)}” is made of other numbers: ask for the evidence of a share or a count."
        )
    units = universe.everyone.units.drop_duplicates("unit")
    counted = {unit for held in table["units"].dropna() for unit in held}
    frame = pd.DataFrame({"unit": units["unit"], "name": units.get("name", units["unit"])})
    frame["group"] = units.get(row["by"], "")
    said = _said(dataset, measures, universe, row)
    frame = frame.merge(said, on="unit", how="left")
    asked = set(universe.units["unit"])
    if row["given"]:
        asked = asked & measures.answers.domain(universe, row["given"])[0]
    silent = frame["unit"].isin(universe.units["unit"]).map({True: NOT_ADDRESSED, False: NOT_REVIEWED})
    frame["answer"] = frame["answer"].where(frame["answer"].notna(), silent if row["question"] else "")
    frame["counted"] = [
        _counted(unit in counted, unit in asked, answer)
        for unit, answer in zip(frame["unit"], frame["answer"], strict=True)
    ]
    order = frame["counted"].map({COUNTED: 0, OTHER: 1, OPEN: 2, OUTSIDE: 3})
    frame = frame.assign(order=order).sort_values(["order", "group", "unit"], kind="stable")
    return frame.reindex(columns=COLUMNS).fillna("").reset_index(drop=True)


def _counted(counts: bool, asked: bool, answer: str) -> str:
    if counts:
        return COUNTED
    # Of one of several recommendations it may be open what it answers: the reason stands last.
    return OUTSIDE if not asked else OPEN if answer.rpartition(SEPARATOR)[2] in NO_ANSWERS else OTHER


def _said(dataset: Dataset, measures, universe, row: pd.Series) -> pd.DataFrame:
    """Return the answers of a universe's units with the paragraph that says so: one row a unit."""
    if not row["question"]:
        return pd.DataFrame(columns=["unit", "answer", "symbol", "paragraph", "text"])
    if row["kind"] == "at_least":
        return measures.answers.reached(universe, row).assign(symbol="", paragraph="", text="")
    tables = []
    for question in parts(row["question"]):
        answers = measures.answers.of(universe, question, not_applicable_is_no=row["not_applicable"] == "no")
        open_ = measures.answers.partly_open(universe, question).items()
        answers = pd.concat([answers, pd.DataFrame(open_, columns=["unit", "answer"], dtype=str)]).drop_duplicates()
        told = answers.groupby("unit", as_index=False)["answer"].agg(SEPARATOR.join)
        tables.append(told.assign(question=question))
    said = pd.concat(tables, ignore_index=True)
    found = universe.standing(dataset.findings)
    key = "entity" if universe.unit == "entity" else "unit"
    found = found.drop_duplicates([key, "question"])[[key, "question", "symbol", "paragraph"]]
    said = said.merge(found.rename(columns={key: "unit"}), on=["unit", "question"], how="left")
    quotes = dataset.extracts.drop_duplicates(["symbol", "paragraph"])[["symbol", "paragraph", "text"]]
    return said.merge(quotes, on=["symbol", "paragraph"], how="left").drop_duplicates("unit").drop(columns="question")
