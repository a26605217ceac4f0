"""Every paper folder of the repository, run end to end on data that the analyst brings."""

import random
import re
import shutil
from collections import Counter

import pandas as pd
import pytest

import analysis
from analysis.__main__ import main
from analysis.measures.book import measures_of
from analysis.measures.readings import reading
from analysis.papers import papers, read_paper
from analysis.paths import DEMONSTRATION, PAPERS
from tests.conftest import needs
from tests.tidy.made import ENTITIES, INVENTED


def dataset_of(folder, paper, *files, more=""):
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)
    (folder / "dataset.toml").write_text(f'title = "A test"\ndemonstration = false\npaper = "{paper}"\n{more}')
    return folder


def report(folder, *words):
    assert main(["check", "--data", str(folder)]) in (0, 1)
    return main(["report", "--data", str(folder), "--quiet", *words])


@pytest.fixture(scope="module")
def cyberlaw(tmp_path_factory):
    return dataset_of(
        tmp_path_factory.mktemp("c") / "cyber", "cyberlaw_2026", needs("real/workbooks/cyberlaw/data.csv")
    )


@pytest.fixture(scope="module")
def upr(tmp_path_factory):
    return dataset_of(
        tmp_path_factory.mktemp("u") / "upr", "upr_2009", needs("real/workbooks/upr_info_sessions_1-5.xls")
    )


@pytest.mark.parametrize("name", papers())
def test_what_a_paper_s_tables_name_is_there(name):
    """Measures name universes and questions, claims and charts name measures, statements have claims."""
    layers = read_paper(PAPERS / name).layers
    table = {t: layers.table(t) for t in ("universes", "measures", "claims", "charts", "statements", "codebook")}
    split = lambda cells: {part.split("[")[0].strip() for cell in cells for part in cell.split(";") if part.strip()}  # noqa: E731
    assert split(table["measures"]["universe"]) <= set(table["universes"]["universe"])
    assert split(table["measures"]["question"]) <= set(table["codebook"]["question"])
    assert split([*table["claims"]["measures"], *table["charts"]["measures"]]) <= set(table["measures"]["measure"])
    assert set(table["statements"]["statement"]) <= set(table["claims"]["statement"])
    assert set(table["codebook"]["answers"]) <= {*layers.table("codes")["list"], "years", "number"}


def test_the_edition_of_2017_brings_little_more_than_its_days(tmp_path):
    own = {path.name for path in (PAPERS / "article56_2017").iterdir()}
    assert own == {"paper.toml", "statements.csv", "checks.csv", "wording"}
    folder = tmp_path / "first"
    shutil.copytree(DEMONSTRATION, folder)
    settings = (folder / "dataset.toml").read_text()
    (folder / "dataset.toml").write_text(
        settings.replace("article56_2018", "article56_2017").replace("as_of = 2018-06-06", "as_of = 2017-08-24")
    )
    ledger = analysis.statements(analysis.open_dataset(folder)).set_index("statement")
    assert ledger.loc["S01", "count"] == 10 and ledger.loc["S02", "count"] == 156 and len(ledger) == 2
    assert measures_of(analysis.open_dataset(folder)).one("legislation")["denominator"] == 156


def test_the_tracker_of_cyberlaw(cyberlaw):
    raw = pd.read_csv(cyberlaw / "data.csv")
    dataset = analysis.open_dataset(cyberlaw)
    book = measures_of(dataset)
    for measure, column in (("e_transactions", "Electronic Transactions"), ("consumer_protection", "Consumer Protection"),
                            ("privacy", "Privacy and Data Protection"), ("cybercrime", "Cybercrime"),
                            ("indirect_taxation", "Indirect Taxation")):  # fmt: skip
        count = Counter(raw[column])
        rows = book.of("adoption").query("question == @measure").set_index("answer")
        assert rows["count"].to_dict() == {
            "none": count["No Legislation"], "draft": count["Draft Legislation"], "legislation": count["Legislation"]
        }  # fmt: skip
        assert (rows["not_addressed"] == count["No Data"]).all()
    assert round(book.one("consumer_protection_of_all")["share"], 3) == 0.610
    assert round(book.one("consumer_protection")["share"], 3) == 0.672
    africa = book.of("cybercrime_africa").set_index("group").loc["member"]
    held = raw[raw["Africa"] == 1]
    assert (africa["count"], africa["denominator"]) == ((held["Cybercrime"] == "Legislation").sum(), len(held))
    verdicts = analysis.statements(dataset).set_index("statement")
    assert verdicts.at["M2", "verdict"] == "agrees" and verdicts.at["M3", "verdict"] == "differs"
    assert verdicts.at["U2", "verdict"] == "cannot be tested" and "2020-04-28" in verdicts.at["U2", "missing"]
    faults = analysis.consistency(dataset).set_index("check")
    assert faults.at["F1", "outcome"] == "does not hold" and "MEX" in faults.at["F1", "finding"]


@pytest.mark.parametrize("seed", range(8))
def test_the_sentence_of_the_tracker_on_random_answers_of_invented_states(tmp_path, seed):
    draw = random.Random(seed)
    register = read_paper(PAPERS / "cyberlaw_2026").registers[0]
    columns = ["country", *register["questions"].values(), *register["groupings"].values()]
    known = ["Legislation", "Draft Legislation", "No Legislation", "No Data"][: draw.randint(1, 4)]
    rows = {f"Small State {code}": [draw.choice(known) for _ in register["questions"]] for code in INVENTED}
    folder = dataset_of(tmp_path / "random", "cyberlaw_2026", more='replaces = ["entities", "names", "memberships"]')
    (folder / "entities.csv").write_text(ENTITIES)
    pd.DataFrame(
        [[name, *said, *(draw.choice("01") for _ in register["groupings"])] for name, said in rows.items()],
        columns=columns,
    ).to_csv(folder / "data.csv", index=False)
    consumer = [said[columns.index("Consumer Protection") - 1] for said in rows.values()]
    yes, silent = consumer.count("Legislation"), consumer.count("No Data")
    part = lambda whole: re.escape(f"{100 * yes / whole:.1f}".removesuffix(".0")) + r"(\.0)? per cent"  # noqa: E731
    told = reading("consumer_protection", analysis.open_dataset(folder))
    if len(rows) == silent:
        assert "nobody answered" in told
    else:
        wanted = rf"Of {len(rows)} States, {yes} have .*: {part(len(rows))} of all, {part(len(rows) - silent)} of the {len(rows) - silent} with data\."
        assert re.fullmatch(wanted, told), (wanted, told)


def test_recommendations_count_rows_and_states_apart(upr):
    from python_calamine import load_workbook

    head, *rows = load_workbook(upr / "upr_info_sessions_1-5.xls").get_sheet_by_index(0).to_python()
    book = measures_of(analysis.open_dataset(upr))
    assert book.one("recommendations")["count"] == len(rows)
    accepted = [row for row in rows if row[7] == "Accepted"]
    assert (book.one("accepted")["count"], book.one("accepted")["denominator"]) == (len(accepted), len(rows))
    on = [row for row in rows if "Corruption" in str(row[9]).split(",")]
    assert book.one("corruption")["count"] == len(on)
    assert book.one("corruption_states")["count"] == len({row[0] for row in on})
    assert book.one("corruption_accepted")["count"] == sum(row[7] == "Accepted" for row in on)
    assert book.one("specific_action")["count"] == sum(row[8] >= 4 for row in rows)
    makers = Counter(row[5] for row in rows)
    assert book.one("recommendations_by_maker_group[african]")["count"] == makers["Africa"]
    assert head[4] == "RS" and book.one("states")["count"] == len({row[0] for row in rows})


@pytest.mark.parametrize("name", ["cyberlaw", "upr"])
def test_the_report_of_one_s_own_data(name, request):
    folder = request.getfixturevalue(name)
    assert report(folder) == 0
    page = (folder / "internal" / "report" / "index.html").read_text()
    assert "A test" in page and "invented" not in page and "failed" not in page
    assert (folder / "internal" / "figures" / "charts" / "en").is_dir() and (
        folder / "internal" / "report" / "measures.csv"
    ).is_file()
    assert main(["status", "--data", str(folder)]) == 0
