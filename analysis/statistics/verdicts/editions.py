"""The claim that new records confirm what the edition before found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.statistics.ranges import Range
from analysis.statistics.verdicts.outcomes import AGREES, DIFFERS, IRREFUTABLE, Group, Verdict, combined, untestable
from analysis.statistics.verdicts.shares import share

FLIPS = ["finding", "held", "holds", "added", "flips", "could_flip"]


@dataclass(frozen=True)
class Finding:
    """A wording about a share, its group in the old and in the new edition, and the records added since."""

    wording: Range
    old: Group
    new: Group
    added: int


def no_change(findings: Mapping[str, Finding], *, level: float = 0.95) -> tuple[Verdict, pd.DataFrame]:
    """Return the verdict on "the new information confirms the findings", and what could have refuted it.

    True where each wording that agreed on the old edition still does: one part each, combined, so that a tipping point
    is the least that turns one of them. "Could not have been refuted" where it is true and the added records could
    have flipped none of them; cannot be tested where no wording agreed on the old edition.

    The frame has one row a finding: finding, held (agreed on the old edition), holds (agrees on the new), added
    (records), flips (the numbers of "yes" among the added that would have flipped it, had all answered), could_flip.
    """
    rows, parts = [], []
    for name, finding in findings.items():
        before, now = (share(group, finding.wording, level=level) for group in (finding.old, finding.new))
        held = before.outcome == AGREES
        flips = flipping(finding.wording, finding.old.yes, finding.old.answered, finding.added) if held else ()
        rows.append((name, held, now.outcome == AGREES, finding.added, flips, bool(flips)))
        if held:
            parts.append(now)
    table = pd.DataFrame(rows, columns=FLIPS)
    if not parts:
        return untestable(0, 1), table
    verdict = combined(parts)
    if verdict.outcome != DIFFERS and not table["could_flip"].any():
        return Verdict(IRREFUTABLE, answers=verdict.answers, needs=verdict.needs), table
    return verdict, table


def flipping(wording: Range, yes: int, answered: int, added: int) -> tuple[int, ...]:
    """Return which numbers of "yes" among added records would put yes of answered outside the wording.

    If some of the added stayed silent no other wording could flip: a share between two allowed ones is allowed.
    """
    return tuple(more for more in range(added + 1) if not wording.allows(yes + more, answered + added))
