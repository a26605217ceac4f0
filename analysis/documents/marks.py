"""Marks of notes: found in the text, taken off the words, each tied to its note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.paragraphs import Paragraph

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN = str.maketrans(RAISED + "∗", "0123456789*")
_FIGURE_OR_STAR = re.compile(rf"(?<!\d)\d{{1,3}}(?!\d)|[*∗†‡]{{1,3}}|\[\^\w{{1,8}}\]|[{RAISED}]+")
# Where these may begin, found in a tenth of the time: anywhere, or figures only behind a closing sign and a space.
_BEGINS = re.compile(rf"[\d*∗†‡\[{RAISED}]")
_BEGINS_RAISED = re.compile(rf"[.;:。”»*∗†‡\[{RAISED}](?:(?<=[*∗†‡\[{RAISED}])| (?=\d))")
# Several marks at one word: "¹²,¹³".
_BETWEEN_MARKS = re.compile(rf"(?<=[{RAISED}])\s?[,–-]\s?(?=[{RAISED}])")
_HAS_RAISED = re.compile(rf"[{RAISED}]")
# A mark sticks to a letter or a closing sign. After a point it may be a decimal (1.5), but not after a year.
_STUCK = re.compile(r"(?:[^\W\d_]|(?<!\d)\d{4,}[.,:]|(?:^|[^\d.])[.,:]|[;。，；：”’\"'»)）\]%]|\D[.;:。”»] |[;。”»] )$")
_GOES_ON = re.compile(r"[.,]\d|\s?[年月日条段份个]|[^\s\u3400-\u9fff(（。，；：.,;:)]")
# "No. 12 of", "(see para. 14)", "para. 9, of", "(ICCPR-OP2)": no mark, since a sentence goes on, or a name ends in it.
_IN_SENTENCE = re.compile(r"\. \0(?:\s?[a-z]|[)）,;])|[A-Z]{2}\0[)）]")
_UNIT = re.compile(r"\b[kcm]?m$")
# The end of a symbol: "A/HRC/20/26/Add.2".
_SYMBOL = re.compile(r"/[A-Z][A-Za-z]*\.$")
# So many marks may be missed, as in a picture or a table, before the notes after them are given up.
_AHEAD = 5


@dataclass(frozen=True)
class Note:
    """One note: its mark, its text on one line, the page it begins on."""

    mark: str
    text: str
    page: str


def with_notes(units: list[Paragraph], notes: list[Note]) -> list[Paragraph]:
    """Take the marks of the notes off the words, attach each note to its unit, and add the notes at the end."""
    due = [note for note in notes if note.mark.isdigit()]
    # A star stands for another note on every page, or for several on one.
    others: dict[str, list[Note]] = {}
    for note in notes:
        if not note.mark.isdigit():
            others.setdefault(note.mark, []).append(note)
    placed = []
    # Where a program tells raised figures, those on the line are no marks.
    tells = any(not unit.text.isascii() and _HAS_RAISED.search(unit.text) for unit in units)
    for unit in units:
        wanted = [*others, *(note.mark for note in due[:_AHEAD])] if not tells else others
        raised = tells and not unit.text.isascii() and _HAS_RAISED.search(unit.text)
        if not raised and not (wanted and any(mark in unit.text.replace("∗", "*") for mark in wanted)):
            placed.append(unit)
            continue
        found: list[tuple[str, tuple[int, int]]] = []
        for mark, span in marks_in(unit.text, figures=not tells):
            # One that is missed, as in a picture, does not hold up the ones after it.
            ahead = next((at for at, note in enumerate(due[:_AHEAD]) if note.mark == mark), None)
            if ahead is not None:
                found.append((f"{mark}: {due[ahead].text}", span))
                due = due[ahead + 1 :]
            elif starred := next((n for n in others.get(mark, []) if _near(n.page, unit.page)), None):
                others[mark].remove(starred)
                found.append((f"{mark}: {starred.text}", span))
            elif unit.text[span[0]] in RAISED:
                found.append((f"{mark}: (no note of this number was found)", span))
        placed.append(_marked_off(unit, found) if found else unit)
    return placed + [Paragraph(n.text, "footnote", f"FN{n.mark}", page=n.page) for n in notes if n.text]


def _near(note: str, unit: str) -> bool:
    """Whether a note stands on the page where a unit begins, or on the next."""
    return not (note and unit) or 0 <= int(note) - int(unit) <= 1


def _marked_off(unit: Paragraph, found: list[tuple[str, tuple[int, int]]]) -> Paragraph:
    text = unit.text
    for _, (start, end) in reversed(found):
        text = text[:start] + text[end:]
    return unit._replace(text=text.rstrip(), notes=" ".join(note for note, _ in found))


def marks_in(text: str, figures: bool = True) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what may be the mark of a note, stuck to a word or closing sign, and where it stands; figures: all those on the line, too."""
    end = 0
    for begins in (_BEGINS if figures else _BEGINS_RAISED).finditer(text):
        at = begins.end() - (len(begins[0]) == 1)
        found = _FIGURE_OR_STAR.match(text, at) if at >= end else None
        if found is None:
            continue
        start, end = found.span()
        mark, before = found[0].translate(PLAIN), text[max(0, start - 7) : start]
        if found[0][0] in RAISED:
            if not _UNIT.search(before):
                between = _BETWEEN_MARKS.match(text, end)
                yield mark, (start - before.endswith(" "), between.end() if between else end)
        elif mark[0] in "*†‡":
            # A program may put a space before a star.
            stuck = before.removesuffix(" ") if text[end : end + 1] in " ;.," else before
            if stuck[-1:].strip() and not (stuck[-1:].isdigit() and text[end : end + 1].isalnum()):
                yield mark, (start - len(before) + len(stuck), end)
        elif mark[0] == "[":
            yield mark[2:-1], (start, end)
        elif (
            _STUCK.search(before)
            and not _GOES_ON.match(text, end)
            and not _SYMBOL.search(before)
            and not _IN_SENTENCE.search(f"{before}\0{text[end : end + 3]}")
        ):
            # After "; " and the like the space goes with the mark.
            yield mark, (start - before.endswith(" "), end)
