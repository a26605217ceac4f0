import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread

from analysis.charts.catalogue import DRAWINGS, chart
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.papers import read_paper
from analysis.paths import PAPERS, ROOT

NAMES = read_paper(PAPERS / "article56_2018").layers.table("charts")["chart"].tolist()
# What they show are true facts of the paper, not demonstration data.
TRANSCRIBED = ("response_rate", "networks", "directory")


@pytest.fixture(scope="module")
def drawn(demonstration):
    """Every chart, drawn once."""
    return {name: chart(name, demonstration).draw() for name in NAMES}


def test_an_unknown_chart_or_drawing_is_named(demonstration, world_folder):
    with pytest.raises(DataError, match="there are: coverage"):
        chart("pie", demonstration)
    (world_folder / "charts.csv").write_text("chart,title,subtitle,drawing,measures\npie,Pie,N,pie,legislation\n")
    with pytest.raises(DataError, match="intervals"):
        chart("pie", open_dataset(world_folder)).draw()


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_n_source_and_what_it_is(name, drawn, demonstration):
    texts = " ".join(text.get_text().replace("\n", " ") for text in drawn[name].texts)
    assert chart(name, demonstration).title in texts and "Source:" in texts
    assert any(
        mark in texts + " ".join(a.get_title("left") for a in drawn[name].axes)
        for mark in ("N =", " of the ", "networks")
    )
    assert (demonstration.banner in texts) is (name not in TRANSCRIBED)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_cut_or_overlaps_another(name, drawn):
    figure = drawn[name]
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    inside = figure.bbox.padded(1)
    furniture = [t.get_window_extent(renderer) for t in figure.texts if t.get_text()]
    labels = []
    for axes in figure.axes:
        ticks = [t for t in (*axes.get_yticklabels(), *axes.get_xticklabels()) if t.get_text() and axes.axison]
        low, high = sorted(axes.get_xlim())
        labels += [
            t.get_window_extent(renderer)
            for t in (*axes.texts, *ticks)
            if t not in axes.get_xticklabels() or low <= t.get_position()[0] <= high
        ]
    for box in furniture + labels:
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
    for n, first in enumerate(furniture):
        assert not any(first.overlaps(other) for other in furniture[n + 1 :] + labels)
    for n, first in enumerate(labels):
        assert not any(first.padded(-0.5).overlaps(other.padded(-0.5)) for other in labels[n + 1 :])
    for legend in figure.legends:
        box = legend.get_window_extent(renderer)
        assert box.x1 <= inside.x1 and not any(box.padded(-1).overlaps(other) for other in furniture + labels)


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_charts_are_what_the_code_draws(name, drawn):
    buffer = io.BytesIO()
    drawn[name].savefig(buffer, format="png", metadata={"Software": None})
    buffer.seek(0)
    now, before = imread(buffer), imread(ROOT / "figures" / "charts" / "en" / f"{name}.png")
    assert now.shape == before.shape and np.abs(now - before).mean() < 0.01


@pytest.mark.parametrize("drawing", sorted(DRAWINGS))
def test_every_drawing_is_used_by_a_paper(drawing):
    tables = [read_paper(path.parent).layers.table("charts") for path in PAPERS.glob("*/paper.toml")]
    assert drawing in set(pd.concat(tables)["drawing"])


def test_a_world_without_answers_still_draws(world_folder):
    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    empty = open_dataset(world_folder)
    for name in NAMES:
        chart(name, empty).draw()
