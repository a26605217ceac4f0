"""A Word draft: its readings, with the changes that nobody accepted or rejected and without; and a copy of it with comments."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from pathlib import Path

from docx import Document as open_word
from docx.oxml.ns import qn
from docx.text.run import Run

from analysis.audit.draft import Unit
from analysis.audit.numbers import Mark

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
AUTHOR, INITIALS = "Draft check", "DC"
Place = tuple[Unit, Mark, str]


def with_comments(path: Path, places: list[Place]) -> tuple[bytes, list[Place]]:
    """Return the bytes of a copy of a Word file with a comment at each place, and the places that it has no room for.

    A place is a paragraph, a number in it and what is said of it. Notes cannot carry comments: they are handed back, as is
    what stands in no paragraph of the body.
    """
    document = open_word(str(path))
    paragraphs = [_Paragraph(p) for p in document.element.body.iter(qn("w:p"))]
    left, at = [], 0
    for unit, mark, text in sorted(places, key=lambda p: (p[0].at, -p[1].start)):
        found = next((n for n in (*range(at, len(paragraphs)), *range(at)) if unit.text in paragraphs[n].text), None)
        if found is None or unit.kind == "footnote":
            left.append((unit, mark, text))
            continue
        at = found
        paragraph = paragraphs[at]
        start = paragraph.text.index(unit.text) + mark.start
        runs = paragraph.cut(start, start + mark.end - mark.start)
        comment = document.add_comment(
            [Run(run, document._body) for run in (runs[0], runs[-1])],
            text=text,
            author=AUTHOR,
            initials=INITIALS,  # type: ignore[arg-type]
        )
        comment._comment_elm.attrib.pop(qn("w:date"), None)
        paragraphs[at] = _Paragraph(paragraph.element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), left


class _Paragraph:
    """A paragraph of the body: its text as a reader has it, and which run each character stands in."""

    def __init__(self, element) -> None:
        self.element = element
        self.characters: list[tuple[str, object, int]] = []
        for run, text, at in _pieces(element):
            for offset, character in enumerate(text):
                if character.isspace():
                    if self.characters and self.characters[-1][0] != " ":
                        self.characters.append((" ", run, at + offset))
                else:
                    self.characters.append((character, run, at + offset))
        while self.characters and self.characters[-1][0] == " ":
            self.characters.pop()
        self.text = "".join(character for character, _, _ in self.characters)

    def cut(self, start: int, end: int) -> list:
        """Return the runs that hold exactly the characters from start to end; runs are parted where they hold more."""
        within = self.characters[start:end]
        runs = list(dict.fromkeys(run for _, run, _ in within))
        last = _part(runs[-1], max(at for _, run, at in within if run is runs[-1]) + 1, keep_first=True)
        first = _part(
            runs[0] if len(runs) > 1 else last, min(at for _, run, at in within if run is runs[0]), keep_first=False
        )
        return [first, *runs[1:-1], *([last] if len(runs) > 1 else [])]


def _pieces(element) -> Iterator[tuple[object, str, int]]:
    """Yield the runs of a paragraph that a reader sees with their text; what was deleted is left out."""
    for run in element.iter(qn("w:r")):
        if any(parent.tag in (qn("w:del"), qn("w:moveFrom")) for parent in run.iterancestors()):
            continue
        at = 0
        for child in run:
            text = {qn("w:t"): child.text or "", qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}.get(
                child.tag, ""
            )
            yield run, shown_text(run, text), at
            at += len(text)


def _part(run, at: int, *, keep_first: bool):
    """Part a run of one text at a character and return the wanted half; a run of several pieces stays whole."""
    texts = run.findall(qn("w:t"))
    others = [child for child in run if child.tag not in (qn("w:t"), qn("w:rPr"))]
    if len(texts) != 1 or others or not 0 < at < len(texts[0].text or ""):
        return run
    second = copy.deepcopy(run)
    whole = texts[0].text
    for half, text in ((run, whole[:at]), (second, whole[at:])):
        piece = half.find(qn("w:t"))
        piece.text = text
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(second)
    return run if keep_first else second


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
