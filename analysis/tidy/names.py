"""Bring a name to the form in which two spellings of it are equal. Nothing here knows any State.

`spelling_key` is what the look-up tables of `analysis.tidy.states` are keyed by: exact after
normalisation, never near. What is evened out: Unicode compatibility forms (NFKC, so Arabic presentation
forms too), case, accents and Arabic hamza carriers (NFD without marks), tatweel, invisible and direction
marks, HTML entities, apostrophes, footnote marks, articles and joining words, common abbreviations,
word order ("Venezuela (Bolivarian Republic of)"), traditional Chinese characters.
"""

import html
import re
import unicodedata
from functools import lru_cache

from analysis.reference import reference, version

_FOOTNOTE_MARKS = re.compile(r"[*†‡§¹²³⁰⁴-⁹]+|\[\w{1,3}\]\s*$|(?<=\D)\s*\d{1,2}/?\s*$|\s[a-z]/\s*$")
_POSSESSIVE = re.compile(r"['’‘ʼ`´′]s\b")
_LETTERS_JOINED_BY_DOTS = re.compile(r"\b(?:\w\.\s?){2,}")
_NOT_A_WORD = re.compile(r"[\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LONE_ARABIC_AND = re.compile(r"\bو\s+")
_ARABIC_ARTICLE = re.compile(r"\b(و?)ال(?=\w{3})")
# Letters that carry no mark to strip, written alike across keyboards of one script.
_SAME_LETTER = str.maketrans("ىیېکةıłøđ", "يييكهilod") | str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´′]")
LONGEST_NAME = 300
LONGEST_PIECE = 2


class _ByCategory(dict):
    """A table for str.translate that is filled as characters are met: what each category becomes."""

    def __init__(self, becomes: dict[str, str]) -> None:
        super().__init__({ord("\n"): " ", ord("\t"): " ", ord("ـ"): ""})
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = self._becomes.get(unicodedata.category(chr(code)), chr(code))
        return self[code]


_VISIBLE = _ByCategory({"Zs": " ", "Cf": "", "Cc": "", "Co": "", "Cn": ""})
_UNMARKED = _ByCategory({"Mn": ""})
_UNMARKED.update(_SAME_LETTER)


def plain_text(name: str) -> str:
    """Return the name as one line of visible characters: entities, marks and odd spaces undone."""
    text = html.unescape(name) if "&" in name else name
    return " ".join(text.translate(_VISIBLE).split())


def spelling_key(name: str) -> str:
    """Return the key under which all spellings of one name meet; empty where no letter is left.

    The words are sorted, so that inverted order is the same name. Chinese is taken as one run.
    """
    text = _FOOTNOTE_MARKS.sub(" ", plain_text(name))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    text = _POSSESSIVE.sub("s", text)
    text = _LETTERS_JOINED_BY_DOTS.sub(lambda m: re.sub(r"[.\s]", "", m[0]) + " ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFD", text).translate(_UNMARKED)
    if _CHINESE.search(text):
        return _NOT_A_WORD.sub("", text.translate(_simplified(version())))
    text = _NOT_A_WORD.sub(" ", text)
    if _ARABIC.search(text):
        text = _ARABIC_ARTICLE.sub(r"\1", _LONE_ARABIC_AND.sub("و", text))
    return " ".join(sorted(_expand(text.split())))


def letters_key(name: str) -> str:
    """Return the letters of a name alone, in their order: under it "L i ban" meets "Liban"."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", plain_text(name)).casefold())
    return _NOT_A_WORD.sub("", text.translate(_UNMARKED))


def has_spaced_letters(name: str) -> bool:
    """Return whether a name has pieces too short for words, as where a program set its letters apart."""
    return any(len(piece) <= LONGEST_PIECE for piece in name.split()) and " " in name.strip()


def key_without_apostrophes(name: str) -> str:
    """Return the key of the name as typed on a keyboard without apostrophe: "Cote dIvoire"."""
    return spelling_key(_APOSTROPHES.sub("", name))


def _expand(words: list[str]) -> list[str]:
    stands_for = _words(version())
    expanded = [stands_for.get(word, word) for word in words]
    # A name that is nothing but joining words ("La", "Y") keeps them: it must not meet the empty name.
    return [part for word in expanded for part in word.split()] or words


@lru_cache(maxsize=2)
def _words(stamp: tuple) -> dict[str, str]:
    table = reference("name_words")
    return dict(zip(table["word"], table["stands_for"], strict=True))


@lru_cache(maxsize=2)
def _simplified(stamp: tuple) -> dict[int, str]:
    table = reference("chinese_forms")
    return str.maketrans(dict(zip(table["traditional"], table["simplified"], strict=True)))
