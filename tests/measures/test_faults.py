"""Faults in the tables of a paper are said before a report is made."""

import re

import pytest

from analysis.dataset import open_dataset
from analysis.measures.faults import faults
from analysis.papers import papers

HEADS = {
    "measures": "measure,label,kind,universe,question,answers",
    "claims": "claim,statement,kind,measures,value",
    "charts": "chart,title,drawing,measures",
    "codebook": "question,theme,topics,answers,several,asked_if,silence,label,text",
    "codes": "list,code,label,rank",
    "lists": "list,name,kind,value",
    "checks": "check,place,compares,kind,expression",
    "margins": "margin,value",
    "quantifiers": "word,shares,counts",
}


def test_the_papers_that_come_with_the_suite_have_none(demonstration, tmp_path):
    from analysis.blank import lay_out

    assert faults(demonstration) == []
    for paper in papers():
        lay_out(tmp_path / paper, paper)
        assert faults(open_dataset(tmp_path / paper)) == []


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("measures", "x,X,share,reviewed_46,legislatoin,yes", "measures.csv, x: .*legislatoin"),
        ("measures", "x,X,shares,reviewed_46,legislation,yes", "measures.csv, x: .*shares"),
        ("claims", "X1,S99,word,legislation,most", "claims.csv, X1: “S99” is no statement"),
        ("claims", "X1,S15,wrod,legislation,most", "claims.csv, X1: “wrod” is no kind; did you mean “word”"),
        (
            "claims",
            "X1,S15,word,legislatoin,most",
            "claims.csv, X1: “legislatoin” is no measure; did you mean “legislation”",
        ),
        ("charts", "x,X,bars,vehicle_shares", "charts.csv, x: “vehicle_shares” is no measure"),
        ("codebook", "x,law,46,yes_no,no,law=yes,,X,X", "codebook.csv, x: asked_if names no question"),
        ("codebook", "x,law,46,yes_no,no,legislation=ja,,X,X", "codebook.csv, x: .*ja"),
        ("codebook", "x,law,46,yes_no,no,,nothing,X,X", "codebook.csv, x: silence is “nothing”; .*open, no"),
        ("codebook", "x,law,46,vehicle,no,,no,X,X", "codebook.csv, x: silence is “no”, which is no answer"),
        ("codes", "grades,low,Low,first", "codes.csv, grades low: .*“first” is no whole number"),
        ("codes", "grades,low,Low,1.5", "codes.csv, grades low: .*“1.5” is no whole number"),
        ("lists", "networks,CARIN,,about 2004", "measures.csv, .*: lists.csv, CARIN.*: “about 2004” is no number"),
        ("margins", "a_third,third", "margins.csv, a_third: “third” is no number"),
        ("quantifiers", "a lot,much,", "quantifiers.csv, a lot: “much” is no range of shares"),
        ("checks", "X1,P1,x,alike,S05; S07 by article (", "checks.csv, X1: .*pattern"),
        (
            "checks",
            "X1,P1,x,aliek,S05; S07 by article",
            "checks.csv, X1: “aliek” is no kind of check; did you mean “alike”",
        ),
        ("checks", "X1,P1,x,alike,S05; S99 by article", "checks.csv, X1: .*S99"),
        ("checks", "X1,P1,x,must,S02a = S99", "checks.csv, X1: .*S99"),
        ("checks", "X1,P1,x,least,networks value", "checks.csv, X1: .*networks value"),
        ("checks", "X1,P1,x,order,networks by day", "checks.csv, X1: "),
    ],
)
def test_a_fault_is_said_with_its_place(world_folder, table, row, said):
    (world_folder / f"{table}.csv").write_text(f"{HEADS[table]}\n{row}\n", encoding="utf-8")
    (found,) = faults(open_dataset(world_folder))
    assert re.search(said, found), found


def test_entities_that_no_universe_can_hold_are_named(world_folder):
    with (world_folder / "entities.csv").open("a") as file:
        file.write("XZZ,member,Demo State XZZ,\n")
    (fault,) = faults(open_dataset(world_folder))
    assert re.search(r"1 of 13 .*\(XZZ\).*memberships.csv.*uncac = party", fault)
    with (world_folder / "memberships.csv").open("a") as file:
        file.write("XZZ,uncac,party,2010-01-01,,invented,\n")
    assert faults(open_dataset(world_folder)) == []
