"""Check the rows of a register: every fault of every row is noted, none hides another, no row vanishes without one."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.problems import NOTE, PROBLEM
from analysis.schema import TABLES
from analysis.tidy.codes import each

COLUMNS = TABLES["issues"].names
_SHOWN = 200
# What a whole row says, for rows that are none of a table.
WHOLE_ROW = "said"


class Checks:
    """The raw rows of one table while they are checked.

    rows: one row a raw row (source, sheet, row, at and fields); bad: whether it is to be set aside; none: whether it is
    no row of the table at all, so that no fault of its cells counts; issues: frames of issues.
    """

    def __init__(self, table: str, rows: pd.DataFrame, fields: tuple[str, ...]) -> None:
        """Take up the rows; fields that the register does not have are empty."""
        self.table = table
        self.rows = rows.assign(**{name: "" for name in fields if name not in rows})
        self.bad = pd.Series(False, index=rows.index)
        self.none = self.bad
        self.issues: list[pd.DataFrame] = []

    def fault(
        self,
        where: pd.Series,
        column: str,
        problem: str | Callable[[str], str] | pd.Series,
        remedy: str | Callable[[str], str] | pd.Series,
        *,
        keep: bool = False,
        severity: str = PROBLEM,
    ) -> None:
        """Note a fault of some rows, and set these aside unless they are kept.

        problem and remedy are one sentence, one a row, or made from the value that stands in the column.
        """
        if not where.any():
            return
        found = self.rows[where]
        values = found[column].astype(str)
        named = (
            found["column"].where(found["column"] != "", column) if column == "answer" and "column" in found else column
        )
        issues = {
            "table": self.table, "source": found["source"], "sheet": found["sheet"], "row": found["row"],
            "column": named, "value": values.str.slice(0, _SHOWN), "problem": _said(problem, values),
            "remedy": _said(remedy, values), "set_aside": "no" if keep else "yes", "severity": severity,
        }  # fmt: skip
        self.issues.append(pd.DataFrame(issues, columns=COLUMNS).astype(str))
        if not keep:
            self.bad = self.bad | where
        if not keep and severity == NOTE:
            self.none = self.none | where

    def blank(self, where: pd.Series, column: str, problem, remedy) -> None:
        """Note a cell that cannot be understood and may be empty: the row stays, the cell counts as empty."""
        self.fault(where, column, problem, remedy, keep=True)
        self.rows.loc[where, column] = ""

    @property
    def good(self) -> pd.DataFrame:
        """The rows that no fault sets aside."""
        return self.rows[~self.bad]


def gather(parts: list[pd.DataFrame | list[dict]], headers: dict[tuple[str, str, str], str]) -> pd.DataFrame:
    """Return all issues as one table, each once, in the order of files and rows, notes last; a column is called what its sheet calls it."""
    frames = [pd.DataFrame(part, columns=COLUMNS) for part in parts if len(part)]
    if not frames:
        return TABLES["issues"].empty()
    whole = pd.concat(frames, ignore_index=True).fillna("").astype(str).drop_duplicates()
    places = zip(whole["source"], whole["sheet"], whole["column"], strict=True)
    whole["column"] = [headers.get(place, "" if place[2] == WHOLE_ROW else place[2]) for place in places]
    number = pd.to_numeric(whole["row"], errors="coerce").fillna(0)
    order = whole[["source", "sheet"]].assign(note=whole["severity"] == NOTE, number=number)
    at = order.sort_values(["note", "source", "sheet", "number"], kind="stable").index
    return whole.loc[at].reset_index(drop=True)


def _said(words: str | Callable[[str], str] | pd.Series, values: pd.Series) -> str | pd.Series:
    if callable(words):
        return each(values, words)
    return words[values.index] if isinstance(words, pd.Series) else words
