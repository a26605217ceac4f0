"""Words for numbers, as papers of the Secretariat write them: "per cent" in text, small numbers in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(value: float, language: str = "en") -> str:
    """Return a number as the language groups its digits; whole numbers under ten in English words."""
    if language == "en" and float(value).is_integer() and 0 < value < 10:
        return _SMALL[int(value)]
    return format_decimal(value, locale=language)


def per_cent(share: float, digits: int = 1, language: str = "en") -> str:
    """Return a share as "20.2 per cent"; "no share" where there is none."""
    if math.isnan(share):
        return "no share"
    pattern = "0." + "0" * digits if digits else "0"
    return f"{format_decimal(round(share * 100, digits), format=pattern, locale=language)} per cent"


def points(difference: float, digits: int = 1) -> str:
    """Return a difference of two shares as "59.3 percentage points"."""
    return per_cent(difference, digits).replace("per cent", "percentage points").replace("no share", "no difference")


def described(row: Mapping[str, Any]) -> str:
    """Return a row of a measure in words: "33 of 163 (20.2 per cent)", or its value where it is no share."""
    if not isinstance(row["denominator"], float) or not math.isnan(row["denominator"]):
        return share_text(row["count"], row["denominator"])
    return "none" if math.isnan(row["value"]) else f"{row['value']:g}"


def share_text(count: float, denominator: float) -> str:
    """Return "33 of 163 (20.2 per cent)"; the denominator never leaves the share."""
    return f"{count:.0f} of {denominator:.0f} ({per_cent(count / denominator if denominator else math.nan)})"
