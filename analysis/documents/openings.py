"""Where units begin in wrapped lines, under which number, and what is odd about the numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from analysis.documents.candidates import Candidate, candidates_in, last_of
from analysis.documents.forms import counted, in_other_form, merged, missing_ones, without_stops
from analysis.documents.lines import Line
from analysis.documents.numbering import ELSEWHERE_FROM, HEADING, ITEM, NOTHING, PARAGRAPH, PART, Role, roles_of
from analysis.documents.paragraphs import FIRST_POINTS, Oddity, Paragraph, follows

# A document with fewer numbered paragraphs may print its numbers without stops.
_FEWEST = 3
# So many lines that count on from 1 without stops are paragraphs, and what has stops is a list.
_MANY = 8
# So large a share of titles among all numbers counts headings.
_MOSTLY = 0.8
# Of a gap, so many numbers are looked for in other forms.
_MOST_MISSING = 60
# A range goes on in the next line or the one after: "40., 41., 42., Accepted / 43., 44."
_RANGE_GOES_ON = re.compile(r"^\s*(?:\d{1,3}\.?,?\s+)*\d{1,3}\.?,\s+(?!\d)")
_NEXT_LINES = 2
_COLONS = (":", ": ", "：", "： ")
# A number so surely printed as one, and yet of no unit, is said.
_SAID_FROM = 3.0
_POINT = re.compile(r"(?P<parent>.*)\((?P<point>[^\W\d]{1,6})\)(?:~\d+)?")
_GAP = "the number before {} is {}: what is between was not found"
_WORDS = {
    "again": "the number {} stands twice",
    "misprint": "the number {} is out of order",
    "restart": "the count starts over at {} without a heading",
}


class Opening(NamedTuple):
    """What a line opens: a paragraph, an item of a list, a part ("131.5") or a heading; its number; its text.

    lines: how many lines a heading takes.
    """

    role: str
    number: str
    rest: str
    lines: int = 1


def openings_in(lines: list[Line]) -> tuple[list[Line], dict[int, Opening], list[Oddity]]:
    """Return the lines (cut where a unit begins inside one), what each of them opens, and what is odd."""
    lines, candidates = _ranges_joined(list(lines), candidates_in(lines))
    roles = roles_of(candidates)
    known, numbered = {c.at for c in candidates}, sum(role.role == PARAGRAPH for role in roles)
    other = in_other_form(lines, known)
    if not other or counted(other) < 2 * numbered:
        other = list(without_stops(lines, known))
        other = other if numbered < _FEWEST or counted(other, 1) > _MANY else []
    if other:
        candidates = merged(lines, candidates, other)
        roles = roles_of(candidates)
    if weak := _weak(lines, candidates, roles):
        candidates = merged(lines, candidates, weak)
        roles = roles_of(candidates)
    roles = _as_headings(lines, candidates, roles)
    kept = [(c, role) for c, role in zip(candidates, roles, strict=True) if role.role != NOTHING]
    odd = list(oddities(lines, candidates, roles))
    return *_placed(lines, kept), odd


def _as_headings(lines: list[Line], candidates: list[Candidate], roles: list[Role]) -> list[Role]:
    """Return the roles where all numbers count headings ("2. Findings", "2.1. Observations") and the text has none."""
    counting = [c for c, role in zip(candidates, roles, strict=True) if role.role in (PARAGRAPH, PART, HEADING)]
    begun = {c.at for c in candidates}
    titles = [c for c in counting if c.title_ends]
    headed = sum(c.title_ends < len(lines) and c.title_ends not in begun for c in titles)
    if len(titles) < _MOSTLY * len(counting) or 2 * headed < len(titles) or not any(c.part for c in titles):
        return roles
    counted = {c.at for c in titles}
    return [
        Role(HEADING) if c.at in counted and role.role != NOTHING else role
        for c, role in zip(candidates, roles, strict=True)
    ]


def _placed(lines: list[Line], kept: list[tuple[Candidate, Role]]) -> tuple[list[Line], dict[int, Opening]]:
    """Return the lines, cut where a unit begins inside one, and what each of them opens."""
    inside: dict[int, list[int]] = defaultdict(list)
    for c, _ in kept:
        if c.begins:
            inside[c.at].append(c.begins)
    cut: list[Line] = []
    pieces: dict[
        tuple[int, int], tuple[int, int]
    ] = {}  # line and place in it -> its new line, how much is cut off behind
    for at, line in enumerate(lines if inside else ()):
        for start, end in pairwise([0, *inside.get(at, ()), len(line.text)]):
            pieces[at, start] = len(cut), len(line.text) - end
            cut.append(line._replace(text=line.text[start:end]))
    opened, parent = {}, ""
    for c, role in kept:
        at, behind = pieces.get((c.at, c.begins), (c.at, 0))
        parent = c.printed if role.role in (PARAGRAPH, PART) else parent
        # With its paragraph, which a heading between the items must not take away.
        number = f"{parent}({c.printed})" if role.role == ITEM else c.printed
        opened[at] = Opening(role.role, number, c.rest[: len(c.rest) - behind], c.title_ends - c.at)
    return cut or lines, opened


def _ranges_joined(lines: list[Line], candidates: list[Candidate]) -> tuple[list[Line], list[Candidate]]:
    """Join a range to the rest of it that stands at the start of the next line, beside its text."""
    joined: list[Candidate] = []
    for c in candidates:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(c.numbers) > 1
            and len(last.numbers) > 1
            and c.at - last.at <= _NEXT_LINES
            and c.numbers[0] > last.numbers[-1]
            and _RANGE_GOES_ON.match(lines[last.at].text)
        ):
            lines[c.at] = lines[c.at]._replace(text=c.rest)
            numbers = last.numbers + c.numbers
            printed = f"{last.printed}, {c.printed}"
            joined[-1] = last._replace(numbers=numbers, last=last_of(numbers), printed=printed)
            continue
        joined.append(c)
    return lines, joined


def _weak(lines: list[Line], candidates: list[Candidate], roles: list[Role]) -> list[Candidate]:
    """Return lines that hold, in another form, a number that is missing in a reading."""
    used = {c.at for c, role in zip(candidates, roles, strict=True) if role.role != NOTHING}
    return list(missing_ones(lines, dict.fromkeys(_missing(lines, candidates, roles)), used))


def _missing(lines: list[Line], candidates: list[Candidate], roles: list[Role]) -> Iterator[tuple[int, int, int, int]]:
    """Yield each missing number with the lines that it should stand in: (number, part, first, end).

    Missing are numbers that a gap jumps over, the one after the last of a list or of all paragraphs, and the
    first of a list that a colon announces.
    """
    seen: set[int] = set()
    paragraph, part, item = (0, 0), (0, 0, 0), (0, 0)
    ends = _ends(candidates, roles, len(lines))
    for at, (c, (role, odd)) in enumerate(zip(candidates, roles, strict=True)):
        number = c.first
        if role == PARAGRAPH:
            if odd == "gap":
                yield from ((n, 0, paragraph[1], c.at) for n in _few(paragraph[0] + 1, number) if n not in seen)
            seen.update(c.numbers)
            paragraph, item = (c.last, c.at), (0, c.at)
        elif role == ITEM:
            yield from ((n, 0, item[1], c.at) for n in _few(item[0] + 1, number) if odd == "gap")
            item = (c.last, c.at)
        elif role == PART:
            if number - paragraph[0] in range(1, ELSEWHERE_FROM):
                yield from ((n, 0, paragraph[1], c.at) for n in _few(paragraph[0] + 1, number + 1) if n not in seen)
                paragraph = (number, c.at)
            first, since = (part[1] + 1, part[2]) if part[0] == number else (1, paragraph[1])
            yield from ((number, n, since, c.at) for n in _few(first, c.part))
            part = (number, c.part, c.at)
            yield number, c.part + 1, c.at, ends[at]
        opens = role in (PARAGRAPH, ITEM)
        if opens and (item[0] or any(line.text.endswith(_COLONS) for line in lines[c.at : ends[at]])):
            yield item[0] + 1, 0, c.at, ends[at]
    if paragraph[0]:
        yield paragraph[0] + 1, 0, paragraph[1], len(lines)


def _ends(candidates: list[Candidate], roles: list[Role], end: int) -> list[int]:
    """Return for each candidate the line where the next one that opens something stands."""
    ends = []
    for c, role in zip(reversed(candidates), reversed(roles), strict=True):
        ends.append(end)
        end = c.at if role.role != NOTHING else end
    return ends[::-1]


def _few(first: int, end: int) -> range:
    return range(first, min(end, first + _MOST_MISSING))


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
