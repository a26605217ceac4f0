"""Whole folders of documents: two at a time, nothing parsed twice, nothing kept in memory, no file left out.

Every file comes back once, in the order of its name: as a document, or as an issue that says why not.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.cache import fingerprint, remembered
from analysis.documents import COLUMNS, Document, document_of
from analysis.documents.contents import SECONDS_A_FILE, Content, FileProblem, read_bytes, within_time
from analysis.documents.scans import packs
from analysis.documents.words import from_words
from analysis.errors import DataError
from analysis.export import CsvFile
from analysis.paths import REFERENCE
from analysis.problems import ISSUE_COLUMNS, of_file

# The tables that a folder gives, and their columns.
COLUMNS_OF = {
    "sources": [field.name for field in fields(Document) if field.name not in ("extracts", "issues")],
    "extracts": COLUMNS,
    "issues": ISSUE_COLUMNS,
}
PROCESSES = 2
_SECONDS_TO_CLUSTER = 10
# So many files are under way at once; more results would only lie in memory.
_AHEAD = 16
# Left by programs, never sent by a State.
_LITTER = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its document, or the issue."""

    source: str
    document: Document | None = None
    issue: dict[str, str] | None = None

    def named(self, name: str) -> Outcome:
        """Return what became of a file of the same bytes under another name."""
        if self.document is None:
            return Outcome(name, issue={**(self.issue or {}), "source": name})
        frames = {part: getattr(self.document, part).assign(source=name) for part in ("extracts", "issues")}
        return Outcome(name, replace(self.document, source=name, **frames))


def files_in(folder: Path) -> list[str]:
    """Return the files below a folder, as paths from it, sorted; links too, but not what programs left."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    names = sorted(path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if not any(part.startswith(_LITTER) for part in Path(name).parts)]


def read_folder(
    folder: str | Path, executor: Executor | None = None, processes: int = PROCESSES, progress: bool = False
) -> Iterator[Outcome]:
    """Yield the outcome of every file below a folder, sorted by name, few of them in memory at a time.

    The work is done by so many processes, or by any executor that is given, such as a Dask cluster's; its
    workers have to see the folder under the same path.
    """
    from tqdm import tqdm

    folder = Path(folder)
    names = files_in(folder)
    pool: Any = _Pool(processes) if executor is None else executor
    bar = tqdm(total=len(names), unit="file", disable=not progress)
    try:
        waiting: deque = deque()
        for name in names:
            waiting.append((name, pool.submit(read_one, str(folder), name)))
            if len(waiting) >= _AHEAD:
                yield _outcome(pool, folder, *waiting.popleft())
                bar.update()
        while waiting:
            yield _outcome(pool, folder, *waiting.popleft())
            bar.update()
    finally:
        bar.close()
        if executor is None:
            pool.shutdown()


def read_one(folder: str, name: str) -> Outcome:
    """Return the outcome of one file; nothing that is wrong with it is raised."""
    root, path = Path(folder).resolve(), Path(folder) / name
    try:
        if not path.resolve().is_relative_to(root):
            raise FileProblem(
                "it leads out of the folder, by a link or by “..”, and was not followed", "Put the file itself there"
            )
        content = read_bytes(path)
        key = f"{content.sha256}-{_readers_version()}"
        # Kept by content, so without a name: the same file sent twice is parsed once, or refused once.
        outcome = remembered("documents", key, lambda: _tried(content), kept=None, pack=_as_texts, unpack=_from_texts)
    except FileProblem as problem:
        return _refused(name, problem)
    except Exception as error:  # whatever a reader stumbles over is said of this file alone
        reason = f"the file cannot be read ({type(error).__name__}: {error})"
        return Outcome(
            name, issue=of_file("extracts", name, reason, "Save it anew in another format, or ask for it again")
        )
    return outcome.named(name)


def _tried(content: Content) -> Outcome:
    """Return the document, without a name, or the issue that says why it cannot be read."""
    try:
        return Outcome("", document_of(content, ""))
    except FileProblem as problem:
        return _refused("", problem)


def _refused(name: str, problem: FileProblem) -> Outcome:
    return Outcome(name, issue=of_file("extracts", name, problem.reason, problem.remedy))


def _as_texts(outcome: Outcome) -> dict[str, pd.DataFrame]:
    """Return an outcome as frames of texts, to be kept."""
    if outcome.document is None:
        return {"issues": pd.DataFrame([outcome.issue], columns=ISSUE_COLUMNS, dtype="str")}
    document = outcome.document
    about = _about(document).astype("str")
    return {"about": about, "extracts": document.extracts, "issues": document.issues}


def _about(document: Document) -> pd.DataFrame:
    return pd.DataFrame([{name: getattr(document, name) for name in COLUMNS_OF["sources"]}])


def _from_texts(tables: dict[str, pd.DataFrame]) -> Outcome:
    """Return the outcome again; what has other tables or columns was not written by _as_texts (ValueError)."""
    if list(tables["issues"]) != ISSUE_COLUMNS:
        raise ValueError("other columns")
    if "about" not in tables:
        (issue,) = tables["issues"].to_dict("records")
        return Outcome("", issue=issue)
    if list(tables["extracts"]) != COLUMNS:
        raise ValueError("other columns")
    (about,) = tables["about"].to_dict("records")
    frames = {part: tables[part] for part in ("extracts", "issues")}
    return Outcome("", Document(**about | {"pages": int(about["pages"])} | frames))


def save(outcomes: Iterator[Outcome], out: Path) -> Counter[str]:
    """Write outcomes as they come into sources.csv, extracts.csv and issues.csv.

    Return how many of each: documents, paragraphs, files that gave nothing ("issues"), and notes on those that did.
    """
    count: Counter[str] = Counter(dict.fromkeys([*COLUMNS_OF, "notes"], 0))
    with ExitStack() as stack:
        files = {table: stack.enter_context(CsvFile(out / f"{table}.csv", c)) for table, c in COLUMNS_OF.items()}
        for outcome in outcomes:
            if outcome.document is None:
                files["issues"].append(pd.DataFrame([outcome.issue]))
                count["issues"] += 1
                continue
            document = outcome.document
            frames = {"sources": _about(document), "extracts": document.extracts, "issues": document.issues}
            for table, frame in frames.items():
                files[table].append(frame)
                count["notes" if table == "issues" else table] += len(frame)
    return count


@contextmanager
def cluster(address: str | None) -> Iterator[Executor | None]:
    """Give the executor of the Dask cluster whose scheduler is at an address; none without an address.

    Raises DataError where the extra "cluster" is not installed or nothing answers.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise DataError("A cluster needs Dask: pip install country-review-analysis[cluster].") from None
    try:
        client = Client(address, timeout=_SECONDS_TO_CLUSTER)
    except OSError as error:
        raise DataError(f"No cluster answers at {address} ({error}).") from None
    with client:
        yield client.get_executor()


def _outcome(pool: Any, folder: Path, name: str, future: Any) -> Outcome:
    """Return the outcome of a file; where its process died, try the file once more, alone."""
    try:
        return future.result()
    except BrokenExecutor:
        try:
            return pool.alone(read_one, str(folder), name)
        except (BrokenExecutor, AttributeError):
            reason = f"the file made its reader crash, or took more than {SECONDS_A_FILE} seconds"
            return Outcome(name, issue=of_file("extracts", name, reason, "Save it anew in another format"))


class _Pool:
    """Processes that are replaced when a file kills one."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = ProcessPoolExecutor(processes)

    def submit(self, function, *values):
        try:
            return self._pool.submit(within_time, SECONDS_A_FILE, function, *values)
        except BrokenExecutor:
            self._pool = ProcessPoolExecutor(self._processes)
            return self._pool.submit(within_time, SECONDS_A_FILE, function, *values)

    def alone(self, function, *values):
        """Run in a process of its own, so that only the file at fault can fail."""
        with ProcessPoolExecutor(1) as single:
            return single.submit(within_time, SECONDS_A_FILE, function, *values).result()

    def shutdown(self) -> None:
        self._pool.shutdown(cancel_futures=True)


@from_words
def _readers_version() -> str:
    """Return a hash of the readers, of their words, and of the languages that they recognise: with others, all is read anew."""
    words = [REFERENCE / f"{table}.csv" for table in ("words", "names")]
    return fingerprint([*Path(__file__).parent.glob("*.py"), *words], *packs())[:16]
