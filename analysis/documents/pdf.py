"""PDF files: the text layer of every page, by pypdfium2; a file without one is a scan."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from analysis.documents.arabic import ARABIC, Glyph, page_lines
from analysis.documents.contents import MOST_UNPACKED, Content, FileProblem
from analysis.documents.lines import Line
from analysis.documents.masthead import running_symbol
from analysis.documents.paragraphs import Oddity, Reading
from analysis.documents.pieces import Places
from analysis.documents.segments import paragraphs_of
from analysis.documents.sizes import Sizes, box_of, lines_of, starts_of
from analysis.documents.tables import with_page_tables

if TYPE_CHECKING:
    from analysis.documents.scans import RecognisedPage

# A page with a picture and fewer letters than this is a scan; a document may have a tenth of such pages, for
# maps and photographs. A text layer of which more than this share is no letter, figure, mark or space is unusable.
_FEWEST_LETTERS = 20
_MOST_PICTURES = 0.1
_MOST_UNREADABLE = 0.3
_DEFLATE_ALONE = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode)")
_FONT_OR_PICTURE = re.compile(rb"/Length1|/Subtype")
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_LINE_END = re.compile(rb"\r?\n")
_LETTER, _STRANGE = re.compile(r"[^\W_]"), re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_SAMPLE = 2_000


class _Page(NamedTuple):
    """What a page holds: its lines, and whether it is a picture of text."""

    lines: list[Line]
    is_picture: bool


def read(content: Content) -> Reading:
    """Return the units of a PDF, its number of pages, title, and the symbol that runs over them."""
    _refuse_half(content.data)
    pages, recognised = _pages(content.data)
    parted, uncut = with_page_tables(pages)
    units, odd = paragraphs_of([line for page in parted for line in page if line.text.strip()])
    texts = [[line.text for line in page] for page in pages]
    sure = [page.confidence for page in recognised.values()]
    return Reading(
        units,
        len(pages),
        running_symbol(texts),
        odd=(*odd, *uncut, *_doubts(recognised)),
        # Recognised letters are no masthead to go by.
        front=("",) if 0 in recognised else tuple(texts[0]),
        confidence=min(sure, default=1.0),
    )


def _doubts(recognised: dict[int, RecognisedPage]) -> Iterator[Oddity]:
    """Yield what a person should look at in a scan: each recognised page, each figure or name that is not confirmed."""
    for at, page in recognised.items():
        number = str(at + 1)
        yield Oddity(number, "", f"recognised from a picture, with confidence {page.confidence:.2f}")
        for figure in page.figures:
            if not figure.confirmed:
                what = "figure" if figure.text[0].isdigit() else "name"
                yield Oddity(number, figure.text, f"the {what} {figure.text} was recognised once and is not confirmed")


def _refuse_half(data: bytes) -> None:
    """Raise FileProblem for a PDF that pdfium would read in part without a word: cut off, or with damaged parts."""
    if b"%%EOF" not in data[-2048:]:
        raise FileProblem("the PDF is cut off: its end is missing", "Ask for it again")
    if b"/Encrypt" in data:
        return
    unpacked = 0
    for packed in _deflated(data):
        try:
            unpacked += len(zlib.decompressobj().decompress(packed, MOST_UNPACKED))
        except zlib.error:
            raise FileProblem("a part of the PDF is damaged", "Ask for it again") from None
        if unpacked > MOST_UNPACKED:
            raise FileProblem("it would unpack to more than 1 GB", "Do not open it; ask the sender")


def _deflated(data: bytes) -> Iterator[memoryview]:
    """Yield the parts packed with deflate alone: what can be tried without reading the file's structure."""
    view, at = memoryview(data), 0
    while (start := data.find(b"stream", at)) >= 0:
        at = start + 6
        dictionary = data[data.rfind(b"obj", max(0, start - 1000), start) : start]
        body = _LINE_END.match(data, at)
        end = data.find(b"endstream", at)
        if end < 0:
            return
        if body and _DEFLATE_ALONE.search(dictionary) and not _FONT_OR_PICTURE.search(dictionary):
            yield view[body.end() : end]
        at = end + 9


def _pages(data: bytes) -> tuple[list[list[Line]], dict[int, RecognisedPage]]:
    """Return the lines of each page, and what was recognised on those that are pictures. Raises FileProblem for a damaged, protected, empty or scanned file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        # What pdfium says of its failure may stem from the file before; the file itself tells.
        if b"/Encrypt" in data:
            remedy = "Ask the sender for a copy without password"
            raise FileProblem("the PDF is protected by a password", remedy) from None
        if _NO_PAGES.search(data):
            raise FileProblem("the PDF has no pages", "Ask for it again") from None
        raise FileProblem("the PDF is damaged", "Ask for it again") from None
    try:
        sizes, places = Sizes(), Places()
        read_pages = [_read_page(document, at, sizes, places) for at in range(len(document))]
        why = _why_scan(read_pages) if read_pages else ""
        recognised = _recognised(document, read_pages) if why else {}
    finally:
        document.close()
    if not read_pages:
        raise FileProblem("the PDF has no pages", "Ask for it again")
    if why and not any(page.lines for page in recognised.values()):
        raise FileProblem(
            f"scan: needs OCR ({len(read_pages)} page{'s' if len(read_pages) > 1 else ''} {why})",
            "Run it through text recognition, or ask for the Word file",
        )
    for at, page in recognised.items():
        read_pages[at] = _Page([Line(line, str(at + 1)) for line in page.lines], False)
    return [page.lines for page in read_pages], recognised


def _why_scan(pages: list[_Page]) -> str:
    """Return why pages have to be recognised: pictures of text, or letters that stand for nothing; else nothing."""
    sample = "".join(islice((line.text for page in pages for line in page.lines), _SAMPLE))[:_SAMPLE]
    pictures = [str(number) for number, page in enumerate(pages, start=1) if page.is_picture]
    if not _LETTER.search(sample):
        return "without a text layer"
    if len(pictures) > _MOST_PICTURES * len(pages):
        return f"without a text layer on {len(pictures)} of them: {', '.join(pictures[:20])}"
    return "whose text layer is unusable" if len(_STRANGE.findall(sample)) > _MOST_UNREADABLE * len(sample) else ""


def _recognised(document: pypdfium2.PdfDocument, pages: list[_Page]) -> dict[int, RecognisedPage]:
    """Return what stands on the pages without text, where text recognition is installed."""
    from analysis.documents import scans

    pictures = [at for at, page in enumerate(pages) if page.is_picture]
    return scans.recognise(document, pictures or list(range(len(pages)))) if scans.packs() else {}


def _read_page(document: pypdfium2.PdfDocument, at: int, sizes: Sizes, places: Places) -> _Page:
    """Read a page and close it: by the plain functions of pdfium, whose helpers take a fifth of the time."""
    page = pdfium.FPDF_LoadPage(document.raw, at)
    textpage = pdfium.FPDFText_LoadPage(page) if page else None
    if not textpage:
        raise FileProblem("a page of the PDF is damaged", "Ask for it again")
    count = pdfium.FPDFText_CountChars(textpage)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")
    number = str(at + 1)
    if count != len(text):
        # Letters beyond the first plane count twice: what stands where is not told.
        lines = [Line(line, number) for line in lines_of(text)]
    else:
        arabic, starts = bool(ARABIC.search(text)), starts_of(text)
        if arabic:
            lines = [Line(line, number) for line in lines_of("\r\n".join(_arabic_lines(textpage, text)))]
        else:
            lines = sizes.lines(textpage, text, starts, number)
        # Arabic letters stand in the text of the page in another order than they are read in.
        lines = places.told(textpage, lines_of(text) if arabic else [line.text for line in lines], starts, lines)
    pdfium.FPDFText_ClosePage(textpage)
    pdfium.FPDF_ClosePage(page)
    return _Page(lines, len(text) < _FEWEST_LETTERS and _has_picture(document[at]))


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    found = any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
    page.close()
    return found


def _arabic_lines(textpage: pdfium.FPDF_TEXTPAGE, text: str) -> Iterator[str]:
    """Yield the lines of a page, those with Arabic letters put in the order they are read in."""
    start, lines = 0, []
    for line in text.split("\r\n"):
        boxes = [box_of(textpage, at) for at in range(start, start + len(line))] if ARABIC.search(line) else []
        lines.append(
            (line, [Glyph(letter, left, right) for letter, (left, _, right, _) in zip(line, boxes, strict=False)])
        )
        start += len(line) + 2
    read_lines = page_lines([glyphs for _, glyphs in lines if glyphs])
    for line, glyphs in lines:
        yield next(read_lines) if glyphs else line
