"""Who belonged to what on a day: regional groups, unions, being a party to a convention, all dated memberships."""

from __future__ import annotations

import pandas as pd

from analysis.reference import Layers
from analysis.schema import SEPARATOR

NO_GROUP = "none"
OUTSIDE = "not a member"


def members_on(memberships: pd.DataFrame, grouping: str, date: str) -> pd.Series:
    """Return what each entity belonged to on a day: index code, values of one grouping, several joined by ";".

    memberships: one row an entity, grouping and span (code, grouping, member_of, from, until); an empty from or until is
    open. A span holds from its first day up to, not on, its until.
    """
    return _joined(_on(memberships[memberships["grouping"] == grouping], date)).droplevel("grouping")


def with_groupings(entities: pd.DataFrame, memberships: pd.DataFrame, date: str, layers: Layers) -> pd.DataFrame:
    """Return entities with one column a grouping, as of a day; every entity has a value in each.

    An entity in two groups of one grouping holds both, joined by ";". Outside all of its groups it says "none" where the
    grouping's code list knows that, else "not a member".
    """
    table = entities.copy()
    held = _joined(_on(memberships, date)).to_dict()
    known = list(layers.table("groupings")["grouping"])
    for grouping in [*known, *sorted(set(memberships["grouping"]) - set(known))]:
        absent = NO_GROUP if NO_GROUP in layers.codes(grouping) else OUTSIDE
        groups = [held.get((code, grouping), absent) for code in table["code"]]
        table[grouping] = pd.Series(groups, index=table.index, dtype=str)
    return table


def _on(memberships: pd.DataFrame, date: str) -> pd.DataFrame:
    begun = memberships["from"] <= date
    return memberships[begun & ((memberships["until"] == "") | (date < memberships["until"]))]


def _joined(rows: pd.DataFrame) -> pd.Series:
    """Return the groups of each entity and grouping (index code, grouping), each once, in the order of their rows."""
    return rows.groupby(["code", "grouping"], sort=False)["member_of"].agg(
        lambda groups: SEPARATOR.join(dict.fromkeys(groups))
    )
