import pytest

from analysis.documents import read_document
from analysis.documents.masthead import UNKNOWN, head_of, running_symbol
from tests.conftest import needs

COVER = """GE.10-10091
Human Rights Council
Thirteenth session
Agenda item 6
Universal Periodic Review
 Report of the Working Group on the Universal Periodic
Review*
 Bhutan
* Previously issued under document symbol A/HRC/WG.6/6/L.10 on 9 September 1971.
United Nations A/HRC/13/11
General Assembly Distr.: General
4 January 2010
Original: French"""


def test_a_cover_of_the_united_nations():
    head = head_of(COVER.split("\n"))
    assert (head.symbol, head.state, head.session) == ("A/HRC/13/11", "Bhutan", "Thirteenth session")
    assert head.title == "Report of the Working Group on the Universal Periodic Review: Bhutan"
    assert (head.distributed, head.prepared, head.translated, head.original) == ("2010-01-04", UNKNOWN, UNKNOWN, "fr")


def test_what_the_text_cites_says_nothing_of_the_document():
    letter = [
        "Ministry of Justice", "12 March 2018", "", "Excellency,", "I have the honour to refer to document A/HRC/13/11 of",
        "9 September 1971, and to the note verbale CAC/COSP/2017/8 (see A/RES/58/4).",
    ]  # fmt: skip
    head = head_of(letter)
    assert (head.symbol, head.distributed, head.session, head.original) == (UNKNOWN,) * 4
    assert (head.prepared, head.title) == ("2018-03-12", "Ministry of Justice")
    assert running_symbol([["Page 1", "see A/HRC/1/2; and more"], ["Page 2", "as in (A/HRC/1/2)"]]) == ""


@pytest.mark.parametrize(
    ("name", "symbol", "state", "date"),
    [
        ("norway2014.pdf", "A/HRC/27/3", "Norway", "2014-07-07"),
        ("ghana2008.pdf", "A/HRC/8/36", "Ghana", "2008-05-29"),
        ("ghana2008.txt", "A/HRC/8/36", "Ghana", "2008-05-29"),
        ("bhutan2010.pdf", "A/HRC/13/11", "Bhutan", "2010-01-04"),
        ("albania2010.pdf", "A/HRC/13/6", "Albania", "2010-01-04"),
        ("bolivia2014.pdf", "A/HRC/28/7", "Plurinational State of Bolivia", "2014-12-17"),
        ("state_response_slovenia2010.pdf", "A/HRC/14/15/Add.1", "Slovenia", "2010-03-23"),
        ("compilation_slovenia2010.pdf", "A/HRC/WG.6/7/SVN/2", "Slovenia", "2009-11-19"),
    ],
)
def test_real_covers(name, symbol, state, date):
    document = read_document(needs(f"real/documents/{name}"))
    assert (document.symbol, document.state, document.distributed, document.original) == (symbol, state, date, "en")
    assert document.title.endswith(f": {state}")
