"""Which files a job read: noted as they are opened, so that no dependency is declared by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analysis.paths import ROOT

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
    """Return those files that belong to the project or the dataset and were not generated."""
    known = {Path(name).resolve() for name in files}
    generated = [ROOT / name for name in (".cache", ".venv", "figures", "report")]
    return sorted(
        path
        for path in known
        if path.is_file()
        and path.suffix not in (".pyc", ".ipynb")
        and (_within(path, ROOT) or _within(path, dataset))
        and not any(_within(path, folder) for folder in generated)
    )


def _note(event: str, details: tuple) -> None:
    if event == "open" and isinstance(details[0], str) and (details[1] is None or "r" in str(details[1])):
        _opened.add(details[0])


def _within(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except OSError:
        return False
