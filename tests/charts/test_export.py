"""The files of a chart: text is text, fonts are embedded, each says what it shows, and two runs give the same bytes."""

import io
import subprocess
import sys
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image

import analysis
from analysis.charts.catalogue import chart
from analysis.charts.export import alternative, exported
from analysis.paths import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["en", "ar", "zh"])
def files(request, demonstration):
    shown = chart("legislation_by_group", demonstration, request.param)
    return shown, exported(shown)


def test_the_svg_has_text_title_and_description(files):
    shown, made = files
    root = ElementTree.fromstring(made["svg"])
    assert root.find(f"{SVG}title").text == shown.title and root.find(f"{SVG}desc").text == alternative(shown)
    assert shown.language.text("Eastern European States") in "".join(root.itertext())
    assert root.get("role") == "img" and root.get("{http://www.w3.org/XML/1998/namespace}lang") == shown.language.code
    assert ("unicode-bidi" in made["svg"].decode()) is shown.language.right_to_left


def test_the_png_says_what_it_shows_at_300_dpi(files):
    shown, made = files
    picture = Image.open(io.BytesIO(made["png"]))
    assert picture.info["Description"] == alternative(shown) and picture.info["Title"] == shown.title
    assert round(picture.info["dpi"][0]) == 300 and picture.width == 3000 and len(made["png"]) < 300_000


def test_the_pdf_has_its_title_and_its_fonts(files):
    shown, made = files
    document = pypdfium2.PdfDocument(made["pdf"])
    assert document.get_metadata_dict()["Title"] == shown.title
    assert b"/FontFile2" in made["pdf"] and b"/Type3" not in made["pdf"]
    if shown.language.code == "zh":
        assert "东欧国家" in document[0].get_textpage().get_text_range()


def test_the_sentence_holds_every_number_of_the_measure(files):
    shown, made = files
    told = made["txt"].decode()
    for row in shown.measures.of("legislation_by_group").dropna(subset=["share"]).itertuples():
        assert shown.language.per_cent_in_words(row.share) in told and f"{row.count:.0f}" in told
    assert shown.language.text("nobody answered") in told and told.count("\n") == 1


def test_many_numbers_are_told_by_the_least_and_the_greatest(demonstration):
    assert "40 numbers, from " in alternative(chart("questions", demonstration))
    assert "Yes: 33" in alternative(chart("status", demonstration))


def test_two_runs_give_the_same_bytes_whatever_place_and_hour():
    code = (
        "import hashlib\nfrom analysis.charts.catalogue import chart\nfrom analysis.charts.export import exported\n"
        "from analysis.dataset import open_dataset\n"
        "made = exported(chart('vehicles', open_dataset(), 'ru'))\n"
        "print({kind: hashlib.sha256(data).hexdigest() for kind, data in made.items()})"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": place, "PATH": "/usr/bin:/bin"},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, place, folder in (("1", "UTC", "C", ROOT), ("77", "Asia/Tokyo", "C.UTF-8", ROOT.parent))
    ]
    assert runs[0] == runs[1] and "png" in runs[0]


def test_a_chosen_question_is_saved_in_all_formats(world, tmp_path):
    saved = analysis.save_chart(world, "legislation", "yes", "regional_group", language="fr", folder=tmp_path)
    assert sorted(path.suffix for path in saved) == [".csv", ".pdf", ".png", ".svg", ".txt"]
    told, numbers = (next(path for path in saved if path.suffix == s).read_text() for s in (".txt", ".csv"))
    assert "États d’Afrique" in told and "XAA" in numbers
