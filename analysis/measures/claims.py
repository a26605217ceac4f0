"""The kinds of claim: what must be true of some measures for a published value to hold, and how firmly it does.

Each kind is a short function that hands the counts of its measures to `analysis.statistics.verdicts`. To add a kind: one
function, decorated.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import DataError
from analysis.measures.claim import Claim, Row, Tested, claims, missing
from analysis.measures.wording import described, share_text
from analysis.schema import parts
from analysis.statistics import verdicts
from analysis.statistics.ranges import Range, figure, universes_that_fit
from analysis.statistics.verdicts import AGREES, DIFFERS, Finding, Group, Pairs, Verdict

AS_LISTED = "as listed"


def group_of(row: Row, *, of_records: bool = False) -> Group:
    """Return a row of shares as what is known of its target: the population, or the records read."""
    yes, other = int(row["count"]), int(row["denominator"] - row["count"])
    if of_records:
        return Group(yes, other, int(row["silent_read"]), int(row["maybe_read"]))
    maybe = 0 if pd.isna(row.get("maybe")) else int(row["maybe"])
    return Group(yes, other, int(row["population"] - row["denominator"]) - maybe, maybe)


def _plain(holds: bool) -> Verdict:
    """Return the verdict on what was counted in a register: exact, so that it has no strength."""
    return Verdict(AGREES if holds else DIFFERS)


def _is_share(row: Row) -> bool:
    return not pd.isna(row["denominator"]) and not pd.isna(row["other"])


def _count(row: Row) -> float:
    """Return the number of a row: its value, else its count; missing where there was nothing to take it from."""
    counted = not pd.isna(row["denominator"]) or row["method"] == "count"
    return row["value"] if not pd.isna(row["value"]) or not counted else row["count"]


def _nothing(row: Row) -> bool:
    """Whether a register or a list holds nothing to count, which says that it is not there rather than how long it is."""
    return bool(pd.isna(_count(row))) or (row["method"] == "count" and not _count(row))


def _none(claim: Claim, row: Row) -> Tested:
    return missing(claim.row["missing"] or f"any of: {row['universe']}", rows=[row])


@claims("number")
def number(claim: Claim) -> Tested:
    """The count is the published one: over the records read, or of a register."""
    row = claim.rows[0]
    if _is_share(row):
        return Tested(verdicts.number(group_of(row, of_records=True), claim.number), described(row), (row,))
    if _nothing(row) and claim.number:
        return _none(claim, row)
    return Tested(_plain(_count(row) == claim.number), described(row), (row,))


@claims("highest")
def highest(claim: Claim) -> Tested:
    """The greatest number that was read is the published one."""
    row = claim.rows[0]
    verdict = verdicts.highest(row["values"], claim.number, open=int(row["open"]))
    return Tested(verdict, described(row), (row,))


@claims("floor")
def floor(claim: Claim) -> Tested:
    """The count is greater than the published number."""
    row = claim.rows[0]
    if _nothing(row):
        return _none(claim, row)
    verdict = verdicts.at_least({row["label"]: Group(int(row["count"]), 0)}, claim.number + 1)
    return Tested(verdict, described(row), (row,))


@claims("listed")
def listed(claim: Claim) -> Tested:
    """The list of the paper has so many names, each known, and in the population on the day where it has one."""
    row, universe = claim.rows[0], claim.measures.universes_of(claim.named[0])[-1]
    strange = f"; not in {universe.everyone.name}: {', '.join(universe.strange)}" if universe.strange else ""
    unknown = [] if universe.population is not None else _unknown(universe.units)
    strange += f"; no known name: {', '.join(unknown)}" if unknown else ""
    holds = row["count"] == claim.number and not strange
    return Tested(Verdict(AS_LISTED if holds else DIFFERS), f"{row['count']} listed{strange}", (row,))


def _unknown(units: pd.DataFrame) -> list[str]:
    """Names of a list of States that mean none; a list of which no name is a State is a list of something else."""
    return units.loc[~units["known"], "name"].tolist() if (units["entity"] != "").any() else []


@claims("sum")
def sum_ofparts(claim: Claim) -> Tested:
    """The first measure is the published number, and the sum of the others."""
    whole, *parts = (_count(row) for row in claim.rows)
    if not whole:
        return _none(claim, claim.rows[0])
    text = f"{' + '.join(f'{part:g}' for part in parts)} = {whole:g}"
    return Tested(_plain(whole == claim.number == sum(parts)), text, tuple(claim.rows[:1]))


@claims("by_group")
def by_group(claim: Claim) -> Tested:
    """The named groups have the published counts, and no other group has any."""
    wanted = {group.strip(): int(n) for group, _, n in (part.partition("=") for part in parts(claim.value))}
    table = claim.measures.of(claim.named[-1])
    if not table["count"].sum():
        return _none(claim, table.iloc[0].to_dict())
    holds = all(row["count"] == wanted.get(row["group"], 0) for row in table.to_dict("records"))
    shown = [claim.measures.one(f"{claim.named[-1]}[{group}]") for group in wanted]
    return Tested(_plain(holds), _groups_with_any(table), tuple(shown))


def _groups_with_any(table: pd.DataFrame) -> str:
    return "; ".join(f"{row['label']} {row['count']}" for row in table.to_dict("records") if row["count"]) or "none"


@claims("word")
def word(claim: Claim) -> Tested:
    """The published word fits the share."""
    return _fitting(claim, claim.measures.wording(claim.value))


@claims("figure")
def printed_figure(claim: Claim) -> Tested:
    """The share, in per cent, rounds to the published figure."""
    return _fitting(claim, figure(claim.value))


def _fitting(claim: Claim, wording: Range) -> Tested:
    row = claim.rows[0]
    verdict = verdicts.share(group_of(row), wording, level=claim.level)
    fits = _universes(claim, row, wording) if row["count"] and not claim.otherwise else ""
    return Tested(verdict, described(row), (row,), fits=fits)


def _universes(claim: Claim, row: Row, wording: Range) -> str:
    """Return among which universes that the paper declares the wording is true of the counted, each by its denominator."""
    measures, name = claim.measures, claim.named[0].split("[")[0]
    asked = measures.rows.loc[name]
    if asked["given"] or asked["by"] or asked["kind"] != "share":
        return ""
    found = {measures.universes[u].name: n for u, n in measures.in_universes(name, int(row["count"])).items()}
    table = universes_that_fit(wording, found)
    return "; ".join(
        f"{r.count_} of {r.denominator} ({r.universe})"
        for r in table[table["fits"]].rename(columns={"count": "count_"}).itertuples()
    )


@claims("each")
def each(claim: Claim) -> Tested:
    """The published word fits every group that has members."""
    whole, wording = claim.read(claim.measures.one(claim.named[0])), claim.measures.wording(claim.value)
    groups = claim.table[claim.table["denominator"] > 0]
    if groups.empty or not whole["count"]:
        return _none(claim, whole)
    least = groups.loc[groups["share"].idxmin()].to_dict()
    parts = [verdicts.share(group_of(row), wording, level=claim.level) for row in groups.to_dict("records")]
    return Tested(verdicts.combined(parts), f"{described(whole)}; least: {least['label']} {described(least)}", (whole,))


@claims("at_least")
def at_least(claim: Claim) -> Tested:
    """Each measure that is named counts at least so many."""
    groups = {row["label"]: group_of(row) for row in claim.rows}
    text = "; ".join(f"{row['label']} {row['count']} of {row['denominator']}" for row in claim.rows)
    return Tested(verdicts.at_least(groups, claim.number, level=claim.level), text, tuple(claim.rows))


@claims("leaders")
def leaders(claim: Claim) -> Tested:
    """The named groups have greater shares than every other."""
    wanted, rows = set(parts(claim.value)), claim.table.to_dict("records")
    sides = [
        {row["label"]: group_of(row) for row in rows if (row["group"] in wanted) == side} for side in (True, False)
    ]
    if len(sides[0]) < len(wanted) or not sides[1]:
        return missing(f"the groups {claim.value} and others: {rows[0]['universe'] if rows else claim.named[-1]}")
    ranked = sorted((row for row in rows if row["denominator"]), key=lambda row: -row["share"])
    text = "; ".join(f"{row['label']} {row['count']} of {row['denominator']}" for row in ranked)
    return Tested(verdicts.leaders(*sides, level=claim.level), text or "none", tuple(ranked[:1] or rows[:1]))


@claims("greater")
def greater(claim: Claim) -> Tested:
    """The first share is greater than the second."""
    first, second = claim.rows
    text = f"{first['label']} {described(first)}; {second['label']} {described(second)}"
    return Tested(verdicts.greater(group_of(first), group_of(second), level=claim.level), text, (first, second))


@claims("categories")
def categories(claim: Claim) -> Tested:
    """So many of the measure's answers are met with, and no more."""
    table = claim.table.sort_values("count", ascending=False, kind="stable")
    if claim.number > len(table):
        raise DataError(f"claims.csv, {claim.row.name}: {claim.number} of {len(table)} answers cannot be met with.")
    first, met = table.iloc[0].to_dict(), int((table["count"] > 0).sum())
    group, named = group_of(first), table.head(claim.number)
    counts = dict(zip(named["answer"], named["count"].astype(int), strict=True))
    verdict = verdicts.categories(counts, answered=group.answered, open=group.unanswered)
    more = Verdict(DIFFERS, verdicts.WHATEVER)
    return Tested(more if met > claim.number else verdict, f"{met} of {len(table)}", () if group.answered else (first,))


@claims("spread")
def spread(claim: Claim) -> Tested:
    """So many groups, at least, have any unit with the answer."""
    groups = {row["label"]: group_of(row) for row in claim.table.to_dict("records")}
    verdict = verdicts.at_least(groups, 1, groups_needed=claim.number, level=claim.level)
    return Tested(verdict, _groups_with_any(claim.table), (claim.table.iloc[0].to_dict(),))


@claims("no_change")
def no_change(claim: Claim) -> Tested:
    """Every wording that was true before is true now: each measure named, by the words of its own claims.

    value: the universe of before.
    """
    own = claim.measures.layers.table("claims").query("kind == 'word'").drop_duplicates("measures")
    words = dict(zip(own["measures"], own["value"], strict=True))
    findings, now = {}, claim.rows
    new = claim.measures.universes_of(claim.named[0])[-1]
    old = claim.measures.universes[claim.value]
    for name, row in zip(claim.named, now, strict=True):
        before = claim.read(claim.measures.asked_of(name, claim.value).iloc[0].to_dict())
        wording = claim.measures.wording(words[name])
        findings[row["label"]] = Finding(wording, group_of(before), group_of(row), len(new) - len(old))
    if len(new) <= len(old) or not len(old):
        return missing(f"any of: {f'{new.name}, beyond {old.name}' if len(old) else old.name}", "not computed", now[:1])
    verdict, table = verdicts.no_change(findings, level=claim.level)
    could = table.loc[table["could_flip"], "finding"].tolist()
    text = f"{int(table['held'].sum())} of {len(table)} findings held before, {int((table['held'] & table['holds']).sum())} of them now"
    return Tested(verdict, f"{text}; those added could have refuted: {', '.join(could) or 'none'}", tuple(now[:1]))


@claims("no_difference")
def no_difference(claim: Claim) -> Tested:
    """The interval of a difference within units lies within the margin that the value names."""
    row = claim.rows[0]
    first, second, both = (int(row[name]) for name in ("only_first", "only_second", "pairs"))
    pairs = Pairs(first, second, both - first - second, int(row["population"]) - both)
    text = f"{both} in both; {first + second} of them answer differently"
    return Tested(
        verdicts.no_difference(pairs, claim.measures.layers.margin(claim.value), level=claim.level), text, (row,)
    )


@claims("agree")
def agree(claim: Claim) -> Tested:
    """Two wordings of one share can both be true; "without" before the second: it speaks of those who have it not."""
    row = claim.rows[0]
    first, second = parts(claim.value)
    without = second.startswith("without ")
    wordings = [claim.measures.wording(text.removeprefix("without ")) for text in (first, second)]
    verdict = verdicts.agree(group_of(row), *wordings, complement=without, level=claim.level)
    rest = f"; without: {share_text(row['other'], row['denominator'])}" if without else ""
    return Tested(verdict, f"{described(row)}{rest}", (row,))


@claims("untested")
def untested(claim: Claim) -> Tested:
    """Nothing that is held can decide it; the claim names what would."""
    rows = claim.table.to_dict("records") if claim.named else []
    text = "; ".join(described(row) for row in rows) or "not computed"
    return missing(claim.row["missing"], text, rows[:1])
