"""What a paper can be held against without any country data: sums, lists, words, dates, ordinals.

A check is a row of checks.csv. must and note compare numbers, such as `S02a + S05a = S07a`, where a name is a claim (the
sum of its published numbers) or a universe of listed rows or entities (how many they are).
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.measures.book import Measures, measures_of
from analysis.problems import advice
from analysis.schema import SEPARATOR
from analysis.statistics.verdicts.pairs import pairs_needed

if TYPE_CHECKING:
    from analysis.dataset import Dataset

HOLDS, FAILS, NOTE = "holds", "does not hold", "to note"
COLUMNS = ["check", "place", "compares", "finding", "outcome"]
_COMPARISON = re.compile(r"\s*(<=|>=|=|<|>)\s*")
_COMPARE = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def consistency(dataset: Dataset) -> pd.DataFrame:
    """Return one row a check: check, place, compares, finding, outcome (holds, does not hold, to note)."""
    measures = measures_of(dataset)
    rows = []
    for row in dataset.layers.table("checks").itertuples():
        try:
            met, finding = computed(row.kind, row.expression, measures)
        except DataError as error:
            rows.append((row.check, row.place, row.compares, f"cannot be computed: {error}", FAILS))
            continue
        finding += f": {row.note}" if row.note else ""
        outcome = HOLDS if met and row.kind != "note" else NOTE if met or row.kind == "alike" else FAILS
        rows.append((row.check, row.place, row.compares, finding, outcome))
    return pd.DataFrame(rows, columns=COLUMNS)


def computed(kind: str, expression: str, measures: Measures) -> tuple[bool, str]:
    """Return whether a check is met, and what was found. Raises DataError where it cannot be computed."""
    if kind not in _KINDS:
        raise DataError(f"“{kind}” is no kind of check; {advice(kind, _KINDS)}")
    try:
        return _KINDS[kind](expression, measures)
    except re.error as error:
        raise DataError(f"the pattern of “{expression}” cannot be read ({error})") from None
    except (KeyError, ValueError) as error:
        raise DataError(f"“{expression}” cannot be understood ({error})") from None


def _numbers(expression: str, measures: Measures) -> tuple[bool, str]:
    """Compare sums in a chain, such as a < b <= c."""
    first, *rest = _COMPARISON.split(expression)
    total, finding = _sum(first, measures)
    met = True
    for sign, side in zip(rest[::2], rest[1::2], strict=True):
        value, text = _sum(side, measures)
        met, total, finding = met and _COMPARE[sign](total, value), value, f"{finding} {sign} {text}"
    return met, finding if met else f"not {finding}"


def _sum(side: str, measures: Measures) -> tuple[float, str]:
    numbers = [number for term in side.split("+") for number in _term(term.strip(), measures)]
    return sum(numbers), " + ".join(f"{number:g}" for number in numbers)


def _term(term: str, measures: Measures) -> list[float]:
    claims = measures.layers.table("claims").set_index("claim")["value"]
    if term in claims.index:
        return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", re.sub(r"\w+\s*=", "", claims[term]))]
    return [float(len(measures.universes.of_the_paper(term)))]


def _fits(expression: str, measures: Measures) -> tuple[bool, str]:
    share, _, word = (part.strip() for part in expression.partition(" fits "))
    met = measures.wording(word).allows(round(float(share) * 1000), 1000)
    return met, f"{float(share):.0%} {'fits' if met else 'does not fit'} “{word}”"


def _least(expression: str, measures: Measures) -> tuple[bool, str]:
    name, column, _, least = expression.split()
    rows = _list(name, measures)
    below = rows[(rows[column] != "") & (rows[column] < least)]
    return below.empty, f"before {least}: " + (
        ", ".join(f"{r['name']} {r[column]}" for _, r in below.iterrows()) or "none"
    )


def _list(name: str, measures: Measures) -> pd.DataFrame:
    rows = measures.layers.table("lists")
    if name not in set(rows["list"]):
        raise DataError(f"there is no list “{name}” in lists.csv; there are: {', '.join(rows['list'].unique())}")
    return rows[rows["list"] == name]


def _order(expression: str, measures: Measures) -> tuple[bool, str]:
    name, _, column = expression.split()
    rows = _list(name, measures)
    rows = rows.assign(number=rows["name"].astype(int)).sort_values("number")
    return rows[column].is_monotonic_increasing, "; ".join(
        f"{r['name']}: {r[column]} ({r['note']})" for _, r in rows.iterrows()
    )


def _alike(expression: str, measures: Measures) -> tuple[bool, str]:
    names, _, pattern = (part.strip() for part in expression.partition(" by "))
    subjects = measures.layers.table("statements").set_index("statement")["subject"]
    found = {name.strip(): " ".join(re.findall(pattern, subjects[name.strip()])) for name in names.split(SEPARATOR)}
    return len(set(found.values())) == 1, "; ".join(f"{name}: {text}" for name, text in found.items())


def _disjoint(expression: str, measures: Measures) -> tuple[bool, str]:
    groupings = [name.strip() for name in expression.split(SEPARATOR)]
    rows = measures.dataset.memberships
    rows = rows[rows["grouping"].isin(groupings)]
    groups = rows.groupby("code")["grouping"].agg(lambda held: " and ".join(sorted(set(held))))
    several = groups[groups.str.contains(" and ")]
    found = [
        f"{pair}: {n} ({', '.join(several.index[several == pair][:5])})" for pair, n in several.value_counts().items()
    ]
    return several.empty, "; ".join(found) or "no entity is in two of them"


def _shows(expression: str, measures: Measures) -> tuple[bool, str]:
    """So many pairs, all alike, are enough to show no difference greater than a margin."""
    name, _, margin = (part.strip() for part in expression.partition(" within "))
    pairs = sum(_term(name, measures))
    needed = pairs_needed(measures.layers.margin(margin), measures.layers.margin("level"))
    return needed is not None and pairs >= needed, f"{pairs:g} pairs; the least that could show it are {needed}"


_KINDS = {
    "must": _numbers,
    "note": _numbers,
    "fits": _fits,
    "least": _least,
    "order": _order,
    "alike": _alike,
    "disjoint": _disjoint,
    "shows": _shows,
}
