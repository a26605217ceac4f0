import csv
import datetime as dt
import re

import pandas as pd
import pytest

from analysis.paths import REFERENCE
from analysis.reference import Layers, reference
from analysis.tidy.groupings import members_on, with_groupings
from analysis.tidy.states import resolve
from tests.conftest import needs

LAYERS = Layers((REFERENCE,))
DAYS = ["2005-12-14", "2010-01-01", "2017-05-02", "2018-03-27", "2020-02-06", "2021-12-31"]


def parties_on(day: str, organisations: bool = False) -> pd.DataFrame:
    table = with_groupings(reference("entities"), reference("memberships"), day, LAYERS)
    parties = table[table["uncac"] == "party"]
    return parties if organisations else parties[parties["kind"] != "organisation"]


@pytest.mark.parametrize(
    ("day", "parties"),
    [("2014-08-01", 171), ("2017-05-02", 181), ("2017-10-03", 183), ("2020-02-06", 187), ("2021-12-31", 189)],
)
def test_parties_as_the_secretariat_counted_them(day, parties):
    assert len(parties_on(day, organisations=True)) == parties
    assert len(parties_on(day)) == parties - 1


@pytest.mark.parametrize("day", DAYS)
def test_groups_partition_the_parties(day):
    parties = parties_on(day)
    assert parties["code"].is_unique and set(parties["regional_group"]) <= set(LAYERS.codes("regional_group"))


def test_a_state_is_a_party_from_the_day_of_its_instrument():
    assert "JPN" not in set(parties_on("2017-07-10")["code"])
    assert "JPN" in set(parties_on("2017-07-11")["code"])


@pytest.mark.parametrize(
    ("day", "grouping", "members"),
    [("1997-05-01", "waemu", 7), ("1997-05-02", "waemu", 8), ("2020-01-31", "eu", 28), ("2020-02-01", "eu", 27)],
)
def test_memberships_have_dates(day, grouping, members):
    assert len(members_on(reference("memberships"), grouping, day)) == members


def test_every_member_state_has_one_group_and_others_an_explicit_none():
    groups = members_on(reference("memberships"), "regional_group", "2021-12-31")
    entities = reference("entities").set_index("code")
    assert groups.index.is_unique and set(groups.index) == set(entities.index)
    outside = {"observer", "non-member State", "organisation"}
    assert set(entities.loc[groups.index[groups == "none"], "kind"]) <= outside


def spans(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "grouping", "member_of", "from", "until"], dtype=str)


def test_open_and_dated_spans_several_groups_and_none():
    held = spans(
        ("XAA", "club", "red", "", ""),
        ("XAA", "club", "blue", "2010-01-01", ""),
        ("XAB", "club", "red", "", "2010-01-01"),
        ("XAC", "regional_group", "african", "2015-01-01", ""),
    )
    entities = pd.DataFrame({"code": ["XAA", "XAB", "XAC"]})
    then = with_groupings(entities, held, "2010-01-01", LAYERS).set_index("code")
    assert then["club"].tolist() == ["red;blue", "not a member", "not a member"]
    assert then["regional_group"].tolist() == ["none", "none", "none"] and (then["eu"] == "not a member").all()
    before = with_groupings(entities, held, "2009-12-31", LAYERS).set_index("code")
    assert before["club"].tolist() == ["red", "red", "not a member"]


def test_dates_agree_with_the_depositary_list():
    parties = reference("memberships").query("grouping == 'uncac' and member_of == 'party'").set_index("code")["from"]
    with needs("real/names/uncac_status_untreaties_2014-07.csv").open(encoding="utf-8-sig") as lines:
        rows = [list(row.values()) for row in csv.DictReader(lines)]
    for name, _, deposited in rows:
        code = resolve(name).code or "EUE"
        day = re.match(r"\d+ \w+ \d{4}", deposited)
        if day:
            assert parties[code] == dt.datetime.strptime(day[0], "%d %b %Y").date().isoformat(), name
        else:
            assert code not in parties.index or parties[code] > "2014-07-01", name
