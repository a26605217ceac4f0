"""python -m analysis COMMAND: the suite from the command line; --help lists the commands."""

from __future__ import annotations

import argparse
import os
import sys

from analysis.commands import coding, data, drafts, outputs, reports, texts
from analysis.errors import DataError


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 something to be mended, 2 it could not start."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for room in (reports, data, coding, outputs, drafts, texts):
        room.add(commands)
    choice = parser.parse_args(words)
    try:
        status = choice.run(choice)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # who reads has enough, as `head` does; the rest goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename or 'A file'} cannot be used ({error.strerror}). Name another place, or make room.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Interrupted. The results of the last complete run are still in place.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
