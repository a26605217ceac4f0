"""Suggestions: a transparent rule proposes answers by words, and is held against what people agreed on. Nothing is applied.

The words stand in suggestions.csv of the paper or the dataset: a row a question, answer and language, words as in terms.csv.
METHODS.md, "Suggestions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.counting import with_counts
from analysis.coding.passages import place_of
from analysis.coding.tasks import records_of
from analysis.documents.passages import find_passages
from analysis.loaders.coded import SUGGESTED, asks
from analysis.schema import SEPARATOR, parts
from analysis.statistics.shares import NOT_ADDRESSED
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

COLUMNS = [
    "unit", "record", "entity", "topic", "question", "coder", "answer", "symbol", "paragraph", "page", "language", "words",
]  # fmt: skip
_COUNTS = ["read", "suggested", "codes_suggested", "codes_agreed", "both"]
# Each is the first of two counts, divided by the second.
_RATES = {
    "coverage": ("suggested", "read"), "precision": ("both", "codes_suggested"), "recall": ("both", "codes_agreed"),
}  # fmt: skip
GOOD = ["question", "language", *_COUNTS[:2], "coverage", *_COUNTS[2:], "precision", "recall"]


def suggestions_of(dataset: Dataset) -> pd.DataFrame:
    """Return what the rule suggests: one row a record and question with a suggestion; coder is “suggestion”.

    The answer whose words are met most often in the record's document; where the question takes several, all whose words are
    met; where two are met equally often, none. paragraph, page, language, words: of the passage that ranks first for it.
    """
    table = dataset.layers.table("suggestions")
    records = records_of(dataset)
    codebook = dataset.layers.table("codebook").set_index("question", drop=False)
    kinds = dataset.extracts["kind"].replace("", "paragraph")
    extracts = dataset.extracts.assign(source=place_of(dataset.extracts), kind=kinds)
    rows = []
    for question, words in table.groupby("question", sort=False):
        if question not in codebook.index:
            continue
        asked = codebook.loc[question]
        hits = [
            find_passages(extracts, code, own.assign(term=code)).assign(code=code)
            for code, own in words.groupby("answer", sort=False)
        ]
        by_place = dict(list(pd.concat(hits).groupby("source", sort=False)))
        for record in records.itertuples():
            own = by_place.get(record.symbol, by_place.get(record.file))
            if own is not None and asks(asked, record.topic):
                rows += _suggested(record, str(question), own, asked["several"] == "yes")
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def _suggested(record, question: str, hits: pd.DataFrame, several: bool) -> list[tuple[str, ...]]:
    counts = hits.groupby("code")["matches"].sum().sort_values(ascending=False, kind="stable")
    if not several and len(counts) > 1 and counts.iloc[0] == counts.iloc[1]:
        return []
    codes = sorted(counts.index) if several else [counts.index[0]]
    meant = hits["code"].isin(codes)
    # A passage that speaks for another answer as well is cited where there is no other.
    alone = meant & ~hits["paragraph"].isin(hits.loc[~meant, "paragraph"])
    first = hits[alone if alone.any() else meant].iloc[0]
    words = "; ".join(dict.fromkeys(word for told in hits.loc[meant, "words"] for word in parts(told)))
    place = (record.unit, record.record, record.entity, record.topic, question)
    cited = (record.symbol, *first[["paragraph", "page", "language"]])
    return [(*place, SUGGESTED, SEPARATOR.join(codes), *cited, words)]


def how_good(dataset: Dataset, suggested: pd.DataFrame) -> pd.DataFrame:
    """Return how suggestions hold against agreed findings: one row a question and language, and one a question (language empty).

    read: records with an agreed answer that counts, or agreed to say nothing, which is to have no code; suggested: those of them with a suggestion;
    coverage: their share. Codes of answers: codes_suggested and codes_agreed on the records read, both: in suggestion and finding; precision:
    both of codes_suggested; recall: both of codes_agreed, records without a suggestion among them. The language is that of the record's
    document. Only questions with words in suggestions.csv.
    """
    findings = dataset.findings[dataset.findings["question"].isin(dataset.layers.table("suggestions")["question"])]
    findings = with_counts(dataset, findings)
    findings = findings[(findings["counts"] == "yes") | (findings["answer"] == NOT_ADDRESSED)]
    agreed = findings.groupby(KEY)["answer"].agg(lambda codes: frozenset(codes) - {NOT_ADDRESSED}).rename("agreed")
    said = suggested.set_index(KEY)["answer"].map(lambda answer: frozenset(parts(answer))).rename("said")
    both = pd.concat([agreed, said], axis=1).reset_index()
    both = both[both["agreed"].notna()].merge(_languages(dataset), on=["unit", "record", "topic"], how="left")
    both["said"] = [one if isinstance(one, frozenset) else frozenset() for one in both["said"]]
    tables = [_held(both.assign(language="")), _held(both[both["language"].fillna("") != ""])]
    return pd.concat(tables).sort_values(["question", "language"], kind="stable")[GOOD].reset_index(drop=True)


def _languages(dataset: Dataset) -> pd.DataFrame:
    records = records_of(dataset)
    places = dict(zip(place_of(dataset.extracts), dataset.extracts["language"], strict=True))
    told = [places.get(row.symbol, places.get(row.file, "")) for row in records.itertuples()]
    return records[["unit", "record", "topic"]].assign(language=told).drop_duplicates(["unit", "record", "topic"])


def _held(rows: pd.DataFrame) -> pd.DataFrame:
    counted = rows.assign(
        read=1, suggested=rows["said"].map(bool).astype(int), codes_suggested=rows["said"].map(len), codes_agreed=rows["agreed"].map(len),
        both=[len(a & s) for a, s in zip(rows["agreed"], rows["said"], strict=True)],
    )  # fmt: skip
    table = counted.groupby(["question", "language"])[_COUNTS].sum().reset_index()
    rates = {name: table[of] / table[among].where(table[among] > 0) for name, (of, among) in _RATES.items()}
    return table.assign(**rates)
