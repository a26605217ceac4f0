"""What the analyst decided about numbers that give a restricted answer away: the rows of releases.csv."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.export import csv_bytes, write_bytes
from analysis.reference import Layers, read_text_table

PUBLISH, SUPPRESS, COARSEN = "publish", "suppress", "coarsen"
COLUMNS = ["measure", "decision", "reason", "by", "on"]
_REFERENCE = re.compile(r"(?P<measure>[^\[\]]+?)\s*(?:\[(?P<parts>[^\[\]]+)\])?")
_TELLS = ("question", "answer", "group")


@dataclass(frozen=True)
class Decisions:
    """Decisions by row of releases.csv: (measure, parts that its rows must have, decision); width: of the bands of what is coarsened."""

    rows: tuple[tuple[str, frozenset[str], str], ...] = ()
    width: int = 1

    def of(self, measure: str, row: dict[str, Any]) -> str:
        """Return what was decided about one row of a measure; empty where nothing was. The decision that names more of the row counts."""
        held = {str(row[name]) for name in _TELLS if name in row}
        fitting = [(len(parts), what) for name, parts, what in self.rows if name == measure and parts <= held]
        return max(fitting)[1] if fitting else ""

    def band(self, measure: str, row: dict[str, Any]) -> int:
        """Return the width of the band in which a row's counts are given: 1 as they are, 0 not at all."""
        return {SUPPRESS: 0, COARSEN: self.width}.get(self.of(measure, row), 1)


def read_decisions(layers: Layers, measures: pd.DataFrame) -> Decisions:
    """Return the decisions of a dataset. Raises DataError for one on an unknown measure, of no known kind, or without a reason, a name and a day."""
    found = []
    for row in layers.table("releases").to_dict("records"):
        parsed = _REFERENCE.fullmatch(row["measure"].strip())
        where = f"releases.csv, {row['measure']}"
        if parsed is None or parsed["measure"] not in measures.index:
            raise DataError(
                f"{where}: there is no such measure. Write measure, or measure[group], as the refusal names it."
            )
        if row["decision"] not in (known := layers.codes("decision")):
            raise DataError(f"{where}: “{row['decision']}” is no decision; there are: {', '.join(known)}.")
        if lacking := [name for name in ("reason", "by", "on") if not row[name]]:
            raise DataError(
                f"{where}: the decision has no “{lacking[0]}”. Say why it was taken, by whom, and on which day."
            )
        wanted = frozenset(part.strip() for part in (parsed["parts"] or "").split(",") if part.strip())
        found.append((parsed["measure"], wanted, row["decision"]))
    width = layers.table("margins").set_index("margin").at["coarse", "value"]
    return Decisions(tuple(found), int(width))


def leave_out(folder: Path, measures: Collection[str], by: str, on: date) -> Path:
    """Write into releases.csv of a dataset that measures are suppressed, by whom and on which day; other rows stay as they are."""
    path = folder / "releases.csv"
    held = read_text_table(path) if path.is_file() else pd.DataFrame(columns=COLUMNS)
    reason = "without it nothing can be told (proposed by release)"
    rows = [(name, SUPPRESS, reason, by, on.isoformat()) for name in measures]
    table = pd.concat([held[~held["measure"].isin(measures)], pd.DataFrame(rows, columns=COLUMNS)])
    return write_bytes(path, csv_bytes(table))


def reference_of(measure: str, row: dict[str, Any], table: pd.DataFrame) -> str:
    """Return how releases.csv names one row of a measure: by what tells it from the other rows."""
    parts = [str(row[name]) for name in _TELLS if name in table and table[name].nunique() > 1]
    return f"{measure}[{', '.join(parts)}]" if parts else measure
