"""A limit on the time that a process may take: the system ends it, whatever it is stuck in."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
SECONDS_A_FILE = 120


def within_time(seconds: int, function: Callable[..., Result], *values: object) -> Result:
    """Return what a function returns; this process is ended when that takes too long (not on Windows)."""
    alarm = getattr(signal, "alarm", None)
    if alarm is None:
        return function(*values)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    alarm(seconds)
    try:
        return function(*values)
    finally:
        alarm(0)


def more_time(seconds: int) -> None:
    """Give this process so many seconds more, where its time is limited: recognising a page takes long."""
    alarm = getattr(signal, "alarm", None)
    if alarm is not None and (left := alarm(0)):
        alarm(left + seconds)
