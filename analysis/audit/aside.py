"""Numbers that count nothing: dates, articles, resolutions, symbols, paragraphs, pages, sessions, annexes, marks of footnotes.

What stands before or after such a number in each language is in data/reference/words.csv, kinds "label before" and
"label after"; what it is then is their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.audit.expressions import OPENING, expressions, word_expression
from analysis.audit.numbers import COUNT, Mark
from analysis.documents.paragraphs import SYMBOL
from analysis.documents.words import from_words
from analysis.reference import reference

DATE, SYMBOLIC, FOOTNOTE, IN_ORDER, RESOLUTION, UNCLEAR = (
    "date", "symbol", "footnote mark", "place in an order", "resolution", "letters among its figures: not read",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
# "I-24/7", "G20", "02/2015/CM", "3/3": letters or slashes grown together with figures.
_GROWN = re.compile(
    r"(?<![\w/])(?=[\w./\-]*\d)(?:[A-Z][A-Za-z]{0,5}[\-.]?\d[\w./\-]*|[\w.\-]+(?:/[\w.\-]+)+)(?<![.\-])", re.A
)
_TWO_PARTS = re.compile(r"\d{1,3}/\d{1,4}")
_SHARE_BEHIND = re.compile(r"\s?[(（]\d+(?:[.,٫]\d+)?[\s\u00a0\u202f]?[%٪％]")
_FOOTNOTE = re.compile(r"\^\s?\d+|(?<=\S)\[\d{1,3}\]|\[\d+\]$")
# "2O per cent", "l63 reports": what text recognition reads for a figure.
_UNCLEAR = re.compile(r"(?<![\w/.,])(?:\d+[OoIl][\dOoIl]*|[OoIl]+\d[\dOoIl]*)(?![\w/])")
_CLOSING = r"[\s\u00a0\-‑]{0,2}"
_BETWEEN = re.compile(r"[\s\u00a0,、，و()第و\-–—至到/]*")
_CHINESE_DATE = re.compile(r"\s?[年月日]")
_DAYS = 31
_STOPS = ".,;:)]»、，。；：）،؛"
_AFTER_ANY = (DATE, SYMBOLIC, RESOLUTION, "name", "recommendation")
_PASSED_ON = ("article", "paragraph", "page", "session", "annex", "resolution", "section", "chapter", "guideline", DATE, "symbol", "table", "footnote", "agenda item")  # fmt: skip


def set_apart(text: str, marks: list[Mark], language: str) -> list[str]:
    """Return for each number of a text why it counts nothing; empty where it may count something.

    The reasons: date, place in an order, symbol, footnote mark, and the meanings of words.csv: article, paragraph, page,
    session, annex, resolution, section and others. A bare year is a date: a statement about years claims it first.
    """
    spans = list(_grown(text))
    why = [_reason(text, mark, language, spans) if mark.kind == COUNT else "" for mark in marks]
    _pass_on(text, marks, why, language)
    return [
        reason or (IN_ORDER if mark.ordinal and mark.kind == COUNT else "")
        for mark, reason in zip(marks, why, strict=True)
    ]


def is_year(mark: Mark) -> bool:
    """Whether a number can be a year: four figures, or such a value in words."""
    return mark.kind == COUNT and FIRST_YEAR <= mark.value <= LAST_YEAR and not re.search(r"[\s,.٬]", mark.text)


def _grown(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, reason in (
        (_ADDRESS, SYMBOLIC),
        (SYMBOL, SYMBOLIC),
        (_UNCLEAR, UNCLEAR),
        (_GROWN, SYMBOLIC),
        (_FOOTNOTE, FOOTNOTE),
    ):
        for found in pattern.finditer(text):
            two = pattern is _GROWN and _TWO_PARTS.fullmatch(found[0])
            if two and _SHARE_BEHIND.match(text, found.end()):  # "33/163 (20.2%)"
                continue
            yield found.start(), found.end(), RESOLUTION if two else reason


def _reason(text: str, mark: Mark, language: str, spans: list[tuple[int, int, str]]) -> str:
    for start, end, reason in spans:
        if start <= mark.start and mark.end <= end:
            return reason
    before, after = text[max(0, mark.start - 40) : mark.start], text[mark.end : mark.end + 40]
    labels = _labels()
    for which in dict.fromkeys((language, "en")):
        if found := labels[which, "before"].search(before):
            return labels[which, "meanings before"][found.lastindex or 1]
        if found := labels[which, "after"].match(after):
            meaning = labels[which, "meanings after"][found.lastindex or 1]
            if mark.ordinal or meaning in _AFTER_ANY:  # "eleven sessions" are counted, "the eleventh session" is not
                return meaning
    return DATE if _is_date(mark, before, after) else ""


def _is_date(mark: Mark, before: str, after: str) -> bool:
    if is_year(mark):
        return True
    if _CHINESE_DATE.match(after) and not mark.in_words and (mark.value <= _DAYS) and after.strip()[:1] in "月日":
        return True
    by_month = _months()
    return mark.value <= _DAYS and bool(by_month["after"].match(after) or by_month["before"].search(before))


def _pass_on(text: str, marks: list[Mark], why: list[str], language: str) -> None:
    """Give the reason of a number to those that stand in one row with it: "articles 46, 47 and 56", "24 to 25 August"."""
    joined = [_joined(text, a, b, language) for a, b in pairwise(marks)]
    order = [(n, n + 1) for n in range(len(joined))]
    for here, there in [*order, *((b, a) for a, b in reversed(order))]:
        near = joined[min(here, there)]
        if near and why[here] in _PASSED_ON and not why[there] and _alike(marks[here], marks[there], why[here]):
            why[there] = why[here]


def _alike(one: Mark, other: Mark, reason: str) -> bool:
    if other.kind != COUNT or other.in_words != one.in_words or other.ordinal != one.ordinal:
        return False
    return reason != DATE or is_year(other) or (other.value <= _DAYS and not is_year(one))


def _joined(text: str, a: Mark, b: Mark, language: str) -> bool:
    """Whether only "and", "to", commas and months stand between two numbers; after a comma alone, the second must not count what follows it."""
    between = text[a.end : b.start]
    if len(between) > 24:
        return False
    words = expressions()[language]
    rest = words.connector.sub("", between)
    # "Article 8 and 14 of them": one article, and a number that goes on.
    one = rest.strip() == between.strip() or words.one_label.search(text, max(0, a.start - 24), a.start)
    return bool(_BETWEEN.fullmatch(rest)) and (not one or _ends(text, b.end, language))


def _ends(text: str, at: int, language: str) -> bool:
    """Whether a number is followed by a point, a comma, the end, or "and"."""
    rest = text[at : at + 12].lstrip()
    return rest[:1] in _STOPS or bool(expressions()[language].connector.match(rest))


@from_words
def _months() -> dict[str, re.Pattern[str]]:
    names = reference("words").query("kind == 'month'")["word"]
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return {
        "after": re.compile(rf"[\s\u00a0]*(?:-?\s?\d{{1,2}}\s)?(?:de |de l’)?(?:{month})(?!\w)", re.I),
        "before": re.compile(rf"(?<!\w)(?:{month})[\s\u00a0]+(?:de )?$", re.I),
    }


@from_words
def _labels() -> dict:
    made: dict = {}
    table = reference("words")
    for language, group in table.groupby("language"):
        for side, form in (("before", ("(?:", rf"){OPENING}$")), ("after", (rf"{_CLOSING}(?:", ")"))):
            rows = group[group["kind"] == f"label {side}"]
            ranked = sorted(zip(rows["word"], rows["meaning"], strict=True), key=lambda p: len(p[0]), reverse=True)
            either = "|".join(f"({word_expression(word, str(language))})" for word, _ in ranked) or "(?!)"
            made[language, side] = re.compile(either.join(form), re.I)
            made[language, f"meanings {side}"] = ["", *(meaning for _, meaning in ranked)]
    return made
