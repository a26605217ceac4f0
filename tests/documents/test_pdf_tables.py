"""Tables on the pages of a PDF: read as those of Word are; what is no table stays text; what cannot be cut is said."""

import os
import random
from textwrap import wrap

import pytest

from analysis.documents.recommendations import answers_in
from tests.documents import made
from tests.documents.test_text import read

LEFT, PITCH, TOP, FOOT = 60, 13, 760, 60
WORDS = ["the", "State", "should", "ratify", "each", "convention", "and", "train", "judges", "in", "every", "region"]


def said(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def table(rows, columns, top, head=None):
    """Lay rows out over pages, cell by cell, as programs write them; columns: (left, letters in a line) of each."""
    pages, at = [[]], top
    for row in rows:
        cells = [wrap(text, letters) or [""] for text, (_, letters) in zip(row, columns, strict=True)]
        while any(cells):
            fits = int((at - FOOT) // PITCH)
            for cell, (left, _) in zip(cells, columns, strict=True):
                pages[-1] += [(left, at - PITCH * n, line) for n, line in enumerate(cell[:fits]) if line]
            at -= PITCH * min(fits, max(map(len, cells))) + 4
            cells = [cell[fits:] for cell in cells]
            if any(cells) or at < FOOT + PITCH:
                pages.append([(left, TOP, text) for text, (left, _) in zip(head or [], columns, strict=False)])
                at = TOP - PITCH - 4 if head else TOP
    return [page for page in pages if page]


def cells(document):
    of_table = document.extracts[document.extracts["kind"] == "table cell"]
    return dict(zip(of_table["paragraph"], of_table["text"], strict=True))


@pytest.mark.parametrize("words", [12, 90, 400])
def test_positions_are_read_from_a_table_of_a_pdf_as_from_one_of_word(words):
    chance = random.Random(words)
    head = ["No.", "Recommendation", "Position"]
    rows = [[f"121.{n}", f"{said(chance, words)} (Chile).", chance.choice(["Accepted", "Noted"])] for n in range(1, 10)]
    pages = table([head, *rows], [(LEFT, 8), (130, 50), (440, 20)], 700, head)
    pages[0][:0] = [(LEFT, 760, "1. The position of Sylvania is set out in the table below.")]
    in_pdf = read(made.pdf(pages))

    def with_table(word):
        of_word = word.add_table(0, 3)
        for row in [head, *rows]:
            for cell, text in zip(of_word.add_row().cells, row, strict=True):
                cell.text = text

    assert cells(in_pdf) == cells(read(made.word("1. The position.", change=with_table)))
    answers = answers_in(in_pdf.extracts)
    expected = [(number, position.lower()) for number, _, position in rows]
    assert list(zip(answers["number"], answers["answer"], strict=True)) == expected
    assert in_pdf.issues.empty


def test_rows_of_one_line_are_cells_and_the_text_around_them_is_none():
    rows = [["Treaty", "Ratified", "Reservations"], ["First", "1992", "None"], ["Second", "1994", "Yes"]]
    lines = table(rows, [(LEFT, 20), (200, 20), (350, 20)], 700)[0]
    above = [
        (
            LEFT,
            760,
            "1. Sylvania is a party to the treaties that are named in the following table, and to no other one.",
        )
    ]
    below = [
        (
            LEFT,
            560,
            "2. It will ratify the third of them as soon as its parliament has adopted the law that is needed for it.",
        )
    ]
    document = read(made.pdf([[*above, *lines, *below]]))
    assert list(cells(document).values()) == [text for row in rows for text in row]
    assert document.extracts["paragraph"].tolist()[0] == "1"
    assert document.extracts["paragraph"].tolist()[-1] == "2"


def test_a_cell_with_a_number_and_text_has_the_number_as_its_key():
    chance = random.Random(3)
    rows = [["Recommendation", "Position"], *([f"96.{n} {said(chance, 20)} (Mali)", "Noted"] for n in range(1, 5))]
    document = read(made.pdf(table(rows, [(LEFT, 40), (350, 20)], 700)))
    assert {"96.1", "96.2", "96.3", "96.4"} <= set(cells(document))
    assert answers_in(document.extracts)["number"].tolist() == ["96.1", "96.2", "96.3", "96.4"]


def columns_of_text(chance):
    def column(left):
        return [(left, TOP - PITCH * n, line) for n, line in enumerate(wrap(said(chance, 400), 38)[:50])]

    return [[*column(LEFT), *column(320)] for _ in range(4)]


def list_with_labels(chance):
    lines, at = [], TOP
    for n in range(1, 9):
        for k, text in enumerate(wrap(said(chance, 40), 70)):
            lines += [(LEFT, at, f"({chr(96 + n)})")] if not k else []
            lines.append((100, at, text))
            at -= PITCH
    return [lines]


def contents(chance):
    rows = [["Introduction", "1-4", "3"], ["Methodology", "5-9", "4"], ["Findings", "10-90", "5"], ["Annex", "", "22"]]
    return [[(LEFT, TOP, "Contents"), *table(rows, [(LEFT, 40), (300, 10), (420, 10)], 740)[0]]]


def masthead(chance):
    return [
        [
            *[(LEFT, 780, "United Nations"), (400, 780, "A/HRC/99/9"), (LEFT, 740, "General Assembly")],
            *[(400, 740, "Distr.: General"), (400, 727, "7 July 2014"), (400, 700, "Original: English")],
            *[(LEFT, 600 - PITCH * n, line) for n, line in enumerate(wrap(f"1. {said(chance, 200)}.", 80))],
        ]
    ]


@pytest.mark.parametrize("pages", [columns_of_text, list_with_labels, contents, masthead])
def test_what_is_no_table_has_no_cells_and_no_issue(pages):
    document = read(made.pdf(pages(random.Random(5))))
    assert not cells(document)
    assert not document.issues["problem"].str.contains("table").any()


def test_a_table_that_cannot_be_cut_is_said_with_its_page():
    lines = []
    for n in range(4):
        # The cells of each row reach over those of the rows above and below it.
        left = (60, 90, 230) if n % 2 else (60, 210, 330)
        for at, text in zip(left, ("ratify", "each convention of the region", "noted"), strict=True):
            lines += [(at, 700 - 60 * n, text), (at, 687 - 60 * n, text)]
    document = read(made.pdf([["1. The first page has text alone."], lines]))
    issues = document.issues[document.issues["problem"].str.contains("could not be parted into cells")]
    assert issues["row"].tolist() == ["page 2"]


def test_a_position_at_the_foot_of_many_pages_does_not_run():
    chance = random.Random(8)
    rows = [[f"7.{n}", f"{said(chance, 260)} (Peru).", "Noted"] for n in range(1, 9)]
    pages = table(rows, [(LEFT, 8), (130, 40), (440, 20)], TOP)
    answers = answers_in(read(made.pdf(pages)).extracts)
    assert answers["number"].tolist() == [f"7.{n}" for n in range(1, 9)]


def test_words_anywhere_on_a_page_lose_none_of_them():
    chance = random.Random(int(os.environ.get("FUZZ_SEED", "20181")))
    for _ in range(60):
        grid = [chance.choice([60, 150, 151, 300, 420]) for _ in range(4)]
        lines = [
            (
                chance.choice(grid),
                chance.choice([700, 690, 560, 300, chance.randrange(100, 780)]),
                f"w{n}x{chance.randrange(10**6)}x",
            )
            for n in range(chance.randrange(1, 40))
        ]
        extracts = read(made.pdf([lines, lines[: chance.randrange(40)] or ["end"]])).extracts
        text = " ".join(extracts["text"])
        assert all(word in text for *_, word in lines)
