"""The folder that a dataset's outputs lie in: one dataset's alone, and one rerun at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import DataError
from analysis.paths import home_of
from analysis.rerun.manifest import MANIFEST

# In report/ of a folder that --out names: the dataset whose outputs these are. It stays on this machine.
_OWNER, _LOCK = ".dataset", ".lock"


def claim(home: Path, dataset: Path) -> None:
    """Make a home ready for the outputs of a dataset.

    Raises DataError where it cannot be written, or holds the outputs of another dataset.
    """
    report = (home / MANIFEST).parent
    try:
        report.mkdir(parents=True, exist_ok=True)
        owner = report / _OWNER
        if not owner.is_file() and home != home_of(dataset):
            if (home / MANIFEST).is_file():
                raise DataError(_others(home, "other data"))
            owner.write_text(str(dataset), encoding="utf-8")
        if owner.is_file() and owner.read_text(encoding="utf-8") != str(dataset):
            raise DataError(_others(home, owner.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{report} cannot be written ({getattr(error, 'strerror', error)}). Name a folder for the outputs "
            "that you may write to: --out FOLDER."
        ) from None


@contextlib.contextmanager
def alone(home: Path, dataset: Path) -> Iterator[None]:
    """Claim a home and hold its lock; a second rerun waits and says so. Raises DataError as `claim` does."""
    claim(home, dataset)
    with (home / MANIFEST).with_name(_LOCK).open("w") as lock:
        try:
            import fcntl
        except ImportError:
            yield
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another rerun is at work in this folder; waiting for it to finish.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _others(home: Path, whose: str) -> str:
    return f"{home} holds the outputs of {whose}. Name another folder with --out, or delete report/ and figures/ there first."
