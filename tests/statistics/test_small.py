"""Small groups, by hand and by enumeration."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.small import small_groups


def shares(count, denominator):
    count, denominator = np.array(count), np.array(denominator)
    with np.errstate(invalid="ignore"):
        return pd.DataFrame({"count": count, "denominator": denominator, "share": count / denominator})


@pytest.mark.parametrize(("count", "denominator"), [([0, 3, 2, 1], [1, 3, 8, 1]), ([5, 0, 2, 9], [9, 4, 2, 9])])
def test_one_unit_taken_out(count, denominator):
    table = small_groups(shares(count, denominator))
    for row in table.itertuples():
        units = [1] * row.count + [0] * (row.denominator - row.count)
        left = [np.mean(units[:at] + units[at + 1 :]) for at in range(len(units)) if len(units) > 1]
        assert (row.without_low, row.without_high) == (
            pytest.approx((min(left), max(left))) if left else pytest.approx((np.nan, np.nan), nan_ok=True)
        )


def test_groups_that_do_not_differ_share_one_share_and_groups_apart_keep_theirs():
    alike = small_groups(shares([2, 4, 6], [10, 20, 30]))
    assert alike["shrunken"].tolist() == pytest.approx([0.2] * 3) and not alike["own"].any()
    apart = small_groups(shares([0, 20], [20, 20]))
    assert apart["shrunken"].tolist() == [0, 1] and (apart["own"] == 1).all()
    between = small_groups(shares([0, 1, 15], [3, 20, 20]))
    assert between["shrunken"][0] > 0 and between["own"][0] < between["own"][1]  # the smallest moves most
    assert between["shrunken"].between(0, 16 / 43 + 1).all()


@pytest.mark.parametrize("count", [[0, 0], [3, 4], [2, 0]])
def test_where_nothing_can_be_said_nothing_is(count):
    denominator = [3, 4] if count != [2, 0] else [3, 0]
    assert small_groups(shares(count, denominator))["shrunken"].isna().all()
