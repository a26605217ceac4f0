"""The check on a fourth paper, with sentences in a free style, each with a number that is true and one that is not.

reporters.csv: language; set; the sentence; both numbers, the same where the paper says nothing of it. Before the rules had seen
them: of the set "first" (every third row, held back) 28 of 31 changes were caught, with one alarm on 32 true sentences; of the set
"second" 32 of 42, one alarm on 48; of the set "third" 40 of 42, one alarm on 48. The set "hard" was written to find faults. The rules were mended on these
since, so that they keep what was reached and prove nothing of other sentences. The set "fourth" was written after that: 40 of 42,
no alarm on 48.
"""

import csv
from pathlib import Path

import pytest

from analysis.audit.facts import Facts
from analysis.dataset import open_dataset
from analysis.languages import LANGUAGES
from tests.audit.reporters import reporters
from tests.audit.seeded import wrong_and_missed

ROWS = list(csv.DictReader((Path(__file__).parent / "reporters.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    return Facts(open_dataset(reporters(tmp_path_factory.mktemp("reporters"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_true_raises_no_alarm_and_what_is_false_does(language, facts, tmp_path):
    rows = [row for row in ROWS if row["language"] == language]
    wrongly, missed = wrong_and_missed(rows, language, tmp_path, lambda row: facts)
    assert len(rows) >= 40 and not wrongly, wrongly
    assert len(missed) <= 0.2 * sum(row["false"] != row["true"] for row in rows), missed
