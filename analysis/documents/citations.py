"""Citations that survive a corrected document: kept with quote and context, found again by match."""

from __future__ import annotations

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
# Shorter quotes look like too much else; they are looked for together with their context.
_SHORT = 25


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
    """Return the citation of a quote (of the whole paragraph, where none is given) in a document's extracts.

    Raises DataError where the paragraph is not there, or does not hold the quote, to the letter.
    """
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
    rows = [asdict(citation) | _found(citation, extracts) for citation in citations]
    return pd.DataFrame(rows, columns=[*CITATION_COLUMNS, *FOUND_COLUMNS])


def _found(citation: Citation, extracts: pd.DataFrame) -> dict:
    exact = [_at(row, citation.quote, 100.0) for row in extracts.itertuples() if citation.quote in row.text]
    if exact:
        place = max(exact, key=lambda p: (_same_number(p, citation), _likeness_of_context(p, citation, extracts)))
        return _as_row("same" if _same_number(place, citation) else "moved", place)
    words = citation.quote
    if len(words) < _SHORT:
        words = citation.before + words + citation.after
    likely = [alike for row in extracts.itertuples() if (alike := _alike(row, words))]
    if not likely:
        return _as_row("lost", _Place("", "", "", "", 0.0))
    return _as_row("changed", max(likely, key=lambda p: (p.likeness, _same_number(p, citation))))


def _alike(row, words: str) -> _Place | None:
    """Return the part of a paragraph that is most like some words, if it is like enough.

    The shorter of two texts is found in the longer: a remnant of a quote must not pass for all of it.
    """
    found = fuzz.partial_ratio_alignment(words, row.text, score_cutoff=_CHANGED_FROM)
    if found is None or found.dest_end - found.dest_start < len(words) / 2:
        return None
    return _at(row, row.text[found.dest_start : found.dest_end], round(found.score, 1))


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
