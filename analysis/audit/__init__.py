"""The draft check: every number of a text in six languages, set apart with its reason or held against the measures.

`analysis.audit("draft.docx")` is what a session calls; the room can be called like its function.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

from analysis.audit.draft import Draft, read_draft
from analysis.audit.facts import Facts
from analysis.audit.finding import APART, DISAGREES, UNTIED, VERDICTS, Finding, said
from analysis.audit.scale import DATA
from analysis.audit.style import PROFILE, Advice, advice
from analysis.audit.tie import tie
from analysis.audit.within import Contradiction, contradictions
from analysis.languages import ENGLISH, Language

if TYPE_CHECKING:
    from analysis.dataset import Dataset

COLUMNS = [
    "reading", "section", "paragraph", "page", "language", "number", "sentence", "kind", "verdict", "says", "statement",
    "fact", "published", "computed", "universe", "fits", "confirmed",
]  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """One reading of a draft with what is said of its numbers."""

    draft: Draft
    findings: tuple[Finding, ...]
    contradictions: tuple[Contradiction, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Audit:
    """A draft that was checked: each of its readings (two where it holds changes), and the facts that it was held against."""

    path: Path
    readings: tuple[Checked, ...]
    facts: Facts = field(repr=False)
    shown: Language = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a number or quantifier, in reading order, with COLUMNS; says is the verdict in words, or why it is set apart."""
        rows = [_row(reading.draft, f, self.shown) for reading in self.readings for f in reading.findings]
        return pd.DataFrame(rows, columns=COLUMNS)

    @property
    def problems(self) -> pd.DataFrame:
        """One row a contradiction within the draft: reading, section, paragraph, page, kind, number, says."""
        rows = [
            (r.draft.reading, *c.unit.place, c.kind, c.number, c.says(self.shown))
            for r in self.readings
            for c in r.contradictions
        ]
        return pd.DataFrame(
            rows, columns=["reading", "section", "paragraph", "page", "kind", "number", "says"], dtype=str
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers of the first reading have each verdict."""
        verdicts = [f.verdict for f in self.readings[0].findings]
        return {verdict: verdicts.count(verdict) for verdict in VERDICTS}

    @property
    def coverage(self) -> str:
        """How many of the numbers that count something are accounted for, in words."""
        of = sum(n for verdict, n in self.counts.items() if verdict != APART)
        text = self.shown.text("{tied} of {of} numbers accounted for, {apart} set apart")
        return text.format(tied=of - self.counts[UNTIED], of=of, apart=self.counts[APART])

    @property
    def unstated(self) -> list[str]:
        """The claims, and what mentions.csv names, that no number of the draft states."""
        stated = {f.fact.name for f in self.readings[0].findings if f.fact}
        return [fact.name for fact in self.facts.stated if fact.name not in stated]

    @property
    def untold(self) -> list[str]:
        """One message a language of the draft in which labels have no translation, so that numbers on them cannot be tied."""
        made = []
        for code in sorted({u.language for r in self.readings for u in r.draft.units if u.marks}):
            labels = self.facts.labels(code)
            if labels.lacking:
                text = self.shown.text(
                    "{n} of {of} labels of the paper have no translation in {code}, so that no number is tied by them, such as “{label}”: "
                    'translate them in wording/{code}.po, where "python -m analysis words --data" lists them'
                )
                of = len(labels.lacking) + labels.told
                made.append(text.format(n=len(labels.lacking), of=of, code=code, label=labels.lacking[0]))
        return made

    @property
    def fails(self) -> bool:
        """Whether a number disagrees with the data, or the draft with itself."""
        return any(f.verdict == DISAGREES for r in self.readings for f in r.findings) or not self.problems.empty

    def _repr_html_(self) -> str:
        """Show the text in JupyterLab, each number in the colour of its verdict and linked to its evidence."""
        from analysis.audit.page import body

        return body(self)


def audit(
    draft: str | Path,
    dataset: Dataset | None = None,
    *,
    against: str = DATA,
    language: str = "",
    profile: str = PROFILE,
    shown: str = ENGLISH,
) -> Audit:
    """Check a draft: each number is set apart with a reason, or tied to a statement or measure of the dataset's paper.

    dataset: by default the one that is open (ANALYSIS_DATA, else the demonstration). against: "data", what is computed, and
    what the paper printed only where nothing can be; or "published", what it printed. language: of the draft, where it is
    not told by its letters; profile: of the house style; shown: the language of what is said. Raises DataError where the
    draft cannot be read, or for an unknown language or profile.
    """
    from analysis.dataset import open_dataset

    dataset = dataset or open_dataset()
    words = Language(shown, dataset.layers)
    readings = read_draft(draft, language)
    facts = Facts(dataset, against)
    checked = []
    for reading in readings:
        findings = tie(reading, facts)
        apart = contradictions(reading, findings, facts)
        checked.append(Checked(reading, tuple(findings), tuple(apart), tuple(advice(reading, profile))))
    return Audit(Path(draft), tuple(checked), facts, words)


def _row(draft: Draft, finding: Finding, shown: Language) -> tuple:
    unit, mark, fact = finding.unit, finding.mark, finding.fact
    start, end = unit.sentence(mark)
    return (
        shown.text(draft.reading) if draft.reading else "",
        *unit.place,
        unit.language,
        mark.text,
        unit.text[start:end].strip(),
        mark.kind,
        shown.text(finding.verdict),
        said(finding, shown),
        fact.statement if fact else "",
        fact.name if fact else "",
        fact.published if fact else "",
        fact.computed if fact else "",
        finding.universe,
        "; ".join(finding.fits),
        "" if draft.confirmed else shown.text("read from a scan: not confirmed"),
    )


class _Room(ModuleType):
    """The room as a session calls it: `analysis.audit("draft.docx")` works whether or not the room was imported before."""

    def __call__(self, *words, **options) -> Audit:
        return audit(*words, **options)


sys.modules[__name__].__class__ = _Room
