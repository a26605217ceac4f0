"""The readings of a Word file: with the changes that nobody accepted or rejected, and without them."""

from __future__ import annotations

import io

from docx import Document as open_word
from docx.oxml.ns import qn

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def readings_of(data: bytes) -> tuple[list[bytes], int]:
    """Return a Word file as it reads with its changes and, where there are any, without them; and how many pictures it holds."""
    try:
        document = open_word(io.BytesIO(data))
    except Exception:  # the reader says what is wrong with it
        return [data], 0
    has_changes = any(True for _ in _changes(document))
    pictures = sum(1 for _ in document.element.body.iter(qn("w:drawing"), qn("w:pict")))
    made = []
    for accepted in (True, False) if has_changes else (True,):
        document = open_word(io.BytesIO(data))
        if not accepted:
            _reject(document)
        _raise_marks(document)
        out = io.BytesIO()
        document.save(out)
        made.append(out.getvalue())
    return made, pictures


def _changes(document):
    return document.element.body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))


def _reject(document) -> None:
    """Take insertions out and put deletions back."""
    for change in list(_changes(document)):
        if change.tag in (qn("w:ins"), qn("w:moveTo")):
            change.getparent().remove(change)
            continue
        for text in list(change.iter(qn("w:delText"))):
            text.tag = qn("w:t")
        parent, at = change.getparent(), change.getparent().index(change)
        for child in reversed(list(change)):
            parent.insert(at, child)
        parent.remove(change)


def _raise_marks(document) -> None:
    for run in document.element.body.iter(qn("w:r")):
        for text in run.iter(qn("w:t")):
            text.text = shown_text(run, text.text or "")


def shown_text(run, text: str) -> str:
    """Return the text of a run, figures in superscript as superscript figures: "163" with the mark 5 is not 1635."""
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return text.translate(_SUPERSCRIPT) if align is not None and align.get(qn("w:val")) == "superscript" else text
