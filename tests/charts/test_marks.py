"""What the drawings say beside the numbers: a legend of what is drawn, in words that are true of it."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis.charts import marks
from analysis.charts.catalogue import chart
from analysis.charts.drawings import _n
from analysis.charts.sheet import Furniture, Sheet
from analysis.charts.style import Palette
from analysis.dataset import open_dataset
from analysis.errors import DataError

ROW = {"share": 0.5, "low": 0.4, "high": 0.6, "bound_low": 0.3, "bound_high": 0.7, "count": 5, "denominator": 10,
       "level": 0.9, "of": "Recommendations", "maybe": 0, "not_applicable": 0}  # fmt: skip
EXACT = {"low": 0.5, "high": 0.5}
KNOWN = {"bound_low": 0.5, "bound_high": 0.5}
NOBODY = {"share": float("nan"), "low": float("nan"), "high": float("nan"), "denominator": 0}


def legend(demonstration, *rows) -> list[str]:
    sheet, table = Sheet(Palette(demonstration.layers)), pd.DataFrame([ROW | row for row in rows])
    figure, axes, labels = sheet.frame(
        Furniture("t", "s", "source"), [str(n) for n, _ in enumerate(rows)], legend=marks.drawn(sheet, table)
    )
    marks.intervals(axes, sheet, table, labels)
    return [text.get_text() for found in figure.legends for text in found.get_texts()]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}, {}], "90% interval for: Recommendations"),
        ([{}, {"of": "States"}], "90% interval for the population"),
        ([{}, {"of": "States", **EXACT}], "90% interval for: Recommendations"),  # the other one is not drawn
        ([{}, {"level": 0.95}], "interval for: Recommendations"),
        ([{"maybe": 3}], "90% interval for the population"),
        ([{"not_applicable": 3}], "90% interval for the population"),
        ([{"of": ""}], "90% interval for the population"),
    ],
)
def test_the_legend_names_level_and_target_of_what_is_drawn(rows, expected, demonstration):
    assert legend(demonstration, *rows) == ["share", expected, "bounds without assumption"]


def test_what_is_not_drawn_is_not_in_the_legend(demonstration):
    assert legend(demonstration, EXACT) == ["share", "bounds without assumption"]
    assert legend(demonstration, EXACT | KNOWN, NOBODY) == ["share"]
    assert legend(demonstration, {"low": float("nan"), "high": float("nan")} | KNOWN) == ["share"]
    assert legend(demonstration, NOBODY) == []


def test_nobody_need_be_a_state(demonstration):
    sheet = Sheet(Palette(demonstration.layers))
    for drawing in (marks.intervals, marks.bars):
        _, axes, labels = sheet.frame(Furniture("t", "s", "source"), ["x"])
        drawing(axes, sheet, pd.DataFrame([ROW | NOBODY]), labels)
        assert [text.get_text().strip() for text in axes.texts] == ["nobody answered"]


def test_n_counts_a_unit_of_two_groups_once():
    assert _n(pd.DataFrame({"units": [("a", "b"), ("b", "c"), ()], "count": [2, 2, 0]})) == " (N = 3)"
    assert _n(pd.DataFrame({"units": [("a",), float("nan")], "count": [1, 1]})) == ""


def test_colours_of_a_dataset_count_and_are_read_anew(world_folder):
    for colour in ("#123456", "#654321"):
        (world_folder / "colours.csv").write_text(f"what,code,colour\nmark,main,{colour}\nseries,1,#abcdef\n")
        dataset = open_dataset(world_folder)
        palette = Palette(dataset.layers)
        assert (palette.mark("main"), palette.of("kind", ["new"])) == (colour, {"new": "#abcdef"})
        axes = chart("coverage", dataset).draw().axes[0]
        assert to_hex(axes.patches[0].get_facecolor()) == colour
    with pytest.raises(DataError, match="mark,nothing"):
        palette.mark("nothing")


def test_groups_of_makers_have_the_labels_of_groups(world_folder):
    (world_folder / "charts.csv").write_text(
        "chart,title,subtitle,drawing,measures\nt,T,N,tiles,legislation_of_every_state\n"
    )
    found = chart("t", open_dataset(world_folder))
    found.__dict__["rows"] = found.rows.assign(grouping="maker_regional_group")
    labels = [label.get_text() for label in found.draw().axes[0].get_yticklabels()]
    assert "African States" in labels


@pytest.mark.parametrize("name", ["46 (4)-(5)", "46 4) y 5)", "46(4)-(5)"])
def test_the_paragraphs_of_an_article_stay_on_its_line(name, demonstration):
    """However wide a line is, “46” or “(4)-” never ends it with the paragraphs on the next."""
    sheet = Sheet(Palette(demonstration.layers))
    lines = [
        sheet.wrapped(f"States reviewed under article {name} in each group", width / 10) for width in range(15, 45)
    ]
    assert any("\n" in each for each in lines)
    assert not any(line.startswith(("(", "4", "5")) for each in lines for line in each.split("\n") if line[:2] != "46")
