"""Every chart of the repository's papers: what it says, that nothing is cut or overlaps, and that the kept ones are current."""

import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread

from analysis.__main__ import main
from analysis.charts.catalogue import chart, undrawable
from analysis.charts.drawings import DRAWINGS
from analysis.charts.export import exported
from analysis.charts.sheet import SIZES
from analysis.dataset import open_dataset
from analysis.errors import DataError
from analysis.languages import LANGUAGES
from analysis.papers import read_paper
from analysis.paths import PAPERS, ROOT

NAMES = read_paper(PAPERS / "article56_2018").layers.table("charts")["chart"].tolist()
# What they show are true facts of the paper, not demonstration data.
TRANSCRIBED = ("response_rate", "networks", "directory")
# Every chart in every language, the sizes in turn, so that each language meets each size.
SAMPLE = [
    (name, language, list(SIZES)[(n + k) % 3]) for n, name in enumerate(NAMES) for k, language in enumerate(LANGUAGES)
]


@pytest.fixture(scope="module")
def drawn(demonstration):
    """Every chart, drawn once."""
    return {name: chart(name, demonstration).draw() for name in NAMES}


def test_an_unknown_chart_drawing_or_size_is_named(demonstration, world_folder):
    with pytest.raises(DataError, match="there are: coverage"):
        chart("pie", demonstration)
    with pytest.raises(DataError, match="slide, page, column"):
        chart("coverage", demonstration, size="poster").draw()
    with pytest.raises(DataError, match="none of the languages"):
        chart("coverage", demonstration, "de")
    (world_folder / "charts.csv").write_text("chart,title,subtitle,drawing,measures\npie,Pie,N,pie,legislation\n")
    with pytest.raises(DataError, match="intervals"):
        chart("pie", open_dataset(world_folder)).draw()


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_n_source_and_what_it_is(name, drawn, demonstration):
    texts = " ".join(text.get_text().replace("\n", " ").replace("\u00a0", " ") for text in drawn[name].texts)
    assert chart(name, demonstration).title in texts and "Source:" in texts
    assert any(
        mark in texts + " ".join(a.get_title("left") for a in drawn[name].axes)
        for mark in ("N =", " of the ", "networks")
    )
    assert (demonstration.banner in texts) is (name not in TRANSCRIBED)


def faults(figure) -> list[str]:
    """Return what is cut by the edge of a figure, or overlaps."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    edge, found = figure.bbox.padded(1), []
    furniture = [(t.get_text(), t.get_window_extent(renderer)) for t in figure.texts if t.get_text()]
    labels = []
    for axes in figure.axes:
        ticks = [t for t in (*axes.get_yticklabels(), *axes.get_xticklabels()) if t.get_text() and axes.axison]
        low, high = sorted(axes.get_xlim())
        labels += [
            (t.get_text(), t.get_window_extent(renderer))
            for t in (*axes.texts, *ticks)
            if t not in axes.get_xticklabels() or low <= t.get_position()[0] <= high
        ]
        labels += [
            (t.get_text(), t.get_window_extent(renderer)) for t in (axes._left_title, axes._right_title) if t.get_text()
        ]
    for text, box in furniture + labels:
        if not (edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1):
            found.append(f"cut: {text}")
    for n, (text, first) in enumerate(furniture):
        found += [f"{text} on {other}" for other, box in furniture[n + 1 :] + labels if first.overlaps(box)]
    for n, (text, first) in enumerate(labels):
        near = labels[n + 1 :]
        found += [f"{text} on {other}" for other, box in near if first.padded(-0.5).overlaps(box.padded(-0.5))]
    for legend in figure.legends:
        box = legend.get_window_extent(renderer)
        if box.x1 > edge.x1 or box.x0 < edge.x0:
            found.append("the legend is cut")
        found += [f"legend on {text}" for text, other in furniture + labels if box.padded(-1).overlaps(other)]
    return found


@pytest.mark.filterwarnings("error:Glyph")
@pytest.mark.parametrize(("name", "language", "size"), SAMPLE)
def test_no_text_is_cut_overlaps_or_lacks_a_letter_or_a_translation(name, language, size, demonstration):
    shown = chart(name, demonstration, language, size)
    assert not faults(shown.draw()) and not shown.language.missing


def test_an_overlap_a_cut_and_a_missing_letter_are_noticed(demonstration):
    figure = chart("vehicles", demonstration).draw()
    figure.text(0.05, 0.94, "on the title")
    figure.text(0.95, 0.5, "over the edge of the sheet")
    assert {fault.split(":")[0] for fault in faults(figure)} > {"cut"} and len(faults(figure)) >= 2
    figure.text(0.5, 0.5, "\u1233")
    with pytest.warns(UserWarning, match="Glyph"):
        FigureCanvasAgg(figure).draw()


@pytest.mark.parametrize("name", NAMES)
def test_a_slide_is_16_to_9_or_a_little_taller_in_every_language(name, demonstration):
    for language in LANGUAGES:
        width, height = chart(name, demonstration, language).draw().get_size_inches()
        assert width / height == pytest.approx(16 / 9, rel=0.06), language


@pytest.mark.parametrize("name", NAMES)
def test_an_axis_of_shares_ends_where_the_data_do(name, drawn, demonstration):
    rows = chart(name, demonstration).rows
    for axes in drawn[name].axes:
        if "share" in rows and axes.axison and any("%" in label.get_text() for label in axes.get_xticklabels()):
            assert max(axes.get_xlim()) <= 1 and max(axes.get_xlim()) >= rows["share"].max() - 1e-9


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_charts_are_what_the_code_draws(name, demonstration):
    now = imread(io.BytesIO(exported(chart(name, demonstration))["png"]))
    before = imread(ROOT / "figures" / "charts" / "en" / f"{name}.png")
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
        for size in SIZES:
            assert not faults(chart(name, empty, "ar", size).draw()), (name, size)


def test_arabic_is_the_mirror_of_english(demonstration):
    english, arabic = (chart("legislation_by_group", demonstration, code).draw().axes[0] for code in ("en", "ar"))
    (low, high), (first, last) = english.get_xlim(), arabic.get_xlim()
    assert first == pytest.approx(high, abs=0.02) and last == pytest.approx(low, abs=0.02) and low < high
    one, other = english.get_position(), arabic.get_position()
    assert one.x0 > 1 - one.x1 and other.x0 < 1 - other.x1  # labels and their room are at the other side
    assert arabic.yaxis.get_ticks_position() == "right"
    assert {t.get_ha() for t in english.texts} == {"left"} and {t.get_ha() for t in arabic.texts} == {"right"}


def test_rows_without_an_order_of_their_own_are_sorted_and_the_rest_keep_it(demonstration):
    shown = chart("legislation_by_group", demonstration)
    rows = shown.ordered(shown.rows)
    shares = rows["share"].dropna().tolist()
    assert shares == sorted(shares, reverse=True) and rows["group"].iloc[-1] == "none"
    two = chart("conditions", demonstration)
    series = two.ordered(two.rows)["series"].tolist()
    assert series == sorted(series, key=two.rows["series"].drop_duplicates().tolist().index)


def test_one_answer_of_several_groups_is_sorted_though_answers_have_ranks(demonstration, monkeypatch):
    shown = chart("legislation_by_group", demonstration)
    monkeypatch.setattr(type(shown), "_ranks", lambda self, question: {"yes": 1, "no": 2})
    shares = shown.ordered(shown.rows)["share"].dropna().tolist()
    assert shares == sorted(shares, reverse=True) != shown.rows["share"].dropna().tolist()


def test_bars_of_a_measure_each_need_no_legend(world_folder):
    """The labels beside the bars are those that a legend would repeat."""
    head = "chart,title,subtitle,drawing,measures"
    (world_folder / "charts.csv").write_text(f"{head}\ntwo,Two,N,bars,legislation;permitted\n")
    figure = chart("two", open_dataset(world_folder)).draw()
    assert not figure.legends and len({bar.get_facecolor() for bar in figure.axes[0].patches}) == 1


LONG = "Mutual legal assistance act, code of criminal procedure or any other law that holds the provisions " * 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("drawing", ["bars", "intervals", "panels", "stacked", "heat"])
def test_bad_input_is_neither_cut_nor_overlaps(drawing, size, demonstration):
    """A label of 200 letters, of a row and of a measure, an empty group, shares of 0 and 1, one row; then 60 of them."""
    source = chart("legislation_by_group", demonstration)
    base = source.rows.assign(series=[LONG, LONG, *"s" * (len(source.rows) - 2)]).iloc[:3]
    texts, shares = (LONG, "x" * 60, ""), (0.0, 1.0, float("nan"))
    ends = dict.fromkeys(("share", "low", "high", "bound_low", "bound_high"), shares)
    odd = base.assign(label=texts, group=[LONG, "x" * 60, "none"], **ends, denominator=[9, 9, 0])
    many = pd.concat(
        [base.assign(label=[f"Question {n}{k}: {LONG[:40]}" for k in "abc"]) for n in range(20)], ignore_index=True
    )
    one = base.iloc[:1].assign(share=1.0)
    for rows in (odd, many.assign(group=[f"g{n}" for n in range(60)]), one):
        made = chart("legislation_by_group", demonstration, "en", size)
        made.__dict__["rows"] = rows.assign(answer="yes")
        object.__setattr__(made, "row", made.row.copy())
        made.row["drawing"] = drawing
        if drawing == "heat":
            made.__dict__["rows"] = rows.assign(answer="yes").head(6)
        assert not faults(made.draw()), drawing


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("drawing", ["tiles", "stacked", "timeline", "heat"])
@pytest.mark.parametrize("label", [LONG, "没有尽头的标签，" * 25])
def test_long_labels_of_answers_groups_and_kinds_are_broken(label, drawing, size, world_folder):
    measures = {
        "tiles": "legislation_of_every_state", "stacked": "treaty_basis", "timeline": "networks", "heat": "yes_or_no_by_group",
    }  # fmt: skip
    rows = {
        "charts": ["chart,title,subtitle,drawing,measures", f'long,"{label}","{label}",{drawing},{measures[drawing]}'],
        "codes": ["list,code,label,rank", *(f'{code},"{label}",' for code in (
            "regional_group,african", "treaty_basis,required", "yes_no,yes", "row_kind,arin"))],
    }  # fmt: skip
    for name, lines in rows.items():
        (world_folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for language in ("ar", "zh"):
        assert not faults(chart("long", open_dataset(world_folder), language, size).draw()), language


def test_rows_of_several_questions_are_called_by_their_question(demonstration):
    made = chart("questions", demonstration)
    assert made.rows["label"].iloc[0] == "Convention as legal basis: African States"
    assert made.groups(made.rows).iloc[0] == "African States"


@pytest.mark.parametrize(
    ("drawing", "measure", "fits"),
    [
        ("bars", "parties", "shares"),
        ("intervals", "legislation_test", "shares"),
        ("stacked", "conditions", "parts of a whole"),
        ("heat", "legislation", "one share a question and group"),
        ("tiles", "legislation", "the answer of each unit"),
        ("timeline", "legislation", "years in a list"),
        ("cards", "legislation", "no measures"),
        ("bars", "", "and the chart names none"),
        ("stacked", "reviewed_share", "parts of a whole"),
        ("bars", "legislation", ""),
        ("heat", "legislation_by_group", ""),
    ],
)
def test_a_drawing_refuses_what_it_cannot_draw_and_check_says_so(drawing, measure, fits, world_folder, capsys):
    (world_folder / "measures.csv").write_text(
        "measure,label,kind,universe\nparties,Parties,rows,parties\nreviewed_share,Reviewed,rate,reviewed_46\n"
    )
    (world_folder / "charts.csv").write_text(f"chart,title,subtitle,drawing,measures\nown,X,,{drawing},{measure}\n")
    dataset = open_dataset(world_folder)
    said = [text for text in undrawable(dataset) if text.startswith("charts.csv, own: ")]
    assert [fits in text for text in said] == ([True] if fits else [])
    if fits:
        with pytest.raises(DataError, match=fits):
            chart("own", dataset).draw()
    assert main(["check", "--data", str(world_folder)]) == 1 or not fits
    assert bool(fits) == ("charts.csv, own" in capsys.readouterr().out)


def test_no_two_answers_have_one_colour(demonstration):
    palette = chart("status", demonstration).sheet.palette
    for codes in (["no", "partly", "yes"], [f"s{n}" for n in range(9)], ["yes", *(f"s{n}" for n in range(20))]):
        colours = palette.of("answer", codes)
        assert len(set(colours.values())) == len(codes), colours


def test_a_group_in_which_nobody_answered_has_no_column_and_is_named(demonstration):
    figure = chart("questions", demonstration).draw()
    assert len(figure.axes[0].get_xticklabels()) == 5
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["nobody answered: In no regional group"]


def test_no_letter_stands_alone_on_a_line_and_a_long_word_is_cut(demonstration):
    sheet = chart("status", demonstration, "zh").sheet
    text = demonstration.language.text(demonstration.banner) and chart("status", demonstration, "zh").furniture.banner
    lines = sheet.wrapped(text, sheet.long(text) * 0.97).split("\n")
    assert len(lines) == 2 and min(map(len, lines)) > len(text) / 3
    assert sheet.wrapped("a", 0.001) == "a" and sheet.cut("Donaudampfschiffahrtsgesellschaft", 0.7).startswith("Don")
