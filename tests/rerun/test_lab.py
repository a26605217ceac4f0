"""Every notebook opened in JupyterLab, in a real browser: Run All, no error, charts visible."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from analysis.paths import NOTEBOOKS, ROOT

pytestmark = pytest.mark.xdist_group("lab")
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the notebooks, at an address of this machine."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
    }
    words = [
        "lab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ip=127.0.0.1",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", *words], env=environment, cwd=folder, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api", folder / "lab.log")
            yield f"http://127.0.0.1:{port}/lab/tree/notebooks", folder / "notebooks"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, log: Path) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail(log.read_text()[-2000:])


@pytest.mark.parametrize("name", NAMES)
def test_run_all_in_jupyterlab(name, lab, browser, tmp_path):
    address, folder = lab
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    try:
        page.goto(f"{address}/{name}.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_selector("text=/Python 3.*Idle/", timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        saved = _saved_after_running(page, folder / f"{name}.ipynb")
        outputs = [output for cell in saved["cells"] if cell["cell_type"] == "code" for output in cell["outputs"]]
        assert not [o["evalue"] for o in outputs if o["output_type"] == "error"]
        shows = "analysis.chart(" in str(saved) or "analysis.explored(" in str(saved)
        assert shows == any(
            "image/png" in o.get("data", {}) or "data:image/png" in "".join(o.get("data", {}).get("text/html", ""))
            for o in outputs
        )
        if not shows:
            return
        picture = page.locator(".jp-OutputArea-output img").first
        picture.scroll_into_view_if_needed(timeout=20_000)
        assert picture.bounding_box()["width"] > 300
        if name == "06_explore":
            _choose_another_question(page)
    except BaseException:
        page.screenshot(path=str(tmp_path / f"{name}.png"))
        print(f"screenshot: {tmp_path / name}.png")
        raise
    finally:
        page.close()


def _saved_after_running(page, path: Path) -> dict:
    """Save until every code cell of the stored notebook has run."""
    for _ in range(120):
        page.keyboard.press("Control+s")
        page.wait_for_timeout(500)
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError:  # it is being written
            continue
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        if all(cell["execution_count"] for cell in code) and code[-1]["outputs"]:
            return notebook
        if any(o["output_type"] == "error" for cell in code for o in cell["outputs"]):
            return notebook
    raise AssertionError("the notebook did not finish")


def _choose_another_question(page) -> None:
    controls = page.locator(".widget-dropdown select")
    controls.first.scroll_into_view_if_needed(timeout=20_000)
    controls.first.select_option(label="Informal channels")
    page.wait_for_selector("text=/Informal channels\\. States reviewed/", timeout=20_000)
