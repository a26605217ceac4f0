"""Number words of six languages: ICU's spell-out rules turned round.

ICU writes a number in each grammatical form; here the same words lead back to it. Only what a number is put together
from is kept: every form of 0 to 999 and of the round thousands, how a form goes on after a thousand, and the words of
data/reference/number_words.csv: the names of the rule sets, what ICU does not know, scales, fractions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analysis.reference import reference, version

CARDINAL, ORDINAL, SCALE, HALF, FRACTION, FRACTION_ALONE, RULES = (
    "cardinal", "ordinal", "scale", "and a half", "fraction", "fraction alone", "rules",
)  # fmt: skip
MOST = 10_000
_YEAR = "-year"
# Rests after a thousand that show between them where the rest begins.
_SAMPLES = (1, 2, 11, 30, 111, 234, 500)
_MARKS = re.compile("[\u00ad\u0640\u064b-\u0652\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff〇]")
_ARABIC_AND = "و"
_ARABIC_PREFIX = re.compile("^[وفبلك]?(?:ال)?(?=..)")
_ARABIC_DEFINITE, _ARABIC_THEIRS = re.compile("^ال(?=..)"), re.compile("(?<=...)(?:ها|هم|هن|هما)$")
Words = tuple[str, ...]


class Token(NamedTuple):
    """A word of a text, as it is compared, and where it stands."""

    word: str
    start: int
    end: int


class Spelled(NamedTuple):
    """A number in words: its kind (cardinal, ordinal), its value, how many tokens it takes."""

    kind: str
    value: int
    length: int


@dataclass
class Lexicon:
    """What the number words of one language mean.

    whole: words to (kind, value); tails: what may only follow a thousand, or a hundred of a year; heads: words to the
    number that a tail is added to; scales, fractions, alone: words to what they multiply by, or to (numerator,
    denominator); halves: what adds half a scale; first: every word that a number can begin with; longest: the most words of one entry.
    """

    language: str
    whole: dict[Words, tuple[str, int]] = field(default_factory=dict)
    tails: dict[Words, tuple[str, int]] = field(default_factory=dict)
    heads: dict[Words, int] = field(default_factory=dict)
    year_heads: dict[Words, int] = field(default_factory=dict)
    scales: dict[Words, int] = field(default_factory=dict)
    fractions: dict[Words, tuple[int, int]] = field(default_factory=dict)
    alone: dict[Words, tuple[int, int]] = field(default_factory=dict)
    halves: frozenset[Words] = frozenset()
    first: frozenset[str] = frozenset()
    longest: int = 1

    def spelled(self, tokens: list[Token], at: int) -> Spelled | None:
        """Return the longest number in words that begins at a token; the tokens stand next to each other."""
        if tokens[at].word not in self.first:
            return None
        words = tuple(token.word for token in tokens[at : at + 3 * self.longest])
        found = [
            self._longest(words, self.whole),
            self._with_tail(words, self.heads, 0),
            self._with_tail(words, self.year_heads, 0),
            self._digits(words),
        ]
        best = max((f for f in found if f), key=lambda f: f.length, default=None)
        if self.language == "ar" and best:
            best = self._added(words, best)
        return self._scaled(words, best) if best else None

    def _longest(self, words: Words, table: dict[Words, tuple[str, int]], start: int = 0) -> Spelled | None:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            if held := table.get(words[start : start + length]):
                return Spelled(held[0], held[1], length)
        return None

    def _with_tail(self, words: Words, heads: dict[Words, int], start: int) -> Spelled | None:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            if (base := heads.get(words[start : start + length])) is not None:
                rests = [self._longest(words, table, start + length) for table in (self.tails, self.whole)]
                fitting = [r for r in rests if r and 0 < r.value < (100 if heads is self.year_heads else 1000)]
                if fitting:
                    rest = max(fitting, key=lambda r: r.length)
                    return Spelled(rest.kind, base + rest.value, length + rest.length)
        return None

    def _digits(self, words: Words) -> Spelled | None:
        """Return a year written figure by figure in Chinese: 二〇一八."""
        if self.language != "zh":
            return None
        run: list[int] = []
        for word in words:
            held = self.whole.get((word,))
            if not held or held[1] > 9:
                break
            run.append(held[1])
        return Spelled(CARDINAL, int("".join(map(str, run))), len(run)) if len(run) > 1 else None

    def _added(self, words: Words, best: Spelled) -> Spelled:
        """Add what Arabic joins by "and": hundreds, units, tens in an order of its own."""
        total, length, kind = best.value, best.length, best.kind
        sizes = {_size(best.value)}
        while length + 1 < len(words) and words[length] == _ARABIC_AND:
            rest = self._longest(words, self.whole, length + 1)
            if not rest or _size(rest.value) in sizes or rest.value == 0:
                break
            if _size(rest.value) > max(sizes) and (max(sizes), _size(rest.value)) != (1, 2):
                break
            sizes.add(_size(rest.value))
            total, length = total + rest.value, length + 1 + rest.length
        return Spelled(kind, total, length)

    def _scaled(self, words: Words, number: Spelled) -> Spelled:
        """Multiply by a scale that follows, as in "twelve thousand" or 三十万, and add what goes on."""
        for length in range(2, 0, -1):
            scale = self.scales.get(words[number.length : number.length + length])
            if not scale or number.kind != CARDINAL or number.value >= scale or number.value == 0:
                continue
            end = number.length + length
            rest = self._longest(words, self.whole, end) or self._longest(words, self.tails, end)
            inner = self._with_tail(words, self.heads, end)
            rest = max((r for r in (rest, inner) if r), key=lambda r: r.length, default=None)
            if rest and 0 < rest.value < scale and self.language != "ar":
                return Spelled(rest.kind, number.value * scale + rest.value, end + rest.length)
            half = next((n for n in (3, 2) if words[end : end + n] in self.halves), 0)  # "un millón y medio"
            return Spelled(CARDINAL, number.value * scale + (scale // 2 if half else 0), end + half)
        return number


def lexicon(language: str) -> Lexicon:
    """Return what the number words of a language mean; made once."""
    return _lexicon(language, version())


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Return text as words are compared: small letters, no accents or vowel signs, one form of each alef."""
    text = unicodedata.normalize("NFD", text.casefold().replace("й", "\ue000"))
    return _MARKS.sub("", text).replace("\ue000", "й").translate(_ALIKE).replace("مئ", "ما").replace("ى", "ي")


_ALIKE = str.maketrans("ёأإآٱ", "еاااا")


def tokens(text: str, language: str) -> list[Token]:
    """Return the words of a text; of Chinese each character, of Arabic "and" apart from the word it is written onto."""
    found: list[Token] = []
    if language == "zh":
        return [Token(m[0], m.start(), m.end()) for m in _CHINESE.finditer(text)]
    for match in _WORD.finditer(text):
        # A soft hyphen or vowel sign inside a word is none of its letters.
        if found and found[-1].end < match.start() and _MARKS.fullmatch(text[found[-1].end : match.start()]):
            before = found.pop()
            found.append(Token(folded(text[before.start : match.end()]), before.start, match.end()))
        else:
            found.append(Token(folded(match[0]), match.start(), match.end()))
    return list(_apart(found)) if language == "ar" else found


def _apart(found: list[Token]) -> Iterator[Token]:
    known = _arabic_words(version())
    for token in found:
        bare = _ARABIC_DEFINITE.sub("", token.word[1:])  # "the six and the forty"
        if token.word.startswith(_ARABIC_AND) and token.word not in known and bare in known:
            yield Token(_ARABIC_AND, token.start, token.start + 1)
            yield Token(bare, token.start + 1, token.end)
        else:
            rest = _ARABIC_PREFIX.sub("", token.word)
            rest = rest if rest in known else _ARABIC_THEIRS.sub("", rest)
            yield token._replace(word=rest) if token.word not in known and rest in known else token


@lru_cache(maxsize=2)
def _arabic_words(stamp: object) -> frozenset[str]:
    """Every word of a number in Arabic, none with "and" before it."""
    own = [word for kind in (CARDINAL, ORDINAL, SCALE, FRACTION, FRACTION_ALONE) for word, _ in _own("ar", kind)]
    spelled = [text for _, write in _rules("ar") for text in map(write, [*range(20), *range(20, 1001, 10), 2000, 3000])]
    return frozenset(w for text in (*own, *spelled) for w in map(folded, _WORD.findall(text)) if w != _ARABIC_AND)


def _rules(language: str) -> list[tuple[str, Callable[[int], str]]]:
    """Return the kind of each rule set of a language and the function that writes by it."""
    from icu4py.messageformat import MessageFormat

    rows = reference("number_words").query("language == @language and kind == @RULES")
    made: list[tuple[str, Callable[[int], str]]] = []
    for row in rows.itertuples():
        rule = MessageFormat(f"{{n,spellout,{row.word}}}", language)
        made.append((f"{row.value}{_YEAR if row.word.endswith(_YEAR) else ''}", _writer(rule)))
    return made


def _writer(rule) -> Callable[[int], str]:
    return lambda n: rule.format({"n": n})


def _own(language: str, kind: str) -> list[tuple[str, str]]:
    rows = reference("number_words").query("language == @language and kind == @kind")
    return list(zip(rows["word"], rows["value"], strict=True))


@lru_cache(maxsize=8)
def _lexicon(language: str, stamp: object) -> Lexicon:
    made = Lexicon(language)

    def key(text: str) -> Words:
        return tuple(token.word for token in tokens(text, language))

    for named, write in _rules(language):
        kind, year = named.removesuffix(_YEAR), named.endswith(_YEAR)
        for n in (*range(1000), *range(1000, MOST + 1, 1000)):
            made.whole.setdefault(key(write(n)), (kind, n))
        for k in range(1, 10):
            _keep_head(made.heads, made.tails, 1000, k, kind, lambda n, write=write: key(write(n)))
        for k in range(10, 100) if year else ():
            _keep_head(made.year_heads, made.tails, 100, k, kind, lambda n, write=write: key(write(n)))
            made.whole.setdefault(key(write(100 * k)), (kind, 100 * k))
    for kind in (CARDINAL, ORDINAL):
        for word, value in _own(language, kind):
            made.whole.setdefault(key(word), (kind, int(value)))
    made.scales = {key(word): int(value) for word, value in _own(language, SCALE)}
    made.halves = frozenset(key(word) for word, _ in _own(language, HALF))
    made.fractions = {key(word): _ratio(value) for word, value in _own(language, FRACTION)}
    made.alone = {key(word): _ratio(value) for word, value in _own(language, FRACTION_ALONE)}
    entries = [*made.whole, *made.heads, *made.year_heads]
    made.first = frozenset(words[0] for words in entries if words)
    made.longest = max(map(len, [*entries, *made.tails]))
    made.whole.pop((), None)
    return made


def _keep_head(heads: dict, tails: dict, base: int, k: int, kind: str, words) -> None:
    """Keep what every number from base * k on begins with and, of one k, how each goes on."""
    samples = [words(base * k + r) for r in _SAMPLES if base > r > (0 if base == 1000 else 9)]
    length = 0
    while all(len(s) > length + 1 for s in samples) and len({s[length] for s in samples}) == 1:
        length += 1
    if not length:
        return
    heads.setdefault(samples[0][:length], base * k)
    if k in (2, 23):
        for r in range(1, base):
            tails.setdefault(words(base * k + r)[length:], (kind, r))


def _size(value: int) -> int:
    """Return 1 for units and teens, 2 for tens, 3 for hundreds, 4 for thousands."""
    return next((n for n, unit in ((4, 1000), (3, 100)) if value >= unit), 2 if value >= 20 else 1)


def _ratio(text: str) -> tuple[int, int]:
    numerator, _, denominator = text.partition("/")
    return int(numerator), int(denominator)
