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
    """Return a dataset in which coders gave answers: (coder, unit, question) -> answer."""
    rows = pd.DataFrame([(u, "review", "", q, u, c, a, f"T/{u}", "") for (c, u, q), a in answers.items()])
    rows.columns = [*KEY, "entity", "coder", "answer", "symbol", "paragraph"]
    codings = rows.reindex(columns=world.codings.columns, fill_value="")
    findings = rows.assign(answer=rows["answer"].str.split(";")).explode("answer").drop_duplicates([*KEY, "answer"])
    return with_tables(world, codings=codings, findings=findings.reindex(columns=world.findings.columns, fill_value=""))


def test_against_every_choice_of_coder(laws):
    """Two coders of four States, one of them read by one alone: each State is given what the one or the other says of it."""
    random = np.random.default_rng(2018)
    for _ in range(6):
        said = {
            (coder, unit): {"law": random.choice(LAWS), "bodies": random.choice(BODIES)}
            for coder, unit in product(("Ana", "Ben"), made.STATES)
            if (coder, unit) != ("Ben", "XAD")
        }
        world = coded(laws, {(c, u, q): a for (c, u), own in said.items() for q, a in own.items()})
        measures = measures_of(world)
        found: dict[str, list[float]] = {"law": [], "police": []}
        for chosen in product(("Ana", "Ben"), ("Ana", "Ben"), ("Ana", "Ben"), ("Ana",)):
            believed = {(c, u, q): a for c, u in zip(chosen, made.STATES, strict=True) for q, a in said[c, u].items()}
            one = measures_of(coded(laws, believed))
            for name, shares in found.items():
                shares.append(one.of(name)["share"].iloc[0])
        for name, shares in found.items():
            table = readings(measures, measures.rows.loc[name], measures.of(name).iloc[0].to_dict())
            if len(table) and not np.isnan([*shares, *table["share"]]).any():
                assert table["share"].tolist() == pytest.approx([min(shares), max(shares)])
        assert read_by(measures, ("law",))[:2] == (1, 4)


def test_what_was_settled_and_what_stands_in_a_register_is_nobody_s_reading(laws):
    answers = {("Ana", "XAA", "law"): "yes", ("Ben", "XAA", "law"): "no", ("agreed", "XAA", "law"): "no"}
    answers |= {("source", "XAB", "law"): "yes", ("agreed", "XAC", "law"): "yes"}
    measures = measures_of(coded(laws, answers))
    table = readings(measures, measures.rows.loc["law"], measures.of("law").iloc[0].to_dict())
    assert table[["count", "denominator", "read", "read_by_one", "disputed"]].to_numpy().tolist() == [
        [1, 2, 2, 1, 1],
        [2, 2, 2, 1, 1],
    ]


def test_the_ledger_says_it_beside_each_share(demonstration):
    """Informal channels: 110 of 131 settled, 109 of 131 to 114 of 134 by whoever is believed."""
    told = statements(demonstration).set_index("statement")["readings"]
    assert told["S15"] == "126 of 163 read by one person" and told["S31"] == ""
    assert told["S27"] == (
        "126 of 163 read by one person; Informal channels: 109 of 131 to 114 of 134 whichever coder is believed "
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
    assert (one, read, moved) == (126, 163, 114 / 134 - 110 / 131)
    assert all(text in shown.furniture.source for text in ("126", "163", shown.language.points(0.012)))
    assert not shown.language.missing and ("coder" in shown.furniture.source) == (language == "en")
