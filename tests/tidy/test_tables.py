import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.schema import TABLES
from tests.conftest import REVIEWED, small_world


def test_rows_are_conserved(demonstration, world):
    for dataset in (demonstration, world):
        rows = dataset.rows
        assert rows["read"] == rows["tidy"] + rows["set aside"]


def test_keys_are_unique_and_columns_as_the_schema_says(demonstration):
    for name, table in TABLES.items():
        frame = getattr(demonstration, name)
        assert list(frame.columns)[: len(table.names)] == table.names
        if name != "issues":
            assert not frame.duplicated(list(table.key)).any(), name
            assert table.failures(frame).empty, name


CELL = st.one_of(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(
        [
            "Small State XAA",
            "small state  xab",
            "46",
            "56",
            "2016-01-01",
            "2017",
            "Yes",
            "Total",
            "legislation",
        ]
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reviews=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=8),
    codings=st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=8),
)
def test_whatever_is_typed_no_row_is_lost(tmp_path_factory, reviews, codings):
    folder = small_world(tmp_path_factory.mktemp("typed"))
    for name, rows in (("reviews", reviews), ("codings", codings)):
        table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        pd.concat([table, pd.DataFrame(rows, columns=table.columns)]).to_csv(folder / f"{name}.csv", index=False)
    rows = open_dataset(folder).rows
    assert rows["read"] == rows["tidy"] + rows["set aside"]


def edit(folder, name, old, new):
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("reviews", "Small State XAB,46", "Small Stat XAB,46", ("no known name", "XAB", "aliases.csv", "3")),
        ("reviews", "XAB,46,T/XAB,2016-01-01", "XAB,46,T/XAB,soon", ("soon", "completed", "3")),
        ("reviews", "Small State XAB,46", "Small State XAB,99", ("99", "article", "3")),
        (
            "codings",
            "XAA,46,T/XAA,legislation,Yes",
            "XAA,46,T/XAA,legislation,perhaps",
            ("perhaps", "legislation", "2"),
        ),
        (
            "codings",
            "XAA,46,T/XAA,legislation,Yes",
            "XAA,46,T/XAA,lawfulness,Yes",
            ("codebook", "lawfulness", "2"),
        ),
    ],
)
def test_a_bad_cell_is_named_with_file_row_value_and_remedy(world_folder, name, old, new, words):
    edit(world_folder, name, old, new)
    issues = open_dataset(world_folder).issues
    aside = issues[issues["set_aside"] == "yes"]
    assert len(aside) == 1
    shown = " ".join(aside.iloc[0])
    assert (
        f"{name}.csv" in shown
        and aside.iloc[0]["remedy"]
        and all(word in shown or word in aside.iloc[0]["row"] for word in words[:-1])
    )
    assert aside.iloc[0]["row"] == words[-1]


def test_a_row_that_stands_twice_counts_once(world_folder):
    path = world_folder / "reviews.csv"
    path.write_text(path.read_text() + "Small State XAA,46,T/XAA,2016-01-01,2017\n")
    dataset = open_dataset(world_folder)
    assert len(dataset.reviews) == len(REVIEWED) + 1
    assert "twice" in dataset.issues.iloc[0]["problem"]


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
    dataset = open_dataset(world_folder)
    assert len(dataset.reviews) == 10
    issue = dataset.issues.iloc[0]
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


def test_coders_who_differ_make_no_finding_until_it_is_settled(world_folder):
    path = world_folder / "codings.csv"
    toml = world_folder / "dataset.toml"
    toml.write_text(
        toml.read_text()
        + toml.read_text()
        .split("[[registers]]")[2]
        .replace("codings.csv", "second.csv")
        .replace('coder = "A"', 'coder = "B"')
        .join(["[[registers]]", ""])
    )
    header = path.read_text().splitlines()[0]
    (world_folder / "second.csv").write_text(f"{header}\nSmall State XAA,46,T/XAA,legislation,No,\n")
    dataset = open_dataset(world_folder)
    assert dataset.findings.query("iso3 == 'XAA' and question == 'legislation' and article == '46'").empty
    assert dataset.issues["problem"].str.contains("coders differ").sum() == 2
