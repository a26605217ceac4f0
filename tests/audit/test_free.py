"""Sentences in a free style, each with a number that is true and one that is not (the same one where
the paper says nothing of it, so that no number may raise an alarm). They were written before the check had seen them; its
rules were mended on them since, so that they keep what was reached and prove nothing of other sentences.

free.csv: language; paper (demo: the demonstration, survey: the invented paper of surveyed.py); the sentence; both numbers.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from analysis.audit.facts import Facts
from analysis.dataset import open_dataset
from analysis.languages import LANGUAGES
from tests.audit.seeded import wrong_and_missed
from tests.audit.surveyed import survey

ROWS = list(csv.DictReader((Path(__file__).parent / "free.csv").open(encoding="utf-8")))
# "Half of the States surveyed (19 of 36) have a complaints body, give or take one": 52.8 per cent is further from a half than
# a fraction may be, and what stands at the end of the sentence is not read as a hedge of it. Known, and not mended.
KNOWN = {"en": 1}


@pytest.fixture(scope="module")
def papers(demonstration, tmp_path_factory) -> dict[str, Facts]:
    return {"demo": Facts(demonstration), "survey": Facts(open_dataset(survey(tmp_path_factory.mktemp("survey"))))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_true_raises_no_alarm_and_what_is_false_does(language, papers, tmp_path):
    rows = [row for row in ROWS if row["language"] == language]
    wrongly, missed = wrong_and_missed(rows, language, tmp_path, lambda row: papers[row["paper"]])
    assert len(rows) >= 30 and Counter({language: len(wrongly)}) <= Counter(KNOWN), wrongly
    assert len(missed) <= 0.2 * len(rows), missed
