"""The words of each language that reading needs, from data/reference/words.csv: a language is rows there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from analysis.reference import reference, version

Made = TypeVar("Made")
_SCRIPTS = {"arabic": re.compile(r"[\u0600-\u06ff]"), "chinese": re.compile(r"[\u3400-\u9fff]")}
_PLACES = {
    "whole": r"(?<!\w)(?:{})(?!\w)",
    "arabic": r"(?<!\w)[وفبكل]{{0,2}}(?:ال|ل)?(?:{})(?!\w)",
    "chinese": "(?:{})",
}
_BETWEEN = r"[^。；.;]{0,30}?"
_VOWELS = re.compile(r"[\u064b-\u0652\u0640]")


def from_words(make: Callable[[], Made]) -> Callable[[], Made]:
    """Let what is made from the words be made once, and again when the table was edited."""
    kept = lru_cache(maxsize=2)(lambda stamp: make())
    last: list = [None, None]

    @wraps(make)
    def made() -> Made:
        # Asked for every line: the stamp of the tables is the same object for a second.
        stamp = version()
        if last[0] is not stamp:
            last[:] = stamp, kept(stamp)
        return last[1]

    return made


def words_of(*kinds: str) -> dict[str, str]:
    """Return the words of some kinds in all languages, as written there, with what each means."""
    table = _by_kind()
    return {word: meaning for kind in kinds for _, word, meaning in table.get(kind, [])}


def words_by_language(kind: str) -> dict[str, list[str]]:
    """Return the words of a kind by language."""
    found: dict[str, list[str]] = {}
    for language, word, _ in _by_kind().get(kind, []):
        found.setdefault(language, []).append(word)
    return found


def any_of(*kinds: str) -> str:
    """Return the words of some kinds as the alternatives of a regular expression, the longest first."""
    return "|".join(map(re.escape, sorted(words_of(*kinds), key=len, reverse=True)))


def pattern_of(*kinds: str) -> re.Pattern[str]:
    """Return the words of some kinds as they stand in an evened text: whole ones, Chinese ones anywhere, Arabic ones also behind
    what is written onto a word; "…" in a word stands for what may come between."""
    forms: dict[str, list[str]] = {place: [] for place in _PLACES}
    for word in sorted(words_of(*kinds), key=len, reverse=True):
        place = next((place for place in ("chinese", "arabic") if _SCRIPTS[place].search(word)), "whole")
        forms[place].append(re.escape(word).replace("…", _BETWEEN))
    said = [_PLACES[place].format("|".join(words)) for place, words in forms.items() if words]
    return re.compile("|".join(said), re.I)


def even(text: str) -> str:
    """Return a text with straight apostrophes and without the signs of Arabic vowels, as the words in the table are."""
    return _VOWELS.sub("", text.replace("’", "'"))


@from_words
def words_of_names() -> frozenset[str]:
    """Return the names of States that are one word, in all languages, in small letters."""
    return frozenset(name.casefold() for name in reference("names")["name"] if " " not in name)


@from_words
def _by_kind() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in reference("words").itertuples():
        found.setdefault(row.kind, []).append((row.language, row.word, row.meaning))
    return found
