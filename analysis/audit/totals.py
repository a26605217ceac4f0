"""Two things in a draft that cannot both be right; and the totals and per cents of its tables, recomputed from their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from analysis.audit.draft import CELL, Draft, Unit
from analysis.audit.fact import rounds
from analysis.audit.numbers import COUNT, PER_CENT, Mark
from analysis.documents.words import from_words
from analysis.languages import Language
from analysis.reference import reference

TOTAL = "total of a table"


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
