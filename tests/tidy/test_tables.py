import csv
import io
import subprocess
import time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.paths import DEMONSTRATION, ROOT
from analysis.schema import TABLES
from tests.conftest import REVIEWED, small_world
from tests.tidy.made import WIDE, answers, dataset, register, said

READ = ("reviews", "responses", "recommendations", "extracts", "codings")


def test_rows_are_conserved(demonstration, world):
    for made in (demonstration, world):
        rows = made.rows
        assert rows["read"] == rows["tidy"] + rows["set aside"]
        assert rows["tidy"] == sum(len(getattr(made, name)) for name in READ)


def test_the_demonstration_has_the_counts_that_the_paper_needs(demonstration):
    assert demonstration.rows == {"read": 4766, "tidy": 4741, "set aside": 25}
    assert [len(getattr(demonstration, name)) for name in ("entities", "reviews", "responses")] == [182, 169, 17]
    law = demonstration.findings.query("record == 'review' and topic == '46' and question == 'legislation'")
    assert law["answer"].value_counts().to_dict() == {"no": 130, "yes": 33}
    assert (
        (demonstration.entities["uncac"] == "party").all()
        and demonstration.banner
        and demonstration.as_of == "2018-03-27"
    )


def test_making_the_demonstration_again_changes_no_byte(tmp_path):
    import sys

    command = [sys.executable, "data/make_demonstration.py", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""}, timeout=120)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(DEMONSTRATION): path.read_bytes() for path in DEMONSTRATION.rglob("*") if path.is_file()}
    assert made.keys() == kept.keys() and [name for name in made if made[name] != kept[name]] == []


def test_keys_are_unique_and_columns_as_the_schema_says(demonstration, world):
    for made in (demonstration, world):
        follows_the_schema(made)


def follows_the_schema(made):
    for name, table in TABLES.items():
        frame = getattr(made, name)
        assert list(frame.columns)[: len(table.names)] == table.names
        if name != "issues":
            assert not frame.duplicated(list(table.key)).any(), name
        for column in table.columns:
            wrong = frame.loc[~column.allows(frame[column.name], made.layers), column.name]
            assert wrong.empty or name == "issues", f"{name}.{column.name}: {wrong.head().tolist()}"


CELL = st.one_of(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(
        ["Small State XAA", "small state  xab", "XAC", "46", "56", "2016-01-01", "05/06/2018", "2017", "Yes", "No", "n/a", "Total", "legislation", "#N/A", "=A1+1", ""]
    ),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reviews=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=8),
    codings=st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=8),
)
def test_whatever_is_typed_no_row_is_lost(tmp_path_factory, reviews, codings):
    folder = small_world(tmp_path_factory.mktemp("typed"))
    for name, rows in (("reviews", reviews), ("codings", codings)):
        table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        pd.concat([table, pd.DataFrame(rows, columns=table.columns)]).to_csv(folder / f"{name}.csv", index=False)
    made = open_dataset(folder)
    assert made.rows["read"] == made.rows["tidy"] + made.rows["set aside"]
    assert made.rows["tidy"] == sum(len(getattr(made, name)) for name in READ)
    follows_the_schema(made)


KINDS = {
    "reviews": ("reviews", "symbol", 'entity = "A", date = "B", status = "C", symbol = "Trace"'),
    "responses": ("responses", "symbol", 'entity = "A", edition = "B", language = "C", symbol = "Trace"'),
    "recommendations": ("recommendations", "symbol", 'entity = "A", maker = "B", date = "C", symbol = "Trace"'),
    "extracts": ("extracts", "symbol", 'text = "A", entity = "B", language = "C", symbol = "Trace"'),
    "codings": ("codings", "symbol", 'entity = "A", question = "B", answer = "C", symbol = "Trace"'),
}
WORD = st.one_of(
    CELL,
    st.sampled_from(
        ["Law", "Bodies", "Police", "Police; court", "Small State XAD", "fr", "public", "3 Feb. 2025", "12.12.2012"]
    ),
)


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(WORD, WORD, WORD), max_size=12))
def test_cells_read_are_cells_used_and_cells_in_issues(tmp_path_factory, kind, rows):
    """Every filled cell of every row is found again in its tidy row, which carries the row's own symbol, or in an issue of the row."""
    table, _, columns = KINDS[kind]
    out = io.StringIO()
    csv.writer(out).writerows([("A", "B", "C", "Trace"), *((*row, f"T/{at}") for at, row in enumerate(rows, start=2))])
    made = dataset(tmp_path_factory.mktemp("cells"), register(table, "r.csv", columns), {"r.csv": out.getvalue()})
    issues = made.issues[made.issues["source"] == "r.csv"]
    tidy = getattr(made, table)
    for at, row in enumerate(rows, start=2):
        if not any(cell.split() for cell in row):
            continue
        own = tidy[tidy["symbol"] == f"T/{at}"]
        assert len(own) == 1 or (issues["row"] == str(at)).any(), f"row {at} {row} is nowhere"
        lost = [cell for cell in row if cell.split()]
        if len(own) == 1 and not (issues["row"] == str(at)).any():
            used = sum(bool(own.iloc[0][name]) for name in field_names(columns))
            assert used == len(lost), f"row {at} {row} became {own.iloc[0].to_dict()}"
    assert made.rows["read"] == made.rows["tidy"] + made.rows["set aside"]


def field_names(columns: str) -> list[str]:
    return [part.split(" = ")[0].strip() for part in columns.split(",") if "Trace" not in part]


def edit(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("reviews", "Small State XAB,46", "Small Stat XAB,46", ("no known name", "XAB", "aliases.csv", "3")),
        ("reviews", "Small State XAB,46", "Small State XAB,99", ("99", "Article", "46", "3")),
        ("reviews", "2016-01-01,2017", "2016-01-01,2013", ("2013", "Edition", "2017, 2018", "2")),
        (
            "codings",
            "XAA,46,T/XAA,legislation,Yes",
            "XAA,46,T/XAA,legislation,perhaps",
            ("perhaps", "Dedicated legislation", "2"),
        ),
        ("codings", "XAA,46,T/XAA,legislation,Yes", "XAA,46,T/XAA,lawfulness,Yes", ("codebook", "lawfulness", "2")),
    ],
)
def test_a_bad_cell_is_named_with_file_row_value_and_remedy(world_folder, name, old, new, words):
    edit(world_folder, name, old, new)
    issues = open_dataset(world_folder).issues
    aside = issues[(issues["set_aside"] == "yes") & (issues["source"] == f"{name}.csv")]
    assert len(aside) == 1
    shown = " ".join(aside.iloc[0])
    assert aside.iloc[0]["remedy"] and all(word in shown for word in words[:-1])
    assert aside.iloc[0]["row"] == words[-1]


def test_a_row_that_stands_twice_counts_once(world_folder):
    path = world_folder / "reviews.csv"
    path.write_text(path.read_text() + "Small State XAA,46,T/XAA,2016-01-01,2017\n")
    made = open_dataset(world_folder)
    assert len(made.reviews) == len(REVIEWED) + 1
    assert "the same as row 2" in made.issues.iloc[0]["problem"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.4 not a table", "PDF"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"PK\x03\x04broken", "broken"),
        (b"Country,Art\nx,y\n", "lacks the column"),
    ],
)
def test_a_bad_file_is_an_issue_and_the_rest_goes_on(world_folder, content, words):
    (world_folder / "codings.csv").write_bytes(content)
    made = open_dataset(world_folder)
    assert len(made.reviews) == 10
    issue = made.issues.iloc[0]
    assert words in issue["problem"] and issue["source"] == "codings.csv" and issue["remedy"]


def test_a_missing_file_or_folder(world_folder, tmp_path):
    (world_folder / "codings.csv").unlink()
    assert "missing" in open_dataset(world_folder).issues.iloc[0]["problem"]
    with pytest.raises(DataError, match="--data"):
        open_dataset(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"dataset\.toml"):
        open_dataset(tmp_path)
    (world_folder / "dataset.toml").write_text("title = ")
    with pytest.raises(DataError, match="cannot be read"):
        open_dataset(world_folder)
    (world_folder / "dataset.toml").write_text('title = "t"\npaper = "nowhere"\n')
    with pytest.raises(DataError, match=r"there are: .*article56_2018"):
        open_dataset(world_folder)


CODERS = register("codings", "long.csv", 'entity = "State", question = "Question", answer = "Answer", coder = "Coder"')


@pytest.mark.parametrize(
    ("rows", "found", "problems"),
    [
        ("A,Yes B,Yes", "yes", 0),
        ("A,Yes B,No", "unsettled", 2),
        ("A,Yes B,No agreed,No", "no", 0),
        ("A,perhaps", "unsettled", 1),
        ("A,perhaps B,Yes", "unsettled", 1),
        ("A,perhaps B,Yes agreed,Yes", "yes", 1),
        ("A,Yes A,Yes", "yes", 1),
        ("A,Yes A,No agreed,Yes", "yes", 2),
        ("A,not applicable B,not applicable", "not_applicable", 0),
    ],
)
def test_each_record_adds_up_whatever_coders_say(tmp_path, rows, found, problems):
    lines = [
        f"Small State XAA,Law,{row.split(',')[1]},{row.split(',')[0]}"
        for row in rows.replace("not applicable", "n/a").split()
    ]
    made = dataset(tmp_path, CODERS, {"long.csv": "\n".join(["State,Question,Answer,Coder", *lines]) + "\n"})
    assert answers(made) == {"XAA": found} and len(said(made)) == problems


def test_a_citation_that_no_extract_holds_is_said_and_the_answer_stays(tmp_path):
    codings = register(
        "codings", "long.csv", 'entity = "State", question = "Q", answer = "A", symbol = "S", paragraph = "P"'
    )
    extracts = register("extracts", "extracts.csv", 'symbol = "S", paragraph = "P", text = "T"')
    files = {
        "long.csv": "State,Q,A,S,P\nSmall State XAA,Law,Yes,D/1,3\nSmall State XAB,Law,No,D/1,4\n",
        "extracts.csv": "S,P,T\nD/1,3,A law.\n",
    }
    made = dataset(tmp_path, codings + extracts, files)
    assert answers(made) == {"XAA": "yes", "XAB": "no"} and said(made) == [
        "paragraph 4 of the document is among no extracts"
    ]
    assert made.findings["paragraph"].tolist() == ["3", "4"]


def test_names_with_an_ending_only_a_table_of_the_paper_knows_win_over_what_is_no_state(tmp_path):
    files = {
        "entities.csv": "code,iso2,kind,name\nJEY,JE,territory,Jersey\nAUN,,organisation,African Union\n",
        "codings.csv": "State,Law,Bodies\nJersey,Yes,\nAfrican Union,No,\n",
    }
    assert answers(dataset(tmp_path, WIDE, files)) == {"AUN": "no", "JEY": "yes"}


def test_entities_of_one_s_own_beside_those_of_the_repository_are_said(tmp_path):
    """In their place they are nothing to remark; beside them each universe of all counts both."""
    files = {"codings.csv": "State,Law\nSmall State XAA,Yes\n"}
    assert not dataset(tmp_path / "alone", WIDE, files).issues["problem"].str.contains("of the repository").any()
    files["dataset.toml"] = 'title = "A dataset"\npaper = "paper"\n'
    beside = dataset(tmp_path / "beside", WIDE, files)
    [told] = beside.issues.query("problem.str.contains('of the repository')").to_dict("records")
    assert told["problem"].startswith("5 entities of this dataset") and told["severity"] == "note"
    assert told["value"].startswith("Small State XAA") and len(beside.entities) > 190


def test_a_dataset_is_what_it_says(world):
    assert (world.title, world.demonstration, world.as_of) == ("Small world", True, "2018-06-06")
    assert world.paper.name == "article56_2018" and world.layers.folders[-1] == world.folder and hash(world)
    assert set(world.memberships["code"]) == set(world.entities["code"])
    with pytest.raises(AttributeError, match="entities, sources, reviews"):
        _ = world.states


def test_without_a_cut_off_the_latest_day_of_the_data_counts(tmp_path):
    reviews = register("reviews", "reviews.csv", 'entity = "State", date = "Date"')
    made = dataset(
        tmp_path, reviews, {"reviews.csv": "State,Date\nSmall State XAA,3 Feb. 2015\nSmall State XAB,2014\n"}
    )
    assert made.as_of == "2015-02-03" and not made.issues["problem"].str.contains("as of today").any()
    undated = dataset(
        tmp_path / "undated",
        register("reviews", "reviews.csv", 'entity = "State"'),
        {"reviews.csv": "State\nSmall State XAA\n"},
    )
    [told] = undated.issues.loc[undated.issues["problem"].str.contains("as of today"), "remedy"]
    assert f'as_of = "{undated.as_of}"' in told


def test_a_kept_dataset_opens_at_once_and_an_edit_is_seen(demonstration, world_folder):
    _ = demonstration.tables
    best = min(timed(lambda: open_dataset(DEMONSTRATION).tables) for _ in range(3))
    assert best < timed(lambda: open_dataset(DEMONSTRATION)._read()) / 4
    assert len(open_dataset(world_folder).reviews) == 10
    edit(world_folder, "reviews", "Small State XAB,46,T/XAB,2016-01-01,2017\n", "")
    assert len(open_dataset(world_folder).reviews) == 9


def timed(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def test_each_of_a_hundred_thousand_codings_takes_no_longer_than_each_of_ten_thousand(tmp_path):
    book = "question,theme,topics,answers,several,asked_if,silence,label,text\n" + "".join(
        f"q{n},t,,yes_no,no,,,Question {n},?\n" for n in range(20)
    )
    columns = 'entity = "State", round = "Round", answer = "Answer", question = "Question"'

    def seconds(rounds):
        rows = [
            f"Small State {code},{number},{(n % 2 and 'Yes') or 'no'}," + f"Question {n}"
            for code in ("XAA", "XAB", "XAC", "XAD", "XAE")
            for number in range(rounds)
            for n in range(20)
        ]
        files = {"paper/codebook.csv": book, "r.csv": "\n".join(["State,Round,Answer,Question", *rows])}
        begun = time.process_time()
        made = dataset(tmp_path / str(rounds), register("codings", "r.csv", columns), files)
        assert len(made.findings) == rounds * 100 and len(made.reviews) == rounds * 5
        return time.process_time() - begun

    # Ten times as many take about ten times as long; a wide margin for a busy machine.
    assert seconds(1_000) < 40 * seconds(100)
