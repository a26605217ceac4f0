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
    per_mille: re.Pattern[str]
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
    idle: re.Pattern[str]
    units: dict[str, re.Pattern[str]]
    otherwise: re.Pattern[str]
    denial: re.Pattern[str]
    apart: re.Pattern[str]
    every: re.Pattern[str]
    every_nth: re.Pattern[str]
    of: re.Pattern[str]
    their_number: re.Pattern[str]
    these: re.Pattern[str]
    elsewhere: re.Pattern[str]
    clause: re.Pattern[str]
    joint: re.Pattern[str]


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
            pattern(language, "per mille", r"[\s\u00a0\u202f]?(?:{})"),
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
            _idle([word for word, _ in held[language]["idle"]], language),
            {
                unit: re.compile(_either([w for w, of in held[language]["unit"] if of == unit], language), re.I)
                for unit in dict.fromkeys(of for _, of in held[language]["unit"])
            },
            pattern(language, "otherwise"),
            pattern(language, "not"),
            pattern(language, "kept apart"),
            pattern(language, "in every", r"[\s\u00a0](?:{})[\s\u00a0](?:les |las |los |the )?"),
            pattern(language, "every", r"(?:{})[\s\u00a0]$"),
            pattern(language, "of", r"(?:{})\s+(?:\w{{2,5}}\s+)?"),
            pattern(language, "their number", r"(?:{})\s+$"),
            pattern(language, "these"),
            pattern(language, "elsewhere"),
            pattern(language, "clause"),
            pattern(language, "and", r"(?:{})\s+(?:\w{{1,4}}\s+)?$"),
        )
    return made


def _idle(words: list[str], language: str) -> re.Pattern[str]:
    """Return what matches a whole word, as words are compared, that says nothing of what a label speaks of."""
    either = "|".join(re.escape(folded(word)) for word in words)
    single = "".join(word for word in words if len(word) == 1)
    return re.compile(either if language != "zh" else rf"{either}|.?[{single}].?")


def _either(words: list[str], language: str) -> str:
    return "|".join(_expression(word, language) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _expression(word: str, language: str) -> str:
    return expression(word, language) if word[0].isalpha() else re.escape(word)
