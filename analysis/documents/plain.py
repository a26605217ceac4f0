"""Plain text and Markdown: hard-wrapped lines, in UTF-8, UTF-16 or a legacy encoding."""

from __future__ import annotations

import csv
import io
import re

from analysis.documents.contents import Content, FileProblem
from analysis.documents.encodings import decode
from analysis.documents.lines import Line
from analysis.documents.paragraphs import Reading
from analysis.documents.segments import paragraphs_of

_HEADING = re.compile(r"^(?P<signs>#{1,6})\s+(?P<title>\S.*?)\s*#*\s*$", re.M)
_BULLET = re.compile(r"^(\s*)[-*+]\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\w))(.+?)(?:\*\*|__|`|(?<=\w)[*_](?!\w))")
_LINK = re.compile(r"\[([^\]^]+)\]\([^)]+\)")
_FIRST_LINES, _FRONT = 5, 60


def read(content: Content) -> Reading:
    """Return the units of a text file; pages are counted where form feeds part them."""
    text = decode(content.data)
    if _is_table(text):
        raise FileProblem("it is a table (CSV), not a text", "Describe it in dataset.toml and read it as a register")
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    numbered = len(pages) > 1
    is_markdown = bool(_HEADING.search(text))
    lines = [
        _markdown(line, str(at) if numbered else "") if is_markdown else Line(line, str(at) if numbered else "")
        for at, page in enumerate(pages, start=1)
        for line in page.split("\n")
    ]
    units, odd = paragraphs_of(lines)
    front = tuple(line.text for line in lines[:_FRONT])
    title = next((line.text for line in lines if line.heading == 1), "")
    return Reading(units, len(pages) if numbered else 0, title=title, odd=tuple(odd), front=front)


def _markdown(line: str, page: str) -> Line:
    """Return a line of Markdown without its signs: emphasis, code, links; a heading keeps its level."""
    heading = _HEADING.match(line)
    text = _BULLET.sub(r"\1• ", heading["title"] if heading else line)
    return Line(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)), page, len(heading["signs"]) if heading else 0)


def _is_table(text: str) -> bool:
    """Whether the first lines have the same number of fields, three or more, as a CSV file has.

    In prose a space follows the comma; in a table it does not.
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_FIRST_LINES]
    for delimiter in ",;\t|":
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
        fields = {len(row) for row in rows}
        prose = any(field.startswith(" ") for row in rows for field in row[1:])
        if len(rows) >= 2 and len(fields) == 1 and min(fields) >= 3 and not prose:
            return True
    return False
