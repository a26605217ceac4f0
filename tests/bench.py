"""Long benchmarks, everything side by side in one run: `make bench`. Nothing here is asserted in tests."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pypdfium2

from analysis.documents import read_document
from analysis.documents.folders import Outcome, read_folder
from analysis.paths import CACHE, ROOT
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.differences import differences
from analysis.statistics.shares import shares
from analysis.statistics.verdicts import Group, Pairs, leaders, least_evidence, no_difference, share
from analysis.statistics.verdicts.shares import kept
from analysis.tidy.recommenders import recommendations_of
from tests.conftest import SHARED
from tests.documents import made
from tests.documents.test_folders import fill
from tests.statistics.test_intervals import coverage_of_domains
from tests.statistics.verdicts.made import WORDS

GROUPS = ["a", "b", "c", "d", "e"]
QUESTIONS = 60


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the least seconds of some runs."""
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - start)
    return least


def invented(states: int) -> tuple[list[pd.DataFrame], pd.DataFrame, pd.DataFrame]:
    """Return answers to 60 questions of invented States, nine in ten of them read, and the States with their groups."""
    random = np.random.default_rng(2018)
    population = pd.DataFrame({"unit": [f"X{n:06d}" for n in range(states)], "group": random.choice(GROUPS, states)})
    read = population.iloc[: int(states * 0.9)]
    answers = [
        pd.DataFrame({"unit": read["unit"], "answer": np.where(random.random(len(read)) < 0.3, "yes", "no")})
        for _ in range(QUESTIONS)
    ]
    return answers, read, population


def every_share(answers: list[pd.DataFrame], read: pd.DataFrame, population: pd.DataFrame) -> list[pd.DataFrame]:
    """All shares by group, as the suite makes them."""
    return [shares(rows, read, population, [("yes", ("yes",))], GROUPS, 0.95) for rows in answers]


def loop(answers: list[pd.DataFrame], read: pd.DataFrame, population: pd.DataFrame) -> None:
    """The naive pandas loop over questions and groups: a count and a division, no interval."""
    for rows in answers:
        for group in GROUPS:
            held = rows[rows["unit"].isin(read.loc[read["group"] == group, "unit"])]
            _ = (held["answer"] == "yes").sum() / max(len(held), 1)


def statistics() -> None:
    """Shares, differences and tests of 60 questions by five groups; then findings up to ten million."""

    def everything() -> None:
        for table in every_share(*world):
            sides = table[["count", "denominator", "population"]]
            rest = sides.sum() - sides
            differences(*(sides[c] for c in sides), *(rest[c] for c in sides))
            fisher_freeman_halton(table["count"], table["denominator"])

    world = invented(190)
    print(f"shares, differences and tests, 60 questions x 5 groups x 190 States: {timed(everything):.2f} s")
    for states in (1_850, 18_500, 185_000):
        frames = invented(states)
        rows = QUESTIONS * len(frames[1])
        ours = timed(lambda f=frames: every_share(*f), 1)
        line = f"shares of {rows:>10,} findings: {ours:6.2f} s, {ours / rows * 1e6:.2f} s a million"
        print(line + f"; naive pandas loop {timed(lambda f=frames: loop(*f), 1):.2f} s", flush=True)


def verdicts() -> None:
    """The claims of a paper at 184 States; coverage of the interval of a domain over a wide grid, exactly."""
    words = list(WORDS.values())

    def claims() -> None:
        least_evidence.cache_clear()
        kept.cache_clear()
        for shift in range(3):
            for word in words:
                share(Group(33 + shift, 130 - shift, 21), word)
        leaders(
            {"w": Group(10, 16), "e": Group(8, 15)}, {"a": Group(2, 41, 7), "l": Group(1, 26, 2), "f": Group(0, 44, 6)}
        )
        no_difference(Pairs(30, 2, 40, 110), 0.1)

    print(f"{3 * len(words) + 2} verdicts at 184 States, nothing cached: {timed(claims):.2f} s")
    worlds, least = coverage_of_domains((1, 2, 3, 5, 9, 14, 20, 33, 48, 70), (0, 1, 2, 4, 9, 14, 21, 40))
    print(f"interval of a domain: least coverage {least:.2%} in {worlds:,} worlds")


def rerun() -> None:
    """The notebooks run anew beside plain nbconvert, one after the other; nothing changed; imports; a hundredfold dataset."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        for name in ("analysis", "data", "notebooks"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        plain = sum(
            seconds(copy, "jupyter", "nbconvert", "--to", "html", "--execute", str(path), "--output-dir", place)[0]
            for path in sorted((copy / "notebooks").rglob("*.ipynb"))
        )
        shutil.rmtree(copy / ".cache", ignore_errors=True)
        ours, memory = seconds(copy, "analysis", "report", "--quiet", "--force", "--only", "notebook")
        print(
            f"all notebooks, nothing cached: {ours:.1f} s; nbconvert one after the other {plain:.1f} s; ratio {ours / plain:.2f}; peak memory {memory:.2f} GiB"
        )
        whole, memory = seconds(copy, "analysis", "report", "--quiet", "--force")
        nothing, _ = seconds(copy, "analysis", "report", "--quiet")
        print(
            f"notebooks, charts and tables: {whole:.1f} s, peak memory {memory:.2f} GiB; nothing changed: {nothing:.2f} s ({nothing / whole:.1%})"
        )
        importing = [min(seconds(copy, "-c", f"import {name}")[0] for _ in range(5)) for name in ("analysis", "pandas")]
        print(
            f"import analysis {importing[0]:.3f} s, import pandas {importing[1]:.3f} s; ratio {importing[0] / importing[1]:.2f}"
        )
        subprocess.run([sys.executable, str(ROOT / "data" / "make_demonstration.py"), f"{place}/big", "99"], check=True)
        large, memory = seconds(copy, "analysis", "report", "--quiet", "--force", "--data", f"{place}/big")
        print(
            f"99 times the demonstration (16,731 reviews): {large:.1f} s, {large / whole:.1f} times as long; peak memory {memory:.2f} GiB"
        )


def charts() -> None:
    """All charts in six languages and three formats, beside bare matplotlib saving the same figures in the same run."""
    from analysis.charts.catalogue import chart
    from analysis.charts.export import exported
    from analysis.dataset import open_dataset
    from analysis.languages import LANGUAGES

    with tempfile.TemporaryDirectory() as place:
        whole, memory = seconds(ROOT, "analysis", "figures", "--quiet", "--force", "--language", "all", "--out", place)
    print(f"all charts in six languages and three formats: {whole:.1f} s, peak memory {memory:.2f} GiB")
    dataset = open_dataset()
    names = dataset.layers.table("charts")["chart"]
    ours, bare = 0.0, 0.0
    for name, language in [(name, language) for name in names for language in LANGUAGES]:
        shown = chart(name, dataset, language)
        figure = shown.draw()
        start = time.process_time()
        exported(shown)
        ours += time.process_time() - start
        start = time.process_time()
        for kind in ("svg", "png", "pdf"):
            figure.savefig(io.BytesIO(), format=kind)
        bare += time.process_time() - start
    print(
        f"drawn and exported in one process: {ours:.1f} s, bare matplotlib saving them {bare:.1f} s; ratio {ours / bare:.2f}"
    )


def seconds(folder: Path, *words: str) -> tuple[float, float]:
    """Run a module (or -c) and return its seconds and the peak memory of its whole family of processes, in GiB."""
    import psutil

    command = [sys.executable, *([] if words[0] == "-c" else ["-m"]), *words]
    start, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            peak = max(peak, sum(member.memory_full_info().pss for member in family) / 2**30)
        time.sleep(0.02 if words[0] == "-c" else 0.1)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with status {process.returncode}")
    return time.perf_counter() - start, peak


def documents() -> None:
    """Reading documents beside the plain libraries, two processes beside one, and a thousand files."""
    real = SHARED / "real" / "documents"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        reports = sorted(real.glob("*2014.pdf")) + sorted(real.glob("*g1409727.pdf"))
        if not reports:
            print("PDF: needs ../shared/real/documents, which is not here")
            return
        pages = sum(read_document(path).pages for path in reports)
        _beside("PDF reports", pages, "pages", reports, _bare_pdf)
        word = folder / "report.docx"
        word.write_bytes(made.word(*(f"{n}. {'Information may be shared. ' * 8}" for n in range(1, 401))))
        tables = sorted(real.glob("*.docx"))
        _beside("Word file of 400 paragraphs", 1, "files", [word], _bare_word)
        _beside("Word table of recommendations", 1, "files", tables, _bare_word)
        corpus = folder / "corpus"
        corpus.mkdir()
        for n in range(100):
            source = reports[n % len(reports)]
            # A comment at the end makes every copy another file, so that none is found in the cache.
            (corpus / f"{n:03d}.pdf").write_bytes(source.read_bytes() + b"%% %d\n%%%%EOF\n" % n)
        one, two = (timed(lambda p=p: _read_anew(corpus, p)) for p in (1, 2))
        print(f"100 PDF reports: one process {one:.2f} s, two {two:.2f} s: {one / two:.2f} times")
        lists = sorted(real.glob("*20??.pdf"))
        start = time.perf_counter()
        made_by = sum(
            len(recommendations_of(read_document(lists[n % len(lists)]).extracts).query("states != ''"))
            for n in range(50)
        )
        seconds = time.perf_counter() - start
        print(f"300 reports to {6 * made_by:,} recommendations with States, two processes: {3 * seconds:.0f} s")
        mixed = folder / "mixed"
        fill(mixed, whole=950, broken=50)
        start = time.perf_counter()
        outcomes = [outcome.issue is None for outcome in _read_anew(mixed, 2)]
        seconds = time.perf_counter() - start
        again = timed(lambda: list(read_folder(mixed)), times=1)
        print(
            f"1,000 files: {sum(outcomes)} loaded, {len(outcomes) - sum(outcomes)} issues, {seconds:.1f} s; again {again:.1f} s"
        )


def _beside(name: str, amount: int, unit: str, paths: list[Path], bare: Callable[[Path], object]) -> None:
    """Print the speed of read_document beside a plain library, the two in turn."""
    ours, plain = float("inf"), float("inf")
    for _ in range(15):
        plain = min(plain, timed(lambda: [bare(path) for path in paths], times=1))
        ours = min(ours, timed(lambda: [read_document(path) for path in paths], times=1))
    print(f"{name}: {amount / ours:,.0f} {unit}/s, plain library {amount / plain:,.0f}: ratio {plain / ours:.2f}")


def _bare_pdf(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [document[at].get_textpage().get_text_range() for at in range(len(document))]


def _bare_word(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def _read_anew(folder: Path, processes: int) -> list[Outcome]:
    shutil.rmtree(CACHE / "documents", ignore_errors=True)
    return list(read_folder(folder, processes=processes))


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["statistics", "verdicts", "documents", "rerun", "charts"]
    for part in chosen:
        {"statistics": statistics, "verdicts": verdicts, "documents": documents, "rerun": rerun, "charts": charts}[
            part
        ]()
