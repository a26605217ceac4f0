"""Paragraphs and their numbers as printed, numerals brought to one form: what every format is brought to.

The number of a paragraph or section is the same in every language version of a document, so its key has
to be too: "二、", "ثانيا-" and "II." all become II.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import cn2an

from analysis.documents.words import words_of

_ROMAN = {
    "m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90,
    "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1,
}  # fmt: skip
CHINESE_DIGITS = "一二三四五六七八九十"
_TANWIN = re.compile("[\u064b-\u0652]")
# Russian typists put Cyrillic letters where the document has the Latin ones that look the same.
_LOOK_ALIKES = str.maketrans("АВСЕНІХ", "ABCEHIX")
_CELL_NUMBER = re.compile(r"^(?P<number>\d{1,4}\.\d{1,4})\.?\s+(?P<rest>[^\W\d_].*)$", re.S)
# The order of points where it is not that of their codes: Arabic counts by the abjad, Russian without ё and й, Spanish with ñ.
_ORDERS = ("أبجدهوزحطيكلمنسعفصقرشت", "абвгдежзиклмнопрстуфхцчшщэюя", "nño")
_ARABIC_LETTERS = str.maketrans({"ا": "أ", "ـ": ""})
FIRST_POINTS = frozenset({"a", "i", "1", "а", "أ", "ا"})
_PRESENTATION_FORMS = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\uf900-\ufaff\u2f00-\u2fdf]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
SYMBOL = re.compile(
    r"\b(?:A|E|S|ST|CAC|CTOC|CEDAW|CCPR|HRI|TD|UNEP|DP|FCCC|CRC|CAT|CERD|CMW|CRPD|CED|WT|ECE|CBD|FATF|GOV)/[A-Z0-9][A-Za-z0-9./\-]*[A-Za-z0-9]"
)


class Paragraph(NamedTuple):
    """One unit of text: its kind, the number printed before it, where it stands, its text and notes."""

    text: str
    kind: str = "paragraph"
    number: str = ""
    section: str = ""
    heading: str = ""
    page: str = ""
    notes: str = ""
    level: int = 0


class Oddity(NamedTuple):
    """What an analyst should look at: the page, the number or words there, and what is odd."""

    page: str
    number: str
    problem: str


@dataclass(frozen=True)
class Reading:
    """What a reader found: the units in order, the pages (0 where the format has none), symbol and title.

    odd: what an analyst should look at; front: the lines of the cover, where they are told apart; confidence:
    how sure the reader is of the letters, from 0 to 1 (below 1 for recognised scans).
    """

    paragraphs: list[Paragraph]
    pages: int = 0
    symbol: str = ""
    title: str = ""
    odd: tuple[Oddity, ...] = ()
    front: tuple[str, ...] = ()
    confidence: float = 1.0


def clean(text: str) -> str:
    """Return text as one would quote it: one line, ligatures and presentation forms undone."""
    if text.isascii() and text.isprintable():
        # Most texts have single spaces already.
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _PRESENTATION_FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def split_cell(text: str, place: str) -> tuple[str, str]:
    """Return (number, rest) of a table cell: its printed number, as in "121.3 Ratify ...", else its place."""
    match = _CELL_NUMBER.match(text)
    return (match["number"], match["rest"]) if match else (place, text)


def with_keys(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Give each unit the key it is cited by: section and number, unique within the document.

    A sub-point carries its parent's number: 12(a), 12(a)(ii). A unit without a printed number takes the
    number of the paragraph it continues with an ordinal, "12[2]", or an ordinal alone, "[3]". Where a
    number stands twice in a section (a restart that no heading announces), the later one is marked "~2".
    """
    keyed: list[Paragraph] = []
    points: list[str] = []
    seen: Counter[tuple[str, str]] = Counter()
    parent, section = "", ""
    for p in paragraphs:
        if p.section != section or p.kind == "heading":
            section, parent, points = p.section, "", []
        if p.kind in ("footnote", "table cell"):
            number = p.number
        elif p.kind == "heading":
            number = "H"
        elif p.number.startswith("("):
            points = _nest(points, p.number)
            number = parent + "".join(points)
        elif p.number:
            parent, points, number = p.number, [], p.number
        else:
            below = f"{parent}{''.join(points)}["
            seen[section, below] += 1
            number = f"{below}{seen[section, below]}]"
        seen[p.section, number] += 1
        again = seen[p.section, number]
        keyed.append(p._replace(number=number if again == 1 else f"{number}~{again}"))
    return keyed


def _nest(points: list[str], point: str) -> list[str]:
    """Place a point below the ones before it: (a), (b) are siblings; (i) after (a) goes one deeper."""
    for depth, before in enumerate(points):
        if follows(before, point):
            return [*points[:depth], point]
    for depth, before in enumerate(points):
        if _style(before) == _style(point):
            return [*points[:depth], point]
    return [*points, point]


def _style(point: str) -> str:
    """Return what a point is counted in: figures, Roman numerals, or letters of one script."""
    bare = point.strip("()").lower()
    if bare.isdigit() or bare in _ROMANS:
        return "1" if bare.isdigit() else "i"
    return "a" if bare.isascii() else "а"


def follows(before: str, point: str, by: Collection[int] = (1,)) -> bool:
    """Return whether a sub-point is the next after another, or so many further: (b) after (a), (ii) after (i), (2) after (1)."""
    return any((count, place + more) in _places(point) for count, place in _places(before) for more in by)


def _places(point: str) -> set[tuple[str, int]]:
    """Return the places of a point in all counts that it may stand in: z is followed by aa, and aa by bb or by ab."""
    bare = point.strip("()").lower()
    letter, dot, figure = bare.rpartition(".")
    if figure.isdigit():
        return {(f"{letter}{dot}1", int(figure))}
    found = {("i", _ROMANS.index(bare))} if bare in _ROMANS else set()
    if bare.isalpha() and (len(bare) == 1 or bare.isascii()) and len(set(bare)) == 1:
        found.add(("aa", ord(bare[0]) + 26 * (len(bare) - 1)))
    if bare.isalpha() and bare.isascii() and len(bare) <= 2:
        found.add(("ab", ord(bare[-1]) + (26 * (ord(bare[0]) - ord("a") + 1) if len(bare) == 2 else 0)))
    letter = bare.translate(_ARABIC_LETTERS)
    return found | {(order, order.index(letter)) for order in _ORDERS if len(letter) == 1 and letter in order}


def roman(number: int) -> str:
    """Return a number in small Roman numerals: 4 is iv."""
    written = ""
    for numeral, value in _ROMAN.items():
        written += numeral * (number // value)
        number %= value
    return written


_ROMANS = [roman(number) for number in range(1, 21)]


def letters(number: int) -> str:
    """Return a number as Word letters a list: 1 is a, 26 is z, 27 is aa."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def chinese(numeral: str) -> int:
    """Return the number that a Chinese numeral names, 0 where it names none."""
    try:
        return int(cn2an.cn2an(numeral, "smart"))
    except ValueError:
        return 0


def section_label(numeral: str) -> str:
    """Return the label of a section as every language version shares it: II, A, 3. Empty where it is none."""
    bare = _TANWIN.sub("", numeral.strip())
    if ordinal := words_of("ordinal").get(bare):
        return roman(int(ordinal)).upper()
    if letter := words_of("letter").get(bare):
        return letters(int(letter)).upper()
    if re.fullmatch(rf"[{CHINESE_DIGITS}]{{1,4}}", bare):
        return roman(chinese(bare)).upper()
    return bare.translate(_LOOK_ALIKES) if re.fullmatch(r"[A-ZА-Я]{1,6}|\d{1,3}", bare) else ""


def value_of_label(label: str) -> int:
    """Return the place of a section among those of its depth: II is 2, C is 3; 0 where the label tells none."""
    if label and set(label) <= set("IVX"):
        return next((number for number in range(1, 40) if roman(number).upper() == label), 0)
    return ord(label) - ord("A") + 1 if len(label) == 1 and label.isascii() and label.isalpha() else 0
