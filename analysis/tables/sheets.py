"""How a sheet of the workbook looks and prints: one table, named heads that stay in sight, links, a footer. No merged cell."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, BinaryIO

from analysis.direction import steady
from analysis.languages import Language
from analysis.tables.formats import broad, legal

_A4, _LONGEST_CELL = 9, 32_767
# Widths in characters: of a narrow and a wide column, and of all on a sheet whose print is large enough to be read.
_NARROW, _WIDE, _PAPER = 8, 54, 230
# So long a text gets a column as wide as two: a row has its greatest height.
_LONG = 600
_FONT, _INK, _SOFT, _WARNING, _LINE = "Arial", "#1f2933", "#5b6770", "#a3123a", "#9aa5ac"


@dataclass(frozen=True)
class Cell:
    """A number with the format that it shows in, or a text; link: the sheet that it leads to."""

    value: Any
    shown: str = ""
    link: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it adds up."""
        return not isinstance(self.value, str)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what its tab says, its title, and one table."""

    name: str
    tab: str
    title: str
    heads: list[str]
    rows: list[list[Cell]]


class Writer:
    """Writes sheets into one workbook in a language; closed by `with`."""

    def __init__(self, out: BinaryIO, language: Language, title: str, banner: str, dated: str, symbol: str) -> None:
        """Begin a workbook. banner, dated: lines of every sheet, in the language; symbol: for the footers."""
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            out,
            # A title, a source or a cell from outside stays the text that it is.
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._book.set_properties({"title": legal(title)[:255]})
        self._language, self._title, self._symbol = language, title, symbol
        self._lines = [(banner, _WARNING)] if banner else []
        self._lines.append((dated, _SOFT))
        self._formats: dict[tuple, Any] = {}
        self._turned = language.right_to_left
        self._leading, self._trailing = ("right", "left") if self._turned else ("left", "right")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._book.close()

    def cover(self, name: str, lines: list[tuple[str, Any]]) -> None:
        """Write the cover: the title, the banner, and two columns, what it is of and its value."""
        sheet = self._sheet(name)
        widths = [34.0, 92.0]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, self._text(self._title), self._format(bold=True, font_size=15))
        sheet.set_row(0, 24)
        if len(self._lines) > 1:
            sheet.write_string(1, 0, self._text(self._lines[0][0]), self._format(bold=True, font_color=_WARNING))
        for row, (what, value) in enumerate(lines, start=3):
            sheet.set_row(row, _height([Cell(what), Cell(value)], widths))
            sheet.write_string(row, 0, what, self._format(bold=True, text_wrap=True))
            self._write(sheet, row, 1, Cell(value, "#,##0"), left=True)

    def table(self, content: Sheet, back: str) -> None:
        """Write a sheet: title, source and day, how many rows, a link back, and the table with its heads."""
        sheet = self._sheet(content.tab)
        sheet.write_string(0, 0, self._text(content.title), self._format(bold=True, font_size=13))
        for row, (line, colour) in enumerate(self._lines, start=1):
            sheet.write_string(row, 0, self._text(line), self._format(font_color=colour, bold=colour == _WARNING))
        top = len(self._lines) + 1
        counted = self._language.text("N = {rows} rows").format(rows=self._language.number(len(content.rows)))
        sheet.write_string(top, 0, counted, self._format(font_color=_SOFT))
        if back:
            text = self._language.text("Back to the contents")
            self._write(sheet, top + 1, 0, Cell(text, link=back))
            top += 1
        self._grid(sheet, content, top + 2)

    def _grid(self, sheet: Any, content: Sheet, top: int) -> None:
        heads = _apart([self._text(each) for each in content.heads])
        line = {"bold": True, "text_wrap": True, "bottom": 2, "top": 1, "border_color": _LINE, "valign": "bottom"}
        numbers = [any(row[column].is_number for row in content.rows) for column in range(len(heads))]
        widths = _widths(heads, [[row[column] for row in content.rows] for column in range(len(heads))])
        # What stands above is printed only as far as the table reaches.
        above = max(broad(line) for line, _ in self._lines)
        widths = [width * max(1.0, above / sum(widths)) for width in widths]
        # A table in the sense of Excel: readers of screens announce its heads, and it sorts and filters.
        aligned = [{"align": self._trailing} if number else {"indent": 2} for number in numbers]
        columns = [
            {"header": each, "header_format": self._format(**line, **side)}
            for each, side in zip(heads, aligned, strict=True)
        ]
        options = {"columns": columns, "style": None, "name": f"table_{content.name}"}
        sheet.add_table(top, 0, top + max(len(content.rows), 1), len(heads) - 1, options)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        # Not every program finds the height of wrapped text by itself.
        sheet.set_row(top, _height([Cell(each) for each in heads], widths))
        for row, cells in enumerate(content.rows, start=top + 1):
            sheet.set_row(row, _height(cells, widths))
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, cell, right=numbers[column])
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(0, top)  # with the warning, so that no printed page is without it

    def _write(self, sheet: Any, row: int, column: int, cell: Cell, left: bool = False, right: bool = False) -> None:
        if cell.is_number:
            style = self._format(
                num_format=cell.shown, align=self._leading if left else self._trailing, indent=int(left)
            )
            sheet.write_number(row, column, cell.value, style)
        elif cell.link:
            style = self._format(font_color="#0b6aa2", underline=1)
            sheet.write_url(row, column, f"internal:'{cell.link}'!A1", style, self._text(cell.value))
        else:
            style = self._format(
                text_wrap=True, **({"align": self._trailing, "font_color": _SOFT} if right else {"indent": 2})
            )
            sheet.write_string(row, column, self._text(cell.value)[:_LONGEST_CELL], style)

    def _sheet(self, name: str) -> Any:
        """Return a new sheet that prints page by page: A4, landscape, as wide as the paper, with a footer."""
        sheet = self._book.add_worksheet(name)
        if self._turned:
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        symbol = legal(self._symbol).replace("&", "&&")[:120]
        sheet.set_footer(f"&L&8{symbol}&C&8{name}&R&8&P / &N")
        return sheet

    def _text(self, text: str) -> str:
        return steady(legal(text)) if self._turned else legal(text)

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            ground = {"font_name": _FONT, "font_size": 10, "font_color": _INK, "valign": "top", "align": self._leading}
            if self._turned:
                ground["reading_order"] = 2
            self._formats[key] = self._book.add_format(ground | look)
        return self._formats[key]


def _apart(heads: list[str]) -> list[str]:
    """Return heads of which no two are alike to a spreadsheet."""
    seen, count = Counter(each.lower() for each in heads), Counter[str]()
    told = []
    for each in heads:
        count[each.lower()] += 1
        told.append(f"{each} ({count[each.lower()]})" if seen[each.lower()] > 1 else each)
    return told


def _longest_word(texts: list[str]) -> int:
    return max((broad(part) for text in texts for part in re.split(r"[\s-]", text)), default=0)


def _widths(heads: list[str], columns: list[list[Cell]]) -> list[float]:
    """Return widths in which the longest word of a head and most of the cells fit; the rest wraps, sooner where the paper is full."""
    least, wanted = [], []
    for each, cells in zip(heads, columns, strict=True):
        word = _longest_word([each]) + 4
        longest = max((broad(str(cell.value)) + 5 if not cell.is_number else 8 for cell in cells), default=0)
        # Chinese is broken anywhere, so that a head is no one word.
        word = min(word, _NARROW + 4) if len(each) < broad(each) else word
        # A long text that is broken in too narrow a column makes its row higher than a page.
        floor = 3 * _NARROW if longest > 2 * _WIDE else _NARROW
        words = [
            str(cell.value) for cell in cells if not cell.is_number and len(str(cell.value)) == broad(str(cell.value))
        ]
        floor = max(floor, min(_longest_word(words) + 5, 3 * _NARROW))
        least.append(max(floor, min(word, _WIDE), min(longest, _NARROW + 4)))
        wanted.append(max(least[-1], min(longest, _WIDE if longest < _LONG else 2 * _WIDE)))
    spare = sum(wanted) - sum(least)
    kept = min(1.0, max(0.0, (_PAPER - sum(least)) / spare)) if spare else 1.0
    return [low + (high - low) * kept for low, high in zip(least, wanted, strict=True)]


def _height(cells: list[Cell], widths: list[float]) -> float:
    """Return the height in points of a row in which no wrapped line is cut; 409 is the most that there is."""
    lines = [
        sum(math.ceil((broad(line) + 1) / (width * 1.12 - 2)) for line in str(cell.value).split("\n"))
        for cell, width in zip(cells, widths, strict=True)
        if not cell.is_number
    ]
    return min(13.5 * max([1, *lines]) + 1.5, 409)
