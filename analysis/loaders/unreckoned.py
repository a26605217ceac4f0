"""The cells of a spreadsheet without a value, which its reader gives as empty: errors, and formulas that no program has worked out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

# What spreadsheet programs show in the place of a value.
ERROR = re.compile(r"#(?:N/A|GETTING_DATA|[A-Z]+(?:/0)?[!?])|Err:\d{3}")
_NAMES = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}{}"
_TABLE, _ROW, _FORMULA = (_NAMES.format("table", n) for n in ("table", "table-row", "formula"))
_ROWS, _COLUMNS = (_NAMES.format("table", f"number-{n}-repeated") for n in ("rows", "columns"))
_KIND, _SHOWN = _NAMES.format("office", "value-type"), _NAMES.format("text", "p")
_HIDDEN = re.compile(rb'<(?:row|col)\b[^>]*\bhidden="(?:1|true)"')
Found = Iterator[tuple[int, int, str]]
Unreckoned = list[tuple[int, int, str]] | None


def unreckoned(data: bytes, sheet: str) -> Unreckoned:
    """Return row and column, from nought, and text of each such cell of a sheet: its error, else its formula.

    None where a format, or a damaged file, does not let them be told from empty cells.
    """
    parts: set[str] = set()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
    readers = {"content.xml": _in_ods, "xl/workbook.xml": _in_xlsx}
    read = next((reader for part, reader in readers.items() if part in parts), None if parts else _in_xls)
    try:
        return None if read is None else list(read(data, sheet))
    except Exception:  # what a damaged file makes them stumble over is of any kind, and the cells themselves were read
        return None


def _in_xlsx(data: bytes, sheet: str) -> Found:
    from openpyxl import load_workbook

    formulas = load_workbook(io.BytesIO(data), read_only=True)[sheet]
    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)[sheet]
    for asked, known in zip(formulas.iter_rows(), values.iter_rows(), strict=False):
        for cell, value in zip(asked, known, strict=False):
            if value.data_type == "e":
                yield cell.row - 1, cell.column - 1, str(value.value)
            elif cell.data_type == "f" and value.value is None:
                yield cell.row - 1, cell.column - 1, str(cell.value)


def hidden(data: bytes, sheet: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the numbers of the rows and of the columns of a sheet of an xlsx file that were hidden, by hand or by a filter, and hold anything."""
    nothing: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return nothing
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        if not any(_HIDDEN.search(archive.read(name)) for name in sheets):
            return nothing
    from openpyxl import load_workbook

    try:
        opened = load_workbook(io.BytesIO(data))[sheet]
    except Exception:  # as above
        return nothing
    filled = [(cell.row, cell.column) for row in opened.iter_rows() for cell in row if cell.value is not None]
    rows = {number for number, line in opened.row_dimensions.items() if line.hidden}
    spans = [line for line in opened.column_dimensions.values() if line.hidden]
    columns = {at for _, at in filled if any(line.min <= at <= line.max for line in spans)}
    return tuple(sorted({row for row, _ in filled} & rows)), tuple(sorted(columns))


def _in_ods(data: bytes, sheet: str) -> Found:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("content.xml"), etree.XMLParser(resolve_entities=False))
    at = 0
    for row in next(t for t in root.iter(_TABLE) if t.get(_NAMES.format("table", "name")) == sheet).iter(_ROW):
        rows, place = int(row.get(_ROWS, 1)), 0
        for cell in row:
            columns, formula = int(cell.get(_COLUMNS, 1)), cell.get(_FORMULA, "")
            text = " ".join("".join(line.itertext()) for line in cell.iter(_SHOWN))
            if formula and (ERROR.fullmatch(text) or _KIND not in cell.attrib):
                told = text or formula[formula.find("=") :]
                yield from ((at + r, place + c, told) for r in range(rows) for c in range(columns))
            place += columns
        at += rows


def _in_xls(data: bytes, sheet: str) -> Found:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=data, logfile=io.StringIO(), on_demand=True, ignore_workbook_corruption=True
    )
    for at, row in enumerate(book.sheet_by_name(sheet).get_rows()):
        for place, cell in enumerate(row):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                yield at, place, xlrd.error_text_from_code.get(cell.value, f"#{cell.value}!")
