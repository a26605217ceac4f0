"""Commands of what is generated or translated: words, documents."""

from __future__ import annotations

import argparse

from analysis.commands import command
from analysis.paths import dataset_folder


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    command(commands, words)
    command(commands, documents, data=False)


def words(choice: argparse.Namespace) -> int:
    """Bring the catalogues of translations up to date: of the repository, or with --data of a dataset; status 1 where one has gaps."""
    from analysis import catalogues
    from analysis.loaders.received import read_settings

    chosen = [read_settings(dataset_folder(choice.data)).layers] if choice.data else catalogues.repository()
    lacking = {path: texts for layers in chosen for path, texts in catalogues.update(layers).items()}
    for path, texts in lacking.items():
        print(f"{path}: {len(texts)} without translation", *texts, sep="\n  ")
    return 1 if any(lacking.values()) else 0


def documents(choice: argparse.Namespace) -> int:
    """Write the generated documents: METHODS.md and data/DICTIONARY.md."""
    from analysis.dataset import open_dataset
    from analysis.export import write_text
    from analysis.methods import methods
    from analysis.paths import DATA, ROOT
    from analysis.schema import dictionary

    write_text(DATA / "DICTIONARY.md", dictionary(open_dataset().layers))
    write_text(ROOT / "METHODS.md", methods())
    return 0
