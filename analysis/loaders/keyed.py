"""One sheet of a coding workbook: known by the keys in its hidden first row and column, wherever these were moved to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple
from zlib import crc32

from analysis.languages import LANGUAGES, Language
from analysis.loaders.grids import letters_of
from analysis.problems import noted
from analysis.reference import Layers
from analysis.schema import parts

# The key column, and what stands in it beside rows that are none of the table.
KEY, NO_ROW = "coding key", "#"
# What a row is known by, in the order in which its key names it.
FIELDS = ("coder", "record", "code", "topic", "round", "edition", "symbol", "named")
WITHIN, OF_COLUMN = "|", ":"
# What is typed of a question: the field of a coding that it becomes.
TYPED = {"answer": "answer", "paragraph": "paragraph", "note": "note", "by": "settled_by", "on": "settled_on"}
SHOWN = "shown"
# The hidden column that holds what the question was when its answer was typed, where that was in an earlier workbook.
SINCE = "since"
# The hidden column that holds what each coder said when the workbook was made in which it is settled.
SEEN = "seen"
# What stands, hidden, above what the record's document was when the sheet was made, and beside the coder's name.
DOCUMENT, CODER = "document", "coder"
# What stands, hidden, above `print_of_cell` of all that the suite wrote, and beside what a reading wrote on the first sheet.
DRAWN, REMARK = "drawn", "check"
# What begins the hidden record of the answers of some questions, a code and its word a cell, and of the keys of their rows.
MEANS, ROWS = "means", "rows"
# What stands there beside what people typed outside the answers of an earlier workbook.
TYPED_BEFORE = "typed"
# What of a row's key its columns show as well, by their headers: a row that was torn from its key shows something else.
SHOWN_FIELDS = {"State": "code", "Topic": "topic", "Symbol": "symbol"}
# How the column of what is typed beside an answer is called, by the field of a coding: what an issue of it names.
AT = {field: f"at_{field}" for kind, field in TYPED.items() if kind != "answer"}


class Place(NamedTuple):
    """Where something typed of a question stands; column: how an issue calls its column."""

    kind: str
    question: str
    print: str
    at: int
    column: str


def row_key(**fields: str) -> str:
    """Return the key of a row, from the fields of FIELDS."""
    return WITHIN.join(fields[name] for name in FIELDS)


def fields_of(key: str) -> dict[str, str]:
    """Return the fields of FIELDS that a key holds; nothing where it is none."""
    held = key.split(WITHIN, len(FIELDS) - 1)
    return dict(zip(FIELDS, held, strict=True)) if len(held) == len(FIELDS) else {}


def print_of_cell(text: str, key: str = "") -> str:
    """Return what tells a text that the suite wrote into the row of a key from one that was typed there: eight characters."""
    return f"{crc32((key + NO_ROW + ' '.join(text.split())).encode()):08x}"


def cell_column(at: int, header: str) -> str:
    """Return how a column of a coding sheet is called in an issue: its letters, then its header."""
    return f"{letters_of(at + 1)}: {header}".removesuffix(": ")


def key_at(grid: list[list[str]]) -> tuple[int, int] | None:
    """Return row and column of the cell that begins the keys."""
    return next(((at, cells.index(KEY)) for at, cells in enumerate(grid) if KEY in cells), None)


def fields_by_header(layers: Layers) -> dict[tuple[str, str], str]:
    """Return which field of the key a column shows, by language and header, for workbooks in which its own key does not say so."""
    spoken = [(code, Language(code, layers)) for code in LANGUAGES]
    return {(code, language.text(head)): field for code, language in spoken for head, field in SHOWN_FIELDS.items()}


class Sheet:
    """One sheet whose keys were found."""

    def __init__(
        self, grid: list[list[str]], found: tuple[int, int], source: str, sheet: str, prints: Mapping[str, str], fields: Callable[[], Mapping] = dict
    ) -> None:  # fmt: skip
        self.grid, self.source, self.sheet, self.prints, (self.at, self.key) = grid, source, sheet, prints, found
        self.document = grid[self.at].index(DOCUMENT) if DOCUMENT in grid[self.at] else None
        below = ((at, row) for at, row in enumerate(grid) if at > self.at and len(row) > self.key)
        # The rows of instructions and of headers; what begins so below them, as errors do, was typed over a key.
        heading = [(at, row) for at, row in below if row[self.key].startswith(NO_ROW)][:2]
        self.heading, marked = {at for at, _ in heading}, [row for _, row in heading]
        # For which questions the workbook was made, and of which the codebook knew then.
        self.made_for, self.known = (
            [name for row in rows for name in parts(row[self.key].removeprefix(NO_ROW))] for rows in (marked[:1], marked[1:])
        )  # fmt: skip
        self.heads = heads = dict(enumerate(marked[-1])) if marked else {}
        self.columns = [cell_column(at, heads.get(at, "")) for at in range(max(map(len, grid)))]
        split = [cell.split(OF_COLUMN, 2) for cell in grid[self.at]]
        self.places = [
            Place(kind[0], kind[2], kind[1], at, self.columns[at])
            for at, kind in enumerate(split)
            if kind[0] in TYPED and len(kind) == 3
        ]
        told = [
            (kind[2] if kind[2:] else fields().get((kind[-1], heads.get(at, "")), ""), at)
            for at, kind in enumerate(split)
            if kind[0] == SHOWN
        ]
        self.shown = {field: at for field, at in told if field}
        self._hidden = {
            (kind[0], kind[2]): at for at, kind in enumerate(split) if kind[0] in (SINCE, SEEN) and len(kind) == 3
        }
        self.loose = {at for at, kind in enumerate(split) if kind == [""]}
        self.coders: Counter[str] = Counter()
        self.means: Mapping[str, str] = {}
        self.moved: set[int] = set()
        self.topics: set[str] = set()
        self.of_question: dict[str, list[Place]] = {}
        for place in self.places:
            self.of_question.setdefault(place.question, []).append(place)

    def below(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the headers, by their number."""
        rows = enumerate(self.grid[self.at + 1 :], start=self.at + 2)
        return ((number, cells) for number, cells in rows if number - 1 not in self.heading)

    def under_another(self, drawn: Collection[str]) -> set[int]:
        """Return the columns whose header the suite wrote above another key, as where cells were moved and the hidden row of keys was not.

        drawn: `print_of_cell` of all that the suite wrote, of a header with its key as well; a workbook of before says nothing of these.
        """
        shown = {place.at: self.heads.get(place.at, "") for place in self.places}
        keys = {at: self.grid[self.at][at] for at in shown}
        told = any(print_of_cell(head, key) in drawn for head in self.heads.values() for key in keys.values())
        own = {at for at, head in shown.items() if print_of_cell(head, keys[at]) in drawn}
        return {at for at, head in shown.items() if told and at not in own and print_of_cell(head) in drawn}

    def since(self, place: Place, cells: list[str]) -> str:
        """Return what the question was, as `print_of`, when what stands in a place was typed."""
        return self.hidden(SINCE, place.question, cells) or place.print

    def hidden(self, kind: str, question: str, cells: list[str]) -> str:
        """Return what stands in a row in the hidden column of a question, SINCE or SEEN; empty where there is none."""
        return cells[self._hidden[kind, question]] if (kind, question) in self._hidden else ""

    def read(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return the typed answers and the issues; count the rows of each coder, and note the topics."""
        rows: list[dict[str, str]] = []
        issues: list[dict[str, str]] = []
        read = [*(place.at for place in self.places), *self.shown.values(), *self._hidden.values()]
        width = max(self.document or 0, *read, 0) + 1
        for number, cells in self.below():
            cells = cells + [""] * (width - len(cells))
            named = fields_of(cells[self.key])
            if not named:  # what stands there is outside
                continue
            self.coders[named["coder"]] += 1
            self.topics.add(named["topic"])
            named[DOCUMENT] = cells[self.document] if self.document is not None else ""
            for field, at in self.shown.items():
                named |= {f"shown_{field}": cells[at], f"at_shown_{field}": self.columns[at]}
            own, faults = self._answers(number, cells, named)
            rows += own
            issues += faults
        return rows, issues

    def outside(self, drawn: Collection[str] | None, made_with: Collection[str]) -> Iterator[tuple[str, int, int, str]]:
        """Yield what was typed where no answer belongs: a kind of fault, row and column (from 1 and 0), and the text.

        drawn: `print_of_cell` of all that the suite wrote, none where the workbook does not say. In a row that was torn from its key only the
        columns that show it are told; in one that was pasted from elsewhere nothing that was written there is. made_with: the keys of the workbook
        as it was made: a row that lost its own is known by what else the suite wrote there.
        """
        lost = sorted({*made_with}.difference(cells[self.key] for _, cells in self.below()))
        typed = {place.at for place in self.places} | {self.key}
        for number, cells in enumerate(self.grid, start=1):
            below = number > self.at + 1 and number - 1 not in self.heading
            key = cells[self.key] if below else ""
            row = key if key.count(WITHIN) >= len(FIELDS) - 1 else ""
            shows = [cells[at] for at in self.shown.values() if cells[at] and below and not row]
            before = (key for key in lost if shows and all(print_of_cell(text, key) in (drawn or ()) for text in shows))
            known = drawn is not None and (not row or print_of_cell(row) in drawn)
            row_then = row or next(before, "")
            mine = [at for at, text in enumerate(cells) if text and not (row and at in typed)]
            strange = {at for at in mine if known and print_of_cell(cells[at], row_then) not in (drawn or ())}
            torn = strange.intersection(self.shown.values()) if row else set()
            for at in mine:
                if row and at in self.loose:
                    yield "no_key_of_column", number, at, cells[at]
                elif not row and below and (at in strange or at in typed or not row_then):
                    yield "no_key_of_row", number, at, cells[at]
                elif at in torn or (at in strange and not torn):
                    yield "torn" if torn else "not_read", number, at, cells[at]

    def _answers(
        self, number: int, cells: list[str], key: dict[str, str]
    ) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return the answers of a row, one a column of answers: one that was copied may say something else."""
        rows, issues = [], []
        origin = {"source": self.source, "sheet": self.sheet, "row": str(number), "said": ""} | key
        for question, places in self.of_question.items():
            typed = [place for place in places if cells[place.at]]
            answers = [place for place in typed if place.kind == "answer"]
            beside = [place for place in typed if place.kind != "answer"]
            if not answers:
                issues += [self._issue("beside_no_answer", number, place.at, cells) for place in beside]
            told = {TYPED[place.kind]: cells[place.at] for place in beside}
            told |= {AT[TYPED[place.kind]]: place.column for place in beside}
            for place in answers:
                if place.at in self.moved:
                    issues.append(self._issue("column_of_another", number, place.at, cells))
                    continue
                since = self.since(place, cells)
                changed = "yes" if since != self.prints.get(question, since) else ""
                own = {"column": place.column, "question": question, "answer": cells[place.at], "changed": changed}
                own["means"] = self.means.get(question, "") if changed else ""
                own["seen"] = self.hidden(SEEN, question, cells)
                rows.append(origin | told | own)
        return rows, issues

    def _issue(self, fault: str, row: int, at: int, cells: list[str]) -> dict[str, str]:
        place = {"sheet": self.sheet, "row": str(row), "column": self.columns[at], "value": cells[at]}
        return noted(fault, "codings", self.source, {}, **place)
