"""In which encoding a text was sent, told by its words: which reading gives letters, quotes and words where they belong."""

from __future__ import annotations

import re
from contextlib import suppress

from analysis.documents.contents import FileProblem
from analysis.documents.words import from_words, words_of

# What States send besides UTF-8.
_LEGACY = (
    "cp1252", "mac_roman", "cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp1256", "iso8859_6", "gb18030", "big5",
)  # fmt: skip
_SAMPLE = 20_000
_LEAST_LIKELY = 0.25
_WORDS_COUNT = 3.0
_STRANGE = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# A capital after a small letter, two scripts in a word, accents in a row, no Russian vowel: the work of a wrong encoding.
_MIXED = re.compile(
    r"[a-zà-ÿа-я][A-ZÀ-ÞА-Я]|[A-Za-zÀ-ÿ][А-Яа-яЀ-Џѐ-џ\u0600-\u06ff\u3400-\u9fff]|[А-Яа-я][A-Za-zÀ-ÿ]|[À-ÿ]{4,}|^(?i:(?:(?![аеиоуыэюя])[Ѐ-џ]){4,})$"
)
_QUOTE_WELL = re.compile(
    r"(?<=[^\W\d_])[’‘](?=[^\W\d_]|\W|$)|(?<!\w)[“‘«„](?=\s?\w)|(?<=[\w.,;:!?)%])\s?[”’»“](?!\w)|\s[–—]\s|\d[–—]\d|…|[°§№]|•\s"
)
_LETTER = re.compile(r"[^\W\d_]")


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16, else the legacy encoding whose letters make words.

    Raises FileProblem where none does.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise FileProblem("the text is damaged or cut off (UTF-16)", "Ask for it again") from None
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig")
    scores = {name: score for name in _LEGACY if (score := _likelihood(data, name)) is not None}
    best = max(scores, key=lambda name: scores[name], default="")
    if not best or scores[best] < _LEAST_LIKELY:
        raise FileProblem("its letters are in an unknown encoding", "Save it in UTF-8")
    return data.decode(best, errors="replace")


def _likelihood(data: bytes, encoding: str) -> float | None:
    """Return how well a text reads in an encoding, per letter beyond ASCII; None where it cannot be read in it."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = _STRANGE.search(text)
    start = max(0, strange.start() - 1_000) if strange else 0
    sample = text[start : start + _SAMPLE]
    beyond = sum(map(len, _STRANGE.findall(sample))) or 1
    good = bad = 0.0
    for word in _WORD.findall(sample):
        if not word.isascii():
            letters = sum(not letter.isascii() for letter in word)
            good, bad = (good, bad + 2 * letters) if _MIXED.search(word) else (good + letters, bad)
    good += sum(len(found) for found in _QUOTE_WELL.findall(sample))
    others = sum(not _LETTER.match(c) for run in _STRANGE.findall(sample) for c in run)
    bad += max(0, others - len(_QUOTE_WELL.findall(sample)))
    return (good - bad) / beyond + _WORDS_COUNT * _share_of_common(sample)


def _share_of_common(sample: str) -> float:
    """Return the share of the words with letters beyond ASCII that are among the commonest of a language."""
    common = _common()
    chinese = _CHINESE.findall(sample)
    words = [word.casefold() for word in _WORD.findall(sample) if not word.isascii() and not _CHINESE.match(word)]
    known = sum(word in common for word in words) + sum(letter in common for letter in chinese)
    return known / ((len(words) + len(chinese)) or 1)


@from_words
def _common() -> frozenset[str]:
    return frozenset(word for word in words_of("common") if not word.isascii())
