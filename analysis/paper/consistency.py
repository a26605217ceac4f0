"""What the paper can be held against without any country data: sums, lists, dates, ordinals."""

from __future__ import annotations

import re

import pandas as pd

from analysis.paper.wording import fits
from analysis.reference import published
from analysis.tidy.groupings import states_parties_on

HOLDS, FAILS, NOTE = "holds", "does not hold", "to note"


def consistency() -> pd.DataFrame:
    """Return one row a check: check, where, compares, finding, outcome (holds, does not hold, to note)."""
    return pd.DataFrame([check() for check in _CHECKS], columns=["check", "where", "compares", "finding", "outcome"])


def _sum_of_reviews() -> tuple:
    counts = published("review_counts").query("article == '46'").set_index("edition")["count"].astype(int)
    parts, whole = counts["2017"] + counts["2018"], counts["all"]
    return (
        "C1",
        "P3, P6, P9",
        "reviews of the two editions and their total",
        f"{counts['2017']} + {counts['2018']} = {parts}; stated {whole}",
        _outcome(parts == whole),
    )


def _sum_of_groups() -> tuple:
    table = published("review_counts").query("article == '56'")
    parts = table[table["regional_group"] != ""]["count"].astype(int)
    whole = int(table.loc[table["regional_group"] == "", "count"].iloc[0])
    return (
        "C2",
        "P6, P9",
        "reviews of article 56 by group and their total",
        f"{' + '.join(map(str, parts))} = {parts.sum()}; stated {whole}",
        _outcome(parts.sum() == whole),
    )


def _names_and_counts() -> tuple:
    listed = published("respondents").groupby("edition").size()
    stated = published("statements").set_index("statement")["count"]
    pairs = [(int(listed["2017"]), int(stated["S01"])), (int(listed["2018"]), int(stated["S03"]))]
    return (
        "C3",
        "FN1, FN2",
        "names listed and the numbers stated",
        "; ".join(f"{a} names, stated {b}" for a, b in pairs),
        _outcome(all(a == b for a, b in pairs)),
    )


def _published_of_all() -> tuple:
    stated = published("statements").set_index("statement")["count"]
    shown, new, everyone = int(stated["S04"]), int(stated["S03"]), len(published("respondents"))
    return (
        "C4",
        "FN2",
        "responses published and responses received",
        f"{shown} published: more than the {new} of the sentence before, so of all {everyone}",
        NOTE if new < shown <= everyone else FAILS,
    )


def _fifth() -> tuple:
    share = float(published("statements").set_index("statement").at["S15", "share"])
    return (
        "C5",
        "P11, G2(2)",
        "“about 20 per cent” and “about one fifth”",
        f"{share:.0%} fits one fifth",
        _outcome(fits("about one fifth", round(share * 1000), 1000)),
    )


def _vast_majority() -> tuple:
    share = float(published("statements").set_index("statement").at["S15", "share"])
    return (
        "C6",
        "P11, P12",
        "the share with legislation and “the vast majority” without",
        f"{1 - share:.0%} without",
        _outcome(fits("the vast majority", round((1 - share) * 1000), 1000)),
    )


def _century() -> tuple:
    founded = published("networks").query("founded != ''").set_index("network")["founded"].astype(int)
    older = founded[founded < 2000]
    return (
        "C7",
        "P5, P39, P40",
        "networks said to begin early in this century, and their founding years",
        "older: " + ", ".join(f"{n} {y}" for n, y in older.items()),
        _outcome(older.empty),
    )


def _sessions() -> tuple:
    table = published("sessions").assign(number=lambda t: t["conference_session"].astype(int)).sort_values("number")
    in_order = table["held"].is_monotonic_increasing
    return (
        "C8",
        "P48",
        "ordinal and date of the session of the Conference to come",
        "; ".join(f"session {r.number}: {r.held} ({r.says})" for r in table.itertuples()),
        _outcome(in_order),
    )


def _directory_overlaps() -> tuple:
    table = published("directory")
    total, parties = table["count"].astype(int).sum(), len(states_parties_on(table["date"].iloc[0]))
    return (
        "C9",
        "P46",
        "the directory's five counts and the States parties of its day",
        f"they add up to {total}, of {parties} States parties: States are counted in several",
        NOTE if total > parties else HOLDS,
    )


def _scope() -> tuple:
    table = published("statements").set_index("statement")["subject"]
    scopes = {key: re.findall(r"article ([\d()\-]+)", table[key])[0] for key in ("S05", "S07")}
    return (
        "C10",
        "P6, P9",
        "the article that the new reviews and the total are said to cover",
        f"S05: article {scopes['S05']}; S07: article {scopes['S07']}",
        HOLDS if len(set(scopes.values())) == 1 else NOTE,
    )


def _outcome(holds: bool) -> str:
    return HOLDS if holds else FAILS


_CHECKS = (
    _sum_of_reviews,
    _sum_of_groups,
    _names_and_counts,
    _published_of_all,
    _fifth,
    _vast_majority,
    _century,
    _sessions,
    _directory_overlaps,
    _scope,
)
