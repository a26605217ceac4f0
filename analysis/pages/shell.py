"""A page of the report: the document around what it shows, and the furniture that is the same on every page.

The furniture speaks of the whole report (what there is, what is missing, in which languages), so it is put in last, when
every page is there: into the places that `<!--site:...--><!--/site-->` keeps. A page is named from the folder of its
language, such as "evidence/index.html".
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from analysis.languages import ENGLISH, Language
from analysis.pages import EVIDENCE, folder_of

FOLDER = Path(__file__).parent
_PLACE = re.compile(r"<!--site:(\w+) ?([^>]*?)-->.*?<!--/site-->", re.S)
_LEADS = re.compile(r'<a class="leads" (?:href|data-gone)="([^"]+)"')
_FOUND = re.compile(r'<(h[1-4]|caption)\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</\1>', re.S)
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Entry:
    """A page of the navigation: its place and title; mark: what is amiss with it, "" where nothing; why: of an earlier run."""

    page: str
    title: str
    mark: str = ""
    why: str = ""
    there: bool = True


@dataclass(frozen=True)
class Site:
    """What every page of one language says of the whole report.

    entries: the navigation; languages: those in which there are pages; has: whether a file that a page leads to, named from
    the folder of the language, is there; files: what can be saved of a chart, as (word, address seen from that folder);
    internal: what says that restricted answers are in it, "" where none are.
    """

    language: Language
    entries: tuple[Entry, ...]
    languages: tuple[str, ...]
    has: Callable[[str], bool]
    files: Callable[[str], list[tuple[str, str]]]
    internal: str = ""


def document(page: str, title: str, body: str, language: Language) -> str:
    """Return a whole page around a body of HTML; its furniture comes with `furnished`."""
    up = "../" * (page.count("/") + (language.code != ENGLISH))
    return _template("page.html.j2").render(title=title, body=body, language=language, up=up) + "\n"


def assets() -> dict[str, bytes]:
    """Return the files that lie beside the pages, by name: their style and their one script."""
    from analysis.tables import html as tables

    styles = (Path(tables.__file__).with_name("tables.css"), FOLDER / "site.css")
    style = "".join(path.read_text(encoding="utf-8") for path in styles)
    return {"site.css": style.encode("utf-8"), "site.js": (FOLDER / "site.js").read_bytes()}


def place(what: str, name: str = "") -> str:
    """Return the mark of a place that `furnished` fills: "top" or "chart" with its id."""
    return f"<!--site:{what} {name}--><!--/site-->"


def furnished(page: str, text: str, site: Site) -> str:
    """Return a page with the furniture of the report as it is now: navigation, downloads, links to what is there."""
    up = "../" * page.count("/")

    def filled(found: re.Match[str]) -> str:
        made = _top(page, text, site, up) if found[1] == "top" else _downloads(found[2], site, up)
        return f"<!--site:{found[1]} {found[2]}-->{made}<!--/site-->"

    def led(found: re.Match[str]) -> str:
        at = found[1].split("#")[0]
        there = site.has(str(Path(page).parent / at) if at else page)
        return f'<a class="leads" {"href" if there else "data-gone"}="{found[1]}"'

    return _LEADS.sub(led, _PLACE.sub(filled, text))


def leads(address: str, text: str) -> str:
    """Return a link to another page of the report that may not be there: then its words alone stand."""
    return f'<a class="leads" href="{html.escape(address)}">{text}</a>'


def found_on(page: str, text: str) -> list[list[str]]:
    """Return what a search can find on a page: title of the page, address, text; one for each heading and caption."""
    title = html.unescape(title_of(text))
    found = _FOUND.findall(text)
    return [
        [title, page if tag == "h1" else f"{page}#{name}", words]
        for tag, name, inner in found
        if (words := plain(inner))
    ]


def title_of(text: str) -> str:
    """Return the title of a page, escaped as it stands there."""
    found = _TITLE.search(text)
    return found[1] if found else ""


def plain(inner: str) -> str:
    """Return the text of a piece of HTML."""
    return " ".join(html.unescape(_TAG.sub("", inner)).split())


def search_script(entries: list[list[str]]) -> str:
    """Return the file of what a search can find: a script, as a page from a folder may read no other file."""
    return f"window.searchEntries = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n".replace(
        "</", "<\\/"
    )


def _top(page: str, text: str, site: Site, up: str) -> str:
    language = site.language
    sections = [{"id": name, "title": plain(inner)} for tag, name, inner in _FOUND.findall(text) if tag == "h2"]
    entry = next((entry for entry in site.entries if entry.page == page), None)
    words = {
        "search": "Search the report", "none": "Nothing found", "show": "Show code", "hide": "Hide code",
        "scroll": "Table that scrolls sideways",
    }  # fmt: skip
    return _template("top.html.j2").render(
        page=page,
        within=EVIDENCE if page.startswith("evidence/") else "",
        why=entry.why if entry else "",
        sections=sections if len(sections) > 1 else [],
        entries=site.entries,
        language=language,
        languages=[_switch(code, page, language.code, up) for code in site.languages],
        text=language.text,
        internal=language.text(site.internal),
        to=lambda name: up + name,
        words=json.dumps({key: language.text(word) for key, word in words.items()}, ensure_ascii=False),
    )


def _switch(code: str, page: str, here: str, up: str) -> dict[str, str]:
    locale = Locale(code)
    top = up + ("../" if here != ENGLISH else "")
    name = locale.get_display_name(code) or code
    return {
        "code": code,
        "name": name[:1].upper() + name[1:],
        "dir": locale.text_direction,
        "address": f"{top}{folder_of(code)}{page}",
    }


def _downloads(chart: str, site: Site, up: str) -> str:
    save = html.escape(site.language.text("Save the chart:"))
    links = "".join(
        f' <a href="{up}{html.escape(address)}" download aria-label="{save} {word}">{word}</a>'
        for word, address in site.files(chart)
    )
    return f'<span class="files">{save}{links}</span>' if links else ""


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True).get_template(name)
