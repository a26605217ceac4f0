"""Reviews and responses of the same State: both kept, one leads, conflicts listed; never added up."""

from __future__ import annotations

import pandas as pd

from analysis.schema import NO_ANSWERS

PRECEDENCE = ("review", "response")
_UNIT = ["iso3", "article", "question"]


def reconciled(findings: pd.DataFrame, precedence: tuple[str, ...] = PRECEDENCE) -> pd.DataFrame:
    """Return findings with one record a State, article and question: the first in precedence that answers.

    One row an agreed answer, as in findings; a record that gives no answer ("not addressed" and so on)
    leads only where no other answers. Raises ValueError for a record that the precedence does not name.
    """
    unknown = set(findings["record"]) - set(precedence)
    if unknown:
        raise ValueError(f"the precedence does not say where “{sorted(unknown)[0]}” stands")
    rank = findings["record"].map({record: place for place, record in enumerate(precedence)})
    rank = rank + len(precedence) * findings["answer"].isin(NO_ANSWERS)
    best = rank.groupby([findings[c] for c in _UNIT]).transform("min")
    return findings[rank == best].reset_index(drop=True)


def conflicts(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the questions that review and response of one State answer differently.

    One row a State, article and question; columns review and response hold the answers (codes joined by
    ";"), with the symbols that say so. A missing answer contradicts nothing.
    """
    answered = findings[~findings["answer"].isin(NO_ANSWERS)]
    said = answered.groupby([*_UNIT, "record"]).agg(
        answer=("answer", lambda codes: ";".join(sorted(codes))), symbol=("symbol", "first")
    )
    sides = [
        said.xs(record, level="record").add_prefix(f"{record}_")
        for record in PRECEDENCE
        if record in said.index.get_level_values("record")
    ]
    if len(sides) < 2:
        return pd.DataFrame(columns=[*_UNIT, "review", "response", "review_symbol", "response_symbol"])
    both = sides[0].join(sides[1], how="inner").reset_index()
    both = both.rename(columns={"review_answer": "review", "response_answer": "response"})
    apart = both[both["review"] != both["response"]]
    return apart[[*_UNIT, "review", "response", "review_symbol", "response_symbol"]].reset_index(drop=True)
