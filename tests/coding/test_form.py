"""The form: what is typed stands in its cell at once, whatever it is; twenty answers by keyboard alone in a real browser."""

import json
import os
import signal
import statistics
import time

import nbformat
import pytest
from openpyxl import load_workbook

from analysis.coding.cells import type_into
from analysis.coding.form import _Form, coded, coding_form
from analysis.coding.returned import with_sheets
from analysis.errors import DataError, FileProblem
from analysis.languages import Language
from analysis.pages.notebooks import page
from tests.coding import made
from tests.rerun.test_lab import lab  # noqa: F401  (fixture)

pytestmark = pytest.mark.xdist_group("lab")


@pytest.fixture
def world(tmp_path):
    return made.dataset(tmp_path / "data")


def form(world, **choice):
    return _Form(
        world,
        "Ana",
        choice.get("questions", ()),
        choice.get("states", ()),
        choice.get("language", "en"),
        world.folder.parent / "Ana.xlsx",
    )


def test_what_is_typed_in_the_form_is_in_the_file(world):
    made_form = form(world)
    assert made_form.take("1 @1 // clear").startswith("Saved: Small State XAA, Law = Yes")
    assert made_form.take("2;1").endswith("Bodies = Court; Police") and made_form.take("high").endswith("Level = High")
    assert (
        made_form.take("12").endswith("Years = 12")
        and made_form.take("9").startswith("No answer")
        and made_form.take("1 2").startswith("No answer")
    )
    assert made_form.take("+") == "" and made_form.take("-") == "" and made_form.take("No").endswith("Law = No")
    read = with_sheets(world, [made_form.path])
    assert made.told(read, "Ana") == {
        ("XAA", "law"): "yes",
        ("XAA", "bodies"): "court;police",
        ("XAA", "level"): "high",
        ("XAA", "years"): "12",
        ("XAB", "law"): "no",
    }
    law = read.codings.set_index(["unit", "question"]).loc[("XAA", "law")]
    assert (law["paragraph"], law["note"]) == ("1", "clear")
    assert form(world).at == 5 and "5 answers" in coded(world, "Ana", made_form.path).data


def test_an_exported_page_shows_the_answers_in_the_place_of_the_form(world):
    made_form = form(world)
    made_form.take("1 @1")
    shown = coding_form(world, "Ana", path=made_form.path)._repr_mimebundle_()
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("form")])
    book.cells[0].outputs = [nbformat.v4.new_output("display_data", shown)]
    told = page("coding.html", book, Language("en", world.layers))
    assert "Ana: 1 answers" in told and "<td>Yes</td>" in told and "widget" not in told and "rows; the file" not in told


def test_a_file_that_another_program_holds_is_not_written(world):
    made_form = form(world)
    lock = made_form.path.with_name("~$Ana.xlsx")
    lock.write_bytes(b"x")
    assert "Not saved" in made_form.take("1") and made_form.at == 0
    lock.unlink()
    made_form.path.write_bytes(b"no workbook")
    assert "Not saved" in made_form.take("1")
    with pytest.raises(DataError, match="not a spreadsheet"):
        coded(world, "Ana", made_form.path)


def test_typing_into_a_cell_leaves_all_else_and_writes_no_formula(world):
    path = made.sheet(world, "Ana")
    before = [[cell.value for cell in row] for row in load_workbook(path)["Laws"].iter_rows()]
    type_into(path, {("Laws", "AA4"): "=1+1", ("Laws", "B4"): " <&> \x01😀"})
    page = load_workbook(path)["Laws"]
    assert page["AA4"].value == "=1+1" and page["AA4"].data_type == "s" and page["B4"].value == " <&> �😀"
    after = [[cell.value for cell in row][: len(before[0])] for row in page.iter_rows()]
    assert sum(a != b for x, y in zip(before, after, strict=True) for a, b in zip(x, y, strict=True)) == 1
    with pytest.raises(FileProblem, match="no sheet"):
        type_into(path, {("Gone", "A1"): "x"})


def test_the_form_shows_the_document_with_the_words_marked(world):
    widget = coding_form(world, "Ana", states=["XAA"], questions=["law"])
    ((left, right),) = [box.children for box in widget.children]
    assert "The <mark>law</mark> provides" in right.children[0].value and "Is there a law?" in left.children[2].value
    with pytest.raises(DataError, match="Say who codes"):
        coding_form(world, " ")


def test_answers_that_contradict_each_other_are_all_shown_and_a_stranger_is_told_who_codes(world):
    (world.folder / "codings").mkdir()
    path = made.filled(made.sheet(world, "Ana"), {("XAA", "law"): "Yes"})
    for name, answer in (("Ana.xlsx", "Yes"), ("copy.xlsx", "No")):
        made.filled(path, {("XAA", "law"): answer}).with_name(path.name).replace(world.folder / "codings" / name)
        made.sheet(world, "Ana")
    told = coded(world, "Ana").data
    assert "Ana: 2 answers" in told and "<td>Yes</td>" in told and "<td>No</td>" in told and "copy.xlsx Laws!" in told
    with pytest.raises(DataError, match="of “Nobody”; accepted: Ana"):
        coded(world, "Nobody")
    with pytest.raises(DataError, match="did you mean “Ana”"):
        coded(world, "Anna")


CELL = "import analysis\nfrom pathlib import Path\nanalysis.coding_form(analysis.open_dataset(Path('../data').resolve()), 'Ana')"


def test_twenty_answers_by_keyboard_alone_survive_the_death_of_the_kernel(lab, browser, tmp_path):  # noqa: F811
    address, folder = lab
    more = [f"XB{letter}" for letter in "ABCD"]
    world = made.dataset(folder.parent / "data")
    (folder.parent / "data" / "reviews.csv").write_text(
        "State,Symbol,Date\n" + "".join(f"{s},T/{s},2020-01-01\n" for s in [*made.STATES, *more])
    )
    (folder.parent / "data" / "entities.csv").write_text(
        "code,iso2,numeric,kind,name\n"
        + "".join(f"{s},,{900 + n},member,Small State {s}\n" for n, s in enumerate([*made.STATES, *more]))
    )
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a1",
        "metadata": {},
        "outputs": [],
        "source": f"import os; print('process', os.getpid())\n{CELL}",
    }
    notebook = {
        "cells": [cell],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / "coding.ipynb").write_text(json.dumps(notebook))
    path = world.folder / "codings" / "Ana.xlsx"
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    try:
        page.goto(f"{address}/coding.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_selector("text=/Python 3.*Idle/", timeout=60_000)
        page.keyboard.press("Control+Enter") if page.locator(".jp-Notebook .cm-content").first.click() is None else None
        page.wait_for_selector(".coding-answer input", timeout=60_000)
        process = int(page.locator("text=/process \\d+/").last.inner_text().split()[-1])
        page.locator(".coding-answer input").focus()
        seconds = []
        for number in range(20):
            began = time.perf_counter()
            page.keyboard.type("1")
            page.keyboard.press("Enter")
            page.wait_for_selector(f"text=answered: {number + 1})", timeout=10_000)
            seconds.append(time.perf_counter() - began)
        assert len(_answers(path)) == 20
        # What is saved at each answer does not grow with the answers: a ratio, since other work may stall the machine.
        assert statistics.median(seconds[-5:]) < 5 * statistics.median(seconds[:5])
        page.screenshot(path=str(tmp_path / "form.png"))
        os.kill(process, signal.SIGKILL)
        time.sleep(1)
        assert len(_answers(path)) == 20
    finally:
        page.close()


def _answers(path):
    from analysis.loaders.coded import places_of

    return [text for (_, _, kind), (_, _, text) in places_of(path).items() if kind == "answer" and text]
