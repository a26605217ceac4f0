"""Raw rows to the eight tidy tables. Every row read ends in a table or among the issues."""

from __future__ import annotations

import re

import pandas as pd

from analysis.loaders.received import Received
from analysis.loaders.workbooks import ORIGIN
from analysis.problems import unused_alias
from analysis.reference import reference
from analysis.schema import TABLES, codes_of
from analysis.tidy.codes import SEPARATOR, answers_to_codes, to_codes
from analysis.tidy.groupings import with_groupings
from analysis.tidy.issues import gather, set_aside
from analysis.tidy.states import Registry

_SPREADSHEET = "Correct the row in the file, or add the spelling to data/reference/spellings.csv"
_ALIASES = "Correct the name, or accept it with a row in data/reference/aliases.csv"


def tidy(received: Received) -> dict[str, pd.DataFrame]:
    """Return the eight tidy tables by name, each in the columns and key that analysis.schema gives it."""
    registry = Registry(**received.registry, not_states=reference("not_states"), aliases=reference("aliases"))
    tables = {"states": _states(received), "sources": received.files}
    issues: list = [received.issues]
    for name, make in (
        ("reviews", _reviews),
        ("responses", _responses),
        ("extracts", _extracts),
        ("codings", _codings),
    ):
        raw = received.rows.get(name)
        tables[name], found = (_nothing(name), []) if raw is None else make(raw, registry, received)
        issues += found
    tables["codings"], found = _cited(tables["codings"], tables["extracts"])
    issues += found
    tables["codings"], tables["findings"], found = agree(tables["codings"], tables["reviews"], tables["responses"])
    issues += found
    issues.append([unused_alias(alias) for alias in registry.unused_aliases()])
    tables["issues"] = gather(issues)
    return {name: _finished(table, name) for name, table in tables.items()}


def _nothing(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=[*TABLES[name].names, *ORIGIN], dtype=str)


def agree(
    codings: pd.DataFrame, reviews: pd.DataFrame, responses: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame]]:
    """Return codings, findings and issues: one finding an agreed answer, one row a code of it.

    Where coders differ, the coder "agreed" settles it; a disagreement that nobody settled is an issue and
    makes no finding. Editions come from the reviews and the responses.
    """
    key = ["iso3", "record", "article", "question"]
    settled = codings["coder"] == "agreed"
    lead = codings[settled | ~codings.set_index(key).index.isin(codings[settled].set_index(key).index)]
    answers = lead.groupby(key)["answer"].transform("nunique")
    _, issues = set_aside(
        lead,
        answers > 1,
        "codings",
        "answer",
        lambda value: "coders differ and nobody settled it: the question counts as unanswered",
        "Add a row by the coder “agreed”",
        keep=True,
    )
    one = lead[answers == 1].drop_duplicates(key)
    findings = one.assign(answer=one["answer"].str.split(SEPARATOR)).explode("answer")
    editions = pd.concat(
        [reviews.assign(record="review")[["iso3", "record", "article", "edition"]], _articles_of(responses)]
    )
    return codings, findings.merge(editions, on=["iso3", "record", "article"], how="left"), [issues]


def _articles_of(responses: pd.DataFrame) -> pd.DataFrame:
    """A response speaks of every article that the note verbale asked about."""
    articles = pd.DataFrame({"article": codes_of("article"), "record": "response"})
    return responses[["iso3", "edition"]].drop_duplicates("iso3").merge(articles, how="cross")


def _states(received: Received) -> pd.DataFrame:
    return with_groupings(received.registry["states"], received.registry["memberships"], received.settings.as_of)


def _reviews(raw: pd.DataFrame, registry: Registry, received: Received) -> tuple[pd.DataFrame, list]:
    rows, issues = _with_state(raw, "reviews", registry, received)
    rows, found = _with_code(rows, "reviews", "article", "article")
    rows, more = _unique(rows, "reviews")
    return rows, [*issues, *found, *more]


def _responses(raw: pd.DataFrame, registry: Registry, received: Received) -> tuple[pd.DataFrame, list]:
    rows, issues = _with_state(raw, "responses", registry, received)
    rows, found = _with_code(rows, "responses", "published", "yes_no")
    rows, more = _unique(rows, "responses")
    return rows, [*issues, *found, *more]


def _extracts(raw: pd.DataFrame, registry: Registry, received: Received) -> tuple[pd.DataFrame, list]:
    rows, issues = _with_state(raw, "extracts", registry, received)
    rows, found = set_aside(
        rows,
        rows["text"] == "",
        "extracts",
        "text",
        "the paragraph has no text",
        "Paste the paragraph, or delete the row",
    )
    rows, more = _unique(rows.fillna(""), "extracts")
    return rows, [*issues, found, *more]


def _codings(raw: pd.DataFrame, registry: Registry, received: Received) -> tuple[pd.DataFrame, list]:
    rows, issues = _with_state(raw, "codings", registry, received)
    for column in ("article", "record"):
        rows, found = _with_code(rows, "codings", column, column)
        issues += found
    rows = rows.assign(question=rows["question"].map(_questions()).fillna(rows["question"]))
    known = rows["question"].isin(reference("codebook")["question"])
    rows, found = set_aside(
        rows,
        ~known,
        "codings",
        "question",
        "the codebook has no such question",
        "Add it to data/reference/codebook.csv",
    )
    coded = answers_to_codes(rows["answer"], rows["question"])
    rows, unknown = set_aside(
        rows,
        coded == "",
        "codings",
        "answer",
        "“" + rows["answer"] + "” is no answer to “" + rows["question"] + "” that the codebook knows",
        _SPREADSHEET,
    )
    rows = rows.assign(answer=coded[rows.index])
    rows, more = _unique(rows, "codings")
    return rows, [*issues, found, unknown, *more]


def _questions() -> dict[str, str]:
    """Questions by their label, as a coding workbook heads its columns."""
    codebook = reference("codebook")
    return dict(zip(codebook["label"], codebook["question"], strict=True))


def _cited(codings: pd.DataFrame, extracts: pd.DataFrame) -> tuple[pd.DataFrame, list]:
    """Note every coding that cites a paragraph which no extract holds; the answer stays."""
    if codings.empty:
        return codings, []
    held = set(zip(extracts["symbol"], extracts["paragraph"], strict=True))
    missing = [
        bool(paragraph) and (symbol, paragraph) not in held
        for symbol, paragraph in zip(codings["symbol"], codings["paragraph"], strict=True)
    ]
    _, issues = set_aside(
        codings,
        pd.Series(missing, index=codings.index),
        "codings",
        "paragraph",
        lambda value: f"paragraph {value} of the document is among no extracts",
        "Add the paragraph to the register of extracts, or correct the number",
        keep=True,
    )
    return codings, [issues]


def _with_state(raw: pd.DataFrame, table: str, registry: Registry, received: Received) -> tuple[pd.DataFrame, list]:
    """Resolve the column "state"; a name that means none is set aside with the reason."""
    on = received.settings.as_of
    found = {name: registry.resolve(name, on=on) for name in raw["state"].unique()}
    iso3 = raw["state"].map(lambda name: found[name].iso3 or "")
    rows, issues = set_aside(
        raw.assign(iso3=iso3), iso3 == "", table, "state", lambda name: _why(found.get(name)), _ALIASES
    )
    return rows, [issues]


def _why(answer) -> str:
    near = "; ".join(f"{name} ({iso3})" for name, iso3, _ in getattr(answer, "suggestions", ()))
    return getattr(answer, "reason", "no State") + (f". Near: {near}" if near else "")


def _with_code(rows: pd.DataFrame, table: str, column: str, code_list: str) -> tuple[pd.DataFrame, list]:
    codes = to_codes(rows[column], code_list)
    kept, issues = set_aside(
        rows,
        codes == "",
        table,
        column,
        lambda value: f"“{value}” is not in the list {code_list}",
        _SPREADSHEET,
    )
    return kept.assign(**{column: codes[kept.index]}), [issues]


def _unique(rows: pd.DataFrame, table: str) -> tuple[pd.DataFrame, list]:
    """Keep the first of rows with the same key, then set aside what the schema refuses."""
    key = list(TABLES[table].key)
    rows = rows.assign(**{c.name: "" for c in TABLES[table].columns if c.name not in rows}).fillna("")
    rows, twice = set_aside(
        rows,
        rows.duplicated(key),
        table,
        key[0],
        "the same " + ", ".join(key) + " stands there twice; the first row is kept",
        "Delete one of the two rows",
    )
    issues = [twice]
    failures = TABLES[table].failures(rows)
    for column in [c.name for c in TABLES[table].columns]:
        bad = rows.index.isin(failures.loc[failures["column"] == column, "index"])
        if bad.any():
            rows, found = set_aside(
                rows,
                pd.Series(bad, index=rows.index),
                table,
                column,
                "“" + rows[column] + f"” is not a valid {column}",
                "Correct the cell; data/DICTIONARY.md says what it may hold",
            )
            issues.append(found)
    return rows, issues


def _finished(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table in its own columns (States keep their groupings), in the order of its key."""
    spec = TABLES[name]
    extra = [c for c in table.columns if c not in spec.names] if name == "states" else []
    ordered = table[[*spec.names, *extra]].fillna("").astype(str)
    if name in ("issues", "sources"):
        return ordered.reset_index(drop=True)
    by = ordered[list(spec.key)].map(_natural)
    return ordered.iloc[
        by.sort_values(list(spec.key), kind="stable").index.map(dict(zip(by.index, range(len(by)), strict=True)))
    ].reset_index(drop=True)


def _natural(text: str) -> str:
    """Return a text that sorts with its numbers by size: paragraph 2 before 12."""
    return re.sub(r"\d+", lambda m: m[0].zfill(6), text)
