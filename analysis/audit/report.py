"""What the command says of a draft: the numbers that do not agree, the draft against itself, against an earlier one, between languages;
and what it writes: tables, a page, a copy of the draft with comments or highlights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.audit import Audit
from analysis.audit.between import Difference, count, differences
from analysis.audit.draft import Unit, read_draft
from analysis.audit.finding import AGREES, APART, said
from analysis.audit.numbers import Mark
from analysis.audit.page import page
from analysis.export import csv_bytes, timeless, write_bytes, write_text

_MOST_ADVICE = 5


def report_on(audit: Audit, out: Path | None, earlier: Path | None, versions: list[Path]) -> tuple[list[str], bool]:
    """Return the lines of the console and whether something disagrees; write the files where a folder is named.

    earlier: a draft whose numbers are compared with these; versions: the same text in other languages.
    """
    lines = list(_said(audit))
    failed = audit.fails
    for path in [*filter(None, [earlier]), *versions]:
        other = read_draft(path)[0]
        one = audit.readings[0].draft
        found = differences(one, other, audit.facts)
        failed = failed or (bool(found) and path != earlier)
        text = audit.shown.text("{name}: {n} of {of} numbers differ")
        lines.append(text.format(name=path.name, n=len(found), of=count(one)))
        lines += [f"  {_place(d)} {d.kind}: {d.in_one or '–'} | {d.in_other or '–'}" for d in found]
        if out:
            table = out / f"{audit.path.stem}_and_{path.stem}.csv"
            lines.append(str(write_bytes(table, csv_bytes(side_by_side(found)))))
    if out:
        made, left = write(audit, out)
        lines += [str(path) for path in made]
        if left:
            text = "{n} remarks stand in the page only: their words are in a note, or were not found again"
            lines.append(audit.shown.text(text).format(n=left))
    return lines, failed


def _said(audit: Audit) -> Iterator[str]:
    if audit.facts.dataset.banner:
        yield audit.facts.dataset.banner
    for reading in audit.readings:
        if reading.draft.reading:
            yield audit.shown.text(reading.draft.reading)
        for finding in reading.findings:
            if finding.verdict not in (AGREES, APART):
                yield f"  {finding.unit.paragraph} “{finding.mark.text}”: {said(finding, audit.shown)}"
        for contradiction in reading.contradictions:
            yield f"  {contradiction.unit.paragraph} {audit.shown.text(contradiction.kind)}: {contradiction.says(audit.shown)}"
        for advice in reading.advice[:_MOST_ADVICE]:
            yield f"  {advice.unit.paragraph} “{advice.mark.text}”: {audit.shown.text(advice.advice)}"
        if not reading.draft.confirmed:
            yield audit.shown.text("read from a scan: not confirmed")
    if pictures := audit.readings[0].draft.pictures:
        yield audit.shown.text("{n} pictures are not read: numbers in them are not checked").format(n=pictures)
    yield from audit.untold
    if audit.unstated:
        yield audit.shown.text("Not in the draft: {facts}").format(facts=", ".join(audit.unstated))
    yield audit.coverage


def _place(difference: Difference) -> str:
    here, there = (", ".join(u.paragraph for u in side) or "–" for side in (difference.one, difference.other))
    return here if here == there else f"{here} | {there}"


def side_by_side(found: list[Difference]) -> pd.DataFrame:
    """Return one row a difference between two versions: kind, where it stands in both, what each has, both texts."""
    rows = [
        (
            d.kind,
            *("; ".join(u.paragraph for u in side) for side in (d.one, d.other)),
            d.in_one,
            d.in_other,
            *(" ".join(u.text for u in side) for side in (d.one, d.other)),
        )
        for d in found
    ]
    columns = ["kind", "place_in_one", "place_in_other", "in_one", "in_other", "text_of_one", "text_of_other"]
    return pd.DataFrame(rows, columns=columns, dtype=str)


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
        from analysis.audit.word import with_comments

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
