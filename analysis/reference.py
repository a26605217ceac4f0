"""The ground of the house: the tables that everything else is looked up in, one reader and one cache for all.

A table is a CSV file of texts. It is read in layers: `data/reference/` first, then the papers that a paper is based on,
the paper itself, and the dataset. A row of a later layer adds to the earlier ones, replaces the row of the same key, or,
where its first cell begins with "-", drops the rows whose key it names.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.errors import DataError
from analysis.paths import REFERENCE

DROP = "-"
# Between the codes of one answer, the groups of one grouping, the columns of a table.
SEPARATOR = ";"
Stamps = tuple[tuple[Path, tuple[int, int]], ...]


def parts(cell: str) -> list[str]:
    """Return the parts of a cell that names several things."""
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def reference(name: str) -> pd.DataFrame:
    """Return data/reference/<name>.csv, all columns as text; an empty cell is an empty text.

    Read again whenever the file was edited. Raises DataError where it is missing or no CSV.
    """
    return _table(REFERENCE / f"{name}.csv")


@dataclass(frozen=True)
class Layers:
    """The tables as one dataset sees them.

    folders: the layers, from the ground up; replaced: table -> the folder from which on its rows count.
    """

    folders: tuple[Path, ...]
    replaced: tuple[tuple[str, Path], ...] = ()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of all layers together, in the columns of its shape, later rows last.

        Raises DataError for a column that the table does not have, or a key that stands twice in one file.
        """
        return _merged(name, self._files(name)).copy()

    def codes(self, code_list: str) -> list[str]:
        """Return the codes of a list, in their order."""
        return list(self.labels(code_list))

    def labels(self, code_list: str) -> dict[str, str]:
        """Return the labels of a list by code, in their order."""
        return _labels(self._files("codes")).get(code_list, {})

    def ranks(self, code_list: str) -> dict[str, int]:
        """Return the ranks of a list by code; empty where its codes have no order. Raises DataError for a rank that is no whole number."""
        rows = self.table("codes").query("list == @code_list and rank != ''")
        for row in rows[~rows["rank"].str.fullmatch(r"-?[0-9]+")].itertuples():
            raise DataError(f"codes.csv, {code_list} {row.code}: the rank “{row.rank}” is no whole number.")
        return dict(zip(rows["code"], rows["rank"].astype(int), strict=True))

    def margin(self, name: str) -> float:
        """Return a margin of margins.csv, or the confidence level that stands there. Raises DataError where there is none."""
        values = _margins(self._files("margins"))
        if name not in values:
            raise DataError(f"“{name}” is no margin of margins.csv; there are: {', '.join(values)}.")
        try:
            return float(values[name])
        except ValueError:
            raise DataError(f"margins.csv, {name}: “{values[name]}” is no number.") from None

    def stamp(self) -> tuple:
        """Return what changes whenever a table of a layer is edited, added or deleted."""
        return tuple((path, *_stamp(path)) for folder in self.folders for path in sorted(folder.glob("*.csv")))

    def _files(self, name: str) -> Stamps:
        start = self.folders.index(dict(self.replaced)[name]) if name in dict(self.replaced) else 0
        paths = (folder / f"{name}.csv" for folder in self.folders[start:])
        return tuple((path, _stamp(path)) for path in paths if path.is_file())


def version() -> tuple:
    """Return what tells whether a table of data/reference/ was edited: time of change and size of each.

    Looked up at most once a second, so that resolving a name costs no visit to the disk.
    """
    return _version(int(time.monotonic()))


def read_text_table(path: Path) -> pd.DataFrame:
    """Read one CSV of text cells. Country code "NA" and the word "None" stay what they are."""
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"The table {path} is missing. Restore it from the repository.") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"The table {path} cannot be read as CSV in UTF-8 ({error}).") from None


@lru_cache(maxsize=256)
def _merged(name: str, files: Stamps) -> pd.DataFrame:
    key, more = SHAPES[name]
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for path, _ in files:
        own: set[tuple[str, ...]] = set()
        for number, row in enumerate(_shaped(name, path), start=2):
            named = tuple(row[column] for column in key)
            if named[0].startswith(DROP):
                wanted = (named[0].removeprefix(DROP), *named[1:])
                for held in [h for h in rows if all(w in ("", part) for w, part in zip(wanted, h, strict=True))]:
                    del rows[held]
            elif named in own:
                what = ", ".join(filter(None, named))
                raise DataError(f"{path}, row {number}: “{what}” stands there twice. Delete one of the two rows.")
            else:
                own.add(named)
                rows[named] = row
    return pd.DataFrame(list(rows.values()), columns=[*key, *more], dtype=str)


def _shaped(name: str, path: Path) -> list[dict[str, str]]:
    """Return the rows of one file, every column of the table's shape in each."""
    key, more = SHAPES[name]
    table = _table(path)
    strange = [f"has a column “{column}” that no {name} have" for column in table.columns.difference([*key, *more])]
    if faults := [f"has no column “{column}”" for column in key if column not in table] + strange:
        raise DataError(f"{path} {faults[0]}. Its columns are: {', '.join((*key, *more))}.")
    for column in {column for of, column in RULES if of == name} & set(table.columns):
        pattern, meaning = RULES[name, column]
        unfit = ~table[column].str.removeprefix(DROP).str.fullmatch(pattern)
        for at, value in table.loc[unfit, column].items():
            raise DataError(f"{path}, row {at + 2}: “{value}” cannot stand in the column {column}: {meaning}.")
    return table.reindex(columns=[*key, *more], fill_value="").to_dict("records")


@lru_cache(maxsize=64)
def _labels(files: Stamps) -> dict[str, dict[str, str]]:
    groups = _merged("codes", files).groupby("list", sort=False)
    return {str(name): dict(zip(rows["code"], rows["label"], strict=True)) for name, rows in groups}


@lru_cache(maxsize=64)
def _margins(files: Stamps) -> dict[str, str]:
    rows = _merged("margins", files)
    return dict(zip(rows["margin"], rows["value"], strict=True))


def _table(path: Path) -> pd.DataFrame:
    return _cached(path, _stamp(path)).copy()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:  # it is missing, or a link that leads nowhere: reading it says so
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _version(second: int) -> tuple:
    return tuple(_stamp(path) for path in sorted(REFERENCE.glob("*.csv")))


@lru_cache(maxsize=128)
def _cached(path: Path, stamp: tuple[int, int]) -> pd.DataFrame:
    return read_text_table(path)


def _shapes() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    layered = reference("tables").query("layer == 'reference'")
    shapes = {row.table: (parts(row.key), parts(row.columns)) for row in layered.itertuples()}
    return {name: (tuple(key), tuple(c for c in columns if c not in key)) for name, (key, columns) in shapes.items()}


# The tables that layers may add to: what names a row, then the other columns.
SHAPES = _shapes()
# The rules that cells of these tables obey, and what the cells are.
RULES = {
    (row.table, row.column): (row.pattern, row.meaning)
    for row in reference("columns").query("table != '' and pattern != ''").itertuples()
    if row.table in SHAPES
}
