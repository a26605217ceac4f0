"""What every output was made from: inputs with their hashes, versions, and the output's own hash.

Only the standard library is imported here, so that "nothing has changed" is said in a moment.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from analysis.export import as_text, write_text
from analysis.paths import ROOT, data_files

_PROJECT = "country-review-analysis"
DATA_PREFIX = "dataset:"
SETTINGS, LISTING = f"{DATA_PREFIX}dataset.toml", f"{DATA_PREFIX}(which files there are)"
MANIFEST, KEPT = "report/manifest.json", "figures/MANIFEST.csv"


@dataclass(frozen=True)
class Record:
    """One finished job: what it read and wrote (path -> sha256), with which packages, and the texts
    that have no translation.

    Outputs are named from the home of the dataset, inputs from the dataset or the project.
    """

    job: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    environment: dict[str, str]
    failed: str = ""
    untranslated: list[str] = field(default_factory=list)


@cache
def environment() -> dict[str, str]:
    """Return the version of Python and of each package that the project names: an output could differ by any of them."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    try:
        needed = [named for named in requires(_PROJECT) or () if "extra ==" not in named]
        packages = [re.split(r"[^\w.-]", named)[0] for named in needed]
        return found | {package: version(package) for package in packages}
    except PackageNotFoundError as missing:
        return found | {missing.name: "missing"}


def sha256(path: Path) -> str:
    """Return the hash of a file, "missing" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"


def name_of(path: Path, dataset: Path) -> str | None:
    """Return how the manifest calls a file: relative to the dataset or the project; None for others."""
    for base, prefix in ((dataset, DATA_PREFIX), (ROOT, "")):
        if path.is_relative_to(base):
            return prefix + path.relative_to(base).as_posix()
    return None


def inputs_of(paths: list[Path], dataset: Path) -> dict[str, str]:
    """Return the hashes of the files that a job read by their names.

    What read the dataset's tables depends on which files there are, too: one may have been missing.
    """
    named = {name for path in paths if (name := name_of(path, dataset))}
    if any(name.startswith(DATA_PREFIX) and name != SETTINGS for name in named):
        named.add(LISTING)
    return {name: digest_of(name, dataset) for name in sorted(named)}


def digest_of(name: str, dataset: Path) -> str:
    """Return the hash of what a name of the manifest means, as it is now."""
    if name == LISTING:
        return hashlib.sha256(
            "\n".join(path.relative_to(dataset).as_posix() for path in data_files(dataset)).encode()
        ).hexdigest()
    return sha256(dataset / name.removeprefix(DATA_PREFIX) if name.startswith(DATA_PREFIX) else ROOT / name)


def read(home: Path) -> dict[str, Record]:
    """Return the records of the last run by job; empty where there was none or the file is damaged."""
    try:
        raw = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
        return {job: Record(job, **entry) for job, entry in raw["jobs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write(home: Path, records: dict[str, Record], title: str) -> None:
    """Write report/manifest.json, and figures/MANIFEST.csv for the outputs that are kept."""
    jobs = {job: {k: v for k, v in asdict(record).items() if k != "job"} for job, record in sorted(records.items())}
    write_text(home / MANIFEST, json.dumps({"dataset": title, "jobs": jobs}, indent=1, sort_keys=True) + "\n")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["output", "made_by", "inputs", "dataset", "sha256"])
    for job, record in sorted(records.items()):
        digest = hashlib.sha256(json.dumps(record.inputs, sort_keys=True).encode()).hexdigest()
        rows.writerows(
            [name, job, digest, as_text(title), record.outputs[name]]
            for name in sorted(record.outputs)
            if name.startswith("figures/")
        )
    write_text(home / KEPT, out.getvalue())


def why_stale(job: str, records: dict[str, Record], dataset: Path, home: Path) -> str:
    """Return why a job must run again, empty where its outputs are current."""
    record = records.get(job)
    if record is None:
        return "never run"
    if record.failed:
        return "failed last time"
    if record.environment != environment():
        changed = [p for p, v in environment().items() if record.environment.get(p) != v]
        return f"other versions: {', '.join(changed)}"
    changed = [name for name, digest in record.inputs.items() if digest_of(name, dataset) != digest]
    if changed:
        return f"changed: {', '.join(sorted(changed)[:3])}" + (
            f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        )
    now = {name: sha256(home / name) for name in record.outputs}
    lost = [name for name, digest in now.items() if digest == "missing"]
    edited = [name for name, digest in now.items() if digest not in ("missing", record.outputs[name])]
    return f"output missing: {lost[0]}" if lost else f"output changed by hand: {edited[0]}" if edited else ""
