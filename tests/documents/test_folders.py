import os
import resource
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.documents import folders
from analysis.documents.folders import cluster, read_folder, read_one
from analysis.errors import DataError
from tests.documents import made

WHOLE = {
    "txt": lambda n: made.TEXT + f"\n3. Response number {n}.\n".encode(),
    "html": lambda n: made.HTML.replace(b"First.", f"Response number {n}.".encode()),
    "pdf": lambda n: made.pdf([["1. Information may be shared spontaneously.", f"2. Response number {n}."]]),
    "docx": None,  # made once, as it takes long
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.cache.CACHE", tmp_path / "cache")


def fill(folder, whole, broken):
    word = made.word("1. Information may be shared.", "2. There is no legislation.")
    kinds = list(WHOLE)
    for n in range(whole):
        kind = kinds[n % len(kinds)]
        path = folder / f"region {n % 7}" / f"response {n:04d}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WHOLE[kind](n) if WHOLE[kind] else word)
    names = list(made.BROKEN)
    for n in range(broken):
        name = names[n % len(names)]
        (folder / f"{n:02d} {name}").write_bytes(made.BROKEN[name][0])


def test_a_thousand_files_of_which_fifty_are_broken(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    fill(folder, whole=950, broken=50)
    assert main(["read", str(folder), str(out), "--quiet"]) == 1
    sources, issues = (pd.read_csv(out / f"{name}.csv", dtype=str) for name in ("sources", "issues"))
    assert len(sources) == 950 and len(issues) == 50
    assert issues["problem"].notna().all() and issues["remedy"].notna().all()
    assert set(issues["source"]) == {path.name for path in folder.iterdir() if path.is_file()}
    extracts = pd.read_csv(out / "extracts.csv", dtype=str)
    assert set(extracts["source"]) == set(sources["source"])
    assert sources["source"].is_monotonic_increasing


@pytest.mark.parametrize("name", made.BROKEN)
def test_a_broken_file_is_one_issue_that_says_what_to_do(tmp_path, name):
    content, words = made.BROKEN[name]
    (tmp_path / name).write_bytes(content)
    outcome = read_one(str(tmp_path), name)
    assert outcome.document is None and outcome.issue["source"] == name
    assert words in outcome.issue["problem"] and outcome.issue["remedy"]


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    folder, outside = tmp_path / "in", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_bytes(made.TEXT)
    (folder / "letter.txt").write_bytes(made.TEXT)
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "dangling.txt").symlink_to(folder / "gone.txt")
    (folder / "~$letter.docx").write_bytes(b"lock")
    outcomes = {o.source: o for o in read_folder(folder, ThreadPoolExecutor(2))}
    assert set(outcomes) == {"letter.txt", "file.txt", "folder", "dangling.txt"}
    assert outcomes["letter.txt"].document is not None
    for name in ("file.txt", "folder"):
        assert "leads out of the folder" in outcomes[name].issue["problem"]
    assert "missing" in outcomes["dangling.txt"].issue["problem"]
    assert "leads out" in read_one(str(folder), "../outside/secret.txt").issue["problem"]


def test_a_file_that_goes_or_changes_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "letter.txt"
    path.write_bytes(made.TEXT)
    real = type(path).read_bytes

    def cut(self):
        return real(self)[:-5]

    def gone(self):
        self.unlink()
        return real(self)

    monkeypatch.setattr(type(path), "read_bytes", cut)
    assert "changed while it was read" in read_one(str(tmp_path), "letter.txt").issue["problem"]
    monkeypatch.setattr(type(path), "read_bytes", gone)
    assert "missing" in read_one(str(tmp_path), "letter.txt").issue["problem"]


def test_nothing_is_parsed_twice_until_the_file_changes(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(made.TEXT)
    (tmp_path / "b.txt").write_bytes(made.TEXT)
    parsed = []
    real = folders.document_of
    monkeypatch.setattr(folders, "document_of", lambda *given: parsed.append(1) or real(*given))
    first = [read_one(str(tmp_path), name).document for name in ("a.txt", "b.txt")]
    assert len(parsed) == 1 and [d.source for d in first] == ["a.txt", "b.txt"]
    assert first[1].extracts["source"].unique().tolist() == ["b.txt"]
    (tmp_path / "a.txt").write_bytes(made.TEXT + b"\n3. More.\n")
    assert len(read_one(str(tmp_path), "a.txt").document.extracts) == len(first[0].extracts) + 1
    assert len(parsed) == 2


def kill(folder, name):
    if "killer" in name:
        os._exit(9)
    return read_one(folder, name)


def stick(folder, name):
    if "killer" in name:
        while True:
            pass
    return read_one(folder, name)


@pytest.mark.parametrize("trouble", [kill, stick])
def test_a_file_that_kills_or_holds_up_its_reader_is_an_issue_and_the_rest_goes_on(tmp_path, monkeypatch, trouble):
    for n in range(40):
        (tmp_path / f"{n:02d}.txt").write_bytes(made.TEXT)
    (tmp_path / "17 killer.txt").write_bytes(made.TEXT)
    monkeypatch.setattr(folders, "read_one", trouble)
    monkeypatch.setattr(folders, "SECONDS_A_FILE", 2)
    outcomes = list(read_folder(tmp_path))
    assert len(outcomes) == 41
    failed = [o for o in outcomes if o.issue]
    assert [o.source for o in failed] == ["17 killer.txt"] and "crash" in failed[0].issue["problem"]


def test_the_same_through_a_dask_cluster(tmp_path):
    distributed = pytest.importorskip("distributed")
    folder = tmp_path / "in"
    fill(folder, whole=20, broken=3)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
    ) as local:
        assert main(["read", str(folder), str(tmp_path / "far"), "--quiet", "--cluster", local.scheduler_address]) == 1
    assert main(["read", str(folder), str(tmp_path / "near"), "--quiet"]) == 1
    for table in folders.COLUMNS_OF:
        assert (tmp_path / "far" / f"{table}.csv").read_bytes() == (tmp_path / "near" / f"{table}.csv").read_bytes()


def test_what_stops_a_folder_before_it_starts(tmp_path, capsys, monkeypatch):
    assert main(["read", str(tmp_path / "none"), str(tmp_path)]) == 2
    assert "There is no folder" in capsys.readouterr().err
    monkeypatch.setattr(folders, "_SECONDS_TO_CLUSTER", 1)
    with pytest.raises(DataError, match="No cluster answers"), cluster("tcp://127.0.0.1:9"):
        pass


def test_memory_does_not_grow_with_the_folder(tmp_path):
    big = made.pdf([[f"{n}. {'A long line of text that fills the page. ' * 2}"] * 40 for n in range(1, 30)])

    def peak(count):
        folder = tmp_path / str(count)
        folder.mkdir()
        for n in range(count):
            (folder / f"{n:03d}.pdf").write_bytes(big.replace(b"(1.", b"(%d." % (n + 100)))
        assert all(outcome.document is not None for outcome in read_folder(folder, ThreadPoolExecutor(1)))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    peak(20)
    few, many = peak(30), peak(120)
    # Kilobytes; a hundred documents more would take a multiple of this.
    assert many - few < 30_000


def test_a_document_comes_back_from_the_cache_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "letter.txt").write_bytes(made.TEXT)
    first = read_one(str(tmp_path), "letter.txt").document
    monkeypatch.setattr(folders, "document_of", lambda content, source: pytest.fail("read anew"))
    again = read_one(str(tmp_path), "letter.txt").document
    pd.testing.assert_frame_equal(again.extracts, first.extracts)
    pd.testing.assert_frame_equal(again.issues, first.issues)
    frames = {"extracts": 0, "issues": 0}
    assert vars(again) | frames == vars(first) | frames


def test_what_is_refused_comes_from_the_cache_until_other_languages_or_words_are_there(tmp_path, monkeypatch):
    tried = []
    real = folders.document_of
    monkeypatch.setattr(folders, "document_of", lambda *given: tried.append(1) or real(*given))
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(made.pdf([None]))
    outcomes = [read_one(str(tmp_path), name) for name in ("a.pdf", "b.pdf", "a.pdf")]
    assert len(tried) == 1
    assert [o.issue["source"] for o in outcomes] == ["a.pdf", "b.pdf", "a.pdf"]
    assert outcomes[0].issue == outcomes[2].issue and "scan: needs OCR" in outcomes[0].issue["problem"]
    for stamp, changed in (("scans", ("packs", lambda: ["eng"])), ("words", ("REFERENCE", tmp_path))):
        monkeypatch.setattr(folders, *changed)
        monkeypatch.setattr("analysis.documents.words.version", lambda stamp=stamp: (stamp,))
        read_one(str(tmp_path), "a.pdf")
    assert len(tried) == 3
