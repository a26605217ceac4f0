"""What a draft can be held against: the claims and measures of a paper, and the universes that they are of.

Each is named by its labels (`Naming`). A row of the paper's mentions.csv adds what stands near the number that a text gives for a
claim (`S22a`), a group of one (`S09a[african]`), a row of a measure (`networks[CARIN]`) or a universe, in one language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from analysis.audit.expressions import expressions
from analysis.audit.fact import Fact, Naming, number_of, pair, place_of, row_key
from analysis.audit.labels import Labels, Topics
from analysis.audit.readback import Readback
from analysis.audit.scale import DATA, PUBLISHED, Scale
from analysis.documents.passages import expression
from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.measures.book import Measures, measures_of
from analysis.measures.claim import Claim, Row
from analysis.measures.universes import ROW
from analysis.reference import parts

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_KEY = re.compile(r"(?P<name>[\w.\-]+)(?:\[(?P<row>[^\]]+)\])?")
_AND = "&"
_AT_LEAST = "at_least"
_YEAR_KINDS = ("earliest", "latest", "listing")
_SHARES = ("share", "of_all")
_COUNTED = (*_SHARES, "rate", "rows", "distinct", "highest", "earliest", "latest", "sum", "listing")
_NOBODY = ("none", "not a member")
# The group of those that are in none.
ELSEWHERE = "-"
_PLAIN = ("yes", "no")


_Kept = TypeVar("_Kept", Topics, Readback)


class Facts(Scale):
    """The facts of a dataset's paper, and what each allows.

    mentioned: those of mentions.csv, tied by its words as well; all: these, the other claims, and every row of a measure and every
    universe that is none of them.
    """

    def __init__(self, dataset: Dataset, against: str = DATA) -> None:
        """Bind them. against: "data" holds a number against what is computed, "published" against what the paper printed."""
        if against not in (DATA, PUBLISHED):
            raise DataError(f"A draft is held against “{DATA}” or “{PUBLISHED}”, not “{against}”.")
        super().__init__(dataset.layers, against)
        self.dataset = dataset
        self.measures: Measures = measures_of(dataset)
        self._patterns: dict[tuple[str, str], tuple[re.Pattern[str], list[re.Pattern[str]]] | None] = {}
        mentions = dataset.layers.table("mentions")
        self._words = {(row.of, row.language): (row.near, row.also) for row in mentions.itertuples()}
        declared = set(self.measures.universes.rows.index)
        names = list(dict.fromkeys(mentions["of"]))
        self.universes = [name for name in names if name in declared and name not in self.measures.rows.index]
        self.mentioned = [self._fact(name) for name in names if name not in self.universes]
        self.stated = [*self.mentioned, *self._other_claims(names)]
        held = {row_key(fact.row) for fact in self.stated if fact.row is not None}
        self.all = [*self.stated, *self._rows(held), *self._sizes()]
        self.places = {fact.name: fact.place for fact in self.mentioned}
        self._found: dict[tuple[str, str], dict[str, Any]] = {}
        self.in_universes: dict[str, dict[str, tuple[int, int]]] = {}
        self._labels: dict[str, Labels] = {}
        self._of_language: dict[tuple[type, str], Any] = {}
        self._cells: dict[tuple[str, str], dict[str, Fact]] = {}
        self.spoken: dict[tuple[Any, str], Any] = {}

    def found(self, language: str, text: str) -> dict[str, Any]:
        """Return what was found of each fact's words in a paragraph: kept, so that none is searched twice."""
        return self._found.setdefault((language, text), {})

    @cached_property
    def _claims(self) -> pd.DataFrame:
        return self.dataset.layers.table("claims").set_index("claim")

    @cached_property
    def _statements(self) -> pd.DataFrame:
        return self.dataset.layers.table("statements").set_index("statement")

    def _fact(self, name: str) -> Fact:
        """Return the fact of a name. Raises DataError where no claim and no measure has it."""
        found = _KEY.fullmatch(name)
        if found and found["name"] in self._claims.index:
            return self._of_claim(name, found["name"], found["row"] or "")
        if found and found["name"] in self.measures.rows.index:
            row, lacks = self._row(lambda: self.measures.one(name))
            return self._of_row(name, found["name"], row, lacks)
        raise DataError(f"mentions.csv: “{name}” is no claim, measure or universe of the paper.")

    def _of_row(self, name: str, measure: str, row: Row | None, lacks: str = "") -> Fact:
        asked = self.measures.rows.loc[measure]
        label = self.measures.label_of(measure)
        if row is not None and "[" in name:
            several = row["question"] in self.measures.codebook.index and ";" in asked["question"]
            own = self.measures.codebook.at[row["question"], "label"] if several else label
            label = ": ".join(dict.fromkeys((label, own, row["label"])))
        universe = parts(asked["universe"])[-1]
        year = asked["kind"] in _YEAR_KINDS and (row is None or pd.isna(row["denominator"]))
        return Fact(name, "", place_of(row), label, "", row, lacks, universe, year, naming=self._naming(measure, row))

    def _of_claim(self, name: str, claim: str, group: str) -> Fact:
        row = self._claims.loc[claim]
        held = Claim(row, self.measures)
        published, first = row["value"], held.named[0] if held.named else ""
        if group:
            published = dict(pair(part) for part in parts(published)).get(group, "0")
            first = f"{held.named[-1]}[{group}]"
        empty = [universe.name for universe in held.universes if not len(universe)]
        value, lacks = self._row(lambda: self.measures.one(first)) if first and not empty else (None, "; ".join(empty))
        id = first.split("[")[0]
        measure = self.measures.rows.loc[id] if first else None
        statement = self._statements.loc[row["statement"]]
        alone = (self._claims["statement"] == row["statement"]).sum() == 1
        naming = self._naming(id, value, (statement["subject"],) if alone else ()) if first else Naming()
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
            self.is_band(published),
            naming,
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

    def _other_claims(self, names: list[str]) -> Iterator[Fact]:
        """Yield the claims on a number or share of today that mentions.csv does not name."""
        for claim, row in self._claims.iterrows():
            measures = parts(row["measures"])
            if claim in names or len(measures) != 1 or row["day"] or measures[0].split("[")[0] not in self._counted:
                continue
            fact = self._of_claim(str(claim), str(claim), "")
            if fact.row is not None:
                yield fact

    @cached_property
    def _counted(self) -> list[str]:
        """The measures whose rows are numbers that a text gives."""
        rows = self.measures.rows
        return [str(name) for name in rows.index[rows["kind"].isin(_COUNTED)]]

    def _rows(self, held: set[tuple]) -> Iterator[Fact]:
        """Yield the rows of all measures that are none of those held."""
        for measure in self._counted:
            try:
                table = self.measures.of(measure)
                unread = self.measures.universes_of(measure)[-1].lacks
            except DataError:  # said by `check` and by every chart of it
                continue
            for row in table.to_dict("records"):
                value = number_of(row)
                if row_key(row) in held or not (row["denominator"] > 0 or value > 0) or (not value and unread):
                    continue
                several = table["question"].nunique() > 1
                group, answer = row["group"], row["answer"] if table["answer"].nunique() > 1 else ""
                which = ", ".join(filter(None, (row["question"] if several else "", answer, group)))
                yield self._of_row(f"{measure}[{which}]" if which else measure, measure, row)

    def _sizes(self) -> Iterator[Fact]:
        """Yield how many units each universe has."""
        for name, declared in self.measures.universes.rows.iterrows():
            try:
                universe = self.measures.universes[str(name)]
            except DataError:
                continue
            if not len(universe) or declared["unit"] == ROW:
                continue
            row: Row = {"measure": "", "label": universe.name, "group": "", "answer": "", "universe": universe.name}
            row |= {"count": len(universe), "value": float(len(universe)), "denominator": float("nan")}
            naming = Naming((universe.name,), unit=declared["unit"], denied=None)
            yield Fact(
                str(name), "", "", universe.name, "", row | {"other": float("nan")}, "", str(name), False, naming=naming
            )

    def _naming(self, measure: str, row: Row | None, more: tuple[str, ...] = ()) -> Naming:
        """Return what the paper calls a row of a measure."""
        asked, codebook = self.measures.rows.loc[measure], self.measures.codebook
        several = len(parts(asked["question"])) > 1  # the label of a measure on several questions names none of them
        listed = row is not None and asked["kind"] == "listing"
        names = [*more, *([] if several else [row["label"] if row and listed else self.measures.label_of(measure)])]
        question = asked["question"] if row is None else row["question"]
        unit = self.measures.universes.rows.at[parts(asked["universe"])[-1], "unit"]
        group: str = ""
        if row is not None and row["group"]:
            labels = self.dataset.layers.labels(row["grouping"].removeprefix("maker_"))
            group = ELSEWHERE if row["group"] in _NOBODY else str(labels.get(row["group"], row["group"]))
        if question not in codebook.index:
            return Naming(tuple(names), "", group=group, unit=unit)
        names += [codebook.at[question, "label"], codebook.at[question, "text"]]
        answers = str(row["answer"] if row else asked["answers"])
        labels = self.dataset.layers.labels(codebook.at[question, "answers"])
        own = [labels[code] for code in re.split(r"[|;]", answers) if code in labels and code not in _PLAIN]
        own = own or ([self.measures.label_of(measure)] if answers.startswith(">") else [])
        rivals = tuple(text for code, text in labels.items() if text not in own and code not in _PLAIN)
        answer = own[0] if len(own) == 1 else ""
        return Naming(
            (*filter(None, [answer]), *names), question, answer, rivals if own else (), group, unit,
            self._denied(answers, own, codebook.at[question, "label"]), asked["given"].partition(" ")[0],
        )  # fmt: skip

    def _denied(self, answers: str, own: list[str], label: str) -> bool | None:
        denies = expressions()[ENGLISH].denial
        return None if denies.search(label) else answers == "no" or any(denies.search(text) for text in own)

    @cached_property
    def groups(self) -> dict[str, tuple[str, str]]:
        """The groups of the groupings that the paper shows or counts by, by their label: grouping and code."""
        layers = self.dataset.layers
        made: dict[str, tuple[str, str]] = {}
        used = (*self.dataset.paper.groupings, *self.measures.rows["by"])
        for grouping in (name for name in dict.fromkeys(used) if name):
            for code, label in layers.labels(grouping).items():
                if code not in _NOBODY:
                    made.setdefault(label, (grouping, code))
        return made

    def cell(self, fact: Fact, group: str) -> Fact | None:
        """Return a fact as it is in one group of the paper; None where the paper cannot tell."""
        grouping, code = self.groups[group]
        if fact.row is None or not fact.row["measure"]:
            return None
        asked = self.measures.rows.loc[fact.row["measure"]]
        if asked["by"] or asked["kind"] not in (*_SHARES, "rate", "rows"):
            return None
        key = (fact.name, grouping)
        if key not in self._cells:
            try:
                row = asked.where(asked.index != "by", grouping)
                table = self.measures.make(row.where(row.index != "question", fact.row["question"]))
            except (DataError, KeyError):
                table = pd.DataFrame()
            same = table.to_dict("records")
            self._cells[key] = {
                row["group"]: self._of_row(f"{asked.name}[{row['group']}]", str(asked.name), row)
                for row in same
                if row["answer"] == fact.row["answer"] and row["denominator"] != 0
            }
        return self._cells[key].get(code)

    def figures(self, group: str) -> set[int]:
        """Return every number of States that a share of the paper has: what it counts, whom it is of; in a group, or in all."""
        shares = [fact for fact in self.all if fact.is_share]
        own = [self.cell(fact, group) for fact in shares] if group in self.groups else []
        rows = [fact.row for fact in (own or shares) if fact and fact.row]
        return {int(row[part]) for row in rows for part in ("count", "denominator", "population")}

    def labels(self, language: str) -> Labels:
        """Return the words of all labels in a language."""
        if language not in self._labels:
            named = [fact.naming for fact in self.all]
            texts = [text for each in named for text in (*each.names, each.answer, *each.rivals, each.group)]
            self._labels[language] = Labels(
                Language(language, self.dataset.layers), [*filter(None, texts), *self.groups]
            )
        return self._labels[language]

    def of(self, what: type[_Kept], language: str) -> _Kept:
        """Return the topics or the readback of a language: made once."""
        if (what, language) not in self._of_language:
            self._of_language[what, language] = what(self, language)
        return self._of_language[what, language]

    def patterns(self, name: str, language: str) -> tuple[re.Pattern[str], list[re.Pattern[str]]] | None:
        """Return what stands near a number of a fact, and what else its sentence holds; None without words for it."""
        key = (name, language)
        if key not in self._patterns:
            near, also = self._words.get(key, ("", ""))
            rest = [_either(group, language) for group in also.split(_AND) if group.strip()]
            self._patterns[key] = (_either(near, language), rest) if near else None
        return self._patterns[key]


def _either(words: str, language: str) -> re.Pattern[str]:
    made = [expression(word, language) for word in parts(words)]
    return re.compile("|".join(made) or "(?!)", re.I)
