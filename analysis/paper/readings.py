"""Paragraphs that read the statistics out: every number in them is computed here and now."""

from __future__ import annotations

from collections.abc import Callable

from analysis.dataset import Dataset
from analysis.paper.consistency import FAILS, consistency
from analysis.paper.evidence import Evidence, described
from analysis.paper.statements import statements
from analysis.paper.wording import number, per_cent, points, share_text
from analysis.reference import published, reference
from analysis.schema import labels_of
from analysis.statistics.comparisons import against_rest, compare, fisher_freeman_halton
from analysis.statistics.coverage import post_stratified, rates
from analysis.statistics.networks import directory_shares, networks_founded
from analysis.statistics.shares import shares
from analysis.statistics.universes import published_respondents, states_reviewed


def caveat(name: str) -> str:
    """Return the words of a caveat, from data/reference/caveats.csv."""
    return reference("caveats").set_index("caveat").at[name, "text"]


def rows_read(dataset: Dataset) -> str:
    """What was read, what is tidy, what was set aside."""
    rows = dataset.rows
    return (
        f"{rows['read']:,} rows were read from {len(dataset.sources)} files: {rows['tidy']:,} stand in the tidy tables "
        f"and {rows['set aside']:,} were set aside, each with a reason in the table of issues."
    )


def coverage(dataset: Dataset) -> str:
    """How much of the States parties the reviews cover."""
    groups, six = rates(states_reviewed(dataset)), rates(states_reviewed(dataset, "56"))
    least = groups.loc[groups["share"].idxmin()]
    return (
        f"Reviews of article 46(4)-(5) cover {share_text(int(groups['count'].sum()), int(groups['denominator'].sum()))} "
        f"States parties, and at the least {per_cent(least['share'])} of a group ({labels_of('regional_group')[least['regional_group']]}). "
        f"Article 56 was reviewed in {number(int(six['count'].sum()))} States: too few to conclude from. {caveat('reviews')}"
    )


def response_rate(dataset: Dataset) -> str:
    """Who answered the note verbale."""
    table = rates(published_respondents())
    top = table.loc[table["share"].idxmax()]
    return (
        f"The paper lists {table['count'].sum()} respondents among {table['denominator'].sum()} States parties "
        f"({per_cent(table['count'].sum() / table['denominator'].sum())}); the rate is highest among the "
        f"{labels_of('regional_group')[top['regional_group']]} ({share_text(top['count'], top['denominator'])}). {caveat('self_selected')}"
    )


def legislation(dataset: Dataset) -> str:
    """The share with dedicated legislation, its interval and its bounds."""
    m = Evidence(dataset).share("legislation", "yes")
    return (
        f"{described(m)} States reviewed have dedicated legislation. If the {m['population'] - m['denominator']} States parties "
        f"without an answer are like them, the share of all {m['population']} lies between {per_cent(m['low'])} and {per_cent(m['high'])} "
        f"({m['method']}, {m['level']:.0%}); whatever they are like, between {per_cent(m['bound_low'])} and {per_cent(m['bound_high'])}."
    )


def legislation_by_group(dataset: Dataset) -> str:
    """Whether groups differ, and what could have been seen."""
    table = shares(dataset.findings, "legislation", "yes", universe=states_reviewed(dataset), by="regional_group")
    p = fisher_freeman_halton(table["count"], table["denominator"])
    rest = against_rest(table, "regional_group")
    apart = rest[rest["p_holm"] <= 0.05]
    named = ", ".join(labels_of("regional_group")[g] for g in apart["regional_group"]) or "no group"
    weighted = post_stratified(table)
    return (
        f"Taken together, the shares differ between groups more than chance alone would make likely at p = {p:.3f} "
        f"(Fisher-Freeman-Halton, exact). Each group against the rest, with Holm's correction: {named} at five per cent; "
        f"a group of these sizes can only show differences of {points(rest['detectable'].min(), 0)} or more. "
        f"Weighted to the true sizes of the groups the share is {per_cent(weighted['share'])}, unweighted "
        f"{per_cent(weighted['unweighted'])}. {caveat('small_groups')}"
    )


def vehicles(dataset: Dataset) -> str:
    """Where the provisions stand."""
    table = shares(dataset.findings, "vehicle", universe=states_reviewed(dataset), given={"legislation": "yes"})
    parts = [
        f"{labels_of('vehicle')[r.answer]}: {share_text(r.count_, r.denominator)}"
        for r in table.rename(columns={"count": "count_"}).itertuples()
    ]
    return "Of the States with dedicated legislation, as one State can use several laws: " + "; ".join(parts) + "."


def waemu(dataset: Dataset) -> str:
    """WAEMU beside other States."""
    t = shares(
        dataset.findings,
        "vehicle",
        "anti_money_laundering",
        universe=states_reviewed(dataset),
        by="waemu",
        not_applicable_is_no=True,
    ).set_index("waemu")
    inside, outside = t.loc["member"], t.loc["not a member"]
    both = compare(inside["count"], inside["denominator"], outside["count"], outside["denominator"]).iloc[0]
    return (
        f"Members of WAEMU: {described(inside)}; other States: {described(outside)}. The difference lies between "
        f"{points(both['low'])} and {points(both['high'])} (Newcombe); p = {both['p']:.4f} (Fisher, exact)."
    )


def conditions(dataset: Dataset) -> str:
    """Conditions in legislation."""
    t = shares(dataset.findings, "condition", universe=states_reviewed(dataset), given={"legislation": "yes"})
    top = t.loc[t["count"].idxmax()]
    strict = set(published("conditions").query("strictness == 'strict'")["condition"])
    return (
        f"The most frequent condition is {labels_of('condition')[top['answer']].lower()} ({described(top)}). Each of the "
        f"{number(len(strict))} stricter conditions is met in at most {t.loc[t['answer'].isin(strict), 'count'].max()} States."
    )


def authorities(dataset: Dataset) -> str:
    """Authorities, channels and confidentiality."""
    e = Evidence(dataset)
    return (
        f"One authority for all transmissions: {described(e.share('single_authority', 'yes'))}. Information from financial "
        f"intelligence units: {described(e.share('origin', 'fiu'))}; diagonal sharing: {described(e.share('diagonal', 'yes'))}; informal "
        f"channels: {described(e.share('informal', 'yes'))}. Confidentiality kept on receipt: {described(e.share('confidentiality', 'yes'))}. "
        "States whose record does not address a question are in no denominator."
    )


def networks(dataset: Dataset) -> str:
    """Founding of the networks."""
    t = networks_founded()
    own = t[t["kind"] == "asset_recovery"]
    return (
        f"{number(len(own)).capitalize()} asset recovery inter-agency networks were founded from {own['founded'].min()} to {own['founded'].max()}; "
        f"the oldest network named is the {t['network'].iloc[0]} ({t['founded'].iloc[0]}). {caveat('founding')} {caveat('transcribed')}"
    )


def directory(dataset: Dataset) -> str:
    """The directory as shares of the States parties."""
    t = directory_shares()
    top, low = t.loc[t["share"].idxmax()], t.loc[t["share"].idxmin()]
    label = labels_of("directory")
    return (
        f"Of {top['denominator']} States parties on {top['date']}, {per_cent(top['share'], 0)} had named a "
        f"{label[top['entry']].lower()} and {per_cent(low['share'], 0)} a {label[low['entry']].lower()}. {caveat('directory')} {caveat('transcribed')}"
    )


def ledger(dataset: Dataset) -> str:
    """The verdicts counted, and the checks that fail."""
    counts = statements(dataset)["verdict"].value_counts()
    checks = consistency()
    failed = checks[checks["outcome"] == FAILS]
    return (
        "Of the paper's statements, " + "; ".join(f"{n} {v}" for v, n in counts.items()) + ". "
        f"Held against itself, the paper fails {number(len(failed))} of {len(checks)} checks: "
        + "; ".join(f"{r.compares} ({r.finding})" for r in failed.itertuples())
        + "."
    )


READINGS: dict[str, Callable[[Dataset], str]] = {
    f.__name__: f
    for f in (
        rows_read,
        coverage,
        response_rate,
        legislation,
        legislation_by_group,
        vehicles,
        waemu,
        conditions,
        authorities,
        networks,
        directory,
        ledger,
    )
}
