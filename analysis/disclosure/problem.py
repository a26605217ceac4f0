"""What an attacker knows, as sums: the answers that are not public, the rules of the codebook, the numbers released.

A cell is 0 or 1: whether a unit gives an answer to a question. Public answers are no cells; what they add to a number is
taken out of it. Everything else is an expression: a constant and a sum of cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

CELL = ["unit", "entity", "question", "answer", "kind", "several", "value"]
SUM = ["number", "measure", "low", "high", "shown", "secret"]
TERM = ["sum", "cell", "factor"]
# Kinds of cells: a code, a way to have no answer, and what is only made of others (either of two codes, both of two).
CODE, NONE, MADE = "code", "none", "made"


@dataclass(frozen=True)
class Question:
    """A question of the codebook: its codes, the ways to have no answer, the earlier answers on which it is asked.

    asked_if: (question, codes) pairs that all have to be met; where they are surely not, `not_applicable` stands. exact: it
    stands nowhere else. spoken: whoever was asked is never `silent` (silence counts as an answer).
    """

    codes: tuple[str, ...]
    several: bool = False
    silent: tuple[str, ...] = ("not_addressed",)
    asked_if: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_applicable: str = "not_applicable"
    exact: bool = True
    spoken: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """All ways to have no answer, the one of a condition that is not met among them."""
        return tuple(dict.fromkeys((*self.silent, *((self.not_applicable,) if self.asked_if else ()))))


@dataclass(frozen=True)
class Sum:
    """An expression: a constant and cells with their factors."""

    constant: int = 0
    cells: dict[int, int] = field(default_factory=dict)

    def __add__(self, other: Sum) -> Sum:
        cells = dict(self.cells)
        for cell, factor in other.cells.items():
            cells[cell] = cells.get(cell, 0) + factor
        return Sum(self.constant + other.constant, {cell: factor for cell, factor in cells.items() if factor})

    def times(self, factor: int) -> Sum:
        """Return a multiple."""
        return Sum(self.constant * factor, {cell: each * factor for cell, each in self.cells.items()})

    def __sub__(self, other: Sum) -> Sum:
        return self + other.times(-1)


ZERO, ONE = Sum(0), Sum(1)


def total(sums: Iterable[Sum]) -> Sum:
    """Return the sum of expressions."""
    constant, cells = 0, dict[int, int]()
    for each in sums:
        constant += each.constant
        for cell, factor in each.cells.items():
            cells[cell] = cells.get(cell, 0) + factor
    return Sum(constant, {cell: factor for cell, factor in cells.items() if factor})


@dataclass(frozen=True, eq=False)
class Problem:
    """What was released about which cells.

    cells: one row a cell (unit, entity, question, answer, kind, several: whether the question allows several answers, value:
    what it is in truth). sums: one row a rule of the
    codebook or a released number (number: in words, empty for a rule; measure: what releases it; low, high: between which
    the sum lies, public answers taken out; shown: as released; secret: restricted units behind it). terms: sum, cell, factor.
    """

    cells: pd.DataFrame
    sums: pd.DataFrame
    terms: pd.DataFrame

    @cached_property
    def matrix(self) -> csr_matrix:
        """The factors: one row a sum, one column a cell."""
        shape = (len(self.sums), len(self.cells))
        where = (self.terms["sum"].to_numpy(dtype=int), self.terms["cell"].to_numpy(dtype=int))
        return csr_matrix((self.terms["factor"].to_numpy(dtype=float), where), shape=shape)

    @cached_property
    def truth(self) -> np.ndarray:
        """The true value of each cell."""
        return self.cells["value"].to_numpy(dtype=int)

    @cached_property
    def entities(self) -> np.ndarray:
        """The entity of each cell."""
        return self.cells["entity"].to_numpy(dtype=object)

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Between which each sum lies."""
        return self.sums["low"].to_numpy(dtype=float), self.sums["high"].to_numpy(dtype=float)

    @cached_property
    def rules(self) -> np.ndarray:
        """Whether each sum is a rule of the codebook, which nobody released."""
        return (self.sums["number"] == "").to_numpy()

    @cached_property
    def reported(self) -> np.ndarray:
        """Whether a cell names a State with an answer once it is known: a code given or not given, or that it has none."""
        kind, value = self.cells["kind"], self.cells["value"]
        return ((kind == CODE) | ((kind == NONE) & (value == 1))).to_numpy()

    def of(self, keep: np.ndarray) -> Problem:
        """Return the problem with only some of its sums."""
        part = Problem(self.cells, self.sums[keep].reset_index(drop=True), self.terms.iloc[:0])
        low, high = self.bounds
        # Cut from the arrays, since this is done for every set of numbers that is tried.
        part.__dict__.update(matrix=self.matrix[keep], bounds=(low[keep], high[keep]), rules=self.rules[keep])
        same = {
            name: held
            for name, held in self.__dict__.items()
            if name in ("truth", "entities", "reported", "known", "seen")
        }
        part.__dict__.update(same)
        return part

    def without(self, measures: Collection[str]) -> Problem:
        """Return the problem as if some measures had not been released."""
        return self.of((self.rules | ~self.sums["measure"].isin(set(measures))).to_numpy())


class Builder:
    """Puts a problem together: units with their answers and what is public of them, then numbers made of expressions."""

    def __init__(self, questions: dict[str, Question]) -> None:
        """Begin with a codebook and no units."""
        self.questions = questions
        self._cells: list[tuple] = []
        self._place: dict[tuple[str, str, str], Sum] = {}
        self._sums: list[tuple] = []
        self._terms: list[tuple[int, int, int]] = []
        self._seen: dict[tuple, int] = {}

    def hold(self, unit: str, entity: str, answers: dict[str, set[str]], public: Collection[str]) -> None:
        """Add a unit with its answers (codes, or one way to have none) to each question, and which of them are public."""
        for name, given in answers.items():
            question = self.questions[name]
            for answer in (*question.codes, *question.states):
                kind = CODE if answer in question.codes else NONE
                if answer == name:  # stands for whatever might be answered to a question that nobody answered
                    kind = MADE
                self._keep(unit, entity, name, answer, kind, int(answer in given), name in public)
        for name in answers:
            self._rules(unit, name)

    def _keep(self, unit: str, entity: str, question: str, answer: str, kind: str, value: int, public: bool) -> Sum:
        if public:
            cell = Sum(value)
        else:
            cell = Sum(0, {len(self._cells): 1})
            several = bool(question) and self.questions[question].several
            self._cells.append((unit, entity, question, answer, kind, several, value))
        self._place[unit, question, answer] = cell
        return cell

    def _rules(self, unit: str, name: str) -> None:
        question = self.questions[name]
        codes = [self.said(unit, name, code) for code in question.codes]
        states = total(self.said(unit, name, state) for state in question.states)
        if question.several:
            for code in codes:
                self.rule(code + states, 0, 1)
            self.rule(total(codes) + states, 1, len(codes) + 1)
            self.rule(states, 0, 1)
        else:
            self.rule(total(codes) + states, 1, 1)
        if question.asked_if:
            asked = self.perhaps(unit, question.asked_if)
            never = self.said(unit, name, question.not_applicable)
            self.rule(never + asked, 1, 1 if question.exact else 2)
        if question.spoken:
            member = self.meets(unit, question.asked_if)
            self.rule(member + self.said(unit, name, question.silent[0]), 0, 1)

    def said(self, unit: str, question: str, answer: str) -> Sum:
        """Return whether a unit gives an answer; nothing where it was never held."""
        return self._place.get((unit, question, answer), ZERO)

    def silent(self, unit: str, question: str, *states: str) -> Sum:
        """Return whether a unit has no answer, in one of some ways (all where none is named)."""
        if (unit, question, self.questions[question].codes[0]) not in self._place:
            return Sum(int(not states or self.questions[question].silent[0] in states))
        return total(self.said(unit, question, state) for state in states or self.questions[question].states)

    def either(self, unit: str, question: str, codes: Collection[str]) -> Sum:
        """Return whether a unit gives one of some answers."""
        of, wanted = self.questions[question], [c for c in self.questions[question].codes if c in codes]
        cells = [self.said(unit, question, code) for code in wanted]
        if not of.several or len(cells) < 2:
            return total(cells)
        if len(wanted) == len(of.codes):
            return ONE - self.silent(unit, question)
        name = "|".join(wanted)
        return self._made(unit, question, f"either {name}", cells, any)

    def meets(self, unit: str, given: Iterable[tuple[str, Collection[str]]]) -> Sum:
        """Return whether a unit gave all of some earlier answers."""
        given = list(given)
        cells = [self.either(unit, question, codes) for question, codes in given]
        return self.both(unit, "meets " + "; ".join(f"{q}={'|'.join(sorted(c))}" for q, c in given), cells)

    def perhaps(self, unit: str, given: Iterable[tuple[str, Collection[str]]]) -> Sum:
        """Return whether a unit gave them, or may have: no answer of it says that it did not."""
        given = list(given)
        cells = []
        for question, codes in given:
            open_states = [s for s in self.questions[question].states if s != self.questions[question].not_applicable]
            cells.append(self.either(unit, question, codes) + self.silent(unit, question, *open_states))
        return self.both(unit, "perhaps " + "; ".join(f"{q}={'|'.join(sorted(c))}" for q, c in given), cells)

    def both(self, unit: str, name: str, cells: list[Sum]) -> Sum:
        """Return whether all of some expressions, each 0 or 1, are 1; name: the same of every unit."""
        return self._made(unit, "", name, cells, all)

    def _made(self, unit: str, question: str, name: str, cells: list[Sum], of) -> Sum:
        """Return an expression that is 1 where any, or all, of some are; a cell of its own where it has to be."""
        decides = int(of is any)  # one such part settles the whole
        if any(not cell.cells and cell.constant == decides for cell in cells):
            return Sum(decides)
        parts = list({tuple(sorted(cell.cells.items())): cell for cell in cells if cell.cells}.values())
        if len(parts) < 2:
            return parts[0] if parts else Sum(1 - decides)
        if (unit, question, name) not in self._place:
            value = int(of(self.value(part) for part in cells))
            entity = self._cells[next(iter(parts[0].cells))][1]
            made = self._keep(unit, entity, question, name, MADE, value, public=False)
            sign = 1 if decides else -1
            for part in parts:
                self.rule((made - part).times(sign), 0, 1)
            ends = (0, len(parts)) if decides else (1 - len(parts), 0)
            self.rule((total(parts) - made).times(sign), *ends)
        return self._place[unit, question, name]

    def value(self, expression: Sum) -> int:
        """Return what an expression is in truth."""
        return expression.constant + sum(factor * self._cells[c][-1] for c, factor in expression.cells.items())

    def rule(self, expression: Sum, low: int, high: int) -> None:
        """Add what the codebook says: an expression lies between two numbers, wider where the data do not keep to it."""
        value = self.value(expression)
        self._add(expression, "", "", min(low, value), max(high, value), "")

    def release(self, number: str, measure: str, expression: Sum, band: int = 1) -> None:
        """Add a released number: its words, what releases it, what it is made of, and the width of the band in which it is given."""
        value = self.value(expression)
        low = value // band * band
        shown = str(value) if band == 1 else f"{low} to {low + band - 1}"
        self._add(expression, number, measure, low, low + band - 1, shown)

    def _add(self, expression: Sum, number: str, measure: str, low: int, high: int, shown: str) -> None:
        if not expression.cells:
            return
        secret = len({self._cells[cell][0] for cell in expression.cells})
        low, high = low - expression.constant, high - expression.constant
        key = (tuple(sorted(expression.cells.items())), low, high, measure)
        if key in self._seen:
            return
        at = self._seen[key] = len(self._sums)
        self._sums.append((number, measure, low, high, shown, secret))
        self._terms += [(at, cell, factor) for cell, factor in expression.cells.items()]

    def problem(self) -> Problem:
        """Return the problem as frames."""
        frames = (self._cells, CELL), (self._sums, SUM), (self._terms, TERM)
        return Problem(*(pd.DataFrame(rows, columns=columns) for rows, columns in frames))
