"""The clauses of a paragraph: which of its words belong to a number, and which groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.audit.aside import DATE, is_year
from analysis.audit.draft import Unit
from analysis.audit.expressions import Expressions
from analysis.audit.labels import Labels, Topics
from analysis.audit.numbers import COUNT, QUANTIFIER, Mark
from analysis.audit.scale import COUNTED, WHOLE

Span = tuple[int, int]
# Words of the scale that say how often, not how many.
ADVERBS = ("often", "widely")
_CLAUSE = re.compile(r"(?<!\d)[,.]|[,.](?!\d)|[;:()，；：、（）،؛。]")
# What goes on with the number before it; what parts an apposition from both sides.
_GOES_ON, _COMMAS, _PARTED = (":", "："), (",", "，", "،"), (";", "；", "؛")
# How far behind a day its month goes on.
_MONTH = 12
_CHINESE_WHOLE = re.compile(r"[^，。；\d]{0,10}中")
# How near to a number "the other" and "the remaining" are its own: characters.
REST = 16
# How far behind a number its noun begins: characters, and of one that is none of ours.
_NOUN, _OTHER_NOUN = {"zh": 9}, {"zh": 2}
# How far behind "against" the number stands that it sets against another: characters.
_NEXT = 24
# Words before a number count less than words behind it where both name a group.
_BEFORE = 8


class Clauses:
    """A paragraph, and where the words of labels stand in it. before: the text that it goes on from."""

    def __init__(self, unit: Unit, topics: Topics, before: str) -> None:
        """Find the words of all labels in it."""
        self.unit, self.topics, self.limits = unit, topics, topics.facts.limits
        of_units = {word for n in topics.questionless for words, _ in topics.ways[n] for word in words}
        self._of_units = of_units.union(topics.labels.units, *topics.groups.values())
        # Kept, as each is asked for more than once.
        self._words_in: dict[Span, list[str]] = {}
        self._strange_in: dict[tuple[Span, bool], int] = {}
        self.told_of: dict[tuple[Mark, bool], list] = {}
        labels: Labels = topics.labels
        counted = [m for m in unit.counted if not m.weak]
        found = labels.spans(unit.text).items()
        named = [span for _, spans in found for span in spans]
        # "Largely compliant" is an answer, not how many comply.
        self.named = {m for m in unit.marks if m.word in ADVERBS and any(a < m.end and m.start < b for a, b in named)}
        taken = [(m.start, m.end) for m in counted if m not in self.named]
        kept = ((word, [s for s in spans if not any(a <= s[0] < b for a, b in taken)]) for word, spans in found)
        # "Three" is no word of "In another law than these three".
        self.spans = {word: spans for word, spans in kept if spans}
        self.before = set(labels.spans(before))
        self.words: Expressions = topics.words
        # Numbers, and of days the month behind them, are no words of their own.
        dated = zip(unit.marks, unit.reasons, strict=True)
        self.told = [(m.start, m.end + (_MONTH if reason == DATE else 0)) for m, reason in dated]
        plain = (self.words.denial, self.words.elsewhere, self.words.relative)
        self.plain = [m.span() for pattern in plain for m in pattern.finditer(unit.text)]
        starts = [m.start for m in unit.marks]
        against = (m for m in self.words.against.finditer(unit.text) if any(0 <= s - m.end() <= _NEXT for s in starts))
        parted = [*_CLAUSE.finditer(unit.text), *self.words.clause.finditer(unit.text), *against]
        self.told += [m.span() for m in (*parted, *self.words.that_is.finditer(unit.text))]  # "while" says nothing
        denials = [m.span() for m in self.words.denial.finditer(unit.text)]  # the "but" of "all but two"
        self.breaks = [m.start() for m in parted if not any(a < m.start() < b for a, b in denials)]
        # "176 States have a law and four a draft".
        joints = (self.words.joint.search(unit.text, 0, m.start) for m in unit.marks if m.kind == COUNT)
        self.breaks += [joint.start() - 1 for joint in joints if joint]
        self.breaks += self._joints([m for m in counted if m.kind == COUNT])

    def _joints(self, counts: list[Mark]) -> Iterator[int]:
        """Yield where "14 and on a trust fund in six" goes on with words of its own for the second number."""
        for first, second in pairwise(counts):
            found = self.words.goes_on.match(self.unit.text, first.end, second.start)
            if found and self._within((found.end(), second.start)):
                yield found.end() - 1

    def _within(self, span: Span) -> list[str]:
        if span not in self._words_in:
            here = self.spans.items()
            self._words_in[span] = [word for word, spans in here if any(span[0] <= s < span[1] for s, _ in spans)]
        return self._words_in[span]

    def _clause(self, mark: Mark, sentence: Span) -> Span:
        if self.words.apart.search(self.unit.text, *sentence):
            return sentence
        starts = [sentence[0], *sorted(b + 1 for b in self.breaks if sentence[0] <= b < mark.start)]
        ends = [*sorted(b for b in self.breaks if mark.end <= b < sentence[1]), sentence[1]]
        # "Debarment list: 14 of 35 (40 per cent)": a clause of nothing but numbers is of the words before it, else of those behind;
        # ", namely 26, " is of both.
        text = self.unit.text
        while not self._says((starts[-1], ends[0])) and len(starts) + len(ends) > 2:
            behind = text[ends[0] : ends[0] + 1]
            both = len(starts) > 1 and len(ends) > 1 and text[starts[-1] - 1] in _COMMAS and behind in _COMMAS
            if both:
                starts.pop()
                ends.pop(0)
            elif len(starts) > 1 and behind not in _GOES_ON and (text[starts[-1] - 1] not in _PARTED or len(ends) == 1):
                starts.pop()
            elif len(ends) > 1:
                ends.pop(0)
            else:
                break
        return starts[-1], self._without_more(mark, starts[-1], ends[0])

    def _without_more(self, mark: Mark, start: int, end: int) -> int:
        """Return where a clause ends without what it goes on to say behind "and" that no label has: "have no budget and ask for money"."""
        for found in self.words.more.finditer(self.unit.text, mark.end, end):
            rest = (found.end(), end)
            said = (
                self._within(rest) or not self._strange(rest) or any(rest[0] <= m.start < end for m in self.unit.marks)
            )
            if not said and self._says_subject((start, found.start())):
                return found.start()
        return end

    def _says(self, span: Span) -> bool:
        """Whether a clause has a word of its own; "Six parties" says nothing of them."""
        named = set(self._within(span)) - self.topics.labels.units or self._strange(span)
        return bool(named or self.words.denial.search(self.unit.text, *span))

    def _subject_from(self, clause: Span) -> int:
        """Return where what a clause is on begins: in the one before it where it names nothing but a group itself."""
        if self._strange(clause) or self._says_subject(clause) or not self._named_groups(clause):
            return clause[0]
        return max((b + 1 for b in self.breaks if b + 1 < clause[0]), default=0)

    def _says_subject(self, clause: Span) -> bool:
        """Whether a clause has words of labels but those of groups, universes and units."""
        return bool(set(self._within(clause)) - self._of_units)

    def _continues(self, clause: Span, sentence: Span) -> bool:
        """Whether a sentence speaks of what those before it in its paragraph speak of: it has words of labels, all said there before, and
        next to none of its own in its clause.
        """
        named, before = set(self._within(sentence)) - self._of_units, self._within((0, sentence[0]))
        return bool(named) and named.issubset(before) and self._strange(clause) <= self.limits["draft_strange"]

    def _strange(self, span: Span, plain: bool = False) -> int:
        """Return how many words of a clause say something that the paper has no words for; plain: denials say nothing either."""
        if (span, plain) not in self._strange_in:
            known = [*self.told, *(self.plain if plain else ())]
            known += [s for word in self._within(span) for s in self.spans[word]]
            self._strange_in[span, plain] = self.topics.labels.strange(self.unit.text[slice(*span)], known, span[0])
        return self._strange_in[span, plain]

    def _groups(self, mark: Mark, clause: Span, sentence: Span) -> tuple[set[str], bool]:
        """Return the groups that a number can be of: the nearest in its clause, else all before it in its sentence; and whether in its clause."""
        named = self._named_groups(sentence)
        if dealt := self._dealt(mark, sentence, [(min(s[0] for s in spans), group) for group, spans in named.items()]):
            return dealt, True
        for inside, (start, end) in ((True, clause), (False, (sentence[0], mark.start)), (False, sentence)):
            if own := self._named_groups((start, end), mark):
                gaps = {group: min(gap(mark, span) for span in spans) for group, spans in own.items()}
                least = min(gaps.values()) if inside else float("inf")
                return {group for group, gap in gaps.items() if gap <= least}, inside
        return set(), False

    def groups_of(self, mark: Mark) -> list[str]:
        """Return the groups that the sentence of a number names."""
        return list(self._named_groups(self.unit.sentence(mark), mark))

    def _is_elsewhere(self, clause: Span) -> bool:
        """Whether a clause speaks of those that are in no group: "other States", where that is not the end of the name of one."""
        ends = [max(end for _, end in spans) for spans in self._named_groups(clause).values()]
        found = self.words.elsewhere.finditer(self.unit.text, *clause)
        return any(not any(0 <= m.start() - end <= self.limits["draft_others"] for end in ends) for m in found)

    def _dealt(self, mark: Mark, sentence: Span, named: list[tuple[int, str]]) -> set[str]:
        """Return the group or year of a number where a sentence deals out one to each: "coastal States 9, mountain States 6, island States 4"."""
        at = sorted(named)
        here = (m for m in self.unit.counted if sentence[0] <= m.start < sentence[1])
        counts = [m for m in here if m.kind == COUNT and not m.weak]
        if mark not in counts or len(at) < 2 or len(at) != len(counts):
            return set()
        both = sorted([*((start, True) for start, _ in at), *((m.start, False) for m in counts)])
        if any(one[1] == other[1] for one, other in pairwise(both)):
            return set()
        return {at[counts.index(mark)][1]}

    def _named_groups(self, span: Span, mark: Mark | None = None) -> dict[str, set[Span]]:
        """Return the groups that a part of the text names, with where each of their words stands, the nearest to a number."""
        named: dict[str, set[Span]] = {}
        for group, words in self.topics.groups.items():
            held = {w: {s for s in self.spans.get(w, ()) if span[0] <= s[0] < span[1]} for w in words}
            if sum(words[w] for w, spans in held.items() if spans) >= self.limits["draft_full"] * sum(words.values()):
                nearest = (min(spans, key=lambda s: gap(mark, s) if mark else s[0]) for spans in held.values() if spans)
                named[group] = set(nearest)
        # "Least developed countries" are no developed countries.
        return {g: spans for g, spans in named.items() if not any(spans < others for others in named.values())}

    def _is_planned(self, clause: Span) -> bool:
        """Whether a clause speaks of what is still to be: "a law is being drafted", where no label says so."""
        named = [span for word in self._within(clause) for span in self.spans[word]]
        found = self.words.planned.finditer(self.unit.text, *clause)
        return any(not any(s < m.end() and m.start() < e for s, e in named) for m in found)

    def _is_of_another_noun(self, mark: Mark, noun: Span, clause: Span) -> bool:
        """Whether a word that no label has follows a number before what it counts: "17 workshops for the States reviewed"."""
        return self._strange((mark.end, noun[0] or min(clause[1], mark.end + REST))) > 0

    def _noun(self, mark: Mark, end: int) -> tuple[Span, str]:
        """Return where the noun that a number counts stands, and its unit; "" where none follows, "-" for one that is no unit."""
        if mark.kind != COUNT and mark.kind != QUANTIFIER:
            return (0, 0), ""
        text, language = self.unit.text, self.unit.language
        stop = min([end, mark.end + _NOUN.get(language, 32), *(b for b in self.breaks if b >= mark.end)])
        digits = re.search(r"\d", text[mark.end : stop])
        stop = mark.end + digits.start() if digits else stop
        found = [
            (m.span(), unit)
            for unit, pattern in self.words.units.items()
            if (m := pattern.search(text, mark.end, stop))
        ]
        far = _OTHER_NOUN.get(language, 14)
        other = self.words.otherwise.search(text, mark.end, min(end, stop, mark.end + far + 8))
        dated = other and digits and not text[other.end() : stop].strip()  # "15 in the year 2022"
        if other and not dated and other.start() - mark.end <= far:
            found.append((other.span(), "-"))
        if not found and mark.kind == QUANTIFIER:
            following = self.topics.labels.strange(text[mark.end : stop], [], 0)
            return (0, 0), "?" if following and not self._is_elliptic(mark) else ""
        found.sort()
        while len(found) > 1 and found[0][0][1] == found[1][0][0]:
            found.pop(0)  # 审议国家 are States
        return found[0] if found else ((0, 0), "")

    def _is_elliptic(self, mark: Mark) -> bool:
        """Whether a quantifier opens its clause as another of its sentence does that has a noun: "most States have a law, few a plan"."""
        sentence = self.unit.sentence(mark)
        start = self._clause(mark, sentence)[0]
        before = [m for m in self.unit.counted if sentence[0] <= m.start < start and m.kind in (COUNT, QUANTIFIER)]
        opens = bool(before) and not self._says((start, mark.start))
        return opens and self._noun(before[0], start)[1] in self.words.units

    def _years_of(self, mark: Mark, clause: Span, sentence: Span) -> set[int]:
        """Return the years that a number can be of: the one dealt to it, else those of its clause, else those next to it in its sentence."""
        years = self._years(sentence)
        dealt = self._dealt(mark, sentence, [(year.start, str(year.value)) for year in years])
        here = [year for year in years if clause[0] <= year.start < clause[1]]
        others = [m.start for m in self.unit.counted if m.kind == COUNT and m is not mark and not m.weak]
        near = [year for year in years if not any(mark.start < at < year.start for at in others)]
        return set(map(int, dealt)) or {int(year.value) for year in here or near}

    def _years(self, span: Span) -> list[Mark]:
        """Return the years that a part of the text names, but one since when it holds."""
        dated = zip(self.unit.marks, self.unit.reasons, strict=True)
        named = [m for m, why in dated if why == DATE and is_year(m) and span[0] <= m.start < span[1]]
        return [m for m in named if not self.words.since.search(self.unit.text, span[0], m.start)]

    def _denied(self, mark: Mark, clause: Span) -> bool:
        """Whether a clause denies, and does not go on with "but", as Arabic says "only"."""
        text, start = self.unit.text, self._subject_from(clause)
        hedges = (hedge.search(text[: mark.start]) for hedge in self.words.before.values())
        own = min((hedge.start() for hedge in hedges if hedge), default=mark.start)  # "no fewer than 20"
        found = [m for m in self.words.denial.finditer(text, start, clause[1]) if not own <= m.start() < mark.end]
        return bool(found) and not self.words.only.search(text, found[0].end(), clause[1])

    def _is_rest(self, mark: Mark) -> bool:
        """Whether a number is that of the others: "in the other 36"."""
        near = (max(0, mark.start - REST), mark.end + REST)
        return mark.kind == COUNT and bool(self.words.elsewhere.search(self.unit.text, *near))

    def is_among(self, mark: Mark) -> bool:
        """Whether its sentence opens with those that a number is a part of: "of the coastal States, nine have"."""
        return bool(self.words.among.match(self.unit.text[: mark.start], self.unit.sentence(mark)[0]))

    def is_the_rest(self, mark: Mark) -> bool:
        """Whether a number is that of all others: "the other nine", and no nine others."""
        near = self.words.rest.finditer(self.unit.text, max(0, mark.start - REST), mark.end + REST)
        return mark.kind == COUNT and any(m.start() <= mark.end + 1 and mark.start <= m.end() + 1 for m in near)

    def _role(self, mark: Mark) -> str:
        """Return whether a number is what another is a part of ("12 of the 163"), is the part, or may be either: ""."""
        text, start = self.unit.text, mark.start
        if self.unit.language == "zh":
            return WHOLE if _CHINESE_WHOLE.match(text, mark.end) else COUNTED
        if self.words.their_number.search(text, max(0, start - 24), start):
            return WHOLE
        at = next(
            (of.start() for of in self.words.of.finditer(text, max(0, start - 24), start) if of.end() == start), -1
        )
        if at < 0:
            return COUNTED
        return WHOLE if any(m.kind == COUNT and 0 <= at - m.end <= 2 for m in self.unit.marks) else ""

    def _is_part(self, mark: Mark) -> bool:
        """Whether "of" follows a number."""
        rest = self.unit.text[mark.end :]
        return bool(self.words.of.match(rest, len(rest) - len(rest.lstrip())))


def gap(mark: Mark, span: Span) -> int:
    """Return how far some words are from a number; those before it count as further."""
    return max(0, span[0] - mark.end, (mark.start - span[1]) * _BEFORE)
