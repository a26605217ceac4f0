"""Which questions were to be asked: an answer whose condition is not met, or not settled, counts in no measure, and is said."""

from __future__ import annotations

import pandas as pd

from analysis.reference import Layers
from analysis.schema import NO_ANSWERS, SEPARATOR, earlier_answers
from analysis.tidy.issues import Checks

# What leaves it open whether a later question is to be asked.
_OPEN = [reason for reason in NO_ANSWERS if reason != "not_applicable"]


def conditions_of(asked_if: str) -> list[tuple[str, list[str]]]:
    """Return the conditions of a question, which all have to be met: the earlier question, and the answers of which one is to be given."""
    return [(earlier, [code.strip() for code in codes.split("|")]) for earlier, codes in earlier_answers(asked_if)]


def conditions_kept(checks: Checks, findings: pd.DataFrame, layers: Layers) -> None:
    """Note every answer to a question that was not to be asked, or of which it is not settled whether it was: no measure counts it.

    Whether it was is read from what is agreed of the same record and, where that does not say, from what the coder himself answered of it.
    """
    rows = checks.rows
    standing = rows[~checks.bad & (rows["answer"] != "")]
    own = standing.assign(answer=standing["answer"].str.split(SEPARATOR)).explode("answer")
    conditions = layers.table("codebook").query("asked_if != ''").set_index("question")["asked_if"].to_dict()
    for question, condition in conditions.items():
        answered = (rows["question"] == question) & ~rows["answer"].isin(["", *NO_ANSWERS]) & ~checks.bad
        if not answered.any():
            continue
        (agreed, not_agreed), (himself, not_himself) = (
            [_place_of(rows, key).isin(places) for places in _asked(said, key, conditions, question)]
            for said, key in ((findings, ["unit"]), (own, ["unit", "coder"]))
        )
        against = answered & ~agreed & (not_agreed | not_himself)
        checks.fault(against, "answer", "against_condition", condition=condition)
        open_ = answered & ~agreed & ~against
        checks.fault(open_ & ~himself, "answer", "condition_open", condition=condition)
        checks.fault(open_ & himself, "answer", "condition_unsettled", condition=condition)


def _asked(said: pd.DataFrame, key: list[str], conditions: dict[str, str], question: str) -> tuple[set, set]:
    """Return where a question is to be asked and where it is not, by answers to what comes before it; elsewhere that is not known."""
    asked, denied = set(_place_of(said, key)), set()
    for earlier, codes in conditions_of(conditions.get(question, "")):
        before, never = _asked(said, key, conditions, earlier)
        told = said[(said["question"] == earlier) & ~said["answer"].isin(_OPEN)]
        met = set(_place_of(told[told["answer"].isin(codes)], key)) & before
        asked &= met
        denied |= never | (set(_place_of(told, key)) & before) - met
    return asked, denied


def _place_of(rows: pd.DataFrame, key: list[str]) -> pd.Series:
    return rows[key[0]].str.cat([rows[name] for name in key[1:]], sep="\0") if key[1:] else rows[key[0]]
