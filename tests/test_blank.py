"""What `new` lays out passes `check`; filled from its own lists it makes findings; `check` speaks to people."""

import pytest
from openpyxl import load_workbook

from analysis.__main__ import main
from analysis.blank import lay_out
from analysis.checking import grouped, lines, workbook
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.papers import papers
from tests.tidy.made import CODES, ENTITIES, LAW, WIDE, answers, dataset, register

PAPER = {"paper/codebook.csv": LAW, "paper/codes.csv": CODES, "paper/entities.csv": ENTITIES}
SHEETS = (
    register("reviews", "own.xlsx", 'entity = "State", date = "Day", symbol = "Symbol"', 'sheet = "Reviews"')
    + register(
        "codings",
        "own.xlsx",
        'entity = "State"',
        'sheet = "Answers"\nquestions = "codebook"\ncite = "§ "\nheader_row = 2\ngroupings = { club = "Club" }',
    )
    + register("recommendations", "recs.csv", 'entity = "By", maker = "By#2", text = "column D"')
)


def own_paper(folder, registers=SHEETS, **more):
    for name, text in (
        PAPER | {"paper/paper.toml": f'title = "A paper"\nuniverse = "all"\n{registers}'} | more
    ).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("paper", papers())
def test_what_is_laid_out_for_a_paper_passes_check(tmp_path, paper, capsys):
    assert main(["new", str(tmp_path / "mine"), "--paper", paper]) == 0
    assert main(["check", "--data", str(tmp_path / "mine")]) == 0
    assert "Nothing to be mended" in capsys.readouterr().out


def test_a_paper_of_ones_own_is_laid_out_filled_and_checked(tmp_path, capsys):
    folder = own_paper(tmp_path)
    assert main(["new", str(folder), "--paper", "paper"]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    assert (folder / "recs.csv").read_text(encoding="utf-8-sig") == '"By","By","",""\n'
    book = load_workbook(folder / "own.xlsx")
    assert book.sheetnames == ["Reviews", "Answers", "Lists"] and book["Lists"].sheet_state == "hidden"
    header = [cell.value for cell in book["Answers"][2]]
    assert header == ["State", "Law", "§ Law", "Bodies", "§ Bodies", "Club"]
    offered = {str(v.sqref).split(":")[0]: v for v in book["Answers"].data_validations.dataValidation}
    assert set(offered) == {"A3", "B3", "D3", "F3"}
    fill(book, offered)
    book.save(folder / "own.xlsx")
    assert main(["check", "--data", str(folder)]) == 0, capsys.readouterr().out
    made = open_dataset(folder)
    assert answers(made) == {"XAA": "yes"} and answers(made, "bodies") == {"XAA": "police"}
    assert made.entities.set_index("code").at["XAA", "club"] == "member"


def fill(book, offered):
    """Fill one row of answers, each with the first word that its list offers."""
    first = {}
    for place, choice in offered.items():
        cells = choice.formula1.split("!")[1].replace("$", "")
        first[place] = [row[0].value for row in book["Lists"][cells]]
    assert "Small State XAA" in first["A3"] and first["B3"][:2] == ["Yes", "No"] and first["F3"] == ["1", "0"]
    for place, words in first.items():
        book["Answers"][place] = "Small State XAA" if place == "A3" else words[0]
    book["Reviews"].append(["Small State XAA", "3 Feb. 2025", "S/1"])


def test_nothing_of_the_analyst_is_overwritten(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="not empty"):
        lay_out(tmp_path, papers()[0])
    with pytest.raises(DataError, match="there are"):
        lay_out(tmp_path / "new", "nowhere")


MANY = (
    "State,Law,Bodies\n"
    + "".join(f"Small State {code},aye,Police\n" for code in ("XAA", "XAB", "XAC"))
    + "Nowhere,No,\nXAD,No,=cmd|' /C calc'!A0\n"
)


def test_alike_issues_are_one_line_worst_first(tmp_path):
    made = dataset(tmp_path, register("reviews", "gone.csv", 'entity = "A"') + WIDE, {"codings.csv": MANY})
    said = lines(made.issues)
    assert [line for line in said if not line.startswith(" ")] == [
        "Files that could not be used (1):", "Rows and answers left out (5):", "Notes (2):",
    ]  # fmt: skip
    assert sum("3 times, rows 2, 3, 4: “aye” is no answer" in line for line in said) == 1
    assert grouped(made.issues)["times"].sum() == len(made.issues)


def test_what_differs_in_the_rows_that_it_names_alone_is_one_line(tmp_path):
    rounds = "".join(f"Small State {code},{day}\n" for code in ("XAA", "XAB") for day in (2012, 2015, 2018))
    register_ = register("reviews", "reviews.csv", 'entity = "State", date = "Day"')
    (line,) = [
        said
        for said in lines(dataset(tmp_path, register_, {"reviews.csv": "State,Day\n" + rounds}).issues)
        if "reviewed" in said
    ]
    assert line.startswith(
        "    6 times, rows 2, 3, 4, 5, 6 and 1 more: reviewed more than once, on several days (rows …)"
    )


def test_the_workbook_of_issues_holds_texts_and_no_formula(tmp_path, capsys):
    dataset(tmp_path / "data", WIDE, {"codings.csv": MANY})
    out = tmp_path / "issues.xlsx"
    assert main(["check", "--data", str(tmp_path / "data"), "--out", str(out)]) == 1
    assert "5 to be mended" in capsys.readouterr().out
    book = load_workbook(out)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd|") for cell in cells) and all(cell.data_type != "f" for cell in cells)
    assert book["Every one"].max_row == len(open_dataset(tmp_path / "data").issues) + 1


def test_a_control_character_does_not_break_the_workbook():
    import pandas as pd

    from analysis.problems import issue

    assert workbook(pd.DataFrame([issue("t", "a.csv", "bad \x01", "mend", value="\x00x")]))
