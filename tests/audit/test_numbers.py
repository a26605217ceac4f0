"""Numbers of six languages: whatever ICU writes is read back, and what counts nothing is set apart with its reason."""

from fractions import Fraction

import pytest
from icu4py.messageformat import MessageFormat

from analysis.audit.aside import set_apart
from analysis.audit.number_words import MOST, lexicon, tokens
from analysis.audit.numbers import FRACTION, PER_CENT, QUANTIFIER, numbers_in
from analysis.languages import LANGUAGES
from analysis.reference import reference

_ROWS = reference("number_words").query("kind == 'rules'")
_DEFAULT = "%spellout-numbering"


def spell(language: str, rule: str):
    written = MessageFormat(f"{{n,spellout,{rule}}}", language)
    return lambda n: written.format({"n": n})


@pytest.mark.parametrize(
    "row", [r for r in _ROWS.itertuples() if r.word != _DEFAULT], ids=lambda r: f"{r.language} {r.word}"
)
def test_no_rule_set_falls_back(row):
    """ICU says nothing of a name that it does not know, and writes as for any other unknown one."""
    own, unknown = spell(row.language, row.word), spell(row.language, "%no-such-rules")
    assert [own(n) for n in range(2400)] != [unknown(n) for n in range(2400)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_word_is_read_back(language):
    """0 to 10,000, each in five of the rule sets by turns: every rule set writes thousands of them."""
    known = lexicon(language)
    rules = _ROWS.query("language == @language")["word"].tolist()
    turns = min(5, len(rules))
    spellers = [spell(language, rule) for rule in rules]
    wrong = []
    for n in range(MOST + 1):
        for k in range(turns):
            text = spellers[(n * turns + k) % len(rules)](n)
            run = tokens(text, language)
            found = known.spelled(run, 0)
            if not found or (found.value, found.length) != (n, len(run)):
                wrong.append((n, text, found))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinals_are_told_from_counts(language):
    rules = _ROWS.query("language == @language and value == 'ordinal'")["word"]
    rules = [rule for rule in rules if "-year" not in rule]  # of round hundreds ICU makes a count there
    count = spell(language, _DEFAULT)
    most = 99 if language == "ar" else 999
    for rule in rules:
        write = spell(language, rule)
        for n in range(3, most + 1):
            if write(n) == count(n):  # ICU has no other word: Russian 200
                continue
            found = [(m.value, m.ordinal) for m in numbers_in(write(n), language)]
            assert found == [(n, True)], write(n)


PER_CENTS = {
    "en": "{} per cent", "fr": "{} pour cent", "es": "{} por ciento", "ru": "{} процентов", "ar": "{} في المائة",
    "zh": "百分之{}",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_per_cents_in_words_and_figures(language):
    write = spell(language, _DEFAULT)
    for n in range(1, 101):
        for written in (write(n), str(n)):
            found = [m for m in numbers_in(PER_CENTS[language].format(written), language) if m.kind == PER_CENT]
            assert [m.value for m in found] == [Fraction(n, 100)], written


FRACTIONS = {
    "en": [("one fifth", 1, 5), ("two thirds", 2, 3), ("three quarters", 3, 4), ("half", 1, 2), ("nine tenths", 9, 10)],
    "fr": [("un cinquième", 1, 5), ("les deux tiers", 2, 3), ("trois quarts", 3, 4), ("la moitié", 1, 2)],
    "es": [("una quinta parte", 1, 5), ("dos tercios", 2, 3), ("tres cuartas partes", 3, 4), ("la mitad", 1, 2)],
    "ru": [("одна пятая", 1, 5), ("две трети", 2, 3), ("трех четвертей", 3, 4), ("половина", 1, 2)],
    "ar": [("خمس الدول", 1, 5), ("ثلثي الدول", 2, 3), ("ثلاثة أرباع", 3, 4), ("نصف الدول", 1, 2)],
    "zh": [("五分之一", 1, 5), ("三分之二", 2, 3), ("四分之三", 3, 4), ("一半", 1, 2)],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_fractions(language):
    for text, over, under in FRACTIONS[language]:
        assert [(m.kind, m.value) for m in numbers_in(text, language)] == [(FRACTION, Fraction(over, under))], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fraction_of_the_table(language):
    rows = reference("number_words").query("language == @language and kind == 'fraction'")
    three = spell(language, _DEFAULT)(3)
    for row in rows.itertuples():
        under = int(row.value.split("/")[1])
        found = numbers_in(f"{three} {row.word}", language)
        assert under < 3 or [(m.kind, m.value) for m in found] == [(FRACTION, Fraction(3, under))], row.word


def test_figures_of_each_language():
    for language, text, value in (
        ("en", "1,234.5", "1234.5"), ("fr", "1\u00a0234,5", "1234.5"), ("es", "1.234", "1234"), ("ru", "1\u00a0234,5", "1234.5"),
        ("ar", "١٬٢٣٤", "1234"), ("ar", "١٦٣", "163"), ("zh", "一百六十三", "163"), ("zh", "二〇一八", "2018"), ("zh", "30万", "300000"),
        ("en", "3.5 million", "3500000"), ("ru", "2 млн", "2000000"),
    ):  # fmt: skip
        assert numbers_in(text, language)[0].value == Fraction(value), text


def test_ranges_hedges_and_words_with_numerals():
    found = numbers_in("Fewer than ten, more than 300, about 20 per cent, 5–10 and some 40 of them; one another.", "en")
    assert [(m.text, m.sign) for m in found if not m.weak] == [
        ("ten", "<"), ("300", ">"), ("20 per cent", "~"), ("5–10", ""), ("40", "~"),
    ]  # fmt: skip
    assert found[3].high == 10
    assert not [m for m in numbers_in("一般来说，进一步统一，十分重要", "zh") if not m.weak]
    assert [m.sign for m in numbers_in("300 多个国家", "zh")] == [">"]


def test_quantifiers_by_the_scale_of_the_paper():
    for language, text, word in (
        ("en", "The vast majority of States", "the vast majority"), ("fr", "La plupart des États", "most"), ("es", "casi todos los Estados", "almost all"),
        ("ru", "подавляющее большинство государств", "the vast majority"), ("ar", "معظم الدول", "most"), ("zh", "绝大多数国家", "the vast majority"),
        ("zh", "若干国家", "several"), ("fr", "Un certain nombre d’États", "a number of"),
    ):  # fmt: skip
        assert [m.word for m in numbers_in(text, language) if m.kind == QUANTIFIER] == [word], text


def test_one_in_five_is_a_share_and_five_of_nine_are_counts():
    for language, text, value in (
        ("en", "one in five States", "1/5"), ("en", "Nine in ten", "9/10"), ("en", "two States in three", "2/3"), ("en", "every fifth State", "1/5"),
        ("fr", "un État sur cinq", "1/5"), ("es", "cuatro de cada cinco Estados", "4/5"), ("ru", "каждое пятое государство", "1/5"),
        ("ar", "واحدة من كل خمس دول", "1/5"),
    ):  # fmt: skip
        assert [(m.kind, m.value) for m in numbers_in(text, language)] == [(FRACTION, Fraction(value))], text
    for language, text in (
        ("en", "five of the nine"),
        ("en", "12 in 2018"),
        ("ru", "пять из девяти"),
        ("fr", "cinq sur neuf"),
    ):
        assert [m.kind for m in numbers_in(text, language)] == ["count", "count"], text


def test_words_within_longer_ones_say_no_share():
    assert [m.text for m in numbers_in("In all, as many as 33 States did so, at most 40.", "en")] == ["33", "40"]


def test_the_words_of_the_scale_are_there():
    held = set(reference("quantifiers")["word"])
    assert set(reference("words").query("kind == 'quantifier'")["meaning"]) <= held


APART = {
    "en": ("Articles 46, 47 and 56, paragraph 4, resolution 71/208, A/RES/71/208, page 3, the eleventh session, 6 and 7 June 2018, annex 2, 163^5 States.",
           ["article"] * 3 + ["paragraph"] + ["resolution"] * 2 + ["symbol"] * 2 + ["page", "session"] + ["date"] * 3 + ["annex", "", "footnote mark"]),
    "fr": ("L’article 46, paragraphes 4 et 5, page 3, la onzième session, les 6 et 7 juin 2018, 163 États.",
           ["article", "paragraph", "paragraph", "page", "session", "date", "date", "date", ""]),
    "es": ("El artículo 46, párrafos 4 y 5, el 11º período de sesiones, 6 y 7 de junio de 2018, 163 Estados.",
           ["article", "paragraph", "paragraph", "session", "date", "date", "date", ""]),
    "ru": ("Статья 46, пункты 4 и 5, одиннадцатая сессия, 6 и 7 июня 2018 года, 163 государства.",
           ["article", "paragraph", "paragraph", "session", "date", "date", "date", ""]),
    "ar": ("المادة 46، الفقرتان 4 و5، الدورة الحادية عشرة، 6 و7 حزيران/يونيه 2018، 163 دولة.",
           ["article", "paragraph", "paragraph", "session", "date", "date", "date", ""]),
    "zh": ("第四十六条第四和第五款，第十一届会议，2018年6月6日至7日，第71/208号决议，163个国家。",
           ["article", "paragraph", "paragraph", "session", "date", "date", "date", "date", "resolution", "resolution", ""]),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_counts_nothing_is_set_apart_with_its_reason(language):
    text, reasons = APART[language]
    marks = numbers_in(text, language)
    assert set_apart(text, marks, language) == reasons, [m.text for m in marks]
