"""Word's automatic numbers, which stand in no paragraph: counted from the numbering part of the file.

As the standard says (ECMA-376, part 1, 17.9): each level of a list counts on, and starts over below a
higher level. python-docx drops these numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from docx.document import Document as WordDocument
from docx.oxml.ns import qn as _qn

from analysis.documents.paragraphs import letters, roman

# Asked several times a paragraph.
qn = cache(_qn)
_IN_LETTERS = {"lowerLetter": letters, "lowerRoman": roman}
_IN_CAPITALS = {"upperLetter": letters, "upperRoman": roman}


@dataclass(frozen=True)
class _Level:
    """How one level of a list writes its numbers, and where it starts."""

    style: str
    pattern: str
    start: int
    legal: bool  # every level above in figures too


class AutomaticNumbers:
    """Counts the numbers of a document's lists, paragraph by paragraph."""

    def __init__(self, document: WordDocument) -> None:
        """Read the lists of a document; without a numbering part no paragraph has a number."""
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # python-docx has no default for the part it misses
            return
        for abstract in root.iter(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): _level(level) for level in abstract.iter(qn("w:lvl"))
            }
        for num in root.iter(qn("w:num")):
            self._read_num(num)

    def _read_num(self, num) -> None:
        """Read which definition a list follows, and which levels it starts over or writes otherwise."""
        num_id = num.get(qn("w:numId"))
        self._abstract[num_id] = value_of(num, "w:abstractNumId", "")
        for override in num.iter(qn("w:lvlOverride")):
            at = int(override.get(qn("w:ilvl")))
            start = override.find(qn("w:startOverride"))
            if start is not None:
                self._counts[num_id][at] = int(start.get(qn("w:val"))) - 1
            own = override.find(qn("w:lvl"))
            if own is not None:
                levels = self._levels.get(self._abstract[num_id], {})
                self._levels[f"num {num_id}"] = {**levels, at: _level(own)}
                self._abstract[num_id] = f"num {num_id}"

    def next(self, paragraph) -> str:
        """Return the number before a w:p element ("12.", "(a)", "•"), empty where it has none."""
        num_id, level = self._list_of(paragraph)
        levels = self._levels.get(self._abstract.get(num_id, ""), {})
        if num_id in ("", "0") or level not in levels:
            return ""
        # Lists that share a definition count on together unless one restarts.
        counts = self._counts[num_id if num_id in self._counts else f"abstract {self._abstract[num_id]}"]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if levels[level].style == "bullet":
            return "•"
        if levels[level].style == "none":
            return ""
        return re.sub(
            r"%(\d)", lambda m: _figure(levels, counts, int(m[1]) - 1, levels[level].legal), levels[level].pattern
        )

    def _list_of(self, paragraph) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, else those of its style or the style's base."""
        properties = paragraph.find(qn("w:pPr"))
        style_id = value_of(properties, "w:pStyle", "") if properties is not None else ""
        num_id, level = "", None
        for element in [properties, *self._style_properties(style_id)]:
            numbering = element.find(qn("w:numPr")) if element is not None else None
            if numbering is not None:
                num_id = num_id or value_of(numbering, "w:numId", "")
                level = level if level is not None else value_of(numbering, "w:ilvl", None)
            if num_id:
                break
        return num_id, int(level or 0)

    def _style_properties(self, style_id: str) -> list:
        """Return the paragraph properties of a style and of those that it is based on."""
        found, met = [], set()
        while style_id in self._styles and style_id not in met:
            met.add(style_id)
            found.append(self._styles[style_id].find(qn("w:pPr")))
            style_id = value_of(self._styles[style_id], "w:basedOn", "")
        return found


def value_of(element, name: str, default):
    """Return the w:val of a child element, or a default."""
    child = element.find(qn(name))
    return default if child is None else child.get(qn("w:val"), default)


def _level(level) -> _Level:
    return _Level(
        value_of(level, "w:numFmt", "decimal"),
        value_of(level, "w:lvlText", ""),
        int(value_of(level, "w:start", "1")),
        level.find(qn("w:isLgl")) is not None,
    )


def _figure(levels: dict[int, _Level], counts: dict[int, int], at: int, legal: bool) -> str:
    level = levels.get(at, _Level("decimal", "", 1, False))
    number = counts.get(at, level.start)
    if legal or level.style not in _IN_LETTERS | _IN_CAPITALS:
        return str(number)
    if level.style in _IN_LETTERS:
        return _IN_LETTERS[level.style](number)
    return _IN_CAPITALS[level.style](number).upper()
