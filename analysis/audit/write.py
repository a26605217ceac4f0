"""Write what the check says: a table, a page, and a copy of the draft with comments or highlights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.audit import Audit
from analysis.audit.finding import AGREES, APART, said
from analysis.audit.page import page
from analysis.export import csv_bytes, timeless, write_bytes, write_text

if TYPE_CHECKING:
    from analysis.audit.draft import Unit
    from analysis.audit.numbers import Mark


def write(audit: Audit, folder: Path) -> tuple[list[Path], int]:
    """Write numbers.csv, contradictions.csv, style.csv, page.html and the annotated copy; return them, and how many remarks it has no room for."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = audit.path.stem
    advice = [(a.unit.paragraph, a.mark.text, a.advice) for r in audit.readings for a in r.advice]
    style = pd.DataFrame(advice, columns=["paragraph", "number", "advice"], dtype=str)
    tables = {"numbers": audit.table, "contradictions": audit.problems, "style": style}
    made = [write_bytes(folder / f"{stem}_{name}.csv", csv_bytes(table)) for name, table in tables.items()]
    made.append(write_text(folder / f"{stem}.html", page(audit)))
    suffix = audit.path.suffix.lower()
    if suffix not in (".docx", ".pdf"):
        return made, 0
    copied = folder / f"{stem}_checked{suffix}"
    if copied.resolve() == audit.path.resolve():  # the draft itself is never written over
        copied = folder / f"{stem}_checked_again{suffix}"
    data, left = _annotated(audit, suffix)
    return [*made, write_bytes(copied, data)], left


def _annotated(audit: Audit, suffix: str) -> tuple[bytes, int]:
    if suffix == ".docx":
        from analysis.audit.comments import with_comments

        data, left = with_comments(audit.path, list(_remarks(audit)))
        return timeless(data), len(left)
    from analysis.audit.highlights import with_highlights

    data, left = with_highlights(audit.path, list(_remarks(audit)))
    return data, len(left)


def _remarks(audit: Audit) -> Iterator[tuple[Unit, Mark, str]]:
    """Yield what is said of each number that does not agree, and each contradiction; of the reading with the changes."""
    first = audit.readings[0]
    for finding in first.findings:
        if finding.verdict not in (AGREES, APART):
            yield finding.unit, finding.mark, said(finding, audit.shown)
    for contradiction in first.contradictions:
        if contradiction.mark is not None:
            text = f"{audit.shown.text(contradiction.kind)}: {contradiction.says(audit.shown)}"
            yield contradiction.unit, contradiction.mark, text
