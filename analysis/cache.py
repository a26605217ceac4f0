"""Keep results by the content of what they were made from: the same input is never worked through twice.

What is kept is text alone, in JSON: an entry that somebody else has made or changed can give other texts
or be refused, and run nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar, cast

import pandas as pd

from analysis.paths import CACHE

Result = TypeVar("Result")
Tables = dict[str, pd.DataFrame]
# So many results of one kind are kept; older ones are deleted.
KEPT = 4


def fingerprint(files: Iterable[Path], *more: str, base: Path | None = None) -> str:
    """Return a hash of the names (from a base) and bytes of files, and of some texts.

    A file that is missing counts too; of a link counts where it leads as well.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(base).as_posix() if base else path.name
        link = str(path.readlink()) if path.is_symlink() else ""
        content = path.read_bytes() if path.is_file() else b"missing"
        digest.update(f"{name}\0{link}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    for text in more:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def remembered(
    kind: str,
    key: str,
    make: Callable[[], Result],
    kept: int | None = KEPT,
    *,
    pack: Callable[[Result], Tables] | None = None,
    unpack: Callable[[Tables], Result] | None = None,
) -> Result:
    """Return the result kept under a key, or make and keep it. A cache that cannot be written is done without.

    kept: so many results of the kind stay, the newest; None keeps all. pack and unpack turn a result into
    frames of texts and back; a result that is a dict of such frames needs neither. An entry that is
    damaged, or that unpack cannot use (ValueError, KeyError, TypeError), is made anew.
    """
    path = CACHE / kind / f"{key}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        tables = _read(path.read_bytes())
        return unpack(tables) if unpack else cast(Result, tables)
    result = make()
    with contextlib.suppress(OSError):
        _keep(path, _written(pack(result) if pack else cast(Tables, result)), kept)
    return result


def _keep(path: Path, content: bytes, kept: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
    if kept is not None:
        for old in sorted(path.parent.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)[kept:]:
            old.unlink(missing_ok=True)


def _written(tables: Tables) -> bytes:
    """Return frames of texts as JSON: each a list of its columns, with name and cells. Raises TypeError for others."""
    for name, frame in tables.items():
        if not isinstance(frame.index, pd.RangeIndex) or any(str(kind) != "str" for kind in frame.dtypes):
            raise TypeError(f"the table {name} is no frame of texts, so that it cannot be kept")
    columns = {name: [[c, _cells(frame[c])] for c in frame] for name, frame in tables.items()}
    return json.dumps(columns, separators=(",", ":")).encode("ascii")


def _cells(column: pd.Series) -> list:
    return [None if pd.isna(cell) else cell for cell in column] if column.hasnans else column.tolist()


def _read(content: bytes) -> Tables:
    """Return the frames of an entry. Raises ValueError or TypeError for anything but equally long columns of texts."""
    return {name: _frame(columns) for name, columns in dict(json.loads(content)).items()}


def _frame(columns: list) -> pd.DataFrame:
    texts = {name: cells for name, cells in columns if isinstance(name, str)}
    if len(texts) != len(columns) or any(
        type(c) is not str and c is not None for cells in texts.values() for c in cells
    ):
        raise ValueError("not a frame of texts")
    return pd.DataFrame(texts, dtype="str")
