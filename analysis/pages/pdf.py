"""The pages of the report, without code, as one PDF: tagged, with bookmarks and numbered pages, printed by Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path, PurePosixPath

from lxml import html

from analysis.errors import DataError
from analysis.export import write_bytes
from analysis.languages import Language
from analysis.pages import INDEX, folder_of
from analysis.pages.shell import FOLDER, assets

PDF = "report.pdf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 600
_DATES = re.compile(rb"(?<=Date \(D:)\d{14}[+-]\d\d'\d\d'")
# Chromium names cells after its own count of nodes, which now and then begins one later.
_NODES = re.compile(rb"(?<=\(node)\d{8}(?=\))")
_WITHOUT = "//details[contains(@class,'code')] | //a[@class='analysis-csv'] | //span[@class='files'] | //figcaption[not(normalize-space())]"


def print_pages(report: Path, pages: list[str], language: Language) -> Path:
    """Print those pages of a report in one language that there are, as report.pdf beside them, and return where it is.

    Two runs of one browser give the same bytes. Raises DataError where there is no report in the language, or no browser.
    """
    folder = report / folder_of(language.code)
    if not (folder / INDEX).is_file():
        raise DataError(
            f"{folder / INDEX} is missing. Run `python -m analysis report` first, in the language of the PDF."
        )
    pages = [page for page in pages if (folder / page).is_file()]
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise DataError(
            f"No browser to print with: none of {', '.join(BROWSERS)} is on the PATH. Install Chromium (Debian: "
            "apt-get install chromium), or open report/index.html and print page by page."
        )
    with tempfile.TemporaryDirectory() as place:
        source, made = Path(place) / "report.html", Path(place) / PDF
        source.write_text(booklet(folder, pages, language), encoding="utf-8")
        _run(browser, source, made)
        return write_bytes(folder / PDF, repeatable(made.read_bytes()))


def repeatable(printed: bytes) -> bytes:
    """Return a printed PDF without what differs between two runs: its dates, and the numbers of nodes, which are counted from one."""
    numbers = {number: b"%08d" % n for n, number in enumerate(sorted({*_NODES.findall(printed)}), start=1)}
    return _NODES.sub(lambda found: numbers[found[0]], _DATES.sub(b"19800101000000+00'00'", printed))


def booklet(folder: Path, pages: list[str], language: Language) -> str:
    """Return all pages as one: each an article, its links leading within; a link to what is not in it is its words."""
    articles, title, internal = [], "", ""
    for page in pages:
        tree = html.fromstring((folder / page).read_text(encoding="utf-8"))
        title = title or tree.findtext(".//title")
        (main,) = tree.xpath("//main")
        internal = internal or "".join(html.tostring(e, encoding="unicode") for e in tree.find_class("internal"))
        for part in main.xpath(_WITHOUT):
            part.drop_tree()
        _within(main, page, pages, folder)
        main.tag = "article"
        main.set("id", _name(page))
        main.attrib.pop("tabindex", None)
        articles.append(html.tostring(main, encoding="unicode"))
    template = (FOLDER / "templates" / "booklet.html").read_text(encoding="utf-8")
    parts = {"style": assets()["site.css"].decode("utf-8") + _font(language), "articles": "\n".join(articles)}
    parts |= {"lang": language.code, "dir": "rtl" if language.right_to_left else "ltr", "title": escape(title)}
    parts["internal"] = internal
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: parts[found[1]], template)


def _within(main: html.HtmlElement, page: str, pages: list[str], folder: Path) -> None:
    """Make names of a page its own, and its links lead to names of the booklet; pictures are named by where they are."""
    for element in main.xpath(".//*[@id]"):
        element.set("id", f"{_name(page)}.{element.get('id')}")
    for link in main.xpath(".//a[@href]"):
        path, _, name = link.attrib.pop("href").partition("#")
        there = os.path.normpath(PurePosixPath(page).parent / path) if path else page
        if there in pages:
            link.set("href", f"#{_name(there)}{f'.{name}' if name else ''}")
    for picture in main.xpath(".//img[not(starts-with(@src, 'data:'))]"):
        picture.set("src", (folder / page).parent.joinpath(picture.get("src")).resolve().as_uri())


def _name(page: str) -> str:
    return page.removesuffix(".html").replace("/", ".")


def _font(language: Language) -> str:
    """Return the rule for the font that comes with the project, where a machine may have none for the language."""
    if language.code != "zh":
        return ""
    import zhplot

    path = next(Path(zhplot.__file__).parent.rglob("NotoSansSC-Regular.ttf"))
    return f'@font-face {{font-family: "Noto Sans SC"; src: local("Noto Sans SC"), local("Noto Sans CJK SC"), url("{path.as_uri()}")}}'


def _run(browser: str, source: Path, made: Path) -> None:
    """Print a page. Raises DataError where the browser does not."""
    options = [
        "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions",
        "--allow-file-access-from-files", f"--user-data-dir={source.parent / 'profile'}", "--no-pdf-header-footer",
        "--generate-pdf-document-outline", f"--print-to-pdf={made}",
    ]  # fmt: skip
    # Chromium refuses to run as root inside its sandbox.
    options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    try:
        done = subprocess.run(
            [browser, *options, source.as_uri()], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DataError(f"{browser} did not print the report: {error}.") from None
    if not made.is_file():
        raise DataError(f"{browser} did not print the report: {' '.join(done.stderr.split())[-300:]}")
