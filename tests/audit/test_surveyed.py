"""The check on a paper without mentions.csv that it was not made for: a number is tied by the labels of the paper alone."""

import pytest

from analysis.audit.draft import read_draft
from analysis.audit.facts import Facts
from analysis.audit.finding import AGREES, APART, DISAGREES, ELSEWHERE, UNTIED
from analysis.audit.tie import tie
from analysis.audit.within import contradictions
from analysis.dataset import open_dataset
from analysis.measures.book import measures_of
from tests.audit.drafts import write_word
from tests.audit.seeded import changed, changes
from tests.audit.surveyed import DRAFTS, survey


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    return Facts(open_dataset(survey(tmp_path_factory.mktemp("survey"))))


def findings(folder, facts, *paragraphs: str):
    draft = read_draft(write_word(folder / "draft.docx", [("", text) for text in paragraphs], numbered=False))[0]
    return draft, tie(draft, facts)


def verdicts(folder, facts, *paragraphs: str) -> list[tuple[str, str, str]]:
    return [(f.mark.text, f.verdict, f.fact.name if f.fact else "") for f in findings(folder, facts, *paragraphs)[1]]


def alarms(draft, found, facts) -> set:
    wrong = {(f.unit.at, f.mark.text) for f in found if f.verdict in (DISAGREES, ELSEWHERE)}
    return wrong | {(c.unit.at, c.kind) for c in contradictions(draft, found, facts)}


def test_the_paper_is_the_one_that_the_drafts_are_on(facts):
    counts = {name: measures_of(facts.dataset).one(name) for name in ("portal", "training", "debarment", "emergency")}
    told = {name: (row["count"], row["denominator"]) for name, row in counts.items()}
    assert told == {"portal": (25, 36), "training": (34, 36), "debarment": (14, 35), "emergency": (5, 25)}


@pytest.mark.parametrize("language", list(DRAFTS))
def test_an_unchanged_draft_is_tied_and_raises_no_alarm(language, tmp_path, facts):
    draft, found = findings(tmp_path, facts, *DRAFTS[language])
    assert not alarms(draft, found, facts)
    counted = [f for f in found if f.verdict != APART]
    assert sum(f.verdict == AGREES for f in counted) >= 0.85 * len(counted)
    # What is left counts rounds, weeks, days and bodies; of States, nothing.
    assert {f.mark.text for f in counted if f.verdict == UNTIED} <= {
        "two", "six", "a third", "15", "aucun", "deux",
    }  # fmt: skip


@pytest.mark.parametrize("language", list(DRAFTS))
def test_a_changed_number_disagrees(language, tmp_path, facts):
    """Every third change of the tied numbers: at least 95 in 100 are caught, most at the very number."""
    draft, found = findings(tmp_path, facts, *DRAFTS[language])
    seeds = [(f, text) for f in found if f.verdict == AGREES for text in changes(f)][::3]
    missed, here = [], 0
    for finding, text in seeds:
        again = changed(draft, finding.unit, text)
        said = tie(again, facts)
        missed += [(finding.mark.text, text)] * (not alarms(again, said, facts))
        here += any(
            s.verdict in (DISAGREES, ELSEWHERE) and s.unit.at == finding.unit.at and s.mark.start == finding.mark.start
            for s in said
        )
    assert len(seeds) > 22 and len(missed) <= 0.05 * len(seeds), missed
    assert here >= 0.9 * len(seeds)


def test_a_wrong_number_says_what_the_data_have(tmp_path, facts):
    (finding,) = findings(tmp_path, facts, "In all, 48 States have a procurement portal.")[1]
    assert finding.verdict == DISAGREES and finding.fact.computed == "25 of 36 (69.4 per cent)"


def test_groups_and_denominators_are_tied(tmp_path, facts):
    """Portal by region is a measure of the paper, training by region is not: it is made when a sentence asks for it."""
    right = "{} of the {} coastal States train their procurement officials."
    for part, whole, expected in (
        (15, 15, [AGREES, AGREES]),
        (14, 15, [DISAGREES, AGREES]),
        (15, 16, [AGREES, DISAGREES]),
    ):
        found = verdicts(tmp_path, facts, right.format(part, whole))
        assert [verdict for _, verdict, _ in found] == expected
        assert {name for _, _, name in found} == {"training[coastal]"}


def test_the_universe_has_its_own_number(tmp_path, facts):
    for said, expected in (("36", AGREES), ("38", DISAGREES)):
        assert verdicts(tmp_path, facts, f"By May, {said} States had been surveyed.") == [(said, expected, "surveyed")]


def test_the_universe_that_a_sentence_names_decides(tmp_path, facts):
    """34 of 36 surveyed are 94.4 per cent, 34 of 40 members 85.0 per cent."""
    text = "Training of procurement officials is offered by {} of the {}."
    for figure, universe, expected in (
        ("94.4 per cent", "States surveyed", AGREES), ("85.0 per cent", "States surveyed", ELSEWHERE),
        ("85.0 per cent", "member States of the union", AGREES), ("70 per cent", "States surveyed", DISAGREES),
    ):  # fmt: skip
        assert verdicts(tmp_path, facts, text.format(figure, universe)) == [(figure, expected, "training")]


SUBJECTS = [
    ("Nearly all States train their procurement officials.", AGREES, "training"),
    ("Nearly all States have a complaints body.", DISAGREES, "complaints"),
    ("The majority of States have a complaints body.", AGREES, "complaints"),
    ("The majority of States keep a debarment list.", DISAGREES, "debarment"),
    ("More than half of the States have a complaints body.", AGREES, "complaints"),
    ("More than half of the States keep a debarment list.", DISAGREES, "debarment"),
    ("Two thirds of the States have a procurement portal.", DISAGREES, "portal"),
    ("One in five States with a portal has its emergency purchases published.", AGREES, "emergency"),
    ("One in three States with a portal has its emergency purchases published.", DISAGREES, "emergency"),
    ("Seventeen States have a complaints body.", DISAGREES, "complaints"),
    ("Two States offer no training to procurement officials.", AGREES, "training"),
    ("Three States offer no training to procurement officials.", DISAGREES, "training"),
    ("Most States have plenty of sunshine.", UNTIED, ""),
    ("Seventeen States attended the workshop in Geneva.", UNTIED, ""),
    ("Some States have begun to draft rules on how such portals are to be paid for in future.", UNTIED, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "fact"), SUBJECTS)
def test_a_word_is_tied_by_the_subject_of_its_sentence(text, verdict, fact, tmp_path, facts):
    assert [(v, name) for _, v, name in verdicts(tmp_path, facts, text)] == [(verdict, fact)]


def test_where_two_subjects_are_named_none_is_guessed(tmp_path, facts):
    """25 of 36 have a portal, 14 of 35 a list: "most" fits the one, and the sentence does not say which is meant."""
    (finding,) = findings(tmp_path, facts, "Most States speak of a debarment list or of a procurement portal.")[1]
    assert finding.verdict in (UNTIED, AGREES) and "portal" in (
        *finding.fits,
        finding.fact.name if finding.fact else "",
    )


def test_what_is_counted_otherwise_is_no_number_of_states(tmp_path, facts):
    text = "The complaints body decides within 15 days, in two stages and three languages; see article 9."
    assert {verdict for _, verdict, _ in verdicts(tmp_path, facts, text)} == {UNTIED, APART}


def test_a_language_without_labels_ties_nothing(tmp_path, facts, monkeypatch):
    for catalogue in (facts.dataset.paper.folder / "wording").glob("fr.po"):
        kept = catalogue.read_text(encoding="utf-8")
        catalogue.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', encoding="utf-8")
        try:
            bare = Facts(open_dataset(facts.dataset.folder))
            assert (
                verdicts(tmp_path, bare, "48 États disposent d’un portail consacré aux marchés publics.")[0][1]
                == UNTIED
            )
        finally:
            catalogue.write_text(kept, encoding="utf-8")
    assert verdicts(tmp_path, facts, "48 États disposent d’un portail consacré aux marchés publics.")[0][1] == DISAGREES
