"""Which record a coding means: against a plain choice, one row after another, over random worlds."""

import numpy as np
import pandas as pd

from analysis.tidy.answers import _matched

HINTS = ["round", "date", "edition", "source", "symbol"]


def plain(row, records):
    """The records of the entity and topic, narrowed by one thing that is said after another."""
    left = [r for r in records if (r["entity"], r["topic"]) == (row["entity"], row["topic"])]
    for hint in HINTS:
        fits = [r for r in left if row[hint] in ("", r[hint])]
        left = fits if hint in ("round", "date") or (len(left) > 1 and fits) else left
    return sorted(r["unit"] for r in left)


def test_the_record_that_a_coding_means():
    chance, cases = np.random.default_rng(46), 0
    for _ in range(150):
        drawn = [
            {name: chance.choice(["a", "b"]) for name in ("entity", "topic")}
            | {name: chance.choice(["", "1", "2"]) for name in HINTS}
            for _ in range(14)
        ]
        records, rows = pd.DataFrame(drawn[:7]), pd.DataFrame(drawn[7:], index=range(50, 57)).assign(named="")
        records["unit"] = [f"U{n}" for n in range(7)]
        meant, fitting = _matched(rows, records, "review")
        for at, row in rows.iterrows():
            wanted = plain(row, records.to_dict("records"))
            assert fitting[at] == len(wanted), (row.to_dict(), wanted)
            assert meant.at[at, "unit"] == (wanted[0] if len(wanted) == 1 else "")
            cases += len(wanted) > 0
    assert cases > 300


def test_where_every_coding_says_all_of_its_record():
    records = pd.DataFrame([["a", "1", "r", "", "", "", "s"]], columns=["entity", "topic", *HINTS]).assign(unit="U")
    meant, fitting = _matched(records.drop(columns="unit").assign(named=""), records, "review")
    assert meant["unit"].tolist() == ["U"] and fitting.tolist() == [1]
