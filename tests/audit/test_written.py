"""The pair that must hold: what `write` writes from the measures, `audit` finds nothing wrong with; and what is changed in it, it finds."""

import os

import pytest
from scipy.stats import binom

from analysis.__main__ import main
from analysis.audit.draft import read_draft
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, Finding
from analysis.languages import LANGUAGES, Language
from tests.audit.seeded import alarms, changed, changes

# The whole proof: EVERY=1 python -m pytest tests/audit/test_written.py
EVERY = int(os.environ.get("EVERY", "12"))


@pytest.fixture(scope="module")
def facts(demonstration) -> Facts:
    return Facts(demonstration)


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    assert main(["write", "--language", request.param, "--out", str(folder)]) == 0
    return read_draft(folder / f"text_{request.param}.docx", request.param)[0]


def seeds(draft, facts):
    """Every number and word for a share, changed; every group that is named, exchanged for each other group of its grouping."""
    for unit in draft.units:
        for mark, reason in zip(unit.marks, unit.reasons, strict=True):
            if not reason and not mark.weak:
                yield from ((unit, mark.text, text) for text in changes(Finding(unit, mark, AGREES)))
        language = Language(draft.language, facts.dataset.layers)
        for label, (grouping, _) in facts.groups.items():
            own = language.text(label)
            others = [
                language.text(other) for other, (of, _) in facts.groups.items() if of == grouping and other != label
            ]
            yield from ((unit, own, unit.text.replace(own, other)) for other in others if own in unit.text)


def test_what_the_suite_writes_raises_no_alarm(written, facts):
    assert not alarms(written, facts)


def test_what_is_changed_in_it_is_caught(written, facts):
    """At least 95 in 100 of some 300 changes, one at a time; of a part, so many that this is not refuted at 1 in 100 (EVERY: one of how many is made)."""
    made = list(seeds(written, facts))[::EVERY]
    missed = [
        (unit.paragraph, was, text) for unit, was, text in made if not alarms(changed(written, unit, text), facts)
    ]
    allowed = 0.05 * len(made) if EVERY == 1 else binom.ppf(0.99, len(made), 0.05)
    assert len(made) >= 20 and len(missed) <= allowed, missed
