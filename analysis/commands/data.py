"""Commands of data: new, check, read."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands import command, language_option, out_option
from analysis.errors import DataError


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    empty = command(commands, new, data=False)
    empty.add_argument("folder", type=Path)
    empty.add_argument("--paper", default="", metavar="NAME", help="a folder of data/papers, or paper for FOLDER/paper")
    issues = command(commands, check)
    out_option(issues, "write the issues as a workbook, too", "FILE")
    language_option(issues)
    folder = command(commands, read, data=False)
    folder.add_argument("folder", type=Path)
    folder.add_argument("out", type=Path, help="folder for sources.csv, extracts.csv and issues.csv")
    folder.add_argument("--processes", type=int, metavar="N", help="how many files at once")
    folder.add_argument("--cluster", metavar="ADDRESS", help="scheduler of a Dask cluster whose workers see the folder")
    folder.add_argument("--quiet", action="store_true", help="no progress bar")


def new(choice: argparse.Namespace) -> int:
    """Lay out an empty dataset for a paper: dataset.toml, and registers with headers and lists to choose from."""
    from analysis.blank import lay_out

    for path in lay_out(choice.folder, choice.paper):
        print(path)
    print(f"Fill the registers, then: python -m analysis check --data {choice.folder}")
    return 0


def check(choice: argparse.Namespace) -> int:
    """List the issues of the dataset, alike ones together, worst first, and the faults of the paper; status 1 where something has to be mended."""
    from analysis import checking
    from analysis.charts.catalogue import undrawable
    from analysis.dataset import open_dataset
    from analysis.export import write_office
    from analysis.languages import Language
    from analysis.measures.faults import faults
    from analysis.problems import PROBLEM

    dataset = open_dataset(choice.data)
    language, issues = Language(choice.language, dataset.layers), dataset.issues
    text, number = language.text, language.number
    for line in checking.lines(issues, language):
        print(line)
    if wrong := [*faults(dataset), *undrawable(dataset)]:
        print(text("Tables of the paper ({number}):").format(number=number(len(wrong))), *map(text, wrong), sep="\n  ")
    if choice.out:
        print(write_office(choice.out, checking.workbook(issues, language)))
    words = {"Rows read": "read", "Rows in the tables": "tidy", "Rows set aside": "set aside"}
    rows = (language.labelled(label, number(dataset.rows[what])) for label, what in words.items())
    print(language.sentence(language.joined(rows)))
    if not dataset.rows["read"]:
        print(text("No row was read: the registers are empty."))
    problems = int((issues["severity"] == PROBLEM).sum()) + len(wrong)
    print(text("{number} to be mended.").format(number=number(problems)) if problems else text("Nothing to be mended."))
    return 1 if problems else 0


def read(choice: argparse.Namespace) -> int:
    """Read every document below a folder: sources.csv has a row a document, extracts.csv a row a paragraph, issues.csv a row a file that gave nothing; status 1 where there is one."""
    from analysis.documents.folders import PROCESSES, cluster, read_folder, save

    if not choice.folder.is_dir():
        raise DataError(f"There is no folder {choice.folder}.")
    with cluster(choice.cluster) as executor:
        outcomes = read_folder(choice.folder, executor, choice.processes or PROCESSES, progress=not choice.quiet)
        count = save(outcomes, choice.out)
    print(
        f"{count['sources']:,} documents, {count['extracts']:,} paragraphs, {count['issues']:,} files with issues: {choice.out}"
    )
    return 1 if count["issues"] else 0
