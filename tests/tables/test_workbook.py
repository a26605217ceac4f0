"""The accessible workbook holds what the frames hold, in any script; it reads, sums, sorts and prints."""

import csv
import io
import re

import openpyxl
import pandas as pd
import pytest

import analysis
from analysis.dataset import open_dataset
from analysis.export import csv_bytes
from analysis.languages import LANGUAGES, Language
from analysis.measures.ledger import statements
from analysis.reference import reference
from analysis.tables.formats import for_reader, head, meaning, text_of
from analysis.tables.workbook import NOT_APPLICABLE, NOT_AVAILABLE, workbook
from tests.office.made import HOSTILE, LONG, add, literals, soffice

SIGNS = {NOT_AVAILABLE, NOT_APPLICABLE}


def opened(dataset, code="en"):
    return openpyxl.load_workbook(io.BytesIO(workbook(dataset, Language(code, dataset.layers))))


@pytest.fixture(scope="module")
def data(demonstration):
    return workbook(demonstration)


@pytest.fixture
def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def table_of(sheet) -> pd.DataFrame:
    """The table of a sheet, by the place that Excel knows it by."""
    (held,) = sheet.tables.values()
    heads, *rows = [[cell.value for cell in row] for row in sheet[held.ref]]
    return pd.DataFrame(rows, columns=heads)


def numbers_of(made):
    return [c.value for row in made["measures"].iter_rows() for c in row if isinstance(c.value, (int, float))]


def test_a_label_of_any_script_is_a_cell(world_folder):
    labels = ["非洲", "الدول الأفريقية", "?", "< & >", HOSTILE, LONG]
    groups = [
        "african",
        "asia_pacific",
        "eastern_european",
        "latin_american_caribbean",
        "western_european_other",
        "none",
    ]
    rows = [f'regional_group,{group},"{label}",' for group, label in zip(groups, labels, strict=True)]
    add(world_folder, "codes", "list,code,label,rank", *rows)
    cells = {
        str(cell.value).strip() for row in opened(open_dataset(world_folder))["measures"].iter_rows() for cell in row
    }
    shown = [re.sub("[\x0b\x01]", "\ufffd", label).strip() for label in labels]
    assert all({label, f"'{label}"} & cells for label in shown)


def without_states(dataset) -> pd.DataFrame:
    """Every number but the answers of single States, which have a sheet of their own."""
    kinds = dataset.layers.table("measures").set_index("measure")["kind"]
    numbers = analysis.every_measure(dataset)
    return numbers[numbers["measure"].map(kinds) != "status"].reset_index(drop=True)


def test_the_answer_of_every_state_has_its_row(book, demonstration):
    back = table_of(book["states"])
    assert len(back) + len(without_states(demonstration)) == len(analysis.every_measure(demonstration))
    assert back["Name"].is_unique and back["Name"].str.startswith("Demo State").all()
    assert back["Answer"].value_counts()["Yes"] == 33 and set(back["Answer"]) == {"Yes", "No", "Not reviewed"}


def test_a_list_that_nobody_supplied_is_a_count_of_nothing(book, demonstration):
    """Else the sheet would say that none of the States parties, which are true, has an entry."""
    numbers = without_states(demonstration).set_index("measure")
    assert numbers.loc["directory_mla", ["count", "denominator", "share"]].isna().all()
    row = table_of(book["measures"]).set_index("Measure").loc["directory mla"]
    assert {row["Count"], row["Denominator"], row["Share"]} == {"[x]"} and "lists.csv" in row["Missing"]


def test_numbers_come_back_as_the_csv_files_hold_them(book, demonstration):
    for name, frame in (("statements", statements(demonstration)), ("measures", without_states(demonstration))):
        back, filed = (
            table_of(book[name]),
            pd.read_csv(io.BytesIO(csv_bytes(frame.drop(columns="units", errors="ignore")))),
        )
        numbers = [c for c in filed.select_dtypes("number") if head(c) in back]
        assert len(numbers) >= 8 and len(back) == len(filed)
        for column in numbers:
            cells = back[head(column)]
            assert cells[filed[column].isna()].isin(SIGNS).all(), column
            assert cells[filed[column].notna()].astype(float).to_numpy() == pytest.approx(
                filed[column].dropna(), rel=1e-8
            )


def test_libreoffice_adds_up_what_pandas_adds_up(book, demonstration, tmp_path):
    """A sheet of sums over whole columns, worked out by LibreOffice."""
    numbers = without_states(demonstration)
    sheet, sums = book["measures"], book.create_sheet("sums")
    (held,) = sheet.tables.values()
    first, last = (int(re.sub(r"\D", "", corner)) for corner in held.ref.split(":"))
    wanted = {head(c): numbers[c].sum() for c in ("count", "denominator", "share", "low", "bound_high", "value")}
    for cell in sheet[first]:
        if cell.value in wanted:
            column = cell.column_letter
            sums.append([cell.value, f"=SUM(measures!{column}{first + 1}:{column}{last})"])
            sums.cell(sums.max_row, 2).number_format = "0.000000000"
    out = io.BytesIO()
    book.save(out)
    made = soffice(out.getvalue(), "sums.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", tmp_path)  # fmt: skip
    (found,) = made.glob("*sums*sums.csv")
    told = {name: float(value) for name, value in csv.reader(io.StringIO(found.read_text(encoding="utf-8")))}
    assert told == pytest.approx(wanted)


def test_each_sheet_reads_links_and_prints(book, demonstration):
    assert book.sheetnames == [
        "cover",
        "contents",
        "notes",
        "statements",
        "behind",
        "checks",
        "measures",
        "states",
        "issues",
    ]
    links = [cell.hyperlink.location for row in book["contents"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    for sheet in book:
        texts = [str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value]
        assert any(text.startswith(demonstration.banner) for text in texts) and not sheet.merged_cells.ranges
        setup = sheet.page_setup
        assert setup.orientation == "landscape" and (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.oddFooter.right.text == "&P / &N"
        if sheet.title != "cover":
            (held,) = sheet.tables.values()
            top = int(re.sub(r"\D", "", held.ref.split(":")[0]))
            assert sheet.print_title_rows == f"$1:${top}" and sheet.freeze_panes == f"A{top + 1}"
            cells = [cell for row in sheet[held.ref] for cell in row]
            assert all(cell.value not in (None, "", "none") for cell in cells)
    assert any("27 March 2018" in str(cell.value) for row in book["statements"].iter_rows(max_row=4) for cell in row)


def test_the_notes_say_what_signs_and_columns_mean(book):
    notes = table_of(book["notes"]).set_index("Sign or column")["Meaning"]
    assert set(notes.index) >= SIGNS | {head(c) for c in ("share", "low", "bound_low", "verdict", "tips_open")}
    assert notes["Share"] == meaning("share")
    of_none = table_of(book["statements"]).set_index("Statement").loc["S31"]
    assert of_none["Verdict"] == "cannot be tested" and of_none["Strength"] == NOT_AVAILABLE


def test_nothing_in_a_workbook_tells_who_or_when(data, demonstration):
    assert data == workbook(demonstration)
    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert not properties.creator and not properties.lastModifiedBy and properties.language == "en"
    assert demonstration.paper.title in properties.title and properties.created.year == 2018


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_words_of_the_code(code, world):
    language = Language(code, world.layers)
    made = openpyxl.load_workbook(io.BytesIO(workbook(world, language)))
    assert all(bool(sheet.sheet_view.rightToLeft) is (code == "ar") for sheet in made)
    told = {text for row in reference("heads").itertuples() for text in (head(row.column), row.meaning)}
    assert not language.missing & (literals() | told)
    numbers = [
        c.value
        for row in made[language.text("measures")].iter_rows()
        for c in row
        if c.data_type == "n" and c.value is not None
    ]
    base = [
        c.value
        for row in opened(world)["measures"].iter_rows()
        for c in row
        if c.data_type == "n" and c.value is not None
    ]
    assert numbers == base


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("33 of 163 (20.2 per cent)", "33 sur 163 (20,2\u00a0%)"),
        ("holds on the interval; 1,234 more answers could tip it",
         "tient d’après l’intervalle\u00a0; réponses supplémentaires pouvant l’inverser : 1\u202f234"),
        ("in 2017", "in 2017"),
        ("", ""),
        ("{0} of 5", "{0} sur 5"),
    ],
)  # fmt: skip
def test_sentences_of_numbers_are_said_in_a_language(text, french, world):
    assert Language("fr", world.layers).text(text) == french
    assert Language("en", world.layers).text(text) == text


def test_tables_without_rows_are_left_out(world_folder):
    rows = open_dataset(world_folder).layers.table("statements")["statement"]
    add(world_folder, "statements", "statement,place,subject,wording", *(f"-{name},,," for name in rows))
    assert not {"statements", "behind"} & set(opened(open_dataset(world_folder)).sheetnames)


@pytest.mark.parametrize("code", ["en", "fr", "ru"])
def test_what_stands_above_a_table_is_printed_whole(code, demonstration):
    """Paper ends where the table does, so that a warning longer than the columns would be cut."""
    for sheet in opened(demonstration, code).worksheets[1:]:
        columns = [each.width * (each.max - each.min + 1) for each in sheet.column_dimensions.values()]
        assert sum(columns) >= max(len(str(sheet.cell(row, 1).value or "")) for row in range(1, 4)), sheet.title


def test_counts_of_sources_stand_as_numbers_and_the_answers_of_issues_do_not():
    shown = for_reader(pd.DataFrame({"source": ["a", "b"], "set_aside": ["19", "0"]}))
    assert shown["set_aside"].tolist() == [19, 0]
    assert for_reader(pd.DataFrame({"set_aside": ["yes", "no"]}))["set_aside"].tolist() == ["yes", "no"]


def test_a_part_of_a_measure_is_said_in_words():
    assert text_of("measures", "by_group[african]; by_group") == "by group (african); by group"
