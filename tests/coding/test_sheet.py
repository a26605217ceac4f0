"""Coding sheets out and in: the same answers, whatever is done to the workbook in between; what does not fit is said and kept."""

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator

from analysis.__main__ import main
from analysis.checking import lines
from analysis.coding.passages import passages_of
from analysis.coding.returned import handed_back, issues_of, with_sheets
from analysis.coding.sheet import Questions, coding_sheet
from analysis.coding.tasks import questions_of, records_of
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.languages import LANGUAGES, Language
from analysis.loaders import coded, keyed
from analysis.measures.book import measures_of
from analysis.problems import fault_said
from analysis.reference import reference
from analysis.tidy import answers, asked
from tests.coding import made

FAULTS_OF_SHEETS = "".join(
    Path(module.__file__).read_text(encoding="utf-8") for module in (coded, keyed, answers, asked)
)

ANSWERS = {
    ("XAA", "law"): "Yes",
    ("XAA", "bodies"): "Police; Court",
    ("XAA", "level"): "High",
    ("XAA", "years"): 5,
    ("XAB", "law"): "No",
    ("XAC", "law"): "Not addressed",
}
CODES = {
    ("XAA", "law"): "yes",
    ("XAA", "bodies"): "court;police",
    ("XAA", "level"): "high",
    ("XAA", "years"): "5",
    ("XAB", "law"): "no",
    ("XAC", "law"): "not_addressed",
}


@pytest.fixture
def world(tmp_path):
    return made.dataset(tmp_path / "data")


def problems(read, path):
    own = issues_of(read, [path])
    return own[own["severity"] == "problem"]


def test_what_is_typed_comes_back(world):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    made.filled(path, {("XAA", "law"): "1", ("XAB", "law"): 1}, "paragraph")
    made.filled(path, {("XAA", "law"): "clear"}, "note")
    read = with_sheets(world, [path])
    assert made.told(read, "Ana") == CODES and issues_of(read, [path]).empty
    law = read.codings.set_index(["unit", "question"]).loc[("XAA", "law")]
    assert (law["symbol"], law["paragraph"], law["note"]) == ("T/XAA", "1", "clear")


def test_in_the_folder_of_the_dataset_it_is_read_by_check_and_report(world, capsys):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    (world.folder / "codings").mkdir()
    shutil.copy(path, world.folder / "codings" / "anything.xlsx")
    assert main(["check", "--data", str(world.folder)]) == 0, capsys.readouterr().out
    opened = open_dataset(world.folder)
    assert made.told(opened, "Ana") == CODES and set(opened.findings["answer"]) >= {"police", "court"}


def test_the_sheet_says_what_a_coder_needs(world):
    path = made.sheet(world, "Ana")
    book = load_workbook(path)
    assert (
        book.sheetnames == ["Read this first", "Laws", "Penalties", "Lists"] and book["Lists"].sheet_state == "hidden"
    )
    laws = book["Laws"]
    shown = {str(cell.value) for row in laws.iter_rows() for cell in row if cell.value}
    assert any("§ 1, p. 1: The ⟦law⟧ provides for it" in text for text in shown)
    assert any(
        "Bills do not count." in t and "Example: The Act provides" in t and "Counter-example: A bill" in t
        for t in shown
    )
    assert any("Asked only if: Law = Yes" in text for text in shown)
    assert laws.freeze_panes == "E4" and laws.protection.sheet and laws.row_dimensions[1].hidden
    _, place = made.cells(path)["XAA", "law"]
    assert laws["B4"].protection.locked and not laws[place].protection.locked
    offered = {str(choice.sqref): choice.formula1 for choice in laws.data_validations.dataValidation}
    assert len(offered) == 3 and all(name in book.defined_names for name in offered.values())
    lists = [[cell.value for cell in column if cell.value and cell.row > 1] for column in book["Lists"].iter_cols()]
    assert ["Yes", "No", "Not reviewed", "Not applicable", "Not addressed", "Unreadable", "Unsettled"] in lists


def test_passages_are_found_by_the_words_of_each_question(tmp_path):
    """Of penalties no term is known: the years are found by the question's own word, in either language, the courts by what suggests
    them; a word that stands in most paragraphs finds nothing, and where nothing is found it is said so. The register says no language."""
    texts = {
        "XAA": "Five years of prison may follow.",
        "XAB": "La peine est de cinq années de prison, dit la loi.",
        "XAC": "A court decides on bodies.",
        "XAD": "On verra ce que dit la loi sur les bodies.",
    }
    rows = "".join(f'{s},T/{s},1,7,,"{text}"\n' for s, text in texts.items())
    world = made.dataset(tmp_path / "data", extracts="State,Symbol,Para,Page,Language,Text\n" + rows)
    made.catalogue(
        world.folder, "fr", {"Years": "Années", "How many years?": "Combien d’années ?", "p. {page}": "p. {page}"}
    )
    records, questions = records_of(world), questions_of(world.layers)
    shown = passages_of(world, records, questions, tmp_path / "x.xlsx", Language("fr", world.layers))
    found = {unit: told.text for (unit, question), told in shown.items() if question == "years"}
    assert found["XAA"] == "§ 1, p. 7: Five ⟦years⟧ of prison may follow." and "cinq ⟦années⟧ de" in found["XAB"]
    assert found["XAC"] == found["XAD"] == "Aucun passage n’a été trouvé par les mots : lisez le document."
    assert shown["XAC", "bodies"].text == "§ 1, p. 7: A ⟦court⟧ decides on bodies."


def test_lines_run_as_their_text_does(world):
    """In an Arabic sheet an English passage runs from left to right, all else from right to left; in an English one nothing is said."""
    for language, wanted in (("ar", {1, 2}), ("en", {0})):
        book = load_workbook(made.sheet(world, "Ana", language=language))
        cells = [
            cell for page in book.worksheets[:-1] for row in page.iter_rows(min_row=2) for cell in row if cell.value
        ]
        shown = {cell.value: int(cell.alignment.readingOrder) for cell in cells if cell.column > 1}
        assert {way for text, way in shown.items() if "⟦law⟧" in text} == {min(wanted)}
        assert set(shown.values()) == wanted
        assert all(way == max(wanted) for text, way in shown.items() if "؟" in text or "؛" in text)


def test_links_lead_to_the_page_of_the_document(tmp_path):
    responses = '[[registers]]\ntable = "responses"\nfile = "responses.csv"\ncolumns = { entity = "State", file = "File", symbol = "Symbol" }\n'
    world = made.dataset(tmp_path / "data", responses="State,File,Symbol\nXAD,letter.txt,N/1\n")
    (world.folder / "letter.txt").write_text("1. The law provides that the police send it.\n\n2. Yours.\n")
    (world.folder / "dataset.toml").write_text(made.SETTINGS + responses)
    path = made.sheet(open_dataset(world.folder), "Ana")
    linked = [cell for row in load_workbook(path)["Laws"].iter_rows() for cell in row if cell.hyperlink]
    assert linked and all((path.parent / cell.hyperlink.target).is_file() for cell in linked)
    assert {cell.value for cell in linked} == {"Open"}


def test_cells_are_greyed_where_the_question_is_not_asked(world, tmp_path):
    """LibreOffice works out the formulas of the formats, on the same sheet and across: without a law neither bodies nor years are
    asked, with the police alone no years; where nothing is answered yet, nothing is grey."""
    path = made.filled(
        made.sheet(world, "Ana"), {("XAA", "law"): "Yes", ("XAB", "law"): "No", ("XAA", "bodies"): "Police"}
    )
    book, grey = load_workbook(path), {}
    for question in ("bodies", "years"):
        for state in made.STATES:
            sheet, place = made.cells(path)[state, question]
            page = book[sheet]
            [rule] = [rule for own in page.conditional_formatting if place in own for rule in own.rules]
            spot = f"AZ{place.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
            page[spot] = Translator(f"={rule.formula[0]}", "AZ4").translate_formula(spot)
            grey[state, question] = (sheet, spot)
    book.save(path)
    [back] = _converted([path], tmp_path / "worked")
    values = load_workbook(back, data_only=True)
    told = {place for place, (sheet, spot) in grey.items() if values[sheet][spot].value}
    assert told == {("XAB", "bodies"), ("XAB", "years"), ("XAA", "years")}


def _converted(paths, folder, to="xlsx"):
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice), which is not here")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return [folder / f"{path.stem}.{to}" for path in paths]


WORDS = {
    "ar": {
        "Yes": "نعم",
        "No": "لا",
        "Police": "الشرطة",
        "Court": "المحكمة",
        "Law": "القانون",
        "Not addressed": "غير متناول",
    },
    "es": {
        "Yes": "Sí",
        "No": "No",
        "Police": "Policía",
        "Court": "Tribunal",
        "Law": "Ley",
        "Not addressed": "No tratado",
    },
    "fr": {
        "Yes": "Oui",
        "No": "Non",
        "Police": "Police",
        "Court": "Tribunal",
        "Law": "Loi",
        "Not addressed": "Non traité",
    },
    "ru": {
        "Yes": "Да",
        "No": "Нет",
        "Police": "Полиция",
        "Court": "Суд",
        "Law": "Закон",
        "Not addressed": "Не затронуто",
    },
    "zh": {"Yes": "是", "No": "否", "Police": "警察", "Court": "法院", "Law": "法律", "Not addressed": "未涉及"},
}


def test_a_round_trip_through_libreoffice_in_six_languages(world, tmp_path):
    """Every question of the paper, answered with every word of its list in turn."""
    for language, words in WORDS.items():
        made.catalogue(world.folder, language, words)
    codes = {
        "law": ["yes", "no", "not_addressed"],
        "bodies": ["police", "court", "court;police"],
        "level": ["low", "middle", "high"],
        "years": ["3", "10", "not_addressed"],
    }
    labels = {"yes": "Yes", "no": "No", "not_addressed": "Not addressed", "police": "Police", "court": "Court"}
    paths, wanted = [], {}
    for turn, language in enumerate(LANGUAGES):
        path = made.sheet(world, f"Coder {language}", language=language)
        said = {english: WORDS.get(language, {}).get(english, english) for english in labels.values()}
        for question, known in codes.items():
            for state, code in zip(made.STATES, known[turn % 3 :] + known, strict=False):
                wanted[f"Coder {language}", state, question] = code
        own = {(s, q): code for (coder, s, q), code in wanted.items() if coder == f"Coder {language}"}
        typed = {
            k: "; ".join(said.get(labels.get(c, ""), c.capitalize()) for c in code.split(";"))
            for k, code in own.items()
        }
        paths.append(made.filled(path, typed))
        titles = load_workbook(path).sheetnames
        assert load_workbook(path)[titles[1]].sheet_view.rightToLeft == (True if language == "ar" else None)
    back = _converted(paths, tmp_path / "saved")
    read = with_sheets(world, back)
    found = {(row.coder, row.unit, row.question): row.answer for row in read.codings.itertuples()}
    assert found == wanted
    assert not (issues_of(read, back)["set_aside"] == "yes").any()


def test_columns_moved_rows_sorted_or_deleted_a_sheet_renamed(world):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)

    def disturb(book):
        page = book["Laws"]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        width = len(rows[0])
        moved = [[*row[3:], *row[:3]] for row in rows]  # the columns of identity and keys to the end
        head, body = moved[:3], sorted(moved[3:], key=str, reverse=True)
        body = [row for row in body if "XAD" not in str(row)]
        page.delete_rows(1, page.max_row)
        for row in [[None] * width, *head, *body]:
            page.append(row)
        page.title = "My laws"
        del book["Read this first"]

    made.filled(path, {}, change=disturb)
    read = with_sheets(world, [path])
    assert made.told(read, "Ana") == CODES and problems(read, path).empty


def test_columns_moved_without_their_keys_are_refused_and_said(world):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    law, level = (made.column(path, ("XAA", question)) for question in ("law", "level"))

    def swap(book):
        page = book["Laws"]
        for row in range(2, page.max_row + 1):
            one, other = page.cell(row, law), page.cell(row, level)
            one.value, other.value = other.value, one.value

    typed = [answer for (_, question), answer in ANSWERS.items() if question in ("law", "level")]
    read = with_sheets(world, [made.filled(path, {}, change=swap)])
    refused = problems(read, path).query("problem.str.contains('that of another question')")
    assert sorted(refused["value"]) == sorted(typed) and set(refused["row"]) <= set("45678")
    assert not read.codings["question"].isin(["law", "level"]).any()

    def shift(book):
        page = book["Laws"]
        for cells in list(page.iter_rows(min_row=2, min_col=law)):
            values = [cell.value for cell in cells]
            for cell, value in zip(cells, [None, *values], strict=False):
                cell.value = value

    shifted = made.filled(made.sheet(world, "Ana"), ANSWERS, change=shift)
    assert not with_sheets(world, [shifted]).codings["question"].isin(["law", "level", "bodies"]).any()

    def rename(book):
        book["Laws"].cell(3, law).value = "Is there one?"

    again = made.filled(made.sheet(world, "Ana"), ANSWERS, change=rename)
    assert made.told(with_sheets(world, [again]), "Ana") == CODES


def test_what_lies_among_the_coding_sheets_and_is_no_workbook_is_said(tmp_path):
    read = made.dataset(tmp_path / "data")
    (read.folder / "codings").mkdir()
    for name in ("Ana.csv", "notes.txt", ".hidden"):
        (read.folder / "codings" / name).write_text("State,Law\n", encoding="utf-8")
    said = open_dataset(read.folder).issues.query("problem.str.contains('is no workbook')")
    assert said["source"].tolist() == ["codings/Ana.csv", "codings/notes.txt"]
    with pytest.raises(DataError, match=r"register called “reviews\.csv”"):
        with_sheets(read, [read.folder / "reviews.csv"])
    with pytest.raises(DataError, match="is a folder"):
        with_sheets(read, [read.folder / "codings"])


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_sheet_saved_as_xls_is_read(world):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(world.folder / "codings"), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    assert made.told(open_dataset(world.folder), "Ana") == CODES


def test_an_unfit_answer_is_an_issue_and_stays_marked_in_its_cell(world, tmp_path):
    path = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "perhaps", ("XAB", "law"): "No", ("XAC", "level"): 7})
    where = made.cells(path)
    read = with_sheets(world, [path])
    own = problems(read, path)
    assert sorted(own["value"]) == ["7", "perhaps"] and made.told(read, "Ana") == {("XAB", "law"): "no"}
    perhaps = own.set_index("value").loc["perhaps"]
    sheet, place = where["XAA", "law"]
    assert (perhaps["source"], perhaps["sheet"]) == (path.name, sheet)
    assert place == perhaps["column"].split(":")[0] + perhaps["row"] and "Yes, No" in perhaps["remedy"]
    (tmp_path / "back.xlsx").write_bytes(handed_back(path, issues_of(read, [path]), read))
    book = load_workbook(tmp_path / "back.xlsx")
    cell, fine = book[sheet][place], book[where["XAB", "law"][0]][where["XAB", "law"][1]]
    assert (
        cell.value == "perhaps"
        and "perhaps" in cell.comment.text
        and cell.fill.start_color.rgb != fine.fill.start_color.rgb
    )
    assert fine.value == "No" and fine.comment is None
    assert with_sheets(world, [tmp_path / "back.xlsx"]).codings.equals(read.codings)


def test_a_coder_is_told_in_the_language_and_the_words_of_the_sheet(world, tmp_path):
    """A wrong paragraph is marked in its own cell; what others say is not told; what is mended is marked no more."""
    made.catalogue(world.folder, "es", WORDS["es"])
    path = made.filled(
        made.sheet(world, "Ana", language="es"),
        {("XAA", "law"): "quizás", ("XAB", "law"): "No", ("XAB", "bodies"): "Policía", ("XAA", "years"): "muchos"},
        change=lambda book: book.worksheets[1].cell(30, 8, "perdido"),
    )
    made.filled(path, {("XAB", "law"): "9"}, "paragraph")
    made.filled(path, {("XAD", "law"): "ver"}, "note")
    ben = made.filled(made.sheet(world, "Ben"), {("XAB", "law"): "Yes"})
    read = with_sheets(world, [path, ben])
    back = tmp_path / "back" / path.name
    back.parent.mkdir()
    back.write_bytes(handed_back(path, issues_of(read, [path]), read))
    book, where = load_workbook(back), made.cells(path)
    told = {(p.title, c.coordinate): c.comment.text for p in book for row in p.iter_rows() for c in row if c.comment}
    assert told == {
        where["XAA", "law"]: "«quizás» no figura entre las respuestas, por lo que la pregunta cuenta como pendiente. Elija una de "
        "estas: Sí; No; No examinado; No aplicable; No tratado; Ilegible; Sin resolver",
        made.cells(path, "paragraph")["XAB", "law"]: "El documento no tiene ningún párrafo «9». Corrija el número.",
        where["XAB", "bodies"]: "Esta pregunta solo se hace si: Ley = Sí. Corrija esta respuesta o la otra; hasta entonces no cuenta.",
        made.cells(path, "note")["XAD", "law"]: "No hay respuesta junto a «ver», por lo que no cuenta. Dé también la respuesta.",
        ("Laws", "H30"): "«perdido» está en una fila que no corresponde a ningún registro, por lo que no se leyó. Cópielo en la fila de su registro.",
        where["XAA", "years"]: told[where["XAA", "years"]],
    }  # fmt: skip
    assert "Elija una de estas: un número entero de años; No examinado" in told[where["XAA", "years"]]
    listed = [cell.value for cell in book.worksheets[0]["A"]]
    assert (
        len(listed) - listed.index("Celdas marcadas") == len(told) + 1 and f"Laws, {where['XAA', 'law'][1]}" in listed
    )
    made.filled(back, {("XAA", "law"): "Sí"})
    made.filled(back, {("XAB", "law"): "1"}, "paragraph")
    again = with_sheets(world, [back])
    left = load_workbook(BytesIO(handed_back(back, issues_of(again, [back]), again)))
    mended = left[where["XAA", "law"][0]][where["XAA", "law"][1]]
    assert not mended.comment and mended.fill.start_color.rgb == "FFFFFDF0"
    listed = [cell.value for cell in left.worksheets[0]["A"]]
    assert len(listed) - listed.index("Celdas marcadas") == len(told) - 1 and listed.count("Celdas marcadas") == 1


def test_every_fault_of_a_coding_sheet_has_words_for_its_coder():
    """All but what he need not know: what others say, what is read all the same, what is no cell of his."""
    silent = {"coders_differ", "coder_elsewhere", "open_elsewhere", "condition_unsettled"}
    known = {name for name in reference("faults")["fault"] if f'"{name}"' in FAULTS_OF_SHEETS}
    table = reference("faults").set_index("fault")["to_coder"]
    assert known >= {"no_paragraph", "no_key_of_row", "settled_without", "answer"}
    assert {name for name in known if not table[name]} <= silent | {
        "no_answers",
        "derived",
        "derived_without_edition",
        "edition",
        "no_list",
    }
    for row in reference("faults").itertuples():
        if row.problem.strip("{}") != "why":
            said = re.sub(r"\{\w+[^}]*\}", "7", row.problem)
            assert fault_said(said)[0].fault == row.fault or row.fault in (
                "derived_without_edition",
                "correction_outdated",
            )


def test_the_command_hands_back_and_says_so(world, tmp_path, capsys):
    path = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "perhaps"})
    assert main(["codings", str(path), "--data", str(world.folder), "--out", str(tmp_path / "back")]) == 1
    said = capsys.readouterr().out
    assert "“perhaps” is no answer to “Law”" in said and "1 answers read, 1 set aside" in said
    typed = (tmp_path / "back" / path.name).read_bytes() + b"typed since"
    (tmp_path / "back" / path.name).write_bytes(typed)
    assert main(["codings", str(path), "--data", str(world.folder), "--out", str(tmp_path / "back")]) == 1
    assert (tmp_path / "back" / path.name).read_bytes() == typed and "is there already" in capsys.readouterr().err


def test_an_answer_against_its_condition_is_said_of_each_coder(world):
    """Ana says there is no law and names the police all the same; Ben says there is one: what is agreed is open, she is not consistent."""
    ana = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "No", ("XAA", "bodies"): "Police"})
    ben = made.filled(made.sheet(world, "Ben"), {("XAA", "law"): "Yes", ("XAA", "bodies"): "Police"})
    read = with_sheets(world, [ana, ben])
    said = read.issues[read.issues["problem"].str.contains("asked only if")]
    assert said["source"].tolist() == ["Ana.xlsx"] and "Bodies" in said["column"].iloc[0]


def test_a_coder_s_name_that_is_missing_taken_or_nearly_so(world):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    read = with_sheets(world, [path])
    (world.folder / "codings").mkdir()
    made.sheet(world, "Cem").rename(world.folder / "codings" / "Cem.xlsx")
    for name, why in (
        ("", "Say who codes"),
        ("agreed", "no person"),
        ("ANA", "already"),
        ("cem", "coder “Cem” already"),
        ("a/b", "cannot be"),
        ("suggestion", "no person"),
    ):
        with pytest.raises(DataError, match=why):
            coding_sheet(read, name)
    with pytest.raises(DataError, match="no question or theme “nothing”"):
        coding_sheet(world, "Ben", questions=["nothing"])
    with pytest.raises(DataError, match="no State"):
        coding_sheet(world, "Ben", states=["Nowhere"])
    with pytest.raises(DataError, match="none of the languages"):
        coding_sheet(world, "Ben", language="xx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", ["Ben", ""])
def test_a_row_pasted_from_another_sheet_is_one_issue_and_all_else_is_read(world, tmp_path, language, whose):
    """In the place of XAC's, and below the table. The issue names sheet, row, whose key it is, and the remedy, in the language of the sheet."""
    path = made.filled(made.sheet(world, "Ana", language=language), ANSWERS)
    ben = load_workbook(made.filled(made.sheet(world, "Ben"), {("XAC", "law"): "No", ("XAC", "level"): "Low"}))
    own = [cell.value for cell in ben["Laws"][6]]

    def pasted(book):
        for row in (6, 30):
            for at, value in enumerate([own[0].replace("Ben", whose), *own[1:]], start=1):
                book.worksheets[1].cell(row, at).value = value

    read = with_sheets(world, [made.filled(path, {}, change=pasted)])
    assert made.told(read, "Ana") == {k: v for k, v in CODES.items() if k[0] != "XAC"} and not made.told(read, whose)
    said = issues_of(read, [path])
    assert said["row"].tolist() == ["6", "30"] and (said["set_aside"] == "yes").all()
    assert set(said["problem"]) == {
        f"the hidden key of this row is of {whose or 'nobody'}, the workbook of Ana: the row was pasted, so nothing in it counts"
    }
    book = load_workbook(BytesIO(handed_back(path, said, read)))
    marked = book.worksheets[1]["B6"].comment.text
    assert "Ana" in marked and whose in marked and (language == "en") == ("This row was pasted" in marked)


def test_a_workbook_of_which_nobody_can_tell_whose_it_is(world):
    def torn(book):
        del book["Read this first"]
        for page in (book["Laws"], book["Penalties"]):
            for row in (4, 5):
                page.cell(row, 1).value = f"Ben|{page.cell(row, 1).value.split('|', 1)[1]}"

    path = made.filled(made.sheet(world, "Ana"), ANSWERS, change=torn)
    assert "rows of 2 coders: “Ana”, “Ben”" in problems(with_sheets(world, [path]), path)["problem"].iloc[0]


def test_two_files_of_one_coder_that_contradict(world, tmp_path):
    one = made.filled(made.sheet(world, "Ana"), ANSWERS)
    other = made.filled(shutil.copy(one, tmp_path / "other.xlsx"), {("XAA", "law"): "No"})
    read = with_sheets(world, [one, other])
    said = read.issues[read.issues["problem"].str.contains("several answers")]
    assert set(said["source"]) == {"Ana.xlsx", "other.xlsx"}
    assert ("XAA", "law") not in made.told(read, "Ana")
    assert read.findings.query("unit == 'XAA' and question == 'law'")["answer"].tolist() == ["unsettled"]
    assert read.issues["problem"].str.contains("says the same in").sum() == len(CODES) - 1
    with pytest.raises(DataError, match="Two files are called"):
        with_sheets(world, [one, one])


def test_the_message_on_two_files_of_one_coder_names_both(world, tmp_path):
    one = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "Yes"})
    other = made.filled(shutil.copy(one, tmp_path / "copy of Ana.xlsx"), {("XAA", "law"): "No"})
    read = with_sheets(world, [one, other])
    said = read.issues.loc[read.issues["problem"].str.contains("several answers"), "problem"]
    assert len(said) == 2 and all(name in text for text in said for name in ("Ana.xlsx Laws", "copy of Ana.xlsx Laws"))


def test_a_copied_sheet_is_of_the_coder_whom_it_names(world, tmp_path):
    """The Coder cell, which people see, wins against the hidden keys, and it is said; one that names nobody is refused; a file's name says nothing."""
    one = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "Yes"})

    def named(name):
        def change(book):
            front = book.worksheets[0]
            row = next(row for row in front.iter_rows() if row[2].value == keyed.CODER)
            assert row[1].value == "Ana" and front.column_dimensions["C"].hidden
            row[1].value = name

        return made.filled(shutil.copy(one, tmp_path / "second.xlsx"), {("XAA", "law"): "No"}, change=change)

    read = with_sheets(world, [one, named("Ben")])
    assert (made.told(read, "Ana"), made.told(read, "Ben")) == ({("XAA", "law"): "yes"}, {("XAA", "law"): "no"})
    [said] = issues_of(read, [tmp_path / "second.xlsx"]).query("column == ''")["problem"]
    assert "names the coder Ben, its hidden keys Ana" in said
    assert made.told(with_sheets(world, [named(" ana ")]), "Ana") == {("XAA", "law"): "no"}
    read = with_sheets(world, [named("agreed")])
    assert read.codings.empty and read.issues["problem"].str.contains("“agreed”, who is no person").any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_beside_the_key_of_another_is_said_and_nothing_in_the_row_counts(tmp_path, language):
    """Names and answers sorted without the hidden column, and a symbol that was changed; a name put in another language is the same State."""
    names = "".join(f"{s},{code},short,{w} {s},,invented\n" for s in made.STATES for code, w in zip(LANGUAGES, ("دولة", "State", "Estado", "État", "Земля", "国"), strict=True))  # fmt: skip
    world = made.dataset(tmp_path / "data", names="code,language,form,name,until,source\n" + names)
    path = made.sheet(world, "Ana", language=language)
    made.filled(path, {("XAA", "law"): "Yes", ("XAB", "law"): "No", ("XAC", "law"): "No", ("XAD", "law"): "Yes"})
    made.filled(path, {("XAD", "level"): "Low"})

    def torn(book):
        page = book.worksheets[1]
        for column in range(2, page.max_column + 1):
            one, other = page.cell(4, column), page.cell(5, column)
            one.value, other.value = other.value, one.value
        page["B6"] = {"en": "État XAC"}.get(language, "State XAC")
        page["D7"] = page["D7"].value + "!"

    read = with_sheets(world, [made.filled(path, {}, change=torn)])
    assert made.told(read, "Ana") == {("XAC", "law"): "no"}
    said = issues_of(read, [path])
    assert said.loc[said["row"].isin(["4", "5"]), "column"].str[0].tolist() == ["B", "B"]
    assert [said["value"].iloc[0][-3:], said["problem"].iloc[0].split("hidden key says ")[1][:18]] == [
        "XAB",
        "Small State XAA: n",
    ]
    assert said.loc[said["row"] == "7", "value"].unique().tolist() == ["T/XAD!"] and len(said) == 3
    assert (said["set_aside"] == "yes").all() and not said["problem"].str.contains("document").any()


def test_deleted_columns_and_an_empty_workbook_are_said(world, tmp_path):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)

    def without(*questions):
        def change(book):
            for page in book:
                heads = [str(cell.value or "").split(":") for cell in page[1]]
                for at in sorted((n for n, h in enumerate(heads, 1) if h[-1] in questions), reverse=True):
                    page.delete_cols(at)

        return change

    cut = made.filled(shutil.copy(path, tmp_path / "cut.xlsx"), {}, change=without("bodies", "level"))
    read = with_sheets(world, [cut])
    gone = issues_of(read, [cut]).query("column == ''")
    assert gone["problem"].tolist() == [
        "the columns of some questions are gone from the workbook, so nothing is read of them: Bodies, Level"
    ]
    assert set(made.told(read, "Ana")) == {place for place in CODES if place[1] in ("law", "years")}
    book = load_workbook(BytesIO(handed_back(cut, gone, read)))
    assert any("Bodies, Level" in str(cell.value) for cell in book.worksheets[0]["B"])
    sheetless = made.filled(path, {}, change=lambda book: book.remove(book["Penalties"]))
    assert (
        "gone from the workbook, so nothing is read of them: Years"
        in issues_of(with_sheets(world, [path]), [sheetless])["problem"].iloc[0]
    )
    empty = made.sheet(world, "Ben")
    said = issues_of(with_sheets(world, [empty]), [empty])
    assert said[["problem", "severity"]].to_numpy().tolist() == [["no answer is typed in it", "note"]]


def test_a_password_a_lock_file_and_a_workbook_that_is_none(world, tmp_path):
    folder = world.folder / "codings"
    folder.mkdir()
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    shutil.copy(path, folder / "Ana.xlsx")
    (folder / "~$Ana.xlsx").write_bytes(b"\x03Ana")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le").ljust(600, b"\0")
    (folder / "locked.xlsx").write_bytes(ole)
    load = load_workbook(path)
    for name in load.sheetnames[1:3]:
        load[name].delete_rows(1)
    load.save(folder / "keyless.xlsx")
    read = open_dataset(world.folder)
    said = read.issues.set_index("source")["problem"]
    assert "a program holds the file open (~$Ana.xlsx)" in said["codings/Ana.xlsx"]
    assert "password" in said["codings/locked.xlsx"] and "no coding sheet" in said["codings/keyless.xlsx"]
    assert made.told(read, "Ana") == CODES and not any("~$" in source for source in said.index)


def test_a_password_of_libreoffice_is_said_and_its_own_format_is_read_but_not_marked(world, tmp_path, capsys):
    """The list of parts of a locked spreadsheet says that they are encrypted; what stands beside it is handed back all the same."""
    paths = [made.filled(made.sheet(world, coder), {("XAA", "law"): "perhaps"}) for coder in ("Ana", "Ben")]
    (own,) = _converted(paths[:1], tmp_path / "own", "ods")
    locked = tmp_path / "locked.ods"
    with zipfile.ZipFile(own) as whole, zipfile.ZipFile(locked, "w") as parts:
        for name in whole.namelist():
            text = whole.read(name)
            text = text.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
            parts.writestr(name, b"\x93locked" if name == "content.xml" else text)
    out = tmp_path / "back"
    assert main(["codings", str(own), str(paths[1]), "--data", str(world.folder), "--out", str(out)]) == 1
    assert "Ana.ods is no .xlsx" in capsys.readouterr().err and [p.name for p in out.iterdir()] == ["Ben.xlsx"]
    assert main(["codings", str(locked), "--data", str(world.folder)]) == 1
    assert "it is a workbook with a password" in capsys.readouterr().out


def test_a_question_may_ask_for_a_day_and_one_without_answers_is_said(tmp_path):
    """A day in whatever way it is written; a number with a raised figure, or 32,767 letters, is an issue of one short sentence."""
    book = made.CODEBOOK + "since,laws,,date,no,,,Since,Since when?,,,\nwho,laws,,people,no,,,Who,Who says so?,,,\n"
    measures = (
        "measure,label,kind,universe,question,answers,given,by,not_applicable\nsince,Since,share,reviewed,since,,,,\n"
    )
    world = made.dataset(tmp_path / "data", paper_codebook=book, paper_measures=measures)
    typed = {
        ("XAA", "since"): dt.date(1998, 5, 6), ("XAB", "since"): "1er mai 2017", ("XAC", "since"): "then",
        ("XAA", "years"): "5²", ("XAB", "years"): "9" * 300 + "x", ("XAC", "years"): "٣",
    }  # fmt: skip
    path = made.filled(made.sheet(world, "Ana"), typed)
    read = with_sheets(world, [path])
    days = {("XAA", "since"): "1998-05-06", ("XAB", "since"): "2017-05-01", ("XAC", "years"): "3"}
    assert made.told(read, "Ana") == days
    assert measures_of(read).of("since")["answer"].tolist() == ["1998-05-06", "2017-05-01"]  # and not “unsettled”
    issues = issues_of(read, [path]).set_index("value")
    assert issues["remedy"]["then"].endswith(
        "a date; accepted: Not reviewed, Not applicable, Not addressed, Unreadable, Unsettled"
    )
    assert issues["problem"]["5²"].startswith("“5²” is no answer") and issues["problem"].map(len).max() < 250
    (lost,) = read.issues[read.issues["source"] == "codebook.csv"].to_dict("records")
    assert (lost["column"], lost["value"]) == ("Who", "people") and "years, number, date" in lost["remedy"]
    assert Questions(world.layers, Language("fr", world.layers)).offered("since").startswith("une date\xa0; ")


def test_a_sheet_that_lost_its_keys_is_said_beside_others_that_kept_them(world, tmp_path):
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    load = load_workbook(path)
    coded = [name for name in load.sheetnames if load[name]["A1"].value == "coding key"]
    assert len(coded) > 1
    load[coded[0]].delete_rows(1)
    load.save(path)
    issues = issues_of(with_sheets(world, [path]), [path])
    (said,) = issues[issues["problem"].str.contains("hidden row of keys")].to_dict("records")
    assert said["sheet"] == coded[0] and said["severity"] == "problem"


def test_an_older_sheet_against_a_newer_codebook(world):
    """The question was reworded, an answer went, a question went: old answers stay, those to be looked at again are listed."""
    path = made.filled(made.sheet(world, "Ana"), ANSWERS)
    newer = made.CODEBOOK.replace("Is there a law?", "Is there a law in force?").replace(
        "years,penalties,,years,no,bodies=court,,Years", "months,penalties,,years,no,bodies=court,,Months"
    )
    made.dataset(world.folder, paper_codebook=newer, paper_codes=made.CODES.replace("level,high,High,3\n", ""))
    read = with_sheets(open_dataset(world.folder), [path])
    assert made.told(read, "Ana") == {k: v for k, v in CODES.items() if k[1] not in ("years", "level")}
    issues = issues_of(read, [path])
    again = issues[issues["problem"].str.contains("has changed since")]
    assert set(again["value"]) == {"Yes", "No", "Not addressed"} and (again["severity"] == "note").all()
    told = issues[issues["row"] != ""].groupby(["sheet", "row", "column"]).size()
    assert (told == 1).all()  # of a cell that has to be mended nothing says that it holds
    assert "this workbook does not have: Months" in "".join(issues["problem"])
    wrong = problems(read, path)
    assert any("“High” is no answer" in p for p in wrong["problem"]) and any(
        "no question “years”" in p for p in wrong["problem"]
    )
    anew = made.sheet(read, "Ana")
    place = made.cells(anew)["XAA", "law"]
    assert load_workbook(anew)[place[0]][place[1]].value == "Yes"


def test_a_document_that_changed_since_it_was_coded(world, tmp_path, capsys):
    """Of four answers one citation is the same, one stands elsewhere now, one reads otherwise, one is gone."""
    path = made.sheet(world, "Ana")
    made.filled(path, {("XAA", "law"): "Yes", ("XAA", "bodies"): "Court", ("XAB", "law"): "No", ("XAC", "law"): "Yes"})
    made.filled(
        path, {("XAA", "law"): "1", ("XAA", "bodies"): "2", ("XAB", "law"): "1", ("XAC", "law"): "1"}, "paragraph"
    )
    (world.folder / "codings").mkdir()
    shutil.copy(path, world.folder / "codings")
    after = tmp_path / "after"
    shutil.copytree(world.folder, after)
    lines = (after / "extracts.csv").read_text().splitlines()
    lines[1] = lines[1].replace("XAA,1,1", "XAA,3,1")
    lines[3] = lines[3].replace(
        "There is no law. A bill is before parliament.", "There is no law. A bill was before parliament."
    )
    lines[4] = lines[4].replace(made.TEXTS["XAC"][0], "Wholly other words stand here.")
    (after / "extracts.csv").write_text("\n".join(lines) + "\n")
    assert main(["anchors", str(world.folder), "--data", str(after)]) == 1
    said = capsys.readouterr().out
    assert (
        "T/XAA § 1: moved now 3; Ana, law = yes" in said
        and "T/XAB § 1: changed now 1" in said
        and "T/XAC § 1: lost" in said
    )
    assert "1 changed, 1 lost, 1 moved, 1 same" in said
    notes = open_dataset(after).issues["problem"].str.contains("document has changed")
    assert (
        notes.sum() == 4 and not open_dataset(world.folder).issues["problem"].str.contains("document has changed").any()
    )


def test_a_question_that_was_added_since_is_named(world):
    """Also where the sheet was made for some questions only: those that were left out are not new. A question of another topic is none of it."""
    path = made.filled(made.sheet(world, "Ana", questions=["law", "level"]), {("XAA", "law"): "Yes"})
    newer = (
        made.CODEBOOK + "scope,laws,,yes_no,no,,,Scope,How wide?,,,\nother,laws,elsewhere,yes_no,no,,,Other,Where?,,,\n"
    )
    made.dataset(world.folder, paper_codebook=newer)
    read = with_sheets(open_dataset(world.folder), [path])
    said = issues_of(read, [path])
    assert said["problem"].tolist()[0].endswith("this workbook does not have: Scope, Other")
    assert said["severity"].tolist() == ["note"] and made.told(read, "Ana") == {("XAA", "law"): "yes"}
    anew = made.sheet(read, "Ana")
    assert issues_of(with_sheets(read, [anew]), [anew]).empty


def test_a_sheet_of_before_tells_a_torn_row_by_its_headers(world):
    """In French, as sheets were made when no column said which field it shows."""
    path = made.sheet(world, "Ana", language="fr")

    def older(book):
        for page in book.worksheets[1:-1]:
            for cell in page[1]:
                if str(cell.value).startswith("shown:"):
                    cell.value = "shown:fr"
            page["A2"], page["A3"] = "#", "#"
        book.remove(book["Lists"])
        book["Laws"]["B4"], book["Laws"]["B5"] = book["Laws"]["B5"].value, book["Laws"]["B4"].value

    made.filled(path, {("XAA", "law"): "Oui", ("XAB", "law"): "Non", ("XAC", "law"): "Non"}, change=older)
    read = with_sheets(world, [path])
    assert made.told(read, "Ana") == {("XAC", "law"): "no"}
    assert issues_of(read, [path])["problem"].str.contains("hidden key says Small State").sum() == 2


def test_a_day_with_two_readings_is_said_so(tmp_path):
    book = made.CODEBOOK + "since,laws,,date,no,,,Since,Since when?,,,\n"
    world = made.dataset(tmp_path / "data", paper_codebook=book)
    path = made.filled(
        made.sheet(world, "Ana", language="fr"), {("XAA", "since"): "01/02/2018", ("XAB", "since"): "25/02/2018"}
    )
    read = with_sheets(world, [path])
    assert made.told(read, "Ana") == {("XAB", "since"): "2018-02-25"}
    [said] = issues_of(read, [path])["problem"]
    assert said == "“01/02/2018” can be 2018-01-02 or 2018-02-01: “Since” counts as unsettled"
    sheet, place = made.cells(path)["XAA", "since"]
    told = load_workbook(BytesIO(handed_back(path, issues_of(read, [path]), read)))[sheet][place].comment.text
    assert "2 janvier 2018" in told and "1 février 2018" in told and "2018-06-06" in told and "can be" not in told


def test_what_a_person_remarked_or_wrote_elsewhere_stays_in_what_is_handed_back(world):
    """A remark on the very cell that is marked, and a sentence on the first sheet, which is said as well; twice over."""
    path = made.sheet(world, "Ana")
    sheet, place = made.cells(path)["XAA", "law"]

    def remarked(book):
        book[sheet][place].comment = Comment("ask the desk", "Ana")
        book.worksheets[0]["B40"] = "I was ill in May"
        at = next(cell.row for cell in book.worksheets[0]["C"] if cell.value == keyed.CODER)
        book.worksheets[0].cell(at, 5).value = "with Ben"

    made.filled(path, {("XAA", "law"): "perhaps"}, change=remarked)
    for _ in range(2):
        read = with_sheets(world, [path])
        issues = issues_of(read, [path])
        assert set(issues["value"]) == {"I was ill in May", "with Ben", "perhaps", "ask the desk"}
        path.write_bytes(handed_back(path, issues, read))
        book = load_workbook(path)
        assert (
            book[sheet][place].comment.text == "ask the desk" and book[sheet][place].fill.start_color.rgb == "FFF6C9C4"
        )
        front = [cell.value for cell in book.worksheets[0]["B"]]
        assert front.count("I was ill in May") == 1 and any("“perhaps” is not among" in str(text) for text in front)
    read = with_sheets(world, [made.filled(path, {("XAA", "law"): "Yes"})])
    cell = load_workbook(BytesIO(handed_back(path, issues_of(read, [path]), read)))[sheet][place]
    assert cell.comment.text == "ask the desk" and cell.fill.start_color.rgb == "FFFBE9B7"


def test_what_is_typed_on_the_hidden_sheet_of_lists_is_said(world):
    def typed(book):
        book["Lists"]["A40"] = book["Lists"].cell(3, book["Lists"].max_column + 2).value = "Perhaps"

    path = made.filled(made.sheet(world, "Ana"), ANSWERS, change=typed)
    issues = issues_of(with_sheets(world, [path]), [path])
    assert issues["value"].tolist() == ["Perhaps"] * 2 and set(issues["sheet"]) == {"Lists"}
    assert issues_of(with_sheets(world, [made.filled(made.sheet(world, "Ana"), ANSWERS)]), [path]).empty


def test_a_remark_of_the_suite_is_known_where_a_program_dropped_its_author(world):
    """As LibreOffice does: it goes once the answer is mended, and is nobody's."""
    path = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "perhaps"})
    read = with_sheets(world, [path])
    path.write_bytes(handed_back(path, issues_of(read, [path]), read))
    sheet, place = made.cells(path)["XAA", "law"]

    def without_author(book):
        book[sheet][place].comment = Comment(book[sheet][place].comment.text, " ")

    read = with_sheets(world, [made.filled(path, {("XAA", "law"): "Yes"}, change=without_author)])
    assert issues_of(read, [path]).empty
    book = load_workbook(BytesIO(handed_back(path, issues_of(read, [path]), read)))
    assert book[sheet][place].comment is None


def test_what_is_typed_where_no_answer_belongs_is_said(world):
    path = made.sheet(world, "Ana")

    def stray(book):
        page = book["Laws"]
        below = page[made.cells(path)["XAA", "law"][1]].column
        page.cell(30, below).value, page.cell(5, 40).value = "Yes", "a thought"

    made.filled(path, {("XAA", "law"): "look again"}, "note", stray)
    said = issues_of(with_sheets(world, [path]), [path]).set_index("value")["problem"]
    assert set(said.index) == {"look again", "Yes", "a thought", ""} and said[""] == "no answer is typed in it"
    assert (
        "beside no answer" in said["look again"]
        and "row without a key" in said["Yes"]
        and "not of the coding sheet" in said["a thought"]
    )


def test_nothing_typed_is_overwritten_and_two_runs_give_the_same_bytes(world, capsys):
    words = ["sheet", "--coder", "Ana", "--data", str(world.folder), "--states", "XAA", "--questions", "law"]
    assert main(words) == 0 and main(words) == 2
    assert "is there already" in capsys.readouterr().err
    assert coding_sheet(world, "Ana") == coding_sheet(world, "Ana")
    assert set(made.cells(world.folder / "codings" / "Ana.xlsx")) == {("XAA", "law")}


@pytest.mark.parametrize(
    ("language", "word"),
    list(zip(LANGUAGES, ("الملف", "already", "ya existe", "existe déjà", "уже существует", "已存在"), strict=True)),
)
def test_a_refusal_is_in_the_language_of_the_coder(world, capsys, language, word):
    words = ["sheet", "--coder", "Cé O’Neil", "--data", str(world.folder), "--language", language]
    assert main(words) == 0
    told = capsys.readouterr().out.strip()
    assert f"'{world.folder / 'codings' / 'Cé O’Neil.xlsx'}'" in told  # a name with a space is one word of the command
    assert main(words) == 2 and word in capsys.readouterr().err
    for more in (["--states", "Nowhere"], ["--questions", "nothing"], ["--coder", ""], ["--coder", "agreed"]):
        assert main([*words, "--out", str(world.folder / "x.xlsx"), *more]) == 2
        said = capsys.readouterr().err
        english = (
            "Nowhere",
            "nothing",
            "agreed",
            "--coder",
            "NAME",
            "Small State",
            "Law",
            "law",
            "bodies",
            "level",
            "years",
        )
        rest = said
        for known in (*english, *made.STATES):
            rest = rest.replace(known, "")
        assert language == "en" or not re.search(r"\b(the|names|accepted|who)\b", rest), said


def test_only_what_works_in_a_protected_sheet_is_allowed_and_promised(world):
    """Spreadsheet programs sort no range that holds a locked cell; they filter one whose filter was there before."""
    book = load_workbook(made.sheet(world, "Ana"))
    laws = book["Laws"]
    assert not laws.protection.autoFilter and laws.protection.sort  # false: allowed; true: kept from people
    assert laws.auto_filter.ref.startswith("A3:") and any(cell.protection.locked for cell in laws[4])
    [saving] = [row[1].value for row in book.worksheets[0].iter_rows() if row[0].value == "Saving"]
    assert "first take off the protection" in saving


def test_a_column_that_was_copied_is_read_as_well(world):
    """The same question twice: what both say counts, where they differ none does; nothing typed is passed over."""
    path = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "Yes", ("XAB", "law"): "No"})
    sheet, place = made.cells(path)["XAA", "law"]

    def copied(book):
        page = book[sheet]
        at = page[place].column
        for row in range(1, page.max_row + 1):
            page.cell(row, 60).value = page.cell(row, at).value
        page.cell(int(place[1:]), 60).value = "No"

    read = with_sheets(world, [made.filled(path, {}, change=copied)])
    assert made.told(read, "Ana") == {("XAB", "law"): "no"}
    said = issues_of(read, [path])
    assert sorted(said["column"].str.split(":").str[0]) == sorted([place[:1], "BH", "BH"])
    assert said["problem"].str.contains("several answers").sum() == 2


TYPED = st.one_of(
    st.sampled_from(["Yes", "no", "Police;Court", "Police ؛ Court", "=1+1", "=cmd|' /C calc'!A0", "#N/A", "😀", "x" * 32_767, "1e9", " "]),
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=40),
    st.integers(-10, 10**12), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.times(),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(TYPED, min_size=16, max_size=16), pasted=st.booleans())
def test_whatever_is_typed_ends_as_an_answer_or_as_one_issue(tmp_path_factory, typed, pasted):
    """Sixteen cells of four questions and States, and perhaps a row pasted twice, keys and all."""
    world = _plain(tmp_path_factory)
    path = made.sheet(world, "Ana")
    places = sorted(made.cells(path))
    made.filled(path, dict(zip(places, typed, strict=True)), change=_pasted if pasted else None)
    read = with_sheets(world, [path])
    issues = issues_of(read, [path])
    book = load_workbook(path)
    told = made.told(read, "Ana")
    cells = made.cells(path)
    for place in places:
        sheet, cell = cells[place]
        letters, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        own = issues[
            (issues["sheet"] == sheet) & (issues["row"] == row) & issues["column"].str.startswith(f"{letters}:")
        ]
        empty = not str(book[sheet][cell].value if book[sheet][cell].value is not None else "").strip()
        aside = own[own["set_aside"] == "yes"]
        assert len(own) <= 1 + pasted
        assert (place in told) + bool(len(aside)) == (0 if empty else 1) or (pasted and len(aside))


def _pasted(book):
    page = book["Laws"]
    for cell in page[4]:
        page.cell(9, cell.column).value = cell.value


_WORLDS = []


def _plain(factory):
    if not _WORLDS:
        _WORLDS.append(made.dataset(factory.mktemp("typed") / "data"))
    return _WORLDS[0]


def test_an_answer_that_holds_a_semicolon_is_one_of_several(tmp_path):
    """Alone, with others, before or after them; and in the sheet that is made from what is read."""
    codes = made.CODES + "bodies,hp,Harbour; port,\nbodies,port,Port,\n"
    world = made.dataset(tmp_path / "data", paper_codes=codes)
    typed = {"XAA": "Harbour; port", "XAB": "Police; Harbour;port", "XAC": "Port; Court", "XAD": "Harbour; Court"}
    path = made.filled(made.sheet(world, "Ana"), {(s, "bodies"): text for s, text in typed.items()})
    read = with_sheets(world, [path])
    told = {unit: answer for (unit, question), answer in made.told(read, "Ana").items() if question == "bodies"}
    assert told == {"XAA": "hp", "XAB": "hp;police", "XAC": "court;port"}
    [wrong] = [text for text in problems(read, path)["remedy"] if "spellings" in text]
    assert "“Harbour; port”, Port" in wrong
    anew = made.sheet(read, "Ana")
    assert made.told(with_sheets(world, [anew]), "Ana") == made.told(read, "Ana")


def test_more_of_a_kind_points_to_the_marked_workbook_not_to_a_list(world):
    """Seven remarks in one column: five are shown, of the others it is said where they are."""
    path = made.filled(
        made.sheet(world, "Ana"),
        {("XAA", "law"): "Yes"},
        change=lambda book: [book["Laws"].cell(row, 8, f"x{row}") for row in range(30, 37)],
    )
    issues = issues_of(with_sheets(world, [path]), [path])
    last = [lines(issues, marked=marked)[-1] for marked in (True, False)]
    assert last[0].strip() == "… and 2 more of 2 kinds: --out FOLDER hands back the workbook with each of them marked."
    assert last[1].endswith("--out issues.xlsx lists them all.")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_rows_deleted_and_keys_overwritten_are_said(world, language):
    """The row of XAB deleted, the key of XAC an error, that of XAD emptied: each is named; a sorted or whole sheet is not."""
    path = made.filled(made.sheet(world, "Ana", language=language), ANSWERS)
    assert not issues_of(with_sheets(world, [path]), [path])["problem"].str.contains("rows that the workbook").any()

    def torn(book):
        page = book.worksheets[1]
        page.cell(6, 1).value, page.cell(7, 1).value = "#REF!", None
        page.delete_rows(5)

    made.filled(path, {}, change=torn)
    read = with_sheets(world, [path])
    own = issues_of(read, [path])
    gone = own[own["problem"].str.startswith("rows that the workbook was made with are gone")]
    assert gone["problem"].tolist()[0].endswith("Small State XAB T/XAB, Small State XAC T/XAC, Small State XAD T/XAD")
    assert len(gone) == 1 and (gone["sheet"] == load_workbook(path).sheetnames[1]).all()
    lost = own[own["problem"].str.contains("in a row without a key")]
    assert lost[["row", "value"]].values.tolist() == [["5", "#REF!"], ["5", "Not addressed"]]
    assert made.told(read, "Ana") == {k: v for k, v in CODES.items() if k[0] == "XAA"}


def test_an_answer_in_the_words_of_an_earlier_codebook_means_what_it_meant(world):
    """Near and Far change their names with each other, Guard and Bench get others: the sheet knows what it offered. A word of a code
    that is gone is said."""
    first = (
        made.CODES.replace("Low", "Near").replace("High", "Far").replace("Court", "Bench").replace("Police", "Guard")
    )
    world = made.dataset(world.folder, paper_codes=first.replace("Middle", "Half"))
    own = {
        ("XAA", "law"): "Yes",
        ("XAA", "bodies"): "Guard; Bench",
        ("XAA", "level"): "Far",
        ("XAB", "level"): "Half",
        ("XAC", "level"): "Near",
    }
    path = made.filled(made.sheet(world, "Ana"), own)
    newer = first.replace("Near", "_").replace("Far", "Near").replace("_", "Far").replace("Bench", "Tribunal")
    newer = newer.replace("Guard", "Constables").replace("level,middle,Middle,2\n", "")
    made.dataset(world.folder, paper_codes=newer)
    read = with_sheets(open_dataset(world.folder), [path])
    codes = {
        ("XAA", "law"): "yes",
        ("XAA", "bodies"): "court;police",
        ("XAA", "level"): "high",
        ("XAC", "level"): "low",
    }
    assert made.told(read, "Ana") == codes
    assert [p for p in problems(read, path)["problem"] if "is no answer" in p] == [
        "“Half” is no answer to “Level”: it counts as unsettled"
    ]
