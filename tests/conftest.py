"""The small world: a dozen invented States with answers known by hand, laid out as a dataset folder."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from analysis.dataset import Dataset, open_dataset

# A run of the tests says the same twice; `make search` draws anew, and prints the example that fails.
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", derandomize=False, print_blob=True)
settings.load_profile("steady")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

# Four States in each of three groups. Reviewed: all but XAD, XCD, XED. Legislation: XAA, XCA, XCB, XEA.
STATES = [f"X{group}{letter}" for group in "ACE" for letter in "ABCD"]
GROUPS = {"A": "african", "C": "asia_pacific", "E": "eastern_european"}
REVIEWED = [s for s in STATES if not s.endswith("D")]
LEGISLATION = {
    "XAA": "anti_corruption",
    "XCA": "general_law",
    "XCB": "general_law;anti_money_laundering",
    "XEA": "general_law",
}
NEW = ("XCC", "XEC")


def needs(path: str) -> Path:
    """Return a file of the shared material, or skip with the reason."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs ../shared/{path}, which is not here")
    return found


def small_world(folder: Path) -> Path:
    """Write the small world's registers as CSV files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _csv(folder, "entities", "code,iso2,kind,name", [f"{s},,member,Small State {s}" for s in STATES])
    _csv(
        folder,
        "names",
        "code,language,form,name,until,source",
        [f"{s},en,short,Small State {s},,invented" for s in STATES],
    )
    _csv(
        folder,
        "memberships",
        "code,grouping,member_of,from,until,source,note",
        [f"{s},uncac,party,2010-01-01,,invented," for s in STATES]
        + [f"{s},regional_group,{GROUPS[s[1]]},,,invented," for s in STATES]
        + ["XAA,waemu,member,,,invented,", "XAB,waemu,member,,,invented,"],
    )
    _csv(
        folder,
        "reviews",
        "State,Article,Symbol,Completed,Edition",
        [f"Small State {s},46,T/{s},2016-01-01,{2018 if s in NEW else 2017}" for s in REVIEWED]
        + ["Small State XAA,56,T/XAA/56,2018-01-01,2018"],
    )
    _csv(
        folder,
        "codings",
        "State,Article,Symbol,Question,Answer,Para",
        [row for s in REVIEWED for row in _answers(s)] + ["Small State XAA,56,T/XAA/56,legislation,Yes,1"],
    )
    (folder / "dataset.toml").write_text(
        """
title = "Small world"
demonstration = true
paper = "article56_2018"
as_of = 2018-06-06
replaces = ["entities", "names", "memberships"]
[[registers]]
table = "reviews"
file = "reviews.csv"
columns = { entity = "State", topic = "Article", symbol = "Symbol", date = "Completed", edition = "Edition" }
[[registers]]
table = "codings"
file = "codings.csv"
columns = { entity = "State", topic = "Article", symbol = "Symbol", question = "Question", answer = "Answer", paragraph = "Para" }
fixed = { coder = "A", record = "review" }
""",
        encoding="utf-8",
    )
    return folder


def _answers(state: str) -> list[str]:
    law = LEGISLATION.get(state)
    head = f"Small State {state},46,T/{state}"
    convention = "not addressed" if state == "XAB" else "no"
    return [
        f"{head},legislation,{'Yes' if law else 'No'},",
        f"{head},vehicle,{law or 'n/a'},",
        f"{head},convention_basis,{convention},",
    ]


def _csv(folder: Path, name: str, header: str, rows: list[str]) -> None:
    (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def with_tables(dataset: Dataset, **tables: pd.DataFrame) -> Dataset:
    """Return a dataset with other tidy tables in the place of some of its own."""
    changed = Dataset(dataset.folder, dataset.settings)
    changed.__dict__["tables"] = {**dataset.tables, **tables}
    return changed


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Dataset:
    """The small world, opened."""
    return open_dataset(small_world(tmp_path_factory.mktemp("world")))


@pytest.fixture(scope="session")
def demonstration() -> Dataset:
    """The demonstration, opened."""
    from analysis.paths import DEMONSTRATION

    return open_dataset(DEMONSTRATION)


@pytest.fixture
def world_folder(tmp_path) -> Path:
    """A small world of one's own, to be edited."""
    return small_world(tmp_path / "world")


@pytest.fixture(scope="session")
def findings(world) -> pd.DataFrame:
    """The small world's findings."""
    return world.findings


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by playwright."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian package chromium), which is not here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield opened
        opened.close()
