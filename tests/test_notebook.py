"""What notebooks show of text from outside: the text, and nothing that a page or a chart would act upon."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import html
from matplotlib.text import Text

import analysis
from analysis.charts import catalogue
from analysis.charts.style import framed
from analysis.explore import explored
from analysis.tables.html import html_table, picture_html, text_html
from analysis.tables.workbook import workbook

HOSTILE = "<script>alert(1)</script> \"x\" 'y' $x_{1}$ =cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def hostile(demonstration):
    return replace(demonstration, settings=replace(demonstration.settings, title=HOSTILE, demonstration=False))


def elements(page: str):
    tree = html.fromstring(f"<div>{page}</div>")
    assert not tree.xpath("//script") and "<script" not in page
    return tree


def test_the_opening_shows_a_title_as_text(hostile):
    tree = elements(analysis.opening(hostile).data)
    (source,) = tree.find_class("analysis-source")
    assert HOSTILE in source.text_content() and not len(source) and "mathjax_ignore" in source.get("class")


def test_tables_captions_and_texts_are_text():
    tree = elements(html_table(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE) + text_html(HOSTILE, "p"))
    assert [cell.text for cell in tree.xpath("//td | //caption | //p")] == [HOSTILE] * 3
    assert all("mathjax_ignore" in e.get("class") for e in tree.xpath("//table | //p"))


def test_the_alternative_text_of_a_picture_is_text(hostile):
    figure, _ = framed(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    (image,) = elements(picture_html(figure, HOSTILE, 900)).xpath("//img")
    assert image.get("alt") == HOSTILE and set(image.keys()) == {"alt", "width", "src"}
    elements(explored(hostile, "legislation", "yes").data)
    assert (
        elements(analysis.chart("vehicles", hostile).data).xpath("//img")[0].get("alt")
        == catalogue.chart("vehicles", hostile).title
    )


def test_a_reading_is_text(hostile, monkeypatch):
    monkeypatch.setattr("analysis.measures.readings.reading", lambda name, dataset: HOSTILE)
    (paragraph,) = elements(analysis.reading("bad", hostile).data).xpath("//p")
    assert paragraph.text == HOSTILE


@pytest.mark.parametrize("title", ["$x_{1}$", "costs $5 and $6", r"$\frac{$", "$$", r"\$"])
def test_a_dollar_in_a_chart_is_a_dollar(title, hostile):
    bad = replace(hostile, settings=replace(hostile.settings, title=title))
    for figure in (
        framed(title, title, title, title)[0],
        catalogue.chart("questions", bad).draw(),
        catalogue.chart("coverage", bad).draw(),
    ):
        texts = figure.findobj(Text)
        assert not any(text.get_parse_math() for text in texts)
        figure.savefig(io.BytesIO(), format="png")
        assert any(title in text.get_text() for text in texts)


def test_the_workbook_holds_no_formula_and_no_link(hostile):
    tables = hostile.tables | {"issues": hostile.issues.assign(value="=1+1", remedy="http://example.org/ and more")}
    bad = replace(hostile, settings=replace(hostile.settings, title="=1+1"))
    bad.__dict__["tables"] = tables
    book = openpyxl.load_workbook(io.BytesIO(workbook(bad)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {"=1+1", "'=1+1", "http://example.org/ and more"} <= {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink and "example.org" in str(cell.hyperlink.target)]
