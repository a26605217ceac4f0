"""Registers of any layout, by a mapping."""

import shutil
import subprocess

import pandas as pd
import pytest
from openpyxl import Workbook

from analysis.documents.contents import FileProblem
from analysis.errors import DataError
from analysis.loaders.grids import Grid
from analysis.loaders.mappings import Mapping, mapping_of
from analysis.loaders.unreckoned import unreckoned
from analysis.loaders.workbooks import read_register
from tests.conftest import needs

COLUMNS = {"entity": "State", "status": "Answer", "symbol": "Text"}


def register(tmp_path, rows, mapping=None, change=None, name="register.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(tmp_path / name)
    return read_register(tmp_path, mapping or Mapping("reviews", name, columns=COLUMNS))


def cells(read, *columns, table="reviews"):
    return read.rows[table][list(columns)].values.tolist()


def test_titles_merged_cells_notes_and_subtotals(tmp_path):
    rows = [
        ["Answers received", None, None],
        [None, None, None],
        ["State", "Answer", "Text"],
        ["African States", None, None],
        ["Small State XAA", "yes", "Act of 2012"],
        [None, "no", "Draft"],
        ["Subtotal", "2", "2"],
        ["State", "Answer", "Text"],
        ["Total", "2", "2"],
        ["* As of 2018.", None, None],
    ]

    def change(sheet):
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A4:C4")
        sheet.merge_cells("A5:A6")

    read = register(tmp_path, rows, change=change)
    frame = read.rows["reviews"]
    sure = frame[frame["said"] == ""]
    assert sure[["entity", "status", "row"]].values.tolist() == [
        ["Small State XAA", "yes", "5"],
        ["Small State XAA", "no", "6"],
    ]
    assert frame.loc[frame["said"] != "", "row"].tolist() == ["4", "7", "8", "9", "10"]
    [said] = [issue["problem"] for issue in read.issues if "merged" in issue["problem"]]
    assert said.endswith("held their text: A5:A6")


def test_repeated_headers_a_named_header_row_and_columns_without_headers(tmp_path):
    rows = [["State", "Group", "Text", "Group"], ["State", "Group", "Text", "Group"], ["XAA", "one", "words", "two"]]
    columns = {"entity": "State", "topic": "Group", "symbol": "Group#2"}
    read = register(tmp_path, rows, Mapping("reviews", "register.xlsx", columns=columns, header_row=2))
    assert cells(read, "entity", "topic", "symbol") == [["XAA", "one", "two"]]
    assert read.headers == ["State", "Group", "Text", "Group#2"] and read.named == {"State", "Group", "Group#2"}
    letters = {"entity": "column A", "symbol": "column D"}
    read = register(tmp_path, rows[2:], Mapping("reviews", "register.xlsx", columns=letters))
    assert cells(read, "entity", "symbol") == [["XAA", "two"]]
    mixed = {"entity": "State", "symbol": "column D"}
    read = register(tmp_path, rows[1:], Mapping("reviews", "register.xlsx", columns=mixed))
    assert cells(read, "entity", "symbol") == [["XAA", "two"]]


def test_formulas_without_a_value_and_errors_keep_their_text(tmp_path):
    def change(sheet):
        sheet["B3"].value, sheet["B3"].data_type = "#N/A", "e"

    rows = [["State", "Answer", "Text"], ["XAA", "yes", '="Act of "&2012'], ["XAB", "no", "Draft"]]
    read = register(tmp_path, rows, change=change)
    assert cells(read, "status", "symbol") == [["yes", '="Act of "&2012'], ["#N/A", "Draft"]]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_errors_of_other_formats_keep_their_text(tmp_path, ending):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice")
    rows = [
        ["A title"],
        [None, "State", "Answer", "Text"],
        [None, "XAA", "=1/0", "=NA()"],
        [],
        [None, "XAB", "", "=1+1"],
    ]
    rows.append([None, "XAC", "=VLOOKUP(1,H1:I2,2,0)", '="Act of "&2012'])
    register(tmp_path, rows)
    words = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'own').as_uri()}", "--convert-to", ending]
    subprocess.run(
        [*words, "--outdir", tmp_path, tmp_path / "register.xlsx"], check=True, capture_output=True, timeout=90
    )
    read = read_register(tmp_path, Mapping("reviews", f"register.{ending}", columns=COLUMNS))
    assert (
        cells(read, "status", "symbol") == [["#DIV/0!", "#N/A"], ["", "2"], ["#N/A", "Act of 2012"]] and not read.issues
    )


def test_a_file_in_which_errors_look_empty_says_so(tmp_path, monkeypatch):
    rows = [["State", "Answer", "Text"], ["XAA", "yes", "Act"]]
    assert unreckoned(b"no workbook at all", "Sheet") is None
    monkeypatch.setattr("analysis.loaders.workbooks.read_grid", lambda path, sheet: Grid(rows, "Sheet", blind=True))
    (issue,) = read_register(tmp_path, Mapping("reviews", "register.xlsb", columns=COLUMNS)).issues
    assert "#N/A" in issue["problem"] and issue["sheet"] == "Sheet" and issue["severity"] == "problem"


def test_one_column_a_question_and_the_paragraphs_beside(tmp_path):
    rows = [
        ["State", "Law", "§ Law", "Bodies"],
        ["XAA", "Yes", "3", ""],
        ["XAB", "", "", ""],
        ["XAC", "No", "", "Police"],
    ]
    mapping = Mapping(
        "codings", "register.xlsx", columns={"entity": "State"}, questions={"law": "Law", "who": "Bodies"}, cite="§ "
    )
    read = register(tmp_path, rows, mapping)
    assert cells(read, "entity", "question", "answer", "paragraph", "column", "row", table="codings") == [
        ["XAA", "law", "Yes", "3", "Law", "2"],
        ["XAB", "", "", "", "", "3"],
        ["XAC", "law", "No", "", "Law", "4"],
        ["XAC", "who", "Police", "", "Bodies", "4"],
    ]


def test_split_cells_are_rows_or_parts(tmp_path):
    rows = [["State", "Law"], ["XAA, XAB", "a/b"]]
    mapping = Mapping(
        "codings",
        "register.xlsx",
        columns={"entity": "State"},
        questions={"law": "Law"},
        split={"entity": ",", "law": "/"},
    )
    assert cells(register(tmp_path, rows, mapping), "entity", "answer", "row", table="codings") == [
        ["XAA", "a;b", "2"],
        ["XAB", "a;b", "2"],
    ]


@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_csv_of_any_make(tmp_path, ends, separator, encoding):
    lines = [["State", "Answer", "Text"], ["Côte d’Ivoire", "oui", "Loi de 2012"], ["Bénin", "non", "Projet"]]
    text = ends.join(separator.join(line) for line in lines) + ends
    (tmp_path / "register.csv").write_bytes(text.encode(encoding))
    read = read_register(tmp_path, Mapping("reviews", "register.csv", columns=COLUMNS))
    assert cells(read, "entity") == [["Côte d’Ivoire"], ["Bénin"]] and not read.issues


def test_a_column_without_a_header_is_not_lost_in_silence(tmp_path):
    rows = [["State", "Answer", "Text", None], ["Small State XAA", "yes", "Act", "but see"], ["A merged title"] * 4]
    read = register(tmp_path, rows)
    assert read.headers == ["State", "Answer", "Text", "column D"] and "column D" not in read.named
    assert register(tmp_path, [*rows[:1], rows[1][:3], *rows[2:]]).headers == ["State", "Answer", "Text"]


def test_a_cell_at_the_end_of_the_sheet(tmp_path):
    with pytest.raises(FileProblem, match="spans"):
        register(tmp_path, [["State"]], change=lambda sheet: sheet.cell(1_000_000, 16_000, "x"))


def test_a_correction_of_another_sheet_is_not_made(tmp_path):
    rows = [["State", "Answer", "Text"], ["XAA", "yse", "Act"]]
    register(tmp_path, rows)
    columns = ["source", "sheet", "row", "column", "was", "becomes"]
    wrong = pd.DataFrame(
        [
            ["register.xlsx", "Other", "2", "Answer", "yse", "no"],
            ["register.xlsx", "Sheet", "2", "Answer", "yse", "yes"],
        ],
        columns=columns,
    )
    read = read_register(tmp_path, Mapping("reviews", "register.xlsx", columns=COLUMNS), wrong)
    assert cells(read, "status") == [["yes"]] and not read.issues


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"table": "reviews"}, "needs table and file"),
        ({"table": "reviews", "file": "a.csv", "colums": {}}, "did you mean “columns”"),
        ({"table": "reviews", "file": "a.csv", "columns": {"state": "State"}}, "“state”: .*entity"),
        ({"table": "reviews", "file": "a.csv", "columns": "State"}, "columns is a table"),
        ({"table": "reviews", "file": "a.csv", "header_row": "3"}, "header_row is a number"),
        ({"table": "reviews", "file": "a.csv", "header_row": True}, "header_row is a number"),
        ({"table": "reviews", "file": "a.csv", "split": {"entity": ""}}, "split: “entity” is empty"),
        ({"table": "reviews", "file": "a.csv", "columns": {"entity": " "}}, "columns: “entity” is empty"),
        ({"table": "reviews", "file": "a.csv", "questions": {"law": ""}}, "questions: “law” is empty"),
        ({"table": "reviews", "file": "a.csv", "groupings": {"eu": ""}}, "groupings: “eu” is empty"),
        ("reviews", "headed by"),
    ],
)
def test_a_mapping_that_makes_no_sense_says_what_may_stand(entry, words):
    with pytest.raises(DataError, match=words):
        mapping_of(entry, "paper.toml")


def test_the_export_that_some_readers_call_corrupt():
    path = needs("real/workbooks/upr_info_sessions_1-5.xls")
    columns = {
        "entity": "SuR",
        "topic": "Rgrp",
        "text": "Recommendation",
        "maker": "RS",
        "section": "Rgrp#2",
        "status": "Response",
    }
    read = read_register(path.parent, Mapping("recommendations", path.name, columns=columns, fixed={"edition": "UPR"}))
    frame = read.rows["recommendations"]
    assert len(frame) == 6094 and (frame["said"] == "").all()
    assert cells(read, "entity", "topic", "maker", "section", table="recommendations")[0] == [
        "Afghanistan",
        "Asia",
        "Austria",
        "WEOG",
    ]
    assert set(frame["status"]) == {"Accepted", "Noted"} and (frame["edition"] == "UPR").all()
