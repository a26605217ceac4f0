"""Records of which nobody says anything, and paragraphs as citations have them."""

import pytest

from tests.tidy.made import CODEBOOK, REVIEWS, dataset, register

LONG = register("codings", "long.csv", 'entity = "State", symbol = "Symbol", question = "Question", answer = "Answer", paragraph = "Para"')  # fmt: skip
REGISTER = "State,Symbol,Date\n" + "".join(f"Small State {s},S/{s},2015-01-01\n" for s in ("XAA", "XAB", "XAC"))


def read(folder, silence, *rows):
    files = {
        "paper/codebook.csv": f"{CODEBOOK}law,t,,yes_no,no,,{silence},Law,Is there a law?\nbody,t,,yes_no,no,,,Body,?\n",
        "reviews.csv": REGISTER,
        "long.csv": "State,Symbol,Question,Answer,Para\n" + "".join(f"Small State {row}\n" for row in rows),
    }
    return dataset(folder, REVIEWS + LONG, files)


@pytest.mark.parametrize(
    ("silence", "rows", "said"),
    [
        ("no", ["XAA,S/XAA,Law,Yes,1"], ["of 2 of 3 reviews nobody says anything"]),
        ("no", [f"{s},S/{s},Law,Yes,1" for s in ("XAA", "XAB", "XAC")], []),
        ("no", ["XAA,S/XAA,Body,Yes,1"], []),
        ("", ["XAA,S/XAA,Law,Yes,1"], []),
    ],
)
def test_records_that_count_as_no_without_a_word_are_said(tmp_path, silence, rows, said):
    problems = read(tmp_path, silence, *rows).issues["problem"]
    found = problems[problems.str.contains("nobody says anything")]
    assert [text.partition(":")[0] for text in found] == said


def test_a_paragraph_is_that_of_its_citation(tmp_path):
    made = read(tmp_path, "", "XAA,S/XAA,Law,Yes,§ 12", "XAB,S/XAB,Law,No,7.", "XAC,S/XAC,Law,No,3 (a)")
    assert made.codings["paragraph"].tolist() == ["12", "7", "3 (a)"]
