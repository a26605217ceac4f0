"""How each two coders of a dataset agree, and how far its shares depend on whom one believes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import DataError
from analysis.loaders.workbooks import SOURCE
from analysis.measures.answers import NO
from analysis.measures.asked import Asked
from analysis.measures.book import Measures, measures_of
from analysis.measures.universes import ENTITY, Universe
from analysis.schema import NO_ANSWERS, parts
from analysis.statistics import coders as by_coder
from analysis.statistics.agreement import COLUMNS, overall
from analysis.statistics.agreement import agreement as of_two
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE

if TYPE_CHECKING:
    from analysis.dataset import Dataset

SETTLED = "agreed"
# The kinds of measure that are shares, of those who answer and of all.
SHARES = ("share", "of_all")
_NO_READINGS = pd.DataFrame(columns=by_coder.COLUMNS)


def agreement(dataset: Dataset) -> pd.DataFrame:
    """Return how each two coders agree: one row a pair and question that both coded.

    Columns: first, second, then those of `analysis.statistics.agreement.agreement`. Ordinal answers are weighed by their
    ranks, sets of codes by what they have in common. What was settled later plays no part.
    """
    codings, how = dataset.codings, _how(dataset)
    parts = [of_two(codings, one, other, **how).assign(first=one, second=other) for one, other in _coders(codings)]
    found = [part for part in parts if len(part)]
    columns = ["first", "second", *COLUMNS]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def agreement_overall(dataset: Dataset) -> pd.DataFrame:
    """Return how each two coders agree over all questions that both coded: one row a pair.

    Columns: first, second, then what `analysis.statistics.agreement.overall` says; pairs without an answer in common are left out.
    """
    rows = []
    for one, other in _coders(dataset.codings):
        with contextlib.suppress(ValueError):  # nothing in common
            rows.append({"first": one, "second": other, **overall(dataset.codings, one, other, **_how(dataset))})
    ends = ["ac1_low", "ac1_high", "alpha_low", "alpha_high"]
    return pd.DataFrame(rows, columns=["first", "second", "questions", "units", "agree", "ac1", "alpha", *ends])


def _coders(codings: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return combinations(sorted(set(codings["coder"]) - {SETTLED}), 2)


def _how(dataset: Dataset) -> dict[str, Any]:
    """Return which answers have an order, and which questions take sets of codes."""
    codebook = dataset.layers.table("codebook").set_index("question")
    ranks = {question: dataset.layers.ranks(answers) for question, answers in codebook["answers"].items()}
    orders = {question: sorted(rank, key=rank.__getitem__) for question, rank in ranks.items() if rank}
    return {"orders": orders, "several": codebook.index[codebook["several"] == "yes"].tolist()}


def range_of_codings(dataset: Dataset) -> pd.DataFrame:
    """Return how far the shares of the paper's universe depend on whom one believes: two rows a question that can be "yes".

    Columns: question, then those of `analysis.statistics.coders.range_of_codings`. Questions on which no two coders part
    are left out. Denominator: the units that give an answer, whoever is believed.
    """
    measures = measures_of(dataset)
    tables = []
    for question in measures.codebook.index[measures.codebook["answers"] == "yes_no"]:
        row = {"kind": SHARES[0], "universe": dataset.paper.universe, "question": question, "answers": "yes"}
        asked = pd.Series(row, name=question).reindex(measures.rows.columns, fill_value="")
        with contextlib.suppress(DataError):  # not asked in this universe
            for of_row in measures.make(asked).to_dict("records"):
                table = readings(measures, asked, of_row)
                tables.append(table[table["disputed"] > 0].assign(question=question))
    columns = ["question", *by_coder.COLUMNS]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def readings(measures: Measures, asked: pd.Series, row: Mapping[str, Any]) -> pd.DataFrame:
    """Return how far a share depends on who read: “least” and “greatest” of `analysis.statistics.coders.range_of_codings`, or no row.

    asked: a row of measures.csv; row: one of its rows, with question, answer, group, population and maybe. Units whom every coder puts outside
    a condition or a domain do not count as read. No row for what is no share, or what no person has read.
    """
    if asked["kind"] not in SHARES:
        return _NO_READINGS
    place = (asked["universe"], row["question"], asked["given"], asked["not_applicable"] == NO)
    counted = dict(measures.answers.counted(row["question"], asked["answers"]))[row["answer"]]
    units = Asked(asked, measures.universes, measures.answers, measures.layers).grouped(
        measures.universes[place[0]].units
    )
    told = _told(measures, *place)
    told = told[told["unit"].isin(units.loc[units["group"] == row["group"], "unit"])]
    silent = by_coder.OPEN if asked["kind"] == SHARES[0] else by_coder.OTHER
    gives = [silent if not codes else by_coder.YES if codes & {*counted} else by_coder.OTHER for codes in told["codes"]]
    population, maybe = int(row["population"]), int(row["maybe"])
    table = by_coder.range_of_codings(
        told.assign(gives=gives), max(population, told["unit"].nunique()), maybe=maybe, whole=silent == by_coder.OTHER
    )
    return table[table["read"] > 0]


def in_words(measures: Measures, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return how far rows of measures depend on who read, in words: how many one person read, and what the share is at either end."""
    read, ends = {}, []
    for row in rows:
        asked = measures.rows.loc[row["measure"]] if row.get("measure") in measures.rows.index else None
        table = _NO_READINGS if asked is None else readings(measures, asked, row)
        if len(table):
            least, greatest = table.to_dict("records")
            read[row["label"]] = f"{least['read_by_one']} of {least['read']} read by one person"
            ends += [f"{row['label']}: {_between(least, greatest)}"] if _counts(least) != _counts(greatest) else []
    alike = len(set(read.values())) == 1
    said = [*dict.fromkeys(text if alike else f"{label}: {text}" for label, text in read.items()), *dict.fromkeys(ends)]
    return "; ".join(said)


def _between(least: Mapping[str, Any], greatest: Mapping[str, Any]) -> str:
    said = f"{_counts(least)} to {_counts(greatest)} whichever coder is believed"
    if pd.isna(least["low"]) or pd.isna(greatest["high"]):
        return said
    ends = [100 * end for end in (least["low"], greatest["high"], least["bound_low"], greatest["bound_high"])]
    return f"{said} (interval then {ends[0]:.1f} to {ends[1]:.1f} per cent, bounds {ends[2]:.1f} to {ends[3]:.1f} per cent)"


def _counts(end: Mapping[str, Any]) -> str:
    return f"{end['count']} of {end['denominator']}"


@lru_cache(maxsize=256)
def read_by(measures: Measures, names: tuple[str, ...]) -> tuple[int, int, float]:
    """Return how many answers behind some measures one person read, how many were read at all, and by how much a share moves at most.

    An answer is that of a unit to a question, in each group; the last is a share, 0 where whom one believes changes none.
    """
    read: dict[tuple, tuple[int, int]] = {}
    moved = 0.0
    for name in names:
        asked = measures.rows.loc[name]
        for row in measures.of(name).to_dict("records"):
            for end in readings(measures, asked, row).to_dict("records"):
                read[asked["universe"], asked["given"], row["question"], row["group"]] = (
                    end["read_by_one"],
                    end["read"],
                )
                moved = max(moved, abs(end["share"] - row["share"]))
    return sum(one for one, _ in read.values()), sum(every for _, every in read.values()), moved


@lru_cache(maxsize=1024)
def _told(measures: Measures, universe: str, question: str, given: str, denied: bool) -> pd.DataFrame:
    """Return what coders say: one row a unit and coder (unit, coder, codes), no codes where he gives no answer that counts.

    As the share does, it takes "not applicable" for "no" where that is denied, and silence where the codebook does.
    """
    answers, of = measures.answers, measures.universes[universe]
    said, outside = _said(measures, of, question), set()
    for condition in [*parts(given), *parts(measures.codebook.at[question, "asked_if"])]:
        earlier, _, wanted = (side.strip() for side in condition.partition("="))
        own = _said(measures, of, earlier)
        met = {code for _, codes in answers.counted(earlier, wanted) for code in codes}
        members, maybe = answers.domain(of, condition)
        within = members if condition in parts(given) else members | maybe
        for place in {**own, **said}:
            codes = own.get(place)
            outside |= {place} if (place[0] not in within if codes is None else not codes & met) else set()
    rows = []
    for place in {**said, **dict.fromkeys(sorted(outside))}:
        codes = said.get(place, frozenset({NOT_APPLICABLE}))
        inside = place not in outside and NOT_APPLICABLE not in codes
        silent = inside and NOT_ADDRESSED in codes and answers.silence_is_no(question)
        codes = (
            frozenset({NO}) if silent or (denied and not inside) else codes - {*NO_ANSWERS} if inside else frozenset()
        )
        rows.append((*place, codes, inside or denied))
    told = pd.DataFrame(rows, columns=["unit", "coder", "codes", "inside"])
    return told[told.groupby("unit")["inside"].transform("any")] if len(told) else told


def _said(measures: Measures, universe: Universe, question: str) -> dict[tuple[str, str], frozenset[str]]:
    """Return unit and coder -> all that he answers. What was settled plays no part, but where nobody else has read."""
    rows = measures.dataset.codings
    rows = universe.standing(rows[(rows["question"] == question) & (rows["coder"] != SOURCE)])
    key = "entity" if universe.unit == ENTITY else "unit"
    others = set(rows.loc[rows["coder"] != SETTLED, "unit"])
    rows = rows[(rows["coder"] != SETTLED) | ~rows["unit"].isin(others)]
    said: dict[tuple[str, str], frozenset[str]] = {}
    for place in rows[[key, "coder", "answer"]].itertuples(index=False, name=None):
        said[place[:2]] = said.get(place[:2], frozenset()) | {*parts(place[2])}
    return said
