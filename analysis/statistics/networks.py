"""Published facts on networks and on the directory, set beside the States parties of their day."""

from __future__ import annotations

import pandas as pd

from analysis.reference import published
from analysis.statistics.coverage import share_of_total
from analysis.statistics.universes import Universe
from analysis.tidy.groupings import states_parties_on


def networks_founded() -> pd.DataFrame:
    """Return one row a network whose founding year the paper gives, oldest first (network, founded, kind, host)."""
    table = published("networks").query("founded != ''").astype({"founded": int})
    return table.sort_values(["founded", "network"], kind="stable").reset_index(drop=True)[
        ["network", "founded", "kind", "host", "paragraph"]
    ]


def directory_shares() -> pd.DataFrame:
    """Return one row an entry of the directory, as a share of the States parties on its day.

    Columns: entry, date, count, denominator, share, universe, symbol, paragraph. The entries overlap.
    """
    rows = []
    for row in published("directory").rename(columns={"count": "count_"}).itertuples():
        parties = Universe(f"States parties on {row.date}", states_parties_on(row.date))
        measure = share_of_total(int(row.count_), parties, parties.name)
        rows.append(
            {
                "entry": row.entry,
                "date": row.date,
                **{k: measure[k] for k in ("count", "denominator", "share", "universe")},
                "symbol": row.symbol,
                "paragraph": row.paragraph,
            }
        )
    return pd.DataFrame(rows)
