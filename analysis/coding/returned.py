"""Coding sheets that come back: held against codebook and conditions, and handed back with what does not fit marked in its cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from analysis.coding.sheet import Questions
from analysis.coding.workbook import TYPED, height
from analysis.dataset import Dataset
from analysis.errors import DataError, FileProblem
from analysis.export import timeless
from analysis.languages import ENGLISH, Language
from analysis.loaders import remarks
from analysis.loaders.coded import cells_of, language_of
from analysis.loaders.grids import letters_of, read_grids
from analysis.loaders.keyed import NO_ROW, REMARK
from analysis.loaders.received import receive
from analysis.problems import PROBLEM, fault_said
from analysis.schema import SEPARATOR
from analysis.tidy.tables import tidy

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_COLUMN = re.compile(r"([A-Z]{1,3})(?:: |$)")
# The colours of what was typed, of what is wrong with it, and of what is remarked.
_TYPED, _WRONG, _NOTED = f"FF{TYPED[1:].upper()}", "FFF6C9C4", "FFFBE9B7"
_MOST_VALUE = 40
# What of an issue's words is in English, and no name or value.
_IN_WORDS, _ANSWERS = ("lacking", "questions", "key", "why"), ("then", "now")


def with_sheets(dataset: Dataset, files: Sequence[Path]) -> Dataset:
    """Return a dataset with coding sheets read as if they lay in its folder `codings`: all is checked as it will be there.

    A sheet that lies there already is read once. Raises DataError for a name that is no file, or that two files or a register have.
    """
    for path in files:
        if not path.is_file():
            raise DataError(f"{path} is a folder: name its files." if path.is_dir() else f"There is no file {path}.")
    names = [path.name for path in files]
    if taken := {mapping.file for mapping in dataset.settings.registers}.intersection(names):
        raise DataError(
            f"The dataset has a register called “{min(taken)}”: name a coding sheet, or give it another name."
        )
    if twice := [name for name in names if names.count(name) > 1]:
        raise DataError(
            f"Two files are called “{twice[0]}”: give one of them another name, so that issues say which is meant."
        )
    read = Dataset(dataset.folder, dataset.settings)
    received = receive(dataset.folder, dataset.settings, more=files)
    read.__dict__["tables"] = tidy(received, dataset.paper, dataset.layers, dataset.settings.as_of)
    return read


def issues_of(dataset: Dataset, files: Iterable[Path]) -> pd.DataFrame:
    """Return the issues of some coding sheets: one row an issue, the columns of the table of issues."""
    names = {path.name for path in files}
    return dataset.issues[dataset.issues["source"].isin(names)].reset_index(drop=True)


def language_of_sheet(path: Path, dataset: Dataset) -> Language:
    """Return the language of a coding sheet; English where it does not say, or cannot be read."""
    try:
        return Language(language_of(path) or ENGLISH, dataset.layers)
    except FileProblem:
        return Language(ENGLISH, dataset.layers)


def handed_back(path: Path, issues: pd.DataFrame, dataset: Dataset) -> bytes:
    """Return a workbook as it came, each cell of which an issue speaks marked, with a remark in the language of the sheet.

    issues: those of this file; what it was marked with before goes. The first sheet lists the marks. Nothing that was typed
    is changed; what other coders say is not told. Raises DataError where it is no .xlsx.
    """
    try:
        book = load_workbook(path)
        of_suite, words = remarks.listed(read_grids(path)), _Words(path, dataset)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException, FileProblem):
        said = language_of_sheet(path, dataset).text(
            "{file} is no .xlsx, so no copy of it with the cells marked can be made. Save it as .xlsx."
        )
        raise DataError(said.format(file=path.name)) from None
    for cell in (cell for page in book for row in page.iter_rows() for cell in row if cell.has_style):
        if cell.comment and remarks.is_own(cell.comment, of_suite):
            cell.comment = None
        if cell.fill.start_color.rgb in (_WRONG, _NOTED):
            cell.fill = _filled(_TYPED)
    of_cells = issues["sheet"] != ""
    placed = issues[of_cells].groupby(["sheet", "row", "column"], sort=False)
    told = [words.mark(book, (str(sheet), str(row), str(column)), here) for (sheet, row, column), here in placed]
    whole = [("", "", words.of(problem, "", ("", ""))) for problem in issues.loc[~of_cells, "problem"]]
    _listed(book, [one for one in (*whole, *told) if one and one[2]], words.language)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


class _Words:
    """What is wrong, in the language of a sheet and in the words of its lists."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self.language = language_of_sheet(path, dataset)
        self.questions = Questions(dataset.layers, self.language)
        self.asked = {(cell.sheet, cell.cell): (cell.question, cell.text) for cell in cells_of(path)}

    def mark(self, book: Workbook, where: tuple[str, str, str], issues: pd.DataFrame) -> tuple[str, str, str] | None:
        """Mark a cell, and return its sheet, its place and what it says; nothing where the coder need not know."""
        sheet, row, column = where
        if sheet not in book.sheetnames or not (row or "1").isdecimal():
            return None
        letters = _COLUMN.match(column)
        place = f"{letters[1] if letters else _first_shown(book, sheet)}{row or 1}"
        told = dict.fromkeys(self.of(issue.problem, issue.value, (sheet, place)) for issue in issues.itertuples())
        said = "\n".join(filter(None, told))
        if not said:
            return None
        cell, wrong = book[sheet][place], (issues["severity"] == PROBLEM).any()
        cell.fill = _filled(_WRONG if wrong else _NOTED)
        if not cell.comment:  # what a person remarked there stays
            cell.comment = Comment(said[: remarks.MOST], REMARK, height=140, width=320)
        return sheet, place, said

    def of(self, problem: str, value: str, place: tuple[str, str]) -> str:
        """Return what a coder is told of an issue; empty where he need not know."""
        try:
            fault, words = fault_said(problem)
        except KeyError:  # of a whole file, in words of its own
            return ""
        # An issue has an answer in English; its coder reads it as it stands in the cell.
        question, value = self.asked.get(place, ("", value))
        if question in self.questions.codebook.index:
            words["answers"] = self.questions.offered(question)
            words["condition"] = self.questions.condition(question)
        words |= {name: self.language.text(words[name]) for name in _IN_WORDS if name in words}
        words |= {name: self._answers(words[name]) for name in _ANSWERS if name in words}
        return self.language.text(fault.to_coder).format_map(defaultdict(str, words, value=value[:_MOST_VALUE]))

    def _answers(self, said: str) -> str:
        """Return what coders answered, such as “Ana: Police; Court; Ben: Police”, in the words of the language."""
        pairs = (one.rpartition(": ") for one in said.split(f"{SEPARATOR} "))
        return f"{SEPARATOR} ".join(f"{who}{colon}{self.language.text(answer)}" for who, colon, answer in pairs)


def _listed(book: Workbook, told: Sequence[tuple[str, str, str]], language: Language) -> None:
    """List the marks on the first sheet that is no table, in the place of those that it lists."""
    page = next((page for page in book if page["A1"].value == NO_ROW and page.sheet_state == "visible"), None)
    if page is None:
        return
    # Only what stands beside this sign was listed by an earlier reading; people may have typed below it.
    for row in reversed([cell.row for cell in page["C"] if cell.value == REMARK]):
        page.delete_rows(row)
    page.column_dimensions["C"].hidden = True
    rows = [(language.text("Marked cells"), language.number(len(told)))] if told else []
    rows += [(", ".join(filter(None, where)), said) for *where, said in told]
    for row, texts in enumerate(rows, start=page.max_row + 1):
        page.row_dimensions[row].height = height([(texts[1], 80)])
        for cell, text in zip(page[f"A{row}:C{row}"][0], (*texts, REMARK), strict=True):
            cell.value, cell.data_type = text, "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if language.right_to_left else 1)
            cell.font = copy(page.cell(2, 2).font)


def _filled(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour)


def _first_shown(book: Workbook, sheet: str) -> str:
    """Return the letters of the first column that is not hidden: there stands what speaks of a whole row."""
    widths = book[sheet].column_dimensions
    return next(letter for at in range(1, 100) if not widths[letter := letters_of(at)].hidden)
