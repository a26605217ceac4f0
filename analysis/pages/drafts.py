"""The page of a draft that was checked, among the pages of the report."""

from __future__ import annotations

import html
import re
from pathlib import Path

from analysis.audit import Audit
from analysis.audit.page import body, title_of
from analysis.disclosure.status import internal
from analysis.export import write_text
from analysis.pages import EVIDENCE, INDEX, folder_of, shell

DRAFTS = "drafts"


def page_in(report: Path, audit: Audit) -> Path | None:
    """Write what the check says of a draft into a report, with its navigation, in the language of what is said.

    None where the report is not there, or not in that language: the page leads nowhere then.
    """
    language, folder = audit.shown, report / folder_of(audit.shown.code)
    if not (folder / INDEX).is_file():
        return None
    page, title = f"{DRAFTS}/{audit.path.stem}.html", title_of(audit)
    others = [INDEX, *sorted(p.name for p in folder.glob("*.html") if p.name != INDEX), EVIDENCE]
    there = {name: (folder / name).read_text(encoding="utf-8") for name in others if (folder / name).is_file()}
    entries = [shell.Entry(name, html.unescape(shell.title_of(text))) for name, text in there.items()]
    site = shell.Site(
        language,
        (*entries, shell.Entry(page, title)),
        (language.code,),
        lambda name: (folder / name).is_file(),
        lambda chart: [],
        internal(audit.facts.dataset),
    )
    told = body(audit)
    if "<h2" not in told:  # no step between the headings is left out
        told = re.sub(r"(</?)h3\b", r"\1h2", told)
    text = shell.document(page, title, f"<h1 id='top'>{html.escape(title)}</h1>{told}", language)
    return write_text(folder / page, shell.furnished(page, text, site))
