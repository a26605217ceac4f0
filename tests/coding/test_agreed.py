"""What coders part on, what is settled, suggested, still to be read, and what rests on what."""

import datetime as dt
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from analysis import measure
from analysis.__main__ import main
from analysis.coding.again import code_again
from analysis.coding.counting import with_counts
from analysis.coding.queue import progress, queue_of
from analysis.coding.returned import handed_back, issues_of, with_sheets
from analysis.coding.settle import disagreements, disagreements_sheet
from analysis.coding.suggestions import how_good, suggestions_of
from analysis.coding.trace import CODING, FINDING, NUMBER, behind, rests_on
from analysis.errors import DataError
from analysis.loaders.coded import language_of
from analysis.measures.coders import agreement_overall
from tests.coding import made

ANA = {("XAA", "law"): "Yes", ("XAB", "law"): "No", ("XAC", "law"): "Yes", ("XAA", "bodies"): "Police; Court"}
BEN = {("XAA", "law"): "Yes", ("XAB", "law"): "Yes", ("XAC", "law"): "Not addressed", ("XAA", "bodies"): "Police"}


@pytest.fixture
def sheets(tmp_path):
    world = made.dataset(tmp_path / "data")
    paths = [made.filled(made.sheet(world, coder), own) for coder, own in (("Ana", ANA), ("Ben", BEN))]
    for path, words in zip(paths, ("no such law", "the bill"), strict=True):
        made.filled(path, {("XAB", "law"): "1", ("XAA", "law"): 1, ("XAA", "bodies"): 1}, "paragraph")
        made.filled(path, {("XAB", "law"): words}, "note")
    return paths


@pytest.fixture
def read(sheets):
    return with_sheets(made.open_dataset(sheets[0].parent / "data"), sheets)


def test_disagreements_show_both_answers_and_passages(read):
    rows = disagreements(read)
    assert set(zip(rows["unit"], rows["question"], strict=True)) == {("XAB", "law"), ("XAC", "law"), ("XAA", "bodies")}
    law = rows[(rows["unit"] == "XAB")].set_index("coder")
    assert law.loc["Ana", ["answer", "paragraph", "note"]].tolist() == ["no", "1", "no such law"]
    assert law["text"].eq(made.TEXTS["XAB"][0]).all() and law["settled"].eq("").all()


def test_what_is_settled_is_a_finding_with_name_day_citation_and_reason(read, sheets, tmp_path):
    path = tmp_path / "agreed.xlsx"
    path.write_bytes(disagreements_sheet(read))
    assert disagreements_sheet(read) == path.read_bytes()
    shown = {str(cell.value) for page in load_workbook(path) for row in page.iter_rows() for cell in row}
    assert {"Ana", "Ben", "no such law", "the bill", f"§ 1: {made.TEXTS['XAB'][0]}", "Court; Police"} <= shown
    where = ("XAB", "law")
    made.filled(path, {where: "No", ("XAC", "law"): "Yes"})
    for kind, value in (("paragraph", "1"), ("note", "a bill is no law"), ("by", "Cem"), ("on", "3 May 2024")):
        made.filled(path, {where: value}, kind)
    settled = with_sheets(read, [*sheets, path])
    finding = settled.findings.set_index(["unit", "question"]).loc[where]
    assert finding[["answer", "coder", "paragraph", "note", "settled_by", "settled_on"]].tolist() == [
        "no", "agreed", "1", "a bill is no law", "Cem", "2024-05-03",
    ]  # fmt: skip
    assert issues_of(settled, [path])["problem"].tolist() == [WITHOUT.format("a name and a day")]
    assert set(disagreements(settled).query("settled == ''")["unit"]) == {"XAA", "XAC"}


BAD_DAY = "“31 February 2024” is no date, so what was settled does not count until a day stands there"
WITHOUT = "settled without {}: it does not count until that is there"


def test_what_is_settled_counts_once_a_name_and_a_day_stand_beside_it(read, sheets, tmp_path):
    """A law of XAB is said by Ben alone: settled by nobody, or on no day, the coders differ as before. A later day is remarked."""
    read.settings.__dict__["as_of"] = "2024-05-03"
    path = tmp_path / "agreed.xlsx"
    path.write_bytes(disagreements_sheet(read, questions=["law"]))
    where = ("XAB", "law")
    for more, said, answer in (
        ({}, WITHOUT.format("a name and a day"), "unsettled"),
        ({"by": "Cem"}, WITHOUT.format("a day"), "unsettled"),
        ({"on": "31 February 2024"}, BAD_DAY, "unsettled"),
        ({"on": dt.date(2024, 5, 4)}, "settled without a reason", "yes"),
        ({"note": "it is in force"}, "settled on 2024-05-04, later than the day of the data, 2024-05-03", "yes"),
        ({"on": "3 May 2024"}, None, "yes"),
    ):
        for kind, value in ({"answer": "Yes"} | more).items():
            made.filled(path, {where: value}, kind)
        settled = with_sheets(read, [*sheets, path])
        assert settled.findings.set_index(["unit", "question"]).at[where, "answer"] == answer
        own = issues_of(settled, [path])["problem"].tolist()
        assert (said in own if said else not own) and (said != BAD_DAY or len(own) == 1), own  # one truth, once


def test_a_second_settle_keeps_what_was_settled_and_adds_what_is_new(sheets, capsys):
    """Settled: the law of XAB, in French; typed and not fit: that of XAC. Then Ben changes his mind on XAA, and on XAD both answer."""
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    ana, ben = (path.rename(folder / "codings" / path.name) for path in sheets)
    settle = ["settle", "--data", str(folder)]
    assert main([*settle, "--language", "fr", "--questions", "law"]) == 0
    path = folder / "codings" / "agreed.xlsx"
    typed = {"answer": "Non", "paragraph": "1", "note": "un projet", "by": "Cem", "on": "2024-05-03"}
    for kind, value in typed.items():
        made.filled(path, {("XAB", "law"): value}, kind)
    made.filled(path, {("XAC", "law"): "peut-être"})
    before = path.read_bytes()
    assert main([*settle, "--questions", "law"]) == 2 and "rien de nouveau à trancher" in capsys.readouterr().err
    assert path.read_bytes() == before
    made.filled(ben, {("XAA", "law"): "No", ("XAD", "law"): "No"})
    made.filled(ana, {("XAD", "law"): "No"})
    assert main(settle) == 0
    held = {kind: made.held(path, kind) for kind in typed}
    assert set(held["answer"]) == {("XAA", "law"), ("XAB", "law"), ("XAC", "law"), ("XAA", "bodies")}
    assert {kind: own["XAB", "law"] for kind, own in held.items()} == typed
    assert held["answer"]["XAC", "law"] == "peut-être" and language_of(path) == "fr"
    made.filled(path, {("XAB", "law"): "Oui"}, change=lambda book: _renamed(book, "XAB", "XZZ"))
    before = path.read_bytes()
    assert main(settle) == 2 and "seraient perdues" in capsys.readouterr().err and path.read_bytes() == before
    (path.parent / "~$agreed.xlsx").write_bytes(b"")
    assert main(settle) == 2 and "tient agreed.xlsx ouvert" in capsys.readouterr().err


def test_a_second_settle_in_another_language_speaks_it_and_knows_what_changed_since(sheets, capsys):
    """Settled in Spanish, then the Russian workbook: answers in its words, what is no answer as it was typed. The codebook changes
    between the two: what was settled before is noted, what is settled after is not, also after a third."""
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    for path in sheets:
        path.rename(folder / "codings" / path.name)
    settle, path = ["settle", "--data", str(folder)], folder / "codings" / "agreed.xlsx"
    assert main([*settle, "--language", "es", "--questions", "law"]) == 0
    made.filled(path, {("XAB", "law"): "Sí", ("XAC", "law"): "quizás"})
    for kind, value in (("by", "Cem"), ("on", "3 de mayo de 2024"), ("note", "vigente")):
        made.filled(path, {("XAB", "law"): value}, kind)
    book = folder / "paper" / "codebook.csv"
    book.write_text(book.read_text().replace("Is there a law?", "Is there a law in force?"))
    ben = folder / "codings" / "Ben.xlsx"
    made.filled(ben, {("XAD", "law"): "No"})
    made.filled(folder / "codings" / "Ana.xlsx", {("XAD", "law"): "Yes"})
    assert main([*settle, "--language", "ru"]) == 0 and language_of(path) == "ru"
    held = made.held(path)
    assert (held["XAB", "law"], held["XAC", "law"]) == ("Да", "quizás")
    made.filled(path, {("XAD", "law"): "Нет"})
    for turn in ("second", "third"):
        opened = made.open_dataset(folder)
        assert opened.findings.query("unit == 'XAB' and question == 'law'")["answer"].tolist() == ["yes"], turn
        noted = opened.issues.query("source == 'codings/agreed.xlsx'")
        noted = noted[noted["problem"].str.contains("has changed since this was answered")]
        assert noted["value"].tolist() == ["Да"], turn  # what is no answer is to be mended anyway
        made.filled(ben, {("XAA", "level"): "Low"})
        made.filled(folder / "codings" / "Ana.xlsx", {("XAA", "level"): "High"})
        assert main(settle) == 0
    assert main([*settle, "--questions", "law"]) == 2
    assert "Нет ничего нового для решения" in capsys.readouterr().err


def test_a_second_settle_refuses_where_something_typed_would_be_lost(read, tmp_path):
    """Beside the table, below it, or in a second row of one record: said with its cell, and nothing is written."""
    path = tmp_path / "agreed.xlsx"
    for change, said in (
        (lambda page: page.cell(9, 40, "a thought"), "without a key"),
        (lambda page: _exchanged(page), "beside the hidden key of another record"),
        (lambda page: page.cell(30, made.column(path, ("XAB", "law")), "Yes"), "without a key"),
        (lambda page: _again(page, made.column(path, ("XAB", "law"))), "second row of one record"),
    ):
        path.write_bytes(disagreements_sheet(read))
        made.filled(path, {("XAB", "law"): "No"}, change=lambda book, change=change: change(book["Law"]))
        with pytest.raises(DataError, match=f"agreed.xlsx, Law, .*{said}.*would be lost"):
            disagreements_sheet(read, held=path)


def _exchanged(page):
    """Sort what is seen without the hidden column."""
    for at in range(2, page.max_column + 1):
        page.cell(4, at).value, page.cell(5, at).value = page.cell(5, at).value, page.cell(4, at).value


def test_a_second_settle_keeps_what_was_typed_outside_the_answers(read, sheets, tmp_path):
    """Beside the table, over what the suite wrote, above it, on the first sheet and as a remark on a cell: all stand on the first sheet, also
    after a third one, and `codings` does not nag about them. What the suite wrote is none of it."""
    path, typed = tmp_path / "agreed.xlsx", ["beside", "over", "above", "before", "remark"]

    def scattered(book):
        law = book["Law"]
        law.cell(4, law.max_column + 1).value, law["E4"], law["F1"], book.worksheets[0]["B30"] = typed[:4]
        law["F4"].comment = Comment(typed[4], "Cem")

    path.write_bytes(disagreements_sheet(read, questions=["law"]))
    made.filled(path, {("XAB", "law"): "No"}, change=scattered)
    more = [made.filled(made.sheet(read, c), {("XAD", "law"): a}) for c, a in (("Dia", "Yes"), ("Eli", "No"))]
    read = with_sheets(read, [*sheets, *more])
    for turn in ("second", "third"):
        path.write_bytes(disagreements_sheet(read, held=path))
        front = load_workbook(path).worksheets[0]
        kept = {front.cell(row, 2).value: front.cell(row, 1).value for row in range(1, 40) if front.cell(row, 3).value}
        assert sorted(kept) == sorted(typed), turn
        assert kept["remark"] == "Law, F4" and kept["beside"].startswith("Law, ") and "Small State X" in kept["beside"]
        assert made.held(path)["XAB", "law"] == "No"
        [said] = issues_of(with_sheets(read, [*sheets, *more, path]), [path])["problem"]
        assert said == WITHOUT.format("a name and a day")
        made.filled(more[0], {("XAA", "level"): "Low"})
        made.filled(more[1], {("XAA", "level"): "High"})
        read = with_sheets(read, [*sheets, *more])


def test_a_workbook_of_before_that_cannot_tell_what_was_typed_is_kept(sheets, capsys):
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    for path in sheets:
        path.rename(folder / "codings" / path.name)
    settle, path = ["settle", "--data", str(folder)], folder / "codings" / "agreed.xlsx"
    assert main([*settle, "--questions", "law"]) == 0
    made.filled(path, {}, change=lambda book: book.remove(book["Lists"]))
    before = path.read_bytes()
    assert main(settle) == 0 and (path.parent / "agreed.xlsx.1").read_bytes() == before
    assert "kept as" in capsys.readouterr().out


def _again(page, at):
    """Paste the first row below the table, with another answer."""
    for cell in page[4]:
        page.cell(20, cell.column).value = cell.value
    page.cell(4, at).value, page.cell(20, at).value = "No", "Yes"


def _renamed(book, state, other):
    for cell in (cell for page in book for row in page.iter_rows() for cell in row if f"|{state}" in str(cell.value)):
        cell.value = cell.value.replace(state, other)


def test_check_asks_to_settle_what_settle_offers_and_nothing_else(read, sheets):
    """Ben's answer on XAB that cannot be understood is his to mend; a register that says otherwise than a coder is to be settled."""
    made.filled(sheets[1], {("XAB", "law"): "perhaps", ("XAA", "bodies"): "Court; Police"})
    (read.folder / "levels.csv").write_text("State,Level\nXAA,low\nXAC,high\n")
    register = '[[registers]]\ntable = "codings"\nfile = "levels.csv"\ncolumns = { entity = "State" }\n'
    register += 'questions = { level = "Level" }\nfixed = { coder = "source", record = "review" }\n'
    (read.folder / "dataset.toml").write_text(made.SETTINGS + register)
    for path in sheets:
        made.filled(path, {("XAA", "level"): "High", ("XAC", "level"): "High"})
    again = with_sheets(made.open_dataset(read.folder), sheets)
    asked = again.issues[again.issues["problem"].str.contains("nobody settled")]
    offered = disagreements(again)
    assert len(asked) == len(offered) and set(offered["unit"] + offered["question"]) == {"XAClaw", "XAAlevel"}
    assert set(offered.query("question == 'level'")["coder"]) == {"Ana", "Ben", "source"}
    assert again.findings.query("unit == 'XAB' and question == 'law'")["answer"].tolist() == ["unsettled"]
    assert "Register" in {c.value for row in load_workbook(BytesIO(disagreements_sheet(again)))["Level"] for c in row}


def test_the_command_writes_it_into_the_dataset_where_it_is_read(sheets, capsys):
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    for path in sheets:
        path.rename(folder / "codings" / path.name)
    assert main(["settle", "--data", str(folder), "--language", "fr"]) == 0
    for kind, value in (("answer", "No"), ("by", "Cem"), ("on", "2024-05-03")):
        made.filled(folder / "codings" / "agreed.xlsx", {("XAB", "law"): value}, kind)
    opened = made.open_dataset(folder)
    assert opened.findings.query("unit == 'XAB' and question == 'law'")["answer"].tolist() == ["no"]
    assert main(["queue", "--data", str(folder)]) == 0 and "Ana: 4 of 14 answered" in capsys.readouterr().out


def test_suggestions_name_the_words_and_are_never_applied(read):
    """XAB: "There is no law", so no; XAC: "has a law" against "no law", once each, so nothing; XAA: police and court."""
    rows = suggestions_of(read).set_index(["unit", "question"])
    assert rows["answer"].to_dict() == {("XAA", "law"): "yes", ("XAB", "law"): "no", ("XAA", "bodies"): "court;police"}
    assert rows.at[("XAA", "law"), "words"] == "the law provides" and rows.at[("XAA", "law"), "paragraph"] == "1"
    assert (rows["coder"] == "suggestion").all() and "suggestion" not in set(read.codings["coder"]) | set(
        read.findings["coder"]
    )


def test_a_suggestion_cites_a_passage_that_speaks_for_no_other_answer(tmp_path):
    """The first paragraph speaks for “yes” alone, the second for “no”, too, and in fewer words."""
    texts = [
        "The law provides for all of it, as is said here in more words than are needed.",
        "No law: the law provides nothing.",
    ]
    rows = "".join(f'XAA,T/XAA,{n},{n},en,"{text}"\n' for n, text in enumerate(texts, 1))
    world = made.dataset(tmp_path / "data", extracts=f"State,Symbol,Para,Page,Language,Text\n{rows}")
    (said,) = suggestions_of(world).query("question == 'law'").to_dict("records")
    assert (said["answer"], said["paragraph"], said["words"]) == ("yes", "1", "the law provides")


def test_how_good_suggestions_are_against_what_is_agreed(read):
    """Agreed: law of XAA yes. Two more are unsettled. Suggested there: yes. With XAC agreed as yes: nothing is suggested, so half is covered."""
    good = how_good(read, suggestions_of(read)).set_index(["question", "language"])
    assert good.loc[("law", "")].tolist() == [1, 1, 1, 1, 1, 1, 1, 1] and good.index.tolist() == [
        ("law", ""),
        ("law", "en"),
    ]
    findings = read.findings.copy()
    findings.loc[(findings["unit"] == "XAC") & (findings["question"] == "law"), "answer"] = "yes"
    findings.loc[(findings["unit"] == "XAB") & (findings["question"] == "law"), "answer"] = "yes"
    findings.loc[(findings["unit"] == "XAA") & (findings["question"] == "bodies"), "answer"] = "court"
    other = made.Dataset(read.folder, read.settings)
    other.__dict__["tables"] = read.tables | {"findings": findings}
    good = how_good(other, suggestions_of(other)).set_index(["question", "language"])
    law, bodies = good.loc[("law", "")], good.loc[("bodies", "")]
    assert law[["read", "suggested", "codes_suggested", "codes_agreed", "both"]].tolist() == [3, 2, 2, 3, 1]
    assert law[["coverage", "precision", "recall"]].tolist() == pytest.approx([2 / 3, 1 / 2, 1 / 3])
    assert bodies[["precision", "recall"]].tolist() == [0.5, 1.0]


def test_the_queue_begins_with_what_narrows_the_bounds_most(read):
    """XAD was read by nobody: law narrows by a quarter, police as well. So with XAB and XAC: unsettled, they might have a law. Of XAA
    only the bodies are open."""
    rows = queue_of(read).set_index("unit")
    assert rows["narrows"].to_dict() == pytest.approx({"XAB": 0.5, "XAC": 0.5, "XAD": 0.5, "XAA": 0.25})
    assert rows.index[-1] == "XAA" and rows.at["XAD", "statements"] == "S1;S2"
    assert rows.at["XAA", "questions"] == "bodies;level;years" and rows.at["XAA", "statements"] == "S2"
    own = queue_of(read, "Ana").set_index("unit")
    assert own.at["XAA", "questions"] == "level;years"
    law_is_no = read.tables["findings"].assign(answer=lambda f: f["answer"].where(f["unit"] != "XAB", "no"))
    other = made.Dataset(read.folder, read.settings)
    other.__dict__["tables"] = read.tables | {"findings": law_is_no}
    assert queue_of(other).set_index("unit").at["XAB", "narrows"] == 0


def test_progress_is_by_coder_and_question(read):
    """Ana says that XAB has no law: neither bodies nor years are asked of it. Of XAA Ben names the police alone: no years; whether XAC
    and XAD have bodies is not known yet, so they are asked. What is agreed wins against what a coder says himself."""
    table = progress(read).set_index(["coder", "question"])
    assert table.loc[("Ana", "")].tolist() == [14, 4, 3, 10] and table.loc[("Ben", "law")].tolist() == [4, 3, 2, 1]
    assert table.loc[("Ana", "years")].tolist() == [3, 0, 0, 3] and table.loc[("Ben", "bodies")].tolist()[0] == 4
    assert table.loc[("Ben", "years")].tolist()[0] == 3
    findings = read.findings.assign(answer=lambda f: f["answer"].where(f["unit"] != "XAB", "yes"))
    other = made.Dataset(read.folder, read.settings)
    other.__dict__["tables"] = read.tables | {"findings": findings}
    assert progress(other).set_index(["coder", "question"]).at[("Ana", "bodies"), "asked"] == 4
    assert not progress(made.open_dataset(read.folder)).size


def test_an_empty_dataset_has_no_queue(tmp_path, capsys):
    world = made.dataset(
        tmp_path / "data", reviews="State,Symbol,Date\n", extracts="State,Symbol,Para,Page,Language,Text\n"
    )
    assert queue_of(world).empty and progress(world).empty
    assert main(["queue", "--data", str(world.folder)]) == 0 and "Nothing is left" in capsys.readouterr().out
    assert main(["queue", "--data", str(world.folder), "--coder", "Anna"]) == 0
    assert "“Anna” has coded nothing yet" in capsys.readouterr().out
    for command in ("sheet --coder Ana --language fr", "settle --language fr"):
        assert main([*command.split(), "--data", str(world.folder)]) == 2
        assert "Il n’y a rien" in capsys.readouterr().err


def test_what_is_not_asked_waits_for_nobody(read):
    """Without a law nobody asks for bodies or years: of the agreed answer for all, of a coder's own for him."""
    assert queue_of(read, "Ana").set_index("unit").at["XAB", "questions"] == "level"
    assert queue_of(read, "Ben").set_index("unit").at["XAB", "questions"] == "bodies;level;years"
    law_is_no = read.tables["findings"].assign(answer=lambda f: f["answer"].where(f["unit"] != "XAB", "no"))
    other = made.Dataset(read.folder, read.settings)
    other.__dict__["tables"] = read.tables | {"findings": law_is_no}
    assert queue_of(other).set_index("unit").at["XAB", "questions"] == "level"


def test_from_a_number_to_its_coders_and_from_a_paragraph_to_its_numbers(read):
    rows = behind(read, "law")
    xaa = rows[rows["unit"] == "XAA"]
    assert xaa["coder"].tolist() == ["Ana", "Ben"] and (xaa["counted"] == "counted").all() and (xaa["text"] != "").all()
    assert rows[rows["unit"] == "XAD"]["coder"].tolist() == [""]
    rests = rests_on(read, "T/XAA", "1")
    assert rests["what"].value_counts().to_dict() == {CODING: 4, FINDING: 2, NUMBER: 2}
    numbers = rests[rests["what"] == NUMBER].set_index("measure")
    assert (
        numbers.loc["law", ["statement", "counted"]].tolist() == ["S1", "yes"]
        and numbers.at["police", "counted"] == "no"
    )
    assert rests_on(read, "T/XAA", "2").empty
    with pytest.raises(DataError, match="Nothing is known"):
        rests_on(read, "T/XAA", "9")
    assert isinstance(rests, pd.DataFrame)


def test_what_to_code_again_first(read, demonstration):
    """Law: of three records two are read differently, each in another way; bodies: the one record read by both."""
    rows = code_again(read).set_index("question")
    law, bodies = rows.loc["law"], rows.loc["bodies"]
    assert law[["units", "parted", "first_mostly", "second_mostly", "times", "statements"]].tolist() == [
        3,
        2,
        "No",
        "Yes",
        1,
        "S1",
    ]
    assert bodies[["first_mostly", "second_mostly", "statements"]].tolist() == ["Court; Police", "Police", "S2"]
    whole = agreement_overall(read).iloc[0]
    assert (whole["questions"], whole["units"], whole["agree"]) == (2, 4, 0.25)
    informal = code_again(demonstration).set_index("question").loc["informal"]
    assert (informal["units"], informal["parted"]) == (40, 5)


def settled_law(world, path, answer):
    """Settle the law of XAB in a workbook of disagreements."""
    for kind, value in (("answer", answer), ("by", "Cem"), ("on", dt.date(2024, 5, 3)), ("note", "it is in force")):
        made.filled(path, {("XAB", "law"): value}, kind)


def test_what_was_settled_before_the_answers_of_now_is_noted(sheets, capsys):
    """Settled as “not addressed” between No and Yes: Ana then says so, too, which is none; then Ben says something third. A second settle
    keeps what they said then; an emptied row is offered with what they say now."""
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    ana, ben = (path.rename(folder / "codings" / path.name) for path in sheets)
    settle, path = ["settle", "--data", str(folder)], folder / "codings" / "agreed.xlsx"
    assert main([*settle, "--questions", "law"]) == 0

    def noted():
        own = made.open_dataset(folder).issues
        own = own[own["problem"].str.startswith("settled when")]
        assert own["source"].isin(["codings/agreed.xlsx"]).all() and (own["severity"] == "note").all()
        return own[["problem", "value", "row"]].values.tolist()

    settled_law(folder, path, "Not addressed")
    assert noted() == []
    made.filled(ana, {("XAB", "law"): "Not addressed"})
    assert noted() == []
    made.filled(ben, {("XAB", "law"): "No"})
    said = "settled when the coders said “Ana: No; Ben: Yes”, and one says otherwise now (“Ben: No”): what was settled stands"
    row = str(load_workbook(path)["Law"][made.cells(path)["XAB", "law"][1]].row)
    assert noted() == [[said, "Not addressed", row]]
    made.filled(ana, {("XAD", "law"): "No"})
    made.filled(ben, {("XAD", "law"): "Yes"})
    assert main(settle) == 0 and [own[0] for own in noted()] == [said]
    for kind in ("answer", "by", "on", "note"):
        made.filled(path, {("XAB", "law"): None}, kind)
    made.filled(ben, {("XAA", "level"): "High"})
    made.filled(ana, {("XAA", "level"): "Low"})
    assert main(settle) == 0
    settled_law(folder, path, "Yes")
    assert noted() == []


def test_what_coders_say_now_is_told_in_the_words_of_the_workbook(sheets, capsys):
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    _, ben = (path.rename(folder / "codings" / path.name) for path in sheets)
    path = folder / "codings" / "agreed.xlsx"
    assert main(["settle", "--data", str(folder), "--questions", "law", "--language", "fr"]) == 0
    for kind, text in (("answer", "Oui"), ("by", "Cem"), ("on", "2020-02-02")):
        made.filled(path, {("XAB", "law"): text}, kind)
    made.filled(ben, {("XAB", "law"): "Not addressed"})
    read = made.open_dataset(folder)
    book = load_workbook(BytesIO(handed_back(path, read.issues[read.issues["source"] == f"codings/{path.name}"], read)))
    sheet, place = made.cells(path)["XAB", "law"]
    told = book[sheet][place].comment.text
    assert "Ana: Non; Ben: Oui" in told and "Yes" not in told and "No;" not in told


def test_a_code_that_is_called_otherwise_since_changes_nobody_s_mind(tmp_path):
    """Low is called “lowest” in the codebook of today: what the coders said when it was settled is what they say now."""
    world = made.dataset(tmp_path / "data")
    folder = world.folder / "codings"
    folder.mkdir()
    for coder, level in (("Ana", "Low"), ("Ben", "High")):
        made.filled(made.sheet(world, coder).rename(folder / f"{coder}.xlsx"), {("XAA", "level"): level})
    assert main(["settle", "--data", str(world.folder)]) == 0
    for kind, value in (("answer", "Middle"), ("by", "Cem"), ("on", dt.date(2024, 5, 3)), ("note", "so it says")):
        made.filled(folder / "agreed.xlsx", {("XAA", "level"): value}, kind)
    renamed = made.dataset(world.folder, paper_codes=made.CODES.replace("level,low,", "level,lowest,"))
    assert renamed.findings.query("entity == 'XAA'")["answer"].tolist() == ["middle"]
    assert not renamed.issues["problem"].str.startswith("settled when").any()
    made.filled(folder / "Ana.xlsx", {("XAA", "level"): "High"})
    said = made.open_dataset(world.folder).issues["problem"]
    (told,) = said[said.str.startswith("settled when")]
    assert "“Ana: Low; Ben: High”" in told and "(“Ana: High”)" in told


def test_an_answer_whose_condition_was_settled_otherwise_is_no_fault(sheets, tmp_path):
    """Ben says that XAB has a law and names the police; settled is that there is none. Ana names the court without any law: that is hers to mend."""
    folder = sheets[0].parent / "data"
    (folder / "codings").mkdir()
    ana, ben = (path.rename(folder / "codings" / path.name) for path in sheets)
    made.filled(ben, {("XAB", "bodies"): "Police"})
    made.filled(ana, {("XAB", "bodies"): "Court"})
    path = folder / "codings" / "agreed.xlsx"
    assert main(["settle", "--data", str(folder), "--questions", "law"]) == 0
    settled_law(folder, path, "No")
    read = made.open_dataset(folder)
    own = read.issues[read.issues["problem"].str.contains("“Law = Yes”")].set_index("source")
    assert (
        own.loc["codings/Ana.xlsx", "severity"] == "problem"
        and "asked only if" in own.loc["codings/Ana.xlsx", "problem"]
    )
    assert (
        own.loc["codings/Ben.xlsx", "severity"] == "note"
        and "settled since is other" in own.loc["codings/Ben.xlsx", "problem"]
    )


def test_a_reviewed_state_with_an_open_condition_is_not_among_those_not_reviewed(read):
    """Of the law Ana and Ben agree on XAA and part on XAB and XAC; XAD nobody read. The share of those with the police among those with a law."""
    row = measure(read, "police").iloc[0]
    told = ["denominator", "unsettled", "not_addressed", "unreadable", "not_applicable", "not_reviewed"]
    assert row[told].tolist() == [0, 3, 1, 0, 0, 0] and row["population"] == 4
    assert row[["maybe", "maybe_read", "silent_read"]].tolist() == [3, 3, 1]


def test_an_agreed_answer_whose_condition_is_open_is_shown_as_one_that_does_not_count(sheets):
    """Of the law of XAC the two differ; both name the police. Among the findings, behind the paragraph and among what suggestions are held
    against it does not count before the law is settled."""
    for path in sheets:
        made.filled(path, {("XAC", "bodies"): "Police"})
        made.filled(path, {("XAC", "bodies"): "1"}, "paragraph")
    read = with_sheets(made.open_dataset(sheets[0].parent / "data"), sheets)
    told = with_counts(read, read.findings).set_index(["unit", "question", "answer"])[["counts", "why_not"]]
    assert told.loc[("XAC", "bodies", "police")].tolist() == ["no", "Unsettled"]
    assert told.loc[("XAA", "law", "yes")].tolist() == ["yes", ""]
    rests = rests_on(read, "T/XAC", "1")
    assert set(rests["counted"]) == {"no"} and set(rests["what"]) == {CODING, FINDING, NUMBER}
    good = how_good(read, suggestions_of(read))
    assert "bodies" not in set(good["question"])
    settled = read.tables["findings"]
    at = (settled["unit"] == "XAC") & (settled["question"] == "law")
    other = made.Dataset(read.folder, read.settings)
    other.__dict__["tables"] = read.tables | {"findings": settled.assign(answer=settled["answer"].mask(at, "yes"))}
    assert how_good(other, suggestions_of(other)).set_index(["question", "language"]).at[("bodies", ""), "read"] == 1
    assert set(rests_on(other, "T/XAC", "1").query("what != @NUMBER")["counted"]) == {"yes"}


def test_answers_are_said_in_words(read, sheets):
    """No issue of a coding sheet shows a code in the place of what stands in it."""
    told = read.issues[read.issues["source"].isin(["Ana.xlsx", "Ben.xlsx"])]
    assert {"Yes", "No", "Not addressed", "Police; Court", "Police"} >= set(told["value"]) > {"Yes", "No"}


def test_a_second_settle_keeps_an_answer_in_the_words_that_it_has_now(tmp_path):
    """Settled as “Near”, which is “Close” in the codebook of today: the workbook is written anew with what a law of XAB adds."""
    first = made.CODES.replace("Low", "Near")
    world = made.dataset(tmp_path / "data", paper_codes=first)
    folder = world.folder / "codings"
    folder.mkdir()
    paths = [made.sheet(world, coder).rename(folder / f"{coder}.xlsx") for coder in ("Ana", "Ben")]
    for path, level in zip(paths, ("Near", "High"), strict=True):
        made.filled(path, {("XAA", "level"): level})
    assert main(["settle", "--data", str(world.folder)]) == 0
    made.filled(folder / "agreed.xlsx", {("XAA", "level"): "Near"})
    made.dataset(world.folder, paper_codes=first.replace("Near", "Close"))
    for path, law in zip(paths, ("Yes", "No"), strict=True):
        made.filled(path, {("XAB", "law"): law})
    assert main(["settle", "--data", str(world.folder)]) == 0
    assert made.held(folder / "agreed.xlsx")["XAA", "level"] == "Close"
