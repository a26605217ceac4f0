import re

import pytest

from analysis.documents import read_document
from analysis.documents.contents import FileProblem
from tests.conftest import needs

REPORTS = {
    "norway2014.pdf": ("A/HRC/27/3", 132, 27, "2014-07-07"),
    "bolivia2014.pdf": ("A/HRC/28/7", 117, 26, "2014-12-17"),
    "upr_slovenia_g1409727.pdf": ("A/HRC/WG.6/20/SVN/3", 70, 14, "2014-07-25"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_every_printed_number_in_order_and_none_invented(name):
    symbol, last, pages, date = REPORTS[name]
    document = read_document(needs(f"real/documents/{name}"))
    assert (document.symbol, document.pages, document.language) == (symbol, pages, "en")
    assert document.date == date
    extracts = document.extracts
    numbers = [int(n) for n in extracts.loc[extracts["kind"] == "paragraph", "paragraph"] if n.isdigit()]
    assert numbers == list(range(1, last + 1))
    assert not extracts.duplicated(["section", "paragraph"]).any()
    body = extracts[extracts["paragraph"].str.match(r"^\d")]
    assert not body["text"].str.contains(re.escape(symbol), regex=True).any() or name.startswith("upr")
    pages_of = body["page"].astype(int)
    assert pages_of.is_monotonic_increasing and pages_of.between(1, pages).all()


def test_recommendations_keep_the_number_of_their_paragraph():
    extracts = read_document(needs("real/documents/norway2014.pdf")).extracts
    numbers = [n for n in extracts["paragraph"] if re.fullmatch(r"131\.\d+", n)]
    assert numbers == [f"131.{n}" for n in range(1, len(numbers) + 1)] and len(numbers) > 190
    first = extracts.set_index("paragraph").loc["13"]
    assert (
        first["page"] == "4"
        and first["text"].startswith("Ireland noted the concerns")
        and first["text"].endswith("A to B status.")
    )
    assert (
        "wellbeing" not in extracts.set_index("paragraph").at["20", "text"]
        and "non-discrimination" in extracts.set_index("paragraph").at["33", "text"]
    )


def test_the_chinese_paper():
    extracts = read_document(needs("paper/background_paper_2018_zh.txt")).extracts
    numbered = extracts[(extracts["kind"] == "paragraph") & extracts["paragraph"].str.isdigit()]
    main = numbered[~numbered["section"].str.contains(r"\.\d", regex=True)]
    assert main["paragraph"].astype(int).tolist() == list(range(1, 49))
    assert set(main["section"].str.split(".").str[0]) == {"I", "II", "III", "IV"}
    guidelines = extracts[extracts["section"].str.fullmatch(r"IV\.\d")].groupby("section")
    counted = {section: rows.loc[rows["kind"] == "paragraph", "paragraph"].tolist() for section, rows in guidelines}
    assert counted == {
        "IV.1": ["1", "2", "3"],
        "IV.2": ["1", "2"],
        "IV.3": ["[1]"],
        "IV.4": ["1", "2"],
        "IV.5": ["1", "2"],
        "IV.6": ["1", "2", "3", "4"],
        "IV.7": ["1", "2", "3", "4"],
    }
    footnotes = extracts.loc[extracts["kind"] == "footnote", "paragraph"].tolist()
    assert footnotes == ["FN*", *(f"FN{n}" for n in range(1, 7))]
    by = main.set_index("paragraph")
    assert [by.at[p, "notes"][:2] for p in ("3", "6", "10", "15", "16", "17")] == [f"{n}:" for n in range(1, 7)]
    assert (
        "缔约国针对一份" in by.at["3", "text"]
        and "七个国家对 2017" in by.at["6", "text"]
        and "163份" in by.at["9", "text"]
    )
    assert not main["text"].str.contains("[\u3400-\u9fff] [\u3400-\u9fff]", regex=True).any()
    assert extracts.set_index("paragraph").loc[["46(a)", "46(e)"], "text"].str[:3].tolist() == ["129", "32 "]


@pytest.mark.parametrize(("name", "words"), [("A_RES_2758_1971_ru.pdf", "scan: needs OCR")])
def test_what_cannot_be_read_says_what_to_do(name, words):
    with pytest.raises(FileProblem, match=re.escape(words)):
        read_document(needs(f"real/documents/{name}"))
