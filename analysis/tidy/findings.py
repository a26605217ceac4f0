"""Codings to findings: one answer a coder, what coders agree on, what nobody settled."""

from __future__ import annotations

import pandas as pd

from analysis.loaders.coded import AGREED
from analysis.loaders.keyed import MEANS, SEEN, WITHIN
from analysis.reference import Layers
from analysis.schema import NO_ANSWERS, SEPARATOR, TABLE_OF
from analysis.tidy.codes import codes_now, labelled
from analysis.tidy.issues import Checks

UNSETTLED = "unsettled"
# What one answer is to.
KEY = ["unit", "record", "topic", "question"]
# What stands beside an answer and says more of it.
_BESIDE = ("paragraph", "note")


def agree(
    checks: Checks, records: dict[str, pd.DataFrame], codebook: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return codings and findings: one coding an answer of a coder, one finding a code of an agreed answer.

    Where coders differ, the coder "agreed" settles it. A disagreement that nobody settled, a coder who contradicts
    himself and an answer that cannot be understood are issues, and the finding is "unsettled". Edition and date
    are those of the record.
    """
    rows = checks.rows[checks.rows["unit"] != ""]
    rows = rows[~checks.bad[rows.index] | rows["unclear"]]
    rows = rows.assign(answer=rows["answer"].where(~rows["unclear"], UNSETTLED))
    rows = _together(checks, rows, codebook.loc[codebook["several"] == "yes", "question"])
    rows = _once_a_coder(checks, rows)
    settled = rows["coder"] == AGREED
    group = rows.groupby(KEY, sort=False).ngroup()
    lead = rows[settled | ~group.isin(group[settled])]
    place = group[lead.index]
    # Of an answer that cannot be understood its own issue speaks: there is nothing to be settled before it is mended.
    differ = lead["answer"].where(~lead["unclear"]).groupby(place).transform("nunique") > 1
    checks.fault(differ & ~lead["unclear"], "answer", "coders_differ")
    unsettled = differ | lead["unclear"].groupby(place).transform("any")
    one = lead[~place.duplicated()]
    one = one.assign(answer=one["answer"].where(~unsettled[one.index], UNSETTLED).str.split(SEPARATOR))
    named = ["unit", "edition", "date"]
    own = [records[name].reindex(columns=named).assign(record=record) for record, name in TABLE_OF.items()]
    findings = one.explode("answer").drop(columns=["edition", "date"])
    return checks.good, findings.merge(pd.concat(own).astype(str), on=["unit", "record"], how="left")


def settled_since(checks: Checks, codebook: pd.DataFrame, layers: Layers) -> None:
    """Note what was settled before a coder answered what he answers now: neither what he said then, nor what was settled."""
    rows, lists = checks.rows[~checks.bad & (checks.rows["unit"] != "")], codebook.set_index("question")["answers"]
    settled = rows[(rows["coder"] == AGREED) & (rows[SEEN] != "")]
    held = rows[rows["coder"] != AGREED].merge(settled[KEY].drop_duplicates(), on=KEY)
    now: dict[tuple[str, ...], dict[str, str]] = {}
    for *place, coder, answer in held[[*KEY, "coder", "answer"]].itertuples(index=False):
        now.setdefault(tuple(place), {})[coder] = answer
    told = pd.DataFrame("", settled.index, ["then", "now"], dtype=str)
    for at, *place, answer, seen, means in settled[[*KEY, "answer", SEEN, MEANS]].itertuples():
        named = seen.split(WITHIN)
        of_now = (codes_now(said, means, lists[place[-1]], layers) for said in named[1::2])
        then = dict(zip(named[::2], of_now, strict=False))
        later = {c: said for c, said in now.get(tuple(place), {}).items() if said not in (answer, then.get(c))}
        told.loc[at] = [
            "; ".join(f"{coder}: {labelled(said, lists[place[-1]], layers)}" for coder, said in of.items())
            for of in (then, later)
        ]
    checks.fault(told["now"] != "", "answer", "settled_since", then=told["then"], now=told["now"])


def _together(checks: Checks, rows: pd.DataFrame, several: pd.Series) -> pd.DataFrame:
    """Return the rows of codings with one in the place of those in which a register lists the options of one answer, one a row."""
    key = [*KEY, "coder", "source", "sheet"]
    options = rows[rows["question"].isin(several) & (rows["named"] == "")]
    options = options[options.duplicated(key, keep=False)]
    place = options.groupby(key, sort=False).ngroup()
    # What is no option, or cannot be understood, contradicts the others.
    alone = options["unclear"] | options["answer"].isin(NO_ANSWERS)
    apart = ~alone.groupby(place).transform("any") & (options["answer"].groupby(place).transform("nunique") > 1)
    options, place = options[apart], place[apart]
    if options.empty:
        return rows
    codes = options["answer"].str.split(SEPARATOR).explode().groupby(place)
    whole = place.map(codes.agg(lambda held: SEPARATOR.join(sorted(set(held)))))
    checks.put(answer=whole.reindex(checks.rows.index).fillna(checks.rows["answer"]))
    later = place.duplicated()
    checks.fault(later, "answer", "options_together", rows=options["row"].groupby(place).transform(", ".join))
    return rows.assign(answer=checks.rows["answer"]).drop(index=options.index[later])


def _once_a_coder(checks: Checks, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row a coder and question; where his rows say different things, none counts and each names the others."""
    key = rows.groupby([*KEY, "coder"], sort=False).ngroup()
    twice = key.duplicated(keep=False)
    if not twice.any():
        return rows
    several, place = rows[twice], key[twice]
    # As spreadsheets name a cell, so that no word has to be translated.
    cell = several["column"].str.extract(r"^([A-Z]{1,3})(?:: |$)")[0].fillna("") + several["row"]
    shown = several["sheet"].str.cat(cell, sep="!").str.removeprefix("!")
    files = several["source"].groupby(place).transform("nunique") > 1
    shown = shown.where(~files, several["source"] + " " + shown).groupby(place).transform(", ".join)
    apart = several["answer"].groupby(place).transform("nunique") > 1
    again = place.duplicated() & ~apart & ~several["unclear"]
    first = several["source"].groupby(place).transform("first")
    beside = [
        several[name].ne("") & several[name].ne(several[name].groupby(place).transform("first")) for name in _BESIDE
    ]
    more = again & (beside[0] | beside[1])
    checks.fault(more, "answer", "coder_says_more", rows=shown)
    checks.fault(again & ~more & (first == several["source"]), "answer", "coder_again", rows=shown)
    checks.fault(again & ~more & (first != several["source"]), "answer", "coder_elsewhere", file=first)
    checks.fault(apart & ~several["unclear"], "answer", "coder_contradicts", rows=shown)
    unclear = rows["unclear"] | apart.reindex(rows.index, fill_value=False)
    rows = rows.assign(unclear=unclear, answer=rows["answer"].where(~unclear, UNSETTLED))
    return rows[~key.duplicated()]
