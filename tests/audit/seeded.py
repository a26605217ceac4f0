"""Changes of one number at a time, made on purpose, that a check must catch."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from icu4py.messageformat import MessageFormat

from analysis.audit.aside import set_apart
from analysis.audit.draft import read_draft
from analysis.audit.facts import Facts
from analysis.audit.finding import DISAGREES, ELSEWHERE, Finding
from analysis.audit.numbers import FRACTION, PER_CENT, QUANTIFIER, numbers_in
from analysis.audit.tie import tie
from analysis.audit.within import contradictions
from tests.audit.drafts import write_word

# A tenth, a third, a half, nine tenths; words that say little, words that say much.
FRACTIONS = {
    "en": ("one tenth", "one third", "half", "nine tenths"), "fr": ("un dixième", "un tiers", "la moitié", "neuf dixièmes"),
    "es": ("una décima parte", "un tercio", "la mitad", "nueve décimas partes"), "ru": ("одна десятая", "одна треть", "половина", "девять десятых"),
    "ar": ("عُشر", "ثلث", "نصف", "تسعة أعشار"), "zh": ("十分之一", "三分之一", "一半", "十分之九"),
}  # fmt: skip
LOW = {"en": "few", "fr": "peu de", "es": "pocos", "ru": "редкие", "ar": "قلة من", "zh": "极少数"}
HIGH = {
    "en": ("almost all", "the vast majority of"), "fr": ("presque tous", "la grande majorité des"),
    "es": ("casi todos", "la gran mayoría de"), "ru": ("почти все", "подавляющее большинство"),
    "ar": ("الغالبية العظمى من", "معظم"), "zh": ("几乎所有", "绝大多数"),
}  # fmt: skip
_MUCH = ("most", "almost all", "the vast majority", "widely", "often", "all")


def changes(finding: Finding) -> Iterator[str]:
    """Yield the text of the paragraph with another number in the place of one that agrees."""
    mark, unit = finding.mark, finding.unit
    language = unit.language
    if mark.kind == QUANTIFIER:
        others = (LOW[language],) if mark.word in _MUCH else HIGH[language]
    elif mark.kind == FRACTION:
        far = {0: 0.1, 1: 1 / 3, 2: 0.5, 3: 0.9}
        more = [text for n, text in enumerate(FRACTIONS[language]) if far[n] > float(mark.value) + 0.06]
        less = [text for n, text in enumerate(FRACTIONS[language]) if far[n] < float(mark.value) - 0.06]
        others = tuple(more if mark.sign == ">" else less if mark.sign == "<" else more + less)
    elif mark.kind == PER_CENT:
        percent = int(mark.value * 100)
        others = tuple(re.sub(r"\d+", str(n), mark.text, count=1) for n in (percent + 10, percent // 2, percent + 25))
    elif mark.in_words:
        spell = MessageFormat("{n,spellout,%spellout-numbering}", language)
        others = tuple(spell.format({"n": int(mark.value) + more}) for more in (1, 2, 5, 11))
    else:
        others = tuple(str(int(mark.value) + more) for more in (1, 2, 10, 30, -1))
    for other in others:
        other = other[0].upper() + other[1:] if mark.text[0].isupper() else other
        yield unit.text[: mark.start] + other + unit.text[mark.end :]


def alarms(draft, facts) -> set[tuple[int, str, str]]:
    """Return what is wrong with a draft: paragraph, number or kind of contradiction, and what it is held against."""
    findings = tie(draft, facts)
    wrong = {(f.unit.at, f.mark.text, f.fact.name) for f in findings if f.verdict in (DISAGREES, ELSEWHERE)}
    return wrong | {(c.unit.at, c.kind, "") for c in contradictions(draft, findings, facts)}


def alarms_alone(draft, unit, text: str, facts) -> set[tuple[int, str, str]]:
    """Return what is wrong with one paragraph of a draft, with another text in it, as if it stood alone."""
    return alarms(changed(replace(draft, units=(unit,)), unit, text), facts)


def wrong_and_missed(
    rows: Sequence[dict[str, str]], language: str, folder: Path, facts: Callable[[dict[str, str]], Facts]
) -> tuple[list[str], list[str]]:
    """Return the sentences that raise an alarm though they are true, and those that raise none though they are not.

    rows: sentence, and the numbers true and false, the same where no number may raise one; facts: those of the paper of a row.
    """
    true, false = ([_begun(row["sentence"].format(row[which])) for row in rows] for which in ("true", "false"))
    path = write_word(folder / "draft.docx", [("", text) for text in true], numbered=False)
    draft = read_draft(path, language)[0]
    each = list(zip(draft.units, rows, false, strict=True))
    wrong = [unit.text for unit, row, _ in each if alarms_alone(draft, unit, unit.text, facts(row))]
    changes = [(unit, row, text) for unit, row, text in each if row["true"] != row["false"]]
    return wrong, [text for unit, row, text in changes if not alarms_alone(draft, unit, text, facts(row))]


def _begun(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def changed(draft, unit, text: str):
    """Return a draft with another text in one of its paragraphs, read anew."""
    marks = tuple(numbers_in(text, unit.language))
    reasons = tuple(set_apart(text, list(marks), unit.language))
    units = [replace(u, text=text, marks=marks, reasons=reasons) if u is unit else u for u in draft.units]
    return replace(draft, units=tuple(units))
