"""The annex in Word: structure that Word, a reader of screens and a translator can use, in six languages."""

import errno
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from analysis.__main__ import main
from analysis.dataset import open_dataset
from analysis.languages import LANGUAGES, Language
from analysis.measures.ledger import statements
from analysis.office.annex import annex
from analysis.office.grids import NOTHING, grid_of
from analysis.office.shown import chart_ids, shown
from tests.office.made import HOSTILE, LONG, add, drop, literals, more, of_paper, soffice, tall_chart


def made(dataset, code="en"):
    language = Language(code, dataset.layers)
    return Document(io.BytesIO(annex(dataset, language))), language


@pytest.fixture(scope="module")
def document(demonstration):
    return made(demonstration)[0]


def words(document):
    return "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def test_headings_captions_and_numbers_are_structure(document, demonstration):
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"] and styles.count("Heading 2") == len(chart_ids(demonstration))
    numbered = [p for p in document.paragraphs if p.style.name == "Numbered Paragraph"]
    assert len(numbered) > 10 and not any(p.text[:1].isdigit() and p.text[1:2] == "." for p in numbered)
    assert document.styles["Numbered Paragraph"].element.pPr.numPr.numId.val == 90
    fields = [f.get(qn("w:instr")).split()[1] for f in document.element.body.iter(qn("w:fldSimple"))]
    assert fields.count("Figure") == len(document.inline_shapes) == len(chart_ids(demonstration))
    assert fields.count("Table") == len(document.tables)


def test_tables_repeat_their_head_and_have_no_upright_line(document):
    for table in document.tables:
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in rest)
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {each.tag for each in borders} == {qn(f"w:{side}") for side in ("top", "bottom", "insideH")}
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert len({len(row.tc_lst) for row in table._tbl.tr_lst}) == 1 and not list(table._tbl.iter(qn("w:gridSpan")))


def test_each_picture_says_in_words_what_it_shows(document, demonstration):
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all(told) and any("Eastern European States: 9 of 23 (39.1 per cent)" in each for each in told)
    assert all("\n" not in each for each in told)


def test_the_numbers_are_those_of_the_measures(document, demonstration):
    grid = grid_of(shown("legislation_by_group", demonstration, Language("en", demonstration.layers)).chart,
                   Language("en", demonstration.layers))  # fmt: skip
    assert grid.rows[0] == ["African States", "8", "44", "18.2%", "16.0% to 22.0%", "16.0% to 28.0%"]
    assert grid.rows[2][4:] == [NOTHING, NOTHING], "where everybody answered, there is no interval to state"
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert grid.rows[0] in [row for table in tables for row in table]
    ledger = next(table for table in tables if len(table) == len(statements(demonstration)) + 1)
    assert ledger[15][:4] == ["S15 (P11, G2(2))", "States with dedicated legislation", "about 20 per cent", "33 of 163 (20.2 per cent)"]  # fmt: skip


def test_notes_below_a_table_are_lettered_in_small(document):
    notes = [p for p in document.paragraphs if p.style.name == "Table Note"]
    letters = [p.runs[0] for p in notes]
    assert letters[0].text == "a" and all(run.font.superscript and run.text.islower() for run in letters)


def test_the_footer_has_symbol_day_and_page(document, demonstration):
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith(f"{demonstration.paper.symbol}\t27 March 2018")
    assert [f.get(qn("w:instr")).strip() for f in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_banner_stands_where_invented_data_do_and_only_there(document, demonstration):
    sources = [p.text for p in document.paragraphs if p.style.name == "Source Line"]
    assert demonstration.banner in document.sections[0].header.paragraphs[0].text  # on every page, and on none twice
    assert not any(demonstration.banner in p.text for p in document.paragraphs[:8])
    for text in sources:
        assert (demonstration.banner in text) is (demonstration.title in text)
    assert any(demonstration.paper.source in text for text in sources)


@pytest.mark.parametrize("code", LANGUAGES)
def test_in_every_language(code, world):
    document, language = made(world, code)
    assert not language.missing & literals()
    styles = document.styles.element
    (spoken,) = styles.iter(qn("w:lang"))
    tag = {"ar": "bidi", "zh": "eastAsia"}.get(code, "val")
    assert spoken.get(qn(f"w:{tag}")).split("-")[0] == code == document.core_properties.language.split("-")[0]
    assert all(f.get(qn("w:eastAsia")) and f.get(qn("w:cs")) for f in styles.iter(qn("w:rFonts")))
    body = document.element.body
    turned = [p for p in body.iter(qn("w:p")) if p.pPr is not None and p.pPr.find(qn("w:bidi")) is not None]
    visual = list(body.iter(qn("w:bidiVisual")))
    if code == "ar":
        assert len(turned) == len(list(body.iter(qn("w:p")))) and len(visual) == len(document.tables)
        runs = [r for r in body.iter(qn("w:r")) if "الجدول" in "".join(t.text or "" for t in r.iter(qn("w:t")))]
        assert runs and all(r.rPr.find(qn("w:rtl")) is not None for r in runs)
    else:
        assert not turned and not visual


def test_two_runs_give_the_same_bytes_without_a_name(world):
    language = Language("en", world.layers)
    data = annex(world, language)
    assert data == annex(world, language)
    properties = Document(io.BytesIO(data)).core_properties
    assert not properties.author and not properties.last_modified_by and properties.created.year == 2018
    assert world.paper.title in properties.title


def test_libreoffice_opens_it(world, tmp_path):
    made_in = soffice(annex(world, Language("ar", world.layers)), "annex.docx", "pdf", tmp_path)
    assert (made_in / "annex.pdf").stat().st_size > 20_000


def test_awkward_texts_are_shown_as_they_are(world_folder):
    chart = f'bad,"{HOSTILE}","{LONG}{LONG}",bars,simple_conditions'
    more(world_folder, "charts", chart)
    add(world_folder, "codes", "list,code,label,rank", f'regional_group,african,"{LONG}",')
    document, _ = made(open_dataset(world_folder))
    assert "=1+1 <b>&\ufffd\ufffd $x$" in words(document) and LONG.strip() in words(document)


def test_a_chart_that_cannot_be_made_leaves_the_others(world_folder):
    more(world_folder, "charts", "bad,Bad,N,pie,legislation")
    document, _ = made(open_dataset(world_folder))
    assert "This chart could not be made" in words(document) and "is no drawing" in words(document)
    assert len(document.inline_shapes) == len(chart_ids(open_dataset(world_folder))) - 1


def test_a_paper_without_charts_statements_and_readings(world_folder):
    for table, key in (("charts", "chart"), ("statements", "statement"), ("checks", "check")):
        drop(world_folder, table, key, of_paper(table, key))
    drop(world_folder, "readings", "reading,part", [f"{name}," for name in of_paper("readings", "reading")])
    document, _ = made(open_dataset(world_folder))
    assert not document.inline_shapes and "Charts" not in [p.text for p in document.paragraphs]


def test_a_picture_of_many_rows_fits_the_page(world_folder):
    header = "chart,title,subtitle,drawing,measures"
    add(world_folder, "charts", header, "-vehicles,,,,", tall_chart(world_folder))
    document, _ = made(open_dataset(world_folder))
    parts = [p.text for p in document.paragraphs if "Networks (Part " in p.text and p.style.name == "Caption"]
    assert len(parts) > 1 and all(shape.height <= Cm(21) for shape in document.inline_shapes)
    assert all(shape.width == Cm(17) for shape in document.inline_shapes)  # none is made too small to be read


@pytest.mark.parametrize("kept", [2, 1], ids=["one State", "none"])
def test_one_state_or_none(kept, world_folder):
    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text("\n".join(path.read_text().splitlines()[:kept]) + "\n")
    document, _ = made(open_dataset(world_folder))
    assert len(document.inline_shapes) == 1 and NOTHING in words(document)


def test_a_full_disk_leaves_nothing_half_written(world_folder, monkeypatch, capsys, tmp_path):
    def full(self, data):
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["office", "--data", str(world_folder), "--out", str(tmp_path / "out")]) == 2
    assert "No space left" in capsys.readouterr().err
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


def test_the_command_writes_three_files_in_a_language(world_folder, capsys):
    assert main(["office", "--data", str(world_folder), "--language", "es"]) == 0
    folder = world_folder / "figures" / "office" / "es"
    assert sorted(path.name for path in folder.iterdir()) == ["annex.docx", "slides.pptx", "tables.xlsx"]
    assert all(zipfile.ZipFile(path).testzip() is None for path in folder.iterdir())
    assert "have no translation" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["office", "--data", str(world_folder), "--language", "xx"])
