"""What was released gives an answer away exactly where a plain enumeration of all completions says so."""

import os

import pytest

from analysis.disclosure.attack import recoverable
from tests.disclosure.worlds import enumerated, random_world

# The proof of the house is 10,000: RANDOM_DATASETS=10000 python -m pytest tests/disclosure
RANDOM = int(os.environ.get("RANDOM_DATASETS", "300"))


def told(problem) -> dict[str, set[tuple[str, str, str]]]:
    found: dict[str, set] = {}
    for row in recoverable(problem).itertuples():
        assert row.proven
        cell = problem.cells.loc[row.cell]
        found.setdefault(row.attacker, set()).add((cell["unit"], cell["question"], cell["answer"]))
    return found


@pytest.mark.parametrize("part", range(10))
def test_random_tables_against_a_plain_enumeration(part):
    safe = refused = 0
    for seed in range(part, RANDOM, 10):
        world = random_world(seed)
        wanted = enumerated(world)
        assert told(world.problem()) == wanted, seed
        safe, refused = safe + (not wanted), refused + bool(wanted)
    assert safe and refused
