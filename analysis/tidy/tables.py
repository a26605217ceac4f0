"""Raw rows to the tidy tables. Every row read ends in a table or among the issues."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.loaders.received import Received
from analysis.papers import Paper
from analysis.problems import NOTE, issue
from analysis.reference import Layers
from analysis.schema import TABLES
from analysis.tidy import answers, records
from analysis.tidy.cells import Cells
from analysis.tidy.codes import code_maps, to_codes
from analysis.tidy.groupings import with_groupings
from analysis.tidy.issues import Checks, gather

_NUMBERS = re.compile(r"\d+")
_MAKERS = {
    "reviews": records.reviews, "responses": records.responses, "recommendations": records.recommendations,
    "extracts": records.extracts,
}  # fmt: skip
_NO_ROWS = pd.DataFrame(columns=["source", "sheet", "row", "at", "said"], dtype=str)


def tidy(received: Received, paper: Paper, layers: Layers, as_of: str) -> dict[str, pd.DataFrame]:
    """Return the tidy tables and the memberships by name, in the columns and key that analysis.schema gives them.

    Raises DataError where a row that was read is in no table and in no issue: a fault of the suite.
    """
    cells = Cells(paper, layers, as_of)
    made = {
        name: make(received.rows[name], cells)
        if name in received.rows
        else Checks(name, _NO_ROWS, tuple(TABLES[name].names))
        for name, make in _MAKERS.items()
    }
    tables = {name: checks.good for name, checks in made.items()}
    coded = answers.codings(received.rows.get("codings", _NO_ROWS), cells, made)
    notes: list[dict[str, str]] = []
    for record in ("review", "response"):
        if (name := answers.TABLE_OF[record]) not in received.rows or received.rows[name].empty:
            tables[name], found = answers.derived(coded, record, paper)
            notes += found
    answers.placed(coded, tables)
    answers.cited(coded, tables["extracts"])
    tables["codings"], tables["findings"] = answers.agree(coded, tables)
    made["codings"] = coded
    memberships, found = _memberships(received, cells)
    tables["entities"] = with_groupings(layers.table("entities"), memberships, as_of or latest_day(tables), layers)
    tables["sources"] = _counted(received, made)
    notes += found + [_unused(alias) for alias in cells.registry.unused_aliases()]
    found_in = [part for checks in made.values() for part in checks.issues]
    tables["issues"] = gather([received.issues, *found_in, notes], received.headers)
    return {name: _finished(tables[name], name) for name in TABLES} | {"memberships": memberships}


def latest_day(tables: dict[str, pd.DataFrame]) -> str:
    """Return the latest day that a record carries; today where none carries any."""
    days = [day for name in answers.TABLE_OF.values() for day in tables[name]["date"]]
    return max(days, default="") or dt.date.today().isoformat()


def _memberships(received: Received, cells: Cells) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the memberships of all layers and those that a register says, and the cells that say neither yes nor no."""
    held = cells.layers.table("memberships")
    raw = received.rows.get("groupings")
    if raw is None or raw.empty:
        return held, []
    checks = Checks("memberships", raw.assign(said=""), ("entity", "code"))
    cells.entities(checks)
    checks.issues.clear()  # the register's own table says which names are unknown
    rows = checks.good.assign(member_of="", known=True)
    for grouping, part in rows.groupby("grouping"):
        groups = code_maps(cells.layers, "yes_no") | {"1": "yes", "0": "no"} | code_maps(cells.layers, str(grouping))
        codes = to_codes(part["value"], groups)
        rows.loc[part.index, "member_of"] = codes.replace({"yes": "member", "no": "", "not a member": ""})
        rows.loc[part.index, "known"] = codes != ""
    notes = [
        issue("memberships", r.source, f"“{r.value}” says neither yes nor no", "Write 1 or 0", sheet=r.sheet, row=r.row, column=r.column, value=r.value)
        for r in rows[~rows["known"]].itertuples()
    ]  # fmt: skip
    notes += _apart(rows[rows["known"]])
    brought = rows[rows["known"] & (rows["member_of"] != "")].drop_duplicates(["entity", "grouping", "member_of"])
    brought = brought.assign(code=brought["entity"], note="").reindex(columns=held.columns, fill_value="")
    return pd.concat([held, brought], ignore_index=True), notes


def _apart(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return an issue an entity and grouping of which one row says yes and another no; yes is taken."""
    key = ["entity", "grouping"]
    both = (rows["member_of"] == "").groupby([rows[name] for name in key]).transform("nunique") > 1
    return [
        issue("memberships", r.source, f"other rows say of {r.entity} that it is a member of {r.grouping}", "Correct one of the rows", sheet=r.sheet, row=r.row, column=r.column, value=r.value)
        for r in rows[both & (rows["member_of"] == "")].itertuples()
    ]  # fmt: skip


def _counted(received: Received, made: dict[str, Checks]) -> pd.DataFrame:
    """Return the files with the rows read from each and those set aside; raise DataError where a row is in neither."""
    rows = pd.concat([c.rows[["source", "at"]].assign(aside=c.bad) for c in made.values()])
    read = sum(len(frame) for name, frame in received.rows.items() if name != "groupings")
    if len(rows) != read or rows["at"].duplicated().any():
        raise DataError(
            f"{read - len(rows):,} rows were lost between reading and tidying. Please report this; it is a fault of the suite."
        )
    counts = rows.groupby("source")["aside"].agg(["size", "sum"]).astype(int).astype(str)
    counts.columns = ["rows", "set_aside"]
    return received.files.merge(counts, left_on="source", right_index=True, how="left").fillna(
        {"rows": "0", "set_aside": "0"}
    )


def _unused(alias: str) -> dict[str, str]:
    return issue(
        "entities", "aliases.csv", "no name in the dataset is spelled like this accepted alias",
        "Keep it for later data, or delete the row", column="alias", value=alias, severity=NOTE,
    )  # fmt: skip


def _finished(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table in its own columns (entities keep their groupings), in the order of its key."""
    spec = TABLES[name]
    extra = [c for c in table.columns if c not in spec.names] if name == "entities" else []
    ordered = table.reindex(columns=[*spec.names, *extra]).fillna("").astype(str)
    if name in ("issues", "sources"):
        return ordered.reset_index(drop=True)
    return ordered.iloc[np.lexsort([_ranks(ordered[column]) for column in reversed(spec.key)])].reset_index(drop=True)


def _ranks(column: pd.Series) -> np.ndarray:
    """Return numbers that sort texts with the numbers in them by size: paragraph 2 before 12."""
    places, kinds = pd.factorize(column)
    keys = [_NUMBERS.sub(lambda m: m[0].zfill(6), text) for text in kinds]
    ranks = np.empty(len(kinds), dtype=int)
    ranks[sorted(range(len(kinds)), key=keys.__getitem__)] = np.arange(len(kinds))
    return ranks[places]
