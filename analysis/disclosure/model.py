"""The records of a dataset as an attacker sees them: which answers are public, and each universe's units as expressions."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analysis.disclosure.problem import ONE, Builder, Question, Sum
from analysis.disclosure.status import public_answers, records
from analysis.measures.answers import Answers
from analysis.measures.book import measures_of
from analysis.measures.universes import DOCUMENT, ENTITY, ROW, Universe
from analysis.schema import NO_ANSWERS, SEPARATOR, TABLE_OF, earlier_answers
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE, NOT_REVIEWED

if TYPE_CHECKING:
    from analysis.dataset import Dataset

Given = list[tuple[str, tuple[str, ...]]]
# Not addressed first: what a record says of a question that is not mentioned.
SILENT = (NOT_ADDRESSED, *(s for s in NO_ANSWERS if s not in (NOT_ADDRESSED, NOT_REVIEWED, NOT_APPLICABLE)))
OPEN = SILENT


class CannotTell(Exception):
    """A number that rests on restricted answers in a way that is not modelled: it is not known to be safe."""


class Model:
    """The restricted answers of a dataset as cells, and the units of its universes as expressions of them."""

    def __init__(self, dataset: Dataset) -> None:
        """Hold every record of the dataset."""
        self.measures = measures_of(dataset)
        self.answers: Answers = self.measures.answers
        self.records = records(dataset).set_index("unit")
        self.public = public_answers(dataset)
        self._said: dict[tuple[str, str, bool], dict[str, set[str]]] = {}
        self.truth: dict[str, dict[str, set[str]]] = {}
        codebook = self.measures.codebook
        self.builder = Builder({str(name): self._question(str(name), row) for name, row in codebook.iterrows()})
        held = self._records()
        self._loosen(held)
        for unit, answers in held.items():
            public = {name for name in answers if (unit, name) in self.public}
            self.builder.hold(unit, self.records.at[unit, "entity"], answers, public)

    def _question(self, name: str, row: pd.Series) -> Question:
        # A code that only the data know (a number) is as good as any other that was answered.
        codes = tuple(code for code in self.answers.codes(name) if code not in NO_ANSWERS)
        asked_if = tuple(self.given(row["asked_if"]))
        return Question(
            codes or (name,),
            several=row["several"] == "yes",
            silent=SILENT if asked_if else (*SILENT, NOT_APPLICABLE),
            asked_if=asked_if,
            not_applicable=NOT_APPLICABLE,
            spoken=row["silence"] == "no",
        )

    def given(self, text: str) -> Given:
        """Return earlier answers, such as "legislation = yes", as questions with the codes that meet them."""
        found = []
        for question, answer in earlier_answers(text):
            codes = {code for _, codes in self.answers.counted(question, answer) for code in codes}
            found.append((question, tuple(sorted(codes))))
        return found

    def _records(self) -> dict[str, dict[str, set[str]]]:
        """Return what each record answers to each question, all of them together, so that a question put to some was put to all."""
        units = pd.DataFrame({"unit": self.records.index, "entity": self.records["entity"].to_numpy()})
        record = SEPARATOR.join(TABLE_OF)
        every = Universe("every record", "", DOCUMENT, record, "", "", "", units, records=frozenset(units["unit"]))
        for name in self.builder.questions:
            told = self.told(every, name)
            for unit in units["unit"]:
                self.truth.setdefault(unit, {})[name] = told.get(unit, {NOT_ADDRESSED})
        return self.truth

    def _loosen(self, held: dict[str, dict[str, set[str]]]) -> None:
        """Let "not applicable" stand anywhere in a question of which some record says so although it was to be asked."""
        for name, question in self.builder.questions.items():
            for said in held.values():
                asked = all(said[q] & {*codes, *SILENT} for q, codes in question.asked_if)
                if question.asked_if and asked and NOT_APPLICABLE in said[name]:
                    self.builder.questions[name] = replace(question, exact=False)

    def told(self, universe: Universe, question: str, no: bool = False) -> dict[str, set[str]]:
        """Return the answers of a universe's units that say anything to a question."""
        key = (universe.id, question, no)
        if key not in self._said:
            rows = self.answers.of(universe, question, not_applicable_is_no=no)
            self._said[key] = {str(unit): set(given) for unit, given in rows.groupby("unit")["answer"]}
        return self._said[key]

    @cached_property
    def _of_entity(self) -> dict[str, list[str]]:
        return {str(entity): list(rows.index) for entity, rows in self.records.groupby("entity")}

    def holder(self, universe: Universe, unit: str) -> str:
        """Return the record that a unit of a universe answers by.

        Raises CannotTell where it answers by several records of which one is restricted.
        """
        if universe.unit != ENTITY:
            return unit
        found = [record for record in self._of_entity.get(unit, []) if record in universe.records]
        if len(found) == 1:
            return found[0]
        if any((record, question) not in self.public for record in found for question in self.builder.questions):
            raise CannotTell(f"{unit} answers by several records, and not all of them are public")
        return ""

    def member(self, universe: Universe, question: str) -> dict[str, str]:
        """Return the record of each unit of a universe, "" where everything about it is public and it stands as it is.

        Raises CannotTell where a restricted answer is another in this universe than in its record.
        """
        if universe.unit == ROW:
            return {}
        told, of = self.told(universe, question), {}
        for unit in universe.units["unit"]:
            record = self.holder(universe, unit)
            secret = record and (record, question) not in self.public
            if secret and told.get(unit, {NOT_ADDRESSED}) != self.truth[record][question]:
                if told:
                    raise CannotTell(f"{unit} answers “{question}” in this universe otherwise than in its record")
                secret = False  # nobody was asked: that shows, and says nothing of anyone
            of[unit] = record if secret else ""
        return of


class Asked:
    """One question put to a universe: of each unit, whether it gives an answer, as an expression."""

    def __init__(self, model: Model, universe: Universe, question: str, no: bool = False) -> None:
        """Raises CannotTell where the answers cannot be modelled."""
        self.model, self.universe, self.question, self.no = model, universe, question, no
        self._builder = model.builder
        self._record = model.member(universe, question)
        self._told = model.told(universe, question, no)

    def _in_truth(self, unit: str, answers: set[str]) -> Sum:
        return Sum(int(bool(self._told.get(unit, {NOT_ADDRESSED}) & answers)))

    def either(self, unit: str, codes: tuple[str, ...]) -> Sum:
        """Return whether a unit gives one of some answers."""
        record = self._record.get(unit)
        if not record:
            return self._in_truth(unit, set(codes))
        cell = self._builder.either(record, self.question, codes)
        return cell + self.state(unit, NOT_APPLICABLE, as_no=False) if self.no and "no" in codes else cell

    def state(self, unit: str, *states: str, as_no: bool = True) -> Sum:
        """Return whether a unit has no answer, in one of some ways."""
        if self.no and as_no:
            states = tuple(state for state in states if state != NOT_APPLICABLE)
        if not (record := self._record.get(unit)):
            given = self._told.get(unit, {NOT_ADDRESSED})
            answered = bool(given - set(NO_ANSWERS))
            return Sum(int(not answered and bool(given & set(states))))
        return self._builder.silent(record, self.question, *states) if states else Sum(0)

    def answered(self, unit: str) -> Sum:
        """Return whether a unit answers at all."""
        return ONE - self.state(unit, *SILENT, NOT_APPLICABLE)


class Domain:
    """Earlier answers put to a universe: who gave them, and who may have."""

    def __init__(self, model: Model, universe: Universe, given: str) -> None:
        """Raises CannotTell where the answers cannot be modelled; DataError for an unknown question."""
        self._builder, self._name = model.builder, given
        self._asked = [(Asked(model, universe, question), codes) for question, codes in model.given(given)]
        self._records = {unit: model.holder(universe, unit) for unit in universe.units["unit"]}

    def member(self, unit: str) -> Sum:
        """Return whether a unit gave all of them."""
        if unit not in self._records:
            return Sum(0)
        cells = [asked.either(unit, codes) for asked, codes in self._asked]
        return self._builder.both(self._records[unit], f"member {self._name}", cells)

    def perhaps(self, unit: str) -> Sum:
        """Return whether a unit gave them or may have."""
        if unit not in self._records:
            return ONE
        cells = [asked.either(unit, codes) + asked.state(unit, *OPEN) for asked, codes in self._asked]
        return self._builder.both(self._records[unit], f"perhaps {self._name}", cells)

    def open_as(self, unit: str, *states: str) -> Sum:
        """Return whether it is not known of a unit that was read if it gave all of them, and one of its answers is one of some states."""
        may = self.perhaps(unit) - self.member(unit)
        others = [ONE - asked.state(unit, *states) for asked, _ in self._asked]
        return may - self.also(unit, f"open, not {'|'.join(states)}", may, *others)

    def within(self, unit: str, name: str, expression: Sum) -> Sum:
        """Return an expression of a unit, 0 unless it gave all of them; name: the same of every unit."""
        return self._builder.both(self._records[unit], f"{name} within {self._name}", [self.member(unit), expression])

    def also(self, unit: str, name: str, *expressions: Sum) -> Sum:
        """Return whether several expressions of a unit that was read hold together; name: the same of every unit."""
        return self._builder.both(self._records.get(unit, ""), f"{name}, {self._name}", list(expressions))
