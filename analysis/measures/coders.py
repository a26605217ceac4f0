"""How each two coders of a dataset agree, and how far its shares depend on whom one believes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.errors import DataError
from analysis.loaders.coded import AGREED
from analysis.loaders.workbooks import SOURCE
from analysis.measures.answers import NO, Answers
from analysis.measures.asked import Asked
from analysis.measures.book import Measures, measures_of
from analysis.measures.universes import ENTITY, Universe
from analysis.schema import NO_ANSWERS, SEPARATOR, earlier_answers, parts
from analysis.statistics import coders as by_coder
from analysis.statistics.agreement import COLUMNS, overall
from analysis.statistics.agreement import agreement as of_two
from analysis.statistics.shares import NOT_APPLICABLE, UNSETTLED

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# The kinds of measure that are shares, of those who answer and of all.
SHARES = ("share", "of_all")
COLUMNS_OF_RANGE = [*by_coder.COLUMNS, "read", "read_by_one", "disputed"]
_NO_READINGS = pd.DataFrame(columns=COLUMNS_OF_RANGE)


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
    return combinations(sorted(set(codings["coder"]) - {AGREED}), 2)


def _how(dataset: Dataset) -> dict[str, Any]:
    """Return which answers have an order, and which questions take sets of codes."""
    codebook = dataset.layers.table("codebook").set_index("question")
    ranks = {question: dataset.layers.ranks(answers) for question, answers in codebook["answers"].items()}
    orders = {question: sorted(rank, key=rank.__getitem__) for question, rank in ranks.items() if rank}
    return {"orders": orders, "several": codebook.index[codebook["several"] == "yes"].tolist()}


def range_of_codings(dataset: Dataset) -> pd.DataFrame:
    """Return how far the shares of the paper's universe depend on whom one believes: two rows a question that can be "yes".

    Columns: question, then those of `readings`. Questions on which no two coders part
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
    columns = ["question", *COLUMNS_OF_RANGE]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def readings(measures: Measures, asked: pd.Series, row: Mapping[str, Any]) -> pd.DataFrame:
    """Return how far a share depends on who read: “least” and “greatest” of `analysis.statistics.coders.range_of_codings`, or no row.

    asked: a row of measures.csv; row: one of its rows, with question, answer, group, population and maybe. Beside COLUMNS of the
    statistics read: the answers that the share counts; read_by_one: those of them that one person read; disputed: units on
    which coders part. No row for what is no share, or where no person has read what it counts.
    """
    found = _ends(measures, asked, row)
    if found is None:
        return _NO_READINGS
    level = measures.layers.margin("level")
    table = by_coder.range_of_codings(*found.ends, maybe=int(row["maybe"]), level=level)
    return table.assign(read=len(found.read), read_by_one=len(found.by_one), disputed=found.disputed)


class _Range(NamedTuple):
    """Both ends of the range of a share, the units whose answers it counts, those of them that one person read, and how many coders part on."""

    ends: tuple[by_coder.End, by_coder.End]
    read: list[str]
    by_one: list[str]
    disputed: int


def _ends(measures: Measures, asked: pd.Series, row: Mapping[str, Any]) -> _Range | None:
    """Return the range of a share; nothing for what is no share, or what nobody read."""
    if asked["kind"] not in SHARES:
        return None
    told = _told(measures, asked["universe"], row["question"], asked["given"], asked["not_applicable"] == NO)
    counted = {*dict(measures.answers.counted(row["question"], asked["answers"]))[row["answer"]]}
    within: Iterable[str] = told.codes
    if row["group"]:
        units = Asked(asked, measures.universes, measures.answers, measures.layers).grouped(
            measures.universes[asked["universe"]].units
        )
        within = units.loc[units["group"] == row["group"], "unit"].tolist()
    gives = [[_gives(codes, counted) for codes in told.codes[unit]] for unit in within]
    answered = [unit for unit, (own, *_) in zip(within, gives, strict=True) if own in (by_coder.YES, by_coder.OTHER)]
    if not any(unit in told.readers for unit in answered):
        return None
    ones = [unit for unit in answered if len(told.readers.get(unit, ())) == 1 and None not in told.codes[unit]]
    parted = sum(len({*all_} - {by_coder.UNSETTLED}) > 1 for all_ in gives)
    ends = by_coder.extremes(gives, int(row["population"]), whole=asked["kind"] != SHARES[0])
    return _Range(ends, answered, ones, parted)


def _gives(codes: frozenset[str] | None, counted: set[str]) -> str:
    if not codes:
        return by_coder.OUTSIDE if codes is None else by_coder.OPEN
    if codes == {UNSETTLED}:
        return by_coder.UNSETTLED
    return by_coder.YES if codes & counted else by_coder.OPEN if by_coder.OPEN in codes else by_coder.OTHER


def in_words(measures: Measures, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return how far rows of measures depend on who read, in words: how many of the answers that count one person read, and what the
    share is at either end."""
    read, ends = {}, []
    for row in rows:
        asked = measures.rows.loc[row["measure"]] if row.get("measure") in measures.rows.index else None
        if asked is None or (found := _ends(measures, asked, row)) is None:
            continue
        least, greatest = found.ends
        read[row["label"]] = f"{len(found.by_one)} of {len(found.read)} read by one person"
        if (least.count, least.denominator) != (greatest.count, greatest.denominator):
            ends.append(f"{row['label']}: {_between(*readings(measures, asked, row).to_dict('records'))}")
    alike = len(set(read.values())) == 1
    said = [*dict.fromkeys(text if alike else f"{label}: {text}" for label, text in read.items()), *dict.fromkeys(ends)]
    return "; ".join(said)


def _between(least: Mapping[str, Any], greatest: Mapping[str, Any]) -> str:
    counts = [f"{end['count']} of {end['denominator']}" for end in (least, greatest)]
    said = f"{' to '.join(counts)} whichever coder is believed"
    if pd.isna(least["low"]) or pd.isna(greatest["high"]):
        return said
    ends = [100 * end for end in (least["low"], greatest["high"], least["bound_low"], greatest["bound_high"])]
    return f"{said} (interval then {ends[0]:.1f} to {ends[1]:.1f} per cent, bounds {ends[2]:.1f} to {ends[3]:.1f} per cent)"


@lru_cache(maxsize=256)
def read_by(measures: Measures, names: tuple[str, ...]) -> tuple[int, int, float]:
    """Return how many answers behind some measures one person read, how many these shares count, and by how much one moves at most.

    An answer is that of a unit to a question, whatever groups it is in; the last is a share, 0 where whom one believes changes none.
    """
    read: set[tuple] = set()
    by_one: set[tuple] = set()
    moved = 0.0
    for name in names:
        asked = measures.rows.loc[name]
        for row in measures.of(name).to_dict("records"):
            if (found := _ends(measures, asked, row)) is None:
                continue
            place = (asked["universe"], asked["given"], row["question"])
            read |= {(*place, unit) for unit in found.read}
            by_one |= {(*place, unit) for unit in found.by_one}
            shares = [end.count / end.denominator for end in found.ends if end.denominator]
            moved = max([moved, *(abs(share - row["share"]) for share in shares)])
    return len(by_one), len(read), moved


class _Told(NamedTuple):
    """What is said of each unit: codes as agreed, then as each reader has them (none: open, nothing: outside, or that it is unsettled);
    who answered."""

    codes: dict[str, list[frozenset[str] | None]]
    readers: dict[str, set[str]]


@lru_cache(maxsize=1024)
def _told(measures: Measures, universe: str, question: str, given: str, denied: bool) -> _Told:
    """Return what is agreed and what each reader says of the units of a universe, of the conditions of a question as of itself."""
    of = measures.universes[universe]
    asks, left = {question}, [given, measures.codebook.at[question, "asked_if"]]
    while left:
        for earlier, _ in earlier_answers(left.pop()):
            left += [] if earlier in asks else [measures.codebook.at[earlier, "asked_if"]]
            asks.add(earlier)
    answered, believed = _readers(measures)
    by_readers = [answers for parted, answers in believed if asks & parted]
    codes = [_codes(answers, of, question, given, denied, asks) for answers in (measures.answers, *by_readers)]
    readers: dict[str, set[str]] = {}
    # What is typed of a unit of which the question was not to be asked counts nowhere.
    to_be_asked = measures.answers.domain(of, measures.codebook.at[question, "asked_if"])[0]
    if question in answered:
        for unit, coder in _tuples(of.standing(answered[question]), [ENTITY if of.unit == ENTITY else "unit", "coder"]):
            if unit in to_be_asked:
                readers.setdefault(unit, set()).add(coder)
    return _Told({unit: [each[unit] for each in codes] for unit in codes[0]}, readers)


def _codes(
    answers: Answers, universe: Universe, question: str, given: str, denied: bool, asks: set[str]
) -> dict[str, frozenset[str] | None]:
    """Return what each unit of a universe answers, as its share takes it: codes, none where it is open, nothing where it is not asked,
    UNSETTLED where nobody settled it, or one of asks, on which it rests; an answer whose condition was left open is open, too. Beside its codes
    stands OPEN where one of its recommendations may give another."""
    members, maybe = answers.domain(universe, given)
    unsettled = answers.unsettled(universe, asks)
    beside = dict.fromkeys(answers.partly_open(universe, question), frozenset({by_coder.OPEN}))
    told: dict[str, set[str]] = {unit: set() for unit in universe.units["unit"].tolist()}
    rows = answers.of(universe, question, not_applicable_is_no=denied)
    for unit, code in zip(rows["unit"].tolist(), rows["answer"].tolist(), strict=True):
        told[unit].add(code)
    found: dict[str, frozenset[str] | None] = {}
    for unit, said in told.items():
        codes = frozenset(said.difference(NO_ANSWERS))
        outside = (unit not in members and unit not in maybe) or (not codes and NOT_APPLICABLE in said)
        if outside:
            found[unit] = None
        elif not codes and UNSETTLED in said and unit in unsettled:
            found[unit] = frozenset({UNSETTLED})
        else:
            found[unit] = codes | beside.get(unit, frozenset()) if unit in members else frozenset()
    return found


class _Readers(NamedTuple):
    """Who read what: question -> the codings of people; and the answers as the first reader of each record has them, the second, and so on, with the questions on which he parts from what is agreed, which stands where he says nothing."""

    answered: dict[str, pd.DataFrame]
    believed: list[tuple[set[str], Answers]]


@lru_cache(maxsize=8)
def _readers(measures: Measures) -> _Readers:
    dataset, key = measures.dataset, ["unit", "record", "topic", "question"]
    findings, rows = dataset.findings, dataset.codings
    rows = rows[rows["coder"] != SOURCE]
    settled = rows["coder"] == AGREED
    read = pd.MultiIndex.from_frame(rows.loc[~settled, key])
    # What was settled plays no part, but where nobody else has read.
    rows = rows[~settled | ~pd.MultiIndex.from_frame(rows[key]).isin(read)].sort_values("coder", kind="stable")
    answered = {str(question): of for question, of in rows.groupby("question", sort=False)}
    agreed: dict[tuple[str, ...], list[str]] = {}
    for *where, answer in _tuples(findings, [*key, "answer"]):
        agreed.setdefault(tuple(where), []).append(answer)
    turns: dict[tuple[str, ...], dict[str, int]] = {}
    parted: dict[int, list[int]] = {}
    for at, (*where, coder, answer) in enumerate(_tuples(rows, [*key, "coder", "answer"])):
        own = turns.setdefault(tuple(where[:3]), {})
        turn = own.setdefault(coder, len(own))
        if sorted(agreed.get(tuple(where), [])) != sorted(parts(answer)):
            parted.setdefault(turn, []).append(at)
    held, believed = pd.MultiIndex.from_frame(findings[key]), []
    for _, places in sorted(parted.items()):
        own = rows.iloc[places]
        others = findings[~held.isin(pd.MultiIndex.from_frame(own[key]))]
        said = own.assign(answer=own["answer"].str.split(SEPARATOR)).explode("answer")
        believed.append((set(own["question"]), Answers(dataset, pd.concat([others, said], join="inner"))))
    return _Readers(answered, believed)


def _tuples(rows: pd.DataFrame, columns: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(rows[name].tolist() for name in columns), strict=True)
