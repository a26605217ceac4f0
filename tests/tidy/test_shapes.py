"""Papers of other shapes than the first: each a folder of tables, no line of code."""

import pytest

from analysis.dataset import open_dataset
from tests.conftest import needs
from tests.tidy.made import CODEBOOK, LONG, WIDE, answers, dataset, register, said

GRADES = "list,code,label,rank\n" + "".join(
    f"grade,{code},{label},{rank}\n"
    for code, label, rank in (
        ("c", "Compliant", 4),
        ("lc", "Largely compliant", 3),
        ("pc", "Partially compliant", 2),
        ("nc", "Non-compliant", 1),
    )
)
FORTY = CODEBOOK + "".join(f"r{n},t,,grade,no,,,R.{n},Recommendation {n}\n" for n in range(1, 41))
TERRITORY = (
    'code,iso2,kind,name\nXAA,,member,Small State XAA\nJEY,JE,territory,Jersey\nHKG,HK,territory,"Hong Kong, China"\n'
)


def rated(long: bool) -> str:
    """Return ratings of three jurisdictions, the first re-rated on R.1 after two years."""
    places = [("Small State XAA", "1 May 2015"), ("Jersey", "3 Feb. 2016"), ('"Hong Kong, China"', "2016-03-04")]
    if long:
        rows = [f"{name},{day},R.{n},Partially compliant" for name, day in places for n in range(1, 41)]
        return "\n".join(["State,Day,Question,Answer", *rows, "Small State XAA,1 May 2017,R.1,Compliant"]) + "\n"
    rows = [f"{name},{day}" + ",Partially compliant" * 40 for name, day in places]
    return (
        "\n".join(
            [
                "State,Day," + ",".join(f"R.{n}" for n in range(1, 41)),
                *rows,
                "Small State XAA,1 May 2017,Compliant" + "," * 39,
            ]
        )
        + "\n"
    )


@pytest.mark.parametrize("long", [True, False])
def test_grades_of_jurisdictions_re_rated_over_time(tmp_path, long):
    mapping = (LONG if long else WIDE).replace('entity = "State"', 'entity = "State", date = "Day"')
    files = {"paper/codebook.csv": FORTY, "paper/codes.csv": GRADES, "entities.csv": TERRITORY}
    made = dataset(tmp_path, mapping, files | {"long.csv" if long else "codings.csv": rated(long)})
    assert not said(made) and len(made.findings) == 121
    assert made.reviews[["unit", "date"]].values.tolist() == [
        ["HKG", "2016-03-04"], ["JEY", "2016-02-03"], ["XAA:2015-05-01", "2015-05-01"], ["XAA:2017-05-01", "2017-05-01"],
    ]  # fmt: skip
    assert answers(made, "r1") == {"HKG": "pc", "JEY": "pc", "XAA:2015-05-01": "pc", "XAA:2017-05-01": "c"}
    assert made.layers.ranks("grade") == {"c": 4, "lc": 3, "pc": 2, "nc": 1}


def test_a_register_of_rounds_and_codings_that_name_them(tmp_path):
    reviews = register("reviews", "reviews.csv", 'entity = "State", round = "Round", date = "Day"')
    codings = register("codings", "codings.csv", 'entity = "State", round = "Round"', 'questions = "codebook"')
    rows = "State,Round,Law,Bodies\nSmall State XAA,1,No,Police\nSmall State XAA,2,Yes,Police\nSmall State XAA,3,Yes,\nSmall State XAA,,Yes,\n"
    files = {"reviews.csv": "State,Round,Day\nSmall State XAA,1,2012\nSmall State XAA,2,2018\n", "codings.csv": rows}
    made = dataset(tmp_path, reviews + codings, files)
    assert answers(made) == {"XAA:1": "no", "XAA:2": "yes"}
    assert made.findings.set_index("unit")["date"].to_dict() == {"XAA:1": "2012", "XAA:2": "2018"}
    assert sorted(made.issues["row"]) == ["4", "5"] and said(made)[0].startswith("no register")
    assert said(made)[1].startswith("several reviews fit")


def test_two_days_of_one_review_are_rounds_and_said(tmp_path):
    reviews = register("reviews", "reviews.csv", 'entity = "State", date = "Day", symbol = "Symbol"')
    codings = register("codings", "codings.csv", 'entity = "State", symbol = "Symbol"', 'questions = "codebook"')
    files = {
        "reviews.csv": "State,Day,Symbol\nSmall State XAA,2012,S/1\nSmall State XAA,2018,S/2\nSmall State XAB,2018,S/3\n",
        "codings.csv": "State,Symbol,Law,Bodies\nSmall State XAA,S/2,Yes,\nSmall State XAB,S/3,No,\n",
    }
    made = dataset(tmp_path, reviews + codings, files)
    assert made.reviews["unit"].tolist() == ["XAA:2012", "XAA:2018", "XAB"] and not said(made)
    assert answers(made) == {"XAA:2018": "yes", "XAB": "no"}
    assert made.issues["problem"].str.contains("rows 2, 3").sum() == 2


RECOMMENDED = register(
    "recommendations",
    "recs.csv",
    'entity = "Reviewed", maker = "By", text = "Text"',
    'split = { maker = ",", bodies = "/" }\n[registers.questions]\nlaw = "Accepted"\nbodies = "On"\n',
)


def test_recommendations_with_their_makers_and_answers(tmp_path):
    rows = (
        'Reviewed,By,Text,Accepted,On\nSmall State XAA,"Small State XAB, Small State XAC",Do it.,Yes,Police/Court\n'
        "Small State XAA,Nowhere,Do more.,No,\nNowhere,Small State XAB,Stop.,Yes,\nSmall State XAB,,Do it.,,\n"
    )
    made = dataset(tmp_path, RECOMMENDED, {"recs.csv": rows})
    assert made.recommendations[["unit", "entity", "maker"]].values.tolist() == [
        ["recs.csv#2", "XAA", "XAB;XAC"], ["recs.csv#3", "XAA", ""], ["recs.csv#5", "XAB", ""],
    ]  # fmt: skip
    assert answers(made) == {"recs.csv#2": "yes", "recs.csv#3": "no"} and answers(made, "bodies") == {
        "recs.csv#2": "court,police"
    }
    assert set(made.findings["record"]) == {"recommendation"} and set(made.codings["coder"]) == {"source"}
    assert [(i.row, i.column) for i in made.issues.itertuples() if i.severity == "problem"] == [
        ("3", "By"),
        ("4", "Reviewed"),
    ]


def test_recommendations_coded_in_a_sheet_of_their_own_by_their_number(tmp_path):
    recs = register("recommendations", "recs.csv", 'entity = "State", number = "No"')
    codings = register(
        "codings", "codings.csv", 'number = "No"', 'questions = "codebook"\nfixed = { record = "recommendation" }'
    )
    files = {
        "recs.csv": "State,No\nSmall State XAA,1\nSmall State XAB,2\n",
        "codings.csv": "No,Law,Bodies\n1,Yes,Police\n2,No,\n9,No,\n",
    }
    made = dataset(tmp_path, recs + codings, files)
    assert made.findings.query("question == 'law'")[["unit", "entity", "answer"]].values.tolist() == [
        ["recs.csv#1", "XAA", "yes"], ["recs.csv#2", "XAB", "no"],
    ]  # fmt: skip
    assert said(made) == ["no register of recommendations lists this recommendation"]


def test_rows_are_chosen_and_the_others_counted(tmp_path):
    made = dataset(
        tmp_path, WIDE + 'where = "Bodies holds Police; State != Small State XAC"',
        {"codings.csv": "State,Law,Bodies\nSmall State XAA,Yes,Police\nSmall State XAB,No,court\nSmall State XAC,No,Police\n"},
    )  # fmt: skip
    assert answers(made) == {"XAA": "yes"} and not said(made)
    assert made.issues["problem"].str.startswith("2 of 3 rows are not chosen").sum() == 1


def test_a_condition_on_a_column_that_is_not_there_names_those_that_are(tmp_path):
    made = dataset(tmp_path, WIDE + 'where = "Fate = 1"', {"codings.csv": "State,Law,Bodies\nSmall State XAA,Yes,\n"})
    assert "Fate" in said(made)[0] and "state, law, bodies" in said(made)[0].lower()


GROUPED = WIDE + 'groupings = { club = "Club", region = "Region" }'


def test_columns_of_nought_and_one_are_groupings(tmp_path):
    codes = (
        "list,code,label,rank\nbodies,police,Police,\nregion,north,North,\nregion,south,South,\nregion,none,Nowhere,\n"
    )
    rows = (
        "State,Law,Bodies,Club,Region\nSmall State XAA,Yes,,1,North\nSmall State XAA,,Police,1,South\nSmall State XAB,No,,0,\n"
        "Small State XAC,No,,perhaps,North\nSmall State XAD,No,,1,South\nSmall State XAD,,Police,0,South\n"
    )
    made = dataset(tmp_path, GROUPED, {"codings.csv": rows, "paper/codes.csv": codes})
    held = made.entities.set_index("code")[["club", "region"]]
    assert held.loc["XAA"].tolist() == ["member", "north;south"] and held.loc["XAB"].tolist() == [
        "not a member",
        "none",
    ]
    assert held.loc["XAC"].tolist() == ["not a member", "north"] and held.loc["XAE"].tolist() == [
        "not a member",
        "none",
    ]
    assert [(i.row, i.column) for i in made.issues.itertuples() if i.severity == "problem"] == [
        ("5", "Club"),
        ("7", "Club"),
    ]


def test_codes_of_entities_in_a_column_of_their_own(tmp_path):
    mapping = WIDE.replace('entity = "State"', 'code = "No", entity = "State"')
    rows = "No,State,Law,Bodies\n900,Small State XAA,Yes,\n901,State no. two,No,\nXAC,,Yes,\n900,Small State XAD,Yes,\n999,Small State XAE,No,\n"
    made = dataset(tmp_path, mapping, {"codings.csv": rows})
    assert answers(made) == {"XAA": "yes", "XAB": "no", "XAC": "yes"}
    assert [i.row for i in made.issues.itertuples() if i.severity == "problem"] == ["5", "6"]


@pytest.mark.parametrize("empty", ["State,Law,Bodies\n", "State,Law,Bodies\n,,\n\n", "Law,State,Bodies,More\n"])
def test_empty_tables(tmp_path, empty):
    made = dataset(tmp_path, WIDE, {"codings.csv": empty})
    assert made.findings.empty and made.reviews.empty and not said(made) and made.rows["read"] == 0
    assert list(made.findings.columns)[:3] == ["unit", "entity", "record"]


@pytest.mark.parametrize(("state", "law"), [("الدولة", "التشريع"), ("国家", "立法"), ("Государство", "Закон")])
def test_headers_in_any_script(tmp_path, state, law):
    book = f"{CODEBOOK}law,t,,yes_no,no,,,{law},?\n"
    rows = f"{state},{law}\nSmall State XAA,是\nSmall State XAB,لا\nSmall State XAC,да\n"
    made = dataset(tmp_path, WIDE.replace('"State"', f'"{state}"'), {"codings.csv": rows, "paper/codebook.csv": book})
    assert answers(made) == {"XAA": "yes", "XAB": "no", "XAC": "yes"} and not said(made)


def test_a_sheet_of_one_row_without_headers(tmp_path):
    mapping = register("codings", "one.csv", 'entity = "column A", answer = "column B"', 'fixed = { question = "law" }')
    made = dataset(tmp_path, mapping, {"one.csv": "Small State XAA,Yes\n"})
    assert answers(made) == {"XAA": "yes"}


def test_corrections_are_made_while_the_source_holds_what_they_correct(tmp_path):
    head = "source,sheet,row,column,was,becomes,why,by,on\n"
    files = {"codings.csv": "State,Law,Bodies\nSmall State XAA,Yess,\nSmall State XAB,No,\n"}
    made = dataset(
        tmp_path, WIDE, files | {"corrections.csv": head + "codings.csv,,2,Law,Yess,Yes,typing,me,2026-01-01\n"}
    )
    assert answers(made) == {"XAA": "yes", "XAB": "no"} and not said(made)
    made = dataset(tmp_path, WIDE, {"codings.csv": files["codings.csv"].replace("Yess", "No")})
    assert answers(made)["XAA"] == "no" and "mended" in said(made)[0] and "“No”" in said(made)[0]
    strange = "codings.csv,,99,Law,a,b,,,\ncodings.csv,,2,Lawn,a,b,,,\nother.csv,,2,Law,a,b,,,\ncodings.csv,Sheet 9,2,Law,a,b,,,\n"
    made = dataset(tmp_path, WIDE, {"corrections.csv": head + strange})
    assert len(said(made)) == 4 and answers(made).get("XAA") != "yes"


def test_reference_tables_of_the_dataset_add_to_those_of_the_paper(tmp_path):
    files = {
        "codings.csv": "State,Law,Bodies\nThe XAA,Jawohl,\nSmall State XAB,No,\n",
        "spellings.csv": "list,spelling,code\nyes_no,jawohl,yes\n",
        "aliases.csv": "alias,code,language,accepted_on,note\nThe XAA,XAA,en,2026-01-01,\nNever met,XAB,en,2026-01-01,\n",
    }
    made = dataset(tmp_path, WIDE, files)
    assert answers(made) == {"XAA": "yes", "XAB": "no"} and not said(made)
    assert made.issues["value"].tolist().count("Never met") == 1


def test_a_hundred_and_ninety_five_states_by_five_questions(tmp_path):
    source = needs("real/workbooks/cyberlaw/data.csv")
    labels = {
        "etrans": "Electronic Transactions",
        "consumer": "Consumer Protection",
        "privacy": "Privacy and Data Protection",
        "crime": "Cybercrime",
        "tax": "Indirect Taxation",
    }
    book = CODEBOOK + "".join(f"{q},t,,law,no,,,{label},?\n" for q, label in labels.items())
    codes = "list,code,label,rank\nlaw,law,Legislation,\nlaw,draft,Draft Legislation,\nlaw,no_law,No Legislation,\nno_answer,no_data,No Data,\n"
    mapping = register(
        "codings",
        "data.csv",
        'code = "code", entity = "country"',
        'questions = "codebook"\ngroupings = { africa = "Africa", ldc = "Least developed countries" }',
    )
    dataset(
        tmp_path,
        mapping,
        {"data.csv": source.read_text(encoding="utf-8"), "paper/codebook.csv": book, "paper/codes.csv": codes},
    )
    (tmp_path / "entities.csv").unlink()
    toml = tmp_path / "dataset.toml"
    toml.write_text('title = "t"\npaper = "paper"\nas_of = 2026-04-30\n')
    made = open_dataset(tmp_path)
    assert not said(made) and len(made.reviews) == 195 and len(made.findings) == 975
    counts = made.findings.query("answer == 'law'")["question"].value_counts().to_dict()
    assert counts == {"etrans": 176, "consumer": 119, "privacy": 155, "crime": 175, "tax": 98}
    assert made.findings.query("answer == 'no_data'")["question"].value_counts()["consumer"] == 18
    assert (made.entities["africa"] == "member").sum() == 54


def test_six_thousand_recommendations_and_none_is_lost(tmp_path):
    source = needs("real/workbooks/upr_info_sessions_1-5.xls")
    mapping = register(
        "recommendations",
        "upr.xls",
        'entity = "SuR", maker = "RS", text = "Recommendation"',
        '[registers.questions]\nfate = "Response"\n',
    )
    book = f"{CODEBOOK}fate,t,,fate,no,,,Response,?\n"
    codes = "list,code,label,rank\nfate,accepted,Accepted,\nfate,noted,Noted,\n"
    dataset(tmp_path, mapping, {"paper/codebook.csv": book, "paper/codes.csv": codes})
    (tmp_path / "entities.csv").unlink()
    (tmp_path / "dataset.toml").write_text('title = "t"\npaper = "paper"\nas_of = 2009-12-31\n')
    (tmp_path / "upr.xls").write_bytes(source.read_bytes())
    made = open_dataset(tmp_path)
    assert len(made.recommendations) == 6094 and made.findings["answer"].value_counts().to_dict() == {
        "accepted": 4087,
        "noted": 2007,
    }
    assert (made.recommendations["maker"] == "").sum() == 9 and len(said(made)) == 9


NUMBERED = register("recommendations", "recs.csv", 'entity = "State", number = "No", symbol = "Symbol", text = "Text"')


def test_numbers_that_begin_again_in_each_state_are_numbers_of_its_own(tmp_path):
    coded = register("codings", "c.csv", 'entity = "State", number = "No"', 'questions = "codebook"\nfixed = { record = "recommendation" }')  # fmt: skip
    files = {
        "recs.csv": "State,No,Symbol,Text\nSmall State XAA,1,,a\nSmall State XAA,2,,b\nSmall State XAA,3,,c\nSmall State XAB,1,,d\nSmall State XAB,2,,e\nNowhere,3,,f\n",
        "c.csv": "State,No,Law,Bodies\nSmall State XAB,1,Yes,\nSmall State XAA,1,No,\n,3,Yes,\n,2,Yes,\n",
    }
    made = dataset(tmp_path, NUMBERED + coded, files)
    assert answers(made) == {"recs.csv#XAB:1": "yes", "recs.csv#XAA:1": "no", "recs.csv#3": "yes"}
    assert sorted(made.recommendations["unit"])[-2:] == ["recs.csv#XAB:1", "recs.csv#XAB:2"]
    assert said(made)[0].startswith("several recommendations fit: say the State")
    note = made.issues[made.issues["problem"].str.contains("another State")]
    assert note["problem"].item().startswith("4 recommendations (rows 2, 3, 5, 6)") and note["column"].item() == "No"


def test_answers_beside_numbers_that_begin_again_are_of_their_own_row(tmp_path):
    mapped = NUMBERED.replace('text = "Text"', 'text = "Text", date = "Day"') + '[registers.questions]\nlaw = "Law"\n'
    rows = "State,No,Symbol,Text,Day,Law\nSmall State XAA,1,,a,2016,Yes\nSmall State XAB,1,,a,2015,No\nNowhere,1,,a,2015,No\n"
    made = dataset(tmp_path, mapped, {"recs.csv": rows})
    assert answers(made) == {"recs.csv#XAA:1": "yes", "recs.csv#XAB:1": "no"}
    assert len(said(made)) == 1 and "Nowhere" in said(made)[0]


def test_recommendations_that_lack_their_number_are_known_by_their_row(tmp_path):
    made = dataset(
        tmp_path,
        NUMBERED,
        {"recs.csv": "State,No,Symbol,Text\nSmall State XAA,,,a\nSmall State XAA,,,b\nSmall State XAA,2,,c\n"},
    )
    assert set(made.recommendations["unit"]) == {"recs.csv#row 2", "recs.csv#row 3", "recs.csv#2"} and not said(made)
    answered = NUMBERED + '[registers.questions]\nlaw = "Law"\n'
    rows = "State,No,Symbol,Text,Law\nSmall State XAA,,,a,Yes\nSmall State XAA,#REF!,,b,No\nSmall State XAA,1,,c,No\nSmall State XAA,1,S/1,c,Yes\nSmall State XAA,1,S/2,c,No\n"
    made = dataset(tmp_path, answered, {"recs.csv": rows})
    assert {unit.partition("#")[2]: answer for unit, answer in answers(made).items()} == {
        "row 2": "yes", "row 3": "no", "1": "no", "S/1:1": "yes", "S/2:1": "no",
    }  # fmt: skip
    assert set(said(made)) == {"an error of the spreadsheet (#REF!)"}


def test_numbers_that_begin_again_in_a_state_are_told_apart_by_the_symbol_or_said(tmp_path):
    rows = "State,No,Symbol,Text\nSmall State XAA,1,S/1,a\nSmall State XAA,1,S/2,b\nSmall State XAA,1,S/2,c\n"
    made = dataset(tmp_path, NUMBERED, {"recs.csv": rows})
    assert made.recommendations["unit"].tolist() == ["recs.csv#S/1:1", "recs.csv#S/2:1"]
    assert said(made) == ["the row contradicts row 3, which has the same number and is kept; text “c” here, “b” there"]
    assert "leave “number” out of the mapping" in said(made, "remedy")[0]
