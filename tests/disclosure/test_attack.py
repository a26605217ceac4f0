"""What was released gives an answer away exactly where a plain enumeration of all completions says so."""

import os

import numpy as np
import pytest

from analysis.disclosure import attack, trades
from analysis.disclosure.attack import recoverable
from analysis.disclosure.problem import Question
from tests.disclosure.worlds import World, enumerated, random_world

# The proof of the house is 10,000: RANDOM_DATASETS=10000 python -m pytest tests/disclosure/test_attack.py
RANDOM = int(os.environ.get("RANDOM_DATASETS", "300"))

YES_NO = Question(("yes", "no"))
LAW = {"law": YES_NO}
CHAIN = LAW | {
    "obstacle": Question(("yes", "no"), asked_if=(("law", ("no",)),)),
    "draft": Question(("yes", "no"), asked_if=(("obstacle", ("yes",)),)),
}


def told(problem) -> dict[str, set[tuple[str, str, str]]]:
    found: dict[str, set] = {}
    for row in recoverable(problem).itertuples():
        assert row.proven
        cell = problem.cells.loc[row.cell]
        found.setdefault(row.attacker, set()).add((cell["unit"], cell["question"], cell["answer"]))
    return found


def world(answers: dict[str, str], *numbers: tuple, questions=LAW, public: str = "") -> World:
    """Units by name with their answers to the questions in order, such as "yes no"; those named in public are public."""
    said = {u: {q: frozenset({a}) for q, a in zip(questions, text.split(), strict=True)} for u, text in answers.items()}
    open_ = {u: set(questions) if u in public.split() else set() for u in answers}
    forms = [(f"number {n}", number) for n, number in enumerate(numbers)]
    return World(dict(questions), said, open_, {u: u for u in answers}, forms)


def law(form: str, units: str, *codes: str, question: str = "law") -> tuple:
    return (form, tuple(units.split()), question, codes or ("yes",))


# Each with the answers that the public can tell, and those that States can besides.
ATTACKS = {
    "none of the new": (
        world({"A": "no", "B": "no"}, law("count", "A B")),
        {"": {("A", "law", "yes"), ("B", "law", "yes")}},
    ),
    "none of the new, all of whom answer": (
        world({"A": "no", "B": "no"}, law("count", "A B"), law("answered", "A B")),
        {"": {(u, "law", c) for u in "AB" for c in ("yes", "no")}},
    ),
    "a group of one State": (
        world({"A": "yes", "B": "no", "C": "yes"}, law("count", "A"), law("count", "B C")),
        {"": {("A", "law", "yes"), ("A", "law", "no")}, "B": {("C", "law", "yes"), ("C", "law", "no")}, "C": {("B", "law", "yes")}},
    ),
    "what a total leaves": (
        world({"A": "yes", "B": "no", "C": "yes"}, law("count", "A B C"), law("count", "A B")),
        {"": {("C", "law", "yes"), ("C", "law", "no")}, "A": {("B", "law", "yes")}, "B": {("A", "law", "yes"), ("A", "law", "no")}},
    ),
    "public answers that leave one State": (
        world({"A": "yes", "B": "no", "C": "yes"}, law("count", "A B C"), public="A B"),
        {"": {("C", "law", "yes"), ("C", "law", "no")}},
    ),
    "a State that knows its own": (
        world({"A": "yes", "B": "no"}, law("count", "A B")),
        {"A": {("B", "law", "yes")}, "B": {("A", "law", "yes"), ("A", "law", "no")}},
    ),
    "three States hide each other": (
        world({"A": "yes", "B": "no", "C": "no", "D": "yes"}, law("count", "A B C D")),
        {},
    ),
    "asked only if, twice over": (
        world({"A": "no yes yes", "B": "yes not_applicable not_applicable"}, law("count", "A B", question="draft"), law("answered", "A", question="draft"), questions=CHAIN),
        {"": {("A", "law", "yes"), ("A", "obstacle", "no")}, "A": {("B", "draft", "yes")}, "B": {("A", "draft", "yes"), ("A", "draft", "no")}},
    ),
    "silence is an answer too": (
        world({"A": "not_addressed", "B": "yes"}, law("silent", "A B"), public="B"),
        {"": {("A", "law", "yes"), ("A", "law", "no"), ("A", "law", "not_addressed")}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_of_which_the_outcome_is_known(name):
    made, wanted = ATTACKS[name]
    assert told(made.problem()) == wanted == enumerated(made)


def test_two_linked_questions_tell_what_neither_tells_alone():
    both = {"A": "yes x", "B": "no not_applicable", "C": "no not_applicable"}
    questions = LAW | {"where": Question(("x", "y"), asked_if=(("law", ("yes",)),))}
    laws, where = law("count", "A B C"), law("count", "A", "x", "y", question="where")
    assert told(world(both, laws, questions=questions).problem()).get("", set()) == set()
    assert ("A", "law", "no") in told(world(both, laws, where, questions=questions).problem())[""]
    everybody = law("answered", "A B C")
    assert ("B", "law", "yes") in told(world(both, laws, where, everybody, questions=questions).problem())[""]


@pytest.mark.parametrize("part", range(10))
def test_random_tables_against_a_plain_enumeration(part, monkeypatch):
    monkeypatch.setattr(trades, "FEW", part % 2 * 1000)  # with the smaller trades, and without
    safe = refused = 0
    for seed in range(part, RANDOM, 10):
        made = random_world(seed)
        wanted = enumerated(made)
        assert told(made.problem()) == wanted, seed
        safe, refused = safe + (not wanted), refused + bool(wanted)
    assert safe and refused


def _differs() -> int:
    return sum(told(made.problem()) != enumerated(made) for made in map(random_world, range(40)))


def test_the_enumeration_notices_an_attack_that_is_too_weak_or_too_strong(monkeypatch):
    assert _differs() == 0
    with monkeypatch.context() as patch:  # a trade with the attacker's own unit
        traded = trades.Trades._traded
        patch.setattr(trades.Trades, "_traded", lambda self, what, own: traded(self, what, np.zeros_like(own)))
        assert _differs()
    with monkeypatch.context() as patch:  # classes that hold what the sums do tell apart
        patch.setattr(trades.Trades, "alike", property(lambda self: np.zeros(len(self.problem.truth), dtype=int)))
        assert _differs()
    with monkeypatch.context() as patch:  # attackers taken to know the same
        patch.setattr(trades.Trades, "knows", lambda self, own: ())
        assert _differs()
    with monkeypatch.context() as patch:  # a solver that never finds another completion
        patch.setattr(attack._System, "another", lambda self, wanted: (None, True))
        assert _differs()


def test_what_the_solver_leaves_open_is_told_as_not_proven(monkeypatch):
    made = world({"A": "yes", "B": "no", "C": "no"}, law("count", "A B"), law("count", "B C"))
    monkeypatch.setattr(attack._System, "another", lambda self, wanted: (None, False))
    monkeypatch.setattr(trades.Trades, "safe", lambda self, wanted, own: np.zeros_like(wanted))
    assert not recoverable(made.problem())["proven"].all()
