"""The charts: each one a short function from finished statistics to a figure, registered by its id.

To add a chart: a function that returns the drawn numbers, a function that draws them, one `Chart`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts import marks
from analysis.charts.style import colours, framed
from analysis.dataset import Dataset
from analysis.paper.evidence import VERDICTS
from analysis.paper.statements import ledger
from analysis.reference import published, reference
from analysis.schema import labels_of
from analysis.statistics.coverage import rates, status_of_states
from analysis.statistics.networks import directory_shares, networks_founded
from analysis.statistics.shares import shares
from analysis.statistics.universes import published_respondents, states_reviewed
from analysis.tidy.groupings import REGIONAL_GROUP

PAPER = "Secretariat, background paper for the Working Group on Asset Recovery, June 2018"
_STATUS = {
    "yes": "legislation",
    "no": "no legislation",
    "not_addressed": "not addressed",
    "not_reviewed": "not reviewed",
}


@dataclass(frozen=True)
class Chart:
    """One chart: its id, the notebook that shows it, the drawn numbers, and how they are drawn.

    transcribed: it shows true published facts only, so that no banner of the demonstration is due.
    """

    id: str
    title: str
    notebook: str
    numbers: Callable[[Dataset], pd.DataFrame]
    drawing: Callable[[Chart, pd.DataFrame, Dataset], Figure]
    transcribed: bool = False

    def draw(self, dataset: Dataset) -> Figure:
        """Return the chart as a figure."""
        return self.drawing(self, self.numbers(dataset), dataset)

    def frame(self, dataset: Dataset, subtitle: str, **room):
        """Return figure and axes with title, subtitle, source and, where due, the banner."""
        if self.transcribed:
            return framed(self.title, f"{subtitle}.", PAPER, **room)
        return framed(
            self.title,
            f"{subtitle}. As of {dataset.settings.as_of}.",
            dataset.settings.title,
            dataset.banner,
            **room,
        )


def _labels(rows: pd.DataFrame, column: str, code_list: str | None = None) -> list[str]:
    return rows[column].map(labels_of(code_list or column)).tolist()


def _coverage(dataset: Dataset) -> pd.DataFrame:
    parts = [rates(states_reviewed(dataset, article)).assign(article=article) for article in ("46", "56")]
    return pd.concat(parts, ignore_index=True)


def _draw_coverage(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Completed reviews as a share of the {rows['denominator'].sum() // 2} States parties",
        left=0.28,
        top=0.76,
    )
    axes.set_position((0.28, 0.17, 0.32, 0.59))
    other = figure.add_axes((0.65, 0.17, 0.32, 0.59))
    for place, (article, part) in zip((axes, other), rows.groupby("article"), strict=True):
        marks.bars(place, part, _labels(part, REGIONAL_GROUP))
        place.set_title(f"{labels_of('article')[article]} (N = {part['count'].sum()})", loc="left", fontsize=13)
        place.set_xlim(0, 1.9)
        place.set_xticks([0, 0.5, 1])
    other.set_yticklabels([])
    return figure


def _response_rate(dataset: Dataset) -> pd.DataFrame:
    return rates(published_respondents())


def _draw_response_rate(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Responses to the note verbale of 2 May 2017 (N = {rows['count'].sum()}), share of the "
        f"{rows['denominator'].sum()} States parties on that day",
    )
    marks.bars(axes, rows, _labels(rows, REGIONAL_GROUP))
    return figure


def _legislation(dataset: Dataset) -> pd.DataFrame:
    latest = max(dataset.settings.editions)
    named = {
        "All reviews": states_reviewed(dataset),
        f"First reported in {min(dataset.settings.editions)}": states_reviewed(
            dataset, edition=min(dataset.settings.editions)
        ),
        f"New in {latest}": states_reviewed(dataset, edition=latest),
    }
    everyone = named["All reviews"].population
    return pd.concat(
        [
            shares(
                dataset.findings,
                "legislation",
                "yes",
                universe=u,
                population=everyone if n == "All reviews" else u,
            ).assign(reviews=n)
            for n, u in named.items()
        ],
        ignore_index=True,
    )


def _draw_legislation(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    first = rows.iloc[0]
    figure, axes = chart.frame(
        dataset,
        f"Share of the States reviewed under article 46(4)-(5) (N = {first['denominator']} of {first['population']} "
        "States parties). Interval and bounds of all reviews speak of all States parties",
        left=0.24,
        bottom=0.25,
        top=0.76,
    )
    marks.intervals(axes, rows, rows["reviews"].tolist())
    return figure


def _legislation_by_group(dataset: Dataset) -> pd.DataFrame:
    return shares(dataset.findings, "legislation", "yes", universe=states_reviewed(dataset), by=REGIONAL_GROUP)


def _draw_legislation_by_group(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Share of the States reviewed under article 46(4)-(5) in each group (N = {rows['denominator'].sum()})",
        bottom=0.24,
    )
    marks.intervals(axes, rows, _labels(rows, REGIONAL_GROUP))
    return figure


def _vehicles(dataset: Dataset) -> pd.DataFrame:
    return shares(dataset.findings, "vehicle", universe=states_reviewed(dataset), given={"legislation": "yes"})


def _draw_vehicles(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Share of the States reviewed that have dedicated legislation (N = {rows['denominator'].max()}). "
        "A State can use several laws",
        left=0.32,
    )
    marks.bars(axes, rows, _labels(rows, "answer", "vehicle"))
    return figure


def _waemu(dataset: Dataset) -> pd.DataFrame:
    return shares(
        dataset.findings,
        "vehicle",
        "anti_money_laundering",
        universe=states_reviewed(dataset),
        by="waemu",
        not_applicable_is_no=True,
    )


def _draw_waemu(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        "Share of the States reviewed whose anti-money-laundering law holds provisions on spontaneous sharing "
        f"(N = {rows['denominator'].sum()})",
        left=0.2,
        bottom=0.25,
        top=0.76,
    )
    marks.intervals(axes, rows, _labels(rows, "waemu"))
    return figure


def _conditions(dataset: Dataset) -> pd.DataFrame:
    table = shares(dataset.findings, "condition", universe=states_reviewed(dataset), given={"legislation": "yes"})
    return table.merge(
        published("conditions")[["condition", "strictness"]], left_on="answer", right_on="condition"
    ).drop(columns="condition")


def _draw_conditions(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        "Share of the States reviewed that have dedicated legislation and whose review speaks of conditions "
        f"(N = {rows['denominator'].max()})",
        left=0.29,
        bottom=0.19,
        top=0.78,
    )
    colour_of = colours("strictness")
    marks.bars(axes, rows, _labels(rows, "answer", "condition"), rows["strictness"].map(colour_of).tolist())
    marks.key(axes, marks.patches(colour_of, {"simple": "simple, or in article 46 itself", "strict": "stricter"}))
    return figure


def _questions(dataset: Dataset) -> pd.DataFrame:
    asked = (
        reference("codebook")
        .query("answers == 'yes_no' and asked_if == '' and articles == '46;56'")["question"]
        .tolist()
    )
    return shares(dataset.findings, asked, "yes", universe=states_reviewed(dataset), by=REGIONAL_GROUP)


def _draw_questions(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    subtitle = f"Share that answer yes, of the States reviewed under article 46(4)-(5) whose review answers (N = {len(states_reviewed(dataset))})"
    _, axes = chart.frame(dataset, subtitle, left=0.3, bottom=0.2, top=0.8)
    codebook = reference("codebook")
    asked = rows["question"].map(dict(zip(codebook["question"], codebook["label"], strict=True)))
    marks.heat(axes, rows.assign(row=asked, column=_labels(rows, REGIONAL_GROUP)))
    return axes.figure


def _networks(dataset: Dataset) -> pd.DataFrame:
    return networks_founded()


def _draw_networks(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Year of founding of {len(rows)} networks; three more are named without a year. As published in June 2018",
        left=0.28,
        bottom=0.2,
    )
    colour_of = colours("kind")
    marks.timeline(axes, rows.rename(columns={"network": "name"}), colour_of)
    labels = {
        "asset_recovery": "asset recovery inter-agency",
        "global": "global focal points",
        "wider": "wider law enforcement",
    }
    marks.key(
        axes,
        [Line2D([], [], marker="o", ls="", ms=9, color=colour_of[k], label=v) for k, v in labels.items()],
    )
    return figure


def _directory(dataset: Dataset) -> pd.DataFrame:
    return directory_shares()


def _draw_directory(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"Share of the {rows['denominator'].iloc[0]} States parties on {rows['date'].iloc[0]} with an entry. "
        "A State can have several",
        left=0.33,
    )
    marks.bars(axes, rows, _labels(rows, "entry", "directory"))
    return figure


def _status(dataset: Dataset) -> pd.DataFrame:
    return status_of_states(dataset.findings, states_reviewed(dataset), "legislation")


def _draw_status(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    figure, axes = chart.frame(
        dataset,
        f"What the review under article 46(4)-(5) says: N = {len(rows)} States parties",
        left=0.22,
        bottom=0.17,
        top=0.82,
    )
    order = [g for g in labels_of(REGIONAL_GROUP) if g in set(rows["group"])]
    colour_of = colours("status")
    marks.tiles(axes, rows, order, [labels_of(REGIONAL_GROUP)[g] for g in order], colour_of)
    counts = rows["status"].value_counts()
    marks.key(
        axes,
        marks.patches(
            colour_of,
            {code: f"{label} ({counts[code]})" for code, label in _STATUS.items() if code in counts},
        ),
    )
    return figure


def _ledger(dataset: Dataset) -> pd.DataFrame:
    return ledger(dataset)[["statement", "asked", "found", "verdict"]]


def _draw_ledger(chart: Chart, rows: pd.DataFrame, dataset: Dataset) -> Figure:
    counts = rows["verdict"].value_counts()
    figure, axes = chart.frame(
        dataset,
        f"N = {len(rows)} statements: published value above, computed value below in bold",
        left=0.035,
        bottom=0.16,
        top=0.84,
    )
    colour_of = colours("verdict")
    marks.cards(axes, rows, colour_of)
    marks.key(axes, marks.patches(colour_of, {v: f"{v} ({counts.get(v, 0)})" for v in VERDICTS}))
    return figure


CHARTS = {
    chart.id: chart
    for chart in (
        Chart(
            "coverage",
            "Country reviews completed, by regional group",
            "01_sources",
            _coverage,
            _draw_coverage,
        ),
        Chart(
            "response_rate",
            "Response rate to the note verbale, by regional group",
            "01_sources",
            _response_rate,
            _draw_response_rate,
            True,
        ),
        Chart(
            "legislation",
            "States with dedicated legislation on spontaneous sharing",
            "02_legislation",
            _legislation,
            _draw_legislation,
        ),
        Chart(
            "legislation_by_group",
            "Dedicated legislation, by regional group",
            "02_legislation",
            _legislation_by_group,
            _draw_legislation_by_group,
        ),
        Chart("vehicles", "Laws that hold the provisions", "02_legislation", _vehicles, _draw_vehicles),
        Chart(
            "waemu",
            "Anti-money-laundering laws: WAEMU and other States",
            "02_legislation",
            _waemu,
            _draw_waemu,
        ),
        Chart(
            "conditions",
            "Conditions for sharing in legislation",
            "03_conditions",
            _conditions,
            _draw_conditions,
        ),
        Chart(
            "questions",
            "Yes-or-no questions, by regional group",
            "03_conditions",
            _questions,
            _draw_questions,
        ),
        Chart(
            "networks",
            "Founding of practitioner networks, 1995 to 2017",
            "04_networks",
            _networks,
            _draw_networks,
            True,
        ),
        Chart(
            "directory",
            "Entries in the directory of competent authorities",
            "05_directory",
            _directory,
            _draw_directory,
            True,
        ),
        Chart(
            "status",
            "Dedicated legislation: status of every State party",
            "02_legislation",
            _status,
            _draw_status,
        ),
        Chart(
            "ledger",
            "The paper's statements, published against computed",
            "06_statements",
            _ledger,
            _draw_ledger,
        ),
    )
}
