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

from analysis.loaders.documents.lines import Line, join
from analysis.loaders.documents.paragraphs import Paragraph, clean

_RULE = re.compile(r"^\s*[_\u2500\u2014]{5,}\s*$")
_BEGINS = re.compile(r"^\s*(?P<mark>\d{1,3}|[*∗]{1,3})(?:\s|$)")
_MARKDOWN = re.compile(r"^\[\^(?P<mark>\w{1,8})\]:\s+(?P<rest>\S.*)$")
_ENDNOTES = re.compile(r"^\s*(?:notes|endnotes|notas|примечания|注|الحواشي)\s*$", re.I)
_ANNEX = re.compile(r"^\s*(?:annex|annexe|anexo|приложение|附件|المرفق)\b.{0,8}$", re.I)
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
    lines, marked = _markdown_notes(lines)
    lines, ruled = _below_rules(lines)
    lines, footed = _page_notes(lines, starred_only=bool(ends))
    return lines, [*marked, *ruled, *footed, *ends]


def with_notes(units: list[Paragraph], notes: list[Note]) -> list[Paragraph]:
    """Take the marks of the notes off the words, attach each note to its unit, and add the notes at the end."""
    due = list(notes)
    placed = []
    for unit in units:
        text, cited = unit.text, []
        while found := _next_mark(text, due):
            at, (start, end) = found
            text = text[:start] + text[end:]
            cited.append(f"{due[at].mark}: {due[at].text}")
            # Starred notes stand beside the numbered ones; numbered ones before this one were missed.
            due = [n for k, n in enumerate(due) if k > at or (k < at and not n.mark.isdigit())]
        placed.append(unit._replace(text=text, notes=" ".join(cited)) if cited else unit)
    return placed + [Paragraph(n.text, "footnote", f"FN{n.mark}", page=n.page) for n in notes if n.text]


def _next_mark(text: str, due: list[Note]) -> tuple[int, tuple[int, int]] | None:
    """Return which of the next notes has its mark in a text, and where: the first of them that has."""
    ahead = 0
    for at, note in enumerate(due):
        if span := mark_in(text, note.mark):
            return at, span
        ahead += note.mark.isdigit()
        if ahead == _AHEAD:
            break
    return None


def mark_in(text: str, mark: str) -> tuple[int, int] | None:
    """Return where the mark of a note sticks to a word or closing sign, None where it does not."""
    if mark not in text and mark[0].isalnum():
        return None
    if not mark.isdigit():
        pattern = rf"\[\^{mark}\]" if mark[0].isalnum() else rf"(?<=[^\s\d*∗])[*∗]{{{len(mark)}}}(?![*∗])"
        found = re.search(pattern, text)
        return found.span() if found else None
    for found in re.finditer(
        rf"\[\^{mark}\]|(?<=[^\W\d_]|[.,;:。，；：”’\"'»)）\]%])(?<!\d[.,:])(?:(?<=[.;:。”»]) )?{mark}"
        r"(?!\d|[.,]\d|\s?(?:年|月|日|条|段|份|个))(?=[\s\u3400-\u9fff(（。，；：.,;:)]|$)",
        text,
    ):
        return found.span()
    # After a year or a large figure at the end of a sentence: "in 2012.12".
    if found := re.search(rf"(?<=\d{{4}}[.,;]){mark}(?!\d)(?=\s|$)", text):
        return found.span()
    return None


def _endnotes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    """Split off what stands below a heading "Notes" whose next lines begin with 1."""
    for at, line in enumerate(lines):
        if _ENDNOTES.match(line.text) and any(
            re.match(r"^\s*1\s+\S", after.text) for after in lines[at + 1 : at + 3]
        ):
            end = next((k for k in range(at + 1, len(lines)) if _ANNEX.match(lines[k].text)), len(lines))
            return lines[:at] + lines[end:], list(_counted(lines[at + 1 : end], 1))
    return lines, []


def _markdown_notes(lines: list[Line]) -> tuple[list[Line], list[Note]]:
    found = [(line, _MARKDOWN.match(line.text)) for line in lines]
    body = [line for line, match in found if not match]
    return body, [Note(m["mark"], clean(m["rest"]), line.page) for line, m in found if m]


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
        found = _BEGINS.match(page[at].text)
        if not found or (found["mark"].isdigit() and int(found["mark"]) != due):
            continue
        if mark_in(join([line.text for line in page[:at]]), found["mark"]):
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
    at = 0
    while found := _due_mark(due).search(text, at):
        cuts.append(found)
        due = int(found["mark"]) + 1 if found["mark"].isdigit() else due
        at = found.end()
    for found, after in zip(cuts, [*(c.start() for c in cuts[1:]), len(text)], strict=False):
        words = clean(join(text[found.end() : after].split("\n")))
        page = lines[bisect_right(starts, found.start("mark")) - 1].page
        yield Note(found["mark"].replace("∗", "*"), words, page)


def _due_mark(due: int | None) -> re.Pattern[str]:
    """Return what the next note begins with: a star or the due number (any, before the first)."""
    if due is None:
        return re.compile(r"(?:^|\n)\s*(?P<mark>[*∗]{1,3}|\d{1,3})\s+(?=\S)")
    within = rf"(?<=[.)])[ ](?={due}\s+[^\W\d_(])"
    return re.compile(rf"(?:(?:^|\n)\s*|{within})(?P<mark>[*∗]{{1,3}}|{due}|{due + 1})\s+(?=\S)")
