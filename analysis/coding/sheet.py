"""The coding sheet of one coder: a sheet a block of questions, a row a record, in his language, ready to be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from analysis.coding.passages import Shown, passages_of
from analysis.coding.tasks import coder_of, keys_of, questions_of, records_of
from analysis.coding.workbook import Block, Column, draw
from analysis.errors import DataError
from analysis.languages import ENGLISH, Language
from analysis.loaders.coded import AGREED, FOLDER, asks, print_of, prints_of_documents
from analysis.loaders.keyed import CODER, DOCUMENT, OF_COLUMN, SHOWN, SHOWN_FIELDS
from analysis.reference import SEPARATOR, Layers, parts, reference
from analysis.tidy.asked import conditions_of, in_words
from analysis.tidy.codes import FREE, answers_to_codes

if TYPE_CHECKING:
    from analysis.dataset import Dataset

Question: TypeAlias = Mapping[str, str]
WIDTHS = {"answer": 22, "paragraph": 14, "note": 26, "passages": 60}


def coding_sheet(
    dataset: Dataset,
    coder: str,
    *,
    questions: Sequence[str] = (),
    states: Sequence[str] = (),
    language: str = ENGLISH,
    out: Path | None = None,
) -> bytes:
    """Return the coding sheet of a coder as a workbook: what he answered already stands in it.

    questions: ids, labels or themes; states: names or codes; none of them: all. out: where it will lie, so that its links lead
    to the documents. Raises DataError for a coder's name that is missing or taken, for an unknown question, State or
    language, and where there is nothing to code.
    """
    coder = coder_of(dataset, coder)
    asked, records = questions_of(dataset.layers, questions), records_of(dataset, states)
    if records.empty or asked.empty:
        raise DataError("There is nothing to code: the dataset has no record, or the codebook no question.")
    spoken = Language(language, dataset.layers)
    shown = passages_of(dataset, records, asked, out or home_of_sheet(dataset, coder), spoken)
    own = dataset.codings[dataset.codings["coder"] == coder]
    made = Questions(dataset.layers, spoken, dataset.extracts)
    blocks = [
        made.block(str(theme), group, records, keys_of(records, coder), own, shown)
        for theme, group in asked.groupby("theme", sort=False)
    ]
    blocks, title = [block for block in blocks if block.keys], f"{dataset.paper.title}: {coder}"
    return draw(front(dataset, coder, spoken), blocks, title, spoken, made.codebook.index)


def home_of_sheet(dataset: Dataset, coder: str) -> Path:
    """Return where the sheet of a coder lies, so that the suite reads it: in the folder `codings` of the dataset."""
    return dataset.folder / FOLDER / f"{coder}.xlsx"


def front(dataset: Dataset, coder: str, language: Language) -> list[tuple[str, ...]]:
    """Return the headings and texts of the first sheet, and what the coder's is known by."""
    text, told = language.text, reference("first_sheet")
    told = told[told["sheet"].isin(["", AGREED if coder == AGREED else CODER])]
    return [
        ("", text(dataset.paper.title)),
        *([("", text(dataset.banner))] if dataset.banner else []),
        (text("Coder"), coder, CODER) if coder != AGREED else ("", text("Where coders differ")),
        *((text(row.head), text(row.text)) for row in told.itertuples()),
    ]


class Questions:
    """The questions of a codebook as columns of a coding sheet, in a language."""

    def __init__(self, layers: Layers, language: Language, extracts: pd.DataFrame | None = None) -> None:
        """Read the codebook. extracts: the paragraphs by which a document is known again."""
        self.prints = {} if extracts is None else prints_of_documents(extracts)
        self.layers, self.language = layers, language
        self.codebook = layers.table("codebook").set_index("question", drop=False)
        names = layers.table("names").query("language == @language.code and form == 'short' and until == ''")
        self.names = dict(zip(names["code"], names["name"], strict=True))
        self._labels: dict[str, dict[str, str]] = {}

    def labels(self, question: str) -> dict[str, str]:
        """Return code -> word in the language, the ways to have no answer last."""
        answers = self.codebook.at[question, "answers"]
        if answers not in self._labels:
            own = self.layers.labels(answers) | self.layers.labels("no_answer")
            self._labels[answers] = {code: self.language.text(label or code) for code, label in own.items()}
        return self._labels[answers]

    def said(self, question: str, answer: str) -> str:
        """Return an answer, codes joined by ";", in words."""
        labels = self.labels(question)
        return f"{SEPARATOR} ".join(labels.get(code, code) for code in parts(answer))

    def block(
        self, theme: str, asked: pd.DataFrame, records: pd.DataFrame, keys: list[str], own: pd.DataFrame, shown: dict[tuple[str, str], Shown]
    ) -> Block:  # fmt: skip
        """Return the sheet of a theme: a row a record of whose topic any of its questions is asked."""
        questions = asked.to_dict("records")
        mine = [any(asks(question, topic) for question in questions) for topic in records["topic"]]
        records, keys = records[mine], [key for key, is_mine in zip(keys, mine, strict=True) if is_mine]
        held = own.set_index(["unit", "topic", "question"])[["answer", "paragraph", "note"]].T.to_dict()
        columns = self.identity(records)
        kept = len(columns)
        columns.append(
            Column(DOCUMENT, DOCUMENT, [self.prints.get(symbol, "") for symbol in records["symbol"]], hidden=True)
        )
        for question in questions:
            columns += self._asked(question, records, held, shown)
        title = self.language.text(self.layers.labels("theme").get(theme) or theme.replace("_", " ").capitalize())
        return Block(title, keys, columns, kept)

    def identity(self, records: pd.DataFrame) -> list[Column]:
        """Return the locked columns that say which record a row is."""
        topics, kinds = self.layers.labels("topic"), self.layers.labels("record")
        text = self.language.text
        states = [self.names.get(row.entity, row.name) for row in records.itertuples()]
        state, topic, symbol = (OF_COLUMN.join((SHOWN, self.language.code, field)) for field in SHOWN_FIELDS.values())
        columns = [
            Column(state, text("State"), states, width=22),
            Column("", text("Record"), [text(kinds.get(record, record)) for record in records["record"]]),
            Column(topic, text("Topic"), [text(topics.get(topic) or topic) for topic in records["topic"]]),
            Column(symbol, text("Symbol"), list(records["symbol"]), width=20),
        ]
        return [column for column in columns if any(column.cells)]

    def _asked(
        self, question: Question, records: pd.DataFrame, held: dict, shown: dict[tuple[str, str], Shown]
    ) -> list[Column]:
        name, text = question["question"], self.language.text
        told = [held.get((row.unit, row.topic, name), {}) for row in records.itertuples()]
        closed = frozenset(at for at, topic in enumerate(records["topic"]) if not asks(question, topic))
        seen = [shown.get((unit, name), Shown("", "")) for unit in records["unit"]]
        label = text(question["label"])
        beside = {"paragraph": self.language.text("Paragraph"), "note": self.language.text("Note")}
        joint = self.language.colon
        found = Column("", f"{text('Passages found')}{joint}{label}", [s.text for s in seen], width=WIDTHS["passages"])
        links = [s.link for s in seen]
        # A cell that is a link as a whole is not broken into lines by LibreOffice: the way to the document has one of its own.
        opens = Column("", text("Document"), [text("Open") if link else "" for link in links], width=10, links=links)
        answer = self.answer(question, label, [self.said(name, one.get("answer", "")) for one in told], closed)
        shows = any(found.cells)  # the instruction stands above the wider column
        return [
            *([replace(found, text=answer.text)] if shows else []),
            *([opens] if any(links) else []),
            replace(answer, text="") if shows else answer,
            *(self.beside(question, kind, f"{head}{joint}{label}", [one.get(kind, "") for one in told], closed) for kind, head in beside.items()),
        ]  # fmt: skip

    def answer(self, question: Question, head: str, cells: list[str], closed: frozenset[int] = frozenset()) -> Column:
        """Return the column in which a question is answered."""
        name = question["question"]
        others = question["several"] == "yes" or not self.layers.codes(question["answers"])
        return Column(
            self.key("answer", question), head, cells, self.instruction(question), WIDTHS["answer"], typed=True,
            offers=tuple(self.labels(name).values()), codes=tuple(self.labels(name)), others=others, asked_if=self._conditions(name), closed=closed, question=name,
        )  # fmt: skip

    def beside(
        self, question: Question, kind: str, head: str, cells: list[str], closed: frozenset[int] = frozenset()
    ) -> Column:
        """Return a column for what is typed beside an answer."""
        conditions = self._conditions(question["question"])
        return Column(self.key(kind, question), head, cells, width=WIDTHS.get(kind, 14), typed=True, asked_if=conditions, closed=closed)  # fmt: skip

    def instruction(self, question: Question) -> str:
        """Return what stands above a question: it in full, how to answer it, an example and a counter-example."""
        text = self.language.text
        lines = [text(question["text"]), text(question["instruction"])]
        more = {
            text("Example"): text(question["example"]), text("Counter-example"): text(question["counter_example"]),
            text("Asked only if"): self.condition(question["question"]),
        }  # fmt: skip
        lines += [f"{head}{self.language.colon}{said}" for head, said in more.items() if said]
        return "\n".join(filter(None, lines))

    def condition(self, question: str) -> str:
        """Return what has to be answered before a question is asked, in words; empty where it always is."""
        return self.language.joined(in_words(self.codebook.at[question, "asked_if"], self.layers, self.language.text))

    def offered(self, question: str) -> str:
        """Return what a question can be answered by, in words."""
        free = self.layers.labels(FREE).get(self.codebook.at[question, "answers"], "")
        return self.language.joined(filter(None, (self.language.text(free), *self.labels(question).values())))

    def key(self, kind: str, question: Question) -> str:
        """Return what a column of a question is known by."""
        return OF_COLUMN.join((kind, print_of(question, self.layers), question["question"]))

    def print(self, question: str) -> str:
        """Return what changes when a question does; empty where there is none of this name."""
        return print_of(self.codebook.loc[question], self.layers) if question in self.codebook.index else ""

    def worded(self, question: str, answer: str, means: str = "") -> str:
        """Return an answer, in whatever language it was typed, in words of this one; empty where it is none. means: as `answers_to_codes`."""
        typed, of, then = (pd.Series([text]) for text in (answer, question, means))
        codes = answers_to_codes(typed, of, self.layers, then).item()
        return self.said(question, codes) if codes else ""

    def _conditions(self, name: str, seen: tuple[str, ...] = ()) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
        """Return what has to be answered before a question is asked, and what before that: question, words, whether it takes several."""
        found: list[tuple[str, tuple[str, ...], bool]] = []
        for earlier, codes in conditions_of(self.codebook.at[name, "asked_if"]):
            if earlier not in self.codebook.index or earlier in seen:
                continue
            english = self.layers.labels(self.codebook.at[earlier, "answers"])
            own = self.labels(earlier)
            words = dict.fromkeys(w for code in codes for w in (own.get(code), english.get(code), code) if w)
            found.append((earlier, tuple(words), self.codebook.at[earlier, "several"] == "yes"))
            found += self._conditions(earlier, (*seen, name))
        return tuple(found)
