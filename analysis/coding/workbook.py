"""Draw blocks of rows to be filled as a workbook: hidden keys, lists to choose from, what is not asked greyed, the rest locked."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from analysis.export import timeless
from analysis.languages import Language
from analysis.loaders import keyed
from analysis.loaders.grids import letters_of
from analysis.schema import SEPARATOR
from analysis.tables.formats import broad

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.url import Url
    from xlsxwriter.worksheet import Worksheet

# The rows of keys, of instructions and of headers; the first row of the table follows.
_KEYS, _TEXTS, _HEADS, _FIRST = 0, 1, 2, 3
LISTS = "Lists"
_MOST_TITLE, _MOST_CELL, _MOST_MESSAGE, _MOST_PRINTS = 31, 32_767, 255, 3_000
_LINE, _MOST_LINES = 13.5, 18
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_INK, _RULE, _PAPER, _FADED = "#1f2d36", "#c9d3da", "#f3f6f8", "#d9dee2"
_RIGHT_TO_LEFT = 2
TYPED = "#fffdf0"


@dataclass(frozen=True)
class Column:
    """A column of a block: its hidden key, header and instruction, and a cell a row.

    links: an address a row, or none; typed: whether people fill it; offers: what may be chosen, codes: what it means, others: whether anything
    else may be typed; asked_if: question and accepted words, pairs that all have to be met; closed: the rows in which
    nothing is asked; hidden: whether only programs read it.
    """

    key: str
    head: str
    cells: list[str]
    text: str = ""
    width: int = 14
    links: list[str] = field(default_factory=list)
    typed: bool = False
    offers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    others: bool = True
    asked_if: tuple[tuple[str, tuple[str, ...], bool], ...] = ()
    closed: frozenset[int] = frozenset()
    question: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Block:
    """A sheet: its title, the key of each row, its columns; so many of the first are kept in sight."""

    title: str
    keys: list[str]
    columns: list[Column]
    kept: int


def draw(
    front: Sequence[tuple[str, ...]], blocks: Sequence[Block], title: str, language: Language, known: Sequence[str] = ()
) -> bytes:
    """Return a workbook of blocks as bytes: first a sheet of headings and texts (and, hidden, what programs know one by), last a hidden one with the lists.

    Every cell is a text, never a formula; the sheets are protected without a password, all but the cells to be filled. known: the questions
    that the codebook has now.
    """
    return _Drawing(blocks, language, known).bytes(front, title)


def titles_of(titles: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Return titles that sheets may have: short, without forbidden signs, each once."""
    made: list[str] = []
    for title in titles:
        bare = _NO_TITLE.sub(" ", title).strip()[:_MOST_TITLE] or "-"
        used = {name.casefold() for name in (*taken, *made)}
        numbered = (f"{bare[: _MOST_TITLE - 4]} {n}" for n in count(2))
        made.append(next(name for name in chain([bare], numbered) if name.casefold() not in used))
    return made


class _Drawing:
    def __init__(self, blocks: Sequence[Block], language: Language, known: Sequence[str]) -> None:
        import xlsxwriter

        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True})
        self.blocks, self.language, self.known = blocks, language, SEPARATOR.join(known)
        self.front = language.text("Read this first")
        self.titles = titles_of([block.title for block in blocks], [self.front, LISTS])
        self.drawn: set[str] = set()
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[tuple, Format] = {}
        self.places = {
            column.question: (title, at + 1)
            for title, block in zip(self.titles, blocks, strict=True)
            for at, column in enumerate(block.columns)
            if column.question and column.offers
        }

    def bytes(self, front: Sequence[tuple[str, ...]], title: str) -> bytes:
        self.book.set_properties({"title": title, "created": dt.datetime(2018, 6, 6)})
        self._front(front)
        sheets = [self.book.add_worksheet(name) for name in self.titles]
        for number, question in enumerate(self.places):
            self._name(number, *self.places[question])
        for sheet, block in zip(sheets, self.blocks, strict=True):
            self._block(sheet, block)
        self._lists()
        self.book.close()
        return timeless(self.out.getvalue())

    def format(self, text: str = "", **more: Any) -> Format:
        """Return a format, made once; its lines run as the text does, where that is not as the sheet runs by itself."""
        way = reading_order(text)
        if text and (way == _RIGHT_TO_LEFT or self.language.right_to_left):
            more["reading_order"] = way
        key = tuple(sorted(more.items()))
        if key not in self.formats:
            base = {"text_wrap": True, "valign": "top", "font_size": 10, "font_color": _INK, "num_format": "@"}
            self.formats[key] = self.book.add_format(base | more)
        return self.formats[key]

    def _write(self, sheet: Worksheet, row: int, at: int, text: str, how: Format | None = None, key: str = "") -> None:
        """Write a text that is none of those that people type, and keep in mind that it stands in the row of a key."""
        sheet.write_string(row, at, text[:_MOST_CELL], how)
        self.drawn.add(keyed.print_of_cell(text[:_MOST_CELL], key))

    def _begun(self, sheet: Worksheet) -> None:
        if self.language.right_to_left:
            sheet.right_to_left()
        sheet.hide_gridlines(2)

    def _front(self, front: Sequence[tuple[str, ...]]) -> None:
        sheet = self.book.add_worksheet(self.front)
        self._begun(sheet)
        # What says that no row of this sheet is an answer.
        self._write(sheet, 0, 0, keyed.NO_ROW)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 96)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        for row, (head, text, *known_by) in enumerate(front, start=1):
            sheet.set_row(row, height([(text, 90)]))
            write = sheet.write_string if known_by == [keyed.TYPED_BEFORE] else partial(self._write, sheet)
            write(row, 0, head, self.format(head, bold=True, locked=True))
            write(row, 1, text, self.format(text, locked=True))
            if known_by:
                self._write(sheet, row, 2, known_by[0], self.format(known_by[0]))
        sheet.protect()

    def _name(self, number: int, title: str, at: int) -> None:
        """Give the answers of a question and the keys of their rows a name, for the formats of other sheets."""
        last = _FIRST + max(len(block.keys) for block in self.blocks)
        for name, column in (("answers", at), ("keys", 0)):
            letter = letters_of(column + 1)
            self.book.define_name(f"{name}_of_{number + 1}", f"='{title}'!${letter}${_FIRST + 1}:${letter}${last + 1}")

    def _block(self, sheet: Worksheet, block: Block) -> None:
        self._begun(sheet)
        made_for = SEPARATOR.join(column.question for each in self.blocks for column in each.columns if column.question)
        for row, cell in ((_KEYS, keyed.KEY), (_TEXTS, keyed.NO_ROW + made_for), (_HEADS, keyed.NO_ROW + self.known)):
            self._write(sheet, row, 0, cell)
        for row, key in enumerate(block.keys):
            self._write(sheet, _FIRST + row, 0, key)
            sheet.set_row(_FIRST + row, height([(column.cells[row], column.width) for column in block.columns]))
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for at, column in enumerate(block.columns, start=1):
            self._write(sheet, _KEYS, at, column.key or f"{keyed.SHOWN}{keyed.OF_COLUMN}{self.language.code}")
            self._write(sheet, _TEXTS, at, column.text, self.format(column.text, bg_color=_PAPER))
            head = self.format(column.head, bold=True, bg_color=_PAPER, bottom=1, border_color=_RULE)
            self._write(sheet, _HEADS, at, column.head, head)
            self.drawn.add(keyed.print_of_cell(column.head, column.key))
            sheet.set_column(at, at, column.width, None, {"hidden": column.hidden})
            self._column(sheet, at, column, block.keys)
        last = _FIRST + len(block.keys) - 1
        sheet.set_row(_KEYS, None, None, {"hidden": True})
        sheet.set_row(_TEXTS, height([(column.text, column.width) for column in block.columns]))
        sheet.set_row(_HEADS, height([(column.head, column.width) for column in block.columns]))
        sheet.autofilter(_HEADS, 0, max(last, _HEADS), len(block.columns))
        sheet.freeze_panes(_FIRST, 1 + block.kept)
        # To sort, spreadsheet programs want every cell of the table unlocked; those that say which record a row is are not.
        allowed = ("format_columns", "format_rows", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))

    def _column(self, sheet: Worksheet, at: int, column: Column, keys: Sequence[str]) -> None:
        border = {"border": 1, "border_color": _RULE}
        plain = border | ({"bg_color": TYPED, "locked": False} if column.typed else {"locked": True})
        linked, shut = border | {"locked": True, "font_color": "#0b5a8a"}, {"locked": True, "bg_color": _FADED}
        for row, cell in enumerate(column.cells):
            link = column.links[row] if column.links else ""
            how = self.format(cell, **(linked if link else shut if row in column.closed else plain))
            if cell:
                self._write(sheet, _FIRST + row, at, cell, how, keys[row])
            if link and cell:
                sheet.write_url(_FIRST + row, at, _address(link, cell[:_MOST_CELL]), how)
            if not cell:
                sheet.write_blank(_FIRST + row, at, None, how)
        if column.cells and column.offers:
            self._offer(sheet, at, column)
        if column.cells and column.asked_if and column.typed:
            rule = "=OR(" + ",".join(self._unmet(sheet.get_name(), *part) for part in column.asked_if) + ")"
            grey = self.book.add_format({"bg_color": _FADED, "font_color": "#8a959c"})
            last = _FIRST + len(column.cells) - 1
            sheet.conditional_format(_FIRST, at, last, at, {"type": "formula", "criteria": rule, "format": grey})

    def _offer(self, sheet: Worksheet, at: int, column: Column) -> None:
        name = self.lists.setdefault(column.offers, f"offered_{len(self.lists) + 1}")
        choice = {"validate": "list", "source": f"={name}", "ignore_blank": True}
        if column.others:
            choice |= {"show_error": False}
        else:
            choice |= {
                "error_title": self.language.text("Not in the list"),
                "error_message": " · ".join(column.offers)[:_MOST_MESSAGE],
            }
        sheet.data_validation(_FIRST, at, _FIRST + len(column.cells) - 1, at, choice)

    def _unmet(self, title: str, question: str, words: tuple[str, ...], several: bool) -> str:
        """Return a formula for the first row: whether an earlier answer is given and is none of some words."""
        if question not in self.places:
            return "FALSE"
        number, (own, at) = list(self.places).index(question) + 1, self.places[question]
        elsewhere = f"INDEX(answers_of_{number},MATCH($A{_FIRST + 1},keys_of_{number},0))"
        value = f"${letters_of(at + 1)}{_FIRST + 1}" if own == title else elsewhere
        fits = [f'ISNUMBER(SEARCH("{_quoted(w)}",{value}))' if several else f'{value}="{_quoted(w)}"' for w in words]
        return f"IFERROR(AND(LEN({value})>0,NOT(OR({','.join(fits)}))),FALSE)"

    def _lists(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        self._write(sheet, 0, 0, keyed.NO_ROW)
        self.drawn.update(keyed.print_of_cell(word) for words in self.lists for word in words)
        prints, last = sorted(self.drawn), len(self.lists)
        sheet.write_string(0, last, keyed.DRAWN)
        for row, first in enumerate(range(0, len(prints), _MOST_PRINTS), start=1):
            sheet.write_string(row, last, " ".join(prints[first : first + _MOST_PRINTS]))
        for at, (words, name) in enumerate(self.lists.items()):
            for row, word in enumerate(words, start=1):
                sheet.write_string(row, at, word)
            letter = letters_of(at + 1)
            self.book.define_name(name, f"={LISTS}!${letter}$2:${letter}${len(words) + 1}")
        for at, (head, cells) in enumerate(self._recorded(), start=last + 1):
            for row, cell in enumerate([head, *cells]):
                sheet.write_string(row, at, cell)
        sheet.hide()

    def _recorded(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the rows of each block and what the words of each list mean, below a head that names the questions."""
        means: dict[tuple[str, ...], list[str]] = {}
        for block in self.blocks:
            asked = [column for column in block.columns if column.question]
            yield keyed.OF_COLUMN.join((keyed.ROWS, SEPARATOR.join(column.question for column in asked))), block.keys
            for column in asked:
                words = tuple(map(keyed.WITHIN.join, zip(column.codes, column.offers, strict=True)))
                means.setdefault(words, []).append(column.question)
        for words, questions in means.items():
            yield keyed.OF_COLUMN.join((keyed.MEANS, SEPARATOR.join(questions))), words


def height(cells: Sequence[tuple[str, int]]) -> float:
    """Return the height of a row in points that shows its texts, each in a column of so many characters, or their beginning."""
    return _LINE * min(max((_lines(text, width) for text, width in cells if text), default=1), _MOST_LINES) + 3


@lru_cache(maxsize=1 << 16)
def _lines(text: str, width: int) -> int:
    return sum(-(-max(1, broad(part)) // width) for part in text.split("\n"))


def reading_order(text: str) -> int:
    """Return how the lines of a text run in a cell: 2 from right to left, 1 from left to right, as its first letter does."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return _RIGHT_TO_LEFT if next((way for way in ways if way in ("L", "R", "AL")), "L") != "L" else 1


def _address(link: str, text: str) -> Url:
    """Return a link, with the text to show, whose way to a file is written so that every system follows it, not Windows alone."""
    from xlsxwriter.url import Url

    url = Url(link)
    url.text = text
    url._relationship_link = url._relationship_link.replace("\\", "/")
    return url


def _quoted(word: str) -> str:
    return word.replace('"', '""')
