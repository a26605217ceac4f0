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
from string import ascii_uppercase

import docx
import numpy as np
import pandas as pd
import pypdfium2

from analysis.coding.cells import type_into
from analysis.coding.exports import exported
from analysis.coding.queue import queue_of
from analysis.coding.returned import with_sheets
from analysis.coding.settle import disagreements, disagreements_sheet
from analysis.coding.sheet import coding_sheet
from analysis.dataset import open_dataset
from analysis.documents import read_document
from analysis.documents.folders import Outcome, read_folder
from analysis.loaders.coded import places_of
from analysis.paths import CACHE, ROOT
from analysis.statistics.comparisons import fisher_freeman_halton
from analysis.statistics.differences import differences
from analysis.statistics.shares import shares
from analysis.statistics.verdicts import Group, Pairs, leaders, least_evidence, no_difference, share
from analysis.statistics.verdicts.shares import kept
from analysis.tidy.recommenders import recommendations_of
from tests.coding import made as coding_made
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
        subprocess.run([sys.executable, str(ROOT / "data" / "make_demonstration.py"), f"{place}/big", "96"], check=True)
        large, memory = seconds(copy, "analysis", "report", "--quiet", "--force", "--data", f"{place}/big")
        print(
            f"96 times the demonstration (16,224 reviews): {large:.1f} s, {large / whole:.1f} times as long; peak memory {memory:.2f} GiB"
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


def coding() -> None:
    """Sheets of two coders for 400 reviews and 40 questions, read back, and what they part on: 10, 5 and 5 seconds at most."""
    with tempfile.TemporaryDirectory() as name:
        world = open_dataset(many(Path(name) / "data", 400, 40))
        _ = world.tables
        paths = [Path(name) / f"{coder}.xlsx" for coder in ("Ana", "Ben")]
        for path in paths:
            seconds = timed(lambda path=path: path.write_bytes(coding_sheet(world, path.stem, out=path)))
            print(f"sheet of {path.stem}: {seconds:.1f} s, {path.stat().st_size / 2**20:.1f} MB")
        random = np.random.default_rng(2018)
        for path in paths:
            cells = [place[:2] for (_, _, kind), place in places_of(path).items() if kind == "answer"]
            type_into(path, dict(zip(cells, random.choice(["Yes", "No"], len(cells), p=[0.1, 0.9]), strict=True)))
        [first] = [place[:2] for (_, _, kind), place in list(places_of(paths[0]).items())[:1]]
        print(f"one answer into a sheet: {timed(lambda: type_into(paths[0], {first: 'No'})):.2f} s")
        read: list = []
        seconds = timed(lambda: read.append(with_sheets(world, paths)))
        print(
            f"read back: {len(read[0].codings):,} answers of two coders, {seconds:.1f} s, {len(read[0].issues):,} issues"
        )
        print(
            f"disagreements: {timed(lambda: disagreements_sheet(read[0])):.1f} s, {len(disagreements(read[0])) // 2:,}"
        )
        print(
            f"queue: {timed(lambda: queue_of(read[0]), times=1):.1f} s; exports: {timed(lambda: exported(read[0]), times=1):.1f} s"
        )


def many(folder: Path, reviews: int, questions: int, paragraphs: int = 10) -> Path:
    """Lay out a dataset of so many reviews of invented States and so many questions in eight blocks, with paragraphs to be found."""
    states = [f"X{a}{b}" for a in ascii_uppercase for b in ascii_uppercase][:reviews]
    words = [f"matter{n}" for n in range(8)]
    asked = [
        f"q{n},{words[n % 8]},,yes_no,no,{f'q{n - 8}=yes' if n >= 32 else ''},,Question {n},Is there number {n}?"
        for n in range(questions)
    ]
    said = "Invented for a benchmark: the law of this State provides on {} what the review describes in some more words than few."
    text = [f"{s},T/{s},{n},{n},en,{said.format(words[n % 8])}" for s in states for n in range(1, paragraphs + 1)]
    base = coding_made.dataset(
        folder,
        entities="code,iso2,numeric,kind,name\n" + "".join(f"{s},,{n + 1000},member,Small State {s}\n" for n, s in enumerate(states)),
        reviews="State,Symbol,Date\n" + "".join(f"{s},T/{s},2020-01-01\n" for s in states),
        extracts="State,Symbol,Para,Page,Language,Text\n" + "\n".join(text),
        paper_codebook="question,theme,topics,answers,several,asked_if,silence,label,text\n" + "\n".join(asked),
        paper_terms="term,language,words\n" + "\n".join(f"{word},en,{word}; law of this State; describes" for word in words),
        paper_suggestions="question,answer,language,words\n", paper_codes="list,code,label,rank\n",
        paper_measures="measure,label,kind,universe,question,answers,given,by,not_applicable\nq0,Zero,share,reviewed,q0,yes,,,\n",
        paper_claims="claim,statement,kind,measures,value,day,missing\nS1,S1,word,q0,most,,\n",
    )  # fmt: skip
    return base.folder


if __name__ == "__main__":
    parts = {
        "statistics": statistics, "verdicts": verdicts, "documents": documents, "rerun": rerun, "coding": coding, "charts": charts,
    }  # fmt: skip
    for part in sys.argv[1:] or parts:
        parts[part]()
