"""One paragraph a rule of how a text goes on from one number to the next: what is true raises no alarm, what is false does.

paragraphs.csv, on the wetlands paper: language; the rule; the text; both numbers, the same where none may raise an alarm.
"""

import csv
from pathlib import Path

import pytest

from analysis.audit.draft import sentences
from analysis.audit.facts import Facts
from analysis.dataset import open_dataset
from tests.audit.seeded import wrong_and_missed
from tests.audit.wetlands import wetlands

ROWS = list(csv.DictReader((Path(__file__).parent / "paragraphs.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    return Facts(open_dataset(wetlands(tmp_path_factory.mktemp("wetlands"))))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}-{row['rule']}-{n}" for n, row in enumerate(ROWS)])
def test_what_is_true_raises_no_alarm_and_what_is_false_does(row, facts, tmp_path):
    assert wrong_and_missed([row | {"sentence": row["text"]}], row["language"], tmp_path, lambda row: facts) == ([], [])


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("See No. 5 of the list. It holds 24. The rest is silence.", "en", 3),
        ("12. The States met in 2024. Par. 3 is new.", "en", 2),
        ("Six parties collect it. Donors pay.", "en", 2),
        ("Эксперты обследовали их. Остальные ждут. См. пункт 3.", "ru", 3),
    ],
)
def test_a_figure_or_a_short_word_ends_a_sentence_an_abbreviation_does_not(text, language, parts):
    assert len(sentences(text, language)) == parts
