"""The best passages of each record for each question, with citation and link, for a coder to read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.documents.passages import MARKS, find_passages

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# So many passages are shown, each so many characters of it around the first word that was found.
MOST, LENGTH = 3, 400
_TIED = "\n"


class Shown(NamedTuple):
    """What a cell shows: the passages with their citation, and the way to the page of the first."""

    text: str
    link: str


def passages_of(
    dataset: Dataset, records: pd.DataFrame, questions: pd.DataFrame, out: Path
) -> dict[tuple[str, str], Shown]:
    """Return the passages to show by unit and question, the best first, links as seen from the folder of a file `out`.

    A passage is found by the terms of the question, where terms.csv has a term of that name, else by those of its theme;
    within a theme, those come first that hold words that suggest an answer to the question (suggestions.csv). Where
    neither is a term, nothing is found.
    """
    terms = dataset.layers.table("terms")
    known, hints = set(terms["term"]), dataset.layers.table("suggestions")
    by_unit = _units_of(dataset, records)
    files = set(dataset.sources.loc[dataset.sources["kind"] == "document", "source"])
    found: dict[str, pd.DataFrame] = {}
    kept: dict[tuple[str, str], dict[str, Shown]] = {}
    shown: dict[tuple[str, str], Shown] = {}
    for question in questions.itertuples():
        term = next((name for name in (question.question, question.theme) if name in known), "")
        if not term:
            continue
        if term not in found:
            found[term] = _placed(dataset.extracts, term, terms)
        own = hints[hints["question"] == question.question]
        how = (term, question.question if len(own) else "")
        if how not in kept:
            kept[how] = _shown(_likelier_first(found[term], own, question.question), dataset.folder, out, files)
        for place, told in kept[how].items():
            for unit in by_unit.get(place, ()):
                shown[unit, question.question] = told
    return shown


def place_of(extracts: pd.DataFrame) -> pd.Series:
    """Return what ties an extract to its record: the symbol of its document, or the file where it has none."""
    return extracts["symbol"].where(extracts["symbol"] != "", extracts["source"])


def _units_of(dataset: Dataset, records: pd.DataFrame) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for row in records.itertuples():
        for place in dict.fromkeys(filter(None, (row.symbol, row.file))):
            units.setdefault(place, []).append(row.unit)
    return units


def _placed(extracts: pd.DataFrame, term: str, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of a term with the place of their document."""
    # Several documents may stand in one register: what tells their paragraphs apart is the place.
    kinds = extracts["kind"].replace("", "paragraph")  # a register of extracts says no kind
    tied = extracts.assign(source=place_of(extracts) + _TIED + extracts["source"], kind=kinds)
    rows = find_passages(tied, term, terms)
    split = [source.split(_TIED, 1) for source in rows["source"]]
    return rows.assign(place=[place for place, _ in split], source=[source for _, source in split])


def _likelier_first(rows: pd.DataFrame, hints: pd.DataFrame, question: str) -> pd.DataFrame:
    if hints.empty or rows.empty:
        return rows
    bare = rows.assign(text=rows["passage"].str.replace(f"[{''.join(MARKS)}]", "", regex=True), kind="paragraph")
    own = hints.groupby("language")["words"].agg("; ".join).reset_index().assign(term=question)
    hits = find_passages(bare.assign(source=[str(at) for at in bare.index]), question, own)
    first = [int(at) for at in hits["source"]]
    return rows.loc[[*first, *rows.index.difference(first, sort=False)]]


def _shown(rows: pd.DataFrame, folder: Path, out: Path, files: set[str]) -> dict[str, Shown]:
    """Return what is shown of each document by its place."""
    texts: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for row in rows.itertuples():
        own = texts.setdefault(row.place, [])
        if not own:
            links[row.place] = link_to(row, folder, out, files)
        if len(own) < MOST:
            own.append(f"{citation(row)} {_cut(row.passage)}")
    return {place: Shown("\n\n".join(own), links[place]) for place, own in texts.items()}


def citation(row) -> str:
    """Return where a passage stands, as a coder cites it."""
    section = f"{row.section} " if row.section else ""
    page = f", p. {row.page}" if row.page else ""
    return f"{section}§ {row.paragraph}{page}:"


def link_to(row, folder: Path, out: Path, files: set[str]) -> str:
    """Return the way from a file to the page of a document in the dataset folder; empty where it is not kept there."""
    if row.source not in files:
        return ""
    path = Path(os.path.relpath(folder / row.source, out.resolve().parent)).as_posix()
    page = f"#page={row.page}" if row.page and path.lower().endswith(".pdf") else ""
    return f"external:{path}{page}"


def _cut(passage: str) -> str:
    """Return so much of a passage as a cell shows, from a little before the first word that was found."""
    at = max(0, passage.find(MARKS[0]) - LENGTH // 4)
    if len(passage) <= LENGTH:
        return passage
    end = at + LENGTH
    return ("… " if at else "") + passage[at:end].strip() + (" …" if end < len(passage) else "")
