"""A dataset with two coders' sheets, filled as a person would fill them: in the cells, by the words of the lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polib
from openpyxl import load_workbook

from analysis.coding.sheet import coding_sheet
from analysis.dataset import Dataset, open_dataset
from analysis.loaders.keyed import KEY, NO_ROW

STATES = ["XAA", "XAB", "XAC", "XAD"]
CODEBOOK = """question,theme,topics,answers,several,asked_if,silence,label,text,instruction,example,counter_example
law,laws,,yes_no,no,,,Law,Is there a law?,Bills do not count.,The Act provides,A bill is before parliament
bodies,laws,,bodies,yes,law=yes,,Bodies,Which bodies?,,,
level,laws,,level,no,,,Level,How far does it go?,,,
years,penalties,,years,no,bodies=court,,Years,How many years?,,,
"""
CODES = """list,code,label,rank
bodies,police,Police,
bodies,court,Court,
level,low,Low,1
level,middle,Middle,2
level,high,High,3
"""
TERMS = "term,language,words\nlaws,en,law; act\n"
HINTS = "question,answer,language,words\nlaw,yes,en,the law provides; has a law\nlaw,no,en,no law\nbodies,police,en,police\nbodies,court,en,court\n"
TEXTS = {
    "XAA": ["The law provides for it; the police send it.", "The court decides."],
    "XAB": ["There is no law. A bill is before parliament."],
    "XAC": ["It has a law, and no law forbids it."],
    "XAD": ["Nothing is said."],
}
SETTINGS = """title = "A dataset"
paper = "paper"
replaces = ["entities", "names", "memberships", "aliases"]
[[registers]]
table = "reviews"
file = "reviews.csv"
columns = { entity = "State", symbol = "Symbol", date = "Date" }
[[registers]]
table = "extracts"
file = "extracts.csv"
columns = { entity = "State", symbol = "Symbol", paragraph = "Para", page = "Page", language = "Language", text = "Text" }
"""


def dataset(folder: Path, **tables: str) -> Dataset:
    """Return a dataset of four invented States with a paper of four questions; tables: others by name, `paper_` before the paper's."""
    files = {
        "dataset.toml": SETTINGS,
        "entities.csv": "code,iso2,numeric,kind,name\n" + "".join(f"{s},,{900 + n},member,Small State {s}\n" for n, s in enumerate(STATES)),
        "reviews.csv": "State,Symbol,Date\n" + "".join(f"{s},T/{s},2020-01-01\n" for s in STATES),
        "extracts.csv": "State,Symbol,Para,Page,Language,Text\n" + "".join(f'{s},T/{s},{n},{n},en,"{text}"\n' for s, texts in TEXTS.items() for n, text in enumerate(texts, 1)),
        "paper/paper.toml": 'title = "A paper"\nuniverse = "reviewed"\n',
        "paper/codebook.csv": CODEBOOK,
        "paper/codes.csv": CODES,
        "paper/terms.csv": TERMS,
        "paper/suggestions.csv": HINTS,
        "paper/universes.csv": "universe,name,unit,record,topic,edition,day,population,where\nall,States,entity,,,,,,kind = member\nreviewed,States reviewed,entity,review,,,,all,\n",
        "paper/measures.csv": "measure,label,kind,universe,question,answers,given,by,not_applicable\nlaw,With a law,share,reviewed,law,yes,,,\npolice,Police,share,reviewed,bodies,police,law = yes,,\n",
        "paper/statements.csv": "statement,place,subject,wording\nS1,P1,Law,Most have a law\nS2,P2,Police,Most of them the police\n",
        "paper/claims.csv": "claim,statement,kind,measures,value,day,missing\nS1,S1,word,law,most,,\nS2,S2,word,police,most,,\n",
    }  # fmt: skip
    more = {f"{name.replace('paper_', 'paper/')}.csv": text for name, text in tables.items()}
    for name, text in (files | more).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_dataset(folder)


def catalogue(folder: Path, language: str, words: dict[str, str]) -> None:
    """Write a catalogue of a dataset."""
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    book.extend(polib.POEntry(msgid=english, msgstr=other) for english, other in words.items())
    (folder / "wording").mkdir(exist_ok=True)
    book.save(str(folder / "wording" / f"{language}.po"))


def sheet(made: Dataset, coder: str, **choice) -> Path:
    """Write the coding sheet of a coder beside the dataset and return it."""
    path = made.folder.parent / f"{coder}.xlsx"
    path.write_bytes(coding_sheet(made, coder, out=path, **choice))
    return path


def cells(path: Path, kind: str = "answer") -> dict[tuple[str, str], tuple[str, str]]:
    """Return unit and question -> sheet and place of the cell of a kind, as the keys say."""
    found = {}
    for page in load_workbook(path):
        keys = next((row for row in page.iter_rows() if KEY in [cell.value for cell in row]), ())
        at = next((cell.column for cell in keys if cell.value == KEY), 0)
        for head in keys:
            own = str(head.value or "").split(":")
            if own[0] != kind:
                continue
            for row in range(head.row + 1, page.max_row + 1):
                key = page.cell(row, at).value
                if key and not str(key).startswith(NO_ROW):
                    found[str(key).split("|")[-1], own[2]] = (page.title, page.cell(row, head.column).coordinate)
    return found


def column(path: Path, where: tuple[str, str]) -> int:
    """Return the number of the column in which an answer stands."""
    return load_workbook(path)[cells(path)[where][0]][cells(path)[where][1]].column


def held(path: Path, kind: str = "answer") -> dict[tuple[str, str], str]:
    """Return unit and question -> what stands in the cell of a kind."""
    book = load_workbook(path)
    return {where: str(book[page][place].value or "") for where, (page, place) in cells(path, kind).items()}


def filled(
    path: Path, answers: dict[tuple[str, str], object], kind: str = "answer", change: Callable | None = None
) -> Path:
    """Type answers into the cells of a sheet and save it; change: what else is done to the workbook."""
    book, places = load_workbook(path), cells(path, kind)
    for where, answer in answers.items():
        page, place = places[where]
        book[page][place].value = answer
    if change:
        change(book)
    book.save(path)
    return path


def told(made: Dataset, coder: str) -> dict[tuple[str, str], str]:
    """Return unit and question -> answer of a coder."""
    own = made.codings[made.codings["coder"] == coder]
    return dict(zip(zip(own["unit"], own["question"], strict=True), own["answer"], strict=True))
