"""Change between two editions of the paper: what moved a share, and what could have moved it.

METHODS.md, "Editions".
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.statistics.intervals import bounds

YES, OTHER, OPEN = "yes", "other", "open"
STEPS = (
    "old edition",
    "corrections",
    "answers recoded",
    "answers withdrawn",
    "States that left",
    "growth of the population",
    "States added",
)
COLUMNS = [
    "step",
    "units",
    "count",
    "denominator",
    "population",
    "share",
    "change",
    "bound_low",
    "bound_high",
    "reach_low",
    "reach_high",
]


def reach(count: int, denominator: int, added: int) -> tuple[float, float]:
    """Return the shares between which adding States can move count / denominator: none or all have it.

    Missing where there is no State before or after.
    """
    if denominator + added == 0:
        return np.nan, np.nan
    return count / (denominator + added), (count + added) / (denominator + added)


def change_between(old: pd.Series, new: pd.Series, corrected: Collection[str] = ()) -> pd.DataFrame:
    """Return the change of a share between two editions, split into its sources: one row a step, in the order of STEPS.

    old, new: by State of each edition's target, "yes" (the answer asked for), "other" or "open" (no usable answer).
    corrected: States whose old answer was wrong. Columns: step; units (States that the step touches); count,
    denominator, population and share after it; change of the share by it; bound_low and bound_high after it; and, at
    "States added", reach_low and reach_high: the shares between which these States could have moved it at all.

    Corrections: another answer, or none, for a State listed as corrected. Recoded: another answer. Withdrawn: no
    usable answer any more. Left: out of the target. Growth: new to the target, as yet open. Added: open before, now
    answered. The last row is the new edition, and the changes add up to it. Raises ValueError for a State given twice
    and for other values.
    """
    for edition in (old, new):
        if strange := set(edition) - {YES, OTHER, OPEN}:
            raise ValueError(f"“{sorted(map(str, strange))[0]}” is neither yes, other nor open")
        if not edition.index.is_unique:
            raise ValueError(f"{edition.index[edition.index.duplicated()][0]} has two answers in one edition")
    both = old.index.intersection(new.index)
    moved = both[(old[both] != new[both]).to_numpy()]
    wrong = moved[moved.isin(list(corrected))]
    rest = moved.difference(wrong)
    touched = {
        "corrections": wrong,
        "answers recoded": rest[((old[rest] != OPEN) & (new[rest] != OPEN)).to_numpy()],
        "answers withdrawn": rest[(new[rest] == OPEN).to_numpy()],
        "States that left": old.index.difference(new.index),
        "growth of the population": new.index.difference(old.index),
    }
    now, rows = old.copy(), [_row("old edition", len(old), old)]
    for step, states in touched.items():
        if step == "States that left":
            now = now.drop(states)
        elif step == "growth of the population":
            now = pd.concat([now, pd.Series(OPEN, index=states, dtype=object)])
        else:
            now[states] = new[states]
        rows.append(_row(step, len(states), now))
    added = int(((now == OPEN) & (new.reindex(now.index) != OPEN)).sum())
    low, high = reach(rows[-1]["count"], rows[-1]["denominator"], added)
    rows.append({**_row("States added", added, new), "reach_low": low, "reach_high": high})
    table = pd.DataFrame(rows)
    table["change"] = table["share"].diff()
    table["bound_low"], table["bound_high"] = bounds(table["count"], table["denominator"], table["population"])
    return table[COLUMNS]


def _row(step: str, units: int, answers: pd.Series) -> dict:
    count, answered = int((answers == YES).sum()), int((answers != OPEN).sum())
    share = count / answered if answered else np.nan
    return {
        "step": step,
        "units": units,
        "count": count,
        "denominator": answered,
        "population": len(answers),
        "share": share,
    }
