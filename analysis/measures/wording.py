"""Words for the numbers of measures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from analysis.languages import IN_ENGLISH, Language


def described(row: Mapping[str, Any], language: Language = IN_ENGLISH) -> str:
    """Return a row of a measure in words: "33 of 163 (20.2 per cent)", or its value where it is no share."""
    if not isinstance(row["denominator"], float) or not math.isnan(row["denominator"]):
        return share_text(row["count"], row["denominator"], language)
    return language.text("none") if math.isnan(row["value"]) else f"{row['value']:g}"


def share_text(count: float, denominator: float, language: Language = IN_ENGLISH, sign: bool = False) -> str:
    """Return "33 of 163 (20.2 per cent)", with the sign for per cent where room is small; that nobody answered where nobody did."""
    if not denominator:
        return language.text("nobody answered")
    share = (language.per_cent if sign else language.per_cent_in_words)(count / denominator)
    return f"{count_text(count, denominator, language)} ({share})"


def count_text(count: float, denominator: float, language: Language = IN_ENGLISH) -> str:
    """Return "33 of 163"."""
    return language.text("{count} of {denominator}").format(count=f"{count:.0f}", denominator=f"{denominator:.0f}")


def shortened(found: str, language: Language = IN_ENGLISH, most: int = 22) -> str:
    """Return the beginning of what was found, as a chart has room for it: whole parts, the next one only while there is room.

    found: parts joined by semicolons, in English; a share has the sign for per cent.
    """
    shown: list[str] = []
    for part in found.replace(" per cent", "%").split("; "):
        if shown and len("; ".join(shown)) >= most:
            return f"{language.joined(shown)} …"
        shown.append(language.text(part))
    return language.joined(shown)
