"""Numbers printed in another form than "12.": without a stop, in brackets, behind a sign, before a dash, inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analysis.documents.candidates import (
    BEFORE_SMALL,
    CAPITAL,
    IN_SENTENCE,
    NO_STOP,
    Candidate,
    begins_with_month,
    candidate_at,
    found_number,
    heading_above,
)
from analysis.documents.lines import Line

# How else the numbers of paragraphs are printed: "[12] The", "(12) The", "§ 12. The", "12- The", "131-5 Ratify"; how far
# they have to count on: the sections of a law that is quoted have a few points in brackets, too.
_OTHER_FORMS = [
    (re.compile(rf"^\s*{form}(?P<rest>[^\s\d].*)$"), fewest)
    for form, fewest in (
        (r"\[(?P<number>\d{1,4})\]\s*", 3),
        (r"\((?P<number>\d{1,4})\)\s*", 10),
        (r"[§¶]\s?(?P<number>\d{1,4})[.:]?\s+", 3),
        (r"(?P<number>\d{1,4})(?:[-–](?P<part>\d{1,4})[-–.]?\s+|\s?[-–—]\s*)", 3),
        (r"[-–](?P<number>\d{1,4})\s+", 3),
    )
]
_BETWEEN = (".", ". ", " . ", " ", ",", ", ")
_BEGINS_OTHER_FORM = frozenset("[(§¶-–")
_WITHOUT_STOP = re.compile(rf"^\s*(?P<number>\d{{1,3}})\s+(?P<rest>{CAPITAL}.*)$")


def missing_ones(
    lines: list[Line], wanted: Iterable[tuple[int, int, int, int]], known: set[int]
) -> Iterator[Candidate]:
    """Yield lines that hold a missing number in another form: "36 The", "36The", "... (Peru); 36. Ratify".

    wanted: (number, part or 0, first line, line after the last) of each number to look for; known: lines
    that begin with a number of another unit.
    """
    for number, part, first, end in wanted:
        # Sought as plain words first: patterns cost more, and most lines hold none of them.
        forms = [f"{number}{between}{part}" for between in _BETWEEN] if part else [str(number)]
        within = range(first, min(end, len(lines)))
        places = [at for at in within if any(form in lines[at].text for form in forms)]
        if not places:
            continue
        figure = rf"{number}\s?[.,]?\s?{part}" if part else str(number)
        begins = re.compile(rf"^\s*{figure}\s?[.,:;]?\s*(?P<rest>{CAPITAL}.*|)$")
        inside = re.compile(
            rf"(?<=[.;:)”\"])\s+(?P<number>{figure}\.{'?' if part else ''})(?:\s+(?P<rest>{CAPITAL}.*)|\s*)$"
        )
        for at in places:
            text = lines[at].text
            if at not in known and (found := begins.match(text)):
                if not begins_with_month(found["rest"]):
                    yield _missing(lines, at, number, part, found["rest"], 0)
            elif found := inside.search(text):
                yield _missing(lines, at, number, part, found["rest"] or "", found.start("number"))


def without_stops(lines: list[Line], known: set[int]) -> Iterator[Candidate]:
    """Yield lines that begin with a number and a capital letter, for documents that print no stop: "12 The"."""
    for at, line in enumerate(lines):
        found = _WITHOUT_STOP.match(line.text) if at not in known else None
        if found and not begins_with_month(found["rest"]):
            yield _missing(lines, at, int(found["number"]), 0, found["rest"], 0)


def in_other_form(lines: list[Line], known: set[int]) -> list[Candidate]:
    """Return the lines whose numbers are printed in another form than "12.": in the one that counts on the furthest."""
    begun = [
        (at, line.text)
        for at, line in enumerate(lines)
        if at not in known
        and not (line.heading or line.cell)
        and ((first := line.text.lstrip()[:1]) in _BEGINS_OTHER_FORM or first.isdecimal())
    ]
    best: list[Candidate] = []
    for form, fewest in _OTHER_FORMS:
        found: list[Candidate] = []
        for at, text in begun:
            if match := form.match(text):
                number = found_number(match["number"], match["rest"], match.groupdict().get("part"))
                found.append(candidate_at(at, number, lines, found[-1] if found else None))
        # A part of a longer report begins at a number of its own.
        best = max(best, found, key=counted) if counted(found) >= fewest else best
    # What is pointed to from the text are notes: "as it said [3]".
    mark = lines[best[0].at].text.split()[0] if best else ""
    return best if not (mark.startswith("[") and any(mark in line.text[1:] for line in lines)) else []


def counted(candidates: list[Candidate], start: int | None = None) -> int:
    """Return how many lines count on, one by one, from a number; by default, from the first that stands there."""
    due = first = candidates[0].first if candidates and start is None else start or 1
    for c in candidates:
        due += c.first == due and not c.part
    return due - first


def merged(lines: list[Line], candidates: list[Candidate], more: list[Candidate]) -> list[Candidate]:
    """Return candidates with more of them in their places; a heading above is one that stands since the last of all."""
    every = sorted([*candidates, *more], key=lambda c: (c.at, c.begins))
    return [
        c._replace(heading=heading_above(lines, before.at, c.at)) if before.weak and c.heading == 2 else c
        for before, c in pairwise([every[0], *every])
    ]


def _missing(lines: list[Line], at: int, number: int, part: int, rest: str, begins: int) -> Candidate:
    c = candidate_at(at, found_number(str(number), rest, str(part) if part else None), lines, None, since=at - 2)
    set_apart = begins > 0 or c.opening < IN_SENTENCE
    after_colon = c.after_colon and not begins
    return c._replace(
        opening=NO_STOP + (0.0 if set_apart else IN_SENTENCE),
        nothing=2 * NO_STOP if after_colon else NO_STOP + BEFORE_SMALL if set_apart else 0.0,
        heading=0 if begins else c.heading,
        after_colon=after_colon,
        title_ends=0,
        weak=True,
        begins=begins,
    )
