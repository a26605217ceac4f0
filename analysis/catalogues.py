"""Bring the PO catalogues up to date: every English text that readers see, found where it stands.

The texts of tables are those of data/reference/translated.csv, the texts of code and templates the literals that are handed to
`text(...)`. What is found in neither, such as the text of a notebook, stays where a translator put it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib

from analysis.export import write_text
from analysis.languages import ENGLISH, LANGUAGES, WORDING, worded
from analysis.papers import PAPER, papers, read_paper, read_toml
from analysis.paths import DEMONSTRATION, PAPERS, REFERENCE, ROOT
from analysis.reference import DROP, SHAPES, Layers, parts, read_text_table, reference

SETTINGS = "dataset.toml"
# The place of a text that is made while outputs are made, or is no longer used.
UNFOUND = "(notebooks, or made from parts)"
_IN_TEMPLATE = re.compile(r'\btext\("([^"]+)"\)')
Messages = dict[str, str]


def update(layers: Layers) -> dict[Path, list[str]]:
    """Write the catalogues of the last layer, and return by file the texts that lack a translation.

    New texts are added empty, those that are found nowhere stand last, untranslated ones of these go. A text of an earlier layer is
    not repeated. Raises DataError where a table or a catalogue cannot be read.
    """
    *earlier, own = layers.folders
    known = {text for folder in earlier for text in messages(folder)}
    wanted = {text: place for text, place in messages(own).items() if text not in known}
    lacking = {}
    for language in LANGUAGES:
        path = own / WORDING / f"{language}.po"
        if language == ENGLISH or not (wanted or path.is_file()):
            continue
        held = _held(path)
        catalogue = polib.POFile(wrapwidth=0)
        catalogue.metadata = {"Language": language, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
                              "Content-Transfer-Encoding": "8bit"}  # fmt: skip
        catalogue.extend(
            polib.POEntry(msgid=text, msgstr=held.get(text, ""), comment=place)
            for text, place in (wanted | {text: UNFOUND for text in held if text not in known | {*wanted}}).items()
        )
        write_text(path, str(catalogue) + "\n")
        lacking[path] = [entry.msgid for entry in catalogue.untranslated_entries()]
    return lacking


def repository() -> list[Layers]:
    """Return the layers whose catalogues the repository holds: the reference tables, then each paper on what it is based on."""
    return [Layers((REFERENCE,)), *(read_paper(PAPERS / name).layers for name in papers())]


def messages(folder: Path) -> Messages:
    """Return every English text of one layer with the place where it stands, in the order of tables and rows."""
    found: Messages = {}
    sources = [_of_tables(folder), _of_settings(folder)]
    if folder == REFERENCE:
        sources += [_of_settings(DEMONSTRATION), _of_code(ROOT / "analysis"), _of_templates(ROOT / "analysis")]
    for source in sources:
        for text, place in source:
            if worded(text):
                found.setdefault(text, place)
    return found


def _of_tables(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of the tables; not the names of States, which names.csv has, nor codes that stand for a name."""
    for table in reference("translated").itertuples():
        path = folder / f"{table.table}.csv"
        if not path.is_file():
            continue
        rows = read_text_table(path)
        for row in rows[~rows.iloc[:, 0].str.startswith(DROP)].to_dict("records"):
            key = " ".join(row[column] for column in SHAPES.get(table.table, (rows.columns[:1],))[0])
            for column in parts(table.columns):
                text = row.get(column, "")
                if column != "name" or table.table != "lists" or (row.get("label") and not text.islower()):
                    yield text, f"{table.table}.csv, {key}: {column}"


def _of_settings(folder: Path) -> Iterator[tuple[str, str]]:
    for name, of in ((PAPER, "paper"), (SETTINGS, "dataset")):
        if (folder / name).is_file():
            settings = read_toml(folder / name, of)
            yield from ((settings[key], f"{name}: {key}") for key in ("title", "source") if key in settings)
            # Of a symbol, what is said in brackets.
            yield settings.get("symbol", "").partition(" (")[2].removesuffix(")"), f"{name}: symbol"


def _of_code(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and named == "text":
                first = node.args[0] if node.args else None
                for leaf in ast.walk(first) if isinstance(first, ast.Constant | ast.IfExp) else ():
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                        yield leaf.value, path.relative_to(ROOT).as_posix()


def _of_templates(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.j2")):
        for text in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield text, path.relative_to(ROOT).as_posix()


def _held(path: Path) -> Messages:
    held = polib.pofile(str(path)) if path.is_file() else ()
    return {entry.msgid: entry.msgstr for entry in held if entry.translated()}
