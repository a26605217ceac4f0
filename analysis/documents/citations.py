"""Citations that survive a corrected document: kept with quote and context, found again by match."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import asdict, dataclass

import pandas as pd
from rapidfuzz import fuzz

from analysis.errors import DataError

CITATION_COLUMNS = ["symbol", "section", "paragraph", "quote", "before", "after"]
FOUND_COLUMNS = ["found", "now_section", "now_paragraph", "now_page", "now_quote", "likeness"]
# So many characters before and after a quote are kept, to tell two places with the same words apart.
_CONTEXT = 60
# From this likeness on (0 to 100, rapidfuzz partial ratio) a text is the old one, changed.
_CHANGED_FROM = 70.0
_SAME_NUMBER = 10.0
# Under another number it may be a twin: a recommendation stands in the dialogue, too. It is the old text, changed, where it is
# so like it, has so much of its context, and, where a whole paragraph was cited, makes up so much of one.
_CHANGED_ELSEWHERE_FROM, _CONTEXT_FROM, _LEAST_OF_PARAGRAPH = 85.0, 70.0, 0.6
# Shorter quotes look like too much else; they are looked for together with their context.
_SHORT = 25
# So large a share of the words of a quote, rare ones weighing more, is left in a text that was only changed.
_LEAST_LEFT, _LEAST_WEIGHT = 0.6, 0.1
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True)
class Citation:
    """A quote from a paragraph, and a little text before and after it."""

    symbol: str
    section: str
    paragraph: str
    quote: str
    before: str
    after: str


@dataclass(frozen=True)
class _Place:
    section: str
    paragraph: str
    page: str
    quote: str
    likeness: float


def cite(extracts: pd.DataFrame, symbol: str, paragraph: str, quote: str = "", section: str = "") -> Citation:
    """Return the citation of a quote (of the whole paragraph, where none is given) in the document of a symbol.

    Raises DataError where no extract is of that document, the paragraph is not there, or does not hold the
    quote, to the letter.
    """
    extracts = extracts[extracts["symbol"] == symbol]
    if extracts.empty:
        raise DataError(f"No extract is of {symbol}. Compare the symbol with the column symbol of the extracts.")
    rows = extracts[(extracts["paragraph"] == paragraph) & (extracts["section"] == section)]
    if rows.empty and not section:
        rows = extracts[extracts["paragraph"] == paragraph]
    if len(rows) != 1:
        raise DataError(f"{symbol}: {'no' if rows.empty else 'more than one'} paragraph {paragraph}. Name its section.")
    row = rows.iloc[0]
    quote = " ".join(quote.split()) or row["text"]
    at = row["text"].find(quote)
    if at < 0:
        raise DataError(f"{symbol}, paragraph {paragraph} does not hold the words “{quote}”. Copy them to the letter.")
    before, after = row["text"][max(0, at - _CONTEXT) : at], row["text"][at + len(quote) :][:_CONTEXT]
    return Citation(symbol, row["section"], paragraph, quote, before, after)


def find_again(citations: list[Citation], extracts: pd.DataFrame) -> pd.DataFrame:
    """Look for citations in the extracts of a corrected document.

    One row is a citation, with what became of it (found: same, moved, changed or lost) and where it stands
    now. same: the quote stands in the paragraph of that number; moved: in another; changed: not to the
    letter, but with this likeness (0 to 100, rapidfuzz partial ratio), which a person has to judge; lost:
    nothing is like it.
    """
    weights = _weights(extracts["text"])
    rows = [asdict(citation) | _found(citation, extracts, weights) for citation in citations]
    return pd.DataFrame(rows, columns=[*CITATION_COLUMNS, *FOUND_COLUMNS])


def _found(citation: Citation, extracts: pd.DataFrame, weights: dict[str, float]) -> dict:
    exact = [_at(row, citation.quote, 100.0) for row in extracts.itertuples() if citation.quote in row.text]
    if exact:
        place = max(exact, key=lambda p: (_same_number(p, citation), _likeness_of_context(p, citation, extracts)))
        return _as_row("same" if _same_number(place, citation) else "moved", place)
    words = citation.quote
    if len(words) < _SHORT:
        words = citation.before + words + citation.after
    likely = [
        alike
        for row in extracts.itertuples()
        if (alike := _alike(row, words, weights)) and _no_twin(alike, row.text, citation)
    ]
    if not likely:
        return _as_row("lost", _Place("", "", "", "", 0.0))
    # Of two that are alike, the one under the old number: lists hold many a twin.
    return _as_row("changed", max(likely, key=lambda p: p.likeness + _SAME_NUMBER * _same_number(p, citation)))


def _alike(row, words: str, weights: dict[str, float]) -> _Place | None:
    """Return the part of a paragraph that is most like some words, if it is like enough.

    The shorter of two texts is found in the longer: a remnant of a quote must not pass for all of it, nor
    a sentence that shares with it only the words that all sentences share.
    """
    found = fuzz.partial_ratio_alignment(words, row.text, score_cutoff=_CHANGED_FROM)
    if found is None or found.dest_end - found.dest_start < len(words) / 2:
        return None
    part = row.text[found.dest_start : found.dest_end]
    return _at(row, part, round(found.score, 1)) if _left(words, row.text, weights) >= _LEAST_LEFT else None


def _no_twin(place: _Place, text: str, citation: Citation) -> bool:
    """Whether a text that is like a quote can be the old one, for its number, or its likeness, context and extent."""
    if _same_number(place, citation):
        return True
    if place.likeness < _CHANGED_ELSEWHERE_FROM:
        return False
    if context := citation.before + citation.after:
        return fuzz.partial_ratio(context, text) >= _CONTEXT_FROM
    return len(place.quote) >= _LEAST_OF_PARAGRAPH * len(text)


def _left(words: str, text: str, weights: dict[str, float]) -> float:
    """Return the share of the words of a quote that a text holds, each by its weight."""
    wanted, there = _tokens(words), _tokens(text)
    rare = max(1.0, *weights.values()) if weights else 1.0
    whole = sum(weights.get(word, rare) for word in wanted)
    return sum(weights.get(word, rare) for word in wanted & there) / whole if whole else 0.0


def _weights(texts: pd.Series) -> dict[str, float]:
    """Return how much each word tells: minus the logarithm of the share of texts that hold it."""
    held = Counter(word for text in texts for word in _tokens(text))
    return {word: max(_LEAST_WEIGHT, math.log(len(texts) / count)) for word, count in held.items()}


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(text.casefold()))


def _at(row, quote: str, likeness: float) -> _Place:
    return _Place(row.section, row.paragraph, getattr(row, "page", ""), quote, likeness)


def _same_number(place: _Place, citation: Citation) -> bool:
    return (place.section, place.paragraph) == (citation.section, citation.paragraph)


def _likeness_of_context(place: _Place, citation: Citation, extracts: pd.DataFrame) -> float:
    here = extracts[(extracts["section"] == place.section) & (extracts["paragraph"] == place.paragraph)]
    return max(fuzz.partial_ratio(citation.before + citation.after, text) for text in here["text"])


def _as_row(found: str, place: _Place) -> dict:
    values = (found, place.section, place.paragraph, place.page, place.quote, place.likeness)
    return dict(zip(FOUND_COLUMNS, values, strict=True))
