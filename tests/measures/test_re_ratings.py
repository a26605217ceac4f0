"""Reviews that rate some questions again: which answer of an entity stands."""

import random

import pytest

from analysis.measures.book import measures_of
from analysis.measures.evidence import evidence
from analysis.measures.faults import faults
from tests.tidy.made import CODEBOOK, INVENTED, WIDE, dataset

DATED = WIDE.replace('entity = "State"', 'entity = "State", date = "Day", symbol = "Symbol"')
QUESTIONS = ["R.1", "R.2", "R.3"]
TABLES = {
    "paper/codebook.csv": CODEBOOK + "".join(f"r{n},t,,yes_no,no,,,R.{n},Recommendation {n}\n" for n in (1, 2, 3)),
    "paper/measures.csv": "measure,label,kind,universe,question,answers\n"
    + "".join(f"m{n},R.{n},share,reviewed,r{n},yes\n" for n in (1, 2, 3)),
}


def rated(folder, rows, earlier):
    """Return a dataset of reviews: State, day, symbol and three ratings a row."""
    universes = f"universe,name,unit,record,population,earlier\nall,States,entity,,,\nreviewed,States reviewed,entity,review,all,{earlier}\n"
    text = "\n".join([",".join(["State", "Day", "Symbol", *QUESTIONS]), *(",".join(row) for row in rows)]) + "\n"
    return dataset(folder, DATED, TABLES | {"paper/universes.csv": universes, "codings.csv": text})


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


def test_the_evidence_of_a_carried_answer_is_the_review_that_gave_it(tmp_path):
    made = rated(tmp_path, PARTIAL, "carried")
    assert evidence(made, "m1").set_index("unit")["symbol"].to_dict()["XAA"] == "C"
    assert evidence(made, "m2").set_index("unit")["symbol"].to_dict()["XAA"] == "D"


@pytest.mark.parametrize("earlier", ["out", "carried"])
@pytest.mark.parametrize("seed", range(6))
def test_any_reviews_against_plain_python(tmp_path, earlier, seed):
    draw, rows, standing = random.Random(seed), [], {}
    for state in INVENTED:
        days = sorted(draw.sample(range(2001, 2020), draw.randint(0, 4)))
        held = {}
        for year in days:
            given = [draw.choice(["Yes", "No", "", ""]) for _ in QUESTIONS]
            given = given if any(given) else ["Yes", "", ""]
            rows.append([f"Small State {state}", f"{year}-01-01", f"{state}/{year}", *given])
            held = ({} if earlier == "out" else held) | {n: answer for n, answer in enumerate(given, 1) if answer}
        standing[state] = held
    draw.shuffle(rows)
    found = measures_of(rated(tmp_path, rows, earlier)).all().set_index("measure")
    for n in (1, 2, 3):
        said = [held[n] for held in standing.values() if n in held]
        assert (found.at[f"m{n}", "count"], found.at[f"m{n}", "denominator"]) == (said.count("Yes"), len(said))
