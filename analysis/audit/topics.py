"""The facts of a paper as one language names them: the words of each, and those that tell it from the others."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from analysis.audit.expressions import expressions
from analysis.audit.fact import Fact

if TYPE_CHECKING:
    from analysis.audit.facts import Facts


class Topics:
    """The facts of a paper as one language names them."""

    def __init__(self, facts: Facts, language: str) -> None:
        """Take the words of each fact's labels."""
        self.facts, self.labels = facts, facts.labels(language)
        self.words = expressions()[language]
        named = ((group, self.labels.words(group)) for group in facts.groups)
        self.groups = {group: words for group, words in named if words.keys() - self.labels.units}
        self.ways: list[list[tuple[dict[str, float], float]]] = []
        self.by_word: dict[str, set[int]] = defaultdict(set)
        for n, fact in enumerate(facts.all):
            named = ((name, self.labels.words(name)) for name in fact.naming.names)
            # An answer of one word, such as "Permitted", is too little to name a fact.
            ways = [words for name, words in named if words and (name != fact.naming.answer or len(words) > 1)]
            self.ways.append([(words, sum(words.values())) for words in ways])
            for word in (word for words in ways for word in words):
                self.by_word[word].add(n)
        self.sizes = {n for n, fact in enumerate(facts.all) if fact.row is not None and not fact.row["measure"]}
        self.questionless = {n for n, fact in enumerate(facts.all) if not fact.naming.question}
        self.years = [
            {int(w) for words, _ in ways for w in words if re.fullmatch(r"(?:19|20)\d\d", w)} for ways in self.ways
        ]
        self.within = self._within()
        self._own: dict[str, tuple[dict[str, float], set[str]]] = {}

    def _within(self) -> dict[str, set[str]]:
        """Return the words by which a share of a smaller universe is told from that of the largest one, by the name of its fact."""
        alike: dict[tuple, list[Fact]] = defaultdict(list)
        for fact in self.facts.all:
            if fact.is_share and fact.row is not None and fact.naming.question:
                alike[fact.naming.question, fact.row["answer"], fact.naming.group].append(fact)
        made = {}
        for same in alike.values():
            largest = max(same, key=lambda fact: fact.row["denominator"] if fact.row else 0)
            common = {word for name in largest.naming.names for word in self.labels.words(name)}
            for fact in same:
                if fact.row and largest.row and fact.row["denominator"] < largest.row["denominator"]:
                    made[fact.name] = {word for name in fact.naming.names for word in self.labels.words(name)} - common
        return {name: words for name, words in made.items() if words}

    def uncounted(self, size: Fact) -> set[int]:
        """Return how many of a universe are not counted by each fact on it: complements, and those without an answer."""
        rows = [fact.row for fact in self.facts.all if fact.row and fact.is_share]
        of = size.row["count"] if size.row else 0
        here = [row for row in rows if of in (row["population"], row["denominator"])]
        return {int(of - row[part]) for row in here for part in ("count", "denominator")}

    def own(self, fact: Fact) -> tuple[dict[str, float], set[str]]:
        """Return the words by which the answer of a fact is told from the others, and those of the others."""
        if fact.name in self._own:
            return self._own[fact.name]
        labels, naming = self.labels, fact.naming
        topic = {word for name in naming.names[-2:] for word in labels.words(name)} if naming.question else set()
        others = {word for rival in naming.rivals for word in labels.words(rival)}
        mine = labels.words(naming.answer)
        told = {word: weight for word, weight in mine.items() if word not in others and word not in topic}
        self._own[fact.name] = (told, others - set(mine) - topic)
        return self._own[fact.name]
