"""Scans, read with honest doubt: what is confirmed is right, what is not is said."""

from collections import Counter
from pathlib import Path

import pytest

from analysis.documents import scans
from analysis.documents.contents import FileProblem
from analysis.documents.scans import Word, recognise
from tests.documents import made, scanned
from tests.documents.test_text import read


def word(text, left=10.0, sure=90.0):
    return Word(text, sure, left, 10.0, left + 30.0, 20.0, False)


@pytest.mark.parametrize(
    ("first", "second", "confirmed"),
    [
        (word("1,204"), word("1,204", 12.0), True),
        (word("1,204"), word("1,284", 12.0), False),
        (word("Sylvania"), word("Sylvania"), True),
        (word("Sylvania"), word("Syivania"), False),
        (word("1,204"), word("1,204", 60.0), False),
        (word("1,204", sure=40.0), word("1,204"), False),
        (word("1,204"), word("1,204", sure=40.0), False),
        (word("(2005)."), word("2005,"), True),
        # Arabic-Indic digits are misread too often to be confirmed by reading them again.
        (word("٢٠١٨"), word("٢٠١٨"), False),
    ],
)
def test_a_figure_or_name_is_confirmed_by_a_second_reading_in_the_same_place(first, second, confirmed):
    assert [f.confirmed for f in scans._figures([first], [second])] == [confirmed]


def test_without_the_extra_the_message_says_what_to_do():
    with pytest.raises(FileProblem, match="scan: needs OCR"):
        read(made.pdf([None]))


@pytest.mark.scanned
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_scanned_page_is_read_and_every_doubt_is_said(language, monkeypatch):
    if not scans.packs() or not Path(scanned.FONTS[""]).exists():
        pytest.skip("needs the language packs of Tesseract and the DejaVu fonts")
    data, figures = scanned.page(language, 1)
    seen = {}
    monkeypatch.setattr(scans, "recognise", lambda *given: seen.setdefault("pages", recognise(*given)))
    document = read(data)
    assert document.language == language and 0.5 < float(document.confidence) < 1
    assert document.issues["problem"].iloc[0].startswith("recognised from a picture")
    page = seen["pages"][0]
    confirmed = Counter(f.text for f in page.figures if f.confirmed and f.text[0].isdigit())
    assert not confirmed - Counter(figures)
    assert sum(confirmed.values()) >= 0.9 * len(figures)
    doubted = [f.text for f in page.figures if not f.confirmed]
    assert document.issues["value"].tolist()[1:] == doubted
    assert not any(f.text.islower() for f in page.figures)
