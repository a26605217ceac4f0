"""Footnotes and endnotes of wrapped text: told from the body, taken off the words, attached to their mark.

A number at the start of a line is a note only where it is the next one due and its mark sticks to a word
before it: "12 January" invents no note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from analysis.documents.headings import is_annex, is_notes
from analysis.documents.lines import Line, join
from analysis.documents.paragraphs import Paragraph, clean

_RULERS = set("_\u2500\u2014")
_RULE = re.compile(rf"^\s*[{''.join(_RULERS)}]{{5,}}\s*$")
_FIRST_OF_MARK = frozenset("0123456789*∗")
_BEGINS = re.compile(r"^\s*(?P<mark>\d{1,3}|[*∗]{1,3})(?:\s|$)")
_FIRST_NOTE = re.compile(r"^\s*1\s+\S")
_MARKDOWN = re.compile(r"^\[\^(?P<mark>\w{1,8})\]:\s+(?P<rest>\S.*)$")
_FIGURE_OR_STAR = re.compile(r"(?<!\d)\d{1,3}(?!\d)|[*∗]{1,3}|\[\^\w{1,8}\]")
# A mark sticks to a letter or a closing sign. After a point it may be a decimal (1.5), but not after a year.
_STUCK = re.compile(r"(?:[^\W\d_]|(?<!\d)\d{4,}[.,:]|(?:^|[^\d.])[.,:]|[;。，；：”’\"'»)）\]%]|\D[.;:。”»] |[;。”»] )$")
_GOES_ON = re.compile(r"[.,]\d|\s?[年月日条段份个]|[^\s\u3400-\u9fff(（。，；：.,;:)]")
_BEGINS_NOTE = re.compile(
    r"(?:(?P<line>^\s*)|(?<=[.)])[ ])(?P<mark>[*∗]{1,3}|\d{1,3})(?(line)|(?=\s+[^\W\d_(]))(?:\s+(?=\S)|$)",
    re.M,
)
# So many marks may be missed, as in a picture or a table, before the notes after them are given up.
_AHEAD = 5


@dataclass(frozen=True)
class Note:
    """One note: its mark, its text on one line, the page it begins on."""

    mark: str
    text: str
    page: str


def split_notes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Return the lines of the body and the notes: below a rule, at the end of a page, or at the end of all."""
    lines, ends = _endnotes(lines)
    begun_by = {line.text.lstrip()[:1] for line in lines}
    lines, marked = _markdown_notes(lines) if "[" in begun_by else (lines, [])
    lines, ruled = _below_rules(lines) if begun_by & _RULERS else (lines, [])
    lines, footed = _page_notes(lines, starred_only=bool(ends))
    return lines, [*marked, *ruled, *footed, *ends]


def with_notes(units: list[Paragraph], notes: list[Note]) -> list[Paragraph]:
    """Take the marks of the notes off the words, attach each note to its unit, and add the notes at the end."""
    if not notes:
        return units
    due = [note for note in notes if note.mark.isdigit()]
    others = {note.mark: note for note in notes if not note.mark.isdigit()}
    placed = []
    for unit in units:
        wanted = [*others, *(note.mark for note in due[:_AHEAD])]
        if not any(mark in unit.text.replace("∗", "*") for mark in wanted):
            placed.append(unit)
            continue
        found: list[tuple[Note, tuple[int, int]]] = []
        for mark, span in marks_in(unit.text):
            # One that is missed, as in a picture, does not hold up the ones after it.
            ahead = next((at for at, note in enumerate(due[:_AHEAD]) if note.mark == mark), None)
            if ahead is not None:
                found.append((due[ahead], span))
                due = due[ahead + 1 :]
            elif mark in others:
                found.append((others.pop(mark), span))
        placed.append(_marked_off(unit, found) if found else unit)
    return placed + [Paragraph(n.text, "footnote", f"FN{n.mark}", page=n.page) for n in notes if n.text]


def _marked_off(unit: Paragraph, found: list[tuple[Note, tuple[int, int]]]) -> Paragraph:
    text = unit.text
    for _, (start, end) in reversed(found):
        text = text[:start] + text[end:]
    return unit._replace(text=text, notes=" ".join(f"{note.mark}: {note.text}" for note, _ in found))


def marks_in(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what may be the mark of a note, stuck to a word or closing sign, and where it stands."""
    for found in _FIGURE_OR_STAR.finditer(text):
        start, end = found.span()
        mark, before = found[0].replace("∗", "*"), text[max(0, start - 7) : start]
        if mark[0] == "*":
            if before[-1:].strip() and not before[-1:].isdigit():
                yield mark, (start, end)
        elif mark[0] == "[":
            yield mark[2:-1], (start, end)
        elif _STUCK.search(before) and not _GOES_ON.match(text, end):
            # After "; " and the like the space goes with the mark.
            yield mark, (start - before.endswith(" "), end)


def _endnotes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Split off what stands below a heading "Notes" whose next lines begin with 1."""
    for at, line in enumerate(lines):
        if is_notes(line.text) and any(_FIRST_NOTE.match(after.text) for after in lines[at + 1 : at + 3]):
            end = next((k for k in range(at + 1, len(lines)) if is_annex(lines[k].text)), len(lines))
            return lines[:at] + lines[end:], list(_counted(lines[at + 1 : end], 1))
    return lines, []


def _markdown_notes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    found = [(line, _MARKDOWN.match(line.text)) for line in lines if line.text.startswith("[^")]
    notes = {line: Note(match["mark"], clean(match["rest"]), line.page) for line, match in found if match}
    return [line for line in lines if line not in notes] if notes else lines, list(notes.values())


def _below_rules(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Split off notes below a rule of underscores.

    They end where the next page goes on: at a line that starts with a space and no mark.
    """
    body: list[Line] = []
    blocks: list[list[Line]] = []
    inside = False
    for line in lines:
        if _RULE.match(line.text):
            inside = True
            blocks.append([])
            continue
        block = blocks[-1] if blocks else []
        if inside and line.text.strip() and block:
            indented = line.text.startswith((" ", "\f")) and not _BEGINS.match(line.text)
            inside = line.page == block[0].page and not indented
        (block if inside else body).append(line)
    return body, [note for block in blocks for note in _counted(block)]


def _page_notes(lines: list[Line], starred_only: bool) -> tuple[list[Line], list[Note]]:
    """Split off the notes at the end of each page, where there are pages."""
    body: list[Line] = []
    notes: list[Note] = []
    for page in _pages(lines):
        due = 1 + max((int(n.mark) for n in notes if n.mark.isdigit()), default=0)
        start = _notes_start(page, 0 if starred_only else due)
        first = page[0].page == "1"
        end = _end_of_note(page, start) if first else len(page)
        body += page[:start] + page[end:]
        notes += _counted(page[start:end], due)
    return body, notes


def _pages(lines: list[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if page and line.page != page[-1].page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _notes_start(page: list[Line], due: int) -> int:
    """Return where the notes of a page begin: at a due mark that sticks to a word above it."""
    if not page or not page[0].page:
        return len(page)
    for at in range(1, len(page)):
        if page[at].text.lstrip()[:1] not in _FIRST_OF_MARK:
            continue
        found = _BEGINS.match(page[at].text)
        if not found or (found["mark"].isdigit() and int(found["mark"]) != due):
            continue
        above = marks_in(join([line.text for line in page[:at]]))
        if found["mark"].replace("∗", "*") in (mark for mark, _ in above):
            return at
    return len(page)


def _end_of_note(page: list[Line], start: int) -> int:
    """On a cover, whose masthead may follow the notes: the notes end with the sentence."""
    for at in range(start, len(page)):
        if page[at].text.rstrip().endswith((".", "。")):
            return at + 1
    return len(page)


def _counted(lines: list[Line], due: int | None = None) -> Iterator[Note]:
    """Cut lines into notes: each begins with the next number due, at the start of a line or after a stop."""
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    cuts = []
    for found in _BEGINS_NOTE.finditer(text):
        mark = found["mark"]
        if mark.isdigit():
            # One that is missing does not hold up the ones after it; inside a line only the very next counts.
            missing = int(mark) - (int(mark) if due is None else due)
            if missing not in ((0, 1) if found["line"] is not None else (0,)):
                continue
            due = int(mark) + 1
        if mark.isdigit() or found["line"] is not None:
            cuts.append(found)
    for found, after in zip(cuts, [*(c.start() for c in cuts[1:]), len(text)], strict=False):
        words = clean(join(text[found.end() : after].split("\n")))
        page = lines[bisect_right(starts, found.start("mark")) - 1].page
        yield Note(found["mark"].replace("∗", "*"), words, page)
