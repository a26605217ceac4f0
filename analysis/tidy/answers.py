"""Codings as they are typed: each answer understood, and the record that it speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.loaders.coded import AGREED, prints_of_documents
from analysis.loaders.keyed import MEANS, SEEN, SHOWN_FIELDS
from analysis.loaders.workbooks import SOURCE
from analysis.papers import Paper
from analysis.problems import advice, first_of, noted
from analysis.reference import Layers
from analysis.schema import TABLE_OF, TABLES
from analysis.tidy.cells import Cells, is_without_value
from analysis.tidy.codes import DATE, FREE, answers_to_codes, as_whole, code_maps, each, to_codes
from analysis.tidy.dates import as_iso
from analysis.tidy.issues import WHOLE_ROW, Checks
from analysis.tidy.records import rounds, unit_of

# What a coding says of its record: the first have to fit, the others decide between several.
# `named` is the unit itself, as a coding sheet says it.
_BINDING, _DECIDING = ("named", "entity", "round", "date"), ("edition", "source", "symbol")
_SEEN = [f"shown_{field}" for field in SHOWN_FIELDS.values()]
_FIELDS = (
    "number", "round", "date", "edition", "status", "said", "code", "column", "named", "document", "of_file", "changed", MEANS, SEEN, *_SEEN,
)  # fmt: skip


def codings(raw: pd.DataFrame, cells: Cells, made: dict[str, Checks]) -> Checks:
    """Return the answers, checked but for the record that they speak of: one row an answer, code in `answer`.

    made: the records, checked: answers in the row of a record that is set aside are set aside with it. An answer that
    cannot be understood is set aside as well.
    """
    checks = Checks("codings", raw, (*TABLES["codings"].names, *_FIELDS))
    pasted = (checks.rows["of_file"] != "") & (checks.rows["coder"] != checks.rows["of_file"])
    whose = checks.rows["coder"].replace("", "nobody")
    checks.fault(pasted, WHOLE_ROW, "row_of_another", coder=checks.rows["of_file"], key=whose)
    paragraph = checks.rows["paragraph"].str.replace(r"^§+\s*|\.$", "", regex=True)  # as a citation has it
    checks.put(
        paragraph=paragraph,
        record=checks.rows["record"].replace("", "review"),
        coder=checks.rows["coder"].replace("", "A"),
    )
    lost = (checks.rows["coder"] == SOURCE) & _place(checks.rows).isin(_lost(made))
    checks.bad = checks.none = lost | pasted
    # An answer in the row of a recommendation is to that one, whatever others have its number.
    held = made["recommendations"].good
    units = dict(zip(_place(held), held["unit"], strict=True))
    own = each(_place(checks.rows), lambda place: units.get(place, ""))
    checks.put(named=own.where(checks.rows["coder"] == SOURCE, checks.rows["named"]))
    cells.without_value(checks)
    cells.code(checks, "record", "record", needed=True)
    named = checks.rows["record"] != "recommendation"
    cells.entities(checks, named)
    blank = (checks.rows["question"] == "") & (checks.rows["answer"] == "") & ~checks.none
    checks.fault(blank, "answer", "no_answers")
    cells.code(checks, "topic", "topic", named)
    _torn(checks, cells)
    cells.dates(checks, said=checks.rows["coder"] == SOURCE)
    settled = (checks.rows["coder"] == AGREED) & (checks.rows["named"] != "")
    unread = checks.rows["settled_on"] != ""
    cells.dates(checks, "settled_on", settled)
    cells.questions(checks)
    rows, labels = checks.rows, cells.layers.table("codebook").set_index("question")["label"]
    blank = (rows["question"] != "") & (rows["answer"] == "") & ~checks.none
    checks.fault(blank, "answer", "not_answered", label=rows["question"].map(labels))
    _settled(checks, settled, unread & (checks.rows["settled_on"] == ""), cells.as_of)
    return _understood(checks, cells.layers)


def _torn(checks: Checks, cells: Cells) -> None:
    """Set aside the rows of a coding sheet whose columns show another State, topic or symbol than their hidden key: the one or the other is wrong."""
    rows, layers = checks.rows, cells.layers
    if (rows["shown_code"] == "").all():
        return
    topics, held = layers.labels("topic"), layers.table("entities").set_index("code")["name"]
    names = each(rows["entity"], lambda code: held.get(code, code))
    meant = each(rows["shown_code"], lambda name: str(cells.registry.resolve(name, None, cells.as_of).code or ""))
    topic = to_codes(rows["shown_topic"], code_maps(layers, "topic"))
    told = each(rows["topic"], lambda code: topics.get(code) or code)
    for column, apart, key in (
        ("shown_code", (meant != rows["entity"]) & (rows["shown_code"] != names) & (rows["entity"] != ""), names),
        ("shown_topic", (topic != rows["topic"]) & (topic != ""), told),
        ("shown_symbol", rows["shown_symbol"] != rows["symbol"], rows["symbol"]),
    ):
        checks.fault((rows[column] != "") & apart & ~checks.bad, column, "torn", key=key)


def _settled(checks: Checks, of_sheets: pd.Series, bad_day: pd.Series, as_of: str) -> None:
    """Set aside what was settled on a coding sheet without a name or a day; say where the reason lacks, or the day is a later one.

    bad_day: where a day stands that is none, which is said already.
    """
    settled = checks.rows[of_sheets]
    no_name, no_day = settled["settled_by"] == "", (settled["settled_on"] == "") & ~bad_day
    lacking = pd.Series("", settled.index, dtype=str).mask(no_name, "a name").mask(no_day, "a day")
    lacking = lacking.mask(no_name & no_day, "a name and a day")
    checks.fault(lacking != "", "answer", "settled_without", lacking=lacking)
    checks.fault((lacking == "") & ~bad_day & (settled["note"] == ""), "answer", "settled_without_reason")
    if as_of:
        checks.fault(settled["settled_on"] > as_of, "settled_on", "settled_later", as_of=as_of)


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["source"] + "\0" + rows["sheet"] + "\0" + rows["row"]


def _lost(made: dict[str, Checks]) -> set[str]:
    return {place for checks in made.values() if checks.bad.any() for place in _place(checks.rows[checks.bad])}


def _understood(checks: Checks, layers: Layers) -> Checks:
    """Turn answers into codes; one that fits no code is set aside, and says what would."""
    rows = checks.rows
    coded = answers_to_codes(rows["answer"], rows["question"], layers, rows[MEANS])
    wrong = (coded == "") & (rows["question"] != "") & ~checks.none
    standing = ~checks.bad
    for question in layers.table("codebook").itertuples() if wrong.any() else ():
        own = wrong & (rows["question"] == question.question)
        accepted, broken = _accepted(question.answers, layers), rows["answer"].map(is_without_value)
        checks.fault(own & broken, "answer", "answer_without_value")
        unfit = own & ~broken
        said = {"label": question.label, "advice": accepted}
        if question.answers == DATE:
            checks.fault(unfit, "answer", "answer_day", **said, why=lambda value: as_iso(value)[1])
            continue
        two = question.answers in layers.labels(FREE) and rows["answer"].map(lambda value: bool(as_whole(value)[1]))
        either = unfit & two
        checks.fault(either, "answer", "answer_number", **said, why=lambda value: as_whole(value)[1])
        checks.fault(unfit & ~either, "answer", "answer", **said)
    checks.put(value=rows["answer"], answer=coded, unclear=wrong & standing)
    return checks


def _accepted(code_list: str, layers: Layers) -> Callable[[str], str]:
    """Return what says what may stand in a cell: the nearest, the answers of a list, and the ways to have none, which every language has words for."""
    own, others = ([label or code for code, label in layers.labels(name).items()] for name in (code_list, "no_answer"))
    if not own:
        free = layers.labels(FREE).get(code_list, "")
        return lambda value: "; ".join(filter(None, (free, advice(value, others))))
    words = f"accepted: {first_of(own, len(own))} – or {first_of(others, len(others))}"
    return lambda value: advice(value, [*own, *others]).partition("accepted: ")[0] + words


def without_list(layers: Layers) -> list[dict[str, str]]:
    """Return an issue a question whose list has no codes, so that no answer fits it."""
    free = layers.labels(FREE)
    named = zip(*(layers.table("codebook")[name] for name in ("label", "answers")), strict=True)
    lost = [(label, name) for label, name in named if name not in free and not layers.codes(name)]
    known = ", ".join(free)
    return [
        noted("no_list", "codings", "codebook.csv", {"free": known}, column=label, value=name) for label, name in lost
    ]


def derived(checks: Checks, record: str, paper: Paper) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the records that the codings speak of, where no register lists them, and the note that says so."""
    table = TABLES[TABLE_OF[record]]
    good = checks.rows[(~checks.bad | checks.rows["unclear"]) & (checks.rows["record"] == record)]
    if good.empty:
        return table.empty(), []
    good = good.assign(round=rounds(good)) if "round" in table.key else good
    rows = good.drop_duplicates(list(table.key)).reindex(columns=[*table.names, "source"], fill_value="")
    rows = rows.assign(unit=unit_of(rows, table.key)).fillna("")
    known = not paper.editions or rows["edition"].isin(paper.editions).all()
    fault = "derived" if known else "derived_without_edition"
    return rows, [noted(fault, table.name, rows["source"].iloc[0], {"table": table.name, "count": len(rows)})]


def placed(checks: Checks, records: dict[str, pd.DataFrame]) -> None:
    """Find the record that each coding speaks of; one that no register lists, or that could be two, is set aside."""
    rows = checks.rows
    found = rows[["entity", "topic"]].assign(unit="")
    for record, table in TABLE_OF.items():
        mine = (rows["record"] == record) & (~checks.bad | rows["unclear"])
        if not mine.any():
            continue
        meant, fitting = _matched(rows[mine], records[table], record)
        found.loc[mine] = meant[list(found.columns)]
        column = "number" if record == "recommendation" else "entity"
        checks.fault(fitting == 0, column, "no_record", table=table, record=record)
        checks.fault(fitting > 1, column, "several_records", table=table)
    checks.put(**found)


def _matched(rows: pd.DataFrame, records: pd.DataFrame, record: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return unit, entity and topic of the record that each row means, the unit empty where none is, and how many fit.

    What a row says of its record narrows the choice: entity and topic, or the number, always; what else it says where it
    says it.
    """
    always = {"review": ["entity", "topic"], "response": ["entity"], "recommendation": ["number"]}[record]
    records = records.assign(named=records["unit"])
    hints = [name for name in (*_BINDING, *_DECIDING) if name in records and name not in always]
    if "source" in hints:  # a file that holds no register tells no record from another
        rows = rows.assign(source=rows["source"].where(rows["source"].isin(records["source"]), ""))
    asked = rows[[*always, *hints]].drop_duplicates().reset_index(drop=True)
    known = records[[*always, *hints, "unit"]]
    # Where a record fits all that is said, only such are left in the end: the choice is for the few others.
    exact = _pairs(asked, known, always, hints)
    pairs = _pairs(asked.drop(index=exact["ask"].unique()), known, always, [h for h in hints if h in _BINDING])
    for hint in (hint for hint in hints if hint in _DECIDING):
        fits = (pairs[hint] == "") | (pairs[hint] == pairs[f"{hint}_held"])
        several = pairs["ask"].duplicated(keep=False)
        some = pairs["ask"].isin(pairs.loc[fits, "ask"])
        pairs = pairs[fits | ~(several & some)]
    units = pd.concat([exact, pairs]).groupby("ask")["unit"].agg(["size", "first"]).reindex(asked.index)
    asked = asked.assign(fitting=units["size"].fillna(0), unit=units["first"].where(units["size"] == 1).astype(str))
    place = rows[[*always, *hints]].merge(asked, on=[*always, *hints], how="left").set_index(rows.index)
    held = records.set_index("unit").reindex(columns=["entity", "topic"]).reindex(place["unit"]).set_index(rows.index)
    topic = rows["topic"].where(rows["topic"] != "", held["topic"].astype(str).fillna(""))
    entity = held["entity"].fillna(rows["entity"])
    return pd.DataFrame({"unit": place["unit"].fillna(""), "entity": entity, "topic": topic}), place["fitting"]


def _pairs(asked: pd.DataFrame, records: pd.DataFrame, always: list[str], binding: list[str]) -> pd.DataFrame:
    """Return what is asked (`ask`) beside every record that has what it says of always and, where it says it, of binding.

    Those that say the same of their record are joined at once by all of it: each by each would grow with the square.
    """
    none = {f"{hint}_held": "" for hint in records if hint not in (*always, "unit")}
    parts = [asked.iloc[:0].assign(ask=0, unit="", **none)]
    filled = [asked[hint].to_numpy() != "" for hint in binding]
    for said, own in asked.reset_index(names="ask").groupby(filled):
        given = [hint for hint, there in zip(binding, said, strict=True) if there]
        others = {hint: f"{hint}_held" for hint in records if hint not in (*always, *given, "unit")}
        parts.append(own.merge(records.rename(columns=others), on=[*always, *given]))
    return pd.concat(parts)


def cited(checks: Checks, extracts: pd.DataFrame) -> None:
    """Note every coding that cites a paragraph which no extract holds; the answer stays. Without extracts none is looked for."""
    if extracts.empty:
        return
    held = extracts["symbol"] + "\0" + extracts["paragraph"]
    rows = checks.rows
    missing = (rows["paragraph"] != "") & ~(rows["symbol"] + "\0" + rows["paragraph"]).isin(set(held)) & ~checks.bad
    checks.fault(missing, "paragraph", "no_paragraph")
    told = rows["document"] != ""
    if told.any():
        now = rows["symbol"].map(prints_of_documents(extracts))
        checks.fault(told & now.notna() & (now != rows["document"]) & ~checks.bad, "answer", "document_changed")
