"""Lines that may open a numbered unit: "12.", "12 The", "131.5", "5., 6. and 7.", and how much they look like it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from analysis.documents.headings import is_heading_by_itself
from analysis.documents.lines import Line, ends_sentence
from analysis.documents.words import any_of, from_words, words_of

CAPITAL = r"[\"“«(]*[^\W\d_a-zà-ÿа-я]"
_NUMBER = re.compile(
    rf"^\s*(\d{{1,4}})(?!\)[.,;:)])(?:\s?[.．、)](?:\s+(?!\d{{1,3}}[.):]?\s+{CAPITAL})|(?!\d))|(?:[ ]*\t|[ ]{{3,}})\s*(?=[^\W\d_]))(\S.*|)$"
)
# "131.12Ratify": a number as wide as its column leaves no space.
_PART = re.compile(
    r"^\s*(\d{1,4})\.(\d{1,4})(?:[.:)]?\s*[-–—]\s+|[.:)]\s*(?=\D|$)|\s+|(?=[A-ZÀ-ÞА-Я][a-zà-ÿа-я])|$)(\S.*|)$"
)
_SPACED_PART = re.compile(rf"^\s*(\d{{1,4}})(?:\s\.\s?|\.\s)(\d{{1,3}})[.:)]?\s+(?={CAPITAL})(\S.*)$")
_MAY_BE_RANGE = re.compile(r"^\s*\d{1,3}\.?[\s,;&–-]*(?:[^\W\d_]{1,7}\.?\s+)?\d")
_SMALL = re.compile(r"[\"“«(\[]*[^\W\d_A-ZÀ-ÞА-Я\u0600-\u06ff\u3000-\u9fff]")
_POINT = re.compile(r"\(?\w{1,4}\)")
_SHORT_LINE = 60
_ABOVE = 4
_MOST_TITLE_LINES, _LONGEST_TITLE = 3, 200
_NO_TITLE = re.compile(r"[.:;!?。；：！？؛؟][\"”»’]*$|;\s\w{1,3}$")
_ITEM_ABOVE = re.compile(r"[;；؛](?:\s\w{1,3})?$")
# Where the end of a line or title is looked at: a search in all of it takes ten times as long.
_END = 12
# What it costs to say that a line opens nothing, though it looks like it: a number with a stop after the end
# of a sentence hardly ever does; in the middle of a sentence, before a small letter, or as a year, it often does.
_SURELY, _HARDLY, _PART_SURELY, _PART_HARDLY, _SMALL_SHARE = 5.0, 1.2, 3.5, 0.4, 0.4
# At the start of a paragraph that the format itself sets apart.
_WHOLE = 12.0
# What it costs to open a unit in the middle of a sentence, before a small letter, without a stop.
IN_SENTENCE, BEFORE_SMALL, _BEFORE_MONTH, NO_STOP = 0.9, 0.4, 1.5, 1.2
_YEARS = range(1900, 2100)
_LAST_CHAPTER = 30
_LAST_DAY = 31


class Candidate(NamedTuple):
    """A line that may open a unit: where, its number or range (part: the 5 of 131.5), the text behind it.

    first: its number; last: the number after which the next one is due. opening and nothing: what it costs to
    say that it opens a unit, or none. after_item: the line above ends with a semicolon. below_title: it is
    what could be a counted subheading. heading: 2 below a labelled heading, 1 below a short line, 0 below text.
    title_ends: the line after the title, if it could be a counted subheading. weak: it has not the form of a
    number, and counts only where that number is missing. begins: where in the line.
    """

    at: int
    numbers: tuple[int, ...]
    rest: str
    part: int
    printed: str
    first: int
    last: int
    opening: float = 0.0
    nothing: float = 0.0
    heading: int = 0
    after_colon: bool = False
    after_item: bool = False
    below_title: bool = False
    title_ends: int = 0
    weak: bool = False
    begins: int = 0


# The number at the start of a line: its figures, the text behind it, the 5 of 131.5, as it is written.
_Found = tuple[tuple[int, ...], str, int, str]


def candidates_in(lines: list[Line]) -> list[Candidate]:
    """Return the lines that begin with a number as units do, in their order."""
    found: list[Candidate] = []
    ranges, to = _ranges()
    for at, line in enumerate(lines):
        text = line.text
        if not text.lstrip()[:1].isdecimal() or line.heading or line.cell:
            continue
        number = (_ranged(text, ranges, to) if _MAY_BE_RANGE.match(text) else None) or _single(text)
        if number is not None:
            found.append(candidate_at(at, number, lines, found[-1] if found else None))
    return found


def _single(text: str) -> _Found | None:
    if match := _NUMBER.match(text):
        return found_number(match[1], match[2])
    match = _PART.match(text) or _SPACED_PART.match(text)
    if match and not (match.re is _SPACED_PART and begins_with_month(match[3])) and not _share().match(match[3]):
        return found_number(match[1], match[3], match[2])
    return None


def found_number(number: str, rest: str, part: str | None = None) -> _Found:
    """Return a number as every language writes it: ١٣١-٥ is 131.5."""
    printed = f"{int(number)}.{int(part)}" if part else str(int(number))
    return (int(number),), rest, int(part or 0), printed


def _ranged(text: str, ranges: re.Pattern[str], to: re.Pattern[str]) -> _Found | None:
    """Return a range of numbers that share one text: "5., 6. and 7. The", "5. to 9. The"."""
    match = ranges.match(text)
    if match is None:
        return None
    figures = [int(figure) for figure in re.findall(r"\d+", match["numbers"])]
    if any(later <= earlier for earlier, later in pairwise(figures)):
        return None
    rest = match["rest"]
    if len(figures) == 2 and to.search(match["numbers"]):
        return tuple(range(figures[0], figures[1] + 1)), rest, 0, f"{figures[0]}-{figures[1]}"
    return tuple(figures), rest, 0, ", ".join(map(str, figures))


@from_words
def _ranges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of ranges, and of the words that lead from the first number to the last."""
    joint = rf"\s*(?:[,;&–-]|{any_of('and', 'to')})[\s,]*"
    numbers = rf"\d{{1,3}}\.?(?:{joint}\d{{1,3}}\.?)*{joint}\d{{1,3}}\."
    return (
        re.compile(rf"^\s*(?P<numbers>{numbers})[.,:;]*(?:\s+(?=\S)|(?={CAPITAL})|\s*$)(?P<rest>.*)$"),
        re.compile(rf"[–-]|(?<!\w)(?:{any_of('to')})(?!\w)", re.I),
    )


def candidate_at(at: int, found: _Found, lines: list[Line], before: Candidate | None, since: int = -1) -> Candidate:
    """Return a candidate with what its neighbourhood tells: the line above, headings since the last number."""
    above = lines[at - 1].text.rstrip() if at else ""
    numbers, rest, part, _ = found
    heading = heading_above(lines, before.at if before else since, at)
    goes_on = before is not None and numbers[0] == before.last + 1
    small = bool(_SMALL.match(rest)) or (rest[:1].isdecimal() and not lines[at].whole)
    right_below = before is not None and before.title_ends == at
    below_title = right_below and not goes_on and not small
    if part and below_title:
        heading = heading or 1
    set_apart = not above or below_title or lines[at].after_blank or heading > 0 or ends_sentence(above)
    surely, hardly = (_PART_SURELY, _PART_HARDLY) if part else (_SURELY, _HARDLY)
    # Short lines that count on, as names do.
    listed = goes_on and before is not None and before.at == at - 1 and len(above) < _SHORT_LINE
    nothing = surely if set_apart else (surely + hardly) / 2 if listed else hardly
    day = not part and numbers[0] <= _LAST_DAY and begins_with_month(rest)
    if lines[at].whole:
        nothing = _WHOLE
    if small or day or numbers[0] in _YEARS:
        nothing *= _SMALL_SHARE
    title_ends = _title_ends(at, rest, lines) if len(numbers) == 1 and not small else 0
    below = _PART.match(lines[title_ends].text) if part and 0 < title_ends < len(lines) else None
    next_below = below is not None and (int(below[1]), int(below[2])) == (numbers[0], part + 1)
    if part and (next_below or numbers[0] > _LAST_CHAPTER):
        # Of no chapter, or nothing stands below it.
        title_ends = 0
    after_colon = above.endswith((":", "："))
    if heading == 2 and at > 1 and lines[at - 1].heading and lines[at - 2].text.rstrip().endswith((":", "：")):
        # The first theme of a list that is announced right above it.
        heading, after_colon = 1, True
    return Candidate(
        at,
        *found,
        first=numbers[0],
        last=last_of(numbers),
        opening=(0.0 if set_apart or listed else IN_SENTENCE)
        + (BEFORE_SMALL if small else 0.0)
        + (_BEFORE_MONTH if day else 0.0),
        nothing=nothing,
        heading=heading,
        after_colon=after_colon,
        after_item=bool(_ITEM_ABOVE.search(above[-_END:])),
        below_title=right_below,
        title_ends=title_ends,
    )


def last_of(numbers: tuple[int, ...]) -> int:
    """Return the number after which the next one is due: the last of a range that counts on without a gap."""
    last = numbers[0]
    for number in numbers[1:]:
        last = number if number == last + 1 else last
    return last


def is_title(words: str) -> bool:
    """Return whether what stands behind a number looks like a title: short, and no sentence."""
    return bool(words) and len(words) <= _LONGEST_TITLE and not _NO_TITLE.search(words[-_END:])


def _title_ends(at: int, rest: str, lines: list[Line]) -> int:
    """Return the line after a title, where what stands behind a number looks like one."""
    words = rest.strip()
    for end in range(at + 1, at + 1 + _MOST_TITLE_LINES):
        if not is_title(words):
            return 0
        below = lines[end].text.lstrip() if end < len(lines) and not lines[end].whole else ""
        goes_on = _SMALL.match(below) and not _POINT.match(below)
        if not goes_on and words.count("(") == words.count(")"):
            return end
        words += " " + below.rstrip()
    return 0


def heading_above(lines: list[Line], before: int, at: int) -> int:
    """Return 2 where a labelled heading stands since the last number, 1 for a short line right above, else 0."""
    for line in lines[before + 1 : at]:
        if line.heading or (not line.text[:1].islower() and is_heading_by_itself(line.text)):
            return 2
    above, last = at - 1, max(before, at - _ABOVE, -1)
    while above > last and not lines[above].text.strip():
        above -= 1
    if above <= last:
        return 0
    text = lines[above].text.strip()
    if len(text) > _SHORT_LINE or ends_sentence(text) or text.endswith(",") or _SMALL.match(text):
        return 0
    return 1 if above == 0 or ends_sentence(lines[above - 1].text) else 0


def begins_with_month(text: str) -> bool:
    """Return whether the first word of a text is a month: "12 January" is no number of a unit."""
    return text.split(" ", 1)[0].casefold().strip(".,") in _months()


@from_words
def _share() -> re.Pattern[str]:
    """What makes a number a share: "54.2 per cent of the States" opens no unit."""
    return re.compile(any_of("per cent", "per mille"), re.I)


@from_words
def _months() -> frozenset[str]:
    return frozenset(word.casefold().rstrip(".") for word in words_of("month"))
