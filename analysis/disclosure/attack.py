"""Which answers can be worked out from what was released, exactly: by the public, and by a State that knows its own.

A cell is recoverable where every completion (an assignment of the cells that keeps every rule and every released number)
gives it one value. METHODS.md, "What gives an answer away".
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from analysis.disclosure.clock import OutOfTime, seconds_left
from analysis.disclosure.problem import Problem
from analysis.disclosure.trades import Part, Trades, components, first_alike, like, propagated, separated

PUBLIC = ""
COLUMNS = ["cell", "attacker", "proven"]
# Seconds for one question to the solver; what it leaves open is refused, as not proven safe.
PATIENCE = 20.0
_INFEASIBLE = 2


@dataclass
class Attack:
    """The cells that an attacker can tell, worked out step by step; witnesses: completions found on the way.

    alike: a number for each cell, the same for cells that the sums do not tell apart: all of them can be told, or none.
    some: the cells in which completions are looked for first; only where those hold none, in all.
    """

    problem: Problem
    alike: np.ndarray
    some: np.ndarray
    witnesses: list[np.ndarray] = field(default_factory=list)

    def told(self, wanted: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which wanted cells have one value in every completion that keeps an attacker's own cells, and which of these are proven."""
        low, high = self.problem.bounds
        matrix, least, most = propagated(self.problem, own)
        free = least < most
        open_ = first_alike(self.alike, wanted & free)
        for change in self.witnesses:
            if not change[own].any():
                open_ &= ~like(self.alike, change)
        proven = np.ones(len(free), dtype=bool)
        if open_.any():
            part = components(matrix, free)
            for component in np.unique(part[open_]):
                inside = free & (part == component)
                for among in (inside & self.some, inside):
                    self._search(matrix, (low, high), among, open_, proven)
        sure = ~like(self.alike, open_ & ~proven)
        return wanted & (~free | like(self.alike, open_)), sure

    def _search(
        self, matrix: csr_matrix, bounds: tuple, inside: np.ndarray, open_: np.ndarray, proven: np.ndarray
    ) -> None:
        """Find completions that differ in some cells until each class that they hold has changed in one, or none of those left can; in place."""
        system = _System(matrix, bounds, self.problem.truth, inside)
        while (left := like(self.alike, open_) & inside).any():
            change, sure = system.another(left[inside])
            if change is None:
                proven[left] = sure
                return
            whole = np.zeros(len(inside), dtype=bool)
            whole[inside] = change
            self.witnesses.append(whole)
            open_ &= ~like(self.alike, whole)


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
        options = {"time_limit": min(PATIENCE, seconds_left()), "mip_rel_gap": 0.5}
        found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(0, 1), constraints=rules, options=options)
        if found.x is None:
            return None, found.status == _INFEASIBLE
        values = np.rint(found.x).astype(int)
        sums = self.rows @ values
        keeps = ((sums >= self.low) & (sums <= self.high)).all()
        change = values != self.truth
        return (change, True) if keeps and (change & wanted).any() else (None, False)


def recoverable(problem: Problem) -> pd.DataFrame:
    """Return the cells that what was released gives away: one row a cell and attacker (cell: row of problem.cells).

    attacker: empty for the public, else the code of a restricted State that knows its own answers; only what the public
    cannot tell is listed for a State, and nothing that public answers give away without any released number. proven:
    no where the time was over: then it is not known to be safe. Small parts are worked through before large ones.
    """
    wanted = problem.reported & ~_known(problem)
    fixed, parts = separated(problem, wanted)
    rows = [(int(cell), PUBLIC, True) for cell in np.flatnonzero(fixed)]
    for part in parts:
        try:
            rows += list(_told_once(problem, part, wanted))
        except OutOfTime:
            rows += [(int(cell), PUBLIC, False) for cell in part.cells[wanted[part.cells]]]
    return pd.DataFrame(rows, columns=COLUMNS).sort_values(["attacker", "cell"], ignore_index=True)


def safe(problem: Problem) -> bool:
    """Return whether no cell can be told; raises OutOfTime where that is not known in time."""
    wanted = problem.reported & ~_known(problem)
    fixed, parts = separated(problem, wanted)
    return not fixed.any() and not any(True for part in parts for _ in _told_once(problem, part, wanted))


def _told_once(problem: Problem, part: Part, wanted: np.ndarray) -> Iterator[tuple[int, str, bool]]:
    """Give the cells of a part that can be told (see `_told`); a part that only names tell from an earlier one is not worked through again."""
    seen, rows = problem.__dict__.setdefault("seen", {}), list[tuple[int, int, bool]]()
    look, entities = part.look(problem, wanted)
    place = {PUBLIC: -1} | {str(entity): n for n, entity in enumerate(entities)}
    if look not in seen:
        for cell, attacker, sure in _told(part.problem(problem), wanted[part.cells]):
            rows.append((cell, place[attacker], sure))
            yield int(part.cells[cell]), attacker, sure
        seen[look] = rows
    else:
        names = list(place)
        yield from ((int(part.cells[cell]), names[at + 1], sure) for cell, at, sure in seen[look])


def attack_on(problem: Problem) -> Attack:
    """Return an attack on a problem of which nothing is known but its sums."""
    cells = len(problem.truth)
    return Attack(problem, np.arange(cells), np.zeros(cells, dtype=bool))


def _told(part: Problem, wanted: np.ndarray) -> Iterator[tuple[int, str, bool]]:
    """Give the cells of a problem, of which no part stands alone, that can be told: cell, attacker, whether it is proven."""
    trades = Trades(part)
    attack, nobody = Attack(part, trades.alike, trades.some), np.zeros(len(wanted), dtype=bool)
    told, proven = attack.told(wanted & ~trades.safe(wanted, nobody), nobody)
    yield from ((cell, PUBLIC, proven[cell]) for cell in map(int, np.flatnonzero(told)))
    wanted = wanted & ~told
    kinds: dict[Hashable, list[str]] = {}  # attackers that know the same of cells that the sums do not tell apart
    for attacker in sorted(set(part.entities)):
        kinds.setdefault(trades.knows(part.entities == attacker), []).append(attacker)
    for attackers in kinds.values():
        own = part.entities == attackers[0]
        left = wanted & ~own & ~trades.safe(wanted & ~own, own)
        if not left.any():
            continue
        told, proven = attack.told(left, own)
        for attacker in attackers:
            found = like(trades.alike, told) & wanted & (part.entities != attacker)
            yield from ((cell, attacker, proven[cell]) for cell in map(int, np.flatnonzero(found)))


def _known(problem: Problem) -> np.ndarray:
    """Return the cells that the public answers and the codebook give away before anything is released; looked up once."""
    if "known" not in problem.__dict__:
        without = problem.of(problem.rules)
        alike = Trades(without).alike
        wanted = first_alike(alike, problem.reported)
        known, parts = separated(without, wanted)
        for part in parts:
            nobody = np.zeros(len(part.cells), dtype=bool)
            told, proven = attack_on(part.problem(without)).told(wanted[part.cells], nobody)
            known[part.cells] |= told & proven
        problem.__dict__["known"] = problem.reported & like(alike, known)
    return problem.__dict__["known"]
