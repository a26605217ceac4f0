"""The six official languages: words from PO catalogues, numbers and days as each of them writes them.

A catalogue is `wording/<language>.po` in a layer: `data/reference/` holds the words of the suite, a paper those of its own
tables, a dataset what it says otherwise. A message is the English text as it stands in the code or in a table. How a language
writes numbers is the table house_style.csv, in two profiles: what the editorial manual asks for, and what documents do.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from analysis.errors import DataError
from analysis.paths import REFERENCE
from analysis.reference import Layers

ENGLISH = "en"
LANGUAGES = ("ar", ENGLISH, "es", "fr", "ru", "zh")
WORDING = "wording"
MANUAL, DOCUMENTS = "manual", "documents"
_FIELDS = re.compile(r"\{[^{}]*\}")
# In a finished text; its place in the text of the catalogue is a "#".
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LABELLED = re.compile(r"(\D+?) (\d.*)")
_LIST = "; "


class Language:
    """One language for the readers of one dataset.

    missing: the English texts that were asked for and have no translation; they are shown in English.
    """

    def __init__(
        self, code: str, layers: Layers, fields: Mapping[str, str] | None = None, profile: str = DOCUMENTS
    ) -> None:
        """Read nothing yet. fields: what stands in labels for {first} and the like; profile: of house_style.csv.

        Raises DataError for a language that is none of the six.
        """
        if code not in LANGUAGES:
            raise DataError(f"“{code}” is none of the languages {', '.join(LANGUAGES)}.")
        self.code, self._layers, self._profile = code, layers, profile
        self._fields = fields or {}
        self.missing: set[str] = set()

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return Locale(self.code).text_direction == "rtl"

    @cached_property
    def _held(self) -> dict[str, str]:
        paths = (folder / WORDING / f"{self.code}.po" for folder in self._layers.folders)
        stamps = ((path, path.stat()) for path in paths if path.is_file())
        catalogues = [_read(path, (stamp.st_mtime_ns, stamp.st_size)) for path, stamp in stamps]
        held = {text: own for catalogue in catalogues for text, own in catalogue.items()}
        named = {}
        for text, own in held.items():
            for field, value in self._fields.items():
                text, own = text.replace(field, value), own.replace(field, self.day(value))
            named[text] = own
        return held | named

    @cached_property
    def _style(self) -> dict[str, str]:
        rows = self._layers.table("house_style")
        rows = rows[(rows["language"] == self.code) & rows["profile"].isin(["", self._profile])]
        return dict(rows.sort_values("profile", kind="stable")[["rule", "value"]].itertuples(index=False))

    def text(self, english: str) -> str:
        """Return the translation of an English text, or the text itself where there is none.

        A finished text is translated as well where its parts are: a list joined by semicolons, a label before a number,
        numbers whose text the catalogue has with a "#" for each.
        """
        if self.code == ENGLISH or not worded(english):
            return english
        found = self._translated(english)
        if found is None:
            self.missing.add(english)
        return english if found is None else found

    def _translated(self, english: str) -> str | None:
        if english in self._held or not worded(english):
            return self._held.get(english, english)
        numbers = iter(_NUMBER.findall(english))
        if pattern := self._held.get(_NUMBER.sub("#", english)):
            return re.sub("#", lambda _: self._again(next(numbers)), pattern)
        if _LIST in english:
            parts = [self._translated(part) for part in english.split(_LIST)]
            return None if None in parts else self.joined(part for part in parts if part)
        for joint, halves in ((": ", english.split(": ", 1)), (" ", _split(english))):
            parts = [self._translated(half) for half in halves] if len(halves) == 2 else []
            if parts and None not in parts:
                return f"{parts[0]}{self.colon if joint == ': ' else joint}{parts[1]}"
        return None

    def _again(self, number: str) -> str:
        return self.number(float(number), len(number.partition(".")[2]))

    def joined(self, parts: Iterable[str]) -> str:
        """Return texts as one list."""
        return self._style["list"].join(parts)

    @property
    def colon(self) -> str:
        """What stands between a label and what it labels."""
        return self._style["colon"]

    def labelled(self, label: str, numbers: str) -> str:
        """Return a label, still to be translated, before numbers that are in the language."""
        return f"{self.text(label)}{self.colon}{numbers}"

    def sentence(self, text: str) -> str:
        """Return a text, already in the language, closed as a sentence."""
        return f"{text}{self._style['stop']}"

    def sentences(self, parts: Iterable[str]) -> str:
        """Return sentences, those that are empty left out, one after the other."""
        return self._style["space"].join(filter(None, parts))

    def name(self, code: str) -> str:
        """Return the short name of a State or other entity; in English where the names have no other, else its code."""
        names = self._names
        return names.get((code, self.code)) or names.get((code, ENGLISH), code)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        rows = self._layers.table("names").query("form == 'short' and until == ''")
        return dict(zip(zip(rows["code"], rows["language"], strict=True), rows["name"], strict=True))

    def number(self, value: float, digits: int | None = None) -> str:
        """Return a number with as many decimals, or as many as it has."""
        pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        symbols = Locale(self.code).number_symbols["latn"]
        own = {ord(symbols[rule]): self._style.get(rule, symbols[rule]) for rule in ("decimal", "group")}
        return format_decimal(value, format=pattern, locale=self.code).translate(own)

    def number_in_words(self, value: float) -> str:
        """Return a whole number that the house style spells out in words, any other in figures."""
        if float(value).is_integer() and 0 < value < int(self._style["words_below"]):
            return _message(f"{{value, spellout, {self._style['words']}}}", self.code).format({"value": int(value)})
        return self.number(value)

    def per_cent(self, share: float, digits: int = 1) -> str:
        """Return a share with the sign for per cent, for tables and charts; empty where there is none."""
        return "" if math.isnan(share) else self._hundredths("sign", share, digits)

    def per_cent_in_words(self, share: float, digits: int = 1) -> str:
        """Return a share as a text has it, such as "20.2 per cent"; "no share" where there is none."""
        return self.text("no share") if math.isnan(share) else self._hundredths("per_cent", share, digits)

    def points(self, difference: float, digits: int = 1) -> str:
        """Return a difference of two shares as "59.3 percentage points"."""
        return self.text("no difference") if math.isnan(difference) else self._hundredths("points", difference, digits)

    def _hundredths(self, rule: str, share: float, digits: int) -> str:
        value = round(share * 100, digits)
        return _message(self._style[rule], self.code).format({"text": self.number(value, digits), "value": value})

    def plural(self, value: float, forms: str) -> str:
        """Return the form that fits a number of forms such as `one{# State} other{# States}` (ICU), "#" the number."""
        return _message(f"{{value, plural, {forms}}}", self.code).format({"value": int(value)})

    def day(self, iso: str) -> str:
        """Return an ISO day in words, such as 6 June 2018; any other text as it is."""
        try:
            day = dt.date.fromisoformat(iso)
        except ValueError:
            return iso
        written = format_date(day, format=self._style.get("day", "long"), locale=self.code)
        months = self._style.get("months", "").split(_LIST)
        return written.replace(format_date(day, "MMMM", self.code), months[day.month - 1]) if months[1:] else written


def _split(text: str) -> tuple[str, ...]:
    """Return a label and the numbers after it, or the text alone."""
    found = _LABELLED.fullmatch(text)
    return found.groups() if found else (text,)


def worded(text: str) -> bool:
    """Whether a text has words beside the fields in braces: only such a text is translated."""
    return any(letter.isalpha() for letter in _FIELDS.sub("", text))


@lru_cache(maxsize=256)
def _message(pattern: str, code: str):
    from icu4py.messageformat import MessageFormat

    # Figures stay those of the house style: an Arabic locale of its own would write others.
    return MessageFormat(pattern, f"{code}-u-nu-latn")


@lru_cache(maxsize=64)
def _read(path: Path, stamp: object) -> dict[str, str]:
    import polib

    try:
        return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"The catalogue {path} cannot be read: {error}.") from None


# For what is said in English whatever the dataset.
IN_ENGLISH = Language(ENGLISH, Layers((REFERENCE,)))
