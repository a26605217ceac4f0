"""Lines as they stand on pages and in text files: running headers off, contents pages out, wraps undone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

# pdfium's sign for a hyphen at the end of a line.
LINE_END_HYPHEN = "\ufffe"
CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_ENDS_SENTENCE = re.compile(r"[.;:!?。；：！？…”\"’)）\]؟؛]\W*\d{0,3}$")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{3,}|(?:·\s?){5,}")
_CONTENTS = re.compile(
    r"^\s*(?:contents|table of contents|table des matières|sommaire|índice|contenido|содержание|оглавление|目录|目\s?次|المحتويات)\W*$",
    re.I,
)
# First halves of compounds whose hyphen stays when a line ends in it.
_KEEP_HYPHEN = {
    "anti", "co", "cross", "decision", "ex", "follow", "full", "gender", "high", "human", "inter", "law", "long", "low",
    "mid", "multi", "non", "part", "policy", "post", "pre", "self", "short", "so", "socio", "up", "vice", "well",
}  # fmt: skip
_EDGE = 3
# Bar codes and job numbers of the United Nations printers: *1407536*, GE.14-07536 (E), V.18-04747.
_JOB = re.compile(r"^\s*(?:\*\d{5,}\*|(?:GE|V|N)\.?\d\d-\d{4,6}(?:\s*\([A-Z]\))?(?:\s+[\d ]+)?)\s*$")


@dataclass(frozen=True)
class Line:
    """A line with its leading spaces, its page ("" where there are none), its heading level in Markdown."""

    text: str
    page: str = ""
    heading: int = 0


def without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Return the lines of each page without running headers, footers and page numbers.

    Running is what stands, up to its figures, among the first or last three lines of many pages.
    """
    edges = Counter(
        pattern for page in pages for pattern in {_pattern(line) for line in [*page[:_EDGE], *page[-_EDGE:]]}
    )
    often = max(3, 0.3 * len(pages))
    running = {pattern for pattern, count in edges.items() if count >= often and pattern}

    def is_running(line: str, at: int, page: list[str], number: int) -> bool:
        at_edge = at < _EDGE or at >= len(page) - _EDGE
        return _JOB.match(line) is not None or (
            at_edge and (_pattern(line) in running or line.strip(" -–—") == str(number))
        )

    return [
        [line for at, line in enumerate(page) if not is_running(line, at, page, number)]
        for number, page in enumerate(pages, start=1)
    ]


def without_contents(lines: list[Line]) -> list[Line]:
    """Return the lines without tables of contents: dotted leaders, and what stands between them."""
    leaders = [at for at, line in enumerate(lines) if _LEADERS.search(line.text)]
    dropped: set[int] = set(leaders)
    for at, after in pairwise(leaders):
        if after - at <= 4 and lines[after].page == lines[at].page:
            dropped.update(range(at, after))
    for at in leaders:
        for before in range(max(0, at - 8), at):
            if _CONTENTS.match(lines[before].text):
                dropped.update(range(before, at))
    return [line for at, line in enumerate(lines) if at not in dropped]


def join(parts: list[str]) -> str:
    """Join wrapped lines: without space between Chinese characters, after a hyphen, else with one."""
    text = ""
    for part in parts:
        part = part.strip()
        if text.endswith(LINE_END_HYPHEN):
            text = _hyphened(text[:-1], part)
        elif text.endswith(("\u00ad", "¬")):
            text = text[:-1] + part
        elif re.search(r"[^\W\d_]{2}[-\u2010]$", text) and re.match(r"[a-zà-ÿа-я]", part):
            text = _hyphened(text[:-1], part)
        elif text and re.search(CJK + "$", text) and re.match(CJK, part):
            text += part
        else:
            text = f"{text} {part}" if text else part
    # Inside a line too: pdfium runs the two lines of a cut word together.
    while (cut := text.find(LINE_END_HYPHEN)) >= 0:
        text = _hyphened(text[:cut], text[cut + 1 :])
    return text


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence or an item of a list does."""
    return bool(_ENDS_SENTENCE.search(text.strip()))


def _hyphened(text: str, part: str) -> str:
    first = re.findall(r"[^\W\d_]+$", text)
    keep = not first or first[0].casefold() in _KEEP_HYPHEN or part[:1].isupper() or part[:1].isdigit()
    return f"{text}-{part}" if keep else text + part


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
