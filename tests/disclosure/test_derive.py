"""A derivation is enough and has nothing to spare; a proposal leaves nothing to be told."""

import pytest

from analysis.disclosure.attack import recoverable, safe
from analysis.disclosure.clock import until
from analysis.disclosure.derive import _forced, derived, grown, irreducible, proposed, undecided
from tests.disclosure.test_attack import law, world
from tests.disclosure.worlds import random_world


def test_a_derivation_names_the_numbers_and_no_other():
    made = world(
        {"A": "yes", "B": "no", "C": "yes", "D": "no"}, law("count", "A B C"), law("count", "A B"), law("count", "B D")
    )
    problem = made.problem()
    rows = derived(problem, undecided(problem))
    public = rows[rows["attacker"] == ""].set_index(["unit", "answer"])
    assert list(public.index) == [("A", "yes"), ("B", "yes"), ("C", "yes"), ("D", "yes")]
    assert list(public["given"]) == ["yes", "no", "yes", "no"]
    assert public.at[("B", "yes"), "measures"] == public.at[("D", "yes"), "measures"] == ("number 2",)
    assert len(public.at[("C", "yes"), "measures"]) == len(public.at[("A", "yes"), "measures"]) == 2


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_no_number_of_a_derivation_can_be_spared(seed):
    problem = random_world(seed).problem()
    for row in derived(problem, undecided(problem)).itertuples():
        own = problem.entities == row.attacker
        assert _forced(problem, own, row.numbers, [row.cell])[row.cell]
        for number in row.numbers:
            fewer = [n for n in row.numbers if n != number]
            assert not _forced(problem, own, fewer, [row.cell])[row.cell]


@pytest.mark.parametrize("seed", range(0, 45, 3))
def test_without_the_proposed_numbers_nothing_can_be_told_and_with_any_of_them_something(seed):
    problem = random_world(seed).problem()
    chosen, enough = proposed(problem, derived(problem, undecided(problem)))
    assert enough
    assert recoverable(problem.without(chosen)).empty
    for name in chosen:
        assert len(recoverable(problem.without([other for other in chosen if other != name])))


@pytest.mark.parametrize("seed", range(0, 45, 3))
def test_what_is_let_out_one_after_the_other_tells_nothing_and_nothing_more_could_be(seed):
    problem = random_world(seed).problem()
    chosen = grown(problem, ["number 0"])
    assert recoverable(problem.without(chosen)).empty and safe(problem.without(chosen))
    for name in chosen:
        fewer = problem.without([other for other in chosen if other != name])
        assert len(recoverable(fewer)) and not safe(fewer)


def test_without_any_time_all_is_left_out_but_what_is_published():
    problem = world({"A": "yes", "B": "no"}, law("count", "A"), law("count", "A B")).problem()
    with until(0):
        assert grown(problem, []) == ["number 0", "number 1"] and grown(problem, [], ["number 0"]) == ["number 1"]


def test_a_suppressed_number_takes_the_one_with_it_that_gives_it_back():
    five = {"A": "yes", "B": "no", "C": "yes", "D": "no", "E": "yes", "F": "no"}
    numbers = law("count", "A B C D E F"), law("count", "B C D E F"), law("count", "A")
    problem = world(five, *numbers).problem()
    assert len(proposed(problem, derived(problem, undecided(problem)))[0]) == 2


def test_what_the_published_numbers_give_away_is_decided_and_nothing_else():
    made = world(
        {"A": "yes", "B": "no", "C": "yes", "D": "no"}, law("count", "A"), law("count", "B C D"), law("count", "B")
    )
    problem = made.problem()
    left = undecided(problem, ["number 0"]).merge(problem.cells, left_on="cell", right_index=True)
    assert "A" not in set(left["unit"]) and ("B", "") in set(zip(left["unit"], left["attacker"], strict=True))


def test_irreducible_sets_prefer_the_earlier_items():
    assert irreducible(lambda held: len(held) >= 2, [5, 6, 7, 8]) == [5, 6]
    assert irreducible(lambda held: {6, 8} <= set(held), [5, 6, 7, 8]) == [6, 8]
    assert irreducible(lambda held: True, [5, 6]) == []
