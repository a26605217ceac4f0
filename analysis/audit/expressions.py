"""What each language writes beside its numbers, as expressions to search for: signs, scales, hedges, words of the scale of shares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.audit.number_words import SCALE, folded
from analysis.documents.passages import expression
from analysis.documents.words import from_words
from analysis.languages import LANGUAGES
from analysis.reference import reference

# How a number is hedged: about, more than, fewer than, at least, at most.
SIGNS = {"about": "~", "more than": ">", "fewer than": "<", "at least": ">=", "at most": "<="}


@dataclass(frozen=True)
class Expressions:
    """The expressions of one language."""

    per_cent: re.Pattern[str]
    points: re.Pattern[str]
    quantifier: re.Pattern[str]
    meanings: tuple[str, ...]
    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    joined: re.Pattern[str]
    none: re.Pattern[str]
    hardly: re.Pattern[str]
    ordinal: re.Pattern[str]
    scale: re.Pattern[str]
    scales: dict[str, int]


@from_words
def expressions() -> dict[str, Expressions]:
    """Return the expressions of each language, made from words.csv and number_words.csv."""
    table = reference("words")
    held: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in table.itertuples():
        held.setdefault(row.language, {}).setdefault(row.kind, []).append((row.word, row.meaning))

    def pattern(language: str, kind: str, form: str = "(?:{})") -> re.Pattern[str]:
        return re.compile(form.format(_either([w for w, _ in held[language].get(kind, [])], language)), re.I)

    table_of_scales = reference("number_words")
    scaled = table_of_scales[table_of_scales["kind"] == SCALE]
    made = {}
    for language in LANGUAGES:
        scales = dict(scaled.loc[scaled["language"] == language, ["word", "value"]].itertuples(index=False))
        big = "|".join(map(re.escape, sorted(scales, key=len, reverse=True)))
        quantifiers = sorted(held[language].get("quantifier", []), key=lambda pair: len(pair[0]), reverse=True)
        either = "|".join(f"({_expression(word, language)})" for word, _ in quantifiers)
        before = {
            sign: pattern(language, kind, r"(?:{})[\s(]{{0,3}}(?:[^\W\d_]{{1,3}}\s)?$") for kind, sign in SIGNS.items()
        }
        made[language] = Expressions(
            pattern(language, "per cent", r"[\s\u00a0\u202f]?(?:{})"),
            pattern(language, "points", r"[\s\u00a0\u202f]?(?:{})"),
            re.compile(either, re.I),
            tuple(meaning for _, meaning in quantifiers),
            before,
            {">": pattern(language, "more than after", r"\s?(?:{})")},
            pattern(language, "range", r"\s?(?:{})\s?"),
            pattern(language, "no number"),
            pattern(language, "hardly a number"),
            re.compile(
                rf"(?:{'|'.join(re.escape(w) for w, _ in held[language].get('ordinal ending', [('(?!)', '')]))})(?!\w)"
            ),
            re.compile(rf"[\s\u00a0]?({big})" + ("" if language == "zh" else r"(?!\w)"), re.I),
            {folded(word): int(value) for word, value in scales.items()},
        )
    return made


def _either(words: list[str], language: str) -> str:
    return "|".join(_expression(word, language) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _expression(word: str, language: str) -> str:
    return expression(word, language) if word[0].isalpha() else re.escape(word)
