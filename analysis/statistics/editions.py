"""Change between two editions of the paper. METHODS.md, "Editions"."""

import math


def reach(count: int, denominator: int, added: int) -> tuple[float, float]:
    """Return the shares between which adding units can move count / denominator: none or all have it."""
    if not denominator + added:
        return math.nan, math.nan
    return count / (denominator + added), (count + added) / (denominator + added)
