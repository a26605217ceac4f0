"""The sentences that the paper writes from its measures, read back: where a draft has one of them, each of its numbers is known.

A sentence of a draft is one of readings.csv where it is the same but for its numbers, its groups and a word here and there, and names
nothing else that the paper has a label for. What a number of it is, no word has to tell: it is the field of the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from analysis.audit.draft import Unit, sentences
from analysis.audit.fact import Fact
from analysis.audit.numbers import Mark, numbers_in
from analysis.audit.text import Sentence, text_of
from analysis.errors import DataError
from analysis.languages import Language

if TYPE_CHECKING:
    from analysis.audit.facts import Facts

_NO_LETTERS = re.compile(r"[\W\d_]+")


class Read(NamedTuple):
    """A number of a draft that is one of a sentence of the paper: as it stands, what it is, and whether it is what the data have."""

    mark: Mark
    fact: Fact
    right: bool


class _Written(NamedTuple):
    """A sentence of the paper: its numbers with the fact that each is, the groups that it names, and the words of labels."""

    numbers: list[tuple[Mark, Fact]]
    groups: list[re.Match[str]]
    words: set[str]


_NOTHING = _Written([], [], set())


class Readback:
    """The sentences of a paper in one language."""

    def __init__(self, facts: Facts, code: str) -> None:
        """Write them; a paper without sentences, or without any in the language, has none to read back."""
        self._facts, self._labels = facts, facts.labels(code)
        language = Language(code, facts.dataset.layers)
        labels = sorted(map(language.text, facts.groups), key=len, reverse=True)
        self._groups = re.compile("|".join(map(re.escape, labels)) or "(?!)", re.I)
        self._written: dict[str, _Written] = {}
        with suppress(DataError):
            for sentence in text_of(facts.dataset, code):
                self._keep(sentence, code)

    def _keep(self, sentence: Sentence, code: str) -> None:
        spans, at = [], 0
        for piece, field in sentence.pieces:
            spans.append((at, at + len(piece), field))
            at += len(piece)
        for start, end in sentences(sentence.text, code) if not sentence.why else ():
            text = sentence.text[start:end]
            marks = numbers_in(text, code)
            fields = [next(f for s, e, f in spans if s <= start + m.start < e) for m in marks]
            held = [(m, self._fact(f, sentence, m)) for m, f in zip(marks, fields, strict=True)]
            bare, groups, words = self._bare(text, [(m.start, m.end) for m in marks])
            if marks:
                self._written[bare] = _Written(held, groups, words)

    def _bare(self, text: str, marks: list[tuple[int, int]]) -> tuple[str, list[re.Match[str]], set[str]]:
        """Return the letters of a sentence without its numbers and groups; the groups; and the words of labels in the rest."""
        groups = list(self._groups.finditer(text))
        for start, end in sorted([*marks, *(group.span() for group in groups)], reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return _NO_LETTERS.sub("", text).casefold(), groups, set(self._labels.spans(text))

    def _fact(self, field: str, sentence: Sentence, mark: Mark) -> Fact:
        """Return what a number of a sentence is: a field of a measure, or a word of the sentence itself."""
        measure = field.rpartition(".")[0]
        if measure.split("[")[0] not in self._facts.measures.rows.index:
            return Fact(f"{sentence.reading} {sentence.part}", "", "", "", mark.text, None, "", "", False)
        label = self._facts.measures.label_of(measure.split("[")[0])
        return Fact(field, "", "", label, "", None, "", "", False, says=mark.text)

    def of(self, unit: Unit) -> Iterator[Read]:
        """Yield each number of a paragraph that is one of a sentence of the paper.

        Where a sentence names another group than the data have there, the number beside it is wrong.
        """
        for start, end in sentences(unit.text, unit.language) if self._written and unit.marks else ():
            here = [m for m in unit.marks if start <= m.start < end]
            bare, groups, words = self._bare(unit.text[start:end], [(m.start - start, m.end - start) for m in here])
            found = extractOne(
                bare, list(self._written), scorer=ratio, score_cutoff=100 * self._facts.limits["draft_alike"]
            )
            written = self._written[found[0]] if found else _NOTHING
            alike = len(written.numbers) == len(here) and len(written.groups) == len(groups) and words <= written.words
            if not alike:
                continue
            pairs = zip(groups, written.groups, strict=True)
            swapped = [start + g.start() for g, own in pairs if g[0].casefold() != own[0].casefold()]
            wrong = {min(here, key=lambda m: abs(m.start - at)) for at in swapped}
            for mark, (own, fact) in zip(here, written.numbers, strict=True):
                same = (mark.kind, mark.value, mark.high, mark.word) == (own.kind, own.value, own.high, own.word)
                yield Read(mark, fact, same and mark not in wrong)
