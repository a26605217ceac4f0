"""Wrapped lines to units: numbered paragraphs, items of lists, points, bullets, headings.

Which number opens a unit is decided before, by the whole document (`openings`); here the lines are put
together, and headings are told by what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.candidates import is_title
from analysis.documents.footnotes import split_notes
from analysis.documents.headings import (
    LONGEST_HEADING,
    TITLE,
    Heading,
    Outline,
    ends_in_number,
    heading_of,
    is_labelled,
    stands_alone,
)
from analysis.documents.hyphens import with_hyphens_settled, with_letters_together
from analysis.documents.lines import CJK, Line, ends_sentence, join, with_tables, without_blanks, without_contents
from analysis.documents.marks import with_notes
from analysis.documents.numbering import HEADING, ITEM, PARAGRAPH, PART
from analysis.documents.openings import Opening, openings_in
from analysis.documents.paragraphs import FIRST_POINTS, Oddity, Paragraph, clean, follows, split_cell
from analysis.documents.words import any_of, from_words, words_of

_POINT = re.compile(
    r"^\s*\(?(?P<point>[a-z]{1,6}|ñ|[а-я]|[أ-ي]{1,2}|(?<=\()(?:\d{1,3}|[A-ZА-Я]{1,2}))\)(?:(?:\s+|(?=[^\W\d_a-zа-я]))(?P<rest>\S.*)|\s*)$"
)
# "i. to adopt", "a. Ratify": due only below the end of a sentence or an item.
_DOTTED = re.compile(r"^\s*(?P<point>[a-z]|[ivx]{2,5})\.\s+(?P<rest>\S.*)$")
# "A.1", "B-12": items counted below letters.
_BETWEEN = re.compile(r"(?<=[A-Z])[.\s-]*(?=\d)")
_LETTERED = re.compile(r"^\s*(?P<point>[A-Z][.\s-]{0,2}\d{1,3})[.:)]?\s+(?P<rest>[^\W\d_].*)$")
# "2.2.1" below 2.2.
_DEEPER = re.compile(r"^\s*(?P<number>(?P<above>\d{1,3}\.\d{1,3})(?:\.\d{1,3})+)\.?\s+(?P<rest>\S.*)$")
_BULLETS = "•·▪‣◦\uf0b7\uf0a7"
# A dash is a bullet where it is set apart.
_DASHES = "-–—"
_BULLET = re.compile(rf"^\s*(?:[{_BULLETS}]\s*|[{_DASHES}]\s+)(?P<rest>\S.*)$")
_SHORT_LINE, _WIDE_LINE = 60, 75
# "RECOMMENDATIONS", but not "OHCHR".
_LEAST_CAPITALS = 10
# A list that is left for another and gone on with is looked for no further back than this.
_MOST_POINTS = 30
_NO_TITLE = re.compile(r"[.;,。；，、:：؛،][\W⁰¹²³⁴-⁹]*$|;\s\w{1,3}$")
_MAY_BE_POINT = re.compile(r"\s*(?:.{1,7}\)|[a-z]{1,5}\.\s|[A-Z][.\s-]{0,2}\d)")
_END_OF_ITEM = re.compile(r"[.;:。；：؛][\s*∗†⁰¹²³⁴-⁹]*$")
# Brackets with a figure name no State that made a recommendation: "(arts. 2 and 26)".
_CLOSES_TITLE = re.compile(r"\d[^()]*(?:\([^()]*\)[^()]*)*\)$")
_URL = re.compile(r"^\s*https?://\S+\s*$")
_LONGEST_CHINESE_HEADING = 45
# A heading is seen by the numbered paragraph that comes within so many lines below it.
_BELOW_LABELLED, _BELOW_BARE = 6, 4


@from_words
def _before_point() -> re.Pattern[str]:
    """Before a point stands a mark, a word that goes on to the last point, or a line that was not filled."""
    return re.compile(rf"(?:[;:.,،؛。；：，)]|(?<!\w)(?:{any_of('and')}))\W*\d{{0,3}}$")


@from_words
def _answers() -> frozenset[str]:
    """Return what a State says of a recommendation in a cell: "Supported" heads nothing."""
    return frozenset(word.casefold() for word in words_of("position", "accepted", "noted", "pending"))


def paragraphs_of(lines: list[Line]) -> tuple[list[Paragraph], list[Oddity]]:
    """Return the units of a wrapped text in reading order, footnotes last, and what is odd about their numbers."""
    lines = with_hyphens_settled(with_letters_together(lines))
    lines = [line for line in lines if "://" not in line.text or not _URL.match(line.text)]
    body, notes = split_notes(without_contents(lines))
    filled, opened, odd = openings_in(with_tables(without_blanks(body)))
    segmenter = _Segmenter(filled, opened)
    units = list(segmenter.units())
    return (with_notes(units, notes) if notes or not segmenter.parted else units), odd


@dataclass
class _Open:
    """The unit that lines are being added to."""

    kind: str
    number: str
    page: str
    parts: list[str]
    last_page: str = ""
    level: int = 0
    notes: str = ""


class _Segmenter:
    """Walks over lines and cuts them into units."""

    def __init__(self, lines: list[Line], opened: dict[int, Opening]) -> None:
        self.lines, self.opened = lines, opened
        self.title_ends = 0  # a counted heading may take more than one line
        self.numbered = False  # a numbered paragraph has been
        self.number = ""  # of the last paragraph or part
        self.counted = ""  # of the last counted heading
        self.points: list[str] = []  # the sub-points of the paragraph so far
        self.outline = Outline()
        self.parted = any(line.whole and not line.cell for line in lines)  # the format itself parts paragraphs

    def units(self) -> Iterator[Paragraph]:
        """Yield the units, one after another."""
        unit: _Open | None = None
        for at, line in enumerate(self.lines):
            # Most lines only go on with a sentence: all questions are spared.
            goes_on = (
                self.numbered
                and line.text[:1].islower()
                and not (line.whole or line.cell or _MAY_BE_POINT.match(line.text))
            )
            spared = unit is not None and goes_on and at not in self.opened
            opened = None if spared else self._opens(at, line, unit)
            if opened is None and unit is not None:
                unit.parts.append(line.text)
                unit.last_page = line.page
                continue
            if unit is not None:
                yield self._closed(unit)
            unit = opened or _Open("paragraph", "", line.page, [line.text])
            unit.last_page, unit.notes = line.page, line.notes
        if unit is not None:
            yield self._closed(unit)

    def _opens(self, at: int, line: Line, unit: _Open | None) -> _Open | None:
        """Return the unit that a line opens, None where it goes on with the one before."""
        text = line.text
        if line.heading:
            return _Open("heading", "", line.page, [text], level=line.heading)
        if line.cell:
            if at and self.lines[at - 1].cell == line.cell:
                return None
            number, rest = split_cell(text, line.cell) if line.whole else (line.cell, text)
            return _Open("table cell", number, line.page, [rest])
        if at in self.opened:
            return self._numbered(at, line)
        if at < self.title_ends:
            return None
        first = text.lstrip()[:1]
        if (not first.isalpha() or _MAY_BE_POINT.match(text)) and (opened := self._marked(at, line, first)):
            return opened
        if self._is_heading(at, line, unit):
            goes_on = not self.parted and unit is not None and unit.kind == "heading" and not unit.level
            if goes_on and not self._starts_heading(text):
                return None
            return _Open("heading", "", line.page, [text])
        if self.parted:
            begins = line.whole
        else:
            begins = unit is None or unit.kind in ("heading", "table cell") or self._front_ends(unit, line)
        return _Open("paragraph", "", line.page, [text]) if begins else None

    def _marked(self, at: int, line: Line, first: str) -> _Open | None:
        """Return what a point or a bullet at the start of a line opens, where it is due."""
        if first == "(" or first.isalpha():
            apart = (_DOTTED, _LETTERED) if self._set_apart(at) else ()
            found = next(filter(None, (form.match(line.text) for form in (_POINT, *apart))), None)
            point = _BETWEEN.sub(".", found["point"]) if found else ""
            if found and (line.whole or self._point_due(point, at)):
                self.points = [*self.points[-_MOST_POINTS:], point]
                return _Open("list item", f"({point})", line.page, [found["rest"] or ""])
        text = line.text
        if (
            first.isdecimal()
            and (found := _DEEPER.match(text))
            and (line.whole or found["above"] in (self.number, self.counted))
        ):
            if self.counted and found["number"].startswith(f"{self.counted}.") and is_title(found["rest"]):
                return _Open("heading", found["number"], line.page, [text])
            return _Open("list item", found["number"], line.page, [found["rest"]])
        bullet = first in _BULLETS or (first in _DASHES and self._set_apart(at))
        if bullet and (found := _BULLET.match(line.text)):
            return _Open("list item", "", line.page, [found["rest"]])
        return None

    def _numbered(self, at: int, line: Line) -> _Open:
        """Return the unit that a number opens."""
        opening = self.opened[at]
        if opening.role == HEADING:
            self.title_ends, self.counted = at + opening.lines, opening.number
            return _Open("heading", opening.number, line.page, [line.text])
        self.numbered, self.points, self.number = True, [], opening.number
        kind = "paragraph" if opening.role == PARAGRAPH else "list item"
        return _Open(kind, opening.number, line.page, [opening.rest])

    def _front_ends(self, unit: _Open, line: Line) -> bool:
        """Before the first number nothing tells paragraphs apart but blank lines, ends of sentences and pages."""
        if unit.kind == "heading" or not (not self.numbered or line.after_blank):
            return False
        ended = ends_sentence(unit.parts[-1])
        if self.numbered or unit.number:
            return ended and line.after_blank
        return unit.kind == "paragraph" and (ended or line.after_blank or line.page != unit.last_page)

    def _point_due(self, point: str, at: int) -> bool:
        """Whether a sub-point begins a list or follows one that was there: "(b)" alone is a reference."""
        before = self.lines[at - 1].text.rstrip() if at else ""
        if len(before) > _SHORT_LINE and not _before_point().search(before):
            return False
        if (
            point.lower() in FIRST_POINTS
            or point.endswith(".1")
            or any(follows(earlier, point) for earlier in self.points)
        ):
            return True
        # Below the end of an item one that was missed does not hold up the ones after it.
        return self._ended(at) and bool(self.points) and follows(self.points[-1], point, by=(0, 2))

    def _is_heading(self, at: int, line: Line, unit: _Open | None) -> bool:
        text, words = line.text, line.text.strip()
        if (
            len(words) > LONGEST_HEADING
            or not any(map(str.isalpha, words))
            or words.casefold().strip(" .") in _answers()
        ):
            return False
        after_sentence = (
            unit is None or unit.kind == "heading" or ends_sentence(unit.parts[-1]) or self._front_ends(unit, line)
        )
        labelled = is_labelled(text) and not _NO_TITLE.search(words) and self.outline.is_due(heading_of(text))
        alone = stands_alone(words)
        if labelled or alone:
            return after_sentence or self._number_below(at, _BELOW_LABELLED)
        chinese = re.search(CJK, words)
        goes_on = words.count("(") > words.count(")")
        if (
            not after_sentence
            or (chinese and len(words) > _LONGEST_CHINESE_HEADING)
            or (_NO_TITLE.search(words) and not goes_on)
        ):
            return False
        in_capitals = words.isupper() and not chinese and sum(map(str.isalpha, words)) >= _LEAST_CAPITALS
        if (text.startswith("  ") and chinese) or (self.numbered and in_capitals):
            return True
        # A line as wide as the text, that no indent sets apart, is the beginning of its last sentence.
        wide = len(words) > _WIDE_LINE and not (text.startswith(" ") or goes_on or _CLOSES_TITLE.search(words))
        if words[0].islower() or wide:
            return False
        return self._number_below(at, _BELOW_BARE) or (self._ended(at) and self._item_below(at, unit))

    def _ended(self, at: int) -> bool:
        """Whether the line above ends an item for certain: a bracket alone may close in the middle of a sentence."""
        return at > 0 and bool(_END_OF_ITEM.search(self.lines[at - 1].text))

    def _set_apart(self, at: int) -> bool:
        return self.lines[at].whole or self.lines[at].after_blank or self._ended(at)

    def _item_below(self, at: int, unit: _Open | None) -> bool:
        """Whether an item or a part begins right below (a theme among the recommendations), or a first bullet."""
        below = self.opened.get(at + 1)
        if below is None:
            listed = unit is not None and unit.kind == "list item"
            return not listed and at + 1 < len(self.lines) and bool(_BULLET.match(self.lines[at + 1].text))
        return below.role in (ITEM, PART) and len(self.lines[at].text) < _SHORT_LINE

    def _starts_heading(self, text: str) -> bool:
        """Whether a line of a heading begins another one: by a label, its words, or an indent."""
        return text.startswith(" ") or is_labelled(text) or stands_alone(text) or ends_in_number(text)

    def _number_below(self, at: int, lines: int) -> bool:
        """Whether a numbered paragraph begins within some lines below, and no sentence ends before it."""
        for below in range(at + 1, min(at + 1 + lines, len(self.lines))):
            opening = self.opened.get(below)
            if opening is not None:
                return opening.role in (PARAGRAPH, HEADING)
            if ends_sentence(self.lines[below].text) and not _CLOSES_TITLE.search(self.lines[below].text.strip()):
                return False
        return False

    def _closed(self, unit: _Open) -> Paragraph:
        text = clean(join(unit.parts))
        if unit.kind != "heading":
            place = self.outline.section, self.outline.path, unit.page
            return Paragraph(text, unit.kind, unit.number, *place, unit.notes)
        heading = heading_of(text, counted=bool(unit.number or unit.level))
        if unit.level:
            heading = Heading(heading.label if unit.level != TITLE else "", heading.title, unit.level)
        return self.outline.enter(heading, unit.page, unit.notes)
