"""The report as a site, made of the small world: read as a file, and in a real browser without a network."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import polib
import pytest
from lxml import html

from analysis.languages import WORDING, Language
from analysis.pages import pdf
from analysis.paths import NOTEBOOKS, PAPERS, REFERENCE
from analysis.reference import Layers
from analysis.rerun import index, jobs, kernels, register, run
from analysis.tables.formats import head
from tests.conftest import CHROMIUM, small_world

pytestmark = [pytest.mark.xdist_group("site"), pytest.mark.skipif(not kernels.CAN_FORK, reason="needs fork")]
NAMES = (
    "article56_2018/legislation.ipynb", "article56_2018/networks.ipynb", "03_groups.ipynb", "06_explore.ipynb",
)  # fmt: skip
WORD = re.compile(r"[A-Za-z][a-z]+")
# What a reader sees as it was received, or types: files, quotes, names of measures.
AS_RECEIVED = ("text", "source", "symbol", "id", "unit", "name")
WIDTHS = (1400, 375)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A report of three notebooks, one of them broken, in English and Arabic; its folder and outcome."""
    folder = tmp_path_factory.mktemp("site")
    world, notebooks = small_world(folder / "world"), folder / "notebooks"
    for name in NAMES:
        (notebooks / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(NOTEBOOKS / name, notebooks / name)
    broken = json.loads((notebooks / NAMES[0]).read_text(encoding="utf-8"))
    broken["cells"][4]["source"] = ["1 / 0"]
    (notebooks / "07_broken.ipynb").write_text(json.dumps(broken), encoding="utf-8")
    (notebooks / "08_unreadable.ipynb").write_text("{ no notebook", encoding="utf-8")
    # A report of fewer numbers is made faster.
    left_out = re.compile(
        "responses_|directory_|single_|origin_|diagonal|informal|confidential|highest|coverage_56|simple|strict"
    )
    rows = (PAPERS / "article56_2018" / "measures.csv").read_text(encoding="utf-8").splitlines()
    fewer = [f"-{row.split(',')[0]}{',' * rows[0].count(',')}" for row in rows if left_out.match(row)]
    (world / "measures.csv").write_text("\n".join([rows[0], *fewer]) + "\n", encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setattr(register, "NOTEBOOKS", notebooks)
    for module in (jobs, index):
        patch.setattr(module, "chart_ids", lambda dataset: ["networks", "legislation"])
    try:
        outcome = run.rerun(world, folder / "out", quiet=True, languages=["ar"])
    finally:
        patch.undo()
    return folder / "out" / "report", outcome


def pages(report) -> dict[str, html.HtmlElement]:
    return {
        str(path.relative_to(report)): html.fromstring(path.read_text(encoding="utf-8"))
        for path in sorted(report.rglob("*.html"))
    }


def test_every_link_leads_somewhere_and_every_name_stands_once(made):
    report, _ = made
    trees, lost = pages(report), []
    for name, tree in trees.items():
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        for link in tree.xpath("//a/@href | //img/@src | //script/@src | //link/@href"):
            assert not re.match(r"(https?:)?//", link), f"{name} needs a network for {link}"
            if link.startswith("data:"):
                continue
            path, _, mark = link.partition("#")
            there = (report / name).parent / unquote(path) if path else report / name
            known = (
                trees.get(str(Path(there).resolve().relative_to(report.resolve()))) if there.suffix == ".html" else None
            )
            if not there.exists() or (mark and mark not in known.xpath("//@id")):
                lost.append(f"{name} -> {link}")
    assert len(trees) > 40 and not lost


def test_every_page_has_the_same_navigation_one_title_and_its_language(made):
    for name, tree in pages(made[0]).items():
        language = "ar" if name.startswith("ar/") else "en"
        assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == len(tree.xpath("//nav")) == 1, name
        assert len(tree.xpath("//nav/ul/li")) == 1 + len(NAMES) + 2 + 1
        assert len(tree.xpath("//ul[@class='languages']//a")) == 2 and not tree.xpath("//img[not(@alt)]")
        assert len(tree.xpath("//script")) == 1 and not tree.xpath("//style")
        if name in ("ar/networks.html", "ar/index.html"):  # captions, sections, what the script says
            words = tree.xpath(
                "//caption[1]/text() | //h2/text() | //nav/@aria-label | //*[@class='tools']/@data-words"
            )
            assert words and all(re.search(r"[\u0600-\u06ff]", text) or text[0] == "S" for text in words), name


def english_of(language: Language, layers: Layers) -> set[str]:
    """The words that only the English texts of the catalogues have, none of their translations."""
    own, english = set[str](), set[str]()
    for path in (folder / WORDING / f"{language.code}.po" for folder in layers.folders):
        for entry in polib.pofile(str(path)):
            english |= {*WORD.findall(re.sub(r"\{[^{}]*\}", "", entry.msgid).lower())}
            own |= {*WORD.findall(entry.msgstr.lower())}
    return english - own


def in_english(tree: html.HtmlElement, english: set[str], received: set[str], names: set[str]) -> list[str]:
    """The visible texts of a page with one of these words, but for columns of what was received, names of files and of measures."""
    hidden = "ancestor::script or ancestor::pre or ancestor::nav or ancestor::details[contains(@class, 'code')] or ancestor::*[@class='not']"
    wrong = []
    for text in tree.xpath(f"//body//text()[not({hidden})] | //@alt | //@aria-label | //@title"):
        told = re.sub(
            r"\w+\.(csv|xlsx)|\w+", lambda found: "" if found[1] or found[0] in names else found[0], text.lower()
        )
        if {*WORD.findall(told)} & english:
            cell = text.getparent().xpath("ancestor-or-self::*[self::td or self::th][ancestor::tbody][1]")
            heads = cell and cell[0].xpath("ancestor::table//thead//th")
            if not heads or heads[cell[0].getparent().index(cell[0])].text_content().strip() not in received:
                wrong.append(text.strip())
    return wrong


def test_no_english_stands_on_the_pages_of_another_language(made):
    layers = Layers((REFERENCE, PAPERS / "article56_2018"))
    language = Language("ar", layers)
    english, received = english_of(language, layers), {language.text(head(column)) for column in AS_RECEIVED}
    names = {*layers.table("measures")["measure"], "08_unreadable"}
    trees = {name: tree for name, tree in pages(made[0]).items() if name.startswith("ar/") and "broken" not in name}
    wrong = {name: found for name, tree in trees.items() if (found := in_english(tree, english, received, names))}
    assert len(trees) > 40 and wrong == {}
    page = trees["ar/03_groups.html"]
    cell = page.xpath("//main//tbody//td")[0]
    for text in ("not_required", "Interval from", "126 of 163 read by one person"):
        cell.text = text
        assert in_english(page, english, received, names) == [text]


def test_a_notebook_that_fails_or_cannot_be_read_is_said_where_one_looks_for_it(made):
    report, outcome = made
    trees = pages(report)
    assert set(outcome.failed) == {f"notebook:{at}{n}" for at in ("", "ar/") for n in ("07_broken", "08_unreadable")}
    assert "ZeroDivisionError" in trees["07_broken.html"].find_class("notice")[0].text_content()
    assert "08_unreadable.html" not in trees
    (gone,) = [li for li in trees["legislation.html"].xpath("//nav//li") if "08_unreadable" in li.text_content()]
    cards = trees["index.html"].xpath("//figure//figcaption")
    assert [[a.text for a in card.xpath(".//a")] for card in cards] == [["SVG", "PNG", "PDF", "CSV", "in words"]] * 2
    assert "not there" in gone.text_content() and not gone.xpath(".//a")
    assert "notebook:08_unreadable failed" in trees["index.html"].text_content()


def test_the_banner_stands_where_invented_data_do_and_nowhere_else(made):
    trees = pages(made[0])
    with_banner = {name for name, tree in trees.items() if tree.find_class("analysis-banner")}
    assert {"index.html", "legislation.html", "evidence/legislation.html"} <= with_banner
    assert not {"networks.html", "evidence/listed_freezes.html", "evidence/first_network.html"} & with_banner
    assert "Small world" not in trees["networks.html"].find("body").find("main").text_content()


def test_a_report_with_restricted_answers_says_so_on_every_page(made):
    """Nobody called a record of the small world public."""
    for name, tree in pages(made[0]).items():
        (mark,) = tree.find_class("internal")
        assert (
            mark.get("data-mark") == ("داخلي" if name.startswith("ar/") else "Internal")
            and len(mark.text_content()) > 20
        )
    assert pdf.booklet(made[0], ["index.html"], Language("en", Layers(()))).count("INTERNAL: holds") == 1


def test_a_number_leads_to_the_states_behind_it(made):
    trees = pages(made[0])
    (row,) = [r for r in trees["legislation.html"].xpath("//tr") if "African" in r.text_content()][:1]
    assert {link.get("href") for link in row.xpath(".//a")} == {"evidence/legislation_by_group.html"}
    page = trees["evidence/legislation_by_group.html"]
    heads = {head.get("id"): head.text for head in page.xpath("//h2")}
    assert heads["counted"] == "Counted (4)" and heads["another-answer"] == "Another answer (5)"
    counted = page.get_element_by_id("counted").getnext().xpath(".//tbody/tr/*[1]/text()")
    assert set(counted) == {"XAA", "XCA", "XCB", "XEA"}
    resting = [
        a.get("href") for a in trees["evidence/general_law_by_group.html"].xpath("//main//h2/following-sibling::ul//a")
    ]
    assert resting == ["index.html#S17"]
    assert trees["evidence/index.html"].get_element_by_id("S17").tag == "h3"


def test_what_is_not_there_is_no_link(world_folder):
    run.rerun(world_folder, world_folder, only="networks", quiet=True)
    (page,) = [t for name, t in pages(world_folder / "report").items() if name == "networks.html"]
    leads = page.find_class("leads")
    assert leads and not [a for a in leads if a.get("href")]
    assert (
        not page.xpath("//figcaption//a[contains(@href, '.svg')]")
        or (world_folder / "figures/charts/en/networks.svg").is_file()
    )


def test_a_pdf_is_the_same_whenever_and_from_whatever_node_the_browser_counts():
    printed = b"/CreationDate (D:20180606120000+00'00')\n/ID (node%08d)>> /Headers [(node%08d) (node%08d)] (node 1)"
    one, other = printed % (100, 100, 107), printed.replace(b"2018", b"2026") % (101, 101, 108)
    assert one != other and pdf.repeatable(one) == pdf.repeatable(other)
    assert pdf.repeatable(one).count(b"node00000001") == 2 and pdf.repeatable(printed % (7, 7, 7)) != pdf.repeatable(
        one
    )


def test_one_pdf_of_all_pages_twice_the_same_bytes(made, monkeypatch):
    import pypdfium2

    from analysis.errors import DataError

    report, english = made[0], Language("en", Layers(()))
    wanted = ["index.html", "legislation.html", "networks.html", "08_unreadable.html", "evidence/index.html"]
    if CHROMIUM:
        path = pdf.print_pages(report, wanted, english)
        first = path.read_bytes()
        assert pdf.print_pages(report, wanted, english).read_bytes() == first
        assert b"/MarkInfo" in first and b"/StructTreeRoot" in first and b"/Lang (en)" in first
        book = pypdfium2.PdfDocument(first)
        titles = [mark.get_title() for mark in book.get_toc() if mark.level == 0]
        assert len(titles) == 4 and titles[0] == "Country review analysis"
        texts = [page.get_textpage().get_text_range() for page in book]
        assert all(f"{n} / {len(book)}" in text for n, text in enumerate(texts, start=1))
        assert "import analysis" not in "".join(texts) and "Save as CSV" not in "".join(texts)
        path.unlink()
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(DataError, match="Install Chromium"):
        pdf.print_pages(report, wanted, english)
    with pytest.raises(DataError, match="analysis report"):
        pdf.print_pages(report, wanted, Language("fr", Layers(())))


AXE = """async () => (await axe.run(document, {preload: false, resultTypes: ["violations"]})).violations
    .map(each => each.id + " " + each.nodes[0].html.slice(0, 200))"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth ? ['is wider than the screen'] : []"


def faults_of(report, browser, pages) -> tuple[list, list[str]]:
    """What axe-core finds on pages on a wide screen and on a narrow one, where a page is wider than its screen, and what it asked for."""
    import axe_playwright_python

    (core,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    page, asked, wrong = browser.new_page(), [], []
    page.add_init_script(path=core)
    page.on("request", lambda request: asked.append(request.url))
    for name in pages:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto((report / name).as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # Pages of evidence are made alike: on the narrow screen, a look at their width will do.
            kinds = (TOO_WIDE,) if width != WIDTHS[0] and "evidence/" in name else (AXE, TOO_WIDE)
            wrong += [(name, width, fault) for kind in kinds for fault in page.evaluate(kind)]
    page.close()
    return wrong, asked


def test_every_page_passes_axe(made, browser):
    names = sorted(pages(made[0]))
    wrong, asked = faults_of(made[0], browser, names)
    assert len(names) > 80 and not wrong
    assert all(url.startswith(("file:", "data:")) for url in asked)


def test_a_fault_is_noticed(made, browser, tmp_path):
    (tmp_path / "bad.html").write_text("<html><body><img src='x'><p style='width: 3000px'>wide</p></body></html>")
    wrong, _ = faults_of(tmp_path, browser, ["bad.html"])
    assert {fault.split()[0] for _, _, fault in wrong} >= {"image-alt", "html-has-lang", "is"}


def test_search_switch_and_sorting_work_by_keyboard(made, browser):
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((made[0] / "legislation.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    code = page.locator("details.code pre").first
    assert not code.is_visible()
    page.get_by_role("button", name="Show code").press("Enter")
    assert code.is_visible()

    page.get_by_role("searchbox").fill("practitioner founding")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".found a")
    page.locator(".found a").first.press("Enter")
    page.wait_for_url("**/networks.html?code#Founding")
    assert page.locator("details.code pre").first.is_visible()  # one switch for all pages
    page.get_by_role("searchbox").fill("no such words")
    page.wait_for_selector("text=Nothing found")

    page.goto((made[0] / "evidence" / "legislation_by_group.html").as_uri())
    table = page.locator("table").first
    shares = lambda: table.locator("tbody tr td:nth-child(2)").all_inner_texts()  # noqa: E731
    head = table.get_by_role("button", name="Count", exact=True)
    before = shares()
    head.press("Enter")
    assert shares() == sorted(before, key=int) and table.locator("th[aria-sort=ascending]").count() == 1
    head.press("Space")
    assert shares() == sorted(before, key=int, reverse=True) and table.locator("th[aria-sort=descending]").count() == 1
    page.close()
    assert not errors


def test_a_table_is_saved_whole_and_the_page_is_whole_without_a_script(made, browser):
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto((made[0] / "evidence" / "legislation.html").as_uri())
    with page.expect_download() as saved:
        page.locator(".analysis-csv").first.click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("label,count,denominator") and ",4,9,12,0.444444444," in lines[1]
    assert page.locator("nav a").first.is_visible() and page.locator("text=Counted (4)").first.is_visible()
    assert page.get_by_role("searchbox").count() == 0
    context.close()


@pytest.mark.parametrize("name", ["index.html", "legislation.html", "evidence/legislation.html"])
def test_nothing_is_cut_off_on_paper(name, made, browser):
    page = browser.new_page(viewport={"width": 700, "height": 990})  # A4 upright within its margins
    page.emulate_media(media="print")
    page.goto((made[0] / name).as_uri())
    wide = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > "
        "(e.closest('.wide') ? 1020 : 701)).map(e => e.outerHTML.slice(0, 80))"
    )
    assert not wide and not page.locator("nav").is_visible() and not page.locator("details.code").first.is_visible()
    page.close()
