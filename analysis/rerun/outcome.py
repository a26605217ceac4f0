"""What a rerun did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What a rerun did: jobs run and why, jobs that are current, and what is not of this run.

    failed: jobs that failed and why, their outputs deleted but for the page of a notebook, which shows the
    error; earlier: jobs that were not asked for, and why their outputs, of an earlier run, are stale.
    """

    ran: dict[str, str] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    outputs: set[str] = field(default_factory=set)
    written: int = 0
    seconds: float = 0.0
