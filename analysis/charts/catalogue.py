"""The charts of a paper: each a row of charts.csv, drawn by one of a few drawings from finished measures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.drawings import DRAWINGS, NEEDS
from analysis.charts.sheet import SLIDE, Furniture, Sheet
from analysis.charts.style import Palette
from analysis.direction import quoted
from analysis.disclosure.status import warnings
from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.measures.book import Measures, measures_of
from analysis.measures.coders import read_by
from analysis.measures.ledger import statements
from analysis.measures.readings import Fields
from analysis.schema import parts

if TYPE_CHECKING:
    from analysis.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Chart:
    """One row of charts.csv with the dataset that it shows, in a language and a size.

    made: the drawn numbers, where they are no measures of measures.csv; of: what they are shares of, in the language; bare:
    what it shows alone, where title, source and banner stand beside it.
    """

    id: str
    row: pd.Series
    dataset: Dataset
    language: Language
    size: str = SLIDE
    made: pd.DataFrame | None = None
    of: str = ""
    bare: bool = False

    @cached_property
    def measures(self) -> Measures:
        """The measures of the dataset."""
        return measures_of(self.dataset)

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet that it is drawn on, in the colours of the dataset's layers."""
        return Sheet(Palette(self.measures.layers), self.language, self.size)

    @cached_property
    def names(self) -> list[str]:
        """The measures that it draws."""
        return parts(self.row["measures"])

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The drawn numbers: the rows of its measures, each with the label of its measure in series; in English."""
        if self.made is not None:
            return self.made
        if not self.names:
            return statements(self.dataset)
        tables = [self.measures.of(name).assign(series=self.measures.label_of(name)) for name in self.names]
        return pd.concat(tables, ignore_index=True)

    @property
    def title(self) -> str:
        """The title, with its fields filled in."""
        return self._fields.title(self.row["title"])

    @cached_property
    def _fields(self) -> Fields:
        return Fields(self.dataset, self.language)

    def draw(self) -> Figure:
        """Return the chart as a figure. Raises DataError for a drawing that there is not."""
        if said := self.unfit:
            raise DataError(said)
        return self.sheet.mirror(DRAWINGS[self.row["drawing"]](self))

    @property
    def unfit(self) -> str:
        """Why its drawing cannot draw its numbers, in a sentence; empty where it can."""
        name = self.row["drawing"]
        if name not in DRAWINGS:
            return f"charts.csv, {self.id}: “{name}” is no drawing; there are: {', '.join(DRAWINGS)}."
        wanted = NEEDS[name]
        if self.made is not None or (self.names and self.rows.empty) or wanted.holds(self):
            return ""
        told = f", which {', '.join(self.names)} are not" if self.names else ", and the chart names none"
        return f"charts.csv, {self.id}: the drawing “{name}” needs {wanted.what}{told}."

    def colours(self, what: str, codes: list[str]) -> dict[str, str]:
        """Return the colour of each code of a kind of thing."""
        return self.sheet.palette.of(what, codes)

    @property
    def listed(self) -> bool:
        """Whether it shows facts that the paper lists, which are true whatever the data."""
        return bool(self.names) and all(self.measures.universes_of(name)[0].listed for name in self.names)

    @property
    def _is_marked(self) -> bool:
        """Whether it says that restricted answers are behind it: of real data all, since they may be worked out; of invented ones what names units."""
        if self.made is not None or not self.dataset.demonstration:
            return self.made is None
        return bool((self.measures.rows.loc[self.names, "kind"] == "status").any())

    @property
    def furniture(self) -> Furniture:
        """Title, subtitle, source and, where invented data are drawn, the banner, in the language."""
        text, dataset = self.language.text, self.dataset
        if self.bare:
            return Furniture("", "", "", "")
        told = self.of or self._fields.title(self.row["subtitle"])
        source = dataset.paper.source if self.listed else dataset.title
        cited = text("Source: {source}").format(source=quoted(text(source), self.language.right_to_left))
        dated = text("{subtitle}. As of {day}." if told else "As of {day}.")
        dated = dated.format(subtitle=told, day=self.language.day(dataset.as_of))
        return Furniture(
            self.title,
            self.language.sentence(told) if self.listed else dated,
            self.language.sentences([self.language.sentence(cited), self.read]) if self.read else cited,
            "" if self.listed else warnings(dataset, self.language) if self._is_marked else text(dataset.banner),
        )

    @cached_property
    def read(self) -> str:
        """How many of the answers behind its shares one person read, and how far whom one believes moves them; empty where none did."""
        drawn = self.names if self.made is None else []
        one, read, moved = read_by(self.measures, tuple(drawn))
        said = self.language.text("{one} of {read} answers were read by one person.") if read else ""
        far = self.language.text("Whichever coder is believed, no share moves by more than {points}.") if moved else ""
        number = self.language.number
        points = self.language.points(math.ceil(moved * 1000) / 1000)
        return self.language.sentences([said.format(one=number(one), read=number(read)), far.format(points=points)])

    def texts(self, labels: pd.Series | list[str]) -> list[str]:
        """Return labels in the language."""
        return [self.language.text(label) for label in labels]

    def ordered(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows by their shares, greatest first, within each measure of several rows; what nobody answered, and none, last.

        Several answers that have ranks keep their order; one answer of several groups does not.
        """
        none = rows["group"].isin(["none", "not a member"]) | rows["share"].isna()
        ranks = rows["question"].map(lambda q: bool(self._ranks(q))) if "question" in rows else False
        if "answer" in rows:
            ranks &= rows.groupby("series")["answer"].transform("nunique") > 1
        first = rows["series"].map({name: n for n, name in enumerate(rows["series"].drop_duplicates())})
        keys = pd.DataFrame({"first": first, "none": none, "share": (-rows["share"].astype(float)).mask(ranks, 0.0)})
        return rows.loc[keys.sort_values(["first", "none", "share"], kind="stable").index].reset_index(drop=True)

    def _ranks(self, question: str) -> dict[str, int]:
        codebook = self.measures.codebook
        return self.measures.layers.ranks(codebook.at[question, "answers"]) if question in codebook.index else {}

    def questions(self, rows: pd.DataFrame) -> pd.Series:
        """Return the label of each row's question, in the language."""
        asked = rows["question"].map(self.measures.codebook["label"])
        return asked.map(self.language.text, na_action="ignore")

    def groups(self, rows: pd.DataFrame) -> pd.Series:
        """Return the label of each row's group, in the language."""
        named = [self.measures.group_label(*of) for of in zip(rows["grouping"], rows["group"], strict=True)]
        return pd.Series(self.texts(named), index=rows.index, dtype=str)

    def stacks(self, rows: pd.DataFrame) -> pd.Series:
        """Return which bar each answer is a part of: that of its group, or of its question."""
        return self.groups(rows) if rows["group"].any() else self.questions(rows)

    def parts(self, count: int) -> list[Chart]:
        """Return the chart in as many charts, each with some of its rows; it is one where its drawing knows no single rows."""
        if self.row["drawing"] in ("tiles", "cards") or self.rows.empty:
            return [self]
        rows = self.rows if self.row["drawing"] in ("stacked", "heat", "timeline") else self.ordered(self.rows)
        if self.row["drawing"] in ("stacked", "heat"):
            key = self.stacks(rows) if self.row["drawing"] == "stacked" else self.questions(rows)
        else:
            key = rows["answer" if self.row["drawing"] == "timeline" else "label"]
        names = key.drop_duplicates().tolist()
        each = math.ceil(len(names) / count)
        held = (names[at : at + each] for at in range(0, len(names), each))
        return [replace(self, made=rows[key.isin(some)].reset_index(drop=True)) for some in held]

    def answers(self) -> dict[str, str]:
        """Return the labels of the answers that occur, in the language, in the order of their list."""
        met = dict.fromkeys(zip(self.rows["question"], self.rows["answer"], strict=True))
        known = {q: self.measures.answers.codes(q) for q, _ in met if q in self.measures.codebook.index}
        place = {(q, code): at for q, codes in known.items() for at, code in enumerate(codes)}
        told = sorted(met, key=lambda of: place.get(of, len(place)))
        return {answer: self.language.text(self.measures.answer_label(q, answer)) for q, answer in told}

    def counted(self) -> dict[tuple[str, str], int]:
        """Return how many rows have each answer, by its code and label in the language."""
        counts = self.rows["answer"].value_counts()
        return {(answer, label): int(counts[answer]) for answer, label in self.answers().items()}


def undrawable(dataset: Dataset) -> Iterator[str]:
    """Yield the charts of the paper whose drawing cannot draw their numbers, each in a sentence."""
    for name in dataset.layers.table("charts")["chart"]:
        with suppress(DataError):  # a measure that is not there, or cannot be made, is said elsewhere
            if said := chart(name, dataset).unfit:
                yield said


def chart(name: str, dataset: Dataset, language: str = ENGLISH, size: str = SLIDE) -> Chart:
    """Return a chart of the dataset's paper by its id, in a language and a size (slide, page, column).

    Raises DataError for an unknown one.
    """
    rows = dataset.layers.table("charts").set_index("chart")
    if name not in rows.index:
        raise DataError(f"There is no chart “{name}” in charts.csv; there are: {', '.join(rows.index)}.")
    return Chart(name, rows.loc[name], dataset, Language(language, dataset.layers), size)
