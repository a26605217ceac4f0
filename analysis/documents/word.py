"""Word files: paragraphs, tables and footnotes in reading order, with Word's automatic numbers.

The text is taken from the elements themselves: python-docx leaves out content controls and insertions
that nobody accepted yet, and a document would be half read. Deletions that nobody accepted are left out.
The old binary format goes through LibreOffice where it is installed.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from analysis.documents.contents import Content, FileProblem, refuse_entities
from analysis.documents.headings import TITLE, heading_of
from analysis.documents.lines import LINE_BREAK, Line, block, ends_sentence, table_lines
from analysis.documents.paragraphs import SYMBOL, Paragraph, Reading, clean
from analysis.documents.segments import paragraphs_of
from analysis.documents.word_numbers import AutomaticNumbers, qn, value_of

# Built-in headings, and those of the United Nations templates: "_ H_1_G", "_ H _Ch_G" (title), "_ H _M_G".
_HEADING_STYLE = re.compile(r"(?:heading|_ ?h_?|title|subtitle)\s*_?(?P<level>\d?)(?P<cover>ch|m)?", re.I)
# What converts the old binary format, and how long that may take.
_PROGRAMS, _SECONDS = ("soffice", "libreoffice"), 120
# A longer paragraph in bold is emphasised text.
_LONGEST_BOLD = 200
_LEFT_OUT = {
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:delText", "w:rPr", "w:pPr", "w:sdtPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_WORDS = qn("w:t")
_OWN_MARK, _ON = qn("w:customMarkFollows"), ("1", "true", "on")
_SPACES = {qn("w:tab"): "\t", qn("w:br"): LINE_BREAK, qn("w:cr"): LINE_BREAK, qn("w:noBreakHyphen"): "-"}
_NOTES = (
    (RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote", "w:footnoteReference"),
    (RELATIONSHIP_TYPE.ENDNOTES, "w:endnote", "w:endnoteReference"),
)


def read(content: Content) -> Reading:
    """Return the units of a Word file. Its pages are only made when Word prints: none are told."""
    data = _converted(content.data) if content.kind == "doc" else content.data
    try:
        _refuse_entities(data)
        document = open_word(io.BytesIO(data))
        symbol = SYMBOL.search(_headers(document))
        walk = _Walk(document)
        lines = list(walk.lines())
    except FileProblem:
        raise
    except Exception as error:  # python-docx and lxml raise anything on a damaged file
        raise FileProblem(
            f"the Word file is damaged ({type(error).__name__})",
            "Open it in Word and save it anew, or ask for it again",
        ) from None
    units, odd = paragraphs_of(lines)
    title = _title(document, units)
    units += [Paragraph(text, "footnote", f"FN{mark}") for mark, text in walk.notes.values()]
    return Reading(units, symbol=symbol[0] if symbol else "", title=title, odd=tuple(odd))


def _converted(data: bytes) -> bytes:
    """Return a file of the old binary format as .docx. Raises FileProblem where LibreOffice is missing or cannot read it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileProblem(
            "it is a Word file of the old binary format (.doc), and LibreOffice is not installed",
            "Open it in Word and save it as .docx, or install LibreOffice",
        )
    with tempfile.TemporaryDirectory() as folder:
        received = Path(folder) / "received.doc"
        received.write_bytes(data)
        # A profile of its own: LibreOffice refuses to run twice with one.
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "docx", "--outdir", folder, str(received)]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            return received.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise FileProblem(
                "LibreOffice cannot convert the file from the old binary format (.doc)",
                "Open it in Word and save it as .docx",
            ) from None


def _title(document: WordDocument, units: list[Paragraph]) -> str:
    """Return the title by its style; where a file begins with a table, what its properties or header say."""
    for unit in units:
        if unit.kind == "heading" and unit.level == TITLE:
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
    """Walks over the body of a document and yields its paragraphs, headings and cells as lines."""

    def __init__(self, document: WordDocument) -> None:
        self.body = document.element.body
        self.numbers = AutomaticNumbers(document)
        self.styles = {style.style_id: style.name or "" for style in document.styles}
        self.notes = _notes(document)
        self.tables = 0

    def lines(self) -> Iterator[Line]:
        for element in _blocks(self.body):
            if element.tag == qn("w:tbl"):
                self.tables += 1
                yield from self._cells(element)
            else:
                yield from self._paragraph(element)

    def _paragraph(self, element) -> Iterator[Line]:
        number = self.numbers.next(element)
        text = _text(element)
        if text.strip():
            level = self._level(element, text, number)
            yield from block(_typed(number, bool(level)) + text, level, notes=self._cited(element))

    def _level(self, element, text: str, number: str) -> int:
        """Return how deep a heading a paragraph is by its style, or by being short and all in bold; 0 where it is none."""
        properties = element.find(qn("w:pPr"))
        style = self.styles.get(value_of(properties, "w:pStyle", "") if properties is not None else "", "")
        by_style = _HEADING_STYLE.match(style)
        if not by_style and (len(text := clean(text)) > _LONGEST_BOLD or ends_sentence(text) or not _all_bold(element)):
            return 0
        if by_style and (by_style["cover"] or style.lower().startswith(("title", "subtitle"))):
            return TITLE
        level = by_style["level"] if by_style else ""
        return int(level or heading_of(f"{number} {clean(text)}".strip(), counted=True).level)

    def _cells(self, table) -> Iterator[Line]:
        """Yield each cell of a table once, a merged one too; the number is table, row and column."""
        yield from table_lines(
            self.tables, ([self._cell(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr")))
        )

    def _cell(self, cell) -> tuple[str, str, int]:
        """Return the text of a cell (none, where it goes on with the one above), its notes, and how many columns it takes."""
        text = LINE_BREAK.join(self._cell_lines(cell))
        return "" if _goes_on(cell) else text, self._cited(cell), _span(cell)

    def _cell_lines(self, cell) -> Iterator[str]:
        """Yield the paragraphs of a cell, each behind its automatic number."""
        for element in cell.iter(qn("w:p")):
            number = self.numbers.next(element)
            yield f"{number} {_text(element)}" if number not in ("", "•") else _text(element)

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
    tag = element.tag
    if tag == _WORDS:
        return element.text or ""
    if tag in _SPACES:
        return _SPACES[tag]
    # Behind the reference to a note with a mark of its own stands the mark.
    words = takewhile(lambda child: child.get(_OWN_MARK) not in _ON, element)
    return "".join(_text(child) for child in words if child.tag not in _LEFT_OUT)


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


def _typed(number: str, heads: bool) -> str:
    """Return an automatic number as one would type it before the text: "12. ", "(a) ", "• "."""
    if heads:
        return f"{number} "
    bare = number.strip().strip("().．、:").strip()
    if not bare:
        return ""
    if re.fullmatch(r"\d+(\.\d+)*", bare) and not number.strip().startswith("("):
        return f"{bare}. "
    return f"({bare}) " if re.fullmatch(r"\w{1,4}", bare) else "• "


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
            own = ref.get(_OWN_MARK) in _ON
            marks += not own
            key = ref.get(qn("w:id"))
            if texts.get(key):
                notes[qn(reference), key] = ("*" if own else str(marks), texts[key])
    return notes
