from itertools import product

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.statistics.coders import range_of_codings

GIVES = {"yes": "yes", "no": "other", "not_addressed": "open"}


def frame(rows):
    return pd.DataFrame(rows, columns=["unit", "coder", "gives"])


def test_informal_channels_of_the_demonstration(demonstration):
    """110 of 131 settled; 109 of 131 to 114 of 134 by whoever is believed."""
    codings = demonstration.codings.query(
        "question == 'informal' and topic == '46' and record == 'review' and coder in ['A', 'B']"
    )
    table = range_of_codings(
        frame(zip(codings["unit"], codings["coder"], codings["answer"].map(GIVES), strict=True)), 182
    )
    assert table[["count", "denominator"]].to_numpy().tolist() == [[109, 131], [114, 134]]
    assert table[["read", "read_by_one", "disputed"]].drop_duplicates().to_numpy().tolist() == [[163, 126, 5]]
    assert table["bound_low"].tolist() == [109 / 182, 114 / 182] and (table["low"] < table["share"]).all()


def test_a_dataset_shows_the_same(demonstration):
    table = analysis.range_of_codings(demonstration).set_index("question")
    assert table.loc["informal", ["count", "denominator"]].to_numpy().tolist() == [[109, 131], [114, 134]]
    assert (table["disputed"] > 0).all()


def test_against_every_choice_of_coder():
    random = np.random.default_rng(7)
    for _ in range(500):
        given = {
            unit: random.choice(["yes", "other", "open"], int(random.integers(1, 4))).tolist()
            for unit in range(int(random.integers(1, 7)))
        }
        table = range_of_codings(frame([(u, c, g) for u, all_ in given.items() for c, g in enumerate(all_)]), 8)
        choices = [(choice.count("yes"), len(choice) - choice.count("open")) for choice in product(*given.values())]
        shares = [k / n for k, n in choices if n]
        (least, greatest), left = table["share"], all(n for _, n in choices)
        if left:
            assert (least, greatest) == (min(shares), max(shares))
        else:  # one reading leaves no answer: that end may be without a share
            assert np.isnan(least) or least == min(shares)
            assert np.isnan(greatest) or greatest == max(shares)


def test_what_cannot_be_is_refused():
    for rows, words in (
        ([(1, "A", "no")], "neither"),
        ([(1, "A", "yes"), (1, "A", "open")], "two answers"),
        ([(1, "A", "yes"), (2, "A", "yes")], "more States"),
    ):
        with pytest.raises(ValueError, match=words):
            range_of_codings(frame(rows), 1)
