"""The command `figures`: charts in languages and sizes, drawn again only where something changed; what has no translation is said."""

from analysis.__main__ import main
from analysis.rerun import manifest
from analysis.rerun.jobs import chart_of, outputs_of


def test_a_chart_of_another_language_and_size_has_its_own_place_and_its_numbers():
    assert chart_of("chart:status") == ("status", "en", "slide") and chart_of("chart:status:ar:page")[1:] == (
        "ar",
        "page",
    )
    assert outputs_of("chart:status:ar:page")[0] == "figures/charts/ar/page/status.svg"
    assert "figures/charts/data/status.csv" in outputs_of("chart:status")
    assert "figures/charts/ar/status.csv" in outputs_of("chart:status:ar:slide")


def test_charts_are_drawn_in_a_language_once_and_anew_when_its_words_change(world_folder, capsys):
    (world_folder / "charts.csv").write_text(
        "chart,title,subtitle,drawing,measures\n"
        + "".join(
            f"-{name},,,,\n" for name in ("coverage", "response_rate", "status", "vehicles", "waemu", "conditions")
        )
        + "own,Cheese by colour,Share of all,bars,legislation_by_group\n"
    )
    words = ["figures", "--data", str(world_folder), "--language", "fr", "--only", "own", "--quiet"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "Charts: 1 drawn" in told and "no translation: Cheese by colour" in told
    assert {p.name for p in (world_folder / "figures" / "charts" / "fr").iterdir()} == {
        f"own.{s}" for s in ("svg", "png", "pdf", "txt", "csv")
    }
    record = manifest.read(world_folder)["chart:own:fr:slide"]
    assert "Cheese by colour" in record.untranslated and not record.failed
    assert main(words) == 0 and "Charts: 0 drawn" in capsys.readouterr().out
    (world_folder / "wording").mkdir()
    (world_folder / "wording" / "fr.po").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Cheese by colour"\nmsgstr "Fromage"\n'
    )
    assert main(words) == 0
    assert "Charts: 1 drawn" in capsys.readouterr().out
    assert "Fromage" in (world_folder / "figures" / "charts" / "fr" / "own.txt").read_text()


def test_an_unknown_language_is_named_with_those_there_are(world_folder, capsys):
    assert main(["figures", "--data", str(world_folder), "--language", "de"]) == 2
    assert "no language is called “de”" in capsys.readouterr().err
