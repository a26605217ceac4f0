"""What a statement is tested with: shares of the dataset, and the verdict on a published value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset
from analysis.paper.wording import fits, share_text
from analysis.reference import reference
from analysis.schema import labels_of
from analysis.statistics.shares import shares
from analysis.statistics.universes import Universe, states_parties, states_reviewed

AGREES, AGREES_DEMO, DIFFERS, UNTESTED = (
    "agrees",
    "agrees on demonstration data",
    "differs",
    "cannot be tested",
)
VERDICTS = (AGREES, AGREES_DEMO, DIFFERS, UNTESTED)


@dataclass(frozen=True)
class Computed:
    """What the data say to one statement.

    numbers are held against the published counts, measures (rows of `shares`, as dicts) against the
    published quantifiers, in their order; holds is any further condition. missing says what the test
    lacks. transcribed: computed from figures of the paper alone, so that demonstration data play no part.
    """

    text: str
    numbers: tuple[int, ...] = ()
    measures: tuple[dict, ...] = ()
    holds: bool = True
    missing: str = ""
    method: str = ""
    transcribed: bool = False


@dataclass(frozen=True)
class Evidence:
    """A dataset with the universes that statements speak of."""

    dataset: Dataset

    @cached_property
    def first(self) -> str:
        """The earliest edition."""
        return min(self.dataset.settings.editions)

    @cached_property
    def latest(self) -> str:
        """The edition whose information is new."""
        return max(self.dataset.settings.editions)

    @cached_property
    def parties(self) -> Universe:
        """States parties on the dataset's date."""
        return states_parties(self.dataset)

    @cached_property
    def reviewed(self) -> Universe:
        """States reviewed under article 46."""
        return states_reviewed(self.dataset)

    @cached_property
    def new(self) -> Universe:
        """States whose review under article 46 is new in the latest edition."""
        return states_reviewed(self.dataset, edition=self.latest)

    def by_group(self, question: str, answer: str, by: str = "regional_group", **how) -> pd.DataFrame:
        """Return the share of the States reviewed with an answer, one row a group."""
        return shares(
            self.dataset.findings, question, answer, universe=how.pop("universe", self.reviewed), by=by, **how
        )

    def share(self, question: str, answer: str, **how) -> dict:
        """Return one share of the States reviewed, as a dict of the columns of `shares`."""
        table = shares(self.dataset.findings, question, answer, universe=how.pop("universe", self.reviewed), **how)
        return table.iloc[0].to_dict()


def described(measure: dict) -> str:
    """Return a share in words: "33 of 163 (20.2 per cent)"."""
    return share_text(measure["count"], measure["denominator"])


def of_measures(
    *measures: dict, numbers: tuple[int, ...] = (), holds: bool = True, text: str = "", missing: str = ""
) -> Computed:
    """Return what some shares say; a share without denominator makes the statement untestable."""
    empty = [m for m in measures if not m["denominator"]]
    if empty:
        missing = missing or f"answers to “{labels_by_question()[empty[0]['question']]}” among: {empty[0]['universe']}"
    shown = text or "; ".join([*map(described, measures), *(str(n) for n in numbers)])
    return Computed(shown, numbers, measures, holds, missing)


def labels_by_question() -> dict[str, str]:
    """Return the label of every question of the codebook."""
    codebook = reference("codebook")
    return dict(zip(codebook["question"], codebook["label"], strict=True))


def groups_with(table: pd.DataFrame, grouping: str = "regional_group") -> str:
    """Return "African States 3; ..." for the groups with any."""
    labels = labels_of(grouping)
    return "; ".join(f"{labels[getattr(r, grouping)]} {r.count}" for r in table.itertuples(index=False) if r.count)


def verdict(published: pd.Series, computed: Computed, demonstration: bool) -> str:
    """Return one of VERDICTS: derived from published value and computed value, never typed."""
    if computed.missing:
        return UNTESTED
    counts = [int(c) for c in published["count"].split(";") if c]
    words = [w for w in published["quantifier"].split(";") if w]
    agrees = computed.holds and list(computed.numbers[: len(counts)]) == counts and len(words) <= len(computed.measures)
    agrees = agrees and all(
        fits(w, m["count"], m["denominator"]) for w, m in zip(words, computed.measures, strict=False)
    )
    if not agrees:
        return DIFFERS
    return AGREES_DEMO if demonstration and not computed.transcribed else AGREES


def ledger_row(published: pd.Series, computed: Computed, demonstration: bool) -> dict:
    """Return one row of the ledger: a statement with published and computed value and the verdict."""
    measure = computed.measures[0] if computed.measures else {}
    known = {
        name: measure.get(name, math.nan) for name in ("count", "denominator", "low", "high", "bound_low", "bound_high")
    }
    if not measure and computed.numbers:
        known["count"] = computed.numbers[0]
    return {
        "statement": published["statement"],
        "where": published["where"],
        "published": published["published"],
        "computed": computed.text,
        **known,
        "universe": measure.get("universe", ""),
        "method": computed.method or measure.get("method", "") or "count",
        "verdict": verdict(published, computed, demonstration),
        "missing": computed.missing,
        "asked": _asked(published),
        "found": _found(published, computed),
    }


_ASKED_OF_KIND = {
    "no_change": "no change",
    "no_difference": "no difference",
    "leaders": "two groups lead",
    "greater": "WAEMU more often",
    "consistent": "as in P11",
}


def _asked(published: pd.Series) -> str:
    """Return the published value in a few words, for a card."""
    share = f"about {float(published['share']):.0%}" if published["share"] else ""
    word = "" if share else published["quantifier"].replace("the vast", "vast")
    parts = [part for part in (*word.split(";"), *published["count"].split(";"), share) if part]
    return "; ".join(parts) or _ASKED_OF_KIND[published["kind"]]


def _found(published: pd.Series, computed: Computed) -> str:
    """Return the computed value in a few words: as many numbers as were published, else the first share."""
    if published["count"] and computed.numbers and not published["quantifier"]:
        return "; ".join(map(str, computed.numbers))
    if computed.measures:
        return f"{computed.measures[0]['count']} of {computed.measures[0]['denominator']}"
    return "not computed"
