"""The bytes of a file, what kind of file they are (told by content, never by the name), and the time that reading may take."""

from __future__ import annotations

import errno
import hashlib
import io
import signal
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from analysis.errors import FileProblem

Result = TypeVar("Result")
SECONDS_A_FILE = 120
MOST_BYTES = 512 * 2**20
# A zip bomb is told by what it would grow to: Office files of honest make stay below both.
MOST_UNPACKED = 1024 * 2**20
MOST_RATIO = 200
# What zipfile raises for an archive that is damaged, or packed in a way it does not know.
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
# How files that hold no text begin.
_SIGNATURES = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"BM": "a picture (BMP)",
    b"RIFF": "a picture or a recording (RIFF)",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"PK": "a damaged zip archive",
}
_CONTROLS = [bytes([code]) for code in (*range(1, 8), *range(14, 27), *range(28, 32))]
_MOST_CONTROLS = 0.005
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Content:
    """The bytes of a file, their kind (pdf, word, workbook, html, text, doc, other), and it in words."""

    data: bytes
    kind: str
    described: str

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def read_bytes(path: Path) -> Content:
    """Read a file and tell its kind. Raises FileProblem where it is missing, empty, too large or unsafe."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileProblem(f"it is larger than {MOST_BYTES // 2**20} MB", "Split it")
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem("the file is missing", "Put it there (again), or correct its name in dataset.toml") from None
    except OSError as error:
        circle = error.errno == errno.ELOOP
        remedy = (
            "Put the file itself in the place of the link, which leads back to itself"
            if circle
            else "Check its permissions"
        )
        raise FileProblem(f"the file cannot be opened ({error.strerror})", remedy) from None
    if len(data) != size:
        raise FileProblem("the file changed while it was read", "Read it again when it is complete")
    if not data:
        raise FileProblem("the file is empty (0 bytes)", "Ask for it again")
    kind, described = kind_of(data)
    return Content(data, kind, described)


def kind_of(data: bytes) -> tuple[str, str]:
    """Return the kind of a file and it in words, from its bytes. Raises FileProblem for unsafe zips."""
    head = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf", "a PDF file"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if head[:200].lower().startswith((b"<!doctype", b"<html")) or b"<html" in head.lower():
        return "html", "an HTML page"
    if head.startswith(b"<?xml"):
        return "other", "an XML file"
    if head.startswith(b"{\\rtf"):
        return "other", "a rich text (RTF) file"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text", "plain text"
    for start, described in _SIGNATURES.items():
        if data.startswith(start):
            return ("picture" if "picture" in described else "other"), described
    if b"PK\x01\x02" in data and b"PK\x05\x06" in data[-4096:]:
        raise FileProblem("the file is broken: its beginning is missing or damaged", "Ask for it again")
    if _is_binary(data):
        return "other", "a binary file of unknown kind"
    return "text", "plain text"


def _is_binary(data: bytes) -> bool:
    """Whether bytes that no text has are more than stray ones."""
    sample = data[:65_536]
    return b"\x00" in sample or sum(map(sample.count, _CONTROLS)) > _MOST_CONTROLS * len(sample)


def _kind_of_ole(data: bytes) -> tuple[str, str]:
    """Tell the old binary Office files apart by the names of their streams (UTF-16)."""
    for stream, kind in (
        ("EncryptedPackage", ("protected", "an Office file with a password")),
        ("WordDocument", ("doc", "a Word file of the old binary format (.doc)")),
        ("Workbook", ("workbook", "an Excel file of the old binary format (.xls)")),
        ("Book", ("workbook", "an Excel file of the old binary format (.xls)")),
    ):
        if stream.encode("utf-16-le") in data:
            return kind
    return "other", "an old binary Office file of unknown kind"


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except ZIP_ERRORS:
        raise FileProblem("the file is broken: its end is missing or damaged", "Ask for it again") from None
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if unpacked > MOST_UNPACKED or (unpacked > 10 * 2**20 and unpacked / packed > MOST_RATIO):
        raise FileProblem(
            f"it would unpack to {unpacked / 2**20:,.0f} MB from {packed / 2**20:,.1f} MB, as only a harmful file does",
            "Do not open it; ask the sender",
        )
    names = {info.filename for info in infos}
    if "word/document.xml" in names:
        return "word", "a Word file"
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "workbook", "a workbook"
    return "other", "a zip archive"


def refuse_entities(markup: bytes) -> None:
    """Raise FileProblem where XML or HTML declares entities, through which a file could draw in others."""
    if b"<!ENTITY" in markup or b"<\x00!\x00E\x00N" in markup:
        raise FileProblem("it declares XML entities, as only a harmful file does", "Do not open it; ask the sender")


def within_time(seconds: int, function: Callable[..., Result], *values: object) -> Result:
    """Return what a function returns; this process is ended when that takes too long (not on Windows)."""
    alarm = getattr(signal, "alarm", None)
    if alarm is None:
        return function(*values)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    alarm(seconds)
    try:
        return function(*values)
    finally:
        alarm(0)


def more_time(seconds: int) -> None:
    """Give this process so many seconds more, where its time is limited: recognising a page takes long."""
    alarm = getattr(signal, "alarm", None)
    if alarm is not None and (left := alarm(0)):
        alarm(left + seconds)
