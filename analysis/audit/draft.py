"""A draft as what the check reads: its paragraphs in order, each with the numbers in it and why some count nothing.

The readers of `analysis.documents` do the reading. Of a Word file figures in superscript are marks of footnotes, and
changes that nobody accepted make two readings: the text with them, and the text without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from analysis.audit.aside import set_apart
from analysis.audit.expressions import Expressions, expressions
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, Mark, numbers_in
from analysis.documents import Document, document_of
from analysis.documents.contents import Content, kind_of, read_bytes
from analysis.documents.language import language_of, script_of
from analysis.errors import DataError, FileProblem
from analysis.languages import LANGUAGES
from analysis.paths import REFERENCE
from analysis.reference import Layers

AS_CHANGED, AS_BEFORE = "with the changes", "without the changes"
_SENTENCE_END = {"zh": re.compile(r"[。！？]"), "ar": re.compile(r"[.؟!]\s+")}
# A figure ends a sentence, but not the number of a paragraph; of words as short as "No." and "par." only those that are none.
_LATIN_END = re.compile(
    r"(?<!^\d)(?<!^\d\d)(?<!\b[^\W\d])(?<!\b[aA]rt)(?<!\b[pP]ar)(?<!\b[pP]arr)[.!?][»”\"]?\s+(?=[^\W\d_a-zа-яёà-ÿ]|[«“\"(\d¿¡])"
)
_ARTICLE = "ال"
_SHORT = re.compile(r"\b[^\W\d]{2}$")
CELL = re.compile(r"T(?P<table>\d+)R(?P<row>\d+)C(?P<column>\d+)")
# "33/163" is a ratio where a share follows.
_SLASH = "/"
_PLACED = re.compile(r"(?P<number>\d+)")


@dataclass(frozen=True)
class Unit:
    """A paragraph of a draft: where it stands, its language, its text, its numbers, and why a number counts nothing.

    context: its heading, and the sentence that a list item goes on with; of a cell the heads of its row and column.
    """

    at: int
    section: str
    paragraph: str
    kind: str
    page: str
    language: str
    text: str
    context: str
    notes: str
    marks: tuple[Mark, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def counted(self) -> list[Mark]:
        """Its numbers that nothing sets apart."""
        return [mark for mark, why in zip(self.marks, self.reasons, strict=True) if not why]

    @property
    def place(self) -> tuple[str, str, str]:
        """Its section, its number and its page."""
        return self.section, self.paragraph, self.page

    def sentence(self, mark: Mark) -> tuple[int, int]:
        """Return where the sentence of a number begins and ends."""
        return _sentence(self.text, self.language, mark.start, mark.end)


@lru_cache(maxsize=10_000)
def _sentence(text: str, language: str, at: int, until: int) -> tuple[int, int]:
    held = [span for span in sentences(text, language) if span[0] < until and at < span[1]]
    return (held[0][0], held[-1][1]) if held else (0, len(text))


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends."""
    found = _SENTENCE_END.get(language, _LATIN_END).finditer(text)
    short = expressions()[language].short
    cut = (end for end in found if not _SHORT.search(text, 0, end.start()) or short.search(text, 0, end.start()))
    ends = [end.end() for end in cut]
    return list(pairwise(dict.fromkeys([0, *ends, len(text)])))


@dataclass(frozen=True)
class Draft:
    """A draft that was read: its name, language, units, what the reader is unsure of, which reading of its changes
    it is, and how many pictures it holds, whose numbers nobody reads.
    """

    name: str
    language: str
    units: tuple[Unit, ...]
    document: Document = field(repr=False)
    reading: str = ""
    confirmed: bool = True
    pictures: int = 0

    @property
    def numbered(self) -> bool:
        """Whether its paragraphs carry numbers."""
        return sum(unit.paragraph[:1].isdigit() for unit in self.units) > 2


def read_draft(path: str | Path, language: str = "") -> list[Draft]:
    """Return the readings of a draft: one, or two where it holds changes that nobody accepted or rejected.

    Raises DataError with the reason and the remedy where it cannot be read: a scan without text recognition, a picture,
    a spreadsheet, a damaged file; or where the language is none of the six.
    """
    if language and language not in LANGUAGES:
        raise DataError(f"“{language}” is none of the languages {', '.join(LANGUAGES)}.")
    path = Path(path)
    try:
        content = read_bytes(path)
        if content.kind != "word":
            return [_draft(content, path.name, language, "")]
        from analysis.audit.word import readings_of

        readings, pictures = readings_of(content.data)
        names = ("",) if len(readings) == 1 else (AS_CHANGED, AS_BEFORE)
        made = [Content(data, *kind_of(data)) for data in readings]
        drafts = [_draft(each, path.name, language, name) for each, name in zip(made, names, strict=True)]
        return [replace(draft, pictures=pictures) for draft in drafts]
    except FileProblem as problem:
        raise DataError(f"{path.name} cannot be checked: {problem.reason}. {problem.remedy}.") from None


def _draft(content: Content, name: str, language: str, reading: str) -> Draft:
    document = document_of(content, name)
    main = language or document.language
    units: list[Unit] = []
    lead, cells = "", {}
    for at, row in enumerate(document.extracts.itertuples()):
        own = _language(row.text, main)
        if row.kind not in ("list item", "table cell"):
            lead = row.text
        context = f"{row.heading} {lead if lead is not row.text else ''}".strip()
        if cell := CELL.fullmatch(row.paragraph):  # a cell goes on from the heads of its row and column
            table, line, column = cell.groups()
            cells[cell.groups()] = row.text
            context = " ".join(cells.get(head, "") for head in ((table, line, "1"), (table, "1", column)))
        marks = tuple(numbers_in(row.text, own))
        reasons = tuple(set_apart(row.text, list(marks), own))
        page, notes = str(row.page), row.notes
        units.append(
            Unit(at, row.section, row.paragraph, row.kind, page, own, row.text, context, notes, marks, reasons)
        )
    sure = content.kind != "pdf" or not any("recogni" in p.lower() for p in document.issues["problem"])
    return Draft(name, main, tuple(units), document, reading, sure)


def _language(text: str, main: str) -> str:
    """Return the language of a paragraph: by its script; another language in Latin letters where a long one says so."""
    other = script_of(text, "")
    if other:
        return other
    if main in ("en", "es", "fr") and len(text) < 200:
        return main
    return language_of(text) if sum(letter.isalpha() for letter in text) > 20 else main


def ratios(unit: Unit) -> Iterator[tuple[Mark, Mark | None, Mark | None]]:
    """Yield each "33 of 163 (20.2 per cent)" of a paragraph: the part, the whole, and the share behind them where there is one; and
    each "33 parties, or 20.2 per cent", which has no whole.
    """
    words = expressions()[unit.language]
    marks = unit.counted
    limit = Layers((REFERENCE,)).margin("draft_share_near")
    taken: list[Mark] = []
    for part, whole in _of_these(unit, words):
        taken.append(part)
        yield part, whole, next((m for m in marks if m.kind == PER_CENT and 0 <= m.start - part.end <= limit), None)
    for first, second in pairwise(marks):
        between = unit.text[first.end : second.start]
        slash = between.strip() == _SLASH
        if first.kind != COUNT or first.ordinal or second.kind not in (COUNT, PER_CENT, FRACTION) or second.ordinal:
            continue
        if second.kind in (PER_CENT, FRACTION):
            if first not in taken and not first.weak and words.apposed.fullmatch(between):
                yield first, None, second
            continue
        between = _plain_of(unit, first, second, words)
        if slash or words.of_whole.fullmatch(between) or words.whole_by_number.fullmatch(between):
            taken += [first, second]
            turned = unit.language == "zh" and not slash  # the whole stands first: 163 份中的 33 份
            near = (m for m in marks if m.kind == PER_CENT and 0 <= m.start - second.end <= limit)
            yield (second, first, next(near, None)) if turned else (first, second, next(near, None))


def _of_these(unit: Unit, words: Expressions) -> Iterator[tuple[Mark, Mark]]:
    """Yield each "17 of these" with the one count of the sentence before it."""
    ends = sentences(unit.text, unit.language)
    counts = [m for m in unit.counted if m.kind == COUNT and not m.weak and not m.ordinal]
    for one, (start, end) in pairwise(ends):
        before = [m for m in counts if one[0] <= m.start < one[1]]
        part = next((m for m in counts if start <= m.start < end), None)
        if part and len(before) == 1:
            beside = unit.text[start : part.start] if unit.language == "zh" else unit.text[part.end :]
            yield from [(part, before[0])] if words.of_these.search(beside) else []


def _plain_of(unit: Unit, first: Mark, second: Mark, words: Expressions) -> str:
    """Return what stands between two numbers without what the first counts: "seven parties out of ten". Where Arabic has an article at
    the second, what both count stands before it.
    """
    between = unit.text[first.end : second.start]
    if unit.language == "ar" and _ARTICLE in unit.text[second.start - 3 : second.start + 2]:
        return re.sub(rf"{_ARTICLE}\w*\s?", "", between)
    return words.units["entity"].sub(" ", between, count=1)


def place_matches(unit: Unit, place: str) -> bool:
    """Whether a paragraph is at a place as statements.csv names it: P9, P26-32, FN2, P46(a), G2(2)."""
    for part in re.split(r"[,;]\s*", place):
        if part.startswith("FN"):
            if unit.kind == "footnote" and unit.paragraph == part:
                return True
        elif part.startswith("G"):
            section, _, number = part[1:].partition("(")
            if unit.section.endswith(f".{section}") and unit.paragraph == number.rstrip(")"):
                return True
        elif part.startswith("P") and unit.section.count(".") < 2:
            first, _, last = part[1:].partition("-")
            own = _PLACED.match(unit.paragraph)
            ends = _PLACED.match(first), _PLACED.match(last or first)
            if own and ends[0] and ends[1] and int(ends[0][0]) <= int(own[0]) <= int(ends[1][0]):
                return True
    return False
