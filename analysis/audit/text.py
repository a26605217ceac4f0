"""The text from the data: the sentences of readings.csv with the numbers of today, those alone whose words still fit them.

What a sentence says beside its fields ("about one fifth", "most") is held against the measure whose field stands nearest. Nothing
is written anew: `analysis.measures.readings` fills and translates, `analysis.audit.scale` says what a word allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.audit.numbers import COUNT, numbers_in
from analysis.audit.scale import DATA, Scale
from analysis.errors import DataError
from analysis.languages import Language
from analysis.measures.book import Measures, measures_of
from analysis.measures.readings import Fields
from analysis.reference import reference

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# Stands for a field while the words around it are read ("at most 7"), and the fields that say a share.
_FIELD = "7"
_END = re.compile(r"[.!?؟]\s|[。！？]")
_OF_SHARES = ("share", "count", "text", "wording")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the paper: its reading and part, its text, why it is not written (empty where it is), and its pieces: plain words,
    and fields with their name.
    """

    reading: str
    part: str
    text: str
    why: str = ""
    pieces: tuple[tuple[str, str], ...] = ()


def text_of(dataset: Dataset, code: str) -> list[Sentence]:
    """Return the sentences of readings.csv in a language whose condition holds, in their order.

    One that has no translation, lacks data, or has words that do not fit its numbers says why. Raises DataError where the paper has
    no readings.csv, or for a language that is none of the six.
    """
    rows = dataset.layers.table("readings")
    # Those on the suite itself are no part of a paper.
    rows = rows[~rows["reading"].isin(reference("readings")["reading"])]
    if rows.empty:
        raise DataError("The paper has no readings.csv. Write its sentences there, one a row, with measures in braces.")
    fields, measures = Fields(dataset, Language(code, dataset.layers)), measures_of(dataset)
    scale, found = Scale(dataset.layers, DATA), []
    for row in rows.itertuples():
        text, why, pieces = "", "", []
        try:
            if not fields.met(row.only_if):
                continue
            fields.language.missing.clear()
            pieces = list(fields.pieces(row.text))
            text = "".join(piece for piece, _ in pieces)
            why = misfit(pieces, code, measures, scale)
        except (DataError, KeyError, ValueError) as error:
            why = str(error)
        if lacking := sorted(fields.language.missing):
            why = f"{code}: no translation of {'; '.join(lacking)}"
        found.append(Sentence(row.reading, row.part, text, why, tuple(pieces)))
    return found


def misfit(pieces: Iterable[tuple[str, str]], code: str, measures: Measures, scale: Scale) -> str:
    """Return which words of a text do not fit the number that stands nearest to them; empty where all do.

    pieces: the parts of the text in order, each with the field that it is ("legislation.share"), empty for plain words.
    """
    text, fields = "", []
    for piece, field in pieces:
        if field:
            fields.append((len(text), len(text) + len(piece), field, piece))
        text += _FIELD * len(piece) if field else piece
    for mark in numbers_in(text, code):
        # The nearest field of its sentence.
        near = [f for f in fields if not _END.search(text, min(f[1], mark.end), max(f[0], mark.start) + 1)]
        if mark.kind == COUNT or not near:
            continue
        _, _, field, shown = min(near, key=lambda f: max(f[0] - mark.end, mark.start - f[1]))
        measure, _, name = field.rpartition(".")
        if name not in _OF_SHARES or measure.split("[")[0] not in measures.rows.index:
            continue
        row = measures.one(measure)
        if row["denominator"] > 0 and not scale.share_fits(mark, int(row["count"]), int(row["denominator"])):
            return f"“{mark.text}” does not fit {shown} ({row['label']})"
    return ""
