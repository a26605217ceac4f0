import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.schema import NO_ANSWERS
from analysis.statistics.coverage import post_stratified, rates
from analysis.statistics.shares import shares

# A dozen units in three groups; "E" is empty, and L stands in two groups at once.
GROUPS = dict(zip("ABCDEFGHIJKL", ["x"] * 4 + ["y"] * 4 + ["z"] * 4, strict=True))
POPULATION = pd.DataFrame([*GROUPS.items(), ("L", "y")], columns=["unit", "group"])
YES = [("yes", ("yes",))]


def answered(answers: dict[str, str]) -> pd.DataFrame:
    rows = [(unit, code) for unit, codes in answers.items() for code in codes.split(";")]
    return pd.DataFrame(rows, columns=["unit", "answer"])


def everyone(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop_duplicates("unit").assign(group="")


def of(answers: dict[str, str], counted=YES, reached: str = "".join(GROUPS), groups=("",)) -> pd.DataFrame:
    population = POPULATION if groups != ("",) else everyone(POPULATION)
    units = population[population["unit"].isin(list(reached))]
    return shares(answered(answers), units, population, counted, groups, 0.95)


def test_by_hand():
    row = of({"A": "yes", "B": "yes", "C": "no", "D": "not_addressed", "E": "not_applicable"}, reached="ABCDEF").iloc[0]
    assert (row["count"], row["other"], row["denominator"], row["population"]) == (2, 1, 3, 11)
    assert (row["not_addressed"], row["not_applicable"], row["not_reviewed"]) == (2, 1, 6)  # F is silent
    assert row["share"] == 2 / 3 and row["coverage"] == 3 / 11 and row["units"] == ("A", "B")
    assert (row["bound_low"], row["bound_high"]) == (2 / 11, 10 / 11)


def test_a_group_without_units_is_a_row_and_a_unit_in_two_groups_counts_in_both():
    table = of({"A": "yes", "L": "yes"}, groups=("x", "y", "z", "empty")).set_index("group")
    assert table["count"].to_dict() == {"x": 1, "y": 1, "z": 1, "empty": 0}
    assert np.isnan(table.at["empty", "share"]) and table.at["empty", "method"] == "no denominator"


def test_either_of_two_codes_counts_a_unit_once():
    table = of({"A": "p;q", "B": "p", "C": "r"}, [("p|q", ("p", "q")), ("p", ("p",)), ("q", ("q",))])
    assert table["count"].tolist() == [2, 2, 1] and set(table["denominator"]) == {3}


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(GROUPS)), st.sampled_from(["yes", "no", *NO_ANSWERS[1:]])),
    st.sets(st.sampled_from(sorted(GROUPS))),
    st.integers(0, 999),
)
def test_what_always_holds(answers, reached, seed):
    answers = {unit: answer for unit, answer in answers.items() if unit in reached}
    row = of(answers, reached="".join(reached)).iloc[0]
    assert row[["count", "other", *NO_ANSWERS]].sum() == len(GROUPS)
    parts = of(answers, reached="".join(reached), groups=("x", "y", "z"))
    assert parts["count"].sum() >= row["count"]
    assert parts["count"].sum() - row["count"] == (answers.get("L") == "yes")
    again = shares(
        answered(answers).sample(frac=1, random_state=seed),
        everyone(POPULATION[POPULATION["unit"].isin(reached)]),
        everyone(POPULATION),
        YES,
        ("",),
        0.95,
    )
    pd.testing.assert_series_equal(row, again.iloc[0])
    no = of(answers, [("no", ("no",))], reached="".join(reached)).iloc[0]
    assert row["count"] + no["count"] == row["denominator"] == row["count"] + row["other"]
    if row["denominator"]:
        assert row["low"] == pytest.approx(1 - no["high"]) and row["bound_low"] == pytest.approx(1 - no["bound_high"])
        assert row["bound_low"] <= row["low"] <= row["high"] <= row["bound_high"]
    left = sorted(set(reached) - set(answers))
    if left and row["denominator"]:
        assert of(answers | {left[0]: "yes"}, reached="".join(reached)).iloc[0]["share"] >= row["share"]


def test_rates_need_no_interval():
    units = POPULATION[POPULATION["unit"].isin(["A", "E", "L"])]
    table = rates(units, POPULATION, ("x", "y", "z", "empty")).set_index("group")
    assert table["count"].tolist() == [1, 2, 1, 0] and table["denominator"].tolist() == [4, 5, 4, 0]
    assert table.at["y", "low"] == table.at["y", "high"] == table.at["y", "share"] == 2 / 5


def test_post_stratified_weights_groups_to_their_size():
    table = pd.DataFrame({"count": [1, 0], "denominator": [2, 4], "population": [10, 30], "share": [0.5, 0.0]})
    assert post_stratified(table)["share"] == pytest.approx(0.125)
    assert np.isnan(post_stratified(table.assign(denominator=0))["share"])
