"""Slides: a chart each, its message as the title, its source, day and N below, its reading in the notes of the speaker."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analysis.direction import steady
from analysis.disclosure.status import warnings
from analysis.errors import DataError
from analysis.export import timeless
from analysis.languages import Language
from analysis.office.native import NATIVE, Bars, add_chart
from analysis.office.shown import Shown, chart_ids, shown, tag
from analysis.tables.formats import broad, dated, legal, symbol_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_WIDE, _HIGH, _MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
_INK, _SOFT, _WARNING = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x5B, 0x67, 0x70), RGBColor(0xA3, 0x12, 0x3A)
_OPENING, _TITLE_ONLY = 0, 5
_LINE = Inches(12.13)
# How many times taller than wide a picture may be and still be read on a slide.
_TALLEST = 0.8
_ROOM = (_MARGIN, Inches(1.75), _LINE, Inches(4.9))
_ABOVE_LEGEND, _LEGEND = (*_ROOM[:3], Inches(4.4)), (_MARGIN, Inches(6.15), _LINE, Inches(0.5))


def slides(dataset: Dataset, language: Language) -> bytes:
    """Return the slides as the bytes of a pptx file: an opening, then one a chart, or several where it has many bars.

    A chart that cannot be made is a slide that says so.
    """
    show = Presentation()
    _format(show)
    properties = show.core_properties
    title = language.text(dataset.paper.title)
    properties.title, properties.language = legal(title)[:255], tag(language)
    properties.author = properties.last_modified_by = ""
    _opening(show, dataset, title, language)
    for name in chart_ids(dataset):
        try:
            found = shown(name, dataset, language)
            _slides(show, found, language)
        except DataError as error:
            slide = _slide(show, name, language)
            why = language.text("This chart could not be made: {why}").format(why=error)
            _text(slide, why, (_MARGIN, Inches(2), Inches(12), Inches(2)), 18, language)
    out = io.BytesIO()
    show.save(out)
    return timeless(out.getvalue(), language.code)


def _format(show: Any) -> None:
    """Make a presentation 16:9, what its master and layouts hold moved with it."""
    wider = _WIDE / show.slide_width
    show.slide_width, show.slide_height = _WIDE, _HIGH
    for held in (show.slide_master, *show.slide_layouts):
        for shape in held.shapes:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))


def _opening(show: Any, dataset: Dataset, title: str, language: Language) -> None:
    slide = show.slides.add_slide(show.slide_layouts[_OPENING])
    for place in (slide.shapes.title, slide.placeholders[1]):
        place.left, place.top, place.width, place.height = _MARGIN, place.top, _LINE, place.height
    _fill(slide.shapes.title.text_frame, [title], 36 if len(title) < 120 else 24, language, bold=True)
    lines = [language.text("Charts"), symbol_of(dataset, language), dated(dataset, language)]
    _fill(slide.placeholders[1].text_frame, [line for line in lines if line], 18, language, _SOFT)
    if warning := warnings(dataset, language):
        _text(slide, warning, (_MARGIN, Inches(6.6), _LINE, Inches(0.5)), 14, language, _WARNING)  # fmt: skip


def _slides(show: Any, found: Shown, language: Language) -> None:
    draw = NATIVE.get(found.chart.row["drawing"])
    pages: list[Any] = (draw(found.chart, language) if draw else []) or found.pictures(_TALLEST)
    for number, page in enumerate(pages, start=1):
        more = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        slide = _slide(show, found.message + more, language)
        if isinstance(page, bytes):
            picture = _picture(slide, page, _ROOM)
            picture._element.nvPicPr.cNvPr.set("descr", legal(found.alt))
        else:
            named = len(page.series) > 1
            shape = add_chart(slide, page, _ABOVE_LEGEND if named else _ROOM, language)
            if named:
                _legend(slide, page, language)
            shape._element.nvGraphicFramePr.cNvPr.set("descr", legal(found.alt))
        _around(slide, found, language)


def _legend(slide: Any, page: Bars, language: Language) -> None:
    """Name the series of a native chart in their order, each after a square of its colour."""
    size = 13 if sum(broad(each.name) for each in page.series) < 150 else 10
    _text(slide, "", _LEGEND, size, language)
    words = slide.shapes[-1].text_frame.paragraphs[0]
    for each in page.series:
        name = steady(legal(each.name)) if language.right_to_left else legal(each.name)
        for text, colour in (("■ ", RGBColor.from_string(each.colour.lstrip("#").upper())), (f"{name}      ", _INK)):
            run = words.add_run()
            run.text, run.font.size, run.font.color.rgb = text, Pt(size), colour
            run._r.get_or_add_rPr().set("lang", tag(language))


def _around(slide: Any, found: Shown, language: Language) -> None:
    """Put what the chart is of above it, source and banner below it, its reading and numbers into the notes."""
    line = f"{found.title}. {found.subtitle}" if found.message != found.title else found.subtitle
    _text(slide, line, (_MARGIN, Inches(1.12), _LINE, Inches(0.6)), 12 if len(line) < 420 else 10, language, _SOFT)
    room = (_MARGIN, Inches(6.72), Inches(5.6) if found.banner else _LINE, Inches(0.5))
    _text(slide, found.source, room, 10, language, _SOFT)
    if found.banner:
        room = (Inches(6.2), Inches(6.72), Inches(6.53), Inches(0.5))
        _text(slide, found.banner, room, 10, language, _WARNING, trailing=True)
    notes = [found.text, found.alt, found.source, found.banner]
    _fill(slide.notes_slide.notes_text_frame, [note for note in notes if note], None, language)


def _slide(show: Any, title: str, language: Language) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = _MARGIN, Inches(0.3), _LINE, Inches(0.85)
    long = broad(title)
    size = 26 if long < 60 else 21 if long < 130 else 17
    _fill(place.text_frame, [title], size, language, bold=True)
    return slide


def _picture(slide: Any, png: bytes, room: tuple[Any, ...]) -> Any:
    """Add a picture as large as a room allows, in the middle of it, and return it: a chart of many rows is taller than 16:9."""
    left, top, width, height = room
    picture = slide.shapes.add_picture(io.BytesIO(png), left, top, height=height)
    smaller = min(1.0, width / picture.width)
    picture.width, picture.height = Emu(int(picture.width * smaller)), Emu(int(picture.height * smaller))
    picture.left = Emu(int(left + (width - picture.width) / 2))
    return picture


def _text(
    slide: Any, text: str, room: tuple[Any, ...], size: float, language: Language, colour: Any = _INK, trailing: bool = False
) -> None:  # fmt: skip
    frame = slide.shapes.add_textbox(*_mirrored(room, language)).text_frame
    frame.word_wrap = True
    _fill(frame, [text], size, language, colour, trailing=trailing, bold=colour is _WARNING)


def _mirrored(room: tuple[Any, ...], language: Language) -> tuple[Any, ...]:
    left, top, width, height = room
    return (Emu(int(_WIDE - left - width)) if language.right_to_left else left, top, width, height)


def _fill(
    frame: Any, lines: list[str], size: float | None, language: Language, colour: Any = _INK, trailing: bool = False, bold: bool = False
) -> None:  # fmt: skip
    """Put lines into a frame in the direction of the language, at its leading edge or at the trailing one."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        # What is aligned here is the page, not the line of writing: in Arabic the leading edge is the right one.
        paragraph.alignment = PP_ALIGN.RIGHT if trailing != language.right_to_left else PP_ALIGN.LEFT
        if language.right_to_left:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        run = paragraph.add_run()
        run.text = steady(legal(line)) if language.right_to_left else legal(line)
        run._r.get_or_add_rPr().set("lang", tag(language))
        if size is not None:
            run.font.size, run.font.color.rgb, run.font.bold = Pt(size), colour, bold
