"""Word files: automatic numbers, footnotes, what python-docx leaves out, merged theme rows."""

import copy

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.documents import document_of
from analysis.documents.contents import Content, FileProblem, kind_of
from tests.documents import made


def read(data):
    return document_of(Content(data, *kind_of(data)), "made.docx").extracts


def numbering(document, levels, num_ids=(7,), restart=()):
    """Add a list with the given (format, text) levels; one w:num for each id."""
    root = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{body}</w:abstractNum>'))
    for num_id in num_ids:
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if num_id in restart else ""
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="77"/>{override}</w:num>')
        )


def item(document, text, level=0, num_id=7, style=None):
    paragraph = document.add_paragraph(text, style=style)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')
    )
    return paragraph


def test_automatic_numbers_points_and_restarts():
    def change(document):
        numbering(
            document,
            [("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")],
            num_ids=(7, 8),
            restart=(8,),
        )
        document.add_heading("I. Legislation", 1)
        for text, level in [
            ("One.", 0),
            ("Point a.", 1),
            ("Deeper.", 2),
            ("Point b.", 1),
            ("Two.", 0),
            ("Again a.", 1),
        ]:
            item(document, text, level)
        document.add_paragraph("Goes on without a number.")
        item(document, "Three.")
        document.add_heading("II. Practice", 1)
        item(document, "Starts over.", num_id=8)

    extracts = read(made.word(change=change))
    keys = extracts.loc[extracts["kind"] != "heading", ["section", "paragraph"]].agg(" ".join, axis=1).tolist()
    assert keys == ["I 1", "I 1(a)", "I 1(a)(i)", "I 1(b)", "I 2", "I 2(a)", "I 2(a)[1]", "I 3", "II 1"]


@pytest.mark.parametrize(
    ("levels", "depths", "printed"),
    [
        ([("decimal", "%1."), ("decimal", "%1.%2")], [0, 1, 1, 0, 1], ["1", "1.1", "1.2", "2", "2.1"]),
        ([("upperLetter", "%1.")], [0, 0, 0], ["(A)", "(B)", "(C)"]),
        ([("lowerRoman", "(%1)")], [0] * 5, ["(i)", "(ii)", "(iii)", "(iv)", "(v)"]),
        ([("bullet", "•")], [0, 0], ["[1]", "[2]"]),
        ([("none", "")], [0, 0], ["[1]", "[2]"]),
    ],
)
def test_number_formats(levels, depths, printed):
    def change(document):
        numbering(document, levels)
        for at, depth in enumerate(depths):
            item(document, f"Text {at}.", depth)

    assert read(made.word(change=change))["paragraph"].tolist() == printed


def test_nothing_is_half_read():
    def change(document):
        document.add_paragraph("Before.")
        inserted = document.add_paragraph("Kept ")
        run = copy.deepcopy(inserted.runs[0]._r)
        run.find(qn("w:t")).text = "and inserted"
        insertion = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"/>')
        insertion.append(run)
        deletion = parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del>'
        )
        inserted._p.append(insertion)
        inserted._p.append(deletion)
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        boxed = document.add_paragraph("In a content control.")._p
        boxed.addprevious(control)
        control[0].append(boxed)
        broken = document.add_paragraph("Line one")
        broken.runs[0].add_break(WD_BREAK.LINE)
        broken.add_run("line two\u00adhyphen, of\ufb01ce.")

    assert read(made.word(change=change))["text"].tolist() == [
        "Before.",
        "Kept and inserted",
        "In a content control.",
        "Line one line twohyphen, office.",
    ]


def test_tables_themes_and_printed_numbers():
    def change(document):
        table = document.add_table(rows=4, cols=3)
        for place, text in enumerate(("Recommendation", "Position", "Remark")):
            table.cell(0, place).text = text
        table.cell(1, 0).merge(table.cell(1, 2)).text = "Theme: legislation"
        table.cell(2, 0).text = "121.3 Adopt a law (Small State XAA);"
        table.cell(2, 1).merge(table.cell(3, 1)).text = "Supported"
        table.cell(3, 0).text = "121.4 Keep it (Small State XAB);"

    extracts = read(made.word(change=change))
    cells = extracts[extracts["kind"] == "table cell"]
    assert cells["paragraph"].tolist() == ["T1R1C1", "T1R1C2", "T1R1C3", "121.3", "T1R3C2", "121.4"]
    assert (cells["heading"].iloc[3:] == "Theme: legislation").all()
    assert cells["text"].iloc[3] == "Adopt a law (Small State XAA);"


def test_headings_by_style_and_by_bold_type():
    def change(document):
        document.add_heading("Response of Small State XAA", 0)
        document.add_paragraph().add_run("B. Practice").bold = True
        document.add_paragraph("Text below it.")
        document.add_paragraph().add_run("A whole sentence in bold is no heading.").bold = True

    data = made.word(change=change)
    assert document_of(Content(data, *kind_of(data)), "x").title == "Response of Small State XAA"
    extracts = read(data)
    assert extracts["kind"].tolist() == ["heading", "heading", "paragraph", "paragraph"]
    assert extracts["section"].tolist() == ["", "B", "B", "B"]


def test_footnotes_stand_beside_the_paragraph_that_cites_them():
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>See the act of 2012.</w:t></w:r></w:p></w:footnote>'
    footnotes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode()

    def change(document):
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, footnotes, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        reference = parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
        document.add_paragraph("1. There is a law")._p.append(reference)

    extracts = read(made.word(change=change))
    assert extracts[["paragraph", "text", "notes"]].values.tolist() == [
        ["1", "There is a law", "1: See the act of 2012."],
        ["FN1", "See the act of 2012.", ""],
    ]


def test_a_damaged_part_is_refused():
    data = made.with_part(made.word("1. One."), "word/document.xml", lambda part: part[: len(part) // 2])
    with pytest.raises(FileProblem, match="damaged"):
        read(data)
