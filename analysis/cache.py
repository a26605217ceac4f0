"""Keep results by the content of what they were made from: the same input is never worked through twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from analysis.paths import CACHE

Result = TypeVar("Result")
# So many results of one kind are kept; older ones are deleted.
KEPT = 4


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """Return a hash of the names and bytes of files, and of some texts. A file that is missing counts too."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes() if path.is_file() else b"missing"
        digest.update(f"{path.name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    for text in more:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def remembered(kind: str, key: str, make: Callable[[], Result], kept: int | None = KEPT) -> Result:
    """Return the result kept under a key, or make and keep it. A cache that cannot be written is done without.

    kept: so many results of the kind stay, the newest; None keeps all.
    """
    folder = CACHE / kind
    path = folder / f"{key}.pickle"
    with contextlib.suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
        return pickle.loads(path.read_bytes())
    result = make()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{key}.{os.getpid()}"
        part.write_bytes(pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL))
        part.replace(path)
        if kept is not None:
            for old in sorted(folder.glob("*.pickle"), key=lambda p: p.stat().st_mtime, reverse=True)[kept:]:
                old.unlink(missing_ok=True)
    return result
