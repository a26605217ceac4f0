"""Where each field, question and grouping of a mapping stands on a sheet: its header found, its rows by column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import chain, pairwise

import pandas as pd

from analysis.conditions import even
from analysis.documents.contents import FileProblem
from analysis.loaders.grids import letters_of, number_of
from analysis.loaders.mappings import Mapping
from analysis.problems import advice, noted
from analysis.reference import SEPARATOR, reference

_LINE = re.compile(r"column (?P<letters>[a-z]{1,2})|row (?P<number>[0-9]+)")
_HEADER_WITHIN = 50
# What stands in a box that is ticked, and in one that is not; a truth value is read as "yes" or "no", or is typed into a CSV file.
_TICKS, _EMPTY_BOX = ("x", "✓", "✔", "✗", "✘", "☑", "☒", "1", "yes", "true"), ("", "☐", "0", "no", "false", "-")


class Layout:
    """A sheet whose header was found: where each field, question and grouping stands."""

    def __init__(self, grid: list[list[str]], sheet: str, mapping: Mapping) -> None:
        """Find the header. Raises FileProblem where a column of the mapping is missing."""
        self.grid, self.sheet, self.mapping = grid, sheet, mapping
        self._refuse_lacking()
        self.header_at, self.places = self._header()
        found = {
            q: all(even(box) in self.places for box in mapping.boxes.get(q, [h])) for q, h in mapping.asked.items()
        }
        self.questions = {q: header for q, header in mapping.asked.items() if found[q]}

    @property
    def issues(self) -> list[dict[str, str]]:
        """An issue a question that has no column."""
        table, file = self.mapping.table, self.mapping.file
        return [
            noted(
                "no_column", table, file, {"header": header, "question": question, "advice": advice(header, self.headers.values())},
                sheet=self.sheet, column=header,
            )
            for question, header in self.mapping.asked.items()
            if question not in self.questions
        ]  # fmt: skip

    @cached_property
    def headers(self) -> dict[str, str]:
        """The texts of the header by the names of `places`, a repeated one as "Para#2"."""
        texts = {name: self.grid[self.header_at][place] for name, place in self.places.items()}
        return {name: text + name.removeprefix(even(text)) for name, text in texts.items()}

    @cached_property
    def named(self) -> set[str]:
        """The headers, as they stand there, of the columns that the mapping reads or chooses rows by."""
        at, where = {*self._columns.values(), *chain(*self._boxes.values())}, even(self.mapping.where)
        return {self.headers[name] for name, place in self.places.items() if place in at or name in where}

    @property
    def unheaded(self) -> list[str]:
        """The columns, by their letters, in which something stands without a header, and that the mapping does not read."""
        read = {*self.places.values(), *self._columns.values()}
        bodies = [cells for cells in self._body().values() if len({*cells, ""}) > 2]
        filled = {place for cells in bodies for place, cell in enumerate(cells) if cell} - read
        return [_line(place, upright=not self.mapping.transposed) for place in sorted(filled)]

    def place_of(self, header: str) -> int | None:
        """Return the place of a column by its header or its letter, counted from nought."""
        place = line_at(header, upright=not self.mapping.transposed)
        return self.places.get(even(header)) if place is None else place

    def line_of(self, row: str) -> int | None:
        """Return the place of a row by the name that it has in issues, counted from nought; None for what names none."""
        return line_at(row if self.mapping.transposed else f"row {row}", upright=self.mapping.transposed)

    def frame(self) -> pd.DataFrame:
        """Return the filled rows below the header; one column a field, "question:", "cite:" or "grouping:" before the others."""
        body = self._body()
        columns = {name: [cells[place] for cells in body.values()] for name, place in self._columns.items()}
        columns |= {name: [self._ticked(cells, at) for cells in body.values()] for name, at in self._boxes.items()}
        own = [place for name, place in self._columns.items() if name in self.mapping.columns]
        titles = set(self.headers.values())
        data: dict[str, str | list[str]] = {
            "source": self.mapping.file,
            "sheet": self.sheet,
            "row": [_line(at - 1, upright=True) if self.mapping.transposed else str(at) for at in body],
            "said": [_said(cells, [cells[place] for place in own if cells[place]], titles) for cells in body.values()],
        }
        return pd.DataFrame(data | self.mapping.fixed | columns, index=range(len(body)), dtype=str)

    def by_header(self) -> pd.DataFrame:
        """Return the filled rows below the header, one column a header of the sheet."""
        body = self._body().values()
        return pd.DataFrame({name: [cells[place] for cells in body] for name, place in self.places.items()}, dtype=str)

    def _body(self) -> dict[int, list[str]]:
        """Return the filled rows below the header by their number."""
        return {at: cells for at, cells in enumerate(self.grid, 1) if at > self.header_at + 1 and any(cells)}

    @cached_property
    def _columns(self) -> dict[str, int]:
        places = {name: self.place_of(header) for name, header in self.mapping.headers.items()}
        width = len(self.grid[0]) if self.grid else 0
        return {name: place for name, place in places.items() if place is not None and place < width}

    @cached_property
    def _boxes(self) -> dict[str, list[int]]:
        """The places of the boxes to be ticked, by the name of the column of their question."""
        boxes = self.mapping.boxes.items()
        return {f"question:{q}": [self.places[even(box)] for box in own] for q, own in boxes if q in self.questions}

    def _ticked(self, cells: list[str], places: list[int]) -> str:
        """Return the headers of the boxes of a row that are ticked, and any other text that stands in one."""
        heads = self.grid[self.header_at]
        filled = (at for at in places if cells[at].casefold() not in _EMPTY_BOX)
        return SEPARATOR.join(heads[at] if cells[at].casefold() in _TICKS else cells[at] for at in filled)

    def _header(self) -> tuple[int, dict[str, int]]:
        """Find the row that holds most of the headers wanted, all that are needed, and the place of each header.

        Where two rows hold more of them than either, the upper one heads the columns that the lower one leaves empty.
        """
        needed = _by_text([*self.mapping.columns.values(), *self.mapping.groupings.values()])
        wanted = [*needed, *chain(*self.mapping.boxes.values()), *_by_text(self.mapping.asked.values())]
        if not wanted:
            # A sheet without headers, every column named by its letter.
            return (self.mapping.header_row or 0) - 1, {}
        top = self.grid[:_HEADER_WITHIN]
        pairs = enumerate(pairwise(top), start=1)
        headed = [*enumerate(top), *((at, [low or up for up, low in zip(*two, strict=True)]) for at, two in pairs)]
        rows = [(at, cells, _places(cells)) for at, cells in headed if self.mapping.header_row in (None, at + 1)]
        if not rows:
            lacks = f"has no row {self.mapping.header_row}" if self.grid else "is empty"
            raise FileProblem(f"the sheet {lacks}", "Name the right sheet and header_row in the mapping")
        found = [sum(even(header) in places for header in wanted) for *_, places in rows]
        # Where no header is there at all, the fullest row is shown.
        score = found if any(found) else [len(places) for *_, places in rows]
        at, self.grid[at], places = rows[score.index(max(score))]
        missing = [header for header in needed if even(header) not in places] or ([] if any(found) else wanted)
        if missing:
            turned = self.mapping.transposed
            raise FileProblem(
                f"the sheet “{self.sheet or self.mapping.file}” lacks the {'row' if turned else 'column'}{'s' if len(missing) > 1 else ''} "
                f"{', '.join(f'“{header}”' for header in missing)}; {_line(at, turned)} has: {_listed(self.grid[at])}",
                f"Rename the {'row' if turned else 'column'} in the sheet, or its header in the mapping",
            )
        return at, places

    def _refuse_lacking(self) -> None:
        if lacking := self.mapping.lacking:
            cells = next((cells for cells in self.grid if sum(map(bool, cells)) > 1), [])
            raise FileProblem(
                f"the mapping says of no column that it is the {' or '.join(lacking)}; the sheet “{self.sheet or self.mapping.file}” has: {_listed(cells)}",
                f'Add to the mapping: columns = {{ {lacking[0]} = "one of these headers" }}',
            )


def _said(cells: list[str], filled: list[str], titles: set[str]) -> str:
    """Return what a row says that may be a note, a title merged over all columns, a subtotal, or the header again."""
    several = bool(filled) and (filled[-1] != filled[0] or len({*cells, ""}) > 2)
    if several and not titles.issuperset(filled) and not _is_total(filled[0]):
        return ""
    return " ".join(dict.fromkeys(filter(None, cells)))[:200]


def _by_text(headers: Iterable[str]) -> list[str]:
    return [header for header in headers if not _LINE.fullmatch(even(header))]


def _line(place: int, upright: bool) -> str:
    """Return a line of a sheet by its place: an upright one is a column."""
    return f"column {letters_of(place + 1)}" if upright else f"row {place + 1}"


def line_at(name: str, upright: bool) -> int | None:
    """Return the place of a line that is named, counted from nought; None for one that runs the other way, or a header."""
    found = _LINE.fullmatch(even(name))
    part = found["letters" if upright else "number"] if found else None
    return None if part is None else (number_of(part) if upright else int(part)) - 1


def _listed(cells: list[str]) -> str:
    return ", ".join(filter(None, cells)) or "nothing"


@cache
def _is_total(cell: str) -> bool:
    words = "|".join(map(re.escape, reference("totals")["word"]))
    return bool(re.match(rf"(?:{words})\b", cell, re.I))


def _places(cells: list[str]) -> dict[str, int]:
    """Return the place of each header; a repeated one is named "para#2"."""
    places: dict[str, int] = {}
    times: Counter[str] = Counter()
    for place, name in enumerate(map(even, cells)):
        times[name] += 1
        if name:
            places[name if times[name] == 1 else f"{name}#{times[name]}"] = place
    return places
