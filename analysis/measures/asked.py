"""A measure asked for: a row of measures.csv with what it is answered from, and the result in COLUMNS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from analysis.errors import DataError
from analysis.measures.answers import Answers
from analysis.measures.universes import Universe, Universes
from analysis.reference import Layers
from analysis.schema import SEPARATOR, parts
from analysis.statistics.shares import COLUMNS as OF_SHARES

COLUMNS = ["question", "grouping", *OF_SHARES, "value", "universe", "of", "years"]
Kind = Callable[["Asked"], pd.DataFrame]
KINDS: dict[str, Kind] = {}
# What else of a row of measures.csv than its kind and universe a kind reads.
READS: dict[str, tuple[str, ...]] = {}
SHARE = ("question", "answers", "given", "by", "not_applicable")


@dataclass(frozen=True, eq=False)
class Asked:
    """One row of measures.csv with what it is answered from; outside: a group stands for the units that are not in it."""

    row: pd.Series
    universes: Universes
    answers: Answers
    layers: Layers
    outside: bool = False

    @property
    def all_universes(self) -> list[Universe]:
        """The universes that the measure names, one as a rule."""
        return [self.universes[name] for name in parts(self.row["universe"])]

    @property
    def universe(self) -> Universe:
        """The universe of a measure that names one. Raises DataError where it names none or several."""
        found = self.all_universes
        if len(found) != 1:
            raise DataError(f"measures.csv, {self.row.name}: a {self.row['kind']} has one universe, not {len(found)}.")
        return found[0]

    @property
    def two_universes(self) -> tuple[Universe, Universe]:
        """The universes of a measure that compares two. Raises DataError where it names another number of them."""
        found = self.all_universes
        if len(found) != 2:
            raise DataError(
                f"measures.csv, {self.row.name}: a {self.row['kind']} has two universes, joined by “;”, not {len(found)}."
            )
        return found[0], found[1]

    def one_answer(self) -> tuple[str, tuple[str, ...]]:
        """The question and the codes of a measure that counts one answer. Raises DataError where it asks for several, or for none."""
        counted = [
            (question, codes)
            for question in self.questions
            for _, codes in self.answers.counted(question, self.row["answers"])
        ]
        if len(counted) != 1:
            raise DataError(
                f"measures.csv, {self.row.name}: a {self.row['kind']} counts one answer to one question (either of two: “a|b”), not {len(counted)}."
            )
        return counted[0]

    @property
    def questions(self) -> list[str]:
        """The questions of a measure that asks any. Raises DataError where it names none."""
        if not (found := parts(self.row["question"])):
            raise DataError(f"measures.csv, {self.row.name}: a {self.row['kind']} has a question, and none is named.")
        return found

    def of(self, universe: Universe) -> Asked:
        """Return the same question to one of its universes."""
        return replace(self, row=self.row.where(self.row.index != "universe", universe.id))

    @property
    def level(self) -> float:
        """The confidence level of the house."""
        return self.layers.margin("level")

    @property
    def groups(self) -> list[str]:
        """The groups of the measure's grouping in order; [""] where it has none."""
        grouping, everyone = self._grouping, self.universe.everyone.units
        if not grouping:
            return [""]
        present = {group for cell in everyone[grouping].unique() for group in cell.split(SEPARATOR)}
        known_codes = self.layers.codes(grouping.removeprefix("maker_"))
        return [code for code in known_codes if code in present or code != "none"] + sorted(present - set(known_codes))

    @property
    def _grouping(self) -> str:
        """The measure's grouping. Raises DataError where the universe's units have no such one."""
        grouping = self.row["by"]
        if grouping and grouping not in self.universe.everyone.units:
            known = ", ".join(self.layers.table("groupings")["grouping"])
            raise DataError(f"measures.csv, {self.row.name}: “{grouping}” is no grouping here; there are: {known}.")
        return grouping

    def grouped(self, units: pd.DataFrame) -> pd.DataFrame:
        """Return one row a unit and group (unit, group)."""
        grouping, names = self._grouping, units["unit"].tolist()
        cells = [cell.split(SEPARATOR) for cell in units[grouping]] if grouping else [[""]] * len(names)
        if grouping and self.outside:
            cells = [[group for group in self.groups if group not in cell] for cell in cells]
        pairs = [(unit, group) for unit, cell in zip(names, cells, strict=True) for group in cell]
        return pd.DataFrame(pairs, columns=["unit", "group"], dtype=str)


def kind(name: str, *reads: str) -> Callable[[Kind], Kind]:
    """Register a function as the maker of a kind of measure, which reads some columns of its row."""

    def keep(function: Kind) -> Kind:
        KINDS[name], READS[name] = function, reads
        return function

    return keep


def _refuse_unread(row: pd.Series) -> None:
    """Raise DataError for what a measure says and its kind does not read: the number would be of something else than its row says."""
    for column in SHARE:
        if row[column] and column not in READS[row["kind"]]:
            reads = f"no other than {', '.join(READS[row['kind']])}" if READS[row["kind"]] else "none of these"
            raise DataError(
                f"measures.csv, {row.name}: {column} is “{row[column]}”, but a {row['kind']} reads {reads}. Empty the cell, or choose another kind."
            )
    if row["not_applicable"] not in ("", "no", "out"):
        raise DataError(f"measures.csv, {row.name}: not_applicable is “no” or “out”, not “{row['not_applicable']}”.")


def result(asked: Asked) -> pd.DataFrame:
    """Return the rows of a measure in COLUMNS, and its label, id and kind. Raises DataError for an unknown kind."""
    name = asked.row["kind"]
    if name not in KINDS:
        raise DataError(f"measures.csv, {asked.row.name}: “{name}” is no kind; there are: {', '.join(KINDS)}.")
    _refuse_unread(asked.row)
    try:
        table = KINDS[name](asked)
    except ValueError as error:
        raise DataError(f"measures.csv, {asked.row.name}: {error}.") from None
    first = asked.all_universes[-1] if asked.row["universe"] else None
    filled = {
        "question": asked.row["question"],
        "grouping": asked.row["by"],
        "group": "",
        "answer": asked.row["answers"],
        "universe": first.name if first is not None else "",
        "of": first.everyone.name if first is not None else "",
        "years": first.years if first is not None else "",
    }
    table = table.assign(**{column: value for column, value in filled.items() if column not in table})
    extra = [column for column in table if column not in COLUMNS]
    return table.reindex(columns=[*COLUMNS, *extra])
