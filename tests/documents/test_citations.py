import pandas as pd
import pytest

from analysis.documents.citations import cite, find_again
from analysis.errors import DataError

TEXTS = {
    ("II", "1"): "Legislation on the matter is in force since 2012. The central authority is the Ministry of Justice.",
    ("II", "2"): "Information may be shared without a treaty, where reciprocity is assured by the other State.",
    ("III", "1"): "The central authority is the Ministry of Justice. It has a staff of twelve persons.",
}


def frame(texts):
    rows = [("a.txt", "T/1", section, paragraph, "1", text) for (section, paragraph), text in texts.items()]
    return pd.DataFrame(rows, columns=["source", "symbol", "section", "paragraph", "page", "text"])


def became(citation, texts):
    row = find_again([citation], frame(texts)).iloc[0]
    return row["found"], row["now_section"], row["now_paragraph"]


def test_same_moved_changed_lost():
    citation = cite(frame(TEXTS), "T/1", "2", "shared without a treaty, where reciprocity is assured", section="II")
    assert became(citation, TEXTS) == ("same", "II", "2")
    shifted = {("II", "3" if key == ("II", "2") else key[1]) if key[0] == "II" else key: v for key, v in TEXTS.items()}
    assert became(citation, shifted) == ("moved", "II", "3")
    corrected = TEXTS | {("II", "2"): TEXTS["II", "2"].replace("assured", "guaranteed")}
    assert became(citation, corrected) == ("changed", "II", "2")
    assert became(citation, {("II", "2"): "This paragraph was deleted."}) == ("lost", "", "")


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them():
    quote = "The central authority is the Ministry of Justice."
    citation = cite(frame(TEXTS), "T/1", "1", quote, section="III")
    assert citation.after.startswith(" It has a staff") and citation.before == ""
    renumbered = {("IV", key[1]) if key[0] == "III" else key: v for key, v in TEXTS.items()}
    assert became(citation, renumbered) == ("moved", "IV", "1")
    only_first = {key: v for key, v in TEXTS.items() if key[0] == "II"}
    assert became(citation, only_first) == ("moved", "II", "1")


def test_a_short_quote_needs_its_context():
    citation = cite(frame(TEXTS), "T/1", "1", "staff of twelve", section="III")
    assert became(citation, TEXTS | {("III", "1"): TEXTS["III", "1"].replace("twelve", "nine")})[0] == "changed"
    assert became(citation, {("V", "1"): "The staff of the twelve agencies met."})[0] == "lost"


def test_a_paragraph_that_was_deleted_is_lost_though_others_are_worded_like_it():
    said = "{} welcomed the efforts made in the field of {} and asked about plans on {}. It made recommendations."
    about = [
        ("Ruritania", "health", "vaccines"),
        ("Sylvania", "schools", "teachers"),
        ("Freedonia", "prisons", "guards"),
    ]
    texts = {("I", str(n)): said.format(*words) for n, words in enumerate(about, start=1)}
    citation = cite(frame(texts), "T/1", "2", section="I")
    del texts["I", "2"]
    assert became(citation, texts)[0] == "lost"
    texts["I", "3"] = said.format("Sylvania", "schools", "head teachers")
    assert became(citation, texts) == ("changed", "I", "3")


def test_a_citation_that_was_never_there_is_refused():
    with pytest.raises(DataError, match="No extract is of T/2"):
        cite(frame(TEXTS), "T/2", "1", section="II")
    with pytest.raises(DataError, match="does not hold"):
        cite(frame(TEXTS), "T/1", "2", "no such words", section="II")
    with pytest.raises(DataError, match="more than one"):
        cite(frame(TEXTS), "T/1", "1")
    with pytest.raises(DataError, match="no paragraph"):
        cite(frame(TEXTS), "T/1", "9")


def test_of_two_likely_texts_the_one_under_the_old_number_is_the_changed_one():
    old = "Establish a national human rights institution in full accordance with the principles (Sylvania);"
    texts = {
        ("II", "7.1"): "Establish a national human rights body in full accordance with the principles (Sylvania);",
        ("II", "7.2"): old.replace("Sylvania", "Pottsylvania"),
        **TEXTS,
    }
    assert became(cite(frame({("II", "7.1"): old}), "T/1", "7.1"), texts) == ("changed", "II", "7.1")


def test_a_deleted_paragraph_is_no_twin_of_it_in_the_dialogue():
    old = "Strengthen the legislation on the adoption of children by relatives (Sylvania);"
    twin = "Sylvania asked about the courts. It recommended to strengthen the legislation on the adoption of children by relatives. "
    texts = {
        ("II", "7"): twin + "It welcomed the measures taken against trafficking and the plan for prisons.",
        **TEXTS,
    }
    whole, part = (cite(frame({("II", "9"): old}), "T/1", "9", quote) for quote in ("", old[:60]))
    assert [became(citation, texts)[0] for citation in (whole, part)] == ["lost", "lost"]
    texts["II", "10"] = old.replace("relatives", "kin")
    assert [became(citation, texts) for citation in (whole, part)] == [("changed", "II", "10")] * 2
