"""Dates as people write them, to ISO: exact or not at all, never a guess between day and month."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from analysis.problems import shortened

_LOCALES = ("en", "fr", "es", "ru", "ar", "ar_SY", "zh")
# Days since the end of 1899, as Excel counts them: 1954 to 2064.
_SERIAL = re.compile(r"[2-5]\d{4}")
_EXCEL = dt.date(1899, 12, 30)
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?:[t ]\d\d:\d\d.*)?",
        r"(?P<month>\d{1,2})[/-](?P<year>\d{4})",
        r"(?P<year>\d{4})\s?年(?:\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?日?)?)?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?:(?P<day>\d{1,2})(?:er|º|°|st|nd|rd|th|\.)?[\s-]+(?:de\s+)?)?"
        r"(?P<month>[^\W\d][^\d,-]*?)\.?,?[\s-]+(?:del?\s+)?(?P<year>\d{4})(?:\s*(?:г|г\.|года))?",
        r"(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
]
_EITHER = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
# 2004.10 typed as a number is kept as 2004.1.
_CUT = re.compile(r"(\d{4})\.1")


def as_iso(text: str) -> tuple[str, str]:
    """Return a date as ISO text (a year or a month alone stay what they are) and why it is none; one of the two is empty.

    6 June 2018, 3 Feb. 2025, 07/2020, June 6, 2018, 1er mai 2017, 2018年6月6日, 01.05.2017 (the day first), Excel's day numbers. 05/06/2018
    has two readings and is refused with both, as has 2004.1; 25/06/2018 has one.
    """
    plain = " ".join(text.casefold().split())
    if _SERIAL.fullmatch(plain):
        return (_EXCEL + dt.timedelta(int(plain))).isoformat(), ""
    if either := _EITHER.fullmatch(plain):
        return _day_or_month(text, *map(int, either.groups()))
    if cut := _CUT.fullmatch(plain):
        return "", f"“{text}” can be {cut[1]}-01 or {cut[1]}-10"
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            iso = _iso(parts["year"], _month(parts["month"]), parts.get("day"))
            if iso:
                return iso, ""
    return "", f"“{shortened(text)}” is no date"


def _day_or_month(text: str, first: int, second: int, year: int) -> tuple[str, str]:
    readings = sorted({_iso(year, month, day) for day, month in ((first, second), (second, first))} - {""})
    if len(readings) == 1:
        return readings[0], ""
    return "", f"“{text}” can be {' or '.join(readings)}" if readings else f"“{text}” is no date"


def _iso(year: str | int, month: str | int | None, day: str | int | None) -> str:
    """Return the date, as far as its parts go; empty where there is no such day."""
    try:
        whole = dt.date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day else 7 if month else 4]


def _month(word: str | None) -> str | int | None:
    if word is None or word.isdecimal():
        return word
    # Two names of a month in Arabic stand with a stroke between them.
    return next((_months()[part] for part in re.split(r"\s*/\s*", word.strip(" .")) if part in _months()), 0) or "none"


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    names = {
        name.casefold().strip("."): number
        for locale in _LOCALES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, locale).items()
    }
    return names | {"sept": 9}
