"""The best passages of each record for each question, with citation and link, for a coder to read."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.documents.language import language_of
from analysis.documents.passages import COLUMNS, MARKS, find_passages
from analysis.languages import ENGLISH, LANGUAGES, Language
from analysis.reference import Layers

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# So many passages are shown, each so many characters of it around the first word that was found.
MOST, LENGTH = 3, 300
_TIED = "\n"
_NONE = pd.DataFrame(columns=COLUMNS)
# A word of a question is its own where no more than one in so many questions has it, nor one in so many paragraphs.
_FEW, _COMMON = 6, 4
# So many first letters a word is known by; shorter ones tell little.
_KNOWN = 5
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+")


class Shown(NamedTuple):
    """What a cell shows: the passages with their citation, and the way to the page of the first."""

    text: str
    link: str


def passages_of(
    dataset: Dataset, records: pd.DataFrame, questions: pd.DataFrame, out: Path, language: Language
) -> dict[tuple[str, str], Shown]:
    """Return the passages to show by unit and question, the best first, links as seen from the folder of a file `out`.

    Words of the question itself are those of the term of its name (terms.csv), those that suggest an answer to it (suggestions.csv), and
    those of its label and text that few others have; beside them count the terms of its theme. Most different words lead. Where none is
    found, it is said so, beside the way to the document.
    """
    terms, by_unit = dataset.layers.table("terms"), _units_of(dataset, records)
    files = set(dataset.sources.loc[dataset.sources["kind"] == "document", "source"])
    shows = _Shows(dataset.folder, out, files, language, dataset.layers)
    extracts = tied(dataset.extracts)
    own, near = own_words(dataset.layers, extracts), _beginnings(extracts)
    hints = dataset.layers.table("suggestions").rename(columns={"question": "term"})
    named = pd.concat([hints, terms[~terms["term"].isin(questions["theme"])]])
    named = named.groupby(["term", "language"])["words"].agg("; ".join).reset_index()
    of_theme = {theme: found_by(extracts, theme, terms) for theme in questions["theme"].unique()}
    nothing = shows.nothing(extracts)
    shown: dict[tuple[str, str], Shown] = {}
    for question in questions.itertuples():
        name = question.question
        begun = {word[:_KNOWN] for text in own.loc[own["term"] == name, "words"] for word in text.split("; ")}
        likely = extracts.iloc[sorted({at for word in begun for at in near.get(word, ())})]
        tables = [found_by(extracts, name, named), of_theme[question.theme], found_by(likely, name, own)]
        for place, told in (nothing | shows.of(_ranked(tables))).items():
            for unit in by_unit.get(place, ()):
                shown[unit, name] = told
    return shown


def own_words(layers: Layers, extracts: pd.DataFrame) -> pd.DataFrame:
    """Return what tells each question from others: one row a question and language of the extracts, as terms.csv has them (term, language, words).

    The words of its label and text that few other questions have, nor many paragraphs.
    """
    codebook, rows = layers.table("codebook"), []
    for code, texts in extracts[extracts["language"].isin(LANGUAGES)].groupby("language")["text"]:
        spoken = Language(str(code), layers)
        asked = {
            q.question: _stems(f"{spoken.text(q.label)} {spoken.text(q.text)}")
            for q in codebook.itertuples()
            if code == ENGLISH or spoken.text(q.text) != q.text
        }
        often = Counter(stem for stems in asked.values() for stem in stems)
        met = Counter(begun for text in texts for begun in {stem[:_KNOWN] for stem in _stems(text)})
        few, common = max(1, len(asked) // _FEW), max(1, len(texts) // _COMMON)
        for name, stems in asked.items():
            rare = [stem for stem in stems if often[stem] <= few and 0 < met[stem[:_KNOWN]] <= common]
            rows += [(name, code, "; ".join(rare))] if rare else []
    return pd.DataFrame(rows, columns=["term", "language", "words"])


def _stems(text: str) -> dict[str, None]:
    """Return the beginnings of the longer words of a text, with "*" for their endings; of Chinese ones every two signs."""
    found: dict[str, None] = {}
    for word in _WORD.findall(text.casefold()):
        if _CHINESE.match(word):
            found |= dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1))
        elif len(bare := word.removeprefix("ال")) >= _KNOWN:
            found[f"{bare[: max(_KNOWN, len(bare) - 2)]}*"] = None
    return found


def _beginnings(extracts: pd.DataFrame) -> dict[str, list[int]]:
    """Return where words begin so: their first letters, or two Chinese signs -> the numbers of paragraphs."""
    places: dict[str, list[int]] = {}
    for at, text in enumerate(extracts["text"]):
        for stem in dict.fromkeys(stem[:_KNOWN] for stem in _stems(text)):
            places.setdefault(stem, []).append(at)
    return places


def _ranked(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return passages, each once, those first that hold most different words; at a tie in the order of the tables."""
    rows = pd.concat(tables, ignore_index=True)
    words = rows["words"].str.count(";") + 1
    place = rows.groupby(["source", "section", "paragraph"], sort=False).ngroup()
    rows = rows.assign(held=words.groupby(place).transform("sum"))[~place.duplicated()]
    return rows.sort_values("held", ascending=False, kind="stable")


def place_of(extracts: pd.DataFrame) -> pd.Series:
    """Return what ties an extract to its record: the symbol of its document, or the file where it has none."""
    return extracts["symbol"].where(extracts["symbol"] != "", extracts["source"])


def _units_of(dataset: Dataset, records: pd.DataFrame) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for row in records.itertuples():
        for place in dict.fromkeys(filter(None, (row.symbol, row.file))):
            units.setdefault(place, []).append(row.unit)
    return units


def tied(extracts: pd.DataFrame) -> pd.DataFrame:
    """Return extracts whose source says their place, too: several documents may stand in one register, which says no kind or language."""
    kinds = extracts["kind"].replace("", "paragraph")
    spoken = [row.language or language_of(row.text) for row in extracts.itertuples()]
    return extracts.assign(source=place_of(extracts) + _TIED + extracts["source"], kind=kinds, language=spoken)


def found_by(extracts: pd.DataFrame, term: str, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of a term, none where the terms do not have it."""
    known = extracts["language"].isin(terms.loc[terms["term"] == term, "language"])
    return find_passages(extracts[known], term, terms) if known.any() else _NONE


class _Shows:
    """Makes cells of passages."""

    def __init__(self, folder: Path, out: Path, files: set[str], language: Language, layers: Layers) -> None:
        self.folder, self.out, self.files, self.language = folder, out, files, language
        self.layers, self.spoken = layers, {language.code: language}

    def of(self, rows: pd.DataFrame) -> dict[str, Shown]:
        """Return what is shown of each document by its place, the first few of its passages."""
        places = {source: source.split(_TIED, 1) for source in rows["source"].unique()}
        place = rows["source"].map(lambda source: places[source][0])
        texts: dict[str, list[str]] = {}
        links: dict[str, str] = {}
        for row in rows[rows.groupby(place, sort=False).cumcount() < MOST].itertuples():
            name, source = places[row.source]
            texts.setdefault(name, []).append(f"{self.citation(row)} {_cut(row.passage)}")
            links.setdefault(name, self.link(source, row.page))
        return {name: Shown("\n\n".join(own), links[name]) for name, own in texts.items()}

    def nothing(self, extracts: pd.DataFrame) -> dict[str, Shown]:
        """Return what is shown of a document in which nothing is found."""
        text = self.language.text("No passage was found by words: read the document.")
        places = (source.split(_TIED, 1) for source in extracts["source"].unique())
        return {place: Shown(text, self.link(source, "")) for place, source in places}

    def citation(self, row) -> str:
        """Return where a passage stands, in its own language: a line runs as its first letter does."""
        spoken = (
            self.spoken.setdefault(row.language, Language(row.language, self.layers))
            if row.language in LANGUAGES
            else self.language
        )
        page = f", {spoken.text('p. {page}').format(page=row.page)}" if row.page else ""
        return " ".join(filter(None, (row.section, f"§ {row.paragraph}{page}:")))

    def link(self, source: str, page: str) -> str:
        """Return the way to the page of a document in the dataset folder; empty where it is not kept there."""
        if source not in self.files:
            return ""
        path = Path(os.path.relpath(self.folder / source, self.out.resolve().parent)).as_posix()
        return f"external:{path}{f'#page={page}' if page and path.lower().endswith('.pdf') else ''}"


def _cut(passage: str) -> str:
    """Return so much of a passage as a cell shows, from a little before the first word that was found."""
    at = max(0, passage.find(MARKS[0]) - LENGTH // 4)
    if len(passage) <= LENGTH:
        return passage
    end = at + LENGTH
    return ("… " if at else "") + passage[at:end].strip() + (" …" if end < len(passage) else "")
