"""How a register is laid out: which sheet and column of a spreadsheet is what."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

import pandas as pd

from analysis.errors import DataError
from analysis.problems import advice

CODEBOOK = "codebook"
FIELDS = (
    "entity", "code", "maker", "topic", "round", "edition", "date", "symbol", "status", "section", "paragraph", "page",
    "language", "text", "file", "number", "record", "question", "answer", "coder",
)  # fmt: skip
# What a register must say of each row: one field of each set.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "reviews": (("entity", "code"),),
    "responses": (("entity", "code"),),
    "recommendations": (("entity", "code"),),
    "extracts": (("text",),),
    "codings": (("entity", "code", "number"), ("question",), ("answer",)),
}


@dataclass(frozen=True)
class Mapping:
    """How one register is laid out.

    columns: field -> header text ("Para#2" is the second column of that name, "column D" a column without
    a header); header_row: the row of the headers, found by itself where it is left out; fixed: field ->
    value; questions: question -> header text, for a sheet with one column a question ("codebook": each question headed
    by its label); cite: what stands before the header of the column that cites the paragraph of a question; groupings:
    grouping -> header of a column of 0 and 1; where: which rows count (see `analysis.conditions`); split: field or question -> what
    separates the parts of a cell.
    """

    table: str
    file: str
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] | str = field(default_factory=dict)
    cite: str = ""
    header_row: int | None = None
    groupings: dict[str, str] = field(default_factory=dict)
    where: str = ""
    split: dict[str, str] = field(default_factory=dict)

    def with_codebook(self, codebook: pd.DataFrame) -> Mapping:
        """Return the mapping with a header for each question, where it leaves them to the codebook."""
        if self.questions != CODEBOOK:
            return self
        return replace(self, questions=dict(zip(codebook["question"], codebook["label"], strict=True)))

    @property
    def asked(self) -> dict[str, str]:
        """Question -> header, where each question has a column."""
        return self.questions if isinstance(self.questions, dict) else {}

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields of which the mapping would need one and names none; empty where all is there."""
        given = {*self.columns, *self.fixed, *(("question", "answer") if self.questions else ())}
        return next((wanted for wanted in NEEDED[self.table] if not given & set(wanted)), ())


def mapping_of(entry: dict[str, Any], place: str) -> Mapping:
    """Return the mapping that a [[registers]] table of a TOML file says. Raises DataError with what is wrong and what may stand."""
    if not isinstance(entry, dict):
        raise DataError(f"{place}: registers are tables, each headed by [[registers]].")
    known = {f.name for f in fields(Mapping)}
    lacking = {"table", "file"} - set(entry)
    if lacking:
        raise DataError(f"{place}: a [[registers]] needs table and file; this one has {', '.join(sorted(entry))}.")
    place = f"{place}: [[registers]] for {entry['file']}"
    _among(entry, known, f"{place}: key")
    _among([entry["table"]], NEEDED, f"{place}: table")
    for key in ("columns", "fixed", "groupings", "split", "questions"):
        value = entry.get(key, {})
        if not isinstance(value, dict) and not (key == "questions" and value == CODEBOOK):
            raise DataError(f'{place}: {key} is a table such as {{ entity = "State" }}, not “{value}”.')
    for key in ("columns", "fixed"):
        _among(entry.get(key, {}), FIELDS, f"{place}: {key}: field")
    if not isinstance(entry.get("header_row", 1), int):
        raise DataError(f"{place}: header_row is a number of a row, not “{entry['header_row']}”.")
    return Mapping(**{key: value if key == "header_row" else _texts(value) for key, value in entry.items()})


def _among(names: Any, known: Any, place: str) -> None:
    for name in names:
        if name not in known:
            raise DataError(f"{place} “{name}”: {advice(str(name), sorted(known))}.")


def _texts(value: Any) -> Any:
    """Return a value with texts for numbers, dates and truth, as cells are texts."""
    if isinstance(value, dict):
        return {name: str(part) for name, part in value.items()}
    return str(value)
