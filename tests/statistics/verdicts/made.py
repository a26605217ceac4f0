"""Small worlds, seeded, and the verdict that the definitions give them by the plain search."""

from fractions import Fraction

from analysis.reference import reference
from analysis.statistics.ranges import Range, parse_range
from analysis.statistics.verdicts import AGREES, DIFFERS, IRREFUTABLE, UNTESTABLE, Group, Verdict

WORLDS = 600
ERROR = Fraction(1, 40)
WORDS = {row.word: parse_range(row.shares, row.counts) for row in reference("quantifiers").itertuples()}


def random_range(random) -> Range:
    if random.random() < 0.4:
        return random.choice(list(WORDS.values()))
    of = int(random.integers(2, 9))
    low, high = sorted(Fraction(int(x), of) for x in random.integers(0, of + 1, 2))
    closed = (True, True) if low == high else random.random(2) < 0.6
    least = int(random.choice([0, 0, 0, 2, 3]))
    most = int(random.integers(least, 8)) if random.random() < 0.2 else None
    return Range(low, high, bool(closed[0]), bool(closed[1]), least, most)


def random_group(random, most: int, maybe: bool = False) -> Group:
    target = int(random.integers(1, most + 1))
    open_ = int(random.integers(0, target + 1)) if random.random() < 0.8 else 0
    out = int(random.integers(0, open_ + 1)) if maybe and random.random() < 0.5 else 0
    yes = int(random.integers(0, target - open_ + 1))
    return Group(yes, target - open_ - yes, open_ - out, out)


def state(groups: dict[str, Group]):
    answered = {(g, a): n for g, x in groups.items() for a, n in (("yes", x.yes), ("other", x.other))}
    open_ = {(g, k): n for g, x in groups.items() for k, n in (("open", x.open), ("maybe", x.maybe))}
    return answered, open_


def answers(kind):
    return ["yes", "other", None] if kind[1] == "maybe" else ["yes", "other"]


def recodings(was):
    return ["other" if was[1] == "yes" else "yes"]


def counted(answered, group=""):
    yes, other = (answered.get((group, a), 0) for a in ("yes", "other"))
    return yes, yes + other


def expected(found, *, enough, on_interval, irrefutable=False):
    """The verdict by the definitions: outcome, strength, open, changed."""
    seen, every, never, opened, changed = found
    if irrefutable:
        return IRREFUTABLE, None, None, None
    true = seen if seen is not None else True if every else False if never else None
    certain = (every and true is True) or (never and true is False)
    if true is None or not (enough or certain):
        return UNTESTABLE, None, None, None
    strength = 1 if certain else 2 if on_interval(true) else 3
    return AGREES if true else DIFFERS, strength, None if certain else opened[true], changed[true]


def said(verdict: Verdict):
    return verdict.outcome, verdict.strength, verdict.open, verdict.changed


def sizes(group: Group):
    return tuple(range(group.answered + group.open, group.target + 1))
