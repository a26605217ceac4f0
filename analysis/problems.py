"""Issues: what could not be used, where it stands, what to do. One way to write one."""

from __future__ import annotations

from collections.abc import Iterable

_NEAR = 60
_SHOWN = 12
NOTE, PROBLEM = "note", "problem"


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
        "table": table,
        "source": source,
        "sheet": sheet,
        "row": row,
        "column": column,
        "value": value[:200],
        "problem": problem,
        "remedy": remedy,
        "set_aside": "yes" if set_aside else "no",
        "severity": severity,
    }


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
    near = process.extractOne(value, words, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_NEAR)
    shown = ", ".join(words[:_SHOWN]) + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")
    return (f"did you mean “{near[0]}”? " if near else "") + f"accepted: {shown}"


ISSUE_COLUMNS = list(of_file("", "", "", ""))
