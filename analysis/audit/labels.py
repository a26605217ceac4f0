"""The words by which a paper names what it counts: those of its labels, in each language as its catalogues have them.

Nothing has to be written for a draft to be held against a paper: a question, an answer, a group, a universe is found in a
text by the words of its label. Words count by how few labels share them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from analysis.audit.expressions import expressions
from analysis.audit.fact import Fact
from analysis.audit.number_words import folded
from analysis.languages import ENGLISH, Language

if TYPE_CHECKING:
    from analysis.audit.facts import Facts

# A soft hyphen or vowel sign parts no word.
_TOKEN = re.compile(r"[^\W_](?:[\u00ad\u0640\u064b-\u0652\u0300-\u036f]*[^\W_])*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_CHINESE_OR_FIGURES = re.compile(rf"{_CHINESE.pattern}|\d+")
# What Arabic writes onto a word: the article, and before it "and", "by", "for", "as"; each way of taking it off. Before a verb, "they".
_ARABIC_PREFIXES = [re.compile(p) for p in ("^(?:ال|لل)(?=..)", "^(?:[وفبك]|ول)(?:ال|لل)?(?=..)", "^ل(?=...)")]
_ARABIC_VERB = re.compile("^[وفل]?[يت](?=...)")
# What it writes behind one: the ending of an object, the dual and the plural, "its" and "their".
_ARABIC_SUFFIX = re.compile("(?<=..)(?:ا|ان|ين|ون|ات|ها|هم|هما)$")
_ARABIC_LONG = re.compile("[اوي]|[ةهت]$")
# How much of the longer of two words both begin with, and the least of it, for them to be forms of one word; of two words of labels
# more, since "developed" and "developing" are groups of their own.
_SAME, _SAME_ELSE, _SAME_IN_LABELS = {"ru": 0.6, "ar": 0.6}, 0.66, 0.8
_LEAST, _LEAST_ELSE = {"ar": 3}, 4
Spans = dict[str, list[tuple[int, int]]]


class Labels:
    """The labels of one paper in one language."""

    def __init__(self, language: Language, texts: Iterable[str]) -> None:
        """Read the words of each label; one without a translation has none, and is lacking. texts: the labels in English."""
        self.code = language.code
        own = expressions()[self.code]
        self._idle, self._ending, self._units = own.idle, own.ending, list(own.units.values())
        self._known: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._of: dict[str, str] = {}
        self._words: dict[str, list[str]] = {}
        self.lacking: list[str] = []
        self.told = 0
        self.said: dict[str, str] = {}
        for text in dict.fromkeys(texts):
            translated = language.text(text)
            spoken = self.code == ENGLISH or text not in language.missing
            self.lacking += [] if spoken else [text]
            self.told += spoken
            self._words[text] = list(dict.fromkeys(self._kept(translated))) if spoken else []
            self.said[text] = translated if spoken else ""
        self.units = {word for word in self._known_words() if any(p.fullmatch(word) for p in self._units)}
        self._names: set[str] = set()
        for text, words in self._words.items():  # "States" tells nothing, unless a label says nothing else
            told = [word for word in words if word not in self.units] or self._named(self.said[text])
            self._names |= set(told) - set(words)
            self._words[text] = told or words
        shared = Counter(word for words in self._words.values() for word in words)
        self._weights = {word: math.log(1 + len(self._words) / n) for word, n in shared.items()}
        self._found: dict[str, list[str]] = {}

    def words(self, text: str) -> dict[str, float]:
        """Return the words of a label with what each counts."""
        return {word: self._weights[word] for word in self._words.get(text, ())}

    def spans(self, text: str) -> Spans:
        """Return where the words of any label stand in a text."""
        found: Spans = defaultdict(list)
        for token, start, end in self._tokens(text):
            if token not in self._found:
                self._found[token] = self._forms(token)
            for word in self._found[token]:
                found[word].append((start, end))
        for name in self._names:
            within = rf"\w[,)»]?[\s’'-]{{1,2}}({name})(?!\w)"  # not at the beginning of a sentence
            if spans := [m.span(1) for m in re.finditer(within, text)]:
                found[name] = spans
        return found

    def _named(self, text: str) -> list[str]:
        """Return the words of a label that say nothing but as a name: "est" is "is", "États de l’Est" are States of the East."""
        words = (text[start:end] for token, start, end in self._tokens(text) if start and self._idle.fullmatch(token))
        return [word for word in words if word[0].isupper()]

    def _tokens(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the words of a text; what is counted is no part of a Chinese word."""
        if self.code == "zh":
            text = self._units[0].sub(_blank, text)
        return _tokens(text, self.code)

    def _known_words(self) -> set[str]:
        return {word for words in self._words.values() for word in words}

    def _kept(self, text: str) -> Iterator[str]:
        """Yield the words of a label, each in the form in which it was met first; of Chinese also those with an idle sign, where it has
        no others: 地中海.
        """
        tokens = [token for token, _, _ in self._tokens(text) if len(token) > 1 or token.isdigit()]
        kept = [token for token in tokens if not self._idle.fullmatch(token)]
        for token in kept or (tokens if self.code == "zh" else ()):
            word = self._form(token, _SAME_IN_LABELS)
            if word is None:
                word = token = _ARABIC_PREFIXES[0].sub("", token) if self.code == "ar" else token
                self._known[token[:2]].append(token)
                self._by_stem[self._ending.sub("", token)].append(token)
                self._of[_bones(token) if self.code == "ar" else token] = token
            yield word

    def _forms(self, token: str) -> list[str]:
        """Return the known words that a word of a text is a form of: the likest one, and those of which that is a form."""
        word = self._form(token)
        if word is None:
            return []
        if word == token or self.code in ("zh", "ar"):
            return [word]
        least, same = _LEAST_ELSE, _SAME.get(self.code, _SAME_ELSE)
        near = (w for w in self._known.get(token[:2], ()) if _likeness(w, word, least) >= same)
        return [word, *(w for w in near if w != word and _likeness(token, w, least) >= same)]

    def _form(self, token: str, same: float = 0.0) -> str | None:
        """Return the known word that a word is a form of, the likest one."""
        if self.code == "zh" or token.isdigit():
            return self._of.get(token)
        forms = [token]
        if self.code == "ar":
            forms += [p.sub("", token) for p in _ARABIC_PREFIXES if p.match(token)]
            forms += [bare for form in forms if (bare := _ARABIC_SUFFIX.sub("", form)) != form]
        for form in forms:
            if word := self._of.get(_bones(form) if self.code == "ar" else form):
                return word
        verb = _ARABIC_VERB.sub("", token) if self.code == "ar" else ""
        if (word := self._of.get(_bones(verb or token), "")) and len(word) <= len(verb) + 1:
            return word  # "they accept" of "acceptance"
        least, same = _LEAST.get(self.code, _LEAST_ELSE), same or _SAME.get(self.code, _SAME_ELSE)
        likest = max(
            ((_likeness(form, word, least), word) for form in forms for word in self._known.get(form[:2], ())),
            default=(0.0, None),
        )
        if likest[0] >= same:
            return likest[1]
        # "Partially" and "partial", "évaluation" and "évalués": one stem, and endings that make the longer word.
        alike = self._by_stem.get(self._ending.sub("", token), ()) if same != _SAME_IN_LABELS else ()
        return max(alike, key=lambda word: _likeness(token, word, least), default=None)

    def strange(self, text: str, known: list[tuple[int, int]], at: int) -> int:
        """Return how many words of a text, which begins at a place, say something and stand in none of the spans that are known."""
        units = [m.span() for pattern in self._units for m in pattern.finditer(text)]
        spans = [*((start - at, end - at) for start, end in known), *units]
        return sum(
            1
            for token, start, end in _tokens(text, self.code)
            if len(token) > 1
            and not token.isdigit()
            and not self._idle.fullmatch(token)
            and not any(s < end and start < e for s, e in spans)
        )


def _blank(found: re.Match[str]) -> str:
    """Return blanks in the place of what is counted; 国 begins many a word of its own."""
    alone = len(found[0]) > 1 or not _CHINESE.match(found.string, found.end())
    return " " * len(found[0]) if alone else found[0]


def _likeness(one: str, other: str, least: int) -> float:
    """Return how much of the longer of two words both begin with; short ones are alike but for a plural."""
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < least:
        return float(one.rstrip("s") == other.rstrip("s"))
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared / longer if shared >= least else 0.0


def _bones(token: str) -> str:
    """Return an Arabic word without long vowels and ending: plurals are made within the word."""
    bare = _ARABIC_LONG.sub("", token[1:])
    return token[0] + bare if len(bare) > 1 else token


def _tokens(text: str, code: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text; of Chinese each two characters that stand together."""
    for match in _TOKEN.finditer(text):
        if code == "zh" and _CHINESE.search(match[0]):
            for run in _CHINESE_OR_FIGURES.finditer(match[0]):
                at, width = match.start() + run.start(), 2 if not run[0].isdigit() else len(run[0])
                yield from ((run[0][n : n + width], at + n, at + n + width) for n in range(len(run[0]) - width + 1))
            continue
        token = folded(match[0])
        if code == ENGLISH and token.endswith("ies"):
            token = f"{token[:-3]}y"
        yield token, match.start(), match.end()


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
