import csv
import datetime as dt
import random
import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.languages import LANGUAGES
from analysis.paths import REFERENCE
from analysis.reference import Layers, reference
from analysis.tidy.names import spelling_key
from analysis.tidy.states import Registry, registry, registry_of, resolve
from tests.conftest import needs

SPELLINGS = {
    "Venezuela, Bolivarian Republic of": "VEN",
    "the Bolivarian Republic of Venezuela": "VEN",
    "Bolivia": "BOL",
    "Cote d Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "COTE DIVOIRE": "CIV",
    "C&ocirc;te d&#39;Ivoire": "CIV",
    "Ivory Coast": "CIV",
    "Allemagne (l')": "DEU",
    "l'Allemagne": "DEU",
    "Pays-Bas (les)": "NLD",
    "State of Palestine (the) *": "PSE",
    "Ger\u00admany": "DEU",
    "Viet\u00a0Nam": "VNM",
    "ＦＲＡＮＣＥ": "FRA",
    "\u202bفرنسا\u202c": "FRA",
    "فرنســا": "FRA",
    "ﺍﻟﻌﺮﺍﻕ": "IRQ",
    "الاردن": "JOR",
    "الأردن": "JOR",
    "أنتيغوا و بربودا": "ATG",
    "義大利": "ITA",
    "法國": "FRA",
    "刚果（金）": "COD",
    "Congo": "COG",
    "Congo, Dem. Rep.": "COD",
    "Korea, Dem. People's Rep.": "PRK",
    "Korea, Rep.": "KOR",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Dominica": "DMA",
    "Dominican Republic": "DOM",
    "Niger": "NER",
    "Nigeria": "NGA",
    "Swaziland": "SWZ",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "St. Kitts & Nevis": "KNA",
    "Saint Vincent and the Grenadines": "VCT",
    "NAM": "NAM",
    "FR": "FRA",
    "U.S.A.": "USA",
    "Соединённое Королевство": "GBR",
    "España 1/": "ESP",
    "France¹": "FRA",
}


@pytest.mark.parametrize(("spelling", "code"), SPELLINGS.items())
def test_spellings_meet_their_state(spelling, code):
    assert resolve(spelling).code == code


@pytest.mark.parametrize(
    "name",
    [
        "European Union",
        "Åland Islands",
        "Kosovo",
        "Unknown",
        "Africa",
        "Soviet Union",
        "UNODC",
        "香港",
        "Total",
        "Taiwan",
    ],
)
def test_what_is_no_state_is_refused_as_such(name):
    answer = resolve(name)
    assert not answer and "not a State" in answer.reason and not answer.suggestions


@pytest.mark.parametrize("name", ["Korea", "Corée", "Dominica Republic", "NA"])
def test_where_two_fit_it_says_so(name):
    assert not resolve(name)


def test_hint_breaks_the_tie():
    assert resolve("NA", language="codes").code == "NAM"


@pytest.mark.parametrize(
    "name", [None, 7, "", "   ", "\u200f\u202e", "\x00\x07", "x" * 10_000, "Ф" * 10_000, "Franceفرنسا", "---", ["x"]]
)
def test_bad_input_gets_a_reason(name):
    answer = resolve(name)
    assert not answer and answer.reason


def test_near_misses_are_suggested_and_never_applied():
    answer = resolve("Repubic of Moldova")
    assert not answer and answer.suggestions[0][1] == "MDA"


@given(st.text(max_size=80))
def test_nothing_raises(text):
    answer = resolve(text)
    assert bool(answer) == (answer.code is not None)


@given(
    st.sampled_from(sorted(reference("entities").query("kind != 'organisation'")["code"])),
    st.sampled_from(LANGUAGES),
    st.randoms(),
)
def test_every_name_comes_back_however_it_is_typed(code, language, chance):
    names = reference("names").query("code == @code and language == @language and form == 'short'")
    name = names["name"].iloc[0]
    typed = chance.choice([name, name.upper(), f"  {name} *", name.replace("'", "’"), name.replace(" ", "\u00a0")])
    assert resolve(typed, language).code == code


def test_no_spelling_belongs_to_two_states_but_those_said_to():
    owners = {}
    for row in reference("names").itertuples():
        owners.setdefault(spelling_key(row.name), set()).add(row.code)
    shared = {key for key, states in owners.items() if len(states) > 1}
    assert shared == {
        spelling_key(n)
        for n in ("Korea", "Corée", "Corea", "Корея", "كوريا", "高丽", "Dominica Republic", "República Dominica")
    }


def test_aliases_are_accepted_by_a_row_and_unused_ones_are_named():
    aliases = (
        reference("aliases").reindex(range(2)).assign(alias=["Gaule", "Unmet"], code="FRA", language="fr").fillna("")
    )
    register = Registry(
        reference("entities"), reference("names"), reference("memberships"), reference("not_states"), aliases
    )
    assert register.resolve("GAULE").code == "FRA"
    assert register.unused_aliases() == ["Unmet"]


def test_group_as_of_a_date():
    assert resolve("Israel", on="1999-12-31").group == "none"
    assert resolve("Israel", on="2018-06-06").group == "western_european_other"
    assert resolve("Holy See").group == "none"


@pytest.mark.parametrize(
    ("spaced", "code"),
    [("L i ban", "LBN"), ("Ит а лия", "ITA"), ("Fr ance", "FRA"), ("C h i l e", "CHL"), ("Vi et Nam", "VNM")],
)
def test_a_name_whose_letters_were_spaced_is_whole_again(spaced, code):
    assert resolve(spaced).code == code


@pytest.mark.parametrize("spaced", ["Kor ea", "Co ng", "a b c"])
def test_spaced_letters_that_fit_none_or_two_are_refused(spaced):
    assert not resolve(spaced)


@pytest.mark.parametrize("name", ["SFRY", "FRG", "GDR", "Belgian Congo", "USSR", "Czechoslovakia"])
def test_former_states_are_refused_with_the_day_they_ended(name):
    assert re.search(r"former State \(until \d{4}-\d\d-\d\d\)", resolve(name).reason)


@pytest.mark.parametrize("on", ["1999-01-01", "01.01.1999", dt.date(1999, 1, 1)])
def test_a_day_holds_for_codes_as_for_names(on):
    assert resolve("ISR", on=on).group == resolve("Israel", on=on).group == resolve("IL", on=on).group == "none"


@pytest.mark.parametrize("on", [20170501, 2017.5, "1/5/2017", "May 2017", "2017-13-40", ["2017"], True])
def test_what_is_no_day_is_refused_without_raising(on):
    answer = resolve("Israel", on=on)
    assert not answer and answer.reason


def test_no_group_before_membership():
    assert resolve("South Sudan", on="2011-07-13").group == "none"
    assert resolve("South Sudan", on="2011-07-14").group == "african"
    assert resolve("Switzerland", on="2002-01-01").group == "none"


def test_code_na_survives():
    assert reference("entities").set_index("code").at["NAM", "iso2"] == "NA"


def test_hundred_thousand_names_are_quick_beside_bare_lookups():
    names = reference("names")["name"].tolist()
    many = [f"{names[i % len(names)]}{' ' * (i // len(names))}" for i in range(100_000)]
    bare = {name: name for name in many}
    registry().resolve("France")
    start = time.perf_counter()
    for name in many:
        bare.get(name.strip().casefold())
    plain = time.perf_counter() - start
    start = time.perf_counter()
    found = sum(bool(resolve(name)) for name in many)
    ours = time.perf_counter() - start
    assert found > 90_000
    assert ours < 300 * plain


@pytest.mark.parametrize("file", ["unterm_names.csv", "ocha_taxonomy.csv"])
def test_every_name_of_the_lists_meets_its_own_state(file):
    with needs(f"real/names/{file}").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    states = set(registry().states["code"])
    wrong, asked = [], 0
    for row in rows:
        code = row.get("ISO3166-1-Alpha-3") or row.get("ISO 3166-1 Alpha 3-Codes") or row.get("x Alpha3 codes")
        for column, name in row.items():
            if name and (
                column.startswith("UNTERM") or (column.endswith((" Short", " Formal")) and "RW" not in column)
            ):
                asked += 1
                answer = resolve(name)
                good = answer.code == code if code in states else not answer and "not a State" in answer.reason
                wrong += [] if good else [(code, name)]
    assert asked > 1000 and not wrong


def test_unicode_names_of_other_locales_resolve_and_none_wrongly():
    from babel import Locale

    by_iso2 = dict(zip(reference("entities")["iso2"], reference("entities")["code"], strict=True))
    asked = found = 0
    for locale in ("es_MX", "fr_CA", "ar_EG", "en_AU", "zh_Hant", "ru_UA"):
        for iso2, name in Locale.parse(locale).territories.items():
            answer = resolve(name)
            if iso2 in by_iso2 and iso2 != "EU":
                asked, found = asked + 1, found + bool(answer)
                assert not answer or answer.code == by_iso2[iso2]
    assert found / asked >= 0.99


def test_random_letters_are_no_state():
    chance = random.Random(1)
    for _ in range(300):
        assert not resolve("".join(chance.choices(string.ascii_lowercase, k=9)))


def test_a_territory_that_a_paper_counts_has_all_its_names(tmp_path):
    (tmp_path / "entities.csv").write_text("code,iso2,numeric,kind,name\nHKG,,,territory,Hong Kong\n", encoding="utf-8")
    held = registry_of(Layers((REFERENCE, tmp_path)))
    assert {held.resolve(name).code for name in ("Hong Kong", "Hong Kong, China", "Hong Kong SAR")} == {"HKG"}
    assert registry().resolve("Hong Kong, China").other == 'HKG,,,territory,"Hong Kong, China"'
    assert held.resolve("Jersey").other == "JEY,,,territory,Jersey"


@pytest.mark.parametrize(
    "name", ["Kosovo", "Unión Europea", "EUE", "African Union", "Hong Kong, China", "Åland Islands"]
)
def test_the_row_by_which_a_paper_is_to_count_what_is_no_state_does_so(tmp_path, name):
    row = registry().resolve(name).other
    assert row
    (tmp_path / "entities.csv").write_text(f"code,iso2,numeric,kind,name\n{row}\n", encoding="utf-8")
    assert registry_of(Layers((REFERENCE, tmp_path))).resolve(name).code == row.partition(",")[0]
    assert not registry().resolve("Soviet Union").other and not registry().resolve("n/a").other


def test_an_organisation_of_the_reference_that_a_paper_takes_in_is_one_of_its_entities(tmp_path):
    assert registry().resolve("European Union").code is None
    (tmp_path / "entities.csv").write_text("code,iso2,numeric,kind,name\nEUE,,,organisation,European Union\n")
    held = registry_of(Layers((REFERENCE, tmp_path)))
    assert {held.resolve(name).code for name in ("European Union", "Union européenne", "EUE")} == {"EUE"}


def test_names_that_differ_in_their_figures_alone_are_told_apart(tmp_path):
    rows = "".join(f"Q{letter}A,,,territory,Harbour number {n}\n" for n, letter in enumerate("ABC", start=1))
    (tmp_path / "entities.csv").write_text("code,iso2,numeric,kind,name\n" + rows)
    held = registry_of(Layers((REFERENCE, tmp_path)))
    assert [held.resolve(f"Harbour number {n}").code for n in (1, 2, 3)] == ["QAA", "QBA", "QCA"]
    assert not held.resolve("Harbour number 4") and not held.resolve("Harbour number")
