import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread

from analysis.charts.catalogue import CHARTS
from analysis.export import csv_bytes
from analysis.paths import DEMONSTRATION, FIGURES
from analysis.rerun.register import chart_ids

NAMES = list(CHARTS)


@pytest.fixture(scope="module")
def drawn(demonstration):
    """Every chart, drawn once."""
    return {name: chart.draw(demonstration) for name, chart in CHARTS.items()}


def test_the_register_of_ids_is_the_catalogue():
    assert chart_ids(DEMONSTRATION) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_n_source_and_what_it_is(name, drawn, demonstration):
    texts = " ".join(text.get_text().replace("\n", " ") for text in drawn[name].texts)
    assert CHARTS[name].title in texts and "Source:" in texts
    assert any(
        mark in texts + " ".join(a.get_title("left") for a in drawn[name].axes)
        for mark in ("N =", " of the ", "networks")
    )
    assert (demonstration.banner in texts) is not CHARTS[name].transcribed


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
def test_the_kept_charts_are_what_the_code_draws(name, drawn, demonstration):
    kept = FIGURES / "charts" / "data" / f"{name}.csv"
    numbers = CHARTS[name].numbers(demonstration).drop(columns="states", errors="ignore")
    assert kept.read_bytes() == csv_bytes(numbers)
    buffer = io.BytesIO()
    drawn[name].savefig(buffer, format="png", metadata={"Software": None})
    buffer.seek(0)
    now, before = imread(buffer), imread(FIGURES / "charts" / "en" / f"{name}.png")
    assert now.shape == before.shape and np.abs(now - before).mean() < 0.01


def test_a_world_without_answers_still_draws(world_folder):
    from analysis.dataset import open_dataset

    for name in ("reviews", "codings"):
        path = world_folder / f"{name}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    empty = open_dataset(world_folder)
    for chart in CHARTS.values():
        chart.draw(empty)
        assert not pd.isna(chart.numbers(empty).columns).any()
