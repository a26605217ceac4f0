"""Entities with at least one recommendation of some answer: what one of them does not say leaves that open."""

import itertools
import random

import pytest

from analysis.measures.book import measures_of
from analysis.measures.evidence import COUNTED, OPEN, OTHER, evidence
from tests.tidy.made import CODEBOOK, INVENTED, dataset, register

REGISTER = register("recommendations", "made.csv", 'entity = "State", number = "No"', 'questions = "codebook"\n')
FILES = {
    "paper/codebook.csv": CODEBOOK + "done,t,,done,no,,,Done,Is it done?\ntopic,t,,topic,yes,,,Topic,On what?\n",
    "paper/codes.csv": "list,code,label\ndone,yes,Yes\ndone,part,Partly\ndone,no,No\ntopic,law,Law\ntopic,aid,Aid\n",
    "paper/universes.csv": "universe,name,unit,record,population\nall,States,entity,,\nmade,States with any,entity,recommendation,all\n",
    "paper/measures.csv": "measure,label,kind,universe,question,answers,given\n"
    "done,Done,share,made,done,yes; part|yes,\naid,On aid,share,made,topic,aid,\ngiven,Done of aid,share,made,done,yes,topic = aid\n"
    "one,One,at_least,made,done,1 of yes,\n",
}
SAID = {"yes": "Yes", "part": "Partly", "no": "No", "": ""}


def world(folder, rows):
    """Return measures of recommendations: State, whether done, topic a row."""
    lines = (f"Small State {state},{n},{SAID[done]},{topic}" for n, (state, done, topic) in enumerate(rows, 1))
    return measures_of(
        dataset(folder, REGISTER, FILES | {"made.csv": "\n".join(["State,No,Done,Topic", *lines]) + "\n"})
    )


def at_least_one(rows, codes, at):
    """Return the States that have one, those that may, and those that have none, whatever the blanks stand for."""
    by_state = {state: [row[at] for row in rows if row[0] == state] for state in {row[0] for row in rows}}
    worlds = {"done": ("yes", "part", "no"), "topic": ("law", "aid")}["done" if at == 1 else "topic"]
    found = {"yes": set(), "open": set(), "no": set()}
    for state, said in by_state.items():
        results = {bool({*full} & codes) for full in itertools.product(*([one] if one else worlds for one in said))}
        found["open" if len(results) == 2 else "yes" if True in results else "no"].add(state)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_any_recommendations_against_every_completion(tmp_path, seed):
    """The count, what is known to be none, and what may become one; so the bounds. Evidence names the same States."""
    draw = random.Random(seed)
    rows = [(draw.choice(INVENTED[:4]), draw.choice(["yes", "part", "no", "no", ""]), draw.choice(["law", "aid", "law", ""])) for _ in range(9)]  # fmt: skip
    found = world(tmp_path, rows)
    for name, answer, codes, at in (
        ("done", "yes", {"yes"}, 1), ("done", "part|yes", {"yes", "part"}, 1), ("aid", "aid", {"aid"}, 2),
    ):  # fmt: skip
        [row] = [row for row in found.of(name).to_dict("records") if row["answer"] == answer]
        told = at_least_one(rows, codes, at)
        assert [row["count"], row["other"], row["not_addressed"]] == [len(told[k]) for k in ("yes", "no", "open")], name
        assert row["units"] == tuple(sorted(told["yes"]))
        assert row["bound_high"] == pytest.approx(1 - len(told["no"]) / len(INVENTED))
    shown, told = evidence(found.dataset, "aid").set_index("unit")["counted"], at_least_one(rows, {"aid"}, 2)
    for kind, counted in (("yes", COUNTED), ("no", OTHER), ("open", OPEN)):
        assert set(shown[list(told[kind])]) <= {counted}


def test_a_state_that_may_have_one_on_the_topic_may_belong(tmp_path):
    """XAA has one on aid; one of XAB may be on aid, XAC has none on it. Of XAD it is not known whether any is done."""
    rows = [("XAA", "yes", "aid"), ("XAB", "no", "law"), ("XAB", "no", ""), ("XAC", "yes", "law"), ("XAD", "no", "aid"), ("XAD", "", "aid")]  # fmt: skip
    found = world(tmp_path, rows)
    row = found.of("given").iloc[0]
    assert row[["count", "denominator", "maybe", "not_addressed"]].tolist() == [1, 1, 2, 2]  # XAE may belong, too
    one = found.of("one").iloc[0]
    assert (one["count"], one["other"], one["not_addressed"]) == (2, 1, 1)
