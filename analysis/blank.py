"""An empty dataset: its folders, its dataset.toml, and workbooks with headers, notes and one example row."""

from __future__ import annotations

import io
from pathlib import Path

from analysis.errors import DataError
from analysis.export import write_office, write_text
from analysis.reference import reference

REGISTER, CODING = "review_register.xlsx", "coding_workbook.xlsx"
# Sheet -> (table, header -> field, note, example row).
SHEETS = {
    "Reviews": (
        "reviews",
        {
            "State": "state",
            "Article": "article",
            "Symbol": "symbol",
            "Completed": "completed",
            "Edition": "edition",
        },
        "One row a completed review of a State and article.",
        ["46(4)-(5)", "CAC/COSP/…", "2017-05-31", "2017"],
    ),
    "Extracts": (
        "extracts",
        {
            "State": "state",
            "Symbol": "symbol",
            "Section": "section",
            "Para": "paragraph",
            "Page": "page",
            "Language": "language",
            "Text": "text",
        },
        "One row a paragraph, quoted exactly.",
        ["CAC/COSP/…", "II", "12", "4", "en", "Exact quote."],
    ),
    "Responses": (
        "responses",
        {
            "State": "state",
            "Symbol": "symbol",
            "Received": "received",
            "Language": "language",
            "Published": "published",
            "Edition": "edition",
            "File": "file",
        },
        "One row a response; File is its place in this folder.",
        ["NV/2017/…", "2017-06-30", "fr", "yes", "2017", "responses/letter.docx"],
    ),
}
CODED = {"State": "state", "Article": "article", "Symbol": "symbol"}
CITE = "§ "
EXAMPLE = "Example (delete this row)"


def lay_out(folder: Path) -> list[Path]:
    """Lay out an empty dataset and return the files written. Raises DataError where the folder is in use."""
    if folder.exists() and any(folder.iterdir()):
        raise DataError(f"{folder} is not empty. Name a new folder, so that nothing of yours is overwritten.")
    try:
        (folder / "responses").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be made ({error.strerror}). Name a folder that you may write to.") from None
    register = _book({name: ([*columns], note, [EXAMPLE, *row]) for name, (_, columns, note, row) in SHEETS.items()})
    header = [
        *CODED,
        *(text for label in reference("codebook")["label"] for text in (label, f"{CITE}{label}")),
    ]
    coding = _book(
        {
            "Coding": (
                header,
                "One row a review; one column a question, beside it the paragraph that answers it.",
                [EXAMPLE, "46(4)-(5)", "CAC/COSP/…", *[""] * (len(header) - 3)],
            )
        }
    )
    settings = settings_text("My dataset", demonstration=False, coders={"Coding": "A"})
    return [
        write_office(folder / REGISTER, register),
        write_office(folder / CODING, coding),
        write_text(folder / "dataset.toml", settings),
    ]


def settings_text(title: str, *, demonstration: bool, coders: dict[str, str], narrow: str = "") -> str:
    """Return dataset.toml: dates, and how each register is laid out; narrow: further registers as they stand."""
    questions = "\n".join(f'{row.question} = "{row.label}"' for row in reference("codebook").itertuples())
    registers = [_register(table, REGISTER, sheet, columns) for sheet, (table, columns, _, _) in SHEETS.items()]
    codings = [
        _register("codings", CODING, sheet, CODED)
        + f'cite = "{CITE}"\nfixed = {{ coder = "{coder}", record = "review" }}\n'
        f"[registers.questions]\n{questions}\n"
        for sheet, coder in coders.items()
    ]
    return "\n".join(
        [
            _HEAD.format(title=title, demonstration=str(demonstration).lower()),
            *registers,
            *([narrow] if narrow else []),
            *codings,
        ]
    )


_HEAD = """title = "{title}"
demonstration = {demonstration}         # true puts the banner "demonstration data" wherever the data show
as_of = 2018-06-06            # the day that groups and States parties are counted on
note_verbale = 2017-05-02     # the day on which all States parties were asked
editions = {{ 2017 = 2017-08-24, 2018 = 2018-06-06 }}

# How each register is laid out: which sheet, and which header stands for which field.
"""


def _register(table: str, file: str, sheet: str, columns: dict[str, str]) -> str:
    fields = ", ".join(f'{field} = "{header}"' for header, field in columns.items())
    return f'[[registers]]\ntable = "{table}"\nfile = "{file}"\nsheet = "{sheet}"\ncolumns = {{ {fields} }}\n'


def _book(sheets: dict[str, tuple[list[str], str, list[str]]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for name, (header, note, example) in sheets.items():
        sheet = book.create_sheet(name)
        for row in ([note], [], header, example):
            sheet.append(row)
        for cell in sheet[3]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = max(12, min(40, len(str(cell.value)) + 4))
        sheet.freeze_panes = "B4"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
