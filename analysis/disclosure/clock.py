"""How long a proof may take: the time of the processor, so that a busy machine proves no less."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar


class OutOfTime(Exception):
    """A proof that was not finished in the time that it was given: what it is of is not known to be safe."""


_until: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Let whatever is proven within end at a moment (of `time.process_time`) by OutOfTime."""
    before = _until.set(moment)
    try:
        yield
    finally:
        _until.reset(before)


def seconds_left() -> float:
    """Return how long a proof may still take. Raises OutOfTime where that is over."""
    left = _until.get() - time.process_time()
    if left <= 0:
        raise OutOfTime
    return left


def is_left() -> bool:
    """Whether any time is left."""
    return _until.get() > time.process_time()


def within(part: float) -> AbstractContextManager[None]:
    """Let what is done within take a part of the time left."""
    now = time.process_time()
    return until(now + max(_until.get() - now, 0) * part)


def at_leisure() -> AbstractContextManager[None]:
    """Let what is done within take its time: it is short, and what was found by then is worth nothing without it."""
    return until(float("inf"))
