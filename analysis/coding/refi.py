"""Codings as REFI-QDA 1.0, the exchange format of coding programs: a codebook (.qdc) and a project (.qdpx).

Questions are codes that hold their answers; each document is a plain text with a paragraph a line; each coding is a selection of
the paragraph that it cites, or of the whole document where it cites none. Written after the published structure
(qdasoftware.org, REFI-QDA Project 1.0); no coding program could be run to read it. Identifiers follow from what they name, and
no moment is written, so that two runs give the same bytes.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from analysis.coding.passages import place_of
from analysis.schema import NO_ANSWERS, parts
from analysis.tables.formats import legal

if TYPE_CHECKING:
    from analysis.dataset import Dataset

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "Country review analysis"
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:country-review-analysis:codings")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@lru_cache(maxsize=1 << 16)
def identifier(*names: str) -> str:
    """Return the identifier of what some names name, always the same."""
    return str(uuid.uuid5(_ROOT, "\0".join(names))).upper()


def codebook_file(dataset: Dataset) -> bytes:
    """Return the codebook as the bytes of a .qdc: a code a theme, in it one a question, in that one an answer."""
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK}, origin=ORIGIN)
    _codes(root, CODEBOOK, dataset)
    return _bytes(root)


def project_file(dataset: Dataset) -> bytes:
    """Return the project as the bytes of a .qdpx: project.qde with codes, coders, documents and coded passages, and the texts."""
    root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT}, name=dataset.title, origin=ORIGIN)
    users = etree.SubElement(root, f"{{{PROJECT}}}Users")
    for coder in sorted(dataset.codings["coder"].unique()):
        etree.SubElement(users, f"{{{PROJECT}}}User", guid=identifier("coder", coder), name=coder)
    if not len(users):
        root.remove(users)
    _codes(etree.SubElement(root, f"{{{PROJECT}}}CodeBook"), PROJECT, dataset)
    texts, spans = _documents(dataset)
    if texts:
        sources = etree.SubElement(root, f"{{{PROJECT}}}Sources")
        coded = _coded(dataset)
        notes = [_source(sources, place, texts[place], spans, coded.get(place, ())) for place in texts]
        written = [note for own in notes for note in own]
        if written:
            _notes(etree.SubElement(root, f"{{{PROJECT}}}Notes"), written)
    if dataset.banner:
        etree.SubElement(root, f"{{{PROJECT}}}Description").text = legal(dataset.banner)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"project.qde": _bytes(root)} | {
            f"sources/{identifier('source', p)}.txt": t.encode() for p, t in texts.items()
        }
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def _codes(parent: etree._Element, space: str, dataset: Dataset) -> None:
    codes = etree.SubElement(parent, f"{{{space}}}Codes")
    no_answers = dataset.layers.labels("no_answer")
    for theme, asked in dataset.layers.table("codebook").groupby("theme", sort=False):
        of_theme = _code(
            codes, space, str(theme).replace("_", " ").capitalize() or "Questions", False, "theme", str(theme)
        )
        for question in asked.to_dict("records"):
            name = question["question"]
            own = dataset.layers.labels(question["answers"])
            of_question = _code(of_theme, space, question["label"], False, "question", name, text=question["text"])
            numbers = {} if own else {code: code for code in _met(dataset, name)}
            for code, label in (own | numbers | {c: no_answers[c] for c in NO_ANSWERS if c in no_answers}).items():
                _code(of_question, space, label or code, True, "answer", name, code)


def _met(dataset: Dataset, question: str) -> list[str]:
    answers = dataset.codings.loc[dataset.codings["question"] == question, "answer"]
    return sorted({code for answer in answers for code in parts(answer)} - set(NO_ANSWERS))


def _code(parent: etree._Element, space: str, name: str, codable: bool, *names: str, text: str = "") -> etree._Element:
    flag = "true" if codable else "false"
    code = etree.SubElement(parent, f"{{{space}}}Code", guid=identifier(*names), name=legal(name), isCodable=flag)
    if text:
        etree.SubElement(code, f"{{{space}}}Description").text = legal(text)
    return code


def _documents(dataset: Dataset) -> tuple[dict[str, str], dict[tuple[str, str], tuple[int, int]]]:
    """Return the text of each document by its symbol, or file, and where each paragraph begins and ends in it, in characters."""
    extracts = dataset.extracts.assign(place=place_of(dataset.extracts)).sort_values("place", kind="stable")
    lines: dict[str, list[str]] = {}
    begins: dict[str, int] = {}
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for place, paragraph, text in extracts[["place", "paragraph", "text"]].itertuples(index=False):
        line, at = legal(" ".join(text.split())), begins.get(place, 0)
        spans.setdefault((place, paragraph), (at, at + len(line)))
        lines.setdefault(place, []).append(line)
        begins[place] = at + len(line) + 1
    return {place: "\n".join(own) for place, own in lines.items()}, spans


def _coded(dataset: Dataset) -> dict[str, list]:
    """Return the codings by the place of the document that they speak of."""
    files = dict(zip(dataset.responses["unit"], dataset.responses["file"], strict=True))
    codings = dataset.codings
    place = codings["symbol"].where(codings["symbol"] != "", [files.get(unit, "") for unit in codings["unit"]])
    told: dict[str, list] = {}
    for row in codings.assign(place=place).itertuples():
        told.setdefault(row.place, []).append(row)
    return told


def _source(
    sources: etree._Element, place: str, text: str, spans: dict[tuple[str, str], tuple[int, int]], codings: Iterable
) -> list[tuple[str, str]]:
    """Write a document with its coded passages; return the notes of coders by identifier."""
    guid = identifier("source", place)
    source = etree.SubElement(
        sources, f"{{{PROJECT}}}TextSource", guid=guid, name=legal(place), plainTextPath=f"internal://{guid}.txt"
    )
    notes = []
    for row in codings:
        start, end = spans.get((place, row.paragraph), (0, len(text)))
        names = (row.unit, row.record, row.topic, row.question, row.coder)
        user = identifier("coder", row.coder)
        selection = etree.SubElement(
            source, f"{{{PROJECT}}}PlainTextSelection", guid=identifier("selection", *names), name=legal(f"{row.question}: {row.answer}"),
            startPosition=str(start), endPosition=str(end), creatingUser=user,
        )  # fmt: skip
        for code in parts(row.answer):
            coding = etree.SubElement(
                selection, f"{{{PROJECT}}}Coding", guid=identifier("coding", *names, code), creatingUser=user
            )
            etree.SubElement(coding, f"{{{PROJECT}}}CodeRef", targetGUID=identifier("answer", row.question, code))
        if row.note:
            note = identifier("note", *names)
            etree.SubElement(selection, f"{{{PROJECT}}}NoteRef", targetGUID=note)
            notes.append((note, row.note))
    return notes


def _notes(parent: etree._Element, notes: list[tuple[str, str]]) -> None:
    for guid, text in notes:
        note = etree.SubElement(parent, f"{{{PROJECT}}}Note", guid=guid, name=legal(text[:60]))
        etree.SubElement(note, f"{{{PROJECT}}}PlainTextContent").text = legal(text)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
