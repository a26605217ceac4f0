"""How far a share depends on who read: the range over coders' disagreements. METHODS.md, "Range of readings"."""

from __future__ import annotations

import pandas as pd

from analysis.statistics.shares import measured

YES, OTHER, OPEN = "yes", "other", "open"
COLUMNS = [
    "end",
    "count",
    "denominator",
    "population",
    "share",
    "bound_low",
    "bound_high",
    "low",
    "high",
    "read",
    "read_by_one",
    "disputed",
]


def range_of_codings(
    codings: pd.DataFrame, population: int, *, level: float = 0.95, maybe: int = 0, whole: bool = False
) -> pd.DataFrame:
    """Return the least and the greatest share that the coders' disagreements allow: two rows, "least" and "greatest".

    codings: one row a unit and coder: unit, coder, gives: "yes" (the answer asked for), "other", or "open" (not
    addressed, unreadable). Each unit on which coders part, settled since or not, is given the answer of whichever makes
    the share least ("other", then "open", then "yes"), then greatest. population: the target, of which units are read; maybe: so
    many of it may belong to it or not; whole: it is the denominator, whoever answers.

    Columns: end; count, denominator, population, share (missing where no answer is left); bound_low, bound_high,
    low, high: bounds and exact finite-population interval of that share; read: units read; read_by_one: those read
    by one coder, of whom nothing is assumed; disputed: units on which coders part. Raises ValueError for another value
    of gives, for a coder who gives a unit two answers, and for more units than the population has.
    """
    if strange := set(codings["gives"]) - {YES, OTHER, OPEN}:
        raise ValueError(f"“{sorted(map(str, strange))[0]}” is neither yes, other nor open")
    if codings.duplicated(["unit", "coder"]).any():
        twice = codings[codings.duplicated(["unit", "coder"])].iloc[0]
        raise ValueError(f"coder {twice['coder']} gives {twice['unit']} two answers")
    read = codings.groupby("unit")["gives"].agg(["nunique", "size"])
    if len(read) > population:
        raise ValueError("a denominator exceeds its population: more States read than there are")
    rows = []
    for end, order in (("least", (OTHER, OPEN, YES)), ("greatest", (YES, OPEN, OTHER))):
        rank = codings["gives"].map({gives: place for place, gives in enumerate(order)})
        given = rank.groupby(codings["unit"]).min().map(dict(enumerate(order)))
        rows.append((end, int((given == YES).sum()), int((given != OPEN).sum()), population))
    table = pd.DataFrame(rows, columns=COLUMNS[:4])
    table = table.assign(denominator=population) if whole else table
    table = measured(table.assign(maybe=(population - table["denominator"]).clip(upper=maybe)), level)
    table["read"], table["read_by_one"] = len(read), int((read["size"] == 1).sum())
    table["disputed"] = int((read["nunique"] > 1).sum())
    return table[COLUMNS]
