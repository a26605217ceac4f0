"""Plain text and Markdown: hard-wrapped lines, in UTF-8, UTF-16 or a legacy encoding.

An encoding is told by its words: which reading gives letters, quotes and words where they belong.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from itertools import chain

from analysis.documents.contents import Content, FileProblem
from analysis.documents.lines import Line, at_headers, without_furniture
from analysis.documents.masthead import running_symbol
from analysis.documents.paragraphs import Reading
from analysis.documents.segments import paragraphs_of
from analysis.documents.words import from_words, words_of

_HEADING = re.compile(r"^(?P<signs>#{1,6})\s+(?P<title>\S.*?)\s*#*\s*$", re.M)
_BULLET = re.compile(r"^(\s*)[-*+]\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\w))(.+?)(?:\*\*|__|`|(?<=\w)[*_](?!\w))")
_LINK = re.compile(r"\[([^\]^]+)\]\([^)]+\)")
# A label that a program parted from its heading.
_LABEL_ALONE = re.compile(r"^([IVX]{1,5}\.|[A-H]\.)[ \t]*\n\s*(?=[A-Z][a-z])", re.M)
# What a program set side by side on a cover stands apart.
_COLUMNS = re.compile(r"\s{3,}")
_FIRST_LINES, _FRONT = 5, 60
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


def read(content: Content) -> Reading:
    """Return the units of a text file; pages are counted where form feeds part them."""
    text = decode(content.data)
    if _is_table(text):
        raise FileProblem("it is a table (CSV), not a text", "Describe it in dataset.toml and read it as a register")
    return reading_of(text)


def reading_of(text: str) -> Reading:
    """Return the units of a text whose lines stand as they were printed."""
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    is_markdown = bool(_HEADING.search(text))
    made = _markdown if is_markdown else Line
    pages = [[made(line) for line in _LABEL_ALONE.sub(r"\1 ", page).split("\n")] for page in printed]
    if len(printed) == 1:
        pages = at_headers(pages[0])
    texts = [[part for line in page for part in _COLUMNS.split(line.text.strip()) if part] for page in pages]
    if len(pages) > 1:
        pages = [[line._replace(page=str(at)) for line in page] for at, page in enumerate(pages, start=1)]
        pages = without_furniture(pages)
    lines = list(chain.from_iterable(pages))
    units, odd = paragraphs_of(lines)
    if len(printed) == 1:
        # Where pages began was told by their headers; which number each has was not.
        units, odd = [unit._replace(page="") for unit in units], [oddity._replace(page="") for oddity in odd]
    front = tuple(chain.from_iterable(texts))[:_FRONT]
    title = next((line.text for line in lines if line.heading == 1), "")
    return Reading(units, len(printed) if len(printed) > 1 else 0, running_symbol(texts), title, tuple(odd), front)


def _markdown(line: str) -> Line:
    """Return a line of Markdown without its signs: emphasis, code, links; a heading keeps its level."""
    heading = _HEADING.match(line)
    text = _BULLET.sub(r"\1• ", heading["title"] if heading else line)
    return Line(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)), "", len(heading["signs"]) if heading else 0)


def _is_table(text: str) -> bool:
    """Whether the first lines have the same number of fields, three or more, as a CSV file has.

    In prose a space follows the comma; in a table it does not.
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_FIRST_LINES]
    for delimiter in ",;\t|":
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
        fields = {len(row) for row in rows}
        prose = any(field.startswith(" ") for row in rows for field in row[1:])
        if len(rows) >= 2 and len(fields) == 1 and min(fields) >= 3 and not prose:
            return True
    return False


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
