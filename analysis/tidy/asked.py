"""Which questions were to be asked: an answer whose condition is not met, or not settled, counts in no measure, and is said."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from analysis.errors import DataError
from analysis.problems import PROBLEM, fault
from analysis.reference import Layers
from analysis.schema import NO_ANSWERS, SEPARATOR, earlier_answers
from analysis.tidy.codes import labelled
from analysis.tidy.issues import Checks

# What a universe says in which answers of earlier records count where a later one is silent.
CARRIED = "carried"
# What leaves it open whether a later question is to be asked.
_OPEN = [reason for reason in NO_ANSWERS if reason != "not_applicable"]


def conditions_of(asked_if: str) -> list[tuple[str, list[str]]]:
    """Return the conditions of a question, which all have to be met: the earlier question, and the answers of which one is to be given."""
    return [(earlier, [code.strip() for code in codes.split("|")]) for earlier, codes in earlier_answers(asked_if)]


def conditions_in(layers: Layers) -> dict[str, str]:
    """Return what has to be answered before a question is asked, by question: those that are always asked are left out.

    Raises DataError where a question would have to be answered before itself.
    """
    conditions = layers.table("codebook").query("asked_if != ''").set_index("question")["asked_if"].to_dict()
    before = {question: [earlier for earlier, _ in earlier_answers(told)] for question, told in conditions.items()}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        way = ", ".join(error.args[1])
        raise DataError(
            f"codebook.csv: asked_if leads from a question back to itself ({way}). Delete one of these conditions."
        ) from None
    return conditions


class Said:
    """What is answered before a question, by place: by what is agreed of a record, or by what a coder said of it."""

    def __init__(self, answers: pd.DataFrame, key: list[str], conditions: dict[str, str]) -> None:
        """Take up answers, one code or several joined by ";", of the places that the columns of key name."""
        self._conditions, self.key = conditions, key
        self._places = set(zip(*(answers[name].tolist() for name in key), strict=True))
        self._codes: dict[str, dict[tuple[str, ...], set[str]]] = {}
        before = {earlier for condition in conditions.values() for earlier, _ in conditions_of(condition)}
        told = answers[answers["question"].isin(before)]
        for question, answer, *named in zip(*(told[c].tolist() for c in ("question", "answer", *key)), strict=True):
            self._codes.setdefault(question, {}).setdefault(tuple(named), set()).update(answer.split(SEPARATOR))

    def asked(self, question: str) -> tuple[set, set]:
        """Return where a question is to be asked and where it is not; elsewhere that is not known."""
        asked, denied = set(self._places), set()
        for earlier, wanted in conditions_of(self._conditions.get(question, "")):
            before, never = self.asked(earlier)
            told = {place: codes for place, codes in self._codes.get(earlier, {}).items() if codes.difference(_OPEN)}
            met = before & {place for place, codes in told.items() if not codes.isdisjoint(wanted)}
            asked &= met
            denied |= never | (before & told.keys()) - met
        return asked, denied


def asked_of(rows: pd.DataFrame, question: str, agreed: Said, own: Said) -> pd.DataFrame:
    """Return of each row (unit, coder) whether a question is asked of it: agreed, denied, himself, each a yes or no; neither: it is not known.

    That is read from what is agreed of the record and, where that does not say, from what the coder himself answered of it (himself: whether
    this says that it is asked).
    """
    (yes, no), (himself, not_himself) = (_where(rows, said.asked(question), said.key) for said in (agreed, own))
    return pd.DataFrame({"agreed": yes, "denied": ~yes & (no | not_himself), "himself": himself})


def _where(rows: pd.DataFrame, held: tuple[set, set], key: list[str]) -> list[pd.Series]:
    """Return of each row whether its place is in each of two sets."""
    places = list(zip(*(rows[name].tolist() for name in key), strict=True))
    return [pd.Series([place in own for place in places], rows.index, dtype=bool) for own in held]


def conditions_kept(checks: Checks, findings: pd.DataFrame, layers: Layers) -> None:
    """Note every answer to a question that was not to be asked, or of which it is not settled whether it was: no measure counts it.

    Where a coder's own answers led to the question, and what is agreed does not, he has nothing to mend.
    """
    rows, conditions = checks.rows, conditions_in(layers)
    agreed = Said(findings, ["unit"], conditions)
    # Where a universe carries answers over, another record of the entity may tell.
    carried = layers.table("universes")["earlier"].eq(CARRIED).any()
    others = Said(findings if carried else findings.iloc[:0], ["entity"], conditions)
    own = Said(rows[~checks.bad & (rows["answer"] != "")], ["unit", "coder"], conditions)
    answered = ~rows["answer"].isin(["", *NO_ANSWERS]) & ~checks.bad
    groups = rows[answered & rows["question"].isin(conditions)].groupby("question", sort=False)
    for question, group in groups:
        told = asked_of(group, str(question), agreed, own)
        words = {"condition": ", ".join(in_words(conditions[str(question)], layers))}
        checks.fault(told["denied"] & ~told["himself"], "answer", "against_condition", **words)
        checks.fault(told["denied"] & told["himself"], "answer", "condition_settled_otherwise", **words)
        elsewhere = asked_of(group, str(question), others, own)["agreed"]
        open_ = ~told["agreed"] & ~told["denied"] & ~elsewhere
        checks.fault(open_ & ~told["himself"], "answer", "condition_open", **words)
        checks.fault(open_ & told["himself"], "answer", "condition_unsettled", **words)


def in_words(
    asked_if: str, layers: Layers, text: Callable[[str], str] = str, signs: tuple[str, str] = (" = ", " / ")
) -> list[str]:
    """Return conditions by the labels of questions and answers, such as "Law = Yes / No", each put into a language by text.

    signs: what stands between question and answers, and between answers.
    """
    codebook = layers.table("codebook").set_index("question")[["label", "answers"]].T.to_dict()
    told = []
    for earlier, codes in (
        (codebook[earlier], codes) for earlier, codes in conditions_of(asked_if) if earlier in codebook
    ):
        least = ">= " if codes[0].startswith(">= ") else ""
        words = (text(labelled(code.removeprefix(least), earlier["answers"], layers)) for code in codes)
        told.append(f"{text(earlier['label'])}{signs[0]}{least}{signs[1].join(words)}")
    return told


def looked_at_again(checks: Checks) -> None:
    """Note the answers whose question has changed since, where nothing else is wrong with them: what has to be mended is looked at anyway.

    That coders differ is nothing that one of them has to mend.
    """
    wrong = pd.Series(False, checks.rows.index)
    for part in checks.issues:
        mend = (part["severity"] == PROBLEM) & (part["problem"] != fault("coders_differ").problem)
        wrong[part.index[mend & (part["column"] == checks.rows["column"][part.index])]] = True
    checks.fault((checks.rows["changed"] != "") & ~checks.bad & ~wrong, "value", "question_changed")
