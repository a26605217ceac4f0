"""An empty dataset for any paper: dataset.toml, and its registers with headers, a note and drop-down lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DataError
from analysis.export import write_bytes, write_office, write_text
from analysis.languages import LANGUAGES
from analysis.loaders.layouts import line_at
from analysis.loaders.mappings import Mapping, mapping_of
from analysis.loaders.received import SETTINGS
from analysis.papers import OWN, PAPER, Paper, paper_folder, papers, read_paper
from analysis.reference import Layers
from analysis.schema import TABLES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "Lists"
# Lists are offered so far down a sheet.
_ROWS = 2_000
_HEADER_ROW = 3
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
    codebook = paper.layers.table("codebook")
    mappings = [mapping_of(entry, str(paper.folder / PAPER)).with_codebook(codebook) for entry in paper.registers]
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
        between = "\n" if mappings[0].transposed else ","
        return write_bytes(
            path, (between.join(f'"{header}"' for header in _headers(mappings)) + "\n").encode("utf-8-sig")
        )
    from openpyxl import Workbook

    book = Workbook()
    lists = book.active
    lists.title, lists.sheet_state = LISTS, "hidden"
    for name in dict.fromkeys(mapping.sheet for mapping in mappings):
        sheet = book.create_sheet(name or "Register", len(book.sheetnames) - 1)
        _fill(sheet, [mapping for mapping in mappings if mapping.sheet == name], paper, lists)
    out = io.BytesIO()
    book.save(out)
    return write_office(path, out.getvalue())


def _fill(sheet: Worksheet, mappings: list[Mapping], paper: Paper, lists: Worksheet) -> None:
    """Fill a sheet: what a row is, the headers, and below them the lists to choose from."""
    from openpyxl.styles import Font

    headers, turned = _headers(mappings), mappings[0].transposed
    first = mappings[0].header_row or (1 if turned else _HEADER_ROW)
    if not any(headers):
        return
    if first > 1 and not turned:
        sheet.cell(1, 1, f"One row is {_row(mappings[0])}.")
    offered = {header: offer for mapping in mappings for header, offer in _offers(mapping, paper).items()}
    for place, header in enumerate(headers, start=1):
        cell = sheet.cell(*((place, first) if turned else (first, place)), header)
        cell.font = Font(bold=True)
        longest = max(map(len, headers)) if turned else len(header)
        sheet.column_dimensions[cell.column_letter].width = max(12, min(40, longest + 4))
        if header in offered:
            ends = [sheet.cell(place, first + n) if turned else sheet.cell(first + n, place) for n in (1, _ROWS)]
            _offer(sheet, ":".join(end.coordinate for end in ends), *offered[header], lists)
    sheet.freeze_panes = sheet.cell(2, first + 1) if turned else sheet.cell(first + 1, 2)


def _row(mapping: Mapping) -> str:
    if mapping.questions and mapping.table == "codings":
        return (
            f"a {mapping.fixed.get('record', 'review')}: a column a question, beside it the paragraph that answers it"
        )
    return TABLES[mapping.table].one_row_is


def _headers(mappings: Sequence[Mapping]) -> list[str]:
    """Return the headers of a sheet in their order; "Org#2" is the second column of that name, "column D" stands in its place."""
    headers: list[str] = []
    placed = set()
    wanted: list[str] = []
    for mapping in mappings:
        for name, header in mapping.headers.items():
            kind, _, question = name.partition(":")
            wanted += mapping.boxes.get(question, [header]) if kind == "question" else [header]
    for header in wanted:
        place = line_at(header, upright=not mappings[0].transposed)
        if place is not None:
            placed.add(place)
        else:
            name, _, nth = header.partition("#")
            headers += [name] * (int(nth or 1) - headers.count(name))
    for place in sorted(placed):
        headers[place:place] = [""] * max(1, place - len(headers) + 1)
    return headers


def _offers(mapping: Mapping, paper: Paper) -> dict[str, tuple[list[str], bool]]:
    """Return header -> what may stand below it, and whether anything else may."""
    layers = paper.layers
    codebook = layers.table("codebook")
    entities = sorted(layers.table("entities")["name"])
    of_field = {
        "entity": (entities, True), "maker": (entities, True), "topic": (_labels("topic", layers), True),
        "status": (_labels("status", layers), True), "edition": (list(paper.editions), False),
        "language": (list(LANGUAGES), False), "question": (list(codebook["label"]), True),
    }  # fmt: skip
    offers = {header: of_field[field] for field, header in mapping.columns.items() if field in of_field}
    for question in codebook[codebook["question"].isin(list(mapping.asked))].itertuples():
        words = _labels(question.answers, layers) + _labels("no_answer", layers)
        others = question.several == "yes" or not layers.codes(question.answers)
        offers[mapping.asked[question.question]] = (words, others)
    offers |= {header: (["1", "0"], False) for header in mapping.groupings.values()}
    offers |= {box: (["x"], False) for boxes in mapping.boxes.values() for box in boxes}
    return {header: offer for header, offer in offers.items() if offer[0]}


def _offer(sheet: Worksheet, cells: str, words: list[str], others: bool, lists: Worksheet) -> None:
    """Let the cells of a sheet be chosen from a list, written once on the sheet of lists; others: anything else may be typed too."""
    from openpyxl.worksheet.datavalidation import DataValidation

    held = [[word for word in column if word is not None] for column in lists.iter_cols(values_only=True)]
    held = [column for column in held if column]
    if words not in held:
        held.append(words)
        for row, word in enumerate(words, start=1):
            lists.cell(row, len(held), word)
    letter = lists.cell(1, held.index(words) + 1).column_letter
    choice = DataValidation(
        type="list", formula1=f"{LISTS}!${letter}$1:${letter}${len(words)}", allow_blank=True, showErrorMessage=not others,
        error=f"Choose one of: {', '.join(words)}"[:250], errorTitle="Not in the list", sqref=cells,
    )  # fmt: skip
    sheet.add_data_validation(choice)


def _labels(code_list: str, layers: Layers) -> list[str]:
    return [label or code for code, label in layers.labels(code_list).items()]
