"""Word files: paragraphs, tables and footnotes in reading order, with Word's automatic numbers.

python-docx drops the numbers that Word makes itself; here they are counted from the numbering part, as
the standard says (ECMA-376, part 1, 17.9): each level of a list counts on, and starts over below a
higher level.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from analysis.loaders.contents import Content, FileProblem
from analysis.loaders.documents.paragraphs import Paragraph, Reading, clean, split_number, split_section


def read(content: Content) -> Reading:
    """Return the units of a Word file; its pages are only made when Word prints."""
    try:
        document = open_word(io.BytesIO(content.data))
        notes = _footnotes(document)
        return Reading(list(_units(document, notes)))
    except FileProblem:
        raise
    except Exception as error:  # python-docx and lxml raise anything on a damaged file
        raise FileProblem(
            f"the Word file is damaged ({type(error).__name__})",
            "Open it in Word and save it anew, or ask for it again",
        ) from None


def _units(document: WordDocument, notes: dict[str, str]) -> Iterator[Paragraph]:
    numbers = _Numbers(document)
    sections: list[tuple[int, str, str]] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            path, heading = _place(sections)
            yield from _cells(block, path, heading)
            continue
        text, marks = _text_and_marks(block)
        number = numbers.next(block)
        if not text:
            continue
        level = _heading_level(block)
        if level:
            section, title = (number.rstrip("."), text) if number else split_section(text)
            sections = [s for s in sections if s[0] < level] + [(level, section, title)]
            path, heading = _place(sections)
            yield Paragraph(title, "heading", section=path, heading=heading, level=level)
            continue
        path, heading = _place(sections)
        kind, typed, rest = split_number(text) if not number else _kind_of(number, text)
        cited = " ".join(f"{mark}: {notes[mark]}" for mark in marks if mark in notes)
        yield Paragraph(rest, kind, number=typed, section=path, heading=heading, notes=cited)
    for mark, text in notes.items():
        yield Paragraph(text, "footnote", number=f"FN{mark}", section="")


def _kind_of(number: str, text: str) -> tuple[str, str, str]:
    bare = number.strip().rstrip(".)")
    if re.fullmatch(r"\d+(\.\d+)*", bare):
        return "paragraph", bare, text
    if re.fullmatch(r"\(?\w{1,4}", bare):
        return "list item", f"({bare.strip('(')})", text
    return "list item", "", text


def _place(sections: list[tuple[int, str, str]]) -> tuple[str, str]:
    path = ".".join(section for _, section, _ in sections if section)
    return path, " > ".join(title for _, _, title in sections)


def _cells(table: Table, section: str, heading: str) -> Iterator[Paragraph]:
    """Yield each cell of a table once, a merged one too; the number is row and column."""
    met = set()
    for at, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row.cells, start=1):
            if cell._tc in met:
                continue
            met.add(cell._tc)
            if text := clean(cell.text):
                yield Paragraph(text, "table cell", number=f"R{at}C{place}", section=section, heading=heading)


def _heading_level(paragraph: WordParagraph) -> int:
    style = paragraph.style.name if paragraph.style is not None else ""
    match = re.match(r"(?:Heading|_ ?H_?|Title)\s*_?(\d*)", style or "")
    return int(match[1] or 1) if match else 0


def _text_and_marks(paragraph: WordParagraph) -> tuple[str, list[str]]:
    marks = [ref.get(qn("w:id")) for ref in paragraph._p.iter(qn("w:footnoteReference"))]
    return clean(paragraph.text), [mark for mark in marks if mark]


def _footnotes(document: WordDocument) -> dict[str, str]:
    """Return the text of each footnote by its id, from the footnotes part."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            root = parse_xml(relation.target_part.blob)
            found = {
                note.get(qn("w:id")): clean("".join(t.text or "" for t in note.iter(qn("w:t"))))
                for note in root.iter(qn("w:footnote"))
                if note.get(qn("w:type")) is None
            }
            return {mark: text for mark, text in found.items() if text}
    return {}


class _Numbers:
    """Counts the automatic numbers of a document's lists, paragraph by paragraph."""

    def __init__(self, document: WordDocument) -> None:
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iter(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
                for level in abstract.iter(qn("w:lvl"))
            }
        for num in root.iter(qn("w:num")):
            self._abstract[num.get(qn("w:numId"))] = _value(num, "w:abstractNumId", "")
            for override in num.iter(qn("w:startOverride")):
                level = int(override.getparent().get(qn("w:ilvl")))
                self._counts[num.get(qn("w:numId"))][level] = int(override.get(qn("w:val"))) - 1

    def next(self, paragraph: WordParagraph) -> str:
        """Return the number before this paragraph ("12.", "(a)", "•"), empty where it has none."""
        num_id, level = self._list_of(paragraph)
        levels = self._levels.get(self._abstract.get(num_id, ""), {})
        if num_id in ("", "0") or level not in levels:
            return ""
        # Lists that share an abstract definition count on together unless one restarts.
        counts = self._counts[num_id if num_id in self._counts else f"abstract {self._abstract[num_id]}"]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        style, pattern, _ = levels[level]
        if style == "bullet":
            return "•"
        return re.sub(r"%(\d)", lambda m: self._figure(levels, counts, int(m[1]) - 1), pattern)

    def _figure(self, levels: dict, counts: dict[int, int], level: int) -> str:
        style, _, start = levels.get(level, ("decimal", "", 1))
        return _written(counts.get(level, start), style)

    def _list_of(self, paragraph: WordParagraph) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, else those of its style or the style's base."""
        element, style = paragraph._p.pPr, paragraph.style
        num_id, level = "", None
        while element is not None or style is not None:
            properties = element.find(qn("w:numPr")) if element is not None else None
            if properties is not None:
                num_id = num_id or _value(properties, "w:numId", "")
                level = level if level is not None else _value(properties, "w:ilvl", None)
            if num_id or style is None:
                break
            element = style.element.find(qn("w:pPr"))
            style = style.base_style
        return num_id, int(level or 0)


def _value(element, name: str, default):
    child = element.find(qn(name))
    return default if child is None else child.get(qn("w:val"), default)


def _written(number: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if style == "lowerLetter" else letters.upper()
    if style in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, letter in (
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ):
            roman += letter * (number // value)
            number %= value
        return roman if style == "lowerRoman" else roman.upper()
    return str(number)
