"""The evidence behind every number of the paper: one page a measure, and one of the statements that rest on them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.languages import Language
from analysis.measures.book import Measures, measures_of
from analysis.measures.evidence import COUNTED, OPEN, OTHER, OUTSIDE, evidence
from analysis.measures.ledger import statements
from analysis.notebook import labelled
from analysis.pages import EVIDENCE
from analysis.pages.notebooks import finished
from analysis.pages.shell import document, leads
from analysis.schema import parts
from analysis.tables.formats import head
from analysis.tables.html import html_table, text_html

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_PARTS = (COUNTED, OTHER, OPEN, OUTSIDE)
_SHOWN = ("published", "computed", "universe", "verdict", "differing", "firmness", "fits", "readings", "missing")


def pages(dataset: Dataset, language: Language) -> dict[str, str]:
    """Return the pages of evidence: "evidence/index.html" with the statements, and one a measure, by their places.

    A measure that cannot be made has a page that says why.
    """
    ledger, measures = statements(dataset), measures_of(dataset)
    made = {EVIDENCE: _index(dataset, ledger, measures, language)}
    for name in measures.rows.index:
        made[_page_of(name)] = _measure(dataset, name, ledger, measures, language)
    return made


def _page_of(measure: str) -> str:
    return f"evidence/{measure}.html"


def _index(dataset: Dataset, ledger: pd.DataFrame, measures: Measures, language: Language) -> str:
    """Return the page of the statements: of each what was published and found, how firmly, and on which measures it rests."""
    title = language.text("Evidence, number by number")
    sections = [_statement(row, measures, language) for row in ledger.to_dict("records")]
    numbers = "".join(f"<li>{_link(name, measures, language)}</li>" for name in measures.rows.index)
    none = text_html(language.text("The paper states nothing that is held against data."), "p")
    body = (
        f"<h1>{html.escape(title)}</h1>{_banner(dataset, language)}"
        f"<h2>{html.escape(language.text('Statements'))}</h2>{''.join(sections) or none}"
        f"<h2>{html.escape(language.text('Numbers'))}</h2><ul>{numbers}</ul>"
    )
    return document(EVIDENCE, title, finished(body), language)


def _statement(row: dict, measures: Measures, language: Language) -> str:
    lines = []
    for column in _SHOWN:
        if isinstance(row[column], str) and row[column]:
            what, told = (html.escape(language.text(text)) for text in (head(column), row[column]))
            lines.append(f"<dt>{what}</dt><dd>{told}</dd>")
    rests = list(dict.fromkeys(part.split("[")[0] for part in parts(row["measures"])))
    links = "".join(f"<li>{_link(name, measures, language)}</li>" for name in rests if name in measures.rows.index)
    if links:
        lines.append(f"<dt>{html.escape(language.text('Rests on'))}</dt><dd><ul>{links}</ul></dd>")
    name = html.escape(row["statement"])
    title = f"{name} ({html.escape(row['place'])}){language.colon}{html.escape(language.text(row['subject']))}"
    return f"<section class='statement'><h3 id=\"{name}\">{title}</h3><dl>{''.join(lines)}</dl></section>"


def _link(name: str, measures: Measures, language: Language) -> str:
    return leads(f"{name}.html", html.escape(language.text(measures.label_of(name))))


def _measure(dataset: Dataset, name: str, ledger: pd.DataFrame, measures: Measures, language: Language) -> str:
    """Return the page of a measure: its numbers, who is counted and who is not, where it is written, what rests on it."""
    title = language.text(measures.label_of(name))
    body = [f"<h1>{html.escape(title)}</h1>", "" if _listed(measures, name) else _banner(dataset, language)]
    try:
        if lacking := measures.universes_of(name)[-1].lacks:
            raise DataError(lacking)
        numbers = measures.of(name)
        caption = language.text("The number, and what it is of")
        body.append(html_table(labelled(numbers, dataset), caption, most=len(numbers), language=language))
        body.append(_units(dataset, name, measures, language))
    except DataError as error:
        body.append(text_html(language.text(str(error)), "p", "notice"))
        body.append(_made_of(name, measures, language))
    links = "".join(
        f"<li>{leads(f'index.html#{row.statement}', html.escape(f'{row.statement}{language.colon}{language.text(row.subject)}'))}</li>"
        for row in ledger.itertuples()
        if name in [part.split("[")[0] for part in parts(row.measures)]
    )
    if links:
        body.append(f"<h2>{html.escape(language.text('Statements that rest on it'))}</h2><ul>{links}</ul>")
    return document(_page_of(name), title, finished("\n".join(body)), language)


def _units(dataset: Dataset, name: str, measures: Measures, language: Language) -> str:
    """Return who is counted, who has another answer, who has none and who was not asked, each as a table."""
    found = evidence(dataset, name)
    by, *questions = measures.rows.at[name, "by"], *parts(measures.rows.at[name, "question"])
    groups = {code: measures.group_label(by, code) for code in found["group"].unique()}
    answers = {text: _worded(text, questions, measures) for text in found["answer"].unique()}
    shown = found.assign(group=found["group"].map(groups), answer=found["answer"].map(answers))
    made = []
    for part in _PARTS:
        rows = shown[shown["counted"] == part].drop(columns=["counted"])
        if len(rows):
            head = f"{language.text(part[:1].upper() + part[1:])} ({language.number(len(rows))})"
            caption = language.labelled(measures.label_of(name), head)
            table = html_table(rows, caption, most=len(rows), language=language)
            made.append(f'<h2 id="{part.replace(" ", "-")}">{html.escape(head)}</h2>{table}')
    return "".join(made) or text_html(language.text("No unit stands behind it yet."), "p")


def _worded(answer: str, questions: list[str], measures: Measures) -> str:
    """Return the label of an answer to one of some questions."""
    for question in questions:
        answer = measures.answer_label(question, answer)
    return answer


def _made_of(name: str, measures: Measures, language: Language) -> str:
    """Return the measures of the same question and universe, whose evidence is that of a number made of others."""
    row, rows = measures.rows.loc[name], measures.rows
    universes = parts(row["universe"])
    same = rows[(rows["question"] == row["question"]) & rows["universe"].isin(universes) & (rows.index != name)]
    links = "".join(f"<li>{_link(other, measures, language)}</li>" for other in same.index)
    return f"<h2>{html.escape(language.text('Numbers of the same answers'))}</h2><ul>{links}</ul>" if links else ""


def _banner(dataset: Dataset, language: Language) -> str:
    return text_html(language.text(dataset.banner), "p", "analysis-banner") if dataset.banner else ""


def _listed(measures: Measures, name: str) -> bool:
    try:
        return measures.universes_of(name)[0].listed
    except DataError:
        return False
