import pandas as pd
import pytest

from analysis.conditions import matches
from analysis.errors import DataError

FRAME = pd.DataFrame(
    {
        "Issue": ["Rights of the Child,Women's rights", "Corruption", "Anti Corruption; Justice", ""],
        "Response": ["Accepted", "Noted", "Accepted", "noted"],
        "round": ["2", "10", "2018-01-01", ""],
    }
)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("", [1, 1, 1, 1]),
        ("Issue holds Corruption", [0, 1, 0, 0]),
        ("issue HOLDS women's  rights", [1, 0, 0, 0]),
        ("Issue holds Corruption|Justice", [0, 1, 1, 0]),
        ("Issue holds Corruption; Response = Accepted", [0, 0, 0, 0]),
        ("Response = noted", [0, 1, 0, 1]),
        ("Response != Accepted|Noted", [0, 0, 0, 0]),
        ("Response != Accepted", [0, 1, 0, 1]),
        ("round >= 3", [0, 1, 0, 0]),
        ("round <= 2018-12-31", [1, 1, 1, 0]),
        ("Issue =", [0, 0, 0, 1]),
        ("Issue !=", [1, 1, 1, 0]),
    ],
)
def test_rows_are_chosen_in_words(text, chosen):
    assert matches(FRAME, text).tolist() == [bool(c) for c in chosen]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("bloc = north", [1, 1, 0]), ("bloc = east", [0, 0, 0]), ("bloc != north", [0, 0, 1]), ("bloc = south|none", [0, 1, 1])],
)  # fmt: skip
def test_of_several_values_in_a_cell_one_is_enough(text, chosen):
    frame = pd.DataFrame({"bloc": ["north", "south;north", "none"]})
    assert matches(frame, text, ["bloc"]).tolist() == [bool(c) for c in chosen]


@pytest.mark.parametrize(
    ("text", "word"), [("Fate = 1", "there are: Issue, Response, round"), ("Issue", "cannot be understood")]
)
def test_a_condition_that_makes_no_sense_says_so(text, word):
    with pytest.raises(DataError, match=word):
        matches(FRAME, text)
