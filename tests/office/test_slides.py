"""Slides: message, chart, source and day, told in words, drawn by PowerPoint where it can."""

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from analysis.dataset import open_dataset
from analysis.languages import LANGUAGES, Language
from analysis.office.native import MOST_BARS
from analysis.office.shown import chart_ids, shown
from analysis.office.slides import slides
from tests.office.made import HOSTILE, LONG, add, drop, literals, more, of_paper, soffice, tall_chart


def made(dataset, code="en"):
    language = Language(code, dataset.layers)
    return Presentation(io.BytesIO(slides(dataset, language))), language


@pytest.fixture(scope="module")
def show(demonstration):
    return made(demonstration)[0]


def pictured(slide):
    """The shape that is the chart of a slide, and the words for those who cannot see it."""
    (shape,) = [s for s in slide.shapes if s.has_chart or s.shape_type == 13]
    return shape, next(shape._element.iter(qn("p:cNvPr"))).get("descr")


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_series_of_a_native_chart_are_named_once_in_their_order_each_in_its_colour(demonstration, code):
    named = 0
    for slide in made(demonstration, code)[0].slides:
        for shape in (s for s in slide.shapes if s.has_chart):
            assert not shape.chart.has_legend
            series = shape.chart.plots[0].series
            (words,) = [
                s.text_frame.paragraphs[0] for s in slide.shapes if s.has_text_frame and "■" in s.text_frame.text
            ] or [None]
            assert (words is None) == (len(series) == 1)
            if words is not None:
                runs = [run for run in words.runs if run.text]
                assert [run.text.strip("\u200e\u200f\u2066\u2069 ") for run in runs[1::2]] == [
                    each.name for each in series
                ]
                fills = [each.format.fill.fore_color.rgb for each in series]
                assert [run.font.color.rgb for run in runs[::2]] == fills
                named += 1
    assert named


def test_a_slide_a_chart_sixteen_to_nine(show, demonstration):
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert len(show.slides) == len(chart_ids(demonstration)) + 1
    for slide, name in zip(list(show.slides)[1:], chart_ids(demonstration), strict=True):
        found = shown(name, demonstration, Language("en", demonstration.layers))
        shape, told = pictured(slide)
        assert slide.shapes.title.text == found.message and slide.shapes[0].is_placeholder
        assert told == found.alt and slide.shapes[1].shape_id == shape.shape_id, (
            "the title is read first, then the chart"
        )
        assert shape.has_chart is (found.chart.row["drawing"] in ("bars", "panels", "stacked"))
        assert found.source in texts(slide) and (
            any(text.startswith(demonstration.banner) for text in texts(slide)) is bool(found.banner)
        )
        notes = slide.notes_slide.notes_text_frame.text
        assert found.text in notes and found.alt in notes


def test_messages_are_first_sentences_that_fit(show):
    titles = [slide.shapes.title.text for slide in show.slides]
    assert "33 of 163 (20.2 per cent) States reviewed have dedicated legislation." in titles
    assert max(map(len, titles)) <= 150


def test_native_charts_hold_the_shares(show, demonstration):
    slide = next(
        s for s in show.slides if pictured_or_none(s) and s.shapes.title.text == "Laws that hold the provisions"
    )
    chart = pictured(slide)[0].chart
    found = shown("vehicles", demonstration, Language("en", demonstration.layers)).chart
    rows = found.ordered(found.rows)
    assert list(chart.plots[0].categories) == rows["label"].tolist()
    assert list(chart.plots[0].series[0].values) == pytest.approx(rows["share"].tolist())
    labels = [point.text for point in chart._chartSpace.iter(qn("a:t"))]
    assert "21 of 33 (63.6%)" in labels and chart.category_axis.reverse_order


def pictured_or_none(slide):
    return [s for s in slide.shapes if s.has_chart or s.shape_type == 13]


def test_nothing_lies_outside_or_upon_another(show):
    for slide in show.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= show.slide_width and bottom <= show.slide_height
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                over = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
                assert min(over) < Inches(0.06), slide.shapes.title.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_every_language(code, world):
    show, language = made(world, code)
    assert not language.missing & literals() and show.core_properties.language.split("-")[0] == code
    paragraphs = [
        p for s in show.slides for shape in s.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs
    ]
    assert all((p._p.pPr.get("rtl") == "1") is (code == "ar") for p in paragraphs)
    assert {r._r.rPr.get("lang").split("-")[0] for p in paragraphs for r in p.runs} == {code}
    charts = [pictured(s)[0].chart for s in list(show.slides)[1:] if pictured(s)[0].has_chart]
    assert charts and all(chart.value_axis.reverse_order is (code == "ar") for chart in charts)


def test_two_runs_give_the_same_bytes_without_a_name(world):
    language = Language("en", world.layers)
    data = slides(world, language)
    assert data == slides(world, language)
    properties = Presentation(io.BytesIO(data)).core_properties
    assert not properties.author and not properties.last_modified_by and properties.created.year == 2018


def test_libreoffice_opens_them(world, tmp_path):
    made_in = soffice(slides(world, Language("ar", world.layers)), "slides.pptx", "pdf", tmp_path)
    assert (made_in / "slides.pdf").stat().st_size > 20_000


def many(world_folder, count: int):
    """A world whose one chart has so many bars, by a question with so many answers."""
    names = of_paper("charts", "chart")
    add(world_folder, "codebook", "question,theme,topics,answers,several,asked_if,silence,label,text",
        "wide,t,46,wide,,,open,Wide,Which?")  # fmt: skip
    add(world_folder, "codes", "list,code,label,rank", *(f'wide,c{n},"{LONG if n == 1 else HOSTILE} {n}",' for n in range(count)))  # fmt: skip
    add(world_folder, "measures", "measure,label,kind,universe,question,answers,given,by,not_applicable",
        "wide,Wide,share,reviewed_46,wide,,,,")  # fmt: skip
    add(world_folder, "charts", "chart,title,subtitle,drawing,measures", *(f"-{name},,,," for name in names),
        f'wide,"{LONG}",N,bars,wide')  # fmt: skip
    return made(open_dataset(world_folder))[0]


def test_sixty_bars_with_awkward_labels_take_several_slides(world_folder):
    show = many(world_folder, 60)
    charts = [pictured(slide)[0].chart for slide in list(show.slides)[1:]]
    assert [len(list(chart.plots[0].categories)) for chart in charts] == [MOST_BARS] * 4 + [60 - 4 * MOST_BARS]
    assert len({chart.value_axis.maximum_scale for chart in charts}) == 1, "the bars of all pages have one scale"
    assert all(chart.category_axis._element.xpath("c:tickLblSkip/@val") == ["1"] for chart in charts)
    labels = [str(label) for chart in charts for label in chart.plots[0].categories]
    assert len(set(labels)) == 60 and all("nobody answered" in label for label in labels)
    for chart in charts:
        inner = chart.part.chart_workbook.xlsx_part.blob
        sheet = zipfile.ZipFile(io.BytesIO(inner)).read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet, "no label is a formula in the numbers behind a chart"


def test_a_paper_without_charts_has_its_opening(world_folder):
    drop(world_folder, "charts", "chart", of_paper("charts", "chart"))
    assert len(made(open_dataset(world_folder))[0].slides) == 1


def test_a_chart_that_cannot_be_made_is_said(world_folder):
    more(world_folder, "charts", "bad,Bad,N,pie,legislation")
    last = list(made(open_dataset(world_folder))[0].slides)[-1]
    assert any("is no drawing" in text for text in texts(last))


def test_a_picture_of_many_rows_keeps_its_shape_and_a_long_chinese_label_its_beginning(world_folder):
    label = "没有尽头的标签，" * 25
    more(world_folder, "charts", tall_chart(world_folder))
    add(world_folder, "codes", "list,code,label,rank", f'vehicle,general_law,"{label}",')
    show, _ = made(open_dataset(world_folder), "zh")
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    parts = [
        pictured(slide)[0]
        for slide in show.slides
        if slide.shapes.title.text_frame.text.split(" (")[0] == titles[-1].split(" (")[0]
    ]
    assert len(parts) > 1 and len({picture.image.sha1 for picture in parts}) == len(parts)
    for picture in parts:
        wide, tall = picture.image.size
        assert picture.width / picture.height == pytest.approx(wide / tall, rel=0.01)
        assert tall < wide and picture.top + picture.height <= show.slide_height
    chart = next(pictured(slide)[0].chart for slide in list(show.slides)[1:] if pictured(slide)[0].has_chart)
    assert any(str(name).startswith("没有尽头的标签") for name in chart.plots[0].categories)
