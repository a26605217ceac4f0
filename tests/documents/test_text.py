"""Text as one would quote it: wraps undone, furniture gone, notes on their marks, in any language and encoding."""

import shutil
import subprocess
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.documents import document_of, read_document
from analysis.documents.arabic import Glyph, logical, page_lines
from analysis.documents.contents import Content, FileProblem, kind_of
from analysis.documents.headings import heading_of
from analysis.documents.language import language_of
from analysis.documents.lines import Line, join, without_furniture
from analysis.documents.masthead import date_in
from analysis.documents.paragraphs import letters, roman
from tests.conftest import needs
from tests.documents import made


def read(data, name="made"):
    return document_of(Content(data, *kind_of(data)), name)


def test_hard_wrapped_text_with_points_notes_and_sections():
    text = """Response of Small State XAA to the note verbale
12 March 2018

I. Legislation

1. The law of 2012 allows infor-
mation to be shared,1 in
2012 cases or more. A non-
governmental body may ask. See
5. above, and paragraph 3.
2. Conditions are:
(a) speciality, as the second paragraph of section 5 has it, and as point
(b) of the law repeats;
(b) confidentiality.

II. Practice

1. Numbers start over here.

__________
1 Act No. 5 of 2012,
as amended.
"""
    document = read(text.encode())
    assert (document.title, document.date, document.language) == (
        "Response of Small State XAA to the note verbale",
        "2018-03-12",
        "en",
    )
    body = document.extracts.set_index(["section", "paragraph"])["text"]
    assert body["I", "1"] == (
        "The law of 2012 allows information to be shared, in 2012 cases or more. A non-governmental body may ask. "
        "See 5. above, and paragraph 3."
    )
    assert body["I", "2(a)"] == (
        "speciality, as the second paragraph of section 5 has it, and as point (b) of the law repeats;"
    )
    assert body["I", "2(b)"] == "confidentiality."
    assert body["II", "1"] == "Numbers start over here."
    notes = document.extracts.set_index(["section", "paragraph"])["notes"]
    assert notes["I", "1"] == "1: Act No. 5 of 2012, as amended."


def test_references_and_years_at_the_start_of_a_line_invent_no_paragraph():
    text = (
        "1. The law was adopted in\n2. January, see also paragraph\n3. above, and in\n2012. It is in force.\n"
        "2.\nThe number stands on a line of its own.\n3. Three.\n5. Five, as four was deleted.\n"
    )
    extracts = read(text.encode()).extracts
    assert extracts["paragraph"].tolist() == ["1", "2", "3", "5"]
    assert extracts["text"].tolist()[1] == "The number stands on a line of its own."


@pytest.mark.parametrize(
    "item", [b"(a) a;\n", b"1. a.\n", b"a word\n12. text\n", b"I. Head\n1. text\n", b"* x\n", b"1 x\n"]
)
def test_a_long_list_takes_no_longer_for_each_item_than_a_short_one(item):
    def seconds(count):
        # The least of some runs: what else the machine does can only add to it.
        runs = []
        for _ in range(5):
            start = time.process_time()
            read(item * count)
            runs.append(time.process_time() - start)
        return min(runs)

    # Eight times as many items take about eight times as long; a wide margin for a busy machine.
    assert seconds(16_000) < 40 * max(seconds(2_000), 0.01)


def test_prose_with_commas_is_no_table():
    assert len(read(b"Vienna, 5 May, in the morning\nDear Sir, dear Madam, dear all\n").extracts) == 1


def test_a_letter_without_numbers_gets_ordinals():
    letter = b"Excellency,\n\nI have the honour to reply.\n\nInformation is shared.\n\nAccept my regards.\n"
    extracts = read(letter).extracts
    assert extracts["paragraph"].tolist() == ["[1]", "[2]", "[3]", "[4]"]
    assert extracts["text"].tolist()[1] == "I have the honour to reply."


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["non-", "discrimination"], "non-discrimination"),
        (["short- ", "and long-term"], "short- and long-term"),
        (["soft\u00ad", "hyphen"], "softhyphen"),
        (["Asia-", "Pacific"], "Asia-Pacific"),
        (["2012-", "2016"], "2012-2016"),
        (["a list -", "with dashes"], "a list - with dashes"),
        (["自发分享", "信息"], "自发分享信息"),
        (["第 46", "条"], "第 46 条"),
        (["одного", "слова"], "одного слова"),
        (["one ", " two"], "one two"),
        ([], ""),
    ],
)
def test_joined_lines(parts, joined):
    assert join(parts) == joined


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        # The document writes the word in one piece, or with its hyphen.
        ("1. Share infor-\nmation. The information.", "Share information. The information."),
        ("1. On ill-\ntreatment. Any ill-treatment.", "On ill-treatment. Any ill-treatment."),
        # Nothing tells: the hyphen stays as printed.
        ("1. The asylum-\nseekers. An asylum. The seekers.", "The asylum-seekers. An asylum. The seekers."),
        # No half is a word of the document.
        ("1. A recommen-\ndation.", "A recommendation."),
        ("1. The anti-\nDiscrimination Law.", "The anti-Discrimination Law."),
        ("1. The short-\nand long-term aims.", "The short- and long-term aims."),
        ("1. From 2012-\n2016, twice.", "From 2012-2016, twice."),
        ("1. organi-\nzation, multi-\nsectoral; multi sectoral.", "organization, multi-sectoral; multi sectoral."),
        (
            "1. INSTI-\nTUTIONS: an institutions' view. The OHCHR-\nUNICEF text.",
            "INSTITUTIONS: an institutions' view. The OHCHR-UNICEF text.",
        ),
        # Where a program broke the lines, what begins or ends compounds keeps its hyphen.
        (
            "1. Infor-\nmation, recom-\nmends, organi-\nzation, nation-\nbuilding, non-\nviolent; information, recommends, organization.",
            "Information, recommends, organization, nation-building, non-violent; information, recommends, organization.",
        ),
    ],
)
def test_hyphens_at_line_ends_are_kept_as_the_document_writes_the_word(lines, text):
    assert read(lines.encode()).extracts["text"].tolist() == [text]


@pytest.mark.parametrize(
    ("apart", "whole"),
    [
        ("1. S U M M A R Y of the views.", "SUMMARY of the views."),
        ("1. L i ban is (L i ban).", "Liban is (Liban)."),
        ("1. Ит а лия и Франция.", "Италия и Франция."),
        (
            "1. A way, away; article 14 b of plan B is not annex C to it.",
            "A way, away; article 14 b of plan B is not annex C to it.",
        ),
    ],
)
def test_letters_set_apart_are_words_again(apart, whole):
    assert read(apart.encode()).extracts["text"].tolist() == [whole]


@given(st.lists(st.text("abc 信息-\u00ad\ufffe.1", max_size=12), max_size=8))
def test_joining_loses_no_letter(parts):
    def kept(text):
        return [c for c in text if c.isalnum()]

    assert kept(join(parts)) == kept("".join(parts))


def kept_of(pages):
    kept = without_furniture([[Line(line) for line in page] for page in pages])
    return [[line.text for line in page] for page in kept]


def test_running_lines_go_and_headings_at_the_top_of_pages_stay():
    body = [[f"Article {n * n}", roman(n)] for n in range(1, 10)]
    pages = [["T/1/7", str(n), *lines, f"Page {n} of 9", "V.18-04747"] for n, lines in enumerate(body, start=1)]
    assert kept_of(pages) == body


def test_the_end_of_a_sentence_at_the_top_of_many_pages_is_not_running():
    pages = [["T/1/7", "paragraph 4, of the Convention.", f"Text {roman(n)}.", "More."] for n in range(1, 10)]
    kept = [page[0] for page in kept_of(pages)]
    assert kept == ["paragraph 4, of the Convention."] * 9


def test_markdown_is_read_without_its_signs():
    text = "# Response\n\n## II. Practice\n\n1. A **bold** word and a [link](http://x.org).[^1]\n\n- a bullet\n\n[^1]: See there.\n"
    extracts = read(text.encode()).extracts
    assert extracts[["kind", "section", "paragraph", "text", "notes"]].values.tolist() == [
        ["heading", "", "H", "Response", ""],
        ["heading", "II", "H", "Practice", ""],
        ["paragraph", "II", "1", "A bold word and a link.", "1: See there."],
        ["list item", "II", "1[1]", "a bullet", ""],
        ["footnote", "", "FN1", "See there.", ""],
    ]


SAMPLES = {
    "cp1252": "L’État partie peut transmettre spontanément des informations; les dispositions générales s’appliquent.",
    "cp1251": "Центральный орган вправе передавать сведения без предварительной просьбы другого государства.",
    "koi8_r": "Центральный орган вправе передавать сведения без предварительной просьбы другого государства.",
    "cp1256": "يجوز للسلطة المركزية أن تحيل المعلومات تلقائيا ودون طلب مسبق إلى دولة طرف أخرى",
    "mac_roman": "It is Ghana’s second report: “women’s rights” and children’s rights.",
    "iso8859_5": "Комитет рассмотрел доклад государства-участника в соответствии со статьей девятой.",
    "big5": "中央機關可以不經事先請求自發轉交信息，但沒有專門立法。",
    "gb18030": "中央机关可以不经事先请求自发转交信息，但没有专门立法。",
    "utf-16": "Información espontánea — sin solicitud previa",
    "utf-8-sig": "Información espontánea — sin solicitud previa",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_legacy_encodings(encoding):
    assert read(SAMPLES[encoding].encode(encoding)).extracts["text"].tolist() == [SAMPLES[encoding]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SAMPLES["cp1252"], "fr"),
        (SAMPLES["cp1251"], "ru"),
        (SAMPLES["cp1256"], "ar"),
        (SAMPLES["gb18030"], "zh"),
        ("La autoridad central podrá transmitir la información de la que dispone sin solicitud previa.", "es"),
        ("The central authority may share the information that it has without prior request.", "en"),
    ],
)
def test_languages(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27 October–7 November 2014 Distr.: General 25 July 2014", "2014-07-25"),
        ("Distr. générale 1er août 2019", "2019-08-01"),
        ("25 de julio de 2014", "2014-07-25"),
        ("12 марта 2018 года", "2018-03-12"),
        ("2018年3月12日", "2018-03-12"),
        ("12 آذار/مارس 2018", "2018-03-12"),
        ("March 3, 2018", "2018-03-03"),
        ("30 February 2018, then 2018-03-01", "2018-03-01"),
        ("in 2018", ""),
    ],
)
def test_dates(text, day):
    assert date_in(text) == day


def test_sections_have_one_label_in_every_language():
    assert {heading_of(t).label for t in ("II. Findings", "二、结论", "ثانياً - استنتاجات", "II. Выводы")} == {"II"}
    assert {heading_of(t).label for t in ("B. Scope", "В. Охват", "باء- النطاق")} == {"B"}
    assert {heading_of(t).label for t in ("Article premier", "Article 1", "第一条", "المادة 1", "Статья 1")} == {
        "Art. 1"
    }
    assert {heading_of(t).label for t in ("Annex II", "Annexe II", "Приложение II", "附件二")} == {"Annex II"}
    assert [roman(n) for n in (4, 9, 14, 49)] == ["iv", "ix", "xiv", "xlix"] and letters(28) == "bb"


def glyphs(text, left_to_right=False):
    """The letters of a line as they stand on the page: the first at the right, figures from left to right."""
    place, placed = 1000.0, []
    for word in text.split(" "):
        figures = word.isascii()
        for at, letter in enumerate(reversed(word) if figures else word):
            placed.append((word, at, Glyph(letter, place - 10, place)))
            place -= 10
        place -= 5
    return [g for _, _, g in placed]


@pytest.mark.parametrize("order", ["reversed words", "as read"])
def test_arabic_is_put_in_the_order_it_is_read_in(order):
    text = "المادة 46 من اتفاقية الأمم المتحدة A/HRC/27 ثم السلام"
    words, kept = text.split(" "), []
    placed = glyphs(text)
    for word in words:
        own, placed = placed[: len(word)], placed[len(word) :]
        kept += (own[::-1] if order == "reversed words" else own) + [Glyph(" ", 0, 0)]
    assert logical(kept) == text


def placed_as(words):
    """Words of a line as the eye sees them, from the right edge on, each with its letters from right to left."""
    place, line = 1000.0, []
    for word in words:
        for letter in word:
            line.append(Glyph(letter, place - 10, place))
            place -= 10
        line.append(Glyph(" ", place - 5, place))
        place -= 5
    return line


def test_an_arabic_page_that_was_set_from_the_left_keeps_its_numbers_and_its_brackets():
    # The stop of the sentence at the right edge, the number with its stop behind it at the left one.
    page = [placed_as(["شجعت", "اللجنة", ")ترشح(", ".1"]), placed_as([".دولة", "أخرى", "5.24"])]
    assert list(page_lines(page)) == ["1. شجعت اللجنة (ترشح)", "42.5 دولة أخرى."]
    # Set from the right, a year may end the line, and letters are stretched by signs of another name.
    page = [placed_as(["شجعت", "اللMMجنة", "(ترشح)", "8002."])]
    assert list(page_lines(page)) == ["شجعت اللجنة (ترشح) 2008."]


def test_the_two_letters_of_a_ligature_in_one_box():
    assert logical([Glyph("ا", 0, 10), Glyph("ل", 0, 10), Glyph("س", 10, 20)]) == "سلا"


@pytest.mark.parametrize("name", ["arb", "fra", "cmn_hans"])
def test_a_pdf_says_what_the_page_it_was_printed_from_says(tmp_path, name):
    """The real declarations, printed by LibreOffice, read from the PDF and held against the HTML page."""
    page = needs(f"real/documents/{name}.html")
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice, which is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for form, source in (("docx:MS Word 2007 XML", page), ("pdf", tmp_path / f"{name}.docx")):
        command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
    expected, printed = read_document(page), read_document(tmp_path / f"{name}.pdf")
    assert printed.language == expected.language and printed.pages >= 4
    words = " ".join(expected.extracts["text"]).split()
    text = " ".join(printed.extracts["text"])
    # Chinese words are sentences here; elsewhere a word has to stand alone.
    found = text.replace(" ", "") if printed.language == "zh" else set(text.split())
    assert sum(word in found for word in words) / len(words) > 0.97
    articles = expected.extracts["section"].str.startswith("Art.") & (expected.extracts["kind"] == "heading")
    sections = printed.extracts.loc[printed.extracts["kind"] == "heading", "section"]
    assert set(expected.extracts.loc[articles, "section"]) - set(sections) <= {"Art. 10"}
    word = read_document(tmp_path / f"{name}.docx").extracts
    assert " ".join(word["text"]).split() == words


def test_a_rule_and_a_note_do_not_swallow_the_text_below_them():
    text = (
        "REPORT*\n\n____________\n\n * Previously issued under another symbol; some revisions\nwere made.\n\n"
        "Introduction\n1. The first.\n2. The second.\n_____________\nSignature\n3. The third.\n"
    )
    extracts = read(text.encode()).extracts
    notes = extracts.loc[extracts["kind"] == "footnote", "text"].tolist()
    assert notes == ["Previously issued under another symbol; some revisions were made."]
    assert extracts.loc[extracts["kind"] == "paragraph", "paragraph"].tolist()[-3:] == ["1", "2", "3"]


def test_endnotes_of_a_compilation_come_apart():
    extracts = read_document(needs("real/documents/compilation_slovenia2010.pdf")).extracts
    notes = extracts[extracts["kind"] == "footnote"]
    assert notes["paragraph"].tolist() == [f"FN{n}" for n in range(1, 113)]
    body = extracts[extracts["kind"] == "paragraph"].set_index("paragraph")
    assert body.at["2", "notes"].startswith("12: Concluding observations of the Human Rights Committee")
    assert body.at["2", "text"].endswith("human rights and fundamental freedoms.")


def test_a_pdf_of_five_thousand_pages():
    pages = [["T/1", f"{n}. Paragraph {roman(n)} on a page of its own.", str(n)] for n in range(1, 5001)]
    document = read(made.pdf(pages))
    assert (document.pages, document.symbol) == (5000, "unknown")
    assert document.extracts["paragraph"].tolist() == [str(n) for n in range(1, 5001)]
    assert document.extracts["page"].tolist() == [str(n) for n in range(1, 5001)]


def test_a_damaged_stream_is_no_shorter_document():
    report = needs("real/documents/norway2014.pdf").read_bytes()
    at = report.index(b"stream\r\n", 4000) + 200
    with pytest.raises(FileProblem, match="damaged"):
        read(report[:at] + b"\x00" * 50 + report[at + 50 :])


def test_pages_and_notes_of_a_pdf():
    pages = [
        [
            "T/1/2018",
            f"{n}. Paragraph {roman(n)} has a note.{n} It goes",
            f"on here: {roman(n)}.",
            f"{n} Note {roman(n)}.",
            f"Page {n} of 9",
        ]
        for n in range(1, 10)
    ]
    extracts = read(made.pdf(pages)).extracts
    body = extracts[extracts["kind"] == "paragraph"]
    assert body["text"].tolist() == [
        f"Paragraph {roman(n)} has a note. It goes on here: {roman(n)}." for n in range(1, 10)
    ]
    assert body["notes"].tolist() == [f"{n}: Note {roman(n)}." for n in range(1, 10)]
    assert extracts.loc[extracts["kind"] == "footnote", "page"].tolist() == [str(n) for n in range(1, 10)]


def test_a_hyphen_that_a_note_or_a_footer_follows_and_numbers_that_are_no_marks():
    body = [
        "1. It has a law (ICCPR-OP2) and No. 2 of it.",
        "2. It has one;1 the other came in a follow-",
        "1 Act No. 5.",
        "{} T/9",
    ]
    rest = [["up.", "{} T/9"], ["3. More.", "{} T/9"], ["4. Most.", "{} T/9"]]
    pages = [[*(line.format(n) for line in page)] for n, page in enumerate([body, *rest], start=1)]
    extracts = read(made.pdf(pages)).extracts
    assert extracts[["paragraph", "text", "notes"]].values.tolist() == [
        ["1", "It has a law (ICCPR-OP2) and No. 2 of it.", ""],
        ["2", "It has one; the other came in a follow-up.", "1: Act No. 5."],
        ["3", "More.", ""],
        ["4", "Most.", ""],
        ["FN1", "Act No. 5.", ""],
    ]


def test_the_symbol_over_the_second_of_two_pages_is_no_text():
    pages = [
        ["A/HRC/99/7", "1. Information may be shared"],
        ["A/HRC/99/7", "spontaneously.", "2. There is no legislation."],
    ]
    texts = read(made.pdf(pages)).extracts.query("kind == 'paragraph' and paragraph in ('1', '2')")["text"]
    assert texts.tolist() == ["Information may be shared spontaneously.", "There is no legislation."]
