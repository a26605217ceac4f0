"""The colours of charts: told apart by everybody, also in grey, and in enough contrast to what they stand on."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis.charts.style import Palette, contrast
from analysis.papers import papers, read_paper
from analysis.paths import PAPERS

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# What stands side by side in one drawing.
TOGETHER = [
    ("answer", ["yes", "no", "not_reviewed"]),
    ("answer", ["yes", "no", "not_addressed", "unreadable", "unsettled", "not_applicable", "not_reviewed"]),
    ("series", ["1", "2"]),
    ("series", ["1", "2", "3", "4"]),
    ("verdict", ["agrees", "agrees on demonstration data", "as listed", "could not have been refuted", "differs", "cannot be tested"]),
    ("kind", ["asset_recovery", "global", "wider"]),
    ("mark", ["main", "quiet", "interval"]),
]  # fmt: skip
LIST = [read_paper(PAPERS / name).layers for name in papers()]


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour, vision):
    """CIELAB (D65) of a colour as it is seen."""
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize(("what", "codes"), TOGETHER, ids=lambda value: value if isinstance(value, str) else len(value))
@pytest.mark.parametrize("vision", VISION)
def test_colours_that_stand_together_are_told_apart(what, codes, vision):
    colours = Palette(read_paper(PAPERS / "article56_2018").layers).of(what, codes)
    for one, other in combinations(codes, 2):
        apart = np.linalg.norm(lab(colours[one], vision) - lab(colours[other], vision))
        assert apart >= 12, f"{one} and {other}: {apart:.1f}"


def test_two_series_and_the_answers_to_yes_or_no_are_told_apart_in_grey():
    palette = Palette(read_paper(PAPERS / "article56_2018").layers)
    for what, codes in (("series", ["1", "2"]), ("answer", ["yes", "no", "not_reviewed"])):
        light = sorted(lab(colour, "normal")[0] for colour in palette.of(what, codes).values())
        assert min(np.diff(light)) >= 10


@pytest.mark.parametrize("layers", LIST, ids=papers())
def test_marks_and_text_have_the_contrast_of_wcag(layers):
    palette, table = Palette(layers), layers.table("colours")
    for name in ("text", "soft_text", "warning"):
        assert contrast(palette.mark(name), "white") >= 4.5, name
    for name in ("edge", "main", "second", "interval"):
        assert contrast(palette.mark(name), "white") >= 3, name
    for row in table[table["what"] != "mark"].itertuples():
        assert contrast(palette.ink_on(row.colour), row.colour) >= 4.5, row
    # Bars of a series and dots of a kind have no edge; every other fill has.
    for row in table[table["what"].isin(["series", "kind"])].itertuples():
        assert contrast(row.colour, "white") >= 3, row


def test_contrast_is_that_of_wcag():
    assert round(contrast("black", "white"), 2) == 21 and contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "white"), 2) == 4.54  # the lightest grey that passes on white


def test_the_simulation_takes_red_and_green_together_and_leaves_grey():
    red, green = "#c4423a", "#6f8f2f"
    near, far = (np.linalg.norm(lab(red, v)[1:] - lab(green, v)[1:]) for v in ("deuteranopia", "normal"))
    assert near < far / 3
    for vision in VISION:
        assert np.allclose(lab("#808080", vision), lab("#808080", "normal"), atol=0.5)


def test_every_colour_is_a_colour():
    for colour in pd.concat([layers.table("colours") for layers in LIST])["colour"]:
        to_rgb(colour)
