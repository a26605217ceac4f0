"""Universes: the units that a share is a share of, made from the rows of universes.csv.

A universe carries what it is of: unit, record, topic, edition and day. Nothing else in the suite chooses them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.conditions import matches
from analysis.errors import DataError
from analysis.schema import SEPARATOR, TABLE_OF, parts
from analysis.statistics.shares import NOT_ADDRESSED
from analysis.tidy.asked import CARRIED
from analysis.tidy.groupings import with_groupings
from analysis.tidy.states import ORGANISATION, State, registry_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.papers import Paper

ENTITY, ROW, DOCUMENT = "entity", "row", "document"


@dataclass(frozen=True, eq=False)
class Universe:
    """A set of units with a name, and the finite population that it is part of.

    units: one row a unit (unit, entity, and a column a grouping; a listed row has its own columns too); records: the
    reviews, responses or recommendations whose answers count, of years; earlier: those of the same entities that a later one
    took the place of; carried: whether answers of these count where the later one says nothing; strange: rows of a list
    that name no entity of the population; listed_on: the days of a list that is of other days than the universe.
    """

    id: str
    name: str
    unit: str
    record: str
    topic: str
    edition: str
    day: str
    units: pd.DataFrame
    population: Universe | None = None
    records: frozenset[str] = frozenset()
    earlier: tuple[str, ...] = ()
    carried: bool = False
    strange: tuple[str, ...] = ()
    years: str = ""
    supplied: bool = False
    listed_on: tuple[str, ...] = ()

    @property
    def everyone(self) -> Universe:
        """The population, or the universe itself where it is part of no larger one."""
        return self if self.population is None else self.population

    @property
    def listed(self) -> bool:
        """Whether it is made of rows of a list of the paper, which are true facts whatever the data."""
        return self.unit == ROW and not self.supplied

    @property
    def lacks(self) -> str:
        """What it lacks, in words: a list that nobody supplied says nothing of anybody, one of other days nothing of this day."""
        if self.unit == ROW and self.units.empty:
            return f"nothing is listed yet of “{self.name}”: supply it in lists.csv"
        if self.listed_on:
            days = ", ".join(self.listed_on)
            return f"“{self.name}” is listed of {days}, not of {self.day}: supply the list of that day in lists.csv"
        return ""

    def __len__(self) -> int:
        return len(self.units)

    def standing(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return those rows of findings or codings that count here: of the topic, and of the latest record that speaks.

        Where answers are carried, that is settled question by question: the latest record of the entity that answers it.
        """
        rows = rows[rows["unit"].isin(self.records) & (not self.topic or rows["topic"] == self.topic)]
        if not self.carried:
            return rows
        place = rows["unit"].map({unit: n for n, unit in enumerate(self.earlier)}).fillna(len(self.earlier))
        place = place.where(rows["answer"] != NOT_ADDRESSED, -1)
        return rows[place == place.groupby([rows["entity"], rows["topic"], rows["question"]]).transform("max")]


class Universes:
    """The universes of a dataset's paper, each made when it is first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        """Read the rows of universes.csv."""
        self._dataset = dataset
        self.rows = dataset.layers.table("universes").set_index("universe")
        self._made: dict[tuple[str, bool], Universe] = {}
        self._worlds: dict[tuple[str, bool], pd.DataFrame] = {}
        self._making: list[str] = []

    def __getitem__(self, name: str) -> Universe:
        """Return a universe by its id. Raises DataError for an unknown one, or one that cannot be made."""
        return self._of(name, listed=False)

    def of_the_paper(self, name: str) -> Universe:
        """Return a universe among the entities that the paper itself speaks of, whatever the dataset brings."""
        return self._of(name, listed=True)

    def _of(self, name: str, listed: bool) -> Universe:
        if (name, listed) not in self._made:
            if name not in self.rows.index:
                known = ", ".join(self.rows.index)
                raise DataError(f"There is no universe “{name}” in universes.csv; there are: {known}.")
            if name in self._making:
                raise DataError(f"universes.csv, {name}: a universe is no part of itself.")
            row = self.rows.loc[name]
            self._making.append(name)
            try:
                self._made[name, listed] = self._make(name, row, listed or row["unit"] == ROW)
            finally:
                self._making.remove(name)
        return self._made[name, listed]

    def _make(self, name: str, row: pd.Series, listed: bool) -> Universe:
        paper, unit = self._dataset.paper, row["unit"]
        if unknown := [record for record in parts(row["record"]) if record not in TABLE_OF]:
            raise DataError(f"universes.csv, {name}: “{unknown[0]}” is no record; there are: {', '.join(TABLE_OF)}.")
        day = paper.day(row["day"]) if row["day"] else self._dataset.as_of
        population = self._of(row["population"], listed) if row["population"] else None
        label, edition = named(row["name"], paper), paper.edition(row["edition"])
        bare = Universe(
            name, label, unit, row["record"] or unit, row["topic"], edition, day, pd.DataFrame(), population
        )
        if unit == ENTITY:
            made = self._of_entities(bare, row, listed)
        elif unit == ROW:
            made = self._of_a_list(bare, row)
        elif unit in (DOCUMENT, *TABLE_OF):
            made = self._of_records(bare, row["record"] if unit == DOCUMENT else unit, row["where"])
        else:
            known = ", ".join((ENTITY, DOCUMENT, *TABLE_OF, ROW))
            raise DataError(f"universes.csv, {name}: “{unit}” is no unit; there are: {known}.")
        return replace(made, units=made.units.reset_index(drop=True))

    def _of_entities(self, bare: Universe, row: pd.Series, listed: bool) -> Universe:
        """Fill a universe of entities: those of its population that a record speaks of, and that meet its condition."""
        where, population = row["where"], bare.population
        units = self._world(bare.day, listed) if population is None else population.units
        if row["record"]:
            every = self._records(row["record"], bare).sort_values("date", kind="stable")
            key = [column for column in ("entity", "topic") if column in every]
            latest = every if row["record"] == "recommendation" else every.drop_duplicates(key, keep="last")
            carried = row["earlier"] == CARRIED
            counted = every if carried else latest
            bare = replace(
                bare,
                records=frozenset(counted["unit"]),
                earlier=tuple(every.loc[~every["unit"].isin(latest["unit"]), "unit"]),
                carried=carried,
                years=_years(counted["date"]),
            )
            units = units[units["entity"].isin(counted["entity"])]
        if where and population is not None:  # a condition on entities holds of the target as well
            among = _meeting(population.units, where).reset_index(drop=True)
            bare = replace(bare, population=replace(population, units=among))
        return replace(bare, units=_meeting(units, where))

    def _of_a_list(self, bare: Universe, row: pd.Series) -> Universe:
        """Fill a universe of listed rows; where it names its day, rows that say another are of another day."""
        units, strange = self._listed(bare.day, bare.population, row["where"])
        own = self._dataset.paper.layers.table("lists")
        supplied = not set(units["name"]) <= set(own.loc[matches(own, row["where"]), "name"])
        other = sorted(set(units["day"]) - {"", bare.day}) if row["day"] else []
        return replace(bare, units=units, strange=strange, supplied=supplied, listed_on=tuple(other))

    def _of_records(self, bare: Universe, record: str, where: str) -> Universe:
        """Fill a universe of reviews, responses, recommendations, or of documents of some of these."""
        rows = self._records(record, bare)
        units = self._placed(rows, bare.day)
        if bare.population is not None:
            units = units[units["unit"].isin(bare.population.units["unit"])]
        units = _meeting(units, where)
        return replace(bare, units=units, records=frozenset(rows["unit"]), years=_years(rows["date"]))

    def _records(self, record: str, of: Universe) -> pd.DataFrame:
        """Return the rows of one or more records: of a universe's topic and editions, to its day or that on which the data closed."""
        tables, day = [], min(of.day, self._dataset.as_of)
        for each in record.split(SEPARATOR):
            table = getattr(self._dataset, TABLE_OF[each.strip()])
            kept = (table["date"] == "") | (table["date"] <= day)
            if of.topic and "topic" in table:
                kept &= table["topic"] == of.topic
            kept &= table["edition"].isin([of.edition] if of.edition else ["", *self._dataset.paper.editions])
            tables.append(table[kept])
        return pd.concat(tables, ignore_index=True).fillna("")

    def _world(self, day: str, listed: bool) -> pd.DataFrame:
        """Return all entities with their groupings on a day; those of the paper alone for listed facts."""
        if (day, listed) not in self._worlds:
            layers = self._dataset.paper.layers if listed else self._dataset.layers
            entities = layers.table("entities") if listed else self._dataset.entities[["code", "kind", "name"]]
            memberships = layers.table("memberships") if listed else self._dataset.memberships
            world = with_groupings(entities, memberships, day, layers)
            self._worlds[day, listed] = world.assign(unit=world["code"], entity=world["code"])
        return self._worlds[day, listed]

    def _placed(self, rows: pd.DataFrame, day: str) -> pd.DataFrame:
        """Return records with the groupings of their entity and, where somebody made them, of the maker."""
        world = self._world(day, listed=False).drop(columns=["unit", "code", "iso2"], errors="ignore")
        placed = rows.merge(world, on="entity", how="left")
        if "maker" in rows:
            makers = world.add_prefix("maker_").rename(columns={"maker_entity": "maker"})
            placed = placed.merge(makers, on="maker", how="left")
        return placed.fillna("")

    def _listed(self, day: str, population: Universe | None, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the rows of a list; where a population is given, those whose name is one of its entities."""
        rows = self._dataset.layers.table("lists")
        rows = rows[matches(rows, where)].rename(columns={"kind": "row_kind"})
        if rows.empty and population is not None:
            return population.units.iloc[:0].reindex(columns=[*population.units, *rows.columns]), ()
        registry = registry_of(self._dataset.paper.layers)
        found = {name: registry.resolve(name, on=day) for name in rows["name"].unique()}
        known = {name for name, one in found.items() if isinstance(one, State) or ORGANISATION in one.reason}
        rows = rows.assign(
            unit=rows["name"].where(~rows["name"].duplicated(keep=False), rows["name"] + " (" + rows["row_kind"] + ")"),
            entity=rows["name"].map(lambda name: found[name].code or ""),
            known=rows["name"].isin(known),
        )
        if population is None or not (rows["entity"] != "").any():  # figures on the population, not names in it
            return rows, ()
        within = rows["entity"].isin(population.units["entity"])
        placed = rows[within].drop(columns=["name", "unit"]).merge(population.units, on="entity", how="left")
        return placed, tuple(rows.loc[~within, "name"])


def _meeting(units: pd.DataFrame, where: str) -> pd.DataFrame:
    """Return the units that meet a condition; who is in several groups meets it by any of them."""
    return units[matches(units, where, units.columns)] if where else units


def _years(dates: pd.Series) -> str:
    """Return the years that some records span."""
    known = sorted({date[:4] for date in dates if date})
    return "" if not known else known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}"


def named(text: str, paper: Paper) -> str:
    """Return a label with the paper's editions and days in the place of {first}, {latest} and {day.…}."""
    text = text.replace("{first}", paper.edition("first")).replace("{latest}", paper.edition("latest"))
    for name, day in paper.days.items():
        text = text.replace(f"{{day.{name}}}", day)
    return text
