"""A Word file by its structure: styles for headings, numbering for paragraphs, fields for captions, tables with header rows.

Nothing is laid out by hand, so that a reader of screens, a translator and the desk that typesets it find their way.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor, Twips

from analysis.direction import runs_right_to_left, steady
from analysis.export import timeless
from analysis.languages import Language
from analysis.office.shown import tag
from analysis.tables.formats import broad, legal

if TYPE_CHECKING:
    from analysis.office.grids import Grid

_FONT, _EAST_ASIAN = "Arial", "Microsoft YaHei"
_INK, _WARNING = RGBColor(0x1F, 0x29, 0x33), RGBColor(0xA3, 0x12, 0x3A)
_TEXT_WIDTH = 9638  # twentieths of a point: A4 with margins of 2 cm
_LETTER, _BOLD_LETTER = 92, 100  # the room that a letter of a table takes, of its head in bold
NUMBERED, NOTE, SMALL, BANNER, TABLE_TEXT = "Numbered Paragraph", "Table Note", "Source Line", "Banner", "Table Text"
# Of each style of paragraph: size, bold, space before and after in points.
_STYLES: dict[str, tuple[float, bool, float, float]] = {
    "Normal": (10, False, 0, 6),
    "Title": (20, True, 0, 4),
    "Subtitle": (12, False, 0, 8),
    "Heading 1": (14, True, 18, 6),
    "Heading 2": (11.5, True, 14, 4),
    "Caption": (9.5, True, 8, 3),
    NUMBERED: (10, False, 0, 6),
    NOTE: (8, False, 0, 1),
    SMALL: (8, False, 2, 6),
    BANNER: (10, True, 0, 8),
    TABLE_TEXT: (8.5, False, 1.5, 1.5),
}
_NUMBERING = """<w:abstractNum {} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
<w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>"""


class WordFile:
    """A document that grows from its head to its end; `data` returns it."""

    def __init__(self, language: Language, title: str, symbol: str, day: str) -> None:
        """Begin a document with its styles and its footer: symbol, day and number of the page."""
        self._document, self._language = Document(), language
        self._body = self._document.element.body
        self._counts: dict[str, int] = {}
        self._page()
        self._styles()
        self._number_paragraphs()
        self._properties(title)
        self._footer(symbol, day)

    def paragraph(self, text: str, style: str = NUMBERED, stays: bool = False) -> None:
        """Add a paragraph in a style; numbered ones count themselves. stays: with what follows."""
        self._document.add_paragraph(legal(text), style).paragraph_format.keep_with_next = stays or None

    def heading(self, text: str, level: int) -> None:
        """Add a heading of a level, 0 for the title."""
        self._document.add_heading(legal(text), level)

    def picture(self, png: bytes, alt: str) -> None:
        """Add a picture as wide as the text, or as tall as a page, with the text for those who cannot see it."""
        paragraph = self._document.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(17))
        smaller = min(1.0, Cm(21) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * smaller)), Emu(int(shape.height * smaller))
        shape._inline.docPr.set("descr", legal(alt))

    def caption(self, kind: str, text: str) -> None:
        """Add a caption that numbers itself by kind: “Table” or “Figure”, in English; it stays with what follows."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        paragraph = self._document.add_paragraph(f"{self._language.text(kind)} ", "Caption")
        paragraph.paragraph_format.keep_with_next = True
        paragraph._p.append(_field(f"SEQ {kind} \\* ARABIC", str(self._counts[kind])))
        paragraph.add_run(". ")
        paragraph.add_run(legal(text))

    def table(self, grid: Grid, description: str) -> None:
        """Add a table: its head is repeated on each page, no row breaks, no line stands upright; below it its lettered notes."""
        letters = self._language.text("a b c d e f g h").split()
        mark = {column: letters[n] for n, column in enumerate(sorted(grid.notes))}
        widths = _widths(grid)
        rows = [_row(grid.heads, widths, grid.words, mark, head=True)]
        rows += [_row(row, widths, grid.words, {}) for row in grid.rows]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self._body.insert(
            len(self._body) - 1,
            parse_xml(
                f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>'
                '<w:top w:val="single" w:sz="8" w:color="1F2933"/><w:bottom w:val="single" w:sz="8" w:color="1F2933"/>'
                '<w:insideH w:val="single" w:sz="2" w:color="C9D3DA"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
                '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
                '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
                f"<w:tblCaption w:val={quoteattr(legal(description))}/></w:tblPr>"
                f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
            ),
        )
        for column in sorted(grid.notes):
            paragraph = self._document.add_paragraph(style=NOTE)
            letter = paragraph.add_run(mark[column])
            letter.italic = letter.font.superscript = True
            paragraph.add_run(legal(f" {grid.notes[column]}"))

    def mark(self, warning: str) -> None:
        """Put a warning at the head of every page."""
        paragraph = self._document.sections[0].header.paragraphs[0]
        paragraph.style = self._document.styles[BANNER]
        paragraph.add_run(legal(warning))

    def data(self) -> bytes:
        """Return the bytes of the file, right to left where the language is."""
        if self._language.right_to_left:
            section = self._document.sections[0]
            for part in (self._body, section.header._element, section.footer._element):
                _turn(part)
        out = io.BytesIO()
        self._document.save(out)
        return timeless(out.getvalue(), self._language.code)

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(2))

    def _styles(self) -> None:
        styles = self._document.styles
        for name, (size, bold, before, after) in _STYLES.items():
            known = name in [style.name for style in styles]
            style: Any = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
            style.font.color.rgb = _WARNING if name == BANNER else _INK
            # The size and weight of scripts that run from right to left are properties of their own.
            style.element.get_or_add_rPr().append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{int(size * 2)}"/>'))
            if bold:
                style.element.get_or_add_rPr().insert(0, parse_xml(f"<w:bCs {nsdecls('w')}/>"))
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles["Title"].element.pPr.remove(borders)
        for fonts in styles.element.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            for script in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{script}"), _FONT)
            fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
        for spoken in styles.element.iter(qn("w:lang")):
            for script in ("val", "eastAsia", "bidi"):
                spoken.set(qn(f"w:{script}"), tag(self._language))
            # Latin letters among others are no words of that language: Chinese breaks lines anywhere.
            if self._language.right_to_left or self._language.code == "zh":
                spoken.set(qn("w:val"), "en-US")

    def _number_paragraphs(self) -> None:
        numbering = self._document.part.numbering_part.element
        numbering.insert(0, parse_xml(_NUMBERING.format(nsdecls("w"))))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        style = self._document.styles[NUMBERED].element.get_or_add_pPr()
        style.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'))

    def _properties(self, title: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.language = legal(title)[:255], tag(self._language)
        properties.author = properties.last_modified_by = properties.comments = ""

    def _footer(self, symbol: str, day: str) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        stops = self._document.styles["Footer"].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Twips(_TEXT_WIDTH * 17 // 25), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Twips(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(legal(f"{symbol}\t{day}\t"))
        paragraph._p.append(_field("PAGE", "1"))
        paragraph.add_run(" / ")
        paragraph._p.append(_field("NUMPAGES", "1"))
        # The fields are no runs of the paragraph: the style is of all that stands there.
        self._document.styles["Footer"].font.size = Pt(8)


def _field(code: str, text: str) -> Any:
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" {escape(code)} "><w:r><w:t>{escape(text)}</w:t></w:r></w:fldSimple>'
    )


def _row(texts: list[str], widths: list[int], words: int, mark: dict[int, str], head: bool = False) -> str:
    cells = []
    for column, (text, width) in enumerate(zip(texts, widths, strict=True)):
        line = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="1F2933"/></w:tcBorders>' if head else ""
        place = '<w:vAlign w:val="bottom"/>' if head else ""
        aligned = '<w:jc w:val="end"/>' if column >= words else ""
        bold = "<w:rPr><w:b/><w:bCs/></w:rPr>" if head else ""
        letter = (
            f'<w:r><w:rPr><w:i/><w:vertAlign w:val="superscript"/></w:rPr><w:t>{escape(mark[column])}</w:t></w:r>'
            if column in mark
            else ""
        )
        keep = "<w:keepNext/>" if head else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}{place}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="TableText"/>{keep}{aligned}</w:pPr><w:r>{bold}'
            f'<w:t xml:space="preserve">{escape(legal(text))}</w:t></w:r>{letter}</w:p></w:tc>'
        )
    header = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def _widths(grid: Grid) -> list[int]:
    """Return widths that fill the line: no column is narrower than its longest word; words share the rest by what they hold."""
    columns = [[row[n] for row in [grid.heads, *grid.rows]] for n in range(len(grid.heads))]
    word = [max(map(_longest_word, column)) for column in columns]
    # Figures are set apart from the Chinese letters between them.
    longest = [max(broad(text) + 2 * (broad(text) > len(text)) for text in column) for column in columns]
    need = [
        max(
            (min(word[n], 20) if n < grid.words else min(max(longest[n], 7), 18)) * _LETTER,
            _longest_word(grid.heads[n]) * _BOLD_LETTER,
        )
        + 170
        for n in range(len(columns))
    ]
    weight = [min(longest[n], 160) ** 0.7 if n < grid.words else 0 for n in range(len(columns))]
    squeeze = min(1.0, _TEXT_WIDTH / sum(need))
    rest = _TEXT_WIDTH - sum(need) * squeeze
    return [int(n * squeeze + rest * w / max(sum(weight), 1)) for n, w in zip(need, weight, strict=True)]


def _longest_word(text: str) -> int:
    return max(map(broad, re.split(r"[\s/-]", text)))


def _turn(part: Any) -> None:
    """Set paragraphs and tables of a part to run from right to left, and the runs that do."""
    for paragraph in part.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        _put(properties, "bidi", before=("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"))
    for text in part.iter(qn("w:t")):
        run = text.getparent()
        if runs_right_to_left(text.text or ""):
            _put(run.get_or_add_rPr(), "rtl", before=("w:cs", "w:em", "w:lang"))
        else:
            text.text = steady(text.text or "")
    for table in part.iter(qn("w:tblPr")):
        table.insert(0, parse_xml(f"<w:bidiVisual {nsdecls('w')}/>"))
    for section in part.iter(qn("w:sectPr")):
        _put(section, "bidi", before=("w:rtlGutter", "w:docGrid"))


def _put(element: Any, name: str, before: tuple[str, ...]) -> None:
    """Put a property into its place, before those that the schema wants after it."""
    new = parse_xml(f"<w:{name} {nsdecls('w')}/>")
    following = next((child for child in element if child.tag in [qn(each) for each in before]), None)
    if following is None:
        element.append(new)
    else:
        following.addprevious(new)
