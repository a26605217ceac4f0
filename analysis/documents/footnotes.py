"""Footnotes and endnotes of wrapped text, told from the body.

Notes stand below a heading "Notes", below a rule, at the foot of a page in smaller letters, or there in
letters of the same size, where a number is a note only if it is the next one due and its mark sticks to a
word above it: "12 January" invents no note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, groupby
from operator import attrgetter

from analysis.documents.headings import is_annex, is_heading_by_itself, is_notes
from analysis.documents.lines import Line, ends_sentence, join
from analysis.documents.marks import PLAIN, RAISED, Note, marks_in
from analysis.documents.paragraphs import SYMBOL, clean

_RULERS = set("_\u2500\u2014")
_RULE = re.compile(rf"^\s*[{''.join(_RULERS)}]{{5,}}\s*$")
_FIRST_OF_MARK = frozenset(f"0123456789*∗†‡{RAISED}")
_BEGINS = re.compile(rf"^\s*(?P<mark>\d{{1,3}}/?(?=\s|$)|[*∗†‡]{{1,3}}(?=\s|\w|$)|[{RAISED}]+)")
_FIRST_NOTE = re.compile(rf"^\s*(?:1/?(?:\s+\S|\s*$)|¹(?![{RAISED}]))")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.．、]\s*\D")
_MARKDOWN = re.compile(r"^\[\^(?P<mark>\w{1,8})\]:\s+(?P<rest>\S.*)$")
_BEGINS_NOTE = re.compile(
    rf"(?P<raised>[{RAISED}]+)[ \t]*\n?|(?:(?P<line>^\s*)|(?<=[.)])[ ])(?P<mark>[*∗†‡]{{1,3}}|\d{{1,3}}/?)"
    r"(?(line)|(?=\s+[^\W\d_(]))(?:\s+(?=\S)|$|(?<=[*∗†‡])(?=\w))",
    re.M,
)
# A note may be missing, or stand in a table: so many are passed over.
_MOST_MISSED = 5
# "Notes", in any language.
_LONGEST_NOTES = 30
# The rest of a note on the next page takes so many lines at most.
_LONGEST_REST = 8
# "United Nations A/HRC/13/11"
_LONGEST_MASTHEAD = 50


def split_notes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Return the lines of the body and the notes: below a rule, at the foot of a page, or at the end of all."""
    lines, ends = _endnotes(lines)
    begun_by = {line.text.lstrip()[:1] for line in lines}
    lines, marked = _markdown_notes(lines) if "[" in begun_by else (lines, [])
    lines, ruled = _below_rules(lines) if begun_by & _RULERS else (lines, [])
    lines, footed = _page_notes(lines, starred_only=bool(ends))
    return lines, [*marked, *ruled, *footed, *ends]


def _endnotes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Split off what stands below a heading "Notes" whose next lines begin with 1."""
    for at, line in enumerate(lines):
        if (
            len(line.text) < _LONGEST_NOTES
            and is_notes(line.text)
            and any(_FIRST_NOTE.match(after.text) for after in lines[at + 1 : at + 3])
        ):
            end = next((k for k in range(at + 1, len(lines)) if is_annex(lines[k].text)), len(lines))
            before, notes = _counted(lines[at + 1 : end], 1)
            kept = [lines[at]._replace(text=before)] if before else []
            return [*lines[:at], *kept, *lines[end:]], notes
    return lines, []


def _markdown_notes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    found = [(line, _MARKDOWN.match(line.text)) for line in lines if line.text.startswith("[^")]
    notes = {line: Note(match["mark"], clean(match["rest"]), line.page) for line, match in found if match}
    return [line for line in lines if line not in notes] if notes else lines, list(notes.values())


def _below_rules(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Split off notes below a rule of underscores, where the first line below it begins with a mark."""
    body: list[Line] = []
    notes: list[Note] = []
    at = 0
    while at < len(lines):
        if not _RULE.match(lines[at].text):
            body.append(lines[at])
            at += 1
            continue
        start = next((k for k in range(at + 1, len(lines)) if lines[k].text.strip()), len(lines))
        at = start
        if start < len(lines) and _BEGINS.match(lines[start].text):
            at = _end_below_rule(lines, start)
            before, found = _counted(lines[start:at])
            if before:
                body.append(lines[start]._replace(text=before))
            notes += found
    return body, notes


def _end_below_rule(lines: list[Line], start: int) -> int:
    """Return where notes below a rule end: with the page, at an indent, a heading, a paragraph, or a blank line."""
    last = lines[start].text
    for at in range(start + 1, len(lines)):
        text = lines[at].text
        if lines[at].page != lines[start].page:
            return at
        if not text.strip():
            continue
        if not _BEGINS.match(text):
            set_apart = not lines[at - 1].text.strip() or is_heading_by_itself(text) or _NUMBERED.match(text)
            if text.startswith((" ", "\f")) or (set_apart and ends_sentence(last)):
                return at
        last = text
    return len(lines)


def _page_notes(lines: list[Line], starred_only: bool) -> tuple[list[Line], list[Note]]:
    """Split off the notes at the foot of each page, where there are pages."""
    body: list[Line] = []
    notes: list[Note] = []
    for _, of_page in groupby(lines, key=attrgetter("page")):
        page = list(of_page)
        due = 1 + max((int(n.mark) for n in notes if n.mark.isdigit()), default=0)
        unfinished = bool(notes) and _is_unfinished(notes[-1], page[0].page)
        start = _notes_start(page, 0 if starred_only else due) if page[0].page == "1" else len(page)
        if start == len(page):
            start = _small_start(page, due, unfinished)
        if start == len(page):
            start = _notes_start(page, 0 if starred_only else due)
        end = _end_of_notes(page, start) if page[0].page == "1" else len(page)
        if start == end:
            body += page
            continue
        body += page[:start] + page[end:]
        goes_on, found = _counted(page[start:end], due)
        if goes_on and notes:
            notes[-1] = replace(notes[-1], text=clean(join([notes[-1].text, goes_on])))
        elif goes_on:
            body += page[start:end]
            continue
        notes += found
    return body, notes


def _small_start(page: list[Line], due: int, unfinished: bool) -> int:
    """Return where small lines at the foot of a page begin that are notes, or the rest of one from the page before."""
    start = next((len(page) - at for at, line in enumerate(reversed(page)) if not line.small), 0)

    def begins(line: Line) -> bool:
        mark = found["mark"].rstrip("/") if (found := _BEGINS.match(line.text)) else ""
        return bool(mark) and (not mark.isdecimal() or int(mark) == due)

    first = next((at for at in range(start, len(page)) if begins(page[at])), len(page))
    return start if unfinished and first - start <= _LONGEST_REST else first


def _is_unfinished(note: Note, page: str) -> bool:
    """Whether a note of the page before breaks off in the middle of a sentence."""
    is_address = "/" in note.text.rsplit(" ", 1)[-1]
    return note.page == str(int(page or 0) - 1) and not ends_sentence(note.text) and not is_address


def _notes_start(page: list[Line], due: int) -> int:
    """Return where the notes of a page begin: at a due mark that sticks to a word above it.

    A date or a thousand may begin a line with the same figure: the last such line is the note, or the last with the next note below.
    """
    if not page or not page[0].page:
        return len(page)
    last, next_below = len(page), False
    for at in range(len(page) - 1, 0, -1):
        if page[at].cell:
            break
        found = _BEGINS.match(page[at].text) if page[at].text.lstrip()[:1] in _FIRST_OF_MARK else None
        mark = found["mark"].translate(PLAIN).rstrip("/") if found else ""
        if mark == str(due + 1):
            next_below, last = True, last if next_below else len(page)
        if not found or (mark.isdigit() and (int(mark) != due or last < len(page))):
            continue
        if mark in (above for above, _ in marks_in(join([line.text for line in page[:at]]))):
            last = at
    return last


def _end_of_notes(page: list[Line], start: int) -> int:
    """On a cover, whose masthead may follow the notes: they end above it, or with a sentence that no note follows."""
    for at in range(start, len(page)):
        below = page[at + 1].text if at + 1 < len(page) else ""
        is_masthead = len(below) < _LONGEST_MASTHEAD and SYMBOL.search(below)
        if is_masthead or (page[at].text.rstrip().endswith((".", "。")) and not _BEGINS.match(below)):
            return at + 1
    return len(page)


def _counted(lines: list[Line], due: int | None = None) -> tuple[str, list[Note]]:
    """Cut lines into notes, each of which begins with the next number due; return what stands before the first too."""
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    cuts = []
    for found in _BEGINS_NOTE.finditer(text):
        mark = (found["raised"] or found["mark"]).translate(PLAIN).rstrip("/")
        if mark.isdigit():
            missing = int(mark) - (int(mark) if due is None else due)
            # One that is missing does not hold up the ones after it; inside a line only the very next counts.
            passed = _MOST_MISSED if found["raised"] else 1 if found["line"] is not None else 0
            if not 0 <= missing <= passed and not (found["raised"] and mark == "1"):
                continue
            due = int(mark) + 1
        if mark.isdigit() or found["line"] is not None:
            cuts.append((mark, found))
    notes = []
    for (mark, found), after in zip(cuts, [*(c.start() for _, c in cuts[1:]), len(text)], strict=False):
        words = clean(join(text[found.end() : after].split("\n")))
        page = lines[bisect_right(starts, found.start() + len(found[0]) - len(found[0].lstrip())) - 1].page
        notes.append(Note(mark, words, page))
    return clean(join(text[: cuts[0][1].start() if cuts else len(text)].split("\n"))), notes
