import pandas as pd
import pytest

from analysis.dataset import open_dataset
from analysis.paper.consistency import FAILS, HOLDS, consistency
from analysis.paper.evidence import AGREES, AGREES_DEMO, DIFFERS, UNTESTED, VERDICTS, Computed, verdict
from analysis.paper.statements import COLUMNS, TESTS, statements
from analysis.paper.wording import fits, number, per_cent, share_text
from analysis.reference import published


@pytest.fixture(scope="module")
def ledger(demonstration):
    return statements(demonstration)


def test_every_statement_has_a_verdict(ledger):
    assert list(ledger.columns) == COLUMNS
    assert ledger["statement"].tolist() == [f"S{n:02d}" for n in range(1, 39)] == sorted(TESTS)
    assert ledger["verdict"].isin(VERDICTS).all()
    assert ((ledger["verdict"] == UNTESTED) == (ledger["missing"] != "")).all()


def test_the_demonstration_could_have_produced_the_paper(ledger):
    by = ledger.set_index("statement")
    assert (by["verdict"] != DIFFERS).all()
    assert (by.at["S15", "count"], by.at["S15", "denominator"]) == (33, 163)
    assert by.at["S01", "verdict"] == AGREES and by.at["S02", "verdict"] == AGREES_DEMO
    assert "100 percentage points" in by.at["S11", "missing"]
    assert "19.0 per cent and 23.3 per cent" in by.at["S10", "computed"]


def test_shares_stand_between_their_bounds(ledger):
    known = ledger.dropna(subset=["low", "bound_low"])
    assert (known["bound_low"] <= known["low"] + 1e-12).all() and (known["high"] <= known["bound_high"] + 1e-12).all()
    assert (known["universe"] != "").all()


def test_other_data_give_other_verdicts(world):
    """In the small world 4 of 9 States have legislation: the paper's fifth differs."""
    by = statements(world).set_index("statement")
    assert by.at["S15", "verdict"] == DIFFERS and by.at["S02", "verdict"] == DIFFERS
    assert by.at["S22", "verdict"] == UNTESTED and "obstacle" in by.at["S22", "missing"]
    assert by.at["S37", "verdict"] == UNTESTED


def test_an_empty_dataset_tests_nothing_of_its_own(world_folder):
    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    by = statements(open_dataset(world_folder)).set_index("statement")
    assert set(by.loc[[f"S{n:02d}" for n in (2, *range(4, 29), 38)], "verdict"]) == {UNTESTED}
    assert by.at["S01", "verdict"] == AGREES


def test_the_verdict_follows_from_the_values():
    row = pd.Series({"count": "3", "quantifier": "some"})
    measure = {"count": 30, "denominator": 100}
    assert verdict(row, Computed("", (3,), (measure,)), False) == AGREES
    assert verdict(row, Computed("", (3,), (measure,)), True) == AGREES_DEMO
    assert verdict(row, Computed("", (4,), (measure,)), True) == DIFFERS
    assert verdict(row, Computed("", (3,), ({"count": 90, "denominator": 100},)), True) == DIFFERS
    assert verdict(row, Computed("", (3,), (measure,), holds=False), True) == DIFFERS
    assert verdict(row, Computed("", (3,), (measure,), missing="data"), True) == UNTESTED


def test_the_paper_held_against_itself():
    outcome = consistency().set_index("check")["outcome"]
    assert outcome["C1"] == outcome["C2"] == outcome["C3"] == outcome["C5"] == HOLDS
    assert outcome["C7"] == outcome["C8"] == FAILS


def test_published_tables_have_symbol_and_paragraph():
    for name in (
        "respondents",
        "review_counts",
        "conditions",
        "freezes",
        "networks",
        "directory",
        "sessions",
        "dates",
    ):
        table = published(name)
        assert (table["symbol"] != "").all() and (table["paragraph"] != "").all(), name


@pytest.mark.parametrize(
    ("word", "count", "of", "answer"),
    [
        ("none", 0, 9, True),
        ("none", 1, 9, False),
        ("rare", 5, 157, True),
        ("rare", 20, 157, False),
        ("some", 2, 100, True),
        ("some", 60, 100, False),
        ("several", 2, 100, False),
        ("most", 50, 100, False),
        ("most", 51, 100, True),
        ("the vast majority", 130, 163, True),
        ("almost all", 152, 157, True),
        ("almost all", 130, 163, False),
        ("all", 9, 9, True),
        ("about one fifth", 33, 163, True),
        ("about one fifth", 41, 163, False),
    ],
)
def test_quantifiers(word, count, of, answer):
    assert fits(word, count, of) is answer


def test_numbers_in_words():
    assert number(7) == "seven" and number(10) == "10" and number(1234) == "1,234"
    assert per_cent(0.2025) == "20.2 per cent" and per_cent(float("nan")) == "no share"
    assert share_text(33, 163) == "33 of 163 (20.2 per cent)"
    assert per_cent(0.5, 1, "fr") == "50,0 per cent"
