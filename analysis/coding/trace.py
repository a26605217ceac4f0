"""Drill-down both ways: from a number to its States, answers, coders and paragraphs; from a paragraph to all that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.counting import with_counts
from analysis.coding.tasks import quoted, statements_of
from analysis.documents.citations import FOUND_COLUMNS, cite, find_again
from analysis.errors import DataError
from analysis.measures.book import measures_of
from analysis.measures.evidence import evidence
from analysis.measures.universes import ENTITY
from analysis.schema import SEPARATOR, parts

if TYPE_CHECKING:
    from analysis.dataset import Dataset

BEHIND = [
    "unit", "name", "group", "counted", "agreed", "coder", "answer", "symbol", "paragraph", "text", "note", "settled_by", "settled_on",
]  # fmt: skip
RESTS = ["what", "entity", "unit", "topic", "question", "coder", "answer", "measure", "statement", "counted"]
ANSWER = ["unit", "record", "topic", "question", "coder", "answer", "symbol", "paragraph"]
CODING, FINDING, NUMBER = "answer of a coder", "finding", "number"


def behind(dataset: Dataset, measure: str) -> pd.DataFrame:
    """Return who stands behind a measure: one row a unit and coder who read it, or a unit that nobody read (coder empty).

    counted, agreed: as in `analysis.measures.evidence`; answer, symbol, paragraph, text, note: what the coder said and cites;
    settled_by, settled_on: of the coder “agreed”. Raises DataError for an unknown measure, or one that asks no question.
    """
    measures = measures_of(dataset)
    rows = evidence(dataset, measure)
    universe = measures.universes_of(measure)[-1]
    questions = parts(measures.rows.at[measure, "question"])
    if not questions:
        raise DataError(f"“{measure}” asks no question: its evidence names the units, and no coder stands behind them.")
    codings = universe.standing(dataset.codings[dataset.codings["question"].isin(questions)])
    key = "entity" if universe.unit == ENTITY else "unit"
    said = quoted(dataset, codings)
    said = said[[key, *(c for c in BEHIND if c in said and c != "unit")]].rename(columns={key: "unit"})
    whole = rows[["unit", "name", "group", "counted", "answer"]].rename(columns={"answer": "agreed"})
    return whole.merge(said, on="unit", how="left").reindex(columns=BEHIND, fill_value="").fillna("")


def rests_on(dataset: Dataset, symbol: str, paragraph: str | int) -> pd.DataFrame:
    """Return all that rests on a paragraph: one row an answer of a coder, a finding, or a number of the paper.

    what: which of the three; measure, statement: of a number, with the statements of the paper that it enters, joined by ";"; counted: of a number, whether
    the finding is among those counted, or only among those asked; else whether shares count the answer at all. Raises DataError where no extract and no coding is of it.
    """
    paragraph, tables = str(paragraph), (dataset.codings, dataset.findings, dataset.extracts)
    codings, findings, extracts = (t[(t["symbol"] == symbol) & (t["paragraph"] == paragraph)] for t in tables)
    if codings.empty and extracts.empty:
        raise DataError(
            f"Nothing is known of paragraph {paragraph} of {symbol}. Compare both with the columns of the extracts."
        )
    said = [codings.assign(what=CODING), findings.assign(what=FINDING)]
    rows = [
        *(with_counts(dataset, own).assign(counted=lambda told: told["counts"]) for own in said),
        _numbers(dataset, findings),
    ]
    return pd.concat([part.reindex(columns=RESTS, fill_value="") for part in rows], ignore_index=True).fillna("")


def anchors(before: Dataset, after: Dataset) -> pd.DataFrame:
    """Return what became of the citations of coders in corrected documents: one row an answer that cites a paragraph.

    before: the dataset as it was when it was coded; after: with the corrected documents. Columns: ANSWER, then what
    `analysis.documents.citations.find_again` says of the paragraph: found (same, moved, changed, lost), where it stands now, and how like it is.
    An answer that cited nothing that was held is left out: `check` says so of it.
    """
    quotes = before.extracts.drop_duplicates(["symbol", "section", "paragraph"])
    held = quotes.groupby(["symbol", "paragraph"])[["section", "text"]].first()
    codings = before.codings.merge(held.reset_index(), on=["symbol", "paragraph"])
    asked = codings[["symbol", "section", "paragraph", "text"]].drop_duplicates()
    tables = []
    for symbol, own in asked.groupby("symbol", sort=False):
        cited = [cite(quotes, str(symbol), row.paragraph, section=row.section) for row in own.itertuples()]
        tables.append(find_again(cited, after.extracts[after.extracts["symbol"] == symbol]))
    place = ["symbol", "paragraph"]
    found = pd.concat([pd.DataFrame(columns=[*place, *FOUND_COLUMNS], dtype=str), *tables])[[*place, *FOUND_COLUMNS]]
    return codings[ANSWER].merge(found, on=place, how="left")


def _numbers(dataset: Dataset, findings: pd.DataFrame) -> pd.DataFrame:
    measures, statements = measures_of(dataset), statements_of(dataset.layers)
    found = []
    told = findings.drop_duplicates(["unit", "topic", "question"])
    for name, row in measures.rows[measures.rows["question"] != ""].iterrows():
        own = told[told["question"].isin(parts(row["question"]))]
        for universe in measures.universes_of(str(name)):
            key = "entity" if universe.unit == ENTITY else "unit"
            inside = universe.standing(own)
            inside = inside[inside[key].isin(universe.units["unit"])]
            if inside.empty:
                continue
            counted = _counted(measures, str(name))
            named = SEPARATOR.join(statements.get(str(name), []))
            yes = ["yes" if unit in counted else "no" for unit in inside[key]]
            found.append(inside.assign(what=NUMBER, measure=name, statement=named, counted=yes))
    return pd.concat(found, ignore_index=True).drop_duplicates() if found else pd.DataFrame(columns=RESTS)


def _counted(measures, name: str) -> set[str]:
    try:
        table = measures.of(name)
    except DataError:
        return set()
    return {unit for units in table.get("units", pd.Series(dtype=object)).dropna() for unit in units}
