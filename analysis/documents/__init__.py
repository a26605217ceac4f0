"""Read documents of any format that States send into one table of paragraphs that can be cited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pandas as pd

from analysis.documents.contents import Content, FileProblem, read_bytes
from analysis.documents.dates import date_in
from analysis.documents.language import language_of
from analysis.documents.paragraphs import SYMBOL, Paragraph, Reading, with_keys

COLUMNS = ["source", "page", "section", "paragraph", "heading", "kind", "text", "notes"]
_READERS = {"word": "word", "pdf": "pdf", "html": "html", "text": "plain", "doc": "legacy"}


@dataclass(frozen=True)
class Document:
    """A document as received and its paragraphs.

    extracts: one row a paragraph, heading, list item, footnote or table cell, in reading order, with
    source, page (text, empty where the format has none), section, paragraph number as printed (or an
    ordinal in brackets, "[3]", where none is printed), heading path, kind, text, and the footnotes that
    its marks point to.
    """

    source: str
    symbol: str
    title: str
    language: str
    date: str
    pages: int
    sha256: str
    extracts: pd.DataFrame


def read_document(path: str | Path) -> Document:
    """Read one document: Word, PDF, HTML or plain text, told by its content.

    Raises FileProblem with the reason and the remedy where the file cannot be read whole: missing, empty,
    damaged, protected, a scan, a spreadsheet, or of the old .doc format without LibreOffice to convert it.
    """
    path = Path(path)
    return document_of(read_bytes(path), path.name)


def document_of(content: Content, source: str) -> Document:
    """Return the document that the bytes of a file hold. Raises FileProblem as read_document does."""
    reading = _reader(content)(content)
    if not any(p.text for p in reading.paragraphs):
        raise FileProblem("there is no text in it", "Ask for it again")
    paragraphs = with_keys(reading.paragraphs)
    front = _front(paragraphs)
    symbol = SYMBOL.search(front)
    return Document(
        source,
        reading.symbol or (symbol[0] if symbol else ""),
        reading.title or _title(paragraphs),
        language_of("\n".join(p.text for p in paragraphs[:60])),
        date_in(front),
        reading.pages,
        content.sha256,
        pd.DataFrame(
            [(source, p.page, p.section, p.number, p.heading, p.kind, p.text, p.notes) for p in paragraphs],
            columns=COLUMNS,
            dtype=str,
        ),
    )


def _front(paragraphs: list[Paragraph]) -> str:
    """Return the text before the first numbered paragraph: masthead, title, summary."""
    first = next((at for at, p in enumerate(paragraphs) if p.kind == "paragraph" and p.number[:1].isdigit()), 20)
    return "\n".join(p.text for p in paragraphs[:first] if p.kind != "table cell")


def _title(paragraphs: list[Paragraph]) -> str:
    """Return the first heading outside the numbered sections, else the beginning of the text."""
    front = [p for p in paragraphs[:40] if p.kind != "footnote"]
    headings = [p.text for p in front if p.kind == "heading" and not p.section]
    return next(iter([*headings, *(p.text for p in front)]), "")[:200]


def _reader(content: Content) -> Callable[[Content], Reading]:
    if content.kind in _READERS:
        return import_module(f"analysis.documents.{_READERS[content.kind]}").read
    remedies = {
        "protected": "Ask the sender for a copy without password",
        "workbook": "Describe it in dataset.toml and read it as a register",
    }
    raise FileProblem(
        f"it is {content.described}, which cannot be read as a document",
        remedies.get(content.kind, "Ask for a Word, PDF, HTML or text file"),
    )
