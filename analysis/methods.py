"""METHODS.md: the text of methods.md with its numbers computed when it is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.measures.wording import per_cent, points, share_text
from analysis.reference import reference
from analysis.statistics import verdicts
from analysis.statistics.agreement import coefficients
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.coverage import post_stratified
from analysis.statistics.differences import differences
from analysis.statistics.editions import reach
from analysis.statistics.intervals import CLOPPER_PEARSON, JEFFREYS, WILSON, bounds, domain, domain_bounds, interval
from analysis.statistics.pairs import pairs_needed, tango
from analysis.statistics.ranges import parse_range


def methods() -> str:
    """Return METHODS.md."""
    template = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    return template.format_map(_shares() | _groups() | _others())


def _shares() -> dict[str, object]:
    having, reviewed, parties = 33, 163, 182
    low, high = bounds(having, reviewed, parties)
    exact = interval(having, reviewed, parties).iloc[0]
    rows = [(exact["method"], exact, f"{parties} States parties, {reviewed} reviewed")]
    rows += [
        (m, interval(having, reviewed, method=m).iloc[0], "an endless population")
        for m in (WILSON, CLOPPER_PEARSON, JEFFREYS)
    ]
    of_domain = [*domain_bounds(21, 33, 33, 19), *domain(21, 33, 33, 19)]
    keys = ("domain_bound_low", "domain_bound_high", "domain_low", "domain_high")
    held = verdicts.share(verdicts.Group(having, reviewed - having, parties - reviewed), parse_range("[7/40, 9/40]"))
    words = {"most": "> 1/2", "almost": ">= 9/10", "rare": "<= 1/20"}
    return {
        "having": having, "reviewed": reviewed, "parties": parties, "unreviewed": parties - reviewed,
        "most": having + parties - reviewed, "share": share_text(having, reviewed),
        "bound_low": per_cent(float(low)), "bound_high": per_cent(float(high)),
        "low": per_cent(exact["low"]), "high": per_cent(exact["high"]),
        "interval_rows": "\n".join(f"| {m} | {per_cent(r['low'])} | {per_cent(r['high'])} | {f} |" for m, r, f in rows),
        "about": points(float(reference("margins").set_index("margin").at["about", "value"])),
        "tip_open": held.open, "tip_changed": held.changed,
        **{key: per_cent(float(np.ravel(value)[0])) for key, value in zip(keys, of_domain, strict=True)},
        **{f"need_{word}": verdicts.least_evidence(parse_range(text), parties) for word, text in words.items()},
    }  # fmt: skip


def _groups() -> dict[str, object]:
    by_group = pd.DataFrame(
        {"count": [8, 4, 9, 2, 10], "denominator": [44, 43, 23, 27, 26], "population": [50, 50, 23, 29, 26]}
    )
    by_group["share"] = by_group["count"] / by_group["denominator"]
    weighted = post_stratified(by_group)
    difference = differences(10, 26, 26, 23, 137, 156, comparisons=5).iloc[0]
    pairs = zip(by_group["count"], by_group["denominator"], strict=True)
    return {
        "groups": ", ".join(f"{k} of {n}" for k, n in pairs),
        "ffh": f"{fisher_freeman_halton(by_group['count'], by_group['denominator']):.4f}",
        "d_low": points(difference["low"]), "d_high": points(difference["high"]),
        "weighted": per_cent(weighted["share"], 2), "unweighted": per_cent(weighted["unweighted"], 2),
    }  # fmt: skip


def _others() -> dict[str, object]:
    six_low, six_high = (float(end[0]) for end in tango(0, 0, 6))
    least, most = reach(31, 156, 7)
    coders = [["yes"] + ["no"] * 19, ["no"] * 19 + ["yes"]]
    agreed = coefficients(*coders, draws=0)
    return {
        "pairs_needed": pairs_needed(0.1), "six_low": points(six_low), "six_high": points(six_high),
        "reach_low": per_cent(least), "reach_high": per_cent(most),
        **{name: f"{agreed[name]:.2f}" for name in ("agree", "ac1", "alpha")},
    }  # fmt: skip
