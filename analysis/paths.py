"""Where things lie: the one place that knows the folders of the project, and what a name may lead to."""

import os
import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath

from analysis.errors import DataError, FileProblem

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
PAPERS = DATA / "papers"
DEMONSTRATION = DATA / "demonstration"
NOTEBOOKS = ROOT / "notebooks"
CACHE = ROOT / ".cache"

DATASET_VARIABLE = "ANALYSIS_DATA"
# The language of what notebooks show, and of the report where it is named by no option.
LANGUAGE_VARIABLE = "ANALYSIS_LANGUAGE"
# What the suite writes: in a dataset folder these are outputs, never data. What names States stays in the one that says so.
FROZEN, RELEASE, INTERNAL = "frozen", "release", "internal"
GENERATED = ("report", "figures", FROZEN, RELEASE, INTERNAL)


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


def home_of(dataset: Path, out: Path | None = None) -> Path:
    """Return the folder whose report/ and figures/ a dataset writes: internal/ below its own folder, or below `out`.

    Invented data, which name nobody, go without internal/; those of the demonstration to the repository, whose charts git
    keeps. Raises DataError where `out` is the home of another dataset or lies among the data.
    """
    dataset, own = dataset.resolve(), own_place(dataset)
    place = own if out is None else out.resolve()
    if place not in (own, dataset) and (place == ROOT or (place / "dataset.toml").is_file()):
        raise DataError(f"{place} holds the outputs of other data. Name another folder with --out.")
    if dataset in place.parents:
        raise DataError(f"{place} lies inside the dataset, among its data. Name a folder outside it with --out.")
    return place if _is_invented(dataset) or place.name == INTERNAL else place / INTERNAL


def own_place(dataset: Path) -> Path:
    """Return the folder that a dataset writes to where no other is named: its own; the repository for the demonstration."""
    return ROOT if dataset.resolve() == DEMONSTRATION.resolve() else dataset.resolve()


def _is_invented(dataset: Path) -> bool:
    """Whether a dataset says that it is a demonstration; one that cannot be read says nothing."""
    try:
        with (dataset / "dataset.toml").open("rb") as settings:
            return tomllib.load(settings).get("demonstration") is True
    except (OSError, ValueError):
        return False


def data_files(dataset: Path) -> list[Path]:
    """Return the files and links below a dataset folder, sorted; not those that the suite wrote there."""
    found = (path for path in dataset.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(path for path in found if path.relative_to(dataset).parts[0] not in GENERATED)


def inside(folder: Path, name: str) -> Path:
    """Return the file that a name from outside means, below a folder; it need not exist.

    Raises FileProblem where the name is absolute or holds "..", where a link leads out of the folder, and
    where it names an output of a dataset.
    """
    parts = [*PurePosixPath(name).parts, *PureWindowsPath(name).parts]
    if not name.strip() or "\0" in name or ".." in parts or PurePosixPath(name).is_absolute():
        raise _leads_out(name)
    if PureWindowsPath(name).anchor or not _stays(folder, folder / name):
        raise _leads_out(name)
    if parts[0] in GENERATED and (folder / "dataset.toml").is_file():
        raise FileProblem(f"“{name}” lies where the suite writes its outputs", f"Move it out of {parts[0]}/")
    return folder / name


def _stays(folder: Path, path: Path) -> bool:
    try:
        return path.resolve() != folder.resolve() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, a name that no system takes
        return False


def _leads_out(name: str) -> FileProblem:
    return FileProblem(
        f"“{name}” is no file below the folder: it leads out of it, by its name or by a link, and was not followed",
        "Put the file itself into the folder and name it from there",
    )
