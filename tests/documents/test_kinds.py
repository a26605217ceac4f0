"""Kinds of documents beside review reports: States' responses, concluding observations, evaluations, national reports."""

import pytest

from analysis.documents.recommendations import answers_in, recommendations_in
from tests.documents.made import word
from tests.documents.test_text import read

SAID = "The delegation noted the measures taken and the progress made in this field of work."


def units(text):
    extracts = read(text.encode()).extracts
    return list(zip(extracts["kind"], extracts["paragraph"], extracts["text"], strict=True))


RESPONSE = f"""1. {SAID}
2. The position of Sylvania on the recommendations is as follows:
103.1 Ratify the Convention on the rights of
workers (Chile)
Accepted
103.2 Abolish the death penalty in all its
forms (Peru; Mali)
Noted. The matter is before parliament.
103.3 Train all judges (Iran (Islamic
Republic of))
Supported
3. {SAID}
"""


def test_a_response_counts_the_parts_of_the_report_and_its_own_paragraphs():
    document = read(RESPONSE.encode())
    assert document.extracts["paragraph"].tolist() == ["1", "2", "103.1", "103.2", "103.3", "3"]
    assert document.issues.empty


def test_answers_behind_recommendations_are_told_from_them():
    extracts = read(RESPONSE.encode()).extracts
    rows = recommendations_in(extracts)
    assert rows[["number", "text", "fate"]].values.tolist() == [
        ["103.1", "Ratify the Convention on the rights of workers (Chile)", "accepted"],
        ["103.2", "Abolish the death penalty in all its forms (Peru; Mali)", "noted"],
        ["103.3", "Train all judges (Iran (Islamic Republic of))", "accepted"],
    ]
    answers = answers_in(extracts)
    assert answers[["number", "answer"]].values.tolist() == [
        ["103.1", "accepted"],
        ["103.2", "noted"],
        ["103.3", "accepted"],
    ]
    assert answers["said"][1] == "Noted. The matter is before parliament."


def test_recommendations_with_another_sentence_behind_their_maker_stay_whole():
    text = (
        f"1. {SAID}\n2. The following recommendations enjoy the support of Sylvania:\n"
        "2.1 Ratify it (Chile). Support the Court (Peru);\n2.2 Sign it (Mali);\n2.3 Adopt it (Chad).\n"
    )
    rows = recommendations_in(read(text.encode()).extracts)
    assert rows["text"].tolist() == [
        "Ratify it (Chile). Support the Court (Peru);",
        "Sign it (Mali);",
        "Adopt it (Chad).",
    ]


def test_a_cell_that_says_more_than_its_answer_is_understood():
    def table(document):
        for number, position in (
            ("103.1", "Noted. Sylvania will accept the matter for review."),
            ("103.2", "Accepted – done"),
        ):
            cells = document.add_table(1, 3).rows[0].cells
            for cell, text in zip(cells, (number, "Ratify the Convention (Chile)", position), strict=True):
                cell.text = text

    answers = answers_in(read(word(change=table)).extracts)
    assert answers[["number", "answer"]].values.tolist() == [["103.1", "noted"], ["103.2", "accepted"]]


def test_the_points_of_concluding_observations_are_no_recommendations_by_somebody():
    text = (
        "I. Principal areas of concern and recommendations\n"
        f"1. {SAID}\n2. The Committee recommends that the State party:\n"
        "(a) Ratify the Convention on migrant workers (ICRMW);\n(b) Ratify the Convention (CED).\n"
        f"3. {SAID}\n"
    )
    extracts = read(text.encode()).extracts
    assert extracts["paragraph"].tolist() == ["H", "1", "2", "2(a)", "2(b)", "3"]
    assert recommendations_in(extracts).empty


def test_a_share_at_the_start_of_a_paragraph_is_no_number():
    extracts = read(word(f"1. {SAID}", "54.2 per cent of the States have a law.", f"2. {SAID}")).extracts
    assert extracts["paragraph"].tolist() == ["1", "1[1]", "2"]
    assert extracts["text"][1] == "54.2 per cent of the States have a law."


def test_a_table_of_figures_is_no_part_of_the_paragraph_above_it():
    text = (
        "1. The table shows the pupils:\nYear Girls Boys\n2006 34.8 93.2\n2007 97.7 59.6\n2008 43.4 (42.8)\n"
        f"2. {SAID}\n3. See paragraphs 12, 13, 14,\n15, 16, 17, 18,\n19, 20, 21 and 22,\n23, 24, 25 and 26.\n"
    )
    assert [unit[:2] for unit in units(text)] == [
        ("paragraph", "1"),
        *(("table cell", f"T1R{row}C1") for row in range(1, 5)),
        ("paragraph", "2"),
        ("paragraph", "3"),
    ]


def test_lines_with_figures_that_are_no_rows_of_a_table_stay_in_their_paragraphs():
    lines = "10. 委员会登记了 2007 年的 1,345 起案件，其中 36\n07 年的 2009 年 1 月 2 日第 5\n"
    assert [unit[1] for unit in units("9. 代表团。\n" + lines + lines.replace("10.", "11.") + "12. 政府。\n")] == [
        *("9", "10", "11", "12")
    ]
    rows = "2006 34.8 93.2\n2007 97.7 59.6\n"
    assert [unit[1] for unit in units(f"1. The pupils:\n{rows}2. {SAID}\n{rows}3. {SAID}\n")] == ["1", "2", "3"]


def test_lines_behind_a_dash_are_items_where_they_are_set_apart():
    text = f"1. It took these steps:\n- A law was adopted.\n– All judges – and\n– as it said – lawyers were trained.\n2. {SAID}\n"
    assert [unit[2] for unit in units(text)][1:3] == [
        "A law was adopted.",
        "All judges – and – as it said – lawyers were trained.",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Key Findings",
        "Commentary",
        "Recommendation iii.",
        "Recommendation No. 12",
        "INTERIM FOLLOW-UP RECOMMENDATIONS",
        "Assessment of risk, coordination and policy setting (Chapter 2; IO.1, R.1, 2, 33 & 34)",
        "Financial intelligence, investigations, prosecutions and confiscation (Chapter 3;\nIO.6, 7, 8; R.1, 3, 4, 29–32)",
    ],
)
def test_headings_of_evaluations(heading):
    text = f"1. {SAID}\n{heading}\n2. {SAID}\n"
    assert units(text)[1] == ("heading", "H", heading.replace("\n", " "))


def test_a_theme_before_bullets_heads_them():
    assert units(f"1. {SAID}\nMain results\n• A law.\n• A court.\n2. {SAID}\n")[1][:2] == ("heading", "H")


def test_a_list_that_counts_on_below_a_later_paragraph_meets_the_numbers_of_paragraphs():
    lists = "".join(f"{n}. Ratify the Convention (Chile);\n" for n in range(1, 8))
    text = (
        "".join(f"{n}. {SAID}\n" for n in range(1, 4))
        + f"4. The following recommendations were made:\n{lists}5. The following were not accepted:\n"
        + f"8. Sign it (Peru);\n9. Adopt it (Mali).\n6. {SAID}\n"
    )
    expected = ["1", "2", "3", "4", *(f"4({n})" for n in range(1, 8)), "5", "5(8)", "5(9)", "6"]
    assert [number for _, number, _ in units(text)] == expected


def test_recommendations_below_headings_that_count_on_do_not_take_over_from_the_paragraphs():
    def head(document):
        for at in (4, 12):
            document.paragraphs[at].style = document.styles["Heading 2"]

    paragraphs = [
        *(f"{n}. {SAID}" for n in range(1, 4)),
        "4. The following recommendations enjoy the support of Sylvania:",
        "Women",
        *(f"{n}. Ratify the Convention (Chile);" for n in range(1, 7)),
        "5. The following do not enjoy its support:",
        "Children",
        *(f"{n}. Sign it (Peru);" for n in range(7, 10)),
        f"6. {SAID}",
    ]
    numbers = read(word(*paragraphs, change=head)).extracts.query("kind != 'heading'")["paragraph"]
    expected = ["1", "2", "3", "4", *(f"4({n})" for n in range(1, 7)), "5", *(f"5({n})" for n in range(7, 10)), "6"]
    assert numbers.tolist() == expected


def test_a_list_below_a_theme_below_a_counted_subheading_begins_at_one():
    text = (
        f"1. Visit\n1. {SAID}\n2. {SAID}\n2. Recommendations\nFor the prevention of bribery in all its forms by officials\n"
        "1. It recommends to train them:\n(a) All judges;\n(b) All officers.\n2. It recommends more.\n"
    )
    said = [words for kind, _, words in units(text) if kind != "heading"]
    assert said[-4:] == ["It recommends to train them:", "All judges;", "All officers.", "It recommends more."]


def test_the_end_of_a_range_of_years_on_the_next_line_is_joined_without_a_space():
    assert units("1. The plan of 2013–\n2016 was adopted.\n")[0][2] == "The plan of 2013–2016 was adopted."


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("1. The above-\nmentioned law. It stands above. He mentioned it.", "The above-mentioned law. It stands above. He mentioned it."),
        ("1. Saint-\net-Tobago.", "Saint-et-Tobago."),
        (
            "1. Self-\nmade. Self-made. Well-\nknown. Well-known. Cocoa-\ngrowing.",
            "Self-made. Self-made. Well-known. Well-known. Cocoa-growing.",
        ),
    ],
)  # fmt: skip
def test_compounds_at_line_ends_keep_their_hyphen(text, read_as):
    assert units(text)[0][2] == read_as


def test_what_ends_a_symbol_or_a_reference_is_no_mark_of_a_note():
    text = "A/HRC/20/26/Add.2\n\n1. It has one;1 see para. 2, of it;2 it is.\n\n_______\n1 Act No. 5.\n2 Act No. 6.\n"
    assert [words for *_, words in units(text)] == [
        "A/HRC/20/26/Add.2",
        "It has one; see para. 2, of it; it is.",
        "Act No. 5.",
        "Act No. 6.",
    ]


def test_a_thousand_at_the_start_of_a_line_is_not_the_first_note_of_its_page():
    pages = [
        "1. It counted\n1 345 cases.1 It noted\n1 720 more.\n1 Act No. 5.\n2 Act No. 6.\n",
        f"2. {SAID}2\n3. {SAID}\n",
        f"4. {SAID}\n",
    ]
    got = units("\f".join(pages))
    assert ("paragraph", "1", "It counted 1 345 cases. It noted 1 720 more.") in got
    assert ("footnote", "FN1", "Act No. 5.") in got


def test_rules_above_notes_do_not_run_and_a_page_of_two_says_its_number():
    names = ["Chile", "Peru", "Mali", "Chad"]
    pages = [
        f"{n}. {name} noted the measures.{n}\nIt asked about\n{name} itself.\n\nIt made recommendations.\n\n"
        f"_______________\n{n} Act of {name}.\nOf {name}, too.\n"
        for n, name in enumerate(names, start=1)
    ]
    extracts = read("\f".join(pages).encode()).extracts
    assert extracts["text"][extracts["kind"] == "footnote"].tolist() == [
        f"Act of {name}. Of {name}, too." for name in names
    ]
    assert units(f"1. It took these steps;\n\fpage 2\n\n2. {SAID}\n")[0][2] == "It took these steps;"


def test_positions_in_the_present_passive_are_understood():
    said = ("Принимается", "Принимается к сведению", "Не принимается", "Поддерживается")
    rows = "".join(
        f"<tr><td>{n}<td>Ратифицировать Конвенцию (Перу)<td>{position}" for n, position in enumerate(said, 1)
    )
    head = "<tr><th>№<th>Рекомендация<th>Позиция"
    answers = answers_in(read(f"<html><body><table>{head}{rows}</table></body></html>".encode()).extracts)
    assert answers["answer"].tolist() == ["accepted", "noted", "noted", "accepted"]
