"""The six official languages: words from PO catalogues, numbers and days as each of them writes them.

A catalogue is `wording/<language>.po` in a layer: `data/reference/` holds the words of the suite, a paper those of its own
tables, a dataset what it says otherwise. A message is the English text as it stands in the code or in a table. How a language
writes numbers is the table house_style.csv, in two profiles: what the editorial manual asks for, and what documents do.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

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
# A field of a message: {day}, {count:,} and {day.cut_off} stand for anything, {0} for a number.
_FIELD = re.compile(r"\{([\w.]+)(?::[^{}]*)?\}")
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?(?: per cent|%)?"
# A day, a number with its unit, or the name of a statement, such as S05.
_FIGURE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)|(?P<number>\d+(?:,\d{3})*(?:\.(?P<rest>\d+))?)(?P<unit> per cent|%)?|[A-Z]+\d+"
)
# What stands before and after a count, such as a group or a universe, is a text of its own.
_COUNT = re.compile(rf"(?:(?P<before>[^\d].*?) )?(?P<count>{_NUMBER}(?: of {_NUMBER}|-[\d-]+)?)(?: \((?P<after>.+)\))?")
# A message of fewer letters says so little that a text is only taken for it where what stands in its fields is known, too.
_FEW = 5
_LIST, _QUOTED = "; ", re.compile("“[^”]*”")
# So many parts of a list may be one text in which the joint stands.
_TOGETHER = 4


class _Message(NamedTuple):
    """A message with fields: what stands between them, their names, its translation."""

    literals: list[str]
    names: list[str]
    own: str

    @property
    def letters(self) -> int:
        return sum(map(str.isalpha, "".join(self.literals)))

    def found(self, text: str) -> tuple[str, ...] | None:
        """Return what stands in its fields where a text is made of it."""
        if not text.startswith(self.literals[0]) or not all(word in text for word in self.literals):
            return None
        fields = [f"({_NUMBER if name.isdigit() else '.*?'})" for name in self.names] + [""]
        pattern = "".join(re.escape(word) + field for word, field in zip(self.literals, fields, strict=True))
        found = re.fullmatch(pattern, text, re.S)
        return found.groups() if found else None


class Language:
    """One language for the readers of one dataset.

    missing: the English texts that were asked for and have no translation; they are shown in English.
    """

    def __init__(self, code: str, layers: Layers, profile: str = DOCUMENTS) -> None:
        """Read nothing yet. profile: of house_style.csv. Raises DataError for a language that is none of the six."""
        if code not in LANGUAGES:
            raise DataError(f"“{code}” is none of the languages {', '.join(LANGUAGES)}.")
        self.code, self._layers, self._profile = code, layers, profile
        self.missing: set[str] = set()
        self._known: dict[str, str | None] = {}

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return Locale(self.code).text_direction == "rtl"

    @cached_property
    def _held(self) -> dict[str, str]:
        paths = (folder / WORDING / f"{self.code}.po" for folder in self._layers.folders)
        stamps = ((path, path.stat()) for path in paths if path.is_file())
        catalogues = [_read(path, (stamp.st_mtime_ns, stamp.st_size)) for path, stamp in stamps]
        names = self._names
        of_names = {
            names.get((code, ENGLISH), code): own for (code, language), own in names.items() if language == self.code
        }
        return of_names | {text: own for catalogue in catalogues for text, own in catalogue.items()}

    @cached_property
    def _messages(self) -> list[_Message]:
        """The messages with fields, those of most words first; a plural is none."""
        split = ((_FIELD.split(text), own) for text, own in self._held.items())
        made = [_Message(parts[::2], parts[1::2], own) for parts, own in split if len(parts) > 1]
        kept = [each for each in made if each.letters and not {*"{}"} & {*"".join(each.literals)}]
        return sorted(kept, key=lambda message: -message.letters)

    @cached_property
    def _style(self) -> dict[str, str]:
        rows = self._layers.table("house_style")
        rows = rows[(rows["language"] == self.code) & rows["profile"].isin(["", self._profile])]
        return dict(rows.sort_values("profile", kind="stable")[["rule", "value"]].itertuples(index=False))

    def text(self, english: str) -> str:
        """Return the translation of an English text, or the text itself where there is none.

        A finished text is translated as well: a message with what stands in its fields, the parts of a list, what stands on
        both sides of a colon, a count with what stands around it. What stands in a field and has no translation stays.
        """
        if self.code == ENGLISH or not worded(english):
            return english
        if (found := self._told(english)) is not None:
            return found
        if _LIST in english:
            return self.joined(map(self.text, english.split(_LIST)))
        if found := self._counted(english, self.text):
            return found
        self.missing.add(english)
        return english

    def _told(self, english: str) -> str | None:
        """Return a text in the language, none where it has no translation."""
        if english not in self._known:
            ways = (self._held.get, self._figure, self._made, self._counted, self._listed)
            self._known[english] = next((own for way in ways if (own := way(english)) is not None), None)
        return self._known[english]

    def _figure(self, text: str) -> str | None:
        """Return figures as the language writes them; what has neither comma nor point may be a year."""
        whole = _FIGURE.fullmatch(text)
        return self._digits(whole) if whole else None if worded(text) else _FIGURE.sub(self._digits, text)

    def _digits(self, found: re.Match[str]) -> str:
        if found["day"]:
            return self.day(found["day"])
        if not found["number"] or not (found["unit"] or {*found["number"]} & {",", "."}):
            return found[0]
        value, digits = float(found["number"].replace(",", "")), len(found["rest"] or "")
        if not found["unit"]:
            return self.number(value, digits)
        return (self.per_cent if found["unit"] == "%" else self.per_cent_in_words)(value / 100, digits)

    def _made(self, text: str) -> str | None:
        """Return a message with its fields filled."""
        for message in self._messages:
            if fields := message.found(text):
                held = dict(zip(message.names, fields, strict=True))
                quoted = message.literals[0].endswith("“")  # a value that somebody typed stays as it is
                told = {name: part if quoted and name == "value" else self._told(part) for name, part in held.items()}
                # What holds the joint of a list and has no translation may be the rest of one; not what is quoted.
                several = _LIST in _QUOTED.sub("", text) and any(_LIST in held[n] for n in told if told[n] is None)
                if (message.letters >= _FEW and not several) or None not in told.values():
                    held |= {name: own for name, own in told.items() if own}
                    return _FIELD.sub(lambda field: held[field[1]], message.own)  # noqa: B023
        return None

    def _listed(self, text: str) -> str | None:
        """Return a list, or a label and what is said of it, where each part has a translation; a part may hold a joint itself."""
        label, colon, rest = text.partition(": ")
        if colon and None not in (told := (self._told(label), self._told(rest))):
            return self.colon.join(filter(None, told))
        for joint, own in ((_LIST, self._style["list"]), (", ", self._style.get("comma", ", "))):
            parts = text.split(joint)
            if len(parts) > 1 and (found := self._parted(parts, joint)):
                return own.join(found)
        return None

    def _parted(self, parts: list[str], joint: str) -> list[str] | None:
        """Return the parts of a list in the language, some of them together where they are one text; none where one is not known."""
        rest: list[list[str] | None] = [[]]
        for at in reversed(range(len(parts))):
            for count in range(min(len(rest), _TOGETHER), 0, -1):
                text = joint.join(parts[at : at + count])
                own = self._told(text) if count == 1 else self._held.get(text) or self._made(text)
                if own is not None and (after := rest[count - 1]) is not None:
                    rest.insert(0, [own, *after])
                    break
            else:
                rest.insert(0, None)
        return rest[0]

    def _counted(self, text: str, unknown: Callable[[str], str] | None = None) -> str | None:
        """Return a count with what stands before and after it; unknown: what makes a word of what has no translation."""
        found = None if _LIST in text else _COUNT.fullmatch(text)
        if not found or not (found["before"] or found["after"]):
            return None
        parts = [found["before"], found["count"], found["after"]]
        own = [part and (self._told(part) or (unknown and unknown(part))) for part in parts]
        if any(part and not said for part, said in zip(parts, own, strict=True)):
            return None
        return " ".join(filter(None, (*own[:2], own[2] and f"({own[2]})")))

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
        """Return a text, already in the language, closed as a sentence; one that is closed, or empty, stays."""
        return text and f"{text.removesuffix(self._style['stop'])}{self._style['stop']}"

    def sentences(self, parts: Iterable[str]) -> str:
        """Return sentences, those that are empty left out, one after the other."""
        return self._style["space"].join(filter(None, parts))

    def name(self, code: str) -> str:
        """Return the short name of a State or other entity; in English where the names have no other, else its code."""
        return self._names.get((code, self.code)) or self._names.get((code, ENGLISH), code)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        # A dataset of other entities leaves those out that the lists of its paper name.
        rows = Layers(self._layers.folders).table("names").query("form == 'short' and until == ''")
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
