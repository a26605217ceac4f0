"""How far a share depends on who read, against every choice of whom to believe."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.charts.catalogue import Chart
from analysis.languages import LANGUAGES, Language
from analysis.measures.book import measures_of
from analysis.measures.coders import in_words, read_by, readings
from analysis.measures.ledger import statements
from tests.coding import made
from tests.conftest import with_tables

LAWS, BODIES = ("yes", "no", "not_addressed"), ("police", "court", "court;police", "not_addressed")
KEY = ["unit", "record", "topic", "question"]


@pytest.fixture(scope="module")
def laws(tmp_path_factory):
    return made.dataset(tmp_path_factory.mktemp("laws") / "data")


def coded(world, answers):
    """Return a dataset in which coders gave answers, (coder, unit, question) -> answer, and what they agree on is found."""
    columns = [*KEY, "entity", "coder", "answer", "symbol", "paragraph"]
    rows = pd.DataFrame(
        [(u, "review", "", q, u, c, a, f"T/{u}", "") for (c, u, q), a in answers.items()], columns=columns
    )
    found = {
        (u, q): {a for (c, *place), a in answers.items() if place == [u, q] and c != "agreed"} for _, u, q in answers
    }
    found |= {(u, q): {a} for (c, u, q), a in answers.items() if c == "agreed"}
    own = [
        a.pop() if len(a) == 1 else "unsettled" for a in (found[u, q] for u, q in zip(rows["unit"], rows["question"]))
    ]
    return made_of(world, rows, rows.assign(answer=own))


def made_of(world, codings, agreed):
    findings = agreed.assign(answer=agreed["answer"].str.split(";")).explode("answer").drop_duplicates([*KEY, "answer"])
    tables = {"codings": codings, "findings": findings}
    return with_tables(
        world, **{n: t.reindex(columns=world.tables[n].columns, fill_value="") for n, t in tables.items()}
    )


def test_against_every_choice_of_coder(laws):
    """Two coders of four States, one read by one alone: each State is given what it counts as, or what the one or the other says of
    it, of the condition as of the answer. In half the worlds the first State is settled as neither said."""
    random = np.random.default_rng(2018)
    for turn in range(3):
        said = {
            (coder, unit): {"law": random.choice(LAWS), "bodies": random.choice(BODIES)}
            for coder, unit in product(("Ana", "Ben"), made.STATES)
            if (coder, unit) != ("Ben", "XAD")
        }
        typed = {(c, u, q): a for (c, u), own in said.items() for q, a in own.items()}
        typed |= {("agreed", "XAA", q): own[-2] for q, own in (("law", LAWS), ("bodies", BODIES)) if turn % 2}
        world = coded(laws, typed)
        measures, agreed = measures_of(world), world.findings.groupby(["unit", "question"])["answer"].agg(";".join)
        found: dict[str, list[float]] = {"law": [], "police": []}
        for chosen in product(("", "Ana", "Ben"), ("", "Ana", "Ben"), ("", "Ana", "Ben"), ("Ana",)):
            believed = {
                ("agreed", u, q): typed[c, u, q] if c else agreed[u, q]
                for c, u in zip(chosen, made.STATES, strict=True)
                for q in ("law", "bodies")
            }
            one = measures_of(coded(laws, believed))
            for name, shares in found.items():
                shares.append(one.of(name)["share"].iloc[0])
        for name, shares in found.items():
            row = measures.of(name).iloc[0].to_dict()
            table = readings(measures, measures.rows.loc[name], row)
            assert len(table) or not row["denominator"]
            if len(table) and not np.isnan([*shares, *table["share"]]).any():
                assert table["share"].tolist() == pytest.approx([min(shares), max(shares)])
        assert read_by(measures, ("law",))[1] == measures.one("law")["denominator"]


def test_what_was_settled_and_what_stands_in_a_register_is_nobody_s_reading(laws):
    """XAB stands in a register, XAC was settled where nobody else read: both count, the one as read by nobody, the other by one."""
    answers = {("Ana", "XAA", "law"): "yes", ("Ben", "XAA", "law"): "no", ("agreed", "XAA", "law"): "no"}
    answers |= {("source", "XAB", "law"): "yes", ("agreed", "XAC", "law"): "yes"}
    measures = measures_of(coded(laws, answers))
    table = readings(measures, measures.rows.loc["law"], measures.of("law").iloc[0].to_dict())
    assert table[["count", "denominator", "read", "read_by_one", "disputed"]].to_numpy().tolist() == [
        [2, 3, 3, 1, 1],
        [3, 3, 3, 1, 1],
    ]
    measures = measures_of(coded(laws, {("source", "XAB", "law"): "yes"}))
    assert in_words(measures, [measures.one("law")]) == ""


def test_whoever_leaves_a_condition_open_leaves_open_what_depends_on_it(laws):
    """Ana says nothing of a law in XAA, so to her nobody knows whether its bodies were to be asked for; Ben says that it has one."""
    answers = {(coder, "XAB", q): a for coder in ("Ana", "Ben") for q, a in (("law", "yes"), ("bodies", "police"))}
    answers |= {("Ana", "XAA", "law"): "not_addressed", ("Ben", "XAA", "law"): "yes", ("Ben", "XAA", "bodies"): "court"}
    measures = measures_of(coded(laws, answers))
    share = measures.one("police")
    assert (share["count"], share["denominator"]) == (1, 1)
    table = readings(measures, measures.rows.loc["police"], share)
    assert table[["count", "denominator", "disputed"]].to_numpy().tolist() == [[1, 2, 1], [1, 1, 1]]


def test_the_ledger_says_it_beside_each_share(demonstration):
    """Informal channels: 110 of 131 settled, 109 of 131 to 114 of 134 by whoever is believed."""
    told = statements(demonstration).set_index("statement")["readings"]
    assert told["S15"] == "126 of 163 read by one person" and told["S31"] == ""
    assert told["S27"].endswith(
        "; Informal channels: 101 of 131 read by one person; Informal channels: 109 of 131 to 114 of 134 whichever coder is believed "
        "(interval then 79.1 to 87.9 per cent, bounds 59.9 to 89.0 per cent)"
    )
    row = measures_of(demonstration).one("informal")
    assert in_words(measures_of(demonstration), [row, row]).count("whichever") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_says_it_below_in_its_language(demonstration, language):
    row = demonstration.layers.table("charts").set_index("chart").loc["legislation"].replace("legislation", "informal")
    shown = Chart(
        "informal",
        row.where(row.index != "measures", "informal"),
        demonstration,
        Language(language, demonstration.layers),
    )
    one, read, moved = read_by(shown.measures, ("informal",))
    assert (one, read, moved) == (101, 131, 114 / 134 - 110 / 131)
    assert all(text in shown.furniture.source for text in ("101", "131", shown.language.points(0.012)))
    assert not shown.language.missing and ("coder" in shown.furniture.source) == (language == "en")
