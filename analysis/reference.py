"""Read the reference and published tables: one CSV each, every cell kept as the text it is."""

import time
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.errors import DataError
from analysis.paths import PUBLISHED, REFERENCE


def reference(name: str) -> pd.DataFrame:
    """Return data/reference/<name>.csv, all columns as text; an empty cell is an empty text.

    Read again whenever the file was edited. Raises DataError where it is missing or no CSV.
    """
    return _table(REFERENCE / f"{name}.csv")


def published(name: str) -> pd.DataFrame:
    """Return data/published/<name>.csv: figures of published papers, each row with symbol and paragraph."""
    return _table(PUBLISHED / f"{name}.csv")


def version() -> tuple:
    """Return what tells whether a reference or published table was edited: time of change and size of each.

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


def _table(path: Path) -> pd.DataFrame:
    return _cached(path, _stamp(path)).copy()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _version(second: int) -> tuple:
    return tuple(_stamp(path) for folder in (REFERENCE, PUBLISHED) for path in sorted(folder.glob("*.csv")))


@lru_cache(maxsize=64)
def _cached(path: Path, stamp: tuple[int, int]) -> pd.DataFrame:
    return read_text_table(path)
