"""What each measure of a paper gives away: the sums of answers that its rows are made of.

A figure made of several counts (a share, an interval, a p-value, a difference) is taken to give away all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.disclosure.decisions import PUBLISH, Decisions, reference_of
from analysis.disclosure.model import OPEN, Asked, CannotTell, Domain, Model
from analysis.disclosure.problem import Problem, Sum, total
from analysis.errors import DataError
from analysis.measures import asked as measured
from analysis.measures.universes import ROW
from analysis.schema import parts
from analysis.statistics.shares import NOT_ADDRESSED, NOT_APPLICABLE, UNREADABLE, UNSETTLED, WITHIN

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# Of each row of a measure, in its order: what each column is the sum of. A column that its table has must be equal to it.
Rows = list[dict[str, Sum]]
Giver = Callable[[Model, measured.Asked], Rows]
GIVES: dict[str, Giver] = {}


@dataclass(frozen=True)
class Released:
    """What was released: the problem of an attacker; published: the rows that the analyst decided to publish; untold: the
    measures that are not modelled, and why; truth: what each record answers to each question."""

    problem: Problem
    published: frozenset[str]
    untold: dict[str, str]
    truth: dict[str, dict[str, set[str]]]


def gives(*kinds: str) -> Callable[[Giver], Giver]:
    """Register what some kinds of measure give away."""

    def keep(function: Giver) -> Giver:
        GIVES.update(dict.fromkeys(kinds, function))
        return function

    return keep


def released(dataset: Dataset, decisions: Decisions) -> Released:
    """Return what the public edition of a dataset's measures gives away, less what is suppressed, in bands what is coarsened.

    Raises DataError where a sum is not the number that the measure shows: a fault of the suite.
    """
    model = Model(dataset)
    untold: dict[str, str] = {}
    published: set[str] = set()
    for name in model.measures.rows.index:
        row = model.measures.rows.loc[name]
        try:
            table = model.measures.of(name)
        except DataError:  # cannot be made, so it shows no number
            continue
        try:
            rows = GIVES[row["kind"]](model, _asked(model, row)) if row["kind"] in GIVES else None
        except CannotTell as reason:
            untold[name] = str(reason)
            continue
        if rows is None:
            untold[name] = f"nothing says what a measure of the kind “{row['kind']}” gives away"
            continue
        _release(model, name, table, rows, decisions)
        rows_of = table.to_dict("records")
        published |= {reference_of(name, row, table) for row in rows_of if decisions.of(name, row) == PUBLISH}
    return Released(model.builder.problem(), frozenset(published), untold, model.truth)


def _release(model: Model, name: str, table: pd.DataFrame, rows: Rows, decisions: Decisions) -> None:
    """Put the sums of a measure's rows into the problem, held against the numbers that it shows."""
    for shown, sums in zip(table.to_dict("records"), rows, strict=True):
        place = reference_of(name, shown, table)
        band = decisions.band(name, shown)
        for column, expression in sums.items():
            value = model.builder.value(expression)
            if column in shown and not pd.isna(shown[column]) and shown[column] != value:
                raise DataError(
                    f"The proof has {value} for {place}, {column}, where the measure shows {shown[column]:g}. "
                    "Please report this; it is a fault of the suite."
                )
            if band:
                model.builder.release(f"{place}, {column.replace('_', ' ')}", place, expression, band)


def _asked(model: Model, row: pd.Series) -> measured.Asked:
    return measured.Asked(row, model.measures.universes, model.answers, model.measures.layers)


def _by_group(asked: measured.Asked, units: pd.DataFrame) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {group: [] for group in asked.groups}
    for unit, group in asked.grouped(units)[["unit", "group"]].itertuples(index=False):
        grouped[group].append(unit)
    return grouped


@gives("rate", "rows", "distinct", "listing", "status")
def nothing(model: Model, asked: measured.Asked) -> Rows:
    """Who was reviewed or responded, and what lists of the paper say, is known; of single States only public answers are named."""
    name = str(asked.row.name)
    return [{} for _ in range(len(model.measures.of(name)))]


@gives("share", "of_all")
def share(model: Model, asked: measured.Asked) -> Rows:
    """How many units give the answer, how many give any, and those without one, by the reason; of a domain, who belongs to it."""
    rows: Rows = []
    for question in parts(asked.row["question"]):
        for _, codes in asked.answers.counted(question, asked.row["answers"]):
            rows += _shares(model, asked, question, tuple(codes))
    if asked.row["kind"] == "of_all":  # made of the counts of a share, shown otherwise
        return [{(c if c in ("count", "population") else f"{c}_of_share"): s for c, s in row.items()} for row in rows]
    return rows


def _shares(model: Model, asked: measured.Asked, question: str, codes: tuple[str, ...]) -> Iterator[dict[str, Sum]]:
    """Give the sums of one answer's rows, one a group."""
    universe, given, no = asked.universe, asked.row["given"], asked.row["not_applicable"] == "no"
    put = Asked(model, universe, question, no)
    domain = Domain(model, universe, given) if given else None
    condition = "" if no or given else asked.answers.codebook.at[question, "asked_if"]
    doubtful = Domain(model, universe, condition) if condition else domain
    read = set(universe.units["unit"])

    def of(unit: str, name: str, expression: Sum) -> Sum:
        return domain.within(unit, f"{question} {name}{' or n/a' if no else ''}", expression) if domain else expression

    def maybe(unit: str) -> Sum:
        if doubtful is None:
            return Sum(0)
        may = doubtful.perhaps(unit) - doubtful.member(unit)
        if not condition or unit not in read:
            return may
        return doubtful.also(unit, f"{question} open", may, put.state(unit, *OPEN))

    within, everyone = _by_group(asked, universe.units), _by_group(asked, universe.everyone.units)
    for group in asked.groups:
        units, members = within[group], everyone[group]
        row = {"count": total(of(u, "|".join(codes), put.either(u, codes)) for u in units)}
        row["denominator"] = total(of(u, "answered", put.answered(u)) for u in units)
        row |= {state: total(of(u, state, put.state(u, state)) for u in units) for state in WITHIN}
        if domain:
            unsettled, either = (
                [domain.open_as(u, *s) for u in units] for s in ((UNSETTLED,), (UNSETTLED, UNREADABLE))
            )
            row[UNSETTLED] += total(unsettled)
            row[UNREADABLE] += total(either) - total(unsettled)
            row[NOT_ADDRESSED] += total(maybe(u) for u in units) - total(either)
        row["maybe"] = total(maybe(u) for u in members)
        row["maybe_read"] = total(maybe(u) for u in members if u in read)
        row["population"] = total(domain.perhaps(u) if domain else Sum(1) for u in members) - row[NOT_APPLICABLE]
        silent = {u: of(u, "silent", put.state(u, *OPEN)) for u in units}
        row["silent_read"] = total(
            silent[u] if doubtful is None else doubtful.also(u, f"{question} belongs", silent[u], Sum(1) - maybe(u))
            for u in units
        )
        yield row


@gives("difference")
def difference(model: Model, asked: measured.Asked) -> Rows:
    """The counts of each group, and of the units outside it."""
    inside, outside = share(model, asked), share(model, replace(asked, outside=True))
    names = ("count", "denominator", "population")
    both = zip(inside, outside, strict=True)
    return [{c: i[c] for c in names} | {f"rest_{c}": o[c] for c in names} for i, o in both]


@gives("test", "weighted")
def by_group(model: Model, asked: measured.Asked) -> Rows:
    """One figure, made of the counts of all groups."""
    rows = zip(asked.groups, share(model, asked), strict=True)
    names = ("count", "denominator", "population")
    return [{f"{name} of {group}": row[name] for group, row in rows for name in names}]


@gives("highest", "latest", "earliest", "sum")
def numbers(model: Model, asked: measured.Asked) -> Rows:
    """How many units answer each number, and how many answer none."""
    universe, question = asked.universe, asked.row["question"]
    if universe.unit == ROW:
        return [{}]
    put = Asked(model, universe, question)
    codes, units = model.builder.questions[question].codes, universe.units["unit"]
    row = {f"answers {code}": total(put.either(u, (code,)) for u in units) for code in codes}
    unread = len(set(universe.everyone.units["unit"]) - set(units))
    return [row | {"open": total(put.state(u, *OPEN) for u in units) + Sum(unread)}]


@gives("change", "paired")
def two(model: Model, asked: measured.Asked) -> Rows:
    """How the units of two universes answer in one and in the other, each pair of yes, another answer and none counted."""
    question = asked.row["question"]
    (_, codes), *_ = asked.answers.counted(question, asked.row["answers"])
    sides = []
    for universe in asked.all_universes:
        put = Asked(model, universe, question)
        sides.append((universe, put, set(universe.units["unit"]), set(universe.everyone.units["unit"])))
    counts: dict[str, list[Sum]] = {}
    for unit in sorted(set.union(*(everyone for *_, everyone in sides))):
        said = [_yes_other_open(put, unit, codes, unit in units) for _, put, units, _ in sides]
        belongs = ", ".join(f"{'among' if unit in everyone else 'not among'} {u.name}" for u, _, _, everyone in sides)
        record = next((model.holder(u, unit) for u, _, units, _ in sides if unit in units), "")
        for first, one in said[0].items():
            for then, other in said[1].items():
                name = f"{first} then {then} ({belongs})"
                cell = model.builder.both(record, f"{question} {asked.row['universe']} {name}", [one, other])
                counts.setdefault(name, []).append(cell)
    row = {name: total(cells) for name, cells in counts.items()}
    return [row] + [{} for _ in range(len(model.measures.of(str(asked.row.name))) - 1)]


def _yes_other_open(put: Asked, unit: str, codes: tuple[str, ...], read: bool) -> dict[str, Sum]:
    if not read:
        return {"yes": Sum(0), "other": Sum(0), "open": Sum(1)}
    yes, answered = put.either(unit, codes), put.answered(unit)
    return {"yes": yes, "other": answered - yes, "open": Sum(1) - answered}
