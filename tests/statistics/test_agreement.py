import numpy as np
import pandas as pd
import pytest

from analysis.statistics.agreement import agreement, coefficients, masi, overall

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C: four observers, twelve units.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_krippendorffs_examples():
    two = coefficients(list("0100000000"), list("1110010100"), draws=0)
    assert two["agree"] == pytest.approx(0.6) and two["alpha"] == pytest.approx(0.095, abs=5e-4)
    letters = coefficients(list("aabbdcccedda"), list("babbbccceddd"), draws=0)
    assert letters["alpha"] == pytest.approx(0.692, abs=5e-4)
    assert coefficients(*FOUR, draws=0)["alpha"] == pytest.approx(0.743, abs=5e-4)
    assert coefficients(*FOUR, order=[1, 2, 3, 4, 5], draws=0)["alpha"] == pytest.approx(0.815, abs=5e-4)


def test_gwets_examples():
    """Gwet 2014: AC1 of the four raters 0.77544, of the three diagnoses by two abstractors 0.8493."""
    assert coefficients(*FOUR, draws=0)["ac1"] == pytest.approx(0.77544, abs=5e-6)
    table = {("ectopic", "ectopic"): 13, ("aiu", "aiu"): 20, ("aiu", "niu"): 7, ("niu", "aiu"): 4, ("niu", "niu"): 56}
    first, second = zip(*(pair for pair, times in table.items() for _ in range(times)), strict=True)
    assert coefficients(first, second, draws=0)["ac1"] == pytest.approx(0.8493, abs=5e-5)


def test_distances_of_sets():
    """Passonneau 2006: alike 0; one within the other, two of four codes: 1 - 1/2 x 2/3; overlap, one of three: 1 - 1/3 x 1/3."""
    a, b = frozenset("ab"), frozenset("abcd")
    assert masi(a, a) == 0 and masi(a, b) == masi(b, a) == pytest.approx(2 / 3)
    assert masi(a, frozenset("bc")) == pytest.approx(8 / 9) and masi(a, frozenset("cd")) == 1


def test_rare_answers_are_why_alpha_and_agreement_part():
    rare = coefficients(pd.Series(["no"] * 19 + ["yes"]), pd.Series(["no"] * 18 + ["yes", "no"]))
    assert rare["agree"] == 0.9 and rare["alpha"] < 0 and rare["ac1"] > 0.85 and "rare" in rare["why"]
    assert rare["ac1_low"] < rare["ac1"] < rare["ac1_high"] and rare["alpha_low"] <= rare["alpha"] < rare["alpha_high"]


def test_the_intervals_are_those_of_units_drawn_again():
    """Against a plain loop over the same draws."""
    random = np.random.default_rng(3)
    a = random.choice(list("xyz"), 30)
    b = np.where(random.random(30) < 0.7, a, random.choice(list("xyz"), 30))
    drawn = np.random.default_rng(2018).multinomial(30, np.full(30, 1 / 30), size=200)
    again = [coefficients(np.repeat(a, times), np.repeat(b, times), draws=0) for times in drawn]
    found = coefficients(a, b, draws=200)
    for name in ("ac1", "alpha"):
        low, high = np.quantile([one[name] for one in again], [0.025, 0.975])
        assert (found[f"{name}_low"], found[f"{name}_high"]) == pytest.approx((low, high), abs=1e-9)
    assert coefficients(a, b, draws=200) == found


def test_nothing_read_differently_has_no_interval():
    alike = coefficients(list("yyn"), list("yyn"))
    assert alike["alpha"] == alike["ac1"] == 1 and np.isnan(alike["alpha_low"]) and "no interval" in alike["why"]
    one = coefficients(list("yyy"), list("yyy"))
    assert np.isnan(one["alpha"]) and one["agree"] == 1 and "not defined" in one["why"]


def test_lists_that_cannot_be_compared():
    with pytest.raises(ValueError, match="equally long"):
        coefficients(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="two coders"):
        coefficients(["a", None], [None, "b"])


def test_every_question_of_the_demonstration(demonstration):
    table = agreement(
        demonstration.codings, "A", "B", several=["condition", "vehicle"], orders={"penalty_years": ["1", "2", "5"]}
    )
    assert table["question"].tolist() == sorted(demonstration.codings["question"].unique())
    row = table.set_index("question").loc["informal"]
    assert (row["units"], row["agree"]) == (40, 0.875) and row["alpha_low"] < row["alpha"] < row["alpha_high"]


def test_sets_that_nearly_agree_count_as_nearly_agreeing():
    codings = pd.DataFrame(
        [
            (f"X{i}", "review", "46", "condition", coder, answer)
            for i, pair in enumerate(["a;b a;b;c", "c c", "a a", "b c"])
            for coder, answer in zip("AB", pair.split(), strict=True)
        ],
        columns=["unit", "record", "topic", "question", "coder", "answer"],
    )
    whole, sets = (agreement(codings, "A", "B", several=several).iloc[0] for several in ((), ("condition",)))
    assert sets["alpha"] > whole["alpha"] and sets["agree"] == whole["agree"] == 0.5


def test_alpha_of_sets_is_krippendorff_s_with_masi_as_distance():
    """By his definition: one less observed over expected distance, each pair of values in turn."""
    sets = [frozenset(x) for x in ("a", "ab", "b", "c")]
    first, second = [sets[0], sets[1], sets[2], sets[3]], [sets[1], sets[1], sets[2], sets[3]]
    values = [*first, *second]
    observed = sum(2 * masi(x, y) for x, y in zip(first, second, strict=True)) / len(values)
    pairs = [(x, y) for i, x in enumerate(values) for j, y in enumerate(values) if i != j]
    expected = sum(masi(x, y) for x, y in pairs) / len(pairs)
    assert coefficients(first, second, draws=0)["alpha"] == pytest.approx(1 - observed / expected)


def _codings(*questions):
    rows = [
        (f"X{i}", "review", "46", f"q{n}", coder, answer)
        for n, pairs in enumerate(questions)
        for i, pair in enumerate(pairs.split())
        for coder, answer in zip("AB", pair.split("/"), strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "record", "topic", "question", "coder", "answer"])


def test_over_all_questions_it_is_the_mean_weighted_by_pairs():
    codings = _codings("y/y y/n n/n n/n", "y/y n/y")
    whole, each = overall(codings, "A", "B"), agreement(codings, "A", "B").set_index("question")
    assert (whole["questions"], whole["units"], whole["agree"]) == (2, 6, pytest.approx(4 / 6))
    for name in ("ac1", "alpha"):
        assert whole[name] == pytest.approx((4 * each.at["q0", name] + 2 * each.at["q1", name]) / 6)
    assert whole["ac1_low"] < whole["ac1"] < whole["ac1_high"] and overall(codings, "A", "B") == whole
    alone = overall(_codings("y/y y/n n/n n/n n/y"), "A", "B")
    assert {k: v for k, v in alone.items() if k != "questions"} == pytest.approx(
        {k: v for k, v in coefficients(list("yynnn"), list("ynnny")).items() if k != "why"}
    )
    with pytest.raises(ValueError, match="two coders"):
        overall(codings, "A", "C")
