"""Every statement is shown data that make it agree, data that make it differ, and data that leave it untestable.

The demonstration makes all agree that can; a row says what makes a statement differ, or agree, or testable no more.
"""

import os

import pytest

from analysis.measures import every_measure
from analysis.measures.checks import consistency
from analysis.measures.claims import AS_LISTED
from analysis.measures.ledger import AGREES, AGREES_DEMO, DIFFERS, UNTESTABLE, statements
from analysis.measures.readings import reading
from tests.measures.changes import answers, of_group, permuted, redrawn, second_article, silent, thinned, without
from tests.measures.plain import false_sentences

NONE = without("reviews", "entity != ''")
MAKE_DIFFER = {
    "S01": without("responses", "edition == '2017'", 1),
    "S02": without("reviews", "topic == '46' and edition == '2017'", 1),
    "S03": without("responses", "edition == '2018'", 1),
    "S04": without("responses", "status == 'public'", 1),
    "S05": without("reviews", "topic == '46' and edition == '2018'", 1),
    "S06": without("reviews", "topic == '56'", 1),
    "S07": without("reviews", "topic == '46'", 1),
    "S08": without("reviews", "topic == '46' and entity.str[1].isin(['A', 'B'])"),
    "S09": without("reviews", "topic == '56'", 1),
    "S10": answers("legislation", "yes", record="review", edition="2018"),
    "S11": second_article(opposite=True),
    "S12": answers("treaty_basis", "required"),
    "S13": answers("treaty_basis", "required", record="review", edition="2018"),
    "S14": answers("convention_basis", "no"),
    "S15": answers("legislation", "yes"),
    "S16": answers("vehicle", "anti_corruption"),
    "S17": of_group("vehicle", "anti_corruption", "western_european_other"),
    "S18": of_group("vehicle", "general_law", "african"),
    "S19": answers("vehicle", "general_law"),
    "S20": of_group("vehicle", "anti_corruption", "member", "waemu"),
    "S21": answers("legislation", "yes"),
    "S22": answers("obstacle", "yes"),
    "S23": answers("permitted", "no"),
    "S24": answers("rules_recommended", "yes"),
    "S25": answers("condition", "speciality", only="ministerial_decision"),
    "S26": answers("single_authority", "yes"),
    "S27": answers("origin", "judicial"),
    "S28": answers("confidentiality", "no"),
    "S38": answers("vehicle", "other_law", only="anti_corruption"),
}
MAKE_UNTESTABLE = {
    **dict.fromkeys(("S02", "S05", "S06", "S07", "S08", "S09", "S10", "S11"), NONE),
    **dict.fromkeys(("S01", "S03", "S04"), without("responses", "entity != ''")),
    "S12": silent("treaty_basis"),
    "S13": silent("treaty_basis"),
    "S14": silent("convention_basis"),
    "S15": silent("legislation"),
    "S16": silent("vehicle"),
    "S17": silent("vehicle"),
    "S18": silent("vehicle"),
    "S19": silent("vehicle"),
    "S20": without("memberships", "grouping == 'waemu'"),
    "S21": silent("legislation"),
    "S22": silent("obstacle", "drafting"),
    "S23": silent("permitted"),
    "S24": silent("rules_recommended", "guidelines"),
    "S25": silent("condition", "penalty_years"),
    "S26": silent("single_authority"),
    "S27": silent("origin", "diagonal", "informal"),
    "S28": silent("confidentiality", "confidentiality_recommended"),
    "S38": silent("vehicle"),
}
MAKE_AGREE = {"S11": second_article(opposite=False)}
# Names that the paper lists, held against nothing but themselves and the registry.
LISTED = {"S29": AS_LISTED, "S30": AGREES}
# No data held decide them, until a list is supplied; S36: the part on the Commonwealth network.
UNDECIDED = ("S31", "S32", "S33", "S34", "S35", "S36", "S37")


def verdicts(dataset, first="", last="~"):
    return statements(dataset, first, last).set_index("statement")["verdict"]


def test_every_statement_has_its_rows_or_is_declared(demonstration):
    known = set(MAKE_DIFFER) & set(MAKE_UNTESTABLE) | set(LISTED) | set(UNDECIDED)
    assert known == set(verdicts(demonstration).index)


def test_the_demonstration_makes_all_agree_that_can(demonstration):
    found = verdicts(demonstration)
    assert found[[s for s in MAKE_DIFFER if s not in MAKE_AGREE]].eq(AGREES_DEMO).all(), found.to_dict()
    assert found[list(LISTED)].to_dict() == LISTED and found[list(UNDECIDED)].eq(UNTESTABLE).all()


@pytest.mark.parametrize("statement", sorted(MAKE_DIFFER))
def test_what_makes_a_statement_differ(demonstration, statement):
    assert verdicts(MAKE_DIFFER[statement](demonstration), statement, statement).to_dict() == {statement: DIFFERS}


@pytest.mark.parametrize("statement", sorted(MAKE_UNTESTABLE))
def test_what_makes_a_statement_untestable(demonstration, statement):
    (row,) = statements(MAKE_UNTESTABLE[statement](demonstration), statement, statement).to_dict("records")
    assert row["verdict"] == UNTESTABLE and row["missing"]


def test_one_gap_stops_nothing_else(demonstration):
    for change in (NONE, silent("legislation"), without("memberships", "grouping == 'waemu'")):
        assert len(statements(change(demonstration))) == 38


@pytest.mark.parametrize("statement", sorted(MAKE_AGREE))
def test_what_makes_a_statement_agree(demonstration, statement):
    assert verdicts(MAKE_AGREE[statement](demonstration), statement, statement).to_dict() == {statement: AGREES_DEMO}


RANDOM = int(os.environ.get("RANDOM_DATASETS", "15"))


def test_on_random_data_nothing_stops_and_nothing_always_agrees(demonstration):
    """Of random datasets, a third permuted, a third redrawn, a third with gaps (RANDOM_DATASETS: how many)."""
    agreed = {statement: 0 for statement in MAKE_DIFFER}
    for seed in range(RANDOM):
        dataset = (permuted, redrawn, thinned)[seed % 3](demonstration, seed)
        table = statements(dataset).set_index("statement")
        assert (table["missing"] != "")[table["verdict"] == UNTESTABLE].all()
        for name in dataset.layers.table("readings")["reading"].unique():
            assert "nan" not in reading(name, dataset).split()
        assert false_sentences(dataset, reading) == [], seed
        assert len(consistency(dataset)) == 14
        for statement in agreed:
            agreed[statement] += table.at[statement, "verdict"] == AGREES_DEMO
    registers = {"S01", "S03", "S04"}  # which only gaps can move
    assert not [s for s, n in agreed.items() if n == RANDOM and s not in registers], agreed


@pytest.mark.parametrize("question", ["legislation", "vehicle", "drafting"])
def test_without_any_answer_to_an_earlier_question_every_number_is_still_made(demonstration, question):
    table = every_measure(silent(question)(demonstration))
    missing = table["missing"]
    assert missing[missing != ""].str.startswith("nothing is listed yet of").all() and (missing == "").sum() > 300


def test_a_list_that_an_analyst_supplies_is_tested(demonstration, world_folder):
    from analysis.dataset import open_dataset

    (world_folder / "lists.csv").write_text(
        "list,name,kind,value\n"
        + "".join(f"egmont_members,Unit {n},,\n" for n in range(155))
        + "hemispheric_network,Treaty,,1999\n"
    )
    found = verdicts(open_dataset(world_folder))
    assert found["S32"] == AGREES_DEMO and found["S34"] == DIFFERS and found["S31"] == UNTESTABLE
