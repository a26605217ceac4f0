"""The jobs of a rerun: each notebook, each chart, the tables. A job returns bytes; it writes nothing."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.paths import NOTEBOOKS, ROOT
from analysis.rerun import watch

Outputs = dict[str, bytes]
Say = Callable[[str], None]
_IDENTIFIER = re.compile(r'(?<=id=")[0-9a-f-]{36}(?=")')


def job_names() -> list[str]:
    """Return all jobs in order: the notebooks, the charts, the tables."""
    from analysis.rerun.register import chart_ids

    notebooks = [f"notebook:{path.stem}" for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    return [*notebooks, *(f"chart:{name}" for name in chart_ids()), "tables:paper"]


def outputs_of(job: str) -> list[str]:
    """Return the files that a job writes, relative to the project."""
    kind, name = job.split(":", 1)
    if kind == "notebook":
        return [f"report/{name}.html"]
    if kind == "chart":
        return [
            *(f"figures/charts/en/{name}.{suffix}" for suffix in ("svg", "png", "pdf")),
            f"figures/charts/data/{name}.csv",
        ]
    return [
        "report/statements.csv",
        "report/consistency.csv",
        "report/issues.csv",
        "report/findings.csv",
        "figures/tables/background_paper.xlsx",
    ]


def run(job: str, dataset: Path, say: Say) -> tuple[Outputs, list[Path], str]:
    """Run a job and return its outputs by path, the files it read, and why it failed (empty where it did not)."""
    kind, name = job.split(":", 1)
    if kind == "notebook":
        return _notebook(name, dataset, say)
    watch.start()
    outputs = _chart(name, dataset) if kind == "chart" else _tables(dataset)
    return outputs, watch.inputs_among(watch.files_read(), dataset), ""


def _notebook(name: str, dataset: Path, say: Say) -> tuple[Outputs, list[Path], str]:
    """Execute one notebook and return its HTML; after an error, what there was until then."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from analysis.rerun import kernels

    path = NOTEBOOKS / f"{name}.ipynb"
    failed, started = "", [0]
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "read.json"
        os.environ[kernels.NOTES] = str(notes)
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises anything on a damaged file
            return {}, [path], f"{path.name} cannot be read as a notebook: {str(error).splitlines()[0][:200]}"
        options: dict[str, Any] = {"kernel_manager_class": kernels.ForkingManager} if kernels.CAN_FORK else {}
        client = NotebookClient(
            notebook,
            timeout=kernels.CELL_SECONDS,
            record_timing=False,
            store_widget_state=False,
            kernel_name="python3",
            resources={"metadata": {"path": str(NOTEBOOKS)}},
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
    return {f"report/{name}.html": _steady(page).encode("utf-8")}, inputs, failed


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


def _chart(name: str, dataset: Path) -> Outputs:
    """Draw one chart as SVG, PNG and PDF, with the drawn numbers as CSV."""
    from analysis.charts.catalogue import CHARTS
    from analysis.dataset import open_dataset
    from analysis.export import csv_bytes

    chart, opened = CHARTS[name], open_dataset(dataset)
    numbers = chart.numbers(opened)
    figure = chart.drawing(chart, numbers, opened)
    without_date = {
        "svg": {"Date": None, "Creator": None},
        "png": {"Software": None},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    }
    svg, png, pdf, data = outputs_of(f"chart:{name}")
    made: Outputs = {data: csv_bytes(numbers.drop(columns="states", errors="ignore"))}
    for path in (svg, png, pdf):
        kind = path.rsplit(".", 1)[1]
        buffer = io.BytesIO()
        figure.savefig(buffer, format=kind, metadata=without_date[kind])
        made[path] = buffer.getvalue()
    return made


def _tables(dataset: Path) -> Outputs:
    """Make the ledger, the checks and the accessible workbook of tables."""
    from analysis.dataset import open_dataset
    from analysis.export import csv_bytes
    from analysis.paper.consistency import consistency
    from analysis.paper.statements import statements
    from analysis.tables.workbook import workbook

    opened = open_dataset(dataset)
    ledger, checks, issues, findings, book = outputs_of("tables:paper")
    return {
        ledger: csv_bytes(statements(opened)),
        checks: csv_bytes(consistency()),
        issues: csv_bytes(opened.issues),
        findings: csv_bytes(opened.findings),
        book: workbook(opened),
    }
