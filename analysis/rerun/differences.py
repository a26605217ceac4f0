"""What moved between two runs: statements, and the findings that moved them."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from analysis.errors import DataError
from analysis.paths import INTERNAL
from analysis.reference import read_text_table

_KEPT = {
    "statements": ["statement"],
    "measures": ["measure", "question", "answer", "group"],
    "findings": ["unit", "record", "topic", "question"],
}
_COMPARED = {
    "statements": ["computed", "count", "denominator", "low", "high", "verdict", "firmness", "silence"],
    "measures": ["count", "denominator", "population", "share", "low", "high", "bound_low", "bound_high", "value"],
    "findings": ["answer"],
}


def differences(old: Path, new: Path | dict[str, bytes]) -> dict[str, pd.DataFrame]:
    """Return what differs between two reports: "statements", "measures" and "findings"; a dataset folder stands for its report.

    new can also be the contents of the tables, by name.

    Of a measure that has a row a unit the findings tell. One row a value that moved: the key columns, column, old, new; an empty side was not there. Raises
    DataError where a folder holds no report.
    """
    return {name: _moved(_read(old, name), _read(new, name), key, _COMPARED[name]) for name, key in _KEPT.items()}


def _read(folder: Path | dict[str, bytes], name: str) -> pd.DataFrame:
    if isinstance(folder, dict):
        return _one_row_a_question(pd.read_csv(io.BytesIO(folder[name]), dtype=str, keep_default_na=False), name)
    places = (folder / place / f"{name}.csv" for place in ("", "report", f"{INTERNAL}/report"))
    path = next((place for place in places if place.is_file()), folder)
    if not path.is_file():
        raise DataError(
            f"{folder} is no report folder: {name}.csv is missing. Keep a copy of report/ before a rerun and compare with that."
        )
    return _one_row_a_question(read_text_table(path), name)


def _one_row_a_question(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if name == "findings":
        key = _KEPT[name]
        table = table.sort_values("answer").groupby(key, as_index=False, sort=True)["answer"].agg(";".join)
    return table.drop_duplicates(_KEPT[name], keep=False)


def _moved(old: pd.DataFrame, new: pd.DataFrame, key: list[str], columns: list[str]) -> pd.DataFrame:
    wide = [table.reindex(columns=[*key, *columns], fill_value="").set_index(key) for table in (old, new)]
    sides = [table.rename_axis(columns="column").stack() for table in wide]
    both = pd.concat(sides, axis=1, keys=["old", "new"]).fillna("")
    return both[both["old"] != both["new"]].reset_index()
