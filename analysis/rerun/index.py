"""report/index.html: one page that links the notebooks, the charts and the tables, and says what is not of this run."""

from __future__ import annotations

import html
import json
from pathlib import Path
from urllib.parse import quote

from analysis.export import write_text
from analysis.rerun.jobs import TABLES, outputs_of
from analysis.rerun.outcome import Outcome
from analysis.rerun.register import chart_ids, notebooks_of

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{font-family: system-ui, "DejaVu Sans", sans-serif; color: #1f2933; max-width: 1100px; margin: 2em auto; padding: 0 1.5em; line-height: 1.5}}
.banner {{border-left: 6px solid #a3123a; background: #fbeef1; padding: .7em 1em; font-weight: bold; color: #a3123a}}
.not {{color: #a3123a}}
.charts {{display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1.2em}}
.charts img {{width: 100%; border: 1px solid #e4e9ec}} a {{color: #0b6aa2}} figure {{margin: 0}} figcaption {{font-size: .85em}}
</style></head><body><h1>Country review analysis</h1>{banner}<p>Data: {title}.</p>{trouble}
<h2>Notebooks</h2><ol>{notebooks}</ol><h2>Charts</h2><div class="charts">{charts}</div><h2>Tables</h2><ul>{tables}</ul></body></html>
"""


def write_index(dataset: Path, home: Path, outcome: Outcome) -> Path:
    """Write the index page of the report: every output, and of each that is not of this run why."""
    from analysis.charts.catalogue import chart
    from analysis.dataset import open_dataset

    opened = open_dataset(dataset)
    page = _PAGE.format(
        banner=f'<p class="banner">{html.escape(opened.banner)}</p>' if opened.banner else "",
        title=html.escape(opened.title),
        trouble=_trouble(outcome),
        notebooks="".join(
            f"<li>{_link(f'report/{name}.html', _title(path), home, outcome)}</li>"
            for name, path in notebooks_of(dataset).items()
        ),
        charts="".join(_card(name, chart(name, opened).title, home, outcome) for name in chart_ids(dataset)),
        tables="".join(f"<li>{_link(path, Path(path).name, home, outcome)}</li>" for path in outputs_of(TABLES)),
    )
    return write_text(home / "report" / "index.html", page)


def _trouble(outcome: Outcome) -> str:
    """Return what is not of this run, first on the page; nothing where all is."""
    lines = [
        *(f"{job} failed, and what it had made before is deleted: {why}" for job, why in outcome.failed.items()),
        *(f"{job} was not asked for and is of an earlier run: {why}" for job, why in outcome.earlier.items()),
    ]
    return f'<ul class="not">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>' if lines else ""


def _card(name: str, title: str, home: Path, outcome: Outcome) -> str:
    """Return a chart with its files; the picture only where it is of this run."""
    files = dict(zip(("SVG", "PNG", "PDF", "numbers", "in words"), outputs_of(f"chart:{name}"), strict=True))
    links = " ".join(_link(path, word, home, outcome) for word, path in files.items())
    picture = (
        f'<img src="{_address(files["PNG"])}" alt="{html.escape(title)}">' if files["PNG"] in outcome.outputs else ""
    )
    return f"<figure>{picture}<figcaption>{html.escape(title)}: {links}</figcaption></figure>"


def _link(path: str, words: str, home: Path, outcome: Outcome) -> str:
    """Return a link to an output, marked where it is not of this run; words alone where there is none."""
    link = f'<a href="{_address(path)}">{html.escape(words)}</a>'
    if path in outcome.outputs:
        return link
    if (home / path).is_file():
        return f'{link} <span class="not">(of an earlier run)</span>'
    return f'{html.escape(words)} <span class="not">(not there)</span>'


def _address(path: str) -> str:
    """Return where an output lies, seen from report/."""
    return quote(path.removeprefix("report/") if path.startswith("report/") else f"../{path}")


def _title(path: Path) -> str:
    try:
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
        return "".join(first).splitlines()[0].lstrip("# ")
    except (ValueError, LookupError, TypeError):
        return path.stem
