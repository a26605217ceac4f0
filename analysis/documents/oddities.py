"""What is odd about the numbers of a document, in an analyst's words: gaps, repeats, numbers out of order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.documents.candidates import Candidate
from analysis.documents.lines import Line
from analysis.documents.numbering import ITEM, NOTHING, PARAGRAPH, PART, Role
from analysis.documents.paragraphs import FIRST_POINTS, Oddity, Paragraph, follows

# A number so surely printed as one, and yet of no unit, is said.
_SAID_FROM = 3.0
_POINT = re.compile(r"(?P<parent>.*)\((?P<point>[^\W\d]{1,6})\)(?:~\d+)?")
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


def odd_points(paragraphs: Iterable[Paragraph]) -> Iterator[Oddity]:
    """Yield the lettered points of keyed units that follow no other: "12(d)" after "12(b)", or "12(b)" twice."""
    last: dict[tuple[str, str], str] = {}
    for p in paragraphs:
        found = _POINT.fullmatch(p.number) if p.kind == "list item" else None
        if found is None:
            continue
        parent, point = (p.section, found["parent"]), found["point"].lower()
        before, last[parent] = last.get(parent, ""), point
        if point not in FIRST_POINTS and not follows(before, point):
            yield Oddity(p.page, p.number, f"the point ({point}) follows {f'({before})' if before else 'no other'}")


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
