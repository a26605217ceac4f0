"""Footnotes and endnotes of two editions: those at the same place compared, those that are gone brought along."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from analysis.office.words import GONE, Piece

if TYPE_CHECKING:
    from analysis.office.revised import _Merge

_KINDS = {
    "footnote": (RELATIONSHIP_TYPE.FOOTNOTES, CONTENT_TYPE.WML_FOOTNOTES),
    "endnote": (RELATIONSHIP_TYPE.ENDNOTES, CONTENT_TYPE.WML_ENDNOTES),
}
_ID = qn("w:id")


class Notes:
    """The notes of both editions; what is changed in them is written when they are closed."""

    def __init__(self, before: Any, after: Any, merge: _Merge) -> None:
        self._after, self._merge = after, merge
        self._old = {kind: _root(before, kind) for kind in _KINDS}
        self._new = {kind: _root(after, kind) for kind in _KINDS}

    def pair(self, stretches: list[tuple[str, list[Piece]]], old: list[Piece]) -> None:
        """Compare the notes of the marks that both have; those of new marks are new."""
        kept = iter(_marks([piece for piece in old if piece not in _of(stretches, GONE)]))
        for mark, stretch in stretches:
            for reference in _marks(stretch) if mark != GONE else []:
                note = self._note(self._new, reference)
                if mark:
                    self.mark(stretch, mark)
                    break
                former = self._note(self._old, next(kept))
                if note is not None and former is not None:
                    self._merge.blocks(former, note)

    def mark(self, found: list[Piece], mark: str) -> None:
        """Mark the notes of pieces that are new."""
        for reference in _marks(found):
            note = self._note(self._new, reference)
            for paragraph in [] if note is None else list(note.iter(qn("w:p"))):
                self._merge._new(paragraph)

    def bring(self, element: Any) -> None:
        """Give the marks in an element that is gone notes of their own, struck out."""
        for reference in _references(element):
            note = self._note(self._old, reference)
            if note is None:
                reference.getparent().remove(reference)
                continue
            kind = _kind(reference)
            root = self._new[kind]
            if root is None:
                root = self._new[kind] = _begun(self._old[kind])
            copy = deepcopy(note)
            number = max((int(each.get(_ID)) for each in root), default=0) + 1
            copy.set(_ID, str(number))
            for paragraph in list(copy.iter(qn("w:p"))):
                paragraph.getparent().replace(paragraph, self._merge._gone(paragraph))
            root.append(copy)
            reference.set(_ID, str(number))

    def close(self) -> None:
        """Write the notes into the later document."""
        for kind, root in self._new.items():
            if root is None:
                continue
            relation, content_type = _KINDS[kind]
            blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            part = _part(self._after, kind)
            if part is None:
                name = PackURI(f"/word/{kind}s.xml")
                self._after.relate_to(Part(name, content_type, blob, self._after.package), relation)
            else:
                part._blob = blob

    def _note(self, roots: dict[str, Any], reference: Any) -> Any:
        root = roots[_kind(reference)]
        found = [] if root is None else [each for each in root if each.get(_ID) == reference.get(_ID)]
        return found[0] if found else None


def _kind(reference: Any) -> str:
    return "footnote" if reference.tag == qn("w:footnoteReference") else "endnote"


def _references(element: Any) -> list[Any]:
    return list(element.iter(qn("w:footnoteReference"), qn("w:endnoteReference")))


def _marks(found: list[Piece]) -> list[Any]:
    return [reference for piece in found for element in piece.held for reference in _references(element)]


def _of(stretches: list[tuple[str, list[Piece]]], mark: str) -> list[Piece]:
    return [piece for each, stretch in stretches if each == mark for piece in stretch]


def _part(document: Any, kind: str) -> Any:
    related = [rel for rel in document.rels.values() if rel.reltype == _KINDS[kind][0]]
    return related[0].target_part if related else None


def _root(document: Any, kind: str) -> Any:
    part = _part(document, kind)
    return None if part is None else parse_xml(part.blob)


def _begun(root: Any) -> Any:
    """Return the notes of a document without any but its separators."""
    begun = deepcopy(root)
    for note in [each for each in begun if each.get(qn("w:type")) is None]:
        begun.remove(note)
    return begun
