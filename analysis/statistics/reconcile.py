"""Reviews and responses of the same State: both kept, conflicts listed; never added up."""

from __future__ import annotations

import pandas as pd

from analysis.schema import NO_ANSWERS

PRECEDENCE = ("review", "response")
_UNIT = ["entity", "topic", "question"]


def conflicts(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the questions that review and response of one State answer differently.

    One row an entity, topic and question; columns review and response hold the answers (codes joined by
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
