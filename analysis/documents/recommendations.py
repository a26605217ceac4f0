"""Recommendations of a review report as rows, and which of them a State's response accepts or notes.

A recommendation is an item of a list, or a part such as 131.5, below a paragraph that speaks of
recommendations; who made it stands in brackets. Its fate is what that paragraph says of the list, or the
next one that speaks of the list above. The phrases stand in data/reference/words.csv.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import pandas as pd

from analysis.documents.words import any_of, even, from_words, pattern_of, words_of

COLUMNS = ["source", "number", "section", "paragraph", "page", "text", "notes", "fate", "fate_paragraph", "fate_said"]
ANSWER_COLUMNS = ["source", "number", "answer", "section", "paragraph", "page", "said"]
ACCEPTED, NOTED, PENDING, PARTLY, UNCLEAR = "accepted", "noted", "pending", "partly", "unclear"
_ITEM = re.compile(r"(?P<parent>\d+)(?:\((?P<item>[\w.]{1,6})\)|\.(?P<part>\d+))(?:~\d+)?")
_PARAGRAPH = re.compile(r"\d[\d, –-]*(?:~\d+)?")
# Capitals alone are a treaty's: "(CEDAW)".
_BY_SOMEBODY = re.compile(r"[（(]\s*(?:the\s+)?(?![A-ZА-Я-]{2,}[)）])[^\W\d_a-zа-я]")
# So large a share of the items of a list names somebody in brackets, where they are recommendations.
_MOSTLY = 0.4
_LOOK_AHEAD = 4
_CELL = re.compile(r"(?P<row>T\d+R\d+)C(?P<column>\d+)(?:~\d+)?")
_ALONE = re.compile(r"\W*(\d{1,3}(?:\.\d{1,3})?)\W*")
_SHORTEST, _LONGEST_POSITION = 15, 200
_CLAUSE = re.compile(r"[.,:;。，：；]\s*|\s[–—-]\s")
# What may be an answer stands behind who made the recommendation: "(Chile) Accepted", "(Chile). Sylvania accepts".
_BEHIND_MAKER = re.compile(r"(?<=[)）])[.;]?\s+(?=[^\W\d_a-zà-ÿа-я])")
_FIGURE = r"\d{1,3}(?:\.\d{1,3})?"
_SENTENCES = re.compile(r"(?<=[.;؛])\s+(?=[^\W\d_a-zà-ÿа-я])|(?<=[。；])")
# Between the numbers and the word that they belong to, where they stand before it.
_FEW = 8
_MOST_IN_RANGE = 400
# The number of a recommendation, its row of the extracts, its words; its fate, and the paragraph and words that tell it.
_Recommendation = tuple[str, Any, str, tuple[str, str, str]]


@dataclass
class _Block:
    """A numbered paragraph and what stands below it, until the next."""

    number: str
    parent: Any
    items: list[tuple[str, Any, list[str]]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def recommendations_in(extracts: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations of review reports, in reading order.

    One row is a recommendation: its number as printed, section, paragraph (its key in the extracts), page,
    text with who made it, notes; fate: accepted, noted (not supported), pending, or empty where the
    document does not tell; fate_paragraph and fate_said: the paragraph that says so, and its words.
    """
    found = chain(_in_lists(_blocks(extracts)), _in_tables(extracts))
    rows = [
        (row.source, number, row.section, row.paragraph, row.page, words, row.notes, *said)
        for number, row, words, said in found
        if _BY_SOMEBODY.search(words) or row.kind != "table cell"
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def _in_lists(blocks: list[_Block]) -> Iterator[_Recommendation]:
    """Yield the recommendations that stand below a paragraph, with what it or another says of all, or what stands behind each."""
    speaks = _recommendation()
    for at, block in enumerate(blocks):
        by_somebody = sum(bool(_BY_SOMEBODY.search(" ".join(texts))) for _, _, texts in block.items)
        announced = speaks.search(even(f"{block.parent.text} {block.parent.heading}"))
        if answered := list(_answered(block)):
            yield from answered
        elif block.items and announced and by_somebody >= _MOSTLY * len(block.items):
            fate, said_by = _fate_of(blocks, at, speaks)
            said = (fate, said_by.number, said_by.parent.text) if said_by is not None else ("", "", "")
            yield from ((number, row, " ".join(texts), said) for number, row, texts in block.items)


def _answered(block: _Block) -> Iterator[_Recommendation]:
    """Yield the recommendations of a block that mostly has answers behind them."""
    parted = [(number, row, *_parted(" ".join(texts))) for number, row, texts in block.items]
    if sum(bool(said) for *_, said in parted) > len(parted) / 2:
        for number, row, words, said in parted:
            yield number, row, words, (_leading(said), row.paragraph, said) if said else ("", "", "")


def _parted(text: str) -> tuple[str, str]:
    """Return a recommendation and the answer that stands behind it, as where the rows of a table were read as running text."""
    end = next((found for found in _BEHIND_MAKER.finditer(text) if _leading(text[found.end() :])), None)
    return (text[: end.start()], text[end.end() :]) if end else (text, "")


def _in_tables(extracts: pd.DataFrame) -> Iterator[_Recommendation]:
    """Yield each row of a table that has a printed number, with the answer in another cell."""
    for cells in _table_rows(extracts):
        number = next((n for c in cells if (n := _figure_of(c))), "")
        row = next((c for c in cells if len(c.text) > _SHORTEST), None)
        if number and row is not None:
            answers = ((fate, c.paragraph, c.text) for c in cells if c is not row and (fate := _position(c.text)))
            yield number, row, row.text, next(answers, ("", "", ""))


def _table_rows(extracts: pd.DataFrame) -> list[list[Any]]:
    """Return the cells of each row of the tables; one with a printed number as its key begins a row."""
    rows: list[list[Any]] = []
    place = ""
    for cell in extracts[extracts["kind"] == "table cell"].itertuples():
        found = _CELL.fullmatch(cell.paragraph)
        here = found["row"] if found else ""
        if not rows or not found or (here != place and (place or found["column"] == "1")):
            rows.append([])
        rows[-1].append(cell)
        place = here
    return rows


def _figure_of(cell: Any) -> str:
    """Return the number that a cell is printed under, or holds alone."""
    found = _ALONE.fullmatch(cell.text)
    printed = cell.paragraph.split("~")[0]
    return found[1] if found else printed if printed[:1].isdigit() else ""


def _position(text: str) -> str:
    """Return what a cell says of its recommendation: in a sentence, or in one word, as "Supported"."""
    words = even(text).casefold().strip(" .;")
    return _leading(words) or (fate_in(text) if len(words) < _LONGEST_POSITION else "")


def _leading(text: str) -> str:
    """Return what the first clause of a text says of a recommendation: "Noted. The law ..."."""
    first = _CLAUSE.split(even(text).casefold(), maxsplit=1)[0].strip()
    return words_of("position").get(first) or fate_in(first)


def _blocks(extracts: pd.DataFrame) -> list[_Block]:
    """Return numbered paragraphs with the items and parts below them."""
    blocks: list[_Block] = []
    rows = [row for row in extracts.itertuples() if row.kind not in ("footnote", "table cell", "heading")]
    for at, row in enumerate(rows):
        if row.kind == "paragraph" and _PARAGRAPH.fullmatch(row.paragraph):
            blocks.append(_Block(row.paragraph.split("~")[0], row))
            continue
        block = blocks[-1] if blocks else None
        found = _ITEM.fullmatch(row.paragraph) if row.kind == "list item" else None
        other = found is not None and found["part"] and (block is None or found["parent"] != block.number)
        if other and block is not None and block.items and at + 1 < len(rows):
            # A misprinted one stands among its like.
            other = not rows[at + 1].paragraph.startswith(f"{block.number}.")
        if found and other:
            # A part of no paragraph: "140.1" where 140 is not printed.
            block = _Block(found["parent"], row._replace(text=""))
            blocks.append(block)
        if found and block is not None:
            block.items.append((found["item"] or row.paragraph.split("~")[0], row, [row.text]))
        elif block is not None:
            (block.items[-1][2] if block.items else block.below).append(row.text)
    return blocks


def _fate_of(blocks: list[_Block], at: int, speaks: re.Pattern[str]) -> tuple[str, _Block | None]:
    """Return the fate of a list and the paragraph that tells it: its own, or one of the next."""
    if fate := fate_in(blocks[at].parent.text):
        return (fate if fate != PARTLY else ""), blocks[at]
    for block in blocks[at + 1 : at + 1 + _LOOK_AHEAD]:
        text = even(block.parent.text)
        if block.items or block.parent.source != blocks[at].parent.source:
            break
        if speaks.search(text) and _of_these(text) and (fate := fate_in(text)):
            return (fate if fate != PARTLY else ""), block
    return "", None


def fate_in(text: str) -> str:
    """Return what a text says of recommendations: accepted, noted, pending, partly (two of them), or nothing."""
    phrases = _phrases()
    # What is denied is taken out first: "not enjoy the support" holds the words of "enjoy the support".
    rest, denied = phrases[NOTED].subn(" ", even(text))
    rest, waits = phrases[PENDING].subn(" ", rest)
    if phrases[ACCEPTED].search(rest):
        return PARTLY if denied or waits else ACCEPTED
    return PENDING if waits else NOTED if denied else ""


def answers_in(extracts: pd.DataFrame) -> pd.DataFrame:
    """Return which recommendations a State's response accepts or notes, as far as it says so by number.

    One row is an answer to a recommendation: its number; answer: accepted, noted, partly, pending, or unclear
    where the paragraph of that number does not say; where it is said, and the words. Told are sentences that
    name recommendations by number, and, where most numbered paragraphs of a document speak of their own
    recommendation ("12. Sylvania accepts the recommendation"), all of these.
    """
    speaks = _recommendation()
    blocks = _blocks(extracts)
    fates = [fate_in(_whole(b)) if speaks.search(even(b.parent.text)) else "" for b in blocks]
    count: Counter[str] = Counter(b.parent.source for b in blocks)
    spoken: Counter[str] = Counter(b.parent.source for b, fate in zip(blocks, fates, strict=True) if fate)
    rows = []
    for block, said in zip(blocks, fates, strict=True):
        row = block.parent
        place = (row.section, row.paragraph, row.page)
        if answered := list(_answered(block)):
            rows += [_answer(*told) for told in answered]
        elif named := list(_named(row.text, speaks)):
            rows += [(row.source, n, fate, *place, words) for n, fate, words in named]
        elif spoken[row.source] > count[row.source] / 2:
            fate = said or fate_in(_whole(block)) or UNCLEAR
            rows += [(row.source, number, fate, *place, row.text) for number in _numbers_of(block.number)]
    rows += [_answer(*told) for told in _in_tables(extracts) if told[-1][0]]
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS, dtype=str)


def _answer(number: str, row: Any, _: str, said: tuple[str, str, str]) -> tuple[str, ...]:
    return row.source, number, said[0] or UNCLEAR, row.section, row.paragraph, row.page, said[2]


def _whole(block: _Block) -> str:
    return " ".join([block.parent.text, *block.below, *(text for _, _, texts in block.items for text in texts)])


def _named(text: str, speaks: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the numbers of recommendations that a sentence names, with its answer, or that of the clause that names them."""
    figures, behind, ahead = _numbers()
    for said in _SENTENCES.split(text):
        sentence, runs = even(said), []
        for word in speaks.finditer(sentence):
            if found := behind.match(sentence, word.end()) or ahead.search(sentence[: word.start()]):
                runs.append((min(word.start(), found.start("run")), max(word.end(), found.end("run")), found["run"]))
        starts, ends = [start for start, _, _ in runs], [end for _, end, _ in runs]
        before = [sentence[start:end] for start, end in zip([0, *ends], starts, strict=False)]
        after = [sentence[start:end] for start, end in zip(ends, [*starts[1:], len(sentence)], strict=False)]
        # What leads the first numbers leads the others too, as in "accepts recommendations 1 and 2, rejects ...".
        clauses = [sentence] if len(runs) < 2 else before if before and fate_in(before[0]) else after
        for (_, _, run), clause in zip(runs, clauses, strict=False):
            if told := fate_in(clause):
                for match in figures.finditer(run):
                    yield from ((number, told, said) for number in _range(match[1], match[2] or ""))


@from_words
def _numbers() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return a number or range of them, and rows of these behind the word "recommendations" and ahead of it."""
    to = rf"\s*(?:[–-]|{any_of('to')})\s*"
    apart = rf"(?:[\s,;:、，；&–-]|{any_of('and', 'to', 'number label')})"
    said = r"(?:\s?[(（][^()（）]*[)）])?"  # what a number is about, in brackets
    run = rf"(?P<run>{_FIGURE}(?:{said}{apart}+{_FIGURE}(?![\w/]*/))*)(?![\d/])"
    return (
        re.compile(rf"({_FIGURE})(?:{to}({_FIGURE}))?", re.I),
        re.compile(rf"(?:[\s:]|{any_of('number label')})*[(（]?{run}", re.I),
        re.compile(rf"第\s?{run}[^\d]{{1,{_FEW}}}$", re.I),
    )


def _range(first: str, last: str) -> list[str]:
    if not last:
        return [first]
    whole, _, part = first.rpartition(".")
    last_whole, _, last_part = last.rpartition(".")
    if not part.isdigit() or not last_part.isdigit() or (last_whole and last_whole != whole):
        return [first, last]
    ahead = f"{whole}." if whole else ""
    numbers = range(int(part), min(int(last_part), int(part) + _MOST_IN_RANGE) + 1)
    return [f"{ahead}{number}" for number in numbers]


def _numbers_of(printed: str) -> list[str]:
    """Return the numbers of a paragraph or a range of them: "5-9", "5, 6, 7"."""
    return [n for piece in printed.split(", ") for n in _range(piece.partition("-")[0], piece.partition("-")[2])]


def _of_these(text: str) -> bool:
    """Whether a text speaks of the list above it, as "Other recommendations, noted in paragraphs 16 and 20 above, ..." does not."""
    others, above = _others_and_above()
    return not others.match(text.lstrip(' \t“"«([')) and bool(above.search(text))


@from_words
def _recommendation() -> re.Pattern[str]:
    return pattern_of("recommendation")


@from_words
def _others_and_above() -> tuple[re.Pattern[str], re.Pattern[str]]:
    numbered = rf"(?:{_recommendation().pattern})\s*\d"
    return pattern_of("others"), re.compile(f"{pattern_of('above').pattern}|{numbered}", re.I)


@from_words
def _phrases() -> dict[str, re.Pattern[str]]:
    return {kind: pattern_of(kind) for kind in (ACCEPTED, NOTED, PENDING)}
