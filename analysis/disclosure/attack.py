"""Which answers can be worked out from what was released, exactly: by the public, and by a State that knows its own.

A cell is recoverable where every completion (an assignment of the cells that keeps every rule and every released number)
gives it one value. METHODS.md, "What gives an answer away".
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from analysis.disclosure.problem import Problem

PUBLIC = ""
COLUMNS = ["cell", "attacker", "proven"]
# Seconds for one question to the solver; what it leaves open is refused, as not proven safe.
PATIENCE = 20.0
_INFEASIBLE = 2


@dataclass
class Attack:
    """The cells that an attacker can tell, worked out step by step; witnesses: completions found on the way."""

    problem: Problem
    witnesses: list[np.ndarray] = field(default_factory=list)

    def told(self, wanted: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which wanted cells have one value in every completion that keeps an attacker's own cells, and which of these are proven."""
        low, high = self.problem.bounds
        truth = self.problem.truth
        matrix, least, most = propagated(self.problem.matrix, low, high, truth, own)
        open_ = wanted & (least < most)
        for change in self.witnesses:
            if not change[own].any():
                open_ &= ~change
        proven = np.ones(len(truth), dtype=bool)
        if open_.any():
            free = least < most
            part = components(matrix, free)
            for component in np.unique(part[open_]):
                inside = free & (part == component)
                self._search(matrix, (low, high), inside, open_, proven)
        return wanted & ((least == most) | open_), proven

    def _search(
        self, matrix: csr_matrix, bounds: tuple, inside: np.ndarray, open_: np.ndarray, proven: np.ndarray
    ) -> None:
        """Find completions of one component until each of its cells has changed in one, or none of those left can; in place."""
        truth = self.problem.truth
        system = _System(matrix, bounds, truth, inside)
        while (left := open_ & inside).any():
            change, sure = system.another(left[inside])
            if change is None:
                proven[left] = sure
                return
            whole = np.zeros(len(truth), dtype=bool)
            whole[inside] = change
            self.witnesses.append(whole)
            open_ &= ~whole


class _System:
    """One component: its cells, and the sums that hold any of them."""

    def __init__(self, matrix: csr_matrix, bounds: tuple, truth: np.ndarray, inside: np.ndarray) -> None:
        low, high = bounds
        rows = matrix[:, inside]
        used = np.diff(rows.indptr) > 0
        self.rows, self.truth = rows[used], truth[inside]
        fixed = (matrix @ truth)[used] - self.rows @ self.truth
        self.low, self.high = low[used] - fixed, high[used] - fixed

    def another(self, wanted: np.ndarray) -> tuple[np.ndarray | None, bool]:
        """Return what changes in a completion that changes a wanted cell and few others; None, and whether that is proven, where there is none."""
        sign = np.where(self.truth == 1, -1.0, 1.0)  # the change of a cell is a constant plus sign * cell
        flips, kept = sign * wanted, (self.truth == 1) & wanted
        rules = [
            LinearConstraint(self.rows, self.low, self.high),
            LinearConstraint(flips[None, :], 1 - kept.sum(), np.inf),
        ]
        cost = -flips + sign / (len(sign) + 1)
        options = {"time_limit": PATIENCE, "mip_rel_gap": 0.5}
        found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, 1), constraints=rules, options=options)
        if found.x is None:
            return None, found.status == _INFEASIBLE
        values = np.rint(found.x).astype(int)
        sums = self.rows @ values
        keeps = ((sums >= self.low) & (sums <= self.high)).all()
        change = values != self.truth
        return (change, True) if keeps and (change & wanted).any() else (None, False)


def propagated(
    matrix: csr_matrix, low: np.ndarray, high: np.ndarray, truth: np.ndarray, own: np.ndarray
) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Return the factors of the sums that still bind, and the least and greatest value of each cell, by whole-number reasoning alone.

    A sum that is as small (large) as its cells allow fixes each of them; that is repeated until nothing moves.
    """
    table = matrix.tocoo()
    rows, cols, factors = table.row, table.col, table.data
    least, most = np.where(own, truth, 0), np.where(own, truth, 1)
    while True:
        lower, upper = (
            np.bincount(rows, np.where((factors > 0) == up, factors * most[cols], factors * least[cols]), len(low))
            for up in (False, True)
        )
        free = least[cols] < most[cols]
        down = free & (lower[rows] + np.abs(factors) > high[rows])  # this cell cannot stand at its greater contribution
        up = free & (upper[rows] - np.abs(factors) < low[rows])
        fixed = np.unique(cols[down | up])
        if not len(fixed):
            binding = (lower < low) | (upper > high)
            keep = binding[rows]
            shape = matrix.shape
            return csr_matrix((factors[keep], (rows[keep], cols[keep])), shape=shape), least, most
        least[fixed] = most[fixed] = truth[fixed]  # the truth is a completion, so it is what they are fixed to


def components(matrix: csr_matrix, free: np.ndarray) -> np.ndarray:
    """Return the number of the component of each free cell: cells that some sum links."""
    held = csr_matrix(matrix[:, free])
    linked = bmat([[None, held], [held.T, None]]) if held.nnz else csr_matrix((sum(held.shape),) * 2)
    part = np.full(len(free), -1)
    part[free] = connected_components(linked, directed=False)[1][held.shape[0] :]
    return part


@dataclass(frozen=True)
class Exchange:
    """Units that can change places: which cells stand in the same class and role, and may trade their values.

    place: of each cell, the number of its class and role, -1 for a fixed one. Two units whose cells stand in the same
    sums with the same factors, under the same rules, can trade their answers, and no released number moves.
    """

    place: np.ndarray
    truth: np.ndarray

    def safe(self, own: np.ndarray) -> np.ndarray:
        """Return the cells that take another value when their unit trades places with one that is not the attacker's own."""
        free = (self.place >= 0) & ~own
        at = self.place[free]
        n = self.place.max(initial=-1) + 1
        ones, every = np.bincount(at, self.truth[free], n), np.bincount(at, minlength=n)
        both = (ones > 0) & (ones < every)
        safe = np.zeros(len(free), dtype=bool)
        safe[free] = both[at]
        return safe


def exchange(problem: Problem) -> Exchange:
    """Return which cells may trade places: those of units whose blocks of cells, linked by rules, look alike."""
    nobody = np.zeros(len(problem.truth), dtype=bool)
    low, high = problem.bounds
    matrix, least, most = propagated(problem.matrix, low, high, problem.truth, nobody)
    free = least < most
    fixed = matrix @ np.where(free, 0, problem.truth)
    low, high = low - fixed, high - fixed
    roles = list(zip(problem.cells["question"], problem.cells["answer"], strict=True))
    of_rule, released = matrix[problem.rules], matrix[~problem.rules].tocsc()
    block = components(of_rule, free)
    columns = [tuple(sorted(_entries(released, cell))) for cell in range(len(roles))]
    rules: dict[int, list[Hashable]] = {}
    for n, at in enumerate(np.flatnonzero(problem.rules)):
        held = [(roles[cell], factor, cell) for cell, factor in _entries(of_rule, n) if free[cell]]
        if held:
            shape = (tuple(sorted((role, factor) for role, factor, _ in held)), low[at], high[at])
            rules.setdefault(int(block[held[0][2]]), []).append(shape)
    members: dict[int, list[int]] = {}
    for cell in np.flatnonzero(free):
        members.setdefault(int(block[cell]), []).append(int(cell))
    place, numbers = np.full(len(roles), -1), dict[Hashable, int]()
    for number, cells in members.items():
        cells.sort(key=lambda cell: roles[cell])
        look: tuple = tuple((roles[c], columns[c]) for c in cells), tuple(sorted(map(repr, rules.get(number, []))))
        if len({roles[cell] for cell in cells}) < len(
            cells
        ):  # two records linked: their cells cannot be told apart by role
            continue
        for cell in cells:
            place[cell] = numbers.setdefault((look, roles[cell]), len(numbers))
    return Exchange(place, problem.truth)


def _entries(matrix, n: int) -> list[tuple[int, float]]:
    """Return the entries of a row (a column, where columns are stored) with their places."""
    span = slice(matrix.indptr[n], matrix.indptr[n + 1])
    return list(zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True))


def recoverable(problem: Problem, attackers: bool = True) -> pd.DataFrame:
    """Return the cells that what was released gives away: one row a cell and attacker (cell: row of problem.cells).

    attacker: empty for the public, else the code of a restricted State that knows its own answers; only what the public
    cannot tell is listed for a State, and nothing that public answers give away without any released number. proven:
    no where the solver ran out of time: then it is not known to be safe.
    """
    nobody = np.zeros(len(problem.truth), dtype=bool)
    without = problem.of(problem.rules)
    known, _ = Attack(without).told(problem.reported & ~exchange(without).safe(nobody), nobody)
    wanted = problem.reported & ~known
    trading, attack = exchange(problem), Attack(problem)
    told, proven = attack.told(wanted & ~trading.safe(nobody), nobody)
    rows = [(int(cell), PUBLIC, bool(proven[cell])) for cell in np.flatnonzero(told)]
    wanted &= ~told
    entities = problem.entities
    for attacker in sorted(set(entities)) if attackers else ():
        own = entities == attacker
        left = wanted & ~own & ~trading.safe(own)
        if left.any():
            found, proven = attack.told(left, own)
            rows += [(int(cell), attacker, bool(proven[cell])) for cell in np.flatnonzero(found)]
    return pd.DataFrame(rows, columns=COLUMNS)
