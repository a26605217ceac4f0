"""Why an answer can be told, in the fewest numbers that force it, and what to leave out so that none can."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.disclosure.attack import attack_on, recoverable, safe
from analysis.disclosure.clock import OutOfTime, at_leisure, is_left, seconds_left, within
from analysis.disclosure.problem import NONE, Problem
from analysis.disclosure.trades import Trades, components, propagated

# How many numbers are tried alone before a set of them is looked for.
SINGLE = 12
# The part of the time left that is spent on one trial of what may be let out again.
TRIAL = 0.25
COLUMNS = ["unit", "entity", "question", "answer", "given", "attacker", "proven", "numbers", "measures"]


def undecided(problem: Problem, published: Collection[str] = ()) -> pd.DataFrame:
    """Return the recoverable cells that no decision covers: one row a cell and attacker (see `recoverable`).

    published: the measures that the analyst decided to publish; what they give away by themselves is decided.
    """
    found = recoverable(problem)
    if published and len(found):
        kept = problem.of((problem.rules | problem.sums["measure"].isin(set(published))).to_numpy())
        covered = recoverable(kept)
        by_all = set(covered.loc[covered["attacker"] == "", "cell"])
        pairs = set(zip(covered["cell"], covered["attacker"], strict=True))
        decided = [c in by_all or (c, a) in pairs for c, a in zip(found["cell"], found["attacker"], strict=True)]
        found = found[~np.array(decided)]
    return found.reset_index(drop=True)


def derived(problem: Problem, found: pd.DataFrame, alone: bool = True) -> pd.DataFrame:
    """Return the derivation of each recoverable cell: one row a cell and attacker, what follows from another row left out.

    given: whether the answer is given or surely not; numbers: rows of problem.sums, none of which could be spared (Junker's
    QuickXplain); measures: what releases them. alone: whether a single number is looked for where several were found. Where a unit's answer is known, the answers that it thereby does not give are not rows.
    """
    told = found.merge(problem.cells, left_on="cell", right_index=True)
    told = told[~_implied(told)].sort_values(["attacker", "cell"])
    numbers: list[list[int]] = []
    for attacker, cells in told.groupby("attacker", sort=True)["cell"]:
        numbers += _derivations(problem, list(cells), problem.entities == attacker, alone)
    measures = [tuple(sorted(set(problem.sums["measure"].iloc[held]))) for held in numbers]
    told = told.assign(numbers=numbers, measures=measures, given=told["value"].map({1: "yes", 0: "no"}))
    return told.reset_index(drop=True)[["cell", *COLUMNS]]


def _derivations(problem: Problem, cells: list[int], own: np.ndarray, alone: bool) -> list[list[int]]:
    """Return the numbers that force each of some cells; what one number fixes outright needs no other.

    Once the time is over, all numbers that lead to a cell, though some of them may be spared.
    """
    fixed_by: dict[int, int] = {}
    with at_leisure():
        propagated(problem, own, fixed_by)
    alike = _alike(problem)
    why: dict[int, list[int]] = {}  # by class: what forces one of its cells forces the others
    for cell in cells:
        if alike[cell] in why:
            continue
        try:
            why[alike[cell]] = numbers = _smallest(problem, cell, own, fixed_by, alone)
            if len(numbers) == 1:
                least, most = _fixed(problem, own, numbers)
                why |= {alike[c]: numbers for c in cells if least[c] == most[c] and alike[c] not in why}
        except OutOfTime:
            why.setdefault(alike[cell], _leading(problem, cell, fixed_by))
    return [why[alike[cell]] for cell in cells]


@lru_cache(maxsize=4)
def _alike(problem: Problem) -> np.ndarray:
    """Return the number of each cell's class: the same where the sums as they stand do not tell cells apart."""
    return Trades(problem, fixing=False).alike


@lru_cache(maxsize=4)
def _parts(problem: Problem) -> np.ndarray:
    """Return the number of each cell's part: the same where a chain of sums links cells."""
    return components(problem.matrix, np.ones(len(problem.truth), dtype=bool))


def _fixed(problem: Problem, own: np.ndarray, numbers: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and greatest value of each cell by whole-number reasoning from some numbers."""
    return propagated(problem.of(_with(problem, numbers)), own)[1:]


def _with(problem: Problem, numbers: Collection[int]) -> np.ndarray:
    """Return which sums are rules, or among some numbers."""
    keep = problem.rules.copy()
    keep[list(numbers)] = True
    return keep


def _implied(table: pd.DataFrame) -> np.ndarray:
    """Return the rows that say what a unit does not answer where another says that it has none, or the one that it gives."""
    key = ["attacker", "unit", "question"]
    given = table[(table["value"] == 1) & ((table["kind"] == NONE) | ~table["several"])]
    known = pd.MultiIndex.from_frame(table[key]).isin(pd.MultiIndex.from_frame(given[key]))
    return (table["value"] == 0).to_numpy() & known


def _forced(problem: Problem, own: np.ndarray, numbers: Collection[int], cells: Collection[int]) -> np.ndarray:
    """Return which of some cells follow from some numbers alone."""
    wanted = np.zeros(len(problem.truth), dtype=bool)
    wanted[list(cells)] = True
    return attack_on(problem.of(_with(problem, numbers))).told(wanted, own)[0]


def _smallest(problem: Problem, cell: int, own: np.ndarray, why: dict[int, int], alone: bool) -> list[int]:
    """Return numbers that force a cell and of which none can be spared, a single one where a measure among them has one.

    why: which sum fixed each cell by whole-number reasoning; where it leads to the cell, only the numbers on the way are tried.
    """

    def fixing(numbers: list[int]) -> bool:
        least, most = _fixed(problem, own, numbers)
        return bool(least[cell] == most[cell])

    def enough(numbers: list[int]) -> bool:
        return fixing(numbers) or bool(_forced(problem, own, numbers, [cell])[cell])

    numbers = _leading(problem, cell, why)
    if cell in why:  # first by whole-number reasoning, which is quick
        numbers = irreducible(fixing, numbers)
    found = irreducible(enough, numbers)
    if alone and len(found) > 1:
        measures = set(problem.sums["measure"].iloc[found])
        near = np.flatnonzero(problem.sums["measure"].isin(measures) & ~problem.rules)
        single = next((int(at) for at in near[:SINGLE] if problem.matrix[at].nnz and fixing([int(at)])), None)
        return found if single is None else [single]
    return found


def _leading(problem: Problem, cell: int, why: dict[int, int]) -> list[int]:
    """Return the numbers that lead to a cell: those by which it was fixed, else all that some chain of sums links to it."""
    return _on_the_way(problem, cell, why) if cell in why else _linked(problem, cell)


def _on_the_way(problem: Problem, cell: int, why: dict[int, int]) -> list[int]:
    """Return the numbers by which a cell was fixed, and those that fixed what these rest on."""
    numbers, seen, next_ = set[int](), set[int](), [cell]
    while next_:
        at = next_.pop()
        if at in seen or at not in why:
            continue
        seen.add(at)
        numbers |= {why[at]} if not problem.rules[why[at]] else set()
        next_ += problem.matrix[why[at]].indices.tolist()
    return _in_order(problem, cell, numbers)


def _linked(problem: Problem, cell: int) -> list[int]:
    """Return the numbers that some chain of sums links to a cell."""
    part = _parts(problem)
    held = np.diff(problem.matrix[:, part == part[cell]].indptr) > 0
    return _in_order(problem, cell, set(np.flatnonzero(held & ~problem.rules).tolist()))


def _in_order(problem: Problem, cell: int, numbers: set[int]) -> list[int]:
    """Return numbers, those on the cell's own unit first, a count and its denominator before what explains them."""
    near = (problem.cells["unit"] == problem.cells["unit"].iloc[cell]).to_numpy()
    touching = np.diff(problem.matrix[:, near].indptr) > 0
    rank = problem.sums.groupby("measure").cumcount().to_numpy()
    return sorted(numbers, key=lambda at: (not touching[at], rank[at], at))


def irreducible(enough: Callable[[list[int]], bool], items: list[int]) -> list[int]:
    """Return items that are enough and of which none can be spared, the earlier ones rather than the later (Junker 2004)."""

    def search(held: list[int], grown: bool, rest: list[int]) -> list[int]:
        if grown and enough(held):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        late = search(held + rest[:half], True, rest[half:])
        early = search(held + late, bool(late), rest[:half])
        return early + late

    return [] if not items or enough([]) else search([], False, items)


def proposed(problem: Problem, derivations: pd.DataFrame, published: Collection[str] = ()) -> tuple[list[str], bool]:
    """Return the fewest measures whose suppression leaves nothing to be told that is not decided, and whether that is known.

    Each derivation loses one. derivations: those of the problem as it is. What is left is attacked anew after each step, so
    that the numbers that would give a suppressed one back go with it. Once the time is over, those that the steps so far ask for.
    """
    sets: list[frozenset[str]] = []
    chosen, left = list[str](), problem
    while len(derivations):
        new = {frozenset(measures) - set(published) for measures in derivations["measures"]} - {frozenset(), *sets}
        if not new:
            break
        sets += sorted(new, key=sorted)
        chosen = _hitting(sets)
        left = problem.without(chosen)
        try:
            derivations = derived(left, undecided(left, published), alone=False)
            seconds_left()
        except OutOfTime:
            return chosen, False
    return chosen, True


def grown(problem: Problem, likely: Collection[str], published: Collection[str] = ()) -> list[str]:
    """Return measures without which nothing can be told that is not decided: all, less those that are proven to do no harm in the time that there is.

    Begins with what is published alone, and adds first what is not likely to do harm: all of it, or half where that is too much or takes too long.
    """
    every = [m for m in problem.sums.loc[~problem.rules, "measure"].unique() if m not in set(published)]
    out, batches = set(every), [[m for m in every if m not in likely], [m for m in every if m in likely]]
    while batches and is_left():
        batch = batches.pop(0)
        left = problem.without(out.difference(batch))
        try:
            with within(TRIAL):
                fits = undecided(left, published).empty if published else safe(left)
        except OutOfTime:
            fits = False
        if fits:
            out.difference_update(batch)
        elif len(batch) > 1:
            batches[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
    return [m for m in every if m in out]


def _hitting(sets: list[frozenset[str]]) -> list[str]:
    """Return the fewest names of which each set has one."""
    names = sorted(set.union(*map(set, sets)))
    held = np.array([[name in each for name in names] for each in sets], dtype=float)
    cost = np.ones(len(names)) + np.arange(len(names)) / (1000 * len(names))  # the same choice in every run
    found = milp(cost, integrality=cost > 0, bounds=Bounds(0, 1), constraints=LinearConstraint(held, 1, np.inf))
    return [name for name, chosen in zip(names, found.x, strict=True) if chosen > 0.5]
