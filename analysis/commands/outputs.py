"""Commands of outputs for others: figures, office, revised, release."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from analysis.commands import command, language_option, out_option, run_options
from analysis.languages import ENGLISH, LANGUAGES
from analysis.paths import dataset_folder, home_of


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    drawn = command(commands, figures)
    out_option(drawn)
    drawn.add_argument(
        "--language", nargs="+", default=[ENGLISH], metavar="CODE", help=f"{', '.join(LANGUAGES)}, or all"
    )
    drawn.add_argument("--size", nargs="+", default=["slide"], metavar="SIZE", help="slide, page, column, or all")
    run_options(drawn)
    papers = command(commands, office)
    out_option(papers)
    language_option(papers)
    mark = command(commands, revised, data=False)
    for name in ("earlier", "later", "out"):
        mark.add_argument(name, type=Path, metavar=f"{name.upper()}.docx")
    public = command(commands, release)
    out_option(public, "folder for public/ and internal/ (default: release/ beside report/)")
    public.add_argument(
        "--leave-out",
        metavar="NAME",
        help="decide, in the name of NAME, to leave out what is proposed, and release the rest",
    )
    public.add_argument(
        "--seconds", type=float, default=25.0, metavar="N", help="how long to look for what is told (25)"
    )
    public.add_argument("--internal", action="store_true", help="write everything, labelled, into internal/")
    public.add_argument(
        "--earlier", type=Path, metavar="FOLDER", help="internal/ of the edition before, which is known too"
    )


def figures(choice: argparse.Namespace) -> int:
    """Draw the charts that have changed, in languages and sizes, and say which texts have no translation."""
    from analysis.charts.sheet import SIZES
    from analysis.papers import among
    from analysis.rerun import jobs, manifest
    from analysis.rerun.run import rerun

    folder = dataset_folder(choice.data).resolve()
    home = home_of(folder, choice.out)
    among(choice.language, [*LANGUAGES, "all"], "--language", "no language")
    among(choice.size, [*SIZES, "all"], "--size", "no size")
    languages = LANGUAGES if "all" in choice.language else choice.language
    wanted = jobs.chart_jobs(folder, languages, SIZES if "all" in choice.size else choice.size)
    outcome = rerun(folder, home, force=choice.force, only=choice.only, quiet=choice.quiet, charts=wanted)
    records = manifest.read(home)
    wanted = [job for job in wanted if choice.only in job]
    for job in wanted:
        if job in outcome.failed:
            print(f"FAILED {job}: {outcome.failed[job]}", file=sys.stderr)
        for text in records[job].untranslated if job in records else ():
            print(f"{job}: in English, as it has no translation: {text}")
    print(
        f"Charts: {len(outcome.ran) - len(outcome.failed)} drawn, {len(wanted)} asked for; {outcome.written} files written; "
        f"{outcome.seconds:.1f} seconds. {home / 'figures' / 'charts'}"
    )
    return 1 if any(job in outcome.failed for job in wanted) else 0


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
        print("In English, as they have no translation:", *sorted(language.missing), sep="\n  ")
    return 0


def revised(choice: argparse.Namespace) -> int:
    """Write the later of two Word files with what is new in bold and what is gone struck out, word by word."""
    from analysis.export import write_bytes
    from analysis.office.revised import revised as marked

    print(write_bytes(choice.out, marked(choice.earlier, choice.later)))
    return 0


def release(choice: argparse.Namespace) -> int:
    """Write the public edition, or nothing where it gives a restricted answer away that nobody decided to give; then status 1."""
    from analysis.charts.public import public_charts
    from analysis.dataset import open_dataset
    from analysis.disclosure.decisions import leave_out
    from analysis.disclosure.release import lines, release
    from analysis.export import write_all
    from analysis.paths import INTERNAL, RELEASE, own_place

    folder = dataset_folder(choice.data).resolve()
    out = choice.out.resolve() if choice.out else own_place(folder) / RELEASE
    how = {"internal": choice.internal, "before": choice.earlier, "seconds": choice.seconds, "beside": public_charts}
    proof, written = release(open_dataset(folder), out, **how)
    if choice.leave_out and proof.proposals:
        decided = leave_out(folder, proof.proposals, choice.leave_out, date.today())
        print(f"Decided by {choice.leave_out}: left out are {', '.join(proof.proposals)}. {decided}")
        proof, written = release(open_dataset(folder), out, **how)
    for line in lines(proof):
        print(line, file=sys.stdout if proof.holds else sys.stderr)
    if not proof.holds and (out / "public").exists():
        print(f"{out / 'public'} is of an earlier release, and is left as it was.", file=sys.stderr)
    for path in written:
        print(path)
    home = home_of(folder)
    for name in ("report", "figures") if choice.internal and home != out / INTERNAL else ():
        held = [path for path in sorted((home / name).rglob("*")) if path.is_file()]
        if write_all({out / INTERNAL / path.relative_to(home): path.read_bytes() for path in held}):
            print(out / INTERNAL / name)
    return 0 if proof.holds else 1
