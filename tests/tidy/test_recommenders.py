import pytest

from analysis.documents import read_document
from analysis.reference import reference
from analysis.tidy.recommenders import recommendations_of, recommenders_in
from tests.conftest import needs


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Ratify it (Iran (Islamic Republic of));", "IRN"),
        ("Ratify it (Iran, Islamic Republic of; Venezuela, Bolivarian Republic of)", "IRN;VEN"),
        ("Ratify it (Bosnia and Herzegovina, Trinidad and Tobago and Chile).", "BIH;TTO;CHL"),
        ("Consider ratifying (Brazil, Chile)/accede to (Czech Republic) /ratify (Denmark) it;", "BRA;CHL;CZE;DNK"),
        ("Ratify it (Niger, Nigeria, Guinea, Equatorial Guinea, Guinea-Bissau)", "NER;NGA;GIN;GNQ;GNB"),
        ("Ratify it (Republic of Korea, Democratic People’s Republic of Korea)", "KOR;PRK"),
        ("Ratify it (Serbia and Montenegro)", "SRB;MNE"),
        ("Ratify CAT (CAT), reach its goals (MDG), soon (NAM) (Chile);", "CHL"),
        ("Ratify it (Sweden on behalf of the Nordic countries)", "SWE"),
        ("Ratify the Convention (ICRMW), see (a) and (b) (art. 14)", ""),
        ("Ratify it (Korea);", ""),
    ],
)
def test_who_made_a_recommendation(text, states):
    assert ";".join(recommenders_in(text).states) == states


def test_groups_are_told_and_what_means_no_state_for_certain_is_said():
    assert recommenders_in("Do it (Egypt, on behalf of the African Group);").groups == ("African Group",)
    assert recommenders_in("Do it (Korea);").unresolved == ("Korea",)
    assert recommenders_in("Do it (Chile, Ruritania);")[:3] == (("CHL",), (), ("Ruritania",))


REPORTS = [
    "albania2010.pdf",
    "bhutan2010.pdf",
    "canada2009.pdf",
    "ghana2008.pdf",
    "norway2014.pdf",
    "mauritius2013.pdf",
]


@pytest.mark.parametrize("name", REPORTS)
def test_every_recommendation_of_a_real_report_has_its_states(name):
    frame = recommendations_of(read_document(needs(f"real/documents/{name}")).extracts)
    assert not frame.empty and (frame["states"] != "").all() and (frame["unresolved"] == "").all()
    # By another way: a name of the table that stands in the brackets as it is, and in no longer name of another State.
    names = reference("names")
    names = names[(names["language"] == "en") & (names["form"] != "former") & (names["name"].str.len() > 3)]
    owner = dict(zip(names["name"], names["code"], strict=True))
    for row in frame.itertuples():
        # The report itself leaves out an article.
        rest = row.made_by.replace("Republic of Congo", "Republic of the Congo")
        for name_, code in sorted(owner.items(), key=lambda pair: -len(pair[0])):
            if name_ in rest:
                rest = rest.replace(name_, " ")
                assert code in row.states.split(";"), (row.number, name_, row.states)


def test_a_note_stays_off_the_recommendation_it_belongs_to():
    frame = recommendations_of(read_document(needs("real/documents/mauritius2013.pdf")).extracts)
    noted = frame[frame["notes"] != ""]
    assert len(noted) == 12 and noted["notes"].str.contains("as read during the interactive dialogue").all()
    assert noted["text"].str.contains(r"\)[;.]$").all() and not frame["text"].str.contains("as read during").any()
