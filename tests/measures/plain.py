"""What the readings of the 2018 paper claim, made again from the tidy tables in plain Python, with nothing of `analysis`.

Each function gives the sentences of a reading as patterns: what a true one says, word for word, its numbers in place;
nothing where no record says anything.
"""

import re
from collections import Counter, defaultdict
from math import comb

import numpy as np
from scipy.stats import hypergeom

NO_ANSWER = {"not_reviewed", "not_applicable", "not_addressed", "unreadable", "unsettled"}
GROUPS = {
    "african": "African States",
    "asia_pacific": "Asia-Pacific States",
    "eastern_european": "Eastern European States",
    "latin_american_caribbean": "Latin American and Caribbean States",
    "western_european_other": "Western European and other States",
}
WORDS = ["0", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


class Plain:
    """The reviews of a dataset as sets and dicts: States parties by group, those reviewed, and what each review says."""

    def __init__(self, dataset):
        parties = dataset.entities[dataset.entities["uncac"] == "party"]
        self.group = dict(zip(parties["code"], parties["regional_group"], strict=True))
        self.waemu = set(parties.loc[parties["waemu"] == "member", "code"])
        self.reviewed = {
            topic: set(dataset.reviews.loc[dataset.reviews["topic"] == topic, "entity"]) & set(self.group)
            for topic in ("46", "56")
        }
        latest = {}
        for row in dataset.reviews[dataset.reviews["topic"] == "46"].sort_values("date", kind="stable").itertuples():
            latest[row.entity] = row.unit
        self.said = defaultdict(lambda: defaultdict(set))
        for row in dataset.findings[dataset.findings["record"] == "review"].itertuples():
            if latest.get(row.entity) == row.unit and row.entity in self.group:
                self.said[row.question][row.entity].add(row.answer)

    def answered(self, question, given=None):
        """Entities with a usable answer to a question; of those alone that it is for, where it follows from another."""
        return {
            entity: answers - NO_ANSWER
            for entity, answers in self.said[question].items()
            if answers - NO_ANSWER and (given is None or entity in given)
        }

    def with_law(self):
        return {entity for entity, answers in self.answered("legislation").items() if "yes" in answers}


def share(count, whole):
    """A share as the readings print it; per cent to one decimal, halves to the even digit as floats have it."""
    if not whole:
        return "nobody answered"
    return rf"{count} of {whole} \({per_cent(count / whole)}\)"


def per_cent(value):
    return re.escape(f"{100 * value:.1f} per cent")


def best(shares, least=False):
    """The keys with the highest (or lowest) share, in order, and that share."""
    known = {key: count / whole for key, (count, whole) in shares.items() if whole}
    extreme = (min if least else max)(known.values())
    return [key for key in known if known[key] == extreme], extreme


def interval(count, sample, size):
    """The counts of a population that a sample without replacement does not refute at 2.5 per cent a side, by trying all."""
    fits = [
        whole
        for whole in range(count, size - (sample - count) + 1)
        if hypergeom.sf(count - 1, size, whole, sample) > 0.025 and hypergeom.cdf(count, size, whole, sample) > 0.025
    ]
    return min(fits) / size, max(fits) / size


def coverage(plain):
    parties, of_46, of_56 = plain.group, plain.reviewed["46"], plain.reviewed["56"]
    sizes = Counter(parties.values())
    by_group = {group: (sum(parties[e] == group for e in of_46), sizes[group]) for group in GROUPS}
    lowest, value = best(by_group, least=True)
    number = len(of_56)
    yield (
        rf"Reviews of article 46\(4\)-\(5\) cover {share(len(of_46), len(parties))} States parties, and at the least "
        rf"{per_cent(value)} of a group \({'; '.join(GROUPS[group] for group in lowest)}\)\. "
        rf"Article 56 was reviewed in {WORDS[number] if number < 10 else number} States\."
    )
    if number / len(parties) < 0.1:
        yield r"Too few reviews of article 56 to conclude from\."


def legislation(plain):
    answered, law, size = plain.answered("legislation"), plain.with_law(), len(plain.group)
    count, sample = len(law), len(answered)
    if not sample:
        return
    low, high = interval(count, sample, size)
    yield (
        rf"{share(count, sample)} States reviewed have dedicated legislation\. If the {size - sample} States parties without "
        rf"an answer are like them, the share of all {size} lies between {per_cent(low)} and {per_cent(high)} "
        r"\(exact finite population, 95 per cent\); whatever they are like, between "
        rf"{per_cent(count / size)} and {per_cent((count + size - sample) / size)}\."
    )


def legislation_by_group(plain):
    """Rare or no surprise: by dealing the laws anew, where that tells."""
    answered, law = plain.answered("legislation"), plain.with_law()
    sizes = Counter(plain.group[entity] for entity in answered)
    chance = dealt(sizes, Counter(plain.group[entity] for entity in law))
    told = r"(rare|no surprise) \(p.+"
    if chance is not None and abs(chance - 0.05) > 0.02:
        told = (
            r"rare \(p (= 0\.0[0-4]\d|= 0\.050|below 0\.001|&lt; 0\.001|< 0\.001)"
            if chance <= 0.05
            else r"no surprise \(p = (0\.\d+|1\.000)"
        )
    if chance is not None:
        yield rf"Had the laws been dealt .+ would be {told}, Fisher-Freeman-Halton, exact\)\."
    if answered:
        parties = {group: n for group, n in Counter(plain.group.values()).items() if sizes[group]}
        held = sum(parties.values())
        weighted = (
            sum(n * sum(plain.group[e] == group for e in law) / sizes[group] for group, n in parties.items()) / held
        )
        yield (
            rf"Weighted to the true sizes of the groups the share is {per_cent(weighted)}, "
            rf"unweighted {per_cent(len(law) / len(answered))}\."
        )
        if held < len(plain.group):
            yield rf"The groups with any answer hold {per_cent(held / len(plain.group))} of the States parties; .+ weight\."


def dealt(sizes, laws, times=20_000):
    """How often laws dealt at random among groups fall as unlikely as they did (Fisher-Freeman-Halton); None: no answer."""
    groups = [group for group, size in sizes.items() if size]
    total = sum(laws.values())
    if len(groups) < 2 or not 0 < total < sum(sizes.values()):
        return 1.0 if groups else None
    n = np.array([sizes[group] for group in groups])
    log_choose = [np.log([float(comb(size, k)) for k in range(size + 1)]) for size in n.tolist()]
    draws = np.random.default_rng(1).multivariate_hypergeometric(n, total, size=times)

    def weight(rows):
        return sum(table[rows[..., i]] for i, table in enumerate(log_choose))

    seen = weight(np.array([laws[group] for group in groups]))
    return float((weight(draws) <= seen + 1e-7).mean())


def vehicles(plain):
    rows = plain.answered("vehicle", plain.with_law())
    if not rows:
        return
    labels = {
        "general_law": "Mutual legal assistance act or code of criminal procedure",
        "anti_corruption": "Anti-corruption law",
        "anti_money_laundering": "Anti-money-laundering law",
        "other_law": "Another law",
    }
    each = (
        f"{label}: {share(sum(code in answers for answers in rows.values()), len(rows))}"
        for code, label in labels.items()
    )
    yield rf"Of the States with dedicated legislation, as one State can use several laws: {'; '.join(each)}\."


def waemu(plain):
    """States without legislation have none in that law either, once any State with legislation says where its law stands."""
    law = plain.with_law()
    rows = plain.answered("vehicle", law)
    if not rows:
        return
    without = set(plain.answered("legislation")) - law
    without |= {e for e, said in plain.said["vehicle"].items() if "not_applicable" in said and e not in rows}
    everyone = set(rows) | without
    of = {
        inside: (
            sum("anti_money_laundering" in rows.get(e, ()) for e in everyone if (e in plain.waemu) is inside),
            sum((e in plain.waemu) is inside for e in everyone),
        )
        for inside in (True, False)
    }
    told = {inside: share(*counts) if counts[1] else "nobody answered" for inside, counts in of.items()}
    yield rf"Members of WAEMU: {told[True]}; other States: {told[False]}\."


def conditions(plain, labels, strict):
    rows = plain.answered("condition", plain.with_law())
    met = {code: (sum(code in answers for answers in rows.values()), len(rows)) for code in labels}
    if not rows:
        return
    first, value = best(met)
    if value:
        names = "; ".join(re.escape(labels[code][:1].lower() + labels[code][1:]) for code in first)
        yield rf"The most frequent condition is {names} \({share(*met[first[0]])}\)\."
    most = max(met[code][0] for code in strict)
    yield rf"Each of the {WORDS[len(strict)]} stricter conditions is met in at most {most} State{'s' * (most != 1)}\."


def authorities(plain):
    if not any(map(plain.answered, ("single_authority", "origin", "diagonal", "informal", "confidentiality"))):
        yield r"There is nothing to count yet: nobody answered \(.*\)\."
        return

    def yes(question, code="yes"):
        rows = plain.answered(question)
        return share(sum(code in answers for answers in rows.values()), len(rows))

    yield (
        rf"One authority for all transmissions: {yes('single_authority')}\. Information from financial intelligence units: "
        rf"{yes('origin', 'fiu')}; diagonal sharing: {yes('diagonal')}; informal channels: {yes('informal')}\. "
        rf"Confidentiality kept on receipt: {yes('confidentiality')}\. "
        r"States whose record does not address a question are in no denominator\."
    )


def false_sentences(dataset, reading):
    """Return what the readings of a dataset say otherwise than plain Python, or beyond it: reading, wanted, said."""
    plain = Plain(dataset)
    claims = {
        "coverage": coverage(plain),
        "legislation": legislation(plain),
        "legislation_by_group": legislation_by_group(plain),
        "vehicles": vehicles(plain),
        "waemu": waemu(plain),
        "conditions": conditions(plain, dataset.layers.labels("condition"), dataset.layers.codes("strict_condition")),
        "authorities": authorities(plain),
    }
    false = []
    for name, wanted in claims.items():
        patterns, said = list(wanted), reading(name, dataset)
        for caveat in dataset.layers.table("caveats")["text"]:
            said = said.replace(caveat, "")
        if patterns and not re.fullmatch(r"\s*".join(patterns), said.strip()):
            false.append((name, patterns, said))
    return false
