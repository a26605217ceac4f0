"""What a measure counts: the answers of a universe's units to a question, and the codes that it takes for yes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.measures.universes import ENTITY, Universe
from analysis.schema import NO_ANSWERS, TABLE_OF, earlier_answers, parts
from analysis.statistics.editions import YES
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE, UNREADABLE, UNSETTLED

if TYPE_CHECKING:
    from analysis.dataset import Dataset

EITHER, NO, RECOMMENDATION = "|", "no", "recommendation"
# So many of several questions: "20 of >= good".
_AT_LEAST = re.compile(r"(\d+) of (.+)")
Counted = list[tuple[str, tuple[str, ...]]]


class Answers:
    """The findings of a dataset, ready to be asked by universe and question."""

    def __init__(self, dataset: Dataset, findings: pd.DataFrame | None = None) -> None:
        """Read nothing yet: what a list answers needs no findings. findings: others than those of the dataset."""
        self.dataset, self._others = dataset, findings
        self.layers = dataset.layers
        self.codebook = dataset.layers.table("codebook").set_index("question")
        self._told: dict[tuple[Universe, str], pd.DataFrame] = {}
        self._open: dict[tuple[Universe, str], dict[str, str]] = {}

    @cached_property
    def _findings(self) -> dict[tuple[str, str], pd.DataFrame]:
        findings = self.dataset.findings if self._others is None else self._others
        return {(str(r), str(q)): rows for (r, q), rows in findings.groupby(["record", "question"])}

    def of(self, universe: Universe, question: str, *, not_applicable_is_no: bool = False) -> pd.DataFrame:
        """Return the answers of the units of a universe to a question: one row a unit and code (unit, answer).

        Where the codebook says that silence means "no", a unit of which the question was to be asked and that says nothing
        answers no. Raises DataError for a question that the codebook does not have, or
        does not ask under the universe's topic.
        """
        rows = self._said(universe, question)
        if not_applicable_is_no:
            rows = rows.assign(answer=rows["answer"].replace(NOT_APPLICABLE, NO))
        if self.silence_is_no(question):
            silent = self._silent(universe, question, rows)
            spoken = rows[~rows["unit"].isin(silent)]
            rows = pd.concat([spoken, pd.DataFrame({"unit": sorted(silent), "answer": NO})], ignore_index=True)
        return rows

    def silence_is_no(self, question: str) -> bool:
        """Whether the codebook takes silence for "no"."""
        return self.codebook.at[question, "silence"] == NO

    def silent(self, universe: Universe, question: str, answers: pd.DataFrame) -> set[str]:
        """Return the units of which a question was to be asked and whose record says nothing, which could be "no" as well.

        answers: what `of` returns. None where "no" is no answer to it, or, unless the codebook takes silence for "no",
        where no record says anything, since it was not put.
        """
        is_no = self.silence_is_no(question)
        rows = self._said(universe, question) if is_no else answers
        if NO not in self.codes(question) or (not is_no and rows["answer"].isin(NO_ANSWERS).all()):
            return set()
        return self._silent(universe, question, rows)

    def _silent(self, universe: Universe, question: str, rows: pd.DataFrame) -> set[str]:
        asked = self.domain(universe, self.codebook.at[question, "asked_if"])[0]
        return asked - set(rows.loc[rows["answer"] != NOT_ADDRESSED, "unit"])

    def _said(self, universe: Universe, question: str) -> pd.DataFrame:
        """Return what the records of a universe's units say to a question: one row a unit and code (unit, answer)."""
        if (universe, question) not in self._told:
            self._check(universe, question)
            self._told[universe, question] = self._read(universe, question)
        return self._told[universe, question]

    def _read(self, universe: Universe, question: str) -> pd.DataFrame:
        within, told = set(universe.units["unit"]), dict[tuple[str, str], None]()
        for record in parts(universe.record):
            if (rows := self._findings.get((record, question))) is None:
                continue
            rows = universe.standing(rows)
            of = rows["entity"] if universe.unit == ENTITY else rows["unit"]
            pairs = zip(of.tolist(), rows["answer"].tolist(), strict=True)
            told |= {pair: None for pair in pairs if pair[0] in within}
        rows = pd.DataFrame(list(told), columns=["unit", "answer"], dtype=str)
        return self._as_asked(universe, question, rows)

    def unsettled(self, universe: Universe, questions: Iterable[str]) -> set[str]:
        """Return the units of a universe of which nobody settled what they answer to one of some questions."""
        found: set[str] = set()
        for record, question in product(parts(universe.record), questions):
            if (rows := self._findings.get((record, question))) is not None:
                rows = universe.standing(rows)
                found |= set(rows.loc[rows["answer"] == UNSETTLED, "entity" if universe.unit == ENTITY else "unit"])
        return found

    def partly_open(self, universe: Universe, question: str) -> dict[str, str]:
        """Return the entities of which some recommendation has no answer to a question, and why: to have at least one of an answer that they
        do not give yet is open for them. None in other universes, where a record that is silent leaves the others standing.
        """
        if universe.unit != ENTITY or parts(universe.record) != [RECOMMENDATION]:
            return {}
        if (universe, question) not in self._open:
            rows = self.dataset.recommendations[["unit", "entity"]]
            rows = rows[rows["unit"].isin(universe.records)]
            each = replace(universe, unit=RECOMMENDATION, units=rows, population=None)
            said = dict(self.of(each, question).itertuples(index=False, name=None))
            why = rows["unit"].map(said).fillna(NOT_ADDRESSED)
            open_ = why.isin(NO_ANSWERS) & (why != NOT_APPLICABLE)
            self._open[universe, question] = dict(zip(rows["entity"][open_], why[open_], strict=True))
        return self._open[universe, question]

    def parted(
        self, answers: pd.DataFrame, universe: Universe, question: str, counted: Counted
    ) -> list[tuple[pd.DataFrame, Counted]]:
        """Return what is counted with the answers (unit, answer) to count it in: all of it together, or, where entities are `partly_open`, each
        by itself, in answers in which those of them that do not give it stand with the reason alone.
        """
        open_ = self.partly_open(universe, question)
        if not open_:
            return [(answers, counted)]
        yes = [set(answers.loc[answers["answer"].isin(codes), "unit"]) for _, codes in counted]
        left = [{unit: why for unit, why in open_.items() if unit not in gives} for gives in yes]
        return [(_with_reasons(answers, why), [one]) for why, one in zip(left, counted, strict=True)]

    def _as_asked(self, universe: Universe, question: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Return answers in which "not applicable" stands for every unit of which the question was not to be asked.

        Where it is not known whether it was, an answer is unsettled until it is, as all is where the condition itself is unsettled.
        Where none of those that it was for has an answer, it was not put at all, and no answer stands for any.
        """
        condition = self.codebook.at[question, "asked_if"]
        if not condition:
            return rows
        members, maybe = self.domain(universe, condition)
        asked = rows[rows["unit"].isin(members | maybe)]
        if members and asked.empty:
            return asked
        unsettled = set(asked.loc[~asked["answer"].isin(NO_ANSWERS), "unit"])
        for question_before, _ in earlier_answers(condition):
            before = self.of(universe, question_before)
            unsettled |= set(before.loc[before["answer"] == UNSETTLED, "unit"])
        unsettled &= maybe
        everyone = universe.units["unit"]
        told = {UNSETTLED: everyone.isin(unsettled), NOT_APPLICABLE: ~everyone.isin(members | maybe)}
        beside = [universe.units.loc[of, ["unit"]].assign(answer=reason) for reason, of in told.items()]
        return pd.concat([asked[~asked["unit"].isin(unsettled)], *beside], ignore_index=True)

    def tally(self, universe: Universe, row: pd.Series) -> tuple[int, int]:
        """Return how many units of a universe give the counted answer of a measure, and how many give any."""
        rows = self.of(universe, row["question"], not_applicable_is_no=row["not_applicable"] == "no")
        rows = rows[~rows["answer"].isin(NO_ANSWERS)]
        (_, codes), *_ = self.counted(row["question"], row["answers"])
        return rows.loc[rows["answer"].isin(codes), "unit"].nunique(), rows["unit"].nunique()

    def reached(self, universe: Universe, row: pd.Series) -> pd.DataFrame:
        """Return whether the units of a universe give a counted answer to at least so many questions: one row a unit (unit, answer).

        YES where the answers known are enough, NO where those that are open could not be enough, else not addressed.
        Raises DataError where the measure's answers are not such as "20 of >= good", or no unit could give more or fewer.
        """
        parsed = _AT_LEAST.fullmatch(row["answers"].strip())
        if not parsed:
            raise DataError(f"measures.csv, {row.name}: answers is such as “20 of yes”, not “{row['answers']}”.")
        units, needed, questions = universe.units["unit"].drop_duplicates(), int(parsed[1]), parts(row["question"])
        if not 0 < needed <= len(questions) or len({*questions}) < len(questions):
            raise DataError(
                f"measures.csv, {row.name}: “{needed} of” asks for so many of the questions, each named once; there are {len({*questions})}."
            )
        yes = unknown = pd.Series(0, index=units.index)
        for question in questions:
            rows = self.of(universe, question)
            codes = {code for _, either in self.counted(question, parsed[2]) for code in either}
            settled = ~rows["answer"].isin(NO_ANSWERS) | (rows["answer"] == NOT_APPLICABLE)
            gives = set(rows.loc[rows["answer"].isin(codes), "unit"])
            known = set(rows.loc[settled, "unit"]).difference(self.partly_open(universe, question)) | gives
            yes, unknown = yes + units.isin(gives), unknown + ~units.isin(known)
        answer = pd.Series(NOT_ADDRESSED, index=units.index).mask(yes >= needed, YES).mask(yes + unknown < needed, NO)
        return pd.DataFrame({"unit": units, "answer": answer})

    def domain(self, universe: Universe, given: str) -> tuple[set[str], set[str]]:
        """Return the units that gave the earlier answers, such as "legislation = yes", and those that may belong to them.

        Of a unit of the population without a usable answer to one of the questions it is not known whether it belongs,
        unless its answer to another one says no.
        """
        members, maybe = set(universe.units["unit"]), set(universe.everyone.units["unit"])
        for question, answer in earlier_answers(given):
            rows = self.of(universe, question)
            codes = {code for _, codes in self.counted(question, answer) for code in codes}
            yes = set(rows.loc[rows["answer"].isin(codes), "unit"])
            settled = ~rows["answer"].isin(NO_ANSWERS) | (rows["answer"] == NOT_APPLICABLE)
            members &= yes
            maybe -= set(rows.loc[settled, "unit"]).difference(yes, self.partly_open(universe, question))
        return members, maybe - members

    def as_given(self, answers: pd.DataFrame, universe: Universe, given: str, doubtful: set[str]) -> pd.DataFrame:
        """Return answers (unit, answer) in which units of which it is not known whether they gave the earlier answers stand with the reason of that."""
        reason = dict.fromkeys(doubtful, NOT_ADDRESSED)
        for why in (UNREADABLE, UNSETTLED):
            for question, _ in earlier_answers(given):
                rows = self.of(universe, question)
                of = set(rows.loc[rows["answer"] == why, "unit"]) & self.open_units(universe, question)
                reason |= dict.fromkeys(of & doubtful, why)
        return _with_reasons(answers, reason)

    def open_units(self, universe: Universe, question: str) -> set[str]:
        """Return the units of the population without a usable answer."""
        rows = self.of(universe, question)
        usable = ~rows["answer"].isin(NO_ANSWERS) | (rows["answer"] == NOT_APPLICABLE)
        return set(universe.everyone.units["unit"]) - set(rows.loc[usable, "unit"])

    def asks(self, universe: Universe, question: str) -> bool:
        """Whether a universe is of records, of a topic under which the codebook asks a question."""
        topics = parts(self.codebook.at[question, "topics"])
        of_records = set(parts(universe.record)) <= set(TABLE_OF)
        return of_records and (not universe.topic or not topics or universe.topic in topics)

    def codes(self, question: str) -> list[str]:
        """Return the codes that a question can be answered by, in order; those met with where it asks for numbers or days."""
        known = self.layers.codes(self.codebook.at[question, "answers"])
        met = {a for (_, q), rows in self._findings.items() if q == question for a in rows["answer"]}
        return known or sorted(met.difference(NO_ANSWERS))

    def counted(self, question: str, answers: str) -> Counted:
        """Return what a cell of answers counts, one label and its codes a row of the result.

        Empty: every code of the question, each; "a; b": each of them; "a|b": either; ">= a": that rank or a higher one;
        "each LIST" and "any LIST": the codes of another list, each or either. Raises DataError for an unknown code.
        """
        spec = answers.strip()
        if not spec:
            return [(code, (code,)) for code in self.codes(question)]
        word, _, rest = spec.partition(" ")
        if word in ("each", "any"):
            codes = tuple(self.layers.codes(rest))
            if not codes:
                raise DataError(f"measures.csv: “{answers}” names the list “{rest}”, which codes.csv does not have.")
            return [(code, (code,)) for code in codes] if word == "each" else [(EITHER.join(codes), codes)]
        if word == ">=":
            ranks = self.layers.ranks(self.codebook.at[question, "answers"])
            if rest not in ranks:
                raise DataError(f"measures.csv: “{answers}” needs a rank for “{rest}” in codes.csv.")
            return [(spec, tuple(code for code, rank in ranks.items() if rank >= ranks[rest]))]
        either = [tuple(code.strip() for code in part.split(EITHER)) for part in parts(spec)]
        self._known(question, {code for codes in either for code in codes})
        return [(EITHER.join(codes), codes) for codes in either]

    def _known(self, question: str, given: set[str]) -> None:
        codes = self.layers.codes(self.codebook.at[question, "answers"])
        unfit = sorted(given - set(codes)) if codes else []
        if unfit:
            raise DataError(f"“{unfit[0]}” is no answer to “{question}”; there are: {', '.join(codes)}.")

    def _check(self, universe: Universe, question: str) -> None:
        if question not in self.codebook.index:
            known = ", ".join(self.codebook.index)
            raise DataError(f"The codebook has no question “{question}”; it has: {known}.")
        if not self.asks(universe, question):
            of = (
                f"topic {universe.topic}"
                if set(parts(universe.record)) <= set(TABLE_OF)
                else f"the unit {universe.unit}"
            )
            raise DataError(f"“{question}” is not asked in the universe “{universe.name}”, which is of {of}.")


def _with_reasons(answers: pd.DataFrame, reasons: Mapping[str, str]) -> pd.DataFrame:
    """Return answers (unit, answer) in which some units stand with the reason why they have none, and with nothing else."""
    beside = pd.DataFrame(sorted(reasons.items()), columns=["unit", "answer"], dtype=str)
    return pd.concat([answers[~answers["unit"].isin(reasons)], beside], ignore_index=True)
