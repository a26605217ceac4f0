"""What goes wrong in a rerun is said in one line, and the last results stay in place."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest

from analysis.errors import DataError
from analysis.paths import DEMONSTRATION, ROOT
from analysis.rerun import home, jobs, kernels, register, run

pytestmark = [pytest.mark.xdist_group("trouble"), pytest.mark.skipif(not kernels.CAN_FORK, reason="needs fork")]


def outcome_of(code: str, folder: Path, monkeypatch) -> tuple[str, str]:
    """Run a notebook of two cells and return its page and why it failed."""
    cells = [
        nbformat.v4.new_markdown_cell("# Trouble"),
        nbformat.v4.new_code_cell("print('before')"),
        nbformat.v4.new_code_cell(code),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "trouble.ipynb")
    monkeypatch.setattr(register, "NOTEBOOKS", folder)
    result = jobs.run("notebook:trouble", DEMONSTRATION, lambda title: None)
    return result.outputs["report/trouble.html"].decode(), result.failed


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(7)", "the kernel died"),
        ("import time; time.sleep(60)", "longer than 2 seconds"),
        ("x = bytearray(10**12)", "MemoryError"),
    ],
)
def test_a_cell_that_fails_dies_hangs_or_fills_memory(code, words, tmp_path, monkeypatch):
    monkeypatch.setattr(kernels, "CELL_SECONDS", 2)
    page, failed = outcome_of(code, tmp_path, monkeypatch)
    assert words in failed and "cell 3 (“Trouble”)" in failed and "\n" not in failed
    assert "before" in page


def test_a_home_that_cannot_be_written_names_the_way_out(tmp_path):
    (tmp_path / "report").write_text("a file where the folder should be")
    with pytest.raises(DataError, match=r"cannot be written.*--out FOLDER"), home.alone(tmp_path, tmp_path):
        pass


def test_a_second_rerun_waits_and_says_so(tmp_path, capfd):
    entered = threading.Event()

    def second():
        with home.alone(tmp_path, tmp_path):
            entered.set()

    with home.alone(tmp_path, tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not entered.wait(0.5)
    waiting.join(5)
    assert entered.is_set() and "waiting" in capfd.readouterr().out


def test_a_worker_that_is_killed_is_a_failure_not_a_hang(monkeypatch):
    monkeypatch.setattr(jobs, "run", lambda job, dataset, say, first: os._exit(9))
    monkeypatch.setattr(kernels, "preload", lambda dataset, pictures: None)
    bar = type("Bar", (), {"set_postfix_str": lambda self, text: None})()
    ((job, result),) = run._finished(["chart:status"], DEMONSTRATION, bar)
    assert job == "chart:status" and "process died" in result.failed and result.outputs == {}


def test_before_any_fork_the_tables_are_read_and_nothing_slow_is_imported(tmp_path):
    code = (
        "import sys; from pathlib import Path; from analysis import cache; from analysis.rerun import kernels\n"
        f"cache.CACHE = Path({str(tmp_path)!r}); kernels.preload(Path({str(DEMONSTRATION)!r}), pictures=False)\n"
        "import nbclient, jsonschema, ipykernel.debugger\n"
        "print(len(list(cache.CACHE.glob('tidy/*.json'))), *(name in sys.modules for name in kernels.UNUSED))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.stdout.split() == ["1", "False", "False"], done.stderr


def test_a_link_that_leads_elsewhere_later_is_noticed(tmp_path):
    from analysis.rerun import manifest, watch

    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(name)
    (tmp_path / "register.csv").symlink_to("a.csv")
    read = watch.inputs_among([str(tmp_path / "register.csv"), "/etc/hostname"], tmp_path)
    before = manifest.inputs_of(read, tmp_path)
    assert set(before) == {"dataset:register.csv", manifest.LISTING}
    (tmp_path / "register.csv").unlink()
    (tmp_path / "register.csv").symlink_to("b.csv")
    assert manifest.inputs_of(read, tmp_path)["dataset:register.csv"] != before["dataset:register.csv"]


def suite(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words], cwd=ROOT, capture_output=True, text=True, timeout=100
    )


def test_a_new_folder_can_be_checked_at_once(tmp_path):
    made = suite("new", str(tmp_path / "mine"), "--paper", "article56_2018")
    assert made.returncode == 0, made.stderr
    checked = suite("check", "--data", str(tmp_path / "mine"))
    assert checked.returncode == 0 and "Nothing to be mended" in checked.stdout, checked.stderr
    again = suite("new", str(tmp_path / "mine"), "--paper", "article56_2018")
    assert again.returncode == 2 and "not empty" in again.stderr


def test_diff_needs_two_reports(tmp_path):
    done = suite("diff", str(tmp_path), str(tmp_path))
    assert done.returncode == 2 and "statements.csv is missing" in done.stderr


def test_a_command_is_no_input_of_what_it_runs():
    from analysis.rerun import watch

    told = [str(ROOT / "analysis" / name) for name in ("commands/data.py", "__main__.py", "export.py")]
    assert watch.inputs_among(told, DEMONSTRATION) == [ROOT / "analysis" / "export.py"]
