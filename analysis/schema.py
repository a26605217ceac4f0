"""The eight tidy tables: what one row of each is, and each column once.

The checks (pandera), data/DICTIONARY.md and the headers of `python -m analysis new` come from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.reference import reference, version

if TYPE_CHECKING:
    import pandera.pandas as pandera

ISO_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True)
class Column:
    """One column of a tidy table: its meaning, the code list or pattern that its values obey."""

    name: str
    meaning: str
    codes: str = ""
    pattern: str = ""
    may_be_empty: bool = False

    def check(self) -> pandera.Column:
        """Return the column as a pandera check; every value is a text."""
        import pandera.pandas as pandera

        empty = [""] if self.may_be_empty else []
        checks = []
        if self.codes:
            checks.append(pandera.Check.isin([*codes_of(self.codes), *empty]))
        elif self.pattern:
            checks.append(pandera.Check.str_matches(f"{'^$|' if empty else ''}{self.pattern}"))
        elif not self.may_be_empty:
            checks.append(pandera.Check.str_length(min_value=1))
        return pandera.Column(str, checks, nullable=False)


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

    @cached_property
    def schema(self) -> pandera.DataFrameSchema:
        """The checks of the table; columns not named here (groupings) are let through."""
        import pandera.pandas as pandera

        return pandera.DataFrameSchema({c.name: c.check() for c in self.columns}, name=self.name)

    def failures(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the cells that break a rule: one row a failure (index, column, failure_case, check)."""
        import pandera.errors

        try:
            self.schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            return errors.failure_cases
        return pd.DataFrame(columns=["index", "column", "failure_case", "check"])

    def empty(self) -> pd.DataFrame:
        """Return the table without rows."""
        return pd.DataFrame(columns=self.names, dtype=str)


def codes_of(code_list: str) -> list[str]:
    """Return the codes of one code list, in their order."""
    return list(_code_lists(version()).get(code_list, {}))


def labels_of(code_list: str) -> dict[str, str]:
    """Return the labels of one code list by code, in their order."""
    return dict(_code_lists(version()).get(code_list, {}))


@lru_cache(maxsize=2)
def _code_lists(stamp: tuple) -> dict[str, dict[str, str]]:
    groups = reference("codes").groupby("list", sort=False)
    return {name: dict(zip(rows["code"], rows["label"], strict=True)) for name, rows in groups}


NO_ANSWERS = ("not_reviewed", "not_applicable", "not_addressed", "unreadable")

_ISO3 = Column("iso3", "ISO 3166-1 alpha-3 code of the State; XAA to XZZ for invented States", pattern=r"^[A-Z]{3}$")
_ARTICLE = Column("article", "article of the Convention that was reviewed or asked about", codes="article")
_EDITION = Column("edition", "edition of the paper in which the material was new", pattern=r"^\d{4}$")
_SOURCE = Column("source", "path of the file in the dataset folder")
_SYMBOL = Column("symbol", "document symbol that a reader cites")
_PARAGRAPH = Column("paragraph", "paragraph number as printed, or its ordinal in a letter without numbers")
_RECORD = Column("record", "whether a review or a response to the note verbale says it", codes="record")

TABLES = {
    table.name: table
    for table in (
        Table(
            "states",
            "a State party or observer, with its groupings on the dataset's date",
            ("iso3",),
            (
                _ISO3,
                Column("name", "short name in English"),
                Column("kind", "member, observer, non-member State or organisation"),
                Column("party", "day on which the instrument was deposited", pattern=ISO_DATE, may_be_empty=True),
                Column("regional_group", "regional group, or none", codes="regional_group"),
            ),
        ),
        Table(
            "sources",
            "a file as received",
            ("source",),
            (
                _SOURCE,
                Column("kind", "register or document"),
                Column("language", "language of a document, as registered or recognised", may_be_empty=True),
                Column("sha256", "hash of the bytes", pattern=r"^[0-9a-f]{64}$"),
                Column("rows", "rows or paragraphs read from it", pattern=r"^\d+$"),
            ),
        ),
        Table(
            "reviews",
            "a completed review of a State and article",
            ("iso3", "article"),
            (
                _ISO3,
                _ARTICLE,
                _EDITION,
                _SYMBOL,
                Column("completed", "day on which the review was completed", pattern=ISO_DATE),
            ),
        ),
        Table(
            "responses",
            "a response to the note verbale",
            ("iso3", "edition"),
            (
                _ISO3,
                _EDITION,
                _SYMBOL,
                Column("received", "day on which it was received", pattern=ISO_DATE),
                Column("language", "language of the response", pattern=r"^(ar|en|es|fr|ru|zh)$"),
                Column("published", "whether it is on the public page of the meeting", codes="yes_no"),
                Column("file", "file of the response in the dataset folder"),
            ),
        ),
        Table(
            "extracts",
            "a paragraph of a source",
            ("symbol", "section", "paragraph"),
            (
                _SYMBOL,
                Column("section", "section as printed", may_be_empty=True),
                _PARAGRAPH,
                Column("page", "page, where the file has pages", may_be_empty=True),
                _ISO3,
                Column("language", "language of the text", pattern=r"^(ar|en|es|fr|ru|zh)$"),
                Column("text", "exact quote"),
            ),
        ),
        Table(
            "codings",
            "one coder's answer to one question on one review or response",
            ("iso3", "record", "article", "question", "coder"),
            (
                _ISO3,
                _RECORD,
                _ARTICLE,
                Column("question", "question of the codebook"),
                Column("coder", "who coded; “agreed” settles a disagreement"),
                Column("answer", "code, or codes joined by “;” where the question allows several"),
                Column("symbol", "document that says so"),
                Column("paragraph", "its paragraph", may_be_empty=True),
            ),
        ),
        Table(
            "findings",
            "one agreed answer",
            ("iso3", "record", "article", "question", "answer"),
            (
                _ISO3,
                _RECORD,
                _ARTICLE,
                _EDITION,
                Column("question", "question of the codebook"),
                Column("answer", "code of the answer, or one of the four ways to have none"),
                _SYMBOL,
                Column("paragraph", "paragraph that says so", may_be_empty=True),
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
                    "yes: the row is left out; no: it stays and the issue is a note",
                    codes="yes_no",
                ),
            ),
        ),
    )
}


def dictionary() -> str:
    """Return data/DICTIONARY.md: every table, column and code list, in words."""
    lines = [
        "# Dictionary of the tidy tables",
        "",
        "<!-- Generated by `python -m analysis documents` from analysis/schema.py and data/reference/. -->",
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
    lines += [
        "# Questions of the codebook",
        "",
        "| question | asked | answers | asked where |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {q.question} | {q.text} | {q.answers}{', several' if q.several == 'yes' else ''} | {q.asked_if or 'always'} |"
        for q in reference("codebook").itertuples()
    ]
    lines += ["", "# Code lists", ""]
    for name, rows in reference("codes").groupby("list", sort=False):
        lines += [f"## {name}", "", "| code | label |", "|---|---|"]
        lines += [f"| {row.code} | {row.label} |" for row in rows.itertuples()] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _values(column: Column) -> str:
    rule = (
        f"list {column.codes}"
        if column.codes
        else f"`{column.pattern}`".replace("|", "\\|")
        if column.pattern
        else "text"
    )
    return f"{rule}{', may be empty' if column.may_be_empty else ''}"
