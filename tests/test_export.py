import csv
import errno
import io
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.errors import DataError
from analysis.export import CsvFile, as_text, csv_bytes, write_all

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+SUM(A1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＠A1",
    "-cmd",
    "--1",
]
TEXTS = ["", "-", "+", "a=b", " x", "-0.12", "+3", "-1,234.5", "-12.3%", "12 %", "'=1", "<script>", "$x$"]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))[1:]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text):
    assert as_text(text) == f"'{text}"
    written = f"'{text}".replace("\r", "\n")
    assert read(csv_bytes(pd.DataFrame({"a": [text]}))) == [[written]]
    assert read(csv_bytes(pd.DataFrame({"a": [text, 1.5, None]}, dtype=object)))[0] == [written]
    assert read(csv_bytes(pd.DataFrame({"a": pd.Categorical([text])}))) == [[written]]


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_and_numbers_stay_what_they_are(text):
    assert as_text(text) == text
    assert read(csv_bytes(pd.DataFrame({"a": [text], "b": ["."]}))) == [[text, "."]]


def test_numbers_stay_numbers():
    frame = pd.DataFrame({"a": [-0.12, 1 / 3], "b": [-5, 7], "c": [True, False], "d": [-0.5, "=x"]})
    assert read(csv_bytes(frame)) == [["-0.12", "-5", "True", "-0.5"], ["0.333333333", "7", "False", "'=x"]]
    assert as_text(-0.12) == -0.12


def test_a_file_written_part_by_part_is_safe_too(tmp_path):
    with CsvFile(tmp_path / "x.csv", ["a"]) as file:
        file.append(pd.DataFrame({"a": ["=1", "x"]}))
    assert read((tmp_path / "x.csv").read_bytes()) == [["'=1"], ["x"]]


def test_no_text_begins_a_row_of_its_own():
    assert read(csv_bytes(pd.DataFrame({"a": ["x\r=1", "x\r\n=1", 'x"\n=1']}))) == [["x\n=1"], ["x\n=1"], ['x"\n=1']]


def test_several_files_are_written_all_or_none(tmp_path, monkeypatch):
    first, second = tmp_path / "a" / "one.csv", tmp_path / "b" / "two.csv"
    assert write_all({first: b"old", second: b"old"}) == [first, second]
    whole = Path.write_bytes

    def full(self, data):
        if "two.csv" in self.name:
            whole(self, data[:1])
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DataError, match=r"two\.csv cannot be written: No space left"):
        write_all({first: b"new", second: b"new"})
    found = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"one.csv": b"old", "two.csv": b"old"}


def test_a_place_that_is_a_file_is_said_in_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    for words in (
        ["check", "--out", str(tmp_path / "file" / "issues.xlsx")],
        ["export", "--out", str(tmp_path / "file")],
    ):
        assert main(words) == 2
        said = capsys.readouterr().err
        assert "file" in said and "Name another place" in said and said.count("\n") == 1
