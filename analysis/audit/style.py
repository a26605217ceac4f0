"""House style of numbers, as advice apart from the verdicts: which rule a profile has for a language is a row of style.csv."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.audit.draft import Draft, Unit
from analysis.audit.numbers import COUNT, PER_CENT, Mark
from analysis.errors import DataError
from analysis.reference import reference

PROFILE = "manual"
_SIGNS = "%٪％"
_UNDER = 10
_NON_BREAKING = "\u00a0\u202f"


@dataclass(frozen=True)
class Advice:
    """A number that is written otherwise than the house writes it."""

    unit: Unit
    mark: Mark
    advice: str


def advice(draft: Draft, profile: str = PROFILE) -> Iterator[Advice]:
    """Yield what the house style of a profile has to say, in reading order. Raises DataError for a profile that is not there."""
    table = reference("style")
    rows = table[table["profile"] == profile]
    if rows.empty:
        known = ", ".join(sorted(set(table["profile"])))
        raise DataError(f"“{profile}” is no profile of style.csv; there are: {known}.")
    rules: dict[str, list[tuple[Callable[[Unit, Mark], bool], str]]] = {}
    for row in rows.itertuples():
        rules.setdefault(row.language, []).append((_RULES[row.rule], row.advice))
    for unit in draft.units:
        for mark, reason in zip(unit.marks, unit.reasons, strict=True):
            for broken, text in rules.get(unit.language, []):
                if not reason and broken(unit, mark):
                    yield Advice(unit, mark, text)


def _per_cent_in_words(unit: Unit, mark: Mark) -> bool:
    return unit.kind != "table cell" and mark.kind == PER_CENT and mark.text[-1] in _SIGNS


def _small_in_words(unit: Unit, mark: Mark) -> bool:
    whole = mark.kind == COUNT and mark.value == mark.high and 0 < mark.value < _UNDER and mark.value.denominator == 1
    return whole and not mark.in_words and not mark.ordinal and unit.kind not in ("table cell", "footnote")


def _space_before_sign(unit: Unit, mark: Mark) -> bool:
    return mark.kind == PER_CENT and mark.text[-1] in _SIGNS and mark.text[-2] not in _NON_BREAKING


_RULES: dict[str, Callable[[Unit, Mark], bool]] = {
    "per_cent_in_words": _per_cent_in_words,
    "small_in_words": _small_in_words,
    "space_before_sign": _space_before_sign,
}
