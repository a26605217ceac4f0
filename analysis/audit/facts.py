"""What a draft can be held against: the claims and measures of a paper, each with the words by which a text speaks of it.

A row of the paper's mentions.csv names a claim (`S22a`), a group of one (`S09a[african]`), a row of a measure
(`networks[CARIN]`) or a universe, and what stands near the number that a text gives for it, in one language.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.audit.aside import is_year
from analysis.audit.fact import Fact, figure_of, number_of
from analysis.audit.numbers import COUNT, FRACTION, PER_CENT, QUANTIFIER, Mark
from analysis.documents.passages import expression
from analysis.errors import DataError
from analysis.measures.book import Measures, measures_of
from analysis.measures.claim import Claim, Row
from analysis.measures.universes import ENTITY
from analysis.reference import parts
from analysis.statistics.ranges import Range, parse_range

if TYPE_CHECKING:
    from analysis.dataset import Dataset

DATA, PUBLISHED = "data", "published"
_KEY = re.compile(r"(?P<name>[\w.\-]+)(?:\[(?P<row>[^\]]+)\])?")
_AND = "&"
_AT_LEAST = "at_least"
_YEAR_KINDS = ("earliest", "latest", "listing")


class Facts:
    """The facts of a dataset's paper, and what each allows."""

    def __init__(self, dataset: Dataset, against: str = DATA) -> None:
        """Bind them. against: "data" holds a number against what is computed, "published" against what the paper printed."""
        if against not in (DATA, PUBLISHED):
            raise DataError(f"A draft is held against “{DATA}” or “{PUBLISHED}”, not “{against}”.")
        self.dataset, self.against = dataset, against
        self.measures: Measures = measures_of(dataset)
        self._about = Fraction(str(self.measures.layers.margin("about")))
        self._patterns: dict[tuple[str, str], tuple[re.Pattern[str], list[re.Pattern[str]]] | None] = {}
        mentions = dataset.layers.table("mentions")
        self._words = {(row.of, row.language): (row.near, row.also) for row in mentions.itertuples()}
        declared = set(self.measures.universes.rows.index)
        names = list(dict.fromkeys(mentions["of"]))
        self.universes = [name for name in names if name in declared and name not in self.measures.rows.index]
        self.all = [self._fact(name) for name in names if name not in self.universes]
        self.places = {fact.name: fact.place for fact in self.all}
        self._found: dict[tuple[str, str], dict[str, Any]] = {}
        self._in: dict[str, dict[str, tuple[int, int]]] = {}

    def found(self, language: str, text: str) -> dict[str, Any]:
        """Return what was found of each fact's words in a paragraph: kept, so that none is searched twice."""
        return self._found.setdefault((language, text), {})

    @cached_property
    def _claims(self) -> pd.DataFrame:
        return self.dataset.layers.table("claims").set_index("claim")

    @cached_property
    def _statements(self) -> pd.DataFrame:
        return self.dataset.layers.table("statements").set_index("statement")

    @cached_property
    def _quantifiers(self) -> dict[str, tuple[str, Range]]:
        rows = self.dataset.layers.table("quantifiers")
        return {row.word: (row.shares, parse_range(row.shares, row.counts)) for row in rows.itertuples()}

    def _fact(self, name: str) -> Fact:
        """Return the fact of a name. Raises DataError where no claim and no measure has it."""
        found = _KEY.fullmatch(name)
        if found and found["name"] in self._claims.index:
            return self._of_claim(name, found["name"], found["row"] or "")
        if found and found["name"] in self.measures.rows.index:
            row, lacks = self._row(lambda: self.measures.one(name))
            measure = self.measures.rows.loc[found["name"]]
            label = (
                f"{self.measures.label_of(found['name'])}: {found['row']}"
                if found["row"]
                else self.measures.label_of(name)
            )
            year = measure["kind"] in _YEAR_KINDS
            return Fact(name, "", _place_of(row), label, "", row, lacks, parts(measure["universe"])[-1], year)
        raise DataError(f"mentions.csv: “{name}” is no claim, measure or universe of the paper.")

    def _of_claim(self, name: str, claim: str, group: str) -> Fact:
        row = self._claims.loc[claim]
        held = Claim(row, self.measures)
        published, first = row["value"], held.named[0] if held.named else ""
        if group:
            published = dict(_pair(part) for part in parts(published)).get(group, "0")
            first = f"{held.named[-1]}[{group}]"
        empty = [universe.name for universe in held.universes if not len(universe)]
        value, lacks = self._row(lambda: self.measures.one(first)) if first and not empty else (None, "; ".join(empty))
        measure = self.measures.rows.loc[first.split("[")[0]] if first else None
        statement = self._statements.loc[row["statement"]]
        return Fact(
            name,
            row["statement"],
            statement["place"],
            statement["subject"],
            published,
            value,
            lacks or row["missing"] if value is None else "",
            parts(measure["universe"])[-1] if measure is not None else "",
            measure is not None and measure["kind"] in _YEAR_KINDS,
            row["kind"] == _AT_LEAST,
            published in self._quantifiers and self._quantifiers[published][1].band,
        )

    def _row(self, make) -> tuple[Row | None, str]:
        """Return a row of a measure, None and the reason where there is nothing that it could be computed from."""
        try:
            row = make()
        except DataError as error:
            return None, str(error)
        listed = pd.isna(row["denominator"]) and not (row["value"] > 0 or (pd.isna(row["value"]) and row["count"] > 0))
        nothing = listed or row["denominator"] == 0
        return (None, f"any of: {row['universe']}") if nothing else (row, "")

    def patterns(self, name: str, language: str) -> tuple[re.Pattern[str], list[re.Pattern[str]]] | None:
        """Return what stands near a number of a fact, and what else its sentence holds; None without words for it."""
        key = (name, language)
        if key not in self._patterns:
            near, also = self._words.get(key, ("", ""))
            rest = [_either(group, language) for group in also.split(_AND) if group.strip()]
            self._patterns[key] = (_either(near, language), rest) if near else None
        return self._patterns[key]

    def speaks_of(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number is of the kind that states a fact: a year, a count, or a share or word for a share."""
        if fact.year or is_year(mark):
            return fact.year and is_year(mark)
        if fact.at_least:
            return mark.kind == QUANTIFIER
        if fact.number is not None:
            return mark.kind == COUNT and mark.value == mark.high
        return mark.kind in (QUANTIFIER, PER_CENT, FRACTION)

    def agrees(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number of a text is what a fact allows: computed, or published where it is held against that."""
        row = fact.row if self.against == DATA else None
        if row is None:
            return self._as_published(mark, fact)
        if mark.kind == COUNT:
            return mark.value == number_of(row) or (
                fact.is_share and fact.number is None and mark.value == row["count"]
            )
        if not fact.is_share:
            return mark.kind == QUANTIFIER and self._as_published(mark, fact)
        return self.share_fits(mark, int(row["count"]), int(row["denominator"]))

    def states_exactly(self, mark: Mark, fact: Fact) -> bool:
        """Whether a number says what the paper published, not only what the data allow as well."""
        return (
            mark.kind != QUANTIFIER
            or (fact.published in self._quantifiers and self._as_published(mark, fact))
            or fact.at_least
        )

    def share_fits(self, mark: Mark, count: int, of: int) -> bool:
        """Whether a word, a per cent or a fraction of a text can be said of a count of a denominator."""
        if not of:
            return False
        if mark.kind == QUANTIFIER:
            return mark.word in self._quantifiers and self._quantifiers[mark.word][1].allows(count, of)
        share = Fraction(count, of)
        if mark.sign in (">", ">="):
            return share > mark.value or (mark.sign == ">=" and share == mark.value)
        if mark.sign in ("<", "<="):
            return share < mark.value or (mark.sign == "<=" and share == mark.value)
        near = mark.value - self._about <= share <= mark.high + self._about
        if mark.kind == FRACTION or mark.sign or mark.value != mark.high:
            return near
        return figure_of(mark).allows(count, of)

    def _as_published(self, mark: Mark, fact: Fact) -> bool:
        if fact.at_least:
            least = self._quantifiers[mark.word][1].least if mark.word in self._quantifiers else 0
            return mark.kind == QUANTIFIER and 0 < least <= (fact.number or 0)
        if fact.number is not None:
            return mark.kind == COUNT and mark.value == fact.number
        if fact.published not in self._quantifiers:
            return mark.kind == COUNT and fact.row is not None and mark.value == number_of(fact.row)
        shares, allowed = self._quantifiers[fact.published]
        if mark.kind == QUANTIFIER:
            return self._quantifiers.get(mark.word, ("", None))[0] == shares
        return mark.kind in (PER_CENT, FRACTION) and allowed.low <= mark.value <= allowed.high

    def alike(self, one: Mark, other: Mark) -> bool:
        """Whether two numbers can state the same fact."""
        if one.kind == other.kind == COUNT:
            return one.value == other.value
        if COUNT in (one.kind, other.kind):
            return True
        ranges = [self._range(mark) for mark in (one, other)]
        (low, high), (least, most) = ranges
        return low <= most and least <= high

    def _range(self, mark: Mark) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest share that a word or a figure stands for."""
        if mark.kind == QUANTIFIER:
            allowed = self._quantifiers[mark.word][1] if mark.word in self._quantifiers else Range()
            return allowed.low, allowed.high
        about = self._about if mark.kind == FRACTION or mark.sign else Fraction(1, 200)
        return mark.value - about, mark.high + about

    def named_universes(self, text: str, language: str) -> list[str]:
        """Return the universes that a sentence names."""
        found = []
        for name in self.universes:
            pattern = self.patterns(name, language)
            if pattern and pattern[0].search(text):
                found.append(name)
        return found

    def in_universes(self, fact: Fact) -> dict[str, tuple[int, int]]:
        """Return a share in each universe of entities that the paper declares, none of another edition: id to (count, denominator)."""
        if fact.row is None or not fact.is_share:
            return {}
        asked = self.measures.rows.loc[fact.row["measure"]]
        if asked["given"] or asked["by"] or asked["kind"] != "share":
            return {}
        measure = str(fact.row["measure"])
        if measure not in self._in:
            self._in[measure] = self._tallies(measure, int(fact.row["count"]))
        return self._in[measure]

    def _tallies(self, measure: str, count: int) -> dict[str, tuple[int, int]]:
        asked, found = self.measures.rows.loc[measure], {}
        own = self.measures.universes.rows.loc[parts(asked["universe"])[-1], "edition"]
        for name, declared in self.measures.universes.rows.iterrows():
            if declared["unit"] != ENTITY or declared["edition"] not in ("", own):
                continue
            try:
                universe = self.measures.universes[str(name)]
            except DataError:  # said by the measures that are made in it
                continue
            if not declared["record"]:
                found[str(name)] = (count, len(universe))
            elif len(universe) and self.measures.answers.asks(universe, asked["question"]):
                found[str(name)] = self.measures.answers.tally(universe, asked)
        return found

    def universe_name(self, universe: str) -> str:
        """Return a universe as the paper names it."""
        return self.measures.universes[universe].name if universe in self.measures.universes.rows.index else universe


def _either(words: str, language: str) -> re.Pattern[str]:
    made = [expression(word, language) for word in parts(words)]
    return re.compile("|".join(made) or "(?!)", re.I)


def _pair(part: str) -> tuple[str, str]:
    group, _, number = part.partition("=")
    return group.strip(), number.strip()


def _place_of(row: Row | None) -> str:
    return "" if row is None else str(row.get("paragraph") or "")
