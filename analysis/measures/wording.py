"""Words for the numbers of measures, and the language of a dataset's readers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.languages import DOCUMENTS, ENGLISH, IN_ENGLISH, Language

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def language_of(dataset: Dataset, code: str = ENGLISH, profile: str = DOCUMENTS) -> Language:
    """Return a language for the readers of a dataset, which knows the days and editions that its paper's labels name.

    Raises DataError for a language that is none of the six.
    """
    paper = dataset.paper
    fields = {f"{{{name}}}": paper.edition(name) for name in ("first", "latest")}
    fields |= {f"{{day.{name}}}": day for name, day in paper.days.items()}
    return Language(code, dataset.layers, fields, profile)


def described(row: Mapping[str, Any], language: Language = IN_ENGLISH) -> str:
    """Return a row of a measure in words: "33 of 163 (20.2 per cent)", or its value where it is no share."""
    if not isinstance(row["denominator"], float) or not math.isnan(row["denominator"]):
        return share_text(row["count"], row["denominator"], language)
    return language.text("none") if math.isnan(row["value"]) else f"{row['value']:g}"


def share_text(count: float, denominator: float, language: Language = IN_ENGLISH) -> str:
    """Return "33 of 163 (20.2 per cent)"; the denominator never leaves the share."""
    share = language.per_cent_in_words(count / denominator if denominator else math.nan)
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
