"""Regional groups, WAEMU, the European Union: who belonged to what, and who was a party, on a date."""

import pandas as pd

from analysis.errors import DataError
from analysis.reference import reference

REGIONAL_GROUP = "regional_group"
NO_GROUP = "none"
OUTSIDE = "not a member"


def members_on(memberships: pd.DataFrame, grouping: str, date: str) -> pd.Series:
    """Return what each State belonged to on a date: index iso3, values of one grouping.

    memberships: one row a State, grouping and span (iso3, grouping, member_of, from, until); an empty
    from or until means open. A span holds from its first day up to, not on, its until.
    """
    rows = memberships[
        (memberships["grouping"] == grouping)
        & (memberships["from"] <= date)
        & ((memberships["until"] == "") | (date < memberships["until"]))
    ]
    return rows.set_index("iso3")["member_of"]


def with_groupings(states: pd.DataFrame, memberships: pd.DataFrame, date: str) -> pd.DataFrame:
    """Return states with one column a grouping, as of a date; every State has a value in each.

    A State outside every regional group says "none"; outside any other grouping, "not a member".
    """
    table = states.copy()
    for grouping in [REGIONAL_GROUP, *sorted(set(memberships["grouping"]) - {REGIONAL_GROUP})]:
        absent = NO_GROUP if grouping == REGIONAL_GROUP else OUTSIDE
        table[grouping] = table["iso3"].map(members_on(memberships, grouping, date)).fillna(absent)
    return table


def states_parties_on(
    date: str,
    states: pd.DataFrame | None = None,
    memberships: pd.DataFrame | None = None,
    *,
    organisations: bool = False,
) -> pd.DataFrame:
    """Return the States parties on a date: one row a State, with one column a grouping as of that date.

    A State is a party from the day its instrument was deposited. The European Union, a party and no
    State, is left out unless organisations is true. Raises DataError for a date after the last day for
    which the registry was kept (see registry_kept_until in data/reference/notes.csv).
    """
    if states is None:
        states = reference("states")
        _within_registry(date)
    memberships = reference("memberships") if memberships is None else memberships
    parties = states[(states["party"] != "") & (states["party"] <= date)]
    if not organisations:
        parties = parties[parties["kind"] != "organisation"]
    return with_groupings(parties, memberships, date).reset_index(drop=True)


def _within_registry(date: str) -> None:
    kept_until = reference("notes").set_index("note")["value"]["registry_kept_until"]
    if date > kept_until:
        raise DataError(
            f"States parties on {date} cannot be counted: data/reference/states.csv was kept until "
            f"{kept_until}. Add the later dates there, then move registry_kept_until in notes.csv."
        )
