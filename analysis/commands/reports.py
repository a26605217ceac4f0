"""Commands of reports: report, pdf, status, freeze, diff."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands import command, language_option, out_option, run_options
from analysis.languages import LANGUAGES, Language
from analysis.paths import LANGUAGE_VARIABLE, dataset_folder, home_of

if TYPE_CHECKING:
    from analysis.rerun.outcome import Outcome


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    anew = command(commands, report)
    run_options(anew)
    anew.add_argument(
        "--language",
        action="append",
        choices=LANGUAGES,
        default=[chosen] if (chosen := os.environ.get(LANGUAGE_VARIABLE)) else [],
        help=f"make the pages in this language, too; again for another one (default: {LANGUAGE_VARIABLE})",
    )
    paged = command(commands, pdf)
    language_option(paged)
    paged.add_argument("--evidence", action="store_true", help="with the pages of evidence of every number")
    for parser in (anew, command(commands, status), command(commands, freeze), paged):
        out_option(parser)
    compare = command(commands, diff, data=False)
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)


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
    from analysis.disclosure.status import warnings
    from analysis.measures.ledger import VERDICTS
    from analysis.problems import PROBLEM, first_of
    from analysis.reference import read_text_table
    from analysis.rerun.jobs import ISSUES, MEASURES, STATEMENTS

    dataset = open_dataset(folder)
    if said := warnings(dataset, dataset.language):
        print(said)
    print("Rows: " + ", ".join(f"{n:,} {what}" for what, n in dataset.rows.items()) + ".")
    if STATEMENTS in outcome.outputs:
        counts = read_text_table(home / STATEMENTS)["verdict"].value_counts()
        print("Statements: " + ", ".join(f"{counts.get(v, 0)} {v}" for v in VERDICTS) + ".")
    if {MEASURES, ISSUES} <= outcome.outputs:
        measures, issues = (read_text_table(home / path) for path in (MEASURES, ISSUES))
        unmade = measures.loc[(measures["missing"] != "") & (measures["method"] == ""), "measure"].drop_duplicates()
        if len(unmade):
            print(f"Not made, as something is missing or wrong: {first_of(list(unmade))}.")
        if problems := int((issues["severity"] == PROBLEM).sum()):
            print(
                f"Of the data {problems:,} {'cell or row has' if problems == 1 else 'cells or rows have'} to be mended."
            )
        if problems or len(unmade):
            print("`python -m analysis check` says what to do.")


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
    from analysis.rerun.jobs import TABLES

    folder = dataset_folder(choice.data).resolve()
    print(filed.freeze(folder, home_of(folder, choice.out), TABLES))
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


def pdf(choice: argparse.Namespace) -> int:
    """Print the pages of the report, without code, as one PDF: report/report.pdf (needs Chromium)."""
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
