"""A freeze: what was filed with a submission, kept beside the data; what comes later is a list for a corrigendum."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pandas as pd

from analysis.cache import fingerprint
from analysis.errors import DataError
from analysis.export import write_bytes, write_text
from analysis.paths import FROZEN, data_files
from analysis.rerun import manifest
from analysis.rerun.differences import differences

_TABLES = ("statements", "findings", "measures")
COLUMNS = ["table", "what", "column", "filed", "now"]


def freeze(dataset: Path, home: Path, job: str) -> Path:
    """Keep the numbers of a report and the hash of the data that they were made from, in frozen/ of the dataset.

    job: the one that makes them. Raises DataError where something is frozen already, there is no report, or it was made
    from other data, tables, code or packages than those of now.
    """
    folder = dataset / FROZEN
    if folder.exists():
        raise DataError(f"{folder} holds what was filed before. Filed numbers are not replaced: move it away first.")
    reports = {name: home / "report" / f"{name}.csv" for name in _TABLES}
    lacking = [path for path in reports.values() if not path.is_file()]
    if lacking:
        raise DataError(f"{lacking[0]} is missing: run `python -m analysis report` first, then freeze it.")
    if stale := manifest.why_stale(job, manifest.read(home), dataset, home):
        raise DataError(f"The report is not current ({stale}): run `python -m analysis report` first, then freeze it.")
    kept = {f"{name}.csv": path.read_bytes() for name, path in reports.items()}
    for name, content in kept.items():
        write_bytes(folder / name, content)
    seal = {
        "day": dt.date.today().isoformat(),
        "data": fingerprint(data_files(dataset), base=dataset),
        "tables": {name: hashlib.sha256(content).hexdigest() for name, content in kept.items()},
    }
    write_text(folder / "seal.json", json.dumps(seal, indent=1, sort_keys=True) + "\n")
    return folder


def corrigendum(dataset: Path, made: dict[str, bytes]) -> pd.DataFrame:
    """Return what differs from what was filed: one row a value (table, what, column, filed, now); none without a freeze.

    made: the tables of now as CSV, by name. Raises DataError where a filed table is no longer what was filed.
    """
    folder = dataset / FROZEN
    if not folder.is_dir():
        return pd.DataFrame(columns=COLUMNS)
    sealed = json.loads((folder / "seal.json").read_text(encoding="utf-8"))["tables"]
    for name, digest in sealed.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise DataError(f"{folder / name} is not what was filed. Take it back from a copy.")
    rows = []
    for table, moved in differences(folder, made).items():
        for *key, column, filed, now in moved.itertuples(index=False):
            rows.append((table, " ".join(filter(None, key)), column, filed, now))
    return pd.DataFrame(rows, columns=COLUMNS)
