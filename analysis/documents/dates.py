"""The date of a document, as its masthead or letterhead writes it in one of the six languages."""

from __future__ import annotations

import re

from analysis.tidy.dates import as_iso

_DISTRIBUTION = re.compile(r"Distr", re.I)
# What may be a whole date; the table of dates tells whether it is one.
_DAY, _YEAR, _MONTH = r"(?<![\d–-])\d{1,2}", r"\d{4}(?!\d)", r"[^\W\d]+(?:/[^\W\d]+)?"
_WHOLE = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    rf"|(?<!\d)\d{{1,2}}\.\d{{1,2}}\.{_YEAR}"
    rf"|{_DAY}(?:er|º|°|st|nd|rd|th)?\s+(?:de\s+)?{_MONTH},?\s+(?:del?\s+)?{_YEAR}"
    rf"|\b{_MONTH}\s+\d{{1,2}},\s+{_YEAR}",
    re.I,
)


def date_in(text: str) -> str:
    """Return the date of distribution, else the first whole date, as an ISO date; empty where none stands."""
    masthead = (_first(text[m.end() : m.end() + 80]) for m in _DISTRIBUTION.finditer(text))
    return next(filter(None, masthead), "") or _first(text)


def _first(text: str) -> str:
    return next((iso for found in _WHOLE.finditer(text) if (iso := as_iso(found[0])[0])), "")
