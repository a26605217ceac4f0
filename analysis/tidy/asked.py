"""Which questions were to be asked: an answer whose condition is not met, or not settled, counts in no measure, and is said."""

from __future__ import annotations

import pandas as pd

from analysis.problems import PROBLEM, fault
from analysis.reference import Layers
from analysis.schema import NO_ANSWERS, SEPARATOR, earlier_answers
from analysis.tidy.issues import Checks

# What leaves it open whether a later question is to be asked.
_OPEN = [reason for reason in NO_ANSWERS if reason != "not_applicable"]


def conditions_of(asked_if: str) -> list[tuple[str, list[str]]]:
    """Return the conditions of a question, which all have to be met: the earlier question, and the answers of which one is to be given."""
    return [(earlier, [code.strip() for code in codes.split("|")]) for earlier, codes in earlier_answers(asked_if)]


def conditions_in(layers: Layers) -> dict[str, str]:
    """Return what has to be answered before a question is asked, by question: those that are always asked are left out."""
    return layers.table("codebook").query("asked_if != ''").set_index("question")["asked_if"].to_dict()


def asked_of(
    rows: pd.DataFrame, question: str, conditions: dict[str, str], findings: pd.DataFrame, own: pd.DataFrame
) -> pd.DataFrame:
    """Return of each row (unit, coder) whether a question is asked of it: agreed, denied, himself, each a yes or no; neither: it is not known.

    That is read from what is agreed of the record and, where that does not say, from what the coder himself answered of it (himself: whether
    this says that it is asked). findings, own: a row a code.
    """
    (agreed, not_agreed), (himself, not_himself) = (
        [_place_of(rows, key).isin(places) for places in _asked(said, key, conditions, question)]
        for said, key in ((findings, ["unit"]), (own, ["unit", "coder"]))
    )
    return pd.DataFrame({"agreed": agreed, "denied": ~agreed & (not_agreed | not_himself), "himself": himself})


def a_row_a_code(codings: pd.DataFrame) -> pd.DataFrame:
    """Return answers with a row for each of their codes."""
    return codings.assign(answer=codings["answer"].str.split(SEPARATOR)).explode("answer")


def conditions_kept(checks: Checks, findings: pd.DataFrame, layers: Layers) -> None:
    """Note every answer to a question that was not to be asked, or of which it is not settled whether it was: no measure counts it."""
    rows = checks.rows
    own, conditions = a_row_a_code(rows[~checks.bad & (rows["answer"] != "")]), conditions_in(layers)
    for question, condition in conditions.items():
        answered = (rows["question"] == question) & ~rows["answer"].isin(["", *NO_ANSWERS]) & ~checks.bad
        if not answered.any():
            continue
        told = asked_of(rows, question, conditions, findings, own)
        checks.fault(answered & told["denied"], "answer", "against_condition", condition=condition)
        open_ = answered & ~told["agreed"] & ~told["denied"]
        checks.fault(open_ & ~told["himself"], "answer", "condition_open", condition=condition)
        checks.fault(open_ & told["himself"], "answer", "condition_unsettled", condition=condition)


def looked_at_again(checks: Checks) -> None:
    """Note the answers whose question has changed since, where nothing else is wrong with them: what has to be mended is looked at anyway.

    That coders differ is nothing that one of them has to mend.
    """
    wrong = {
        at
        for part in checks.issues
        for at in part.index[(part["severity"] == PROBLEM) & (part["problem"] != fault("coders_differ").problem)]
        if part.at[at, "column"] == checks.rows.at[at, "column"]
    }
    standing = ~checks.bad & ~checks.rows.index.isin(wrong)
    checks.fault((checks.rows["changed"] != "") & standing, "value", "question_changed")


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
