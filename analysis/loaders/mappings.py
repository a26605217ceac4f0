"""How a register is laid out: which sheet and column of a spreadsheet is what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.papers import among, hold

CODEBOOK = "codebook"
FIELDS = (
    "entity", "code", "maker", "topic", "round", "edition", "date", "symbol", "status", "section", "paragraph", "page",
    "language", "text", "file", "number", "record", "question", "answer", "coder",
    "note", "settled_by", "settled_on",
)  # fmt: skip
# What a register must say of each row: one field of each set.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "reviews": (("entity", "code"),),
    "responses": (("entity", "code"),),
    "recommendations": (("entity", "code"),),
    "extracts": (("text",),),
    "codings": (("entity", "code", "number"), ("question",), ("answer",)),
}
_EMPTY = dict.fromkeys(("columns", "questions", "groupings"), "say the header of its column, or leave it out") | {
    "split": 'say what separates the parts of a cell, such as ","'
}


@dataclass(frozen=True)
class Mapping:
    """How one register is laid out.

    columns: field -> header text ("Para#2" is the second column of that name, "column D" a column without
    a header); header_row: the row of the headers, found by itself where it is left out; fixed: field ->
    value; transposed: a column is a record, and the headers stand one below the other; questions: question -> header text, for a sheet with one column a question, or the headers of the boxes to be ticked, each
    of which is an answer ("codebook": each question headed by its label); cite: what stands before the header of the column that cites the paragraph of a question; groupings:
    grouping -> header of a column of 0 and 1; where: which rows count (see `analysis.conditions`); split: field or question -> what
    separates the parts of a cell; place: the file that says so.
    """

    table: str
    file: str
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str | list[str]] | str = field(default_factory=dict)
    cite: str = ""
    header_row: int | None = None
    groupings: dict[str, str] = field(default_factory=dict)
    where: str = ""
    split: dict[str, str] = field(default_factory=dict)
    transposed: bool = False
    place: str = ""

    def with_codebook(self, codebook: pd.DataFrame) -> Mapping:
        """Return the mapping with a header for each question, where it leaves them to the codebook."""
        if self.questions != CODEBOOK:
            return self
        return replace(self, questions=dict(zip(codebook["question"], codebook["label"], strict=True)))

    @property
    def asked(self) -> dict[str, str]:
        """Question -> header, where each question has a column; of boxes to be ticked all their headers."""
        asked = self.questions if isinstance(self.questions, dict) else {}
        return {q: header if isinstance(header, str) else " / ".join(header) for q, header in asked.items()}

    @property
    def boxes(self) -> dict[str, list[str]]:
        """Question -> the headers of the boxes to be ticked, where it has some."""
        asked = self.questions.items() if isinstance(self.questions, dict) else ()
        return {question: boxes for question, boxes in asked if not isinstance(boxes, str)}

    @property
    def headers(self) -> dict[str, str]:
        """Header of each field, and of each "grouping:", "question:" and "cite:" before the name of one."""
        before = {"question": "", "cite": self.cite} if self.cite else {"question": ""}
        asked = {f"{kind}:{q}": text + header for q, header in self.asked.items() for kind, text in before.items()}
        return self.columns | asked | {f"grouping:{name}": header for name, header in self.groupings.items()}

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields of which the mapping would need one and names none; empty where all is there."""
        given = {*self.columns, *self.fixed, *(("question", "answer") if self.questions else ())}
        return next((wanted for wanted in NEEDED[self.table] if not given & set(wanted)), ())


def mapping_of(entry: dict[str, Any], place: str) -> Mapping:
    """Return the mapping that a [[registers]] table of a TOML file says. Raises DataError with what is wrong and what may stand."""
    hold(entry, "register", place)
    if {"table", "file"} - set(entry):
        raise DataError(f"{place}: a [[registers]] needs table and file; this one has {', '.join(sorted(entry))}.")
    named, place = Path(place).name, f"{place}: [[registers]] for {entry['file']}"
    among([entry["table"]], NEEDED, place, "no tidy table that registers are read into")
    if isinstance(entry.get("questions"), str):
        among([entry["questions"]], [CODEBOOK], place, "no table of questions")
    for key in ("columns", "questions", "groupings", "split"):
        given = entry.get(key)
        for name, text in given.items() if isinstance(given, dict) else ():
            if not (str(text) if key == "split" else str(text or "").strip()):
                raise DataError(f"{place}: {key}: “{name}” is empty; {_EMPTY[key]}.")
    for key in ("columns", "fixed"):
        among(entry.get(key, {}), FIELDS, f"{place}: {key}", "no field")
    # Numbers, dates and truth become texts, as cells are texts.
    texts: dict[str, Any] = {
        k: {n: list(map(str, part)) if isinstance(part, list) else str(part) for n, part in v.items()}
        if isinstance(v, dict)
        else v
        for k, v in entry.items()
    }
    return Mapping(**texts, place=named)
