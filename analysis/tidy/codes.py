"""Answers to codes: exact after evening out case and spaces; unknown answers come back as such, with what is near."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from analysis.conditions import even
from analysis.languages import LANGUAGES, WORDING, Language
from analysis.reference import Layers
from analysis.schema import NO_ANSWERS, SEPARATOR
from analysis.tidy.dates import as_iso

# The list of codes.csv of what a question may ask for that has no list of answers; one of them takes days, the others whole numbers.
FREE, DATE = "free", "date"
# Thousands set apart by a space, an apostrophe, or several times by a comma or a point; nothing but noughts after the decimal mark.
_WHOLE = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?P<mark>[ '])\d{3}(?:(?P=mark)\d{3})*|\d{1,3}(?P<point>[.,])\d{3}(?:(?P=point)\d{3})+)(?:[.,]0{1,2})?"
)
_EITHER = re.compile(r"(\d{1,3})[.,](\d{3})")
# What stands between the parts of an answer, the Arabic and the Chinese semicolon among it.
_SEPARATORS = re.compile(r"[؛；\n]")


def spelling(value: str) -> str:
    """Return the form in which answers are compared: as headers are, and without closing mark."""
    return " ".join(even(html.unescape(value)).replace("_", " ").split()).strip(" .*")


def as_whole(text: str) -> tuple[str, str]:
    """Return a whole number in plain figures and why it is none; the second is empty where it is merely none.

    1 200, 1'200, 1,200,000 and 3.0 are whole numbers; 1,200 and 1.200 have two readings and are refused with both.
    """
    plain = " ".join(text.replace("’", "'").split())  # a raised figure is a footnote, and stays one
    if either := _EITHER.fullmatch(plain):
        return "", f"“{text}” can be {either[1]}{either[2]} or {either[1]}.{either[2]}"
    found = _WHOLE.fullmatch(plain)
    return (str(int(re.sub(r"\D", "", found["whole"]))), "") if found else ("", "")


def each(values: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """Return what a function of a text makes of each value, worked out once a distinct value."""
    places, kinds = pd.factorize(values)
    made = np.array([function(kind) for kind in kinds], dtype=object)
    return pd.Series(made[places] if len(places) else [], index=values.index, dtype=str)


def code_maps(layers: Layers, code_list: str) -> dict[str, str]:
    """Return spelling -> code for one list: its accepted spellings, labels and codes, and the labels in every language.

    A translation that means two codes of the list is none of either.
    """
    spellings = layers.table("spellings")
    spellings = spellings[spellings["list"] == code_list]
    labels = layers.labels(code_list)
    if labels:  # a spelling of a code that the list does not have is said by `check`, and no answer
        spellings = spellings[spellings["code"].isin([*labels, *NO_ANSWERS])]
    translated = [
        (spelling(language.text(label)), code)
        for language in _languages(layers, _edited(layers))
        for code, label in labels.items()
    ]
    meant = {text: {code for other, code in translated if other == text} for text, _ in translated if text}
    pairs = [
        *((text, next(iter(codes))) for text, codes in meant.items() if len(codes) == 1),
        *zip(spellings["spelling"], spellings["code"], strict=True),
        *((label, code) for code, label in labels.items() if label),
        *((code, code) for code in labels),
    ]
    return {spelling(text): code for text, code in pairs}


def _edited(layers: Layers) -> tuple:
    """Return what changes whenever a table or a catalogue of a dataset is edited."""
    held = (path for folder in layers.folders for path in sorted(folder.glob(f"{WORDING}/*.po")))
    return layers.stamp(), tuple((path, path.stat().st_mtime_ns) for path in held)


@lru_cache(maxsize=8)
def _languages(layers: Layers, edited: object) -> list[Language]:
    return [Language(code, layers) for code in LANGUAGES]


def to_codes(values: pd.Series, known: dict[str, str]) -> pd.Series:
    """Return the code of each value, empty text where it is unknown."""
    return each(values, lambda value: known.get(spelling(value), ""))


def answers_to_codes(
    answers: pd.Series, questions: pd.Series, layers: Layers, means: pd.Series | None = None
) -> pd.Series:
    """Return each answer as codes joined by ";", empty text where a part of it is unknown.

    An answer is judged by the list of its question; one of the ways to have no answer always fits. Several parts are taken
    only where the codebook lets the question have several. means: beside an answer, lines of code|word, what the words of an
    earlier codebook meant that was before the eyes of whoever answered; of codes that the list still has.
    """
    kinds = {q.question: (q.answers, q.several == "yes") for q in layers.table("codebook").itertuples()}
    coded, free = pd.Series("", index=answers.index, dtype=str), layers.labels(FREE)
    for kind in dict.fromkeys(kinds.values()):
        code_list, several = kind
        group = answers[questions.isin([question for question, own in kinds.items() if own == kind])]
        known = accepted(layers, code_list)
        told = group.map(lambda _: "") if means is None else means[group.index]
        for words, own in group.groupby(told, sort=False):
            meant = {spelling(word): code for code, word in words_then(str(words)).items() if code in known.values()}
            made = partial(_codes, known=known | meant, several=several, free=code_list if code_list in free else "")
            coded[own.index] = each(own, made)
    return coded


def words_then(means: str) -> dict[str, str]:
    """Return code -> word of an earlier codebook, from lines of code|word."""
    return dict(line.split("|", 1) for line in means.split("\n") if "|" in line)


def codes_now(answer: str, means: str, code_list: str, layers: Layers) -> str:
    """Return an answer, codes of an earlier codebook joined by ";", by the codes that the words of its codes have now."""
    known, then = accepted(layers, code_list), words_then(means)
    return SEPARATOR.join(sorted(known.get(spelling(then.get(c, c)), c) for c in answer.split(SEPARATOR)))


def labelled(answer: str, code_list: str, layers: Layers) -> str:
    """Return an answer, codes joined by ";", by the labels of a list; what it does not have as it is."""
    labels = layers.labels(code_list) | layers.labels("no_answer")
    return f"{SEPARATOR} ".join(labels.get(code) or code for code in map(str.strip, answer.split(SEPARATOR)))


def accepted(layers: Layers, code_list: str) -> dict[str, str]:
    """Return spelling -> code for the answers that a question with this list takes, the ways to have none among them."""
    return code_maps(layers, "no_answer") | code_maps(layers, code_list)


def _codes(value: str, known: dict[str, str], several: bool, free: str) -> str:
    if free == DATE and (day := as_iso(value)[0]):
        return day
    if free not in ("", DATE) and (number := as_whole(value)[0]):
        return number
    whole = not several or spelling(value) in known
    parts = [value] if whole else _parted(value, known)
    codes = sorted({known.get(spelling(part), "") for part in parts})
    mixed = len(codes) > 1 and any(code in NO_ANSWERS for code in codes)
    return "" if not codes or "" in codes or mixed else SEPARATOR.join(codes)


def _parted(value: str, known: dict[str, str]) -> list[str]:
    """Return the parts of an answer; those that are one of the answers only together, which holds a separator itself, are one."""
    parts = [part.strip() for part in _SEPARATORS.sub(SEPARATOR, value).split(SEPARATOR) if part.strip()]
    found: list[str] = []
    while parts:
        ways = (f"{SEPARATOR} ".join(parts[:count]) for count in range(len(parts), 1, -1))
        found.append(next((way for way in ways if spelling(way) in known), parts[0]))
        del parts[: found[-1].count(SEPARATOR) + 1]
    return found
