"""Universes: the States that a share is a share of. No share is made without one."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.dataset import Dataset
from analysis.reference import published
from analysis.schema import labels_of
from analysis.tidy.groupings import REGIONAL_GROUP, states_parties_on
from analysis.tidy.states import resolve


@dataclass(frozen=True)
class Universe:
    """A set of States with the words for it, and the finite population it is part of, if any.

    name: as written under a chart ("States reviewed under article 46(4)-(5)"); states: one row a State,
    iso3 and its groupings; population: the larger universe, such as all States parties on a date.
    """

    name: str
    states: pd.DataFrame
    population: Universe | None = None

    def __post_init__(self) -> None:
        """Refuse a universe without name, with a State twice, or that is no part of its population."""
        if not self.name.strip():
            raise ValueError("a universe needs a name: say what the share is a share of")
        twice = self.states["iso3"][self.states["iso3"].duplicated()]
        if len(twice):
            raise ValueError(f"the universe “{self.name}” holds {twice.iloc[0]} twice")
        if self.population is not None:
            beyond = set(self.states["iso3"]) - set(self.population.states["iso3"])
            if beyond:
                raise ValueError(
                    f"the universe “{self.name}” holds {sorted(beyond)[0]}, which is not among “{self.population.name}”"
                )

    @property
    def everyone(self) -> Universe:
        """The population, or the universe itself where it is part of no larger one."""
        return self.population or self

    def __len__(self) -> int:
        """The number of States."""
        return len(self.states)

    def where(self, name: str, iso3: pd.Series | set[str]) -> Universe:
        """Return the part of this universe that holds the given States; this one is its population's kind."""
        return Universe(name, self.states[self.states["iso3"].isin(iso3)].reset_index(drop=True))


def states_parties(dataset: Dataset, on: str | None = None) -> Universe:
    """Return all States parties on a date, by default the dataset's own."""
    day = on or dataset.settings.as_of
    return Universe(f"States parties on {day}", dataset.states_parties(day))


def states_reviewed(dataset: Dataset, article: str = "46", edition: str | None = None) -> Universe:
    """Return the States whose review of an article was completed, by or in an edition.

    edition: None for all reviews; else only those that were new in that edition.
    """
    reviews = dataset.reviews[dataset.reviews["article"] == article]
    if edition is not None:
        reviews = reviews[reviews["edition"] == edition]
    parties = states_parties(dataset)
    when = f", new in {edition}" if edition else ""
    name = f"States reviewed under {labels_of('article')[article].replace('A', 'a', 1)}{when}"
    states = parties.states[parties.states["iso3"].isin(reviews["iso3"])].reset_index(drop=True)
    return Universe(name, states, parties if edition is None else None)


def respondents(dataset: Dataset) -> Universe:
    """Return the States that answered the note verbale, among the States parties on its day."""
    parties = states_parties(dataset, dataset.settings.note_verbale)
    states = parties.states[parties.states["iso3"].isin(dataset.responses["iso3"])].reset_index(drop=True)
    return Universe("Respondents to the note verbale", states, parties)


def published_respondents() -> Universe:
    """Return the true States that the paper lists as respondents, among the States parties on the day they were asked."""
    asked = published("dates").set_index("event").at["note_verbale", "date"]
    parties = Universe(f"States parties on {asked}", states_parties_on(asked))
    found = {resolve(name, on=asked).iso3 for name in published("respondents")["name"]}
    states = parties.states[parties.states["iso3"].isin(found)].reset_index(drop=True)
    return Universe("Respondents that the paper lists", states, parties)


def groups_in(universe: Universe, grouping: str = REGIONAL_GROUP) -> list[str]:
    """Return the codes of a grouping in their fixed order; "none" only where a State is in no group."""
    present = set(universe.everyone.states[grouping])
    return [code for code in labels_of(grouping) if code in present or code != "none"]
