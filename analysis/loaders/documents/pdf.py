"""PDF files: the text layer of every page, by pypdfium2; a file without one is a scan."""

from __future__ import annotations

from collections import Counter

import pypdfium2

from analysis.loaders.contents import Content, FileProblem
from analysis.loaders.documents.lines import Line, paragraphs_of, without_furniture
from analysis.loaders.documents.paragraphs import SYMBOL, Reading

# A page with fewer letters than this carries no text worth the name; a text layer of which more than this
# share is no letter, figure, mark or space is unusable.
_FEWEST_LETTERS = 20
_MOST_UNREADABLE = 0.3


def read(content: Content) -> Reading:
    """Return the units of a PDF, its number of pages, and the symbol that runs over them."""
    texts = _texts(content.data)
    pages = [text.replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in texts]
    kept = without_furniture(pages)
    lines = [
        Line(line, str(number)) for number, page in enumerate(kept, start=1) for line in page if line.strip()
    ]
    return Reading(paragraphs_of(lines), len(pages), _running_symbol(pages))


def _texts(data: bytes) -> list[str]:
    """Return the text of each page. Raises FileProblem for a damaged, protected, empty or scanned file."""
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
    return texts


def _text_of(document: pypdfium2.PdfDocument, at: int) -> str:
    page = document[at]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    page.close()
    return text


def _running_symbol(pages: list[list[str]]) -> str:
    """Return the document symbol that stands at the edge of the most pages."""
    found = Counter(
        match[0] for page in pages for line in [*page[:3], *page[-3:]] if (match := SYMBOL.search(line))
    )
    if found:
        return found.most_common(1)[0][0]
    first = SYMBOL.search("\n".join(pages[0]))
    return first[0] if first else ""
