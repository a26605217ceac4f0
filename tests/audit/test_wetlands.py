"""The check on a third paper, with sentences in a free style: each number in braces is one that the data have.

Half of the sentences (every second) were held back until the rules were mended on the others, and then looked at once: of these,
83 in 100 changes were caught. The rules were mended on them since, so that they prove nothing of other sentences.
"""

import csv
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.audit.between import count, differences
from analysis.audit.draft import read_draft
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, APART, Finding
from analysis.audit.tie import tie
from analysis.dataset import open_dataset
from analysis.languages import LANGUAGES
from tests.audit.drafts import write_word
from tests.audit.seeded import alarms, changed, changes
from tests.audit.wetlands import wetlands

HERE = Path(__file__).parent
SENTENCES = list(csv.DictReader((HERE / "wetlands.csv").open(encoding="utf-8")))
VERSIONS = list(csv.DictReader((HERE / "versions.csv").open(encoding="utf-8")))
# One of how many changes is made; all: EVERY=1.
EVERY = int(os.environ.get("EVERY", "5"))
_PIECES = re.compile(r"[{}]")


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    return Facts(open_dataset(wetlands(tmp_path_factory.mktemp("wetlands"))))


def read(language: str, folder: Path):
    """Return a draft of the sentences of a language, and where the numbers of the data stand in each."""
    spans, texts = [], []
    for row in SENTENCES:
        if row["language"] == language:
            pieces = _PIECES.split(row["sentence"])
            starts = [len("".join(pieces[:n])) for n in range(1, len(pieces), 2)]
            spans.append([(start, start + len(piece)) for start, piece in zip(starts, pieces[1::2], strict=True)])
            texts.append("".join(pieces))
    draft = read_draft(write_word(folder / "draft.docx", [("", text) for text in texts], numbered=False), language)[0]
    return draft, spans


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_true_is_tied_and_what_is_changed_is_caught(language, facts, tmp_path):
    draft, spans = read(language, tmp_path)
    known, found = alarms(draft, facts), tie(draft, facts)
    numbers = [(u, s, e) for u, own in zip(draft.units, spans, strict=True) for s, e in own if u.text[s:e]]
    held = [f for f in found for u, s, e in numbers if f.unit is u and f.mark.start < e and s < f.mark.end]
    assert len(numbers) >= 54 and len(known) <= 0.02 * len(numbers), known
    assert sum(f.verdict == APART for f in held) <= 0.02 * len(numbers)
    assert sum(f.verdict == AGREES for f in held) >= 0.9 * len(numbers)
    seeds = [(f.unit, f.mark.text, text) for f in held for text in changes(Finding(f.unit, f.mark, AGREES))][::EVERY]
    missed = []
    for unit, was, text in seeds:
        units = changed(draft, unit, text).units[max(0, unit.at - 2) : unit.at + 1]  # the rest is as it was
        if not alarms(replace(draft, units=units), facts) - known:
            missed.append((was, text))
    assert len(missed) <= 0.1 * len(seeds), missed


def test_versions_in_the_manner_of_the_documents_agree(tmp_path):
    """Six versions of 15 paragraphs: of the numbers of all pairs, at most 2 in 100 differ."""
    drafts = [
        read_draft(write_word(tmp_path / f"{code}.docx", [("", row[code]) for row in VERSIONS], numbered=False), code)[
            0
        ]
        for code in LANGUAGES
    ]
    pairs = [(one, other) for n, one in enumerate(drafts) for other in drafts[n + 1 :]]
    found = [d for one, other in pairs for d in differences(one, other)]
    assert len(found) <= 0.02 * sum(count(one) for one, _ in pairs), found
