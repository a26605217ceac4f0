"""Where coders part: each answer and the passage that it cites side by side, in a workbook in which one settles it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from analysis.coding.sheet import WIDTHS, Question, Questions, front
from analysis.coding.tasks import keys_of, questions_of, quoted, records_of
from analysis.coding.workbook import Block, Column, draw
from analysis.errors import DataError, FileProblem
from analysis.languages import ENGLISH, Language
from analysis.loaders import beside, coded, remarks
from analysis.loaders.grids import read_grids
from analysis.loaders.keyed import MEANS, SEEN, SINCE, TYPED, TYPED_BEFORE, WITHIN
from analysis.loaders.workbooks import SOURCE
from analysis.problems import fault, fault_said
from analysis.tidy.findings import KEY

if TYPE_CHECKING:
    from analysis.dataset import Dataset

# Row key, question and kind of cell -> what was typed there.
Typed: TypeAlias = Mapping[tuple[str, str, str], str]
COLUMNS = [*KEY, "entity", "coder", "answer", "symbol", "paragraph", "text", "note", "settled"]


def disagreements(dataset: Dataset) -> pd.DataFrame:
    """Return what coders answer differently: one row a coder's answer to a question on which any two part.

    text: the paragraph that he cites; settled: the answer that the coder “agreed” gave, empty while it is open. What a register of
    records says by itself takes part where a coder says otherwise: these are the rows of which `check` says that coders differ.
    """
    own = _with_quotes(dataset)
    rows = own[own["apart"]].drop(columns="apart")
    return rows.sort_values([*KEY, "coder"], kind="stable").reset_index(drop=True)


def _with_quotes(dataset: Dataset) -> pd.DataFrame:
    """Return every answer of a coder with the paragraph that he cites, what was settled, and whether coders part on it (apart)."""
    agreed = dataset.codings["coder"] == coded.AGREED
    settled = dataset.codings[agreed][[*KEY, "answer"]].rename(columns={"answer": "settled"})
    own = dataset.codings[~agreed]
    own = own.assign(apart=own.groupby(KEY, sort=False)["answer"].transform("nunique") > 1)
    rows = quoted(dataset, own.merge(settled, on=KEY, how="left"))
    return rows.reindex(columns=[*COLUMNS, "apart"], fill_value="").fillna("")


def disagreements_sheet(
    dataset: Dataset, questions: Sequence[str] = (), states: Sequence[str] = (), language: str = "", held: Path | None = None
) -> bytes:  # fmt: skip
    """Return the workbook of what is not settled: a sheet a question, a row a record, the coders side by side, then what is settled.

    It is read as a coding sheet of the coder “agreed”. held: an earlier one: its rows in which anything was typed stay, with that, whatever is
    chosen; what was typed elsewhere in it stands on the first sheet. language: by default that of the earlier one, else English. Raises
    DataError where nothing is to be settled (anew), where the earlier one holds an answer that has no place in this one, or as `coding_sheet`.
    """
    spoken = Language(language or (held and coded.language_of(held)) or ENGLISH, dataset.layers)
    made = Questions(dataset.layers, spoken)
    typed, elsewhere = _typed(held, made) if held else ({}, [])
    records = records_of(dataset)
    places = dict(zip(keys_of(records, coded.AGREED), _places(records, KEY[:3]), strict=True))
    kept = {(*places.get(key, ("", "", "")), question) for key, question, _ in typed}
    _refuse_lost(made, typed, places)
    rows = _with_quotes(dataset)
    place = _places(rows, KEY)
    asked = questions_of(dataset.layers, questions)["question"]
    chosen = rows["unit"].isin(records_of(dataset, states)["unit"]) & rows["question"].isin(asked)
    new = rows["apart"] & (rows["settled"] == "") & chosen & ~place.isin(kept)
    if not new.any():
        text = spoken.text
        if held:
            raise DataError(
                text(
                    "There is nothing new to settle: what is open of what was chosen stands in {file} already."
                ).format(file=held.name)
            )
        raise DataError(
            text("There is nothing to settle: no two coders part on what was chosen, or all of it is settled.")
        )
    offered = kept | set(place[new])
    units = {name: {unit[:3] for unit in offered if unit[3] == name} for name in made.codebook.index}
    blocks = [
        _block(made, question, rows[place.isin(offered)], records, units[name], typed)
        for name, question in made.codebook.to_dict("index").items()
        if units[name]
    ]
    first = [*front(dataset, coded.AGREED, spoken), *elsewhere]
    return draw(first, blocks, f"{dataset.paper.title}: {coded.AGREED}", spoken)


def _typed(held: Path, made: Questions) -> tuple[Typed, list[tuple[str, ...]]]:
    """Return what was typed into a workbook of disagreements: row key, question and kind -> the text, an answer in the words of the language;
    and what was typed elsewhere in it, as rows of the first sheet.

    Where the question has changed since, SINCE holds what it was. Raises DataError where an answer could not be kept: the file is open
    elsewhere, or it stands in a row without a key or torn from it, or in two rows of one record.
    """
    text = made.language.text
    if lock := coded.held_by(held):
        said = text("A program holds {file} open ({lock}): save and close it first.")
        raise DataError(said.format(file=held.name, lock=lock.name))
    typed: dict[tuple[str, str, str], str] = {}
    lost: list[tuple[str, str, str]] = []
    try:
        _, issues = coded.read_coded(held, held.name, made.layers)
        grids = read_grids(held)
        for cell in coded.cells_of(held):
            if cell.text and typed.setdefault(cell[:3], cell.text) != cell.text:
                twice = text("“{text}” stands in a second row of one record").format(text=cell.text[:80])
                lost.append((cell.sheet, cell.cell, twice))
            if cell.text and cell.kind == "answer":
                changed = cell.print != made.print(cell.question)
                typed |= {(*cell[:2], SINCE): cell.print if changed else "", (*cell[:2], SEEN): cell.seen}
    except FileProblem as problem:
        raise DataError(f"{held.name}: {problem}") from None
    around = list(beside.outside(grids, beside.drawn_in(grids)))
    lost += [
        (i["sheet"], i["row"], text(i["problem"])) for i in issues if fault_said(i["problem"])[0].fault == "no_keys"
    ]
    for one in around:
        if one.fault == "no_key_of_row":
            lost.append((one.place, "", text(fault(one.fault).say(one.text)[0])))
        elif one.fault == "torn":
            torn = text("“{text}” stands beside the hidden key of another record").format(text=one.text[:80])
            lost.append((one.place, "", torn))
    for sheet, place, why in lost:
        said = text("{place}: {problem}. Mend it first, or it would be lost.")
        raise DataError(said.format(place=", ".join(filter(None, (held.name, sheet, place))), problem=why))
    means = {name: "\n".join(words) for names, words in beside.recorded(grids, MEANS) for name in names}
    worded = {
        (key, question, kind): (kind == "answer" and made.worded(question, own, means.get(question, ""))) or own
        for (key, question, kind), own in typed.items()
    }
    return worded, _beside(around, held, grids, text)


def _beside(
    around: Sequence[beside.Outside], held: Path, grids: Mapping[str, list[list[str]]], text: Callable[[str], str]
) -> list[tuple[str, ...]]:
    """Return what was typed outside the answers as rows of the first sheet: where it stood, and the text; remarks on cells last."""
    rows = [(one.place, one.text) for one in around]
    rows += [(f"{of.sheet}, {of.cell}", of.text) for of in remarks.of_people(held, grids)]
    return [(text("Typed outside the answers"), ""), *((*row, TYPED_BEFORE) for row in rows)] if rows else []


def _places(rows: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Return what each row is known by, as a tuple."""
    return pd.Series(list(zip(*(rows[name] for name in key), strict=True)), index=rows.index, dtype=object)


def _refuse_lost(made: Questions, typed: Typed, places: Collection[str]) -> None:
    """Raise DataError where something that was typed has no place any more."""
    of_people = ((key, question, own) for (key, question, kind), own in typed.items() if kind in TYPED)
    if lost := [own for key, question, own in of_people if key not in places or question not in made.codebook.index]:
        said = made.language.text(
            "“{text}” and {number} more entries of the workbook speak of a record or a question that the dataset no longer has, and "
            "would be lost. Name another file with --out, or delete them."
        )
        raise DataError(said.format(text=lost[0][:80], number=made.language.number(len(lost) - 1)))


def _block(
    made: Questions, question: Question, rows: pd.DataFrame, records: pd.DataFrame, units: set[tuple], typed: Typed
) -> Block:
    """Return the sheet of a question."""
    language, name = made.language, question["question"]
    place = _places(records, KEY[:3])
    mine = records[place.isin(units)]
    keys, rows = keys_of(mine, coded.AGREED), rows[rows["question"] == name]
    columns = made.identity(mine)
    kept = len(columns)
    for coder, own in rows.groupby("coder", sort=True):
        told = own.set_index(KEY[:3])[["answer", "paragraph", "text", "note"]].T.to_dict()
        cells = [told.get(unit, {}) for unit in place[mine.index]]
        answers = [made.said(name, one.get("answer", "")) for one in cells]
        passages = [
            " ".join(filter(None, (f"§ {one['paragraph']}:" if one.get("paragraph") else "", one.get("text", ""))))
            for one in cells
        ]
        notes = [one.get("note", "") for one in cells]
        who = language.text("Register") if coder == SOURCE else str(coder)
        of_him = {text: f"{who}{language.colon}{language.text(text)}" for text in ("Passage", "Note")}
        columns.append(Column("", who, answers, width=WIDTHS["answer"]))
        columns.append(Column("", of_him["Passage"], passages, width=WIDTHS["passages"] - 15))
        columns += [Column("", of_him["Note"], notes, width=WIDTHS["note"])] if any(notes) else []
    said: dict[tuple, list[str]] = {}
    for *unit, coder, answer in rows[[*KEY[:3], "coder", "answer"]].itertuples(index=False):
        said.setdefault(tuple(unit), []).extend((coder, answer))
    now = zip(keys, (WITHIN.join(said.get(unit, ())) for unit in place[mine.index]), strict=True)
    seen = [typed.get((key, name, SEEN), own) for key, own in now]
    columns.append(Column(made.key(SEEN, question), SEEN, seen, hidden=True))
    held = {kind: [typed.get((key, name, kind), "") for key in keys] for kind in (*TYPED, SINCE)}
    if any(since := held.pop(SINCE)):
        columns.append(Column(made.key(SINCE, question), SINCE, since, hidden=True))
    head = f"{language.text('Settled')}{language.colon}{language.text(question['label'])}"
    columns.append(made.answer(question, head, held.pop("answer")))
    heads = {
        "paragraph": language.text("Paragraph"), "note": language.text("Reason"),
        "by": language.text("Settled by"), "on": language.text("Day"),
    }  # fmt: skip
    columns += [made.beside(question, kind, heads[kind], cells) for kind, cells in held.items()]
    return Block(language.text(question["label"]), keys, columns, kept)
