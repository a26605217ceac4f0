import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tidy.dates import as_iso
from tests.tidy.made import REVIEWS, dataset


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-06", "2018/06/06", "6 June 2018", "06 Jun 2018", "June 6, 2018", "6th June 2018", "6-Jun-2018", "06.06.2018",
        "06/06/2018", "43257", "1er juin 2018".replace("1er", "6"), "6 de junio de 2018", "6 июня 2018 г.", "2018年6月6日",
        "6 حزيران/يونيه 2018", "6 يونيو 2018", "2018-06-06 00:00:00", " 6 JUNE  2018 ",
    ],
)  # fmt: skip
def test_the_sixth_of_june_as_people_write_it(text):
    assert as_iso(text) == ("2018-06-06", "")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 Feb. 2025", "2025-02-03"), ("01.05.2017", "2017-05-01"), ("1er mai 2017", "2017-05-01"), ("25/06/2018", "2018-06-25"),
        ("06/25/2018", "2018-06-25"), ("07/2020", "2020-07"), ("7-2020", "2020-07"), ("2018", "2018"), ("2018-06", "2018-06"), ("June 2018", "2018-06"), ("Sept. 2018", "2018-09"),
        ("15 янв. 2018", "2018-01-15"), ("15 ene. 2018", "2018-01-15"), ("6 févr. 2018", "2018-02-06"),
    ],
)  # fmt: skip
def test_other_days_months_and_years(text, iso):
    assert as_iso(text) == (iso, "")


def test_a_month_that_lost_its_nought_is_refused_with_both_readings():
    """A spreadsheet keeps 2004.10 as the number 2004.1."""
    iso, why = as_iso("2004.1")
    assert not iso and "2004-01" in why and "2004-10" in why
    assert [as_iso(text)[0] for text in ("2004.10", "2004.5", "2004-1")] == ["2004-10", "2004-05", "2004-01"]


def test_two_readings_are_both_named():
    iso, why = as_iso("05/06/2018")
    assert not iso and "2018-05-06" in why and "2018-06-05" in why


@pytest.mark.parametrize(
    "text",
    ["soon", "31 June 2018", "2018-02-30", "13/13/2018", "13/2018", "#N/A", "6 June 18", "6 settembre 2018", "12"],
)
def test_what_is_no_date_is_never_guessed(text):
    iso, why = as_iso(text)
    assert not iso and text in why


@given(st.dates(dt.date(1000, 1, 1)))
def test_every_day_survives_its_own_spelling(day):
    assert as_iso(f"{day.day} {day:%B} {day.year}") == (day.isoformat(), "")
    assert as_iso(f"{day:%d.%m}.{day.year}") == (day.isoformat(), "")


@given(st.text(max_size=20))
def test_any_text_gives_a_date_or_a_reason(text):
    iso, why = as_iso(text)
    assert bool(iso) != bool(why)


UNIVERSES = "universe,name,unit,record,topic,edition,day\nmid,Mid,entity,review,,,2020-06-30\nlast,Last,entity,review,,,submission\n"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-03-15", "2 records (rows 2, 3) are dated by a year or a month alone (“2020”, “2020-06”), within which the counting looks at a day (2020-06-30)"),
        ("2021-05-15", "3 records (rows 2, 3, 5) are dated by a year or a month alone (“2020”, “2020-06”, “2021-05”), within which the counting looks at a day (2020-06-30, 2021-05-15)"),
    ],
)  # fmt: skip
def test_a_year_or_a_month_counts_from_its_first_day_on_and_that_is_said_where_it_matters(tmp_path, day, said):
    days = ("2020", "06/2020", "2019", "May 2021", "30 June 2020")
    rows = "State,Symbol,Date\n" + "".join(f"Small State XA{s},,{d}\n" for s, d in zip("ABCDE", days, strict=True))
    files = {"reviews.csv": rows, "paper/universes.csv": UNIVERSES}
    made = dataset(tmp_path, REVIEWS, files, paper=f"[days]\nsubmission = {day}\n")
    notes = made.issues[made.issues["problem"].str.contains("year or a month")]
    assert notes["problem"].tolist() == [f"{said}: each counts from the first day of it on"]
    assert notes["column"].item() == "Date" and notes["severity"].item() == "note"


def test_of_a_dated_and_an_undated_record_the_dated_one_is_kept_and_the_remedy_is_to_date_the_other(tmp_path):
    rows = "State,Symbol,Date\nSmall State XAA,S/1,\nSmall State XAA,S/1,2020\nSmall State XAB,,\nSmall State XAB,,2019\nSmall State XAB,,2018\n"
    made = dataset(tmp_path, REVIEWS, {"reviews.csv": rows})
    assert made.reviews["unit"].tolist() == ["XAA", "XAB", "XAB:2018", "XAB:2019"]
    assert made.reviews["date"].tolist() == ["2020", "", "2018", "2019"]
    problem = made.issues[made.issues["severity"] == "problem"].squeeze()
    assert problem["row"] == "2" and problem["problem"].endswith("kept; date “” here, “2020” there")
    assert problem["remedy"].startswith("Write the day of this row")
    assert made.issues.loc[made.issues["problem"].str.contains("on every day"), "row"].tolist() == ["4"]
