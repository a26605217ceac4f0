"""A fourth paper, invented: the review of a convention on the protection of persons who report wrongdoing. 72 member States in four
groups, 60 reviewed, and a register of contact points by year; the labels in reporter_labels.csv, the sentences in reporters.csv.
"""

import csv
from pathlib import Path

from tests.audit.invented import answered, table, write_data, write_paper

GROUPS = {"north": (24, 20), "south": (22, 18), "east": (14, 12), "island": (12, 10)}
# Question: answers by group, in the order of GROUPS; the rest of those reviewed say "no".
ANSWERS = {
    "law": {"yes": (10, 6, 4, 1)},
    "channel": {"agency": (6, 5, 3, 1), "ombudsman": (8, 7, 4, 3), "police": (3, 3, 3, 4), "none": (3, 3, 2, 2)},
    "anonymous": {"yes": (14, 13, 9, 9)},
    "reward": {"yes": (2, 1, 1, 0)},
    "retaliation": {"yes": (9, 6, 3, 2)},
    "burden": {"yes": (8, 4, 2, 0)},
    "private": {"full": (5, 3, 1, 1), "part": (9, 9, 6, 4), "none": (6, 6, 5, 5)},
    "campaign": {"yes": (19, 17, 11, 9)},
    "statistics": {"yes": (7, 4, 1, 0)},
}
# Contact points entered in the register, by year.
REGISTER = {2021: 7, 2022: 11, 2023: 16, 2024: 9}
QUESTIONS = {
    "law": ("yes_no", "Stand-alone law on reporting persons", "Has the State a stand-alone law that protects reporting persons?"),
    "channel": ("channel", "External reporting channel", "Who receives external reports?"),
    "anonymous": ("yes_no", "Anonymous reports accepted", "Are anonymous reports accepted?"),
    "reward": ("yes_no", "Financial reward", "Is there a financial reward for reporting persons?"),
    "retaliation": ("yes_no", "Retaliation a criminal offence", "Is retaliation a criminal offence?"),
    "burden": ("yes_no", "Burden of proof reversed", "Is the burden of proof reversed in favour of the reporting person?"),
    "private": ("coverage", "Coverage of the private sector", "How far does protection extend to the private sector?"),
    "campaign": ("yes_no", "Awareness campaigns", "Have awareness campaigns been held?"),
    "statistics": ("yes_no", "Statistics on reports published", "Are statistics on reports published?"),
}  # fmt: skip
LABELS = list(csv.reader((Path(__file__).parent / "reporter_labels.csv").open(encoding="utf-8")))


def reporters(folder: Path) -> Path:
    """Write the dataset with its paper and return its folder."""
    paper = write_paper(folder, "Reporting persons", "2025-09-30", "reviewed", "group", QUESTIONS, LABELS)
    table(paper, "codes", "list,code,label,rank", [
        "channel,agency,An anti-corruption agency,", "channel,ombudsman,The ombudsman,", "channel,police,The police,",
        "channel,none,No external channel,", "coverage,full,Private sector fully covered,3",
        "coverage,part,Private sector partly covered,2", "coverage,none,Private sector not covered,1",
        "group,north,Northern States,", "group,south,Southern States,", "group,east,Eastern States,", "group,island,Island States,",
    ])  # fmt: skip
    table(paper, "universes", "universe,name,unit,record,topic,edition,day,population,where", [
        "members,Member States of the Convention,entity,,,,,,kind = member", "reviewed,States reviewed,entity,review,,,,members,",
        "register,Contact points in the register,row,,,,,,list = register",
        *(f"register_{year},Contact points entered in the register in {year},row,,,,,,list = register; kind = {year}" for year in REGISTER),
    ])  # fmt: skip
    table(paper, "lists", "list,name,kind,label,value,day,until,symbol,paragraph,note", [
        f"register,Contact point {year}/{n + 1},{year},,,{year}-12-31,,,," for year, many in REGISTER.items() for n in range(many)
    ])  # fmt: skip
    table(paper, "measures", "measure,label,kind,universe,question,answers,given,by,not_applicable", [
        "reviewed,States reviewed,rate,reviewed,,,,,", "reviewed_by_group,States reviewed,rate,reviewed,,,,group,",
        "law,Stand-alone law on reporting persons,share,reviewed,law,yes,,,",
        "law_by_group,Stand-alone law on reporting persons,share,reviewed,law,yes,,group,",
        'law_differences,"Stand-alone law on reporting persons, each group against the rest",difference,reviewed,law,yes,,group,',
        "channel,External reporting channel,share,reviewed,channel,,,,",
        "anonymous,Anonymous reports accepted,share,reviewed,anonymous,yes,,,",
        "reward,Financial reward,share,reviewed,reward,yes,,,",
        "retaliation,Retaliation a criminal offence,share,reviewed,retaliation,yes,,,",
        "burden,Burden of proof reversed,share,reviewed,burden,yes,law = yes,,",
        "private,Coverage of the private sector,share,reviewed,private,,,,",
        "at_least_part,Private sector at least partly covered,share,reviewed,private,>= part,,,",
        "campaign,Awareness campaigns,share,reviewed,campaign,yes,,,",
        "statistics,Statistics on reports published,share,reviewed,statistics,yes,,,",
        "register,Contact points in the register,rows,register,,,,,",
        *(f"register_{year},Contact points entered in the register in {year},rows,register_{year},,,,," for year in REGISTER),
    ])  # fmt: skip
    write_data(folder, "Reporting persons", "2025-09-30", QUESTIONS, "group", GROUPS, _answer)
    return folder


def _answer(question: str, group: int, n: int) -> str:
    if found := answered(ANSWERS[question], group, n):
        return found
    return "not addressed" if question == "statistics" and group == 3 and n >= 6 else "no"
