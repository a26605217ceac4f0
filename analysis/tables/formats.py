"""How a reader sees the columns of frames: their heads, and what kind of number stands in each. For pages and workbooks."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# Of each kind of number: how Python writes it, and how a spreadsheet shows it.
PERCENT, DECIMALS, WHOLE, YEAR = (".1%", "0.0%"), (".3f", "0.000"), (",.0f", "#,##0"), (".0f", "0")
GENERAL = (",.3g", "General")
_KINDS = {
    PERCENT: (
        "share low high bound_low bound_high coverage rest_share difference change reach_low reach_high level agree "
        "unweighted represented narrows share_otherwise shrunken own without_low without_high"
    ),
    DECIMALS: "p ac1 ac1_low ac1_high alpha alpha_low alpha_high confidence",
    # What is listed is as often a year as a count; what has a fraction is neither.
    YEAR: "value values row page paragraph",
}
_KIND_OF = {column: kind for kind, columns in _KINDS.items() for column in columns.split()}
_HEADS = {
    "p": "p",
    "ac1": "Gwet's AC1",
    "ac1_low": "AC1 low",
    "ac1_high": "AC1 high",
    "alpha": "Krippendorff's alpha",
    "agree": "Agree on",
    "narrows": "One answer narrows the bounds by",
    "touched": "Units touched",
    "reach_low": "Could have moved it down to",
    "reach_high": "Could have moved it up to",
    "excludes_none": "Excludes no difference",
    "rest_count": "Count of the rest",
    "rest_denominator": "Denominator of the rest",
    "rest_population": "Population of the rest",
    "rest_share": "Share of the rest",
    "row_kind": "Kind of row",
    "only_first": "Only in the first",
    "only_second": "Only in the second",
    "open": "Without an answer",
    "shrunken": "Share shrunken to that of all groups",
    "own": "Weight of its own answers",
    "without_low": "Least without one of its units",
    "without_high": "Greatest without one of its units",
    "count_otherwise": "Count with silence read the other way",
    "denominator_otherwise": "Denominator with silence read the other way",
    "share_otherwise": "Share with silence read the other way",
    "silence": "With silence read the other way",
    "of": "Population of",
    "sha256": "SHA-256",
}
# Columns of codes, which are read as words.
_CODES = {"measure", "measures", "question", "answer", "answers", "row_kind", "kind", "review", "response", "table"}
_CODE = re.compile(r"[a-z0-9_]+([;|] ?[a-z0-9_]+)*")
# Of a measure, a reader sees the label, the numbers, and what tells its rows apart.
_KEYS = ["measure", "question", "answer", "grouping", "group", "units", "universe", "of", "method", "level", "series",
         "maybe", "other", "members"]  # fmt: skip
_APART = ["measure", "answer", "universe", "units"]


def for_reader(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without empty columns and the names that only programs read, and a measure without its keys.

    Where the labels of a measure do not tell its rows apart, the keys that do so stay.
    """
    # Sets of units are long and only for programs, except where each row is of one unit; a list of values is read.
    sets = [c for c in frame if c != "values" and frame[c].map(_several).any()]
    shown = frame.drop(
        columns=[c for c in sets if not frame[c].map(lambda held: _several(held) and len(held) == 1).all()]
    )
    if {"measure", "label"} <= set(frame):
        kept = (
            ["label"]
            if frame["label"].is_unique
            else ["label", *(c for c in _APART if c in shown and _varies(shown[c]))]
        )
        shown = shown[[*kept, *(c for c in shown if c not in _KEYS and c not in kept)]]
    return shown.loc[:, [c for c in shown if frame.empty or not _blank(shown[c]).all()]]


def head(column: Any) -> str:
    """Return the head of a column in a reader's words."""
    return _HEADS.get(column) or str(column).replace("_", " ").capitalize()


def kind_of(column: Any, value: Any) -> tuple[str, str]:
    """Return how a number of a column is written, and how a spreadsheet shows it."""
    whole = float(value).is_integer()
    kind = _KIND_OF.get(column, WHOLE)
    return kind if whole or kind in (PERCENT, DECIMALS) else GENERAL


def worded(column: Any, value: Any) -> Any:
    """Return a value as a number or, in a reader's words, a text; "" for nothing."""
    if _several(value):
        return "; ".join(text_of(column, each) for each in value)
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, str) and column in _CODES and _CODE.fullmatch(value):
        return re.sub(r"([;|]) ?", r"\1 ", value.replace("_", " "))
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def text_of(column: Any, value: Any) -> str:
    """Return a value as a reader sees it: per cent for shares, blanks for nothing."""
    value = worded(column, value)
    return value if isinstance(value, str) else format(value, kind_of(column, value)[0])


def _several(value: Any) -> bool:
    return isinstance(value, (tuple, list, set, frozenset))


def _varies(values: pd.Series) -> bool:
    return len(set(values.map(str))) > 1


def _blank(values: pd.Series) -> pd.Series:
    return values.isna() | values.map(lambda value: isinstance(value, str) and not value)
