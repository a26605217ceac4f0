"""Codings for other programs: the matrix adds up, and a plain XML reader finds every code, passage and position again."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.__main__ import main
from analysis.coding.exports import exported, long_table, matrix
from analysis.coding.refi import CODEBOOK, PROJECT
from analysis.coding.returned import with_sheets
from tests.coding import made
from tests.coding.test_agreed import ANA, BEN

# The order of what may stand within each element, as REFI-QDA Project 1.0 publishes it, for those that are written here.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description", "NoteRef"],
    "Users": ["User"], "User": [], "CodeBook": ["Codes", "Sets"], "Codes": ["Code"],
    "Code": ["Description", "NoteRef", "Code"], "Sources": ["TextSource"],
    "TextSource": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"], "Coding": ["CodeRef", "NoteRef"], "CodeRef": [], "NoteRef": [],
    "Notes": ["Note"], "Note": ["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef"],
    "Description": [], "PlainTextContent": [],
}  # fmt: skip
NEEDED = {
    "Project": {"name"}, "User": {"guid"}, "Code": {"guid", "name", "isCodable"}, "TextSource": {"guid"}, "CodeRef": {"targetGUID"},
    "PlainTextSelection": {"guid", "startPosition", "endPosition"}, "Coding": {"guid"}, "NoteRef": {"targetGUID"}, "Note": {"guid"},
}  # fmt: skip
GUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")


@pytest.fixture
def read(tmp_path):
    texts = made.TEXTS["XAA"]
    world = made.dataset(tmp_path / "data")
    assert texts
    paths = [made.filled(made.sheet(world, coder), own) for coder, own in (("Ana", ANA), ("Ben 😀", BEN))]
    made.filled(paths[0], {("XAA", "law"): "1", ("XAA", "bodies"): "2"}, "paragraph")
    made.filled(paths[0], {("XAA", "law"): "<clear> & “so”"}, "note")
    return with_sheets(world, paths)


def local(element):
    return element.tag.split("}")[1]


def holds_to_the_structure(root):
    for element in root.iter():
        name = local(element)
        places = [ORDER[name].index(local(child)) for child in element]
        assert places == sorted(places), name
        assert NEEDED.get(name, set()) <= set(element.attrib), name
        guids = [value for key, value in element.attrib.items() if key in ("guid", "targetGUID", "creatingUser")]
        assert all(GUID.fullmatch(value) for value in guids)
    own = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(own) == len(set(own))
    assert {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")} <= set(own)


def test_the_codebook_holds_every_question_and_answer(read):
    root = ElementTree.fromstring(exported(read)["codebook.qdc"])
    assert root.tag == f"{{{CODEBOOK}}}CodeBook"
    holds_to_the_structure(root)
    law = next(code for code in root.iter(f"{{{CODEBOOK}}}Code") if code.get("name") == "Law")
    answers = [child.get("name") for child in law.findall(f"{{{CODEBOOK}}}Code")]
    assert answers[:2] == ["Yes", "No"] and "Not addressed" in answers and law.get("isCodable") == "false"


def test_the_project_holds_every_code_passage_and_position(read):
    archive = zipfile.ZipFile(io.BytesIO(exported(read)["project.qdpx"]))
    root = ElementTree.fromstring(archive.read("project.qde"))
    holds_to_the_structure(root)
    q = {"q": PROJECT}
    names = {e.get("guid"): e.get("name") for tag in ("Code", "User") for e in root.iterfind(f".//q:{tag}", q)}
    found = set()
    for source in root.iterfind("q:Sources/q:TextSource", q):
        text = archive.read(f"sources/{source.get('plainTextPath').removeprefix('internal://')}").decode("utf-8")
        for passage in source.iterfind("q:PlainTextSelection", q):
            words = text[int(passage.get("startPosition")) : int(passage.get("endPosition"))]
            for code in passage.iterfind("q:Coding/q:CodeRef", q):
                found.add(
                    (source.get("name"), names[passage.get("creatingUser")], names[code.get("targetGUID")], words)
                )
    wanted = set()
    for row in long_table(read).itertuples():
        text = row.text or "\n".join(made.TEXTS[row.entity])
        wanted |= {(row.symbol, row.coder, said, text) for said in row.said.split("; ")}
    assert found == wanted and len(found) == 9
    notes = [e.text for e in root.iterfind("q:Notes/q:Note/q:PlainTextContent", q)]
    assert notes == ["<clear> & “so”"]


def test_the_matrix_and_the_long_table(read, tmp_path):
    table = matrix(read).set_index("unit")
    assert table.loc["XAA", ["law:yes", "law:no"]].tolist() == ["1", "0"]
    assert table.loc["XAB", ["law:yes", "law:no"]].tolist() == ["", ""]  # not settled
    assert table.loc["XAD", "law:yes"] == "" and len(table) == 4
    long = long_table(read)
    assert len(long) == len(read.codings) and set(long["coder"]) == {"Ana", "Ben 😀"}
    files = exported(read)
    assert exported(read) == files
    excel = pd.read_excel(io.BytesIO(files["matrix.xlsx"]), engine="openpyxl").set_index("unit")
    assert excel.at["XAA", "law:yes"] == 1 and pd.isna(excel.at["XAB", "law:yes"])
    assert main(["export", "--data", str(read.folder), "--out", str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(files)


def test_numbers_are_numbers_in_the_workbook(tmp_path):
    world = made.dataset(tmp_path / "data")
    own = {("XAA", "law"): "Yes", ("XAA", "bodies"): "Court", ("XAA", "years"): 7}
    read = with_sheets(world, [made.filled(made.sheet(world, "Ana"), own)])
    excel = load_workbook(io.BytesIO(exported(read)["matrix.xlsx"])).active
    heads = [cell.value for cell in excel[1]]
    row = dict(zip(heads, (cell.value for cell in excel[2]), strict=True))
    assert (row["years"], row["law:yes"], row["unit"]) == (7, 1, "XAA")


def test_the_demonstration_exports_and_says_that_it_is_one(demonstration):
    archive = zipfile.ZipFile(io.BytesIO(exported(demonstration)["project.qdpx"]))
    root = ElementTree.fromstring(archive.read("project.qde"))
    holds_to_the_structure(root)
    codings = len(list(root.iter(f"{{{PROJECT}}}PlainTextSelection")))
    assert codings == len(demonstration.codings) and "invented" in root.find(f"{{{PROJECT}}}Description").text
