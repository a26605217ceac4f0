"""HTML pages: headings, paragraphs, numbered lists, tables and linked footnotes, in the order they stand."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from lxml import html as parser
from lxml.etree import ParserError

from analysis.documents import plain
from analysis.documents.contents import Content, FileProblem, refuse_entities
from analysis.documents.encodings import decode
from analysis.documents.headings import heading_of
from analysis.documents.lines import LINE_BREAK, Line, block, table_lines
from analysis.documents.paragraphs import Paragraph, Reading, clean, letters, roman
from analysis.documents.segments import paragraphs_of

_BEGINS_WHOLE = re.compile(rb"<!doctype|<html")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.I)
_LEFT_OUT = {"script", "style", "noscript", "template", "nav", "svg", "button", "select", "head"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p",
    "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
# A page that is so largely one of lines as typed ("pre") is a text file.
_MOSTLY = 0.8
_CAN_BE_NOTE = {"p", "li", "div", "dd", "aside", "td"}
_MARK = re.compile(r"^\[?\(?(?P<mark>\d{1,3}|[*†‡]{1,3}|[a-z])\)?\]?$")


def read(content: Content) -> Reading:
    """Return the units of a page. An entity that it declares is refused, none is ever looked up."""
    refuse_entities(content.data)
    if _BEGINS_WHOLE.search(content.data[:4096].lower()) and b"</html" not in content.data[-4096:].lower():
        raise FileProblem("the HTML page is cut off: its end is missing", "Save the page anew, or ask for it again")
    try:
        root = parser.document_fromstring(
            _text_of(content.data), parser=parser.HTMLParser(no_network=True, huge_tree=True)
        )
    except (ParserError, ValueError) as error:
        raise FileProblem(f"the HTML page is damaged ({error})", "Save the page anew, or ask for it again") from None
    printed = "\n".join(pre.text_content() for pre in root.iter("pre"))
    if len(printed) > _MOSTLY * len(root.text_content()):
        return plain.reading_of(printed)
    titles = [clean(e.text_content()) for e in [*root.iter("h1"), *root.iter("title")]]
    title = next((text for text in titles if text and not heading_of(text, counted=True).label), "")
    try:
        walk = _Walk(root)
        units, odd = paragraphs_of(list(walk.lines()))
    except RecursionError:
        raise FileProblem("the HTML page is nested too deeply to be read", "Save it anew as .docx or PDF") from None
    units += [Paragraph(text, "footnote", f"FN{mark}") for mark, text in walk.notes.values()]
    return Reading(units, title=title, odd=tuple(odd))


def _text_of(data: bytes) -> str:
    """Return the page as text, by its own charset where it names one that fits."""
    named = _CHARSET.search(data[:2048])
    text = ""
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            text = data.decode(named[1].decode())
    # lxml takes no text that says in an XML declaration that it is bytes.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text or decode(data))


class _Walk:
    """Walks over a page and yields its paragraphs, headings and cells as lines."""

    def __init__(self, root) -> None:
        self.root = root
        self.marks, self.notes = _notes(root)
        self.tables = 0

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the body."""
        for body in self.root.iter("body"):
            yield from self._block(body, "")

    def _block(self, element, number: str) -> Iterator[Line]:
        """Yield the lines inside an element; number is what a list prints before the first of them."""
        run: list = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _LEFT_OUT or child in self.notes:
                run.append(child.tail or "")
                continue
            if child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iter() if inner is not child):
                if lines := self._paragraph(run, number):
                    yield from lines
                    number = ""
                inside = list(self._entered(child, number))
                yield from inside
                number = "" if inside else number
                run = [child.tail or ""]
            else:
                run += [child, child.tail or ""]
        yield from self._paragraph(run, number)

    def _entered(self, element, number: str) -> Iterator[Line]:
        if re.fullmatch("h[1-6]", element.tag):
            text, notes = self._text([element])
            yield from block(text, int(element.tag[1]), notes=notes)
        elif element.tag in ("ol", "ul"):
            yield from self._list(element)
        elif element.tag == "table" and not _is_layout(element):
            yield from self._table(element)
        else:
            yield from self._block(element, number)

    def _list(self, element) -> Iterator[Line]:
        """Yield the items of a list, numbered as the browser prints them."""
        count = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
        nested = any(parent.tag == "ol" for parent in element.iterancestors())
        for item in element:
            if item.tag != "li" or item in self.notes:
                continue
            count = int(item.get("value")) if (item.get("value") or "").isdigit() else count
            number = _written(count, element.get("type") or "1", nested) if element.tag == "ol" else "•"
            yield from self._block(item, number)
            count += 1

    def _table(self, element) -> Iterator[Line]:
        self.tables += 1
        rows = ([cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr"))
        yield from table_lines(self.tables, ([(*self._text([cell]), _span(cell)) for cell in row] for row in rows))

    def _paragraph(self, run: list, number: str) -> list[Line]:
        text, notes = self._text(run)
        return list(block(f"{number} {text}" if text else "", notes=notes))

    def _text(self, run: list) -> tuple[str, str]:
        """Return the text of a run of elements and strings, its marks taken off, and the notes they point to."""
        cited: list[str] = []
        text = "".join(part if isinstance(part, str) else self._inline(part, cited) for part in run)
        return LINE_BREAK.join(clean(line) for line in text.split(LINE_BREAK)).strip(), " ".join(cited)

    def _inline(self, element, cited: list[str]) -> str:
        if element in self.marks:
            mark, note = self.notes[self.marks[element]]
            cited.append(f"{mark}: {note}")
            return ""
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element in self.notes:
            return ""
        inside = (element.text or "") + "".join(self._inline(child, cited) + (child.tail or "") for child in element)
        return LINE_BREAK if element.tag == "br" else f" {inside} " if element.tag in _BLOCKS else inside


def _notes(root) -> tuple[dict, dict]:
    """Return element of a mark -> element of its note, and element of a note -> (mark, text).

    A mark is a short link to a later place of the page; the link back from the note is none.
    """
    order = {element: at for at, element in enumerate(root.iter())}
    places = {
        e.get("id") or e.get("name"): e
        for e in root.iter()
        if isinstance(e.tag, str) and (e.get("id") or e.get("name"))
    }
    marks: dict = {}
    notes: dict = {}
    for link in root.iter("a"):
        mark = _MARK.match(clean(link.text_content()))
        target = places.get((link.get("href") or "").removeprefix("#"))
        if not mark or target is None or not link.get("href", "").startswith("#") or order[target] < order[link]:
            continue
        note = next((e for e in [target, *target.iterancestors()] if e.tag in _CAN_BE_NOTE), None)
        if note is None or link in set(note.iter()):
            continue
        back = "".join(
            part for part in note.itertext() if not (_MARK.match(clean(part)) or clean(part) in ("↑", "↩", "^", "↵"))
        )
        marks[link] = note
        notes.setdefault(note, (mark["mark"], clean(back)))
    return marks, notes


def _is_layout(table) -> bool:
    """Whether a table only places things on the page: with tables or headings in it, or a single cell."""
    cells = [cell for cell in table.iter("td", "th")]
    return len(cells) <= 1 or any(e.tag in ("table", "h1", "h2", "h3", "h4") for e in table.iter() if e is not table)


def _span(cell) -> int:
    span = cell.get("colspan") or "1"
    return int(span) if span.isdigit() else 1


def _written(number: int, style: str, nested: bool) -> str:
    """Return the number of a list item as printed; below another list, and in letters, it is a sub-point."""
    if style in ("a", "A", "i", "I"):
        figure = letters(number) if style in ("a", "A") else roman(number)
        return f"({figure if style.islower() else figure.upper()})"
    return f"({number})" if nested else f"{number}."
