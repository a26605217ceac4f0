"""A register that lists the options of one answer in rows of their own."""

import pytest

from analysis.measures.book import measures_of
from tests.tidy.made import dataset, register

COLUMNS = 'entity = "State", question = "Asked", answer = "Said", note = "Note"'
BOOK = """question,theme,topics,answers,several,asked_if,silence,label,text
by,t,,bodies,yes,,,Bodies,Which bodies?
law,t,,yes_no,no,,,Law,Is there a law?
"""
CODES = "list,code,rank,label\nbodies,police,,Police\nbodies,court,,Court\nbodies,bank,,Bank\nyes_no,yes,2,Yes\nyes_no,no,1,No\n"


def read(folder, *rows):
    text = "State,Asked,Said,Note\n" + "".join(f"Small State {row}\n" for row in rows)
    files = {"paper/codebook.csv": BOOK, "paper/codes.csv": CODES, "r.csv": text}
    return dataset(folder, register("codings", "r.csv", COLUMNS), files)


@pytest.mark.parametrize(
    ("rows", "answers", "said"),
    [
        (["XAA,Bodies,Police,", "XAA,Bodies,Court,n", "XAA,Bodies,Police; Bank,"], ["bank", "court", "police"], 2),
        (["XAA,Bodies,Police,", "XAA,Bodies,Police,"], ["police"], 0),
        (["XAA,Bodies,Police,", "XAA,Bodies,not addressed,"], ["unsettled"], 0),
        (["XAA,Bodies,Police,", "XAA,Bodies,Fire,"], ["unsettled"], 0),
        (["XAA,Law,Yes,", "XAA,Law,No,"], ["unsettled"], 0),
    ],
)
def test_options_of_one_answer_are_taken_together_and_said(tmp_path, rows, answers, said):
    made = read(tmp_path, *rows)
    assert sorted(made.findings["answer"]) == answers
    assert made.issues["problem"].str.contains("taken together").sum() == said
    assert len(made.findings["unit"].unique()) == len(made.reviews) == 1
    assert measures_of(made).answers.codes("by") == ["police", "court", "bank"]
