"""What must be true of the project as a whole."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import analysis
from analysis.methods import methods
from analysis.paths import DATA, DEMONSTRATION, NOTEBOOKS, ROOT
from analysis.schema import dictionary
from tests.conftest import needs

ALLOWED = {
    "notebooks",
    "data",
    "analysis",
    "figures",
    "tests",
    "environment.yml",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
    "METHODS.md",
    ".ci",
    ".gitignore",
    ".gitattributes",
}


def tracked() -> list[str]:
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout")
    return listed.stdout.split("\n")[:-1]


def test_top_level():
    assert {Path(name).parts[0] for name in tracked()} <= ALLOWED


def test_conda_and_pip_ranges_are_equal():
    wanted = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").split("dependencies:")[1].splitlines()
    listed = {m[1].strip() for line in lines if (m := re.match(r"\s*- ([^-].*)", line))} - {
        "python>=3.11",
        "pip",
        "pip:",
    }
    assert listed == wanted


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_are_thin_and_hold_no_outputs(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(
        not cell.get("outputs") and cell.get("execution_count") is None
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    )
    assert not any(re.search(r"^\s*def ", cell, re.M) for cell in code) and max(map(len, code)) < 900
    opening = "".join(notebook["cells"][0]["source"])
    assert "**Question.**" in opening and "**Inputs.**" in opening and "analysis.opening(dataset)" in code[0]


@pytest.mark.parametrize("folder", [ROOT, NOTEBOOKS], ids=["from the root", "from notebooks"])
def test_a_notebook_runs_by_itself(folder, tmp_path):
    path = (NOTEBOOKS / "article56_2018" / "directory.ipynb").relative_to(folder)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "jupyter",
            "nbconvert",
            "--to",
            "html",
            "--execute",
            str(path),
            "--output-dir",
            str(tmp_path),
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "ANALYSIS_DATA": str(DEMONSTRATION)},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "182" in (tmp_path / "directory.html").read_text(encoding="utf-8")


def test_making_the_demonstration_again_changes_nothing(tmp_path):
    subprocess.run(
        [sys.executable, str(DATA / "make_demonstration.py"), str(tmp_path / "again")],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    for old in sorted(path for path in (DATA / "demonstration").rglob("*") if path.is_file()):
        assert (tmp_path / "again" / old.relative_to(DATA / "demonstration")).read_bytes() == old.read_bytes(), old.name


def test_invented_states_cannot_be_mistaken(demonstration):
    real = set(pd_codes())
    assert (
        demonstration.entities["code"].str.match(r"^X[A-Z]{2}$").all()
        and not set(demonstration.entities["code"]) & real
    )
    assert demonstration.entities["name"].str.startswith("Demo State ").all()
    assert demonstration.demonstration and "invented" in demonstration.banner


def pd_codes():
    from analysis.reference import reference

    return reference("entities")["code"]


def test_the_documents_are_generated(demonstration):
    assert (DATA / "DICTIONARY.md").read_text(encoding="utf-8") == dictionary(demonstration.layers)
    assert (ROOT / "METHODS.md").read_text(encoding="utf-8") == methods()


def test_entries_are_there_and_documented():
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name
    with pytest.raises(AttributeError, match="offers"):
        analysis.open_data


# The rooms from the ground up; one floor does not import another room of the same floor.
FLOORS = [
    {"errors", "direction"},
    {"paths", "export"},
    {"reference", "cache"},
    {"problems", "conditions"},
    {"schema", "papers", "languages"},
    {"documents"},
    {"loaders"},
    {"statistics"},
    {"tidy"},
    {"dataset", "blank", "catalogues"},
    {"measures"},
    {"disclosure"},
    {"charts", "tables", "methods"},
    {"explore", "notebook", "office", "coding", "audit", "checking"},
    {"pages"},
    {"rerun"},
    {"commands"},
    {"__main__"},
]


def test_imports_run_down_the_house():
    floor = {room: n for n, rooms in enumerate(FLOORS) for room in rooms}
    rooms = {path.stem if path.is_file() else path.name for path in (ROOT / "analysis").iterdir()}
    assert {r for r in rooms if r not in ("__init__", "__pycache__")} - {"methods"} <= set(floor) | {"methods"}
    for room in floor:
        place = ROOT / "analysis" / room
        for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
            text = re.sub(r"\nif TYPE_CHECKING:\n(?:    .*\n|\n)+", "\n", path.read_text(encoding="utf-8"))
            for target in re.findall(r"^\s*(?:from|import) analysis\.(\w+)", text, re.M):
                assert target == room or floor[target] < floor[room], f"{path.name} of {room} imports {target}"


def test_no_module_is_long():
    long = {p.name: n for p in (ROOT / "analysis").rglob("*.py") if (n := len(p.read_text().splitlines())) > 300}
    assert not long


def test_no_paper_is_written_into_the_code():
    """What only one paper needs stands in its folder."""
    words = r"legislation|waemu|note verbale|article 46|S\d\d\b|regional_group\b.*african"
    found = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "analysis").rglob("*.py")
        if path.parent.name not in ("documents",) and path.name != "methods.py"
        for line in re.sub(r'""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"), flags=re.S).splitlines()
        if re.search(words, line, re.I)
    ]
    assert not found


def test_the_paper_s_sentences_stay_outside():
    sentences = [
        s
        for s in re.split(r"[。\n]", needs("paper/background_paper_2018_zh.txt").read_text(encoding="utf-8"))
        if len(s) > 25
    ]
    held = "".join(
        (ROOT / name).read_text(encoding="utf-8", errors="ignore")
        for name in tracked()
        if name.endswith((".py", ".csv", ".md", ".ipynb", ".toml"))
    )
    assert sentences and not [s for s in sentences if s.strip() in held]
