"""Hard-wrapped lines to paragraphs: what PDF pages and text files have in common.

A paragraph number is taken for one only where it is the next one due: after 11 comes 12, a heading may
start over at 1, and 113.5 follows 113.4 inside paragraph 113. So years, figures and references at the
start of a line invent no paragraph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analysis.loaders.documents.paragraphs import Paragraph, clean, follows

LINE_END_HYPHEN = "\ufffe"
_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_ENDS_SENTENCE = re.compile(r"[.;:!?。；：！？…”\"’)）\]؟]\W*\d{0,3}$")
_MAIN = re.compile(r"^\s*(\d{1,4})[.．、]\s*(?!\d)(\S.*)$")
_MINOR = re.compile(r"^\s*(\d{1,4})\.(\d{1,4})[.:]?\s+(\S.*)$")
_POINT = re.compile(r"^\s*\((?P<point>[a-z]{1,4}|[а-я])\)\s+(?P<rest>\S.*)$")
_BULLET = re.compile(r"^\s*[•·▪‣◦\uf0b7\uf0a7]\s*(?P<rest>\S.*)$")
_SECTION = re.compile(
    r"^\s*(?P<section>[IVX]{1,6}|[A-H]|[一二三四五六七八九十]{1,3})[.、]\s+(?P<title>\S.*)$"
)
_ENDS_IN_NUMBER = re.compile(r"^(?P<words>\D{2,40}?)\s*(?P<number>\d{1,2})$")
_HEAD_WORDS = re.compile(
    r"^(?:annex|annexe|anexo|приложение|附件|المرفق|notes|introduction|introducción|введение|导言|مقدمة)(?:\s+[ivx\d]+)?$",
    re.I,
)
_LEADERS = re.compile(r"(?:\.\s?){6,}|…{3,}")
_URL = re.compile(r"^\s*https?://\S+\s*$")
_RULE = re.compile(r"^\s*_{5,}\s*$")
_NOTE = re.compile(r"^\s*(?P<mark>\d{1,3}|\*{1,3})\s+(?P<rest>\S.*)$")
_CHINESE_NUMBERS = {
    text: roman
    for text, roman in zip(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"],
        strict=True,
    )
}
# First halves of compounds whose hyphen stays when a line ends in it.
_KEEP_HYPHEN = {
    "anti",
    "non",
    "well",
    "self",
    "co",
    "post",
    "pre",
    "follow",
    "long",
    "short",
    "socio",
    "multi",
    "inter",
    "decision",
    "high",
    "low",
    "cross",
    "mid",
    "full",
    "part",
    "ex",
    "vice",
    "so",
    "up",
    "human",
    "gender",
    "law",
    "policy",
}


@dataclass(frozen=True)
class Line:
    """A line as it stands, with leading spaces, and the page it stands on ("" where there are no pages)."""

    text: str
    page: str = ""


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """Return the units of a wrapped text in reading order, footnotes last."""
    body, notes = split_notes([line for line in lines if not _URL.match(line.text)])
    body = [line for line in body if line.text.strip() and not _LEADERS.search(line.text)]
    units = list(_Segmenter(body).units())
    return _with_notes(units, notes)


def without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Return the lines of each page without running headers, footers and page numbers.

    Running is what stands, up to its figures, among the first or last three lines of many pages.
    """
    edges = Counter(
        pattern for page in pages for pattern in {_pattern(line) for line in [*page[:3], *page[-3:]]}
    )
    often = max(3, 0.3 * len(pages))
    running = {pattern for pattern, count in edges.items() if count >= often and pattern}
    kept = []
    for number, page in enumerate(pages, start=1):
        last = len(page) - 3
        kept.append(
            [
                line
                for at, line in enumerate(page)
                if not ((at < 3 or at >= last) and (_pattern(line) in running or line.strip() == str(number)))
            ]
        )
    return kept


def join(parts: list[str]) -> str:
    """Join wrapped lines: without space between Chinese characters, after a hyphen, else with one."""
    text = ""
    for part in parts:
        part = part.strip()
        if text.endswith(LINE_END_HYPHEN):
            text = _hyphened(text[:-1], part)
        elif text.endswith(("\u00ad", "¬")):
            text = text[:-1] + part
        elif re.search(r"[^\W\d_]{2}-$", text) and re.match(r"[a-zà-ÿа-я]", part):
            text = _hyphened(text[:-1], part)
        elif text and re.search(_CJK + "$", text) and re.match(_CJK, part):
            text += part
        else:
            text = f"{text} {part}" if text else part
    return re.sub(LINE_END_HYPHEN, "-", text)


def split_notes(lines: list[Line]) -> tuple[list[Line], list[tuple[str, Line]]]:
    """Split off the footnotes that stand below a rule of underscores; (mark, line) for each, joined.

    A note ends where the next page goes on: a line that starts with a space and no mark.
    """
    body: list[Line] = []
    notes: list[tuple[str, list[Line]]] = []
    inside, page = False, ""
    for line in lines:
        if _RULE.match(line.text):
            inside, page = True, line.page
            continue
        if inside and line.text.strip():
            note = _NOTE.match(line.text)
            if line.page != page or (line.text.startswith((" ", "\f")) and not note and notes):
                inside = False
            elif note:
                notes.append((note["mark"], [replace(line, text=note["rest"])]))
                continue
            elif notes:
                notes[-1][1].append(line)
                continue
        if not inside:
            body.append(line)
    return body, [(mark, Line(join([part.text for part in parts]), parts[0].page)) for mark, parts in notes]


def _hyphened(text: str, part: str) -> str:
    first = re.findall(r"[^\W\d_]+$", text)
    keep = not first or first[0].casefold() in _KEEP_HYPHEN or part[:1].isupper() or part[:1].isdigit()
    return f"{text}-{part}" if keep else text + part


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


@dataclass
class _Open:
    """The unit that lines are being added to."""

    kind: str
    number: str
    page: str
    parts: list[str] = field(default_factory=list)


class _Segmenter:
    """Walks over lines and cuts them into units."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.main, self.minor = 0, 0
        self.points: list[str] = []  # the sub-points of the paragraph so far
        self.sections: list[tuple[int, str, str]] = []
        self.fresh = True  # a heading has just been: numbers may start over
        self.ahead: dict[int, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            if found := _MAIN.match(line.text):
                self.ahead[int(found[1])].append(at)

    def units(self) -> Iterator[Paragraph]:
        """Yield the units, one after another."""
        unit: _Open | None = None
        for at, line in enumerate(self.lines):
            opened = self._opens(at, line, unit)
            if opened is None and unit is not None:
                unit.parts.append(line.text)
                continue
            if unit is not None:
                yield self._closed(unit)
            unit = opened or _Open("paragraph", "", line.page, [line.text])
            if unit.kind == "heading":
                continue
            self.fresh = False
        if unit is not None:
            yield self._closed(unit)

    def _opens(self, at: int, line: Line, unit: _Open | None) -> _Open | None:
        """Return the unit that a line opens, None where it goes on with the one before."""
        text = line.text
        if (found := _MINOR.match(text)) and self._minor_due(int(found[1]), int(found[2])):
            self.main, self.minor, self.points = int(found[1]), int(found[2]), []
            return _Open("list item", f"{found[1]}.{found[2]}", line.page, [found[3]])
        if (found := _MAIN.match(text)) and self._main_due(int(found[1]), at):
            self.main, self.minor, self.points = int(found[1]), 0, []
            return _Open("paragraph", found[1], line.page, [found[2]])
        if (found := _POINT.match(text)) and self._point_due(found["point"]):
            self.points.append(found["point"])
            return _Open("list item", f"({found['point']})", line.page, [found["rest"]])
        if found := _BULLET.match(text):
            return _Open("list item", "", line.page, [found["rest"]])
        if self._is_heading(at, text, unit):
            if unit is not None and unit.kind == "heading" and not self._starts_heading(text):
                return None
            return _Open("heading", "", line.page, [text])
        if unit is not None and unit.kind == "heading":
            return _Open("paragraph", "", line.page, [text])
        if (
            unit is not None
            and unit.kind == "paragraph"
            and not unit.number
            and self.main == 0
            and _ends(unit.parts[-1])
        ):
            return _Open("paragraph", "", line.page, [text])
        return None

    def _main_due(self, number: int, at: int) -> bool:
        """Whether a number is the next one due, or one that a heading lets start over."""
        if number == self.main + 1 or (number == 1 and self.fresh):
            return True
        skipped = range(self.main + 1, number)
        return self.main < number <= self.main + 3 and not any(
            later > at for n in skipped for later in self.ahead[n]
        )

    def _minor_due(self, main: int, minor: int) -> bool:
        return (main == self.main and self.minor < minor <= self.minor + 3) or (
            main == self.main + 1 and minor == 1 and self.minor > 0
        )

    def _point_due(self, point: str) -> bool:
        """Whether a sub-point begins a list or follows one that was there: "(b)" alone is a reference."""
        return point.lower() in ("a", "i", "а") or any(follows(before, point) for before in self.points)

    def _is_heading(self, at: int, text: str, unit: _Open | None) -> bool:
        words = text.strip()
        if _SECTION.match(text) and len(words) <= 130 and not _ends(words) and self._numbered_within(at, 6):
            return True
        if _HEAD_WORDS.match(words) and (
            self._numbered_within(at, 6) or unit is None or _ends(unit.parts[-1])
        ):
            return True
        if unit is not None and unit.kind != "heading" and not _ends(unit.parts[-1]):
            return False
        longest = 45 if re.search(_CJK, words) else 130
        if len(words) > longest or re.search(r"[.;,。；，、:：]\W*$", words):
            return False
        if _SECTION.match(text):
            return True
        return self._numbered_within(at, 4) or (text.startswith("  ") and bool(re.search(_CJK, words)))

    def _starts_heading(self, text: str) -> bool:
        return bool(
            _SECTION.match(text)
            or _HEAD_WORDS.match(text.strip())
            or _ENDS_IN_NUMBER.match(text.strip())
            or text.startswith("  ")
        )

    def _numbered_within(self, at: int, lines: int) -> bool:
        """Whether a due number follows a few lines below, with nothing between that ends a sentence."""
        for later in range(at + 1, min(at + 1 + lines, len(self.lines))):
            text = self.lines[later].text
            if found := _MAIN.match(text):
                number = int(found[1])
                return number == self.main + 1 or number == 1
            if _ends(text):
                return False
        return False

    def _closed(self, unit: _Open) -> Paragraph:
        text = clean(join(unit.parts))
        if unit.kind == "heading":
            return self._heading(text, unit.page)
        path, heading = self._place()
        return Paragraph(text, unit.kind, unit.number, path, heading, unit.page)

    def _heading(self, text: str, page: str) -> Paragraph:
        section, title, level = "", text, 3
        if found := _SECTION.match(text):
            section, title = _CHINESE_NUMBERS.get(found["section"], found["section"]), found["title"]
            level = 2 if re.fullmatch(r"[A-H]", section) else 1
        elif found := _ENDS_IN_NUMBER.match(text):
            section, level = found["number"], 2
        elif _HEAD_WORDS.match(text):
            level = 1
        self.sections = [s for s in self.sections if s[0] < level] + [(level, section, title)]
        self.fresh = True
        path, heading = self._place()
        return Paragraph(title, "heading", "", path, heading, page, level=level)

    def _place(self) -> tuple[str, str]:
        return ".".join(s for _, s, _ in self.sections if s), " > ".join(t for _, _, t in self.sections)


def _ends(text: str) -> bool:
    return bool(_ENDS_SENTENCE.search(text.strip()))


def _with_notes(units: list[Paragraph], notes: list[tuple[str, Line]]) -> list[Paragraph]:
    """Take the marks of the footnotes off the words, attach each note to its mark, and add the notes."""
    due = [(mark, line) for mark, line in notes if mark.isdigit()]
    placed = []
    for unit in units:
        text, cited = unit.text, []
        while due and (cut := _mark_in(text, due[0][0])):
            mark, line = due.pop(0)
            text = text[: cut[0]] + text[cut[1] :]
            cited.append(f"{mark}: {clean(line.text)}")
        placed.append(replace(unit, text=text, notes=" ".join(cited)))
    return placed + [
        Paragraph(clean(line.text), "footnote", f"FN{mark}", page=line.page) for mark, line in notes
    ]


def _mark_in(text: str, mark: str) -> tuple[int, int] | None:
    """Return where a footnote's mark sticks to a word or closing mark, None where it does not."""
    found = re.search(
        rf"(?<=[^\W\d_]|[.,;:。，；：”’)）\]]){mark}(?!\d|[.,]\d|\s?(?:年|月|日|条|段|份|个))(?=[\s\u3400-\u9fff(（。，；：]|$)",
        text,
    )
    return found.span() if found else None
