"""What each language writes beside its numbers, as expressions to search for: signs, scales, hedges, words of the scale of shares."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.audit.number_words import SCALE, folded
from analysis.documents.passages import expression
from analysis.documents.words import from_words
from analysis.reference import parts, reference

# How a number is hedged: about, more than, fewer than, at least, at most.
SIGNS = {"about": "~", "more than": ">", "fewer than": "<", "at least": ">=", "at most": "<="}
# What stands between a label such as "article" and its number.
OPENING = r"[\s(\[«“\"第:：.\u00a0]{0,3}"


class Expressions:
    """The expressions of one language: those of expressions.csv by their names, and some of another form.

    quantifier and meanings: the words of the scale, a group each, with what each means; before: the hedges by their sign; ordinal:
    what follows the figures of one; scale and scales: what multiplies a figure; idle: what says nothing of what a label speaks of;
    units: what is counted, by unit; ending: what is no part of a stem.
    """

    def __init__(self, language: str, words: dict[str, list[tuple[str, str]]], scales: dict[str, int]) -> None:
        """Make them. words: the words of each kind with their meanings; scales: words to what they multiply by."""
        self._language = language
        plain = {kind: [word for word, _ in pairs] for kind, pairs in words.items()}
        rows = reference("expressions")
        for row in rows[rows["language"].isin(["", language])].itertuples():  # that of the language comes after
            own = [word for kind in parts(row.kinds) for word in plain.get(kind, ())]
            setattr(self, row.expression, self._pattern(own, row.form))
        self.one_label = self._pattern(plain.get("one label", []), rf"(?:{{}}){OPENING}$")
        quantifiers = sorted(words["quantifier"], key=lambda pair: len(pair[0]), reverse=True)
        self.quantifier = re.compile("|".join(f"({word_expression(word, language)})" for word, _ in quantifiers), re.I)
        self.meanings = tuple(meaning for _, meaning in quantifiers)
        hedge = r"(?:{})[\s(’']{0,3}(?:[^\W\d_]{1,3}\s)?$"
        self.before = {sign: self._pattern(plain.get(kind, []), hedge) for kind, sign in SIGNS.items()}
        self.ordinal = re.compile(rf"(?:{_any(map(re.escape, plain.get('ordinal ending', [])))})(?!\w)")
        big = _any(map(re.escape, sorted(scales, key=len, reverse=True)))
        self.scale = re.compile(rf"[\s\u00a0]?({big})" + ("" if language == "zh" else r"(?!\w)"), re.I)
        self.scales = {folded(word): value for word, value in scales.items()}
        self.idle = self._idle(plain["idle"])
        units = dict.fromkeys(of for _, of in words["unit"])
        self.units = {unit: self._pattern([w for w, of in words["unit"] if of == unit], "(?:{})") for unit in units}
        self.ending = re.compile(rf"(?<=\w{{4}})(?:{_any(map(folded, plain.get('ending', [])))})$")

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Say that there is no such expression: those of expressions.csv are set when it is made."""
        raise AttributeError(name)

    def _pattern(self, words: list[str], form: str) -> re.Pattern[str]:
        either = _any(word_expression(word, self._language) for word in sorted(words, key=len, reverse=True))
        return re.compile(form.replace("{}", either), re.I)

    def _idle(self, words: list[str]) -> re.Pattern[str]:
        """Return what matches a whole word, as words are compared, that says nothing of what a label speaks of."""
        either = "|".join(re.escape(folded(word)) for word in words)
        single = "".join(word for word in words if len(word) == 1)
        return re.compile(either if self._language != "zh" else rf"{either}|.?[{single}].?")


class _Languages(dict[str, Expressions]):
    """The expressions by language, each made when it is asked for."""

    def __init__(self, make: Callable[[str], Expressions]) -> None:
        """Keep what makes them."""
        super().__init__()
        self._make = make

    def __missing__(self, code: str) -> Expressions:
        """Make those of a language."""
        self[code] = self._make(code)
        return self[code]


@from_words
def expressions() -> dict[str, Expressions]:
    """Return the expressions of each language, made from words.csv, expressions.csv and number_words.csv when they are asked for."""
    held: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in reference("words").itertuples():
        held.setdefault(row.language, {}).setdefault(row.kind, []).append((row.word, row.meaning))
    scales = reference("number_words")
    scales = scales[scales["kind"] == SCALE]
    own = {
        code: dict(zip(rows["word"], rows["value"].astype(int), strict=True))
        for code, rows in scales.groupby("language")
    }
    return _Languages(lambda code: Expressions(code, held[code], own[code]))


def _any(words) -> str:
    return "|".join(words) or "(?!)"


def word_expression(word: str, language: str) -> str:
    """Return what matches a word of words.csv: a sign anywhere, "art." also right before its figure."""
    if not word[0].isalpha():
        return re.escape(word)
    if not word[-1].isalnum() and not word.endswith("*"):
        return rf"(?<!\w){re.escape(word)}"
    return expression(word, language)
