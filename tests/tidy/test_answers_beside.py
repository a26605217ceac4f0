"""Answers that stand in the register of the records themselves, one column a question."""

import pytest

from tests.tidy.made import CODEBOOK, answers, dataset, register

BOOK = {
    "paper/codebook.csv": CODEBOOK
    + "law,t,,yes_no,no,,,Law,Is there a law?\nbody,t,,yes_no,no,,,Body,Is there a body?\n"
}
COLUMNS = 'entity = "State", date = "Day", symbol = "Symbol"'
QUESTIONS = 'questions = "codebook"\n'
ROWS = """State,Day,Symbol,Law,Body
Small State XAA,2015-01-01,,Yes,No
Small State XAA,2017-01-01,,No,
Small State XAB,,S/2,Yes,Yes
Small Stat XAC,2015-01-01,S/3,Yes,Yes
Small State XAD,31 June 2015,S/4,No,n/a?
"""


def read(folder, table):
    """A State answers a request once, and is reviewed in rounds."""
    rows = ROWS.replace("Small State XAA,2017", "Small State XAE,2017") if table == "responses" else ROWS
    return dataset(folder, register(table, "r.csv", COLUMNS, QUESTIONS), BOOK | {"r.csv": rows})


@pytest.mark.parametrize("table", ["reviews", "responses", "codings"])
def test_they_are_found_again_by_the_record_of_their_row(tmp_path, table):
    made = read(tmp_path, table)
    law, body = answers(made, "law"), answers(made, "body")
    assert sorted(law.values()) == ["no", "no", "yes", "yes"] and sorted(body.values()) == ["no", "unsettled", "yes"]
    assert {unit.split(":")[0] for unit in law} - {"XAE"} == {"XAA", "XAB", "XAD"}


@pytest.mark.parametrize("table", ["reviews", "responses"])
def test_a_fault_of_a_record_is_not_said_again_of_each_of_its_answers(tmp_path, table):
    issues = read(tmp_path, table).issues
    problems = issues[issues["severity"] == "problem"]
    assert problems.groupby("row").size().to_dict() == {"5": 1, "6": 2}


LONG_DAYS = register("codings", "r.csv", 'entity = "State", question = "Question", answer = "Answer"')
DAY = {"paper/codebook.csv": BOOK["paper/codebook.csv"] + "day,t,,date,no,,,Day of the law,When?\n"}


def test_a_blank_answer_is_none_in_every_layout(tmp_path):
    """One question a column or one a row: what nobody answered is left open in both, and in the second it is said."""
    wide = register("codings", "r.csv", 'entity = "State"', QUESTIONS)
    rows = "State,Law,Body,Day of the law\nSmall State XAA,Yes,,\nSmall State XAB,,,2015-03-01\n"
    made = dataset(tmp_path / "wide", wide, DAY | {"r.csv": rows})
    rows = "State,Question,Answer\nSmall State XAA,Law,Yes\nSmall State XAA,Body,\nSmall State XAA,Day of the law,\nSmall State XAB,Law,\nSmall State XAB,Day of the law,2015-03-01\nSmall State XAC,Lawn,\n"
    long = dataset(tmp_path / "long", LONG_DAYS, DAY | {"r.csv": rows})
    assert long.findings.to_dict("list") == made.findings.to_dict("list") and len(long.findings) == 2
    notes = long.issues[long.issues["problem"].str.endswith("nothing was answered")]
    assert notes["row"].tolist() == ["3", "4", "5"] and set(notes["severity"]) == {"note"}
    assert "“Day of the law”" in notes["problem"].iloc[1]
    assert long.issues.query("severity == 'problem'")["value"].tolist() == ["Lawn"]


@pytest.mark.parametrize(
    "typed",
    ["L’« Avis »  – e‑mail", "l'“avis” - E-mail", 'L`"Avis"\u00a0—\u202fe\u00ad-mail', "\ufeffL´„Avis“ − e‐mail\u200b"],
)
def test_the_kind_of_an_apostrophe_a_quotation_mark_or_a_hyphen_does_not_count(tmp_path, typed):
    """In the header of a question, in the name of a question in a row of its own, and in an answer."""
    label = "L’« Avis » – e‑mail"
    book = CODEBOOK + f"law,t,,kinds,no,,,{label},Is there a law?\n"
    files = {"paper/codebook.csv": book, "paper/codes.csv": f"list,code,label,rank\nkinds,mail,{label},\n"}
    cell = '"' + typed.replace('"', '""') + '"'
    wide = register("codings", "r.csv", 'entity = "State"', QUESTIONS)
    made = dataset(tmp_path / "wide", wide, files | {"r.csv": f"State,{cell}\nSmall State XAA,{cell}\n"})
    rows = f"State,Question,Answer\nSmall State XAA,{cell},{cell}\nSmall State XAB,{cell},L-Avis\n"
    long = dataset(tmp_path / "long", LONG_DAYS, files | {"r.csv": rows})
    assert answers(made) == {"XAA": "mail"} and answers(long) == {"XAA": "mail", "XAB": "unsettled"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200", "1200"), ("1 200", "1200"), ("1\u202f200", "1200"), ("1\u00a0234\u00a0567", "1234567"), ("1'200", "1200"),
        ("1’234’567", "1234567"), ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("3.0", "3"), ("3,0", "3"), ("1 200,00", "1200"),
        ("007", "7"), ("١٢٠٠", "1200"), ("1,200", ""), ("1.200", ""), ("12,5", ""), ("1 20", ""), ("12 3456", ""), ("1'200 300", ""),
        ("-3", ""), ("1,2,3", ""), ("3.", ""), ("1e3", ""), ("5²", ""), ("=2+3", ""), ("=2*(A1-$B$2)/1.5", ""), ("= 18 years", ""),
    ],
)  # fmt: skip
def test_whole_numbers_as_people_write_them(tmp_path, typed, number):
    book = CODEBOOK + "days,t,,number,no,,,Days,How many?\n"
    files = {"paper/codebook.csv": book, "r.csv": f'State,Question,Answer\nSmall State XAA,Days,"{typed}"\n'}
    made = dataset(tmp_path, LONG_DAYS, files)
    assert answers(made, "days") == {"XAA": number or "unsettled"}
    problems = made.issues.query("severity == 'problem'")
    assert len(problems) == (not number)
    both, formula = (
        problems["problem"].str.contains(word).any() for word in ("1200 or 1.200", "formula without a value")
    )
    assert both == (typed in ("1,200", "1.200")) and formula == (typed.startswith("=2"))


def test_a_total_of_thousands_below_a_register_is_no_record(tmp_path):
    book = CODEBOOK + "days,t,,number,no,,,Days,How many?\n"
    mapped = register("codings", "r.csv", 'entity = "State"', QUESTIONS)
    rows = "State,Days\nSmall State XAA,700\nSmall State XAB,500\nTotal,1 200\n,1'200\n"
    made = dataset(tmp_path, mapped, {"paper/codebook.csv": book, "r.csv": rows})
    assert answers(made, "days") == {"XAA": "700", "XAB": "500"}
    assert not made.issues["severity"].eq("problem").any() and {"4", "5"} <= set(made.issues["row"])
