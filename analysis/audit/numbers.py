"""Every number and quantifier of a text, in six languages, with the place where it stands.

Figures in Western, Arabic-Indic and Chinese numerals, number words (`number_words`), per cents, fractions, ranges,
ordinals, and the words of the scale in quantifiers.csv; what each language calls them is in data/reference/words.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.audit.expressions import Expressions, expressions
from analysis.audit.number_words import CARDINAL, ORDINAL, Lexicon, Spelled, Token, folded, lexicon, tokens

COUNT, PER_CENT, FRACTION, QUANTIFIER, POINTS = "count", "per cent", "fraction", "quantifier", "points"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
_BETWEEN_WORDS = re.compile(r"[\s\u00a0\u00ad‑–-]{0,2}")
_DASH = r"\s?[-–—‐‑~～]\s?"
_NEAR = 28
_ARTICLE = "ال"
# "Of every five, one".
_CHINESE_EVERY = re.compile(r"每\s?[\d一二三四五六七八九十百]+[^\d，。]{0,3}中有?$")
# 第14, and the end of 第14至19.
_CHINESE_ORDINAL = re.compile(r"第\s?(?:\d+\s?[至到—–-]\s?)?$")
_SPACE = (" ", "\u00a0")
# "Four in five" is a share, "un sur cinq" too; "cinq sur neuf" and "12 of 163" are counts.
_FEW, MANY = 2, 10


@dataclass(frozen=True)
class Mark:
    """A number or quantifier in a text.

    start, end: where it stands; kind: count, per cent, fraction, points or quantifier; value: the number, a share for
    per cents and fractions; high: the end of a range, else the value; word: a quantifier as quantifiers.csv has it;
    sign: one of SIGNS, or empty; ordinal: whether it says the place rather than how many; in_words: whether it is
    spelled out; weak: whether the word is more often an article or a pronoun.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    word: str = ""
    sign: str = ""
    ordinal: bool = False
    in_words: bool = False
    weak: bool = False


def numbers_in(text: str, language: str) -> list[Mark]:
    """Return the numbers and quantifiers of a text in the order in which they stand, none within another."""
    words = expressions()[language]
    plain = text.translate(_DIGITS)
    found = _without_overlap([*_figures(plain, language, words), *_spelled(plain, language)])
    found = [mark for mark in found if not _within(words.none, plain, mark)]
    found = _without_overlap([_completed(plain, mark, words) for mark in found])
    found = [mark for mark in found if not _is_period(plain, mark, found)]
    found = _ranges(plain, _ratios(plain, found, words), words)
    found = [replace(mark, text=text[mark.start : mark.end], sign=_sign(plain, mark, words)) for mark in found]
    found = [
        replace(m, weak=m.in_words and not m.ordinal and (m.value == 1 or _within(words.hardly, plain, m)))
        for m in found
    ]
    worded = list(_quantifiers(text, [mark for mark in found if not mark.weak], words))
    worded = [mark for mark in worded if not _within(words.none, plain, mark, more=True)]  # "as many as"
    found = [
        m for m in found if not (m.weak and any(w.start <= m.start < w.end for w in worded))
    ]  # "un certain nombre"
    return sorted([*found, *worded], key=lambda mark: mark.start)


def _figures(text: str, language: str, words: Expressions) -> Iterator[Mark]:
    for found in words.figures.finditer(text):
        figures = " ".join(reversed(found[0].split())) if language == "ar" else found[0]
        bare = words.grouped.sub("", figures) if len(figures) > 4 else figures
        value = Fraction(bare.replace(",", ".").replace("٫", "."))
        ending = words.ordinal.match(text, found.end())
        first = language == "zh" and _CHINESE_ORDINAL.search(text, 0, found.start())
        yield Mark(
            found.start(),
            ending.end() if ending else found.end(),
            "",
            COUNT,
            value,
            value,
            ordinal=bool(ending or first),
        )


def _spelled(text: str, language: str) -> Iterator[Mark]:
    known = lexicon(language)
    for run in _runs(text, tokens(text, language)):
        at = 0
        while at < len(run):
            mark, at = _number_at(text, run, at, known)
            if mark:
                yield mark


def _runs(text: str, found: list[Token]) -> Iterator[list[Token]]:
    """Yield the words that stand next to each other: no point or comma parts a number in words."""
    run: list[Token] = []
    for token in found:
        if run and not _BETWEEN_WORDS.fullmatch(text, run[-1].end, token.start):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _number_at(text: str, run: list[Token], at: int, known: Lexicon) -> tuple[Mark | None, int]:
    """Return the number in words or the fraction that begins at a word, and the word after it."""
    if known.language == "zh" and (part := _chinese_fraction(run, at, known)):
        return part
    alone = _entry(run, at, known.alone)
    number = known.spelled(run, at)
    if alone and not number and _is_definite(run, at) and _is_definite(run, at + 1):
        bare = run[at]._replace(word=run[at].word.removeprefix(_ARTICLE))  # "the ten years that passed": no tenth
        number, alone = known.spelled([bare], 0), None
    if alone and (not number or (alone[1] >= number.length and _is_share(run, at, alone[1], known))):
        return _fraction(run, at, alone[1], alone[0], known), at + alone[1]
    if not number:
        return None, at + 1
    end = at + number.length
    if number.kind == CARDINAL and (below := _entry(run, end, known.fractions)):
        ratio = (number.value * below[0][0], below[0][1])
        if ratio[0] <= ratio[1]:
            return _fraction(run, at, number.length + below[1], ratio, known), end + below[1]
    value = Fraction(number.value)
    mark = Mark(run[at].start, run[end - 1].end, "", COUNT, value, value, ordinal=number.kind == ORDINAL, in_words=True)
    return mark, end


def _is_share(run: list[Token], at: int, length: int, known: Lexicon) -> bool:
    """Whether an Arabic word is a fifth rather than five: the whole follows with its article."""
    return known.language != "ar" or (_is_definite(run, at + length) and not _is_definite(run, at))


def _is_definite(run: list[Token], at: int) -> bool:
    """Whether a word has the article of Arabic."""
    return at < len(run) and run[at].word.startswith(_ARTICLE)


def _entry(run: list[Token], at: int, table: dict) -> tuple[tuple[int, int], int] | None:
    for length in range(min(3, len(run) - at), 0, -1):
        if held := table.get(tuple(token.word for token in run[at : at + length])):
            return held, length
    return None


def _fraction(run: list[Token], at: int, length: int, ratio: tuple[int, int], known: Lexicon) -> Mark:
    value = Fraction(*ratio)
    return Mark(run[at].start, run[at + length - 1].end, "", FRACTION, value, value, in_words=True)


def _chinese_fraction(run: list[Token], at: int, known: Lexicon) -> tuple[Mark, int] | None:
    """Return 五分之一 as one fifth, 百分之二十 as 20 per cent, 千分之二 as two thousandths."""
    hundred = run[at].word == "百"
    whole = Spelled(CARDINAL, 1000, 1) if run[at].word == "千" else None if hundred else known.spelled(run, at)
    end = at + (1 if hundred else whole.length if whole else 0)
    if end == at or "".join(token.word for token in run[end : end + 2]) != "分之" or end + 2 >= len(run):
        return None
    part = known.spelled(run, end + 2)
    if not part or (whole and not whole.value):
        return None
    value = Fraction(part.value, 100 if hundred else whole.value if whole else 1)
    after = end + 2 + part.length
    kind = PER_CENT if hundred else FRACTION
    return Mark(run[at].start, run[after - 1].end, "", kind, value, value, in_words=True), after


def _completed(text: str, mark: Mark, words: Expressions) -> Mark:
    """Return a number with the sign or the words for per cent that follow it, or 百分之 before it."""
    if mark.kind != COUNT or mark.ordinal:
        return mark
    if not mark.in_words and (found := words.scale.match(text, mark.end)):
        value = mark.value * words.scales[folded(found[1])]
        mark = replace(mark, end=found.end(), value=value, high=value)
    if found := words.points.match(text, mark.end):
        return replace(mark, end=found.end(), kind=POINTS, value=mark.value / 100, high=mark.high / 100)
    if found := words.per_mille.match(text, mark.end):
        return replace(mark, end=found.end(), kind=FRACTION, value=mark.value / 1000, high=mark.high / 1000)
    if found := words.per_cent.match(text, mark.end):
        return replace(mark, end=found.end(), kind=PER_CENT, value=mark.value / 100, high=mark.high / 100)
    if before := re.search(r"百分之\s?$", text[: mark.start]):
        return replace(mark, start=before.start(), kind=PER_CENT, value=mark.value / 100, high=mark.high / 100)
    return mark


def _is_period(text: str, mark: Mark, found: list[Mark]) -> bool:
    """Whether a fraction is a part of a year: "the first half", "the third quarter"; Arabic has the ordinal behind it."""
    spans = (
        (other.end, mark.start) if other.end <= mark.start else (mark.end, other.start)
        for other in found
        if other.ordinal
    )
    return mark.kind == FRACTION and any(text[start:end] in _SPACE for start, end in spans)


def _ratios(text: str, found: list[Mark], words: Expressions) -> list[Mark]:
    """Put "one in five" together as a fifth, and take "every fifth" for one."""
    made: list[Mark] = []
    for mark in found:
        before = made[-1] if made else None
        if mark.kind == COUNT and mark.ordinal and (every := words.every_nth.search(text[: mark.start])):
            ratio = 1 / mark.value if mark.value else mark.value
            made.append(replace(mark, start=every.start(), kind=FRACTION, value=ratio, high=ratio, ordinal=False))
        elif before and before.kind == mark.kind == COUNT and _CHINESE_EVERY.search(text, 0, mark.start):
            made[-1] = replace(as_fraction(mark, before), start=before.start - 1, end=mark.end)
        elif (
            before
            and before.kind == mark.kind == COUNT
            and before.in_words == mark.in_words
            and 0 < before.value < mark.value <= MANY
            and words.every.search(joint := text[before.end : mark.start])
            and re.fullmatch(r"(?:\s\w+)?", noun := words.every.sub("", joint))
            and (before.value <= _FEW or noun or " " in joint.strip() or not words.of.search(f"{joint} "))
        ):
            made[-1] = as_fraction(before, mark)
        else:
            made.append(mark)
    return made


def as_fraction(part: Mark, whole: Mark) -> Mark:
    """Return two counts as the share that they make."""
    ratio = part.value / whole.value
    return replace(part, end=whole.end, kind=FRACTION, value=ratio, high=ratio)


def _ranges(text: str, found: list[Mark], words: Expressions) -> list[Mark]:
    """Put the ends of a range together: 5–10, "five to ten", "10 to 20 per cent"."""
    made: list[Mark] = []
    for mark in found:
        before = made[-1] if made else None
        if before and before.high == before.value:
            between = text[before.end : mark.start]
            joined = re.fullmatch(_DASH, between) or words.joined.fullmatch(between)
            if joined and before.kind == COUNT and mark.kind == PER_CENT and not before.ordinal:
                share = before.value / 100  # "from 9.1 to 6.8 per cent"
                made[-1] = before = replace(before, value=share, high=share, kind=PER_CENT)
            alike = before.kind == mark.kind and before.ordinal == mark.ordinal and before.value < mark.value
            if joined and alike and not words.ands.fullmatch(between.strip()):
                made[-1] = replace(before, end=mark.end, high=mark.value)
                continue
        made.append(mark)
    return made


def _sign(text: str, mark: Mark, words: Expressions) -> str:
    before = text[max(0, mark.start - _NEAR) : mark.start]
    for sign in ("<=", ">=", "<", ">", "~"):
        if words.before[sign].search(before):
            return sign
    return ">" if words.more_after.match(text, mark.end) else ""


def _quantifiers(text: str, found: list[Mark], words: Expressions) -> Iterator[Mark]:
    taken = [(mark.start, mark.end) for mark in found]
    for match in words.quantifier.finditer(text):
        start, end = match.span()
        hedges = any(0 <= a - end <= 2 and not text[end:a].strip() for a, _ in taken)  # "some 20 States"
        if not hedges and not any(a < end and start < b for a, b in taken):
            yield Mark(start, end, match[0], QUANTIFIER, word=words.meanings[(match.lastindex or 1) - 1], in_words=True)


def _within(pattern: re.Pattern[str], text: str, mark: Mark, *, more: bool = False) -> bool:
    """Whether a number is a part of some words, such as 一 of 一般; more: of more words than it has itself."""
    around = range(max(0, mark.start - 12), mark.start + 1)
    for match in pattern.finditer(text, around[0], mark.end + 24):
        if match.start() <= mark.start and mark.end <= match.end():
            return not more or len(match[0]) > mark.end - mark.start
    return False


def _without_overlap(found: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
