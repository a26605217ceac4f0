"""Readings: sentences in which every number, name and comparison comes from a measure.

A reading is the parts of readings.csv that hold, in order. `{legislation.share}` is a field of a measure,
`{by_group[top].label}` of one of its rows, `{count.rows:words}` in a form of its own; a part with only_if, such as
`legislation_test.value <= 0.05`, is read out only where that is so. `{count.rows, plural, one{# State} other{# States}}` chooses the form that fits the number.
`legislation.wording` is the word of the paper's scale for a share: `only_if` can choose the sentence by it.
In another language the sentence is translated first and what its fields hold in turn.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.measures.book import Measures, measures_of
from analysis.measures.checks import FAILS, consistency
from analysis.measures.ledger import statements
from analysis.measures.universes import named
from analysis.measures.wording import described
from analysis.problems import advice

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_FIELD = r"([\w]+(?:\[[^\]]+\])?)\.(\w+)"
_PLACE = re.compile(rf"\{{{_FIELD}(?::(\w+))?\}}")
_PLURAL = re.compile(rf"\{{{_FIELD}, plural, ((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
_CONDITION = re.compile(rf"{_FIELD}\s*(<=|>=|!=|=|<|>)\s*(.+)")
_COMPARE = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_FORMS: dict[str, Callable[[Language, Any], str]] = {
    "per_cent": Language.per_cent_in_words,
    "whole_per_cent": lambda language, share: language.per_cent_in_words(share, 0),
    "points": Language.points,
    "whole_points": lambda language, share: language.points(share, 0),
    "words": Language.number_in_words,
    "Words": lambda language, value: language.number_in_words(value).capitalize(),
    "lower": lambda language, text: str(text)[:1].lower() + str(text)[1:],
    "p": lambda language, p: (
        language.text("below {number}").format(number=language.number(0.001, 3))
        if p < 0.001
        else f"= {language.number(p, 3)}"
    ),
}
# Fields that are made in the language of the readers.
_IN_LANGUAGE = {"text", "listed", "verdicts", "which", "answered"}
# What a text can name besides measures.
_OWN = {"data", "ledger", "checks", "caveat"}
_SHARES = {"share", "low", "high", "bound_low", "bound_high", "level", "rest_share", "unweighted"}


def reading(name: str, dataset: Dataset, language: str = ENGLISH) -> str:
    """Return a reading by its id in a language; a part whose measures lack what it reads out says so instead.

    Raises DataError for a reading that readings.csv does not have.
    """
    parts = dataset.layers.table("readings").query("reading == @name")
    if parts.empty:
        known = dataset.layers.table("readings")["reading"].drop_duplicates()
        raise DataError(f"There is no reading “{name}” in readings.csv; there are: {', '.join(known)}.")
    fields = Fields(dataset, Language(language, dataset.layers))
    said = dict.fromkeys(fields.sentence(part.only_if, part.text) for part in parts.itertuples())
    return fields.language.sentences(said)


class Fields:
    """The fields that a text can name: those of measures, of the ledger, the checks, the data and the caveats."""

    def __init__(self, dataset: Dataset, language: Language | None = None) -> None:
        """Bind them to a dataset, and to the language of its readers."""
        self._dataset = dataset
        self.language = language or Language(ENGLISH, dataset.layers)
        self._measures: Measures = measures_of(dataset)

    def sentence(self, condition: str, text: str) -> str:
        """Return a text with its fields where a condition holds, nothing where not, or what is missing to tell."""
        try:
            if not self.met(condition):
                return ""
            return self._nothing(text) or self.fill(text)
        except (DataError, KeyError, ValueError) as error:
            return self.language.text("Not read out: {why}").format(why=self.language.text(str(error)))

    def _nothing(self, text: str) -> str:
        """Return that there is nothing to count where no measure of shares that a text names has an answer; else nothing."""
        named = dict.fromkeys(found[0].split("[")[0] for found in (*_PLACE.findall(text), *_PLURAL.findall(text)))
        tables = {name: self._measures.of(name) for name in named if name in self._measures.rows.index}
        shares = {name: table["denominator"] for name, table in tables.items() if table["denominator"].notna().any()}
        if not shares or any(denominators.sum() for denominators in shares.values()):
            return ""
        labels = self.language.joined(self.language.text(self._measures.label_of(name)) for name in shares)
        return self.language.text("There is nothing to count yet: nobody answered ({what}).").format(what=labels)

    def fill(self, text: str) -> str:
        """Return a text with every field in its place. Raises DataError for one that is not there."""
        return "".join(piece for piece, _ in self.pieces(text))

    def pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the pieces of a text in the language, those that are fields with their name, such as "legislation.share".

        Raises DataError for a field that is not there, or that cannot be read.
        """
        text, at = self._worded(text), 0
        if strange := _BRACES.search(_PLACE.sub("", _PLURAL.sub("", text))):
            raise DataError(f"“{strange[0]}” cannot be read; write a measure, a point and a field in braces.")
        for found in re.finditer(f"{_PLURAL.pattern}|{_PLACE.pattern}", text):
            yield text[at : found.start()], ""
            if plural := _PLURAL.match(found[0]):
                yield self._plural(plural[1], plural[2], plural[3]), f"{plural[1]}.{plural[2]}"
            elif place := _PLACE.match(found[0]):
                yield self._written(place[1], place[2], place[3]), f"{place[1]}.{place[2]}"
            at = found.end()
        yield text[at:], ""

    def title(self, text: str) -> str:
        """Return a title with every field in its place, a dash for one that is not there."""
        try:
            return self.fill(text)
        except DataError:
            return _PLACE.sub("–", self._worded(text))

    def _worded(self, text: str) -> str:
        """Return a text in the language, with the days and editions of the paper in their places."""
        text, paper = self.language.text(text), self._dataset.paper
        for name, day in paper.days.items():
            text = text.replace(f"{{day.{name}}}", self.language.day(day))
        return named(text, paper)

    def met(self, condition: str) -> bool:
        """Whether a condition such as `test.value <= 0.05` holds; an empty one does. A missing number meets none."""
        if not condition:
            return True
        found = _CONDITION.fullmatch(condition.strip())
        if not found:
            raise DataError(f"readings.csv: the condition “{condition}” cannot be read.")
        value, wanted = self._value(found[1], found[2]), found[4]
        if isinstance(value, str | list):
            return any(_COMPARE[found[3]](each, wanted) for each in ([value] if isinstance(value, str) else value))
        return not pd.isna(value) and _COMPARE[found[3]](float(value), float(wanted))

    def _written(self, name: str, field: str, form: str | None) -> str:
        value = self._value(name, field)
        if isinstance(value, list):
            return self.language.joined(self._formed(form, each) if form else each for each in value)
        if form is None:
            form = "per_cent" if field in _SHARES else ""
        if isinstance(value, str):
            value = value if field in _IN_LANGUAGE else self.language.text(value)
        elif pd.isna(value):
            return "–"
        if form:
            return self._formed(form, value)
        return (
            value
            if isinstance(value, str)
            else self.language.number(value, 0)
            if abs(value) >= 10_000
            else f"{value:.0f}"
        )

    def _formed(self, form: str, value: Any) -> str:
        if form not in _FORMS:
            raise DataError(f"“{form}” is no form of a field; {advice(form, _FORMS)}.")
        return _FORMS[form](self.language, value)

    def _plural(self, name: str, field: str, forms: str) -> str:
        value = self._value(name, field)
        return "–" if pd.isna(value) else self.language.plural(value, forms)

    def _value(self, name: str, field: str) -> Any:
        if name == "day":
            paper = self._dataset.paper
            raise DataError(f"“{{day.{field}}}”: paper.toml names no day “{field}”; {advice(field, paper.days)}.")
        if name in _OWN:
            try:
                return getattr(self, f"_{name}")(field)
            except KeyError:
                raise DataError(f"“{name}” has no field “{field}”.") from None
        if field == "rows":
            return len(self._measures.of(name))
        if field == "listed":
            rows = self._measures.of(name).to_dict("records")
            return self._list((row["label"], described(row, self.language)) for row in rows)
        if field == "total":
            return int(self._measures.of(name)["count"].sum())
        if field == "answered":
            return self._answered(name)
        row, tied = self._measures.one(name), self._measures.tied(name)
        if field == "label":
            return [self.language.text(each["label"]) for each in tied]
        if field == "text":
            return self.language.joined(dict.fromkeys(described(each, self.language) for each in tied))
        if field == "open":
            return row["population"] - row["denominator"]
        if field == "wording":
            return self._measures.word_for(row)
        if field not in row:
            raise DataError(f"The measure “{name}” has no field “{field}”; it has: {', '.join(map(str, row))}.")
        return row[field]

    def _answered(self, name: str) -> str:
        """Return those that a measure of shares is of: its universe, or those of it with an answer where some have none."""
        universe, table = self._measures.universes_of(name)[0], self._measures.of(name)
        whole = self.language.text(universe.name)
        if table["denominator"].groupby([table["question"], table["answer"]]).sum().min() >= len(universe.units):
            return whole
        return self.language.text("{universe} with an answer").format(universe=whole)

    def _list(self, rows: Iterable[tuple[str, Any]]) -> str:
        return self.language.joined(self.language.labelled(label, str(number)) for label, number in rows)

    def _data(self, field: str) -> Any:
        rows = self._dataset.rows
        return {
            "read": rows["read"], "tidy": rows["tidy"], "aside": rows["set aside"], "files": len(self._dataset.sources)
        }[field]  # fmt: skip

    def _caveat(self, field: str) -> str:
        return self._dataset.layers.table("caveats").set_index("caveat").at[field, "text"]

    def _ledger(self, field: str) -> Any:
        table = statements(self._dataset)
        counts = table["verdict"].value_counts()
        return {"rows": len(table), "verdicts": self._list(counts.items())}[field]

    def _checks(self, field: str) -> Any:
        table = consistency(self._dataset)
        failed = table[table["outcome"] == FAILS]
        which = self.language.joined(
            f"{self.language.text(row.compares)} ({self.language.text(row.finding)})" for row in failed.itertuples()
        )
        return {"rows": len(table), "failed": len(failed), "which": which}[field]
