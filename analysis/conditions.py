"""Rows chosen in words: `Issue holds Corruption; Response = Accepted|Noted`.

A condition is a column, one of `=`, `!=`, `>=`, `<=`, `holds`, and a value or several with "|" between them; conditions joined by ";" must
all be true. Case, spaces and the kind of a mark do not count. `holds`: the value is one of the parts of the cell, which stand
between commas or semicolons. `>=` and `<=` compare numbers where both are numbers, else texts, as dates need it.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import pandas as pd

from analysis.errors import DataError
from analysis.reference import SEPARATOR

_CLAUSE = re.compile(r"\s*(?P<column>.+?)\s*(?P<sign>!=|>=|<=|=|\s(?i:holds)(?=\s|$))\s*(?P<values>.*?)\s*", re.S)
_ORDERS: dict[str, Callable] = {">=": operator.ge, "<=": operator.le}
# Marks of one meaning that keyboards, programs and languages set differently, and those that nobody sees.
_ALIKE = {
    "[’‘‛ʼ`´′]": "'",
    "«\\s*|\\s*»|[“”„‟″]": '"',
    "[‐‑‒–—―−]": "-",
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]": "",
}
_ADVICE = "Write it as in: Issue holds Corruption; Response = Accepted|Noted"


def matches(frame: pd.DataFrame, text: str, several: Iterable[str] = ()) -> pd.Series:
    """Return for each row of a frame of texts whether a condition is true of it; an empty condition always is.

    several: columns of which a cell may hold several values, joined by ";": one of them is enough.
    Raises DataError where the condition names a column that the frame does not have, or cannot be understood.
    """
    chosen = pd.Series(True, index=frame.index)
    for named, sign, wanted in clauses(text):
        column = _column(frame, named, text)
        held = {cell: str(cell).split(SEPARATOR) if column in several else [str(cell)] for cell in frame[column]}
        fits = {c: any(_fits(even(part), sign, value) for part in held[c] for value in wanted) for c in held}
        chosen &= frame[column].map(fits).astype(bool) ^ (sign == "!=")
    return chosen


def clauses(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the clauses of a condition: column, sign, values. Raises DataError for one that cannot be understood."""
    for clause in filter(str.strip, text.split(SEPARATOR)):
        parsed = _CLAUSE.fullmatch(clause)
        if parsed is None:
            raise DataError(f"The condition “{clause.strip()}” cannot be understood. {_ADVICE}.")
        yield parsed["column"], parsed["sign"].strip().casefold(), [even(v) for v in parsed["values"].split("|")]


def _column(frame: pd.DataFrame, name: str, text: str) -> str:
    found = next((column for column in frame.columns if even(column) == even(name)), None)
    if found is None:
        raise DataError(f"The condition “{text}” names the column “{name}”; there are: {', '.join(frame.columns)}.")
    return found


def _fits(cell: str, sign: str, value: str) -> bool:
    if sign == "holds":
        return bool(re.search(rf"(?:^|[,;])\s*{re.escape(value)}\s*(?:$|[,;])", cell))
    if sign in _ORDERS:
        return bool(cell) and _compared(_ORDERS[sign], cell, value)
    return cell == value


def _compared(order: Callable, cell: str, value: str) -> bool:
    try:
        return order(float(cell), float(value))
    except ValueError:
        return order(cell, value)


@lru_cache(maxsize=8192)  # headers and answers repeat
def even(text: str) -> str:
    """Return the form in which headers, answers and conditions are compared: case, spaces, and which apostrophe, quotation mark or hyphen is typed do not count."""
    for alike, plain in _ALIKE.items():
        text = re.sub(alike, plain, text)
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
