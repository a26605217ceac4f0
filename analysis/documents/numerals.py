"""Numerals of lists and headings, in figures, letters, Roman, Chinese and Arabic words, brought to one form.

The number of a paragraph or section is the same in every language version of a document, so its key has
to be too: "二、", "ثانيا-" and "II." all become II.
"""

from __future__ import annotations

import re

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


def roman(number: int) -> str:
    """Return a number in small Roman numerals: 4 is iv."""
    written = ""
    for numeral, value in _ROMAN.items():
        written += numeral * (number // value)
        number %= value
    return written


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
