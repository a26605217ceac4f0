"""Words whose letters a program set apart: "S U M M A R Y", "Ит а лия", "L i ban" are whole again.

Four single letters in a row are one word. Other pieces are put together where the document, or a name of a
State, has the word they make, and one of them is no word by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from analysis.documents.hyphens import folded, holds
from analysis.documents.lines import Line
from analysis.documents.words import from_words, words_of, words_of_names

_SINGLES = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_]){3,}(?!\w)")
# A letter that is no word by itself, alone among letters: most lines have none, and are spared the rest.
_SUSPECT = (re.compile(r" (?:[b-hj-zB-HJ-Z] [a-z]|[^\W\d_] [^\W\d_] )"), re.compile(r"\n\W?[B-HJ-Z] [a-zA-Z]{1,3}\b"))
_SUSPECT_ELSEWHERE = re.compile(r"[^\W\d_a-zA-Z](?<!\w\w) [^\W\d_a-zA-Z]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_AROUND = re.compile(r"^\W+|\W+$")
_MOST_PIECES = 4


def with_letters_together(lines: list[Line]) -> list[Line]:
    """Return the lines with words whole whose letters were set apart."""
    text = "\n".join(["", *(line.text for line in lines)])
    found = [match.end() for pattern in _SUSPECT for match in pattern.finditer(text)]
    suspect = {at for at, line in enumerate(lines) if not line.text.isascii() and _SUSPECT_ELSEWHERE.search(line.text)}
    if not (found or suspect):
        return lines
    ends = list(accumulate(len(line.text) + 1 for line in lines))
    mended, words = list(lines), folded(lines)
    for at in sorted(suspect | {bisect_right(ends, place - 2) for place in found}):
        if not _CJK.search(lines[at].text):
            whole = _SINGLES.sub(lambda m: m[0].replace(" ", ""), lines[at].text)
            mended[at] = lines[at]._replace(text=_joined(whole, words))
    return mended


def _joined(text: str, words: str) -> str:
    pieces = re.split(r"( +)", text)
    bare = [_AROUND.sub("", piece) for piece in pieces]
    at = 0
    while at < len(pieces):
        for count in range(min(_MOST_PIECES, (len(pieces) - at + 1) // 2), 1, -1):
            whole, inner = ("".join(parts[at : at + 2 * count - 1 : 2]) for parts in (pieces, bare))
            if (
                _was_apart(bare[at : at + 2 * count - 1 : 2], words)
                and _AROUND.sub("", whole) == inner
                and _is_word(inner, words)
            ):
                pieces[at : at + 2 * count - 1], bare[at : at + 2 * count - 1] = [whole], [inner]
                break
        at += 1
    return "".join(pieces)


def _was_apart(parts: list[str], words: str) -> bool:
    """Whether pieces are no words side by side, as "a way" is: a letter alone is none, or another piece is none."""
    small = _small_words()
    alone = [part for part in parts if len(part) == 1]
    if not alone or not all(part.isalpha() for part in parts):
        return False
    if any(part.casefold() not in small for part in alone):
        return True
    return len(parts) > 2 and any(len(part) > 1 and not holds(part.casefold(), words) for part in parts)


def _is_word(whole: str, words: str) -> bool:
    return whole.casefold() in words_of_names() or holds(whole.casefold(), words)


@from_words
def _small_words() -> frozenset[str]:
    return frozenset({word.casefold() for word in words_of("common", "and", "to")} | set("aiàáвикосуяyoeu"))
