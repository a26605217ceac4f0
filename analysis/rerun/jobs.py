"""The jobs of a rerun: each notebook, each chart, the tables. A job returns bytes; it writes nothing."""

from __future__ import annotations

import json
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError
from analysis.languages import ENGLISH
from analysis.loaders.received import read_settings
from analysis.paths import ROOT
from analysis.rerun import watch
from analysis.rerun.register import chart_ids, notebooks_of

if TYPE_CHECKING:
    pass

TABLES, SLIDE = "tables:paper", "slide"
STATEMENTS, FINDINGS, WORKBOOK = "report/statements.csv", "report/findings.csv", "figures/tables/tables.xlsx"
Outputs = dict[str, bytes]
Say = Callable[[str], None]
_IDENTIFIER = re.compile(r'(?<=id=")[0-9a-f-]{36}(?=")')


@dataclass
class Result:
    """What a job made: its outputs by path, the files it read, why it failed (empty where it did not), and the texts that have
    no translation.
    """

    outputs: Outputs = field(default_factory=dict)
    inputs: list[Path] = field(default_factory=list)
    failed: str = ""
    untranslated: list[str] = field(default_factory=list)


def job_names(dataset: Path) -> list[str]:
    """Return all jobs of a dataset's report in order: the notebooks, the charts in the paper's languages, the tables."""
    notebooks = [f"notebook:{name}" for name in notebooks_of(dataset)]
    return [*notebooks, *chart_jobs(dataset, read_settings(dataset).paper.languages), TABLES]


def chart_jobs(dataset: Path, languages: Iterable[str], sizes: Iterable[str] = (SLIDE,)) -> list[str]:
    """Return the jobs that draw the charts of a dataset in some languages and sizes; the English slide is called by the chart alone."""
    wanted = [(name, code, size) for code in languages for size in sizes for name in chart_ids(dataset)]
    return [f"chart:{n}" if (c, s) == (ENGLISH, SLIDE) else f"chart:{n}:{c}:{s}" for n, c, s in wanted]


def chart_of(job: str) -> tuple[str, str, str]:
    """Return chart, language and size of a job that draws one."""
    name, *how = job.split(":")[1:]
    language, size = how or (ENGLISH, SLIDE)
    return name, language, size


def outputs_of(job: str) -> list[str]:
    """Return the files that a job writes, relative to the home of the dataset."""
    kind, name = job.split(":", 1)
    if kind == "notebook":
        return [f"report/{name}.html"]
    if kind == "chart":
        name, language, size = chart_of(job)
        folder = f"figures/charts/{language}" + ("" if size == SLIDE else f"/{size}")
        data = [f"figures/charts/data/{name}.csv"] if (language, size) == (ENGLISH, SLIDE) else []
        return [*(f"{folder}/{name}.{suffix}" for suffix in ("svg", "png", "pdf")), *data, f"{folder}/{name}.txt"]
    return [
        STATEMENTS,
        *(f"report/{n}.csv" for n in ("consistency", "issues", "findings", "measures", "corrigendum")),
        WORKBOOK,
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
    result = _tables(dataset) if job == TABLES else _chart(job, dataset)
    read = watch.inputs_among(watch.files_read(), dataset)
    own = "" if job == TABLES else chart_of(job)[1]
    result.inputs = [path for path in read if path.suffix != ".po" or path.stem == own]
    return result


def _notebook(name: str, dataset: Path, say: Say) -> Result:
    """Execute one notebook and return its HTML; after an error, what there was until then."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from analysis.rerun import kernels

    path = notebooks_of(dataset)[name]
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
        except CellExecutionError as error:
            failed = f"{_where(notebook, started[-1])}: {error.ename}: {error.evalue}".replace("\n", " ")[:400]
        except CellTimeoutError:
            failed = f"{_where(notebook, started[-1])}: the cell ran longer than {kernels.CELL_SECONDS} seconds"
        except DeadKernelError:
            failed = f"{_where(notebook, started[-1])}: the kernel died; it may use {kernels.KERNEL_BYTES // 2**30} GB of memory at most"
        read = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else _everything(dataset)
    _without_controls(notebook)
    page, _ = kernels.html_exporter().from_notebook_node(notebook, resources={"metadata": {"name": name}})
    inputs = sorted({path, *watch.inputs_among(read, dataset)})
    return Result({f"report/{name}.html": _steady(page).encode("utf-8")}, inputs, failed)


def _without_controls(notebook) -> None:
    """Leave out what only works with a kernel: the exported page shows the static cells."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                o for o in cell.outputs if "application/vnd.jupyter.widget-view+json" not in o.get("data", {})
            ]


def _steady(page: str) -> str:
    """Replace identifiers that nbconvert makes anew in each run by ones that follow from their place."""
    count = iter(range(10**9))
    return _IDENTIFIER.sub(lambda m: f"{zlib.crc32(b'cell'):08x}-{next(count):04d}", page)


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


def _chart(job: str, dataset: Path) -> Result:
    """Draw one chart as SVG, PNG and PDF, with its alternative text, and beside the English slide the drawn numbers as CSV."""
    from analysis.charts.catalogue import chart
    from analysis.charts.export import exported
    from analysis.dataset import open_dataset
    from analysis.export import csv_bytes, with_units

    name, language, size = chart_of(job)
    drawn = chart(name, open_dataset(dataset), language, size)
    files = exported(drawn)
    made = {path: files[path.rsplit(".", 1)[1]] for path in outputs_of(job) if not path.endswith(".csv")}
    if data := [path for path in outputs_of(job) if path.endswith(".csv")]:
        made[data[0]] = csv_bytes(with_units(drawn.rows))
    return Result(made, untranslated=sorted(drawn.language.missing))


def _tables(dataset: Path) -> Result:
    """Make the ledger, the checks and the accessible workbook; one that fails leaves the others standing."""
    from analysis.dataset import open_dataset
    from analysis.export import csv_bytes, with_units
    from analysis.measures.book import measures_of
    from analysis.measures.checks import consistency
    from analysis.measures.ledger import statements
    from analysis.rerun.freeze import corrigendum
    from analysis.tables.workbook import workbook

    opened = open_dataset(dataset)
    makers: list[Callable[[], bytes]] = [
        lambda: csv_bytes(statements(opened)),
        lambda: csv_bytes(consistency(opened)),
        lambda: csv_bytes(opened.issues),
        lambda: csv_bytes(opened.findings),
        lambda: csv_bytes(with_units(measures_of(opened).all())),
        lambda: csv_bytes(corrigendum(dataset, *(result.outputs[path] for path in (STATEMENTS, FINDINGS)))),
        lambda: workbook(opened),
    ]
    result, failed = Result(), []
    for path, make in zip(outputs_of(TABLES), makers, strict=True):
        try:
            result.outputs[path] = make()
        except Exception as error:  # whatever it is, it concerns this table alone
            failed.append(f"{Path(path).name}: {described(error)}")
    result.failed = "; ".join(failed)
    return result


def described(error: Exception) -> str:
    """Return an error in one line; one about the data is a sentence already."""
    words = str(error) if isinstance(error, DataError) else f"{type(error).__name__}: {error}"
    return " ".join(words.split())[:400]
