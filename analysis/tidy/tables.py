"""Raw rows to the tidy tables. Every row read ends in a table or among the issues."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.loaders.received import Received
from analysis.papers import Paper
from analysis.problems import advice, first_of, noted
from analysis.reference import Layers
from analysis.schema import TABLE_OF, TABLES
from analysis.tidy import answers, findings, records
from analysis.tidy.asked import conditions_kept, looked_at_again
from analysis.tidy.cells import Cells
from analysis.tidy.codes import code_maps, spelling, to_codes
from analysis.tidy.groupings import with_groupings
from analysis.tidy.issues import Checks, gather

_NUMBERS = re.compile(r"\d+")
_NO_ROWS = pd.DataFrame(columns=["source", "sheet", "row", "at", "said"], dtype=str)


def tidy(received: Received, paper: Paper, layers: Layers, as_of: str) -> dict[str, pd.DataFrame]:
    """Return the tidy tables and the memberships by name, in the columns and key that analysis.schema gives them.

    Raises DataError where a row that was read is in no table and in no issue: a fault of the suite.
    """
    cells = Cells(paper, layers, as_of)
    received, misnamed = _rightly_named(received, cells)
    rows = received.rows
    made = {name: records.records(name, rows.get(name, _NO_ROWS), cells) for name in TABLE_OF.values()}
    made["extracts"] = records.extracts(rows.get("extracts", _NO_ROWS), cells)
    tables = {name: checks.good for name, checks in made.items()}
    made["codings"] = coded = answers.codings(rows.get("codings", _NO_ROWS), cells, made)
    notes = misnamed + answers.without_list(layers)
    for record in ("review", "response"):
        if (name := TABLE_OF[record]) not in rows or rows[name].empty:
            tables[name], found = answers.derived(coded, record, paper)
            notes += found
    answers.placed(coded, tables)
    answers.cited(coded, tables["extracts"])
    tables["codings"], tables["findings"] = findings.agree(coded, tables, layers.table("codebook"))
    findings.settled_since(coded, layers.table("codebook"), layers)
    conditions_kept(coded, tables["findings"], layers)
    notes += _never_coded(tables, layers.table("codebook"))
    looked_at_again(coded)
    memberships, found_in = _memberships(received, cells)
    tables["entities"] = with_groupings(layers.table("entities"), memberships, as_of or latest_day(tables), layers)
    tables["sources"] = _counted(received, made)
    unused = cells.registry.unused_aliases()
    notes += _beside_the_repository(cells.layers) + _of_today(tables, as_of)
    notes += [noted("unused_alias", "entities", "aliases.csv", {}, column="alias", value=alias) for alias in unused]
    found_in = [part for checks in made.values() for part in checks.issues] + found_in
    tables["issues"] = gather([received.issues, *found_in, notes], received.headers)
    return {name: _finished(tables[name], name) for name in TABLES} | {"memberships": memberships}


def _rightly_named(received: Received, cells: Cells) -> tuple[Received, list[dict[str, str]]]:
    """Return what was read, without answers whose question or record a mapping names and there is none such, and an issue each name."""
    rows, issues, layers = received.rows, [], cells.layers
    named = {"question": cells.asked, "record": code_maps(layers, "record")}
    accepted = {"question": layers.table("codebook")["question"], "record": layers.codes("record")}
    for mapping in received.mappings:
        fixed = [(field, mapping.fixed[field]) for field in named if field in mapping.fixed]
        for field, name in [*(("question", question) for question in mapping.asked), *fixed]:
            codings = rows.get("codings", _NO_ROWS)
            if spelling(name) not in named[field] and field in codings:
                words = {"file": mapping.file, "field": field, "advice": advice(name, accepted[field])}
                issues.append(
                    noted("mapping_misnames", mapping.table, mapping.place, words, column="[[registers]]", value=name)
                )
                wrong = (codings["source"] == mapping.file) & (codings[field] == name)
                rows = rows | {"codings": codings[~wrong].reset_index(drop=True)}
    return replace(received, rows=rows), issues


def latest_day(tables: dict[str, pd.DataFrame]) -> str:
    """Return the latest day that a record carries; today where none carries any."""
    days = [day for name in TABLE_OF.values() for day in tables[name]["date"]]
    return max(days, default="") or dt.date.today().isoformat()


def _of_today(tables: dict[str, pd.DataFrame], as_of: str) -> list[dict[str, str]]:
    """Return a note where nothing says of what day the data are: another day may bring other numbers."""
    held = [tables[name] for name in TABLE_OF.values() if len(tables[name])]
    if as_of or not held or any(day for table in held for day in table["date"]):
        return []
    return [noted("of_today", "reviews", "dataset.toml", {"day": latest_day(tables)})]


def _beside_the_repository(layers: Layers) -> list[dict[str, str]]:
    """Return a note where entities of one's own were added to all those of the repository, in the place of none."""
    held = Layers(layers.folders[:1]).table("entities")["code"]
    own = layers.table("entities")
    own = own[~own["code"].isin(held)]
    if own.empty or "entities" in dict(layers.replaced):
        return []
    words = {"count": len(own), "all": len(held)}
    return [noted("entities_added", "entities", "entities.csv", words, value=first_of(list(own["name"])))]


def _never_coded(tables: dict[str, pd.DataFrame], codebook: pd.DataFrame) -> list[dict[str, str]]:
    """Return a note on the records of which nobody says anything, where the codebook takes that for "no"."""
    silent, notes = codebook[codebook["silence"] == "no"].set_index("question")["label"], []
    for record, name in TABLE_OF.items():
        coded = tables["findings"][tables["findings"]["record"] == record]
        questions = silent[silent.index.isin(coded["question"]) | coded.empty]
        left = tables[name][~tables[name]["unit"].isin(coded["unit"])]
        if len(questions) and len(left):
            words = {"count": len(left), "all": len(tables[name]), "table": name, "questions": ", ".join(questions)}
            notes.append(
                noted("never_coded", name, left["source"].iloc[0], words, value=first_of(list(left["unit"]), 5))
            )
    return notes


def _memberships(received: Received, cells: Cells) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return the memberships of all layers and those that a register says; issues of cells that say neither yes nor no, or both."""
    held = cells.layers.table("memberships")
    named = Checks(
        "memberships", received.rows.get("groupings", _NO_ROWS), ("entity", "code", "said", "grouping", "value")
    )
    cells.entities(named)
    checks = Checks("memberships", named.good, ())  # the register's own table says which names are unknown
    rows = checks.rows.assign(member_of="")
    for grouping, part in rows.groupby("grouping"):
        groups = code_maps(cells.layers, "yes_no") | {"1": "yes", "0": "no"} | code_maps(cells.layers, str(grouping))
        rows.loc[part.index, "member_of"] = to_codes(part["value"], groups)
    checks.fault(rows["member_of"] == "", "value", "neither_yes_nor_no")
    rows = rows[rows["member_of"] != ""].replace({"member_of": {"yes": "member", "no": "", "not a member": ""}})
    # Where one row says yes and another no, yes is taken.
    no = rows["member_of"] == ""
    both = no.groupby([rows["entity"], rows["grouping"]]).transform("nunique") > 1
    checks.fault(no & both, "value", "member_or_not", entity=rows["entity"], grouping=rows["grouping"])
    brought = rows[~no].drop_duplicates(["entity", "grouping", "member_of"])
    brought = brought.assign(code=brought["entity"], note="").reindex(columns=held.columns, fill_value="")
    return pd.concat([held, brought.astype(str)], ignore_index=True), checks.issues


def _counted(received: Received, made: dict[str, Checks]) -> pd.DataFrame:
    """Return the files with the rows read from each and those set aside; raise DataError where a row is in neither."""
    rows = pd.concat([c.rows[["source", "at"]].assign(aside=c.bad) for c in made.values()])
    read = sum(len(frame) for name, frame in received.rows.items() if name != "groupings")
    if len(rows) != read or rows["at"].duplicated().any():
        raise DataError(
            f"{read - len(rows):,} rows were lost between reading and tidying. Please report this; it is a fault of the suite."
        )
    counts = rows.groupby("source")["aside"].agg(rows="size", set_aside="sum").reindex(received.files["source"])
    return received.files.assign(**{name: column.fillna(0).astype(int).values for name, column in counts.items()})


def _finished(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table in its own columns (entities keep their groupings), in the order of its key."""
    spec = TABLES[name]
    extra = [c for c in table.columns if c not in spec.names] if name == "entities" else []
    ordered = table.reindex(columns=[*spec.names, *extra]).astype(str).fillna("")
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
