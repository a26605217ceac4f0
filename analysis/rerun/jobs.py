"""The jobs of a rerun: each notebook, each chart, the tables. A job returns bytes; it writes nothing.

In a language besides English, a job bears its code: `notebook:ar/ledger`, `evidence:ar`. The pages of English evidence are
made beside the tables, from the same measures.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError
from analysis.languages import ENGLISH, LANGUAGES
from analysis.pages import EVIDENCE, folder_of
from analysis.paths import LANGUAGE_VARIABLE, ROOT
from analysis.rerun import watch
from analysis.rerun.register import chart_ids, notebooks_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

TABLES, SLIDE = "tables:paper", "slide"
STATEMENTS, WORKBOOK = "report/statements.csv", "figures/tables/tables.xlsx"
MEASURES, ISSUES = "report/measures.csv", "report/issues.csv"
# What makes a page of a notebook besides what the notebook reads.
_MAKERS = sorted(path for path in (ROOT / "analysis" / "pages").rglob("*") if path.suffix in (".py", ".j2"))
Outputs = dict[str, bytes]
Say = Callable[[str], None]


@dataclass
class Result:
    """What a job made: its outputs by path, the files it read, why it failed (empty where it did not), and the texts that have
    no translation.
    """

    outputs: Outputs = field(default_factory=dict)
    inputs: list[Path] = field(default_factory=list)
    failed: str = ""
    untranslated: list[str] = field(default_factory=list)


def job_names(dataset: Path, languages: Iterable[str] = ()) -> list[str]:
    """Return all jobs of a dataset's report in order: notebooks, charts, tables; then the pages of other languages."""
    notebooks = list(notebooks_of(dataset))
    others = [
        job
        for language in languages
        for job in (*(f"notebook:{language}/{name}" for name in notebooks), f"evidence:{language}")
    ]
    return [*(f"notebook:{name}" for name in notebooks), *chart_jobs(dataset, [ENGLISH, *languages]), TABLES, *others]


def chart_jobs(dataset: Path, languages: Iterable[str], sizes: Iterable[str] = (SLIDE,)) -> list[str]:
    """Return the jobs that draw the charts of a dataset in some languages and sizes; the English slide is called by the chart alone."""
    wanted = [(name, code, size) for code in languages for size in sizes for name in chart_ids(dataset)]
    return [f"chart:{n}" if (c, s) == (ENGLISH, SLIDE) else f"chart:{n}:{c}:{s}" for n, c, s in wanted]


def chart_of(job: str) -> tuple[str, str, str]:
    """Return chart, language and size of a job that draws one."""
    name, *how = job.split(":")[1:]
    language, size = how or (ENGLISH, SLIDE)
    return name, language, size


def language_of(job: str) -> str:
    """Return the language of a job's pages or picture."""
    kind, name = job.split(":", 1)
    if kind == "chart":
        return chart_of(job)[1]
    return name.split("/")[0] if kind == "evidence" or (kind == "notebook" and "/" in name) else ENGLISH


def languages_of(names: Iterable[str], asked: Iterable[str] = ()) -> list[str]:
    """Return the languages besides English that some jobs make pages in, or that are asked for, sorted.

    Raises DataError for a language that is none of the six.
    """
    if strange := sorted({*asked} - {*LANGUAGES}):
        raise DataError(f"“{strange[0]}” is none of the languages {', '.join(LANGUAGES)}.")
    return sorted({*asked, *(language_of(job) for job in names if not job.startswith("chart:"))} - {ENGLISH})


def outputs_of(job: str) -> list[str]:
    """Return the files that a job writes whatever the paper, relative to the home of the dataset."""
    kind, name = job.split(":", 1)
    if kind == "notebook":
        return [f"report/{name}.html"]
    if kind == "evidence":
        return [f"report/{folder_of(name)}{EVIDENCE}"]
    if kind == "chart":
        name, language, size = chart_of(job)
        folder = f"figures/charts/{language}" + ("" if size == SLIDE else f"/{size}")
        data = "figures/charts/data" if (language, size) == (ENGLISH, SLIDE) else folder
        return [
            *(f"{folder}/{name}.{suffix}" for suffix in ("svg", "png", "pdf")),
            f"{data}/{name}.csv",
            f"{folder}/{name}.txt",
        ]
    return [
        STATEMENTS,
        *(f"report/{n}.csv" for n in ("consistency", "issues", "findings", "measures", "corrigendum")),
        WORKBOOK,
        f"report/{EVIDENCE}",
    ]


def run(job: str, dataset: Path, say: Say, first: bool = True) -> Result:
    """Run a job. What is wrong with a notebook or a table is in the result; a chart raises.

    first: the first job of its process; a later one rests on what the earlier ones read, too, but for other languages.
    """
    kind, name = job.split(":", 1)
    if kind == "notebook":
        return _notebook(name, dataset, say)
    if first:
        watch.start()
    from analysis.dataset import open_dataset

    opened = open_dataset(dataset)
    if kind == "evidence":
        result = Result(_evidence(opened, name))
    else:
        result = _tables(opened) if job == TABLES else _chart(job, opened)
    read = watch.inputs_among(watch.files_read(), dataset)
    result.inputs = [path for path in read if path.suffix != ".po" or path.stem == language_of(job)]
    return result


def _notebook(name: str, dataset: Path, say: Say) -> Result:
    """Execute one notebook and return its HTML; after an error, what there was until then."""
    import nbformat
    from nbclient import NotebookClient

    from analysis.languages import Language
    from analysis.loaders.received import read_settings
    from analysis.pages import notebooks
    from analysis.rerun import kernels

    path = notebooks_of(dataset)[name.rsplit("/", 1)[-1]]
    os.environ[LANGUAGE_VARIABLE] = language_of(f"notebook:{name}")
    failed, started = "", [0]
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "read.json"
        os.environ[kernels.NOTES] = str(notes)
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises anything on a damaged file
            return Result({}, [path], f"{path.name} cannot be read as a notebook: {str(error).splitlines()[0][:200]}")
        options: dict[str, Any] = {"kernel_manager_class": kernels.ForkingManager} if kernels.CAN_FORK else {}
        client = NotebookClient(
            notebook,
            timeout=kernels.CELL_SECONDS,
            record_timing=False,
            store_widget_state=False,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            **options,
        )

        def started_cell(cell: Any, cell_index: int) -> None:
            started.append(cell_index)
            say(_title(notebook, cell_index))

        client.on_cell_start = started_cell
        try:
            client.execute()
        except Exception as error:  # of the notebook, or of the kernel's end
            failed = f"{_where(notebook, started[-1])}: {_why(error)}"
        read = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else _everything(dataset)
    language = Language(os.environ[LANGUAGE_VARIABLE], read_settings(dataset).layers)
    page = notebooks.page(f"{path.stem}.html", notebook, language, failed)
    inputs = sorted({path, *_MAKERS, *watch.inputs_among(read, dataset)})
    return Result({f"report/{name}.html": page.encode("utf-8")}, inputs, failed, sorted(language.missing))


def _why(error: BaseException) -> str:
    """Return why a notebook stopped, in words; where the end of its kernel hides that, what ended it."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from analysis.rerun import kernels

    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}".replace("\n", " ")[:400]
    if isinstance(error, CellTimeoutError):
        return f"the cell ran longer than {kernels.CELL_SECONDS} seconds"
    if isinstance(error, DeadKernelError):
        return f"the kernel died; it may use {kernels.KERNEL_BYTES // 2**30} GB of memory at most"
    return _why(error.__context__) if error.__context__ else described(error)


def _title(notebook, index: int) -> str:
    """Return the heading above a cell, for the progress line."""
    for cell in reversed(notebook.cells[: index + 1]):
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            return cell.source.splitlines()[0].lstrip("# ")
    return ""


def _where(notebook, index: int) -> str:
    """Return a cell in words, as a person would count it."""
    return f"cell {index + 1} (“{_title(notebook, index)}”)"


def _everything(dataset: Path) -> list[str]:
    """Return every file that a notebook could have read, for kernels that leave no notes."""
    folders = [ROOT / "analysis", ROOT / "data", dataset]
    return [str(path) for folder in folders for path in folder.rglob("*") if path.suffix != ".pyc"]


def _chart(job: str, dataset: Dataset) -> Result:
    """Draw one chart as SVG, PNG and PDF, with its alternative text and the drawn numbers as CSV."""
    from analysis.charts.catalogue import chart
    from analysis.charts.export import exported

    name, language, size = chart_of(job)
    drawn = chart(name, dataset, language, size)
    files = exported(drawn)
    made = {path: files[path.rsplit(".", 1)[1]] for path in outputs_of(job)}
    return Result(made, untranslated=sorted(drawn.language.missing))


def _tables(dataset: Dataset) -> Result:
    """Make the ledger, the checks and the accessible workbook; one that fails leaves the others standing."""
    from analysis.coding.counting import with_counts
    from analysis.export import csv_bytes, with_units
    from analysis.measures.book import measures_of
    from analysis.measures.checks import consistency
    from analysis.measures.ledger import statements
    from analysis.rerun.freeze import corrigendum
    from analysis.tables.workbook import workbook

    makers: list[Callable[[], bytes]] = [
        lambda: csv_bytes(statements(dataset)),
        lambda: csv_bytes(consistency(dataset)),
        lambda: csv_bytes(dataset.issues),
        lambda: csv_bytes(with_counts(dataset, dataset.findings)),
        lambda: csv_bytes(with_units(measures_of(dataset).all())),
        lambda: csv_bytes(
            corrigendum(dataset.folder, {Path(path).stem: made for path, made in result.outputs.items()})
        ),
        lambda: workbook(dataset),
    ]
    result, failed = Result(), []
    try:
        result.outputs |= _evidence(dataset, ENGLISH)
    except Exception as error:  # the tables do not need it
        failed.append(f"evidence: {described(error)}")
    for path, make in zip(outputs_of(TABLES), makers, strict=False):  # the evidence is there already
        try:
            result.outputs[path] = make()
        except Exception as error:  # whatever it is, it concerns this table alone
            failed.append(f"{Path(path).name}: {described(error)}")
    result.failed = "; ".join(failed)
    return result


def _evidence(dataset: Dataset, code: str) -> Outputs:
    """Make the pages of evidence in a language."""
    from analysis.languages import Language
    from analysis.pages import evidence
    from analysis.pages.shell import assets

    made = evidence.pages(dataset, Language(code, dataset.layers))
    pages = {f"report/{folder_of(code)}{page}": text.encode("utf-8") for page, text in made.items()}
    return pages | ({f"report/{name}": content for name, content in assets().items()} if code == ENGLISH else {})


def described(error: BaseException) -> str:
    """Return an error in one line; one about the data is a sentence already."""
    words = str(error) if isinstance(error, DataError) else f"{type(error).__name__}: {error}"
    return " ".join(words.split())[:400]
