"""Cells to values: names to entities, answers to codes, dates to days; what cannot be understood is said with what can."""

from __future__ import annotations

import re
from functools import cached_property

import pandas as pd

from analysis.papers import Paper
from analysis.paths import REFERENCE
from analysis.problems import NOTE, advice
from analysis.reference import Layers, read_text_table, reference
from analysis.schema import SEPARATOR, TABLES
from analysis.tidy.codes import code_maps, each, spelling, to_codes
from analysis.tidy.dates import as_iso
from analysis.tidy.issues import WHOLE_ROW, Checks
from analysis.tidy.states import CODES, Registry

_WITHOUT_VALUE = re.compile(r"=\s*[A-Za-z_(+\"$'-].*|#(?:N/A|DIV/0!|REF!|NAME\?|VALUE!|NUM!|NULL!)", re.S)
# How near to a name, of 100, a text is a misspelling.
_LIKELY = 80
_ADD_SPELLING = "Correct the cell, or add a row to spellings.csv"
_ALIASES = "Correct the name, or accept it with a row in aliases.csv"


class Cells:
    """What cells may hold, as one dataset sees it."""

    def __init__(self, paper: Paper, layers: Layers, as_of: str) -> None:
        """Nothing is read before it is asked for."""
        self.paper, self.layers, self.as_of = paper, layers, as_of

    @cached_property
    def registry(self) -> Registry:
        """All entities with all their names."""
        table = self.layers.table
        own = frozenset(
            code
            for folder in self.layers.folders
            if folder != REFERENCE and (folder / "entities.csv").is_file()
            for code in read_text_table(folder / "entities.csv")["code"]
        )
        return Registry(
            table("entities"), table("names"), table("memberships"), reference("not_states"), table("aliases"), own
        )

    def without_value(self, checks: Checks) -> None:
        """Note every formula that was never worked out and every error; the cell counts as empty, an answer as not understood."""
        fields = [c for c in checks.rows if c not in ("source", "sheet", "row", "at", "said", "column")]
        for column in fields:
            values = checks.rows[column].astype(str)
            odd = {value for value in values.unique() if _WITHOUT_VALUE.fullmatch(value)}
            if odd and column != "answer":
                checks.blank(
                    values.isin(odd), column, lambda v: "a formula without a value" if v[0] == "=" else f"an error of the spreadsheet ({v})",
                    "Copy the cells and paste them as values, or mend the formula and save the file",
                )  # fmt: skip

    def no_rows(self, checks: Checks, filled: pd.Series) -> None:
        """Set rows aside, with a note, that may be a heading, a note or a subtotal and in which nothing needed is understood."""
        doubtful = (checks.rows["said"] != "") & ~filled
        checks.fault(
            doubtful,
            WHOLE_ROW,
            "a note, heading or subtotal, not a row of the table",
            "Nothing to do, unless it should be a row",
            severity=NOTE,
        )

    def entities(self, checks: Checks, needed: pd.Series | bool = True) -> None:
        """Resolve the fields entity and code to the code of an entity, which becomes `entity`; needed: the rows that must name one."""
        rows = checks.rows
        by_name, by_code = self._resolved(rows["entity"], None), self._resolved(rows["code"], CODES)
        found = by_code.where(by_code != "", by_name)
        rest = (rows["entity"] == "") & (rows["code"] == "")
        unknown = (found == "") & ~rest
        meant = rows["entity"].isin(
            [n for n in rows.loc[unknown & (rows["said"] != ""), "entity"].unique() if self._near(n)]
        )
        self.no_rows(checks, ~(unknown | (rest & needed)) | meant)
        open_ = ~checks.none
        column = "code" if (rows["entity"] == "").all() and not (rows["code"] == "").all() else "entity"
        checks.fault(
            rest & needed & open_, column, "no State or other entity stands in this row", "Name it, or delete the row"
        )
        language = CODES if column == "code" else None
        checks.fault(
            unknown & open_, column, lambda v: self._why(v, language), lambda v: self._name_advice(v, language)
        )
        both = (rows["code"] != "") & (by_name != "") & (by_name != by_code) & open_
        names = (
            "the code “" + rows["code"] + "” means another entity than the name, which is " + by_name
            if both.any()
            else ""
        )
        checks.fault(both, "entity", names, "Correct the name or the code")
        checks.rows = checks.rows.assign(entity=found)

    def makers(self, checks: Checks) -> None:
        """Resolve who made a recommendation, several joined by ";"; one that cannot be resolved is empty and an issue."""
        values = checks.rows["maker"]
        parts = {value: [value] if self._code(value) else value.split(SEPARATOR) for value in values.unique() if value}
        lost = {value: [p for p in named if not self._code(p)] for value, named in parts.items()}
        lost = {value: named if len(named) < len(parts[value]) else [value] for value, named in lost.items() if named}
        checks.fault(
            values.isin(lost), "maker", lambda v: "; ".join(self._why(part) for part in lost[v]),
            lambda v: " ".join(self._name_advice(part) for part in lost[v]), keep=True,
        )  # fmt: skip
        codes = {value: SEPARATOR.join(filter(None, map(self._code, named))) for value, named in parts.items()}
        checks.rows = checks.rows.assign(maker=each(values, lambda value: codes.get(value, "")))

    def code(self, checks: Checks, column: str, code_list: str, needed: pd.Series | bool) -> None:
        """Turn the cells of a column into codes of a list; where the list is empty any text will do.

        A cell that is needed and cannot be understood sets its row aside; any other counts as empty.
        """
        known = code_maps(self.layers, code_list)
        if not known:
            return
        values = checks.rows[column]
        codes = to_codes(values, known)
        wrong = (codes == "") & ((values != "") | needed) & ~checks.none
        words = [label or code for code, label in self.layers.labels(code_list).items()]
        for note, where in ((checks.fault, wrong & needed), (checks.blank, wrong & ~_mask(needed, wrong))):
            note(
                where, column, lambda v: f"“{v}” is not in the list {code_list}" if v else f"the row says no {column}",
                lambda v: f"{_ADD_SPELLING}; {advice(v, words)}",
            )  # fmt: skip
        checks.rows = checks.rows.assign(**{column: codes})

    def editions(self, checks: Checks) -> None:
        """Hold editions against those of the paper, where it has some."""
        if self.paper.editions:
            wrong = ~checks.rows["edition"].isin(self.paper.editions) & ~checks.none
            checks.fault(
                wrong, "edition", lambda v: f"“{v}” is no edition of the paper" if v else "the row says no edition",
                lambda v: f"Correct the cell; {advice(v, self.paper.editions)}",
            )  # fmt: skip

    def dates(self, checks: Checks) -> None:
        """Turn the dates that people write into ISO; one that cannot be understood is empty and an issue."""
        values = checks.rows["date"]
        read = {value: as_iso(value) for value in values.unique() if value}
        checks.blank(
            values.isin({v for v, (iso, _) in read.items() if not iso}) & ~checks.none, "date", lambda v: f"{read[v][1]}, so the row counts without a date",
            "Write the day as 6 June 2018 or 2018-06-06",
        )  # fmt: skip
        checks.rows = checks.rows.assign(date=each(values, lambda v: read[v][0] if v else ""))

    def schema(self, checks: Checks) -> None:
        """Hold the columns that take certain values only against the rules of the tidy table."""
        if "language" in checks.rows:
            checks.rows = checks.rows.assign(language=checks.rows["language"].str.lower())
        for column in TABLES[checks.table].columns:
            if column.name in checks.rows and column.name != "entity" and (column.pattern or column.codes):
                wrong = ~column.allows(checks.rows[column.name], self.layers) & ~checks.none
                note = checks.blank if column.may_be_empty else checks.fault
                rule = f" (list {column.codes})" if column.codes else ""
                note(
                    wrong,
                    column.name,
                    lambda v, name=column.name: f"“{v}” is no {name}",
                    f"Correct the cell; data/DICTIONARY.md says what it may hold{rule}",
                )

    def questions(self, checks: Checks) -> None:
        """Turn the headers or labels of questions into the questions of the codebook."""
        codebook = self.layers.table("codebook")
        names = {spelling(text): q.question for q in codebook.itertuples() for text in (q.label, q.question)}
        values = checks.rows["question"]
        found = to_codes(values, names)
        checks.fault(
            (found == "") & ~checks.none, "question", lambda v: f"the codebook has no question “{v}”" if v else "the row names no question",
            lambda v: f"Correct the cell, or add the question to codebook.csv; {advice(v, codebook['label'])}",
        )  # fmt: skip
        checks.rows = checks.rows.assign(question=found)

    def _resolved(self, names: pd.Series, language: str | None) -> pd.Series:
        return each(names, lambda name: self._code(name, language) if name else "")

    def _code(self, name: str, language: str | None = None) -> str:
        return self.registry.resolve(name, language, self.as_of).code or ""

    def _near(self, name: str) -> bool:
        """Whether a text that is no name looks so much like one that its row is no note below a table."""
        answer = self.registry.resolve(name, None, self.as_of)
        return any(score >= _LIKELY for _, _, score in getattr(answer, "suggestions", ()))

    def _why(self, name: str, language: str | None = None) -> str:
        return getattr(self.registry.resolve(name, language, self.as_of), "reason", "no State")

    def _name_advice(self, name: str, language: str | None = None) -> str:
        answer = self.registry.resolve(name, language, self.as_of)
        near = ", ".join(f"{other} ({code})" for other, code, _ in getattr(answer, "suggestions", ()))
        return (f"Did you mean {near}? " if near else "") + _ALIASES


def _mask(needed: pd.Series | bool, like: pd.Series) -> pd.Series:
    return needed if isinstance(needed, pd.Series) else pd.Series(needed, index=like.index)
