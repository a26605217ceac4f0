"""The six official languages: words from PO catalogues, numbers and days as each of them writes them.

A catalogue is `wording/<language>.po` in a layer: `data/reference/` holds the words of the suite, a paper those of its own
tables, a dataset what it says otherwise. A message is the English text as it stands in the code or in a table.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from analysis.errors import DataError
from analysis.reference import Layers

ENGLISH = "en"
LANGUAGES = ("ar", ENGLISH, "es", "fr", "ru", "zh")
WORDING = "wording"
_FIELDS = re.compile(r"\{[^{}]*\}")


class Language:
    """One language for the readers of one dataset.

    missing: the English texts that were asked for and have no translation; they are shown in English.
    """

    def __init__(self, code: str, layers: Layers) -> None:
        """Read nothing yet. Raises DataError for a language that is none of the six."""
        if code not in LANGUAGES:
            raise DataError(f"“{code}” is none of the languages {', '.join(LANGUAGES)}.")
        self.code, self._layers = code, layers
        self.missing: set[str] = set()

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return Locale(self.code).text_direction == "rtl"

    @cached_property
    def _held(self) -> dict[str, str]:
        paths = (folder / WORDING / f"{self.code}.po" for folder in self._layers.folders)
        return {
            english: other for path in paths if path.is_file() for english, other in _read(path, path.stat()).items()
        }

    def text(self, english: str) -> str:
        """Return the translation of an English text, or the text itself where there is none."""
        if self.code == ENGLISH or not worded(english):
            return english
        if english not in self._held:
            self.missing.add(english)
        return self._held.get(english, english)

    def number(self, value: float, digits: int | None = None) -> str:
        """Return a number with as many decimals, or as many as it has."""
        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self.code)

    def per_cent(self, share: float, digits: int = 1) -> str:
        """Return a share with the sign for per cent, for tables and charts; empty where there is none."""
        if math.isnan(share):
            return ""
        pattern = (
            Locale(self.code)
            .percent_formats[None]
            .pattern.replace("#,##0", "0" + ("." + "0" * digits if digits else ""))
        )
        return format_percent(share, format=pattern, locale=self.code)

    def day(self, iso: str) -> str:
        """Return an ISO day in words, such as 6 June 2018; any other text as it is."""
        try:
            return format_date(
                dt.date.fromisoformat(iso), format="d MMMM y" if self.code == ENGLISH else "long", locale=self.code
            )
        except ValueError:
            return iso


def worded(text: str) -> bool:
    """Whether a text has words beside the fields in braces: only such a text is translated."""
    return any(letter.isalpha() for letter in _FIELDS.sub("", text))


@lru_cache(maxsize=64)
def _read(path: Path, stamp: object) -> dict[str, str]:
    import polib

    try:
        return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"The catalogue {path} cannot be read: {error}.") from None
