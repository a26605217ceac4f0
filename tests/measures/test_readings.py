"""Every sentence that the 2018 paper's readings make of findings is what plain Python counts, and turns when broken."""

import pytest

from analysis.measures.readings import Fields, reading
from tests.measures.plain import false_sentences


def test_the_readings_of_the_demonstration_are_true(demonstration):
    assert false_sentences(demonstration, reading) == []


@pytest.mark.parametrize(
    ("said", "instead", "turned"),
    [
        ("{legislation.low} and {legislation.high}", "{legislation.high} and {legislation.low}", "legislation"),
        ("{legislation.bound_low}", "{legislation.low}", "legislation"),
        ("coverage_46_by_group[least]", "coverage_46_by_group[top]", "coverage"),
        ("coverage_56.share < 0.1", "coverage_56.share >= 0.1", "coverage"),
        ("legislation_test.value > 0.05", "legislation_test.value > 0.001", "legislation_by_group"),
        ("legislation_weighted.share", "legislation_weighted.unweighted", "legislation_by_group"),
        ("[not a member].text", "[member].text", "waemu"),
        ("{conditions[top]", "{conditions[least]", "conditions"),
        ("{diagonal.text}", "{informal.text}", "authorities"),
    ],
)
def test_a_reading_that_is_broken_on_purpose_is_found(demonstration, said, instead, turned):
    fields, rows = Fields(demonstration), demonstration.layers.table("readings")

    def broken(name, _):
        parts = rows[rows["reading"] == name].itertuples()
        texts = [(part.only_if.replace(said, instead), part.text.replace(said, instead)) for part in parts]
        return fields.language.sentences(fields.sentence(*text) for text in texts)

    assert [name for name, *_ in false_sentences(demonstration, broken)] == [turned]
