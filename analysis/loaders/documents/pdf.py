"""PDF files: the text layer of every page, by pypdfium2; a file without one is a scan."""

from __future__ import annotations

import math
from collections import Counter
from itertools import islice

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from analysis.loaders.contents import Content, FileProblem
from analysis.loaders.documents.lines import Line, without_furniture
from analysis.loaders.documents.paragraphs import SYMBOL, Reading, clean
from analysis.loaders.documents.segments import paragraphs_of

# A page with fewer letters than this carries no text worth the name; a text layer of which more than this
# share is no letter, figure, mark or space is unusable.
_FEWEST_LETTERS = 20
_MOST_UNREADABLE = 0.3
# Titles stand below the top of the cover, in bold letters larger than text (weights from 1 to 1000, points).
_MASTHEAD, _BOLD, _TITLE_SIZE = 0.88, 600, 13


def read(content: Content) -> Reading:
    """Return the units of a PDF, its number of pages, and the symbol that runs over them."""
    texts, title = _texts_and_title(content.data)
    pages = [text.replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in texts]
    kept = without_furniture(pages)
    lines = [
        Line(line, str(number)) for number, page in enumerate(kept, start=1) for line in page if line.strip()
    ]
    return Reading(paragraphs_of(lines), len(pages), _running_symbol(pages), title)


def _texts_and_title(data: bytes) -> tuple[list[str], str]:
    """Return the text of each page, and the title on the first. Raises FileProblem for a damaged, protected, empty or scanned file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileProblem(
                "the PDF is protected by a password", "Ask the sender for a copy without password"
            ) from None
        raise FileProblem("the PDF is damaged", "Ask for it again") from None
    try:
        texts = [_text_of(document, at) for at in range(len(document))]
        title = _title_of(document[0]) if texts else ""
    except pypdfium2.PdfiumError:
        raise FileProblem("a page of the PDF is damaged", "Ask for it again") from None
    finally:
        document.close()
    if not texts:
        raise FileProblem("the PDF has no pages", "Ask for it again")
    whole = "".join(texts)
    letters = sum(map(str.isalnum, whole))
    if letters < _FEWEST_LETTERS * len(texts) ** 0.5:
        raise FileProblem(
            f"scan: needs OCR ({len(texts)} page{'s' if len(texts) > 1 else ''} without a text layer)",
            "Run it through text recognition, or ask for the Word file",
        )
    strange = sum(1 for c in whole if "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    if strange > _MOST_UNREADABLE * len(whole):
        raise FileProblem(
            f"scan: needs OCR ({len(texts)} pages, whose text layer is unusable)",
            "Run it through text recognition, or ask for the Word file",
        )
    return texts, title


def _text_of(document: pypdfium2.PdfDocument, at: int) -> str:
    page = document[at]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    page.close()
    return text


def _title_of(page: pypdfium2.PdfPage) -> str:
    """Return what stands on a cover in the largest bold letters, below the masthead."""
    textpage = page.get_textpage()
    masthead = page.get_height() * _MASTHEAD
    bold = []
    for item in islice(page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], textpage=textpage), 500):
        text, (_, bottom, _, top) = item.extract(), item.get_bounds()
        matrix = item.get_matrix()
        size = item.get_font_size() * math.hypot(matrix.b, matrix.d)
        if bottom < masthead and item.get_font().get_weight() >= _BOLD and size >= _TITLE_SIZE:
            bold.append((text, bottom, top))
    title, last = "", 0.0
    for text, bottom, top in bold:
        # A gap of more than two lines parts the title from the name of the State below it.
        title += ": " if title and last - top > top - bottom else " " if title and top <= last else ""
        title, last = title + text, bottom
    return clean(title).replace(" :", ":")[:300]


def _running_symbol(pages: list[list[str]]) -> str:
    """Return the document symbol that stands at the edge of the most pages."""
    found = Counter(
        match[0] for page in pages for line in [*page[:3], *page[-3:]] if (match := SYMBOL.search(line))
    )
    if found:
        return found.most_common(1)[0][0]
    first = SYMBOL.search("\n".join(pages[0]))
    return first[0] if first else ""
