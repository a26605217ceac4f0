"""Commands of coding: sheet, codings, settle, anchors, queue, suggest, export."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands import command, language_option, out_option
from analysis.languages import ENGLISH, IN_ENGLISH

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.languages import Language


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    for run in (sheet, settle):
        parser = command(commands, run)
        if run is sheet:
            parser.add_argument("--coder", default="", metavar="NAME", help="who codes")
        parser.add_argument("--questions", nargs="+", default=[], metavar="QUESTION", help="ids, labels or themes")
        parser.add_argument("--states", nargs="+", default=[], metavar="STATE", help="names or codes")
        language_option(parser)
        parser.set_defaults(language="" if run is settle else ENGLISH)
        out_option(parser, "the workbook (default: codings/ of the dataset)", "FILE")
    back = command(commands, codings)
    back.add_argument("files", nargs="+", type=Path, metavar="FILE")
    out_option(back, "folder for the workbooks that are handed back")
    before = command(commands, anchors)
    before.add_argument("before", type=Path, metavar="BEFORE", help="the dataset folder as it was when it was coded")
    next_ = command(commands, queue)
    next_.add_argument("--coder", default="", metavar="NAME", help="what this coder has not read")
    out_option(next_, "write it as CSV, too", "FILE")
    for run in (suggest, export):
        command(commands, run).add_argument(
            "--out", type=Path, required=True, metavar="FOLDER", help="where the files go"
        )


def sheet(choice: argparse.Namespace) -> int:
    """Write the coding sheet of a coder: lists to choose from, passages beside each question, what he answered already."""
    from analysis.coding.sheet import coding_sheet, home_of_sheet
    from analysis.coding.tasks import coder_of
    from analysis.export import write_bytes

    dataset = _opened(choice)
    with _said_in(choice.language, dataset) as language:
        out = choice.out or home_of_sheet(dataset, coder_of(dataset, choice.coder))
        _refuse_over(out)
        chosen = {"questions": choice.questions, "states": choice.states, "language": choice.language}
        made = coding_sheet(dataset, choice.coder, **chosen, out=out)
    print(write_bytes(out, made))
    then = shlex.join(
        ["python", "-m", "analysis", "codings", str(out), *(["--data", choice.data] if choice.data else [])]
    )
    print(language.text("Fill it; then: {command}").format(command=then))
    return 0


def codings(choice: argparse.Namespace) -> int:
    """Read coding sheets back: every answer is held against codebook and conditions; status 1 where something has to be mended."""
    from analysis import checking
    from analysis.coding.returned import handed_back, issues_of, language_of_sheet, with_sheets
    from analysis.errors import DataError
    from analysis.export import write_bytes
    from analysis.problems import PROBLEM

    dataset = with_sheets(_opened(choice), choice.files)
    issues = issues_of(dataset, choice.files)
    sources, failed = dataset.sources.set_index("source"), False
    for path in choice.files:
        own, language = issues[issues["source"] == path.name], language_of_sheet(path, dataset)
        for line in checking.lines(own, language, marked=True):
            print(line)
        if choice.out and len(own) and path.name in sources.index:
            try:
                made = handed_back(path, own, dataset)
                _refuse_over(choice.out / path.name, made)
                print(write_bytes(choice.out / path.name, made))
            except DataError as error:  # the others are handed back all the same
                print(language.text(str(error)), file=sys.stderr)
                failed = True
        if path.name in sources.index:
            read, aside = (language.number(int(sources.at[path.name, name])) for name in ("rows", "set_aside"))
            said = language.text("{file}: {read} answers read, {aside} set aside.")
            print(said.format(file=path.name, read=read, aside=aside))
    return 1 if failed or (issues["severity"] == PROBLEM).any() else 0


def settle(choice: argparse.Namespace) -> int:
    """Write the workbook of disagreements: both answers side by side, to be settled with name, day and reason. One that is there keeps what was typed."""
    from analysis.coding.settle import disagreements_sheet
    from analysis.coding.sheet import home_of_sheet
    from analysis.export import write_bytes
    from analysis.loaders.beside import drawn_in
    from analysis.loaders.coded import AGREED
    from analysis.loaders.grids import read_grids

    dataset = _opened(choice)
    out = choice.out or home_of_sheet(dataset, AGREED)
    held = out if out.exists() else None
    with _said_in(choice.language, dataset) as language:
        made = disagreements_sheet(dataset, choice.questions, choice.states, choice.language, held)
        if held and drawn_in(read_grids(held)) is None:
            before = next(path for n in count(1) if not (path := out.with_name(f"{out.name}.{n}")).exists())
            said = language.text(
                "{file} was made before the suite could tell what was typed outside the answers; it is kept as {copy}."
            )
            print(said.format(file=held.name, copy=write_bytes(before, held.read_bytes())))
    print(write_bytes(out, made))
    return 0


def anchors(choice: argparse.Namespace) -> int:
    """Find citations again in corrected documents: same, moved, changed or lost; status 1 where a person has to look."""
    from analysis.coding.trace import anchors as found_again
    from analysis.dataset import open_dataset

    rows = found_again(open_dataset(choice.before), _opened(choice))
    for row in rows[rows["found"] != "same"].itertuples():
        now = f" now {row.now_paragraph}" if row.now_paragraph else ""
        print(f"{row.symbol} § {row.paragraph}: {row.found}{now}; {row.coder}, {row.question} = {row.answer}")
    print(
        ", ".join(f"{n:,} {found}" for found, n in rows["found"].value_counts().sort_index().items())
        or "No answer cites a paragraph."
    )
    return 1 if rows["found"].isin(["changed", "lost"]).any() else 0


def queue(choice: argparse.Namespace) -> int:
    """Say what to read next: first what narrows the bounds of the paper's statements most; and how far each coder is."""
    from analysis.coding.queue import progress, queue_of
    from analysis.export import csv_bytes, write_bytes
    from analysis.loaders.coded import NOBODY

    dataset = _opened(choice)
    rows = queue_of(dataset, choice.coder)
    coders = sorted({*dataset.codings["coder"]} - {*NOBODY})
    if choice.coder and choice.coder not in coders:
        print(f"“{choice.coder}” has coded nothing yet; these have: {', '.join(coders) or 'nobody'}.")
    if rows.empty:
        print("Nothing is left to be read.")
    for row in rows.head(20).itertuples():
        place = " ".join(filter(None, (row.record, row.topic, row.symbol)))
        left = IN_ENGLISH.plural(row.open, "one{# question} other{# questions}")
        print(f"{row.name}, {place}: {left}, {row.statements or 'no statement'}")
    for row in progress(dataset).query("question == ''").itertuples():
        print(f"{row.coder}: {row.answered:,} of {row.asked:,} answered.")
    if choice.out:
        print(write_bytes(choice.out, csv_bytes(rows)))
    return 0


def suggest(choice: argparse.Namespace) -> int:
    """Suggest answers by words: what a rule would say, the words that led to it, and how often it was right. Nothing is applied."""
    from analysis.coding.suggestions import how_good, suggestions_of
    from analysis.export import csv_bytes, write_bytes

    dataset = _opened(choice)
    rows = suggestions_of(dataset)
    print(write_bytes(choice.out / "suggestions.csv", csv_bytes(rows)))
    print(write_bytes(choice.out / "suggestions_report.csv", csv_bytes(how_good(dataset, rows))))
    return 0


def export(choice: argparse.Namespace) -> int:
    """Write the codings for other programs: 0/1 matrix and long table (CSV and xlsx), REFI-QDA codebook and project."""
    from analysis.coding.exports import exported
    from analysis.export import write_bytes

    for name, content in exported(_opened(choice)).items():
        print(write_bytes(choice.out / name, content))
    return 0


def _opened(choice: argparse.Namespace) -> Dataset:
    from analysis.dataset import open_dataset

    return open_dataset(choice.data)


@contextmanager
def _said_in(code: str, dataset: Dataset) -> Iterator[Language]:
    """Say in a language, English where it is empty, why something is refused."""
    from analysis.errors import DataError
    from analysis.languages import Language

    language = Language(code or ENGLISH, dataset.layers)
    try:
        yield language
    except DataError as error:
        raise DataError(language.text(str(error))) from None


def _refuse_over(path: Path, made: bytes = b"") -> None:
    """Raise DataError where another workbook than the one that was made would be overwritten: what was typed there would be lost."""
    from analysis.errors import DataError

    if path.exists() and path.read_bytes() != made:
        raise DataError(
            f"{path} is there already, with what was typed in it. Name another file with --out, or move it away."
        )
