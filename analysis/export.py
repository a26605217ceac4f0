"""Write files so that two runs give the same bytes, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

# The earliest moment that a zip archive can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# A cell that begins so is run as a formula by Excel or LibreOffice when the file is opened ("=cmd|..."), the last
# four where the keyboard is East Asian. What is only a number, such as -0.12, is one and harmless.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[\d.,]+\s?%?")
_OFFICE_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file by way of a neighbour that takes its place: an interrupted run leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return path


def write_all(files: dict[Path, bytes]) -> list[Path]:
    """Write files of one kind, all of them or none, and return their paths. Raises DataError where there is no room: what was there stays."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    try:
        for path, part in parts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(files[path])
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        for part in parts.values():
            part.unlink(missing_ok=True)
        raise DataError(
            f"{path} cannot be written: {error.strerror}. Make room, or allow writing there; what was there before is as it was."
        ) from None
    return list(files)


def write_text(path: Path, text: str) -> Path:
    """Write a text file in UTF-8 with Unix line ends."""
    return write_bytes(path, text.encode("utf-8"))


def as_text(value: Any) -> Any:
    """Return the value of a cell, quoted by a leading apostrophe where a spreadsheet would take its text for a formula."""
    if isinstance(value, str) and len(value) > 1 and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as the bytes of a CSV file: nine significant digits, Unix line ends, no cell a formula."""
    texts = {c: frame[c].map(_csv_cell) for c in frame if frame[c].dtype.kind not in "iufb"}
    return frame.assign(**texts).to_csv(index=False, float_format="%.9g", lineterminator="\n").encode("utf-8")


def with_units(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the units behind each number as one text."""
    return rows.assign(units=rows["units"].map(" ".join, na_action="ignore")) if "units" in rows else rows


def _csv_cell(value: Any) -> Any:
    """Return a cell as text; a lone carriage return, which to_csv leaves unquoted, would begin another row."""
    text = as_text(value)
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) and "\r" in text else text


class CsvFile:
    """A CSV file written part by part, whole or not at all: it takes its place when it is closed in peace."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        """Begin the file with its header."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._columns = path, columns
        self._part = path.with_name(f".{path.name}.{os.getpid()}")
        self._file = self._part.open("wb")
        self._file.write((",".join(columns) + "\n").encode())

    def append(self, frame: pd.DataFrame) -> None:
        """Add rows."""
        self._file.write(csv_bytes(frame[self._columns]).split(b"\n", 1)[1])

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if failed is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)


def write_office(path: Path, data: bytes) -> Path:
    """Write a docx or xlsx without the moment of its making, in archive and properties alike."""
    return write_bytes(path, timeless(data))


def timeless(data: bytes, language: str = "") -> bytes:
    """Return an Office file whose archive and properties, and those of the workbooks in it, carry a fixed date.

    language: named in the properties, where it is not yet.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _OFFICE_DATES.sub(rb"\g<1>2018-06-06T00:00:00Z\g<2>", content)
                if language and b"<dc:language>" not in content:
                    told = f"<dc:language>{language}</dc:language></cp:coreProperties>"
                    content = content.replace(b"</cp:coreProperties>", told.encode())
            if name.endswith(".xlsx"):
                content = timeless(content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            new.writestr(info, content)
    return out.getvalue()
