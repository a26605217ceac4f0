"""Long benchmarks, everything side by side in one run: `make bench`. Nothing here is asserted in tests."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

import analysis.statistics.shares as shares_module
from analysis.loaders.reference import reference
from analysis.schema import labels_of
from analysis.statistics.comparisons import _fisher_and_detectable, against_rest, fisher_freeman_halton
from analysis.statistics.shares import shares
from analysis.statistics.universes import Universe

GROUPS = [g for g in labels_of("regional_group") if g != "none"]


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the least seconds of some runs."""
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - start)
    return least


def invented(states: int, questions: int) -> tuple[pd.DataFrame, Universe, list[str]]:
    """Return findings of invented States on invented questions, nine in ten of them reviewed."""
    random = np.random.default_rng(2018)
    table = pd.DataFrame(
        {"iso3": [f"X{n:06d}" for n in range(states)], "regional_group": random.choice(GROUPS, states)}
    )
    names = [f"q{n:02d}" for n in range(questions)]
    reviewed = table.iloc[: int(states * 0.9)]
    codebook = pd.DataFrame({"question": names, "answers": "yes_no", "label": names})
    shares_module.reference = lambda name: codebook if name == "codebook" else reference(name)
    shares_module._answer_lists.cache_clear()
    grid = pd.MultiIndex.from_product([names, reviewed["iso3"]], names=["question", "iso3"]).to_frame(
        index=False
    )
    answers = np.where(random.random(len(grid)) < 0.3, "yes", "no")
    findings = grid.assign(record="review", article="46", answer=answers)
    return findings, Universe("reviewed", reviewed, Universe("all", table)), names


def everything(findings: pd.DataFrame, universe: Universe, names: list[str]) -> None:
    """All shares and tests, as the suite makes them, with nothing kept from an earlier call."""
    _fisher_and_detectable.cache_clear()
    table = shares(findings, names, "yes", universe=universe, by="regional_group")
    against_rest(table, "regional_group")
    for _, rows in table.groupby("question", sort=False):
        fisher_freeman_halton(rows["count"], rows["denominator"])


def bare(findings: pd.DataFrame, universe: Universe, names: list[str]) -> None:
    """The same arithmetic with numpy and scipy alone: no labels, no handles, no checks."""
    group_of = {
        s: GROUPS.index(g)
        for s, g in zip(universe.states["iso3"], universe.states["regional_group"], strict=True)
    }
    sizes = np.bincount([GROUPS.index(g) for g in universe.everyone.states["regional_group"]], minlength=5)
    question = pd.factorize(findings["question"])[0]
    group = findings["iso3"].map(group_of).to_numpy()
    cell = question * 5 + group
    n = np.bincount(cell, minlength=len(names) * 5)
    k = np.bincount(cell[findings["answer"] == "yes"], minlength=len(names) * 5)
    for place in range(len(n)):
        size, count, seen = int(sizes[place % 5]), int(k[place]), int(n[place])
        totals = np.arange(count, size - seen + count + 1)
        _ = totals[
            (stats.hypergeom.sf(count - 1, size, totals, seen) > 0.025)
            & (stats.hypergeom.cdf(count, size, totals, seen) > 0.025)
        ]
    for start in range(0, len(n), 5):
        rows_k, rows_n = k[start : start + 5], n[start : start + 5]
        for a, b in zip(rows_k, rows_n, strict=True):
            c, d = rows_k.sum() - a, rows_n.sum() - b
            stats.fisher_exact([[a, b - a], [c, d - c]])
            confint_proportions_2indep(a, b, c, d, compare="diff", method="newcomb")
        stats.chi2_contingency([rows_k, rows_n - rows_k])  # cheaper than any exact test of five groups


def loop(findings: pd.DataFrame, universe: Universe, names: list[str]) -> None:
    """The naive pandas loop over questions and groups."""
    for question in names:
        for group in GROUPS:
            states = universe.states.loc[universe.states["regional_group"] == group, "iso3"]
            rows = findings[(findings["question"] == question) & findings["iso3"].isin(states)]
            _ = (rows["answer"] == "yes").sum() / max(len(rows), 1)


def statistics() -> None:
    """60 questions, five groups, 190 States; then rows up to ten million."""
    world = invented(190, 60)
    ours, plain = timed(lambda: everything(*world)), timed(lambda: bare(*world))
    print(
        f"all shares and tests, 60 questions x 5 groups x 190 States: {ours:.2f} s; bare numpy/scipy {plain:.2f} s; ratio {ours / plain:.2f}"
    )
    for states in (1_850, 18_500, 185_000):
        world = invented(states, 60)
        rows = len(world[0])
        findings, universe, names = world
        ours = timed(
            lambda f=findings, u=universe, q=names: shares(f, q, "yes", universe=u, by="regional_group"), 1
        )
        line = f"shares of {rows:>10,} findings: {ours:6.2f} s, {ours / rows * 1e6:.2f} s a million"
        if states < 100_000:
            naive = timed(lambda f=findings, u=universe, q=names: loop(f, u, q), 1)
            line += f"; naive pandas loop {naive:.2f} s"
        print(line, flush=True)


if __name__ == "__main__":
    statistics()
