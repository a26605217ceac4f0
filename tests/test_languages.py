"""Words, numbers and days in six languages; what has no translation is English, and is remembered."""

import io
import math
import re

import openpyxl
import pytest

from analysis.checking import lines, workbook
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.languages import DOCUMENTS, ENGLISH, LANGUAGES, MANUAL, WORDING, Language
from analysis.loaders.received import read_settings
from analysis.measures.readings import reading
from analysis.paths import PAPERS, REFERENCE
from analysis.reference import Layers

LAYERS = Layers((REFERENCE, PAPERS / "article56_2018"))
# Share in a table, share in a text, a number, a day; "_" is a space that does not break.
WRITTEN = {
    "ar": ("20,2%", "20,2 في المائة", "12_345,6", "27 آذار/مارس 2018"),
    "en": ("20.2%", "20.2 per cent", "12,345.6", "27 March 2018"),
    "es": ("20,2%", "20,2%", "12.345,6", "27 de marzo de 2018"),
    "fr": ("20,2_%", "20,2_%", "12\u202f345,6", "27 mars 2018"),
    "ru": ("20,2_%", "20,2 процента", "12_345,6", "27 марта 2018 года"),
    "zh": ("20.2%", "20.2%", "12,345.6", "2018年3月27日"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers_and_days_are_written_as_the_language_does(code):
    language = Language(code, LAYERS)
    written = (language.per_cent(0.2024), language.per_cent_in_words(0.2024), language.number(12345.6))
    assert (*written, language.day("2018-03-27")) == tuple(text.replace("_", "\u00a0") for text in WRITTEN[code])
    assert language.per_cent(math.nan) == "" and language.per_cent_in_words(math.nan)
    assert language.day("soon") == "soon" and language.right_to_left is (code == "ar")


def test_the_manual_asks_for_another_style_than_documents_have():
    written = {
        (code, profile): Language(code, LAYERS, profile=profile).per_cent_in_words(0.15, 0)
        for code in ("es", "zh") for profile in (MANUAL, DOCUMENTS)
    }  # fmt: skip
    assert written["es", MANUAL] == "15\u00a0%" and written["es", DOCUMENTS] == "15%"
    assert written["zh", MANUAL] == "百分之15" and written["zh", DOCUMENTS] == "15%"
    assert Language("ru", LAYERS, profile=MANUAL).number_in_words(3) == "три"
    assert [Language("ru", LAYERS).number_in_words(n) for n in (3, 12)] == ["3", "12"]


def test_plural_forms_are_those_of_the_language():
    russian = Language("ru", LAYERS)
    forms = "one{# государство} few{# государства} many{# государств} other{# государства}"
    assert [russian.plural(n, forms).split()[1] for n in (1, 2, 5, 11, 21)] == [
        "государство", "государства", "государств", "государств", "государство"
    ]  # fmt: skip
    assert [russian.per_cent_in_words(share, 0) for share in (0.21, 0.22, 0.25)] == [
        "21 процент", "22 процента", "25 процентов"
    ]  # fmt: skip


def test_a_finished_text_is_translated_part_by_part():
    french = Language("fr", LAYERS)
    assert (
        french.text("African States 3; Asia-Pacific States 2")
        == "États d’Afrique 3\u00a0; États d’Asie et du Pacifique 2"
    )
    assert french.text("33 of 163 (20.2%)") == "33 sur 163 (20,2\u00a0%)"
    assert french.text("Dedicated legislation, first reported in 2017").endswith("pour la première fois en 2017")
    assert french.text("163") == "163" and french.text("{count.rows}") == "{count.rows}" and not french.missing
    assert french.text("Small world; Yes") == "Small world\u00a0; Oui" and french.missing == {"Small world"}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_what_is_quoted_may_hold_the_joint_of_a_list(code, demonstration):
    """Two answers that were typed in one cell are one thing that is said; two sentences are two."""
    language = Language(code, demonstration.layers)
    said = language.text("“One; two” is no answer to “Law”: it counts as unsettled")
    assert "One; two" in said and "is no answer" not in said
    both = [f"“{word}” is no answer to “Law”: it counts as unsettled" for word in ("One", "two")]
    assert language.text("; ".join(both)) == language.joined(map(language.text, both))


def test_a_message_is_known_by_what_stands_between_its_fields():
    russian, chinese = Language("ru", LAYERS), Language("zh", LAYERS)
    assert russian.text("African States 8 of 44 (18.2 per cent)").endswith("8 из 44 (18,2 процента)")
    assert russian.text("1,234 of 5,678 (21 per cent)").endswith("(21 процент)")  # the form that the number asks for
    assert "2018年3月27日" in chinese.text("data of 2018-03-27; these are of another day")
    said = chinese.text("“aye” is no answer to “Legislation X”: it counts as unsettled")
    assert said == "“aye”不是“Legislation X”的答案：计为未定" and not chinese.missing
    assert chinese.text("any of: Small world, beyond Old world") == "以下任何一项：Small world，除Old world之外"
    assert chinese.text("nothing that anybody knows of") in chinese.missing  # "of" alone is no message


def test_names_of_states_come_from_the_table_of_names(demonstration):
    assert [Language(code, LAYERS).name("CIV") for code in ("zh", "ar")] == ["科特迪瓦", "كوت ديفوار"]
    assert Language("fr", LAYERS).name("XQQ") == "XQQ"
    assert Language("ru", demonstration.layers).name("XAA").endswith(" XAA")


def test_a_later_layer_says_it_otherwise_and_a_damaged_catalogue_is_named(world_folder):
    layers = read_settings(world_folder).layers
    (world_folder / WORDING).mkdir()
    (world_folder / WORDING / "fr.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Affirmatif"\n')
    assert Language("fr", layers).text("Yes") == "Affirmatif" and Language("es", layers).text("Yes") == "Sí"
    (world_folder / WORDING / "fr.po").write_text("nonsense\n")
    with pytest.raises(DataError, match=r"fr\.po"):
        Language("fr", layers).text("Yes")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_reading_of_nothing_says_that_there_is_nothing_to_count(code, world_folder):
    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    empty, language = open_dataset(world_folder), Language(code, LAYERS)
    nothing = language.text("There is nothing to count yet: nobody answered ({what}).").partition("{")[0]
    for name in ("legislation", "vehicles", "conditions"):
        said = reading(name, empty, code)
        assert said.startswith(nothing) and not re.search(r"\b0\D{1,12}0\b", said), said
    assert (
        code == "en"
        or nothing != Language("en", LAYERS).text("There is nothing to count yet: nobody answered (").strip()
    )


@pytest.mark.parametrize("code", sorted({*LANGUAGES} - {"en"}))
def test_issues_and_what_to_do_are_said_in_the_language(code, demonstration):
    language = Language(code, demonstration.layers)
    issues = demonstration.issues
    said = "\n".join(lines(issues, language))
    assert len(issues) > 5 and not re.search(r"Correct the|accept it|counts once|Nothing to do|rows? \d|times", said)
    told = {language.text(text) for column in ("problem", "remedy") for text in issues[column]}
    assert not told & {*issues["problem"], *issues["remedy"]} and not language.missing
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(issues, language))).worksheets[0]
    assert sheet.sheet_view.rightToLeft == language.right_to_left and sheet["E1"].value == language.text("Problem")


def test_what_somebody_typed_is_quoted_as_it_is():
    """A number or a day in the place of an answer is not written anew, as the language would; a day that the suite says is."""
    said = Language("fr", Layers((REFERENCE,))).text("“31.02.2018” is no answer to “Law”: it counts as unsettled")
    assert "« 31.02.2018 »" in said.replace("\xa0", " ")
    assert "2 janvier 2018" in Language("fr", Layers((REFERENCE,))).text("“01/02/2018” can be 2018-01-02 or 2018-02-01")
