"""A notebook that has run, as a page of the report."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from analysis.languages import Language
from analysis.notebook import OF_THE_PAPER
from analysis.pages.shell import FOLDER, document, leads, place, plain

_STYLE = re.compile(r"<style>.*?</style>", re.S)
_OF_DATA = re.compile(r"<div class='analysis-of-data'>.*?</div>(?=<p class='analysis-source)", re.S)
_LEADING = re.compile(r"<(td|th)([^>]*?) data-leads-to='([^']*)'([^>]*)>(.*?)</\1>", re.S)
_CHART = re.compile(r"(<figure data-chart='([\w .()-]+)'>.*?)(</figure>)", re.S)
_NAMED = re.compile(r"<(h[1-6]|caption)>(.*?)</\1>", re.S)
_ID = re.compile(r"\bid=[\"']([^\"']+)")
_WIDGET = "application/vnd.jupyter.widget-view+json"


def page(name: str, notebook: Any, language: Language, failed: str = "") -> str:
    """Return the page of a notebook that has run, what made it fail first; name: its page, such as "ledger.html".

    A page that shows nothing but facts of the paper says nothing of the dataset.
    """
    notebook = _shown(notebook, language)
    body, _ = exporter().from_notebook_node(notebook, resources={"code": language.text("Code")})
    if _of_the_paper_alone(notebook):
        body = _OF_DATA.sub("", body)
    if failed:
        words = language.text("This page is not whole: {why}").format(why=failed)
        body = f'<p class="notice not">{html.escape(words)}</p>\n{body}'
    return document(name, title_of(notebook) or name, finished(body), language)


def finished(body: str) -> str:
    """Return a body of HTML with what only a page has: links to evidence, room for downloads, an id for what is searched."""
    body = _LEADING.sub(
        lambda m: f"<{m[1]}{m[2]}{m[4]}>{leads(html.unescape(m[3]), m[5])}</{m[1]}>", _STYLE.sub("", body)
    )
    body = _CHART.sub(lambda m: f"{m[1]}<figcaption>{place('chart', m[2])}</figcaption>{m[3]}", body)
    taken = Counter(_ID.findall(body))

    def named(found: re.Match[str]) -> str:
        base = re.sub(r"\W+", "-", plain(found[2])).strip("-")[:60] if found[1] != "caption" else "table"
        taken[base] += 1
        return f'<{found[1]} id="{base}{f"-{taken[base]}" if taken[base] > 1 else ""}">{found[2]}</{found[1]}>'

    return _NAMED.sub(named, body)


def title_of(notebook: Any) -> str:
    """Return the title of a notebook: the first line of its first cell; "" where it has none."""
    source = notebook["cells"][0]["source"] if notebook["cells"] else ""
    lines = "".join(source).splitlines()
    return lines[0].lstrip("# ") if lines else ""


def title_in(path: Path) -> str:
    """Return the title of the notebook in a file; the name of the file where it cannot be read or has none."""
    try:
        return title_of(json.loads(path.read_text(encoding="utf-8"))) or path.stem
    except (ValueError, LookupError, TypeError, OSError):
        return path.stem


def translated(source: str, language: Language) -> str:
    """Return the words of a cell in a language: line by line, its marks of a heading or a question kept."""
    return "\n".join(_line(line, language) for line in source.split("\n"))


def _line(line: str, language: Language) -> str:
    marks, words = re.fullmatch(r"(#+ +|)(.*)", line).groups()  # type: ignore[union-attr]  # matches any line
    labelled = re.fullmatch(r"\*\*(\w+\.)\*\* (.*)", words)
    if labelled:
        return f"**{language.text(labelled[1])}** {language.text(labelled[2])}"
    return marks + (language.text(words) if words.strip() else words)


def _shown(notebook: Any, language: Language) -> Any:
    """Leave out what only works with a kernel, and put the words of the notebook into the language."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = translated(cell.source, language)
        elif cell.cell_type == "code":
            shown = [(output, output.get("data", {})) for output in cell.outputs]
            # Controls are left out; what they say of themselves without a kernel stays.
            cell.outputs = [output for output, data in shown if not data.pop(_WIDGET, None) or "text/html" in data]
    return notebook


def _of_the_paper_alone(notebook: Any) -> bool:
    """Whether everything that a notebook shows after its opening says that it is of the paper's own lists."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    after = [text for text in shown if "<div class='analysis-of-data'>" not in text]
    return bool(after) and all(text.startswith(f"<div data-of='{OF_THE_PAPER}'>") for text in after)


@cache
def exporter() -> Any:
    """Return the exporter of notebooks to pieces of HTML, with its template once loaded."""
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    made = TemplateExporter(
        template_name="notebook", extra_template_basedirs=[str(FOLDER / "templates")], file_extension=".html"
    )
    made.register_filter(
        "markdown2html",
        lambda text: MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True)).render(text),
    )
    return made
