"""Every number that the demonstration's outputs show, one row each: `python -m tests.measures.golden` writes it anew.

What it holds is what the suite gave before it was rebuilt (but for the changes that a commit lists with their reasons).
"""

from pathlib import Path

import pandas as pd

from analysis.dataset import open_dataset
from analysis.measures import every_measure
from analysis.measures.checks import consistency
from analysis.measures.ledger import statements
from analysis.paths import DEMONSTRATION

FILE = Path(__file__).with_name("golden.csv")
KEY = ["of", "id", "row"]
_NUMBERS = [
    "count", "denominator", "population", "share", "low", "high", "bound_low", "bound_high", "value", "not_applicable",
    "not_addressed", "unreadable", "unsettled", "not_reviewed",
]  # fmt: skip


def numbers(dataset) -> pd.DataFrame:
    """Return one row a number: where it stands (of, id, row) and its value as text."""
    measures = every_measure(dataset)
    measures["row"] = measures[["question", "answer", "group"]].fillna("").agg("|".join, axis=1)
    parts = [_long(measures.rename(columns={"measure": "id"}), "measure", _NUMBERS)]
    ledger = statements(dataset).assign(row="")
    parts.append(_long(ledger.rename(columns={"statement": "id"}), "statement", ["count", "denominator", "verdict"]))
    checks = consistency(dataset).assign(row="")
    parts.append(_long(checks.rename(columns={"check": "id"}), "check", ["finding", "outcome"]))
    return pd.concat(parts, ignore_index=True)


def _long(frame: pd.DataFrame, of: str, columns: list[str]) -> pd.DataFrame:
    long = frame.melt(["id", "row"], columns, "field", "number", ignore_index=False).dropna(subset=["number"])
    long["row"] = long["row"] + "|" + long.pop("field")
    long["value"] = [f"{v:.9g}" if isinstance(v, float | int) else str(v) for v in long["number"]]
    return long.sort_index(kind="stable").assign(of=of)[[*KEY, "value"]]


if __name__ == "__main__":
    numbers(open_dataset(DEMONSTRATION)).to_csv(FILE, index=False, lineterminator="\n")
