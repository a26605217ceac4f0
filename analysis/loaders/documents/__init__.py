"""Read documents of any format that States send into one table of paragraphs that can be cited."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pandas as pd

from analysis.loaders.contents import Content, FileProblem, read_bytes
from analysis.loaders.documents.language import language_of
from analysis.loaders.documents.paragraphs import Paragraph, with_keys

COLUMNS = ["source", "page", "section", "paragraph", "heading", "kind", "text", "notes"]
_READERS = {"word": "word", "pdf": "pdf", "html": "html", "text": "plain"}
_SYMBOL = re.compile(
    r"\b(?:A|E|S|ST|CAC|CTOC|CEDAW|CCPR|HRI|TD|UNEP|DP|FCCC|CRC|CAT|CERD|CMW|CRPD|CED)"
    r"/[A-Z0-9][A-Za-z0-9./\-]*[A-Za-z0-9]"
)
_ISO_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


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
    damaged, protected, a scan, the old .doc format, or a spreadsheet.
    """
    path = Path(path)
    content = read_bytes(path)
    paragraphs, pages = _reader(content)(content)
    if not any(p.text for p in paragraphs):
        raise FileProblem("there is no text in it", "Ask for it again")
    whole = "\n".join(p.text for p in paragraphs[:200])
    symbol, date = _SYMBOL.search(whole), _ISO_DAY.search(whole)
    title = next((p.text for p in paragraphs if p.kind == "heading"), paragraphs[0].text)[:200]
    extracts = pd.DataFrame(
        [
            (path.name, p.page, p.section, p.number, p.heading, p.kind, p.text, p.notes)
            for p in with_keys(paragraphs)
        ],
        columns=COLUMNS,
        dtype=str,
    )
    return Document(
        path.name,
        symbol[0] if symbol else "",
        title,
        language_of(whole),
        date[1] if date else "",
        pages,
        content.sha256,
        extracts,
    )


def _reader(content: Content) -> Callable[[Content], tuple[list[Paragraph], int]]:
    if content.kind in _READERS:
        return import_module(f"analysis.loaders.documents.{_READERS[content.kind]}").read
    remedies = {
        "doc": "Open it in Word or LibreOffice and save it as .docx",
        "protected": "Ask the sender for a copy without password",
        "workbook": "Describe it in dataset.toml and read it as a register",
    }
    raise FileProblem(
        f"it is {content.described}, which cannot be read as a document",
        remedies.get(content.kind, "Ask for a Word, PDF, HTML or text file"),
    )
