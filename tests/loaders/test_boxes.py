"""Questions answered by ticking boxes: a column an answer."""

import pytest
from openpyxl import load_workbook

from analysis.blank import lay_out
from analysis.dataset import open_dataset
from analysis.errors import DataError
from tests.test_blank import own_paper
from tests.tidy.made import dataset, register

BOOK = """question,theme,topics,answers,several,asked_if,silence,label,text
law,t,,grade,no,,,Law,Is there a law?
by,t,,bodies,yes,,,Bodies,Which bodies?
"""
CODES = "list,code,rank,label\ngrade,yes,,Yes\ngrade,part,,In part\ngrade,no,,No\nbodies,police,,Police\nbodies,court,,Court\n"
BOXES = '[registers.questions]\nlaw = ["Yes", "In part", "No"]\nby = ["Police", "Court"]\n'
MAPPED = register("codings", "r.csv", 'entity = "State"', BOXES)
TABLES = {"paper/codebook.csv": BOOK, "paper/codes.csv": CODES}


HEADS = (
    ",Law,,,Bodies,,\nState,Yes,In part,No,Police,Court,Remarks\n",
    "State,Law,,,Bodies,,\n,Yes,In part,No,Police,Court,Remarks\n",
)


def read(folder, *rows, mapped=MAPPED, head=HEADS[0]):
    return dataset(folder, mapped, TABLES | {"r.csv": head + "".join(f"Small State {row}\n" for row in rows)})


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("row", ["", "header_row = 2\n"])
def test_what_is_ticked_is_the_answer(tmp_path, head, row):
    """The header may stand in two rows, the upper one of which heads what the lower one leaves empty."""
    rows = ("XAA,x,,,X,✓,", "XAB,0,0,1,,☐,", "XAC,,✔,,,,none", "XAD,x,x,,-,,", "XAE,,see annex,,,x,")
    made = read(tmp_path, *rows, mapped=MAPPED.replace("[registers.q", f"{row}[registers.q"), head=head)
    found = made.findings.groupby(["entity", "question"])["answer"].agg(";".join).to_dict()
    assert found == {
        ("XAA", "law"): "yes", ("XAA", "by"): "court;police", ("XAB", "law"): "no", ("XAC", "law"): "part",
        ("XAD", "law"): "unsettled", ("XAE", "law"): "unsettled", ("XAE", "by"): "court",
    }  # fmt: skip
    told = made.issues[made.issues["severity"] == "problem"].set_index("row")["value"].to_dict()
    assert told == {"6": "Yes;In part", "7": "see annex"}
    assert made.issues["problem"].str.contains("columns, so they were not read: Remarks").any()


def test_a_box_that_the_sheet_does_not_have_is_said(tmp_path):
    made = read(tmp_path, "XAA,x,,,x,,", mapped=MAPPED.replace('"Court"]', '"Tribunal"]'))
    assert made.issues["problem"].str.contains("no column “Police / Tribunal”").any()
    assert set(made.findings["question"]) == {"law"}
    unread = made.issues.loc[made.issues["problem"].str.contains("were not read:"), "problem"].item()
    assert unread.endswith("were not read: Police, Court, Remarks")
    with pytest.raises(DataError, match="questions: “by” is empty"):
        read(tmp_path / "none", "XAA,x,,,x,,", mapped=MAPPED.replace('["Police", "Court"]', "[]"))


def test_a_box_that_is_corrected_counts_as_corrected(tmp_path):
    wrong = "source,sheet,row,column,was,becomes\nr.csv,,3,Yes,x,\nr.csv,,3,No,,x\n"
    read(tmp_path, "XAA,x,,,,,")
    (tmp_path / "corrections.csv").write_text(wrong, encoding="utf-8")
    assert open_dataset(tmp_path).findings["answer"].tolist() == ["no"]


def test_a_register_of_boxes_is_laid_out_with_a_column_a_box(tmp_path):
    folder = own_paper(tmp_path, MAPPED.replace("r.csv", "r.xlsx"), **TABLES)
    lay_out(folder, "paper")
    book = load_workbook(folder / "r.xlsx")
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "State")
    assert [cell.value for cell in head] == ["State", "Yes", "In part", "No", "Police", "Court"]
    sheet.cell(head[0].row + 1, 1, "Small State XAA")
    sheet.cell(head[0].row + 1, 3, "x")
    book.save(folder / "r.xlsx")
    assert open_dataset(folder).findings[["entity", "answer"]].to_numpy().tolist() == [["XAA", "part"]]
