"""METHODS.md: the text of methods.md with its numbers computed when it is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.disclosure.attack import PATIENCE, recoverable
from analysis.disclosure.problem import Builder, Question, total
from analysis.languages import IN_ENGLISH
from analysis.measures import book  # noqa: F401  (registers the kinds)
from analysis.measures.asked import KINDS, READS
from analysis.measures.wording import share_text
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
    return template.format_map(_kinds() | _shares() | _groups() | _others() | _release())


def _kinds() -> dict[str, object]:
    """Return the kinds of measures, each with the columns of measures.csv that it reads and the first sentence of what its function says."""
    said = {name: str(make.__doc__).strip().split("\n")[0] for name, make in KINDS.items()}
    return {
        "kinds": "\n".join(f"| {name} | {', '.join(READS[name]) or 'none'} | {text} |" for name, text in said.items())
    }


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
        "bound_low": IN_ENGLISH.per_cent_in_words(float(low)), "bound_high": IN_ENGLISH.per_cent_in_words(float(high)),
        "low": IN_ENGLISH.per_cent_in_words(exact["low"]), "high": IN_ENGLISH.per_cent_in_words(exact["high"]),
        "interval_rows": "\n".join(f"| {m} | {IN_ENGLISH.per_cent_in_words(r['low'])} | {IN_ENGLISH.per_cent_in_words(r['high'])} | {f} |" for m, r, f in rows),
        "about": IN_ENGLISH.points(float(reference("margins").set_index("margin").at["about", "value"])),
        "tip_open": held.open, "tip_changed": held.changed,
        **{key: IN_ENGLISH.per_cent_in_words(float(np.ravel(value)[0])) for key, value in zip(keys, of_domain, strict=True)},
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
        "d_low": IN_ENGLISH.points(difference["low"]), "d_high": IN_ENGLISH.points(difference["high"]),
        "weighted": IN_ENGLISH.per_cent_in_words(weighted["share"], 2), "unweighted": IN_ENGLISH.per_cent_in_words(weighted["unweighted"], 2),
    }  # fmt: skip


def _others() -> dict[str, object]:
    six_low, six_high = (float(end[0]) for end in tango(0, 0, 6))
    least, most = reach(31, 156, 7)
    coders = [["yes"] + ["no"] * 19, ["no"] * 19 + ["yes"]]
    agreed = coefficients(*coders, draws=0)
    return {
        "pairs_needed": pairs_needed(0.1), "six_low": IN_ENGLISH.points(six_low), "six_high": IN_ENGLISH.points(six_high),
        "reach_low": IN_ENGLISH.per_cent_in_words(least), "reach_high": IN_ENGLISH.per_cent_in_words(most),
        **{name: f"{agreed[name]:.2f}" for name in ("agree", "ac1", "alpha")},
    }  # fmt: skip


def _release() -> dict[str, object]:
    states = {"A": "no", "B": "yes", "C": "no", "D": "yes", "E": "no", "F": "yes"}
    builder = Builder({"law": Question(("yes", "no"))})
    for state, answer in states.items():
        builder.hold(state, state, {"law": {answer}}, {"law"} if state == "A" else ())
    first = list(states)[:-1]
    for number, of in (("all", states), ("before", first)):
        builder.release(number, number, total(builder.either(state, "law", ("yes",)) for state in of))
    problem = builder.problem()
    found = recoverable(problem).merge(problem.cells, left_on="cell", right_index=True)
    told = found[(found["attacker"] == "") & (found["value"] == 1)]
    margins = reference("margins").set_index("margin")["value"]
    return {
        "n": len(states), "n_before": len(first), "yes": list(states.values()).count("yes"),
        "before": sum(states[state] == "yes" for state in first), "patience": PATIENCE, "band": margins["coarse"],
        "told": "; ".join(f"{row.unit} answers {row.answer}" for row in told.itertuples()),
        "after": len(recoverable(problem.without(["before"]))) or "no",
    }  # fmt: skip
