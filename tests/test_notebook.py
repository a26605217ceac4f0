"""What notebooks show of text from outside: the text, and nothing that a page or a chart would act upon."""

import base64
import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import html
from matplotlib.text import Text

import analysis
from analysis.charts import catalogue
from analysis.charts.export import alternative
from analysis.charts.sheet import Furniture, Sheet
from analysis.charts.style import Palette
from analysis.dataset import Dataset, open_dataset
from analysis.explore import explored, explorer, groupings
from analysis.measures.book import measures_of
from analysis.tables.formats import text_of
from analysis.tables.html import html_table, picture_html, text_html
from analysis.tables.workbook import workbook
from tests.tables.test_workbook import without_states

HOSTILE = "<script>alert(1)</script> \"x\" 'y' $x_{1}$ =cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def hostile(demonstration):
    return titled(demonstration, HOSTILE, demonstration=False)


def titled(dataset, title: str, **settings) -> Dataset:
    return Dataset(dataset.folder, replace(dataset.settings, title=title, **settings))


def elements(page: str):
    tree = html.fromstring(f"<div>{page}</div>")
    assert not tree.xpath("//script") and "<script" not in page
    return tree


def test_the_opening_shows_a_title_as_text(hostile):
    tree = elements(analysis.opening(hostile).data)
    source, _ = tree.find_class("analysis-source")
    assert HOSTILE in source.text_content() and not len(source) and "mathjax_ignore" in source.get("class")


def test_tables_captions_and_texts_are_text():
    tree = elements(html_table(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE) + text_html(HOSTILE, "p"))
    assert [cell.text for cell in tree.xpath("//th[@scope='row'] | //caption | //p")] == [HOSTILE] * 3
    (saved,) = tree.find_class("analysis-csv")
    rows = base64.b64decode(saved.get("href").partition(",")[2]).decode("utf-8")
    assert rows.count(HOSTILE.replace('"', '""')) == 2 and "<" not in saved.get("download")
    assert all("mathjax_ignore" in e.get("class") for e in tree.xpath("//table | //p"))


def test_the_alternative_text_of_a_picture_is_text(hostile):
    figure = Sheet(Palette(hostile.layers)).frame(Furniture(HOSTILE, HOSTILE, HOSTILE, HOSTILE))[0]
    (image,) = elements(picture_html(figure, HOSTILE, 900)).xpath("//img")
    assert image.get("alt") == HOSTILE and set(image.keys()) == {"alt", "width", "src"}
    elements(explored(hostile, "legislation", "yes").data)
    assert elements(analysis.chart("vehicles", hostile).data).xpath("//img")[0].get("alt") == alternative(
        catalogue.chart("vehicles", hostile)
    )


def test_every_reading_of_the_paper_is_a_paragraph(world):
    names = world.layers.table("readings")["reading"].unique()
    assert len(elements(analysis.readings(world).data).xpath("//p")) == len(names) > 10


def test_a_reading_is_text(hostile, monkeypatch):
    monkeypatch.setattr("analysis.measures.readings.reading", lambda name, dataset, language: HOSTILE)
    (paragraph,) = elements(analysis.reading("bad", hostile).data).xpath("//p")
    assert paragraph.text == HOSTILE


@pytest.mark.parametrize("title", ["$x_{1}$", "costs $5 and $6", r"$\frac{$", "$$", r"\$"])
def test_a_dollar_in_a_chart_is_a_dollar(title, hostile):
    bad = titled(hostile, title)
    for figure in (
        Sheet(Palette(bad.layers)).frame(Furniture(title, title, title, title))[0],
        catalogue.chart("questions", bad).draw(),
        catalogue.chart("coverage", bad).draw(),
    ):
        texts = figure.findobj(Text)
        assert not any(text.get_parse_math() for text in texts)
        figure.savefig(io.BytesIO(), format="png")
        assert any(title in text.get_text() for text in texts)


def test_the_numbers_of_the_workbook_are_numbers_that_add_up(demonstration):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(demonstration)))["measures"]
    lines = list(sheet.iter_rows())
    first = next(n for n, row in enumerate(lines) if row[0].value == "Measure")
    columns = {cell.value: [row[n] for row in lines[first + 1 :]] for n, cell in enumerate(lines[first])}
    numbers = without_states(demonstration)
    for column, style in {"Share": "0.0%", "Interval from": "0.0%", "Count": "#,##0", "Denominator": "#,##0"}.items():
        cells = [cell for cell in columns[column] if not str(cell.value).startswith("[")]
        assert {cell.data_type for cell in cells} == {"n"} and {cell.number_format for cell in cells} == {style}
        assert sum(cell.value for cell in cells) == pytest.approx(
            numbers[{"Interval from": "low"}.get(column, column.lower())].sum()
        )


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("change", 0.004, "0.4%"),
        ("change", 0.0, "0.0%"),
        ("reach_high", 1.0, "100.0%"),
        ("p", 0.0456, "0.046"),
        ("value", 1995.0, "1995"),
        ("value", 0.0027, "0.0027"),
        ("count", 1234, "1,234"),
        ("values", (5.0, 1.0), "5; 1"),
        ("question", "treaty_basis", "treaty basis"),
        ("review", "fiu;law_enforcement", "fiu; law enforcement"),
        ("source", "a_file.xlsx", "a_file.xlsx"),
        ("low", float("nan"), ""),
        ("low", None, ""),
    ],
)
def test_a_cell_is_read_by_its_column(column, value, text):
    assert text_of(column, value) == text


MEASURES = ["legislation_change", "legislation_differences", "legislation_46_and_56", "legislation_of_every_state",
            "highest_penalty", "legislation_test", "networks"]  # fmt: skip


@pytest.mark.parametrize("name", [*MEASURES, "every_question", "agreement", "coverage"])
def test_a_table_has_no_raw_names_empty_columns_or_rows_alike(name, demonstration):
    frame = analysis.measure(demonstration, name) if name in MEASURES else getattr(analysis, name)(demonstration)
    tree = html.fromstring(html_table(frame, most=1000))
    heads = [head.text or "" for head in tree.xpath("//thead//th")]
    rows = [[cell.text or "" for cell in row] for row in tree.xpath("//tbody/tr")]
    assert len(rows) == len(frame) == len({tuple(row) for row in rows})
    assert not [text for row in [heads, *rows] for text in row if "_" in text or text.startswith("(")]
    assert all(any(cells) for cells in zip(*rows, strict=True)) and len(set(heads)) == len(heads)


def controls(box) -> dict:
    return {one.description: one for line in box.children[:2] for one in line.children} | {"shown": box.children[2]}


def test_the_explorer_says_what_is_not_asked(demonstration):
    found = controls(explorer(demonstration))
    assert "<img" in found["shown"].value  # something is shown before anything is chosen
    universes, codebook = measures_of(demonstration).universes, measures_of(demonstration).codebook
    of, question = next(
        (of, question)
        for of in found["Of"].options.values()
        for question in codebook.index
        if not measures_of(demonstration).answers.asks(universes[of], question)
    )
    found["Of"].value, found["Question"].value = of, question
    assert "is not asked in the universe" in found["shown"].value and "<img" not in found["shown"].value
    found["Of"].value, found["Question"].value = "reviewed_46", "legislation"
    assert "<img" in found["shown"].value and "N = 163" in found["shown"].value


def test_the_explorer_counts_a_unit_of_two_groups_once(world_folder):
    with (world_folder / "memberships.csv").open("a") as file:
        file.write("XAA,islands,north,,,invented,\nXAA,islands,south,,,invented,\n")
    dataset = open_dataset(world_folder)
    (alone,) = analysis.measure(dataset, "legislation")["denominator"]
    assert f"(N = {alone})" in explored(dataset, "legislation", "yes", by="islands", universe="reviewed_46").data
    assert "islands" in groupings(dataset, "reviewed_46").values()


def test_the_explorer_offers_the_groupings_of_the_units_of_the_universe(world_folder):
    header = "universe,name,unit,record,topic,edition,day,population,where\n"
    (world_folder / "universes.csv").write_text(f"{header}made,Made,recommendation,recommendation,,,,,\n")
    found = controls(explorer(open_dataset(world_folder)))
    assert "maker_regional_group" not in found["Grouping"].options.values()
    found["Grouping"].value = "regional_group"
    found["Of"].value = "made"
    assert found["Grouping"].options["Regional group of the maker"] == "maker_regional_group"
    assert found["Grouping"].value == "regional_group"


def test_the_workbook_holds_no_formula_and_no_link(hostile):
    tables = hostile.tables | {"issues": hostile.issues.assign(value="=1+1", remedy="http://example.org/ and more")}
    bad = titled(hostile, "=1+1")
    bad.__dict__["tables"] = tables
    book = openpyxl.load_workbook(io.BytesIO(workbook(bad)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {"=1+1", "'=1+1", "http://example.org/ and more"} <= {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink and "example.org" in str(cell.hyperlink.target)]


def test_a_table_without_rows_says_so():
    tree = html.fromstring(html_table(pd.DataFrame({"count": [], "share": []})))
    assert [(cell.text, cell.get("colspan")) for cell in tree.xpath("//tbody//td")] == [("No rows.", "2")]
