"""The suite from end to end, in a copy of its own: twice the same bytes, and only what changed runs again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from analysis.paths import ROOT

pytestmark = pytest.mark.xdist_group("rerun")
KEPT = ("analysis", "data", "notebooks")


def suite(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(folder)} | variables
    environment.pop("ANALYSIS_DATA", None)
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )


def generated(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("figures", "report")
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of the suite, run once."""
    folder = tmp_path_factory.mktemp("suite") / "copy"
    for name in KEPT:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    done = suite(folder, "report")
    assert done.returncode == 0, done.stderr
    assert "Statements: " in done.stdout and "0 differs" in done.stdout and "Demonstration data" in done.stdout
    return folder


def test_two_runs_give_the_same_bytes_elsewhere_too(copy, tmp_path):
    first = generated(copy)
    assert (
        len([name for name in first if name.endswith(".html") and "/evidence/" not in name]) == 13
        and len([n for n in first if n.endswith(".svg")]) == 12
    )
    other = tmp_path / "another place"
    for name in KEPT:
        shutil.copytree(copy / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    done = suite(other, "report", "--quiet", TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="42", USER="somebody")
    assert done.returncode == 0, done.stderr
    second = generated(other)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_another_dataset_writes_beside_its_data_or_where_it_is_told(copy, tmp_path):
    before = generated(copy)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(copy / "data" / "demonstration", elsewhere)
    done = suite(copy, "report", "--quiet", "--data", str(elsewhere), "--only", "tables")
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "report" / "statements.csv").read_bytes() == before["report/statements.csv"]
    assert (elsewhere / "figures" / "tables" / "tables.xlsx").is_file()
    told = suite(
        copy, "report", "--quiet", "--data", str(elsewhere), "--only", "directory", "--out", str(tmp_path / "out")
    )
    assert told.returncode == 0 and (tmp_path / "out" / "report" / "directory.html").is_file()
    assert "28 agrees" not in told.stdout and "tables:paper" in told.stdout
    assert generated(copy) == before and not (elsewhere / "report" / "directory.html").exists()
    # Its own outputs are no data: the second run finds nothing changed.
    assert "0 jobs run" in suite(copy, "report", "--quiet", "--data", str(elsewhere), "--only", "tables").stdout
    other = tmp_path / "other"
    shutil.copytree(copy / "data" / "demonstration", other)
    refused = suite(copy, "report", "--quiet", "--data", str(other), "--out", str(tmp_path / "out"))
    assert refused.returncode == 2 and "holds the outputs of" in refused.stderr and refused.stderr.count("\n") == 1
    (elsewhere / "new.docx").write_bytes(b"a letter that was missing")
    said = suite(copy, "status", "--data", str(elsewhere)).stdout
    assert "tables:paper: changed: dataset:(which files there are)" in said


def test_text_of_a_dataset_is_text_in_every_output(copy, world_folder):
    hostile = "<script>alert(1)</script> $x_{1}$ =cmd|' /C calc'!A0"
    settings, codings = world_folder / "dataset.toml", world_folder / "codings.csv"
    settings.write_text(settings.read_text().replace("Small world", hostile))
    codings.write_text(codings.read_text() + "=cmd|x,46,T/XAB,legislation,<script>alert(1)</script>,\n")
    done = suite(copy, "report", "--quiet", "--data", str(world_folder))
    assert done.returncode == 0, done.stderr
    made = generated(world_folder)
    shown = [name for name, content in made.items() if b"&lt;script&gt;alert(1)" in content]
    assert {"report/index.html", "report/01_coverage.html", "report/06_explore.html"} <= set(shown)
    assert not [name for name, content in made.items() if name.endswith("html") and b"<script>alert" in content]
    assert b"'=cmd|x" in made["report/issues.csv"]
    assert not [n for n, c in made.items() if n.endswith("csv") and (b",=" in c or b"\n=" in c or b'"=' in c)]
    book = openpyxl.load_workbook(world_folder / "figures" / "tables" / "tables.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_without_a_dataset_one_line_says_so(copy, tmp_path):
    lost = suite(copy, "report", "--quiet", "--data", str(tmp_path / "nowhere"))
    assert lost.returncode == 2 and "Traceback" not in lost.stderr and lost.stderr.count("\n") == 1


def test_nothing_changed_and_one_thing_changed(copy):
    assert "0 jobs run" in suite(copy, "report", "--quiet").stdout
    assert suite(copy, "status").returncode == 0
    directory = copy / "data" / "papers" / "article56_2018" / "lists.csv"
    text = directory.read_text(encoding="utf-8")
    directory.write_text(text.replace(",80,", ",81,"), encoding="utf-8")
    stale = [line for line in suite(copy, "status").stdout.splitlines() if not line.endswith("current")]
    assert any(line.startswith("chart:directory: changed") for line in stale) and not any(
        "chart:vehicles" in line for line in stale
    )
    assert suite(copy, "report", "--quiet").returncode == 0
    assert ",81," in (copy / "figures" / "charts" / "data" / "directory.csv").read_text(encoding="utf-8")
    directory.write_text(text, encoding="utf-8")
    assert suite(copy, "report", "--quiet").returncode == 0


def test_an_edited_output_is_noticed(copy):
    page = copy / "report" / "directory.html"
    page.write_text(page.read_text(encoding="utf-8") + "<!-- by hand -->", encoding="utf-8")
    (copy / "figures" / "charts" / "en" / "networks.png").unlink()
    said = suite(copy, "status").stdout
    assert "notebook:directory: output changed by hand" in said and "chart:networks: output missing" in said
    assert suite(copy, "report", "--quiet").returncode == 0 and "by hand" not in page.read_text(encoding="utf-8")


def test_a_broken_notebook_lets_the_others_finish(copy):
    path = copy / "notebooks" / "article56_2018" / "directory.ipynb"
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    notebook["cells"][2]["source"] = ["1 / 0"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = suite(copy, "report", "--quiet")
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr and "cell 3" in done.stderr
    assert "ZeroDivisionError" in (copy / "report" / "directory.html").read_text(encoding="utf-8")
    path.write_text("{ not a notebook", encoding="utf-8")
    assert "cannot be read" in suite(copy, "report", "--quiet").stderr
    path.write_text(text, encoding="utf-8")
    assert suite(copy, "report", "--quiet").returncode == 0


def test_one_answer_changed_runs_what_depends_on_it_and_diff_says_what_moved(copy, tmp_path):
    from openpyxl import load_workbook

    path = copy / "data" / "demonstration" / "coding_workbook.xlsx"
    before, old = path.read_bytes(), tmp_path / "old"
    shutil.copytree(copy / "report", old)
    book = load_workbook(path)
    sheet = book["First coder"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Dedicated legislation")
    row = next(
        row
        for row in range(5, 200)
        if str(sheet.cell(row, column).value).strip().lower() == "no" and sheet.cell(row, 1).value == "Demo State XAF"
    )
    sheet.cell(row, column).value = "yes"
    book.save(path)
    assert suite(copy, "report", "--quiet").returncode == 0
    status = suite(copy, "status").stdout
    assert "changed" not in status
    moved = suite(copy, "diff", str(old), str(copy / "report"))
    assert (
        moved.returncode == 1
        and "XAF:46 review 46 legislation answer: no -> yes" in moved.stdout
        and "S15 computed: 33 of 163" in moved.stdout
    )
    path.write_bytes(before)
    lines = [line.split(": ")[0] for line in suite(copy, "status").stdout.splitlines() if not line.endswith("current")]
    stale = [line.split(":")[1] for line in lines]
    assert {"01_coverage", "legislation", "04_statements", "vehicles"} <= set(stale)
    assert not {"chart:networks", "chart:directory"} & set(lines)


def test_the_manifest_says_what_each_output_was_made_from(copy):
    manifest = json.loads((copy / "report" / "manifest.json").read_text(encoding="utf-8"))
    record = manifest["jobs"]["notebook:legislation"]
    assert (
        "dataset:coding_workbook.xlsx" in record["inputs"]
        and "data/papers/article56_2018/codebook.csv" in record["inputs"]
    )
    assert "analysis/statistics/shares.py" in record["inputs"] and record["environment"]["pandas"]
