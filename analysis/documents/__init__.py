"""Read documents of any format that States send into one table of paragraphs that can be cited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pandas as pd

from analysis.documents.contents import Content, FileProblem, read_bytes
from analysis.documents.language import language_of, script_of
from analysis.documents.masthead import head_of
from analysis.documents.openings import odd_points
from analysis.documents.paragraphs import Oddity, Paragraph, Reading, with_keys
from analysis.problems import ISSUE_COLUMNS, in_document

COLUMNS = ["source", "symbol", "section", "paragraph", "page", "heading", "kind", "language", "text", "notes"]
_READERS = {"word": "word", "pdf": "pdf", "html": "html", "text": "plain", "doc": "word"}
# A longer unit holds more than one paragraph, nearly always.
_GIANT = 5_000
_FIRST_UNITS = 60


@dataclass(frozen=True)
class Document:
    """A document as received and its paragraphs.

    What its head says of it ("unknown" where it says nothing): symbol, title, state, session, original
    (language), prepared, distributed, translated (ISO dates); date is the first of distributed, prepared,
    translated that is known, else empty. confidence: the share, from 0 to 1, of the numbered units that
    stand where their number is due; below it, issues say what is odd.

    extracts: one row a paragraph, heading, list item, footnote or table cell, in reading order, with
    source, symbol, section, paragraph number as printed (or an ordinal in brackets, "[3]", where none is
    printed), page (text, empty where the format has none), heading path, kind, language, text, and the
    footnotes that its marks point to. issues: one row an oddity that an analyst should look at.
    """

    source: str
    symbol: str
    title: str
    state: str
    session: str
    language: str
    original: str
    date: str
    prepared: str
    distributed: str
    translated: str
    pages: int
    confidence: str
    sha256: str
    extracts: pd.DataFrame
    issues: pd.DataFrame


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
    head = head_of(reading.front or _front(paragraphs), reading.symbol, reading.title)
    language = language_of("\n".join(p.text for p in paragraphs[:_FIRST_UNITS]))
    odd = [*reading.odd, *odd_points(paragraphs), *_giants(paragraphs)]
    issues = [in_document(source, o.page, o.number, o.problem) for o in odd]
    about = {
        "language": language,
        "date": next((day for day in (head.distributed, head.prepared, head.translated) if day[:1].isdigit()), ""),
        "pages": reading.pages,
        "confidence": f"{reading.confidence if reading.confidence < 1 else _sound(paragraphs, odd):.2f}",
        "sha256": content.sha256,
        "extracts": _extracts(source, head.symbol, language, paragraphs),
        "issues": pd.DataFrame(issues, columns=ISSUE_COLUMNS, dtype=str),
    }
    return Document(source, **vars(head), **about)


def _extracts(source: str, symbol: str, language: str, paragraphs: list[Paragraph]) -> pd.DataFrame:
    columns = zip(*paragraphs, strict=True)
    texts, kinds, numbers, sections, headings, pages, notes, _ = map(list, columns)
    languages = [language if text.isascii() else script_of(text, language) for text in texts]
    values = (source, symbol, sections, numbers, pages, headings, kinds, languages, texts, notes)
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)), dtype=str)


def _giants(paragraphs: list[Paragraph]) -> list[Oddity]:
    return [
        Oddity(p.page, p.number, f"a unit of {len(p.text):,} characters: it may hold several paragraphs")
        for p in paragraphs
        if len(p.text) > _GIANT
    ]


def _sound(paragraphs: list[Paragraph], odd: list[Oddity]) -> float:
    """Return the share of numbered units that nothing odd is said of; of all units, where none is numbered."""
    numbered = sum(p.number[:1].isdigit() and p.kind != "table cell" for p in paragraphs) or len(paragraphs)
    return max(0.0, 1 - len(odd) / numbered)


def _front(paragraphs: list[Paragraph]) -> list[str]:
    """Return the units before the first numbered paragraph or section: masthead, title, summary."""

    def begins(p: Paragraph) -> bool:
        return bool(p.section) if p.kind == "heading" else p.kind == "paragraph" and p.number[:1].isdigit()

    first = next((at for at, p in enumerate(paragraphs) if begins(p)), 20)
    return [p.text for p in paragraphs[:first] if p.kind not in ("table cell", "footnote")]


def _reader(content: Content) -> Callable[[Content], Reading]:
    if content.kind in _READERS:
        return import_module(f"analysis.documents.{_READERS[content.kind]}").read
    remedies = {
        "protected": "Ask the sender for a copy without password",
        "picture": "Run it through text recognition, or ask for the Word file",
        "workbook": "Describe it in dataset.toml and read it as a register",
    }
    raise FileProblem(
        f"it is {content.described}, which cannot be read as a document",
        remedies.get(content.kind, "Ask for a Word, PDF, HTML or text file"),
    )
