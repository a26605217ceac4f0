"""An empty dataset for any paper: dataset.toml, and its registers with headers, a note and drop-down lists."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DataError
from analysis.export import write_bytes, write_office, write_text
from analysis.loaders.grids import number_of
from analysis.loaders.mappings import Mapping, mapping_of
from analysis.loaders.received import SETTINGS
from analysis.papers import OWN, Paper, paper_folder, papers, read_paper
from analysis.schema import TABLES

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "Lists"
# Lists are offered so far down a sheet.
_ROWS = 2_000
_HEADER_ROW = 3
_COLUMN = re.compile(r"column ([a-z]{1,2})", re.I)
_LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]
_SETTINGS = """title = "My dataset"
demonstration = false    # true puts the banner "demonstration data" wherever the data show
paper = "{paper}"
# as_of = {day}     # the day that groupings are counted on; without it {instead}

# The registers are laid out as the paper says in its paper.toml. Where yours differ, copy its [[registers]] here and
# name your sheets and headers; all of them, as these then count alone.
"""


def lay_out(folder: Path, name: str = "") -> list[Path]:
    """Lay out an empty dataset for a paper and return the files written.

    Raises DataError where the folder is in use, or where there are several papers and none is named.
    """
    if folder.is_dir() and any(path.name != OWN for path in folder.iterdir()):
        raise DataError(f"{folder} is not empty. Name a new folder, so that nothing of yours is overwritten.")
    if not name and len(papers()) > 1:
        raise DataError(
            f"Say which paper the data are for, with --paper: {', '.join(papers())}, or {OWN} for {folder / OWN}."
        )
    name = name or papers()[0]
    paper = read_paper(paper_folder(name, folder))
    mappings = [mapping_of(entry, str(paper.folder / "paper.toml")) for entry in paper.registers]
    mappings = [mapping.with_codebook(paper.layers.table("codebook")) for mapping in mappings]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any("file" in mapping.columns for mapping in mappings):
            (folder / "responses").mkdir(exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be made ({error.strerror}). Name a folder that you may write to.") from None
    files = {mapping.file: [m for m in mappings if m.file == mapping.file] for mapping in mappings}
    day = paper.days.get("cut_off", "2026-01-01")
    instead = "the paper’s data cut-off" if "cut_off" in paper.days else "the latest day in the data"
    return [
        *(_register(folder / file, own, paper) for file, own in files.items()),
        write_text(folder / SETTINGS, _SETTINGS.format(paper=name, day=day, instead=instead)),
    ]


def _register(path: Path, mappings: list[Mapping], paper: Paper) -> Path:
    """Write one file: a sheet for each that the mappings name."""
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return write_bytes(path, (",".join(f'"{header}"' for header in _headers(mappings)) + "\n").encode("utf-8-sig"))
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book, paper)
    for sheet in dict.fromkeys(mapping.sheet for mapping in mappings):
        _sheet(
            book.create_sheet(sheet or "Register", len(book.sheetnames) - 1),
            [m for m in mappings if m.sheet == sheet],
            lists,
        )
    out = io.BytesIO()
    book.save(out)
    return write_office(path, out.getvalue())


def _sheet(sheet: Worksheet, mappings: list[Mapping], lists: _Lists) -> None:
    """Fill a sheet: what a row is, the headers, and below them the lists to choose from."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    headers, first = _headers(mappings), mappings[0].header_row or _HEADER_ROW
    if not any(headers):
        return
    if first > 1:
        sheet.cell(1, 1, f"One row is {_row(mappings[0])}.")
    offered = {header: offer for mapping in mappings for header, offer in lists.offers(mapping).items()}
    for place, header in enumerate(headers, start=1):
        cell = sheet.cell(first, place, header)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(12, min(40, len(header) + 4))
        if header in offered:
            lists.offer(
                sheet,
                f"{get_column_letter(place)}{first + 1}:{get_column_letter(place)}{first + _ROWS}",
                *offered[header],
            )
    sheet.freeze_panes = sheet.cell(first + 1, 2)


def _row(mapping: Mapping) -> str:
    if mapping.questions and mapping.table == "codings":
        return (
            f"a {mapping.fixed.get('record', 'review')}: a column a question, beside it the paragraph that answers it"
        )
    return TABLES[mapping.table].one_row_is


def _headers(mappings: Iterable[Mapping]) -> list[str]:
    """Return the headers of a sheet in their order; "Org#2" is the second column of that name, "column D" stands in its place."""
    headers: list[str] = []
    placed: dict[int, str] = {}
    for mapping in mappings:
        cited = [
            text
            for header in mapping.asked.values()
            for text in ((header, mapping.cite + header) if mapping.cite else (header,))
        ]
        for header in (*mapping.columns.values(), *cited, *mapping.groupings.values()):
            if letter := _COLUMN.fullmatch(header):
                placed[number_of(letter[1]) - 1] = ""
                continue
            name, _, nth = header.partition("#")
            headers += [name] * (int(nth or 1) - headers.count(name))
    for place in sorted(placed):
        headers[place:place] = [placed[place]] if place <= len(headers) else [""] * (place - len(headers) + 1)
    return headers


class _Lists:
    """A sheet of lists to choose from, each written once."""

    def __init__(self, book: Workbook, paper: Paper) -> None:
        """Begin with an empty sheet."""
        self._sheet = book.create_sheet(LISTS)
        self._sheet.sheet_state = "hidden"
        self._paper = paper
        self._ranges: dict[tuple[str, ...], str] = {}

    def offers(self, mapping: Mapping) -> dict[str, tuple[list[str], bool]]:
        """Return header -> what may stand below it, and whether anything else may."""
        layers = self._paper.layers
        entities = sorted(layers.table("entities")["name"])
        of_field = {
            "entity": (entities, True), "maker": (entities, True), "topic": (self._labels("topic"), True),
            "status": (self._labels("status"), True), "edition": (list(self._paper.editions), False),
            "language": (_LANGUAGES, False), "question": (list(layers.table("codebook")["label"]), True),
        }  # fmt: skip
        offers = {header: of_field[field] for field, header in mapping.columns.items() if field in of_field}
        codebook = layers.table("codebook").set_index("question")
        for question, header in mapping.asked.items():
            one = codebook.loc[question]
            offers[header] = (
                self._labels(one["answers"]) + self._labels("no_answer"),
                one["several"] == "yes" or not layers.codes(one["answers"]),
            )
        offers |= {header: (["1", "0"], False) for header in mapping.groupings.values()}
        return {header: offer for header, offer in offers.items() if offer[0]}

    def offer(self, sheet: Worksheet, cells: str, words: list[str], others: bool) -> None:
        """Let the cells of a sheet be chosen from a list; others: anything else may be typed too."""
        from openpyxl.worksheet.datavalidation import DataValidation

        choice = DataValidation(
            type="list", formula1=self._range(tuple(words)), allow_blank=True, showErrorMessage=not others
        )
        choice.error, choice.errorTitle = f"Choose one of: {', '.join(words)}"[:250], "Not in the list"
        choice.add(cells)
        sheet.add_data_validation(choice)

    def _labels(self, code_list: str) -> list[str]:
        return [label or code for code, label in self._paper.layers.labels(code_list).items()]

    def _range(self, words: tuple[str, ...]) -> str:
        if words not in self._ranges:
            from openpyxl.utils import get_column_letter

            column = len(self._ranges) + 1
            for row, word in enumerate(words, start=1):
                self._sheet.cell(row, column, word)
            letter = get_column_letter(column)
            self._ranges[words] = f"{LISTS}!${letter}$1:${letter}${len(words)}"
        return self._ranges[words]
