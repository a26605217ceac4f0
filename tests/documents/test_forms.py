"""Numbers as other mechanisms print them, in every format: under their own number, none invented."""

import pytest

from tests.documents import made
from tests.documents.test_text import read

TEXT = "The authorities reported that measures had been taken to amend the law."
FORMATS = {
    "html": lambda units: f"<html><body>{''.join(f'<p>{u}</p>' for u in units)}</body></html>".encode(),
    "word": lambda units: made.word(*units),
    "text": lambda units: "\n".join(units).encode(),
}


def keys(units, form, kinds=("paragraph", "list item")):
    extracts = read(FORMATS[form](units)).extracts
    return [(r.section, r.paragraph) for r in extracts.itertuples() if r.kind in kinds]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "printed", ["[{}] ", "({}) ", "§ {}. ", "{}- ", "{} - ", "{}) ", "{}.", "{}. "], ids=lambda p: p.strip()
)
def test_numbers_are_read_however_they_are_printed(printed, form):
    units = ["Report on Sylvania", *(f"{printed.format(n)}{TEXT}" for n in range(1, 13))]
    assert keys(units, form) == [("", str(n)) for n in range(1, 13)]


def test_figures_of_arabic_make_the_key_of_every_language():
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    units = ["تقرير عن سيلفانيا"]
    units += [f"{n}- قدمت الدولة الطرف معلومات عن التدابير المتخذة.".translate(arabic) for n in range(1, 13)]
    units += [f"12-{n} التصديق على الاتفاقية (شيلي)؛".translate(arabic) for n in (1, 2, 3)]
    assert keys(units, "text")[-4:] == [("", "12"), ("", "12.1"), ("", "12.2"), ("", "12.3")]


def test_what_the_text_points_to_in_brackets_are_notes_and_no_paragraphs():
    units = [
        "Report on Sylvania",
        f"{TEXT[:-1]} [1] and again [2].",
        *(f"[{n}] Law {n}00 of 2009." for n in (1, 2, 3, 4)),
    ]
    assert not [number for _, number in keys(units, "text") if number[0].isdigit()]


def test_points_without_a_space_belong_to_their_paragraph():
    units = [
        "1.The Committee welcomes the following:",
        "(a)The new law;",
        "(b)The new plan.",
        "2.The Committee regrets this.",
    ]
    assert keys(units, "text") == [("", "1"), ("", "1(a)"), ("", "1(b)"), ("", "2")]


@pytest.mark.parametrize("form", FORMATS)
def test_headings_counted_in_two_levels_hold_paragraphs_that_count_on(form):
    units, number = [], 0
    for chapter in (1, 2, 3):
        units += [f"CHAPTER {chapter}. CONTEXT", f"{chapter}.1. Key findings and actions", f"a) {TEXT}", f"b) {TEXT}"]
        units += [f"{chapter}.2. Outcome {chapter} (risk, policy)", f"{chapter}.2.1. Overview of the situation"]
        units += [f"{number + n}. {TEXT}" for n in (1, 2, 3)]
        number += 3
    assert [k for k in keys(units, form) if k[1].isdigit()] == [(f"{(n + 2) // 3}.2.1", str(n)) for n in range(1, 10)]


@pytest.mark.parametrize("form", FORMATS)
def test_headings_may_bear_the_numbers_that_paragraphs_below_them_count_through(form):
    units = ["SUMMARY", f"1. {TEXT}", f"2. {TEXT}", "1 ECONOMIC ENVIRONMENT", "1.1 Main features of the economy"]
    units += [f"1.{n}. {TEXT}" for n in (1, 2, 3)] + ["1.2 Trade", "1.2.1 Tariff structure"]
    units += [f"1.{n}. {TEXT}" for n in (4, 5)]
    assert [number for _, number in keys(units, form)] == ["1", "2", "1.1", "1.2", "1.3", "1.4", "1.5"]


@pytest.mark.parametrize("form", FORMATS)
def test_where_only_headings_are_counted_no_paragraph_is(form):
    units = [
        "Executive summary",
        "1. Introduction: legal framework of Sylvania",
        TEXT,
        "2. Chapter III: law enforcement",
    ]
    units += ["2.1. Observations on the articles under review", TEXT, "2.2. Successes and good practices", f"• {TEXT}"]
    assert keys(units, form) == [("1", "[1]"), ("2.1", "[1]"), ("2.2", "[1]")]


def test_points_of_a_law_that_is_quoted_are_no_paragraphs():
    units = [unit for section in (5, 6, 7) for unit in (f"Section {section}", *(f"({n}) {TEXT}" for n in (1, 2, 3, 4)))]
    assert not [number for _, number in keys(units, "text") if number[0].isdigit()]


@pytest.mark.parametrize("form", FORMATS)
def test_a_part_of_a_report_in_arabic_begins_where_the_report_had_come_to(form):
    text = "نظرت اللجنة في التقرير الدوري الذي قدمته الدولة الطرف في جلستها."
    units = [
        "الملاحظات الختامية",
        f"18 - {text}",
        "ألف - مقدمة",
        f"19- {text}",
        f"٢٠ - {text}",
        "(أ) قانون؛",
        "(ب) خطة؛",
    ]
    units += [f"21- {text}", "باء - الجوانب الإيجابية", f"22- {text}"]
    found = [("", "18"), ("A", "19"), ("A", "20"), ("A", "20(أ)"), ("A", "20(ب)"), ("A", "21"), ("B", "22")]
    assert keys(units, form) == found


@pytest.mark.parametrize("points", ["a b c", "m n ñ o", "ж з и к", "أ ب ج د هـ و", "ا ب ج"])
def test_points_count_on_in_the_order_of_their_alphabet(points):
    first, *_ = letters = points.split()
    alphabet = {"m": "abcdefghijkl", "ж": "абвгде"}.get(first, "")
    units = [
        "1. The following was welcomed:",
        *(f"{p}) The new law;" for p in (*alphabet, *letters)),
        "2. That was all.",
    ]
    assert keys(units, "text")[-len(letters) - 1 :] == [*(("", f"1({p})") for p in letters), ("", "2")]
