import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.rerun.freeze import corrigendum, freeze
from analysis.rerun.jobs import TABLES


def report(folder):
    return main(["report", "--data", str(folder), "--quiet", "--only", "tables"])


def test_what_comes_after_a_freeze_is_a_list_for_a_corrigendum(world_folder, capsys):
    with pytest.raises(DataError, match="report"):
        freeze(world_folder, world_folder, TABLES)
    assert report(world_folder) == 0
    listed = world_folder / "report" / "corrigendum.csv"
    assert pd.read_csv(listed).empty
    assert main(["freeze", "--data", str(world_folder)]) == 0
    filed = (world_folder / "frozen" / "statements.csv").read_bytes()
    codings = world_folder / "codings.csv"
    codings.write_text(codings.read_text().replace("XAB,legislation,No", "XAB,legislation,Yes"))
    assert report(world_folder) == 0
    moved = pd.read_csv(listed).set_index("table")
    assert "XAB:46 review 46 legislation" in set(moved.loc[["findings"], "what"])
    assert {"S15", "S21"} <= set(moved.loc[["statements"], "what"])
    share = pd.read_csv(listed, dtype=str).query("table == 'measures' and what == 'legislation legislation yes'")
    assert share.loc[share["column"] == "count", ["filed", "now"]].values.tolist() == [["4", "5"]]
    assert (world_folder / "frozen" / "statements.csv").read_bytes() == filed
    assert main(["freeze", "--data", str(world_folder)]) == 2 and "filed before" in capsys.readouterr().err
    assert "frozen" not in " ".join(open_dataset(world_folder).sources["source"])


def test_filed_numbers_that_were_changed_are_refused(world_folder):
    assert report(world_folder) == 0
    table = freeze(world_folder, world_folder, TABLES) / "findings.csv"
    table.write_text(table.read_text().replace("yes", "no"))
    with pytest.raises(DataError, match="not what was filed"):
        corrigendum(world_folder, {})


def test_numbers_of_other_data_than_those_of_now_are_not_filed(world_folder, capsys):
    assert report(world_folder) == 0
    codings = world_folder / "codings.csv"
    codings.write_text(codings.read_text().replace("XAB,legislation,No", "XAB,legislation,Yes"))
    assert main(["freeze", "--data", str(world_folder)]) == 2
    assert "not current (changed: dataset:codings.csv)" in capsys.readouterr().err
    assert not (world_folder / "frozen").exists()
