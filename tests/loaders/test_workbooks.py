"""Registers of any layout, by a mapping."""

import pytest
from openpyxl import Workbook

from analysis.documents.contents import FileProblem
from analysis.loaders.workbooks import Mapping, read_register
from tests.conftest import needs

COLUMNS = {"state": "State", "answer": "Answer", "text": "Text"}


def register(tmp_path, rows, mapping=None, change=None, name="register.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(tmp_path / name)
    return read_register(tmp_path, mapping or Mapping("t", name, columns=COLUMNS))


def test_titles_merged_cells_notes_and_subtotals(tmp_path):
    rows = [
        ["Answers received", None, None],
        [None, None, None],
        ["State", "Answer", "Text"],
        ["African States", None, None],
        ["Small State XAA", "yes", "Act of 2012"],
        [None, "no", "Draft"],
        ["Subtotal", "2", "2"],
        ["Total", "2", "2"],
        ["* As of 2018.", None, None],
    ]

    def change(sheet):
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A4:C4")
        sheet.merge_cells("A5:A6")

    frame, issues = register(tmp_path, rows, change=change)
    assert frame[["state", "answer", "row"]].values.tolist() == [
        ["Small State XAA", "yes", "5"],
        ["Small State XAA", "no", "6"],
    ]
    assert [issue["row"] for issue in issues] == ["4", "7", "8", "9"]


def test_repeated_headers_a_named_header_row_and_columns_without_headers(tmp_path):
    rows = [
        ["State", "Group", "Text", "Group"],
        ["State", "Group", "Text", "Group"],
        ["XAA", "one", "words", "two"],
    ]
    columns = {"state": "State", "group": "Group", "by": "Group#2"}
    frame, _ = register(tmp_path, rows, Mapping("t", "register.xlsx", columns=columns, header_row=2))
    assert frame[["state", "group", "by"]].values.tolist() == [["XAA", "one", "two"]]
    letters = {"state": "column A", "by": "column D"}
    frame, _ = register(tmp_path, rows[2:], Mapping("t", "register.xlsx", columns=letters))
    assert frame[["state", "by"]].values.tolist() == [["XAA", "two"]]
    mixed = {"state": "State", "by": "column D"}
    frame, _ = register(tmp_path, rows[1:], Mapping("t", "register.xlsx", columns=mixed))
    assert frame[["state", "by"]].values.tolist() == [["XAA", "two"]]


def test_a_formula_without_a_value_is_an_issue(tmp_path):
    rows = [["State", "Answer", "Text"], ["XAA", "yes", '="Act of "&2012'], ["XAB", "no", "Draft"]]
    frame, issues = register(tmp_path, rows)
    assert frame["state"].tolist() == ["XAB"]
    assert [(i["row"], i["column"], i["value"]) for i in issues] == [("2", "text", '="Act of "&2012')]
    assert "formula" in issues[0]["problem"] and "paste" in issues[0]["remedy"]


@pytest.mark.parametrize("ends", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_csv_of_any_make(tmp_path, ends, separator, encoding):
    lines = [["State", "Answer", "Text"], ["Côte d’Ivoire", "oui", "Loi de 2012"], ["Bénin", "non", "Projet"]]
    text = ends.join(separator.join(line) for line in lines) + ends
    (tmp_path / "register.csv").write_bytes(text.encode(encoding))
    frame, issues = read_register(tmp_path, Mapping("t", "register.csv", columns=COLUMNS))
    assert frame["state"].tolist() == ["Côte d’Ivoire", "Bénin"] and not issues


def test_a_cell_at_the_end_of_the_sheet(tmp_path):
    with pytest.raises(FileProblem, match="spans"):
        register(tmp_path, [["State"]], change=lambda sheet: sheet.cell(1_000_000, 16_000, "x"))


def test_the_export_that_some_readers_call_corrupt():
    path = needs("real/workbooks/upr_info_sessions_1-5.xls")
    columns = {
        "state": "SuR",
        "group": "Rgrp",
        "text": "Recommendation",
        "by": "RS",
        "by_group": "Rgrp#2",
        "answer": "Response",
        "session": "Session",
    }
    frame, issues = read_register(path.parent, Mapping("t", path.name, columns=columns, fixed={"article": "UPR"}))
    assert len(frame) + len(issues) == 6094 and not issues
    assert frame.iloc[0][["state", "group", "by", "by_group", "session"]].tolist() == [
        "Afghanistan",
        "Asia",
        "Austria",
        "WEOG",
        "5",
    ]
    assert set(frame["answer"]) == {"Accepted", "Noted"} and (frame["article"] == "UPR").all()
