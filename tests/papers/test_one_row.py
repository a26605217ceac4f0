"""One row in a table of one's own is enough, and nothing in the repository is edited."""

import pytest

import analysis
import analysis.measures.readings
import analysis.rerun.register
from analysis.charts.catalogue import chart
from analysis.errors import DataError
from analysis.measures.book import measures_of


def add(folder, table, row):
    path = folder / f"{table}.csv"
    if not path.is_file():
        from analysis.reference import SHAPES

        path.write_text(",".join(sum(SHAPES[table], ())) + "\n")
    path.write_text(path.read_text().rstrip("\n") + "\n" + row + "\n")


def test_a_question_with_a_code_of_its_own(world_folder):
    add(world_folder, "codebook", "secrecy,conditions,46,secrecy,no,,,Bank secrecy,Is bank secrecy lifted?")
    add(world_folder, "codes", "secrecy,lifted,Lifted,\nsecrecy,kept,Kept,")
    add(world_folder, "spellings", "secrecy,done away with,lifted")
    add(
        world_folder,
        "codings",
        "Small State XAA,46,T/XAA,Bank secrecy,Done away with,\nSmall State XAB,46,T/XAB,secrecy,kept,",
    )
    dataset = analysis.open_dataset(world_folder)
    rows = analysis.every_question(dataset).query("question == 'secrecy'").set_index("answer")
    assert rows["count"].to_dict() == {"lifted": 1, "kept": 1} and rows.at["lifted", "label"] == "Bank secrecy: Lifted"


def test_a_measure_a_claim_and_a_chart(world_folder):
    add(world_folder, "measures", "lawless,Without law,share,reviewed_46,legislation,no,,,")
    add(world_folder, "statements", "T1,P99,Without law,5")
    add(world_folder, "claims", "T1a,T1,number,lawless,5,,")
    add(world_folder, "charts", "lawless,Without law,N = {lawless.denominator},bars,lawless")
    add(world_folder, "readings", "lawless,1,,{lawless.text} have no law.")
    dataset = analysis.open_dataset(world_folder)
    assert analysis.measure(dataset, "lawless")["count"].tolist() == [5]
    assert (
        analysis.statements(dataset, "T1").set_index("statement").at["T1", "verdict"] == "agrees on demonstration data"
    )
    texts = [text.get_text() for text in chart("lawless", dataset).draw().texts]
    assert "Without law" in texts and any(text.replace("\xa0", " ").startswith("N = 9") for text in texts)
    assert "lawless" in analysis.rerun.register.chart_ids(world_folder)
    assert analysis.measures.readings.reading("lawless", dataset) == "5 of 9 (55.6 per cent) have no law."


def test_a_grouping_is_offered_by_the_explorer(world_folder):
    add(world_folder, "memberships", "XAA,islands,member,,,invented,")
    dataset = analysis.open_dataset(world_folder)
    measures = measures_of(dataset)
    row = measures.rows.loc["legislation"].where(measures.rows.columns != "by", "islands")
    assert measures.make(row.rename("x")).set_index("group")["count"].to_dict() == {"member": 1, "not a member": 3}
    assert "islands" in dataset.memberships["grouping"].unique()


def test_a_row_replaces_and_a_row_drops(world_folder):
    add(world_folder, "measures", "legislation,None,share,reviewed_46,legislation,no,,,")
    add(world_folder, "statements", "-S02,,,")
    dataset = analysis.open_dataset(world_folder)
    assert analysis.measure(dataset, "legislation")["count"].tolist() == [5]
    assert "S02" not in set(analysis.statements(dataset)["statement"])


def test_a_key_twice_and_a_strange_column_are_named(world_folder):
    add(world_folder, "measures", "a,A,rows,parties,,,,,\na,B,rows,parties,,,,,")
    with pytest.raises(DataError, match=r"measures.csv, row 3: “a” stands there twice"):
        analysis.every_measure(analysis.open_dataset(world_folder))
    (world_folder / "measures.csv").write_text("measure,title\na,A\n")
    with pytest.raises(DataError, match=r"“title”.*label"):
        analysis.every_measure(analysis.open_dataset(world_folder))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("measures", "../../evil,Evil,rows,parties,,,,,"),
        ("memberships", "XAA,waemu,member,1 Jan 2030,,invented,"),
        ("memberships", "XAA,waemu,member,2001-01-01,9.9.2010,invented,"),
    ],
)
def test_a_cell_that_breaks_the_rule_of_its_column_is_refused_with_its_row(world_folder, table, row):
    add(world_folder, table, row)
    with pytest.raises(
        DataError, match=rf"{table}\.csv, row \d+: “(\.\./\.\./evil|1 Jan 2030|9\.9\.2010)” cannot stand"
    ):
        analysis.open_dataset(world_folder).layers.table(table)
