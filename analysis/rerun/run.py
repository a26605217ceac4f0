"""Run the jobs that are stale, some at a time, and put complete results in place."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, cast

from analysis.errors import DataError
from analysis.export import write_all
from analysis.languages import ENGLISH
from analysis.loaders.received import read_settings
from analysis.pages import INDEX
from analysis.paths import DATASET_VARIABLE
from analysis.rerun import jobs, manifest
from analysis.rerun.home import alone
from analysis.rerun.outcome import Outcome
from analysis.rerun.register import chart_ids

# One more than the cores it was measured on: a notebook and its kernel now and then wait for each other.
WORKERS = 3
Records = dict[str, manifest.Record]


def rerun(
    dataset: Path, home: Path, *, force: bool = False, only: str = "", quiet: bool = False,
    languages: Iterable[str] = (), charts: list[str] | None = None,
) -> Outcome:  # fmt: skip
    """Run every job whose inputs, code or environment changed; with force all; only: names that contain a text.

    languages: those of the pages besides English and the paper's; pages in others, of earlier runs, stay and are marked where
    stale. charts: jobs that draw charts, to be run instead of those of the report.
    Returns the outcome. Raises DataError where results cannot be written to the home, and for an unknown language.
    """
    started = time.monotonic()
    with alone(home, dataset):
        records = manifest.read(home)
        asked = {ENGLISH, *languages, *read_settings(dataset).paper.languages}
        report = jobs.job_names(dataset, jobs.languages_of(records, asked))
        # A chart that was drawn in another language or size stays, as long as there is such a chart.
        drawn = [job for job in records if job.count(":") > 1 and jobs.chart_of(job)[0] in chart_ids(dataset)]
        known = list(dict.fromkeys([*report, *drawn, *(charts or [])]))
        due = [job for job in report if jobs.language_of(job) in asked] if charts is None else charts
        wanted = [job for job in due if only in job]
        if not wanted:
            raise DataError(f"No notebook, chart or table has “{only}” in its name; there are: {', '.join(known)}.")
        stale = {job: manifest.why_stale(job, records, dataset, home) for job in known}
        outcome = Outcome({job: "forced" if force else stale[job] for job in wanted if force or stale[job]})
        if outcome.ran or records.keys() - set(known) or not (home / "report" / INDEX).is_file():
            try:
                _run_all(list(outcome.ran), dataset, home, records, outcome, quiet)
            finally:
                _conclude(known, dataset, home, records, outcome)
        else:
            _sort(known, stale, records, outcome)
        outcome.seconds = time.monotonic() - started
    return outcome


def _run_all(names: list[str], dataset: Path, home: Path, records: Records, outcome: Outcome, quiet: bool) -> None:
    from tqdm import tqdm

    with tqdm(total=len(names), unit="job", disable=quiet, leave=False) as bar:
        for job, result in _finished(names, dataset, bar):
            before = records[job].outputs if job in records else {}
            write_all({home / path: content for path, content in result.outputs.items()})
            for path in {*jobs.outputs_of(job), *before} - result.outputs.keys():
                (home / path).unlink(missing_ok=True)
            records[job] = _record(job, dataset, result)
            outcome.written += len(result.outputs)
            bar.update()


def _conclude(known: list[str], dataset: Path, home: Path, records: Records, outcome: Outcome) -> None:
    """Write manifest and index, whatever became of the run; delete the outputs of jobs that are no more."""
    from analysis.loaders.received import read_settings
    from analysis.rerun.index import write_site

    for job in records.keys() - set(known):
        for path in records[job].outputs:
            (home / path).unlink(missing_ok=True)
        del records[job]
    _sort(known, {job: manifest.why_stale(job, records, dataset, home) for job in known}, records, outcome)
    try:
        write_site(dataset, home, outcome, records)
    finally:
        manifest.write(home, records, read_settings(dataset).title)


def _sort(known: list[str], stale: dict[str, str], records: Records, outcome: Outcome) -> None:
    """Say of every job where it stands now."""
    for job in known:
        failed = records[job].failed if job in records else ""
        if failed:
            outcome.failed[job] = failed
        elif stale[job]:
            outcome.earlier[job] = stale[job]
        elif job not in outcome.ran:
            outcome.current.append(job)
        if failed or not stale[job]:
            outcome.outputs |= records[job].outputs.keys()


def _finished(names: list[str], dataset: Path, bar: Any) -> Iterator[tuple[str, jobs.Result]]:
    """Start a process a job, some at a time, and yield each job and its result as they finish.

    One chart in several languages is drawn by one process, which counts once what all of them show.
    """
    from analysis.rerun import kernels

    context: Any = multiprocessing.get_context("fork" if kernels.CAN_FORK else "spawn")
    if kernels.CAN_FORK and names:
        kernels.preload(dataset, pictures=any(name.startswith("chart:") for name in names))
    waiting: dict[str, list[str]] = {}
    # The longest first, so that no core waits for it in the end.
    for name in sorted(names, key=lambda name: name != jobs.TABLES):
        waiting.setdefault(":".join(name.split(":")[:2]), []).append(name)
    running: dict[Any, tuple[list[str], Any]] = {}
    while waiting or running:
        while waiting and len(running) < WORKERS:
            left = waiting.pop(next(iter(waiting)))
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(left, dataset, there))
            process.start()
            there.close()
            running[here] = ([*left], process)
        for here in cast(list[Any], wait(list(running))):
            left, process = running[here]
            try:
                kind, content = here.recv()
            except EOFError:
                lost = jobs.Result(failed="the process died: out of memory, or killed")
                yield from ((job, lost) for job in left)
                kind, left[:] = "done", []
            else:
                if kind == "cell":
                    bar.set_postfix_str(f"{left[0].split(':')[1]}: {content}"[:60])
                    continue
                yield left.pop(0), content
            if not left:
                del running[here]
                process.join()


def _work(names: list[str], dataset: Path, out: Connection) -> None:
    os.environ[DATASET_VARIABLE] = str(dataset)  # which the notebooks open; of this process alone
    for n, job in enumerate(names):
        try:
            out.send(("done", jobs.run(job, dataset, lambda title: out.send(("cell", title)), first=n == 0)))
        except Exception as error:
            out.send(("done", jobs.Result(failed=jobs.described(error))))


def _record(job: str, dataset: Path, result: jobs.Result) -> manifest.Record:
    return manifest.Record(
        job,
        manifest.inputs_of(result.inputs, dataset),
        {path: hashlib.sha256(content).hexdigest() for path, content in sorted(result.outputs.items())},
        manifest.environment(),
        result.failed,
        result.untranslated,
    )
