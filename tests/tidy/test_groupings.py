import pytest

from analysis.errors import DataError
from analysis.reference import reference
from analysis.tidy.groupings import states_parties_on

DAYS = ["2005-12-14", "2010-01-01", "2017-05-02", "2018-03-27", "2020-02-06", "2021-12-31"]


@pytest.mark.parametrize(
    ("day", "parties"),
    [("2014-08-01", 171), ("2017-05-02", 181), ("2017-10-03", 183), ("2020-02-06", 187), ("2021-12-31", 189)],
)
def test_parties_as_the_secretariat_counted_them(day, parties):
    assert len(states_parties_on(day, organisations=True)) == parties
    assert len(states_parties_on(day)) == parties - 1


@pytest.mark.parametrize("day", DAYS)
def test_groups_partition_the_parties(day):
    parties = states_parties_on(day)
    assert parties["iso3"].is_unique and (parties["regional_group"] != "").all()
    assert parties["regional_group"].value_counts().sum() == len(parties)


def test_a_state_is_a_party_from_the_day_of_its_instrument():
    assert "JPN" not in set(states_parties_on("2017-07-10")["iso3"])
    assert "JPN" in set(states_parties_on("2017-07-11")["iso3"])


@pytest.mark.parametrize(
    ("day", "grouping", "members"),
    [
        ("1997-05-01", "waemu", 7),
        ("1997-05-02", "waemu", 8),
        ("2020-01-31", "eu", 28),
        ("2020-02-01", "eu", 27),
    ],
)
def test_memberships_have_dates(day, grouping, members):
    from analysis.tidy.groupings import members_on

    assert len(members_on(reference("memberships"), grouping, day)) == members


def test_every_member_state_has_one_group_and_others_an_explicit_none():
    groups = (
        reference("memberships").query("grouping == 'regional_group' and until == ''").set_index("iso3")["member_of"]
    )
    states = reference("states")
    assert groups.index.is_unique and set(groups.index) == set(states["iso3"])
    assert set(states.set_index("iso3").loc[groups.index[groups == "none"], "kind"]) <= {
        "observer",
        "non-member State",
        "organisation",
    }


def test_after_the_register_ends_it_says_so():
    with pytest.raises(DataError, match="registry_kept_until"):
        states_parties_on("2030-01-01")


def test_dates_agree_with_the_depositary_list():
    import csv
    import datetime as dt
    import re

    from analysis.tidy.states import resolve
    from tests.conftest import needs

    party = reference("states").set_index("iso3")["party"]
    with needs("real/names/uncac_status_untreaties_2014-07.csv").open(encoding="utf-8-sig") as lines:
        rows = [list(row.values()) for row in csv.DictReader(lines)]
    for name, _, deposited in rows:
        code = resolve(name).iso3 or "EUE"
        day = re.match(r"\d+ \w+ \d{4}", deposited)
        if day:
            assert party[code] == dt.datetime.strptime(day[0], "%d %b %Y").date().isoformat(), name
        else:
            assert party[code] == "" or party[code] > "2014-07-01", name
