import shutil

import pandas as pd
import pytest

import analysis
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.measures.asked import COLUMNS
from analysis.measures.book import measures_of
from analysis.reference import SHAPES
from analysis.schema import NO_ANSWERS
from tests.conftest import LEGISLATION, REVIEWED, STATES
from tests.measures import golden


def test_every_number_of_the_demonstration_is_what_it_was(demonstration):
    """Nothing that is published can be changed unnoticed; rows that are new do not matter here."""
    kept = pd.read_csv(golden.FILE, dtype=str, keep_default_na=False)
    now = golden.numbers(demonstration)
    both = kept.merge(now, on=golden.KEY, how="left", suffixes=("", "_now")).fillna("gone")
    changed = both[both["value"] != both["value_now"]]
    assert len(kept) > 2000 and changed.empty, changed.head(20).to_string()


def test_a_row_is_named_by_its_question_and_its_group(world):
    measures = measures_of(world)
    table = measures.of("yes_or_no_by_group")
    question, group = table[["question", "group"]].iloc[3]
    row = measures.one(f"yes_or_no_by_group[{question}, {group}]")
    assert (row["question"], row["group"]) == (question, group)
    with pytest.raises(DataError, match=f"names more than one row; there are: {question}"):
        measures.one(f"yes_or_no_by_group[{group}]")


def test_the_small_world_by_hand(world):
    row = measures_of(world).one("legislation")
    assert (row["count"], row["denominator"], row["population"], row["not_reviewed"]) == (4, 9, 12, 3)
    assert row["share"] == 4 / 9 and row["units"] == tuple(LEGISLATION)
    assert (row["bound_low"], row["bound_high"]) == (4 / 12, 7 / 12)
    assert row["universe"] == "States reviewed under article 46(4)-(5)" and row["of"] == "States parties"


def test_by_group_with_zeros(world):
    table = analysis.measure(world, "legislation_by_group").set_index("group")
    assert table["count"].to_dict() == {
        "african": 1,
        "asia_pacific": 2,
        "eastern_european": 1,
        "latin_american_caribbean": 0,
        "western_european_other": 0,
    }


def test_of_those_with_legislation(world):
    table = analysis.measure(world, "vehicles").set_index("answer")
    assert table["count"].to_dict() == {
        "general_law": 3,
        "anti_corruption": 1,
        "anti_money_laundering": 1,
        "other_law": 0,
    }
    assert set(table["denominator"]) == {4}


def test_not_addressed_is_not_no_and_not_applicable_is_no_only_where_said(world):
    measures = measures_of(world)
    row = measures.make(_asked(measures, question="convention_basis", answers="no")).iloc[0]
    assert (row["count"], row["denominator"], row["not_addressed"]) == (8, 8, 1)
    groups = measures.of("general_law_by_group")
    assert (groups["count"].sum(), groups["denominator"].sum()) == (3, 9)
    row = measures.make(_asked(measures, question="vehicle", answers="general_law")).iloc[0]
    assert (row["denominator"], row["not_applicable"], row["population"]) == (4, 5, 7)


def test_every_row_of_shares_adds_up_to_its_population(demonstration, world):
    for dataset in (demonstration, world):
        table = analysis.every_measure(dataset)
        table = table[table["other"].notna()]
        whole = table[["count", "other", *NO_ANSWERS]].sum(axis=1)
        assert len(table) > 50 and (whole == table["population"] + table["not_applicable"]).all()


def test_silence_is_no_where_the_codebook_says_so(world_folder):
    header = "question,theme,topics,answers,several,asked_if,silence,label,text\n"
    (world_folder / "codebook.csv").write_text(
        header + "guidelines,legislation,46;56,yes_no,no,,no,Guidelines,Does the State use guidelines?\n"
    )
    row = measures_of(analysis.open_dataset(world_folder)).one("guidelines")
    assert (row["count"], row["denominator"], row["not_addressed"]) == (0, len(REVIEWED), 0)


def test_both_readings_of_silence_stand_side_by_side(world):
    measures, columns = measures_of(world), ["count_otherwise", "denominator_otherwise", "share_otherwise"]
    yes, no = (measures.make(_asked(measures, question="convention_basis", answers=a)).iloc[0] for a in ("yes", "no"))
    assert list(yes[columns]) == [0, 9, 0] and list(no[columns]) == [9, 9, 1]  # XAB says nothing
    assert "denominator_otherwise" not in measures.of("legislation")  # nobody is silent
    assert measures.of("vehicles").get("denominator_otherwise") is None  # “no” is no answer


def test_the_other_reading_is_what_the_other_codebook_gives(demonstration, tmp_path):
    """Measures and ledger, where a codebook takes silence for "no", and back."""
    shutil.copytree(demonstration.folder, tmp_path / "copy")
    codebook = demonstration.layers.table("codebook")
    asks_no = codebook["answers"] == "yes_no"
    codebook.assign(silence=codebook["silence"].mask(asks_no, "no")).to_csv(
        tmp_path / "copy" / "codebook.csv", index=False
    )
    flipped = open_dataset(tmp_path / "copy")
    here, there = (analysis.every_measure(dataset) for dataset in (demonstration, flipped))
    key = ["measure", "question", "answer", "group"]
    both = here[here["other"].notna()].merge(there, on=key, suffixes=("", "_there"))
    parting = both[both["denominator"] != both["denominator_there"]]
    assert len(parting) > 30 and parting["question"].isin(codebook.loc[asks_no, "question"]).all()
    for column in ("count", "denominator", "share"):
        assert (parting[f"{column}_otherwise"] == parting[f"{column}_there"]).all()
        assert (parting[column] == parting[f"{column}_otherwise_there"]).all()
    assert both.drop(parting.index)["denominator_otherwise"].isna().all()
    ledger = [analysis.statements(dataset).set_index("statement") for dataset in (demonstration, flipped)]
    told = ledger[0][ledger[0]["silence"] != ""]
    assert set(told.index) == {"S14", "S23", "S24", "S26", "S27", "S28"}
    for statement, row in told.iterrows():
        for part in row["silence"].split(": agrees")[0].split("; ")[:1]:
            assert part in ledger[1].at[statement, "computed"] and row["computed"].split("; ")[0] != part


def test_a_share_cannot_be_mislabelled(world):
    """Record, topic and day come from the universe: the same question of respondents counts responses."""
    measures = measures_of(world)
    of_respondents = measures.make(_asked(measures, question="legislation", answers="yes", universe="respondents"))
    assert of_respondents.iloc[0]["denominator"] == 0
    with pytest.raises(DataError, match="not asked in the universe"):
        measures.make(_asked(measures, question="confidentiality", universe="reviewed_56"))
    with pytest.raises(DataError, match="which is of the unit row"):
        measures.make(_asked(measures, question="legislation", universe="listed_networks"))


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"question": "law"}, "law"),
        ({"answers": "perhaps"}, "perhaps"),
        ({"by": "continent"}, "continent"),
        ({"universe": "all"}, "all"),
        ({"kind": "median"}, "median"),
        ({"answers": ">= yes"}, "rank"),
        ({"answers": "any of_nothing"}, "of_nothing"),
    ],
)
def test_unknown_words_are_named_with_those_that_are_known(world, cells, named):
    measures = measures_of(world)
    with pytest.raises(DataError, match=named):
        measures.make(_asked(measures, **{"question": "legislation", **cells}))


def test_a_measure_that_cannot_be_made_leaves_the_rest_standing(world_folder):
    (world_folder / "measures.csv").write_text(
        "measure,label,kind,universe,question\nbroken,Broken,share,nowhere,legislation\n"
    )
    table = analysis.every_measure(analysis.open_dataset(world_folder)).set_index("measure")
    assert "nowhere" in table.at["broken", "missing"] and table.at["legislation", "count"] == 4


def test_every_kind_gives_the_same_columns(demonstration):
    for name in measures_of(demonstration).rows.index:
        table = analysis.measure(demonstration, name)
        assert list(table.columns[:2]) == ["measure", "label"] and set(COLUMNS) <= set(table.columns), name
        assert (table["label"] != "").all() and (table["universe"] != "").all(), name


def test_the_pages_for_any_paper(world):
    questions = analysis.every_question(world)
    assert set(questions["question"]) == set(world.layers.table("codebook")["question"]) - {"penalty_years"}
    assert set(analysis.every_group(world)["grouping"]) == {"regional_group", "waemu", "eu"}
    assert analysis.next_questions(world).iloc[0]["open"] == len(STATES)
    rows = analysis.coverage(world).query("universe.str.contains('46') and grouping == ''")
    assert rows.iloc[0]["count"] == 9


def test_evidence_names_who_is_counted_and_who_is_not(world):
    table = analysis.evidence(world, "legislation").set_index("unit")
    assert tuple(table.index[table["counted"] == "counted"]) == tuple(LEGISLATION)
    assert set(table.index[table["answer"] == "not_reviewed"]) == set(STATES) - set(REVIEWED)
    assert (table.loc[list(LEGISLATION), "symbol"] == [f"T/{s}" for s in LEGISLATION]).all()
    given = analysis.evidence(world, "general_law").set_index("unit")["counted"]
    assert given["XAA"] == "another answer" and given["XAB"] == "not among those asked"


def _asked(measures, **cells) -> pd.Series:
    row = {"kind": "share", "universe": "reviewed_46", "label": "asked", **cells}
    return pd.Series(row, index=measures.rows.columns, name="asked").fillna("")


def test_a_cell_corrected_since_the_first_edition_is_a_part_of_the_change_of_its_own(world_folder):
    """The first edition counted XAB; the correction came after its day."""
    codings = world_folder / "codings.csv"
    text = codings.read_text(encoding="utf-8").replace("XAB,legislation,No", "XAB,legislation,Yes")
    codings.write_text(text, encoding="utf-8")
    (row,) = [n for n, line in enumerate(text.splitlines(), 1) if "XAB,legislation" in line]
    table = world_folder / "corrections.csv"
    head = "source,sheet,row,column,was,becomes,why,by,on\n"
    counts = {}
    for on in ("2018-03-01", "2017-01-01"):
        table.write_text(f"{head}codings.csv,,{row},Answer,Yes,No,mistyped,A,{on}\n", encoding="utf-8")
        steps = analysis.measure(open_dataset(world_folder), "legislation_change").set_index("answer")
        counts[on] = list(steps.loc[["old edition", "corrections", "States added"], "count"])
        assert steps.at["corrections", "touched"] == (on > "2018") and steps["change"].sum() == pytest.approx(
            4 / 9 - steps.at["old edition", "share"]
        )
    assert counts == {"2018-03-01": [5, 4, 4], "2017-01-01": [4, 4, 4]}
    table.write_text(f"{head}codings.csv,,{row},Answer,Yes,No,mistyped,A,soon\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"corrections.csv, codings.csv, row \d+, Answer: on must be a date"):
        analysis.measure(open_dataset(world_folder), "legislation_change")


def test_a_spelling_accepted_during_a_session_counts_at_once(world_folder):
    codings = world_folder / "codings.csv"
    codings.write_text(codings.read_text().replace("XAB,legislation,No", "XAB,legislation,Ja"))
    dataset = open_dataset(world_folder)
    assert measures_of(dataset).one("legislation")["count"] == 4 and "Ja" in set(dataset.issues["value"])
    (world_folder / "spellings.csv").write_text("spelling,code,list\nJa,yes,yes_no\n")
    assert measures_of(dataset).one("legislation")["count"] == 5 and "Ja" not in set(dataset.issues["value"])
    (world_folder / "margins.csv").write_text("margin,value\nlevel,0.9\n")
    made = dataset.tables
    assert dataset.findings is made["findings"] and measures_of(dataset).one("legislation")["level"] == 0.9


def test_without_groupings_there_are_no_small_groups_and_no_fault(world, monkeypatch):
    groups = analysis.measures.every_group(world)
    monkeypatch.setattr(analysis.measures, "every_group", lambda dataset: groups.iloc[:0])
    small = analysis.measures.small_groups(world)
    assert small.empty and {"shrunken", "own", "without_low", "without_high"} <= set(small.columns)


def test_a_list_that_nobody_supplied_counts_nothing_and_one_that_was_counts(world_folder):
    table = analysis.every_measure(open_dataset(world_folder)).set_index("measure")
    assert (
        pd.isna(table.at["egmont_members", "count"])
        and "supply it in lists.csv" in table.at["egmont_members", "missing"]
    )
    (world_folder / "lists.csv").write_text("list,name,kind,value\negmont_members,Unit of XAA,,\n")
    table = analysis.every_measure(open_dataset(world_folder)).set_index("measure")
    assert table.at["egmont_members", "count"] == 1 and table.at["egmont_members", "missing"] == ""


def add(folder, table, *rows):
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8") if path.is_file() else ",".join(sum(SHAPES[table], ())) + "\n"
    path.write_text(text + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def test_who_is_in_two_groups_is_in_each_and_in_all_together_once(world_folder):
    spans = ("XAA,isles,north", "XAA,isles,south", "XAB,isles,north", "XAC,isles,south")
    add(world_folder, "memberships", *(f"{span},,,invented," for span in spans))
    wheres = {"north": "north", "south": "south", "both": "north|south", "rest": ""}
    condition = {name: f"isles = {where}" if where else "isles != north|south" for name, where in wheres.items()}
    add(world_folder, "universes", *(f"{n},{n},entity,,,,,parties,{condition[n]}," for n in wheres))
    add(world_folder, "measures", *(f"in_{name},In {name},rows,{name},,,,," for name in wheres))
    measures = measures_of(open_dataset(world_folder))
    assert [int(measures.one(f"in_{n}")["count"]) for n in wheres] == [2, 2, 3, len(STATES) - 3]


def test_each_row_of_a_measure_has_a_label_of_its_own(world_folder):
    add(
        world_folder,
        "measures",
        "both,Has it,share,reviewed_46,legislation; vehicle,,,,",
        "grouped,Has it,share,reviewed_46,legislation,,,regional_group,",
    )
    measures = measures_of(open_dataset(world_folder))
    for name in ("both", "grouped"):
        labels = measures.of(name)["label"]
        assert labels.is_unique and len(labels) > 5, labels.tolist()
    assert "African States: No" in set(measures.of("grouped")["label"])


def test_a_share_of_all_is_said_to_be_of_all(world_folder):
    add(world_folder, "measures", "of_everybody,Has it,of_all,reviewed_46,legislation,yes,,,")
    row = measures_of(open_dataset(world_folder)).one("of_everybody")
    assert (row["count"], row["denominator"], row["universe"]) == (4, 12, "States parties")


def test_what_was_listed_on_another_day_is_no_number_of_this_one(demonstration, tmp_path):
    folder = tmp_path / "earlier"
    shutil.copytree(demonstration.folder, folder)
    settings = (folder / "dataset.toml").read_text()
    (folder / "dataset.toml").write_text(
        settings.replace("article56_2018", "article56_2017").replace("as_of =", "# as_of =")
    )
    rows = analysis.every_measure(open_dataset(folder)).query("measure == 'directory'")
    assert (
        rows["missing"].str.contains("is listed of 2018-03-27, not of 2017-08-24").all() and rows["share"].isna().all()
    )
    assert analysis.every_measure(demonstration).query("measure == 'directory'")["missing"].eq("").all()


def test_those_who_reached_a_rank_are_a_domain_like_those_who_gave_its_answers(world_folder):
    add(world_folder, "codebook", "grade,conditions,46,scale,no,,,Grade,How good?")
    add(world_folder, "codes", "scale,poor,Poor,1", "scale,good,Good,2", "scale,fine,Fine,3")
    with (world_folder / "codings.csv").open("a") as file:
        file.writelines(
            f"Small State {s},46,T/{s},grade,{g},\n" for s, g in zip(REVIEWED, ("poor", "good", "fine") * 3)
        )
    row = "{},X,share,reviewed_46,legislation,yes,{},,"
    add(world_folder, "measures", row.format("rank", "grade >= good"), row.format("codes", "grade = good|fine"))
    measures = measures_of(open_dataset(world_folder))
    of_rank, of_codes = measures.one("rank"), measures.one("codes")
    assert of_rank["denominator"] == 6 and of_rank["universe"].endswith("with “Grade: >= Good”")
    assert {of_rank[c] == of_codes[c] for c in ("count", "denominator", "population", "units", "maybe")} == {True}
