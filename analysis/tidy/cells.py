"""Cells to values: names to entities, answers to codes, dates to days; what cannot be understood is said with what can."""

from __future__ import annotations

import re
from functools import cached_property

import pandas as pd

from analysis.loaders.unreckoned import ERROR
from analysis.papers import Paper
from analysis.problems import advice, fault
from analysis.reference import Layers
from analysis.schema import SEPARATOR, TABLES
from analysis.tidy.codes import answers_to_codes, as_whole, code_maps, each, spelling, to_codes
from analysis.tidy.dates import as_iso
from analysis.tidy.issues import WHOLE_ROW, Checks
from analysis.tidy.states import CODES, NO_CODE, State, Unresolved, registry_of

# What begins with a figure is a formula where nothing but figures, signs and cells follows.
_WITHOUT_VALUE = {
    "formula": re.compile(r"=\s*(?:[A-Za-z_(+\"$'-].*|[\d.][\d\s.,;:+*/^&%()<>=$A-Z-]*)", re.S),
    "error": ERROR,
}
# Where a row comes from is no field of it; an answer without a value is one that is not understood.
_NO_FIELDS = ("source", "sheet", "row", "at", WHOLE_ROW, "column", "answer")
# One word with a figure in it.
_SYMBOL = re.compile(r"(?=\S*\d)(?=\S*[^\W\d])\S+")
# How near to a name, of 100, a text is a misspelling.
_LIKELY = 80


def is_without_value(text: str) -> bool:
    """Whether a cell holds an error of the spreadsheet, or a formula that no program has worked out."""
    return any(pattern.fullmatch(text) for pattern in _WITHOUT_VALUE.values())


class Cells:
    """What cells may hold, as one dataset sees it."""

    def __init__(self, paper: Paper, layers: Layers, as_of: str) -> None:
        """Take the registry of the layers; the names that it meets are counted anew."""
        self.paper, self.layers, self.as_of = paper, layers, as_of
        self.registry = registry_of(layers)
        self.registry.met.clear()

    def without_value(self, checks: Checks) -> None:
        """Note every formula that was never worked out and every error; the cell counts as empty."""
        for column in checks.rows.columns.difference(_NO_FIELDS, sort=False):
            values = checks.rows[column].astype(str)
            for name, pattern in _WITHOUT_VALUE.items():
                checks.fault(values.isin([v for v in values.unique() if pattern.fullmatch(v)]), column, name)

    def no_rows(self, checks: Checks, filled: pd.Series) -> None:
        """Set rows aside, with a note, that may be a heading, a note or a subtotal and in which nothing needed is understood."""
        checks.fault((checks.rows[WHOLE_ROW] != "") & ~filled, WHOLE_ROW, "no_row")

    def entities(self, checks: Checks, needed: pd.Series | bool = True) -> None:
        """Resolve the fields entity and code to the code of an entity, which becomes `entity`; needed: the rows that must name one."""
        rows = checks.rows
        by_name = each(rows["entity"], self._code)
        by_code = each(rows["code"], lambda code: self._code(code, CODES))
        found = by_code.where(by_code != "", by_name)
        rest = (rows["entity"] == "") & (rows["code"] == "")
        unknown = (found == "") & ~rest
        doubtful = rows.loc[unknown & (rows[WHOLE_ROW] != ""), "entity"].unique()
        meant = rows["entity"].isin([name for name in doubtful if self._is_near(name)])
        self.no_rows(checks, ~(unknown | (rest & needed)) | meant | self._told(rows))
        column = "code" if (rows["entity"] == "").all() and not (rows["code"] == "").all() else "entity"
        checks.fault(rest & needed & ~checks.none, column, "no_entity")
        language = CODES if column == "code" else None
        checks.fault(
            unknown & ~checks.none, column, "unknown_entity",
            why=lambda name: self._why(name, language), near=lambda name: self._near(name, language),
        )  # fmt: skip
        both = (rows["code"] != "") & (by_name != "") & (by_name != by_code) & ~checks.none
        checks.fault(both, "entity", "two_entities", code=rows["code"], meant=by_name)
        checks.put(entity=found)

    def _told(self, rows: pd.DataFrame) -> pd.Series:
        """Whether all that a row says is a symbol or a day in the column of one: no heading, note or subtotal, but a record that lacks its State."""
        said = rows[WHOLE_ROW]
        # A mere number may be a sum.
        values = [v for v in said.unique() if _SYMBOL.fullmatch(v) or (not v.isdecimal() and as_iso(v)[0])]
        alone = said.isin(values) & rows.reindex(columns=["symbol", "date"]).eq(said, axis=0).any(axis=1)
        return alone | self._answered(rows)

    def _answered(self, rows: pd.DataFrame) -> pd.Series:
        """Whether a row that may be a note answers a question by one of its answers, in words: a total would give a number."""
        answered = pd.Series(False, index=rows.index)
        lone = rows[rows[WHOLE_ROW] != ""]
        if "answer" in rows and len(lone):
            coded = answers_to_codes(lone["answer"], lone["question"], self.layers)
            fits = (coded != "") & (each(lone["answer"], lambda text: as_whole(text)[0]) == "")
            answered[lone.index] = fits.groupby([lone["source"], lone["sheet"], lone["row"]]).transform("any")
        return answered

    def makers(self, checks: Checks) -> None:
        """Resolve who made a recommendation, several joined by ";"; one that cannot be resolved is empty and an issue."""
        values = checks.rows["maker"]
        named = {value: [value] if self._code(value) else value.split(SEPARATOR) for value in values.unique() if value}
        lost = {value: [part for part in own if not self._code(part)] for value, own in named.items()}
        lost = {value: own if len(own) < len(named[value]) else [value] for value, own in lost.items() if own}
        said = {
            value: [fault("unknown_entity").say(part, why=self._why(part), near=self._near(part)) for part in own]
            for value, own in lost.items()
        }
        checks.fault(
            values.isin(lost), "maker", "unknown_maker", why=lambda v: "; ".join(why for why, _ in said[v]),
            remedy=lambda v: " ".join(remedy for _, remedy in said[v]),
        )  # fmt: skip
        checks.put(maker=each(values, lambda v: SEPARATOR.join(filter(None, map(self._code, named.get(v, ()))))))

    def code(self, checks: Checks, column: str, code_list: str, needed: pd.Series | bool) -> None:
        """Turn the cells of a column into codes of a list; where the list is empty any text will do.

        A cell that is needed and cannot be understood sets its row aside; any other counts as empty.
        """
        known = code_maps(self.layers, code_list)
        if not known:
            return
        values, needed = checks.rows[column], pd.Series(needed, checks.rows.index)
        codes = to_codes(values, known)
        wrong = (codes == "") & ((values != "") | needed) & ~checks.none
        words = [label or code for code, label in self.layers.labels(code_list).items()]
        for where, effect in ((wrong & needed, "row"), (wrong & ~needed, "cell")):
            checks.fault(
                where, column, "not_in_list", effect, list=code_list, name=column, advice=lambda v: advice(v, words)
            )
        checks.put(**{column: codes})

    def editions(self, checks: Checks) -> None:
        """Hold editions against those of the paper, where it has some."""
        if known := self.paper.editions:
            checks.put(edition=checks.rows["edition"].str.normalize("NFKC"))
            wrong = ~checks.rows["edition"].isin(known) & ~checks.none
            checks.fault(wrong, "edition", "edition", advice=lambda v: advice(v, known))

    def dates(
        self, checks: Checks, column: str = "date", needed: pd.Series | bool = False, said: pd.Series | bool = False
    ) -> None:
        """Turn the dates that people write into ISO; one that cannot be understood is empty and an issue, where it is needed of the row.

        said: where that is said already.
        """
        values, needed = checks.rows[column], pd.Series(needed, checks.rows.index)
        read = {value: as_iso(value) for value in values.unique() if value}
        wrong = values.isin([value for value, (iso, _) in read.items() if not iso]) & ~checks.none
        wrong &= ~pd.Series(said, checks.rows.index)
        checks.fault(wrong & ~needed, column, "date", why=lambda v: read[v][1])
        checks.fault(wrong & needed, column, "day_needed", why=lambda v: read[v][1])
        checks.put(**{column: each(values, lambda v: read[v][0] if v else "")})

    def schema(self, checks: Checks) -> None:
        """Hold the columns that take certain values only against the rules of the tidy table."""
        if "language" in checks.rows:
            checks.put(language=checks.rows["language"].str.lower())
        for column in TABLES[checks.table].columns:
            if column.name in checks.rows and column.name != "entity" and (column.pattern or column.codes):
                wrong = ~column.allows(checks.rows[column.name], self.layers) & ~checks.none
                rule = f" (list {column.codes})" if column.codes else ""
                effect = "cell" if column.may_be_empty else "row"
                checks.fault(wrong, column.name, "against_the_rule", effect, name=column.name, list=rule)

    @cached_property
    def asked(self) -> dict[str, str]:
        """The questions of the codebook by the spelling of their label and of their name."""
        codebook = self.layers.table("codebook").itertuples()
        return {spelling(text): q.question for q in codebook for text in (q.label, q.question)}

    def questions(self, checks: Checks) -> None:
        """Turn the headers or labels of questions into the questions of the codebook."""
        found = to_codes(checks.rows["question"], self.asked)
        unknown = (found == "") & ~checks.none
        checks.fault(
            unknown, "question", "question", advice=lambda v: advice(v, self.layers.table("codebook")["label"])
        )
        checks.put(question=found)

    def _found(self, name: str, language: str | None = None) -> State | Unresolved:
        return self.registry.resolve(name, language, self.as_of)

    def _code(self, name: str, language: str | None = None) -> str:
        return (name and self._found(name, language).code) or ""

    def _is_near(self, name: str) -> bool:
        """Whether a text that is no name looks so much like one that its row is no note below a table."""
        return any(score >= _LIKELY for _, _, score in getattr(self._found(name), "suggestions", ()))

    def _why(self, name: str, language: str | None = None) -> str:
        return getattr(self._found(name, language), "reason", "no State")

    def _near(self, name: str, language: str | None = None) -> str:
        found = self._found(name, language)
        if isinstance(found, State):
            return ""
        if found.other:
            own = f" (a code of its own for {NO_CODE})" if found.other.startswith(f"{NO_CODE},") else ""
            return f"If the paper counts it, add a row to its entities.csv: {found.other}{own}. Else: "
        near = ", ".join(f"{other} ({code})" for other, code, _ in found.suggestions)
        return f"Did you mean {near}? " if near else ""
