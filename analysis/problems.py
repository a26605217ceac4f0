"""Issues: what could not be used, where it stands, what to do. Their words stand in data/reference/faults.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from analysis.reference import reference

_FIELD = re.compile(r"\{(\w+)(?::[^}]*)?\}")
_NEAR = 70
_SHOWN = 12
_LONGEST = 120
NOTE, PROBLEM = "note", "problem"


class Fault(NamedTuple):
    """A kind of fault: its words, with the value and others between braces, and what becomes of the row.

    effect: row (is left out), none (it is no row at all, which is a note), cell (counts as empty), kept (stays as it is),
    note (stays, nothing has to be done); if_empty: the problem where the cell is empty; to_coder: what its cell says in the
    workbook that a coder gets back.
    """

    fault: str
    effect: str
    problem: str
    if_empty: str
    remedy: str
    to_coder: str

    def say(self, value: str, /, **words: object) -> tuple[str, str]:
        """Return the problem and the remedy."""
        problem, said = self.problem if value else self.if_empty or self.problem, shortened(value)
        return problem.format(value=said, **words), self.remedy.format(value=said, **words)

    @property
    def set_aside(self) -> str:
        """Whether the row is left out, yes or no."""
        return "yes" if self.effect in ("row", "none") else "no"

    @property
    def severity(self) -> str:
        """Whether it has to be mended."""
        return NOTE if self.effect in ("note", "none") else PROBLEM


def fault(name: str) -> Fault:
    """Return a kind of fault by its name."""
    return Fault(*reference("faults").set_index("fault", drop=False).loc[name])


@lru_cache(maxsize=4096)
def fault_said(problem: str) -> tuple[Fault, dict[str, str]]:
    """Return the kind of fault whose problem this is, the closest words first, and what stands in its fields."""
    kinds = [Fault(*row) for row in reference("faults").itertuples(index=False)]
    texts = [(text, kind) for kind in kinds for text in (kind.problem, kind.if_empty) if text]
    for text, kind in sorted(texts, key=lambda pair: -len(_FIELD.sub("", pair[0]))):
        literal = [re.escape(part) for part in _FIELD.split(text)[::2]]
        found = re.fullmatch("(.*)".join(literal), problem, re.S)
        if found:
            return kind, dict(zip(_FIELD.findall(text), found.groups(), strict=True))
    raise KeyError(problem)


def issue(
    table: str,
    source: str,
    problem: str,
    remedy: str,
    *,
    sheet: str = "",
    row: str = "",
    column: str = "",
    value: str = "",
    set_aside: bool = False,
    severity: str = PROBLEM,
) -> dict[str, str]:
    """Return an issue. set_aside: the row is left out; severity: a note asks for nothing."""
    return {
        "table": table, "source": source, "sheet": sheet, "row": row, "column": column, "value": value[:200],
        "problem": problem, "remedy": remedy, "set_aside": "yes" if set_aside else "no", "severity": severity,
    }  # fmt: skip


def noted(name: str, table: str, source: str, words: Mapping[str, object], **place: Any) -> dict[str, str]:
    """Return the issue for a kind of fault. words: those between its braces; place: sheet, row, column, value."""
    kind = fault(name)
    problem, remedy = kind.say(place.get("value", ""), **words)
    return issue(table, source, problem, remedy, **place) | {"set_aside": kind.set_aside, "severity": kind.severity}


def of_file(table: str, source: str, reason: str, remedy: str, sheet: str = "") -> dict[str, str]:
    """Return the issue for a whole file that could not be used."""
    return issue(table, source, reason, remedy, sheet=sheet, set_aside=True)


def in_document(source: str, page: str, number: str, problem: str) -> dict[str, str]:
    """Return the note on something odd in a document that was read: where it stands, and what to compare."""
    place = f"page {page} of the file" if page else "the file"
    remedy = f"Compare {place} with the extracts before you cite it"
    row = f"page {page}" if page else ""
    return issue("extracts", source, problem, remedy, row=row, column="paragraph", value=number, severity=NOTE)


def advice(value: str, words: Iterable[str]) -> str:
    """Return what may stand in a cell, in words: the nearest first, then what is accepted."""
    from rapidfuzz import fuzz, process, utils

    words = list(words)
    near = process.extractOne(value, words, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_NEAR)
    return (f"did you mean “{near[0]}”? " if near else "") + f"accepted: {first_of(words)}"


def shortened(text: str) -> str:
    """Return so much of what somebody typed as a sentence about it can hold."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def first_of(words: Iterable[str], most: int = _SHOWN) -> str:
    """Return the first few of some words, and how many more there are; one that holds what parts a list is quoted."""
    words = [f"“{word}”" if ";" in word else word for word in words]
    return ", ".join(words[:most]) + (f" and {len(words) - most:,} more" if len(words) > most else "")


ISSUE_COLUMNS = list(of_file("", "", "", ""))
