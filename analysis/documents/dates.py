"""The date of a document, as its masthead or letterhead writes it in one of the six languages."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from babel.dates import get_month_names

# ar_SY: the names that United Nations documents put before the Roman month names in Arabic.
_LOCALES = ("en", "fr", "es", "ru", "ar", "ar_SY")
_DISTRIBUTION = re.compile(r"Distr", re.I)
_MONTH, _YEAR = r"[^\W\d]+(?:/[^\W\d]+)?", r"\d{4}(?!\d)"
_WHOLE = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    rf"|(?<!\d)\d{{1,2}}\.\d{{1,2}}\.{_YEAR}"
    rf"|(?<![\d–-])\d{{1,2}}(?:er|º|°|st|nd|rd|th)?\s+(?:de\s+)?{_MONTH},?\s+(?:del?\s+)?{_YEAR}"
    rf"|\b{_MONTH}\s+\d{{1,2}},\s+{_YEAR}",
    re.I,
)


def date_in(text: str) -> str:
    """Return the date of distribution, else the first whole date, as an ISO date; empty where none stands."""
    masthead = (_first(text[m.end() : m.end() + 80]) for m in _DISTRIBUTION.finditer(text))
    return next(filter(None, masthead), "") or _first(text)


def _first(text: str) -> str:
    return next(filter(None, (_iso(found[0]) for found in _WHOLE.finditer(text))), "")


def _iso(date: str) -> str:
    figures = [int(figure) for figure in re.findall(r"\d+", date)]
    if len(figures) == 2:
        month = next((_months()[word] for word in re.findall(r"[^\W\d]+", date.casefold()) if word in _months()), 0)
        figures.insert(1, month)
    day, month, year = figures if figures[0] <= 31 else figures[::-1]
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _months() -> dict[str, int]:
    names = [get_month_names("wide", locale=locale) for locale in _LOCALES]
    return {name.casefold(): number for of_locale in names for number, name in of_locale.items()}
