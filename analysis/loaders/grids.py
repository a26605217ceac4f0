"""The cells of a spreadsheet as a person reads them: all texts, merged cells filled, any common format."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import faulthandler
import io
import os
import re
import zipfile
from collections import Counter
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.documents.contents import SECONDS_A_FILE, ZIP_ERRORS, FileProblem, read_bytes, within_time
from analysis.documents.encodings import decode
from analysis.loaders.unreckoned import Unreckoned, hidden, unreckoned

# A cell far away makes a sheet of billions of empty ones.
_MOST_CELLS = 20_000_000
# Of how much of a CSV file one looks at what separates its cells.
_SHOWING = 20_000
_XML_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MOST_MEMORY = 4 * 2**30
# The formula of a cell; <formula> is one of a list to choose from, or of a format.
_FORMULA = re.compile(rb"<f[\s/>]")


class Grid(NamedTuple):
    """All cells of a sheet as texts, merged cells filled, and its name.

    blind: errors in it look like empty cells; merged: the first and the last cell of each range that is, counted from nought;
    hidden: the numbers of its rows, and of its columns, that nobody sees, where it is of xlsx.
    """

    cells: list[list[str]]
    sheet: str
    blind: bool = False
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    hidden: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """Return a sheet, by default the first; a cell without a value holds its error or its formula.

    Reads xlsx, xlsm, xls, xlsb and ods through calamine, CSV in UTF-8, UTF-16 or a legacy encoding.
    Raises FileProblem for anything else.
    """
    content = read_bytes(path)
    if content.kind == "workbook":
        grid = _sheet_of(content.data, sheet)
        return grid._replace(hidden=hidden(content.data, grid.sheet))
    if content.kind == "text":
        return Grid(_csv_grid(content.data), "")
    raise FileProblem(f"it is {content.described}, not a spreadsheet", "Save it as .xlsx or .csv")


def read_grids(path: Path) -> dict[str, list[list[str]]]:
    """Return the cells of every sheet of a workbook by its name, as `read_grid` gives those of one.

    The archive is looked through once, as a coding sheet has many sheets. Raises FileProblem as `read_grid`.
    """
    from python_calamine import load_workbook

    content = read_bytes(path)
    if content.kind != "workbook":
        remedy = "Save it without the password" if content.kind == "protected" else "Save it as .xlsx"
        raise FileProblem(f"it is {content.described}, not a spreadsheet", remedy)
    parts = _xml_sheets(content.data) if zipfile.is_zipfile(io.BytesIO(content.data)) else []
    _ = _cells(content.data, None) if parts else read_grid(path)  # refuses what is damaged
    plain = bool(parts) and not any(_FORMULA.search(part) or b't="e"' in part for part in parts)
    grids = {}
    for name in load_workbook(io.BytesIO(content.data)).sheet_names:
        _, grid, merged, *_ = _cells(content.data, name) if plain else ("", [], True)
        grids[name] = _sheet_of(content.data, name).cells if merged else grid
    return grids


def _sheet_of(data: bytes, sheet: str | None) -> Grid:
    parts = _xml_sheets(data) if zipfile.is_zipfile(io.BytesIO(data)) else []
    chosen, grid, merged, without = (_cells if parts else _cells_apart)(data, sheet)
    for (top, left), (bottom, right) in merged:
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [grid[top][left]] * len(row[left : right + 1])
    if any(b"<f" in part or b't="e"' in part for part in parts):
        without = unreckoned(data, chosen)
    for at, place, text in without or ():
        if at < len(grid) and place < len(grid[at]):
            grid[at][place] = grid[at][place] or text
    return Grid(grid, chosen, without is None, tuple(merged))


def _cells(data: bytes, sheet: str | None) -> tuple[str, list[list[str]], list, Unreckoned]:
    """Return the name of a sheet, its cells, the ranges that are merged, and no cell without a value yet."""
    from python_calamine import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise FileProblem(
                f"the sheet “{sheet}” is missing; there are: {', '.join(names)}",
                "Rename the sheet, or name the right one in dataset.toml",
            )
        chosen = sheet if sheet is not None else names[0]
        opened = book.get_sheet_by_name(chosen)
        known = lru_cache(None, typed=True)(_text)  # most cells of a long sheet are alike
        grid = [[known(cell) for cell in row] for row in opened.to_python(skip_empty_area=False)]
        return chosen, grid, opened.merged_cell_ranges or [], []
    except FileProblem:
        raise
    except BaseException as error:
        # calamine's own errors are exceptions, but what it stumbles over in a damaged file is a panic of Rust.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if _is_locked(data):
            raise FileProblem("it is a workbook with a password", "Save it without the password") from None
        raise FileProblem(f"the workbook cannot be read ({error})", "Open it in Excel and save it anew") from None


def _is_locked(data: bytes) -> bool:
    """Whether an OpenDocument spreadsheet has a password, which its list of parts says."""
    with contextlib.suppress(KeyError, *ZIP_ERRORS), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")
    return False


def _cells_apart(data: bytes, sheet: str | None) -> tuple[str, list[list[str]], list, Unreckoned]:
    """Return what _cells does, with the cells without a value, from a process of its own.

    A damaged binary workbook can make its reader ask for all memory there is, and the system ends the process
    that does.
    """
    with ProcessPoolExecutor(1) as single:
        try:
            return single.submit(_within_limits, data, sheet).result()
        except BrokenExecutor:
            raise FileProblem(
                "the workbook is damaged: reading it took too much memory or time", "Ask for it again"
            ) from None


def _within_limits(data: bytes, sheet: str | None) -> tuple[str, list[list[str]], list, Unreckoned]:
    # What the reader cries out when it is ended is said to the analyst in one sentence instead.
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    chosen, grid, merged, _ = within_time(SECONDS_A_FILE, _cells, data, sheet)
    return chosen, grid, merged, within_time(SECONDS_A_FILE, unreckoned, data, chosen)


def _xml_sheets(data: bytes) -> list[bytes]:
    """Return the XML sheets of a workbook. Raises FileProblem where it is damaged, or a sheet spans more cells than any register."""
    broken: str | None = "of unknown name"
    with contextlib.suppress(*ZIP_ERRORS), zipfile.ZipFile(io.BytesIO(data)) as archive:
        broken = archive.testzip()
        sheets = {name: archive.read(name) for name in archive.namelist() if _XML_SHEET.fullmatch(name)}
    if broken:
        raise FileProblem(f"the workbook is damaged in its part {broken}", "Ask for it again")
    for name, sheet in sheets.items():
        places = {(len(column), column, int(row)) for column, row in _PLACE.findall(sheet)}
        rows = max((row for _, _, row in places), default=0)
        columns = number_of(max(places, default=(0, b"", 0))[1].decode())
        if rows * columns > _MOST_CELLS:
            raise FileProblem(
                f"the sheet {Path(name).stem} spans {rows:,} rows and {columns:,} columns",
                "Delete the empty rows and columns around the table",
            )
    return list(sheets.values())


def number_of(column: str) -> int:
    """Return the number of a column by its letters: D is 4, AA is 27."""
    return sum(26**at * (ord(letter) - ord("A") + 1) for at, letter in enumerate(reversed(column.upper())))


def letters_of(column: int) -> str:
    """Return the letters of a column by its number: 4 is D, 27 is AA."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _csv_grid(data: bytes) -> list[list[str]]:
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    lines, mark = io.StringIO(text).readlines(), _delimiter(text)
    known = cache(_text)  # most cells of a long register are alike
    rows: list[list[str]] = []
    begun = [0]
    reader = csv.reader(lines, delimiter=mark)
    try:
        for row in reader:
            rows.append([known(cell) for cell in row])
            begun.append(reader.line_num)
    except csv.Error as error:
        raise FileProblem(f"it cannot be read as CSV ({error})", "Save it as .xlsx or as CSV in UTF-8") from None
    if _is_open(lines[begun[-2] :] if rows else [], mark):
        raise FileProblem(
            f"the quotation mark that opens a cell in line {begun[-2] + 1} is never closed", "Close or delete it"
        )
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _is_open(lines: list[str], mark: str) -> bool:
    """Whether the last cell of some lines of CSV begins with a quotation mark and never ends, so that it would swallow what follows."""
    try:
        list(csv.reader(lines, delimiter=mark, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _delimiter(text: str) -> str:
    """Return what separates the cells: of the marks that do, the one by which most rows have as many cells, and many."""

    def cells(mark: str) -> int:
        with contextlib.suppress(csv.Error):
            rows = csv.reader(io.StringIO(text[:_SHOWING]), delimiter=mark)
            ((width, times),) = Counter(map(len, filter(any, rows))).most_common(1) or [(1, 0)]
            return (width - 1) * times
        return 0

    return max(",;\t|", key=cells)


def _text(cell: object) -> str:
    """Return a cell as a person would read it: 2017.0 is 2017, a date is an ISO date."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())
