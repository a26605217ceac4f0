"""CSV files as registers: what separates their cells, and what quotation marks may do to them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.documents.contents import FileProblem
from analysis.loaders.grids import read_grid
from analysis.loaders.mappings import Mapping
from analysis.loaders.workbooks import read_register
from tests.tidy.made import WIDE, dataset, said

CELL = st.one_of(
    st.sampled_from(["", "Yes", "No", "n/a", "it's", "'quoted'", "5' by 6'", "a, b", "Police; court", "1,5", "x|y", '"so"']),
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12),
)  # fmt: skip


def written(rows, **how):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", **how).writerows(rows)
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=12), mark=st.sampled_from(",;\t|"))
def test_what_is_written_is_read(tmp_path_factory, rows, mark):
    """Apostrophes quote nothing, and marks within cells separate nothing."""
    path = tmp_path_factory.mktemp("csv") / "r.csv"
    every = [("State", "Said", "Text"), ("Small State XAA", "Yes", "Act"), *rows]
    path.write_text(written(every, delimiter=mark), encoding="utf-8")
    assert read_grid(path).cells == [[" ".join(cell.split()) for cell in row] for row in every]


@pytest.mark.parametrize("title", ["List of States, areas, and answers, as received", "Table 1; draft"])
def test_a_title_does_not_decide_what_separates_the_cells(tmp_path, title):
    rows = [(title,), ("State", "Share", "Text"), *[(f"State {n}", "1,5", "a, b") for n in range(9)]]
    (tmp_path / "r.csv").write_text(written(rows, delimiter=";"), encoding="utf-8")
    assert read_grid(tmp_path / "r.csv").cells[-1] == ["State 8", "1,5", "a, b"]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing_in_silence(tmp_path):
    text = 'State,Text\nXAA,"closed"\nXAB,"open\nXAC,b\nXAD,c\n'
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match="line 3 is never closed"):
        read_grid(tmp_path / "r.csv")
    (tmp_path / "r.csv").write_text(
        text.replace('"open', 'the "open" one').replace('"closed"', '"of, "many'), encoding="utf-8"
    )
    assert [row[0] for row in read_grid(tmp_path / "r.csv").cells[1:]] == ["XAA", "XAB", "XAC", "XAD"]


def test_a_sheet_that_a_text_file_cannot_have_is_said(tmp_path):
    (tmp_path / "r.csv").write_text("State,Text\nXAA,a\n", encoding="utf-8")
    columns = {"entity": "State", "symbol": "Text"}
    [issue] = read_register(tmp_path, Mapping("reviews", "r.csv", sheet="Data", columns=columns)).issues
    assert "“Data”" in issue["problem"] and issue["severity"] == "note"
    assert not read_register(tmp_path, Mapping("reviews", "r.csv", columns=columns)).issues


def test_a_link_that_leads_to_itself_is_an_issue_of_its_file(tmp_path):
    (tmp_path / "codings.csv").symlink_to("codings.csv")
    made = dataset(tmp_path, WIDE, {})
    assert made.findings.empty and made.layers.stamp()
    assert len(said(made)) == 1 and "leads back to itself" in said(made, "remedy")[0]
