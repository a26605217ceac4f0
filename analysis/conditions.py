"""Conditions in words of a table: `kind = member; regional_group != none; Issue holds Corruption`."""

from __future__ import annotations

import re

import pandas as pd

from analysis.errors import DataError

_PART = re.compile(r"^(?P<column>.+?)\s*(?P<operator>!=|>=|<=|=|\bholds\b)\s*(?P<value>.*)$")


def matches(frame: pd.DataFrame, text: str) -> pd.Series:
    """Return which rows of a frame meet a condition: parts joined by ";", alternatives in a part by "|"."""
    met = pd.Series(True, index=frame.index)
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = _PART.match(part)
        if not found or found["column"] not in frame:
            raise DataError(
                f"The condition “{part}” cannot be read; columns are: {', '.join(map(str, frame.columns))}."
            )
        cells, wanted = frame[found["column"]].astype(str), [value.strip() for value in found["value"].split("|")]
        operator = found["operator"]
        if operator in ("=", "!="):
            held = cells.isin(wanted)
        elif operator == "holds":
            held = cells.map(lambda cell, wanted=wanted: any(w.casefold() in cell.casefold() for w in wanted))
        else:
            held = cells >= wanted[0] if operator == ">=" else cells <= wanted[0]
        met &= ~held if operator == "!=" else held
    return met
