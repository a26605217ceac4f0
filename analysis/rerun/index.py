"""The report as a site: the index pages, and on every page the furniture that speaks of the whole report as it is now."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path
from urllib.parse import quote

from analysis.dataset import Dataset, open_dataset
from analysis.disclosure.status import internal
from analysis.export import write_text
from analysis.languages import ENGLISH, Language
from analysis.pages import EVIDENCE, INDEX, SEARCH, folder_of, shell
from analysis.pages.notebooks import title_in
from analysis.rerun.jobs import SLIDE, TABLES, language_of, languages_of, outputs_of
from analysis.rerun.manifest import Record, sha256
from analysis.rerun.outcome import Outcome
from analysis.rerun.register import chart_ids, notebooks_of


def write_site(dataset: Path, home: Path, outcome: Outcome, records: dict[str, Record]) -> None:
    """Write the index pages, furnish every other page anew and write what a search finds.

    The record of a page that is furnished holds its new hash; a page that was changed by hand is left as it is.
    """
    opened = open_dataset(dataset)
    languages = (ENGLISH, *languages_of(records))
    for code in languages:
        site = _site(opened, home, outcome, Language(code, opened.layers), languages)
        found = _write(home, INDEX, _index(opened, home, outcome, site.language), site)
        for job, record in sorted(records.items()):
            for path in sorted(record.outputs):
                if language_of(job) == code and path.endswith(".html") and sha256(home / path) == record.outputs[path]:
                    page = path.removeprefix(f"report/{folder_of(code)}")
                    found += _write(home, page, (home / path).read_text(encoding="utf-8"), site)
                    record.outputs[path] = sha256(home / path)
        write_text(home / "report" / folder_of(code) / SEARCH, shell.search_script(found))


def _write(home: Path, page: str, text: str, site: shell.Site) -> list[list[str]]:
    """Write a page with its furniture, where that changes anything, and return what a search finds on it."""
    path, made = home / "report" / folder_of(site.language.code) / page, shell.furnished(page, text, site)
    if page == INDEX or hashlib.sha256(made.encode("utf-8")).hexdigest() != sha256(path):
        write_text(path, made)
    return shell.found_on(page, text)


def _site(dataset: Dataset, home: Path, outcome: Outcome, language: Language, languages: tuple[str, ...]) -> shell.Site:
    folder = home / "report" / folder_of(language.code)
    entries = [shell.Entry(INDEX, language.text("Contents of the report"))]
    for name, path in notebooks_of(dataset.folder).items():
        job, title = f"notebook:{folder_of(language.code)}{name}", language.text(title_in(path))
        entries.append(_entry(f"{name}.html", title, job, folder, outcome, language))
    job = TABLES if language.code == ENGLISH else f"evidence:{language.code}"
    entries.append(_entry(EVIDENCE, language.text("Evidence, number by number"), job, folder, outcome, language))

    def files(chart: str) -> list[tuple[str, str]]:
        found = _files_of(chart, language)
        return [(kind, _address(path, language)) for kind, path in found.items() if path in outcome.outputs]

    return shell.Site(
        language, tuple(entries), languages, lambda page: (folder / page).is_file(), files, internal(dataset)
    )


def _entry(page: str, title: str, job: str, folder: Path, outcome: Outcome, language: Language) -> shell.Entry:
    there = (folder / page).is_file()
    # A table that fails leaves the evidence beside it whole.
    amiss = (
        "failed"
        if job in outcome.failed and page != EVIDENCE
        else "of an earlier run"
        if job in outcome.earlier
        else ""
    )
    mark = amiss if there else "not there"
    return shell.Entry(
        page, title, language.text(mark) if mark else "", language.text(outcome.earlier.get(job, "")), there
    )


def _index(dataset: Dataset, home: Path, outcome: Outcome, language: Language) -> str:
    """Return the index: every output, and of each that is not of this run why."""
    title, text = language.text("Country review analysis"), language.text
    banner = f'<p class="analysis-banner">{html.escape(text(dataset.banner))}</p>' if dataset.banner else ""
    data = text("Data: {title}, as of {day}.").format(title=text(dataset.title), day=language.day(dataset.as_of))
    paper = text("Paper: {title}.").format(title=text(dataset.paper.title))
    folder = f"report/{folder_of(language.code)}"
    notebooks = "".join(
        f"<li>{_link(f'{folder}{name}.html', text(title_in(path)), home, outcome, language)}</li>"
        for name, path in notebooks_of(dataset.folder).items()
    )
    charts = "".join(_card(name, dataset, home, outcome, language) for name in chart_ids(dataset.folder))
    tables = "".join(
        f"<li>{_link(path, Path(path).name, home, outcome, language)}</li>"
        for path in outputs_of(TABLES)
        if not path.endswith(EVIDENCE)
    )
    evidence = _link(f"{folder}{EVIDENCE}", text("Evidence, number by number"), home, outcome, language)
    body = (
        f"<h1 id='top'>{html.escape(title)}</h1>{banner}"
        f'<p class="analysis-source">{html.escape(data)} {html.escape(paper)}</p>{_trouble(outcome, language)}'
        f"{_head('Notebooks', language)}<ol>{notebooks}</ol>"
        f"{_head('Evidence', language)}<p>{evidence}</p>"
        f'{_head("Charts", language)}<div class="charts">{charts}</div>'
        f"{_head('Tables', language)}<ul>{tables}</ul>"
    )
    return shell.document(INDEX, title, body, language)


def _head(words: str, language: Language) -> str:
    return f'<h2 id="{words.lower()}">{html.escape(language.text(words))}</h2>'


def _trouble(outcome: Outcome, language: Language) -> str:
    """Return what is not of this run, first on the page; nothing where all is."""
    failed = language.text("{job} failed, and what it had made before is deleted: {why}")
    earlier = language.text("{job} was not asked for and is of an earlier run: {why}")
    lines = [
        said.format(job=job, why=language.text(why))
        for said, jobs in ((failed, outcome.failed), (earlier, outcome.earlier))
        for job, why in jobs.items()
        if language_of(job) in (language.code, ENGLISH)
    ]
    return f'<ul class="not">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>' if lines else ""


def _card(name: str, dataset: Dataset, home: Path, outcome: Outcome, language: Language) -> str:
    """Return a chart with its files; the picture only where it is of this run."""
    from analysis.charts.catalogue import chart

    files = _files_of(name, language)
    links = " ".join(
        _link(path, language.text("in words") if kind == "TXT" else kind, home, outcome, language)
        for kind, path in files.items()
    )
    picture = ""
    if files["PNG"] in outcome.outputs:
        told = (home / files["TXT"]).read_text(encoding="utf-8").rstrip("\n")
        picture = f'<img src="{_address(files["PNG"], language)}" alt="{html.escape(told)}">'
    title = chart(name, dataset, language.code).title
    return f"<figure>{picture}<figcaption>{html.escape(title)}{language.colon}{links}</figcaption></figure>"


def _files_of(chart: str, language: Language) -> dict[str, str]:
    """Return the files of a chart by their kind: pictures and sentence in a language, and the numbers."""
    own = f"chart:{chart}:{language.code}:{SLIDE}"
    return {Path(path).suffix[1:].upper(): path for path in [*outputs_of(f"chart:{chart}"), *outputs_of(own)]}


def _link(path: str, words: str, home: Path, outcome: Outcome, language: Language) -> str:
    """Return a link to an output, marked where it is not of this run; words alone where there is none."""
    link = f'<a href="{_address(path, language)}">{html.escape(words)}</a>'
    if path in outcome.outputs:
        return link
    if (home / path).is_file():
        return f'{link} <span class="not">({html.escape(language.text("of an earlier run"))})</span>'
    return f'{html.escape(words)} <span class="not">({html.escape(language.text("not there"))})</span>'


def _address(path: str, language: Language) -> str:
    """Return where an output lies, seen from the folder of a language's pages."""
    folder = folder_of(language.code)
    if path.startswith(f"report/{folder}"):
        return quote(path.removeprefix(f"report/{folder}"))
    up = "../" if folder else ""
    return quote(up + path.removeprefix("report/") if path.startswith("report/") else f"{up}../{path}")
