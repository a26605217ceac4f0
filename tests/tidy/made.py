"""Datasets with a paper of their own, made for a test."""

from __future__ import annotations

from pathlib import Path

from analysis.dataset import Dataset, open_dataset

CODEBOOK = "question,theme,topics,answers,several,asked_if,silence,label,text\n"
LAW = f"{CODEBOOK}law,t,,yes_no,no,,,Law,Is there a law?\nbodies,t,,bodies,yes,,,Bodies,Which bodies?\n"
CODES = "list,code,label,rank\nbodies,police,Police,\nbodies,court,Court,\n"
# Invented States, so that no test says anything of a real one.
INVENTED = ["XAA", "XAB", "XAC", "XAD", "XAE"]
ENTITIES = "code,iso2,numeric,kind,name\n" + "".join(
    f"{code},,{900 + place},member,Small State {code}\n" for place, code in enumerate(INVENTED)
)
OWN = 'replaces = ["entities", "names", "memberships", "aliases"]\n'


def dataset(folder: Path, registers: str, files: dict[str, str], settings: str = "", paper: str = "") -> Dataset:
    """Return an opened dataset with a paper of its own: files are texts by name, registers and paper are TOML."""
    tables = {
        "entities.csv": ENTITIES,
        "paper/codebook.csv": LAW,
        "paper/codes.csv": CODES,
        "paper/paper.toml": f'title = "A paper"\nuniverse = "all"\n{paper}\n{registers}',
        "dataset.toml": f'title = "A dataset"\npaper = "paper"\n{OWN}{settings}\n',
    }
    for name, text in (tables | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_dataset(folder)


def register(table: str, file: str, columns: str, more: str = "") -> str:
    """Return the [[registers]] of one sheet."""
    return f'[[registers]]\ntable = "{table}"\nfile = "{file}"\ncolumns = {{ {columns} }}\n{more}\n'


WIDE = register("codings", "codings.csv", 'entity = "State"', 'questions = "codebook"\n')
LONG = register("codings", "long.csv", 'entity = "State", question = "Question", answer = "Answer"')
REVIEWS = register("reviews", "reviews.csv", 'entity = "State", symbol = "Symbol", date = "Date"')


def answers(dataset: Dataset, question: str = "law") -> dict[str, str]:
    """Return unit -> finding of one question; several answers joined by a comma."""
    rows = dataset.findings[dataset.findings["question"] == question]
    return rows.groupby("unit")["answer"].agg(",".join).to_dict()


def said(dataset: Dataset, column: str = "problem") -> list[str]:
    """Return the problems, notes left out."""
    return dataset.issues.loc[dataset.issues["severity"] == "problem", column].tolist()
