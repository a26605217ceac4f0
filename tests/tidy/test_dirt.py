"""Twenty kinds of dirt, by their numbers: each is simply understood, or gives one clear issue and leaves the rest standing."""

import pytest
from openpyxl import Workbook

from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.problems import NOTE
from tests.tidy.made import LONG, OWN, REVIEWS, WIDE, answers, dataset, register, said

CODINGS = "State,Law,Bodies\nSmall State XAA,Yes,Police\nSmall State XAB,No,court; police\n"


def one(made, *words):
    """Return the one problem of a dataset; it and its remedy name the words."""
    problems = made.issues[made.issues["severity"] != NOTE]
    assert len(problems) == 1, problems.to_string()
    issue = problems.iloc[0]
    for word in words:
        assert word in " ".join(issue), f"{word} not in {' | '.join(issue)}"
    assert issue["remedy"] and issue["source"]
    return issue


def workbook(folder, rows, change=None, name="codings.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / name)


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!"])
def test_1_and_2_an_error_of_the_spreadsheet_is_an_issue_and_the_answer_unsettled(tmp_path, error):
    def broken(sheet):
        sheet["B2"].value, sheet["B2"].data_type = error, "e"

    workbook(
        tmp_path, [["State", "Law", "Bodies"], ["Small State XAA", "", "Police"], ["Small State XAB", "No", ""]], broken
    )
    made = dataset(tmp_path, WIDE.replace("csv", "xlsx"), {})
    issue = one(made, error, "Law", "2")
    assert "paste them as values" in issue["remedy"] and issue["column"] == "Law"
    assert answers(made) == {"XAA": "unsettled", "XAB": "no"}
    assert answers(made, "bodies") == {"XAA": "police"}


def test_1_an_error_in_a_cell_that_may_be_empty_costs_the_cell_alone(tmp_path):
    made = dataset(tmp_path, REVIEWS, {"reviews.csv": "State,Symbol,Date\nSmall State XAA,#N/A,2018\n"})
    assert one(made, "#N/A", "Symbol")["set_aside"] == "no"
    assert made.reviews[["entity", "symbol", "date"]].values.tolist() == [["XAA", "", "2018"]]


def test_3_a_state_without_symbol_is_a_review(tmp_path):
    made = dataset(
        tmp_path, REVIEWS, {"reviews.csv": "State,Symbol,Date\nSmall State XAA,,\nSmall State XAB,S/1,2018\n"}
    )
    assert made.reviews["entity"].tolist() == ["XAA", "XAB"] and not said(made)


def test_3_a_misspelt_state_alone_in_its_row_is_no_note(tmp_path):
    made = dataset(
        tmp_path, REVIEWS, {"reviews.csv": "State,Symbol,Date\nSmal State XAA,,\nSmall State XAB,S/1,2018\n"}
    )
    one(made, "Smal State XAA", "Small State XAA (XAA)")


def test_3_a_record_without_its_state_is_an_issue_and_a_heading_or_a_sum_is_a_note(tmp_path):
    lone = ",S/1,\n,,2018-05-01\n,,3 Feb. 2018\n"
    notes = "Africa,,\nTotal,24,\n,24,\n,12.5,\n,as of May 2018,\n,Africa,\n"
    made = dataset(tmp_path, REVIEWS, {"reviews.csv": f"State,Symbol,Date\nSmall State XAA,S/0,2018\n{lone}{notes}"})
    assert said(made) == ["no State or other entity stands in this row"] * 3 and made.reviews["entity"].tolist() == [
        "XAA"
    ]
    rows = made.issues.groupby("severity")["row"].agg(list)
    assert rows["problem"] == ["3", "4", "5"] and rows[NOTE] == ["6", "7", "8", "9", "10", "11"]


def test_3_a_paragraph_of_no_state_and_no_symbol_is_an_issue_where_others_name_one(tmp_path):
    columns = register(
        "extracts", "extracts.csv", 'entity = "State", symbol = "Symbol", paragraph = "Para", text = "Text"'
    )
    rows = "State,Symbol,Para,Text\nSmall State XAA,,1,One.\n,S/1,2,Two.\n"
    made = dataset(tmp_path, columns, {"extracts.csv": f"{rows},,3,Three.\n"})
    assert one(made, "no State")["row"] == "4" and made.extracts["paragraph"].tolist() == ["1", "2"]
    alone = dataset(tmp_path / "alone", columns, {"extracts.csv": "State,Symbol,Para,Text\n,,1,One.\n,,2,Two.\n"})
    assert len(alone.extracts) == 2 and not said(alone)


def test_4_an_empty_organisation_loses_no_row(tmp_path):
    columns = register("codings", "codings.csv", 'entity = "State", symbol = "Organisation"', 'questions = "codebook"')
    rows = "State,Organisation,Law\nSmall State XAA,,Yes\nSmall State XAB,EU,No\n"
    made = dataset(tmp_path, columns, {"codings.csv": rows})
    assert answers(made) == {"XAA": "yes", "XAB": "no"}


def test_5_an_unsaved_formula_costs_its_cell_and_not_its_row(tmp_path):
    rows = [["State", "Law", "Bodies"], ["Small State XAA", '=IF(1,"Yes")', "Police"]]
    workbook(tmp_path, rows)
    made = dataset(tmp_path, WIDE.replace("csv", "xlsx"), {})
    one(made, "=IF(1", "Law")
    assert answers(made) == {"XAA": "unsettled"} and answers(made, "bodies") == {"XAA": "police"}


def test_6_codings_without_reviews_make_their_reviews_and_say_so(tmp_path):
    made = dataset(tmp_path, WIDE, {"codings.csv": CODINGS})
    assert made.reviews["entity"].tolist() == ["XAA", "XAB"] and not said(made)
    assert made.issues["problem"].str.contains("no register of reviews").sum() == 1


def test_6_a_coding_that_no_register_of_reviews_lists_is_an_issue(tmp_path):
    rows = {"codings.csv": CODINGS, "reviews.csv": "State,Symbol,Date\nSmall State XAA,S/1,2018\n"}
    made = dataset(tmp_path, REVIEWS + WIDE, rows)
    assert set(said(made)) == {"no register of reviews lists this review"}
    assert answers(made) == {"XAA": "yes"} and made.issues.iloc[0]["row"] == "3"


def test_7_rows_of_one_key_that_contradict_each_other_name_each_other(tmp_path):
    rows = "State,Symbol,Date\nSmall State XAA,S/1,2018\nSmall State XAB,S/2,2018\nSmall State XAA,S/9,2018\n"
    made = dataset(tmp_path, REVIEWS, {"reviews.csv": rows})
    assert one(made, "contradicts row 2", "S/9", "S/1")["row"] == "4"
    assert made.reviews["symbol"].tolist() == ["S/1", "S/2"]


def test_7_a_coder_who_contradicts_himself_settles_nothing(tmp_path):
    rows = "State,Question,Answer\nSmall State XAA,Law,Yes\nSmall State XAB,Law,Yes\nSmall State XAA,Law,No\n"
    made = dataset(tmp_path, LONG, {"long.csv": rows})
    assert answers(made) == {"XAA": "unsettled", "XAB": "yes"}
    assert len(said(made)) == 2 and all("(rows 2, 4)" in p for p in said(made))


def test_7_what_stands_beside_the_second_of_two_equal_answers_is_not_lost_in_silence(tmp_path):
    columns = 'entity = "State", question = "Question", answer = "Answer", note = "Note"'
    rows = "Small State XAA,Law,Yes,\nSmall State XAA,Law,Yes,see the annex\nSmall State XAB,Law,No,a\nSmall State XAB,Law,No,\n"
    made = dataset(
        tmp_path, register("codings", "long.csv", columns), {"long.csv": "State,Question,Answer,Note\n" + rows}
    )
    told = made.issues.set_index("row")["problem"]
    assert "another paragraph or note (rows 2, 3)" in told["3"] and "stands there twice (rows 4, 5)" in told["5"]


def settings_fail(folder, settings, *words, paper=""):
    with pytest.raises(DataError) as error:
        dataset(folder, WIDE, {"codings.csv": CODINGS}, settings, paper)
    for word in words:
        assert word in str(error.value), f"{word} not in {error.value}"


@pytest.mark.parametrize("day", ["2930-01-01", '"2930-01-01"'])
def test_8_a_day_to_come_is_refused(tmp_path, day):
    settings_fail(tmp_path, f"as_of = {day}", "2930-01-01", "future")


def test_8_a_day_after_the_memberships_were_kept_is_refused_where_the_paper_uses_them(tmp_path):
    kept = "grouping,label,kept_until,why\nclub,The club,2012-12-31,the list ends there\n"
    (tmp_path / "groupings.csv").write_text(kept)
    settings_fail(tmp_path, "as_of = 2013-01-01", "The club", "2012-12-31", paper='groupings = ["club"]')
    assert dataset(tmp_path, WIDE, {"codings.csv": CODINGS}, "as_of = 2013-01-01").as_of == "2013-01-01"


def test_9_a_day_in_words_is_refused_in_the_settings(tmp_path):
    settings_fail(tmp_path, 'as_of = "6 June 2018"', "6 June 2018", "2018-06-06", "as_of")


def test_10_a_linked_register_is_read_anew_when_it_changes(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text(CODINGS)
    folder = tmp_path / "data"
    (folder / "received").mkdir(parents=True)
    (folder / "received/codings.csv").symlink_to(outside)
    assert answers(dataset(folder, WIDE.replace("codings.csv", "received/codings.csv"), {})) == {
        "XAA": "yes",
        "XAB": "no",
    }
    outside.write_text(CODINGS.replace("Yes", "No"))
    assert answers(open_dataset(folder)) == {"XAA": "no", "XAB": "no"}


def test_11_editions_that_are_no_table_are_refused(tmp_path):
    settings_fail(tmp_path / "a", "editions = 2018", "editions", "no key of a dataset")
    settings_fail(tmp_path / "b", "", "editions is a table", paper="editions = 2018")


def test_12_a_text_is_no_truth(tmp_path):
    settings_fail(tmp_path, 'demonstration = "false"', "demonstration", "true or false", "quotation marks")


def test_13_a_misspelt_table_is_named_with_the_right_ones(tmp_path):
    with pytest.raises(DataError, match=r"“coding”.*did you mean “codings”"):
        dataset(tmp_path, register("coding", "codings.csv", 'entity = "State"'), {})


def test_14_a_byte_order_mark_changes_nothing(tmp_path):
    dataset(tmp_path, WIDE, {"codings.csv": "\ufeff" + CODINGS})
    for path in (tmp_path / "dataset.toml", tmp_path / "paper/paper.toml", tmp_path / "paper/codebook.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert answers(open_dataset(tmp_path)) == {"XAA": "yes", "XAB": "no"}


def test_15_a_mapping_whose_columns_are_all_wrong_lists_those_that_are_there(tmp_path):
    wrong = register("reviews", "codings.csv", 'entity = "Land", symbol = "Zeichen"')
    made = dataset(tmp_path, wrong, {"codings.csv": CODINGS})
    one(made, "Land", "Zeichen", "State, Law, Bodies")


def test_15_a_question_without_a_column_is_said_and_the_others_are_read(tmp_path):
    made = dataset(tmp_path, WIDE, {"codings.csv": CODINGS.replace("Bodies", "Bodys")})
    one(made, "Bodies", "not read", "Bodys")
    assert answers(made) == {"XAA": "yes", "XAB": "no"}


@pytest.mark.parametrize("mapping", ["", "columns = {}", 'columns = { symbol = "Law" }'])
def test_16_a_mapping_that_names_nothing_says_what_it_could_name(tmp_path, mapping):
    made = dataset(
        tmp_path, f'[[registers]]\ntable = "reviews"\nfile = "codings.csv"\n{mapping}\n', {"codings.csv": CODINGS}
    )
    one(made, "entity or code", "State, Law, Bodies")


def test_17_not_applicable_is_an_answer(tmp_path):
    made = dataset(tmp_path, WIDE, {"codings.csv": CODINGS.replace("Yes", "n/a")})
    assert answers(made) == {"XAA": "not_applicable", "XAB": "no"} and not said(made)


def test_18_dates_as_people_write_them_and_one_with_two_readings(tmp_path):
    rows = "State,Symbol,Date\nSmall State XAA,S/1,3 Feb. 2025\nSmall State XAB,S/2,05/06/2018\n"
    made = dataset(tmp_path, REVIEWS, {"reviews.csv": rows})
    assert made.reviews["date"].tolist() == ["2025-02-03", ""]
    assert one(made, "05/06/2018", "2018-05-06", "2018-06-05", "6 June 2018")["set_aside"] == "no"


def test_20_a_missing_letter_points_to_the_row_that_names_it(tmp_path):
    letters = register("responses", "letters.csv", 'entity = "State", file = "File"')
    rows = "State,File\nSmall State XAA,responses/a.docx\nSmall State XAB,\n"
    made = dataset(tmp_path, letters, {"letters.csv": rows})
    issue = one(made, "responses/a.docx", "missing")
    assert issue[["source", "row", "column"]].tolist() == ["letters.csv", "2", "File"]
    assert made.responses["entity"].tolist() == ["XAA", "XAB"]


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/hostname", "a/../../outside.csv", "..\\\\outside.csv"])
def test_a_path_out_of_the_folder_is_not_followed(tmp_path, path):
    (tmp_path / "outside.csv").write_text("State,Symbol,Date\nSmall State XAA,S/1,2018\n")
    made = dataset(tmp_path / "data", REVIEWS.replace("reviews.csv", path), {})
    one(made, "out of the dataset folder")
    assert made.reviews.empty


def test_all_faults_of_a_row_are_said_at_once(tmp_path):
    columns = register("reviews", "reviews.csv", 'entity = "State", topic = "Topic", date = "Date", status = "Status"')
    codes = "list,code,label,rank\ntopic,a,Article A,\nbodies,police,Police,\n"
    rows = "State,Topic,Date,Status\nNowhere,Article B,soon,perhaps\n"
    made = dataset(tmp_path, columns, {"reviews.csv": rows, "paper/codes.csv": codes})
    assert set(made.issues["column"]) >= {"State", "Topic"} and made.reviews.empty
    made = dataset(
        tmp_path, columns, {"reviews.csv": rows.replace("Nowhere", "Small State XAA").replace("Article B", "a")}
    )
    assert set(made.issues.loc[made.issues["row"] != "", "column"]) == {"Date", "Status"} and made.reviews[
        "date"
    ].tolist() == [""]


def test_the_accepted_words_and_the_nearest_are_named(tmp_path):
    made = dataset(tmp_path, WIDE, {"codings.csv": CODINGS.replace("Police", "Polize")})
    one(made, "Polize", "did you mean “Police”", "Police, Court", "spellings.csv", "2")


def test_a_replaced_table_counts_alone(tmp_path):
    made = dataset(tmp_path, WIDE, {"codings.csv": CODINGS})
    assert set(made.entities["code"]) == {"XAA", "XAB", "XAC", "XAD", "XAE"} and OWN


def test_answers_without_their_state_are_an_issue_and_a_total_or_a_note_is_none(tmp_path):
    rows = "Small State XAA,Yes,Police\n,No,Court\n,,Police\nTotal,2,1\n,2,1\nSource: us,,\n"
    made = dataset(tmp_path, WIDE, {"codings.csv": "State,Law,Bodies\n" + rows})
    lost = made.issues[made.issues["problem"].str.contains("no State or other entity")]
    assert set(lost["row"]) == {"3", "4"} and answers(made) == {"XAA": "yes"}
    assert set(made.issues.loc[made.issues["problem"].str.contains("heading or subtotal"), "row"]) == {"5", "6", "7"}


@pytest.mark.parametrize(
    ("more", "wrong", "near", "law"),
    [
        ('[registers.questions]\nlawx = "Law"\nbodies = "Bodies"\n', "lawx", "“law”", {}),
        ('questions = "codebook"\nfixed = { record = "revue" }\n', "revue", "“review”", {}),
        ('[registers.questions]\nlaw = "Law"\nBODIES = "Bodies"\n', "", "", {"XAA": "yes", "XAB": "no"}),
    ],
)
def test_a_name_that_a_mapping_has_wrong_is_said_once_and_of_the_mapping(tmp_path, more, wrong, near, law):
    made = dataset(tmp_path, register("codings", "codings.csv", 'entity = "State"', more), {"codings.csv": CODINGS})
    assert answers(made) == law
    if wrong:
        issue = one(made, wrong, near, "codings.csv")
        assert issue["source"] == "paper.toml" and issue["set_aside"] == "yes"
        assert bool(answers(made, "bodies")) == (wrong == "lawx")
    else:
        assert not said(made)
