"""The revised text: without what is struck out the later edition, without what is new the earlier one."""

import io
import re
from copy import deepcopy

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from analysis.__main__ import main
from analysis.errors import DataError
from analysis.office.revised import revised
from analysis.office.words import GONE, NEW, text_of
from tests.conftest import needs

STYLE = qn("w:rStyle")


def made(path, blocks):
    """A document of paragraphs (texts) and tables (lists of rows)."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(len(block), len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
    document.save(path)
    return path


def without(data: bytes, mark: str):
    """The body of a document after its runs, paragraphs, rows and tables of a mark are taken out."""
    body = deepcopy(Document(io.BytesIO(data)).element.body)
    has = lambda element: element is not None and any(s.get(qn("w:val")) == mark for s in element.iter(STYLE))  # noqa: E731
    for run in [r for r in body.iter(qn("w:r")) if has(r.find(qn("w:rPr")))]:
        run.getparent().remove(run)
    ends = lambda p: has(None if p.pPr is None else p.pPr.find(qn("w:rPr")))  # noqa: E731
    for name in ("w:tbl", "w:tr"):
        for each in [e for e in body.iter(qn(name)) if all(map(ends, e.iter(qn("w:p"))))]:
            if each.getparent() is not None:
                each.getparent().remove(each)
    for paragraph in [p for p in body.iter(qn("w:p")) if ends(p)]:
        paragraph.getparent().remove(paragraph)
    return texts(body)


def texts(body):
    found = []
    for block in body:
        if block.tag == qn("w:p"):
            found.append(text_of(block))
        elif block.tag == qn("w:tbl"):
            rows = block.iterchildren(qn("w:tr"))
            found.append(
                [["\n".join(map(text_of, c.iter(qn("w:p")))) for c in r.iterchildren(qn("w:tc"))] for r in rows]
            )
    return found


def of(path):
    return texts(Document(str(path)).element.body)


def marked(data: bytes):
    """(text, mark) of each run of each paragraph."""
    found = []
    for run in Document(io.BytesIO(data)).element.body.iter(qn("w:r")):
        style = next(run.iter(STYLE), None)
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        found.append((text, style.get(qn("w:val")) if style is not None else ""))
    return found


words = st.text("ab 1.,中文اب\t", max_size=12)
blocks = st.lists(
    words
    | st.integers(1, 2).flatmap(lambda n: st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=3)),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=blocks, later=blocks)
def test_nothing_is_lost_and_nothing_is_added(earlier, later, tmp_path):
    first, second = made(tmp_path / "a.docx", earlier), made(tmp_path / "b.docx", later)
    data = revised(first, second)
    assert without(data, GONE) == of(second)
    assert without(data, NEW) == of(first)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("About 20 per cent of States", "About 22 per cent of States",
         [("About ", ""), ("20", GONE), ("22", NEW), (" per cent of States", "")]),
        ("共有33个国家", "共有35个国家", [("共有", ""), ("33", GONE), ("35", NEW), ("个国家", "")]),
        ("审议了法律", "审查了法律", [("审", ""), ("议", GONE), ("查", NEW), ("了法律", "")]),
        ("a share of 1,234.5", "a share of 1,234.6", [("a share of ", ""), ("1,234.5", GONE), ("1,234.6", NEW)]),
        ("one old thing here", "one new matter here",
         [("one ", ""), ("old thing", GONE), ("new matter", NEW), (" here", "")]),
        ("the same", "the same", [("the same", "")]),
    ],
)  # fmt: skip
def test_changes_are_told_word_by_word(before, after, runs, tmp_path):
    data = revised(made(tmp_path / "a.docx", [before]), made(tmp_path / "b.docx", [after]))
    assert marked(data) == runs
    assert data == revised(tmp_path / "a.docx", tmp_path / "b.docx")
    styles = {style.style_id: style for style in Document(io.BytesIO(data)).styles}
    assert styles[NEW].font.bold and styles[NEW].font.cs_bold and styles[GONE].font.strike


def test_a_number_in_a_table_is_marked_in_its_cell(tmp_path):
    first = made(tmp_path / "a.docx", ["Table", [["Group", "Share"], ["African States", "18.2%"], ["Others", "9.3%"]]])
    second = made(tmp_path / "b.docx", ["Table", [["Group", "Share"], ["African States", "18.4%"], ["None", "0%"]]])
    found = [(text, mark) for text, mark in marked(revised(first, second)) if mark]
    assert found == [("18.2", GONE), ("18.4", NEW), ("Others", GONE), ("9.3%", GONE), ("None", NEW), ("0%", NEW)]


def test_new_text_in_a_bold_heading_is_told_by_a_line(tmp_path):
    for name, text in (("a", "Old heading here"), ("b", "New heading here")):
        document = Document()
        document.add_heading(text, 1)
        document.save(tmp_path / f"{name}.docx")
    data = revised(tmp_path / "a.docx", tmp_path / "b.docx")
    run = next(r for r in Document(io.BytesIO(data)).paragraphs[0].runs if r.text == "New")
    assert run.style.style_id == NEW and run.underline


def test_a_picture_that_is_gone_is_still_there(tmp_path):
    from matplotlib.figure import Figure

    Figure((1, 1)).savefig(tmp_path / "p.png")
    document = Document()
    document.add_paragraph("before").add_run().add_picture(str(tmp_path / "p.png"))
    document.save(tmp_path / "a.docx")
    data = revised(tmp_path / "a.docx", made(tmp_path / "b.docx", ["before"]))
    again = Document(io.BytesIO(data))
    assert len(again.inline_shapes) == 1
    assert again.part.related_parts[again.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed].blob


def test_a_picture_that_shows_something_else_is_replaced_and_the_same_one_is_not(tmp_path):
    blue, red = (_picture(tmp_path, colour) for colour in ("blue", "red"))
    same = revised(_pictured(tmp_path / "a.docx", blue), _pictured(tmp_path / "b.docx", blue))
    assert not any(mark for _, mark in marked(same))
    body = Document(io.BytesIO(other := revised(tmp_path / "a.docx", _pictured(tmp_path / "c.docx", red)))).element.body
    told = [(text.strip(), mark) for text, mark in marked(other) if text.strip() and mark]
    assert told == [("[earlier figure]", GONE), ("[new figure]", NEW)]
    assert len(list(body.iter(qn("w:drawing")))) == 2 and not any(d.get("picture") for d in body.iter(qn("w:drawing")))


def _picture(folder, colour):
    path = folder / f"{colour}.png"
    Image.new("RGB", (20, 20), colour).save(path)
    return path


def _pictured(path, picture):
    document = Document()
    document.add_paragraph("Figure 1")
    document.add_picture(str(picture))
    document.save(path)
    return path


def test_what_is_no_word_file_is_named(tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(b"no archive")
    with pytest.raises(DataError, match=r"a\.docx cannot be read as a Word file"):
        revised(tmp_path / "a.docx", tmp_path / "a.docx")
    assert main(["revised", *(str(tmp_path / name) for name in ("a.docx", "missing.docx", "out.docx"))]) == 2
    assert "cannot be read" in capsys.readouterr().err and not (tmp_path / "out.docx").exists()


def test_the_command(tmp_path, capsys):
    made(tmp_path / "a.docx", ["one"]), made(tmp_path / "b.docx", ["two"])
    assert main(["revised", *(str(tmp_path / f"{name}.docx") for name in ("a", "b", "out"))]) == 0
    assert marked((tmp_path / "out.docx").read_bytes())


def test_a_word_changed_in_a_real_document_is_told(tmp_path):
    path = next(iter(sorted(needs("real/documents").rglob("*.docx"))), None) or pytest.skip("no Word file is shared")
    document = Document(str(path))
    text = max(document.element.body.iter(qn("w:t")), key=lambda t: len(t.text or ""))
    text.text = re.sub(r"\w+", "changed", text.text, count=1)
    document.save(tmp_path / "later.docx")
    data = revised(path, tmp_path / "later.docx")
    assert without(data, GONE) == of(tmp_path / "later.docx") and without(data, NEW) == of(path)
    assert "changed" in "".join(text for text, mark in marked(data) if mark == NEW)
    same = revised(path, path)
    assert not [text for text, mark in marked(same) if mark]


def noted(path, paragraphs):
    """A document of paragraphs, each with a footnote or none."""
    document = Document()
    notes = []
    for number, (text, note) in enumerate(paragraphs, start=1):
        run = document.add_paragraph(text).add_run()
        if note:
            run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))
            notes.append(f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>')  # fmt: skip
    if notes:
        kind = CONTENT_TYPE.WML_FOOTNOTES
        blob = f"<w:footnotes {nsdecls('w')}>{''.join(notes)}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(path)
    return path


@pytest.mark.parametrize(
    ("later", "new", "gone"),
    [
        ([("one", "T/1, para. 4"), ("two", "T/2")], "4", "3"),
        ([("one", "T/1, para. 3")], "", "T/2"),
        ([("one", None)], "", "T/1, para. 3T/2"),
        ([("one", "T/1, para. 3"), ("two", "T/2"), ("three", "T/9")], "T/9", ""),
    ],
)
def test_footnotes_are_compared_and_those_that_are_gone_brought_along(later, new, gone, tmp_path):
    first = noted(tmp_path / "a.docx", [("one", "T/1, para. 3"), ("two", "T/2")])
    document = Document(io.BytesIO(revised(first, noted(tmp_path / "b.docx", later))))
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes"))
    notes = parse_xml(part.blob)
    marks = {mark: "" for mark in (NEW, GONE)}
    for run in notes.iter(qn("w:r")):
        for style in run.iter(STYLE):
            marks[style.get(qn("w:val"))] += "".join(t.text or "" for t in run.iter(qn("w:t")))
    assert marks == {NEW: new, GONE: gone}
    referred = {reference.get(qn("w:id")) for reference in document.element.body.iter(qn("w:footnoteReference"))}
    assert referred == {note.get(qn("w:id")) for note in notes} and len(referred) == len(notes)
