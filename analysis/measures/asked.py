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


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register a function as the maker of a kind of measure."""

    def keep(function: Kind) -> Kind:
        KINDS[name] = function
        return function

    return keep


def result(asked: Asked) -> pd.DataFrame:
    """Return the rows of a measure in COLUMNS, and its label, id and kind. Raises DataError for an unknown kind."""
    name = asked.row["kind"]
    if name not in KINDS:
        raise DataError(f"measures.csv, {asked.row.name}: “{name}” is no kind; there are: {', '.join(KINDS)}.")
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
