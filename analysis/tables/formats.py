"""How a reader sees the columns of frames: their heads, and what kind of number stands in each. For pages and workbooks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.direction import quoted
from analysis.languages import Language
from analysis.reference import reference, version

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# Of each kind of number: how Python writes it, and how a spreadsheet shows it.
PERCENT, DECIMALS, WHOLE, YEAR = (".1%", "0.0%"), (".3f", "0.000"), (",.0f", "#,##0"), (".0f", "0")
GENERAL = (",.3g", "General")
# What heads.csv calls them. What is listed is as often a year as a count; what has a fraction is neither.
_KINDS = {"per_cent": PERCENT, "decimals": DECIMALS, "year": YEAR}
# What is a number in these, though a register holds it as text.
_MEASURED = ("decimals", "count")
WORDS = "words"
# What XML, and so an Office file, cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Columns of codes, which are read as words.
_CODES = {"measure", "measures", "question", "answer", "answers", "row_kind", "kind", "review", "response", "table"}
_CODE = re.compile(r"[a-z0-9_]+(\[[a-z0-9_]+\])?([;|] ?[a-z0-9_]+(\[[a-z0-9_]+\])?)*")
_SPOKEN = str.maketrans({"_": " ", "[": " (", "]": ")"})
# Of a measure, a reader sees the label, the numbers, and what tells its rows apart.
_KEYS = ["measure", "question", "answer", "grouping", "group", "units", "universe", "of", "method", "level", "series",
         "maybe", "other", "members"]  # fmt: skip
_NOTHING = SimpleNamespace(head="", shown="", meaning="")
_APART = ["grouping", "universe", "answer", "measure", "units"]


def for_reader(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without empty columns and the names that only programs read, and a measure without its keys.

    Where the labels of a measure do not tell its rows apart, the keys that do so stay.
    """
    # Sets of units are long and only for programs, except where each row is of one unit; a list of values is read.
    sets = [c for c in frame if c != "values" and frame[c].dtype == object and frame[c].map(_several).any()]
    shown = frame.drop(
        columns=[c for c in sets if not frame[c].map(lambda held: _several(held) and len(held) == 1).all()]
    )
    if {"measure", "label"} <= set(frame):
        kept = [column for column in ("id", "label") if column in shown]
        for column in [c for c in _APART if c in shown]:
            more = shown[[*kept, column]].astype(str).duplicated().sum() < shown[kept].astype(str).duplicated().sum()
            kept += [column] if more else []
        shown = shown[[*kept, *(c for c in shown if c not in _KEYS and c not in kept)]]
    shown = shown.loc[:, [c for c in shown if frame.empty or not _blank(shown[c]).all()]]
    written = [c for c in shown if _told(c).shown in _MEASURED and shown[c].map(lambda v: isinstance(v, str)).all()]
    # Of a source this is a count; of an issue it is yes or no.
    written += [c for c in ("set_aside",) if c in shown and shown[c].astype(str).str.isdecimal().all()]
    return shown.assign(**{c: pd.to_numeric(shown[c], errors="coerce") for c in written})


def head(column: Any) -> str:
    """Return the head of a column in a reader's words, as heads.csv or its name has it."""
    return _told(column).head or str(column).replace("_", " ").capitalize()


def meaning(column: Any) -> str:
    """Return what a column means, as heads.csv says it; empty where it does not."""
    return _told(column).meaning


def kind_of(column: Any, value: Any) -> tuple[str, str]:
    """Return how a number of a column is written, and how a spreadsheet shows it."""
    whole = float(value).is_integer()
    kind = _KINDS.get(_told(column).shown, WHOLE)
    return kind if whole or kind in (PERCENT, DECIMALS) else GENERAL


def legal(text: str) -> str:
    """Return a text as an Office file can hold it: a control character is shown as one that cannot be read."""
    return _ILLEGAL.sub("\ufffd", text)


def symbol_of(dataset: Dataset, language: Language) -> str:
    """Return the symbol of the paper, what stands in brackets after it in the language."""
    symbol, bracket, rest = dataset.paper.symbol.partition(" (")
    return f"{symbol}{bracket}{language.text(rest.removesuffix(')'))})" if bracket else symbol


def dated(dataset: Dataset, language: Language) -> str:
    """Return source and day of the data in one line."""
    line = language.text("Source: {source}. As of {day}.")
    return line.format(
        source=quoted(language.text(dataset.title), language.right_to_left), day=language.day(dataset.as_of)
    )


def broad(text: str) -> int:
    """Return how many narrow letters a text is as wide as: a Chinese one is two."""
    return len(text) + (0 if text.isascii() else sum(unicodedata.east_asian_width(letter) in "WF" for letter in text))


def spoken(column: Any, value: Any, language: Language) -> Any:
    """Return a value as `worded` does, in a language where heads.csv says that the column holds words."""
    found = worded(column, value)
    return language.text(found) if isinstance(found, str) and _told(column).shown == WORDS else found


def _told(column: Any) -> Any:
    """Return the row of heads.csv for a column."""
    return _heads(version()).get(column, _NOTHING)


@lru_cache(maxsize=2)
def _heads(stamp: tuple) -> dict[str, Any]:
    return {row.column: row for row in reference("heads").itertuples()}


def worded(column: Any, value: Any) -> Any:
    """Return a value as a number or, in a reader's words, a text; "" for nothing."""
    if _several(value):
        return "; ".join(text_of(column, each) for each in value)
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, str) and column in _CODES and _CODE.fullmatch(value):
        return re.sub(r"([;|]) ?", r"\1 ", value.translate(_SPOKEN))
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def text_of(column: Any, value: Any) -> str:
    """Return a value as a reader sees it: per cent for shares, blanks for nothing."""
    value = worded(column, value)
    return value if isinstance(value, str) else format(value, kind_of(column, value)[0])


def _several(value: Any) -> bool:
    return isinstance(value, (tuple, list, set, frozenset))


def _blank(values: pd.Series) -> pd.Series:
    return values.isna() | (values.eq("").fillna(False) if values.dtype.kind not in "iufb" else False)
