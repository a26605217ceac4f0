"""Type into cells of a workbook without opening it whole: only the sheet that changes is written anew, so that each answer is
in the file at once."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from analysis.documents.contents import ZIP_ERRORS, refuse_entities
from analysis.errors import FileProblem
from analysis.export import write_bytes
from analysis.tables.formats import legal

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]+)(\d+)")


def type_into(path: Path, texts: Mapping[tuple[str, str], str]) -> Path:
    """Write texts into cells, by sheet and cell, never as formulas; an empty text empties the cell. All else stays as it is.

    Raises FileProblem where the file is no .xlsx, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as book:
            content = {info: book.read(info) for info in book.infolist()}
    except ZIP_ERRORS as error:
        raise FileProblem(
            f"{path.name} cannot be written to ({error})", "Close it elsewhere; save it as .xlsx"
        ) from None
    by_name = {info.filename: data for info, data in content.items()}
    parts = _sheets(by_name)
    changed: dict[str, bytes] = {}
    for sheet in dict.fromkeys(sheet for sheet, _ in texts):
        if sheet not in parts:
            raise FileProblem(f"{path.name} has no sheet “{sheet}” any more", "Begin anew: the sheets were renamed")
        own = {cell: text for (name, cell), text in texts.items() if name == sheet}
        changed[parts[sheet]] = _typed(by_name[parts[sheet]], own)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for info, data in content.items():
            book.writestr(info, changed.get(info.filename, data), zipfile.ZIP_DEFLATED)
    return write_bytes(path, out.getvalue())


def _sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    links = _parsed(parts["xl/_rels/workbook.xml.rels"])
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = _parsed(parts[_BOOK]).iter(f"{{{_MAIN}}}sheet")
    return {
        sheet.get("name", ""): posixpath.normpath(posixpath.join("xl", targets[sheet.get(f"{{{_LINKS}}}id")])).lstrip("/").removeprefix("xl/xl/")
        for sheet in sheets
    }  # fmt: skip


def _typed(data: bytes, texts: Mapping[str, str]) -> bytes:
    root = _parsed(data)
    rows = {row.get("r"): row for row in root.iter(f"{{{_MAIN}}}row")}
    for place, text in texts.items():
        number = _CELL.fullmatch(place)[2]  # type: ignore[index]
        cell = _cell(rows[number], place)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if text:
            cell.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
            held.text = legal(text)
            held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cell(row: etree._Element, place: str) -> etree._Element:
    """Return a cell of a row, made in its place where the row does not have it."""
    for at, cell in enumerate(row):
        if cell.get("r") == place:
            return cell
        if _order(cell.get("r", "")) > _order(place):
            made = etree.Element(f"{{{_MAIN}}}c", r=place)
            row.insert(at, made)
            return made
    return etree.SubElement(row, f"{{{_MAIN}}}c", r=place)


def _order(place: str) -> tuple[int, str]:
    letters = place.rstrip("0123456789")
    return len(letters), letters


def _parsed(data: bytes) -> etree._Element:
    refuse_entities(data)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
