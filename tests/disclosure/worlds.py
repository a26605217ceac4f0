"""Small worlds with restricted answers, and a plain enumeration of their completions that shares no code with the suite."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product

from analysis.disclosure.problem import Builder, Problem, Question, total

SILENT, NEVER = "not_addressed", "not_applicable"
Answers = dict[str, frozenset[str]]  # of one unit, by question
Number = Callable[[dict[str, Answers]], int]


@dataclass
class World:
    """Units with their answers, what is public, who owns them, and the numbers released, said twice: as code for the
    suite, and as a plain function of everybody's answers."""

    questions: dict[str, Question]
    answers: dict[str, Answers]
    public: dict[str, set[str]]
    owner: dict[str, str]
    numbers: list[tuple[str, tuple]]  # words; (form, ...) as `count` reads it

    def problem(self) -> Problem:
        builder = Builder(self.questions)
        for unit, answers in self.answers.items():
            builder.hold(unit, self.owner[unit], {q: set(a) for q, a in answers.items()}, self.public[unit])
        for words, (form, *rest) in self.numbers:
            builder.release(words, words, _expression(builder, form, *rest))
        return builder.problem()


def _expression(builder: Builder, form: str, units: tuple, question: str, codes: tuple = (), given: tuple = ()):
    if form == "count":
        parts = [builder.either(u, question, codes) for u in units]
    elif form == "answered":
        parts = [builder.silent(u, question).times(-1) for u in units] + [total([])]
        return total(parts) + type(parts[0])(len(units))
    elif form == "silent":
        parts = [builder.silent(u, question, SILENT) for u in units]
    else:  # of a domain: those who gave an earlier answer
        cells = {u: [builder.meets(u, [given]), builder.either(u, question, codes)] for u in units}
        parts = [builder.both(u, f"{given} {codes}", both) for u, both in cells.items()]
    return total(parts)


def count(
    everyone: dict[str, Answers], form: str, units: tuple, question: str, codes: tuple = (), given: tuple = ()
) -> int:
    """The released number, by the plain meaning of its words."""
    of = [everyone[unit] for unit in units]
    if form == "count":
        return sum(bool(a[question] & set(codes)) for a in of)
    if form == "answered":
        return sum(not a[question] & {SILENT, NEVER} for a in of)
    if form == "silent":
        return sum(SILENT in a[question] for a in of)
    return sum(bool(a[question] & set(codes)) and bool(a[given[0]] & set(given[1])) for a in of)


def possible(world: World, unit: str) -> list[Answers]:
    """Every set of answers that the codebook allows a unit, its public ones kept."""
    choices = []
    for name, question in world.questions.items():
        if name in world.public[unit]:
            choices.append([world.answers[unit][name]])
            continue
        codes = question.codes
        given = [frozenset(c) for n in range(1, len(codes) + 1) for c in combinations(codes, n)] if question.several else [
            frozenset({c}) for c in codes
        ]  # fmt: skip
        silent = [SILENT, NEVER] if question.asked_if else [SILENT]
        choices.append([*given, *(frozenset({s}) for s in silent)])
    profiles = (dict(zip(world.questions, chosen, strict=True)) for chosen in product(*choices))
    return [p for p in profiles if all(_asked(p, name, q) for name, q in world.questions.items())]


def _asked(profile: Answers, name: str, question: Question) -> bool:
    """Not applicable stands exactly where an earlier answer rules the question out."""
    if not question.asked_if:
        return True
    ruled_out = any(not profile[q] & {*codes, SILENT} for q, codes in question.asked_if)
    return (NEVER in profile[name]) == ruled_out


def enumerated(world: World) -> dict[str, set[tuple[str, str, str]]]:
    """What each attacker can tell, by enumeration: (unit, question, answer) by attacker, "" for the public.

    A code given or not given is told where every completion says the same; a way to have no answer where every completion has
    it. Left out: what public answers alone tell, and for a State what the public can tell, or it knows.
    """
    units = list(world.answers)
    options = [possible(world, unit) for unit in units]
    wanted = [count(world.answers, *form) for _, form in world.numbers]
    every = list(product(*options))
    agree = [c for c in every if [count(dict(zip(units, c, strict=True)), *f) for _, f in world.numbers] == wanted]
    cells = [
        (unit, name, answer)
        for unit in units
        for name, question in world.questions.items()
        if name not in world.public[unit]
        for answer in (*question.codes, SILENT, NEVER)
        if answer in question.codes or answer in world.answers[unit][name]
    ]
    before = _told(units, cells, [dict(zip(units, c, strict=True)) for c in every])
    found = {"": _told(units, cells, [dict(zip(units, c, strict=True)) for c in agree]) - before}
    for owner in sorted(set(world.owner.values())):
        own = [n for n, unit in enumerate(units) if world.owner[unit] == owner]
        if all(len(options[n]) == 1 for n in own):
            continue
        left = [c for c in agree if all(c[n] == world.answers[units[n]] for n in own)]
        told = _told(units, cells, [dict(zip(units, c, strict=True)) for c in left]) - before - found[""]
        found[owner] = {cell for cell in told if world.owner[cell[0]] != owner}
    return {attacker: cells for attacker, cells in found.items() if cells}


def _told(units: list[str], cells: list[tuple], completions: list[dict[str, Answers]]) -> set[tuple]:
    return {(u, q, a) for u, q, a in cells if len({a in c[u][q] for c in completions}) == 1}


def random_world(seed: int) -> World:
    """A random small world: two to five units in groups, one or two questions, some of them linked, some numbers of them."""
    chance = random.Random(seed)
    first = Question(("yes", "no") if chance.random() < 0.6 else ("a", "b", "c"))
    questions = {"first": first}
    if chance.random() < 0.5:
        linked = chance.random() < 0.6
        questions["second"] = Question(
            ("x", "y"), several=chance.random() < 0.4, asked_if=(("first", (first.codes[0],)),) if linked else ()
        )
    units = [f"U{n}" for n in range(chance.randint(2, 6 if len(questions) == 1 else 4))]
    world = World(questions, {}, {}, {}, [])
    for unit in units:
        world.owner[unit] = f"S{chance.randint(0, 2)}" if chance.random() < 0.2 else unit
        world.public[unit] = {q for q in questions if chance.random() < 0.3}
        world.answers[unit] = {}
    for unit in units:
        nothing = World(questions, {}, {unit: set()}, {}, [])
        skewed = sorted(possible(nothing, unit), key=lambda p: chance.random() * (3 if SILENT in p["first"] else 1))
        world.answers[unit] = skewed[0]
    for n in range(chance.choice([1, 1, 2, 2, 3, 5])):
        group = tuple(u for u in units if chance.random() < 0.7) or tuple(units)
        name = chance.choice(list(questions))
        codes = tuple(c for c in questions[name].codes if chance.random() < 0.5) or questions[name].codes[:1]
        form: tuple = (chance.choice(["count", "count", "answered", "silent"]), group, name, codes)
        if name == "second" and chance.random() < 0.3:
            form = ("domain", group, name, codes, ("first", first.codes[:1]))
        world.numbers.append((f"number {n}", form))
    return world
