"""What a sentence speaks of, by the labels of the paper: the subject that a number of it is tied to.

The question, answer, group and universe that a sentence names choose the facts that a number may state; only then is its value
looked at. A word counts in full in the clause of the number, less in its sentence, least in what stands before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.audit.clauses import ADVERBS, REST, Clauses, Span, gap
from analysis.audit.fact import Fact
from analysis.audit.facts import ELSEWHERE
from analysis.audit.numbers import COUNT, POINTS, QUANTIFIER, Mark
from analysis.audit.scale import COUNTED, SHARE

# What each word counts.
Places = dict[str, float]
NOBODY = "none"


@dataclass(frozen=True)
class Said:
    """A fact that the sentence of a number speaks of.

    score: how much of what names it stands there; weight: how much that is, so that what is named more fully leads; distance:
    how far its words are; part: what of it the number is, empty where it allows none such; sure: whether a number that it does not
    allow is wrong; role: what of it the number would be; other: whether
    those that are not counted are meant; strange: how many words of its clause the paper has none for.
    """

    score: float
    weight: float
    distance: float
    fact: Fact
    part: str
    sure: bool
    role: str
    other: bool
    strange: int


class Spoken(Clauses):
    """A paragraph and what the sentence of each of its numbers speaks of."""

    def said(self, mark: Mark, around: bool = False) -> list[Said]:
        """Return the facts that the sentence of a number speaks of, the one that it names most fully first; around: those also
        that it and what stands before it name together. Kept, as each is asked for more than once.
        """
        if (mark, around) not in self.told_of:
            self.told_of[mark, around] = self._said(mark, around)
        return self.told_of[mark, around]

    def _said(self, mark: Mark, around: bool) -> list[Said]:
        sentence = self.unit.sentence(mark)
        clause = self._clause(mark, sentence)
        noun, kind = self._noun(mark, clause[1])
        if mark.word == NOBODY and not kind and not self._is_part(mark):
            return []  # "97 have none"
        groups, near = self._groups(mark, clause, sentence)
        elsewhere = self._is_elsewhere(clause)
        years, today = self._years_of(mark, clause, sentence), int(self.topics.facts.dataset.as_of[:4])
        plain = mark.kind == POINTS or not (elsewhere and groups)
        denied, behind = self._denied(mark, clause), self._behind(mark, sentence)
        domains = behind if self._is_share_of(mark) else set()
        places, scored = self._around(sentence) if around else self._scored(mark, clause, sentence, domains)
        here, there = set(self._within(clause)), dict.fromkeys(self._within(sentence), 1.0)
        continues = self._continues(clause, sentence)
        these = (groups and self._goes_on(sentence)) or continues
        most = len(here) + self.limits["draft_strange"] / (3 if mark.kind == QUANTIFIER else 1)
        plain = plain and self._strange(clause, denied) <= most
        plain = plain and not self._is_planned(clause)
        plain = plain and (
            denied or self._says_subject(clause) or not self.words.denial.search(self.unit.text, *sentence)
        )
        found = []
        for n, score, weight in scored:
            fact, dated = self.topics.facts.all[n], self.topics.years[n]
            if dated and years and not dated & years:
                continue  # "entered in 2023" is not "entered in 2022"
            if (
                n in self.topics.sizes
            ):  # "the 19 States parties without an answer" are no other number of States parties
                sure = self._is_of_size(n, mark, sentence)
            else:  # of a year, all that it is must be said
                enough = self.limits["draft_sentence" if dated else "draft_enough"]
                sure = bool(these or self._score(n, there)[0] >= enough)
                sure = sure and not (n in self.topics.questionless and self._is_of_another_noun(mark, noun, clause))
            sure = sure and plain and (years <= dated or today in years) and (not dated or bool(dated & years))
            told = self._told(fact, score, places, here, denied)
            for own, value in self._in_groups(fact, told, groups, near, elsewhere):
                may = self._may_count(own, noun, kind) and self.topics.facts.can_state(mark, own)
                if may and value >= self.limits["draft_enough"]:
                    sure_of = sure and kind in ("", own.naming.unit)
                    found.append(self._held(own, mark, clause, value, weight, denied, sure_of))
        found = [
            s for s in found if not self._is_neighbour(s.fact, found, here) and not self._is_domain(s, found, behind)
        ]
        return sorted(found, key=lambda s: (-round(s.score, 2), -round(s.weight, 2), s.distance))

    def _is_neighbour(self, fact: Fact, found: list[Said], here: set[str]) -> bool:
        """Whether a clause has the answer of a fact only as a part of another: "at least largely compliant" is not "largely compliant"."""
        words, topic = self.topics.labels.words, (fact.naming.question, fact.naming.group)
        own = words(fact.naming.answer).keys() & here
        alike = (s.fact.naming for s in found if (s.fact.naming.question, s.fact.naming.group) == topic)
        return bool(own) and any(own < words(other.answer).keys() & here for other in alike)

    def _is_domain(self, said: Said, found: list[Said], behind: set[int]) -> bool:
        """Whether a fact only says whom another is of: "of the States with a law, two thirds publish it", "20 States reviewed publish"."""
        if said.fact.naming.question:
            return said.score <= max(
                (s.score for s in found if s.fact.naming.given == said.fact.naming.question), default=-1
            )
        if said.part or said.fact.name not in {self.topics.facts.all[n].name for n in behind}:
            return False
        return any(s.score >= self.limits["draft_full"] for s in found if s.fact.naming.question)

    def _behind(self, mark: Mark, sentence: Span) -> set[int]:
        """Return the universes that are named right behind a number."""
        return {n for n in self.topics.questionless if self._stands_at(n, mark, (mark.end, sentence[1]))}

    def _is_share_of(self, mark: Mark) -> bool:
        """Whether a number is a part of what stands behind it: "half of the States surveyed" says nothing of how many were surveyed."""
        following = (mark.end, mark.end + REST)
        return mark.kind != COUNT or (
            self._is_part(mark) and not self.words.relative.search(self.unit.text, *following)
        )

    def _scored(
        self, mark: Mark, clause: Span, sentence: Span, domains: set[int]
    ) -> tuple[dict, list[tuple[int, float, float]]]:
        """Return what each word counts, and the facts named with their score and weight: by the clause where it names one in
        full, else by the sentence; what stands before it helps where the sentence names nothing in full."""
        here, there = (self._within(span) for span in (clause, sentence))
        places: Places = {word: 1.0 if word in here else self.limits["draft_doubt"] for word in there}
        scored, lead = self._facts(places, domains)
        if lead < self.limits["draft_full"]:
            places = dict.fromkeys(there, 1.0)
            scored, lead = self._facts(places, domains)
        continues = self._continues(clause, sentence)
        if lead < self.limits["draft_full"] or continues:
            before = {w for w, spans in self.spans.items() if any(s < sentence[0] for s, _ in spans)}
            before |= set() if continues else self.before
            carried = self.limits["draft_sentence" if continues or self._goes_on(sentence) else "draft_before"]
            least = 0.0 if continues else max(lead - 0.1, self.limits["draft_enough"] - 0.1)
            leaders = {n for n, score, _ in scored if score >= least}
            places = {w: float(carried) for w in before} | places
            scored = [each for each in self._facts(places, domains)[0] if not leaders or each[0] in leaders]
        return places, [each for each in scored if each[1] >= self.limits["draft_enough"]]

    def _is_of_size(self, n: int, mark: Mark, sentence: Span) -> bool:
        """Whether the name of a universe stands at a number, which is not that of those in it who are not counted elsewhere."""
        fact = self.topics.facts.all[n]
        places = dict.fromkeys(self._within(sentence), 1.0)
        if self._score(n, places)[0] < self.limits["draft_full"] or mark.value in self.topics.uncounted(fact):
            return False
        return not self._is_part(mark) and self._stands_at(n, mark, sentence)

    def _stands_at(self, n: int, mark: Mark, sentence: Span) -> bool:
        """Whether nothing that says anything of its own stands between a number and the name of a fact."""
        spans = [
            s
            for words, _ in self.topics.ways[n]
            for w in words
            for s in self.spans.get(w, ())
            if sentence[0] <= s[0] < sentence[1]
        ]
        near = min(spans, key=lambda s: gap(mark, s), default=None)
        if near is None:
            return False
        between = (mark.end, near[0]) if near[0] >= mark.end else (near[1], mark.start)
        return not self._strange(between) and not set(self._within(between)) - self.topics.labels.units

    def _around(self, sentence: Span) -> tuple[Places, list[tuple[int, float, float]]]:
        """Return the facts that a sentence and what stands before it name together."""
        places = dict.fromkeys([*self._within((0, sentence[1])), *self.before], 1.0)
        return places, [each for each in self._facts(places)[0] if each[1] >= self.limits["draft_full"]]

    def _facts(self, places: Places, domains: Collection[int] = ()) -> tuple[list[tuple[int, float, float]], float]:
        """Return the facts that some words name, but for the domains, with score and weight, and the best score of any but the size of a universe."""
        seen = sorted({n for word in places for n in self.topics.by_word.get(word, ())} - set(domains))
        scored = [(n, *self._score(n, places)) for n in seen]
        named = (score for n, score, _ in scored if n not in self.topics.sizes)
        return scored, max(named, default=0.0)

    def _goes_on(self, sentence: Span) -> bool:
        """Whether a number is on what stands before its sentence: "these 19", or a sentence with next to no words of its own."""
        known = [s for spans in self.spans.values() for s in spans] + self.told
        return (
            self.topics.labels.strange(self.unit.text[slice(*sentence)], known, sentence[0])
            <= self.limits["draft_strange"]
        )

    def _score(self, n: int, places: dict[str, float]) -> tuple[float, float]:
        best = (0.0, 0.0)
        for words, total in self.topics.ways[n]:
            weight = sum(w * places[word] for word, w in words.items() if word in places)
            best = max(best, (min(1.0, weight / total), weight))
        return best

    def _told(self, fact: Fact, score: float, places: Places, here: set[str], denied: bool) -> float:
        """Return the score of a fact by the words that tell its universe and its answer from the others."""
        if (words := self.topics.within.get(fact.name)) and not words & set(places):
            score *= self.limits["draft_doubt"]
        told, others = self.topics.own(fact)
        if not fact.naming.question and not here.intersection(*map(self.topics.labels.words, fact.naming.names)):
            return score * self.limits["draft_doubt"]
        if not told or (fact.naming.denied and denied):  # "do not comply" is "not compliant"
            return score * self.limits["draft_doubt"] if others & here else score
        held = [word for word in told if word in places]
        if not held or sum(told[word] for word in held) < sum(told.values()) / 3:
            return 0.0
        if set(told) <= here and score >= self.limits["draft_enough"]:
            score = max(score, self.limits["draft_full"])  # the answer in full
        apart = 1.0 if here & set(held) else self.limits["draft_doubt" if others & here else "draft_sentence"]
        return score * min(apart, max(places[word] for word in held))

    def _in_groups(
        self, fact: Fact, score: float, groups: set[str], near: bool, elsewhere: bool
    ) -> Iterable[tuple[Fact, float]]:
        """Yield a fact as the groups of its sentence ask for it, with its score."""
        doubt = self.limits["draft_doubt"]
        if fact.naming.group:
            if fact.naming.group in groups or (elsewhere and fact.naming.group == ELSEWHERE):
                yield fact, score
            return
        yield fact, score * (doubt if near else 0.97 if groups else 1.0)
        for group in groups if score >= self.limits["draft_enough"] else ():
            if made := self.topics.facts.cell(fact, group):
                yield made, score

    def _may_count(self, fact: Fact, noun: Span, kind: str) -> bool:
        """Whether a fact can be of what a number counts: "15 days" are no States, unless its label speaks of days."""
        if kind != "-":
            return True
        named = {word for name in fact.naming.names for word in self.topics.labels.words(name)}
        return any(noun[0] <= s < noun[1] for word in named for s, _ in self.spans.get(word, ()))

    def _held(
        self, fact: Fact, mark: Mark, clause: Span, score: float, weight: float, denied: bool, plain: bool
    ) -> Said:
        naming, facts = fact.naming, self.topics.facts
        wrong_way = naming.denied is not None and naming.denied != denied
        if wrong_way:  # those that have not are meant, and counted here only as the others
            score *= self.limits["draft_doubt"] if naming.denied else 0.99
        spans = [s for name in naming.names for w in self.topics.labels.words(name) for s in self.spans.get(w, ())]
        distance = min((gap(mark, span) for span in spans), default=float("inf"))
        role = COUNTED if self._is_rest(mark) else self._role(mark)
        if role == COUNTED and not naming.group and not any(clause[0] <= s < clause[1] for s, _ in spans):
            role = ""  # "in the tracker of 195 States, 176 have a law": its own clause says nothing of the subject
        rest = not naming.group and self._is_rest(mark)
        other = (wrong_way and not naming.denied) or rest
        sure = plain and facts.can_state(mark, fact) and mark.word not in ADVERBS
        part = facts.part(mark, fact, role, other=other) or self._end(mark, fact)
        denies = any(self.words.denial.search(self.topics.labels.said[name]) for name in naming.names)
        strict = wrong_way and not naming.denied and not denies and self._says_subject(clause)
        strict = strict and self._strange(clause, True) < self.limits["draft_strange"]
        if part in (COUNTED, SHARE) and strict and not rest:
            part = ""  # "not an offence in a third": two thirds have not
        return Said(score, weight, distance, fact, part, sure, role or COUNTED, other, self._strange(clause, True))

    def _end(self, mark: Mark, fact: Fact) -> str:
        """Return which end of an interval a per cent is: one alone is none."""
        end, sentence = self.topics.facts.end(mark, fact), self.unit.sentence(mark)
        others = (m for m in self.unit.marks if m is not mark and sentence[0] <= m.start < sentence[1]) if end else ()
        return end if any(self.topics.facts.end(m, fact) not in ("", end) for m in others) else ""
