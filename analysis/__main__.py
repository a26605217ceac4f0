"""python -m analysis report | pdf | check | status | freeze | diff | new | read | documents: the suite from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DataError
from analysis.languages import ENGLISH, LANGUAGES, Language
from analysis.paths import LANGUAGE_VARIABLE, dataset_folder, home_of

if TYPE_CHECKING:
    from analysis.rerun.outcome import Outcome


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 a job failed, 2 it could not start."""
    choice = _parser().parse_args(words)
    try:
        return choice.run(choice)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted. The results of the last complete run are still in place.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("report", report, "run what has changed: notebooks, charts, tables"),
        ("check", check, "read and check the dataset and the paper, list the issues"),
        ("status", status, "say which outputs are current and which are stale"),
        ("freeze", freeze, "keep the numbers of the report as they are filed with a submission"),
        ("pdf", pdf, "print the pages of the report, without code, as one PDF (needs Chromium)"),
        ("documents", documents, "write the generated documents: METHODS.md and data/DICTIONARY.md"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "--data", metavar="FOLDER", help="dataset folder (default: ANALYSIS_DATA, else the demonstration)"
        )
        command.set_defaults(run=run)
        if name == "check":
            command.add_argument("--out", type=Path, metavar="FILE", help="write the issues as a workbook, too")
        if name in ("report", "status", "freeze", "pdf"):
            command.add_argument(
                "--out",
                type=Path,
                metavar="FOLDER",
                help="folder for report/ and figures/ (default: the dataset folder; the repository for the demonstration)",
            )
        if name == "report":
            command.add_argument("--force", action="store_true", help="run everything anew")
            command.add_argument(
                "--only", default="", metavar="TEXT", help="run only what has this text in its name, such as 02"
            )
            command.add_argument("--quiet", action="store_true", help="no progress bar")
            command.add_argument(
                "--language",
                action="append",
                choices=LANGUAGES,
                default=[chosen] if (chosen := os.environ.get(LANGUAGE_VARIABLE)) else [],
                help=f"make the pages in this language, too; again for another one (default: {LANGUAGE_VARIABLE})",
            )
        if name == "pdf":
            command.add_argument("--language", choices=LANGUAGES, default=ENGLISH, help="language of the pages")
            command.add_argument("--evidence", action="store_true", help="with the pages of evidence of every number")
    compare = commands.add_parser("diff", help="say what moved between two report folders", description=diff.__doc__)
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    compare.set_defaults(run=diff)
    folder = commands.add_parser(
        "read", help="read a folder of documents into one table of paragraphs", description=read.__doc__
    )
    folder.add_argument("folder", type=Path)
    folder.add_argument("out", type=Path, help="folder for sources.csv, extracts.csv and issues.csv")
    folder.add_argument("--processes", type=int, metavar="N", help="how many files at once")
    folder.add_argument("--cluster", metavar="ADDRESS", help="scheduler of a Dask cluster whose workers see the folder")
    folder.add_argument("--quiet", action="store_true", help="no progress bar")
    folder.set_defaults(run=read)
    empty = commands.add_parser("new", help="lay out an empty dataset in a new folder", description=new.__doc__)
    empty.add_argument("folder", type=Path)
    empty.add_argument("--paper", default="", metavar="NAME", help="a folder of data/papers, or paper for FOLDER/paper")
    empty.set_defaults(run=new)
    return parser


def report(choice: argparse.Namespace) -> int:
    """Rerun and end with a short summary."""
    from analysis.rerun.run import rerun

    folder = dataset_folder(choice.data).resolve()
    home = home_of(folder, choice.out)
    outcome = rerun(folder, home, force=choice.force, only=choice.only, quiet=choice.quiet, languages=choice.language)
    for job, why in outcome.failed.items():
        print(f"FAILED {job}: {why}", file=sys.stderr)
    if outcome.earlier:
        print(f"Of an earlier run, and stale (`status` says why): {', '.join(outcome.earlier)}.")
    if outcome.ran:
        _summary(folder, home, outcome)
    print(
        f"{len(outcome.ran)} jobs run, {len(outcome.failed)} failed, {len(outcome.current)} current; "
        f"{outcome.written} files written; {outcome.seconds:.1f} seconds. {home / 'report' / 'index.html'}"
    )
    return 1 if outcome.failed else 0


def _summary(folder: Path, home: Path, outcome: Outcome) -> None:
    """Print what was read and, where the ledger is of this run, its verdicts."""
    from analysis.dataset import open_dataset
    from analysis.measures.ledger import VERDICTS
    from analysis.reference import read_text_table
    from analysis.rerun.jobs import STATEMENTS

    dataset = open_dataset(folder)
    if dataset.banner:
        print(dataset.banner)
    print("Rows: " + ", ".join(f"{n:,} {what}" for what, n in dataset.rows.items()) + ".")
    if STATEMENTS in outcome.outputs:
        counts = read_text_table(home / STATEMENTS)["verdict"].value_counts()
        print("Statements: " + ", ".join(f"{counts.get(v, 0)} {v}" for v in VERDICTS) + ".")


def check(choice: argparse.Namespace) -> int:
    """List the issues of the dataset, alike ones together, worst first, and the faults of the paper; status 1 where something has to be mended."""
    from analysis import checking
    from analysis.dataset import open_dataset
    from analysis.export import write_office
    from analysis.measures.faults import faults
    from analysis.problems import PROBLEM

    dataset = open_dataset(choice.data)
    issues = dataset.issues
    for line in checking.lines(issues):
        print(line)
    if wrong := faults(dataset):
        print(f"Tables of the paper ({len(wrong):,}):", *wrong, sep="\n  ")
    if choice.out:
        print(write_office(choice.out, checking.workbook(issues)))
    print("Rows: " + ", ".join(f"{n:,} {what}" for what, n in dataset.rows.items()) + ".")
    problems = int((issues["severity"] == PROBLEM).sum()) + len(wrong)
    print(f"{problems:,} to be mended." if problems else "Nothing to be mended.")
    return 1 if problems else 0


def status(choice: argparse.Namespace) -> int:
    """Say of every job whether its outputs are current; status 1 where one is not."""
    from analysis.rerun import jobs, manifest

    folder = dataset_folder(choice.data).resolve()
    home = home_of(folder, choice.out)
    records = manifest.read(home)
    stale = {
        job: manifest.why_stale(job, records, folder, home)
        for job in jobs.job_names(folder, jobs.languages_of(records))
    }
    for job, why in stale.items():
        print(f"{job}: {why or 'current'}")
    return 1 if any(stale.values()) else 0


def freeze(choice: argparse.Namespace) -> int:
    """Keep what is filed: later reports list what differs from it in corrigendum.csv."""
    from analysis.rerun import freeze as filed

    folder = dataset_folder(choice.data).resolve()
    print(filed.freeze(folder, home_of(folder, choice.out)))
    return 0


def pdf(choice: argparse.Namespace) -> int:
    """Print the pages of the last report as report/report.pdf."""
    from analysis.loaders.received import read_settings
    from analysis.pages import EVIDENCE, INDEX, folder_of
    from analysis.pages.pdf import print_pages
    from analysis.rerun.register import notebooks_of

    folder = dataset_folder(choice.data).resolve()
    report_folder = home_of(folder, choice.out) / "report"
    pages = [INDEX, *(f"{name}.html" for name in notebooks_of(folder)), EVIDENCE]
    if choice.evidence:
        own = report_folder / folder_of(choice.language) / "evidence"
        pages += sorted(f"evidence/{path.name}" for path in own.glob("*.html") if path.name != INDEX)
    made = print_pages(report_folder, pages, Language(choice.language, read_settings(folder).layers))
    lacking = [page for page in pages if not (made.parent / page).is_file()]
    print(made, f"without {', '.join(lacking)}, which the report does not have" if lacking else "")
    return 0


def diff(choice: argparse.Namespace) -> int:
    """List the statements that moved between two runs, and the findings that moved them; status 1 where any did."""
    from analysis.rerun.differences import differences

    moved = differences(choice.old, choice.new)
    for name, rows in moved.items():
        print(f"{len(rows)} values of {name} moved.")
        for *key, column, old, new_value in rows.itertuples(index=False):
            print(f"  {' '.join(key)} {column}: {old or 'nothing'} -> {new_value or 'nothing'}")
    return 1 if any(len(rows) for rows in moved.values()) else 0


def new(choice: argparse.Namespace) -> int:
    """Lay out an empty dataset for a paper: dataset.toml, and registers with headers and lists to choose from."""
    from analysis.blank import lay_out

    for path in lay_out(choice.folder, choice.paper):
        print(path)
    print(f"Fill the registers, then: python -m analysis check --data {choice.folder}")
    return 0


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


def documents(choice: argparse.Namespace) -> int:
    """Write METHODS.md and data/DICTIONARY.md."""
    from analysis.dataset import open_dataset
    from analysis.export import write_text
    from analysis.methods import methods
    from analysis.paths import DATA, ROOT
    from analysis.schema import dictionary

    write_text(DATA / "DICTIONARY.md", dictionary(open_dataset().layers))
    write_text(ROOT / "METHODS.md", methods())
    return 0


if __name__ == "__main__":
    sys.exit(main())
