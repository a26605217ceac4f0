"""Codings to findings: each answer to the record that it speaks of, what coders agree on, what nobody settled."""

from __future__ import annotations

import pandas as pd

from analysis.loaders.workbooks import SOURCE
from analysis.papers import Paper
from analysis.problems import NOTE, advice, issue
from analysis.reference import Layers
from analysis.schema import SEPARATOR, TABLES
from analysis.tidy.cells import Cells
from analysis.tidy.codes import answers_to_codes
from analysis.tidy.issues import Checks
from analysis.tidy.records import rounds, unit_of

AGREED, UNSETTLED = "agreed", "unsettled"
TABLE_OF = {"review": "reviews", "response": "responses", "recommendation": "recommendations"}
_KEY = ["unit", "record", "topic", "question"]
# What a coding says of its record: the first have to fit, the others decide between several.
_BINDING, _DECIDING = ("entity", "round", "date"), ("edition", "source", "symbol")
_FIELDS = ("number", "round", "date", "edition", "status", "said", "code", "column")


def codings(raw: pd.DataFrame, cells: Cells, made: dict[str, Checks]) -> Checks:
    """Return the answers, checked but for the record that they speak of: one row an answer, code in `answer`.

    made: the records, checked: answers in the row of a record that is set aside are set aside with it. An answer that
    cannot be understood is set aside as well.
    """
    checks = Checks("codings", raw, (*TABLES["codings"].names, *_FIELDS))
    checks.rows = checks.rows.assign(
        record=checks.rows["record"].where(checks.rows["record"] != "", "review"),
        coder=checks.rows["coder"].where(checks.rows["coder"] != "", "A"),
    )
    checks.bad = checks.none = (checks.rows["coder"] == SOURCE) & _place(checks.rows).isin(_lost(made))
    cells.without_value(checks)
    cells.code(checks, "record", "record", needed=True)
    named = checks.rows["record"] != "recommendation"
    cells.entities(checks, named)
    blank = (checks.rows["question"] == "") & (checks.rows["answer"] == "") & ~checks.none
    checks.fault(
        blank,
        "answer",
        "no question is answered in this row",
        "Nothing to do, unless an answer is missing",
        severity=NOTE,
    )
    cells.code(checks, "topic", "topic", named)
    cells.dates(checks)
    cells.questions(checks)
    return _understood(checks, cells)


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["source"] + "\0" + rows["sheet"] + "\0" + rows["row"]


def _lost(made: dict[str, Checks]) -> set[str]:
    return {place for checks in made.values() if checks.bad.any() for place in _place(checks.rows[checks.bad])}


def _understood(checks: Checks, cells: Cells) -> Checks:
    """Turn answers into codes; one that fits no code is set aside, and says what would."""
    rows = checks.rows
    codebook = cells.layers.table("codebook").set_index("question")
    coded = answers_to_codes(rows["answer"], rows["question"], cells.layers)
    wrong = (coded == "") & (rows["question"] != "") & ~checks.none
    standing = ~checks.bad
    if wrong.any():
        said = rows.loc[wrong, ["answer", "question"]]
        kinds = said.drop_duplicates().assign(label=lambda table: table["question"].map(codebook["label"]))
        kinds["problem"] = [_unclear(kind.answer, kind.label) for kind in kinds.itertuples()]
        kinds["remedy"] = [_remedy(kind.answer, kind.question, codebook, cells.layers) for kind in kinds.itertuples()]
        words = said.merge(kinds, on=["answer", "question"], how="left").set_index(said.index)
        checks.fault(wrong, "answer", words["problem"], words["remedy"])
    checks.rows = rows.assign(answer=coded, unclear=wrong & standing)
    return checks


def _unclear(answer: str, label: str) -> str:
    what = f"“{answer}” is no answer to “{label}”" if answer else f"no answer stands beside “{label}”"
    return f"{what}: it counts as unsettled"


def _remedy(answer: str, question: str, codebook: pd.DataFrame, layers: Layers) -> str:
    code_list = codebook.at[question, "answers"]
    words = [label or code for name in (code_list, "no_answer") for code, label in layers.labels(name).items()]
    numbers = "" if layers.codes(code_list) else "a whole number; "
    return f"Correct the cell, or add a row to spellings.csv; {numbers}{advice(answer, words)}"


def derived(checks: Checks, record: str, paper: Paper) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the records that the codings speak of, where no register lists them, and the note that says so."""
    table = TABLES[TABLE_OF[record]]
    good = checks.rows[(~checks.bad | checks.rows["unclear"]) & (checks.rows["record"] == record)]
    if good.empty:
        return table.empty(), []
    good = good.assign(round=rounds(good)) if "round" in table.key else good
    rows = good.drop_duplicates(list(table.key)).reindex(columns=[*table.names, "source"], fill_value="")
    rows = rows.assign(unit=unit_of(rows, table.key)).fillna("")
    problem = f"no register of {table.name}: the {len(rows):,} {table.name} are those that were coded"
    if paper.editions and not rows["edition"].isin(paper.editions).all():
        remedy = f"Fill the register of {table.name}: without it they count in no edition of the paper"
        return rows, [issue(table.name, rows["source"].iloc[0], problem, remedy)]
    return rows, [
        issue(
            table.name,
            rows["source"].iloc[0],
            problem,
            "Nothing to do, unless there are others that were not coded",
            severity=NOTE,
        )
    ]


def placed(checks: Checks, records: dict[str, pd.DataFrame]) -> None:
    """Find the record that each coding speaks of; one that no register lists, or that could be two, is set aside."""
    rows = checks.rows
    unit = pd.Series("", index=rows.index, dtype=str)
    entity, topic = rows["entity"].copy(), rows["topic"].copy()
    for record, table in TABLE_OF.items():
        mine = (rows["record"] == record) & (~checks.bad | rows["unclear"])
        if not mine.any():
            continue
        found, problem = _matched(rows[mine], records[table], record)
        unit[mine] = found["unit"]
        entity[mine] = found["entity"]
        topic[mine] = found["topic"]
        lost = mine & unit.eq("")
        remedy = f"Add it to the register of {table}, or correct this row"
        checks.fault(
            lost, "number" if record == "recommendation" else "entity", problem.reindex(rows.index).fillna(""), remedy
        )
    checks.rows = rows.assign(unit=unit, entity=entity, topic=topic)


def _matched(rows: pd.DataFrame, records: pd.DataFrame, record: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return unit and entity of the record that each row means, and why none is meant where the unit is empty.

    What a row says of its record narrows the choice: entity and topic, or the number, always; what else it says where it
    says it.
    """
    always = {"review": ["entity", "topic"], "response": ["entity"], "recommendation": ["number"]}[record]
    hints = [name for name in (*_BINDING, *_DECIDING) if name in records and name not in always]
    asked = rows[[*always, *hints]].drop_duplicates().reset_index(drop=True)
    pairs = asked.reset_index(names="ask").merge(records[[*always, *hints, "unit"]], on=always, suffixes=("", "_held"))
    for hint in hints:
        fits = (pairs[hint] == "") | (pairs[hint] == pairs[f"{hint}_held"])
        several = pairs.groupby("ask")["unit"].transform("nunique") > 1
        some = fits.groupby(pairs["ask"]).transform("any")
        pairs = pairs[fits if hint in _BINDING else fits | ~(several & some)]
    count = asked.index.to_series().map(pairs.groupby("ask")["unit"].nunique()).fillna(0)
    unit = (
        asked.index.to_series()
        .map(pairs.drop_duplicates("ask").set_index("ask")["unit"])
        .where(count == 1, "")
        .fillna("")
    )
    what = f"no register of {TABLE_OF[record]} lists this {record}"
    problem = pd.Series(what, index=asked.index).where(
        count == 0, f"several {TABLE_OF[record]} fit: say the round, the date, the edition or the symbol"
    )
    place = rows[[*always, *hints]].merge(asked.assign(unit=unit, problem=problem), on=[*always, *hints], how="left")
    place.index = rows.index
    held = records.set_index("unit").reindex(place["unit"]).set_index(rows.index)
    topic = rows["topic"].where(rows["topic"] != "", held["topic"].fillna("") if "topic" in held else "")
    return place.assign(entity=held["entity"].fillna(rows["entity"]), topic=topic), place["problem"]


def agree(checks: Checks, records: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return codings and findings: one coding an answer of a coder, one finding a code of an agreed answer.

    Where coders differ, the coder "agreed" settles it. A disagreement that nobody settled, a coder who contradicts
    himself and an answer that cannot be understood are issues, and the finding is "unsettled". Edition and date
    are those of the record.
    """
    rows = checks.rows[checks.rows["unit"] != ""]
    rows = rows[~checks.bad[rows.index] | rows["unclear"]]
    rows = rows.assign(answer=rows["answer"].where(~rows["unclear"], UNSETTLED))
    rows = _once_a_coder(checks, rows)
    settled = rows["coder"] == AGREED
    group = rows.groupby(_KEY, sort=False).ngroup()
    lead = rows[settled | ~group.isin(group[settled])]
    place = group[lead.index]
    differ = lead["answer"].groupby(place).transform("nunique") > 1
    clash = (differ & ~lead["unclear"]).reindex(checks.rows.index, fill_value=False)
    checks.fault(
        clash,
        "answer",
        "coders differ and nobody settled it: the answer counts as unsettled",
        "Add a row by the coder “agreed”",
        keep=True,
    )
    one = lead[~place.duplicated()]
    unsettled = differ[one.index] | (one["answer"] == UNSETTLED)
    one = one.assign(answer=one["answer"].where(~unsettled, UNSETTLED))
    findings = one.assign(answer=one["answer"].str.split(SEPARATOR)).explode("answer")
    own = pd.concat(
        [
            table.assign(record=record)[["unit", "record", "edition", "date"]]
            for record, name in TABLE_OF.items()
            if len(table := records[name])
        ]
        or [pd.DataFrame(columns=["unit", "record", "edition", "date"])]
    )
    findings = findings.drop(columns=["edition", "date"]).merge(own, on=["unit", "record"], how="left")
    return checks.good, findings


def _once_a_coder(checks: Checks, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row a coder and question; where his rows say different things, none counts and each names the others."""
    key = rows.groupby([*_KEY, "coder"], sort=False).ngroup()
    twice = key.duplicated(keep=False)
    if not twice.any():
        return rows
    several, place = rows[twice], key[twice]
    shown = (
        (several["sheet"].map(lambda s: f"{s} " if s else "") + "row " + several["row"].astype(str))
        .groupby(place)
        .agg(", ".join)
    )
    apart = several["answer"].groupby(place).transform("nunique") > 1
    again = place.duplicated() & ~apart & ~several["unclear"]
    words = place.map(shown)
    whole = checks.rows.index
    checks.fault(
        again.reindex(whole, fill_value=False),
        "answer",
        ("the same answer of the same coder stands there twice (" + words + "); the first is kept")
        .reindex(whole)
        .fillna(""),
        "Delete one of the two rows",
    )
    lost = apart & ~several["unclear"]
    checks.fault(
        lost.reindex(whole, fill_value=False),
        "answer",
        ("one coder gives several answers to one question (" + words + "): it counts as unsettled")
        .reindex(whole)
        .fillna(""),
        "Correct or delete one of the rows",
    )
    unclear = rows["unclear"] | apart.reindex(rows.index, fill_value=False)
    rows = rows.assign(unclear=unclear, answer=rows["answer"].where(~unclear, UNSETTLED))
    return rows[~key.duplicated()]


def cited(checks: Checks, extracts: pd.DataFrame) -> None:
    """Note every coding that cites a paragraph which no extract holds; the answer stays. Without extracts none is looked for."""
    if extracts.empty:
        return
    held = extracts["symbol"] + "\0" + extracts["paragraph"]
    rows = checks.rows
    missing = (rows["paragraph"] != "") & ~(rows["symbol"] + "\0" + rows["paragraph"]).isin(set(held)) & ~checks.bad
    checks.fault(
        missing, "paragraph", lambda value: f"paragraph {value} of the document is among no extracts",
        "Add the paragraph to the register of extracts, or correct the number", keep=True,
    )  # fmt: skip
