"""Damaged files, by the hundred: each comes back whole or as an issue, never as a crash, a hang or half a document.

FUZZ=5000 tries that many variants instead of the usual number; FUZZ_SEED another seed.
"""

import os
import random

import pytest

from analysis.documents.contents import FileProblem
from analysis.documents.folders import read_folder
from analysis.loaders.grids import read_grid
from tests.conftest import SHARED
from tests.documents import made

VARIANTS = int(os.environ.get("FUZZ", "600"))
SEED = int(os.environ.get("FUZZ_SEED", "20181"))
# In these, the end or a checksum tells that something is missing.
TELLS = (".pdf", ".docx", ".html")


def cut(data, chance):
    return data[: chance.randrange(len(data))]


def flipped(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def zeroed(data, chance):
    at, length = chance.randrange(len(data)), chance.randint(1, 200)
    return data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]


def left_out(data, chance):
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 500) :]


def doubled(data, chance):
    at, length = chance.randrange(len(data)), chance.randint(1, 500)
    return data[: at + length] + data[at:]


MUTATIONS = (cut, flipped, zeroed, left_out, doubled)


def seeds():
    whole = {
        "made.pdf": made.pdf([["1. Information may be shared.", "2. Reciprocity applies."]] * 3),
        "made.docx": made.word("1. Information may be shared.", "2. Reciprocity applies."),
        "made.html": made.HTML,
        "made.txt": made.TEXT,
    }
    folder = SHARED / "real" / "documents"
    real = sorted(folder.glob("*")) if folder.is_dir() else []
    # LibreOffice takes seconds for each .doc.
    return whole | {path.name: path.read_bytes() for path in real if path.suffix != ".doc"}


def test_every_damaged_document_comes_back_whole_or_as_an_issue(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.cache.CACHE", tmp_path / "cache")
    chance = random.Random(SEED)
    folder = tmp_path / "in"
    folder.mkdir()
    names = list(seeds().items())
    cuts = set()
    for n in range(VARIANTS):
        name, data = names[n % len(names)]
        mutation = chance.choice(MUTATIONS)
        variant = mutation(data, chance)
        (folder / f"{n:05d} {name}").write_bytes(variant)
        # A cut of a few line ends takes nothing away, and of a few letters nothing tells what they were.
        if mutation is cut and 10 < len(variant) < len(data) - 20 and name.endswith(TELLS):
            cuts.add(f"{n:05d} {name}")
    outcomes = list(read_folder(folder))
    assert [o.source for o in outcomes] == sorted(path.name for path in folder.iterdir())
    for outcome in outcomes:
        if outcome.document is None:
            assert outcome.issue["problem"] and outcome.issue["remedy"], outcome
        else:
            assert len(outcome.document.extracts) and outcome.source not in cuts, outcome.source
            assert not outcome.document.extracts.duplicated(["section", "paragraph"]).any()


@pytest.mark.parametrize("kind", ["made", "real"])
def test_every_damaged_workbook_gives_cells_or_a_reason(tmp_path, kind):
    from openpyxl import Workbook

    path = tmp_path / "register.xlsx"
    if kind == "made":
        book = Workbook()
        for n in range(20):
            book.active.append([f"Small State {n}", "yes", "=A1&B1"])
        book.active.merge_cells("A2:A5")
        book.save(path)
        data = path.read_bytes()
    else:
        real = SHARED / "real" / "workbooks" / "upr_info_sessions_1-5.xls"
        if not real.exists():
            pytest.skip("needs ../shared/real/workbooks, which is not here")
        data = real.read_bytes()
    chance = random.Random(SEED)
    for _ in range(max(10, VARIANTS // (6 if kind == "made" else 40))):
        path.write_bytes(chance.choice(MUTATIONS)(data, chance))
        try:
            grid = read_grid(path).cells
        except FileProblem as problem:
            assert problem.reason and problem.remedy
        else:
            assert all(isinstance(cell, str) for row in grid for cell in row)
