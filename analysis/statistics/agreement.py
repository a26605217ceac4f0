"""Do coders read alike? Raw agreement, Gwet's AC1 and Krippendorff's alpha side by side.

METHODS.md, "Agreement of coders".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

COLUMNS = ["question", "units", "agree", "ac1", "ac1_low", "ac1_high", "alpha", "alpha_low", "alpha_high", "why"]


def agreement(
    codings: pd.DataFrame,
    first: str,
    second: str,
    *,
    orders: Mapping[str, Sequence[str]] | None = None,
    several: Sequence[str] = (),
    draws: int = 2000,
    seed: int = 2018,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return how two coders agree: one row a question that both coded, with COLUMNS.

    codings: one row a coder's answer (unit, record, topic, question, coder, answer; several codes joined by ";").
    orders: question to its answers in rising order, which alpha then weighs by their distance; an answer outside the
    order ("not addressed") leaves the pair out. several: questions whose answers are sets of codes. units: reviews that
    both coded; agree: the share alike; the rest as `coefficients`.
    """
    rows = []
    for question, _, coders, order in _pairs(codings, first, second, orders, several):
        try:
            found = coefficients(*coders, order=order, draws=draws, seed=seed, level=level)
        except ValueError as error:  # no unit with two answers in the order
            found = {"units": 0, "why": str(error)}
        rows.append({"question": question, **found})
    return pd.DataFrame(rows, columns=COLUMNS)


def overall(
    codings: pd.DataFrame,
    first: str,
    second: str,
    *,
    orders: Mapping[str, Sequence[str]] | None = None,
    several: Sequence[str] = (),
    draws: int = 2000,
    seed: int = 2018,
    level: float = 0.95,
) -> dict:
    """Return how two coders agree over all questions: questions, units (answers of both), and the rest as `coefficients`.

    agree: share of all their pairs alike; ac1, alpha: means of those of the questions, weighted by their pairs, a question for which
    one is not defined left out: answers of different questions are no categories of one variable, and put together would make
    chance look smaller than it is. Intervals: percentiles over records drawn again with replacement, a record with all its
    questions, since one reading makes them all. Raises ValueError where no question has two answers.
    """
    measured = []
    for _, records, coders, order in _pairs(codings, first, second, orders, several):
        values, given = _counted(coders, order)
        if (given.sum(axis=1) >= 2).any():
            measured.append((records, given, _distance(values, order)))
    if not measured:
        raise ValueError("no unit was read by two coders")
    places = {record: at for at, record in enumerate(dict.fromkeys(r for records, *_ in measured for r in records))}
    drawn = np.random.default_rng(seed).multinomial(
        len(places), np.full(len(places), 1 / len(places)), size=max(draws, 1)
    )
    drawn = np.vstack([np.ones(len(places)), drawn])
    kept, weights = [], []
    for records, given, distance in measured:
        own = drawn[:, [places[record] for record in records]].astype(float)
        kept.append(np.array(_measure(given, own, distance)))
        weights.append(np.where(given.sum(axis=1) >= 2, own, 0).sum(axis=1))
    agree, ac1, alpha = (_mean(np.array(kept)[:, at], np.array(weights)) for at in range(3))
    found: dict[str, float] = {"questions": len(measured), "units": int(sum(weight[0] for weight in weights))}
    found |= {"agree": float(agree[0]), "ac1": float(ac1[0]), "alpha": float(alpha[0])}
    tail = (1 - level) / 2
    for name, sample in (("ac1", ac1[1:]), ("alpha", alpha[1:])):
        known = sample[~np.isnan(sample)] if draws and agree[0] < 1 else np.array([])
        ends = np.quantile(known, [tail, 1 - tail]) if known.size else (np.nan, np.nan)
        found |= {f"{name}_low": float(ends[0]), f"{name}_high": float(ends[1])}
    return found


def _mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted mean over questions of every draw, those that are not defined left out."""
    held = np.where(np.isnan(values), 0, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (np.nan_to_num(values) * held).sum(axis=0) / held.sum(axis=0)


def _pairs(
    codings: pd.DataFrame, first: str, second: str, orders: Mapping[str, Sequence[str]] | None, several: Sequence[str]
) -> Iterator[tuple[str, list, list[pd.Series], Sequence[str] | None]]:
    """Yield each question that both coded, the records, the answers of either, and their order."""
    unit = ["unit", "record", "topic", "question"]
    a, b = (codings[codings["coder"] == c].set_index(unit)["answer"] for c in (first, second))
    pairs = pd.concat([a.rename("a"), b.rename("b")], axis=1, join="inner").reset_index()
    for question, group in pairs.groupby("question", sort=True):
        coders = [group[c].str.split(";").map(frozenset) if question in several else group[c] for c in ("a", "b")]
        records = list(zip(group["unit"], group["record"], group["topic"], strict=True))
        yield str(question), records, coders, (orders or {}).get(str(question))


def coefficients(
    *coders: Sequence, order: Sequence | None = None, draws: int = 2000, seed: int = 2018, level: float = 0.95
) -> dict:
    """Return how coders agree on the same units: units, agree, ac1, alpha, intervals of the last two, and why they part.

    coders: equally long lists of answers, None or missing where a coder gave none; sets are compared by MASI
    (Passonneau 2006), answers with an order by Krippendorff's ordinal distance, others as alike or not. units: those
    with two answers or more. agree: share of pairs of answers alike. ac1: Gwet 2008, with missing answers as in Gwet
    2014, on whole answers, alike or not. alpha: Krippendorff 2011. ac1_low to alpha_high: percentiles over units
    drawn again with replacement (seeded); missing where no unit was read differently, since drawing again from like
    units shows nothing. alpha is missing where only one answer was ever given. Raises ValueError for lists of unequal
    length and for no unit with two answers.
    """
    values, given = _counted(coders, order)
    many = given.sum(axis=1)
    if not (many >= 2).any():
        raise ValueError("no unit was read by two coders")
    distance = _distance(values, order)
    once = np.ones((1, len(given)))
    agree, ac1, alpha = (float(x[0]) for x in _measure(given, once, distance))
    found = {"units": int((many >= 2).sum()), "agree": agree, "ac1": ac1, "alpha": alpha}
    ends = dict.fromkeys(("ac1_low", "ac1_high", "alpha_low", "alpha_high"), np.nan)
    if agree < 1 and draws:
        drawn = np.random.default_rng(seed).multinomial(len(given), np.full(len(given), 1 / len(given)), size=draws)
        tail = (1 - level) / 2
        _, *both = _measure(given, drawn.astype(float), distance)
        for name, sample in zip(("ac1", "alpha"), both, strict=True):
            known = sample[~np.isnan(sample)]
            if known.size:
                ends[f"{name}_low"], ends[f"{name}_high"] = (float(x) for x in np.quantile(known, [tail, 1 - tail]))
    return {**found, **ends, "why": _why(given[many >= 2].sum(axis=0), agree, alpha)}


def masi(first: frozenset, second: frozenset) -> float:
    """Return the distance of two sets of codes: 0 alike, 1 nothing in common (Passonneau 2006).

    1 - J x M: J the share of all their codes that both have, M 1 for like sets, 2/3 where one holds the other, 1/3
    where they overlap, 0 else.
    """
    if first == second:
        return 0.0
    common = first & second
    monotone = 2 / 3 if common in (first, second) else 1 / 3
    return 1 - len(common) / len(first | second) * monotone


def _counted(coders: Sequence[Sequence], order: Sequence | None) -> tuple[list, np.ndarray]:
    """Return the answers met and, one row a unit, how many coders gave each."""
    lists = [list(coder) for coder in coders]
    if len({len(one) for one in lists}) != 1:
        raise ValueError("the coders' lists are not equally long")
    answers = [[None if _missing(x) else x for x in one] for one in lists]
    met = {x for one in answers for x in one if x is not None}
    values = [x for x in order if x in met] if order is not None else sorted(met, key=_sorted_by)
    place = {value: i for i, value in enumerate(values)}
    given = np.zeros((len(lists[0]), len(values)))
    for one in answers:
        for unit, value in enumerate(one):
            if value in place:
                given[unit, place[value]] += 1
    return values, given


def _missing(value) -> bool:
    return value is None or (not isinstance(value, frozenset) and bool(pd.isna(value)))


def _sorted_by(value) -> str:
    return ";".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _distance(values: list, order: Sequence | None) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function from the number of times that each value was given (draws x values) to squared distances."""
    if order is not None:
        return _by_rank
    if values and isinstance(values[0], frozenset):
        fixed = np.array([[masi(a, b) for b in values] for a in values])
    else:
        fixed = 1 - np.eye(len(values))
    return lambda held: fixed[None]


def _by_rank(held: np.ndarray) -> np.ndarray:
    """Return Krippendorff's ordinal distances: squared differences of the middle ranks."""
    rank = np.cumsum(held, axis=1) - held / 2
    return (rank[:, :, None] - rank[:, None, :]) ** 2


def _measure(given: np.ndarray, drawn: np.ndarray, distance) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return agree, AC1 and alpha of every draw (draws x units: how often each unit was drawn)."""
    many = given.sum(axis=1)
    paired = np.where(many >= 2, drawn, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = np.where(many >= 2, (given * (given - 1)).sum(axis=1) / (many * (many - 1)), 0.0)
        agree = paired @ alike / paired.sum(axis=1)
        shares = np.where(many[:, None] > 0, given / many[:, None], 0.0)
        held = drawn @ shares / (drawn @ (many > 0))[:, None]
        chance = (held * (1 - held)).sum(axis=1) / max(given.shape[1] - 1, 1)
        return agree, (agree - chance) / (1 - chance), _alpha(given, paired, distance)


def _alpha(given: np.ndarray, paired: np.ndarray, distance) -> np.ndarray:
    units, values = given.shape
    other = np.maximum(given.sum(axis=1) - 1, 1)
    together = (given[:, :, None] * given[:, None, :] - given[:, :, None] * np.eye(values)) / other[:, None, None]
    held = paired @ given
    apart = distance(held)
    seen = (paired @ together.reshape(units, -1)).reshape(-1, values, values)
    observed = (seen * apart).sum(axis=(1, 2))
    expected = (held[:, :, None] * held[:, None, :] * apart).sum(axis=(1, 2)) / (held.sum(axis=1) - 1)
    return np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1), np.nan)


def _why(held: np.ndarray, agree: float, alpha: float) -> str:
    most = held.max() / held.sum()
    if np.isnan(alpha):
        return "only one answer was ever given: alpha is not defined"
    if agree == 1:
        return "no unit was read differently: no interval can be drawn from that"
    if agree - alpha > 0.2 and most > 0.85:
        return f"one answer makes up {most:.0%} of all: alpha takes the rare one for chance"
    return ""
