"""A copy of a PDF draft with the numbers that something is said of highlighted, and what is said as the note of each."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from analysis.audit.draft import Unit
from analysis.audit.numbers import Mark

_COLOUR = (255, 214, 102, 140)
_AROUND = 18
Place = tuple[Unit, Mark, str]


def with_highlights(path: Path, places: list[Place]) -> tuple[bytes, list[Place]]:
    """Return the bytes of a copy of a PDF with a highlight at each place, and the places whose words are not found on their page."""
    document = pypdfium2.PdfDocument(path)
    left: list[Place] = []
    try:
        for unit, mark, text in places:
            pages = [int(unit.page) - 1] if unit.page.isdigit() else []
            around = unit.text[max(0, mark.start - _AROUND) : mark.start], unit.text[mark.end : mark.end + _AROUND]
            if not any(
                _highlighted(document, n, mark.text, around, text)
                for n in (*pages, *(p + 1 for p in pages))
                if n < len(document)
            ):
                left.append((unit, mark, text))
        import io

        out = io.BytesIO()
        document.save(out)
        return out.getvalue(), left
    finally:
        document.close()


def _highlighted(document: pypdfium2.PdfDocument, number: int, words: str, around: tuple[str, str], text: str) -> bool:
    page = document[number]
    held = page.get_textpage()
    whole = held.get_text_range()
    bare, places = _bare(whole)
    for wanted in ("".join((around[0], words, around[1])), around[0] + words, words + around[1]):
        start = bare.find(_bare(wanted)[0])
        if start >= 0:
            start += len(_bare(around[0])[0]) if wanted.startswith(around[0]) and around[0] else 0
            boxes = [held.get_charbox(places[n]) for n in range(start, start + len(_bare(words)[0]))]
            _annotate(page, boxes, text)
            return True
    return False


def _bare(text: str) -> tuple[str, list[int]]:
    """Return a text without its spaces, and where each character stood."""
    found = [(character, at) for at, character in enumerate(text) if not re.match(r"[\s\u0002\ufffe]", character)]
    return "".join(c for c, _ in found), [at for _, at in found]


def _annotate(page: pypdfium2.PdfPage, boxes: list[tuple[float, float, float, float]], text: str) -> None:
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    annotation = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_HIGHLIGHT)
    pdfium.FPDFAnnot_SetRect(annotation, pdfium.FS_RECTF(left, top, right, bottom))
    quad = pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
    pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, quad)
    pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *_COLOUR)
    encoded = (text + "\0").encode("utf-16-le")
    note = ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_SetStringValue(annotation, b"Contents", note)
    pdfium.FPDFPage_CloseAnnot(annotation)
