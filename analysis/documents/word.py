"""Word files: paragraphs, tables and footnotes in reading order, with Word's automatic numbers.

The text is taken from the elements themselves: python-docx leaves out content controls and insertions
that nobody accepted yet, and a document would be half read. Deletions that nobody accepted are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from analysis.documents.contents import Content, FileProblem, refuse_entities
from analysis.documents.headings import IN_TABLE, LONGEST_HEADING, Heading, Outline, heading_of
from analysis.documents.lines import ends_sentence
from analysis.documents.paragraphs import SYMBOL, Paragraph, Reading, clean, split_cell, split_number
from analysis.documents.word_numbers import AutomaticNumbers, value_of

# Built-in headings, and those of the United Nations templates: "_ H_1_G", "_ H _Ch_G" (title), "_ H _M_G".
_HEADING_STYLE = re.compile(r"(?:heading|_ ?h_?|title|subtitle)\s*_?(?P<level>\d?)(?P<cover>ch|m)?", re.I)
_LEFT_OUT = {
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:delText", "w:rPr", "w:pPr", "w:sdtPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SPACES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES = (
    (RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote", "w:footnoteReference"),
    (RELATIONSHIP_TYPE.ENDNOTES, "w:endnote", "w:endnoteReference"),
)


def read(content: Content) -> Reading:
    """Return the units of a Word file. Its pages are only made when Word prints: none are told."""
    try:
        _refuse_entities(content.data)
        document = open_word(io.BytesIO(content.data))
        symbol = SYMBOL.search(_headers(document))
        units = list(_Walk(document).units())
    except FileProblem:
        raise
    except Exception as error:  # python-docx and lxml raise anything on a damaged file
        raise FileProblem(
            f"the Word file is damaged ({type(error).__name__})",
            "Open it in Word and save it anew, or ask for it again",
        ) from None
    return Reading(units, symbol=symbol[0] if symbol else "", title=_title(document, units))


def _title(document: WordDocument, units: list[Paragraph]) -> str:
    """Return the title by its style; where a file begins with a table, what its properties or header say."""
    for unit in units:
        if unit.kind == "heading" and unit.level == 0:
            return unit.text
    if units and units[0].kind != "table cell":
        return ""
    header = re.sub(r"\s*\bPage \d+.*$", "", clean(_headers(document)))
    return clean(document.core_properties.title or "") or header


def _refuse_entities(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                refuse_entities(archive.read(name))


class _Walk:
    """Walks over the body of a document and yields its units."""

    def __init__(self, document: WordDocument) -> None:
        self.body = document.element.body
        self.numbers = AutomaticNumbers(document)
        self.styles = {style.style_id: style.name or "" for style in document.styles}
        self.notes = _notes(document)
        self.outline = Outline()
        self.tables = 0

    def units(self) -> Iterator[Paragraph]:
        for block in _blocks(self.body):
            if block.tag == qn("w:tbl"):
                self.tables += 1
                yield from self._cells(block)
            else:
                yield from self._paragraph(block)
        for mark, text in self.notes.values():
            yield Paragraph(text, "footnote", f"FN{mark}")

    def _paragraph(self, block) -> Iterator[Paragraph]:
        number = self.numbers.next(block)
        text = clean(_text(block))
        if not text:
            return
        if heading := self._heading(block, text, number):
            yield self.outline.enter(heading)
            return
        kind, printed, rest = _kind_of(number, text) if number else split_number(text)
        yield Paragraph(rest, kind, printed, self.outline.section, self.outline.path, notes=self._cited(block))

    def _heading(self, block, text: str, number: str) -> Heading | None:
        """Return the heading that a paragraph is by its style, or by being short and all in bold."""
        properties = block.find(qn("w:pPr"))
        style = self.styles.get(value_of(properties, "w:pStyle", "") if properties is not None else "", "")
        by_style = _HEADING_STYLE.match(style)
        if not by_style and not (_all_bold(block) and len(text) <= LONGEST_HEADING and not ends_sentence(text)):
            return None
        heading = heading_of(f"{number} {text}".strip(), counted=True)
        if not by_style:
            return heading
        if by_style["cover"] or style.lower().startswith(("title", "subtitle")):
            return Heading("", heading.title, 0)
        return Heading(heading.label, heading.title, int(by_style["level"] or heading.level))

    def _cells(self, table) -> Iterator[Paragraph]:
        """Yield each cell of a table once, a merged one too; the number is table, row and column."""
        for at, row in enumerate(table.iter(qn("w:tr")), start=1):
            cells = list(row.iter(qn("w:tc")))
            if len(cells) == 1 and _span(cells[0]) > 1:
                # One cell over all columns: a theme that the rows below belong to.
                if theme := clean("\n".join(self._cell_lines(cells[0]))):
                    yield self.outline.enter(Heading("", theme, IN_TABLE))
                continue
            place = 1
            for cell in cells:
                text = clean("\n".join(self._cell_lines(cell)))
                if text and not _goes_on(cell):
                    number, rest = split_cell(text, f"T{self.tables}R{at}C{place}")
                    yield Paragraph(
                        rest, "table cell", number, self.outline.section, self.outline.path, notes=self._cited(cell)
                    )
                place += _span(cell)

    def _cell_lines(self, cell) -> Iterator[str]:
        """Yield the paragraphs of a cell, each behind its automatic number."""
        for block in cell.iter(qn("w:p")):
            number = self.numbers.next(block)
            yield f"{number} {_text(block)}" if number not in ("", "•") else _text(block)

    def _cited(self, element) -> str:
        ids = [(ref.tag, ref.get(qn("w:id"))) for _, _, tag in _NOTES for ref in element.iter(qn(tag))]
        return " ".join(f"{mark}: {text}" for mark, text in (self.notes[i] for i in ids if i in self.notes))


def _blocks(parent) -> Iterator:
    """Yield the paragraphs and tables of a body, those in content controls and insertions too."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
            yield from _blocks(child)


def _text(element) -> str:
    """Return the text of an element, without what was deleted and without text boxes."""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in _SPACES:
        return _SPACES[element.tag]
    return "".join(_text(child) for child in element if child.tag not in _LEFT_OUT)


def _span(cell) -> int:
    properties = cell.find(qn("w:tcPr"))
    return int(value_of(properties, "w:gridSpan", "1")) if properties is not None else 1


def _goes_on(cell) -> bool:
    """Whether a cell only goes on with the one above it, merged downwards."""
    properties = cell.find(qn("w:tcPr"))
    merged = properties.find(qn("w:vMerge")) if properties is not None else None
    return merged is not None and merged.get(qn("w:val"), "continue") == "continue"


def _all_bold(paragraph) -> bool:
    runs = [run for run in paragraph.iter(qn("w:r")) if _text(run).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run) -> bool:
    properties = run.find(qn("w:rPr"))
    bold = properties.find(qn("w:b")) if properties is not None else None
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false", "none")


def _kind_of(number: str, text: str) -> tuple[str, str, str]:
    """Return (kind, number, text) of a paragraph behind an automatic number."""
    bare = number.strip().strip("().．、:").strip()
    if re.fullmatch(r"\d+(\.\d+)*", bare) and not number.strip().startswith("("):
        return "paragraph", bare, text
    if re.fullmatch(r"\w{1,4}", bare):
        return "list item", f"({bare})", text
    return "list item", "", text


def _headers(document: WordDocument) -> str:
    roots = [r.target_part.element for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.HEADER]
    return "\n".join(_text(paragraph) for root in roots for paragraph in root.iter(qn("w:p")))


def _notes(document: WordDocument) -> dict[tuple[str, str], tuple[str, str]]:
    """Return mark and text of each footnote and endnote by the tag and id of its reference.

    The mark is counted in the order of the references, as Word prints it.
    """
    notes = {}
    for relation_type, tag, reference in _NOTES:
        texts = {}
        for relation in document.part.rels.values():
            if relation.reltype == relation_type:
                root = parse_xml(relation.target_part.blob)
                texts = {
                    note.get(qn("w:id")): clean(" ".join(_text(p) for p in note.iter(qn("w:p"))))
                    for note in root.iter(qn(tag))
                    if note.get(qn("w:type")) in (None, "normal")
                }
        marks = 0
        for ref in document.element.body.iter(qn(reference)):
            own = ref.get(qn("w:customMarkFollows")) in ("1", "true", "on")
            marks += not own
            key = ref.get(qn("w:id"))
            if texts.get(key):
                notes[qn(reference), key] = ("*" if own else str(marks), texts[key])
    return notes
