"""Raw rows to records: reviews, responses, recommendations and extracts, each with the unit that names it."""

from __future__ import annotations

import pandas as pd

from analysis.schema import SEPARATOR, TABLES
from analysis.tidy.cells import Cells
from analysis.tidy.issues import Checks

_CELLS = ("entity", "code", "said")


def records(table: str, raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the reviews, responses or recommendations, checked: one row a record, which its `unit` names."""
    checks = _begun(table, raw, cells)
    cells.entities(checks)
    if table == "recommendations":
        cells.makers(checks)
    if "topic" in checks.columns and (table == "reviews" or not checks.rows["topic"].str.contains(SEPARATOR).any()):
        cells.code(checks, "topic", "topic", needed=table == "reviews")
    if "status" in checks.columns:
        cells.code(checks, "status", "status", needed=False)
    cells.editions(checks)
    cells.dates(checks)
    if cells.as_of:
        checks.fault(checks.rows["date"] > cells.as_of, "date", "after_the_data", as_of=cells.as_of)
    _inexact(checks, cells)
    cells.schema(checks)
    if table == "reviews":
        checks.put(round=rounds(checks.rows))
        _several_rounds(checks)
    numbered = table == "recommendations"
    checks.put(unit=_numbered(checks) if numbered else unit_of(checks.rows, TABLES[table].key))
    _once(checks, "unit", "number_twice" if numbered else "twice")
    return checks


def extracts(raw: pd.DataFrame, cells: Cells) -> Checks:
    """Return the extracts, checked: one row a paragraph of a source.

    One that names neither State nor symbol is set aside, as no record can cite it, unless its register names none at all.
    """
    checks = _begun("extracts", raw, cells)
    empty = checks.rows["text"] == ""
    cells.no_rows(checks, ~empty & (checks.rows[["entity", "code", "symbol"]] != "").any(axis=1))
    checks.fault(empty & ~checks.none, "text", "no_text")
    untied = (checks.rows[["entity", "code", "symbol"]] == "").all(axis=1) & ~empty
    named = ~untied.groupby(checks.rows["source"] + "\0" + checks.rows["sheet"]).transform("all")
    cells.entities(checks, needed=untied & named)
    cells.code(checks, "status", "status", needed=False)
    cells.schema(checks)
    place, *rest = (checks.rows[name] for name in TABLES["extracts"].key)
    checks.put(key=place.str.cat(rest, sep="\0"))
    _once(checks, "key")
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


def _inexact(checks: Checks, cells: Cells) -> None:
    """Say which records are dated by a year or a month alone in which a day falls by which one counts: they count from its first day on."""
    named = cells.layers.table("universes")["day"]
    counted = sorted({cells.as_of, *(cells.paper.days.get(day, day) for day in named)} - {""})
    dates = checks.rows["date"].where(~checks.bad, "")
    within = [date for date in dates.unique() if date and any(day > date and day.startswith(date) for day in counted)]
    days = ", ".join(day for day in counted if day.startswith(tuple(within)))
    checks.note(dates.isin(within), "date", "date_inexact", days=days)


def _numbered(checks: Checks) -> pd.Series:
    """Return what names a recommendation: its source and number, with State and symbol before it where these alone tell it from another of
    its number; where others have a number and it has none, the row of its sheet.
    """  # fmt: skip
    rows = checks.good
    told = rows[["source", "number", "entity", "symbol"]].where(lambda cells: cells != "")
    several = told.groupby(["source", "number"])["entity"].transform("nunique") > 1
    apart = told.groupby(["source", "number", "entity"])["symbol"].transform("nunique") > 1
    checks.note(checks.rows.index.isin(rows.index[several | apart]), "number", "numbers_again")
    state = (rows["entity"] + ":").where(several, "")
    symbol = (rows["symbol"] + ":").where(apart & (rows["symbol"] != ""), "")
    row = (rows["sheet"] + " ").where(rows["sheet"] != "", "") + "row " + rows["row"]
    unit = rows["source"] + "#" + state + symbol + rows["number"].where(rows["number"] != "", row)
    return unit.reindex(checks.rows.index, fill_value="")


def _begun(table: str, raw: pd.DataFrame, cells: Cells) -> Checks:
    checks = Checks(table, raw, (*TABLES[table].names, *_CELLS))
    cells.without_value(checks)
    return checks


def _several_rounds(checks: Checks) -> None:
    """Say where a date told two reviews of one entity and topic apart: they may as well be one that stands twice."""
    by_date = (checks.rows["round"] == checks.rows["date"]) & (checks.rows["date"] != "") & ~checks.bad
    rows = checks.rows[by_date].groupby(["entity", "topic"])["row"]
    checks.fault(by_date, "date", "rounds", rows=rows.transform(", ".join))
    undated = (checks.rows["round"] == "") & (checks.rows["date"] == "") & ~checks.bad
    dated = by_date.groupby([checks.rows["entity"], checks.rows["topic"]]).transform("any")
    checks.fault(undated & dated, "date", "round_undated")


def _once(checks: Checks, key: str, kind: str = "twice") -> None:
    """Keep the first of the rows with one key, of those with a date where some have one; the others say which row it is and in what they
    differ from it, which is a fault of a kind.
    """  # fmt: skip
    good = checks.good
    if "date" in good:
        good = good.sort_values("date", key=lambda dates: dates == "", kind="stable")
    later = good.duplicated(key).sort_index()
    if not later.any():
        return
    others = checks.good[later]
    held = good.drop_duplicates(key).set_index(key, drop=False).loc[others[key]].set_index(others.index)
    differences = pd.Series("", index=others.index)
    for name in checks.columns:
        words = "; " + name + " “" + others[name] + "” here, “" + held[name] + "” there"
        differences += words.where(others[name] != held[name], "")
    place = held["row"] + held["sheet"].map(lambda sheet: f" of the sheet {sheet}" if sheet else "")
    alike = differences == ""
    undated = others["date"].eq("") & held["date"].ne("") if checks.table == "reviews" else later & False
    checks.fault(later & alike, "entity", "twice_alike", place=place)
    checks.fault(undated, "entity", "twice_undated", place=place, differences=differences)
    checks.fault(later & ~alike & ~undated, "entity", kind, place=place, differences=differences)
