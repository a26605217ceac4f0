"""Run the jobs that are stale, some at a time, and put complete results in place."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, cast

from analysis.errors import DataError
from analysis.export import write_bytes
from analysis.paths import CACHE, DATASET_VARIABLE, REPORT, ROOT
from analysis.rerun import jobs, manifest

MANIFEST = REPORT / "manifest.json"
WORKERS = 2


@dataclass
class Outcome:
    """What a rerun did: jobs run and why, jobs that were current, failures, files written, seconds."""

    ran: dict[str, str] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    written: int = 0
    seconds: float = 0.0


def rerun(dataset: Path, *, force: bool = False, only: str = "", quiet: bool = False) -> Outcome:
    """Run every job whose inputs, code or environment changed; with force all; only: names that contain a text.

    Returns the outcome. Raises DataError where results cannot be written.
    """
    started = time.monotonic()
    os.environ[DATASET_VARIABLE] = str(dataset)
    with _alone():
        records = manifest.read(MANIFEST)
        wanted = [job for job in jobs.job_names() if only in job]
        if not wanted:
            raise DataError(
                f"No notebook, chart or table has “{only}” in its name; there are: {', '.join(jobs.job_names())}."
            )
        stale = {job: "forced" if force else manifest.why_stale(job, records, dataset) for job in wanted}
        outcome = Outcome({j: why for j, why in stale.items() if why}, [j for j, why in stale.items() if not why])
        if outcome.ran:
            _run_all(list(outcome.ran), dataset, records, outcome, quiet)
        outcome.seconds = time.monotonic() - started
    return outcome


def _run_all(
    names: list[str], dataset: Path, records: dict[str, manifest.Record], outcome: Outcome, quiet: bool
) -> None:
    from tqdm import tqdm

    from analysis.loaders.received import read_settings
    from analysis.rerun.index import write_index

    title = read_settings(dataset).title
    with tqdm(total=len(names), unit="job", disable=quiet, leave=False) as bar:
        for record, contents in _finished(names, dataset, bar):
            records[record.job] = record
            if record.failed:
                outcome.failed[record.job] = record.failed
            for path, content in contents.items():
                _put(ROOT / path, content)
            outcome.written += len(contents)
            bar.update()
    known = set(jobs.job_names())
    manifest.write(MANIFEST, {job: record for job, record in records.items() if job in known}, title)
    write_index(dataset)


def _finished(names: list[str], dataset: Path, bar) -> Iterator[tuple[manifest.Record, jobs.Outputs]]:
    """Start a process a job, some at a time, and yield each record and its outputs as they finish."""
    from analysis.rerun import kernels

    context: Any = multiprocessing.get_context("fork" if kernels.CAN_FORK else "spawn")
    if kernels.CAN_FORK:
        kernels.preload()
    waiting = list(names)
    running: dict[Any, tuple[str, Any]] = {}
    while waiting or running:
        while waiting and len(running) < WORKERS:
            job = waiting.pop(0)
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(job, dataset, there))
            process.start()
            there.close()
            running[here] = (job, process)
        for here in cast(list[Any], wait(list(running))):
            job, process = running[here]
            try:
                kind, content = here.recv()
            except EOFError:
                kind, content = "done", ({}, [], "the process died: out of memory, or killed")
            if kind == "cell":
                bar.set_postfix_str(f"{job.split(':')[1]}: {content}"[:60])
                continue
            del running[here]
            process.join()
            outputs, inputs, failed = content
            yield _record(job, dataset, outputs, inputs, failed), outputs


def _work(job: str, dataset: Path, out: Connection) -> None:
    try:
        out.send(("done", jobs.run(job, dataset, lambda title: out.send(("cell", title)))))
    except DataError as error:
        out.send(("done", ({}, [], str(error))))
    except Exception as error:
        out.send(("done", ({}, [], f"{type(error).__name__}: {error}"[:400])))


def _record(job: str, dataset: Path, outputs: jobs.Outputs, inputs: list[Path], failed: str) -> manifest.Record:
    import hashlib

    named = {manifest.name_of(path, dataset): path for path in inputs}
    read = {name: manifest.sha256(path) for name, path in sorted(named.items()) if name}
    return manifest.Record(
        job,
        read,
        {path: hashlib.sha256(content).hexdigest() for path, content in sorted(outputs.items())},
        manifest.environment(),
        failed,
    )


def _put(path: Path, content: bytes) -> None:
    try:
        write_bytes(path, content)
    except OSError as error:
        raise DataError(
            f"{path} cannot be written ({error.strerror}). Make room, or allow writing there; "
            "the results of the last run are still in place."
        ) from None


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of this checkout; a second rerun waits and says so."""
    try:
        CACHE.mkdir(exist_ok=True)
        lock = (CACHE / "rerun.lock").open("w")
    except OSError as error:
        raise DataError(
            f"{CACHE} cannot be written ({error.strerror}): this checkout is read-only. Copy it to a folder of your own."
        ) from None
    with lock:
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
