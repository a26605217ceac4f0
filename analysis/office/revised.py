"""A later edition of a Word file with what is new in bold and what is gone struck out, as recurring documents are submitted.

Paragraphs, rows of tables and footnotes are matched first, then compared word by word, in Chinese character by character.
Without what is struck out it reads as the later edition, without what is new as the earlier. Headers and footers are the later's.
"""

from __future__ import annotations

import io
from copy import deepcopy
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from analysis.errors import DataError
from analysis.export import timeless
from analysis.languages import ENGLISH, LANGUAGES, Language
from analysis.office.notes import Notes
from analysis.office.words import DRAWN, GONE, NEW, PICTURE, changes, mark_paragraph, pieces, text_of, worded, written
from analysis.paths import REFERENCE
from analysis.reference import Layers

_ALIKE = 50  # per cent: less alike are two paragraphs, not one revised
_MOST_PAIRS = 1_000_000
_P, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_HOLDERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}


def revised(earlier: Path, later: Path) -> bytes:
    """Return the later edition with its changes against the earlier one marked, as the bytes of a docx file.

    Raises DataError for a file that is no Word file.
    """
    before, after = _opened(earlier), _opened(later)
    # Arabic has a boldness of its own.
    for name, looks in ((NEW, ("bold", "cs_bold")), (GONE, ("strike",))):
        if name not in [style.style_id for style in after.styles]:
            style: Any = after.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            for look in looks:
                setattr(style.font, look, True)
    for edition in (before, after):
        _tell_pictures(edition)
    merge = _Merge(before, after)
    merge.blocks(before.element.body, after.element.body)
    merge.notes.close()
    for drawing in after.element.body.iter(*DRAWN):
        drawing.attrib.pop(PICTURE, None)
    out = io.BytesIO()
    after.save(out)
    return timeless(out.getvalue())


def _opened(path: Path) -> Any:
    try:
        return Document(str(path))
    except Exception as error:  # python-docx and lxml raise anything on a file that is none
        raise DataError(f"{path} cannot be read as a Word file (.docx): {type(error).__name__}. Save it anew in Word.") from None  # fmt: skip


def _tell_pictures(document: Any) -> None:
    """Write at each drawing of a document which picture it shows, so that two pictures are the same only where their bytes are."""
    for drawing in document.element.body.iter(*DRAWN):
        named = [value for each in drawing.iter() for key, value in each.attrib.items() if key.startswith(f"{{{_R}}}")]
        parts = [document.part.rels[name].target_part.blob for name in named if _holds(document.part.rels.get(name))]
        drawing.set(PICTURE, sha256(b"".join(parts)).hexdigest() if parts else "")


def _spoken(document: Any) -> Language:
    code = document.core_properties.language[:2]
    return Language(code if code in LANGUAGES else ENGLISH, Layers((REFERENCE,)))


def _holds(related: Any) -> bool:
    return related is not None and not related.is_external


class _Merge:
    """Works the earlier document's blocks into the later's."""

    def __init__(self, before: Any, after: Any) -> None:
        self._before, self._after = before.part, after.part
        self._language = _spoken(after)
        self._known = {style.style_id for style in after.styles}
        self._bold = {
            style.style_id for style in after.styles if style.type == WD_STYLE_TYPE.PARAGRAPH and _is_bold(style)
        }
        self.notes = Notes(before.part, after.part, self)

    def blocks(self, earlier: Any, later: Any) -> None:
        """Merge the paragraphs and tables of one holder into another's."""
        pairs = _matched(_held(earlier), _held(later))
        for first, second in pairs:
            if first is None:
                self._new(second)
            elif second is None:
                continue
            elif first.tag == _TABLE:
                self._table(first, second)
            else:
                self._paragraph(first, second)
        self._insert(pairs, later)
        if later.tag == _CELL and later[-1].tag == _TABLE:  # a cell ends with a paragraph
            mark_paragraph(later.add_p(), GONE)

    def _insert(self, pairs: list[tuple[Any, Any]], holder: Any) -> None:
        """Put copies of what is gone before what follows it."""
        for number, (first, second) in enumerate(pairs):
            if second is None:
                copy = self._gone(first)
                following = next((each for _, each in pairs[number + 1 :] if each is not None), None)
                if following is not None:
                    following.addprevious(copy)
                else:
                    last = next((each for each in reversed(holder) if each.tag != qn("w:sectPr")), None)
                    holder.insert(0, copy) if last is None else last.addnext(copy)

    def _paragraph(self, first: Any, second: Any) -> None:
        old, new = pieces(first), pieces(second)
        stretches = [(mark, stretch) for mark, stretch in changes(old, new) if stretch]
        self.notes.pair(stretches, old)
        if all(not mark for mark, _ in stretches):
            return
        self._rewrite(second, stretches)

    def _rewrite(self, paragraph: Any, stretches: list[tuple[str, list[Any]]]) -> None:
        properties = paragraph.find(qn("w:pPr"))
        for child in list(paragraph):
            if child is not properties:
                paragraph.remove(child)
        style = None if properties is None else properties.find(qn("w:pStyle"))
        bold = style is not None and style.get(qn("w:val")) in self._bold
        for mark, stretch in stretches:
            for element in written([(mark, stretch)], bold):
                paragraph.append(element)
                shows = mark and any(True for _ in element.iter(*DRAWN))
                if mark == GONE:
                    self._bring(element)
                if shows:  # a line through a picture, or a bold one, cannot be seen: words say it
                    text = self._language.text
                    words = {GONE: text("earlier figure"), NEW: text("new figure")}
                    paragraph.append(worded(f" [{words[mark]}] ", mark, bold))

    def _new(self, block: Any) -> None:
        for paragraph in [block] if block.tag == _P else list(block.iter(_P)):
            found = pieces(paragraph)
            self.notes.mark(found, NEW)
            self._rewrite(paragraph, [(NEW, found)])
            mark_paragraph(paragraph, NEW)

    def _gone(self, block: Any) -> Any:
        copy = deepcopy(block)
        for paragraph in [copy] if copy.tag == _P else list(copy.iter(_P)):
            self._plain(paragraph)
            found = [piece for piece in pieces(paragraph) if not piece.is_place]
            self._rewrite(paragraph, [(GONE, found)])
            mark_paragraph(paragraph, GONE)
        for named in copy.iter(qn("w:tblStyle")):
            if named.get(qn("w:val")) not in self._known:
                named.getparent().remove(named)
        return copy

    def _plain(self, paragraph: Any) -> None:
        """Take from a paragraph that is gone what means something else here: its number, its section, a style that is not there."""
        properties = paragraph.get_or_add_pPr()
        for name in ("w:sectPr", "w:numPr", "w:pPrChange"):
            for each in properties.findall(qn(name)):
                properties.remove(each)
        style = properties.find(qn("w:pStyle"))
        if style is not None and style.get(qn("w:val")) not in self._known:
            properties.remove(style)
        properties.get_or_add_numPr().get_or_add_numId().val = 0

    def _bring(self, element: Any) -> None:
        """Bring along what an element that is gone refers to: its notes, its pictures; other objects become their name."""
        self.notes.bring(element)
        for run in [element] if element.tag == qn("w:r") else list(element.iter(qn("w:r"))):
            for child in list(run):
                named = [(each, key) for each in child.iter() for key in each.attrib if key.startswith(f"{{{_R}}}")]
                if not all(self._brought(each, key) for each, key in named):
                    run.remove(child)
                    run.add_t(f"[{child.tag.rsplit('}', 1)[-1]}]")
        for key in [key for key in element.attrib if key.startswith(f"{{{_R}}}")]:
            del element.attrib[key]

    def _brought(self, element: Any, key: str) -> bool:
        related = self._before.rels.get(element.get(key))
        if related is None or related.is_external or related.reltype != RELATIONSHIP_TYPE.IMAGE:
            return False
        element.set(key, self._after.get_or_add_image(io.BytesIO(related.target_part.blob))[0])
        return True

    def _table(self, first: Any, second: Any) -> None:
        pairs = _matched(list(first.iterchildren(_ROW)), list(second.iterchildren(_ROW)))
        for old, new in pairs:
            if old is None:
                self._new(new)
            elif new is not None:
                for one, other in zip(old.iterchildren(_CELL), new.iterchildren(_CELL), strict=True):
                    self.blocks(one, other)
        self._insert(pairs, second)


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _held(holder: Any) -> list[Any]:
    """Return the paragraphs and tables of a holder, also those in a control or an insertion that nobody accepted yet."""
    found = []
    for child in holder:
        if child.tag in (_P, _TABLE):
            found.append(child)
        elif child.tag in _HOLDERS:
            found += _held(child)
    return found


def _is_bold(style: Any) -> bool:
    while style is not None:
        if style.font.bold is not None:
            return bool(style.font.bold)
        style = style.base_style
    return False


def _matched(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Return blocks in pairs, None for one that has no match; first those that are equal, between them those that are alike."""
    first, second = [_key(block) for block in old], [_key(block) for block in new]
    pairs: list[tuple[Any, Any]] = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            places = _alike(first[a:b], second[c:d])
            pairs += [(None if i is None else old[a + i], None if j is None else new[c + j]) for i, j in places]
    return pairs


def _key(block: Any) -> tuple[str, int, str]:
    """Return what kind a block is, how many cells a row has, and its text."""
    cells = len(block.findall(_CELL)) if block.tag == _ROW else 0
    texts = [text_of(paragraph) for paragraph in ([block] if block.tag == _P else block.iter(_P))]
    return block.tag, cells, "\n".join(texts)


def _alike(first: list[tuple], second: list[tuple]) -> list[tuple[int | None, int | None]]:
    """Return the places of two lists in pairs, so that the likeness of those matched is greatest; None for what has no match."""
    from rapidfuzz.fuzz import ratio

    rows, columns = len(first), len(second)
    if not rows or not columns or rows * columns > _MOST_PAIRS:
        return [(i, None) for i in range(rows)] + [(None, j) for j in range(columns)]
    likeness = [[ratio(a[2], b[2]) if a[:2] == b[:2] else 0.0 for b in second] for a in first]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            met = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], met)
    return _walked(likeness, best)


def _walked(likeness: list[list[float]], best: list[list[float]]) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if likeness[i][j] >= _ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    rest = [(n, None) for n in range(i, len(best) - 1)]
    return [*pairs, *rest, *((None, n) for n in range(j, len(best[0]) - 1))]
