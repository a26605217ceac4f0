"""What is odd about the numbers of a document, in an analyst's words: gaps, repeats, numbers out of order."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.documents.candidates import Candidate
from analysis.documents.lines import Line
from analysis.documents.numbering import ITEM, NOTHING, PARAGRAPH, PART, Role
from analysis.documents.paragraphs import Oddity

# A number so surely printed as one, and yet of no unit, is said.
_SAID_FROM = 3.0
_GAP = "the number before {} is {}: what is between was not found"
_WORDS = {
    "again": "the number {} stands twice",
    "misprint": "the number {} is out of order",
    "restart": "the count starts over at {} without a heading",
}


def oddities(lines: list[Line], candidates: list[Candidate], roles: list[Role]) -> Iterator[Oddity]:
    """Yield what an analyst should look at before citing, in the order of the lines."""
    seen: set[int] = set()
    last: dict[str, Candidate] = {}
    for c, (role, odd) in zip(candidates, roles, strict=True):
        if said := _said(c, role, odd, last.get(role), seen):
            yield Oddity(lines[c.at].page, c.printed, said)
        if role == PARAGRAPH:
            if odd == "restart":
                seen.clear()
            seen.update(c.numbers)
            last.pop(ITEM, None)
        if role != NOTHING:
            last[role] = c


def _said(c: Candidate, role: str, odd: str, before: Candidate | None, seen: set[int]) -> str:
    """Return what is odd about one number; nothing where it is as due."""
    if role == NOTHING:
        said = f"a line begins with {c.printed}. and fits no count: it was left in the text"
        return said if c.nothing >= _SAID_FROM else ""
    if odd == "restart" and c.heading:
        return ""
    if odd != "gap":
        return _WORDS.get(odd, "").format(c.printed)
    if role == PART and before is not None and before.first != c.first:
        before = None
    # A range may have held what seems to be missing: "77, 78, 82" before 80.
    if role == PARAGRAPH and set(range(before.last + 1 if before else 1, c.first)) <= seen:
        return ""
    after = (before.printed if role == PART else str(before.last)) if before else "missing"
    return _GAP.format(c.printed, after)
