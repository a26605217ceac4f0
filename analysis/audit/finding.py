"""What is said of a number of a draft, and the universe that decides it where a share fits one and not another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.audit.draft import Unit
from analysis.audit.fact import Fact
from analysis.audit.facts import Facts
from analysis.audit.numbers import Mark
from analysis.languages import Language
from analysis.reference import parts

AGREES, DISAGREES, ELSEWHERE, UNTIED, APART = (
    "agrees", "disagrees", "carried by another universe", "not accounted for", "set apart",
)  # fmt: skip
VERDICTS = (AGREES, DISAGREES, ELSEWHERE, UNTIED, APART)


@dataclass(frozen=True)
class Finding:
    """What is said of one number of a draft.

    unit, mark: which; verdict: one of VERDICTS; reason: why it is set apart; fact: what it is tied to; universe: the one
    that decided; fits: what else has this value, or the universes that the wording cannot tell apart; part: what of the fact it states.
    """

    unit: Unit
    mark: Mark
    verdict: str
    reason: str = ""
    fact: Fact | None = None
    universe: str = ""
    fits: tuple[str, ...] = ()
    part: str = ""


def by_universe(finding: Finding, facts: Facts) -> Finding:
    """Let the universe that the sentence names decide; where it names none, list all that fit."""
    fact, mark, unit = finding.fact, finding.mark, finding.unit
    assert fact is not None
    shares = _in_universes(facts, fact)
    start, end = unit.sentence(mark)
    named = _named(facts, unit.text[start:end], unit.language, shares)
    fitting = tuple(name for name, (count, of) in shares.items() if facts.share_fits(mark, count, of))
    if len(named) == 1 and named[0] != fact.universe:
        finding = replace(finding, universe=named[0])
    if not shares:
        return finding
    fits = tuple(f"{name_of(facts, name)} ({shares[name][0]} of {shares[name][1]})" for name in fitting)
    own = finding.universe in fitting if finding.universe in shares else finding.verdict == AGREES
    verdict = AGREES if own else ELSEWHERE if fitting else DISAGREES
    return replace(finding, verdict=verdict, fits=fits)


def _named(facts: Facts, text: str, language: str, universes: Iterable[str]) -> list[str]:
    """Return the universes that a sentence names: by the words of mentions.csv, else by all those of its label."""
    labels = facts.labels(language)
    spans = labels.spans(text)
    found = []
    for name in universes:
        pattern = facts.patterns(name, language)
        words = labels.words(name_of(facts, name))
        if pattern[0].search(text) if pattern else words and all(word in spans for word in words):
            found.append(name)
    return found


def _in_universes(facts: Facts, fact: Fact) -> dict[str, tuple[int, int]]:
    """Return a share in each universe of entities that the paper declares, none of another edition: id to (count, denominator)."""
    if fact.row is None or not fact.is_share:
        return {}
    measure, universes = str(fact.row["measure"]), facts.measures.universes.rows
    asked = facts.measures.rows.loc[measure]
    if asked["given"] or fact.row["group"] or asked["kind"] != "share" or asked["answers"] != fact.row["answer"]:
        return {}
    if measure not in facts.in_universes:
        own = universes.at[parts(asked["universe"])[-1], "edition"]
        found = facts.measures.in_universes(measure, int(fact.row["count"]))
        facts.in_universes[measure] = {u: n for u, n in found.items() if universes.at[u, "edition"] in ("", own)}
    return facts.in_universes[measure]


def name_of(facts: Facts, universe: str) -> str:
    """Return a universe as the paper names it."""
    return facts.measures.universes[universe].name if universe in facts.measures.universes.rows.index else universe


def said(finding: Finding, shown: Language) -> str:
    """Return the verdict on a number in words."""
    fact = finding.fact
    if finding.verdict == APART:
        return shown.text("set apart: {reason}").format(reason=shown.text(finding.reason))
    if fact is None:
        text = "not accounted for; the same value: {fits}" if finding.fits else UNTIED
        return shown.text(text).format(fits=", ".join(finding.fits))
    value = fact.computed or shown.text("published: {value}").format(value=fact.published)
    texts = {
        AGREES: "agrees with {fact} ({value})",
        DISAGREES: "disagrees with {fact} (computed {value})" if fact.computed else "disagrees with {fact} ({value})",
        ELSEWHERE: "{fact} ({value}) does not carry it; another universe does: {fits}",
    }
    label = f"{fact.name}, {fact.label}" if fact.label else fact.name
    return shown.text(texts[finding.verdict]).format(fact=label, value=value, fits="; ".join(finding.fits))
