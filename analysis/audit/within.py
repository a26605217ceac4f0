"""What a draft can be held against without any data: itself.

Sums in brackets, parts against wholes, per cents against the counts beside them, one fact in two places, counts against
the names that are listed, sessions against their dates, tables against their totals. One row a contradiction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from analysis.audit.aside import is_year
from analysis.audit.draft import CELL, Draft, Unit, ratios
from analysis.audit.expressions import expressions
from analysis.audit.fact import rounds
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, DISAGREES, ELSEWHERE, Finding
from analysis.audit.numbers import COUNT, PER_CENT, Mark
from analysis.documents.words import from_words, words_of
from analysis.languages import Language
from analysis.reference import reference
from analysis.tidy.states import resolve

SUM, PART, SHARE, TWO_PLACES, NAMES, DATES = (
    "sum", "part of a whole", "share of its count", "two places", "names listed", "session and date",
)  # fmt: skip
TOTAL = "total of a table"
_BRACKET = re.compile(r"[(（][^()（）]{4,400}[)）]")
_LIST_END = re.compile(r"[,，、;；]\s*")
_FEWEST_NAMES = 3
_SESSION = "session"
# How many characters before and after an ordinal name the body that met.
_SESSION_AROUND = {"zh": (4, 3), "ar": (12, 0)}


@dataclass(frozen=True)
class Contradiction:
    """Two things in a draft that cannot both be right: the kind, where, the number that it is about, and what is said of it."""

    kind: str
    unit: Unit
    mark: Mark | None
    text: str
    values: Mapping[str, object]

    @property
    def number(self) -> str:
        """The number that it is about, as it stands; empty where it is about none."""
        return self.mark.text if self.mark else ""

    def says(self, shown: Language) -> str:
        """Return what is wrong, in a language."""
        return shown.text(self.text).format(**self.values)


def contradiction(kind: str, unit: Unit, mark: Mark | None, text: str, **values: object) -> Contradiction:
    """Return a contradiction; values: what the fields of its text say, numbers in figures."""
    shown = {name: plain(value) if isinstance(value, (int, Fraction)) else value for name, value in values.items()}
    return Contradiction(kind, unit, mark, text, shown)


def plain(number: Fraction | int) -> str:
    """Return a number in figures."""
    return f"{float(number):.6g}"


def contradictions(draft: Draft, findings: list[Finding], facts: Facts | None) -> list[Contradiction]:
    """Return what a draft says against itself, in reading order; findings: those of `analysis.audit.tie`."""
    found: list[Contradiction] = []
    for unit in draft.units:
        if unit.kind != "table cell":
            found += [*_repeated(unit), *_sums(unit), *_shares(unit), *_names(unit, draft)]
    found += [*_sessions(draft), *totals(draft)]
    if facts is not None:
        found += _two_places(findings, facts)
    return sorted(found, key=lambda c: (c.unit.at, c.mark.start if c.mark else 0))


def _counts(unit: Unit, start: int, end: int) -> list[Mark]:
    """Return the counts between two places that nothing sets apart."""
    plain_counts = (m for m in unit.counted if m.kind == COUNT and not m.ordinal and not m.sign)
    return [m for m in plain_counts if start <= m.start < end]


def _repeated(unit: Unit) -> Iterator[Contradiction]:
    """Hold a number that opens a bracket and takes up the one before, as 两国均 does, against it."""
    again = expressions()[unit.language].again
    for first, second in pairwise(_counts(unit, 0, len(unit.text))):
        between = unit.text[first.end : second.start]
        takes_up = between.rstrip().endswith(("(", "（")) and again.match(unit.text, second.end)
        if takes_up and first.value != second.value:
            text = "{one} and {other} for one thing"
            yield contradiction(TWO_PLACES, unit, second, text, one=first.value, other=second.value)


def _sums(unit: Unit) -> Iterator[Contradiction]:
    """Hold the number before a bracket against the sum of the numbers in it: "six reports (three of ..., two of ..., one of ...)"."""
    for bracket in _BRACKET.finditer(unit.text):
        inside = _counts(unit, *bracket.span())
        pieces = [p for p in re.split(r"[,，、;；]|\s(?:and|et|y|и|و)|以及|和", bracket[0]) if p.strip("()（） ")]
        before = [m for m in _counts(unit, bracket.start() - 80, bracket.start()) if not m.weak]
        reasons = zip(unit.marks, unit.reasons, strict=True)
        apart = [why for m, why in reasons if why and bracket.start() < m.start < bracket.end()]
        if len(inside) < 2 or not before or apart or abs(len(pieces) - len(inside)) > 1:
            continue
        whole, total = before[-1], sum(m.value for m in inside)
        if total != whole.value and max(m.value for m in inside) < whole.value:
            parts, text = " + ".join(plain(m.value) for m in inside), "{parts} = {total}, not {whole}"
            yield contradiction(SUM, unit, whole, text, parts=parts, total=total, whole=whole.value)


def _shares(unit: Unit) -> Iterator[Contradiction]:
    """Hold a per cent against "33 of 163" beside it, and a part against its whole."""
    for part, whole, share in ratios(unit):
        if whole is None:
            continue
        values = {"part": part.value, "whole": whole.value}
        if part.value > whole.value:
            yield contradiction(PART, unit, part, "{part} cannot be a part of {whole}", **values)
        elif share and whole.value and not rounds(share, int(part.value), int(whole.value)):
            right, text = f"{float(part.value / whole.value):.1%}", "{part} of {whole} is {right}, not {share}"
            yield contradiction(SHARE, unit, share, text, **values, right=right, share=share.text)


def _names(unit: Unit, draft: Draft) -> Iterator[Contradiction]:
    """Hold a number of States against the names that follow it in brackets, behind a colon or in a footnote."""
    lists = [(m.start(), m[0][1:-1]) for m in _BRACKET.finditer(unit.text)]
    lists += [(m.start(), m[1]) for m in re.finditer(r"[:：]\s*([^:：.。]{8,600})[.。;；]?", unit.text)]
    for start, text in lists:
        names = _listed(text)
        before = [m for m in _counts(unit, max(0, start - 90), start) if not m.weak]
        if len(names) >= _FEWEST_NAMES and before and before[-1].value != len(names):
            text = "{n} names are listed, not {said}"
            yield contradiction(NAMES, unit, before[-1], text, n=len(names), said=before[-1].value)
    for note in re.split(r"(?:^|\s)\d{1,3}: ", unit.notes):
        names = _listed(re.split(r"[.。]", note)[0])
        counts = [m for m in _counts(unit, 0, len(unit.text)) if not m.weak]
        if len(names) >= _FEWEST_NAMES and counts and all(m.value != len(names) for m in counts):
            closest = min(counts, key=lambda m: abs(m.value - len(names)))
            text = "the note lists {n} names; no number here is {n}"
            yield contradiction(NAMES, unit, closest, text, n=len(names))


def _listed(text: str) -> list[str]:
    """Return the names of States that a text consists of; none where other things are listed too."""
    ands = "|".join(map(re.escape, sorted(words_of("and"), key=len, reverse=True)))
    whole = [part for part in _LIST_END.split(text.strip(" ()（）")) if part.strip()]
    names: list[str] = []
    for part in whole:
        if resolve(part.strip()).code:
            names.append(part)
            continue
        joints = rf"(?:(?<!\w)(?:{ands})\s+|(?<=\S)[和及](?=\S)|(?<=\s)و(?=\S))"
        pieces = [p for p in re.split(joints, part.strip()) if p.strip()]
        if not pieces or not all(resolve(p.strip()).code for p in pieces):
            return []
        names += pieces
    return names


def _sessions(draft: Draft) -> Iterator[Contradiction]:
    """Hold the ordinals of sessions against their years: a later one cannot have met before an earlier one."""
    met: list[tuple[int, int, Unit, Mark]] = []
    for unit in draft.units:
        for mark, why in zip(unit.marks, unit.reasons, strict=True):
            if why != _SESSION or not mark.ordinal:
                continue
            start, end = unit.sentence(mark)
            years = [m for m in unit.marks if is_year(m) and start <= m.start < end and abs(m.start - mark.start) < 60]
            if len(years) == 1:
                met.append((int(mark.value), int(years[0].value), unit, mark))
    for (one, year, unit, mark), (other, later, twin, again) in combinations(met, 2):
        if one == other or _body(unit, mark) != _body(twin, again):
            continue
        if (year > later) if one < other else (year < later):
            text = "session {one} in {year}, session {other} in {later}"
            yield contradiction(DATES, unit, mark, text, one=one, year=year, other=other, later=later)


def _body(unit: Unit, mark: Mark) -> str:
    """Return what stands around the ordinal of a session, which tells one body's from another's."""
    around = _SESSION_AROUND.get(unit.language, (0, 26))
    return (
        unit.text[max(0, mark.start - around[0]) : mark.start] + unit.text[mark.end : mark.end + around[1]].casefold()
    )


def _two_places(findings: list[Finding], facts: Facts) -> Iterator[Contradiction]:
    """Hold the numbers that state one fact against each other."""
    by_fact: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.fact is not None and finding.verdict in (AGREES, DISAGREES, ELSEWHERE):
            by_fact[finding.fact.name].append(finding)
    for held in by_fact.values():
        for one, other in combinations(held, 2):
            if one.part == other.part and not facts.alike(one.mark, other.mark):
                where = ", ".join(dict.fromkeys(f.unit.paragraph for f in (one, other)))
                text = "“{one}” and “{other}” for one thing (paragraph {where})"
                said = {"one": one.mark.text, "other": other.mark.text, "where": where}
                yield contradiction(TWO_PLACES, other.unit, other.mark, text, **said)


def totals(draft: Draft) -> Iterator[Contradiction]:
    """Recompute the totals of each table, and its per cents from its counts."""
    cells: dict[str, dict[tuple[int, int], Unit]] = defaultdict(dict)
    for unit in draft.units:
        if place := CELL.fullmatch(unit.paragraph):
            cells[place["table"]][int(place["row"]), int(place["column"])] = unit
    for table in cells.values():
        last = max(row for row, _ in table)
        for column in sorted({column for _, column in table if column > 1}):
            yield from _column(table, column, last)


def _column(table: dict[tuple[int, int], Unit], column: int, last: int) -> Iterator[Contradiction]:
    totals = [row for row in range(2, last + 1) if (row, 1) in table and _is_total(table[row, 1].text)]
    if not totals or (totals[0], column) not in table:
        return
    parts = [_whole(table.get((row, column))) for row in range(1, totals[0])]
    total, unit = _whole(table[totals[0], column]), table[totals[0], column]
    numbers = [p for p in parts if p is not None]
    if total is None or len(numbers) < 2:
        return
    percent = unit.marks and unit.marks[0].kind == PER_CENT
    slack = Fraction(len(numbers), 200) if percent else Fraction(0)
    if abs(sum(numbers) - total) > slack:
        scale = 100 if percent else 1
        text = "the cells above add up to {sum}, not {total}"
        yield contradiction(TOTAL, unit, unit.marks[0], text, sum=sum(numbers) * scale, total=total * scale)
    for row in range(2, totals[0]):
        yield from _per_cent_beside(table, row, column, total, totals[0])


def _per_cent_beside(table: dict, row: int, column: int, total: Fraction, last: int) -> Iterator[Contradiction]:
    """Hold a per cent against the count in the column before it, where the per cents are of the total."""
    count, share = table.get((row, column)), table.get((row, column + 1))
    whole = table.get((last, column + 1))
    if not (count and share and share.marks and share.marks[0].kind == PER_CENT and count.marks):
        return
    if whole is None or not whole.marks or whole.marks[0].kind != PER_CENT or whole.marks[0].value != 1:
        return
    part = _whole(count)
    if (
        part is not None
        and count.marks[0].kind == COUNT
        and total
        and not rounds(share.marks[0], int(part), int(total))
    ):
        right, text = f"{float(part / total):.1%}", "{part} of {whole} is {right}"
        yield contradiction(TOTAL, share, share.marks[0], text, part=part, whole=total, right=right)


def _whole(unit: Unit | None) -> Fraction | None:
    """Return the one number that a cell consists of."""
    if unit is None or len(unit.marks) != 1 or unit.marks[0].kind not in (COUNT, PER_CENT):
        return None
    rest = unit.text.replace(unit.marks[0].text, "")
    return unit.marks[0].value if not any(letter.isalpha() for letter in rest) else None


def _is_total(text: str) -> bool:
    return text.strip(" :：").casefold() in _total_words()


@from_words
def _total_words() -> frozenset[str]:
    return frozenset(word.casefold() for word in reference("totals")["word"])
