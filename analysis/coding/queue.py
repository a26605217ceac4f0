"""The queue: what to read next, first what narrows the bounds of the paper's statements most; how far each coder is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.tasks import records_of, statements_of
from analysis.errors import DataError
from analysis.loaders.coded import AGREED, asks
from analysis.loaders.workbooks import SOURCE
from analysis.measures.book import Measures, measures_of
from analysis.measures.ledger import statements
from analysis.schema import SEPARATOR, parts
from analysis.statistics.shares import UNSETTLED
from analysis.tidy.asked import Said, asked_of, conditions_in
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

QUEUE = ["unit", "record", "topic", "name", "symbol", "open", "questions", "statements", "narrows", "tips"]
PROGRESS = ["coder", "question", "asked", "answered", "cited", "left"]


def queue_of(dataset: Dataset, coder: str = "") -> pd.DataFrame:
    """Return what to read next: one row a record and topic with a question that nobody settled, the most telling first.

    open: questions that are to be asked, as far as is known, and have no agreed answer or, for a coder, none of his; questions: which;
    statements: those of the paper whose shares they enter; narrows: by how much an answer to all of them narrows the bounds of these
    shares, summed, as shares; tips: the least number of open answers that would tip one of the statements, missing where none would. "Not
    addressed" is an answer that a reader gave, and one whose condition is open waits for that alone: to read either again narrows nothing. At a tie in the order of the records.
    """
    tasks, done = _tasks(dataset, [coder]), _read(dataset, coder)
    places = zip(tasks["unit"], tasks["topic"], tasks["question"], strict=True)
    left = pd.Series([place not in done for place in places], tasks.index, dtype=bool).to_numpy()
    weights = _weights(dataset)
    tips = statements(dataset).set_index("statement")["tips_open"]
    rows = []
    for place, own in tasks[left].groupby(QUEUE[:5], sort=False)["question"]:
        told = [weights.get((place[0], question), {}) for question in own]
        named = sorted({statement for one in told for statement in one})
        narrows = float(sum(sum(one.values()) for one in told))
        least = pd.to_numeric(tips.reindex(named), errors="coerce").min()
        rows.append((*place, len(own), SEPARATOR.join(own), SEPARATOR.join(named), narrows, least))
    table = pd.DataFrame(rows, columns=QUEUE)
    return table.sort_values(["narrows", "tips"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _tasks(dataset: Dataset, coders: Sequence[str]) -> pd.DataFrame:
    """Return what there is to answer: one row a coder, a record and topic, and a question, those left out that are known to be not asked."""
    rows = pd.DataFrame({"coder": coders}, dtype=str).merge(records_of(dataset), how="cross")
    conditions = conditions_in(dataset.layers)
    agreed, own = Said(dataset.findings, ["unit"], conditions), Said(dataset.codings, ["unit", "coder"], conditions)
    found = [rows.iloc[:0].assign(question="")]
    for question in dataset.layers.table("codebook").to_dict("records"):
        asked, name = rows[rows["topic"].map(partial(asks, question)).astype(bool)], question["question"]
        if name in conditions:
            asked = asked[~asked_of(asked, name, agreed, own)["denied"]]
        found.append(asked.assign(question=name))
    return pd.concat(found).sort_index(kind="stable")


def _read(dataset: Dataset, coder: str) -> set[tuple[str, str, str]]:
    """Return unit, topic and question of what has an agreed answer, or of what a coder has answered."""
    rows = dataset.codings[dataset.codings["coder"] == coder] if coder else dataset.findings
    rows = rows[rows["answer"] != UNSETTLED]
    return set(zip(rows["unit"], rows["topic"], rows["question"], strict=True))


def _weights(dataset: Dataset) -> dict[tuple[str, str], dict[str, float]]:
    """Return unit and question -> statement -> by how much an answer narrows the bounds of its shares: one of their population.

    A record outside the domain of a condition ("of those with ...") narrows nothing.
    """
    measures = measures_of(dataset)
    weights: dict[tuple[str, str], dict[str, float]] = {}
    for name, of_paper in statements_of(dataset.layers).items():
        for unit, question, narrowed in _narrowed(measures, name):
            own = weights.setdefault((unit, question), {})
            own |= {statement: max(own.get(statement, 0.0), narrowed) for statement in of_paper}
    return weights


def _narrowed(measures: Measures, name: str) -> list[tuple[str, str, float]]:
    if name not in measures.rows.index:
        return []
    row = measures.rows.loc[name]
    found = []
    for universe in (measures.universes[part] for part in parts(row["universe"])):
        population = len(universe.everyone)
        if not row["question"] or not population or not universe.records:
            continue
        for question in parts(row["question"]):
            try:
                inside = set(universe.units["unit"])
                if row["given"]:
                    inside = set().union(*measures.answers.domain(universe, row["given"]))
            except DataError:  # not asked in this universe
                continue
            units = universe.units[universe.units["unit"].isin(inside)]
            records = _records(measures, universe, set(units["entity"]))
            found += [(unit, question, 1 / population) for unit in records]
    return found


def _records(measures: Measures, universe, entities: set[str]) -> list[str]:
    """Return the records of a universe that speak of some entities."""
    dataset = measures.dataset
    tables = [dataset.reviews, dataset.responses, dataset.recommendations]
    rows = pd.concat([table[["unit", "entity"]] for table in tables])
    return list(rows.loc[rows["unit"].isin(universe.records) & rows["entity"].isin(entities), "unit"])


def progress(dataset: Dataset) -> pd.DataFrame:
    """Return how far each coder is: one row a coder and question, and one a coder (question empty).

    asked: records and topics of which the question is asked, as `analysis.tidy.asked.asked_of` judges it, those where that is not known yet
    among them; answered: those of them that he answered; cited: those with a paragraph; left: the rest.
    """
    codings = dataset.codings[~dataset.codings["coder"].isin([AGREED, SOURCE])]
    told = codings[["coder", *KEY]].assign(answered=1, cited=(codings["paragraph"] != "").astype(int))
    table = _tasks(dataset, sorted(codings["coder"].unique())).merge(told, on=["coder", *KEY], how="left")
    table = table[["coder", "question", "answered", "cited"]].fillna(0).assign(asked=1)
    groups = pd.concat([table.assign(question=""), table]).groupby(["coder", "question"], sort=False)
    table = groups[["asked", "answered", "cited"]].sum().astype(int).reset_index()
    table["left"] = table["asked"] - table["answered"]
    return table.sort_values("coder", kind="stable", ignore_index=True)[PROGRESS]
