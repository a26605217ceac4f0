import pytest

from analysis.dataset import open_dataset
from analysis.languages import IN_ENGLISH
from analysis.measures.checks import FAILS, HOLDS, NOTE, consistency
from analysis.measures.ledger import AGREES_DEMO, AS_LISTED, COLUMNS, DIFFERS, UNTESTABLE, VERDICTS, statements
from analysis.measures.readings import reading
from analysis.measures.wording import share_text
from tests.conftest import with_tables


@pytest.fixture(scope="module")
def ledger(demonstration):
    return statements(demonstration)


def test_every_statement_has_a_verdict(ledger):
    assert list(ledger.columns) == COLUMNS
    assert ledger["statement"].tolist() == [f"S{n:02d}" for n in range(1, 39)]
    assert ledger["verdict"].isin(VERDICTS).all()
    assert ((ledger["verdict"] == UNTESTABLE) == (ledger["missing"] != "")).all()


def test_the_demonstration_could_have_produced_the_paper(ledger):
    by = ledger.set_index("statement")
    assert (by["verdict"] != DIFFERS).all()
    assert (by.at["S15", "count"], by.at["S15", "denominator"]) == (33, 163)
    assert by.at["S29", "verdict"] == AS_LISTED and by.at["S02", "verdict"] == AGREES_DEMO


def test_shares_stand_between_their_bounds(ledger):
    known = ledger[ledger["bound_low"].notna() & ledger["low"].notna()].astype(
        {"low": float, "bound_low": float, "bound_high": float}
    )
    assert (known["bound_low"] <= known["low"] + 1e-12).all() and (known["high"] <= known["bound_high"] + 1e-12).all()
    assert (known["universe"] != "").all()


def test_other_data_give_other_verdicts(world):
    """In the small world 4 of 9 States have legislation: the paper's fifth differs."""
    by = statements(world).set_index("statement")
    assert by.at["S15", "verdict"] == DIFFERS and by.at["S02", "verdict"] == DIFFERS
    assert by.at["S22", "verdict"] == UNTESTABLE and "obstacle" in by.at["S22", "missing"]
    assert by.at["S37", "verdict"] == UNTESTABLE


def test_an_empty_dataset_tests_nothing_of_its_own(demonstration):
    nothing = {"reviews", "responses", "recommendations", "codings", "findings"}
    empty = with_tables(demonstration, **{name: demonstration.tables[name].iloc[:0] for name in nothing})
    by = statements(empty).set_index("statement")
    assert set(by.loc[[f"S{n:02d}" for n in (2, *range(4, 29), 38)], "verdict"]) == {UNTESTABLE}
    assert by.at["S29", "verdict"] == AS_LISTED


def _with(folder, **tables):
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return statements(open_dataset(folder)).set_index("statement")


def test_a_statement_is_the_worst_of_its_claims(world_folder):
    by = _with(
        world_folder,
        statements="statement,place,subject,wording\nT1,P1,a,x\nT2,P1,b,x\nT3,P1,c,x\nT4,P1,d,x\n",
        claims="claim,statement,kind,measures,value,day,missing\n"
        "T1a,T1,number,legislation,4,,\nT1b,T1,word,legislation,almost all,,\n"
        "T2a,T2,number,legislation,4,,\nT2b,T2,number,obstacle,1,,\n"
        "T3a,T3,word,legislation,plenty,,\nT4a,T4,guess,legislation,4,,\n",
    )
    assert by.at["T1", "verdict"] == DIFFERS and by.at["T1", "differing"].startswith(
        "published almost all (found 4 of 9"
    )
    assert (by.loc[["T2", "T3", "S02"], "differing"] == "").all()
    assert by.at["T2", "verdict"] == UNTESTABLE and "obstacle" in by.at["T2", "missing"]
    assert "plenty" in by.at["T3", "missing"] and "guess" in by.at["T4", "missing"]
    assert by.at["S02", "verdict"] == DIFFERS


def test_a_claim_of_another_day_says_so_and_shows_today(world_folder):
    by = _with(
        world_folder,
        statements="statement,place,subject,wording\nT1,P1,a,44 per cent\nT2,P1,b,43 per cent\nT3,P1,a,then\n",
        claims="claim,statement,kind,measures,value,day,missing\n"
        "T1a,T1,figure,coverage_46,75,,\nT2a,T2,figure,coverage_46,74,,\nT3a,T3,figure,coverage_46,75,2017-01-01,\n",
    )
    assert by.at["T1", "verdict"] == AGREES_DEMO and by.at["T2", "verdict"] == DIFFERS
    assert by.at["T3", "verdict"] == UNTESTABLE and "2017-01-01" in by.at["T3", "missing"]
    assert by.at["T3", "computed"].startswith("9 of 12")


def test_the_paper_against_itself(demonstration):
    by = consistency(demonstration).set_index("check")
    assert by.at["C1", "finding"] == "156 + 7 = 163" and by.at["C1", "outcome"] == HOLDS
    assert set(by.index[by["outcome"] == FAILS]) == {"C8", "C9", "C12"}
    assert by.at["C12", "finding"].startswith("6 pairs") and by.at["C13", "finding"].startswith("163 < 182")
    assert by.at["C14", "finding"].startswith("163 + 17 <= 182")
    assert by.at["C10", "outcome"] == NOTE and "182" in by.at["C10", "finding"]


def test_a_check_that_does_not_hold_says_so(world_folder):
    (world_folder / "checks.csv").write_text(
        "check,place,compares,kind,expression,note\nX1,P1,a sum,must,S02a + S05a = S06a,\n"
        "X2,P1,a word,fits,0.4 fits about one fifth,\nX3,P9,pairs,shows,S07a within no_material_difference,\n"
    )
    by = consistency(open_dataset(world_folder)).set_index("check")
    assert by.at["X1", "outcome"] == by.at["X2", "outcome"] == FAILS


def test_readings_take_their_numbers_from_measures(world):
    text = reading("legislation", world)
    assert "4 of 9 (44.4 per cent)" in text and "the 3 States parties" in text
    low, high = (text.index(IN_ENGLISH.per_cent_in_words(x)) for x in (4 / 12, 7 / 12))
    assert low < high


def test_a_reading_says_of_a_difference_only_what_the_test_says(world, demonstration):
    assert "would be rare" in reading("legislation_by_group", demonstration)
    assert "would be no surprise" in reading("legislation_by_group", world)


def test_every_reading_can_be_read_on_any_data(world_folder, world, demonstration):
    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    for dataset in (demonstration, world, open_dataset(world_folder)):
        for name in dataset.layers.table("readings")["reading"].unique():
            text = reading(name, dataset)
            assert "{" not in text and "nan" not in text.split(), (name, text)


def test_words_for_numbers():
    assert IN_ENGLISH.number_in_words(7) == "seven" and IN_ENGLISH.number_in_words(12) == "12"
    assert IN_ENGLISH.per_cent_in_words(0.2025) == "20.2 per cent"
    assert (
        IN_ENGLISH.points(0.593) == "59.3 percentage points"
        and IN_ENGLISH.per_cent_in_words(float("nan")) == "no share"
    )
    assert share_text(33, 163) == "33 of 163 (20.2 per cent)" and share_text(0, 0) == "nobody answered"


def test_a_missing_claim_is_said(world_folder):
    by = _with(world_folder, statements="statement,place,subject,wording\nT9,P1,a,x\n")
    assert by.at["T9", "verdict"] == UNTESTABLE and "claims.csv" in by.at["T9", "missing"]
