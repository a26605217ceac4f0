"""Lines as they stand on pages and in text files: running headers off, contents pages out, wraps undone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from analysis.documents.arabic import Glyph
from analysis.documents.paragraphs import SYMBOL, clean
from analysis.documents.words import any_of, from_words

# How deep themes stand that head rows of a table.
IN_TABLE = 9
# A break of the line inside a paragraph of a Word file or a page.
LINE_BREAK = "\u2028"
_DASH = re.compile(r"^\s*[–—*-]\s+")
CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(CJK)
# A dash between figures, too: "2013–2016".
_HYPHENED = re.compile(r"[^\W_][-\u2010]$|\d–$")
_ENDS = ("\u2010 ", "\u00ad ", "¬ ", "– ")
_GOES_ON = re.compile(r"[^\W_]")
_ENDS_SENTENCE = re.compile(r"[.;:!?。；：！？…”\"’)）\]؟؛]\W*[\d⁰¹²³⁴-⁹]{0,3}$")
_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|(?:·\s?){5,}")
_EDGE = 3
_MOSTLY = 0.8
_OF_PAGE = re.compile(r"^[\s–—-]*(?:(?:page|p\.)\s+)?|[\s–—-]+$", re.I)
# Where more lines than this share stand after a blank one, the text is only set wide.
_SET_WIDE = 0.6
# So many rows of figures make a table; above it stand lines with the names of its columns.
_FEWEST_ROWS, _MOST_HEADS, _SHORT_HEAD = 3, 4, 60
_FIGURE = re.compile(r"[(<>~]?[-–−+]?\d[\d.,/:]*(?<![,:])%?\)?|[-–—.…*]+")
# Bar codes and job numbers of the United Nations printers: *1407536*, GE.14-07536 (E), V.18-04747.
JOB = re.compile(
    r"^\s*(?:\d{1,3}\s+)?(?:\*\d{5,}\*|(?:GE|V|N)\.?\d\d-\d{4,6}(?:\s*\([A-Z]\))?(?:\s+[\d⁰¹²³⁴-⁹ ]+)?)\s*$"
)


class Piece(NamedTuple):
    """Words that stand together in a line of a page, their edges, the foot of the line, its size; Arabic ones by letter."""

    text: str
    left: float
    right: float
    base: float
    size: float
    glyphs: tuple[Glyph, ...] = ()


class Line(NamedTuple):
    """A line with its leading spaces, its page ("" where there are none), its heading level in Markdown.

    after_blank: whether an empty line stands before it, as between the paragraphs of a letter. small: at the
    foot of a page, in smaller letters than the text, as notes are. whole: it begins a paragraph, as formats that
    part paragraphs say; cell: its table, row and column; notes: those that its marks point to; pieces: what stands
    together in it, where its page may hold a table.
    """

    text: str
    page: str = ""
    heading: int = 0
    after_blank: bool = False
    small: bool = False
    whole: bool = False
    cell: str = ""
    notes: str = ""
    pieces: tuple[Piece, ...] = ()


def block(text: str, heading: int = 0, cell: str = "", notes: str = "") -> Iterator[Line]:
    """Yield the lines of a paragraph, heading or cell of a format that parts them; an empty line parts paragraphs too."""
    whole = True
    for line in text.split(LINE_BREAK) if not (heading or cell) else [text.replace(LINE_BREAK, " ")]:
        if line.strip():
            # A tab may be all that parts a number from its text.
            line = "\t".join(map(clean, line.split("\t")))
            yield Line(_DASH.sub("• ", line) if whole else line, "", heading, whole, False, whole, cell, notes)
            notes = ""
        whole = not line.strip()


def table_lines(number: int, rows: Iterable[list[tuple[str, str, int]]]) -> Iterator[Line]:
    """Yield the lines of a table from (text, notes, columns) of its cells; one cell over all columns is a theme of the rows below."""
    for at, cells in enumerate(rows, start=1):
        place = 1
        for text, notes, columns in cells:
            theme = len(cells) == 1 and columns > 1
            yield from block(text, IN_TABLE if theme else 0, "" if theme else f"T{number}R{at}C{place}", notes)
            place += columns


def without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Return the lines of each page without running headers, footers and page numbers.

    Running is what stands in the same place among the first or last three lines of many pages, always with
    the same figures, or with figures that count the pages: "Article 3" and "Article 4" at the top of two pages stay.
    """
    places = [list(_edges(page)) for page in pages]
    met: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for number, (page, edges) in enumerate(zip(pages, places, strict=True), start=1):
        for place, at in edges:
            met[place, _pattern(page[at].text)][number] = page[at].text
    often = max(_EDGE, 0.3 * len(pages))
    running = {
        pattern: _ahead(seen)
        for (_, pattern), seen in met.items()
        if len(seen) >= often and _may_run(pattern) and _counts_pages(seen)
    }
    kept = []
    for number, (page, edges) in enumerate(zip(pages, places, strict=True), start=1):
        dropped = {at for _, at in edges if _runs(page[at].text, number, running)}
        left = [line for at, line in enumerate(page) if at not in dropped] if dropped else page
        # A page that breaks a paragraph leaves no blank line in it.
        first = next((at for at, line in enumerate(left) if line.text.strip()), 0)
        last = next((at for at in range(len(left), 0, -1) if left[at - 1].text.strip()), 0)
        kept.append(left[first:last])
    return kept


def _edges(page: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the places of a page's first and last three lines (0, 1, 2, -3, -2, -1) and where these stand; blank ones aside."""
    top = [at for at, line in zip(range(len(page)), page, strict=True) if line.text.strip()]
    yield from enumerate(top[:_EDGE])
    yield from zip((-3, -2, -1), top[-_EDGE:], strict=False)


def _runs(text: str, number: int, running: dict[str, int]) -> bool:
    pattern = _pattern(text)
    if pattern == "#":
        # The mark of a note may stand alone in a line at the foot, too.
        return int(text) - number in (running.get(pattern), 0)
    if number > 1 and SYMBOL.fullmatch(text.strip()):
        return True
    return bool(pattern in running or JOB.match(text) or _OF_PAGE.sub("", text) == str(number))


def _ahead(seen: dict[int, str]) -> int:
    """Return by how much the first figure of a line is ahead of the page, mostly."""
    ahead = Counter(int(figure[0]) - page for page, text in seen.items() if (figure := re.search(r"\d+", text)))
    return ahead.most_common(1)[0][0] if ahead else 0


def at_headers(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of a text without form feeds as pages, where the symbol of the document stands alone at the top of each."""
    alone = Counter(text for line in lines if SYMBOL.fullmatch(text := line.text.strip(" *")))
    symbol, count = (alone.most_common(1) or [("", 0)])[0]
    if count < _EDGE:
        return [lines]
    cuts = [at for at, line in enumerate(lines) if line.text.strip(" *") == symbol]
    return [lines[start:end] for start, end in pairwise([0, *cuts, len(lines)]) if start < end]


def _may_run(pattern: str) -> bool:
    """Whether a line can be a running one: not the rule above notes, nor the end of a sentence from the line or page before."""
    return bool(pattern.strip("_\u2500\u2014")) and (not pattern[0].islower() or pattern.startswith(("p. #", "page #")))


def _counts_pages(met: dict[int, str]) -> bool:
    """Whether each figure of a line, by page, mostly stays the same or goes up with the page."""
    figures = [[int(figure) for figure in re.findall(r"\d+", line)] for line in met.values()]
    for slot in zip(*figures, strict=True):
        same = Counter(slot).most_common(1)[0][1]
        counting = Counter(figure - page for figure, page in zip(slot, met, strict=True)).most_common(1)[0][1]
        if max(same, counting) < _MOSTLY * len(met):
            return False
    return True


def without_contents(lines: list[Line]) -> list[Line]:
    """Return the lines without tables of contents: dotted leaders, and what stands between them."""
    leaders = [at for at, line in enumerate(lines) if has_leaders(line.text)]
    dropped: set[int] = set(leaders)
    for at, after in pairwise(leaders):
        if after - at <= 4 and lines[after].page == lines[at].page:
            dropped.update(range(at, after))
    for at in leaders:
        for before in range(max(0, at - 8), at):
            if is_contents(lines[before].text):
                dropped.update(range(before, at))
    return [line for at, line in enumerate(lines) if at not in dropped]


def without_blanks(lines: list[Line]) -> list[Line]:
    """Return the lines that hold text; the first after a blank one says so, unless all lines are set apart."""
    filled = [(at, line) for at, line in enumerate(lines) if line.text.strip()]
    if len(filled) == len(lines):
        return lines
    after_blank = [at > 0 and not lines[at - 1].text.strip() for at, _ in filled]
    ended = sum(ends_sentence(line.text) for _, line in filled)
    if sum(after_blank) > _SET_WIDE * len(filled) and ended < len(filled) / 2:
        return [line for _, line in filled]
    return [
        line._replace(after_blank=True) if blank else line for (_, line), blank in zip(filled, after_blank, strict=True)
    ]


def is_contents(text: str) -> bool:
    """Return whether a line heads a table of contents."""
    return bool(_contents().match(text))


@from_words
def _contents() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{any_of('contents')})\W*$", re.I)


def has_leaders(text: str) -> bool:
    """Return whether a line has the dots that lead to a page number."""
    # Most lines have no two dots in a row: the search is spared.
    return (".." in text or ". ." in text or "……" in text or "··" in text) and bool(_LEADERS.search(text))


def with_tables(lines: list[Line]) -> list[Line]:
    """Return the lines, those of tables of figures told as rows of one cell each, with the heads of their columns."""
    # Most lines end in a letter and a space: the question is spared.
    rows = [at for at, line in enumerate(lines) if not line.text[-2:].strip().isalpha() and _is_row(line)]
    told = list(lines)
    # Rows that follow each other are as far from their place in the list of rows.
    before = len({line.cell.partition("R")[0] for line in lines if line.cell})
    for table, (_, run) in enumerate(groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]), start=1 + before):
        table_rows = [row for _, row in run]
        start = _head_of_columns(lines, table_rows[0])
        for row in range(start, table_rows[-1] + 1) if len(table_rows) >= _FEWEST_ROWS else ():
            told[row] = lines[row]._replace(cell=f"T{table}R{row - start + 1}C1")
    return told


def _is_row(line: Line) -> bool:
    """Whether a line is mostly figures, and not of those that a sentence counts up: "paragraphs 12, 13 and 14"."""
    text = line.text
    if line.cell or _CHINESE.search(text) or not text.rstrip(" %)-–")[-1:].isdigit():
        return False
    words = text.split()
    figures = sum(bool(_FIGURE.fullmatch(word)) for word in words)
    return figures > 1 and 2 * figures >= len(words) and not text.rstrip().endswith((",", ";"))


def _head_of_columns(lines: list[Line], at: int) -> int:
    """Return where the short lines above a table begin that name its columns: behind the last sentence."""
    above = range(at, max(at - _MOST_HEADS, 0), -1)
    start = next((row for row in above if ends_sentence(lines[row - 1].text)), at)
    return start if all(len(line.text) < _SHORT_HEAD for line in lines[start:at]) else at


def join(parts: list[str]) -> str:
    """Join wrapped lines: without space between Chinese characters and after a hyphen, else with one."""
    stripped = [part.strip() for part in parts]
    text = " ".join(stripped)
    # Most texts are joined by spaces alone; the cheapest question that tells comes first.
    if "- " not in text and (text.isascii() or not (any(end in text for end in _ENDS) or _CHINESE.search(text))):
        return text
    joined: list[str] = []
    glued = False
    for whole, part in zip(parts, stripped, strict=True):
        last = joined[-1] if joined else ""
        if not last or not part:
            joined.append(part)
        elif last[-1] in "\u00ad¬":
            joined[-1] = last[:-1]
            joined.append(part)
        elif (glued and _GOES_ON.match(part)) or (_CHINESE.match(last[-1]) and _CHINESE.match(part)):
            joined.append(part)
        else:
            joined.append(" " + part)
        # A space behind the hyphen says that it stands for a word to come: "short- and long-term".
        glued = bool(_HYPHENED.search(part)) and not whole.endswith("- ")
    return "".join(joined)


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence or an item of a list does."""
    text = text.rstrip()
    # Most lines end in a letter: the search is spared.
    return not text[-1:].isalpha() and bool(_ENDS_SENTENCE.search(text[-12:]))


@lru_cache(maxsize=4096)
def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
