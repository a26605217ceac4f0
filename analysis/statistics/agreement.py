"""Do two coders read alike? Raw agreement, Gwet's AC1 and Krippendorff's alpha side by side.

METHODS.md, "Agreement of coders".
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def agreement(codings: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Return how two coders agree: one row a question that both coded.

    codings: one row a coder's answer (iso3, record, article, question, coder, answer). Columns: question,
    units (reviews both coded), agree (share alike), ac1, alpha, why. On rare answers alpha falls far below
    agreement, since it takes the rare answer to be mere chance; AC1 does not. Methods: Gwet 2008;
    Krippendorff 2011 (nominal, two coders, no missing values).
    """
    unit = ["iso3", "record", "article", "question"]
    a, b = (codings[codings["coder"] == c].set_index(unit)["answer"] for c in (first, second))
    pairs = pd.concat([a.rename("a"), b.rename("b")], axis=1, join="inner").reset_index()
    rows = [
        {"question": question, **coefficients(group["a"], group["b"])}
        for question, group in pairs.groupby("question", sort=True)
    ]
    return pd.DataFrame(rows, columns=["question", "units", "agree", "ac1", "alpha", "why"])


def coefficients(a: pd.Series, b: pd.Series) -> dict:
    """Return units, agree, ac1 and alpha of two equally long lists of answers."""
    n = len(a)
    values = np.union1d(a.unique(), b.unique())
    agree = float((a.to_numpy() == b.to_numpy()).mean())
    held = np.array([((a == v).sum() + (b == v).sum()) / (2 * n) for v in values])
    q = len(values)
    chance_ac1 = float((held * (1 - held)).sum() / (q - 1)) if q > 1 else 0.0
    # Krippendorff's expected disagreement draws pairs without putting the first back.
    counts = held * 2 * n
    expected = 1 - float((counts * (counts - 1)).sum() / (2 * n * (2 * n - 1)))
    alpha = 1 - (1 - agree) / expected if expected > 0 else np.nan
    ac1 = (agree - chance_ac1) / (1 - chance_ac1)
    return {"units": n, "agree": agree, "ac1": ac1, "alpha": alpha, "why": _why(held, agree, alpha)}


def _why(held: np.ndarray, agree: float, alpha: float) -> str:
    if np.isnan(alpha):
        return "only one answer was ever given: alpha is not defined"
    if agree - alpha > 0.2 and held.max() > 0.85:
        return f"one answer makes up {held.max():.0%} of all: alpha takes the rare one for chance"
    return ""
