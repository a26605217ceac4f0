"""The catalogues of translations: every English text is in them, translated, with the same fields."""

import re

import polib
import pytest

from analysis.catalogues import UNFOUND, messages, repository, update
from analysis.languages import LANGUAGES, WORDING, Language
from analysis.loaders.received import read_settings
from analysis.paths import ROOT

CATALOGUES = [path for layers in repository() for path in sorted((layers.folders[-1] / WORDING).glob("*.po"))]
# Not the branches of a plural, such as one{...}.
FIELD = re.compile(r"(?<!one)(?<!two)(?<!few)(?<!many)(?<!other)(?<!zero)\{([\w.]+(?:\[[^\]]*\])?[\w.]*)")


@pytest.mark.parametrize("layers", repository(), ids=lambda layers: layers.folders[-1].name)
def test_no_text_of_the_repository_lacks_a_translation(layers):
    own, earlier = messages(layers.folders[-1]), {t for folder in layers.folders[:-1] for t in messages(folder)}
    for code in sorted({*LANGUAGES} - {"en"}):
        language = Language(code, layers)
        for text in own:
            language.text(text)
        assert not language.missing, f"{code}: translate them in {layers.folders[-1].name}/{WORDING}/{code}.po"
        path = layers.folders[-1] / WORDING / f"{code}.po"
        held = [e.msgid for e in polib.pofile(str(path)) if e.comment != UNFOUND] if path.is_file() else []
        assert held == [text for text in own if text not in earlier], "run `python -m analysis words`"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_translation_names_the_fields_of_its_text(path):
    for entry in polib.pofile(str(path)):
        named = set(FIELD.findall(entry.msgid))
        assert named == set(FIELD.findall(entry.msgstr)), entry.msgid


def test_new_texts_are_added_and_translations_kept(world_folder):
    table = world_folder / "codes.csv"
    table.write_text("list,code,label,rank\ncolour,red,Red wine,\ncolour,blue,Blue cheese,\ncolour,n,12,\n")
    layers = read_settings(world_folder).layers
    path = world_folder / WORDING / "fr.po"
    assert update(layers)[path] == ["Red wine", "Blue cheese", "Small world"]
    path.write_text(path.read_text().replace('msgid "Red wine"\nmsgstr ""', 'msgid "Red wine"\nmsgstr "Vin rouge"'))
    table.write_text("list,code,label,rank\ncolour,white,White wine,\ncolour,red,Red wine,\ncolour,yes,Yes,\n")
    assert update(layers)[path] == ["White wine", "Small world"]  # "Yes" is a text of the suite
    assert Language("fr", layers).text("Red wine") == "Vin rouge"
    first = path.read_bytes()
    assert "codes.csv, colour red: label" in path.read_text() and "Blue" not in path.read_text()
    assert update(layers)[path] and path.read_bytes() == first
