"""The number of every paragraph, decided by the whole document.

A line that begins with a number may open a paragraph, an item of a list below one ("1." to "85." inside
paragraph 67), a part ("131.5"), a counted subheading ("2. Right to life"), or nothing (a year, a reference).
One line alone does not tell; all lines together do: of all readings of a document the one is taken that
needs the fewest odd things, such as gaps, repeats, lists that begin in the middle, and numbers explained away.
It is found by dynamic programming over the lines (Viterbi 1967), the readings that are far behind left aside.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from analysis.documents.candidates import Candidate

PARAGRAPH, ITEM, PART, HEADING, NOTHING = "paragraph", "item", "part", "heading", "nothing"
# What each odd thing costs: about minus the logarithm of how rare it is in real reports.
_GAP, _GAP_DOUBLED = 2.5, 1.2
_AGAIN, _PART_AGAIN, _MISPRINT = 4.0, 3.0, 6.0
_RESTART = (7.0, 3.0, 1.5)  # below no heading, a bare one, a labelled one
_RESTART_IN_THE_MIDDLE = 4.0
_LIST, _LIST_AFTER_COLON, _LIST_BELOW_HEADING = 2.0, 1.0, (0.0, 1.5, 4.0)
_LIST_IN_THE_MIDDLE, _LIST_GOES_ON, _LIST_OF_NO_PARAGRAPH = 3.0, 1.0, 5.0
# A number that is due in the list and among the paragraphs, behind a semicolon, taken for a paragraph.
_AMONG_ITEMS = 3.0
_PART_OF_NO_PARAGRAPH, _PART_BACKWARDS, _PART_MISPRINT = 1.5, 6.0, 5.0
# From so many paragraphs further on, parts are those of another document: a State answers "103.1" below its paragraph 2.
ELSEWHERE_FROM, _PART_ELSEWHERE = 10, 4.0
_FIRST_SUBHEADING, _NEXT_SUBHEADING, _DOTTED_SUBHEADING = 1.2, 0.8, 1.0
_AFTER_SUBHEADING = 4.0
# From this cost of being nothing on a part stands where one begins; so large a share of them astray has no order.
_CLEARLY_A_PART, _MOST_ASTRAY = 3.0, 1 / 3
# Readings that cost so much more than the best, and all beyond so many, are given up.
_MARGIN, _MOST = 8.0, 14


class Role(NamedTuple):
    """What a candidate is, and what is odd about its number: "" nothing, else gap, again, restart, misprint."""

    role: str
    odd: str = ""


# How far a reading has come: the last paragraph, the last part below it (103_0007 where 103.7 is one of another
# document), its list, whether that list stands in this paragraph and not in one before, the last counted subheading,
# whether it stands right above. A plain tuple: there are tens of thousands of them.
State = tuple[int, int, int, bool, int, bool]
_Step = tuple[float, Role, State]
_START: State = (0, 0, 0, False, 0, False)
_PARTS = 10_000


def roles_of(candidates: list[Candidate]) -> list[Role]:
    """Return the role of each candidate in the most consistent reading of all of them; parts may stand in any order."""
    roles = _best(candidates, _parts)
    parts = [r for c, r in zip(candidates, roles, strict=True) if c.part and c.nothing >= _CLEARLY_A_PART]
    astray = sum(role.role == NOTHING or bool(role.odd) for role in parts)
    # A list sorted by themes has its numbers in no order.
    return _best(candidates, _parts_in_any_order) if astray > _MOST_ASTRAY * len(parts) and astray > 2 else roles


def _best(candidates: list[Candidate], of_parts: Callable[[State, Candidate], list[_Step]]) -> list[Role]:
    best: dict[State, tuple[float, tuple | None]] = {_START: (0.0, None)}
    for candidate in candidates:
        steps = of_parts if candidate.part else _steps
        reached: dict[State, tuple[float, tuple | None]] = {}
        limit = math.inf
        for state, (cost, path) in best.items():
            for more, role, after in steps(state, candidate):
                total = cost + more
                if total <= limit and ((known := reached.get(after)) is None or total < known[0]):
                    reached[after] = (total, (role, path))
                    if total + _MARGIN < limit:
                        limit = total + _MARGIN
        near = [pair for pair in reached.items() if pair[1][0] <= limit]
        # The likeliest first: what is far behind is then left aside before it is looked at.
        best = dict(sorted(near, key=lambda pair: pair[1][0])[:_MOST])
    path = min(best.values(), key=lambda kept: kept[0])[1]
    roles: list[Role] = []
    while path is not None:
        roles.append(path[0])
        path = path[1]
    return roles[::-1]


def _gap(missing: int) -> float:
    """Return what it costs that so many numbers are missing."""
    return _GAP + _GAP_DOUBLED * math.log2(missing) if missing > 0 else 0.0


_NOTHING, _HEADING = Role(NOTHING), Role(HEADING)
_DUE, _GAPPED, _REPEATED = Role(PARAGRAPH), Role(PARAGRAPH, "gap"), Role(PARAGRAPH, "again")
_RESTARTED, _MISPRINTED = Role(PARAGRAPH, "restart"), Role(PARAGRAPH, "misprint")
_ITEM, _ITEM_GAPPED, _ITEM_REPEATED = Role(ITEM), Role(ITEM, "gap"), Role(ITEM, "again")
_ITEM_RESTARTED = Role(ITEM, "restart")
_PART, _PART_GAPPED, _PART_REPEATED, _PART_RESTARTED, _PART_MISPRINTED = (
    Role(PART, odd) for odd in ("", "gap", "again", "restart", "misprint")
)


def _steps(state: State, c: Candidate) -> list[_Step]:
    """Return what a candidate with a number, or a range of them, can be after a state, and at what cost."""
    paragraph, _, item, _, subheading, below = state
    found = [_as_paragraph(state, c), (c.nothing, _NOTHING, state), _as_item(state, c)]
    if c.title_ends and c.first > subheading > 0 and (c.opening == 0.0 or c.first == subheading + 1):
        cost = c.opening + _NEXT_SUBHEADING + _gap(c.first - subheading - 1)
        found.append((cost, _HEADING, (paragraph, 0, item, False, c.first, True)))
    if c.title_ends and c.opening == 0.0 and c.first == 1:
        found.append((_FIRST_SUBHEADING, _HEADING, (paragraph, 0, item, False, 1, True)))
    if c.first != paragraph + 1 and not below and not c.weak:
        found.append((_MISPRINT + c.opening, _MISPRINTED, (paragraph + 1, 0, item, False, subheading, False)))
    return found


def _as_paragraph(state: State, c: Candidate) -> _Step:
    paragraph, _, item, in_list, subheading, below = state
    missing = c.first - paragraph - 1
    after = (c.last, 0, item, False, subheading, False)
    if missing == 0:
        among_items = in_list and c.after_item and c.first == item + 1
        return c.opening + (_AMONG_ITEMS if among_items else 0.0), _DUE, after
    cost = c.opening + (_AFTER_SUBHEADING if below and c.below_title else 0.0)
    if missing > 0:
        return cost + _gap(missing), _GAPPED, after
    if missing == -1 and not c.heading:
        return cost + _AGAIN, _REPEATED, after
    if c.first != 1:
        cost += _RESTART_IN_THE_MIDDLE + _gap(c.first - 1)
    return cost + _RESTART[c.heading], _RESTARTED, (c.last, 0, 0, False, 0 if c.heading == 2 else subheading, False)


def _as_item(state: State, c: Candidate) -> _Step:
    paragraph, part, item, in_list, subheading, below = state
    after = (paragraph, part, c.last, True, subheading, False)
    cost = c.opening + (_AFTER_SUBHEADING if below and c.below_title else 0.0)
    if in_list:
        missing = c.first - item - 1
        if missing >= 0:
            return cost + _gap(missing), _ITEM_GAPPED if missing else _ITEM, after
        if missing == -1:
            return cost + _AGAIN, _ITEM_REPEATED, after
        if c.first == 1:
            return cost + 2 * _LIST, _ITEM_RESTARTED, after
        return cost + 2 * _LIST + _LIST_IN_THE_MIDDLE + _gap(c.first - 1), _ITEM_RESTARTED, after
    cost += (_LIST_AFTER_COLON if c.after_colon else _LIST) + _LIST_BELOW_HEADING[c.heading]
    if paragraph == 0:
        cost += _LIST_OF_NO_PARAGRAPH
    if c.first == 1:
        return cost, _ITEM, after
    if c.first == item + 1:
        return cost + _LIST_GOES_ON, _ITEM, after
    return cost + _LIST_IN_THE_MIDDLE + _gap(c.first - 1), _ITEM_GAPPED, after


def _parts(state: State, c: Candidate) -> list[_Step]:
    """Return what a candidate such as "131.5" can be after a state, and at what cost."""
    paragraph, part, item, _, subheading, _ = state
    after = (c.first, c.part, item, False, subheading, False)
    found: list[_Step] = [(c.nothing, _NOTHING, state)]
    if c.title_ends and not (part and c.first == paragraph and c.part >= part):
        found.append((_DOTTED_SUBHEADING + c.opening, _HEADING, (paragraph, part, item, False, subheading, False)))
    elsewhere, last = divmod(part, _PARTS)
    if part and (c.first, c.part) != (elsewhere or paragraph, last + 1) and not c.weak:
        misprinted = (paragraph, part + 1, item, False, subheading, False)
        found.append((_PART_MISPRINT + c.opening, _PART_MISPRINTED, misprinted))
    if c.first - paragraph >= ELSEWHERE_FROM:
        after = (paragraph, c.first * _PARTS + c.part, item, False, subheading, False)
    if c.first == (elsewhere or paragraph):
        missing = c.part - last - 1
        if missing >= 0:
            found.append((c.opening + _gap(missing), _PART_GAPPED if missing else _PART, after))
        else:
            cost = c.opening + (_PART_AGAIN if missing == -1 else _PART_BACKWARDS)
            found.append((cost, _PART_REPEATED, after))
    elif c.first - paragraph >= ELSEWHERE_FROM:
        cost = c.opening + (_PART_OF_NO_PARAGRAPH if c.first == elsewhere + 1 else _PART_ELSEWHERE)
        found.append((cost + _gap(c.part - 1), _PART_GAPPED if c.part > 1 else _PART, after))
    elif c.first > paragraph:
        missing = c.first - paragraph - 1
        cost = c.opening + _PART_OF_NO_PARAGRAPH + _gap(missing) + _gap(c.part - 1)
        found.append((cost, _PART_GAPPED if missing or c.part > 1 else _PART, after))
    else:
        found.append((c.opening + _PART_BACKWARDS, _PART_RESTARTED, (*state[:5], False)))
        if c.part == 1 and c.heading:
            found.append((c.opening + _RESTART[c.heading] + _gap(c.first - 1), _PART_RESTARTED, after))
    return found


def _parts_in_any_order(state: State, c: Candidate) -> list[_Step]:
    return [(c.nothing, _NOTHING, state), (c.opening, _PART, (*state[:5], False))]
