"""A release: the public edition, or the reasons why there is none; and the internal edition, which says what it is in every row."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.disclosure import earlier
from analysis.disclosure.attack import COLUMNS
from analysis.disclosure.clock import OutOfTime, until
from analysis.disclosure.decisions import PUBLISH, SUPPRESS, Decisions, read_decisions
from analysis.disclosure.derive import derived, grown, proposed, undecided
from analysis.disclosure.edition import Tables, internal_edition, public_edition
from analysis.disclosure.problem import Problem
from analysis.disclosure.released import released
from analysis.disclosure.status import public_answers, records
from analysis.errors import DataError
from analysis.export import csv_bytes, write_all
from analysis.measures.book import measures_of
from analysis.paths import INTERNAL

if TYPE_CHECKING:
    from analysis.dataset import Dataset

PREFIX = f"{INTERNAL}_"
# How many derivations the command prints, and how long it looks for them.
SHOWN, SECONDS = 20, 25.0
# By which part of that time derivations are made as short as can be, the fewest numbers to leave out are known, and what is told is.
EXPLAINING, FEWEST, TOLD = 0.45, 0.6, 0.8
WHOLE = "The whole edition"
NONE_FOUND = pd.DataFrame(columns=COLUMNS)


@dataclass(frozen=True)
class Proof:
    """What an edition gives away that nobody decided to give away.

    derivations: one row a recoverable cell and attacker (see `derived`); why: each in words; proposals: measures to suppress, without which nothing is told; fewest: whether fewer would not do;
    untold: numbers that the proof does not cover. The edition may go out where there are neither derivations nor untold ones.
    """

    problem: Problem
    derivations: pd.DataFrame
    why: list[str]
    proposals: list[str]
    fewest: bool
    untold: dict[str, str]

    @property
    def holds(self) -> bool:
        """Whether nothing is given away."""
        return self.derivations.empty and not self.untold


def prove(dataset: Dataset, decisions: Decisions, before: Path | None = None, seconds: float = SECONDS) -> Proof:
    """Return whether the public edition of a dataset gives a restricted answer away, alone or together with an edition before.

    What is not proven within so many seconds is not covered. Raises DataError where the status of a row is not understood: it might be public or restricted.
    """
    headers = {
        "status",
        *(mapping.columns.get("status", "").partition("#")[0] for mapping in dataset.settings.registers),
    }
    unclear = dataset.issues[dataset.issues["column"].isin(headers - {""})]
    if len(unclear):
        first = unclear.iloc[0]
        raise DataError(
            f"{first['source']}, row {first['row']}: “{first['value']}” is no status ({len(unclear)} such rows). "
            "Mend them first: `python -m analysis check` lists them."
        )
    start = time.process_time()
    whole = released(dataset, decisions)
    problem = whole.problem
    if before is not None:
        held = earlier.read_earlier(before, PREFIX)
        problem = earlier.together(problem, held, public_answers(dataset), whole.truth)
    rows = problem.sums["measure"].unique()
    published = [name for name in rows if name.startswith(earlier.EARLIER) or name in whole.published]
    untold = {name: why for name, why in whole.untold.items() if decisions.of(name, {}) not in (PUBLISH, SUPPRESS)}
    derivations, proposals, fewest = derived(problem, NONE_FOUND), list[str](), False
    try:
        with until(start + seconds * TOLD):
            told = undecided(problem, published)
        with until(start + seconds * EXPLAINING):
            derivations = derived(problem, told)
        with until(start + seconds * FEWEST):
            proposals, fewest = proposed(problem, derivations, published)
    except OutOfTime:
        untold[WHOLE] = (
            f"{len(problem.cells):,} restricted answers in {len(problem.sums):,} numbers and rules were not worked through in {seconds:g} "
            f"seconds. Give it longer with --seconds, or leave out what is proposed"
        )
    if not fewest:
        with until(start + seconds):
            proposals = grown(problem, proposals, published)
    words = [_words(dataset, problem, row) for row in derivations.itertuples()]
    return Proof(problem, derivations, words, [*proposals, *(name for name in untold if name != WHOLE)], fewest, untold)


def _most(measures: pd.Series) -> str:
    """Return measures in the order of how often each stands in a column, with how often."""
    return "; ".join(f"{name} ({n})" for name, n in measures.value_counts(sort=True).items())


def _words(dataset: Dataset, problem: Problem, row) -> str:
    """Return a derivation in an analyst's words."""
    codebook = dataset.layers.table("codebook").set_index("question")
    labels = dataset.layers.labels(codebook.at[row.question, "answers"]) | dataset.layers.labels("no_answer")
    answer = labels.get(row.answer) or row.answer
    does = "answers" if row.given == "yes" else "does not answer"
    who = f"{row.attacker}, which knows its own answers, can" if row.attacker else "anyone can"
    numbers = [
        f"{s.number} = {s.shown} (restricted answers behind it: {s.secret})"
        for s in problem.sums.iloc[list(row.numbers)].itertuples()
    ]
    sure = "" if row.proven else " (not proven within the time given: counted as told)"
    label = codebook.at[row.question, "label"]
    return f"{row.unit} {does} “{label}” with “{answer}”: {who} tell from {'; '.join(numbers)}{sure}."


def public_files(dataset: Dataset, decisions: Decisions) -> dict[str, bytes]:
    """Return the tables of the public edition by name."""
    tables = public_edition(dataset, decisions)
    said = dataset.layers.table("caveats").set_index("caveat")["text"]
    held = records(dataset)["status"].value_counts()
    about = {
        "title": dataset.title, "paper": dataset.paper.title, "as of": dataset.as_of, "edition": said["public"],
        "data": dataset.banner, **{f"{status} records": str(n) for status, n in sorted(held.items())},
    }  # fmt: skip
    tables["about"] = pd.DataFrame(list(about.items()), columns=["what", "value"])
    return {f"{name}.csv": csv_bytes(table) for name, table in tables.items()}


def named_wrongly(dataset: Dataset, files: dict[str, bytes]) -> list[str]:
    """Return where files would name a State with an answer that no public source gives: read anew from their bytes, row by row."""
    public, every = public_answers(dataset), records(dataset)
    questions = list(dataset.layers.table("codebook")["question"])
    secret = every[every["unit"].map(lambda unit: any((unit, q) not in public for q in questions)).astype(bool)]
    names = dict(zip(dataset.entities["code"], dataset.entities["name"], strict=True))
    of_entity = every.groupby("entity")["unit"].agg(list).to_dict()
    patterns = {
        e: re.compile(rf"\b(?:{re.escape(e)}|{re.escape(names.get(e, e))})\b") for e in secret["entity"].unique()
    }
    found = []
    for file, content in files.items():
        for number, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8"))), start=2):
            question = row.get("question", "")
            if not question or not row.get("answer"):
                continue
            words = " ".join(value or "" for name, value in row.items() if name != "text")
            units = [row["unit"]] if "unit" in row else None
            for entity, pattern in patterns.items():
                if pattern.search(words) and not any((u, question) in public for u in units or of_entity[entity]):
                    found.append(f"{file}, row {number}, names {entity} with an answer to “{question}”")
    return found


def internal_files(dataset: Dataset, proof: Proof) -> dict[str, bytes]:
    """Return the files of the internal edition by name: each name, and the first column of each row, says that it stays inside."""
    told = proof.derivations.assign(why=proof.why, numbers=[len(n) for n in proof.derivations["numbers"]])
    told = told.assign(measures=told["measures"].map("; ".join)).drop(columns="cell")
    tables: Tables = internal_edition(dataset) | earlier.tables_of(proof.problem)
    tables |= {"recoverable": told, "proposals": pd.DataFrame({"suppress": proof.proposals})}
    label = dataset.layers.table("caveats").set_index("caveat")["text"][INTERNAL]
    for name, table in tables.items():
        table.insert(0, INTERNAL, label)
        tables[name] = table
    return {f"{PREFIX}{name}.csv": csv_bytes(table) for name, table in tables.items()}


def release(
    dataset: Dataset, out: Path, internal: bool = False, before: Path | None = None, seconds: float = SECONDS,
    beside: Callable[[Dataset, Decisions], dict[str, bytes]] = lambda dataset, decisions: {},
) -> tuple[Proof, list[Path]]:  # fmt: skip
    """Write the public edition into public/ below a folder where the proof holds, and the internal one into internal/ where it is asked for.

    beside: what makes more files of what the proof covers, such as charts. Returns the proof and the files written. A refusal leaves what an earlier release wrote as it was.
    """
    decisions = read_decisions(dataset.layers, measures_of(dataset).rows)
    proof = prove(dataset, decisions, before, seconds)
    made = public_files(dataset, decisions) | beside(dataset, decisions) if proof.holds else {}
    if wrong := named_wrongly(dataset, {name: data for name, data in made.items() if name.endswith(".csv")}):
        raise DataError(f"Nothing was released: {wrong[0]}. Please report this; it is a fault of the suite.")
    files = {out / "public" / name: data for name, data in made.items()}
    if internal:
        files |= {out / INTERNAL / name: data for name, data in internal_files(dataset, proof).items()}
    return proof, write_all(files)


def lines(proof: Proof) -> list[str]:
    """Return what the command says of a proof."""
    if proof.holds:
        return ["No restricted answer can be told from the public edition, by anyone or by a State that knows its own."]
    said = [f"Nothing was released publicly: {len(proof.why)} restricted answers could be told."] if proof.why else []
    said += proof.why[:SHOWN]
    if len(proof.why) > SHOWN:
        said.append(f"... and {len(proof.why) - SHOWN} more: --internal writes them all.")
    said += [f"{name} is not covered by the proof: {why}." for name, why in proof.untold.items()]
    if len(proof.derivations):
        said.append(f"The measures behind them: {_most(proof.derivations['measures'].explode())}.")
    if proof.proposals:
        few = "" if proof.fewest else " (as the time was over, not the fewest: with a longer --seconds more can go out)"
        said.append(f"Nothing can be told without{few}: {'; '.join(proof.proposals)}.")
    said.append(
        "Decide in releases.csv of the dataset (measure, decision: publish, suppress or coarsen, reason, by, on), "
        'or leave out all that is named with --leave-out "YOUR NAME".'
    )
    return said
