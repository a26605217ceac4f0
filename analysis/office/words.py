"""A paragraph of Word as pieces that can be compared: words, marks, and what is no text; and its runs made anew from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

SAME, NEW, GONE = "", "AddedText", "DeletedText"
# A character of Chinese, a number, a word with its vowel signs, a space, or any other sign.
_EAST = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"[{_EAST}]|\d+(?:[.,\u00a0\u202f]\d+)*|(?:[^\W\d{_EAST}][\u0300-\u036f\u064b-\u0652]*)+|\s|.", re.S
)
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_LEFT_OUT = {qn(name) for name in ("w:del", "w:moveFrom", "w:proofErr", "w:lastRenderedPageBreak")}
_OPENED = {qn(name) for name in ("w:ins", "w:moveTo", "w:smartTag")}
# What has a place but no text, and no meaning in another document.
_PLACES = {qn(f"w:{name}") for name in (
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "moveToRangeStart",
    "moveToRangeEnd", "moveFromRangeStart", "moveFromRangeEnd",
)}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Piece:
    """A word with the look of its run, or elements that stay together (a field, a link, a picture, the mark of a note)."""

    text: str
    look: Any = None
    held: tuple[Any, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What two pieces have in common that are the same to a reader: the text, and what else they are."""
        seen = [each for element in self.held for each in element.iter() if each.tag in _SEEN]
        return self.text, " ".join(each.tag + each.get(PICTURE, "") for each in seen)

    @property
    def is_place(self) -> bool:
        """Whether it only marks a place."""
        return bool(self.held) and self.held[0].tag in _PLACES


DRAWN = tuple(qn(name) for name in ("w:drawing", "w:pict", "w:object"))
_SEEN = {*DRAWN, qn("w:footnoteReference"), qn("w:endnoteReference")}
# Where which picture a drawing shows is written while two documents are compared.
PICTURE = "picture"


def pieces(paragraph: Any) -> list[Piece]:
    """Return the pieces of a paragraph, in order. What a tracked change has deleted is not there, what it has inserted is."""
    found: list[Piece] = []
    field: list[Any] = []
    depth = 0
    for child in _children(paragraph):
        turns = [mark.get(qn("w:fldCharType")) for mark in child.iter(qn("w:fldChar"))]
        depth += turns.count("begin")
        if depth:
            field.append(child)
            depth -= turns.count("end")
            if depth <= 0:
                found.append(Piece(_text(field), held=tuple(field)))
                field, depth = [], 0
        elif child.tag == qn("w:r"):
            found += _of_run(child)
        else:
            found.append(Piece(_text([child]), held=(child,)))
    return found + [Piece(_text([child]), held=(child,)) for child in field]


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(piece.text for piece in pieces(paragraph))


def changes(earlier: list[Piece], later: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the pieces of both in order, each stretch with what it is: the same, gone or new. A lone space between two changes is one."""
    before = [piece for piece in earlier if not piece.is_place]
    old, new = [piece.key for piece in before], [piece.key for piece in later]
    gone: list[Piece] = []
    added: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        lone = what == "equal" and (gone or added) and b < len(old) and "".join(text for text, _ in old[a:b]).isspace()
        if what != "equal" or (lone and not any(piece.held for piece in later[c:d])):
            gone, added = gone + before[a:b], added + later[c:d]
            continue
        yield from ((GONE, gone), (NEW, added), (SAME, later[c:d]))
        gone, added = [], []
    yield from ((GONE, gone), (NEW, added))


def written(stretches: Iterable[tuple[str, list[Piece]]], bold: bool) -> list[Any]:
    """Return the elements of stretches: runs marked as gone or new; bold: whether the paragraph is, so that new text needs another sign."""
    made: list[Any] = []
    for mark, stretch in stretches:
        text, look = "", None
        for piece in [*stretch, Piece("", held=(None,))]:
            if text and (piece.held or not _alike(piece.look, look)):
                made.append(_run(text, look, mark, bold))
                text = ""
            if not piece.held:
                text, look = text + piece.text, piece.look
            elif piece.held[0] is not None:
                made += [_marked(deepcopy(element), mark, bold) for element in piece.held]
    return made


def worded(text: str, mark: str, bold: bool) -> Any:
    """Return a run of a text marked as gone or new."""
    return _run(text, None, mark, bold)


def mark_paragraph(paragraph: Any, mark: str) -> None:
    """Mark the end of a paragraph, so that the whole of it is known as gone or new."""
    properties = paragraph.get_or_add_pPr()
    look = properties.find(qn("w:rPr"))
    if look is None:
        look = parse_xml(f"<w:rPr {nsdecls('w')}/>")
        after = [properties.find(qn(name)) for name in ("w:sectPr", "w:pPrChange")]
        following = next((each for each in after if each is not None), None)
        properties.append(look) if following is None else following.addprevious(look)
    _style(look, mark, False)


def _children(paragraph: Any) -> Iterator[Any]:
    for child in paragraph:
        if child.tag in _OPENED:
            yield from _children(child)
        elif child.tag not in _LEFT_OUT and child.tag != qn("w:pPr"):
            yield child


def _of_run(run: Any) -> Iterator[Piece]:
    look = run.find(qn("w:rPr"))
    for child in run:
        if child.tag == qn("w:t"):
            yield from (Piece(word, look) for word in _WORD.findall(child.text or ""))
        elif child.tag in _BREAKS and not child.attrib:
            yield Piece(_BREAKS[child.tag], look)
        elif child is not look and child.tag not in _LEFT_OUT:
            single = parse_xml(f"<w:r {nsdecls('w')}/>")
            single.extend([deepcopy(each) for each in (look, child) if each is not None])
            yield Piece(_text([child]), held=(single,))


def _text(elements: list[Any]) -> str:
    """Return the text in elements: of a field its result, of a picture none."""
    return "".join(
        each.text or "" if each.tag == qn("w:t") else _BREAKS.get(each.tag, "")
        for element in elements
        for each in element.iter(qn("w:t"), *_BREAKS)
        if not any(up.tag in _SEEN or up.tag in _LEFT_OUT for up in each.iterancestors())
    )


def _alike(first: Any, second: Any) -> bool:
    return first is second or _serial(first) == _serial(second)


def _serial(look: Any) -> list[tuple]:
    return [] if look is None else [(each.tag, *sorted(each.attrib.items())) for each in look.iter()][1:]


def _run(text: str, look: Any, mark: str, bold: bool) -> Any:
    run = parse_xml(f"<w:r {nsdecls('w')}/>")
    if look is not None:
        run.append(deepcopy(look))
    for part in re.split(r"([\t\n\u2011])", text):
        name = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen"}.get(part, "t")
        if part:
            element = parse_xml(f"<w:{name} {nsdecls('w')}/>")
            if name == "t":
                element.text = part
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(element)
    return _marked(run, mark, bold)


def _marked(element: Any, mark: str, bold: bool) -> Any:
    """Mark every run of an element."""
    if mark:
        for run in [element] if element.tag == qn("w:r") else element.iter(qn("w:r")):
            _style(run.get_or_add_rPr(), mark, bold)
    return element


def _style(look: Any, mark: str, bold: bool) -> None:
    """Give a look the style of its mark; what its own style said of raising and of lines stays."""
    own = look.find(qn("w:rStyle"))
    if own is not None:
        if re.search(r"(foot|end)note", own.get(qn("w:val")) or "", re.I) and look.find(qn("w:vertAlign")) is None:
            look.append(parse_xml(f'<w:vertAlign {nsdecls("w")} w:val="superscript"/>'))
        look.remove(own)
    direct = [each for name in ("w:b", "w:bCs") if (each := look.find(qn(name))) is not None]
    if mark == NEW and (bold or any(each.get(qn("w:val")) not in ("0", "false") for each in direct)):
        # What is bold already is told by a line below it.
        _place(look, f'<w:u {nsdecls("w")} w:val="double"/>')
    for each in direct if mark == NEW else []:
        look.remove(each)
    look.insert(0, parse_xml(f'<w:rStyle {nsdecls("w")} w:val="{mark}"/>'))


_AFTER_LINE = [qn(f"w:{name}") for name in (
    "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)]  # fmt: skip


def _place(look: Any, xml: str) -> None:
    new = parse_xml(xml)
    for old in look.findall(new.tag):
        look.remove(old)
    following = next((each for each in look if each.tag in _AFTER_LINE), None)
    look.append(new) if following is None else following.addprevious(new)
