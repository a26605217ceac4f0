"""Which files a job read: noted as they are opened, so that no dependency is declared by hand."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from analysis.paths import GENERATED, ROOT

_opened: set[str] = set()
_watching = False


def start() -> None:
    """Note every file that this process opens for reading from now on."""
    global _watching
    if not _watching:
        sys.addaudithook(_note)
        _watching = True
    _opened.clear()


def files_read() -> list[str]:
    """Return the files that this process opened, and the modules of the suite that it imported."""
    modules = {
        getattr(module, "__file__", None) for name, module in sys.modules.items() if name.split(".")[0] == "analysis"
    }
    return sorted(_opened | {module for module in modules if module})


def write_notes(path: Path) -> None:
    """Leave the list for the process that waits for it."""
    path.write_text(json.dumps(files_read()), encoding="utf-8")


def inputs_among(files: list[str], dataset: Path) -> list[Path]:
    """Return those files that belong to the project or the dataset and were not generated; commands choose jobs, they make nothing.

    A file that was opened by way of a link within them is named as it was opened, so that a link that
    leads elsewhere later is noticed.
    """
    known = {_within(Path(name), (ROOT, dataset)) for name in files}
    generated = [ROOT / ".cache", ROOT / ".venv", *(base / name for base in (ROOT, dataset) for name in GENERATED)]
    apart = [*generated, ROOT / "analysis" / "commands", ROOT / "analysis" / "__main__.py"]
    return sorted(
        path
        for path in known
        if path is not None
        and path.is_file()
        and path.suffix not in (".pyc", ".ipynb")
        and not any(path.is_relative_to(folder) for folder in apart)
    )


def _note(event: str, details: tuple) -> None:
    if event == "open" and isinstance(details[0], str) and (details[1] is None or "r" in str(details[1])):
        _opened.add(details[0])


def _within(path: Path, folders: tuple[Path, ...]) -> Path | None:
    """Return a path as it lies below one of the folders: as named, else as its links lead; None elsewhere."""
    named = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links
    if any(named.is_relative_to(folder) for folder in folders):
        return named
    try:
        leads_to = path.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return leads_to if any(leads_to.is_relative_to(folder) for folder in folders) else None
