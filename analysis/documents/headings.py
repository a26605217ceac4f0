"""Headings: the label before a title, and how deep it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace

from analysis.documents.paragraphs import CHINESE_DIGITS, Paragraph, chinese, section_label, value_of_label
from analysis.documents.words import any_of, from_words, words_of

_COUNTED = re.compile(
    r"^\s*(?P<label>\d{1,2}(?:\.\d{1,2})*)(?:[.．、)]|(?<=\.\d)|(?<=\.\d\d))\s*(?!\d)(?P<title>\S.*)$", re.S
)
# "Draft guideline 3": the number at the end of a short title without other figures.
_ENDS_IN_NUMBER = re.compile(r"^(?P<title>\D{2,40}?)\s*(?P<label>\d{1,2})$")
_SIGNS = frozenset(".．、)-–—")
_LONGEST_ALONE = 40
LONGEST_HEADING = 130
# How deep the title of a document stands, and titles without a label.
TITLE, UNLABELLED = -1, 6
# A section may be passed over, as when its heading stands in a picture.
_MOST_SECTIONS_MISSED = 1


@from_words
def _patterns() -> SimpleNamespace:
    return SimpleNamespace(
        labelled=re.compile(
            rf"^\s*(?P<label>[IVXІХ]{{1,6}}|[A-ZАВСЕН]|[{CHINESE_DIGITS}]{{1,4}}|(?:{any_of('ordinal', 'letter')})\u064b?)"
            r"\s?[.．、)\-–—](?:[\s\u3000]+|(?<=[．、])|(?=[^\W\d_]{3}))(?P<title>\S.*)$",
            re.S,
        ),
        annex=re.compile(
            rf"^\s*(?:{any_of('annex')})\s*(?P<label>[IVX]{{1,4}}|\d{{1,2}}|[A-Z]|[{CHINESE_DIGITS}]{{1,3}})?[.:]?\s*$",
            re.I,
        ),
        article=re.compile(
            rf"^\s*(?:(?:{any_of('article')})\s*(?P<figure>\d{{1,3}}|{any_of('first')})|第(?P<chinese>[{CHINESE_DIGITS}百]{{1,5}}|\d{{1,3}})条)(?!\w)",
            re.I,
        ),
        notes=re.compile(rf"^\s*(?:{any_of('notes')})\s*:?\s*$", re.I),
        opening=re.compile(rf"^(?:{any_of('opening')})$", re.I),
        # "Commentary", "Recommendation No. 12", "Recommendation iii."
        below=re.compile(
            rf"^(?:{any_of('heading')}|(?:{any_of('recommendation')})\s+(?:(?:{any_of('number label')})\s*)?"
            rf"(?:[ivx]{{1,6}}|\d[\d.]*(?:(?:[,\s–-]|{any_of('and')})+\d[\d.]*)*)[.:]?)$",
            re.I,
        ),
    )


@dataclass(frozen=True)
class Heading:
    """What a heading says: its label ("II", "A", "Annex", "Art. 46"), title and depth (1 the highest)."""

    label: str
    title: str
    level: int


def heading_of(text: str, counted: bool = False) -> Heading:
    """Take a heading apart. With counted, "1. Equality" is labelled too."""
    text = text.strip()
    patterns = _patterns()
    if found := patterns.annex.match(text):
        label = section_label((found["label"] or "").upper())
        return Heading(f"Annex {label}".strip(), text, 1)
    if found := patterns.article.match(text):
        figure = found["figure"] or found["chinese"]
        known = words_of("first").get(figure.casefold(), figure)
        return Heading(f"Art. {known if known.isascii() else chinese(figure)}", text, 1)
    if found := patterns.labelled.match(text):
        label = section_label(found["label"])
        # I, V and X are letters too; as headings they are numerals.
        return Heading(label, found["title"].strip(), 1 if set(label) <= set("IVX") else 2)
    if counted and (found := _COUNTED.match(text)):
        return Heading(found["label"], found["title"].strip(), 3 + min(2, found["label"].count(".")))
    if found := _ENDS_IN_NUMBER.match(text):
        return Heading(found["label"], text, 2)
    return Heading("", text, 1 if patterns.opening.match(text) or is_notes(text) else UNLABELLED)


def is_labelled(text: str) -> bool:
    """Return whether a line begins as a labelled heading does: "II. Findings", "二、", "ألف-"."""
    # A label is short, and a sign stands behind it: most lines are spared the search.
    return not _SIGNS.isdisjoint(text.lstrip()[1:10]) and bool(_patterns().labelled.match(text))


def stands_alone(text: str) -> bool:
    """Return whether a line is a heading by its words alone: Annex, Introduction, Notes, Article 3."""
    words = text.strip()
    if not words or len(words) > _LONGEST_ALONE or words[0].islower():
        return False
    patterns = _patterns()
    article = patterns.article.match(words)
    return bool(
        patterns.opening.match(words)
        or patterns.below.match(words)
        or patterns.notes.match(words)
        or patterns.annex.match(words)
        or (article and article.end() == len(words))
    )


def is_heading_by_itself(text: str) -> bool:
    """Return whether a line looks like a heading whatever stands around it: by its label or its words."""
    first = text.lstrip()[:1]
    # Most lines are no heading by their first letter or their length: the searches are spared.
    if not first or first.islower() or len(text) > LONGEST_HEADING or text.rstrip()[-1] in ";,；，":
        return False
    if is_labelled(text):
        return True
    return len(text) <= _LONGEST_ALONE and (stands_alone(text) or ends_in_number(text))


def is_annex(text: str) -> bool:
    """Return whether a line is the heading of an annex."""
    return bool(_patterns().annex.match(text))


def is_notes(text: str) -> bool:
    """Return whether a line is the heading of endnotes."""
    return bool(_patterns().notes.match(text))


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
        self._last: dict[tuple[str, int], int] = {}
        self.section = ""
        self.path = ""

    def is_due(self, heading: Heading) -> bool:
        """Whether a labelled heading is the next of its depth, or the first: "M. Dupont" in a list of names is not."""
        value = value_of_label(heading.label)
        if not value:
            return True
        last = self._last.get((self._above(heading), heading.level), 0)
        return last < value <= last + 1 + _MOST_SECTIONS_MISSED

    def enter(self, heading: Heading, page: str = "", notes: str = "") -> Paragraph:
        """Go below a heading, leaving those of the same depth and deeper; return it as a unit."""
        if value := value_of_label(heading.label):
            self._last[self._above(heading), heading.level] = value
        self._open = [h for h in self._open if h.level < heading.level] + [heading]
        self.section = ""
        for label in filter(None, (h.label for h in self._open)):
            # "2.1" below "2" says all.
            above = self.section.removesuffix(label.rpartition(".")[0]) if "." in label else f"{self.section}."
            self.section = (above + label).lstrip(".")
        self.path = " > ".join(h.title for h in self._open)
        return Paragraph(heading.title, "heading", "", self.section, self.path, page, notes, heading.level)

    def _above(self, heading: Heading) -> str:
        return ".".join(h.label for h in self._open if h.label and h.level < heading.level)
