"""Plain text and Markdown: hard-wrapped lines, in any encoding."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain

from analysis.documents.contents import Content, FileProblem
from analysis.documents.encodings import decode
from analysis.documents.lines import Line, at_headers, without_furniture
from analysis.documents.masthead import running_symbol
from analysis.documents.paragraphs import Reading
from analysis.documents.segments import paragraphs_of

_HEADING = re.compile(r"^(?P<signs>#{1,6})\s+(?P<title>\S.*?)\s*#*\s*$", re.M)
_BULLET = re.compile(r"^(\s*)[-*+]\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\w))(.+?)(?:\*\*|__|`|(?<=\w)[*_](?!\w))")
_LINK = re.compile(r"\[([^\]^]+)\]\([^)]+\)")
# A label that a program parted from its heading.
_LABEL_ALONE = re.compile(r"^([IVX]{1,5}\.|[A-H]\.)[ \t]*\n\s*(?=[A-Z][a-z])", re.M)
# What a program set side by side on a cover stands apart.
_COLUMNS = re.compile(r"\s{3,}")
_FIRST_LINES, _FRONT = 5, 60


def read(content: Content) -> Reading:
    """Return the units of a text file; pages are counted where form feeds part them."""
    text = decode(content.data)
    if _is_table(text):
        raise FileProblem("it is a table (CSV), not a text", "Describe it in dataset.toml and read it as a register")
    return reading_of(text)


def reading_of(text: str) -> Reading:
    """Return the units of a text whose lines stand as they were printed."""
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    is_markdown = bool(_HEADING.search(text))
    made = _markdown if is_markdown else Line
    pages = [[made(line) for line in _LABEL_ALONE.sub(r"\1 ", page).split("\n")] for page in printed]
    if len(printed) == 1:
        pages = at_headers(pages[0])
    texts = [[part for line in page for part in _COLUMNS.split(line.text.strip()) if part] for page in pages]
    if len(pages) > 1:
        pages = [[line._replace(page=str(at)) for line in page] for at, page in enumerate(pages, start=1)]
        pages = without_furniture(pages)
    lines = list(chain.from_iterable(pages))
    units, odd = paragraphs_of(lines)
    if len(printed) == 1:
        # Where pages began was told by their headers; which number each has was not.
        units, odd = [unit._replace(page="") for unit in units], [oddity._replace(page="") for oddity in odd]
    front = tuple(chain.from_iterable(texts))[:_FRONT]
    title = next((line.text for line in lines if line.heading == 1), "")
    return Reading(units, len(printed) if len(printed) > 1 else 0, running_symbol(texts), title, tuple(odd), front)


def _markdown(line: str) -> Line:
    """Return a line of Markdown without its signs: emphasis, code, links; a heading keeps its level."""
    heading = _HEADING.match(line)
    text = _BULLET.sub(r"\1• ", heading["title"] if heading else line)
    return Line(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)), "", len(heading["signs"]) if heading else 0)


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
