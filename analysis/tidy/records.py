"""Raw rows to records: reviews, responses, recommendations and extracts, each with the unit that names it."""

from __future__ import annotations

import pandas as pd

from analysis.schema import SEPARATOR, TABLES
from analysis.tidy.cells import Cells
from analysis.tidy.issues import Checks

_CELLS = ("entity", "code", "said")


def reviews(raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the completed reviews, checked: one row an entity, topic and round."""
    checks = _begun("reviews", raw, cells)
    cells.code(checks, "topic", "topic", needed=True)
    _common(checks, cells)
    checks.put(round=rounds(checks.rows))
    checks.put(unit=unit_of(checks.rows, TABLES["reviews"].key))
    _several_rounds(checks)
    _once(checks, "unit", ("date", "edition", "symbol", "status"))
    return checks


def responses(raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the responses, checked: one row an entity and edition."""
    checks = _begun("responses", raw, cells)
    _common(checks, cells)
    checks.put(unit=unit_of(checks.rows, TABLES["responses"].key))
    _once(checks, "unit", ("date", "symbol", "language", "status", "file"))
    return checks


def recommendations(raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the recommendations, checked: one row a recommendation, by its number or the row of its sheet."""
    checks = _begun("recommendations", raw, cells)
    cells.makers(checks)
    if not checks.rows["topic"].str.contains(SEPARATOR).any():
        cells.code(checks, "topic", "topic", needed=False)
    _common(checks, cells)
    checks.put(unit=checks.rows["source"] + "#" + checks.rows["number"])
    _once(checks, "unit", ("entity", "maker", "topic", "date", "edition", "text"))
    return checks


def extracts(raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the extracts, checked: one row a paragraph of a source."""
    checks = Checks("extracts", raw, (*TABLES["extracts"].names, *_CELLS))
    cells.without_value(checks)
    empty = checks.rows["text"] == ""
    cells.no_rows(checks, ~empty & (checks.rows[["entity", "code", "symbol"]] != "").any(axis=1))
    checks.fault(empty & ~checks.none, "text", "no_text")
    cells.entities(checks, needed=False)
    cells.schema(checks)
    place, *rest = (checks.rows[name] for name in TABLES["extracts"].key)
    checks.put(key=place.str.cat(rest, sep="\0"))
    _once(checks, "key", ("text",))
    return checks


def unit_of(rows: pd.DataFrame, named: tuple[str, ...]) -> pd.Series:
    """Return what names a record: the parts that are not empty, joined."""
    unit = rows[named[0]].astype(str)
    for name in named[1:]:
        unit = unit + (":" + rows[name]).where(rows[name] != "", "")
    return unit


def rounds(rows: pd.DataFrame) -> pd.Series:
    """Return the round of each row (entity, topic, round, date): as given, else the date where an entity has several.

    So the re-ratings of an entity do not collide, and an entity reviewed once needs no round.
    """
    given = rows["round"]
    open_ = rows[(given == "") & (rows["date"] != "")]
    several = open_.groupby(["entity", "topic"])["date"].transform("nunique") > 1
    return given.where(~given.index.isin(several.index[several]), rows["date"])


def _begun(table: str, raw: pd.DataFrame, cells: Cells) -> Checks:
    checks = Checks(table, raw, (*TABLES[table].names, *_CELLS))
    cells.without_value(checks)
    cells.entities(checks)
    return checks


def _common(checks: Checks, cells: Cells) -> None:
    if "status" in TABLES[checks.table].names:
        cells.code(checks, "status", "status", needed=False)
    if checks.table != "recommendations":
        cells.editions(checks)
    cells.dates(checks)
    cells.schema(checks)


def _several_rounds(checks: Checks) -> None:
    """Say where a date told two reviews of one entity and topic apart: they may as well be one that stands twice."""
    by_date = (checks.rows["round"] == checks.rows["date"]) & (checks.rows["date"] != "") & ~checks.bad
    rows = checks.rows[by_date].groupby(["entity", "topic"])["row"]
    checks.fault(by_date, "date", "rounds", rows=rows.transform(", ".join))


def _once(checks: Checks, key: str, told: tuple[str, ...]) -> None:
    """Keep the first of the rows with one key; the others say which row it is and in what they differ from it."""
    later = checks.good.duplicated(key)
    if not later.any():
        return
    others = checks.good[later]
    held = checks.good[~later].set_index(key).loc[others[key]].set_index(others.index)
    differences = pd.Series("", index=others.index)
    for name in (name for name in told if name in others):
        words = "; " + name + " “" + others[name] + "” here, “" + held[name] + "” there"
        differences += words.where(others[name] != held[name], "")
    says = (differences == "").map({True: "says the same as", False: "contradicts"})
    place = held["row"] + held["sheet"].map(lambda sheet: f" of the sheet {sheet}" if sheet else "")
    checks.fault(later, "entity", "twice", says=says, place=place, differences=differences)
