"""What does not hold together in the tables of a paper, said before a report is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import analysis.measures.claims  # noqa: F401  # registers the kinds of claims
from analysis.conditions import clauses
from analysis.errors import DataError
from analysis.measures.answers import NO
from analysis.measures.book import Measures, measures_of
from analysis.measures.checks import computed
from analysis.measures.claim import CLAIMS, Claim
from analysis.measures.readings import Fields
from analysis.measures.universes import ENTITY, ROW
from analysis.papers import PAPER
from analysis.problems import advice, first_of
from analysis.reference import Layers, reference
from analysis.schema import NO_ANSWERS, TABLE_OF, earlier_answers, parts
from analysis.statistics.shares import NOT_ADDRESSED
from analysis.tidy.codes import spelling
from analysis.tidy.groupings import NO_GROUP, OUTSIDE

if TYPE_CHECKING:
    from analysis.dataset import Dataset

OPEN = "open"


def faults(dataset: Dataset) -> list[str]:
    """Return a sentence a fault: measures that cannot be made, names that no table has, conditions that ask for nothing.

    Data that are few or none are no fault of the tables.
    """
    measures = measures_of(dataset)
    made = measures.all()
    # One row of a list can keep several measures from being made.
    unmade = (made["missing"] != "") & made.reindex(columns=["method"])["method"].isna()
    lacking = made[unmade].groupby("missing", sort=False)["measure"].agg(", ".join)
    said = [
        f"measures.csv, {names}: {str(missing).removeprefix(f'measures.csv, {names}: ')}"
        for missing, names in lacking.items()
    ]
    for more in (
        _conditions,
        _chosen,
        _names,
        _values,
        _spellings,
        _labels,
        _ranks,
        _memberships,
        _uncounted,
        _left_behind,
    ):
        said += dict.fromkeys(more(measures))
    return [text for text in said if not any(text in other for other in said if other != text)]


def _uncounted(measures: Measures) -> Iterator[str]:
    """Yield which entities no universe can hold, although they have records, or since memberships.csv says nothing of them."""
    dataset, rows = measures.dataset, measures.universes.rows
    if ENTITY not in set(rows["unit"]):
        return
    counted: set[str] = set()
    for name in rows.index:
        with suppress(DataError):  # what keeps a universe from being made is said elsewhere
            universe = measures.universes[name]
            counted |= set(universe.everyone.units["entity"]) | set(universe.units["entity"])
    recorded = {entity for name in TABLE_OF.values() for entity in dataset.tables[name]["entity"]}
    left = sorted(set(dataset.entities["code"]) - counted - (set(dataset.memberships["code"]) - recorded))
    if left:
        asked = "; ".join(dict.fromkeys(filter(None, rows["where"])))
        yield (
            f"entities.csv: {len(left)} of {len(dataset.entities)} are in no number ({first_of(left, 5)}): no universe holds them. "
            f"Give each the kind, and the rows in memberships.csv, that universes.csv asks for ({asked})."
        )


def _left_behind(measures: Measures) -> Iterator[str]:
    """Yield how many answers of earlier records count nowhere, since a later record of the entity says nothing to the question."""
    for name in measures.universes.rows.query("earlier == ''").index:
        with suppress(DataError):
            universe = measures.universes[str(name)]
            both = replace(universe, records=universe.records | set(universe.earlier), carried=True)
            standing = both.standing(measures.dataset.findings)
            spoken = standing["unit"].isin(universe.earlier) & (standing["answer"] != NOT_ADDRESSED)
            left = standing[spoken].drop_duplicates(["unit", "question"])
            if len(left):
                yield (
                    f"universes.csv, {name}: {len(left)} answers of earlier records do not count, since the latest record of their entity "
                    f"says nothing to the question ({first_of(list(left['unit'] + ' ' + left['question']), 3)}). "
                    "Write “carried” into the column earlier to count them, or “out” to leave them out."
                )


def _memberships(measures: Measures) -> Iterator[str]:
    """Yield what memberships.csv and aliases.csv say of entities, and of groups, that no table has, and spans that end before they begin."""
    rows, layers = measures.layers.table("memberships").rename(columns={"from": "from_"}), measures.layers
    known = set(layers.table("entities")["code"])
    for name in ("memberships", "aliases"):
        for code in dict.fromkeys(code for code in layers.table(name)["code"] if code and code not in known):
            yield f"{name}.csv: “{code}” is no entity; {advice(code, sorted(known))}."
    for row in rows[(rows["until"] != "") & (rows["until"] < rows["from_"])].itertuples():
        yield f"memberships.csv, {row.code} in {row.member_of}: it is until {row.until}, which is before {row.from_}."
    for grouping, held in rows.groupby("grouping", sort=False):
        groups = layers.labels(str(grouping))
        for group in dict.fromkeys(held["member_of"][~held["member_of"].isin(groups)]) if groups else ():
            yield f"memberships.csv: “{group}” is no group of “{grouping}”; {advice(group, groups)}."


def _spellings(measures: Measures) -> Iterator[str]:
    """Yield spellings of codes that their list does not have."""
    layers = measures.layers
    for row in layers.table("spellings").itertuples():
        codes = [*layers.codes(row.list), *NO_ANSWERS]
        if layers.codes(row.list) and row.code not in codes:
            yield f"spellings.csv, {row.spelling}: “{row.code}” is no code of {row.list}; {advice(row.code, codes)}."


def _labels(measures: Measures) -> Iterator[str]:
    """Yield the labels that two questions, or two codes of one list, share: a cell of a sheet could mean either."""
    questions = measures.codebook.reset_index().assign(of="codebook.csv,")[["of", "question", "label"]]
    codes = measures.layers.table("codes")[["list", "code", "label"]]
    codes["list"] = "codes.csv, " + codes["list"]
    for table in (questions, codes):
        table.columns = ["of", "code", "label"]
        shared = table[table["label"] != ""].assign(key=table["label"].map(spelling)).groupby(["of", "key"], sort=False)
        for (of, _), rows in shared:
            if len(rows) > 1:
                named = " and ".join(rows["code"])
                yield f"{of} {named}: “{rows['label'].iloc[0]}” is the label of each. Give each a label of its own."


def _ranks(measures: Measures) -> Iterator[str]:
    """Yield the codes without a rank of lists that a measure compares by rank: they would count as below."""
    layers = measures.layers
    for name, row in measures.rows[measures.rows["answers"].str.contains(r"(?:^|of )>=")].iterrows():
        for question in parts(row["question"]):
            with suppress(DataError, KeyError):
                kept = measures.codebook.at[question, "answers"]
                ranks = layers.ranks(kept)
                for code in layers.codes(kept) if ranks else ():
                    if code not in ranks:
                        yield f"codes.csv, {kept} {code}: it has no rank, which the measure {name} (“{row['answers']}”) needs."


def _values(measures: Measures) -> Iterator[str]:
    """Yield which ranks, margins, words, claims, fields of texts and checks cannot be read."""
    layers, fields = measures.layers, Fields(measures.dataset)
    readings = layers.table("readings")
    lacking = set(measures.all()["missing"])
    held = [Claim(row, measures) for _, row in layers.table("claims").set_index("claim").iterrows()]
    named = [claim for claim in held if {name.split("[")[0] for name in claim.named} <= set(measures.rows.index)]
    trials: list[tuple[Callable[[Any], object], str, Any]] = [
        *((layers.ranks, "", name) for name in layers.table("codes")["list"].unique()),
        *((layers.margin, "", name) for name in layers.table("margins")["margin"]),
        *((measures.wording, "", word) for word in layers.table("quantifiers")["word"]),
        *((measures.universes.__getitem__, "", name) for name in measures.universes.rows.index),
        *((CLAIMS[c.row["kind"]], f"claims.csv, {c.row.name}: ", c) for c in named if c.row["kind"] in CLAIMS),
        *((fields.fill, f"readings.csv, {row.reading}: ", row.text) for row in readings.itertuples()),
        *((fields.met, f"readings.csv, {row.reading}: ", row.only_if) for row in readings.itertuples()),
        *(
            (fields.fill, f"charts.csv, {row['chart']}: ", row[part])
            for row in layers.table("charts").to_dict("records")
            for part in ("title", "subtitle")
        ),
        *(
            (partial(computed, row.kind, row.expression), f"checks.csv, {row.check}: ", measures)
            for row in layers.table("checks").itertuples()
        ),
    ]
    for read, place, what in trials:
        try:
            read(what)
        except (DataError, ValueError, KeyError, TypeError) as error:
            if str(error) not in lacking:
                yield f"{place}{str(error).removeprefix(place)}"


def _conditions(measures: Measures) -> Iterator[str]:
    """Yield what is wrong with what silence means, and with the conditions on which questions are asked."""
    for question, row in measures.codebook.iterrows():
        if row["silence"] not in ("", OPEN, NO):
            yield f"codebook.csv, {question}: silence is “{row['silence']}”; {advice(row['silence'], (OPEN, NO))}."
        elif row["silence"] == NO and NO not in measures.layers.codes(row["answers"]):
            yield f"codebook.csv, {question}: silence is “no”, which is no answer to it: its list is {row['answers']}."
    for asked, condition in measures.codebook["asked_if"].items():
        for question, answer in earlier_answers(condition):
            if question not in measures.codebook.index:
                yield f"codebook.csv, {asked}: asked_if names no question; {advice(question, measures.codebook.index)}."
                continue
            if not answer:
                yield f"codebook.csv, {asked}: asked_if names an answer, such as {question} = {NO}, not the question alone."
                continue
            if answer.startswith(">="):
                yield f"codebook.csv, {asked}: asked_if names answers, not a rank: {question} = {answer[2:].strip()}|…."
                continue
            try:
                measures.answers.counted(question, answer)
            except DataError as error:
                yield f"codebook.csv, {asked}: {error}"


def _chosen(measures: Measures) -> Iterator[str]:
    """Yield the values by which universes choose, and the topics and editions, that nothing has: they choose nobody."""
    layers, paper, held = measures.layers, measures.dataset.paper, measures.dataset.memberships
    known = {
        grouping: [*layers.codes(grouping), *of_one["member_of"].unique(), NO_GROUP, OUTSIDE]
        for grouping, of_one in held.groupby("grouping")
    }
    known["kind"] = list(dict.fromkeys([*layers.table("entities")["kind"], *reference("entities")["kind"]]))
    dataset = measures.dataset
    met = {topic for name in TABLE_OF.values() for topic in dataset.tables[name].get("topic", ())} - {""}
    topics, editions = layers.codes("topic") or sorted(met), ["first", "latest", *paper.editions]
    for name, row in measures.universes.rows.iterrows():
        asked = [("topic", part, topics) for part in parts(row["topic"])]
        asked += [("edition", row["edition"], editions)] if row["edition"] else []
        if row["unit"] != ROW:
            with suppress(DataError):  # what cannot be understood is said elsewhere
                for column, sign, values in clauses(row["where"]):
                    codes = known.get(column.removeprefix("maker_"), ())
                    asked += [(column, value, codes) for value in values if codes and sign in ("=", "!=", "holds")]
        with suppress(DataError):
            if row["day"] and (day := paper.day(row["day"])) > dataset.as_of:
                yield f"universes.csv, {name}: its day, {day}, is after that of the data, {dataset.as_of}: no record of between can be known."
        if row["topic"] and not topics and any(len(dataset.tables[name]) for name in TABLE_OF.values()):
            yield f"universes.csv, {name}: “{row['topic']}” is no topic; no record has any. Empty the cell, or map a column as topic."
        for what, value, codes in asked:
            if codes and value.casefold() not in {code.casefold() for code in codes}:
                yield f"universes.csv, {name}: “{value}” is no {what}; {advice(value, dict.fromkeys(codes))}."


def _names(measures: Measures) -> Iterator[str]:
    """Yield the names of measures, statements and kinds of claim that no table has."""
    layers, paper = measures.layers, measures.dataset.paper
    claims = layers.table("claims")
    # A paper that drops statements of the one that it is based on leaves their claims unused, which is no fault.
    ever = [Layers((folder,)).table("statements")["statement"] for folder in measures.layers.folders]
    known = {
        "statement": [statement for of_folder in ever for statement in of_folder],
        "kind": list(CLAIMS),
        "measure": list(measures.rows.index),
        "universe": list(measures.universes.rows.index),
        "grouping": list(
            dict.fromkeys([*layers.table("groupings")["grouping"], *measures.dataset.memberships["grouping"]])
        ),
    }
    used = [
        (f"claims.csv, {row.claim}", what, getattr(row, what))
        for row in claims.itertuples()
        for what in ("statement", "kind")
    ]
    for table, key in (("claims", "claim"), ("charts", "chart")):
        for row in layers.table(table).to_dict("records"):
            named = (name.split("[")[0].strip() for name in parts(row["measures"]))
            used += [(f"{table}.csv, {row[key]}", "measure", name) for name in named]
    # A paper that declares no universe yet asks for no number.
    used += [(PAPER, "universe", paper.universe)] * bool(known["universe"])
    used += [(PAPER, "grouping", grouping.removeprefix("maker_")) for grouping in paper.groupings]
    for place, what, name in used:
        if name not in known[what]:
            yield f"{place}: “{name}” is no {what}; {advice(name, known[what])}."
