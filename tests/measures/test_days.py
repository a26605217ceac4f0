"""Questions that ask for days: the earliest and the latest, by their years, whatever of a day is known."""

import pytest

from analysis.measures.book import measures_of
from analysis.measures.faults import faults
from tests.tidy.made import CODEBOOK, WIDE, dataset

FILES = {
    "paper/codebook.csv": CODEBOOK + "since,t,,date,no,,,Since,Since which day?\n",
    "paper/universes.csv": "universe,name,unit,record,population\nall,States,entity,,\nreviewed,States reviewed,entity,review,all\n",
    "paper/measures.csv": "measure,label,kind,universe,question\nfirst,First,earliest,reviewed,since\nlast,Last,latest,reviewed,since\n",
}
DAYS = {"XAA": "1995-04-03", "XAB": "2009", "XAC": "1 March 2009", "XAD": "2011-12-31"}


def read(folder, days, **more):
    rows = "".join(f"Small State {state},{day}\n" for state, day in days.items())
    return dataset(folder, WIDE, FILES | {"codings.csv": f"State,Since\n{rows}"} | more)


@pytest.mark.parametrize(("name", "value", "units"), [("first", 1995, ("XAA",)), ("last", 2011, ("XAD",))])
def test_no_day_is_lost(tmp_path, name, value, units):
    found = measures_of(read(tmp_path, DAYS)).of(name).iloc[0]
    assert (found["value"], found["units"], sorted(found["values"])) == (value, units, [1995, 2009, 2009, 2011])


def test_days_have_no_sum(tmp_path):
    more = {"paper/measures.csv": FILES["paper/measures.csv"].replace("latest", "sum")}
    assert any("days, which have no sum" in text for text in faults(read(tmp_path, DAYS, **more)))
