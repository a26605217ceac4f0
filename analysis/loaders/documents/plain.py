"""Plain text and Markdown: hard-wrapped lines, in UTF-8, UTF-16 or a legacy encoding."""

from __future__ import annotations

from analysis.loaders.contents import Content, decode
from analysis.loaders.documents.lines import Line
from analysis.loaders.documents.paragraphs import Reading
from analysis.loaders.documents.segments import paragraphs_of


def read(content: Content) -> Reading:
    """Return the units of a text file; pages are counted where form feeds part them."""
    pages = decode(content.data).replace("\r\n", "\n").replace("\r", "\n").split("\f")
    numbered = len(pages) > 1
    lines = [
        Line(line.lstrip("#"), str(at) if numbered else "")
        for at, page in enumerate(pages, start=1)
        for line in page.split("\n")
    ]
    return Reading(paragraphs_of(lines), len(pages) if numbered else 0)
