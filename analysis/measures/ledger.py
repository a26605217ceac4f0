"""The ledger: every statement of a paper, its claims held against the measures, and how firmly they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.languages import IN_ENGLISH
from analysis.measures.book import Measures, measures_of
from analysis.measures.claim import Claim, Tested, missing, tested
from analysis.measures.claims import AS_LISTED
from analysis.measures.coders import in_words
from analysis.statistics.shares import OTHERWISE
from analysis.statistics.verdicts import AGREES, DIFFERS, IRREFUTABLE, UNTESTABLE, Verdict, combined

if TYPE_CHECKING:
    from analysis.dataset import Dataset

AGREES_DEMO = "agrees on demonstration data"
VERDICTS = (AGREES, AGREES_DEMO, AS_LISTED, IRREFUTABLE, DIFFERS, UNTESTABLE)
_SHOWN = ["count", "denominator", "universe", "low", "high", "bound_low", "bound_high", "method"]
_FIRM = ["strength", "tips_open", "tips_changed", "firmness", "fits", "silence", "readings"]
COLUMNS = [
    "statement",
    "place",
    "subject",
    "published",
    "computed",
    *_SHOWN,
    "verdict",
    "differing",
    *_FIRM,
    "missing",
    "measures",
]


def statements(dataset: Dataset, first: str = "", last: str = "~") -> pd.DataFrame:
    """Return the ledger: one row a statement from first to last, in the paper's order, with COLUMNS.

    computed: what was found, claim by claim; count to method: the row of the leading measure (low to bound_high are
    shares); verdict: one of VERDICTS, the worst of its claims; differing: what
    is published and found of the claims that differ, where others do not; strength: 1 holds whatever the rest say, 2 on the
    interval, 3 on what was seen; tips_open, tips_changed: the least number of open answers, or of changed ones, that
    would turn it; firmness: the same in words; fits: the universes of which the wording is true; silence: what is found
    where silence is read as the codebook does not, of the claims of which it makes another number; readings: how many of the
    answers behind its leading shares one person read, and what they are whichever coder is believed; missing: what a test lacks; measures: what it rests on. METHODS.md, "Verdicts".
    """
    measures, table = measures_of(dataset), dataset.layers.table("statements")
    shown = table.loc[table["statement"].between(first, last), "statement"]
    return pd.DataFrame([_row(name, measures) for name in shown], columns=COLUMNS)


@lru_cache(maxsize=256)
def _row(name: str, measures: Measures) -> dict:
    """Return one row of the ledger: a statement with the outcome of its claims."""
    statement = measures.layers.table("statements").set_index("statement", drop=False).loc[name]
    claims = measures.layers.table("claims").query("statement == @name")
    held = [Claim(row, measures) for _, row in claims.set_index("claim").iterrows()]
    outcomes = [tested(claim) for claim in held] or [missing("a claim in claims.csv")]
    rows = [row for outcome in outcomes for row in outcome.rows[:1]]
    leading = next((row for row in rows if not pd.isna(row["denominator"])), rows[0] if rows else {})
    verdict = _worst([outcome.verdict for outcome in outcomes])
    invented = measures.dataset.demonstration and not all(_listed(claim) for claim in held)
    return {
        "statement": statement.statement,
        "place": statement.place,
        "subject": statement.subject,
        "published": statement.wording,
        "computed": "; ".join(dict.fromkeys(part for outcome in outcomes for part in outcome.found.split("; "))),
        **{column: leading.get(column) for column in _SHOWN},
        "verdict": AGREES_DEMO if verdict.outcome == AGREES and invented else verdict.outcome,
        "differing": _differing(held, outcomes),
        "strength": verdict.strength,
        "tips_open": verdict.open,
        "tips_changed": verdict.changed,
        "firmness": firmness(verdict),
        "fits": "; ".join(outcome.fits for outcome in outcomes if outcome.fits),
        "silence": "; ".join(filter(None, map(_silence, held, outcomes))),
        "readings": in_words(measures, rows),
        "missing": "; ".join(dict.fromkeys(outcome.missing for outcome in outcomes if outcome.missing)),
        "measures": "; ".join(dict.fromkeys(name for claim in held for name in claim.named)),
    }


def _differing(held: list[Claim], outcomes: list[Tested]) -> str:
    """Return what is published and found of each claim that differs; nothing where all do."""
    apart = [(claim.value, o.found) for claim, o in zip(held, outcomes, strict=False) if o.verdict.outcome == DIFFERS]
    published = IN_ENGLISH.text("published {value} (found {found})")
    told = (published.format(value=value, found=found) if value else found for value, found in apart)
    return "; ".join(told) if len(apart) < len(outcomes) else ""


def _silence(claim: Claim, outcome: Tested) -> str:
    """Return what a claim finds where silence is read the other way; nothing where that is the same."""
    tables = (claim.measures.of(name.split("[")[0]) for name in claim.named) if outcome.rows else ()
    if not any(table[OTHERWISE].notna().any(axis=None) for table in tables if OTHERWISE[0] in table):
        return ""
    other = tested(replace(claim, otherwise=True))
    return "" if other.found == outcome.found else f"{other.found}: {other.verdict.outcome}"


def _worst(verdicts: list[Verdict]) -> Verdict:
    """Return the verdict of all claims: the worst; what is as listed says nothing of the others."""
    of_data = [verdict for verdict in verdicts if verdict.outcome != AS_LISTED]
    return combined(of_data) if of_data else verdicts[0]


def _listed(claim: Claim) -> bool:
    try:
        return claim.listed
    except DataError:  # a measure that is not there is said by the test itself
        return False


_STRENGTHS = {1: "whatever the rest say", 2: "on the interval", 3: "on what was seen"}


def firmness(verdict: Verdict) -> str:
    """Return how firmly a verdict stands, in words; empty where it has no strength."""
    if verdict.strength is None:
        return ""
    verb = "holds" if verdict.outcome == AGREES else "differs"
    tip = "tip" if verdict.outcome == AGREES else "mend"
    parts = [f"{verb} {_STRENGTHS[verdict.strength]}"]
    more, changed = "one{# more answer} other{# more answers}", "one{# changed one} other{# changed ones}"
    open_ = None if verdict.open is None else IN_ENGLISH.plural(verdict.open, more)
    parts.append(f"{open_} could {tip} it" if open_ else "no open answer can turn it")
    parts.append("" if verdict.changed is None else f"{IN_ENGLISH.plural(verdict.changed, changed)} would {tip} it")
    return "; ".join(filter(None, parts))
