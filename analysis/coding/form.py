"""A form in JupyterLab on a coding sheet: the document beside the question, answers by keyboard, each in the file at once."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from analysis.coding.cells import type_into
from analysis.coding.passages import found_by, place_of, tied
from analysis.coding.sheet import Questions, coding_sheet, home_of_sheet
from analysis.coding.tasks import coder_of, keys_of, questions_of, records_of
from analysis.documents.passages import MARKS
from analysis.errors import DataError, FileProblem
from analysis.export import write_bytes
from analysis.languages import ENGLISH, Language
from analysis.loaders.coded import asks, coded_files, held_by, places_of, read_coded
from analysis.problems import advice
from analysis.reference import SEPARATOR
from analysis.tables.html import html_table, text_html

if TYPE_CHECKING:
    from IPython.display import HTML
    from ipywidgets import VBox

    from analysis.dataset import Dataset

# 1 3 @12 // a note: the numbers of the answers, the paragraph, what the coder remarks.
_TYPED = re.compile(r"(?P<answer>[^@§/]*)(?:[@§]\s*(?P<paragraph>[^\s/]+)\s*)?(?://\s*(?P<note>.*))?", re.S)
# Row key, question and kind of cell -> sheet, cell, what stands there.
Places: TypeAlias = dict[tuple[str, str, str], tuple[str, str, str]]
# What a table of answers shows of each, and its headers.
_SHOWN = {
    "code": "State", "question": "Question", "answer": "Answer", "paragraph": "Paragraph", "note": "Note", "source": "Cell",
}  # fmt: skip
_NEXT, _BACK = "+", "-"
_STYLE = "border-left:4px solid #0b6aa2;padding-left:0.6em;background:#eef5fa"


def coding_form(
    dataset: Dataset, coder: str, *, questions: Sequence[str] = (), states: Sequence[str] = (), language: str = ENGLISH, path: Path | None = None
) -> VBox:  # fmt: skip
    """Return a form on the coding sheet of a coder, which is made where it is not there yet; it begins at the first open cell.

    Each answer is written into its cell before the next question is shown. A page that was exported shows a table of the
    answers in its place. Raises DataError as `coding_sheet`.
    """
    coder = coder_of(dataset, coder)
    form = _Form(dataset, coder, questions, states, language, path)
    return form.widget(_table(dataset, coder, [form.path]))


def coded(dataset: Dataset, coder: str, path: Path | None = None) -> HTML:
    """Show what stands in the coding sheets of a coder, or in one file, as a static table: one row an answer, also where two contradict each other.

    Raises DataError where there is no sheet of his, with the names of those who have one.
    """
    from IPython.display import HTML

    return HTML(_table(dataset, coder, [path] if path else coded_files(dataset.folder)))


def _table(dataset: Dataset, coder: str, files: Sequence[Path]) -> str:
    """Return what a coder typed into some coding sheets as a table, with the file and cell in which it stands."""
    rows, coders = [pd.DataFrame(columns=[*_SHOWN], dtype=str)], set()
    for path in files:
        try:
            frame, _ = read_coded(path, path.name, dataset.layers)
        except FileProblem as problem:
            if len(files) == 1 or path == home_of_sheet(dataset, coder):
                raise DataError(f"{path.name}: {problem}") from None
            continue  # whose it is nobody knows, as `check` says
        coders |= {*frame["of_file"]} or {path.stem}
        rows.append(frame[(frame["of_file"] == coder) & (frame["coder"] == coder)])
    if coder not in coders and coder not in {path.stem for path in files}:
        known = advice(coder, sorted(coders)) if coders else "there is none yet"
        raise DataError(
            f"No coding sheet is of “{coder}”; {known}. For a new one: python -m analysis sheet --coder NAME"
        )
    told = pd.concat(rows)
    names = dataset.entities.set_index("code")["name"].to_dict()
    labels = dataset.layers.table("codebook").set_index("question")["label"].to_dict()
    place = told["sheet"] + "!" + told["column"].str.split(":").str[0] + told["row"]
    told = told.assign(
        code=told["code"].replace(names), question=told["question"].replace(labels), source=told["source"] + " " + place
    )
    caption = [f"{coder}: {len(told):,} answers", dataset.banner.rstrip(".")]
    return html_table(told[[*_SHOWN]].rename(columns=_SHOWN), ". ".join(filter(None, caption)), most=len(told))


class _Form:
    """What stands in the form, and what becomes of what is typed."""

    def __init__(
        self, dataset: Dataset, coder: str, questions: Sequence[str], states: Sequence[str], language: str, path: Path | None
    ) -> None:  # fmt: skip
        self.dataset, self.path = dataset, path or home_of_sheet(dataset, coder)
        self.language = Language(language, dataset.layers)
        self.questions = Questions(dataset.layers, self.language)
        if not self.path.exists():
            write_bytes(self.path, coding_sheet(dataset, coder, language=language, out=self.path))
        records = records_of(dataset, states)
        asked = questions_of(dataset.layers, questions).to_dict("records")
        self.places = places_of(self.path)
        self.tasks = [
            (key, record, question)
            for key, record in zip(keys_of(records, coder), records.to_dict("records"), strict=True)
            for question in asked
            if asks(question, record["topic"]) and (key, question["question"], "answer") in self.places
        ]
        if not self.tasks:
            raise DataError(f"{self.path.name} has no row for what was chosen. Make a new sheet, or choose others.")
        open_ones = (at for at, task in enumerate(self.tasks) if not self._held(task))
        self.at = next(open_ones, 0)

    def _held(self, task: tuple, kind: str = "answer") -> str:
        return self.places.get((task[0], task[2]["question"], kind), ("", "", ""))[2]

    def widget(self, table: str) -> VBox:
        """Return the controls, and what stands in their place where there is no kernel."""
        import ipywidgets

        class Controls(ipywidgets.VBox):
            def _repr_mimebundle_(self, **kinds: Any) -> dict[str, str]:
                return super()._repr_mimebundle_(**kinds) | {"text/html": table}

        self.head, self.document, self.said = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self.line = ipywidgets.Text(continuous_update=False)
        keys = self.language.text(
            "Type the number of the answer and press Enter; several: 1 3; with a paragraph and a note: 1 @12 // unclear. + skips, - goes back."
        )
        help_ = ipywidgets.HTML(text_html(keys, "p"))
        self.line.layout = ipywidgets.Layout(width="98%")
        self.line.add_class("coding-answer")
        self.line.observe(self._changed, names="value")
        self.show()
        side = ipywidgets.Layout(width="48%")
        left = ipywidgets.VBox([self.line, self.said, self.head, help_], layout=side)
        right = ipywidgets.VBox([self.document], layout=side)
        return Controls([ipywidgets.HBox([left, right])])

    def _changed(self, change: dict) -> None:
        if typed := change["new"].strip():
            self.line.value = ""
            self.said.value = text_html(self.take(typed), "p")
            self.show()

    def take(self, typed: str) -> str:
        """Take a line that was typed: write it into the file and go on. Return what is said about it."""
        if typed in (_NEXT, _BACK):
            self.at = (self.at + (1 if typed == _NEXT else -1)) % len(self.tasks)
            return ""
        key, record, question = self.tasks[self.at]
        parts = _TYPED.fullmatch(typed)
        answer = self._answer(parts["answer"], question) if parts else ""
        if not parts or not answer:
            return f"{self.language.text('No answer of this question')}: {typed}"
        told = {"answer": answer, "paragraph": parts["paragraph"] or "", "note": (parts["note"] or "").strip()}
        wanted = {kind: text for kind, text in told.items() if text}
        cells = {self.places[key, question["question"], kind][:2]: text for kind, text in wanted.items()}
        if held := held_by(self.path):
            return f"{self.language.text('Not saved: another program holds the file open')} ({held.name})"
        try:
            type_into(self.path, cells)
        except (FileProblem, OSError) as problem:
            return f"{self.language.text('Not saved')}: {problem}"
        for kind, text in wanted.items():
            place = self.places[key, question["question"], kind]
            self.places[key, question["question"], kind] = (*place[:2], text)
        self.at = min(self.at + 1, len(self.tasks) - 1)
        return f"{self.language.text('Saved')}: {record['name']}, {self.language.text(question['label'])} = {answer}"

    def _answer(self, typed: str, question: dict) -> str:
        """Return an answer in words, from numbers or words; empty where it is none."""
        name, numbers = question["question"], typed.replace(",", " ").replace(SEPARATOR, " ").split()
        words = list(self.questions.labels(name).values()) if self._listed(question) else []
        if words and numbers and all(number.isdecimal() for number in numbers):
            chosen = [words[int(number) - 1] for number in numbers if 0 < int(number) <= len(words)]
            typed = SEPARATOR.join(chosen) if len(chosen) == len(numbers) else ""
        return self.questions.worded(name, typed)

    def _listed(self, question: dict) -> bool:
        """Whether a question has answers to choose from: a number typed is then that of an answer, else the answer itself."""
        return bool(self.dataset.layers.codes(question["answers"]))

    def show(self) -> None:
        """Show the question and the document of the place."""
        _, record, question = self.tasks[self.at]
        done = sum(bool(self._held(task)) for task in self.tasks)
        count = f"{self.at + 1} / {len(self.tasks)} ({self.language.text('answered')}: {done})"
        numbered = "".join(
            text_html(f"{n if self._listed(question) else '–'}  {word}", "li")
            for n, word in enumerate(self.questions.labels(question["question"]).values(), 1)
        )
        held = self._held(self.tasks[self.at])
        lines = [
            text_html(f"{record['name']} · {record['symbol']}", "h3"), text_html(count, "p", "coding-count"),
            text_html(self.language.text(question["label"]), "h4"),
            *(text_html(line, "p") for line in self.questions.instruction(question).split("\n")),
            f"<ul style='list-style:none;padding-left:0'>{numbered}</ul>",
            text_html(f"{self.language.text('Answer so far')}: {held}", "p") if held else "",
        ]  # fmt: skip
        direction = "rtl" if self.language.right_to_left else "ltr"
        self.head.value = f"<div dir='{direction}' style='line-height:1.35'>{''.join(lines)}</div>"
        self.document.value = self._document(record, question)

    def _document(self, record: dict, question: dict) -> str:
        extracts = self.dataset.extracts
        own = tied(extracts[place_of(extracts).isin({record["symbol"], record["file"]} - {""})])
        terms = self.dataset.layers.table("terms")
        term = next((name for name in (question["question"], question["theme"]) if name in set(terms["term"])), "")
        found = found_by(own, term, terms)
        marked = dict(zip(zip(found["section"], found["paragraph"], strict=True), found["passage"], strict=True))
        lines = [_paragraph(row, marked.get((row.section, row.paragraph), "")) for row in own.itertuples()]
        return f"<div style='max-height:32em;overflow:auto'>{''.join(lines)}</div>"


def _paragraph(row, passage: str) -> str:
    """Return a paragraph of a document, the words that were found marked."""
    text = html.escape(passage or row.text).replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>")
    style = f" style='{_STYLE}'" if passage else ""
    direction = " dir='rtl'" if row.language == "ar" else ""
    return f"<p class='tex2jax_ignore mathjax_ignore'{style}{direction}><b>{html.escape(row.paragraph)}</b> {text}</p>"
