"""Headings: the label before a title, and how deep it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.documents.numerals import (
    ARABIC_LETTERS,
    ARABIC_ORDINALS,
    CHINESE_DIGITS,
    chinese,
    section_label,
)
from analysis.documents.paragraphs import Paragraph

_ARABIC = "|".join([*ARABIC_ORDINALS, *ARABIC_LETTERS])
_LABELLED = re.compile(
    rf"^\s*(?P<label>[IVXІХ]{{1,6}}|[A-ZАВСЕН]|[{CHINESE_DIGITS}]{{1,4}}|(?:{_ARABIC})\u064b?)"
    r"\s?[.．、)\-–—][\s\u3000]*(?P<title>\S.*)$",
    re.S,
)
_COUNTED = re.compile(r"^\s*(?P<label>\d{1,2})[.．、)]\s*(?!\d)(?P<title>\S.*)$", re.S)
_ANNEX = re.compile(
    r"^\s*(?:annex|annexe|anexo|приложение|附件|المرفق|appendix)\s*(?P<label>[IVX]{1,4}|\d{1,2}|[A-Z]|[一二三四五六七八九十]{1,3})?[.:]?\s*$",
    re.I,
)
_ARTICLE = re.compile(
    r"^\s*(?:(?:article|artículo|articulo|статья|المادة|art\.)\s*(?P<figure>\d{1,3}|premier|primero|1er)|第(?P<chinese>[一二三四五六七八九十百]{1,5}|\d{1,3})条)\b",
    re.I,
)
_NOTES = re.compile(r"^\s*(?:notes?|endnotes|notas|примечания|注|الحواشي)\s*$", re.I)
_ALONE = re.compile(
    r"^(?:introduction|introducción|введение|导言|مقدمة|summary|résumé|resumen|резюме|摘要|موجز)$",
    re.I,
)
# "Draft guideline 3": the number at the end of a short title without other figures.
_ENDS_IN_NUMBER = re.compile(r"^(?P<title>\D{2,40}?)\s*(?P<label>\d{1,2})$")
_FIRST = {"premier": "1", "primero": "1", "1er": "1"}
_LONGEST_ALONE = 40
LONGEST_HEADING = 130
# How deep titles without a label stand, and themes that head rows of a table.
UNLABELLED, IN_TABLE = 4, 7


@dataclass(frozen=True)
class Heading:
    """What a heading says: its label ("II", "A", "Annex", "Art. 46"), title and depth (1 the highest)."""

    label: str
    title: str
    level: int


def heading_of(text: str, counted: bool = False) -> Heading:
    """Take a heading apart. With counted, "1. Equality" is labelled too."""
    text = text.strip()
    if found := _ANNEX.match(text):
        label = section_label((found["label"] or "").upper())
        return Heading(f"Annex {label}".strip(), text, 1)
    if found := _ARTICLE.match(text):
        figure = found["figure"] or found["chinese"]
        number = _FIRST.get(figure.lower(), figure) if figure[0] not in CHINESE_DIGITS + "百" else chinese(figure)
        return Heading(f"Art. {number}", text, 1)
    if found := _LABELLED.match(text):
        label = section_label(found["label"])
        # I, V and X are letters too; as headings they are numerals.
        return Heading(label, found["title"].strip(), 1 if set(label) <= set("IVX") else 2)
    if counted and (found := _COUNTED.match(text)):
        return Heading(found["label"], found["title"].strip(), 3)
    if found := _ENDS_IN_NUMBER.match(text):
        return Heading(found["label"], text, 2)
    return Heading("", text, 1 if _ALONE.match(text) or is_notes(text) else UNLABELLED)


def is_labelled(text: str) -> bool:
    """Return whether a line begins as a labelled heading does: "II. Findings", "二、", "ألف-"."""
    return bool(_LABELLED.match(text))


def stands_alone(text: str) -> bool:
    """Return whether a line is a heading by its words alone: Annex, Introduction, Notes, Article 3."""
    words = text.strip()
    if len(words) > _LONGEST_ALONE:
        return False
    article = _ARTICLE.match(words)
    return bool(
        _ALONE.match(words) or _NOTES.match(words) or _ANNEX.match(words) or (article and article.end() == len(words))
    )


def is_annex(text: str) -> bool:
    """Return whether a line is the heading of an annex."""
    return bool(_ANNEX.match(text))


def is_notes(text: str) -> bool:
    """Return whether a line is the heading of endnotes."""
    return bool(_NOTES.match(text))


def ends_in_number(text: str) -> bool:
    """Return whether a line is a short title with its number at the end: "Draft guideline 3"."""
    return bool(_ENDS_IN_NUMBER.match(text.strip()))


class Outline:
    """The headings that a place in a document stands below.

    section: their labels, joined (II.A); path: their titles, joined (Findings > Legislation).
    """

    def __init__(self) -> None:
        """Start above all headings."""
        self._open: list[Heading] = []
        self.section = ""
        self.path = ""

    def enter(self, heading: Heading, page: str = "", notes: str = "") -> Paragraph:
        """Go below a heading, leaving those of the same depth and deeper; return it as a unit."""
        self._open = [h for h in self._open if h.level < heading.level] + [heading]
        self.section = ".".join(h.label for h in self._open if h.label)
        self.path = " > ".join(h.title for h in self._open)
        return Paragraph(heading.title, "heading", "", self.section, self.path, page, notes, heading.level)
