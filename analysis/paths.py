"""Where things lie: the one place that knows the folders of the project."""

import os
from pathlib import Path

from analysis.errors import DataError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
PAPERS = DATA / "papers"
DEMONSTRATION = DATA / "demonstration"
NOTEBOOKS = ROOT / "notebooks"
FIGURES = ROOT / "figures"
REPORT = ROOT / "report"
CACHE = ROOT / ".cache"

DATASET_VARIABLE = "ANALYSIS_DATA"


def dataset_folder(folder: str | Path | None = None) -> Path:
    """Return the folder of the dataset: the argument, else ANALYSIS_DATA, else the demonstration.

    Raises DataError where the folder, or the dataset.toml that makes it a dataset, is missing.
    """
    chosen = Path(folder or os.environ.get(DATASET_VARIABLE) or DEMONSTRATION)
    if not chosen.is_dir():
        raise DataError(
            f"There is no dataset folder {chosen}. Point to one with --data FOLDER or {DATASET_VARIABLE}, "
            "or lay out a new one with `python -m analysis new FOLDER`."
        )
    if not (chosen / "dataset.toml").is_file():
        raise DataError(
            f"The folder {chosen} has no dataset.toml, so it is not a dataset. "
            "Copy dataset.toml from data/demonstration/ and edit it."
        )
    return chosen
