"""Where coders part: each answer and the passage that it cites side by side, in a workbook in which one settles it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.sheet import WIDTHS, Question, Questions, front
from analysis.coding.tasks import keys_of, questions_of, records_of
from analysis.coding.workbook import Block, Column, draw
from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.loaders.workbooks import SOURCE
from analysis.tidy.answers import AGREED

if TYPE_CHECKING:
    from analysis.dataset import Dataset

KEY = ["unit", "record", "topic", "question"]
COLUMNS = [*KEY, "entity", "coder", "answer", "symbol", "paragraph", "text", "note", "settled"]


def disagreements(dataset: Dataset) -> pd.DataFrame:
    """Return what coders answer differently: one row a coder's answer to a question on which any two part.

    text: the paragraph that he cites; settled: the answer that the coder “agreed” gave, empty while it is open. What stands in
    a register of records, by nobody's reading, is no answer of a coder.
    """
    codings = dataset.codings[dataset.codings["coder"] != SOURCE]
    agreed = codings["coder"] == AGREED
    settled = codings[agreed][[*KEY, "answer"]].rename(columns={"answer": "settled"})
    own = codings[~agreed]
    apart = own[own.groupby(KEY, sort=False)["answer"].transform("nunique") > 1]
    quotes = dataset.extracts.drop_duplicates(["symbol", "paragraph"])[["symbol", "paragraph", "text"]]
    rows = apart.merge(settled, on=KEY, how="left").merge(quotes, on=["symbol", "paragraph"], how="left")
    return (
        rows.reindex(columns=COLUMNS, fill_value="")
        .fillna("")
        .sort_values([*KEY, "coder"], kind="stable")
        .reset_index(drop=True)
    )


def disagreements_sheet(
    dataset: Dataset, questions: Sequence[str] = (), states: Sequence[str] = (), language: str = ENGLISH
) -> bytes:  # fmt: skip
    """Return the workbook of what is not settled: a sheet a question, a row a record, the coders side by side, then what is settled.

    It is read as a coding sheet of the coder “agreed”. Raises DataError where nothing is to be settled, or as `coding_sheet`.
    """
    spoken = Language(language, dataset.layers)
    records = records_of(dataset, states)
    rows = disagreements(dataset)
    rows = rows[(rows["settled"] == "") & rows["unit"].isin(records["unit"])]
    asked = questions_of(dataset.layers, questions)
    asked = asked[asked["question"].isin(rows["question"])]
    if asked.empty:
        raise DataError("There is nothing to settle: no two coders part on what was chosen, or all of it is settled.")
    made = Questions(dataset.layers, spoken)
    blocks = [
        _block(made, question, rows[rows["question"] == question["question"]], records, spoken)
        for question in asked.to_dict("records")
    ]
    title = f"{dataset.paper.title}: {AGREED}"
    return draw(front(dataset, AGREED, spoken), blocks, title, spoken)


def _block(made: Questions, question: Question, rows: pd.DataFrame, records: pd.DataFrame, language: Language) -> Block:
    """Return the sheet of a question."""
    place = ["unit", "record", "topic"]
    mine = records.merge(rows[place].drop_duplicates(), on=place)
    columns = made.identity(mine)
    kept = len(columns)
    units = list(zip(*(mine[name] for name in place), strict=True))
    for coder, own in rows.groupby("coder", sort=True):
        told = own.set_index(place)[["answer", "paragraph", "text", "note"]].T.to_dict()
        cells = [told.get(unit, {}) for unit in units]
        answers = [made.said(question["question"], one.get("answer", "")) for one in cells]
        passages = [
            " ".join(filter(None, (f"§ {one['paragraph']}:" if one.get("paragraph") else "", one.get("text", ""))))
            for one in cells
        ]
        notes = [one.get("note", "") for one in cells]
        columns.append(Column("", str(coder), answers, width=WIDTHS["answer"]))
        columns.append(Column("", f"{coder}: {language.text('Passage')}", passages, width=WIDTHS["passages"] - 15))
        columns += [Column("", f"{coder}: {language.text('Note')}", notes, width=WIDTHS["note"])] if any(notes) else []
    empty = [""] * len(mine)
    columns.append(made.answer(question, f"{language.text('Settled')}: {language.text(question['label'])}", empty))
    beside = {
        "paragraph": language.text("Paragraph"), "note": language.text("Reason"),
        "by": language.text("Settled by"), "on": language.text("Day"),
    }  # fmt: skip
    columns += [made.beside(question, kind, head, empty) for kind, head in beside.items()]
    return Block(language.text(question["label"]), keys_of(mine, AGREED), columns, kept)
