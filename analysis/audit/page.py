"""What the check says as a page: the text with each number in the colour of its verdict, linked to its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.audit.draft import Unit
from analysis.audit.finding import AGREES, APART, DISAGREES, ELSEWHERE, UNTIED, VERDICTS, Finding, name_of, said

if TYPE_CHECKING:
    from analysis.audit import Audit, Checked

_SIGN = {AGREES: "✓", DISAGREES: "✗", ELSEWHERE: "≠", UNTIED: "?", APART: ""}
_CLASS = {AGREES: "yes", DISAGREES: "no", ELSEWHERE: "other", UNTIED: "open", APART: "apart"}


def page(audit: Audit) -> str:
    """Return a whole page."""
    shown = audit.shown
    direction = "rtl" if shown.right_to_left else "ltr"
    title = title_of(audit)
    return (
        f'<!DOCTYPE html>\n<html lang="{shown.code}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>'
        f"<body><main><h1>{escape(title)}</h1>{body(audit)}</main></body></html>\n"
    )


def title_of(audit: Audit) -> str:
    """Return the title of the page."""
    return f"{audit.shown.text('Draft check')}: {audit.path.name}"


def body(audit: Audit) -> str:
    """Return the summary, what is to be mended, the text and the evidence, for a page or a notebook."""
    shown = audit.shown
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    parts = [f"<style>\n{style}</style>", "<div class='draft-check tex2jax_ignore mathjax_ignore'>"]
    if banner := audit.facts.dataset.banner:
        parts.append(f"<p><strong>{escape(banner)}</strong></p>")
    parts += [f"<p><strong>{escape(text)}</strong></p>" for text in audit.untold]
    parts.append(f"<p>{escape(audit.coverage)}.</p><p>{_key(audit)}</p>")
    for n, reading in enumerate(audit.readings):
        if reading.draft.reading:
            parts.append(f"<h2>{escape(shown.text(reading.draft.reading))}</h2>")
        problems = [(c.unit.paragraph, shown.text(c.kind), c.number, c.says(shown)) for c in reading.contradictions]
        advice = [(a.unit.paragraph, a.mark.text, shown.text(a.advice)) for a in reading.advice]
        parts += [
            _table(audit, "Within the draft", ("Paragraph", "What", "Number", "Finding"), problems),
            _text(reading, audit, n),
            _evidence(reading, audit, n),
            _table(audit, "House style", ("Paragraph", "Number", "Advice"), advice),
        ]
    if audit.unstated:
        text = shown.text("Not in the draft: {facts}").format(facts=", ".join(audit.unstated))
        parts.append(f"<p>{escape(text)}</p>")
    return "\n".join([*filter(None, parts), "</div>"])


def _key(audit: Audit) -> str:
    texts = [
        f"<mark class='{_CLASS[v]}'>{_SIGN[v]} {escape(audit.shown.text(v))}: {audit.counts[v]}</mark>"
        for v in VERDICTS
    ]
    return " ".join(texts)


def _table(
    audit: Audit, title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], ids: Sequence[str] = ()
) -> str:
    """Return a table under its title, nothing where it has no rows; ids: those of its rows."""
    if not rows:
        return ""
    shown = audit.shown
    head = "".join(f"<th scope='col'>{escape(shown.text(h))}</th>" for h in heads)
    cells = ["".join(f"<td dir='auto'>{escape(cell)}</td>" for cell in row) for row in rows]
    starts = [f"<tr id='{id}'>" for id in ids] or ["<tr>"] * len(rows)
    lines = "".join(f"{start}{row}</tr>" for start, row in zip(starts, cells, strict=True))
    return f"<h3>{escape(shown.text(title))}</h3><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _text(reading: Checked, audit: Audit, n: int) -> str:
    by_unit: dict[int, list[tuple[int, Finding]]] = {}
    for at, finding in enumerate(reading.findings):
        by_unit.setdefault(finding.unit.at, []).append((at, finding))
    lines = []
    for unit in reading.draft.units:
        direction = "rtl" if unit.language == "ar" else "ltr"
        inner = _marked(unit, by_unit.get(unit.at, []), audit, n)
        place = f"<span class='place'>{escape(unit.paragraph)}</span> "
        lines.append(f"<p lang='{unit.language}' dir='{direction}'>{place}{inner}</p>")
    return f"<h3>{escape(audit.shown.text('The text'))}</h3>" + "\n".join(lines)


def _marked(unit: Unit, findings: list[tuple[int, Finding]], audit: Audit, n: int) -> str:
    parts, done = [], 0
    for at, finding in findings:
        mark = finding.mark
        words = escape(unit.text[mark.start : mark.end])
        title = escape(said(finding, audit.shown), quote=True)
        linked = words if finding.verdict == APART else f"<a href='#evidence-{n}-{at}'>{words}</a>"
        parts.append(escape(unit.text[done : mark.start]))
        parts.append(f"<mark class='{_CLASS[finding.verdict]}' title='{title}'>{linked}</mark>")
        done = mark.end
    return "".join([*parts, escape(unit.text[done:])])


def _evidence(reading: Checked, audit: Audit, n: int) -> str:
    shown, rows = audit.shown, {}
    for at, finding in enumerate(reading.findings):
        if finding.verdict != APART:
            fact, verdict = finding.fact, f"{_SIGN[finding.verdict]} {shown.text(finding.verdict)}"
            measure = str(fact.row["measure"]) if fact and fact.row else ""
            universe = name_of(audit.facts, finding.universe)
            told = (finding.unit.paragraph, finding.mark.text, verdict, said(finding, shown), measure, universe)
            rows[f"evidence-{n}-{at}"] = told
    heads = ("Paragraph", "Number", "Verdict", "Finding", "Measure", "Universe")
    return _table(audit, "The evidence", heads, list(rows.values()), list(rows))
