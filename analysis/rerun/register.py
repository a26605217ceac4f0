"""What a dataset is run through: the notebooks for any paper, those of its own, and its charts."""

import re
from pathlib import Path

from analysis.errors import DataError
from analysis.loaders.received import read_settings
from analysis.paths import NOTEBOOKS

# An id becomes the name of a file.
_ID = re.compile(r"[\w][\w .()-]*")


def notebooks_of(dataset: Path) -> dict[str, Path]:
    """Return the notebooks that run on a dataset by their names, in order: those for any paper, then its paper's own."""
    paper = read_settings(dataset).paper
    own = [NOTEBOOKS / paper.name, paper.folder / "notebooks"]
    found = [path for folder in (NOTEBOOKS, *own) for path in sorted(folder.glob("*.ipynb"))]
    return {named(path.stem): path for path in found}


def chart_ids(dataset: Path) -> list[str]:
    """Return the ids of the charts of a dataset's paper, in order."""
    return [named(name) for name in read_settings(dataset).layers.table("charts")["chart"]]


def named(name: str) -> str:
    """Return the name of a job. Raises DataError where it could not be the name of a file."""
    if not _ID.fullmatch(name):
        raise DataError(f"“{name}” cannot name a chart or notebook: use letters, digits, “_” and “-”.")
    return name
