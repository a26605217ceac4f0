"""What there is to code: the records and questions of a dataset, chosen by State and question, for one coder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError
from analysis.loaders.coded import NOBODY, coded_files
from analysis.loaders.keyed import WITHIN, row_key
from analysis.problems import advice
from analysis.reference import Layers, parts
from analysis.schema import TABLE_OF
from analysis.tidy.states import registry_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset

RECORDS = ["unit", "record", "entity", "name", "topic", "round", "edition", "date", "symbol", "file"]
_NO_NAME = re.compile(r'[<>:"/\\|?*#\x00-\x1f]')


def records_of(dataset: Dataset, states: Sequence[str] = ()) -> pd.DataFrame:
    """Return the records to be coded: one row a review, response or recommendation, and topic, with RECORDS.

    states: names or codes in any spelling that the suite knows; none of them: all. A response has the topics under which
    it was coded, else the first of the paper. Raises DataError for a State that is none or has no record.
    """
    coded = dataset.codings[["unit", "record", "topic"]].drop_duplicates()
    first = next(iter(dataset.layers.codes("topic")), "")
    tables = []
    for record, table in TABLE_OF.items():
        rows = dataset.tables[table].assign(record=record)
        if record != "review":
            told = coded[coded["record"] == record]
            rows = rows.drop(columns="topic", errors="ignore").merge(told, on=["unit", "record"], how="left")
            rows["topic"] = rows["topic"].fillna(first)
        tables.append(rows)
    names = dataset.entities.set_index("code")["name"]
    rows = pd.concat(tables, ignore_index=True).reindex(columns=RECORDS, fill_value="")
    rows["name"] = rows["entity"].map(names).fillna(rows["entity"])
    rows = rows.fillna("").astype(str)
    return rows[rows["entity"].isin(_codes(dataset, states, rows))].reset_index(drop=True) if states else rows


def _codes(dataset: Dataset, states: Iterable[str], rows: pd.DataFrame) -> set[str]:
    registry, found = registry_of(dataset.layers), {}
    for state in states:
        code = str(registry.resolve(state, None, dataset.as_of).code or "")
        code = code or (state if state in set(dataset.entities["code"]) else "")
        if code not in set(rows["entity"]):
            why = "has no record to be coded" if code else "is no State that this dataset knows"
            raise DataError(f"“{state}” {why}; {advice(state, rows['name'].drop_duplicates())}.")
        found[state] = code
    return set(found.values())


def quoted(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that cite a paragraph (symbol, paragraph) with its text, missing where no extract holds it."""
    quotes = dataset.extracts.drop_duplicates(["symbol", "paragraph"])[["symbol", "paragraph", "text"]]
    return rows.merge(quotes, on=["symbol", "paragraph"], how="left")


def questions_of(layers: Layers, chosen: Sequence[str] = ()) -> pd.DataFrame:
    """Return the questions of the codebook, or those named by id, label or theme: one row a question, in their order.

    Raises DataError for a name that is none of these.
    """
    codebook = layers.table("codebook")
    wanted: set[str] = set()
    for name in chosen:
        same = [codebook[column].str.casefold() == name.casefold() for column in ("question", "label", "theme")]
        own = codebook[same[0] | same[1] | same[2]]
        if own.empty:
            raise DataError(f"The codebook has no question or theme “{name}”; {advice(name, codebook['question'])}.")
        wanted |= set(own["question"])
    return codebook[codebook["question"].isin(wanted)].reset_index(drop=True) if chosen else codebook


def statements_of(layers: Layers) -> dict[str, list[str]]:
    """Return measure -> the statements of the paper that speak of it, in their order."""
    found: dict[str, dict[str, None]] = {}
    for claim in layers.table("claims").itertuples():
        for part in parts(claim.measures):
            found.setdefault(part.split("[")[0].strip(), {})[claim.statement] = None
    return {measure: list(statements) for measure, statements in found.items()}


def coder_of(dataset: Dataset, name: str) -> str:
    """Return the name of a coder as he is known. Raises DataError where it is missing, taken, or differs only in its spelling."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise DataError("Say who codes, with --coder NAME: an answer without a coder can be held against nobody's.")
    if name.casefold() in NOBODY:
        raise DataError(f"“{name}” is no person: it names what is settled, received or suggested. Give another name.")
    if WITHIN in name or _NO_NAME.search(name) or name.startswith("."):
        raise DataError(f"“{name}” cannot be a coder's name: it names a file, too. Use letters, digits and spaces.")
    sheets = (unicodedata.normalize("NFC", path.stem) for path in coded_files(dataset.folder))
    for known in (*dataset.codings["coder"].drop_duplicates(), *sheets):
        if known != name and known.casefold() == name.casefold():
            raise DataError(
                f"There is a coder “{known}” already: write the name so, or give another one than “{name}”."
            )
    return name


def keys_of(records: pd.DataFrame, coder: str) -> list[str]:
    """Return the key of each record's row in a coding sheet of a coder."""
    return [
        row_key(coder=coder, code=row["entity"], named=row["unit"], **{k: row[k] for k in ("record", "topic", "round", "edition", "symbol")})
        for row in records.to_dict("records")
    ]  # fmt: skip
