"""Commands of outputs for others: office, revised."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands import command, language_option, out_option
from analysis.paths import dataset_folder, home_of


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    papers = command(commands, office)
    out_option(papers)
    language_option(papers)
    mark = command(commands, revised, data=False)
    for name in ("earlier", "later", "out"):
        mark.add_argument(name, type=Path, metavar=f"{name.upper()}.docx")


def office(choice: argparse.Namespace) -> int:
    """Write workbook, annex and slides of a dataset in a language to figures/office/<language>/."""
    from analysis.dataset import open_dataset
    from analysis.languages import Language
    from analysis.office import write

    folder = dataset_folder(choice.data).resolve()
    dataset = open_dataset(folder)
    language = Language(choice.language, dataset.layers)
    for path in write(dataset, language, home_of(folder, choice.out)):
        print(path)
    if language.missing:
        print(f"{len(language.missing)} texts have no translation and stand in English.")
    return 0


def revised(choice: argparse.Namespace) -> int:
    """Write the later of two Word files with what is new in bold and what is gone struck out, word by word."""
    from analysis.export import write_bytes
    from analysis.office.revised import revised as marked

    print(write_bytes(choice.out, marked(choice.earlier, choice.later)))
    return 0
