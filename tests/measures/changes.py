"""Changes of a dataset's tidy tables, each a function from a dataset to another one; for tests."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from tests.conftest import with_tables

Change = Callable


def answers(question: str, code: str, *, only: str = "", record: str = "", edition: str = "") -> Change:
    """Give one answer to a question everywhere, or only where the answer was another one (also none)."""

    def change(dataset):
        findings = dataset.findings.copy()
        chosen = findings["question"] == question
        chosen &= (findings["answer"] == only) if only else ~findings["answer"].isin(["not_applicable"])
        chosen &= (findings["record"] == record) if record else True
        chosen &= (findings["edition"] == edition) if edition else True
        findings.loc[chosen, "answer"] = code
        return with_tables(dataset, findings=_once(findings))

    return change


def of_group(question: str, code: str, group: str, grouping: str = "regional_group") -> Change:
    """Give one answer to a question in one group, also where it did not apply."""

    def change(dataset):
        held = dataset.memberships
        members = held[(held["grouping"] == grouping) & (held["member_of"] == group)]["code"]
        findings = dataset.findings.copy()
        findings.loc[(findings["question"] == question) & findings["entity"].isin(members), "answer"] = code
        return with_tables(dataset, findings=_once(findings))

    return change


def silent(*questions: str) -> Change:
    """Let no record say anything on some questions."""
    return lambda dataset: with_tables(
        dataset, findings=dataset.findings[~dataset.findings["question"].isin(questions)]
    )


def without(table: str, condition: str, most: int | None = None) -> Change:
    """Leave out rows of a table (the first so many)."""

    def change(dataset):
        rows = dataset.tables[table].query(condition).head(most if most is not None else 10**9)
        return with_tables(dataset, **{table: dataset.tables[table].drop(rows.index)})

    return change


def second_article(*, opposite: bool) -> Change:
    """Let every State reviewed under the one article be reviewed under the other, with the same answers or the opposite."""

    def change(dataset):
        more = dataset.reviews.query("topic == '46'").assign(topic="56", unit=lambda t: t["entity"] + ":56")
        rows = dataset.findings.query("topic == '46' and record == 'review' and question == 'legislation'")
        rows = rows.assign(topic="56", unit=rows["entity"] + ":56")
        if opposite:
            rows["answer"] = rows["answer"].map({"yes": "no", "no": "yes"})
        others = dataset.findings[
            ~((dataset.findings["topic"] == "56") & (dataset.findings["question"] == "legislation"))
        ]
        return with_tables(
            dataset,
            reviews=pd.concat([dataset.reviews.query("topic == '46'"), more], ignore_index=True),
            findings=pd.concat([others, rows], ignore_index=True),
        )

    return change


def permuted(dataset, seed: int):
    """Deal the answers to every question among its records anew."""
    random = np.random.default_rng(seed)
    findings = dataset.findings.copy()
    for rows in findings.groupby(["record", "topic", "question"]).indices.values():
        findings.iloc[rows, findings.columns.get_loc("answer")] = random.permutation(
            findings["answer"].to_numpy()[rows]
        )
    return with_tables(dataset, findings=_once(findings))


def redrawn(dataset, seed: int):
    """Draw every answer to a question anew, each code with a share of its own, uniform."""
    random = np.random.default_rng(seed)
    findings, codebook = dataset.findings.copy(), dataset.layers.table("codebook").set_index("question")["answers"]
    for question, rows in findings.groupby("question").indices.items():
        codes = [*dataset.layers.codes(codebook[question])] or ["1", "2", "5", "9"]
        share = random.dirichlet(np.ones(len(codes)))
        findings.iloc[rows, findings.columns.get_loc("answer")] = random.choice(codes, size=len(rows), p=share)
    return with_tables(dataset, findings=_once(findings))


def thinned(dataset, seed: int):
    """Leave out answers and reviews at random, by shares of their own."""
    random = np.random.default_rng(seed)
    kept = random.random(len(dataset.findings)) < random.random()
    reviews = dataset.reviews[random.random(len(dataset.reviews)) < random.random()]
    responses = dataset.responses[random.random(len(dataset.responses)) < random.random()]
    return with_tables(dataset, findings=dataset.findings[kept], reviews=reviews, responses=responses)


def _once(findings: pd.DataFrame) -> pd.DataFrame:
    return findings.drop_duplicates(["unit", "record", "topic", "question", "answer"])
