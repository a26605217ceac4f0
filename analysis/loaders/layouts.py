"""Where each field, question and grouping of a mapping stands on a sheet: its header found, its rows by column."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import repeat

import pandas as pd

from analysis.documents.contents import FileProblem
from analysis.loaders.grids import number_of
from analysis.loaders.mappings import Mapping
from analysis.problems import advice, issue

_COLUMN = re.compile(r"column ([a-z]{1,2})")
_TOTAL = re.compile(
    r"(?:(?:grand |sub-?)?total|sous-total|ensemble|subtotal|total general|итого|всего|合计|总计|小计|المجموع)\b",
    re.I,
)
_HEADER_WITHIN = 50


class Layout:
    """A sheet whose header was found: where each field, question and grouping stands."""

    def __init__(self, grid: list[list[str]], sheet: str, mapping: Mapping) -> None:
        """Find the header. Raises FileProblem where a column of the mapping is missing."""
        self.grid, self.sheet, self.mapping = grid, sheet, mapping
        self.issues: list[dict[str, str]] = []
        self._refuse_lacking()
        wanted = [*mapping.columns.values(), *mapping.groupings.values()]
        self.header_at, self.places = self._header([*wanted, *mapping.asked.values()], wanted)
        self.questions = {q: header for q, header in mapping.asked.items() if _same(header) in self.places}
        self._note_lacking_questions()

    @cached_property
    def headers(self) -> list[str]:
        """The texts of the header, without empty ones, a repeated one as "Para#2"."""
        cells = self.grid[self.header_at] if 0 <= self.header_at < len(self.grid) else []
        return [
            cells[place] + (name[name.rindex("#") :] if "#" in name and "#" not in cells[place] else "")
            for name, place in self.places.items()
        ]

    @cached_property
    def named(self) -> set[str]:
        """The headers, as they stand there, of the columns that the mapping reads or chooses rows by."""
        at = set(self._columns().values())
        chosen = {name for name in self.places if name in _same(self.mapping.where)}
        return {
            header
            for header, (name, place) in zip(self.headers, self.places.items(), strict=True)
            if place in at or name in chosen
        }

    def place_of(self, header: str) -> int | None:
        """Return the place of a column by its header or its letter, counted from nought."""
        name = _same(header)
        if _COLUMN.fullmatch(name):
            return number_of(name.removeprefix("column ")) - 1
        return self.places.get(name)

    def frame(self) -> pd.DataFrame:
        """Return the filled rows below the header; one column a field, "question:", "cite:" or "grouping:" before the others."""
        body = [
            (at, cells) for at, cells in enumerate(self.grid[self.header_at + 1 :], self.header_at + 2) if any(cells)
        ]
        columns = {name: [cells[place] for _, cells in body] for name, place in self._columns().items()}
        own = [columns[name] for name in self.mapping.columns if name in columns]
        named = zip(*own, strict=True) if own else repeat(())
        data: dict[str, str | list[str]] = {
            "source": self.mapping.file,
            "sheet": self.sheet,
            "row": [str(at) for at, _ in body],
            "said": [self._said(cells, own) for (_, cells), own in zip(body, named, strict=False)],
        }
        data |= {**self.mapping.fixed, **columns}
        return pd.DataFrame(data, index=range(len(body)), dtype=str)

    def by_header(self) -> pd.DataFrame:
        """Return the filled rows below the header, one column a header of the sheet."""
        body = [cells for cells in self.grid[self.header_at + 1 :] if any(cells)]
        return pd.DataFrame({name: [cells[place] for cells in body] for name, place in self.places.items()}, dtype=str)

    def _columns(self) -> dict[str, int]:
        named = dict(self.mapping.columns)
        named |= {f"grouping:{grouping}": header for grouping, header in self.mapping.groupings.items()}
        named |= {f"question:{question}": header for question, header in self.questions.items()}
        if self.mapping.cite:
            named |= {f"cite:{q}": self.mapping.cite + header for q, header in self.questions.items()}
        places = {name: self.place_of(header) for name, header in named.items()}
        return {name: place for name, place in places.items() if place is not None and self._within(place)}

    def _within(self, place: int) -> bool:
        return bool(self.grid) and place < len(self.grid[0])

    def _said(self, cells: list[str], named: tuple[str, ...]) -> str:
        """Return what a row says that may be a note, a title merged over all columns, a subtotal, or the header again."""
        filled = [cell for cell in named if cell]
        again = bool(filled) and filled[0] in self.headers and set(filled) <= set(self.headers)
        if (
            filled
            and not again
            and not _is_total(filled[0])
            and (filled[-1] != filled[0] or len(set(filter(None, cells))) > 1)
        ):
            return ""
        return " ".join(dict.fromkeys(filter(None, cells)))[:200]

    def _header(self, wanted: list[str], needed: list[str]) -> tuple[int, dict[str, int]]:
        """Find the row that holds most of the headers wanted, all that are needed, and the place of each header."""
        named = [header for header in wanted if not _COLUMN.fullmatch(_same(header))]
        if not named:
            # A sheet without headers, every column named by its letter.
            return (self.mapping.header_row or 0) - 1, {}
        rows = [(at, _places(cells)) for at, cells in enumerate(self.grid[:_HEADER_WITHIN])]
        rows = [(at, places) for at, places in rows if self.mapping.header_row in (None, at + 1)]
        if not rows:
            raise FileProblem(
                "the sheet is empty" if not self.grid else f"the sheet has no row {self.mapping.header_row}",
                "Name the right sheet and header_row in the mapping",
            )
        found = [sum(_same(h) in places for h in named) for _, places in rows]
        # Where no header is there at all, the fullest row is shown.
        score = found if any(found) else [len(places) for _, places in rows]
        at, places = rows[score.index(max(score))]
        missing = [h for h in needed if not _COLUMN.fullmatch(_same(h)) and _same(h) not in places]
        if missing or not any(found):
            raise FileProblem(
                self._lacks(missing or named, at), "Rename the column in the sheet, or its header in the mapping"
            )
        return at, places

    def _lacks(self, missing: list[str], at: int) -> str:
        seen = [cell for cell in self.grid[at] if cell]
        several = "s" if len(missing) > 1 else ""
        return f"the sheet “{self.sheet}” lacks the column{several} {', '.join(f'“{h}”' for h in missing)}; row {at + 1} has: {', '.join(seen) or 'nothing'}"

    def _refuse_lacking(self) -> None:
        if lacking := self.mapping.lacking:
            cells = next((cells for cells in self.grid if sum(map(bool, cells)) > 1), [])
            raise FileProblem(
                f"the mapping says of no column that it is the {' or '.join(lacking)}; the sheet “{self.sheet}” has: {', '.join(filter(None, cells)) or 'nothing'}",
                f'Add to the mapping: columns = {{ {lacking[0]} = "one of these headers" }}',
            )

    def _note_lacking_questions(self) -> None:
        for question, header in self.mapping.asked.items():
            if question not in self.questions:
                self.issues.append(
                    issue(
                        self.mapping.table, self.mapping.file, f"the sheet has no column “{header}”, so the question “{question}” was not read",
                        f"Head a column so: {advice(header, self.headers)}", sheet=self.sheet, column=header,
                    )
                )  # fmt: skip


@cache
def _is_total(cell: str) -> bool:
    return bool(_TOTAL.match(cell))


def _places(cells: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name, nth = _same(cell), 1
        if not name:
            continue
        while (name if nth == 1 else f"{name}#{nth}") in places:
            nth += 1
        places[name if nth == 1 else f"{name}#{nth}"] = place
    return places


def _same(header: str) -> str:
    return " ".join(header.casefold().split())
