"""The edition before: what it released is known for ever, and what it gives away together with this one counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.disclosure.problem import CELL, MADE, SUM, TERM, Problem
from analysis.errors import DataError
from analysis.reference import read_text_table

EARLIER = "edition before: "
_NUMBERS = {"several", "value", "low", "high", "secret", "sum", "cell", "factor"}


def tables_of(problem: Problem) -> dict[str, pd.DataFrame]:
    """Return what a later edition needs to know of this one: the tables cells, sums and terms."""
    return {"cells": problem.cells, "sums": problem.sums, "terms": problem.terms}


def read_earlier(folder: Path, prefix: str) -> Problem:
    """Read what an edition released from its internal folder. Raises DataError where that holds none."""
    tables = []
    for name, columns in (("cells", CELL), ("sums", SUM), ("terms", TERM)):
        path = folder / f"{prefix}{name}.csv"
        if not path.is_file():
            raise DataError(
                f"{folder} is no internal edition: it has no {path.name}. Name a folder that `release --internal` wrote."
            )
        table = read_text_table(path)[columns]
        numbers = {
            c: table[c].replace({"True": "1", "False": "0"}).astype(float).astype(int) for c in columns if c in _NUMBERS
        }
        tables.append(table.assign(**numbers))
    return Problem(*tables)


def together(
    now: Problem, before: Problem, public: set[tuple[str, str]], truth: dict[str, dict[str, set[str]]]
) -> Problem:
    """Return what both editions gave away.

    An answer that stands as it did is one cell, or none where it is public by now; one that was changed since is a cell of
    its own, as the numbers before speak of the old one. public: (unit, question) pairs; truth: the answers of today by unit.
    """
    place = {(c.unit, c.question, c.answer): n for n, c in enumerate(now.cells.itertuples()) if c.kind != MADE}
    old = before.cells
    stands = np.array([_stands(c, truth) for c in old.itertuples()], dtype=bool)
    changed = set(zip(old["unit"][~stands], old["question"][~stands], strict=True))
    at, added = np.full(len(old), -1), list[tuple]()
    for n, cell in enumerate(old.itertuples(index=False)):
        same = cell.kind != MADE and (cell.unit, cell.question) not in changed
        if same and (cell.unit, cell.question) in public:
            continue
        if same:
            at[n] = place[cell.unit, cell.question, cell.answer]
        else:
            at[n] = len(now.cells) + len(added)
            added.append(cell._replace(answer=cell.answer if cell.kind != MADE else f"{cell.answer}, before"))
    known = at[before.terms["cell"].to_numpy()] < 0
    value = old["value"].to_numpy()[before.terms["cell"].to_numpy()] * before.terms["factor"].to_numpy() * known
    out = np.bincount(before.terms["sum"], value, len(before.sums)).astype(int)
    words = {
        name: before.sums[name].where(before.sums["number"] == "", EARLIER + before.sums[name])
        for name in ("number", "measure")
    }
    sums = before.sums.assign(**words, low=before.sums["low"] - out, high=before.sums["high"] - out)
    terms = before.terms.assign(sum=before.terms["sum"] + len(now.sums), cell=at[before.terms["cell"].to_numpy()])[
        ~known
    ]
    return Problem(
        pd.concat([now.cells, pd.DataFrame(added, columns=CELL)], ignore_index=True),
        pd.concat([now.sums, sums], ignore_index=True),
        pd.concat([now.terms, terms], ignore_index=True),
    )


def _stands(cell, truth: dict[str, dict[str, set[str]]]) -> bool:
    """Whether a unit says today of an answer what it said before; what is made of others is not asked."""
    held = truth.get(cell.unit, {}).get(cell.question)
    return cell.kind == MADE or (held is not None and int(cell.answer in held) == cell.value)
