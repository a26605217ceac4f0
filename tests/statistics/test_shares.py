import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.schema import labels_of
from analysis.statistics.shares import shares
from analysis.statistics.universes import Universe, states_parties, states_reviewed
from tests.conftest import LEGISLATION, STATES


def one(table):
    assert len(table) == 1
    return table.iloc[0]


def test_the_small_world_by_hand(world):
    row = one(shares(world.findings, "legislation", "yes", universe=states_reviewed(world)))
    assert (row["count"], row["denominator"], row["population"]) == (4, 9, 12)
    assert row["share"] == pytest.approx(4 / 9) and row["coverage"] == pytest.approx(9 / 12)
    assert (row["bound_low"], row["bound_high"]) == (pytest.approx(4 / 12), pytest.approx(7 / 12))
    assert row["states"] == tuple(LEGISLATION) and "article 46" in row["universe"]


def test_by_group_with_zeros(world):
    table = shares(
        world.findings, "legislation", "yes", universe=states_reviewed(world), by="regional_group"
    ).set_index("regional_group")
    assert list(table.index) == [g for g in labels_of("regional_group") if g != "none"]
    assert table["count"].to_dict() == {
        "african": 1,
        "asia_pacific": 2,
        "eastern_european": 1,
        "latin_american_caribbean": 0,
        "western_european_other": 0,
    }
    assert (
        np.isnan(table.at["latin_american_caribbean", "share"])
        and table.at["latin_american_caribbean", "method"] == "no denominator"
    )


def test_conditional_and_several_answers(world):
    table = shares(world.findings, "vehicle", universe=states_reviewed(world), given={"legislation": "yes"}).set_index(
        "answer"
    )
    assert table["count"].to_dict() == {"general_law": 3, "anti_corruption": 1, "anti_money_laundering": 1}
    assert set(table["denominator"]) == {4}
    either = one(
        shares(
            world.findings,
            "vehicle",
            "general_law|anti_money_laundering",
            universe=states_reviewed(world),
            given={"legislation": "yes"},
        )
    )
    assert either["count"] == 3


def test_not_addressed_is_not_no(world):
    row = one(shares(world.findings, "convention_basis", "no", universe=states_reviewed(world)))
    assert (row["count"], row["denominator"], row["not_addressed"]) == (8, 8, 1)


def test_not_applicable_is_no_only_when_said(world):
    row = one(
        shares(
            world.findings,
            "vehicle",
            "general_law",
            universe=states_reviewed(world),
            not_applicable_is_no=True,
        )
    )
    assert (row["count"], row["denominator"]) == (3, 9)
    row = one(shares(world.findings, "vehicle", "general_law", universe=states_reviewed(world)))
    assert (row["denominator"], row["not_applicable"], row["population"]) == (4, 5, 7)


def test_two_groupings_at_once(world):
    table = shares(
        world.findings, "legislation", "yes", universe=states_reviewed(world), by=["regional_group", "waemu"]
    )
    assert len(table) == 10 and table["count"].sum() == 4


def test_no_share_without_universe(world):
    with pytest.raises(TypeError, match="universe"):
        shares(world.findings, "legislation", "yes")
    with pytest.raises(TypeError, match="universe"):
        shares(world.findings, "legislation", "yes", universe=None)
    with pytest.raises(ValueError, match="name"):
        Universe(" ", world.states)
    with pytest.raises(ValueError, match="twice"):
        Universe("x", pd.concat([world.states, world.states.head(1)]))


@pytest.mark.parametrize("wrong", [{"question": "law"}, {"answer": "perhaps"}, {"by": "continent"}])
def test_unknown_words_are_named(world, wrong):
    call = {"question": "legislation", "answer": "yes", "by": None} | wrong
    with pytest.raises(ValueError, match=next(iter(wrong.values()))):
        shares(world.findings, call["question"], call["answer"], by=call["by"], universe=states_reviewed(world))


def test_a_state_in_an_unknown_group_is_not_lost(world):
    strange = Universe("x", world.states.assign(regional_group="martian"))
    with pytest.raises(ValueError, match="martian"):
        shares(world.findings, "legislation", "yes", universe=strange, by="regional_group")


def test_a_question_that_applies_to_no_one(world):
    row = one(shares(world.findings, "obstacle", "yes", universe=states_reviewed(world)))
    assert row["denominator"] == 0 and np.isnan(row["share"]) and row["method"] == "no denominator"


ANSWERS = st.dictionaries(
    st.sampled_from(STATES),
    st.sampled_from(["yes", "no", "not_addressed", "unreadable", "not_applicable"]),
    max_size=12,
)


def typed(answers):
    return pd.DataFrame(
        [(s, "review", "46", "legislation", a) for s, a in answers.items()],
        columns=["iso3", "record", "article", "question", "answer"],
    )


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.randoms())
def test_what_always_holds(world, answers, chance):
    everyone = states_parties(world)
    found = typed(answers)
    whole = one(shares(found, "legislation", "yes", universe=everyone))
    parts = shares(found, "legislation", "yes", universe=everyone, by="regional_group")
    for column in ("count", "denominator", "population", "not_addressed", "unreadable", "not_applicable"):
        assert parts[column].sum() == whole[column]
    mixed = one(
        shares(found.sample(frac=1, random_state=chance.randint(0, 999)), "legislation", "yes", universe=everyone)
    )
    pd.testing.assert_series_equal(whole, mixed)
    no = one(shares(found, "legislation", "no", universe=everyone))
    assert whole["count"] + no["count"] == whole["denominator"]
    if whole["denominator"]:
        assert whole["low"] == pytest.approx(1 - no["high"]) and whole["bound_low"] == pytest.approx(
            1 - no["bound_high"]
        )
        assert whole["bound_low"] <= whole["share"] <= whole["bound_high"]
    left = [s for s in STATES if s not in answers]
    if left and whole["denominator"]:
        more = one(shares(typed(answers | {left[0]: "yes"}), "legislation", "yes", universe=everyone))
        assert more["share"] >= whole["share"]
