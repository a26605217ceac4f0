"""Scans: pages that are pictures, read by Tesseract where the extra "scan" is installed, with honest doubt.

Each page is read twice, from two pictures of it (of another scale) and with two ways of finding the words. A figure or
a name is confirmed where both readings have it in the same place, each sure of it; Arabic-Indic digits never
are. What is not confirmed is for a person to look at: `crops` has its picture.
A name is a word with a capital letter; in Arabic and Chinese, one that stands in the table of names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from analysis.documents.contents import more_time
from analysis.documents.language import language_of
from analysis.documents.words import words_of_names

LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "chi_sim"}
_FOLDERS = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/opt/homebrew/share/tessdata")
_POINTS_AN_INCH = 72
_FIRST_DPI, _SECOND_DPI, _GLANCE_DPI = 300, 400, 150
_SURE = 60.0
_GLANCED = 3
_SECONDS_A_PAGE = 60
_TOLD = re.compile(
    r"(?P<figure>\d+(?:[.,:/\-–]\d+)*)|(?<!\w)[A-ZÀ-ÞĀ-ŽА-ЯЁ](?:[’'-]?[^\W\d_])+|[\u0620-\u064a]{2,}|[\u3400-\u9fff]{2,}"
)
_WITHOUT_CAPITALS = re.compile(r"[\u0620-\u064a\u3400-\u9fff]")
_ARABIC_INDIC = re.compile(r"[٠-٩۰-۹]")
_AROUND = 4.0


class Word(NamedTuple):
    """A word that was recognised: its text, how sure the reading is (0 to 100), its box in points from the top left."""

    text: str
    sure: float
    left: float
    top: float
    right: float
    bottom: float
    begins_line: bool


class Figure(NamedTuple):
    """A figure, date or name on a page: as read, whether the second reading has it too, where it stands."""

    text: str
    confirmed: bool
    word: Word


class RecognisedPage(NamedTuple):
    """What was read on a page: its lines, all words with their boxes, its figures and names, the mean confidence (0 to 1)."""

    lines: list[str]
    words: list[Word]
    figures: list[Figure]
    confidence: float


def packs() -> list[str]:
    """Return the language packs that scans can be read with; none without the extra "scan"."""
    folder = _folder() if find_spec("tesserocr") else ""
    return [pack for pack in LANGUAGES.values() if folder and (Path(folder) / f"{pack}.traineddata").is_file()]


def recognise(document: pypdfium2.PdfDocument, pages: list[int]) -> dict[int, RecognisedPage]:
    """Return what stands on some pages of a PDF, by page index."""
    # The first page may be a picture without words.
    language = next(filter(None, (_language(document, at) for at in pages[:_GLANCED])), packs()[0])
    found = {}
    for at in pages:
        more_time(_SECONDS_A_PAGE)
        first = _read(_picture(document, at, _FIRST_DPI), language, "AUTO", _FIRST_DPI)
        second = _read(_picture(document, at, _SECOND_DPI), language, "SPARSE_TEXT", _SECOND_DPI)
        confidence = sum(word.sure for word in first) / (100 * len(first)) if first else 0.0
        found[at] = RecognisedPage(list(_lines(first)), first, list(_figures(first, second)), confidence)
    return found


def crops(path: str | Path) -> Iterator[tuple[int, Figure, Any]]:
    """Yield page, figure and picture (PIL) of each figure in a scan that is not confirmed, for a coder to look at."""
    document = pypdfium2.PdfDocument(path)
    pages = list(range(len(document)))
    for at, page in recognise(document, pages).items():
        picture = _picture(document, at, _FIRST_DPI)
        scale = _FIRST_DPI / _POINTS_AN_INCH
        for figure in page.figures:
            if not figure.confirmed:
                w = figure.word
                box = (w.left - _AROUND, w.top - _AROUND, w.right + _AROUND, w.bottom + _AROUND)
                yield at + 1, figure, picture.crop(tuple(int(edge * scale) for edge in box))


def _figures(first: list[Word], second: list[Word]) -> Iterator[Figure]:
    others = [word for word in second if _told(word.text)]
    for word in first:
        told = _told(word.text)
        again = {text for w in others if told and w.sure >= _SURE and _same_place(word, w) for text in _told(w.text)}
        for found in told:
            yield Figure(found, found in again and word.sure >= _SURE and not _ARABIC_INDIC.search(found), word)


def _told(text: str) -> list[str]:
    """Return the figures and the names in a word."""
    found = [match[0] for match in _TOLD.finditer(text)]
    return [told for told in found if not _WITHOUT_CAPITALS.match(told) or told.removeprefix("و") in words_of_names()]


def _same_place(one: Word, other: Word) -> bool:
    """Whether two words stand in the same place: the middle of each lies in the box of the other's line."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    narrow = min(one.right - one.left, other.right - other.left)
    low = min(one.bottom - one.top, other.bottom - other.top)
    return across > narrow / 2 and down > low / 2


def _lines(words: list[Word]) -> Iterator[str]:
    line: list[str] = []
    for word in words:
        if word.begins_line and line:
            yield " ".join(line)
            line = []
        line.append(word.text)
    if line:
        yield " ".join(line)


def _language(document: pypdfium2.PdfDocument, at: int) -> str:
    """Return the pack whose reading of a page at a glance is the surest, over all that is on it; nothing, where it reads no word."""
    picture = _picture(document, at, _GLANCE_DPI)
    readings = {pack: _read(picture, pack, "AUTO", _GLANCE_DPI) for pack in packs()}
    best = max(readings, key=lambda pack: sum((w.sure - _SURE / 2) * len(w.text) for w in readings[pack]))
    if not readings[best]:
        return ""
    # The languages in Latin letters read each other's pages well; their words tell them apart.
    own = LANGUAGES[language_of(" ".join(word.text for word in readings[best]))]
    return own if own in readings else best


def _picture(document: pypdfium2.PdfDocument, at: int, dpi: int):
    page = document[at]
    picture = page.render(scale=dpi / _POINTS_AN_INCH, grayscale=True).to_pil()
    page.close()
    return picture


def _read(picture, pack: str, segmentation: str, dpi: int) -> list[Word]:
    """Return the words of a picture, in reading order."""
    lightest, darkest = picture.getextrema()
    if lightest == darkest:
        return []
    # Files are read side by side in processes; more threads in each would only wait for each other.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    points = _POINTS_AN_INCH / dpi
    words = []
    with tesserocr.PyTessBaseAPI(path=_folder(), lang=pack, psm=getattr(tesserocr.PSM, segmentation)) as reader:
        reader.SetImage(picture)
        reader.SetSourceResolution(dpi)
        reader.Recognize()
        level = tesserocr.RIL.WORD
        for item in tesserocr.iterate_level(reader.GetIterator() or [], level):
            text = item.GetUTF8Text(level).strip() if item.BoundingBox(level) else ""
            if text:
                left, top, right, bottom = (edge * points for edge in item.BoundingBox(level))
                begins = item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE)
                words.append(Word(text, item.Confidence(level), left, top, right, bottom, begins))
    return words


def _folder() -> str:
    """Return the folder of the language packs: TESSDATA_PREFIX, else where the system keeps them."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(named)] if named else [p for f in _FOLDERS for p in sorted(Path("/").glob(f.lstrip("/")))]
    return str(next((place for place in places if any(place.glob("*.traineddata"))), ""))
