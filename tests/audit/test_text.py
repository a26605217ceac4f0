"""The text from the data: what is written, and what is listed because its words no longer fit."""

import pytest
from docx import Document

from analysis.__main__ import main
from analysis.audit.text import text_of
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.languages import LANGUAGES
from tests.audit.surveyed import survey

READINGS = """reading,part,only_if,text
portals,1,portal.wording = most,Most States surveyed have a procurement portal: {portal.text}.
portals,2,portal.wording = some,Some States surveyed have a procurement portal: {portal.text}.
lists,1,,"Two fifths of the States keep a debarment list ({debarment.text})."
lists,2,,"Nearly all States train their officials: {training.share:whole_per_cent}. Few keep a debarment list ({debarment.count})."
single,1,,"{emergency.count, plural, one{# State publishes} other{# States publish}} emergency purchases, in at most {portal.count} States."
"""


@pytest.fixture
def folder(tmp_path):
    made = survey(tmp_path / "survey")
    (made / "paper" / "readings.csv").write_text(READINGS, encoding="utf-8")
    return made


def test_sentences_are_written_whose_words_fit(folder):
    said = {(s.reading, s.part): (s.text, s.why) for s in text_of(open_dataset(folder), "en")}
    assert said["portals", "1"] == ("Most States surveyed have a procurement portal: 25 of 36 (69.4 per cent).", "")
    assert ("portals", "2") not in said
    assert said["lists", "1"][1] == ""
    assert "“Few” does not fit 14" in said["lists", "2"][1]
    assert said["single", "1"] == ("5 States publish emergency purchases, in at most 25 States.", "")


def test_a_recount_takes_its_sentence_away(folder):
    answers = folder / "answers.csv"
    head, *rows = answers.read_text(encoding="utf-8").splitlines()
    at = head.split(",").index("debarment")
    rows = [",".join("no" if n == at else cell for n, cell in enumerate(row.split(","))) for row in rows[:20]] + rows[
        20:
    ]
    answers.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    said = {(s.reading, s.part): s.why for s in text_of(open_dataset(folder), "en")}
    assert "“Two fifths” does not fit" in said["lists", "1"]


def test_what_has_no_translation_is_listed(folder):
    assert all("no translation" in s.why for s in text_of(open_dataset(folder), "fr"))


def test_a_paper_without_sentences_is_told(tmp_path):
    made = survey(tmp_path / "survey")
    (made / "paper" / "readings.csv").write_text("reading,part,only_if,text\n", encoding="utf-8")
    dataset = open_dataset(made)
    with pytest.raises(DataError, match=r"no readings\.csv"):
        text_of(dataset, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_of_the_repository_is_written_in_six_languages(language, demonstration):
    said = text_of(demonstration, language)
    assert len(said) > 10 and not [s.why for s in said if s.why]


def test_the_command_writes_markdown_and_word(folder, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["write", "--data", str(folder), "--language", "en", "--out", str(out)]) == 1
    assert "en: not written, lists 2: “Few” does not fit 14" in capsys.readouterr().out
    text = (out / "text_en.md").read_text(encoding="utf-8")
    assert (
        "Two fifths of the States keep a debarment list" in text and "Few" not in text and "Demonstration data" in text
    )
    paragraphs = [p.text for p in Document(str(out / "text_en.docx")).paragraphs]
    assert any("25 of 36 (69.4 per cent)" in p for p in paragraphs)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    main(["write", "--data", str(folder), "--language", "en", "--out", str(out)])
    assert first == {path.name: path.read_bytes() for path in out.iterdir()}
