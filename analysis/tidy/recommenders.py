"""Who made a recommendation: the States and groups that stand in brackets in its text, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from analysis.documents.recommendations import recommendations_in
from analysis.documents.words import any_of, from_words
from analysis.reference import version
from analysis.tidy.states import State, resolve

# Arabic writes "and" onto the next word.
_SPLIT = re.compile(r"\s*[;,/،؛]\s*(?:and\s+|و)?|\s+(?:(?:and|&|et|y|e|и)\s+|و(?=\w))|\s*[、，；]\s*")
_LETTER = re.compile(r"[^\W\d_]")
# A bracket at the end of a recommendation, of words with capitals and without figures, should name somebody.
_LIKE_A_NAME = re.compile(r"(?:the )?[^\W\d_a-zа-я][^\d()]{2,80}$")
_SMALL_WORD = re.compile(r"\b(?!(?:of|the|and|de|la|du|des|et|del|on|behalf)\b)[a-zа-я]{3,}\b")
_LONGEST_NAME = 6  # parts of a name that separators cut, as in "Bosnia and Herzegovina"


class Recommenders(NamedTuple):
    """Codes of the States, names of the groups, and names that mean no State, in the order they stand."""

    states: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


def recommendations_of(extracts: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations of review reports with who made them.

    One row is a recommendation, as `recommendations_in` gives it, and: made_by, the brackets as printed;
    states, the codes of the States in them, joined by ";"; groups, organisations and groups of States
    ("African Group"); unresolved, names there that mean no State for certain: to be settled by a row in
    aliases.csv, never guessed.
    """
    frame = recommendations_in(extracts)
    found = [recommenders_in(text) for text in frame["text"]]
    return frame.assign(
        made_by=["; ".join(f.printed) for f in found],
        states=[";".join(f.states) for f in found],
        groups=["; ".join(f.groups) for f in found],
        unresolved=["; ".join(f.unresolved) for f in found],
    )


def recommenders_in(text: str) -> Recommenders:
    """Return who stands in the brackets of a recommendation. Codes and abbreviations are nobody: CAT, MDG, CED."""
    states: list[str] = []
    groups: list[str] = []
    unresolved: list[str] = []
    printed: list[str] = []
    last = ""
    for inside, is_last in _brackets(text):
        last = inside if is_last and _LIKE_A_NAME.match(inside) and not inside.isupper() else ""
        found = _names(inside, version())
        if found.states or found.groups:
            printed.append(inside)
        elif not last or _SMALL_WORD.search(inside):
            continue
        states += found.states
        groups += found.groups
        unresolved += found.unresolved
    if last and not (states or groups or unresolved):
        # Nobody else is named: what ends the text is said, whatever it is.
        unresolved.append(last)
    once = [tuple(dict.fromkeys(part)) for part in (states, groups, unresolved)]
    return Recommenders(once[0], once[1], once[2], tuple(printed))


def _brackets(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what stands in each outermost pair of brackets, and whether nothing but stops follows it."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        if letter in "(（":
            depth += 1
            start = at + 1 if depth == 1 else start
        elif letter in ")）" and depth:
            depth -= 1
            if depth == 0:
                yield " ".join(text[start:at].split()), not _LETTER.search(text, at)


@lru_cache(maxsize=8192)
def _names(inside: str, stamp: tuple) -> Recommenders:
    """Return the names in a bracket: of all ways to part it, the one that leaves the fewest unresolved."""
    groups: list[str] = []
    if found := _behalf().search(inside):
        groups = [inside[found.end() :].strip(" ,;()").removeprefix("the ")]
        inside = inside[: found.start()].strip(" ,;(")
    starts, ends = _parts(inside)
    # best[k]: (unresolved, minus names, what stands before part k)
    best: list[tuple[int, int, tuple]] = [(0, 0, ())]
    for end in range(1, len(ends) + 1):
        ways = []
        for first in range(max(0, end - _LONGEST_NAME), end):
            printed = inside[starts[first] : ends[end - 1]].strip()
            name = printed.strip(" .")
            kind, value = _who(name)
            if not kind and printed != name:
                kind, value = _who(printed)
            if kind or end - first == 1:
                missed, count, path = best[first]
                empty = not _LETTER.search(name)
                step = () if empty else ((kind or "unresolved", value or name),)
                ways.append((missed + (not kind and not empty), count - bool(kind), path + step))
        best.append(min(ways, key=lambda way: way[:2]))
    named = best[-1][2]
    return Recommenders(
        tuple(value for kind, value in named if kind == "state"),
        (*(value for kind, value in named if kind == "group"), *groups),
        tuple(value for kind, value in named if kind == "unresolved"),
    )


def _parts(inside: str) -> tuple[list[int], list[int]]:
    """Return where the parts between separators begin and end; those in inner brackets part nothing."""
    outer = [m for m in _SPLIT.finditer(inside) if inside.count("(", 0, m.start()) <= inside.count(")", 0, m.start())]
    return [0, *(m.end() for m in outer)], [*(m.start() for m in outer), len(inside)]


def _who(name: str) -> tuple[str, str]:
    """Return ("state", code), ("group", name), or two empty texts."""
    answer = resolve(name)
    if isinstance(answer, State):
        initials = "".join(word[0] for word in answer.name.split() if word[0].isupper())
        is_code = answer.form == "code" and name != initials
        return ("", "") if is_code else ("state", answer.code)
    is_group = answer.reason.endswith((": region", ": organisation", ": group")) and not (
        name.isupper() and len(name) < 4
    )
    return ("group", name) if is_group or name == "EU" else ("", "")


@from_words
def _behalf() -> re.Pattern[str]:
    return re.compile(rf",?\s*[(]?(?<!\w)(?:{any_of('behalf')})\s+", re.I)
