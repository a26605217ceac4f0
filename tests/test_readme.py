"""The README, run as it stands there."""

import re
import shlex
import subprocess
import sys

import pandas as pd
import pytest

import analysis
from analysis.__main__ import main
from analysis.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(section: str, language: str = "") -> list[str]:
    text = README.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def fill(folder) -> None:
    """Fill the registers as an analyst would, on invented answers of invented States."""
    from openpyxl import load_workbook

    codes = ["XAA", "XAB", "XAC"]
    for name in ("entities", "names", "memberships"):
        rows = pd.read_csv(ROOT / "data" / "demonstration" / f"{name}.csv", dtype=str, keep_default_na=False)
        rows[rows["code"].isin(codes)].to_csv(folder / f"{name}.csv", index=False)
    toml = folder / "dataset.toml"
    toml.write_text(
        'replaces = ["entities", "names", "memberships"]\n' + toml.read_text(encoding="utf-8"), encoding="utf-8"
    )
    for file, sheet, values in (
        ("review_register.xlsx", "Reviews", {"Article": "46", "Symbol": "T/1", "Completed": "31 May 2017", "Edition": "2017"}),
        ("coding_workbook.xlsx", "Coding", {"Article": "46(4)-(5)", "Symbol": "T/1", "Dedicated legislation": "Yes"}),
    ):  # fmt: skip
        book = load_workbook(folder / file)
        page = book[sheet]
        header = next(n for n, row in enumerate(page.iter_rows(values_only=True), start=1) if "State" in row)
        places = {cell.value: cell.column for cell in page[header]}
        for n, code in enumerate(codes, start=header + 1):
            page.cell(n, places["State"], f"Demo State {code}")
            for head, value in values.items():
                page.cell(n, places[head], value)
        book.save(folder / file)


def test_use_your_own_data(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (steps,) = blocks("Use your own data")
    new, check, report = (shlex.split(line)[3:] for line in steps.strip().splitlines())
    assert main(new) == 0
    assert main(check) == 0, "what new lays out passes check"
    fill(tmp_path / "mine")
    assert main(check) == 0, capsys.readouterr().out
    assert main([*report, "--quiet"]) == 0, capsys.readouterr()
    ledger = pd.read_csv(tmp_path / "mine" / "internal" / "report" / "statements.csv").set_index("statement")
    assert ledger.at["S15", "count"] == 3 and ledger.at["S15", "verdict"] == "differs"
    assert "My dataset" in (tmp_path / "mine" / "internal" / "report" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "issues.xlsx").is_file()


def test_in_python(monkeypatch):
    monkeypatch.delenv("ANALYSIS_DATA", raising=False)
    (code,) = blocks("In Python", "python")
    names: dict = {}
    exec(code, names)
    assert names["dataset"].demonstration and analysis.resolve("Côte d’Ivoire").code == "CIV"


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((figures/[^)]+)\)", README))))
def test_the_pictures_are_there(path):
    assert (ROOT / path).is_file()


def test_what_the_readme_names_is_there():
    for name in set(re.findall(r"`((?:data|analysis|notebooks)/[\w./]+)`", README)):
        assert (ROOT / name).exists(), name


def test_a_reader_who_has_enough_stops_a_command_without_a_word():
    run = f"{sys.executable} -W ignore -m analysis check | head -n 1"
    done = subprocess.run(["sh", "-c", run], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == "" and done.stdout.count("\n") == 1
