"""Where outputs lie, which of them are of this run, and that none stands under a wrong title."""

import json
import re

import pytest

from analysis.errors import DataError
from analysis.languages import Language
from analysis.paths import DEMONSTRATION, ROOT, data_files, home_of
from analysis.reference import Layers
from analysis.rerun import home, index, jobs, kernels, manifest, run
from tests.conftest import small_world

pytestmark = pytest.mark.skipif(not kernels.CAN_FORK, reason="needs fork")


@pytest.fixture
def made(monkeypatch):
    """Jobs that give the text under which they are told to, and fail where told to."""
    monkeypatch.setattr(kernels, "preload", lambda dataset, pictures: None)
    settings = {"text": "first", "failing": {}}

    def fake(job, dataset, say, first):
        outputs = {path: f"{settings['text']} {path}".encode() for path in jobs.outputs_of(job)}
        if job in settings["failing"]:
            outputs = {path: content for path, content in outputs.items() if path in settings["failing"][job]}
            return jobs.Result(outputs, [dataset / "dataset.toml"], "it broke")
        return jobs.Result(outputs, [dataset / "dataset.toml"])

    monkeypatch.setattr(jobs, "run", fake)
    return settings


def report(world, only="", **how):
    return run.rerun(world, home_of(world), only=only, quiet=True, **how)


def outputs(world) -> dict[str, str]:
    names = [path for job in jobs.job_names(world) for path in jobs.outputs_of(job)]
    return {name: (world / name).read_text() for name in names if (world / name).is_file()}


def page(world) -> str:
    """What the index says of the outputs; the navigation around it marks the same pages once more."""
    text = (world / "report" / "index.html").read_text(encoding="utf-8")
    return text[text.index("<main") : text.index("</main>")]


def test_the_home_of_a_dataset(tmp_path, world_folder):
    assert home_of(DEMONSTRATION) == ROOT and home_of(world_folder) == world_folder
    assert home_of(world_folder, tmp_path / "out") == tmp_path / "out" == home_of(DEMONSTRATION, tmp_path / "out")
    real = tmp_path / "real"
    real.mkdir()
    for settings in ("", "demonstration = false", "demonstration = 1", "demonstration = true\n["):
        (real / "dataset.toml").write_text(settings)
        assert home_of(real) == real / "internal" and home_of(real, tmp_path / "out") == tmp_path / "out" / "internal"
    assert home_of(real, tmp_path / "out" / "internal") == tmp_path / "out" / "internal"
    (real / "internal").mkdir()
    (real / "internal" / "statements.csv").write_text("")
    assert data_files(real) == [real / "dataset.toml"]
    other = small_world(tmp_path / "other")
    for wrong in (ROOT, other, world_folder / "inside", DEMONSTRATION):
        with pytest.raises(DataError, match="--out"):
            home_of(world_folder, wrong)


def test_a_home_belongs_to_one_dataset(tmp_path, world_folder):
    out = tmp_path / "out"
    home.claim(out, world_folder)
    home.claim(out, world_folder)
    with pytest.raises(DataError, match=re.escape(f"{out} holds the outputs of {world_folder}")):
        home.claim(out, small_world(tmp_path / "other"))
    (out / "dataset.toml").write_text("")
    with pytest.raises(DataError, match="holds the outputs of"):
        home.claim(out, out)


def test_outputs_are_never_data(world_folder):
    before = data_files(world_folder)
    for name in ("report/statements.csv", "figures/charts/data/status.csv"):
        (world_folder / name).parent.mkdir(parents=True)
        (world_folder / name).write_text("x")
    assert data_files(world_folder) == before


def test_a_job_that_fails_leaves_nothing_of_an_earlier_run(world_folder, made):
    assert not report(world_folder).failed
    everything = set(outputs(world_folder))
    made |= {"text": "second", "failing": {"chart:status": [], jobs.TABLES: ["report/issues.csv"]}}
    outcome = report(world_folder, force=True)
    assert outcome.failed == {"chart:status": "it broke", jobs.TABLES: "it broke"}
    gone = set(jobs.outputs_of("chart:status")) | set(jobs.outputs_of(jobs.TABLES)) - {"report/issues.csv"}
    now = outputs(world_folder)
    assert set(now) == everything - gone == outcome.outputs
    assert all(text.startswith("second") for text in now.values())
    assert "chart:status failed" in page(world_folder) and "status.png" not in page(world_folder)
    assert 'statements.csv <span class="not">(not there)' in page(world_folder)
    assert '<a href="issues.csv">issues.csv</a></li>' in page(world_folder)


def test_what_was_not_asked_for_and_is_stale_is_marked(world_folder, made):
    report(world_folder)
    assert 'class="not"' not in page(world_folder)
    settings = world_folder / "dataset.toml"
    settings.write_text(settings.read_text().replace("Small world", "Another title"))
    made["text"] = "second"
    outcome = report(world_folder, only="notebook:directory")
    assert outcome.earlier["chart:status"] == "changed: dataset:dataset.toml" and not outcome.current
    assert outcome.outputs == {"report/directory.html"}
    shown = page(world_folder)
    assert "Another title" in shown and "chart:status was not asked for and is of an earlier run" in shown
    assert '<a href="directory.html">' in shown and "<img" not in shown
    marked = re.findall(r'<a href="([^"]+)">[^<]+</a> <span class="not">\(of an earlier run\)', shown)
    assert len(marked) == len(outputs(world_folder)) - 1 and "directory.html" not in marked


def test_what_is_no_job_any_more_is_deleted(world_folder, made, monkeypatch):
    report(world_folder)
    fewer = [job for job in jobs.job_names(world_folder) if job != "chart:waemu"]
    monkeypatch.setattr(jobs, "job_names", lambda dataset, languages=(): fewer)
    assert not report(world_folder).ran
    assert not (world_folder / "figures/charts/en/waemu.png").exists()
    assert "chart:waemu" not in manifest.read(world_folder)


def test_an_interrupted_run_says_what_is_of_it(world_folder, made, monkeypatch):
    report(world_folder)
    made["text"] = "second"
    count = iter(range(100))
    write_all = run.write_all

    def until_the_third(files):
        if any(path.parent.name == "report" and path.suffix == ".html" for path in files) and next(count) == 2:
            raise KeyboardInterrupt
        return write_all(files)

    monkeypatch.setattr(run, "write_all", until_the_third)
    settings = world_folder / "dataset.toml"
    settings.write_text(settings.read_text() + "\n")
    with pytest.raises(KeyboardInterrupt):
        report(world_folder)
    second = [name for name, text in outputs(world_folder).items() if text.startswith("second")]
    tables = len(jobs.outputs_of(jobs.TABLES))  # the longest job is the first
    assert len(second) == tables + 2 and len(re.findall("of an earlier run\\)", page(world_folder))) == len(
        outputs(world_folder)
    ) - len(second)


def test_the_manifest_names_no_place_of_this_machine(world_folder, made):
    report(world_folder)
    text = (world_folder / "report" / "manifest.json").read_text()
    assert str(world_folder.parent) not in text and "dataset:dataset.toml" in text
    assert set(json.loads(text)["jobs"]) == set(jobs.job_names(world_folder))


def test_the_index_shows_a_hostile_title_as_text(world_folder, made, monkeypatch):
    settings = world_folder / "dataset.toml"
    hostile = "<script>alert(1)</script> $x_{1}$ =cmd|' /C calc'!A0"
    settings.write_text(settings.read_text().replace("Small world", hostile))
    report(world_folder)
    assert "<script" not in page(world_folder) and "&lt;script&gt;alert(1)" in page(world_folder)
    english, arabic = (Language(code, Layers(())) for code in ("en", "ar"))
    assert index._address("figures/charts/en/a b'.png", english) == "../figures/charts/en/a%20b%27.png"
    assert index._address("report/ar/ledger.html", arabic) == "ledger.html"
    assert index._address("report/issues.csv", arabic) == "../issues.csv"
    assert index._address("figures/x.png", arabic) == "../../figures/x.png"


@pytest.mark.parametrize("name", ["../out", "/etc/x", "a/b", "", "a\\b", "x\n", '"><script>'])
def test_an_id_that_is_no_name_of_a_file_is_refused(name):
    from analysis.rerun.register import named

    with pytest.raises(DataError, match="cannot name"):
        named(name)
