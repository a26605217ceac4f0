"""The tables of a release: the public edition, which names a State only with a public source, and the internal one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.disclosure.decisions import COARSEN, SUPPRESS, Decisions
from analysis.disclosure.status import PUBLIC, answers, public_answers, records
from analysis.measures.book import Measures, measures_of
from analysis.measures.universes import ENTITY, ROW, Universe
from analysis.schema import earlier_answers, parts

if TYPE_CHECKING:
    from analysis.dataset import Dataset

Tables = dict[str, pd.DataFrame]
# What says which number a row is, and is no number itself.
_PLACE = ["measure", "label", "question", "answer", "grouping", "group", "universe", "of", "years", "missing"]
_COUNTS = [
    "count", "denominator", "population", "other", "not_reviewed", "not_applicable", "not_addressed", "unreadable",
    "unsettled", "maybe", "silent_read", "maybe_read", "rest_count", "rest_denominator", "rest_population",
]  # fmt: skip
WITHHELD = "withheld"


class Names:
    """Which States may be named behind a number: those whose answers to all its questions a public source gives."""

    def __init__(self, dataset: Dataset) -> None:
        """Look up what is public."""
        self.measures: Measures = measures_of(dataset)
        self._public = public_answers(dataset)
        self._records = records(dataset).groupby("entity")["unit"].agg(list).to_dict()

    def restricted(self, measure: str, units: tuple[str, ...]) -> list[str]:
        """Return the units behind a number of a measure that no public source allows to be named."""
        row = self.measures.rows.loc[measure]
        questions = {question for question, _ in earlier_answers(row["given"])} | set(parts(row["question"]))
        universes = [u for u in self.measures.universes_of(measure) if u.unit != ROW]
        return [u for u in units if any(not self._may(u, universe, q) for universe in universes for q in questions)]

    def split(self, measure: str, units: Any) -> tuple[tuple[str, ...], int]:
        """Return the units behind a number that may be named, and how many may not."""
        held = units if isinstance(units, tuple) else ()
        hidden = set(self.restricted(measure, held))
        return tuple(unit for unit in held if unit not in hidden), len(hidden)

    def _may(self, unit: str, universe: Universe, question: str) -> bool:
        held = self._records.get(unit, []) if universe.unit == ENTITY else [unit]
        return all((record, question) in self._public for record in held if record in universe.records)


def open_rows(dataset: Dataset, decisions: Decisions, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Return rows of measures as the public may see them, of the units behind each those that may be named.

    None where a number among them was decided to be left out or coarsened, or is one State's restricted answer.
    """
    naming, kinds = Names(dataset), measures_of(dataset).rows["kind"]
    if any(decisions.of(row["measure"], row) in (SUPPRESS, COARSEN) for row in rows.to_dict("records")):
        return None
    told = [naming.split(name, held) for name, held in zip(rows["measure"], rows["units"], strict=True)]
    rows = rows.assign(units=[named for named, _ in told], withheld=[out for _, out in told])
    return None if (rows["measure"].map(kinds).eq("status") & rows[WITHHELD].gt(0)).any() else rows


def public_edition(dataset: Dataset, decisions: Decisions) -> Tables:
    """Return the tables of the public edition by file name: numbers (one row a number), answers (a public answer with its paragraph), members (a unit of a universe).

    named: the States behind a number that a public source allows to be named; withheld: how many are not. Numbers that are
    suppressed are empty; of coarsened ones the counts are bands, and nothing else is given.
    """
    said = answers(dataset)
    names = dict(zip(dataset.entities["code"], dataset.entities["name"], strict=True))
    shown = said[said["status"] == PUBLIC]
    columns = ["unit", "entity", "name", "question", "answer", "symbol", "paragraph", "text"]
    shown = shown.assign(name=shown["entity"].map(names).fillna(shown["entity"]))[columns]
    return {"numbers": _numbers(dataset, decisions), "answers": shown, "members": _members(dataset)}


def _numbers(dataset: Dataset, decisions: Decisions) -> pd.DataFrame:
    naming, tables = Names(dataset), []
    for measure, rows in naming.measures.all().groupby("measure", sort=False):
        held = rows.to_dict("records")
        told = [naming.split(str(measure), row.get("units")) for row in held]
        decided = [decisions.of(str(measure), row) for row in held]
        named = [" ".join(units) for units, _ in told]
        rows = rows.assign(named=named, withheld=[out for _, out in told], decision=decided)
        if naming.measures.rows.at[measure, "kind"] == "status":  # each row is one State's answer
            rows = rows[rows[WITHHELD] == 0]
        tables.append(rows)
    table = pd.concat(tables, ignore_index=True).drop(columns=["units"], errors="ignore").astype(object)
    left_out, coarse = table["decision"] == SUPPRESS, table["decision"] == COARSEN
    told = [column for column in table if column not in (*_PLACE, "decision")]
    table.loc[left_out, told] = np.nan
    bands = table.loc[coarse, [c for c in _COUNTS if c in table]].map(lambda value: _band(value, decisions.width))
    table.loc[coarse, told] = np.nan
    table.loc[coarse, bands.columns] = bands
    return table


def _band(value: Any, width: int) -> Any:
    if pd.isna(value):
        return value
    low = int(value) // width * width
    return f"{low} to {low + width - 1}"


def _members(dataset: Dataset) -> pd.DataFrame:
    """Return who belongs to the universes of the measures, which is known of all: one row a universe and unit."""
    measures = measures_of(dataset)
    used = dict.fromkeys(part for cell in measures.rows["universe"] for part in parts(cell))
    tables = []
    for name in used:
        universe = measures.universes[name]
        if universe.unit != ROW:
            tables.append(universe.units[["unit", "entity"]].assign(universe=name))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["unit", "entity", "universe"])


def internal_edition(dataset: Dataset) -> Tables:
    """Return the tables that stay inside, by file name: all numbers with all States behind them, all answers with their status, and names (see `named_in`)."""
    numbers = measures_of(dataset).all()
    numbers = numbers.assign(units=numbers["units"].map(" ".join, na_action="ignore"))
    return {"numbers": numbers, "answers": answers(dataset), "records": records(dataset), "names": named_in(dataset)}


def named_in(dataset: Dataset) -> pd.DataFrame:
    """Return where the report would name a State with a restricted answer: one row a measure, row and file (measure, answer, group, units, files)."""
    naming, charts = Names(dataset), dataset.layers.table("charts")
    rows = []
    for row in naming.measures.all().to_dict("records"):
        hidden = naming.restricted(row["measure"], row["units"]) if isinstance(row.get("units"), tuple) else []
        if hidden:
            drawn = [
                f"figures/charts/data/{c.chart}.csv" for c in charts.itertuples() if row["measure"] in parts(c.measures)
            ]
            files = "; ".join(["report/measures.csv", *drawn, "the pages that show its evidence"])
            rows.append((row["measure"], row["answer"], row["group"], " ".join(hidden), files))
    return pd.DataFrame(rows, columns=["measure", "answer", "group", "units", "files"])
