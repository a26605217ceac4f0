"""What a dataset is run through: the notebooks and the charts, told without importing matplotlib or pandas."""

import ast
import re
from pathlib import Path

from analysis.errors import DataError
from analysis.paths import NOTEBOOKS

# An id becomes the name of a file.
_ID = re.compile(r"[\w][\w .()-]*")


def notebooks_of(dataset: Path) -> dict[str, Path]:
    """Return the notebooks that run on a dataset by their names, in order."""
    return {named(path.stem): path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}


def chart_ids(dataset: Path) -> list[str]:
    """Return the ids of the charts of a dataset, in order."""
    tree = ast.parse((Path(__file__).parent.parent / "charts" / "catalogue.py").read_text(encoding="utf-8"))
    return [
        named(str(call.args[0].value))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Chart"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]


def named(name: str) -> str:
    """Return the name of a job. Raises DataError where it could not be the name of a file."""
    if not _ID.fullmatch(name):
        raise DataError(f"“{name}” cannot name a chart or notebook: use letters, digits, “_” and “-”.")
    return name
