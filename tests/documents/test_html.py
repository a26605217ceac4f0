"""HTML pages: lists as the browser numbers them, linked footnotes, tables, one key in every language."""

import re

import pytest

from analysis.documents import document_of, read_document
from analysis.documents.contents import Content, kind_of
from tests.conftest import needs


def read(body, head="<meta charset='utf-8'>"):
    data = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
    return document_of(Content(data, *kind_of(data)), "page.html").extracts


def test_lists_are_numbered_as_printed():
    extracts = read(
        "<h2>II. Practice</h2><ol start=4><li>Four.<ol type=a><li>Point.<li>Other.</ol></li><li value=9><p>Nine.</p><p>More.</p></ol>"
        "<ul><li>Bullet.</ul><p>10. Typed.</p><p>(a) Typed point.</p>loose <b>text</b><br>here<div>in a box</div>"
    )
    assert extracts[["section", "paragraph", "text"]].values.tolist()[1:] == [
        ["II", "4", "Four."],
        ["II", "4(a)", "Point."],
        ["II", "4(b)", "Other."],
        ["II", "9", "Nine."],
        ["II", "9[1]", "More."],
        ["II", "9[2]", "Bullet."],
        ["II", "10", "Typed."],
        ["II", "10(a)", "Typed point."],
        ["II", "10(a)[1]", "loose text here"],
        ["II", "10(a)[2]", "in a box"],
    ]


def test_footnotes_leave_the_words_and_stand_beside_them():
    extracts = read(
        "<p>1. A law exists.<a href='#n1' id='r1'><sup>1</sup></a> It is new<a href='#n2'>[2]</a>.</p>"
        "<div id='n1'><p><a href='#r1'>1</a> Act of 2012.</p></div><ol><li id='n2'>Act of 2017. <a href='#r2'>↩</a></li></ol>"
    )
    assert extracts[["kind", "paragraph", "text", "notes"]].values.tolist() == [
        ["paragraph", "1", "A law exists. It is new.", "1: Act of 2012. 2: Act of 2017."],
        ["footnote", "FN1", "Act of 2012.", ""],
        ["footnote", "FN2", "Act of 2017.", ""],
    ]


def test_tables_and_what_is_no_text():
    extracts = read(
        "<nav>Menu</nav><script>var x;</script><table><tr><th>State<th>Answer<tr><td colspan=2>Theme<tr><td>XAA<td>yes</table>"
        "<table><tr><td><h3>Layout</h3><p>Only placed.</p></table>"
    )
    assert extracts[["paragraph", "kind", "text"]].values.tolist() == [
        ["T1R1C1", "table cell", "State"],
        ["T1R1C2", "table cell", "Answer"],
        ["H", "heading", "Theme"],
        ["T1R3C1", "table cell", "XAA"],
        ["T1R3C2", "table cell", "yes"],
        ["H~2", "heading", "Layout"],
        ["[1]", "paragraph", "Only placed."],
    ]


@pytest.mark.parametrize(
    ("charset", "text"), [("windows-1251", "Ответ на вербальную ноту"), ("windows-1256", "الرد على المذكرة الشفوية")]
)
def test_the_charset_that_the_page_names(charset, text):
    data = f"<html><head><meta charset='{charset}'></head><body><p>{text}</p></body></html>".encode(charset)
    assert document_of(Content(data, *kind_of(data)), "x").extracts["text"].tolist() == [text]


def test_the_declaration_has_the_same_keys_in_arabic_chinese_and_french():
    def keys(name):
        extracts = read_document(needs(f"real/documents/{name}.html")).extracts
        articles = extracts[extracts["section"].str.startswith("Art.")]
        return articles[["section", "paragraph"]].agg(" ".join, axis=1).tolist()

    french = keys("fra")
    assert keys("arb") == french
    chinese = keys("cmn_hans")
    # The Chinese text has no second paragraph in one unnumbered article; everything numbered is there.
    numbered = [key for key in french if re.search(r" \d+$", key)]
    assert [key for key in chinese if re.search(r" \d+$", key)] == numbered and len(numbered) == 32
    assert [key for key in french if key.endswith(" H")] == [f"Art. {n} H" for n in range(1, 31)]
