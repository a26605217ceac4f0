"""The tidy tables: what one row of each is, and each column once.

The checks, data/DICTIONARY.md and the headers of `python -m analysis new` come from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from analysis.reference import Layers

ISO_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
NO_ANSWERS = ("not_reviewed", "not_applicable", "not_addressed", "unreadable", "unsettled")
# Between the codes of one answer, and between the groups of one grouping.
SEPARATOR = ";"


def parts(cell: str) -> list[str]:
    """Return the parts of a cell that names several things."""
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


@dataclass(frozen=True)
class Column:
    """One column of a tidy table: its meaning, the code list or pattern that its values obey."""

    name: str
    meaning: str
    codes: str = ""
    pattern: str = ""
    may_be_empty: bool = False

    def allows(self, values: pd.Series, layers: Layers) -> pd.Series:
        """Return of each value whether it obeys the column's rule."""
        kinds = values.unique()
        if self.codes:
            fine = set(layers.codes(self.codes))
        elif self.pattern:
            fine = {value for value in kinds if re.fullmatch(self.pattern, value)}
        else:
            fine = {value for value in kinds if value}
        return values.isin(fine | ({""} if self.may_be_empty else set()))


@dataclass(frozen=True)
class Table:
    """A tidy table: what one row is, the columns that name it, and all its columns."""

    name: str
    one_row_is: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Return the table without rows."""
        return pd.DataFrame(columns=self.names, dtype=str)


_ENTITY = Column("entity", "code of the State, territory, jurisdiction or organisation", pattern=r"^[A-Z]{3}$")
_UNIT = Column("unit", "what names the review, response or recommendation: see the record's own table")
_RECORD = Column("record", "review, response or recommendation", codes="record")
_TOPIC = Column(
    "topic", "what was reviewed or asked about; empty where the paper has one topic only", may_be_empty=True
)
_ROUND = Column("round", "round of reviews, or empty where there is one", may_be_empty=True)
_EDITION = Column("edition", "edition of the paper in which the material was new, or empty", may_be_empty=True)
_DATE = Column("date", "day on which it was completed, received, made or re-rated", pattern=ISO_DATE, may_be_empty=True)
_SOURCE = Column("source", "path of the file in the dataset folder")
_SYMBOL = Column("symbol", "document symbol that a reader cites", may_be_empty=True)
_LANGUAGE = Column("language", "language of the text", pattern=r"^(ar|en|es|fr|ru|zh)$", may_be_empty=True)
_STATUS = Column(
    "status", "public, or restricted to the secretariat; empty where nobody said", codes="status", may_be_empty=True
)
_PARAGRAPH = Column("paragraph", "paragraph number as printed, or its ordinal where none is printed", may_be_empty=True)
_QUESTION = Column("question", "question of the codebook")

TABLES = {
    table.name: table
    for table in (
        Table(
            "entities",
            "a State, territory, jurisdiction or organisation that the paper can count, with its groupings on the day",
            ("code",),
            (
                Column("code", "ISO 3166-1 alpha-3; XAA to XZZ for invented States", pattern=r"^[A-Z]{3}$"),
                Column("kind", "member, observer, non-member State, territory, jurisdiction or organisation"),
                Column("name", "short name in English"),
            ),
        ),
        Table(
            "sources",
            "a file as received",
            ("source",),
            (
                _SOURCE,
                Column("kind", "register or document"),
                _SYMBOL,
                _LANGUAGE,
                _DATE,
                _STATUS,
                Column("confidence", "how sure its reader is, from 0 to 1, or empty", may_be_empty=True),
                Column("sha256", "hash of the bytes", pattern=r"^[0-9a-f]{64}$"),
                Column("rows", "rows, answered cells or paragraphs read from it", pattern=r"^\d+$"),
                Column("set_aside", "how many of these are left out; each has an issue", pattern=r"^\d+$"),
            ),
        ),
        Table(
            "reviews",
            "a completed review of an entity, topic and round",
            ("entity", "topic", "round"),
            (_ENTITY, _TOPIC, _ROUND, _UNIT, _EDITION, _DATE, _SYMBOL, _STATUS),
        ),
        Table(
            "responses",
            "an answer to a request of the secretariat",
            ("entity", "edition"),
            (
                _ENTITY,
                _EDITION,
                _UNIT,
                _DATE,
                _SYMBOL,
                _LANGUAGE,
                _STATUS,
                Column("file", "file of the response in the dataset folder", may_be_empty=True),
            ),
        ),
        Table(
            "recommendations",
            "a recommendation: the entity under review, who made it, and its words",
            ("source", "number"),
            (
                _SOURCE,
                Column("number", "number as printed, or the row of the sheet"),
                _UNIT,
                _ENTITY,
                Column("maker", "code of the entity that made it, or empty", may_be_empty=True),
                _TOPIC,
                _EDITION,
                _DATE,
                _SYMBOL,
                _PARAGRAPH,
                Column("text", "exact quote", may_be_empty=True),
            ),
        ),
        Table(
            "extracts",
            "a paragraph of a source",
            ("source", "symbol", "section", "paragraph"),
            (
                _SOURCE,
                _SYMBOL,
                Column("section", "section as printed", may_be_empty=True),
                _PARAGRAPH,
                Column("page", "page, where the file has pages", may_be_empty=True),
                Column("heading", "headings above it", may_be_empty=True),
                Column("kind", "paragraph, list item, table cell, heading or footnote", may_be_empty=True),
                Column("entity", "code of the entity that it speaks of", pattern=r"^[A-Z]{3}$", may_be_empty=True),
                _LANGUAGE,
                Column("text", "exact quote"),
                Column("notes", "footnotes that its marks point to", may_be_empty=True),
            ),
        ),
        Table(
            "codings",
            "one coder's answer to one question on one review, response or recommendation",
            ("unit", "record", "topic", "question", "coder"),
            (
                _UNIT,
                _ENTITY,
                _RECORD,
                _TOPIC,
                _QUESTION,
                Column("coder", "who coded; “agreed” settles a disagreement"),
                Column("answer", "code, or codes joined by “;” where the question allows several"),
                _SYMBOL,
                _PARAGRAPH,
            ),
        ),
        Table(
            "findings",
            "one agreed answer",
            ("unit", "record", "topic", "question", "answer"),
            (
                _UNIT,
                _ENTITY,
                _RECORD,
                _TOPIC,
                _EDITION,
                _DATE,
                _QUESTION,
                Column("answer", "code of the answer, or one of the ways to have none"),
                _SYMBOL,
                _PARAGRAPH,
            ),
        ),
        Table(
            "issues",
            "a row, cell or name that could not be used",
            ("source", "sheet", "row", "column"),
            (
                Column("table", "tidy table it was meant for"),
                _SOURCE,
                Column("sheet", "sheet of a workbook", may_be_empty=True),
                Column("row", "row as the spreadsheet counts it", may_be_empty=True),
                Column("column", "column or field", may_be_empty=True),
                Column("value", "what stands there", may_be_empty=True),
                Column("problem", "why it could not be used"),
                Column("remedy", "where to mend it"),
                Column(
                    "set_aside",
                    "yes: the row is left out; no: it stays, the cell counts as empty or unsettled",
                    codes="yes_no",
                ),
                Column("severity", "a problem has to be mended; a note asks for nothing", codes="severity"),
            ),
        ),
    )
}


def dictionary(layers: Layers) -> str:
    """Return data/DICTIONARY.md: every table, column and code list, in words."""
    lines = [
        "# Dictionary of the tidy tables",
        "",
        "<!-- Generated by `python -m analysis documents` from analysis/schema.py and the paper's tables. -->",
        "",
    ]
    for table in TABLES.values():
        lines += [
            f"## {table.name}",
            "",
            f"One row is {table.one_row_is}. Key: {', '.join(table.key)}.",
            "",
            "| column | what it holds | values |",
            "|---|---|---|",
        ]
        lines += [f"| {c.name} | {c.meaning} | {_values(c)} |" for c in table.columns]
        lines.append("")
    lines += ["# Questions of the codebook", "", "| question | asked | answers | asked where |", "|---|---|---|---|"]
    lines += [
        f"| {q.question} | {q.text} | {q.answers}{', several' if q.several == 'yes' else ''} | {q.asked_if or 'always'} |"
        for q in layers.table("codebook").itertuples()
    ]
    lines += ["", "# Code lists", ""]
    for name, rows in layers.table("codes").groupby("list", sort=False):
        lines += [f"## {name}", "", "| code | label |", "|---|---|"]
        lines += [f"| {row.code} | {row.label} |" for row in rows.itertuples()] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _values(column: Column) -> str:
    pattern = f"`{column.pattern}`".replace("|", "\\|") if column.pattern else "text"
    rule = f"list {column.codes}" if column.codes else pattern
    return f"{rule}{', may be empty' if column.may_be_empty else ''}"
