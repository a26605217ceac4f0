"""The public edition of small worlds: refused, decided, written, and read again file by file."""

import csv
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.dataset import open_dataset
from analysis.disclosure import release
from analysis.disclosure import released as gives
from analysis.disclosure.decisions import Decisions, read_decisions
from analysis.disclosure.problem import ONE
from analysis.disclosure.release import internal_files, lines, named_wrongly, prove, public_files
from analysis.disclosure.released import released
from analysis.disclosure.status import answers, records
from analysis.errors import DataError
from analysis.measures.book import measures_of
from tests.conftest import small_world

# XAB and XCA are restricted; of XCB one paragraph is.
RESTRICTED = {"XAB", "XCA"}
STATUS = 'columns = { entity = "State", topic = "Article", symbol = "Symbol", date = "Completed", edition = "Edition"'


# Of each kind of number one, so that a proof takes no time.
MEASURES = """measure,label,kind,universe,question,answers,given,by,not_applicable
reviews_46,Reviews,rows,reviews_46,,,,,
legislation,Legislation,share,reviewed_46,legislation,yes,,,
legislation_first,Legislation,share,reviewed_46_first,legislation,yes,,,
legislation_by_group,Legislation,share,reviewed_46,legislation,yes,,regional_group,
legislation_differences,Legislation,difference,reviewed_46,legislation,yes,,regional_group,
legislation_of_every_state,Legislation,status,reviewed_46,legislation,,,,
legislation_change,Legislation,change,reviewed_46_by_first;reviewed_46,legislation,yes,,,
vehicles,Vehicles,share,reviewed_46,vehicle,,legislation = yes,,
general_law,General law,share,reviewed_46,vehicle,general_law,,,no
highest_penalty,Highest,highest,reviewed_46,penalty_years,,,,
"""


def guarded(folder, restricted=RESTRICTED):
    """Give each review of a small world a status, and the world a few measures."""
    (folder / "measures.csv").write_text(MEASURES, encoding="utf-8")
    text = (folder / "dataset.toml").read_text(encoding="utf-8").replace('"memberships"]', '"memberships", "measures"]')
    (folder / "dataset.toml").write_text(text.replace(STATUS, STATUS + ', status = "Published"'), encoding="utf-8")
    rows = list(csv.DictReader((folder / "reviews.csv").open(encoding="utf-8")))
    for row in rows:
        row["Published"] = "no" if row["State"].split()[-1] in restricted else "yes"
    pd.DataFrame(rows).to_csv(folder / "reviews.csv", index=False)
    return folder


def decide(folder, *rows):
    lines = [",".join(f'"{cell}"' for cell in (*row, "the State agrees", "An analyst", "2018-05-01")) for row in rows]
    (folder / "releases.csv").write_text("\n".join(["measure,decision,reason,by,on", *lines]) + "\n", encoding="utf-8")


def read_decisions_of(folder):
    dataset = open_dataset(folder)
    return read_decisions(dataset.layers, measures_of(dataset).rows)


@pytest.fixture
def folder(world_folder):
    return guarded(world_folder)


@pytest.fixture(scope="module")
def proof(tmp_path_factory):
    """What the undecided edition gives away."""
    return prove(open_dataset(guarded(small_world(tmp_path_factory.mktemp("guarded") / "world"))), Decisions())


def test_what_nobody_called_public_is_restricted(world):
    assert set(records(world)["status"]) == {"restricted"} and not records(world)["said"].any()


def test_the_status_of_a_paragraph_counts_before_that_of_its_record(folder):
    with (folder / "dataset.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[[registers]]\ntable = "extracts"\nfile = "extracts.csv"\n'
            'columns = { entity = "State", symbol = "Symbol", paragraph = "Para", text = "Text", status = "Status" }\n'
        )
    (folder / "extracts.csv").write_text(
        "State,Symbol,Para,Text,Status\nSmall State XCB,T/XCB,7,Kept to the secretariat.,restricted\n"
        "Small State XCA,T/XCA,8,Said to all.,public\n",
        encoding="utf-8",
    )
    codings = (folder / "codings.csv").read_text(encoding="utf-8")
    codings = codings.replace("T/XCB,legislation,Yes,", "T/XCB,legislation,Yes,7")
    codings = codings.replace("T/XCA,legislation,Yes,", "T/XCA,legislation,Yes,8")
    (folder / "codings.csv").write_text(codings, encoding="utf-8")
    dataset = open_dataset(folder)
    said = answers(dataset).set_index(["unit", "question"])["status"]
    assert said["XCB:46", "legislation"] == "restricted" and said["XCB:46", "convention_basis"] == "public"
    assert said["XCA:46", "legislation"] == "public" and said["XCA:46", "convention_basis"] == "restricted"
    shown = public_files(dataset, Decisions())["answers.csv"].decode()
    assert "Said to all" in shown and "Kept to the secretariat" not in shown


def test_the_sums_are_the_numbers_that_the_measures_show(world, demonstration):
    """`released` holds every sum against the number of its measure; here all records are restricted, there three are."""
    assert len(released(world, Decisions()).problem.sums) > 400 and not released(world, Decisions()).untold
    assert not released(demonstration, Decisions()).untold


def test_a_sum_that_is_not_the_number_shown_stops_the_release(world, monkeypatch):
    def wrong(model, asked):
        return [row | {"count": row["count"] + ONE} for row in gives.share(model, asked)]

    monkeypatch.setitem(gives.GIVES, "share", wrong)
    with pytest.raises(DataError, match="fault of the suite"):
        released(world, Decisions())


def test_a_kind_of_measure_without_a_rule_is_not_covered(folder, proof, monkeypatch):
    monkeypatch.delitem(gives.GIVES, "highest")
    untold = released(open_dataset(folder), Decisions()).untold
    assert list(untold) == ["highest_penalty"]
    assert not replace(proof, derivations=proof.derivations.iloc[:0], untold=untold).holds


def test_a_release_that_gives_answers_away_is_refused_with_the_reasons(folder, tmp_path, capsys):
    assert main(["release", "--data", str(folder), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "XAB:46 answers “Dedicated legislation” with “No”" in said and "legislation_by_group" in said
    assert "releases.csv" in said and not (tmp_path / "out").exists()


def test_what_is_proposed_is_suppressed_and_then_the_release_goes_out(folder, proof, tmp_path):
    assert proof.proposals and not proof.holds
    decide(folder, *((name, "suppress") for name in proof.proposals))
    assert main(["release", "--data", str(folder), "--out", str(tmp_path)]) == 0
    written = {path.name for path in (tmp_path / "public").iterdir()}
    assert {"about.csv", "answers.csv", "members.csv", "numbers.csv"} <= set(written)
    numbers = pd.read_csv(tmp_path / "public" / "numbers.csv", keep_default_na=False, dtype=str)
    left_out = numbers[numbers["decision"] == "suppress"]
    assert len(left_out) and (left_out[["count", "denominator", "share", "named"]] == "").all(axis=None)
    assert (numbers["count"] != "").any()


@pytest.mark.parametrize("seconds", ["25", "0"])
def test_what_is_proposed_is_left_out_in_one_step_however_little_time_there_is(folder, tmp_path, capsys, seconds):
    decide(folder, ("legislation", "coarsen"))
    how = ["release", "--data", str(folder), "--out", str(tmp_path)]
    assert main([*how, "--seconds", seconds]) == 1 and "--leave-out" in capsys.readouterr().err
    main([*how, "--seconds", seconds, "--leave-out", "Ana"])
    assert main(how) == 0
    rows = pd.read_csv(folder / "releases.csv", dtype=str)
    assert rows["measure"].is_unique and set(rows.loc[rows["decision"] == "suppress", "by"]) == {"Ana"}
    assert (
        prove(open_dataset(folder), read_decisions_of(folder)).holds and (tmp_path / "public" / "numbers.csv").is_file()
    )
    before = (folder / "releases.csv").read_bytes()
    assert main([*how, "--leave-out", "Ben"]) == 0 and (folder / "releases.csv").read_bytes() == before


@pytest.mark.parametrize("restricted", [{"XAA"}, {"XAA", "XAB", "XAC", "XBA", "XCA", "XCC"}, None])
def test_following_the_proposals_leads_to_a_release_whoever_is_restricted(world_folder, tmp_path, restricted):
    states = {row["State"].split()[-1] for row in csv.DictReader((world_folder / "reviews.csv").open(encoding="utf-8"))}
    folder = guarded(world_folder, restricted or states)
    assert main(["release", "--data", str(folder), "--out", str(tmp_path), "--leave-out", "Ana"]) == 0
    assert (tmp_path / "public" / "numbers.csv").is_file()


def test_no_file_names_a_restricted_state_next_to_an_answer(folder, proof, tmp_path):
    decide(folder, *((name, "suppress") for name in proof.proposals))
    main(["release", "--data", str(folder), "--out", str(tmp_path)])
    labels = r"\b(?:yes|no|not_applicable|not_addressed|general_law|anti_corruption|anti_money_laundering)\b"
    named = 0
    for path in sorted((tmp_path / "public").rglob("*")):
        for line in path.read_text(encoding="utf-8").splitlines() if path.suffix == ".csv" else ():
            if re.search("|".join(RESTRICTED), line):
                named += 1
                assert not re.search(labels, line), f"{path.name}: {line}"
    assert named  # they are named where they belong: among the States reviewed


def test_the_exporter_reads_its_own_files(folder):
    dataset = open_dataset(folder)
    files = public_files(dataset, Decisions())
    assert not named_wrongly(dataset, files)
    line = b"XAB:46,XAB,Small State XAB,legislation,no,T/XAB,1,\n"
    assert named_wrongly(dataset, files | {"answers.csv": files["answers.csv"] + line})
    by_name = files["answers.csv"].replace(b"XAA:46,XAA,Small State XAA", b"XAB:46,QQQ,Small State XAB")
    assert named_wrongly(dataset, files | {"answers.csv": by_name})


def test_a_published_number_is_decided_and_a_decision_names_rows(folder, proof):
    places = sorted({name for names in proof.derivations["measures"] for name in names})
    decide(folder, *((name, "publish") for name in places))
    dataset = open_dataset(folder)
    decisions = read_decisions_of(folder)
    assert prove(dataset, decisions).holds
    assert decisions.of(places[0].partition("[")[0], {}) == ("" if "[" in places[0] else "publish")


def test_coarsened_counts_are_bands_and_tell_less(folder, proof):
    names = tuple(open_dataset(folder).layers.table("measures")["measure"])
    coarse = Decisions(tuple((name, frozenset(), "coarsen") for name in names), 5)
    assert len(prove(open_dataset(folder), coarse).derivations) < len(proof.derivations)
    numbers = public_files(open_dataset(folder), coarse)["numbers.csv"].decode()
    assert "0 to 4" in numbers and "5 to 9" in numbers


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("legislatoin", "suppress"), "no such measure"),
        (("legislation", "hide"), "no decision; there are: publish, suppress, coarsen"),
    ],
)
def test_a_decision_that_cannot_be_understood_stops_the_release(folder, row, words, capsys):
    decide(folder, row)
    assert main(["release", "--data", str(folder)]) == 2
    assert words in capsys.readouterr().err


def test_a_decision_has_a_reason_a_name_and_a_day(folder, capsys):
    (folder / "releases.csv").write_text(
        "measure,decision,reason,by,on\nlegislation,publish,,A,2018-01-01\n", encoding="utf-8"
    )
    assert main(["release", "--data", str(folder)]) == 2
    assert "“reason”" in capsys.readouterr().err


def test_a_status_that_is_not_understood_stops_the_release(folder, capsys):
    text = (folder / "reviews.csv").read_text(encoding="utf-8").replace(",no\n", ",perhaps\n", 1)
    (folder / "reviews.csv").write_text(text, encoding="utf-8")
    assert main(["release", "--data", str(folder)]) == 2
    assert "“perhaps” is no status" in capsys.readouterr().err


def test_the_internal_edition_says_so_in_its_folder_its_names_and_every_row(folder, tmp_path):
    assert main(["release", "--data", str(folder), "--out", str(tmp_path), "--internal"]) == 1
    paths = sorted((tmp_path / "internal").iterdir())
    assert paths and not (tmp_path / "public").exists()
    for path in paths:
        assert path.name.startswith("internal_")
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        assert all(row["internal"].startswith("INTERNAL") for row in rows)
    names = pd.read_csv(tmp_path / "internal" / "internal_names.csv")
    assert names["units"].str.contains("XCA").any() and names["files"].str.contains("report/measures.csv").all()
    assert set(pd.read_csv(tmp_path / "internal" / "internal_recoverable.csv")["entity"]) <= RESTRICTED


def test_two_releases_are_the_same_bytes(folder, proof):
    dataset = open_dataset(folder)
    again = prove(dataset, Decisions())
    assert again.why == proof.why and again.proposals == proof.proposals
    assert internal_files(dataset, again) == internal_files(dataset, proof)
    assert public_files(dataset, Decisions()) == public_files(open_dataset(folder), Decisions())


def test_the_demonstration_is_refused_until_the_analyst_decides(demonstration):
    proof = prove(demonstration, Decisions())
    assert set(proof.derivations["unit"]) == {"XWO:2018"} and not proof.untold
    assert any(
        "“Treaty basis” with “Not required”" in why and "treaty_required_new, count = 0" in why for why in proof.why
    )
    rows = tuple((name, frozenset(), "suppress") for name in proof.proposals)
    assert prove(demonstration, Decisions(rows)).holds


def test_the_edition_before_counts_and_a_changed_answer_is_its_own(world_folder, tmp_path):
    """One edition gave the total, the other gives those of the first edition: the difference tells of the two new States."""
    folder = guarded(world_folder, {"XCA", "XCC", "XEA", "XEC"})
    names = open_dataset(folder).layers.table("measures")["measure"]
    kept = tuple((name, frozenset(), "suppress") for name in names if name not in ("legislation",))
    later = tuple((name, frozenset(), "suppress") for name in names if name not in ("legislation_first",))
    from analysis.disclosure import earlier
    from analysis.export import write_bytes

    first = prove(open_dataset(folder), Decisions(kept))
    for name, data in internal_files(open_dataset(folder), first).items():
        write_bytes(tmp_path / "internal" / name, data)
    alone = prove(open_dataset(folder), Decisions(later))
    both = prove(open_dataset(folder), Decisions(later), tmp_path / "internal")
    assert {"XCC:46", "XEC:46"} <= set(both.derivations["unit"]) and not {"XCC:46", "XEC:46"} & set(
        alone.derivations["unit"]
    )
    assert any(earlier.EARLIER in why for why in both.why)
    text = (folder / "codings.csv").read_text(encoding="utf-8").replace("T/XCA,legislation,Yes", "T/XCA,legislation,No")
    (folder / "codings.csv").write_text(text, encoding="utf-8")
    changed = prove(open_dataset(folder), Decisions(later), tmp_path / "internal")
    assert (changed.problem.cells["unit"] == "XCA:46").sum() > (both.problem.cells["unit"] == "XCA:46").sum()
    with pytest.raises(DataError, match="no internal edition"):
        prove(open_dataset(folder), Decisions(), folder)


def test_charts_go_out_where_the_proof_covers_every_number_of_theirs(folder, proof):
    """The ledger never does, nor one of what is left out, nor one that names a restricted State; in the others only public ones are named."""
    from analysis.charts.public import public_charts

    rows = [
        "laws,By group,N,bars,legislation_by_group",
        "all,All,N,bars,legislation",
        "each,Each,N,tiles,legislation_of_every_state",
    ]
    kept = ["coverage", "ledger"]
    drop = [f"-{n},,,," for n in open_dataset(folder).layers.table("charts")["chart"] if n not in kept]
    (folder / "charts.csv").write_text("\n".join(["chart,title,subtitle,drawing,measures", *drop, *rows]) + "\n")
    dataset = open_dataset(folder)
    left_out = Decisions((("legislation_by_group", frozenset({"african"}), "suppress"),))
    files = public_charts(dataset, left_out)
    assert {name.split("/")[1].split(".")[0] for name in files} == {"all"}
    assert {name.split(".")[1] for name in files} == {"svg", "png", "pdf", "txt", "csv"}
    told = files["charts/all.csv"].decode()
    assert "XAA" in told and not any(state in told for state in RESTRICTED)
    assert any("/laws." in name for name in public_charts(dataset, Decisions()))


def test_a_proof_that_takes_too_long_is_a_refusal_that_says_so(folder, tmp_path, capsys):
    assert main(["release", "--data", str(folder), "--out", str(tmp_path / "out"), "--seconds", "0"]) == 1
    said = capsys.readouterr().err
    assert "not worked through in 0 seconds" in said and "--seconds" in said and not (tmp_path / "out").exists()


def test_what_is_told_is_named_also_where_no_time_is_left_to_make_it_short(folder, monkeypatch):
    monkeypatch.setattr(release, "EXPLAINING", 0.0)
    short, dataset = prove(open_dataset(folder), Decisions(), seconds=60), open_dataset(folder)
    monkeypatch.undo()
    whole = prove(dataset, Decisions())
    assert not short.holds and short.proposals and len(short.derivations) == len(whole.derivations)
    sets = zip(short.derivations["numbers"], whole.derivations["numbers"], strict=True)
    assert all(len(some) >= len(fewest) for some, fewest in sets)
    assert any("The measures behind them: legislation" in line for line in lines(short))


def test_the_internal_edition_takes_the_report_along(folder, tmp_path):
    (folder / "report").mkdir()
    (folder / "report" / "index.html").write_text("pages", encoding="utf-8")
    main(["release", "--data", str(folder), "--out", str(tmp_path), "--internal", "--seconds", "0"])
    assert (tmp_path / "internal" / "report" / "index.html").read_text(encoding="utf-8") == "pages"


def test_an_empty_dataset_has_nothing_to_give_away(tmp_path, capsys):
    assert main(["new", str(tmp_path / "void"), "--paper", "article56_2018"]) == 0
    assert main(["release", "--data", str(tmp_path / "void"), "--out", str(tmp_path / "out")]) == 0
    assert "No restricted answer" in capsys.readouterr().out
    assert main(["check", "--data", str(tmp_path / "void")]) == 0
    assert "No row was read" in capsys.readouterr().out
