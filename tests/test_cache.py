import json
import pickle

import pandas as pd
import pytest

from analysis import cache
from analysis.cache import fingerprint, remembered
from analysis.paths import ROOT

AWKWARD = ["", " ", "\r\n", '"', "a,b", "NA", "None", "é漢字\u2028", "\ud800", "\0", "'=1", "-0", None, "𝒳" * 1000]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "CACHE", tmp_path)
    return tmp_path


def frame(*columns: list, names: str = "ab") -> pd.DataFrame:
    return pd.DataFrame({name: pd.array(cells, dtype="str") for name, cells in zip(names, columns, strict=False)})


def never():
    raise AssertionError("made anew")


def test_frames_of_texts_come_back_as_they_were():
    kept = {"one": frame(AWKWARD, AWKWARD[::-1]), "none": frame([], []), "no columns": frame()}
    assert remembered("kind", "key", lambda: kept) is kept
    again = remembered("kind", "key", never)
    assert list(again) == list(kept)
    for name, table in kept.items():
        pd.testing.assert_frame_equal(again[name], table)


def test_the_tidy_tables_come_back_as_they_were(world):
    remembered("tidy", "world", lambda: world.tables)
    for name, table in remembered("tidy", "world", never).items():
        pd.testing.assert_frame_equal(table, world.tables[name])


class Harmful:
    def __reduce__(self):
        return (pytest.fail, ("an entry ran code",))


@pytest.mark.parametrize(
    "entry",
    [
        pickle.dumps(Harmful()),
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[1, 2]",
        b'"text"',
        b'{"one": 1}',
        b'{"one": {"a": "xyz"}}',
        b'{"one": [["a", ["x"]], ["b", ["x", "y"]]]}',
        b'{"one": [["a", [1]]]}',
        b'{"one": [["a", [["x"]]]]}',
        b'{"one": [[1, ["x"]]]}',
        b'{"one": [["a", ["x"]], ["a", ["y"]]]}',
    ],
    ids=range(15),
)
def test_a_damaged_or_foreign_entry_is_made_anew(folder, entry):
    (folder / "kind").mkdir()
    (folder / "kind" / "key.json").write_bytes(entry)
    made = {"one": frame(["fresh"])}
    pd.testing.assert_frame_equal(remembered("kind", "key", lambda: made)["one"], made["one"])
    assert json.loads((folder / "kind" / "key.json").read_bytes()) == {"one": [["a", ["fresh"]]]}


def test_what_the_caller_cannot_use_is_made_anew():
    def unpack(tables):
        return tables["one"]["a"].iloc[0]

    def pack(text):
        return {"one": frame([text])}

    remembered("kind", "key", lambda: {"two": frame(["x"])})
    assert remembered("kind", "key", lambda: "fresh", pack=pack, unpack=unpack) == "fresh"
    assert remembered("kind", "key", never, pack=pack, unpack=unpack) == "fresh"


@pytest.mark.parametrize("other", [pd.DataFrame({"a": [1]}), pd.DataFrame({"a": ["x"]}, index=[5])])
def test_what_is_no_text_is_not_kept(other, folder):
    with pytest.raises(TypeError, match="no frame of texts"):
        remembered("kind", "key", lambda: {"one": other})


def test_only_the_newest_are_kept_and_a_cache_that_cannot_be_written_is_done_without(folder):
    for n in range(6):
        remembered("kind", str(n), lambda: {"one": frame(["x"])}, kept=3)
    assert len(list((folder / "kind").glob("*.json"))) == 3
    (folder / "closed").write_text("a file where the folder should be")
    assert remembered("closed", "key", lambda: {}) == {}


def test_a_name_and_a_link_count_as_content_does(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("a/x", "y", "z"):
        (tmp_path / name).write_text("same")
    before = fingerprint([tmp_path / "a" / "x", tmp_path / "y"], base=tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    moved = fingerprint([tmp_path / "b" / "x", tmp_path / "y"], base=tmp_path)
    (tmp_path / "link").symlink_to("y")
    first = fingerprint([tmp_path / "link"])
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("z")
    assert before != moved and first != fingerprint([tmp_path / "link"])


def test_nothing_in_the_suite_can_load_code_from_data():
    for path in (ROOT / "analysis").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("import pickle", "read_pickle", "import shelve", "import marshal")), (
            path
        )
