"""Whole-number reasoning that needs no solver: what sums fix outright, and which units can trade their answers unseen."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.clock import seconds_left
from analysis.disclosure.problem import MADE, Problem


def propagated(
    problem: Problem, own: np.ndarray, why: dict[int, int] | None = None
) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Return the factors of the sums that still bind, and the least and greatest value of each cell, by whole-number reasoning alone.

    A sum that is as small (large) as its cells allow fixes each of them; that is repeated until nothing moves. why: takes up
    which sum fixed each cell.
    """
    truth, (low, high), table = problem.truth, problem.bounds, problem.matrix.tocoo()
    rows, cols, factors = table.row, table.col, table.data
    least, most = np.where(own, truth, 0), np.where(own, truth, 1)
    while True:
        seconds_left()
        lower, upper = (
            np.bincount(rows, np.where((factors > 0) == up, factors * most[cols], factors * least[cols]), len(low))
            for up in (False, True)
        )
        free = least[cols] < most[cols]
        down = free & (lower[rows] + np.abs(factors) > high[rows])  # this cell cannot stand at its greater contribution
        up = free & (upper[rows] - np.abs(factors) < low[rows])
        fixed, first = np.unique(cols[down | up], return_index=True)
        if why is not None:
            why |= dict(zip(fixed.tolist(), rows[down | up][first].tolist(), strict=True))
        if not len(fixed):
            binding = (lower < low) | (upper > high)
            keep = binding[rows]
            return csr_matrix((factors[keep], (rows[keep], cols[keep])), shape=table.shape), least, most
        least[fixed] = most[fixed] = truth[fixed]  # the truth is a completion, so it is what they are fixed to


def components(matrix: csr_matrix, free: np.ndarray) -> np.ndarray:
    """Return the number of the component of each free cell: cells that some sum links."""
    held = csr_matrix(matrix[:, free])
    linked = bmat([[None, held], [held.T, None]]) if held.nnz else csr_matrix((sum(held.shape),) * 2)
    part = np.full(len(free), -1)
    part[free] = connected_components(linked, directed=False)[1][held.shape[0] :]
    return part


@dataclass(frozen=True)
class Part:
    """Cells that a chain of sums links, and these sums, cell by cell and sum by sum: their factors, and between which they lie."""

    cells: np.ndarray
    sums: np.ndarray
    matrix: csr_matrix
    bounds: tuple[np.ndarray, np.ndarray]

    def look(self, problem: Problem, wanted: np.ndarray) -> tuple[Hashable, pd.Index]:
        """Return what decides which wanted cells can be told, the same for parts that only names tell apart, and the entities in order.

        The answers in truth are part of it only where another attacker than the public knows some of them, and not all.
        """
        who, entities = pd.factorize(problem.entities[self.cells])
        truth = problem.truth[self.cells] if len(entities) > 1 else who
        matrix = self.matrix
        arrays = (matrix.indptr, matrix.indices, matrix.data, *self.bounds, wanted[self.cells], who, truth)
        return tuple(each.tobytes() for each in arrays), pd.Index(entities)

    def problem(self, whole: Problem) -> Problem:
        """Return the problem of the cells of a part, all others known."""
        cells, sums = whole.cells.iloc[self.cells].reset_index(drop=True), whole.sums.iloc[self.sums]
        part = Problem(cells, sums, whole.terms.iloc[:0])
        part.__dict__.update(matrix=self.matrix, bounds=self.bounds, rules=whole.rules[self.sums])
        return part


def separated(problem: Problem, wanted: np.ndarray) -> tuple[np.ndarray, list[Part]]:
    """Return which wanted cells whole-number reasoning fixes, and the parts, small ones first, that hold any of the rest."""
    matrix, least, most = propagated(problem, np.zeros(len(problem.truth), dtype=bool))
    free, truth = least < most, problem.truth
    number = components(matrix, free)
    cells = np.flatnonzero(free)
    cells = cells[np.argsort(number[cells], kind="stable")]  # the cells of a part side by side, and below its sums
    of_cells = matrix[:, cells]
    known = matrix @ truth - of_cells @ truth[cells]
    sums = np.flatnonzero(np.diff(of_cells.indptr))
    of_sum, of_cell = number[cells[of_cells.indices[of_cells.indptr[sums]]]], number[cells]
    sums, of_sum = sums[np.argsort(of_sum, kind="stable")], np.sort(of_sum)
    table, low, high = of_cells[sums], *((side - known)[sums] for side in problem.bounds)
    table.sort_indices()
    parts = []
    for at in np.unique(number[wanted & free]):
        (first, end), (top, bottom) = (np.searchsorted(of, (at, at + 1)) for of in (of_cell, of_sum))
        factors = table[top:bottom][:, first:end]
        parts.append(Part(cells[first:end], sums[top:bottom], factors, (low[top:bottom], high[top:bottom])))
    return wanted & ~free, sorted(parts, key=lambda part: len(part.cells))


def first_alike(alike: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the first wanted cell of each class."""
    cells, first = np.flatnonzero(wanted), np.zeros(len(wanted), dtype=bool)
    first[cells[np.unique(alike[cells], return_index=True)[1]]] = True
    return first


def like(alike: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return the cells of the classes of some cells."""
    held = np.zeros(len(alike), dtype=bool)
    held[alike[cells]] = True
    return held[alike]


# So many cells are left to the solver at once; where there are more, smaller trades are tried first.
FEW = 300
# So many units of a kind take part where a completion is looked for first.
SOME = 2


class Trades:
    """Completions in which two units trade answers and no released number moves.

    Two units whose free cells stand in the same sums with the same factors, under the same rules, can trade them. What they
    trade is all that the rules link, or, the rest left as it is, their answers to one question, or one answer alone.
    """

    def __init__(self, problem: Problem, fixing: bool = True) -> None:
        """Look at nothing yet; fixing: whether what sums fix is left out of them first."""
        self.problem, self._fixing = problem, fixing
        cells = problem.cells
        self._roles = list(zip(cells["question"], cells["answer"], strict=True))
        self._made = (cells["kind"] == MADE).to_numpy()
        self._places: dict[tuple[str, ...], np.ndarray] = {}
        self._block = np.full(len(cells), -1)

    def safe(self, wanted: np.ndarray, own: np.ndarray) -> np.ndarray:
        """Return the cells that take another value in a trade of two units, neither of them the attacker's own, and those like them."""
        safe = self._traded((), own)
        left = np.flatnonzero(wanted & ~safe)
        for depth in (1, 2) if len(left) > FEW else ():
            for what in sorted({self._roles[cell][:depth] for cell in left if not safe[cell]}):
                safe |= self._traded(what, own)
        return like(self.alike, safe) & ~own

    @cached_property
    def alike(self) -> np.ndarray:
        """The number of each cell's class: exchanging units turns one of its cells into another, and no sum moves."""
        if () not in self._places:
            self._places[()] = self._classes(())
        place = self._places[()]
        alone = place < 0
        return np.where(alone, place.max(initial=-1) + np.cumsum(alone), place)

    def knows(self, own: np.ndarray) -> Hashable:
        """Return what an attacker knows, the same for attackers whom an exchange of units turns into each other."""
        blocks: dict[int, list[tuple[int, int]]] = {}
        for cell in map(int, np.flatnonzero(own)):
            blocks.setdefault(int(self._block[cell]), []).append((int(self.alike[cell]), int(self.problem.truth[cell])))
        return tuple(sorted(tuple(sorted(block)) for block in blocks.values()))

    @cached_property
    def some(self) -> np.ndarray:
        """The cells of the first units of each kind: alike, and with the same answers."""
        blocks: dict[int, list[int]] = {}
        for cell in np.flatnonzero(self.alike >= 0).tolist():
            blocks.setdefault(int(self._block[cell]), []).append(cell)
        kinds: dict[Hashable, list[list[int]]] = {}
        for cells in blocks.values():
            what = tuple(sorted(zip(self.alike[cells].tolist(), self.problem.truth[cells].tolist(), strict=True)))
            kinds.setdefault(what, []).append(cells)
        some = np.zeros(len(self.alike), dtype=bool)
        some[[cell for each in kinds.values() for cells in each[:SOME] for cell in cells]] = True
        return some

    def _traded(self, what: tuple[str, ...], own: np.ndarray) -> np.ndarray:
        """Return the cells of which a class of units that can trade, the attacker's left out, holds both values."""
        if what not in self._places:
            self._places[what] = self._classes(what)
        place = self._places[what]
        free = (place >= 0) & ~own
        at, n = place[free], place.max(initial=-1) + 1
        ones, every = np.bincount(at, self.problem.truth[free], n), np.bincount(at, minlength=n)
        safe = np.zeros(len(free), dtype=bool)
        safe[free] = ((ones > 0) & (ones < every))[at]
        return safe

    @cached_property
    def _columns(self) -> list[tuple[tuple[int, float], ...]]:
        """The released sums that each cell stands in, with its factor."""
        matrix, *_ = self._binding(np.zeros(len(self.problem.truth), dtype=bool))
        released = matrix[~self.problem.rules].tocsc()
        return [tuple(sorted(_entries(released, cell))) for cell in range(len(self._roles))]

    def _binding(self, own: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
        """Return the factors of the sums that bind, and the cells that are free where some are known."""
        if not self._fixing:
            return self.problem.matrix, ~own
        matrix, least, most = propagated(self.problem, own)
        return matrix, least < most

    def _classes(self, what: tuple[str, ...]) -> np.ndarray:
        """Return the number of each cell's class and role, -1 where it stays as it is; what: a question, or one of its answers, alone traded."""
        problem, roles = self.problem, self._roles
        alone = np.array(
            [self._made[c] or not what or role[: len(what)] == what for c, role in enumerate(roles)], dtype=bool
        )
        matrix, free = self._binding(~alone)
        fixed = matrix @ np.where(free, 0, problem.truth)
        low, high = (side - fixed for side in problem.bounds)
        of_rule = matrix[problem.rules]
        block = components(of_rule, free)
        if not what:
            self._block = block
        shapes: dict[int, list[Hashable]] = {}
        for n, at in enumerate(np.flatnonzero(problem.rules)):
            held = [(roles[cell], factor, cell) for cell, factor in _entries(of_rule, n) if free[cell]]
            if held:
                shape = (tuple(sorted((role, factor) for role, factor, _ in held)), low[at], high[at])
                shapes.setdefault(int(block[held[0][2]]), []).append(shape)
        members: dict[int, list[int]] = {}
        for cell in map(int, np.flatnonzero(free)):
            members.setdefault(int(block[cell]), []).append(cell)
        place, numbers = np.full(len(roles), -1), dict[Hashable, int]()
        for number, cells in members.items():
            cells.sort(key=lambda cell: roles[cell])
            if len({roles[cell] for cell in cells}) < len(cells):  # two records linked: cells that no role tells apart
                continue
            rules = tuple(sorted(map(repr, shapes.get(number, []))))
            look = (tuple((roles[cell], self._columns[cell]) for cell in cells), rules)
            for cell in cells:
                place[cell] = numbers.setdefault((look, roles[cell]), len(numbers))
        return place


def _entries(matrix, n: int) -> list[tuple[int, float]]:
    """Return the entries of a row (a column, where columns are stored) with their places."""
    span = slice(matrix.indptr[n], matrix.indptr[n + 1])
    return list(zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True))
