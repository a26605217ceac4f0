"""What the head of a document says of it: symbol, title, State, session, dates, original language.

Only the masthead, the cover and the headers of pages are asked. What the text cites, or when something
happened that it tells, says nothing of the document: where the head is silent, the answer is "unknown".
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from babel.dates import get_month_names

from analysis.documents.headings import is_labelled, stands_alone
from analysis.documents.lines import JOB, ends_sentence, is_contents
from analysis.documents.paragraphs import SYMBOL, clean
from analysis.documents.words import any_of, from_words, words_of
from analysis.reference import reference

UNKNOWN = "unknown"
_MOST_LINES, _MASTHEAD_LINES, _LONG_LINE, _FULL_LINES = 60, 6, 75, 3
_NOTE = re.compile(r"^\s*(?:[*∗†⁰¹²³⁴-⁹]|_{5,})")
_ONLY_MARK = re.compile(r"[*∗†]+")
_MARK = re.compile(r"\s*[*∗†⁰¹²³⁴-⁹]+$")
_NUMBERED = re.compile(r"^\s*1\s?[.．、]\s*\D")
_SHORT = 35
# What may stand beside a symbol or a date that is the document's own.
_BESIDE = 30
_LONGEST_TITLE, _MOST_SEGMENTS = 400, 5

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


@dataclass(frozen=True)
class Head:
    """What a document says of itself; "unknown" where it does not.

    symbol and title as printed, state: the name of the State it is on, as printed; session in words;
    prepared, distributed, translated: ISO dates; original: the language it was written in (ar to zh).
    """

    symbol: str = UNKNOWN
    title: str = UNKNOWN
    state: str = UNKNOWN
    session: str = UNKNOWN
    prepared: str = UNKNOWN
    distributed: str = UNKNOWN
    translated: str = UNKNOWN
    original: str = UNKNOWN


def head_of(lines: Sequence[str], running: str = "", title: str = "") -> Head:
    """Return what the first lines of a document say; running: the symbol in its page headers; title: its own."""
    patterns = _patterns()
    front = _front(lines)
    front += _masthead_below(lines[len(front) :], patterns)
    dates = _dates(front, patterns)
    segments = _title_segments(front, patterns)
    printed = [title, *segments] if title else segments
    state = next((s for s in reversed(printed) if _bare(s) in _state_names()), "")
    words = _MARK.sub("", title) or _as_title([s for s in segments if s != state])
    state = state or _named_last(words)
    if words and state and state not in words:
        words = f"{words}: {state}"
    original = next((m for line in front if (m := patterns["original"].search(line))), None)
    session = next((line for line in front if patterns["session"].search(line) and len(line) < _LONG_LINE), "")
    return Head(
        symbol=running or _own_symbol(front) or UNKNOWN,
        title=clean(words)[:_LONGEST_TITLE] or clean(state) or UNKNOWN,
        state=clean(state) or UNKNOWN,
        session=clean(session) or UNKNOWN,
        prepared=dates.get("prepared", UNKNOWN),
        distributed=dates.get("distributed", UNKNOWN),
        translated=dates.get("translated", UNKNOWN),
        original=_languages().get(original[1].casefold(), UNKNOWN) if original else UNKNOWN,
    )


def running_symbol(pages: list[list[str]]) -> str:
    """Return the symbol that stands alone at the edge of the most pages; empty where none does twice."""
    found: Counter[str] = Counter()
    for page in pages:
        edge = [line for line in [*page[:3], *page[-3:]] if len(line) < _LONG_LINE]
        if own := _own_symbol(edge):
            found[own] += 1
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""


def _own_symbol(lines: Sequence[str]) -> str:
    for line in lines:
        found = SYMBOL.search(line)
        beside = line[: found.start()] + line[found.end() :] if found else ""
        if found and len(beside.strip()) <= _BESIDE and not re.search(r"[(;]", beside):
            return found[0]
    return ""


def _front(lines: Sequence[str]) -> list[str]:
    """Return the lines before the text begins: a numbered paragraph, a heading, or a block of full lines."""
    begins = (_NUMBERED.match, is_labelled, stands_alone, is_contents)
    front = list(takewhile(lambda line: not any(told(line) for told in begins), lines[:_MOST_LINES]))
    for at, line in enumerate(front):
        full = sum(len(words) > _LONG_LINE and not words.isupper() for words in front[at : at + 5])
        if full >= _FULL_LINES and len(line) > _SHORT and not line.isupper():
            return front[:at]
    return front


def _masthead_below(lines: Sequence[str], patterns: dict[str, re.Pattern[str]]) -> list[str]:
    """Return the masthead where a program puts it below the summary on the cover: the organ with the symbol."""
    for at, line in enumerate(lines):
        found = SYMBOL.search(line)
        if found and patterns["masthead"].fullmatch(clean(line[: found.start()])):
            return [below for below in lines[at : at + _MASTHEAD_LINES] if len(below) < _LONG_LINE]
    return []


def _dates(front: list[str], patterns: dict[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the dates of the document by kind. A date counts where it has a line nearly to itself."""
    found: dict[str, str] = {}
    distributed = any(patterns["distributed"].search(line) for line in front)
    for line in front:
        if _NOTE.match(line) and not date_in(line[:25]):
            continue
        date = date_in(line)
        letters = sum(c.isalpha() for c in line)
        if not date or letters > 9 + _BESIDE:
            continue
        kind = next((k for k in ("translated", "prepared") if patterns[k].search(line)), "")
        found.setdefault(kind or ("distributed" if distributed else "prepared"), date)
    return found


def _title_segments(front: list[str], patterns: dict[str, re.Pattern[str]]) -> list[str]:
    """Return the lines of a cover that are title, wrapped ones joined: after session, agenda and masthead."""
    segments: list[str] = []
    note, after_agenda, broken = False, False, True
    agenda = ""
    for line, after in zip(front, [*front[1:], ""], strict=False):
        words = clean(line)
        if not words or (_ONLY_MARK.fullmatch(words) and _bare(after) in _state_names()):
            broken = True
            continue
        if _NOTE.match(line) and not JOB.match(line) and not date_in(line[:25]):
            note = True
        if note:
            note = not words.endswith((".", "。", "received"))
            broken = True
            continue
        if _is_masthead(words, patterns):
            after_agenda = bool(patterns["agenda"].search(words))
            broken = True
            continue
        before = segments[-1] if segments else ""
        new = broken or line.startswith(" ") or _MARK.search(before) or len(before.rsplit("\n")[-1]) < _SHORT
        new = new or before.isupper() != words.isupper() or _bare(words) in _state_names()
        if new and after_agenda and not agenda:
            # The title of the agenda item, not of the document.
            agenda, after_agenda, broken = words, False, True
            continue
        if new:
            segments.append(words)
        else:
            segments[-1] += "\n" + words
        broken = False
    cleaned = [_MARK.sub("", segment.replace("\n", " ")).strip() for segment in segments]
    return [s for s in cleaned if s] or ([agenda] if agenda else [])


def _as_title(segments: list[str]) -> str:
    """Return the title that the segments of a cover make; sentences are no part of it."""
    kept = []
    for segment in segments[:_MOST_SEGMENTS]:
        if (ends_sentence(segment) and len(segment) > _LONG_LINE) or segment.endswith((",", ";")):
            break
        kept.append(segment)
    return ": ".join(kept)


def _named_last(title: str) -> str:
    """Return the State whose name ends a title, as in "Concluding observations on the initial report of Mali"."""
    words = title.split()
    return next((name for at in range(1, len(words)) if _bare(name := " ".join(words[at:])) in _state_names()), "")


def _is_masthead(words: str, patterns: dict[str, re.Pattern[str]]) -> bool:
    if not any(c.isalpha() for c in words) or JOB.match(words):
        return True
    if patterns["masthead"].fullmatch(words) or _own_symbol([words]):
        return True
    if len(words) < 2 * _BESIDE and (date_in(words) or patterns["month"].search(words)):
        return True
    marked = any(patterns[kind].search(words) for kind in ("distributed", "original", "session"))
    return (marked or bool(patterns["agenda"].match(words))) and len(words) < _LONG_LINE


def _bare(name: str) -> str:
    return _MARK.sub("", clean(name)).casefold().removeprefix("the ").strip(" .")


@from_words
def _patterns() -> dict[str, re.Pattern[str]]:
    patterns = {
        # Chinese has no spaces between words.
        kind: re.compile(rf"(?<![^\W\u3400-\u9fff])(?:{any_of(kind)})", re.I)
        for kind in ("distributed", "session", "prepared", "translated")
    }
    patterns["agenda"] = re.compile(rf"^(?:{any_of('agenda')})\s*\d|^(?:{any_of('agenda')})", re.I)
    patterns["original"] = re.compile(rf"(?:{any_of('original')})\s*({any_of('language')})", re.I)
    patterns["month"] = re.compile(rf"\b(?:{any_of('month')})\s+(?:19|20)\d\d\b", re.I)
    mast = any_of("masthead")
    patterns["masthead"] = re.compile(rf"(?:(?:{mast}|{any_of('cover')}|Distr\.?:?)\s*)+", re.I)
    return patterns


@from_words
def _languages() -> dict[str, str]:
    return {word.casefold(): language for word, language in words_of("language").items()}


@from_words
def _state_names() -> set[str]:
    return {_bare(name) for name in reference("names")["name"]}


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
