"""Reviews that rate some questions again: which answer of an entity stands."""

import random

import pytest

from analysis.coding.counting import IN_NONE, with_counts
from analysis.coding.exports import matrix
from analysis.measures.book import measures_of
from analysis.measures.evidence import evidence
from analysis.measures.faults import faults
from tests.tidy.made import CODEBOOK, INVENTED, WIDE, dataset

DATED = WIDE.replace('entity = "State"', 'entity = "State", date = "Day", symbol = "Symbol"')
QUESTIONS = ["R.1", "R.2", "R.3"]
TABLES = {
    "paper/codebook.csv": CODEBOOK + "".join(f"r{n},t,,yes_no,no,,,R.{n},Recommendation {n}\n" for n in (1, 2, 3)),
    "paper/measures.csv": "measure,label,kind,universe,question,answers\n"
    + "".join(f"m{n},R.{n},share,reviewed,r{n},yes\n" for n in (1, 2, 3))
    + "two,At least two,at_least,reviewed,r1; r2; r3,2 of yes\n",
}


def rated(folder, rows, earlier, day="", **files):
    """Return a dataset of reviews: State, day, symbol and three ratings a row."""
    universes = f"universe,name,unit,record,day,population,earlier\nall,States,entity,,,,\nreviewed,States reviewed,entity,review,{day},all,{earlier}\n"
    text = "\n".join([",".join(["State", "Day", "Symbol", *QUESTIONS]), *(",".join(row) for row in rows)]) + "\n"
    return dataset(folder, DATED, TABLES | {"paper/universes.csv": universes, "codings.csv": text} | files)


PARTIAL = [
    ["Small State XAA", "2015-05-01", "A", "Yes", "No", "Yes"],
    ["Small State XAB", "2015-05-01", "B", "No", "Yes", ""],
    ["Small State XAA", "2017-05-01", "C", "No", "", ""],
    ["Small State XAA", "2019-05-01", "D", "", "Yes", "??"],
]


@pytest.mark.parametrize(
    ("earlier", "counts", "said"),
    [("out", [(0, 1), (2, 2), (0, 0)], 0), ("", [(0, 1), (2, 2), (0, 0)], 1), ("carried", [(0, 2), (2, 2), (0, 0)], 0)],
)
def test_a_question_is_answered_by_the_latest_review_or_the_latest_that_speaks(tmp_path, earlier, counts, said):
    """An answer that nobody can read stands as unsettled; it is not replaced by an earlier one."""
    made = rated(tmp_path, PARTIAL, earlier)
    found = measures_of(made).all().set_index("measure")
    assert [(found.at[f"m{n}", "count"], found.at[f"m{n}", "denominator"]) for n in (1, 2, 3)] == counts
    assert found.at["m3", "unsettled"] == 1
    told = [text for text in faults(made) if "earlier records" in text]
    assert len(told) == said and all("reviewed: 1 answers" in t and "XAA:2017-05-01 r1" in t for t in told)


def test_a_topic_that_no_record_has_and_a_day_after_the_data_are_said(tmp_path):
    universes = "universe,name,unit,record,topic,day,population\nall,States,entity,,,,\nreviewed,Reviewed,entity,review,9,,all\nlater,Later,entity,review,,2031-01-01,all\n"
    said = faults(rated(tmp_path, PARTIAL, "out", **{"paper/universes.csv": universes}))
    assert any("reviewed: “9” is no topic; no record has any" in text for text in said)
    assert any("later: its day, 2031-01-01, is after that of the data, 2019-05-01" in text for text in said)


def test_a_condition_that_an_earlier_review_meets_is_not_said_to_be_unknown(tmp_path):
    rows = [
        ["Small State XAA", "2015-05-01", "A", "Yes", "", ""],
        ["Small State XAA", "2017-05-01", "B", "", "Yes", ""],
    ]
    book = TABLES["paper/codebook.csv"].replace("r2,t,,yes_no,no,,", "r2,t,,yes_no,no,r1=yes,")
    for earlier, count, said in (("carried", 1, 0), ("out", 0, 1)):
        made = rated(tmp_path / earlier, rows, earlier, **{"paper/codebook.csv": book})
        assert measures_of(made).one("m2")["count"] == count
        assert made.issues["problem"].str.contains("not known whether").sum() == said


def test_the_evidence_of_a_carried_answer_is_the_review_that_gave_it(tmp_path):
    made = rated(tmp_path, PARTIAL, "carried")
    assert evidence(made, "m1").set_index("unit")["symbol"].to_dict()["XAA"] == "C"
    assert evidence(made, "m2").set_index("unit")["symbol"].to_dict()["XAA"] == "D"


@pytest.mark.parametrize(
    ("earlier", "standing"), [("out", {"B r1", "B r2", "D r2"}), ("carried", {"B r1", "B r2", "C r1", "D r2"})]
)
def test_what_a_later_review_has_replaced_is_exported_as_what_counts_nowhere(tmp_path, earlier, standing):
    made = rated(tmp_path, PARTIAL, earlier)
    rows = with_counts(made, made.findings)
    told = rows.assign(place=rows["symbol"] + " " + rows["question"]).set_index("place")[["counts", "why_not"]]
    assert set(told.index[told["counts"] == "yes"]) == standing
    assert told.loc["A r1"].tolist() == ["no", IN_NONE]
    held = matrix(made).set_index("symbol")
    assert held.at["A", "r1:yes"] == "" and held.at["D", "r2:yes"] == "1" and held.at["A", "date"] == "2015-05-01"


@pytest.mark.parametrize("day", ["", "2010-06-01"])
@pytest.mark.parametrize("earlier", ["out", "carried"])
@pytest.mark.parametrize("seed", range(6))
def test_any_reviews_against_plain_python(tmp_path, earlier, seed, day):
    """Also as of an earlier day than that of the data, which a universe names, and of so many of all questions."""
    draw, rows, standing = random.Random(seed), [], {}
    for state in INVENTED:
        days = sorted(draw.sample(range(2001, 2020), draw.randint(0, 4)))
        held = None
        for year in days:
            given = [draw.choice(["Yes", "No", "", ""]) for _ in QUESTIONS]
            given = given if any(given) else ["Yes", "", ""]
            rows.append([f"Small State {state}", f"{year}-01-01", f"{state}/{year}", *given])
            if f"{year}-01-01" <= (day or "9999"):
                told = {n: answer for n, answer in enumerate(given, 1) if answer}
                held = told if earlier == "out" else (held or {}) | told
        if held is not None:
            standing[state] = held
    draw.shuffle(rows)
    made = rated(tmp_path, rows, earlier, day)
    found = measures_of(made).all().set_index("measure")
    for n in (1, 2, 3):
        said = [held[n] for held in standing.values() if n in held]
        assert (found.at[f"m{n}", "count"], found.at[f"m{n}", "denominator"]) == (said.count("Yes"), len(said))
    assert found.at["two", "label"] == "At least two"
    two = [(list(held.values()).count("Yes"), 3 - len(held)) for held in standing.values()]
    reaching, unable = sum(yes >= 2 for yes, _ in two), sum(yes + unknown < 2 for yes, unknown in two)
    assert (found.at["two", "count"], found.at["two", "other"]) == (reaching, unable)
    assert found.at["two", "not_addressed"] == len(standing) - reaching - unable
    behind = evidence(made, "two")["counted"].value_counts()
    assert (behind.get("counted", 0), behind.get("another answer", 0)) == (reaching, unable)


@pytest.mark.parametrize("answers", ["yes", "2 of maybe", "two of yes", "2 of >= good"])
def test_so_many_of_several_questions_needs_a_number_and_answers_that_there_are(tmp_path, answers):
    measures = TABLES["paper/measures.csv"].replace("2 of yes", answers)
    universes = (
        "universe,name,unit,record,population\nall,States,entity,,\nreviewed,States reviewed,entity,review,all\n"
    )
    more = {
        "paper/measures.csv": measures,
        "paper/universes.csv": universes,
        "codings.csv": "State,Day,Symbol,R.1,R.2,R.3\n",
    }
    assert any("two" in text or answers[5:] in text for text in faults(dataset(tmp_path, DATED, TABLES | more)))
