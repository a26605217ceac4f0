"""Registers whose records stand in columns, their questions one below the other; rows that a sheet hides."""

import csv

from openpyxl import Workbook, load_workbook

from analysis.blank import lay_out
from analysis.dataset import open_dataset
from tests.loaders.test_boxes import BOOK, CODES, own_paper
from tests.tidy.made import dataset, register, said

TABLES = {"paper/codebook.csv": BOOK, "paper/codes.csv": CODES}
TURNED = register("codings", "r.csv", 'entity = "Name of State"', 'transposed = true\nquestions = "codebook"\n')
SHEET = """Replies to the questionnaire,,,,
,,,,
Name of State,Small State XAA,Small State XAB,Nowhere,Small State XAD
Section A,,,,
Law,Yes,No,Yes,perhaps
Bodies,police;court,,court,court
Contact,Ann,Bob,,
"""


def test_records_may_stand_in_columns(tmp_path):
    made = dataset(tmp_path, TURNED, TABLES | {"r.csv": SHEET})
    found = made.findings.groupby(["entity", "question"])["answer"].agg(";".join).to_dict()
    assert found == {
        ("XAA", "law"): "yes", ("XAA", "by"): "court;police", ("XAB", "law"): "no",
        ("XAD", "law"): "unsettled", ("XAD", "by"): "court",
    }  # fmt: skip
    faults = made.issues[made.issues["severity"] == "problem"]
    assert set(zip(faults["row"], faults["column"], faults["value"], strict=True)) == {
        ("column D", "Name of State", "Nowhere"),
        ("column E", "Law", "perhaps"),
    }
    unread = made.issues.loc[made.issues["problem"].str.contains("were not read:"), "problem"].item()
    assert unread.endswith("were not read: Replies to the questionnaire, Section A, Contact")


def test_a_transposed_cell_is_corrected_by_its_column(tmp_path):
    was = "source,sheet,row,column,was,becomes\nr.csv,,column E,Law,perhaps,Yes\nr.csv,,5,Law,Yes,No\n"
    made = dataset(tmp_path, TURNED, TABLES | {"r.csv": SHEET, "corrections.csv": was})
    assert made.findings.query("entity == 'XAD' and question == 'law'")["answer"].tolist() == ["yes"]
    assert made.findings.query("entity == 'XAA' and question == 'law'")["answer"].tolist() == ["yes"]
    assert sum("correct" in problem for problem in said(made)) == 1


def test_a_header_that_is_lacking_is_called_a_row(tmp_path):
    made = dataset(tmp_path, TURNED.replace("Name of State", "Country"), TABLES | {"r.csv": SHEET})
    assert any("lacks the row “Country”; column A has: Replies" in problem for problem in said(made))


def test_an_answer_merged_over_records_holds_for_each_and_is_said(tmp_path):
    book = Workbook()
    for row in csv.reader(SHEET.splitlines()):
        book.active.append(row)
    book.active.merge_cells("B5:C5")
    book.active.merge_cells("A4:E4")
    book.save(tmp_path / "r.xlsx")
    made = dataset(tmp_path, TURNED.replace("r.csv", "r.xlsx"), TABLES)
    assert made.findings.query("question == 'law' and entity in ['XAA', 'XAB']")["answer"].tolist() == ["yes", "yes"]
    merged = made.issues[made.issues["problem"].str.startswith("merged")]
    assert merged["problem"].item().endswith("held their text: B5:C5") and merged["severity"].item() == "note"


def test_rows_that_are_hidden_are_read_and_said(tmp_path):
    book = Workbook()
    for row in (["State", "Law", "Bodies"], ["Small State XAA", "Yes", ""], ["Small State XAB", "No", "court"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = book.active.row_dimensions[9].hidden = True
    mapped = register("codings", "r.xlsx", 'entity = "State"', 'questions = "codebook"\n')
    book.save(tmp_path / "r.xlsx")
    made = dataset(tmp_path, mapped, TABLES)
    assert set(made.findings["entity"]) == {"XAA", "XAB"}
    hidden = made.issues[made.issues["problem"].str.contains("hidden")]
    assert hidden["problem"].item().endswith("all others: 3") and hidden["severity"].item() == "note"


def test_columns_that_are_hidden_are_read_and_said_where_a_column_is_a_record(tmp_path):
    book = Workbook()
    for row in csv.reader(SHEET.splitlines()):
        book.active.append(row)
    for letters in ("B", "D", "E", "K"):
        book.active.column_dimensions[letters].hidden = True
    book.active.row_dimensions[5].hidden = True
    book.save(tmp_path / "r.xlsx")
    made = dataset(tmp_path, TURNED.replace("r.csv", "r.xlsx"), TABLES)
    assert "XAA" in set(made.findings["entity"])
    hidden = made.issues[made.issues["problem"].str.contains("hidden")]
    assert hidden["problem"].item().endswith("all others: B, D, E") and hidden["severity"].item() == "note"


def test_a_transposed_register_is_laid_out_as_it_is_read(tmp_path):
    folder = own_paper(tmp_path, TURNED.replace("r.csv", "r.xlsx"), **TABLES)
    lay_out(folder, "paper")
    book = load_workbook(folder / "r.xlsx")
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["Name of State", "Law", "Bodies"]
    assert "B2:BXY2" in {str(choice.sqref) for choice in sheet.data_validations.dataValidation}
    for row, text in enumerate(("Small State XAA", "In part", "court"), start=1):
        sheet.cell(row, 3, text)
    book.save(folder / "r.xlsx")
    found = open_dataset(folder).findings
    assert found[["entity", "question", "answer"]].to_numpy().tolist() == [
        ["XAA", "by", "court"],
        ["XAA", "law", "part"],
    ]
