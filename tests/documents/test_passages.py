import pandas as pd
import pytest

from analysis.documents import read_document
from analysis.documents.passages import MARKS, find_passages
from analysis.errors import DataError
from analysis.reference import reference
from tests.conftest import needs

# One invented sentence for each language; it speaks of every topic.
SENTENCES = {
    "en": "The central authority may transmit information spontaneously under article 46, paragraph 4, and article 56; there is no legislation and no treaty basis; the information is confidential and the principle of speciality applies.",
    "fr": "L’autorité centrale peut transmettre spontanément des informations au titre du paragraphe 4 de l’article 46 et de l’article 56; aucune législation ni traité bilatéral; la CONFIDENTIALITE et le principe de spécialité.",
    "es": "La autoridad central podrá transmitir espontáneamente información conforme al artículo 46, párrafo 4, y al artículo 56; no existe legislación ni tratado bilateral; confidencialidad y principio de especialidad.",
    "ru": "Центральный орган может передавать информацию без предварительной просьбы в соответствии с пунктом 4 статьи 46 и статьей 56; законодательства нет; двусторонний договор; конфиденциальность; принцип специальности.",
    "ar": "يجوز للسلطة المركزية أن تحيل المعلومات تلقائياً ودون طلب مسبق وفقا للفقرة 4 من المادة 46 والمادة 56؛ ولا توجد تشريعات؛ المعاملة بالمثل؛ السرّية؛ مبدأ التخصيص.",
    "zh": "中央机关可以自发转交信息（第四十六条第四款、第五十六条）；没有立法；没有条约；保密；特殊性原则。",
}
EXTRACTS = pd.DataFrame(
    [(language, "", "1", "", "paragraph", text) for language, text in SENTENCES.items()]
    + [("other", "", "1", "", "paragraph", "The delegation thanked all participants for the lively debate.")],
    columns=["source", "section", "paragraph", "page", "kind", "text"],
)


@pytest.mark.parametrize("term", reference("terms")["term"].unique())
def test_each_term_is_found_in_each_language_and_nowhere_else(term):
    found = find_passages(EXTRACTS, term)
    assert sorted(found["source"]) == sorted(SENTENCES)
    assert (found["source"] == found["language"]).all()
    for row in found.itertuples():
        assert row.passage.replace(MARKS[0], "").replace(MARKS[1], "") == SENTENCES[row.source]
        assert row.passage.count(MARKS[0]) == row.matches


def test_the_list_of_terms_is_complete():
    table = reference("terms")
    assert not table.duplicated(["term", "language"]).any()
    assert set(table.groupby("term")["language"].agg(lambda s: "".join(sorted(s)))) == {"arenesfrruzh"}


def frame(*texts, language="en"):
    rows = [("a", "", str(n), "", "paragraph", text) for n, text in enumerate(texts, start=1)]
    return pd.DataFrame(rows, columns=EXTRACTS.columns).assign(language=language)


def test_the_best_passage_leads_and_not_the_longest():
    extracts = frame(
        "A law was passed: the legislation is new.",
        "Legislation, a bill and the code of criminal procedure.",
        "Of many things. " * 300 + "Legislation, a bill and the code of criminal procedure, and a law.",
        "The weather was fine.",
    )
    assert find_passages(extracts, "legislation")["paragraph"].tolist()[0] == "2"
    assert find_passages(extracts, "legislation")["paragraph"].tolist()[-1] != "2"
    with pytest.raises(DataError, match="is no term"):
        find_passages(extracts, "weather")
    assert find_passages(extracts.iloc[:0], "legislation").empty


def test_the_words_of_another_language_find_nothing():
    assert find_passages(frame("La législation."), "legislation").empty
    assert len(find_passages(frame("La législation.", language="fr"), "legislation")) == 1


def test_terms_of_an_analyst_s_own_and_their_plurals():
    terms = pd.DataFrame(
        [("drafts", "en", "draft law; bill; policy"), ("drafts", "fr", "projet de loi")],
        columns=["term", "language", "words"],
    )
    texts = ("Two bills.", "The draft laws.", "Its policies.", "Billing.", "A bill, and a draft law.")
    found = find_passages(frame(*texts), "drafts", terms=terms)
    assert sorted(found["paragraph"]) == ["1", "2", "3", "5"]
    assert found["paragraph"].iloc[0] == "5" and found["passage"].iloc[0] == "A ⟦bill⟧, and a ⟦draft law⟧."


@pytest.mark.parametrize(
    ("term", "paragraph"),
    [
        ("legal_basis", "10"),
        ("legislation", "11"),
        ("conditions", "13"),
        ("authorities", "14"),
        ("confidentiality", "15"),
    ],
)
def test_the_paper_is_led_by_the_paragraph_on_the_term(term, paragraph):
    extracts = read_document(needs("paper/background_paper_2018_zh.txt")).extracts
    assert find_passages(extracts, term)["paragraph"].iloc[0] == paragraph


@pytest.mark.parametrize(
    ("language", "words", "finds", "finds_not"),
    [
        ("en", "law ~ provides", "The law on mutual assistance provides so.", "There is a law. The delegation provides it."),
        ("en", "draft law", "Draft laws are under way.", "It is a draft. Law is another."),
        ("en", "paragraph 4 ~ article 46", "See paragraph 4 of art. 12 and of article 46.", "See paragraph 4. In article 46 it stands."),
        ("fr", "traité bilatéral", "Des traités bilatéraux existent.", "Un traité. Bilatéral est autre."),
        ("es", "ley ~ blanqueo", "Las leyes contra el blanqueo rigen.", "Hay una ley. El blanqueo sigue."),
        ("es", "juez", "Los jueces deciden.", "El juego sigue."),
        ("ru", "закон* ~ отмывани*", "Законы о борьбе с отмыванием денег.", "Есть закон. Борьба с отмыванием идет."),
        ("ar", "قانون ~ غسل الأموال", "صدر قانون مكافحة غسل الأموال", "صدر قانون؛ ومنع غسل الأموال"),
        ("zh", "法律~洗钱", "法律规定打击洗钱。", "已有法律。打击洗钱。"),
    ],
)  # fmt: skip
def test_a_term_of_several_words_is_found_in_its_plural_and_not_over_the_end_of_a_sentence(
    language, words, finds, finds_not
):
    terms = pd.DataFrame([("own", language, words)], columns=["term", "language", "words"])
    found = find_passages(frame(finds, finds_not, language=language), "own", terms=terms)
    assert found["paragraph"].tolist() == ["1"]
