"""The words by which a paper names what it counts, found again in the forms that a text has."""

import pytest

from analysis.audit.labels import Labels
from analysis.languages import Language
from analysis.paths import REFERENCE
from analysis.reference import Layers

FORMS = [
    ("en", "Confidentiality of treaties", "a treaty that keeps it confidential", 2),
    ("en", "Informal channels", "the information was sent", 0),
    ("en", "Cybercrime laws", "a law on cybercrime", 2),
    ("ru", "Электронные сделки", "законы об электронных сделках", 2),
    ("ar", "قانون المشتريات", "قوانين للمشتريات", 2),
    ("ar", "هيئة الشكاوى", "وأنشأت هيئة للشكاوى", 2),
    ("fr", "Formation des agents", "ils forment leurs agents", 2),
    ("es", "Portal de contratación", "portales de contratación", 2),
    ("zh", "采购门户", "设有采购门户网站的国家", 3),
]


@pytest.mark.parametrize(("language", "label", "text", "found"), FORMS)
def test_forms_of_a_word_are_found(language, label, text, found, monkeypatch):
    own = Language(language, Layers((REFERENCE,)))
    monkeypatch.setattr(own, "text", lambda english: english)
    labels = Labels(own, [label])
    assert len(labels.spans(text)) == found


def test_groups_of_one_stem_are_kept_apart():
    labels = Labels(
        Language("en", Layers((REFERENCE,))),
        ["Developed countries", "Developing countries", "Least developed countries"],
    )
    (developed,), (developing,) = labels.words("Developed countries"), labels.words("Developing countries")
    assert developed != developing
    assert set(labels.spans("in developing States")) == {developing}
    assert set(labels.words("Least developed countries")) > {developed}


def test_a_label_without_a_translation_has_no_words():
    labels = Labels(Language("fr", Layers((REFERENCE,))), ["Complaints body that nobody translated"])
    assert not labels.words("Complaints body that nobody translated")


def test_words_that_few_labels_share_count_more():
    labels = Labels(Language("en", Layers((REFERENCE,))), ["Cybercrime laws", "Privacy laws", "Tax laws"])
    weights = labels.words("Privacy laws")
    assert weights["privacy"] > weights["laws"]
