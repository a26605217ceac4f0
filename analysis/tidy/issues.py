"""Set problem rows aside: nothing is lost, every one says why and where to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.schema import TABLES

ISSUES = TABLES["issues"]


def set_aside(
    rows: pd.DataFrame,
    bad: pd.Series,
    table: str,
    column: str,
    problem: str | pd.Series | Callable[[str], str],
    remedy: str,
    *,
    keep: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split rows by a condition: the rows that stay, and one issue a bad row.

    rows carry source, sheet and row; column is the field whose value is shown; problem is one sentence, one
    a row, or made from that value. With keep the bad rows stay and the issue is a note.
    """
    found = rows[bad]
    values = found[column].astype(str) if column in found else pd.Series("", index=found.index)
    issues = pd.DataFrame(
        {
            "table": table,
            "source": found["source"],
            "sheet": found["sheet"],
            "row": found["row"],
            "column": found["column"] if "column" in found and column == "answer" else column,
            "value": values.str.slice(0, 200),
            "problem": values.map(problem)
            if callable(problem)
            else problem[found.index]
            if isinstance(problem, pd.Series)
            else problem,
            "remedy": remedy,
            "set_aside": "no" if keep else "yes",
        },
        columns=ISSUES.names,
    ).astype(str)
    return (rows if keep else rows[~bad]), issues


def gather(parts: list[pd.DataFrame | list[dict]]) -> pd.DataFrame:
    """Return all issues as one table in the order of their files and rows."""
    frames = [pd.DataFrame(part, columns=ISSUES.names) for part in parts if len(part)]
    if not frames:
        return ISSUES.empty()
    return pd.concat(frames, ignore_index=True).fillna("").astype(str)
