"""Check the rows of a register: every fault of every row is noted, none hides another, no row vanishes without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import numpy as np
import pandas as pd

from analysis.problems import NOTE, fault, first_of, noted
from analysis.schema import TABLES
from analysis.tidy.codes import each

COLUMNS = TABLES["issues"].names
_SHOWN = 200
# What a whole row says, for rows that are none of a table.
WHOLE_ROW = "said"
# What stands in the column of the sheet that the field `column` names; of others at_… does, where the rows have that.
_OF_COLUMN = ("answer", "value")


Words: TypeAlias = str | pd.Series | Callable[[str], str]


class Checks:
    """The raw rows of one table while they are checked.

    rows: one row a raw row (source, sheet, row, at and fields); bad: whether it is to be set aside; none: whether it is
    no row of the table at all, so that no fault of its cells counts; issues: frames of issues.
    """

    def __init__(self, table: str, rows: pd.DataFrame, fields: tuple[str, ...]) -> None:
        """Take up the rows; fields that the register does not have are empty."""
        self.table = table
        self.columns = TABLES[table].names if table in TABLES else []
        self.rows = rows.assign(**{name: "" for name in fields if name not in rows})
        self.bad = self.none = pd.Series(False, index=rows.index)
        self.issues: list[pd.DataFrame] = []

    def fault(self, where: pd.Series, column: str, kind: str, effect: str = "", /, **words: Words) -> None:
        """Note a fault of some rows, a kind of data/reference/faults.csv, with the effect that it has there or another.

        words: what stands between its braces: one text, one a row, or made from the value that stands in the column.
        """
        where = where.reindex(self.rows.index, fill_value=False)
        if not where.any():
            return
        found, noted = self.rows[where], fault(kind)
        noted = noted._replace(effect=effect or noted.effect)
        # An answer is shown as it was typed, also once it is a code.
        values = found["value" if column == "answer" and "value" in found else column].astype(str)
        said = {word: _of_each(text, values) for word, text in words.items()}
        say = cache(lambda value, *own: noted.say(value, **dict(zip(said, own, strict=True))))
        problems, remedies = zip(*map(say, values, *said.values()), strict=True)
        named = found.get("column" if column in _OF_COLUMN else f"at_{column}", "")
        issues = found.reindex(columns=["source", "sheet", "row"]).assign(
            table=self.table, column=pd.Series(named, found.index).replace("", column), value=values.str[:_SHOWN],
            problem=problems, remedy=remedies, set_aside=noted.set_aside, severity=noted.severity,
        )  # fmt: skip
        self.issues.append(issues[COLUMNS].astype(str))
        if noted.set_aside == "yes":
            self.bad = self.bad | where
        if noted.effect == "none":
            self.none = self.none | where
        if noted.effect == "cell":
            self.rows.loc[where, column] = ""

    def note(self, where: pd.Series | np.ndarray, column: str, kind: str, **more: str) -> None:
        """Note once for each register what holds of some of its rows: how many they are, the first values of a column and the first rows."""
        for (source, sheet), found in self.rows[where].groupby(["source", "sheet"], sort=False):
            values = first_of(f"“{value}”" for value in found[column].drop_duplicates())
            words = {"count": len(found), "values": values, "rows": first_of(found["row"])} | more
            issue = noted(kind, self.table, source, words, sheet=sheet, column=column)
            self.issues.append(pd.DataFrame([issue]))

    def put(self, **columns: pd.Series) -> None:
        """Give the rows columns, in the place of those of the same name."""
        self.rows = self.rows.assign(**columns)

    @property
    def good(self) -> pd.DataFrame:
        """The rows that no fault sets aside."""
        return self.rows[~self.bad]


def gather(parts: list[pd.DataFrame | list[dict]], headers: dict[tuple[str, str, str], str]) -> pd.DataFrame:
    """Return all issues as one table, each once, in the order of files and rows, notes last; a column is called what its sheet calls it."""
    frames = [pd.DataFrame(part, columns=COLUMNS) for part in parts if len(part)]
    if not frames:
        return TABLES["issues"].empty()
    whole = pd.concat(frames, ignore_index=True).astype(str).fillna("").drop_duplicates()
    places = zip(whole["source"], whole["sheet"], whole["column"], strict=True)
    whole["column"] = [headers.get(place, "" if place[2] == WHOLE_ROW else place[2]) for place in places]
    number = pd.to_numeric(whole["row"], errors="coerce").fillna(0)
    order = whole[["source", "sheet"]].assign(note=whole["severity"] == NOTE, number=number)
    at = order.sort_values(["note", "source", "sheet", "number"], kind="stable").index
    return whole.loc[at].reset_index(drop=True)


def _of_each(words: Words, values: pd.Series) -> pd.Series:
    if callable(words):
        return each(values, words)
    return words[values.index] if isinstance(words, pd.Series) else pd.Series(words, values.index)
