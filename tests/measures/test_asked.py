"""Answers that depend on others: what two coders leave unsettled counts nowhere, and every row adds up."""

import csv
import io
import shutil

import numpy as np
import pytest

from analysis.coding.exports import long_table, matrix
from analysis.dataset import open_dataset
from analysis.measures.book import measures_of
from analysis.measures.coders import readings
from analysis.schema import NO_ANSWERS
from tests.coding import made

QUESTIONS = {"law": ("yes", "no"), "bodies": ("police", "court", "police;court"), "years": ("3", "10")}
GAPS = ("", "not addressed", "not applicable", "unreadable", "perhaps")
GROUPS = {"XAA": "a", "XAB": "a", "XAC": "b", "XAD": "b", "XAE": "none", "XAF": "a"}
MEASURES = [
    ("law", "law", "yes", ""),
    ("police", "bodies", "police", "law = yes"),
    ("police_alone", "bodies", "police", ""),
    ("years", "years", "3", "bodies = court"),
    ("years_alone", "years", "3", ""),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Six invented States in two groups and none, five of them reviewed; each measure once for all and once by group."""
    folder = tmp_path_factory.mktemp("asked") / "data"
    rows = [
        (name + by, name, "share", "reviewed", q, a, given, by, "")
        for name, q, a, given in MEASURES
        for by in ("", "bloc")
    ]
    made.dataset(
        folder,
        entities="code,iso2,numeric,kind,name\n" + "".join(f"{s},,{900 + n},member,Small State {s}\n" for n, s in enumerate(GROUPS)),
        memberships="code,grouping,member_of,from,until,source,note\n" + "".join(f"{s},bloc,{g},,,invented,\n" for s, g in GROUPS.items() if g != "none"),
        groupings="grouping,label,kept_until,why\nbloc,Bloc,,\n",
        paper_measures=_csv("measure label kind universe question answers given by not_applicable", rows),
    )  # fmt: skip
    register = '[[registers]]\ntable = "codings"\nfile = "codings.csv"\nfixed = { record = "review" }\ncolumns = { entity = "State", question = "Question", answer = "Answer", coder = "Coder" }\n'
    settings = made.SETTINGS.replace('"aliases"]', '"aliases", "groupings"]') + register
    (folder / "dataset.toml").write_text(settings)
    return folder


def _csv(head, rows):
    out = io.StringIO()
    csv.writer(out).writerows([head.split(), *rows])
    return out.getvalue()


def codings(random):
    """Return (coder, State, question) -> what is typed: two coders, gaps, answers that are none, some disagreements settled."""
    said = {}
    for state in list(GROUPS)[:4]:
        for question, codes in QUESTIONS.items():
            first = random.choice([*codes * 3, *GAPS])
            for coder in ("Ana", "Ben"):
                said[coder, state, question] = first if random.random() < 0.6 else random.choice([*codes * 2, *GAPS])
            if random.random() < 0.2:
                said["agreed", state, question] = random.choice([*codes, "not addressed"])
    return said


def agreed(said):
    """Return (State, question) -> what counts, worked out by hand from what is typed."""
    known = {"not addressed": "not_addressed", "not applicable": "not_applicable", "perhaps": "unsettled"}
    told = {}
    for state, question in {(state, question) for _, state, question in said}:
        each = [said.get((coder, state, question), "") for coder in ("agreed", "Ana", "Ben")]
        each = {"".join(known.get(a, a)) for a in ([each[0]] if each[0] else each[1:]) if a}
        told[state, question] = "" if not each else each.pop() if len(each) == 1 else "unsettled"
    for state in GROUPS:
        law, bodies = told.get((state, "law"), ""), told.get((state, "bodies"), "")
        told[state, "bodies"] = bodies = _asked(law, law == "yes", bodies)
        told[state, "years"] = _asked(bodies, "court" in bodies, told.get((state, "years"), ""))
    return told


def _asked(condition, met, answer):
    if met:
        return answer
    if condition not in ("", "not_addressed", "unreadable", "unsettled"):
        return "not_applicable"
    return "unsettled" if condition == "unsettled" or answer not in ("", *NO_ANSWERS) else answer


@pytest.fixture(scope="module")
def read(world, tmp_path_factory):
    """Nine random codings, each as typed and as read."""
    found = []
    for seed in range(9):
        said = codings(np.random.default_rng(seed))
        folder = shutil.copytree(world, tmp_path_factory.mktemp("read") / "data")
        (folder / "codings.csv").write_text(
            _csv("Coder State Question Answer", [(*k, v) for k, v in said.items() if v])
        )
        found.append((said, measures_of(open_dataset(folder))))
    return found


def test_groups_add_up_to_their_total_and_every_row_to_its_target(read):
    for seed, (said, measures) in enumerate(read):
        told = agreed(said)
        for name, question, code, given in MEASURES:
            total, groups = measures.of(name), measures.of(f"{name}bloc")
            counts = ["count", "denominator", "other", "population", *NO_ANSWERS]
            assert groups[counts].sum().tolist() == total[counts].sum().tolist(), (seed, name)
            answers = [told.get((state, question), "") for state in GROUPS]
            assert total["count"].item() == sum(code in a.split(";") for a in answers), (seed, name)
            for row in (*total.to_dict("records"), *groups.to_dict("records")):
                assert row["count"] + row["other"] == row["denominator"]
                beside = sum(row[why] for why in NO_ANSWERS if why != "not_applicable")
                assert row["denominator"] + beside == row["population"], (seed, name)
                if not given and row["group"] == "":
                    assert row["population"] + row["not_applicable"] == len(GROUPS)
        for name in ("police", "years"):
            assert measures.of(name)["count"].item() == measures.of(f"{name}_alonebloc")["count"].sum(), seed


def test_a_share_lies_within_the_range_of_its_readings_and_says_how_many_of_its_own_answers_one_person_read(read):
    """Also where an answer cannot be understood, was settled as nobody said, or depends on one that was. What is unsettled is no reading:
    a share that leaves it out may lie outside."""
    shown = 0
    for seed, (_, measures) in enumerate(read):
        for name, *_ in MEASURES:
            for by in ("", "bloc"):
                for row in measures.of(name + by).to_dict("records"):
                    table = readings(measures, measures.rows.loc[name + by], row)
                    assert table.empty == (not row["denominator"])
                    for end, within in zip(table.to_dict("records"), (float.__le__, float.__ge__), strict=False):
                        outside = not np.isnan(end["share"]) and not within(end["share"], row["share"])
                        assert not outside or row["unsettled"] or row["maybe"], (seed, name, row["group"])
                        assert end["read"] == row["denominator"] and end["read_by_one"] <= end["read"]
                        shown += end["disputed"] > 0
    assert shown > 20


def test_the_exported_matrix_and_long_table_hold_what_the_shares_count(read):
    """A nought or one for each answer of the denominator, ones for the count; each coder's answer counts or says why not."""
    for _, measures in read:
        table, long = matrix(measures.dataset), long_table(measures.dataset)
        for name, column in (("law", "law:yes"), ("police_alone", "bodies:police")):
            row, told = measures.one(name), table.loc[table[column] != "", column]
            assert (len(told), (told == "1").sum()) == (row["denominator"], row["count"])
            own = long[(long["question"] == row["question"]) & (long["counts"] == "yes")]
            assert set(own.loc[own["answer"].str.split(";").map(lambda a, c=row["answer"]: c in a), "unit"]) <= set(
                row["units"]
            )
            settled = set(measures.dataset.codings.query("coder == 'agreed'")["unit"])
            assert set(row["units"]) - settled <= set(own["unit"])
        assert ((long["counts"] == "yes") == (long["why_not"] == "")).all()
    whys = {why for _, measures in read for why in long_table(measures.dataset)["why_not"]}
    assert whys >= {"", "Unsettled", "Not applicable", "Not addressed", "another answer counts"}


@pytest.mark.parametrize(
    ("law", "bodies", "fault"),
    [
        (("yes", "no"), ("police", "police"), "is not settled|does not count"),
        (("perhaps", ""), ("police", ""), "not known whether"),
        (("", ""), ("police", "police"), "not known whether"),
        (("not addressed", ""), ("police", "police"), "not known whether"),
        (("not applicable", ""), ("police", "police"), "does not count"),
        (("no", "no"), ("police", "police"), "does not count"),
        (("yes", "yes"), ("police", "police"), None),
    ],
)
def test_an_answer_whose_condition_is_open_is_unsettled_and_said(world, law, bodies, fault):
    """One State, said of by two coders; settled as yes, the law lets the bodies count."""
    rows = [(c, "XAA", q, a) for q, both in (("law", law), ("bodies", bodies)) for c, a in zip("AB", both, strict=True)]
    for settled in ("", "yes"):
        more = [("agreed", "XAA", "law", settled)] if settled else []
        (world / "codings.csv").write_text(_csv("Coder State Question Answer", [r for r in (*rows, *more) if r[3]]))
        dataset = open_dataset(world)
        row = measures_of(dataset).one("police_alone")
        counts = fault is None or settled
        why = "not_applicable" if fault == "does not count" else "unsettled"
        assert (row["count"], row[why]) == ((1, 0) if counts else (0, 1))
        told = dataset.issues[dataset.issues["problem"].str.startswith("answered, although")]["problem"]
        assert len(told) == (0 if counts else sum(map(bool, bodies))) and (counts or told.str.contains(fault).all())
