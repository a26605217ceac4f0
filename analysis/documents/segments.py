"""Wrapped lines to units: numbered paragraphs, points, bullets, headings.

A paragraph number is taken for one only where it is the next one due: after 11 comes 12, a heading may
start over at 1, and 113.5 follows 113.4 inside paragraph 113. So years, figures and references at the
start of a line invent no paragraph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.footnotes import split_notes, with_notes
from analysis.documents.headings import (
    LONGEST_HEADING,
    Heading,
    Outline,
    ends_in_number,
    heading_of,
    is_labelled,
    stands_alone,
)
from analysis.documents.lines import CJK, Line, ends_sentence, join, without_contents
from analysis.documents.paragraphs import Paragraph, clean, follows

_MAIN = re.compile(r"^\s*(\d{1,4})[.．、]\s*(?!\d)(\S.*|)$")
_MINOR = re.compile(r"^\s*(\d{1,4})\.(\d{1,4})[.:]?\s+(\S.*)$")
_POINT = re.compile(r"^\s*\((?P<point>[a-z]{1,4}|[а-я]|[أ-ي]{1,2})\)\s+(?P<rest>\S.*)$")
_BULLETS = "•·▪‣◦\uf0b7\uf0a7"
_BULLET = re.compile(rf"^\s*[{_BULLETS}]\s*(?P<rest>\S.*)$")
# Before a point stands a mark, a word that goes on to the last point, or a line that was not filled.
_BEFORE_POINT = re.compile(r"(?:[;:.,،؛。；：，)]|\b(?:and|or|et|ou|y|e|o|u|и|или|و|أو)|[及和或])\W*\d{0,3}$")
_SHORT_LINE = 60
# A list that is left for another and gone on with is looked for no further back than this.
_MOST_POINTS = 30
_NO_TITLE = re.compile(r"[.;,。；，、:：؛،]\W*$")
_URL = re.compile(r"^\s*https?://\S+\s*$")
# Where more lines than this share stand after a blank one, the text is only set wide.
_MOSTLY = 0.6
# Longer lines are no "Annex II" or "Introduction".
_LONGEST_LABEL = 40
_LONGEST_CHINESE_HEADING = 45
# A heading is seen by the numbered paragraph that comes within so many lines below it.
_BELOW_LABELLED, _BELOW_BARE = 6, 4


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """Return the units of a wrapped text in reading order, footnotes last."""
    body, notes = split_notes(
        without_contents([line for line in lines if "://" not in line.text or not _URL.match(line.text)])
    )
    units = list(_Segmenter(_without_blanks(body)).units())
    return with_notes(units, notes)


def _without_blanks(lines: list[Line]) -> list[Line]:
    """Return the lines that hold text; the first after a blank one says so, unless all lines are set apart."""
    filled = [(at, line) for at, line in enumerate(lines) if line.text.strip()]
    if len(filled) == len(lines):
        return lines
    after_blank = [at > 0 and not lines[at - 1].text.strip() for at, _ in filled]
    ended = sum(ends_sentence(line.text) for _, line in filled)
    if sum(after_blank) > _MOSTLY * len(filled) and ended < len(filled) / 2:
        return [line for _, line in filled]
    return [
        line._replace(after_blank=True) if blank else line for (_, line), blank in zip(filled, after_blank, strict=True)
    ]


@dataclass
class _Open:
    """The unit that lines are being added to."""

    kind: str
    number: str
    page: str
    parts: list[str]
    last_page: str = ""
    level: int = 0


class _Segmenter:
    """Walks over lines and cuts them into units."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.main, self.minor, self.subheading = 0, 0, 0
        self.points: list[str] = []  # the sub-points of the paragraph so far
        self.outline = Outline()
        self.fresh = True  # a heading has just been: numbers may start over
        self.ahead: dict[int, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            if line.text.lstrip()[:1].isdigit() and (found := _MAIN.match(line.text)):
                self.ahead[int(found[1])].append(at)

    def units(self) -> Iterator[Paragraph]:
        """Yield the units, one after another."""
        unit: _Open | None = None
        for at, line in enumerate(self.lines):
            opened = self._opens(at, line, unit)
            if opened is None and unit is not None:
                unit.parts.append(line.text)
                unit.last_page = line.page
                continue
            if unit is not None:
                yield self._closed(unit)
            unit = opened or _Open("paragraph", "", line.page, [line.text])
            unit.last_page = line.page
            self.fresh = unit.kind == "heading"
        if unit is not None:
            yield self._closed(unit)

    def _opens(self, at: int, line: Line, unit: _Open | None) -> _Open | None:
        """Return the unit that a line opens, None where it goes on with the one before."""
        text = line.text
        if line.heading:
            return _Open("heading", "", line.page, [text], level=line.heading)
        first = text.lstrip()[:1]
        if not first.isalpha():
            if opened := self._marked(at, line, first):
                return opened
        elif unit is not None and unit.kind != "heading" and len(text) > _LONGEST_LABEL and self._runs_on(text, unit):
            return None
        if self._is_heading(at, line, unit):
            goes_on = unit is not None and unit.kind == "heading" and not unit.level
            if goes_on and not self._starts_heading(text):
                return None
            return _Open("heading", "", line.page, [text])
        if unit is None or unit.kind == "heading":
            return _Open("paragraph", "", line.page, [text])
        return _Open("paragraph", "", line.page, [text]) if self._front_ends(unit, line) else None

    def _runs_on(self, text: str, unit: _Open) -> bool:
        """Whether a line only goes on with a sentence, as most do: all other questions are spared."""
        return self.main > 0 and not ends_sentence(unit.parts[-1]) and not is_labelled(text)

    def _marked(self, at: int, line: Line, first: str) -> _Open | None:
        """Return what a number, a point or a bullet at the start of a line opens, where it is due."""
        if first.isdigit():
            found = _MAIN.match(line.text)
            if found and self._is_subheading(at, int(found[1])):
                return _Open("heading", found[1], line.page, [line.text])
            return self._numbered(at, line)
        if first == "(" and (found := _POINT.match(line.text)) and self._point_due(found["point"], at):
            self.points = [*self.points[-_MOST_POINTS:], found["point"]]
            return _Open("list item", f"({found['point']})", line.page, [found["rest"]])
        if first in _BULLETS and (found := _BULLET.match(line.text)):
            return _Open("list item", "", line.page, [found["rest"]])
        return None

    def _front_ends(self, unit: _Open, line: Line) -> bool:
        """Before the first number nothing tells paragraphs apart but blank lines, ends of sentences and pages."""
        if unit.kind == "heading" or not (self.main == 0 or line.after_blank):
            return False
        ended = ends_sentence(unit.parts[-1])
        if self.main > 0 or unit.number:
            return ended and line.after_blank
        return unit.kind == "paragraph" and (ended or line.after_blank or line.page != unit.last_page)

    def _numbered(self, at: int, line: Line) -> _Open | None:
        """Return the numbered paragraph that a line opens."""
        if (found := _MINOR.match(line.text)) and self._minor_due(int(found[1]), int(found[2])):
            self.main, self.minor, self.points = int(found[1]), int(found[2]), []
            return _Open("list item", f"{found[1]}.{found[2]}", line.page, [found[3]])
        if (found := _MAIN.match(line.text)) and self._main_due(int(found[1]), at):
            self.main, self.minor, self.points = int(found[1]), 0, []
            return _Open("paragraph", found[1], line.page, [found[2]])
        return None

    def _main_due(self, number: int, at: int) -> bool:
        """Whether a number is the next one due, or one that a heading lets start over."""
        if number == 1 and self.fresh:
            return True
        skipped = range(self.main + 1, number)
        due = number == self.main + 1 or (
            self.main < number <= self.main + 3 and not any(later > at for n in skipped for later in self.ahead[n])
        )
        return due and (self.fresh or not self._is_reference(number, at))

    def _is_reference(self, number: int, at: int) -> bool:
        """Whether a number in the middle of a sentence ("see paragraph / 13. ...") stands again below, after one."""
        if at == 0 or ends_sentence(self.lines[at - 1].text):
            return False
        same, following = (
            next((k for k in self.ahead[n] if k > at and ends_sentence(self.lines[k - 1].text)), None)
            for n in (number, number + 1)
        )
        return same is not None and (following is None or same < following)

    def _minor_due(self, main: int, minor: int) -> bool:
        return (main == self.main and self.minor < minor <= self.minor + 3) or (
            main == self.main + 1 and minor == 1 and self.minor > 0
        )

    def _point_due(self, point: str, at: int) -> bool:
        """Whether a sub-point begins a list or follows one that was there: "(b)" alone is a reference."""
        before = self.lines[at - 1].text.rstrip() if at else ""
        if len(before) > _SHORT_LINE and not _BEFORE_POINT.search(before):
            return False
        return point.lower() in ("a", "i", "а", "أ") or any(follows(earlier, point) for earlier in self.points)

    def _is_subheading(self, at: int, number: int) -> bool:
        """Whether "1. Equality" counts headings: the next heading due, below it the paragraph that is due."""
        text = self.lines[at].text.strip()
        if number not in (1, self.subheading + 1) or len(text) > LONGEST_HEADING or ends_sentence(text):
            return False
        below = self._next_number(at, _BELOW_LABELLED)
        return below == self.main + 1 and (number != self.main + 1 or number == 1)

    def _is_heading(self, at: int, line: Line, unit: _Open | None) -> bool:
        text, words = line.text, line.text.strip()
        after_sentence = (
            unit is None or unit.kind == "heading" or ends_sentence(unit.parts[-1]) or self._front_ends(unit, line)
        )
        labelled, alone = is_labelled(text), stands_alone(words)
        if len(words) > LONGEST_HEADING or not (after_sentence or labelled or alone):
            return False
        due_below = self._next_number(at, _BELOW_LABELLED) in (1, self.main + 1)
        if alone or (labelled and not ends_sentence(words)):
            return due_below or (alone and after_sentence) or (labelled and after_sentence)
        chinese = re.search(CJK, words)
        if not after_sentence or (chinese and len(words) > _LONGEST_CHINESE_HEADING) or _NO_TITLE.search(words):
            return False
        if labelled or (text.startswith("  ") and chinese):
            return True
        return due_below and self._next_number(at, _BELOW_BARE) in (1, self.main + 1)

    def _starts_heading(self, text: str) -> bool:
        """Whether a line of a heading begins another one: by a label, its words, or an indent."""
        return text.startswith(" ") or is_labelled(text) or stands_alone(text) or ends_in_number(text)

    def _next_number(self, at: int, lines: int) -> int:
        """Return the paragraph number within some lines below, 0 where a sentence ends before it."""
        for line in self.lines[at + 1 : at + 1 + lines]:
            if found := _MAIN.match(line.text):
                number = int(found[1])
                # The numbers of subheadings are passed over.
                if number == self.main + 1 or ends_sentence(line.text) or len(line.text) > _SHORT_LINE:
                    return number
                continue
            if ends_sentence(line.text):
                return 0
        return 0

    def _closed(self, unit: _Open) -> Paragraph:
        text = clean(join(unit.parts))
        if unit.kind != "heading":
            return Paragraph(text, unit.kind, unit.number, self.outline.section, self.outline.path, unit.page)
        heading = heading_of(text, counted=bool(unit.number))
        if unit.level:
            heading = Heading(heading.label, heading.title, unit.level)
        if heading.level <= 3:
            self.subheading = int(unit.number or 0)
        return self.outline.enter(heading, unit.page)
