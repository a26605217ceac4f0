"""The ledger: every statement of a paper, its claims held against the measures."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.measures.book import Measures, measures_of
from analysis.measures.claims import Claim, Tested, tested

if TYPE_CHECKING:
    from analysis.dataset import Dataset

AGREES, AGREES_DEMO, DIFFERS, UNTESTED = VERDICTS = (
    "agrees",
    "agrees on demonstration data",
    "differs",
    "cannot be tested",
)
_SHOWN = ["count", "denominator", "universe", "low", "high", "bound_low", "bound_high", "method"]
COLUMNS = ["statement", "place", "subject", "published", "computed", *_SHOWN, "verdict", "missing", "measures"]


def statements(dataset: Dataset, first: str = "", last: str = "~") -> pd.DataFrame:
    """Return the ledger: one row a statement from first to last, in the paper's order, with COLUMNS.

    computed: what was found, claim by claim; count to method: the row of the leading measure (low to bound_high are
    shares); verdict: one of VERDICTS, the worst of its claims; missing: what a test lacks; measures: what it rests on.
    """
    table = _ledger(dataset, dataset.layers.stamp())
    return table[table["statement"].between(first, last)].reset_index(drop=True)


@lru_cache(maxsize=8)
def _ledger(dataset: Dataset, stamp: tuple) -> pd.DataFrame:
    measures = measures_of(dataset)
    claims = dict(iter(dataset.layers.table("claims").groupby("statement", sort=False)))
    rows = [
        _row(statement, claims.get(statement.statement), measures)
        for statement in dataset.layers.table("statements").itertuples()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(statement, claims: pd.DataFrame | None, measures: Measures) -> dict:
    """Return one row of the ledger: a statement with the outcome of its claims."""
    held = [] if claims is None else [Claim(row, measures) for _, row in claims.set_index("claim").iterrows()]
    outcomes = [tested(claim) for claim in held] or [Tested(None, "not computed", missing="a claim in claims.csv")]
    rows = [row for outcome in outcomes for row in outcome.rows[:1]]
    leading = next((row for row in rows if not pd.isna(row["denominator"])), rows[0] if rows else {})
    invented = measures.dataset.demonstration and not all(_listed(claim) for claim in held)
    return {
        "statement": statement.statement,
        "place": statement.place,
        "subject": statement.subject,
        "published": statement.wording,
        "computed": "; ".join(dict.fromkeys(outcome.found for outcome in outcomes)),
        **{column: leading.get(column) for column in _SHOWN},
        "verdict": _verdict(outcomes, invented),
        "missing": "; ".join(dict.fromkeys(outcome.missing for outcome in outcomes if outcome.missing)),
        "measures": "; ".join(dict.fromkeys(name for claim in held for name in claim.named)),
    }


def _verdict(outcomes: list[Tested], invented: bool) -> str:
    """Return the worst of the claims' verdicts: derived from what was found, never typed."""
    if any(outcome.holds is False for outcome in outcomes):
        return DIFFERS
    if any(outcome.holds is None for outcome in outcomes):
        return UNTESTED
    return AGREES_DEMO if invented else AGREES


def _listed(claim: Claim) -> bool:
    try:
        return claim.listed
    except (DataError, KeyError):  # a measure that is not there is said by the test itself
        return False
