"""The number of every paragraph, decided by the whole document.

A line that begins with a number may open a paragraph, an item of a list below one ("1." to "85." inside
paragraph 67), a part ("131.5"), a counted subheading ("2. Right to life"), or nothing (a year, a reference).
One line alone does not tell; all lines together do: of all readings of a document the one is taken that
needs the fewest odd things, such as gaps, repeats, lists that begin in the middle, and numbers explained away.
It is found by dynamic programming over the lines (Viterbi 1967), the readings that are far behind left aside.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from analysis.documents.candidates import Candidate

PARAGRAPH, ITEM, PART, HEADING, NOTHING = "paragraph", "item", "part", "heading", "nothing"
# What each odd thing costs: about minus the logarithm of how rare it is in real reports.
_GAP, _GAP_DOUBLED = 2.5, 1.2
_AGAIN, _MISPRINT = 4.0, 6.0
_RESTART = (7.0, 3.0, 1.5)  # below no heading, a bare one, a labelled one
_RESTART_IN_THE_MIDDLE = 4.0
_LIST, _LIST_AFTER_COLON, _LIST_BELOW_HEADING = 2.0, 1.0, (0.0, 1.5, 4.0)
_LIST_IN_THE_MIDDLE, _LIST_GOES_ON = 3.0, 2.0
_PART_OF_NO_PARAGRAPH, _PART_BACKWARDS = 1.5, 6.0
_FIRST_SUBHEADING, _NEXT_SUBHEADING = 1.2, 0.8
_AFTER_SUBHEADING = 4.0
# Readings that cost so much more than the best, and all beyond so many, are given up.
_MARGIN, _MOST = 13.0, 40


class Role(NamedTuple):
    """What a candidate is, and what is odd about its number: "" nothing, else gap, again, restart, misprint."""

    role: str
    odd: str = ""


class _State(NamedTuple):
    """How far a reading has come: the last paragraph, its last part, its list, the last counted subheading."""

    paragraph: int = 0
    part: int = 0
    item: int = 0
    in_list: bool = False  # the list stands in this paragraph, not in one before
    subheading: int = 0
    below_subheading: bool = False


def roles_of(candidates: list[Candidate]) -> list[Role]:
    """Return the role of each candidate in the most consistent reading of all of them."""
    best: dict[_State, tuple[float, tuple | None]] = {_State(): (0.0, None)}
    for candidate in candidates:
        reached: dict[_State, tuple[float, tuple | None]] = {}
        least = math.inf
        steps = _parts if candidate.part else _steps
        for state, (cost, path) in best.items():
            for role, after, more in steps(state, candidate):
                total = cost + more
                if total < reached.get(after, (math.inf,))[0]:
                    reached[after] = (total, (role, path))
                    least = min(least, total)
        if len(reached) > 1:
            near = [(state, kept) for state, kept in reached.items() if kept[0] <= least + _MARGIN]
            if len(near) > _MOST:
                near = sorted(near, key=lambda pair: pair[1][0])[:_MOST]
            reached = dict(near)
        best = reached
    path = min(best.values(), key=lambda kept: kept[0])[1]
    roles: list[Role] = []
    while path is not None:
        roles.append(path[0])
        path = path[1]
    return roles[::-1]


def _gap(missing: int) -> float:
    """Return what it costs that so many numbers are missing."""
    return _GAP + _GAP_DOUBLED * math.log2(missing) if missing > 0 else 0.0


_NOTHING = Role(NOTHING)
_DUE, _GAPPED, _AGAIN_ROLE = Role(PARAGRAPH), Role(PARAGRAPH, "gap"), Role(PARAGRAPH, "again")
_RESTARTED, _MISPRINTED = Role(PARAGRAPH, "restart"), Role(PARAGRAPH, "misprint")


def _steps(state: _State, c: Candidate) -> list[tuple[Role, _State, float]]:
    """Return what a candidate with a single number, or a range of them, can be after a state."""
    number = c.numbers[0]
    below = state.below_subheading
    found = [_as_paragraph(state, c), (_NOTHING, state, c.nothing)]
    if number > 0:
        found.append(_as_item(state, c))
    if c.title_ends and c.opening == 0.0:
        found += _as_subheading(state, c)
    if number != state.paragraph + 1 and not below and not c.weak:
        after = _State(state.paragraph + 1, 0, state.item, False, state.subheading)
        found.append((_MISPRINTED, after, _MISPRINT + c.opening))
    return found


def _as_paragraph(state: _State, c: Candidate) -> tuple[Role, _State, float]:
    number = c.numbers[0]
    missing = number - state.paragraph - 1
    after = _State(c.last, 0, state.item, False, state.subheading)
    if missing == 0:
        return _DUE, after, c.opening
    far = _AFTER_SUBHEADING if state.below_subheading else 0.0
    if missing > 0:
        return _GAPPED, after, c.opening + _gap(missing) + far
    if missing == -1 and not c.heading:
        return _AGAIN_ROLE, after, c.opening + _AGAIN + far
    start = 0.0 if number == 1 else _RESTART_IN_THE_MIDDLE + _gap(number - 1)
    restarted = _State(c.last, 0, 0, False, 0 if c.heading == 2 else state.subheading)
    return _RESTARTED, restarted, c.opening + _RESTART[c.heading] + start


def _as_item(state: _State, c: Candidate) -> tuple[Role, _State, float]:
    number = c.numbers[0]
    after = _State(state.paragraph, state.part, c.last, True, state.subheading)
    far = _AFTER_SUBHEADING if state.below_subheading else 0.0
    if state.in_list:
        missing = number - state.item - 1
        if missing >= 0:
            return Role(ITEM, "gap" if missing else ""), after, c.opening + _gap(missing) + far
        if missing == -1:
            return Role(ITEM, "again"), after, c.opening + _AGAIN + far
        # A second list in one paragraph.
        start = _LIST + 2.0 if number == 1 else 2 * _LIST + _LIST_IN_THE_MIDDLE + _gap(number - 1)
        return Role(ITEM, "" if number == 1 else "restart"), after, c.opening + start + far
    begins = _LIST_AFTER_COLON if c.after_colon else _LIST
    if state.paragraph == 0:
        begins += _LIST
    if number == 1:
        return Role(ITEM), after, c.opening + begins + _LIST_BELOW_HEADING[c.heading] + far
    if number == state.item + 1:
        return Role(ITEM), after, c.opening + begins + _LIST_GOES_ON - 1.0 + _LIST_BELOW_HEADING[c.heading] + far
    start = _LIST_IN_THE_MIDDLE + _gap(number - 1)
    return Role(ITEM, "gap"), after, c.opening + begins + start + _LIST_BELOW_HEADING[c.heading] + far


def _as_subheading(state: _State, c: Candidate) -> list[tuple[Role, _State, float]]:
    number = c.numbers[0]
    after = _State(state.paragraph, 0, state.item, False, number, True)
    if number == 1:
        return [(Role(HEADING), after, _FIRST_SUBHEADING + c.opening)]
    missing = number - state.subheading - 1
    return [(Role(HEADING), after, _NEXT_SUBHEADING + c.opening + _gap(missing))] if missing >= 0 else []


def _parts(state: _State, c: Candidate) -> list[tuple[Role, _State, float]]:
    """Return what a candidate such as "131.5" can be after a state."""
    number, part = c.numbers[0], c.part
    found: list[tuple[Role, _State, float]] = [(_NOTHING, state, c.nothing)]
    after = _State(number, part, state.item, False, state.subheading)
    if number == state.paragraph:
        missing = part - state.part - 1
        if missing >= 0:
            found.append((Role(PART, "gap" if missing else ""), after, c.opening + _gap(missing)))
        else:
            odd = _AGAIN if missing == -1 else _PART_BACKWARDS
            found.append((Role(PART, "again"), after, c.opening + odd))
    elif number > state.paragraph:
        missing = number - state.paragraph - 1
        cost = _PART_OF_NO_PARAGRAPH + _gap(missing) + _gap(part - 1)
        found.append((Role(PART, "gap" if missing or part > 1 else ""), after, c.opening + cost))
    else:
        behind = state._replace(below_subheading=False)
        found.append((Role(PART, "restart"), behind, c.opening + _PART_BACKWARDS))
        if part == 1 and c.heading:
            found.append((Role(PART, "restart"), after, c.opening + _RESTART[c.heading] + _gap(number - 1)))
    return found
