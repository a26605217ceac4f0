"""report/index.html: one page that links the notebooks, the charts and the tables."""

from __future__ import annotations

import html
import json
from pathlib import Path

from analysis.export import write_text
from analysis.paths import NOTEBOOKS, REPORT, ROOT
from analysis.rerun.jobs import outputs_of

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Country review analysis</title><style>
body {{font-family: system-ui, "DejaVu Sans", sans-serif; color: #1f2933; max-width: 1100px; margin: 2em auto; padding: 0 1.5em; line-height: 1.5}}
.banner {{border-left: 6px solid #a3123a; background: #fbeef1; padding: .7em 1em; font-weight: bold; color: #a3123a}}
.charts {{display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1.2em}}
.charts img {{width: 100%; border: 1px solid #e4e9ec}} a {{color: #0b6aa2}} figure {{margin: 0}} figcaption {{font-size: .85em}}
</style></head><body><h1>Country review analysis</h1>{banner}<p>Data: {title}.</p>
<h2>Notebooks</h2><ol>{notebooks}</ol><h2>Charts</h2><div class="charts">{charts}</div><h2>Tables</h2><ul>{tables}</ul></body></html>
"""


def write_index(dataset: Path) -> Path:
    """Write the index page of the report."""
    from analysis.charts.catalogue import CHARTS
    from analysis.dataset import open_dataset

    opened = open_dataset(dataset)
    banner = f'<p class="banner">{html.escape(opened.banner)}</p>' if opened.banner else ""
    notebooks = "".join(
        f'<li><a href="{path.stem}.html">{html.escape(_title(path))}</a></li>'
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    )
    charts = "".join(_card(name, chart.title) for name, chart in CHARTS.items())
    tables = "".join(
        f'<li><a href="{_from_report(path)}">{Path(path).name}</a></li>' for path in outputs_of("tables:paper")
    )
    return write_text(
        REPORT / "index.html",
        _PAGE.format(
            banner=banner,
            title=html.escape(opened.settings.title),
            notebooks=notebooks,
            charts=charts,
            tables=tables,
        ),
    )


def _card(name: str, title: str) -> str:
    svg, png, pdf, data = (_from_report(path) for path in outputs_of(f"chart:{name}"))
    return (
        f'<figure><a href="{png}"><img src="{png}" alt="{html.escape(title)}"></a><figcaption>{html.escape(title)}: '
        f'<a href="{svg}">SVG</a> <a href="{png}">PNG</a> <a href="{pdf}">PDF</a> <a href="{data}">numbers</a></figcaption></figure>'
    )


def _from_report(path: str) -> str:
    return (
        path.removeprefix("report/")
        if path.startswith("report/")
        else f"../{(ROOT / path).relative_to(ROOT).as_posix()}"
    )


def _title(path: Path) -> str:
    try:
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
        return "".join(first).splitlines()[0].lstrip("# ")
    except (ValueError, LookupError, TypeError):
        return path.stem
