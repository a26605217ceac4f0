"""The measures of a dataset's paper: each number made once, by id, and kept.

Charts, readings, tables, the ledger, notebooks and evidence all ask here.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.measures import comparing, kinds  # noqa: F401  (registers them)
from analysis.measures.answers import EITHER, Answers
from analysis.measures.asked import Asked, result
from analysis.measures.universes import ENTITY, Universe, Universes, named
from analysis.schema import SEPARATOR, parts
from analysis.statistics.ranges import Range, parse_range
from analysis.tidy.codes import labelled

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_REFERENCE = re.compile(r"(?P<measure>[\w.]+)(?:\[(?P<row>[^\]]+)\])?")
TOP, LEAST = "top", "least"
# By what a reference names a row of a measure.
_NAMED_BY = ["question", "group", "answer"]


class Measures:
    """Every measure of measures.csv, made when it is first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        """Bind the rows of measures.csv to the dataset's findings."""
        self.dataset = dataset
        self.layers = dataset.layers
        self.rows = self.layers.table("measures").set_index("measure")
        self.universes = Universes(dataset)
        self._made: dict[str, pd.DataFrame] = {}
        self._elsewhere: dict[tuple[str, str], pd.DataFrame] = {}

    @cached_property
    def codebook(self) -> pd.DataFrame:
        """The questions of the paper, by question."""
        return self.layers.table("codebook").set_index("question")

    @cached_property
    def answers(self) -> Answers:
        """The findings, ready to be asked."""
        return Answers(self.dataset)

    def of(self, name: str) -> pd.DataFrame:
        """Return a measure: the rows that its kind makes (see `analysis.measures.kinds`), with a label for each.

        Raises DataError for an id that measures.csv does not have, or a row there that cannot be answered.
        """
        if name not in self._made:
            if name not in self.rows.index:
                raise DataError(
                    f"There is no measure “{name}” in measures.csv; there are: {', '.join(self.rows.index)}."
                )
            self._made[name] = self.make(self.rows.loc[name])
        return self._made[name]

    def all(self) -> pd.DataFrame:
        """Return every number of the paper: the rows of all measures, one after the other.

        A measure that cannot be made is one row, and missing says what it lacks. So it does of a list that nobody supplied, which counts
        nothing: its rows have no numbers.
        """
        tables = []
        for name in self.rows.index:
            try:
                table = self.of(name)
                lacking = next((universe.lacks for universe in self.universes_of(name) if universe.lacks), "")
                gone = {c: np.nan for c in table.select_dtypes("number")} if lacking else {}
                tables.append(table.assign(missing=lacking, **gone))
            except DataError as error:
                tables.append(pd.DataFrame([{"measure": name, "label": self.label_of(name), "missing": str(error)}]))
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["measure", "label", "missing"])

    def make(self, row: pd.Series) -> pd.DataFrame:
        """Return the rows of a measure that is described by a row of its own, as measures.csv would hold it."""
        table = result(Asked(row, self.universes, self.answers, self.layers))
        labels = [self._label(row, each) for each in table.to_dict("records")]
        table = table.drop(columns="label", errors="ignore")
        table.insert(0, "label", pd.Series(labels, index=table.index, dtype=str))
        table.insert(0, "measure", str(row.name))
        return table

    def one(self, reference: str) -> dict[str, Any]:
        """Return one row of a measure as a dict: "legislation", "by_group[african]" or "all[law, african]", "[top]" or "[least]" by share.

        Raises DataError where a measure of several rows is named without one, or with one that it does not have.
        """
        rows, wanted = self._rows(reference)
        if len(rows) != 1 and wanted not in (TOP, LEAST):
            raise DataError(f"“{reference}” names more than one row; there are: {', '.join(_known(rows))}.")
        return rows[0]

    def tied(self, reference: str) -> list[dict[str, Any]]:
        """Return the rows that a reference names: of "[top]" and "[least]" all that share the place."""
        return self._rows(reference)[0]

    def _rows(self, reference: str) -> tuple[list[dict[str, Any]], str | None]:
        found = _REFERENCE.fullmatch(reference.strip())
        if not found:
            raise DataError(f"“{reference}” names no measure; write measure or measure[group].")
        table, wanted = self.of(found["measure"]), found["row"]
        if wanted in (TOP, LEAST):
            table = table[table["group"] != "none"]
            by = table["share"] if table["share"].notna().any() else table["value"]
            rows = table[by == (by.max() if wanted == TOP else by.min())] if by.notna().any() else table
        else:
            named = [part.strip() for part in wanted.split(",")] if wanted else []
            rows = table[
                np.logical_and.reduce(
                    [table[_NAMED_BY].eq(part).any(axis=1) for part in named] or [[True] * len(table)]
                )
            ]
        if rows.empty:
            raise DataError(f"“{reference}” names no row; there are: {', '.join(_known(table.to_dict('records')))}.")
        return rows.to_dict("records"), wanted

    def universes_of(self, name: str) -> list[Universe]:
        """Return the universes of a measure. Raises DataError for an unknown one."""
        if name not in self.rows.index:
            raise DataError(f"There is no measure “{name}” in measures.csv; there are: {', '.join(self.rows.index)}.")
        return [self.universes[part] for part in parts(self.rows.at[name, "universe"])]

    def asked_of(self, name: str, universe: str) -> pd.DataFrame:
        """Return the rows of a measure as it would be in another universe."""
        if (name, universe) not in self._elsewhere:
            row = self.rows.loc[name]
            self._elsewhere[name, universe] = self.make(row.where(row.index != "universe", universe))
        return self._elsewhere[name, universe]

    def in_universes(self, name: str, count: int) -> dict[str, tuple[int, int]]:
        """Return a share in each universe of entities that the paper declares: the universe's id to (count, denominator).

        Those in which the same question can be asked answer anew; of the others, all members are the denominator of the count.
        """
        asked, found = self.rows.loc[name], {}
        for each, declared in self.universes.rows.iterrows():
            if declared["unit"] != ENTITY:
                continue
            try:
                universe = self.universes[str(each)]
            except DataError:  # said by the measures that are made in it
                continue
            if not declared["record"]:
                found[str(each)] = (count, len(universe))
            elif len(universe) and self.answers.asks(universe, asked["question"]):
                found[str(each)] = self.answers.tally(universe, asked)
        return found

    def wording(self, word: str) -> Range:
        """Return what a word of quantifiers.csv allows. Raises DataError for a word that is not there, or that allows nothing known."""
        rows = self.layers.table("quantifiers").set_index("word")
        if word not in rows.index:
            raise DataError(f"“{word}” is no word of quantifiers.csv; there are: {', '.join(rows.index)}.")
        try:
            return parse_range(rows.at[word, "shares"], rows.at[word, "counts"])
        except ValueError as error:
            raise DataError(f"quantifiers.csv, {word}: {error}.") from None

    def word_for(self, row: dict[str, Any]) -> str:
        """Return the word of quantifiers.csv that says most of a share: the narrowest that allows it, the first of equals.

        Raises DataError where the row is no share, or no word allows it.
        """
        fitting = [
            (allowed.high - allowed.low, n, word)
            for n, word in enumerate(self.layers.table("quantifiers")["word"])
            if row["denominator"] > 0
            and (allowed := self.wording(word)).allows(int(row["count"]), int(row["denominator"]))
        ]
        if not fitting:
            raise DataError(f"No word of quantifiers.csv says the share of “{row['label']}”.")
        return min(fitting)[2]

    def label_of(self, name: str) -> str:
        """Return the label of a measure."""
        return named(self.rows.at[name, "label"], self.dataset.paper)

    def labels(self, table: pd.DataFrame) -> list[str]:
        """Return labels that tell the rows of several questions apart: question, answer, group."""
        return [
            ": ".join(
                part
                for part in (
                    self.codebook["label"].get(row["question"], row["question"]),
                    self.answer_label(row["question"], row["answer"]),
                    self.group_label(row["grouping"], row["group"]),
                )
                if part
            )
            for row in table[["question", "answer", "grouping", "group"]].to_dict("records")
        ]

    def _label(self, row: pd.Series, result_row: dict[str, Any]) -> str:
        """Return what tells one row of a measure from the others: its question, group, answer, else the measure's label."""
        question, answer, told = result_row["question"], result_row.get("answer"), list[str]()
        if question != row["question"]:  # one of several
            told.append(self.codebook["label"].get(question, question))
        if result_row["group"] or row["by"]:
            told.append(self.group_label(result_row["grouping"], result_row["group"]))
        if isinstance(answer, str) and answer != row["answers"] and row["kind"] != "status":
            known = question in self.codebook.index or not result_row.get("label")
            told.append(self.answer_label(question, answer) if known else result_row["label"])
        return ": ".join(told) or named(row["label"], self.dataset.paper)

    def group_label(self, grouping: str, group: str) -> str:
        """Return the label of a group; makers' groups are called as everybody's are, and a record may name no maker."""
        if grouping and not group:
            return "no maker named"
        return self.layers.labels(grouping.removeprefix("maker_")).get(group, group)

    def answer_label(self, question: str, answer: str) -> str:
        """Return the label of an answer to a question, of several those of each; what the codebook does not know as it is."""
        if question not in self.codebook.index:
            return answer
        return labelled(answer.replace(EITHER, SEPARATOR), self.codebook.at[question, "answers"], self.layers)


def _known(rows: list[dict[str, Any]]) -> list[str]:
    """Return what tells some rows apart, by which a reference may name one."""
    told = {column: {row[column] for row in rows} for column in _NAMED_BY}
    apart = [column for column, values in told.items() if len(values) > 1] or _NAMED_BY
    return list(dict.fromkeys(filter(None, (row[column] for column in apart for row in rows))))


def measures_of(dataset: Dataset) -> Measures:
    """Return the measures of a dataset, made anew whenever one of its tables was edited."""
    return _measures(dataset, dataset.layers.stamp())


@lru_cache(maxsize=8)
def _measures(dataset: Dataset, stamp: tuple) -> Measures:
    return Measures(dataset)
