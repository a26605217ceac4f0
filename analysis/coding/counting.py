"""Which answers count: an answer that a share does not count, such as one whose condition is open, is never shown as one that does."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding.tasks import records_of
from analysis.errors import DataError
from analysis.measures.answers import Answers
from analysis.measures.book import measures_of
from analysis.measures.universes import Universe
from analysis.schema import NO_ANSWERS, parts
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_OTHERWISE = "another answer counts"
# Why an answer does not count beside those that records themselves give.
IN_NONE = "no universe of the paper counts this record"
REASONS = frozenset((*NO_ANSWERS, IN_NONE))
Place = tuple[str, ...]


def counting(dataset: Dataset) -> dict[Place, frozenset[str]]:
    """Return what a share takes each record to answer, by unit, record, topic and question: codes, or why there is none, of REASONS.

    Whether a question is asked is judged within the record. A universe that carries answers of earlier records over may find
    its condition in one of these: there its shares count an answer that does not count here.
    """
    answers, told = Answers(dataset), dict[Place, set[str]]()
    stands = _standing(dataset)
    for (record, topic), own in records_of(dataset).groupby(["record", "topic"]):
        units = Universe("", "", str(record), str(record), str(topic), "", "", own, records=frozenset(own["unit"]))
        for question in answers.codebook.index:
            if answers.asks(units, question):
                for unit, code in answers.of(units, question).itertuples(index=False):
                    told.setdefault((unit, str(record), str(topic), question), set()).add(code)
    return {place: frozenset(codes) if stands(place) else frozenset({IN_NONE}) for place, codes in told.items()}


def _standing(dataset: Dataset) -> Callable[[Place], bool]:
    """Return what tells whether some universe of the paper counts what a record says to a question: none does where the record is of a later
    day than the data, or where a later one of the entity has taken its place. All stand where the paper has no universe of records.
    """
    universes, findings = measures_of(dataset).universes, dataset.findings
    held: list[tuple[frozenset[str], str, set[Place]]] = []
    for name in universes.rows.index:
        with contextlib.suppress(DataError):  # `check` says so of it
            universe = universes[name]
            if universe.records:
                replaced = (
                    _places(findings).difference(_places(universe.standing(findings))) if universe.carried else set()
                )
                held.append((universe.records, universe.topic, replaced))

    def stands(place: Place) -> bool:
        unit, _, topic, _ = place
        return not held or any(unit in of and own in ("", topic) and place not in not_ for of, own, not_ in held)

    return stands


def _places(rows: pd.DataFrame) -> set[Place]:
    return set(rows[KEY].itertuples(index=False, name=None))


def with_counts(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Return codings or findings and whether shares count them: counts (yes or no), why_not (empty where they do).

    A finding is one code of an answer: it counts where the answer does.
    """
    told, whys = counting(dataset), dataset.layers.labels("no_answer")
    silence = dataset.layers.table("codebook").set_index("question")["silence"]
    own = [*KEY, "coder"]
    said = rows.groupby(own)["answer"].agg(lambda answers: {code for one in answers for code in parts(one)}).to_dict()
    why = []
    for place in rows[own].itertuples(index=False, name=None):
        counts = told.get(place[:-1], frozenset())
        reasons = _why_not(counts, said[place], silence[place[3]])
        why.append("; ".join(whys.get(reason) or reason for reason in reasons))
    return rows.assign(counts=["no" if one else "yes" for one in why], why_not=why)


def _why_not(counts: frozenset[str], answer: set[str], silence: str) -> list[str]:
    """Return why an answer does not count; nothing where it does, also as that for which silence stands."""
    usable = counts.difference(REASONS)
    if usable:
        return [] if usable in (answer, {silence} if answer == {NOT_ADDRESSED} else answer) else [_OTHERWISE]
    return sorted(counts) or sorted(answer.intersection(NO_ANSWERS)) or [NOT_APPLICABLE]
