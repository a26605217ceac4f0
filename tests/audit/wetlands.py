"""A third paper, invented: the peer assessment of a convention on wetlands. 60 member States in four basins, 48 assessed; the counts
are in ANSWERS, the labels in wetland_labels.csv, and what a draft on it says in wetlands.csv, in six languages.
"""

import csv
from pathlib import Path

from tests.audit.invented import answered, table, write_data, write_paper

BASINS = {"highland": (20, 16), "lowland": (18, 15), "estuary": (12, 9), "lagoon": (10, 8)}
# Question: answers by basin, in the order of BASINS.
ANSWERS = {
    "plan": {"yes": (10, 9, 6, 5)},
    "compliance": {"fully": (4, 3, 2, 1), "largely": (6, 5, 3, 2), "partly": (4, 5, 2, 3), "not": (2, 2, 2, 2)},
    "inspectors": {"yes": (5, 4, 2, 1)},
    "hotline": {"yes": (3, 2, 1, 0)},
    "monitoring": {"yes": (7, 6, 4, 3)},
    "payer": {"polluter": (9, 8, 4, 3), "budget": (4, 4, 3, 3), "fund": (2, 2, 1, 1), "nobody": (1, 1, 1, 1)},
    "training": {"yes": (15, 14, 9, 7)},
    "agreement": {"yes": (8, 6, 3, 2)},
    "fines": {"yes": (12, 11, 7, 6)},
}
QUESTIONS = {
    "plan": ("yes_no", "National action plan", "Has the State adopted a national action plan for wetlands?"),
    "compliance": (
        "compliance",
        "Compliance with article 8",
        "How far does the State comply with article 8 on buffer zones?",
    ),
    "inspectors": (
        "yes_no",
        "Independent inspectorate",
        "Is there an inspectorate that is independent of the ministry?",
    ),
    "hotline": ("yes_no", "Public reporting line", "Can the public report damage to wetlands by telephone or online?"),
    "monitoring": ("yes_no", "Monitoring data published", "Are the data of the monitoring published?"),
    "payer": ("payer", "Cost of restoration", "Who bears the cost of restoration?"),
    "training": ("yes_no", "Training of rangers", "Are rangers trained?"),
    "agreement": (
        "yes_no",
        "Cross-border agreement",
        "Is there an agreement with a neighbouring State on shared wetlands?",
    ),
    "fines": ("yes_no", "Fines for unlawful drainage", "Can unlawful drainage be punished by a fine?"),
}
LABELS = list(csv.reader((Path(__file__).parent / "wetland_labels.csv").open(encoding="utf-8")))


def wetlands(folder: Path) -> Path:
    """Write the dataset with its paper and return its folder."""
    paper = write_paper(folder, "Wetlands", "2025-03-31", "assessed", "basin", QUESTIONS, LABELS)
    table(
        paper,
        "codes",
        "list,code,label,rank",
        [
            "compliance,fully,Fully compliant,4",
            "compliance,largely,Largely compliant,3",
            "compliance,partly,Partly compliant,2",
            "compliance,not,Not compliant,1",
            "payer,polluter,The polluter,",
            "payer,budget,The State budget,",
            "payer,fund,A trust fund,",
            "payer,nobody,Nobody,",
            "basin,highland,Highland States,",
            "basin,lowland,Lowland States,",
            "basin,estuary,Estuary States,",
            "basin,lagoon,Lagoon States,",
        ],
    )
    table(
        paper,
        "universes",
        "universe,name,unit,record,topic,edition,day,population,where",
        [
            "members,Member States of the Convention,entity,,,,,,kind = member",
            "assessed,States assessed,entity,review,,,,members,",
        ],
    )
    table(
        paper,
        "measures",
        "measure,label,kind,universe,question,answers,given,by,not_applicable",
        [
            "assessed,States assessed,rate,assessed,,,,,",
            "assessed_by_basin,States assessed,rate,assessed,,,,basin,",
            "plan,National action plan,share,assessed,plan,yes,,,",
            "plan_by_basin,National action plan,share,assessed,plan,yes,,basin,",
            "compliance,Compliance with article 8,share,assessed,compliance,,,,",
            "at_least_largely,At least largely compliant with article 8,share,assessed,compliance,>= largely,,,",
            "inspectors,Independent inspectorate,share,assessed,inspectors,yes,,,",
            "hotline,Public reporting line,share,assessed,hotline,yes,,,",
            "monitoring,Monitoring data published,share,assessed,monitoring,yes,plan = yes,,",
            "payer,Cost of restoration,share,assessed,payer,,,,",
            "polluter,Cost of restoration borne by the polluter,share,assessed,payer,polluter,,,",
            "training,Training of rangers,share,assessed,training,yes,,,",
            "agreement,Cross-border agreement,share,assessed,agreement,yes,,,",
            "fines,Fines for unlawful drainage,share,assessed,fines,yes,,,",
        ],
    )
    write_data(folder, "Wetlands", "2025-03-31", QUESTIONS, "basin", BASINS, _answer)
    return folder


def _answer(question: str, basin: int, n: int) -> str:
    if found := answered(ANSWERS[question], basin, n):
        return found
    read = list(BASINS.values())[basin][1]
    return "not addressed" if question == "agreement" and basin == 3 and n >= read - 2 else "no"
