"""Faults in the tables of a paper are said before a report is made."""

import re

import pytest

from analysis.dataset import open_dataset
from analysis.errors import DataError
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
    "spellings": "list,spelling,code",
    "aliases": "alias,code",
    "memberships": "code,grouping,member_of,from,until,source,note",
    "readings": "reading,part,only_if,text",
    "universes": "universe,name,unit,record,population,where,topic,edition",
}


FAULTS = [
    ("measures", "x1,X,share,reviewed_46,legislatoin,yes", "measures.csv, x1: .*legislatoin"),
    ("measures", "x2,X,shares,reviewed_46,legislation,yes", "measures.csv, x2: .*shares"),
    ("claims", "x3,S99,word,legislation,most", "claims.csv, x3: “S99” is no statement"),
    ("claims", "x4,S15,wrod,legislation,most", "claims.csv, x4: “wrod” is no kind; did you mean “word”"),
    (
        "claims",
        "x5,S15,word,legislatoin,most",
        "claims.csv, x5: “legislatoin” is no measure; did you mean “legislation”",
    ),
    ("charts", "x6,X,bars,vehicle_shares", "charts.csv, x6: “vehicle_shares” is no measure"),
    ("codebook", "x7,law,46,yes_no,no,law=yes,,Law x7,X", "codebook.csv, x7: asked_if names no question"),
    ("codebook", "x8,law,46,yes_no,no,legislation=ja,,Law x8,X", "codebook.csv, x8: .*ja"),
    ("codebook", "x9,law,46,yes_no,no,,nothing,Law x9,X", "codebook.csv, x9: silence is “nothing”; .*open, no"),
    ("codebook", "x10,law,46,vehicle,no,,no,Law x10,X", "codebook.csv, x10: silence is “no”, which is no answer"),
    ("codes", "grades,low,Low,first", "codes.csv, grades low: .*“first” is no whole number"),
    ("codes", "marks,low,Low,1.5", "codes.csv, marks low: .*“1.5” is no whole number"),
    ("lists", "networks,CARIN,,about 2004", "measures.csv, .*: lists.csv, CARIN.*: “about 2004” is no number"),
    ("margins", "a_third,third", "margins.csv, a_third: “third” is no number"),
    ("quantifiers", "a lot,much,", "quantifiers.csv, a lot: “much” is no range of shares"),
    ("checks", "x16,P1,x,alike,S05; S07 by article (", "checks.csv, x16: .*pattern"),
    (
        "checks",
        "x17,P1,x,aliek,S05; S07 by article",
        "checks.csv, x17: “aliek” is no kind of check; did you mean “alike”",
    ),
    ("checks", "x18,P1,x,alike,S05; S99 by article", "checks.csv, x18: .*S99"),
    ("checks", "x19,P1,x,must,S02a = S99", "checks.csv, x19: .*S99"),
    ("checks", "x20,P1,x,least,networks value", "checks.csv, x20: .*networks value"),
    ("checks", "x21,P1,x,order,networks by day", "checks.csv, x21: "),
    ("spellings", "yes_no,Oui mais,oui", "spellings.csv, Oui mais: “oui” is no code of yes_no"),
    ("memberships", "XXA,uncac,party,,,,", "memberships.csv: “XXA” is no entity"),
    ("memberships", "XCA,eu,membr,,,,", "memberships.csv: “membr” is no group of “eu”; did you mean “member”"),
    ("universes", "round,Round,entity,,about,", "universes.csv, round: a universe is no part of itself"),
    ("universes", "about,About,entity,,round,", "universes.csv, about: a universe is no part of itself"),
    ("universes", "u42,X,entity,,parties,uncac = partei", "u42: “partei” is no uncac; did you mean “party”"),
    ("universes", "u43,X,entity,,parties,kind != membre", "u43: “membre” is no kind; did you mean “member”"),
    ("universes", "u44,X,review,review,,,64", "u44: “64” is no topic; .*46"),
    ("universes", "u45,X,review,review,,,46,2081", "u45: “2081” is no edition; .*first, latest, 2017, 2018"),
    ("memberships", "XCA,eu,member,2024-01-01,2020-01-01,,", "XCA in member: it is until 2020-01-01, which is before"),
    ("readings", "r47,1,,On {day.requset}.", "r47: “{day.requset}”: paper.toml names no day .* “request”"),
    ("aliases", "Cestria,XZZ", "aliases.csv: “XZZ” is no entity"),
    ("claims", "c30,S15,word,legislation,about a ninth", "claims.csv, c30: “about a ninth” is no word"),
    ("codes", "scale,poor,Poor,", "codes.csv, scale poor: it has no rank, which the measure m31"),
    ("codes", "scale,good,Good,2", ""),
    ("codebook", "grade,law,46,scale,no,,,Law grade,X", ""),
    ("claims", "c31,S15,figure,legislation,a fifth", "claims.csv, c31: “a fifth” is no figure in per cent"),
    ("claims", "c32,S15,number,legislation,some", "claims.csv, c32: “some” is no whole number"),
    (
        "readings",
        "r33,1,,It is {legislation.shaer}.",
        "readings.csv, r33: The measure “legislation” has no field “shaer”",
    ),
    ("readings", "r34,1,,It is {legislation}.", "readings.csv, r34: “{legislation}” cannot be read"),
    (
        "readings",
        "r35,1,,It is {legislation.share:word}.",
        "readings.csv, r35: “word” is no form of a field; did you mean “words”",
    ),
    (
        "readings",
        "r36,1,legislation.share above 0.1,Many.",
        "readings.csv.*: the condition “legislation.share above 0.1”",
    ),
    ("readings", "r37,1,,In all {ledger.row}.", "readings.csv, r37: “ledger” has no field “row”"),
    ("charts", "x38,{legislatoin.share} of all,bars,legislation", "charts.csv, x38: There is no measure “legislatoin”"),
    ("codes", "scale,fine,GOOD,3", "codes.csv, scale good and fine: “Good” is the label of each"),
    ("codes", "scale,dont,It isn’t good,4", "codes.csv, scale dont and isnt: “It isn.t good” is the label of each"),
    ("codes", "scale,isnt,It isn't good,5", ""),
    ("codebook", "x40,law,46,yes_no,no,,,x8,X", ""),
    ("codebook", "x41,law,46,yes_no,no,,,x8,X", "codebook.csv, x40 and x41: “x8” is the label of each"),
    ("measures", "m31,X,share,reviewed_46,grade,>= good", ""),
    ("measures", "m51,X,rate,reviewed_46,,yes", "m51: answers is “yes”, but a rate reads no other than by"),
    ("measures", "m52,X,share,reviewed_46,,yes", "m52: a share has a question, and none is named"),
    ("measures", "m53,X,paired,reviewed_46,legislation,yes", "m53: a paired has two universes, joined by “;”, not 1"),
    ("measures", "m54,X,sum,reviewed_46,legislation,", "m54: the answers to “legislation” are no numbers"),
    ("measures", "m55,X,test,reviewed_46,legislation,yes; no", "m55: a test counts one answer .* not 2"),
    ("measures", "m56,X,at_least,reviewed_46,legislation,2 of yes", "m56: “2 of” asks for .*; there are 1"),
    ("codebook", "x57,law,46,yes_no,no,legislation,,Law x57,X", "codebook.csv, x57: asked_if names an answer, such as"),
]


def test_the_papers_that_come_with_the_suite_have_none(demonstration, tmp_path):
    from analysis.blank import lay_out

    assert faults(demonstration) == []
    for paper in papers():
        lay_out(tmp_path / paper, paper)
        assert faults(open_dataset(tmp_path / paper)) == []


def test_each_fault_is_said_with_its_place_beside_all_others(world_folder):
    for table, head in HEADS.items():
        rows = [row for of, row, _ in FAULTS if of == table]
        path = world_folder / f"{table}.csv"
        held = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
        path.write_text("\n".join([head, *held, *rows]) + "\n", encoding="utf-8")
    found = faults(open_dataset(world_folder))
    wanted = [(row, said) for _, row, said in FAULTS if said]
    for row, said in wanted:
        assert len([text for text in found if re.search(said, text)]) == 1, (row, found)
    assert [text for text in found if not any(re.search(said, text) for _, said in wanted)] == []


def test_a_question_that_would_have_to_be_answered_before_itself_is_refused(world_folder):
    head, rows = HEADS["codebook"], ["a,law,46,yes_no,no,b=yes,,A,?", "b,law,46,yes_no,no,a=yes,,B,?"]
    (world_folder / "codebook.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"asked_if leads from a question back to itself \((a, b, a|b, a, b)\)"):
        _ = open_dataset(world_folder).findings


def test_entities_that_no_universe_can_hold_are_named(world_folder):
    with (world_folder / "entities.csv").open("a") as file:
        file.write("XZZ,member,Demo State XZZ,\n")
    (fault,) = faults(open_dataset(world_folder))
    assert re.search(r"1 of 13 .*\(XZZ\).*memberships.csv.*uncac = party", fault)
    with (world_folder / "memberships.csv").open("a") as file:
        file.write("XZZ,uncac,party,2010-01-01,,invented,\n")
    assert faults(open_dataset(world_folder)) == []
