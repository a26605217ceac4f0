"""S01 to S38: what the background paper states, each tested by one short function.

The published values stand in data/published/statements.csv; the verdicts are derived in
`analysis.paper.evidence`. To add a statement: one row there, one function here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from analysis.dataset import Dataset
from analysis.paper.evidence import Computed, Evidence, described, groups_with, ledger_row, of_measures
from analysis.paper.wording import per_cent, points
from analysis.reference import published, reference, version
from analysis.schema import codes_of, labels_of
from analysis.statistics.comparisons import paired
from analysis.statistics.coverage import rates, share_of_total
from analysis.statistics.editions import new_information, reach
from analysis.statistics.shares import shares
from analysis.statistics.universes import Universe, published_respondents, states_reviewed
from analysis.tidy.groupings import states_parties_on
from analysis.tidy.states import Unresolved, resolve

COLUMNS = [
    "statement",
    "where",
    "published",
    "computed",
    "count",
    "denominator",
    "universe",
    "low",
    "high",
    "bound_low",
    "bound_high",
    "method",
    "verdict",
    "missing",
]
TESTS: dict[str, Callable[[Evidence], Computed]] = {}
LISTED = "names listed in the paper"


def statements(dataset: Dataset, first: str = "S01", last: str = "S38") -> pd.DataFrame:
    """Return the ledger: one row a statement from first to last, in order, with COLUMNS.

    low, high, bound_low, bound_high are shares. Every statement of the published table has a test, or
    KeyError is raised.
    """
    return ledger(dataset, first, last)[COLUMNS]


def ledger(dataset: Dataset, first: str = "S01", last: str = "S38") -> pd.DataFrame:
    """Return the ledger with two more columns, asked and found: published and computed value in a few words."""
    return _ledger(dataset, first, last, version()).copy()


@lru_cache(maxsize=8)
def _ledger(dataset: Dataset, first: str, last: str, stamp: tuple) -> pd.DataFrame:
    evidence = Evidence(dataset)
    chosen = published("statements").query("@first <= statement <= @last")
    rows = [
        ledger_row(row, TESTS[row["statement"]](evidence), dataset.settings.demonstration)
        for _, row in chosen.iterrows()
    ]
    return pd.DataFrame(rows)


def tests(*names: str):
    """Register a function as the test of a statement."""

    def keep(function: Callable[[Evidence], Computed]):
        TESTS.update(dict.fromkeys(names, function))
        return function

    return keep


# Coverage


@tests("S01")
def first_responses(e: Evidence) -> Computed:
    """Ten States listed as respondents were parties on the day of the note verbale."""
    return _listed_respondents("2017")


@tests("S02")
def first_reviews(e: Evidence) -> Computed:
    """Reviews of article 46 completed for the first edition."""
    return _reviews(e, "46", e.first)


@tests("S03")
def further_responses(e: Evidence) -> Computed:
    """Seven further respondents are listed."""
    return _listed_respondents("2018")


@tests("S04")
def published_responses(e: Evidence) -> Computed:
    """Responses on the public page, of all responses."""
    responses = e.dataset.responses
    count = int((responses["published"] == "yes").sum())
    return Computed(f"{count} of {len(responses)}", (count,), missing=_unless(len(responses), "note verbale responses"))


@tests("S05")
def further_reviews(e: Evidence) -> Computed:
    """Reviews of article 46 that are new in the latest edition."""
    return _reviews(e, "46", e.latest)


@tests("S06")
def reviews_of_56(e: Evidence) -> Computed:
    """Reviews of article 56, all of them new."""
    return _reviews(e, "56", e.latest)


@tests("S07")
def all_reviews(e: Evidence) -> Computed:
    """Reviews of article 46 in all editions are the sum of the editions."""
    by_edition = [_reviews(e, "46", edition).numbers[0] for edition in e.dataset.settings.editions]
    whole = int((e.dataset.reviews["article"] == "46").sum())
    return Computed(
        f"{' + '.join(map(str, by_edition))} = {whole}",
        (whole,),
        holds=sum(by_edition) == whole,
        missing=_unless(whole, "reviews of article 46"),
    )


@tests("S08")
def most_of_every_group(e: Evidence) -> Computed:
    """The reviews cover more than half of the States parties of every regional group."""
    groups = rates(e.reviewed)
    total = share_of_total(len(e.reviewed), e.parties, "States parties")
    least = groups.loc[groups["share"].idxmin()]
    text = (
        f"{described(total)}; least: {labels_of('regional_group')[least['regional_group']]} {per_cent(least['share'])}"
    )
    return Computed(
        text,
        measures=(total,),
        holds=bool((groups["share"] > 0.5).all()),
        missing=_unless(len(e.reviewed), "reviews of article 46"),
    )


@tests("S09")
def reviews_of_56_by_group(e: Evidence) -> Computed:
    """Reviews of article 56 by group; no group that the paper does not name has any."""
    table = rates(states_reviewed(e.dataset, "56")).set_index("regional_group")["count"]
    named = ("african", "asia_pacific", "western_european_other")
    return Computed(
        groups_with(table.reset_index()),
        tuple(int(table[g]) for g in named),
        holds=table.sum() == table[list(named)].sum(),
        missing=_unless(int(table.sum()), "reviews of article 56"),
    )


# Findings largely confirmed


@tests("S10")
def no_material_change(e: Evidence) -> Computed:
    """The share with legislation moved less than the margin; what the new States could have moved it by."""
    now = e.share("legislation", "yes")
    before = e.share("legislation", "yes", universe=states_reviewed(e.dataset, edition=e.first), population=e.parties)
    if not before["denominator"] or now["denominator"] <= before["denominator"]:
        return of_measures(now, missing="reviews of two editions")
    low, high = reach(before["count"], before["denominator"], now["denominator"] - before["denominator"])
    text = (
        f"{described(before)}, now {described(now)}; the new reviews could only have moved it to between "
        f"{per_cent(low)} and {per_cent(high)}"
    )
    return of_measures(now, holds=abs(now["share"] - before["share"]) <= _margin("no_material_change"), text=text)


@tests("S11")
def no_material_difference(e: Evidence) -> Computed:
    """Article 46 and article 56 compared within States: alike only if the interval says so."""
    result = paired(_yes(e, "46"), _yes(e, "56"))
    margin = _margin("no_material_difference")
    text = f"{result['pairs']} States reviewed under both; {result['only_first'] + result['only_second']} answer differently"
    if result["pairs"] and -margin <= result["low"] and result["high"] <= margin:
        return Computed(text, method="exact McNemar")
    if result["p"] <= 0.05 and not (result["low"] <= 0 <= result["high"]):
        return Computed(text, holds=False, method="exact McNemar")
    detectable = points(result["detectable"], 0) if result["pairs"] else "nothing"
    return Computed(
        text,
        method="exact McNemar",
        missing=f"reviews of article 56: {result['pairs']} pairs show only a "
        f"difference of {detectable} or more, and cannot show that there is none within {points(margin, 0)}",
    )


# Legal basis


@tests("S12")
def without_treaty(e: Evidence) -> Computed:
    """States that need no treaty to share spontaneously."""
    return of_measures(e.share("treaty_basis", "not_required"))


@tests("S13")
def treaty_needed(e: Evidence) -> Computed:
    """States that need a treaty or a special authorization; and none among the new reviews."""
    either = "required|special_authorization"
    return _with_new(e, "treaty_basis", either)


@tests("S14")
def convention_as_basis(e: Evidence) -> Computed:
    """States that can use the Convention itself."""
    return of_measures(e.share("convention_basis", "yes"))


# Legislation


@tests("S15")
def dedicated_legislation(e: Evidence) -> Computed:
    """States with dedicated legislation: about one fifth."""
    return of_measures(e.share("legislation", "yes"))


@tests("S16")
def in_general_law(e: Evidence) -> Computed:
    """Of the States with legislation, those that placed it in a general law."""
    return of_measures(e.share("vehicle", "general_law", given={"legislation": "yes"}))


@tests("S17")
def leading_groups(e: Evidence) -> Computed:
    """The two groups where provisions in general laws are most frequent are those that the paper names."""
    table = e.by_group("vehicle", "general_law", not_applicable_is_no=True).sort_values("share", ascending=False)
    lead = set(table["regional_group"].head(2)) == {"western_european_other", "eastern_european"}
    text = "; ".join(
        f"{labels_of('regional_group')[r.regional_group]} {r.count} of {r.denominator}" for r in table.itertuples()
    )
    return Computed(
        text,
        measures=(table.iloc[0].to_dict(),),
        holds=lead and table["share"].iloc[1] > table["share"].iloc[2],
        missing=_unless(int(table["denominator"].sum()), "answers on the law that holds the provisions"),
    )


@tests("S18")
def african_anti_corruption_laws(e: Evidence) -> Computed:
    """African States with provisions in the anti-corruption law."""
    table = e.by_group("vehicle", "anti_corruption", not_applicable_is_no=True).set_index("regional_group")
    count, asked = int(table.at["african", "count"]), int(table.at["african", "denominator"])
    return Computed(
        f"{count} of {asked} African States",
        (count,),
        (table.loc["african"].to_dict(),),
        missing=_unless(asked, "answers on the law that holds the provisions"),
    )


@tests("S19")
def in_anti_money_laundering_laws(e: Evidence) -> Computed:
    """States with provisions in the anti-money-laundering law, in more than one group."""
    measure = e.share("vehicle", "anti_money_laundering", not_applicable_is_no=True)
    groups = e.by_group("vehicle", "anti_money_laundering", not_applicable_is_no=True)
    return of_measures(
        measure,
        holds=bool((groups["count"] > 0).sum() > 1),
        text=f"{described(measure)}: {groups_with(groups)}",
    )


@tests("S20")
def waemu_more_often(e: Evidence) -> Computed:
    """The share with provisions in the anti-money-laundering law, members of WAEMU beside other States."""
    table = e.by_group("vehicle", "anti_money_laundering", by="waemu", not_applicable_is_no=True).set_index("waemu")
    inside, outside = (table.loc[group].to_dict() for group in ("member", "not a member"))
    return of_measures(
        inside,
        outside,
        holds=inside["share"] > outside["share"],
        text=f"members {described(inside)}; others {described(outside)}",
    )


@tests("S21")
def without_legislation(e: Evidence) -> Computed:
    """States without legislation; with S15 they make up the whole."""
    without, having = e.share("legislation", "no"), e.share("legislation", "yes")
    return of_measures(without, holds=without["count"] + having["count"] == without["denominator"])


@tests("S22")
def obstacle(e: Evidence) -> Computed:
    """States that see the lack of legislation as an obstacle, and those of them drafting a law."""
    measure = e.share("obstacle", "yes")
    drafting = e.share("drafting", "yes", given={"obstacle": "yes"})
    return of_measures(
        measure,
        numbers=(measure["count"], drafting["count"]),
        text=f"{measure['count']}; {drafting['count']} drafting",
    )


@tests("S23")
def permitted(e: Evidence) -> Computed:
    """States that hold sharing to be allowed where it is not prohibited."""
    return of_measures(e.share("permitted", "yes"))


@tests("S24")
def rules_and_guidelines(e: Evidence) -> Computed:
    """Reviews that recommend rules; States that use guidelines instead."""
    return of_measures(e.share("rules_recommended", "yes"), e.share("guidelines", "yes"))


# Conditions, authorities, confidentiality


@tests("S25")
def conditions(e: Evidence) -> Computed:
    """Conditions met with; the highest minimum penalty in years; strict ones in the new reviews."""
    given = {"legislation": "yes"}
    table = shares(e.dataset.findings, "condition", universe=e.reviewed, given=given)
    met = int((table["count"] > 0).sum())
    years = e.dataset.findings.loc[e.dataset.findings["question"] == "penalty_years", "answer"]
    highest = max((int(y) for y in years if y.isdigit()), default=0)
    strict = "|".join(published("conditions").query("strictness == 'strict'")["condition"])
    new = e.share("condition", strict, universe=e.new, given=given)
    text = (
        f"{met} conditions; {highest} years; {new['count']} strict in {new['denominator']} new States with legislation"
    )
    return of_measures(new, numbers=(met, highest, new["count"]), text=text)


@tests("S26")
def single_authority(e: Evidence) -> Computed:
    """States that designate one authority; and those among the new reviews."""
    measure = e.share("single_authority", "yes")
    new = new_information(e.dataset.findings, "single_authority", "yes", universe=e.new).iloc[0].to_dict()
    return of_measures(
        measure,
        new,
        numbers=(measure["count"], new["count"]),
        text=f"{described(measure)}; new {described(new)}",
    )


@tests("S27")
def origins_and_channels(e: Evidence) -> Computed:
    """Information from financial intelligence units; diagonal sharing; informal channels."""
    return of_measures(e.share("origin", "fiu"), e.share("diagonal", "yes"), e.share("informal", "yes"))


@tests("S28")
def confidentiality(e: Evidence) -> Computed:
    """States that keep confidentiality on receipt; recommendations; and those among the new reviews."""
    kept, told = e.share("confidentiality", "yes"), e.share("confidentiality_recommended", "yes")
    new = new_information(e.dataset.findings, "confidentiality_recommended", "yes", universe=e.new).iloc[0].to_dict()
    return of_measures(kept, told, new, numbers=(new["count"],))


@tests("S38")
def vehicles_agree(e: Evidence) -> Computed:
    """Every State with legislation has it in one of the laws that S16, S18 and S19 speak of."""
    having = e.share("legislation", "yes")
    anywhere = e.share("vehicle", "|".join(codes_of("vehicle")), given={"legislation": "yes"})
    return of_measures(
        anywhere,
        holds=anywhere["count"] == having["count"],
        text=f"{anywhere['count']} of the {having['count']} States with legislation",
    )


# Published facts


@tests("S29")
def freezes(e: Evidence) -> Computed:
    """Jurisdictions listed with administrative freezes: States, and the European Union."""
    names = published("freezes")["name"]
    found = [resolve(name) for name in names]
    organisations = [f for f in found if isinstance(f, Unresolved) and "organisation" in f.reason]
    return Computed(
        f"{sum(map(bool, found))} States and {len(organisations)} organisation",
        (len(names),),
        holds=sum(map(bool, found)) + len(organisations) == len(names),
        method=LISTED,
        transcribed=True,
    )


@tests("S30")
def asset_recovery_networks(e: Evidence) -> Computed:
    """Asset recovery inter-agency networks listed, and the first of them."""
    table = published("networks").query("kind == 'asset_recovery'")
    first = table.loc[table["founded"].astype(int).idxmin()]
    return Computed(
        f"{len(table)} networks; first {first['network']} {first['founded']}",
        (len(table), int(first["founded"])),
        method=LISTED,
        transcribed=True,
    )


@tests("S31")
def focal_points(e: Evidence) -> Computed:
    """Focal points of the global network and their countries."""
    return _untestable("the list of focal points of the network, with their countries")


@tests("S32")
def egmont_group(e: Evidence) -> Computed:
    """Members of the Egmont Group."""
    return _untestable("the list of members of the Egmont Group in 2018")


@tests("S33")
def european_judicial_network(e: Evidence) -> Computed:
    """Contact points of the European Judicial Network."""
    return _untestable("the list of contact points of the European Judicial Network in 2018")


@tests("S34")
def hemispheric_network(e: Evidence) -> Computed:
    """The year of the hemispheric network."""
    return _untestable("a second source for the year; the paper is the only one held")


@tests("S35")
def iberred(e: Evidence) -> Computed:
    """Countries and official languages of IberRed."""
    return _untestable("the list of members of IberRed and its rules on languages")


@tests("S36")
def platforms(e: Evidence) -> Computed:
    """Regional judicial platforms and the Commonwealth network."""
    return _untestable("the members of the platforms and of the Commonwealth network")


@tests("S37")
def directory(e: Evidence) -> Computed:
    """The directory's counts as shares of the States parties on its day; the directory itself is not held."""
    table = published("directory")
    day = table["date"].iloc[0]
    parties = Universe(f"States parties on {day}", states_parties_on(day))
    first = share_of_total(int(table["count"].iloc[0]), parties, parties.name)
    text = f"of {len(parties)} States parties: " + "; ".join(
        per_cent(int(count) / len(parties), 0) for count in table["count"]
    )
    return Computed(
        text, measures=(first,), missing="the directory itself on that day, State by State", transcribed=True
    )


def _listed_respondents(edition: str) -> Computed:
    names = published("respondents").query("edition == @edition")["name"]
    respondents = published_respondents()
    parties = respondents.everyone
    states = {resolve(name).iso3 for name in names} & set(respondents.states["iso3"])
    return Computed(
        f"{len(states)} listed, all States parties"
        if len(states) == len(names)
        else f"{len(states)} of {len(names)} listed",
        (len(states),),
        (share_of_total(len(states), parties, parties.name),),
        method=LISTED,
        transcribed=True,
    )


def _reviews(e: Evidence, article: str, edition: str) -> Computed:
    reviews = e.dataset.reviews
    count = int(((reviews["article"] == article) & (reviews["edition"] == edition)).sum())
    return Computed(f"{count} reviews", (count,), missing=_unless(count, f"reviews of article {article} in {edition}"))


def _with_new(e: Evidence, question: str, answer: str) -> Computed:
    measure = e.share(question, answer)
    new = new_information(e.dataset.findings, question, answer, universe=e.new).iloc[0].to_dict()
    return of_measures(measure, new, numbers=(new["count"],), text=f"{described(measure)}; new {described(new)}")


def _yes(e: Evidence, article: str) -> pd.Series:
    rows = e.dataset.findings.query("question == 'legislation' and article == @article and record == 'review'")
    rows = rows[rows["answer"].isin(["yes", "no"])]
    return rows.set_index("iso3")["answer"] == "yes"


def _margin(name: str) -> float:
    return float(reference("margins").set_index("margin").at[name, "value"])


def _unless(count: int, missing: str) -> str:
    return "" if count else missing


def _untestable(missing: str) -> Computed:
    return Computed("not computed", missing=missing, method="none", transcribed=True)
