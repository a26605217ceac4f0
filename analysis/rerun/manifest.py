"""What every output was made from: inputs with their hashes, versions, and the output's own hash.

Only the standard library is imported here, so that "nothing has changed" is said in a moment.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis.export import write_text
from analysis.paths import FIGURES, ROOT

PACKAGES = (
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "nbclient",
    "nbconvert",
    "ipykernel",
    "openpyxl",
    "python-calamine",
    "python-docx",
    "gptables",
    "babel",
    "pandera",
)
DATA_PREFIX = "dataset:"


@dataclass(frozen=True)
class Record:
    """One finished job: what it read and wrote (path -> sha256), and with which packages."""

    job: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    environment: dict[str, str]
    failed: str = ""


@cache
def environment() -> dict[str, str]:
    """Return the version of Python and of each package whose output could differ."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def sha256(path: Path) -> str:
    """Return the hash of a file, "missing" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"


def name_of(path: Path, dataset: Path) -> str | None:
    """Return how the manifest calls a file: relative to the dataset or the project; None for others."""
    for base, prefix in ((dataset.resolve(), DATA_PREFIX), (ROOT, "")):
        try:
            return prefix + path.resolve().relative_to(base).as_posix()
        except ValueError:
            continue
    return None


def place_of(name: str, dataset: Path) -> Path:
    """Return the file that a name of the manifest means."""
    return dataset / name.removeprefix(DATA_PREFIX) if name.startswith(DATA_PREFIX) else ROOT / name


def read(path: Path) -> dict[str, Record]:
    """Return the records of the last run by job; empty where there was none or the file is damaged."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {job: Record(job, **entry) for job, entry in raw["jobs"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(path: Path, records: dict[str, Record], title: str) -> None:
    """Write report/manifest.json, and figures/MANIFEST.csv for the outputs that are kept."""
    jobs = {job: {k: v for k, v in asdict(record).items() if k != "job"} for job, record in sorted(records.items())}
    write_text(path, json.dumps({"dataset": title, "jobs": jobs}, indent=1, sort_keys=True) + "\n")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["output", "made_by", "inputs", "dataset", "sha256"])
    for job, record in sorted(records.items()):
        digest = hashlib.sha256(json.dumps(record.inputs, sort_keys=True).encode()).hexdigest()
        rows.writerows(
            [name, job, digest, title, record.outputs[name]]
            for name in sorted(record.outputs)
            if name.startswith("figures/")
        )
    write_text(FIGURES / "MANIFEST.csv", out.getvalue())


def why_stale(job: str, records: dict[str, Record], dataset: Path) -> str:
    """Return why a job must run again, empty where its outputs are current."""
    record = records.get(job)
    if record is None:
        return "never run"
    if record.failed:
        return "failed last time"
    if record.environment != environment():
        changed = [p for p, v in environment().items() if record.environment.get(p) != v]
        return f"other versions: {', '.join(changed)}"
    changed = [name for name, digest in record.inputs.items() if sha256(place_of(name, dataset)) != digest]
    if changed:
        return f"changed: {', '.join(sorted(changed)[:3])}" + (
            f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        )
    now = {name: sha256(ROOT / name) for name in record.outputs}
    lost = [name for name, digest in now.items() if digest == "missing"]
    edited = [name for name, digest in now.items() if digest not in ("missing", record.outputs[name])]
    return f"output missing: {lost[0]}" if lost else f"output changed by hand: {edited[0]}" if edited else ""
