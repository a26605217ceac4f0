"""The commands of the suite, by what they are for: each is a function, its name the word typed, its docstring the help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from analysis.languages import ENGLISH, LANGUAGES

Run = Callable[[argparse.Namespace], int]
HOME = "folder for internal/, or of invented data for report/ and figures/ (default: the dataset folder; the repository for the demonstration)"


def command(commands: argparse._SubParsersAction, run: Run, *, data: bool = True) -> argparse.ArgumentParser:
    """Add a command and return its parser; data: whether it is of a dataset."""
    told = str(run.__doc__)
    parser = commands.add_parser(run.__name__, help=told.split(":")[0].split(".")[0].split(";")[0], description=told)
    parser.set_defaults(run=run)
    if data:
        parser.add_argument(
            "--data", metavar="FOLDER", help="dataset folder (default: ANALYSIS_DATA, else the demonstration)"
        )
    return parser


def out_option(parser: argparse.ArgumentParser, what: str = HOME, metavar: str = "FOLDER") -> None:
    """Let a command write elsewhere."""
    parser.add_argument("--out", type=Path, metavar=metavar, help=what)


def language_option(parser: argparse.ArgumentParser) -> None:
    """Let a command speak one of the six languages."""
    parser.add_argument("--language", choices=LANGUAGES, default=ENGLISH, metavar="CODE", help=", ".join(LANGUAGES))


def run_options(parser: argparse.ArgumentParser) -> None:
    """Let a command that runs jobs choose among them."""
    parser.add_argument("--force", action="store_true", help="run everything anew")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="run only what has this text in its name, such as 02"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
