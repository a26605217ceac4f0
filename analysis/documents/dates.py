"""The date of a document, as its masthead or letterhead writes it in one of the six languages."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from babel.dates import get_month_names

# ar_SY: the names that United Nations documents put before the Roman month names in Arabic.
_LOCALES = ("en", "fr", "es", "ru", "ar", "ar_SY")
_DISTRIBUTION = re.compile(r"Distr", re.I)


def date_in(text: str) -> str:
    """Return the date of distribution, else the first whole date, as an ISO date; empty where none stands."""
    masthead = (_first(text[m.end() : m.end() + 80]) for m in _DISTRIBUTION.finditer(text))
    return next(filter(None, masthead), "") or _first(text)


def _first(text: str) -> str:
    found = [(m.start(), m) for pattern in _patterns() for m in pattern.finditer(text)]
    for _, match in sorted(found, key=lambda pair: pair[0]):
        month = _months().get(match["month"].casefold()) or match["month"]
        try:
            return dt.date(int(match["year"]), int(month), int(match["day"])).isoformat()
        except ValueError:
            continue
    return ""


@cache
def _months() -> dict[str, int]:
    return {
        name.casefold(): number
        for locale in _LOCALES
        for number, name in get_month_names("wide", locale=locale).items()
    }


@cache
def _patterns() -> list[re.Pattern[str]]:
    month = rf"(?P<month>{'|'.join(sorted(map(re.escape, _months()), key=len, reverse=True))})"
    day, year = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
    return [
        re.compile(pattern, re.I)
        for pattern in (
            r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
            r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
            rf"(?<!\d){day}\.(?P<month>\d{{1,2}})\.{year}",
            rf"(?<![\d–-]){day}(?:er|º|°|st|nd|rd|th)?\s+(?:de\s+)?{month}(?:/\w+)?,?\s+(?:del?\s+)?{year}",
            rf"\b{month}\s+{day},\s+{year}",
        )
    ]
