"""Why an answer can be told, in the fewest numbers that force it, and what to leave out so that none can."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.disclosure.attack import Attack, recoverable
from analysis.disclosure.problem import NONE, Problem
from analysis.disclosure.trades import components, propagated

# How many numbers are tried alone before a set of them is looked for.
SINGLE = 40
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


def derived(problem: Problem, found: pd.DataFrame) -> pd.DataFrame:
    """Return the derivation of each recoverable cell: one row a cell and attacker, what follows from another row left out.

    given: whether the answer is given or surely not; numbers: rows of problem.sums, none of which could be spared (Junker's
    QuickXplain); measures: what releases them. Where a unit's answer is known, the answers that it thereby does not give are not rows.
    """
    rows = []
    for attacker, cells in found.groupby("attacker", sort=True)["cell"]:
        left, own = list(cells), problem.entities == attacker
        why: dict[int, list[int]] = {}
        while left:
            numbers = _smallest(problem, left[0], own)
            also = _forced(problem, own, numbers, left) if len(numbers) == 1 else np.zeros(len(own), dtype=bool)
            also[left[0]] = True
            why |= {cell: numbers for cell in left if also[cell]}
            left = [cell for cell in left if not also[cell]]
        rows += [(cell, attacker, numbers) for cell, numbers in why.items()]
    table = pd.DataFrame(rows, columns=["cell", "attacker", "numbers"]).merge(found, on=["cell", "attacker"])
    table = table.merge(problem.cells, left_on="cell", right_index=True).sort_values(["attacker", "cell"])
    table["given"] = table["value"].map({1: "yes", 0: "no"})
    table["measures"] = [tuple(sorted(set(problem.sums["measure"].iloc[numbers]))) for numbers in table["numbers"]]
    return table[~_implied(table)].reset_index(drop=True)[["cell", *COLUMNS]]


def _implied(table: pd.DataFrame) -> np.ndarray:
    """Return the rows that say what a unit does not answer where another says that it has none, or the one that it gives."""
    key = ["attacker", "unit", "question"]
    given = table[(table["value"] == 1) & ((table["kind"] == NONE) | ~table["several"])]
    known = pd.MultiIndex.from_frame(table[key]).isin(pd.MultiIndex.from_frame(given[key]))
    return (table["value"] == 0).to_numpy() & known


def _forced(problem: Problem, own: np.ndarray, numbers: Collection[int], cells: Collection[int]) -> np.ndarray:
    """Return which of some cells follow from some numbers alone."""
    keep = problem.rules.copy()
    keep[list(numbers)] = True
    wanted = np.zeros(len(problem.truth), dtype=bool)
    wanted[list(cells)] = True
    return Attack(problem.of(keep)).told(wanted, own)[0]


def _smallest(problem: Problem, cell: int, own: np.ndarray) -> list[int]:
    """Return numbers that force a cell and of which none can be spared, a single one where whole-number reasoning finds one."""
    part = components(problem.matrix, np.ones(len(own), dtype=bool))
    held = np.diff(problem.matrix[:, part == part[cell]].indptr) > 0
    near = (problem.cells["unit"] == problem.cells["unit"].iloc[cell]).to_numpy()
    touching = np.diff(problem.matrix[:, near].indptr) > 0
    rank = problem.sums.groupby("measure").cumcount().to_numpy()  # count and denominator before what explains them
    order = sorted(map(int, np.flatnonzero(held & ~problem.rules)), key=lambda at: (not touching[at], rank[at], at))
    for at in order:
        if touching[at]:
            keep = problem.rules.copy()
            keep[at] = True
            _, least, most = propagated(problem.of(keep), own)
            if least[cell] == most[cell]:
                return [at]

    def enough(numbers: list[int]) -> bool:
        return bool(_forced(problem, own, numbers, [cell])[cell])

    single = (at for at in order[:SINGLE] if touching[at] and enough([at]))
    return [first] if (first := next(single, None)) is not None else irreducible(enough, order)


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


def proposed(problem: Problem, derivations: pd.DataFrame, published: Collection[str] = ()) -> list[str]:
    """Return the fewest measures whose suppression leaves nothing to be told that is not decided; each derivation loses one.

    derivations: those of the problem as it is. What is left is attacked anew after each step, so that the numbers that would
    give a suppressed one back go with it.
    """
    sets: list[frozenset[str]] = []
    chosen: list[str] = []
    while len(derivations):
        new = {frozenset(measures) - set(published) for measures in derivations["measures"]} - {frozenset(), *sets}
        if not new:
            break
        sets += sorted(new, key=sorted)
        chosen = _hitting(sets)
        left = problem.without(chosen)
        derivations = derived(left, undecided(left, published))
    return chosen


def _hitting(sets: list[frozenset[str]]) -> list[str]:
    """Return the fewest names of which each set has one."""
    names = sorted(set.union(*map(set, sets)))
    held = np.array([[name in each for name in names] for each in sets], dtype=float)
    cost = np.ones(len(names)) + np.arange(len(names)) / (1000 * len(names))  # the same choice in every run
    found = milp(cost, integrality=cost > 0, bounds=Bounds(0, 1), constraints=LinearConstraint(held, 1, np.inf))
    return [name for name, chosen in zip(names, found.x, strict=True) if chosen > 0.5]
