"""Files made for tests: the formats that States send, whole and broken."""

import io
import zipfile

import docx


def pdf(pages, encrypted=False):
    """A PDF with the given lines on its pages, in Helvetica, uncompressed; a page of None is a picture.

    A line is text, set below the one before, or (left, foot, text), set where it says.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for lines in pages:
        shown = "".join(map(_set, lines or []))
        stream = f"BT /F1 11 Tf 60 780 Td\n{shown}ET"
        if lines is None:
            stream = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<41> <41>]"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock if encrypted else ''} >>"
    xref = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return out + xref.encode("latin-1")


def _set(line):
    if isinstance(line, str):
        return f"({_escaped(line)}) Tj 0 -14 Td\n"
    left, foot, text = line
    return f"1 0 0 1 {left} {foot} Tm ({_escaped(text)}) Tj\n"


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def word(*paragraphs, change=None):
    """A Word file; change is called with the document before it is saved."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data, name, edit):
    """A copy of a zip file in which one part went through a function."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, edit(content) if entry == name else content)
    return out.getvalue()


def zip_bomb(part):
    """An Office file of a few kilobytes that would unpack to hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b"<a>" + b" " * (300 * 2**20))
    return out.getvalue()


HTML = b"<!doctype html><html lang='en'><body><h1>Response of Small State XAA</h1><p>1. First.</p></body></html>"
TEXT = b"Response of Small State XAA\n\n1. Information may be shared\nspontaneously.\n\n2. There is no legislation.\n"
ENTITY = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"

# Name -> (content, words that its issue has to have).
BROKEN = {
    "empty.docx": (b"", "empty"),
    "truncated.docx": (word("1. One.")[:-300], "broken"),
    "truncated.pdf": (pdf([["1. One."]])[:-200], "cut off"),
    "truncated.html": (HTML[:-20], "cut off"),
    "protected.pdf": (pdf([["1. One."]], encrypted=True), "password"),
    "protected.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "password"),
    "no_pages.pdf": (pdf([]), "no pages"),
    "scan.pdf": (pdf([None, None]), "scan: needs OCR (2 pages"),
    "half_a_scan.pdf": (
        pdf([["A cover with some text."], None, None]),
        "3 pages without a text layer on 2 of them: 2, 3",
    ),
    "picture.docx": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "a picture (PNG)"),
    "photograph.pdf": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8, "a picture (JPEG)"),
    "archive.docx": (b"Rar!\x1a\x07\x00" + bytes(200), "a RAR archive"),
    "beginning_lost.docx": (word("1. One.")[40:], "beginning is missing"),
    "noise.txt": (bytes(range(1, 256)) * 20, "binary"),
    "bomb.docx": (zip_bomb("word/document.xml"), "harmful"),
    "bomb.xlsx": (zip_bomb("xl/workbook.xml"), "harmful"),
    "entity.docx": (with_part(word("1. One."), "word/document.xml", lambda _: ENTITY), "entities"),
    "entity.html": (b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html>&x;</html>", "entities"),
    "data.xml": (ENTITY, "XML"),
    "letter.rtf": (rb"{\rtf1 text}", "RTF"),
    "register.csv": (b"State,Answer,Page\nXAA,yes,1\nXAB,no,2\n", "table"),
    "blank.txt": (b" \n\n \n", "no text"),
}
