"""Names to States: exact after normalisation, never a guess.

A name meets a State when their spelling keys are equal. A key that fits two States, or that belongs to
a territory, an organisation, a region or "unknown", comes back as a reason. Near misses are suggestions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pandas as pd

from analysis.paths import REFERENCE
from analysis.reference import Layers, reference, version
from analysis.tidy.dates import as_iso
from analysis.tidy.groupings import NO_GROUP, members_on
from analysis.tidy.names import (
    LONGEST_NAME,
    has_spaced_letters,
    key_without_apostrophes,
    letters_key,
    plain_text,
    spelling_key,
)

REGIONAL_GROUP = "regional_group"
CODES = "codes"  # a column of them: two letters, three letters or three digits are taken at their word
# Organisations can be parties to the Convention, yet a column of States asks for States.
ORGANISATION, TERRITORY = "organisation", "territory"
NO_CODE = "CODE"  # in the place of the code of what has none
LAST_KNOWN = "9999-12-31"  # open-ended memberships are those that hold on the last of days


@dataclass(frozen=True)
class State:
    """A State that a name was found to mean. True in a condition."""

    code: str
    name: str
    kind: str
    group: str
    matched: str
    form: str
    until: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Unresolved:
    """A name that means no State, or not one alone. False in a condition; carries the reason."""

    name: str
    reason: str
    registry: Registry | None = field(default=None, repr=False, compare=False)
    other: str = ""  # the row of entities.csv by which a paper counts a territory or an organisation
    code: None = None

    @cached_property
    def suggestions(self) -> tuple[tuple[str, str, float], ...]:
        """Near names as (name, code, score from 0 to 100): to be accepted by a row in aliases.csv."""
        return self.registry.near(self.name) if self.registry else ()

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class _Entry:
    """One name of the tables: whose it is, or why it is nobody's."""

    code: str
    language: str
    form: str
    name: str
    until: str = ""
    what: str = ""

    @property
    def owner(self) -> str:
        return self.code if not self.what else f"{self.what}: {self.code or self.name}"


class Registry:
    """All States with all their names, ready for look-up.

    states: one row a State (code, kind, name); names: one row a name of a State in a language;
    not_states: one row a name that denotes no State; aliases: one row a spelling that an analyst accepted.
    """

    def __init__(
        self,
        states: pd.DataFrame,
        names: pd.DataFrame,
        memberships: pd.DataFrame,
        not_states: pd.DataFrame,
        aliases: pd.DataFrame,
        own: frozenset[str] = frozenset(),
    ) -> None:
        """Index the names; several spellings of one name share a key.

        own: codes of entities that a paper or a dataset brings itself: their names win over not_states.
        """
        self.states = states.set_index("code", drop=False)
        self.memberships = memberships
        self.met: Counter[str] = Counter()
        self._known = {
            row.code: (row.name, row.kind) for row in states[["code", "name", "kind"]].itertuples(index=False)
        }
        self._groups: dict[str, dict[str, str]] = {}
        self._aliases = {spelling_key(alias): alias for alias in aliases["alias"]}
        self._entries: dict[str, list[_Entry]] = {}
        self._by_letters: dict[str, list[_Entry]] = {}
        self._kept: dict[tuple, State | Unresolved] = {}
        self._own = own
        for entry in _entries(states, names, not_states, aliases, own):
            if not entry.what and entry.code not in self._known:
                continue  # a name of an entity that this dataset does not have
            for key in {spelling_key(entry.name), key_without_apostrophes(entry.name)}:
                held = self._entries.setdefault(key, []) if key else []
                if not (entry.form == "other" and entry.what and any(e.code in own for e in held)):
                    held.append(entry)
            self._by_letters.setdefault(letters_key(entry.name), []).append(entry)

    def resolve(self, name: object, language: str | None = None, on: str | dt.date | None = None) -> State | Unresolved:
        """Return the State that the name means, or the reason why none does. Never raises on a name or a day.

        language breaks a tie between States whose names differ by language; "codes" takes ISO codes of two or three
        letters or three digits at their word. on, a date (2017-05-01 or 01.05.2017), gives the regional group as of that
        day and prefers names then in use.
        """
        try:
            kept = self._kept.get((name, language, on))
        except TypeError:
            return Unresolved(str(name), "not a text")
        if kept is None:
            day = _iso_date(on)
            if day is None:
                return Unresolved(str(name), f"“{on}” is no day that can be told: write it as 2017-05-01")
            kept = self._kept[name, language, on] = self._look_up(name, language, day)
        if isinstance(kept, State):
            self.met[kept.matched] += 1
        return kept

    def near(self, name: str, most: int = 3) -> tuple[tuple[str, str, float], ...]:
        """Return the nearest known names with their State and a score; for a person to judge."""
        from rapidfuzz import fuzz, process

        choices = {key: entries[0] for key, entries in self._entries.items() if not entries[0].what}
        found: dict[str, tuple[str, str, float]] = {}
        wanted = spelling_key(name[:LONGEST_NAME])
        for key, score, _ in process.extract(wanted, choices.keys(), scorer=fuzz.ratio, limit=20, score_cutoff=70):
            entry = choices[key]
            found.setdefault(entry.code, (entry.name, entry.code, round(score, 1)))
        return tuple(list(found.values())[:most])

    def unused_aliases(self) -> list[str]:
        """Return the accepted spellings that no name met since the registry was opened."""
        return sorted(alias for alias in self._aliases.values() if not self.met[alias])

    def _look_up(self, name: object, language: str | None, on: str) -> State | Unresolved:
        if not isinstance(name, str):
            return Unresolved(str(name), "not a text")
        if len(name) > LONGEST_NAME:
            return Unresolved(name[:60] + "…", f"longer than any name of a State ({len(name):,} characters)")
        text = plain_text(name)
        code = self._code(text, language, on)
        if code is not None:
            return code
        key = spelling_key(name)
        if not key:
            return Unresolved(text, "empty: there is no letter in it")
        entries = _prefer(self._entries.get(key) or self._spaced(text), language, on)
        if any(map(str.isdigit, text)):  # names may differ in their figures alone
            entries = [entry for entry in entries if plain_text(entry.name) == text] or entries
        owners = sorted({entry.owner for entry in entries})
        if owners and all(entry.what for entry in entries):
            until = f" (until {entries[0].until})" if entries[0].until else ""
            what, codes = entries[0].what, [entry.code for entry in entries if entry.code]
            row = _row((codes or [NO_CODE])[0], what, text) if what in (TERRITORY, ORGANISATION) else ""
            return Unresolved(text, f"“{text}” is not a State but: {what}{until}", other=row)
        if not owners:
            return Unresolved(text, f"“{text}” is no known name of a State", self)
        if len(owners) > 1:
            return Unresolved(text, f"“{text}” fits more than one: {', '.join(owners)}. Write the name in full", self)
        return self._state(entries[0], on)

    def _spaced(self, text: str) -> list[_Entry]:
        """Return the names that the letters of a name make without its spaces, where they are set apart."""
        return self._by_letters.get(letters_key(text), []) if has_spaced_letters(text) else []

    def _code(self, text: str, language: str | None, on: str) -> State | Unresolved | None:
        """Take ISO codes in capitals or three digits; NA alone may as well mean "not available"."""
        if language == CODES:
            text = text.zfill(3) if text.isdecimal() else text.upper()
        if not (text.isdecimal() or (2 <= len(text) <= 3 and text.isascii() and text.isupper())):
            return None
        code = text if text in self._known else self._by_short.get(text)
        if code is None:
            return None
        if code != text == "NA" and language != CODES:
            return Unresolved(
                text,
                "“NA” is the code of Namibia and the usual mark for “not available”; "
                'write the name, or say language="codes"',
            )
        return self._state_or_organisation(code, text, on)

    @cached_property
    def _by_short(self) -> dict[str, str]:
        """The codes by the codes of two letters and of three digits."""
        return {short: code for kind in ("iso2", "numeric") for code, short in self.states[kind].items() if short}

    def _state_or_organisation(self, code: str, text: str, on: str) -> State | Unresolved:
        if self._known[code][1] == ORGANISATION and code not in self._own:
            return Unresolved(
                text, f"“{text}” is not a State but: {ORGANISATION}", other=_row(code, *reversed(self._known[code]))
            )
        return self._state(_Entry(code, "", "code", text), on)

    def _state(self, entry: _Entry, on: str) -> State:
        if on not in self._groups:
            self._groups[on] = members_on(self.memberships, REGIONAL_GROUP, on or LAST_KNOWN).to_dict()
        name, kind = self._known[entry.code]
        group = self._groups[on].get(entry.code, NO_GROUP)
        return State(entry.code, name, kind, group, entry.name, entry.form, entry.until)


def _row(code: str, kind: str, name: str) -> str:
    return f'{code},,,{kind},"{name}"' if "," in name else f"{code},,,{kind},{name}"


def resolve(name: object, language: str | None = None, on: str | dt.date | None = None) -> State | Unresolved:
    """Return the State that a name means in any of six languages, or a reason why none does.

    The result is true where a State was found and carries code, name, kind, group; otherwise reason and
    suggestions (name, code, score), never applied. Names: UNTERM and the tables in data/reference/.
    """
    return registry().resolve(name, language, on)


def registry() -> Registry:
    """Return the registry of data/reference/, built again whenever one of its tables was edited."""
    return _registry_of(Layers((REFERENCE,)), version())


def registry_of(layers: Layers) -> Registry:
    """Return the registry of a dataset's or a paper's layers, built again whenever one of their tables was edited."""
    return _registry_of(layers, layers.stamp())


@lru_cache(maxsize=8)
def _registry_of(layers: Layers, stamp: tuple) -> Registry:
    above = Layers(tuple(folder for folder in layers.folders if folder != REFERENCE))
    own = frozenset(above.table("entities")["code"])  # also one of the reference that a paper takes in
    entities, names, memberships, aliases = map(layers.table, ("entities", "names", "memberships", "aliases"))
    return Registry(entities, names, memberships, reference("not_states"), aliases, own)


def _entries(
    states: pd.DataFrame, names: pd.DataFrame, not_states: pd.DataFrame, aliases: pd.DataFrame, own: frozenset[str]
) -> Iterable[_Entry]:
    organisations = set(states.loc[states["kind"] == ORGANISATION, "code"]) - own
    for row in names.itertuples():
        what = ORGANISATION if row.code in organisations else ""
        yield _Entry(row.code, row.language, row.form, row.name, row.until, what)
    for row in states.itertuples():
        yield _Entry(row.code, "en", "short", row.name, what=ORGANISATION if row.code in organisations else "")
    for row in aliases.itertuples():
        yield _Entry(row.code, row.language, "alias", row.alias)
    for row in not_states.itertuples():
        yield _Entry(row.code, row.language, "other", row.name, row.until, "" if row.code in own else row.what)


def _prefer(entries: list[_Entry], language: str | None, on: str) -> list[_Entry]:
    """Narrow entries of several owners by language, then by the names in use on the day."""
    for keeps in (lambda e: language and e.language == language, lambda e: on and (not e.until or on < e.until)):
        if len({entry.owner for entry in entries}) > 1:
            entries = [entry for entry in entries if keeps(entry)] or entries
    return entries


def _iso_date(on: object) -> str | None:
    """Return a day as an ISO date, empty where none is given, None where it tells no day."""
    if isinstance(on, dt.date):
        return on.isoformat()[:10]
    if not on or not isinstance(on, str):
        return None if on else ""
    iso, _ = as_iso(on)
    return iso if len(iso) == len("2017-05-01") else None
