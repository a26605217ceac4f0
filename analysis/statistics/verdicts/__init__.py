"""Verdicts: a kind of claim, what was counted, and how firmly the two fit. METHODS.md, "Verdicts".

Each kind is one function from counts to a `Verdict`; none knows a dataset, a file or a sentence.
"""

from analysis.statistics.verdicts.editions import Finding, flipping, no_change
from analysis.statistics.verdicts.groups import at_least, greater, leaders
from analysis.statistics.verdicts.outcomes import (
    AGREES,
    DIFFERS,
    IRREFUTABLE,
    ON_INTERVAL,
    ON_SEEN,
    OUTCOMES,
    UNTESTABLE,
    WHATEVER,
    Group,
    Verdict,
    combined,
)
from analysis.statistics.verdicts.pairs import Pairs, no_difference
from analysis.statistics.verdicts.read import categories, highest
from analysis.statistics.verdicts.shares import agree, least_evidence, number, share

__all__ = [
    "AGREES",
    "DIFFERS",
    "IRREFUTABLE",
    "ON_INTERVAL",
    "ON_SEEN",
    "OUTCOMES",
    "UNTESTABLE",
    "WHATEVER",
    "Finding",
    "Group",
    "Pairs",
    "Verdict",
    "agree",
    "at_least",
    "categories",
    "combined",
    "flipping",
    "greater",
    "highest",
    "leaders",
    "least_evidence",
    "no_change",
    "no_difference",
    "number",
    "share",
]
