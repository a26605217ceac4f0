"""Make data/demonstration/: invented States, in the formats that analysts receive.

    python data/make_demonstration.py [FOLDER [COPIES]]

Deterministic: two runs give the same bytes. The counts below are chosen so that the invented data could
have produced the paper; no row says anything about a real State.
"""

from __future__ import annotations

import io
import random
import sys
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import pandas as pd
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from analysis.export import csv_bytes, write_bytes, write_office, write_text
from analysis.papers import read_paper
from analysis.paths import PAPERS
from analysis.reference import reference
from analysis.tidy.groupings import with_groupings

PAPER = read_paper(PAPERS / "article56_2018")
LAYERS = PAPER.layers
FOLDER = Path(__file__).parent / "demonstration"
NOTICE = "DEMONSTRATION DATA: invented States, invented findings"
GROUPS = list(LAYERS.labels("regional_group"))
LETTERS = dict(zip(GROUPS, ("AB", "CD", "EF", "GH", "WX", "Z"), strict=True))
# Reviews of article 46 by group: in the first edition, and new in the second.
FIRST = {
    "african": 41,
    "asia_pacific": 40,
    "eastern_european": 23,
    "latin_american_caribbean": 26,
    "western_european_other": 26,
}
NEW = {"african": 3, "asia_pacific": 3, "latin_american_caribbean": 1}
ARTICLE_56 = {"african": 3, "asia_pacific": 2, "western_european_other": 1}
# States with legislation, by group, and the laws that hold it.
LAWS = {
    "african": ["anti_corruption"] * 3 + ["anti_money_laundering"] * 5,
    "asia_pacific": ["general_law"] * 2 + ["anti_money_laundering"] * 2,
    "eastern_european": ["general_law"] * 8 + ["anti_money_laundering"],
    "latin_american_caribbean": ["general_law", "anti_money_laundering"],
    "western_european_other": ["general_law"] * 9 + ["general_law;anti_money_laundering"],
}
CONDITIONS = {
    "speciality": 20,
    "confidentiality": 22,
    "national_security": 9,
    "own_proceedings": 11,
    "data_protection": 3,
    "minimum_penalty": 3,
    "extraditable": 2,
    "treaty_basis": 2,
    "ministerial_decision": 2,
}
STRICT = ("data_protection", "minimum_penalty", "extraditable", "treaty_basis", "ministerial_decision")
PENALTIES = ("5", "3", "1")
RESPONDENTS = {
    "2017": {
        "african": 1,
        "asia_pacific": 2,
        "eastern_european": 4,
        "latin_american_caribbean": 1,
        "western_european_other": 2,
    },
    "2018": {"african": 2, "asia_pacific": 2, "latin_american_caribbean": 1, "western_european_other": 2},
}
NAMES = {
    "en": "Demo State {}",
    "fr": "État fictif {}",
    "es": "Estado ficticio {}",
    "ru": "Вымышленное государство {}",
    "zh": "虚构国{}",
    "ar": "دولة افتراضية {}",
}
LETTER = {
    "en": (
        "{state} presents its compliments to the Secretariat. This letter is invented for a demonstration.",
        "Information may be shared spontaneously without a treaty.",
        "Dedicated legislation: {law}.",
        "Our financial intelligence unit and liaison officers share information informally.",
    ),
    "fr": (
        "{state} présente ses compliments au Secrétariat. Cette lettre est inventée pour une démonstration.",
        "L’information peut être communiquée spontanément sans traité.",
        "Législation spécifique : {law}.",
        "Notre service de renseignement financier et nos officiers de liaison échangent des informations de manière informelle.",
    ),
    "es": (
        "{state} saluda atentamente a la Secretaría. Esta carta es inventada para una demostración.",
        "La información puede transmitirse espontáneamente sin tratado.",
        "Legislación específica: {law}.",
        "Nuestra unidad de inteligencia financiera y los oficiales de enlace intercambian información de manera informal.",
    ),
    "ru": (
        "{state} свидетельствует свое уважение Секретариату. Это письмо придумано для демонстрации.",
        "Информация может передаваться в инициативном порядке без договора.",
        "Специальное законодательство: {law}.",
        "Подразделение финансовой разведки и офицеры связи обмениваются информацией неофициально.",
    ),
    "zh": (
        "{state}向秘书处致意。本函系为演示而虚构。",
        "无需条约即可自发分享信息。",
        "专门立法：{law}。",
        "我国金融情报机构和联络官员以非正式方式分享信息。",
    ),
    "ar": (
        "تهدي {state} تحياتها إلى الأمانة. هذه الرسالة مختلقة لغرض العرض.",
        "يمكن تبادل المعلومات تلقائيا دون معاهدة.",
        "تشريع مخصص: {law}.",
        "تتبادل وحدة الاستخبارات المالية وضباط الاتصال المعلومات بصورة غير رسمية.",
    ),
}
YES_NO = {
    "en": ("yes", "no"),
    "fr": ("oui", "non"),
    "es": ("sí", "no"),
    "ru": ("да", "нет"),
    "zh": ("是", "否"),
    "ar": ("نعم", "لا"),
}
HEAD = """title = "Demonstration: invented States"
demonstration = true         # puts the banner "demonstration data" wherever the data show
paper = "article56_2018"
replaces = ["entities", "names", "memberships"]  # only the invented States count

# How each register is laid out: which sheet, and which header stands for which field.
"""
REGISTER = """[[registers]]
table = "{table}"
file = "review_register.xlsx"
sheet = "{sheet}"
columns = {{ {columns} }}
"""
REGISTERS = [
    (
        "reviews",
        "Reviews",
        'entity = "State", topic = "Article", symbol = "Symbol", date = "Completed", edition = "Edition" }\n'
        'fixed = { status = "public"',  # coded from executive summaries, which are published
    ),
    (
        "extracts",
        "Extracts",
        'entity = "State", symbol = "Symbol", section = "Section", paragraph = "Para", page = "Page", '
        'language = "Language", text = "Text"',
    ),
    (
        "responses",
        "Responses",
        'entity = "State", symbol = "Symbol", date = "Received", language = "Language", status = "Published", '
        'edition = "Edition", file = "File"',
    ),
]
_CODINGS = """[[registers]]
table = "codings"
file = "coding_workbook.xlsx"
sheet = "{sheet}"
columns = {{ entity = "State", topic = "Article", symbol = "Symbol"{more} }}
fixed = {{ coder = "{coder}", record = "{record}" }}
"""
WIDE = 'questions = "codebook"          # one column a question, headed by its label\ncite = "§ "\n'
NARROW = ', question = "Question", answer = "Answer", paragraph = "Para"'
CODINGS = [
    *(
        _CODINGS.format(sheet=sheet, more="", coder=c, record="review") + WIDE
        for sheet, c in (("First coder", "A"), ("Second coder", "B"))
    ),
    _CODINGS.format(sheet="Agreed", more=NARROW, coder="agreed", record="review"),
    _CODINGS.format(sheet="Responses", more=NARROW, coder="A", record="response"),
]
THEMES = ("legal_basis", "legislation", "conditions", "authorities", "confidentiality")


def main(folder: Path = FOLDER, copies: int = 1) -> None:
    """Write the whole demonstration; with copies, that many times as many States (for benchmarks)."""
    chance = random.Random(2018)
    states = invented_states()
    reviews = completed_reviews(states, chance)
    answers = coded_answers(states, reviews, chance)
    states, reviews, answers = (multiplied(table, states["code"], copies) for table in (states, reviews, answers))
    responses = note_verbale_responses(states, chance)
    responses["law"] = [legislation_of(answers, code) for code in responses["code"]]
    # The first letter contradicts the review of its State, as letters sometimes do.
    responses.loc[0, "law"] = {"yes": "no", "no": "yes"}[responses.at[0, "law"]]
    write_bytes(folder / "entities.csv", csv_bytes(states.drop(columns="regional_group")))
    write_bytes(folder / "names.csv", csv_bytes(names_of(states)))
    write_bytes(folder / "memberships.csv", csv_bytes(memberships_of(states)))
    write_register(folder / "review_register.xlsx", states, reviews, responses)
    write_codings(folder / "coding_workbook.xlsx", states, answers, responses, chance)
    for response in responses.itertuples():
        write_letter(folder / response.file, response)
    write_text(folder / "dataset.toml", settings())


def invented_states() -> pd.DataFrame:
    """Return as many invented States parties as each group, and no group, truly had on the data cut-off."""
    entities = with_groupings(reference("entities"), reference("memberships"), PAPER.days["cut_off"], LAYERS)
    parties = entities[(entities["uncac"] == "party") & (entities["kind"] != "organisation")]
    sizes = parties["regional_group"].value_counts()
    rows = []
    for group in GROUPS:
        codes = [f"X{a}{b}" for a, b in product(LETTERS[group], ascii_uppercase)][: sizes[group]]
        rows += [
            {"code": code, "iso2": "", "kind": "member", "name": NAMES["en"].format(code), "regional_group": group}
            for code in codes
        ]
    return pd.DataFrame(rows)


def multiplied(table: pd.DataFrame, codes: pd.Series, copies: int) -> pd.DataFrame:
    """Return a table with every State repeated under codes of its own."""
    if copies == 1:
        return table
    letters = ["".join(three) for three in product(ascii_uppercase, repeat=3)]
    parts = []
    for copy in range(copies):
        new = dict(zip(codes, letters[copy * len(codes) :], strict=False))
        parts.append(table.assign(code=table["code"].map(new)))
    whole = pd.concat(parts, ignore_index=True)
    return whole.assign(name=[NAMES["en"].format(code) for code in whole["code"]]) if "name" in whole else whole


def names_of(states: pd.DataFrame) -> pd.DataFrame:
    """Return one row a State and language."""
    return pd.DataFrame(
        [
            {
                "code": code,
                "language": language,
                "form": "short",
                "name": name.format(code),
                "until": "",
                "source": NOTICE,
            }
            for code in states["code"]
            for language, name in NAMES.items()
        ]
    )


def memberships_of(states: pd.DataFrame) -> pd.DataFrame:
    """Return being a party, the groups, and two invented unions in the place of WAEMU and the European Union."""
    rows = [(code, "uncac", "party") for code in states["code"]]
    rows += [(s.code, "regional_group", s.regional_group) for s in states.itertuples() if s.regional_group != "none"]
    rows += [(code, "waemu", "member") for code in of_group(states, "african")[:8]]
    rows += [
        (code, "eu", "member")
        for code in of_group(states, "western_european_other")[:17] + of_group(states, "eastern_european")[:11]
    ]
    return pd.DataFrame(
        [(*row, "2010-01-01", "", NOTICE, "") for row in rows],
        columns=["code", "grouping", "member_of", "from", "until", "source", "note"],
    )


def completed_reviews(states: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Return one row a review: 156 of article 46, then 7, and 6 of article 56."""
    rows = []
    for group in GROUPS:
        codes = of_group(states, group)
        first = FIRST.get(group, 0)
        old, new = codes[:first], codes[first : first + NEW.get(group, 0)]
        rows += [(code, "46", "2017", f"201{chance.randint(2, 6)}-{chance.randint(1, 12):02d}-15") for code in old]
        rows += [(code, "46", "2018", f"2018-0{min(chance.randint(1, 4), 3)}-15") for code in new]
        rows += [
            (code, "56", "2018", f"2018-0{min(chance.randint(1, 4), 3)}-20")
            for code in codes[9 : 9 + ARTICLE_56.get(group, 0)]
        ]
    return pd.DataFrame(rows, columns=["code", "article", "edition", "completed"])


def coded_answers(states: pd.DataFrame, reviews: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Return one row a review, one column a question of the codebook."""
    group_of = states.set_index("code")["regional_group"]
    table = reviews[reviews["article"] == "46"].set_index("code")
    laws = {
        code: law
        for group, held in LAWS.items()
        for code, law in zip(with_law(table, group_of, group), held, strict=True)
    }
    table["legislation"] = ["yes" if code in laws else "no" for code in table.index]
    table["vehicle"] = [laws.get(code, "not_applicable") for code in table.index]
    new = set(table.index[table["edition"] == "2018"])
    old = [code for code in table.index if code not in new]

    def fill(question: str, common: str, **special: int) -> None:
        table[question] = common
        pool = chance.sample(old, sum(special.values()))
        for answer, count in special.items():
            table.loc[pool[:count], question] = answer
            pool = pool[count:]

    fill("treaty_basis", "not_required", required=3, special_authorization=2, not_addressed=6)
    fill("convention_basis", "no", yes=22, not_addressed=60)
    table.loc[sorted(new)[:2], "convention_basis"] = "yes"
    fill("permitted", "not_addressed", yes=15, no=28)
    without = [code for code in old if code not in laws]
    table["obstacle"] = ["not_applicable" if code in laws else "no" for code in table.index]
    seen = chance.sample(without, 2)
    table.loc[seen, "obstacle"] = "yes"
    table["drafting"] = "not_applicable"
    table.loc[seen, "drafting"] = ["yes", "no"]
    fill("guidelines", "no", yes=12, not_addressed=40)
    fill("rules_recommended", "no", yes=28)
    conditions = conditions_of([c for c in laws if c not in new], [c for c in laws if c in new], chance)
    table["condition"] = [";".join(conditions[c]) if c in laws else "not_applicable" for c in table.index]
    table["penalty_years"] = "not_applicable"
    severe = [code for code in table.index if "minimum_penalty" in conditions.get(code, ())]
    table.loc[severe, "penalty_years"] = list(PENALTIES)
    fill("single_authority", "no", yes=2, not_addressed=20)
    table["origin"] = [
        ";".join(
            o for o, likely in (("fiu", 0.8), ("law_enforcement", 0.4), ("judicial", 0.3)) if chance.random() < likely
        )
        or "not_addressed"
        for _ in table.index
    ]
    fill("diagonal", "no", yes=14, not_addressed=70)
    fill("informal", "yes", no=21, not_addressed=32)
    fill("confidentiality", "yes", no=11, not_addressed=6)
    table["confidentiality_recommended"] = ["yes" if kept == "no" else "no" for kept in table["confidentiality"]]
    first_new = sorted(new)[0]
    table.loc[first_new, ["confidentiality", "confidentiality_recommended"]] = ["no", "yes"]
    table = table.reset_index()
    second = reviews[reviews["article"] == "56"][["code", "article", "edition", "completed"]]
    of_56 = second.merge(table.drop(columns=["article", "edition", "completed"]), on="code")
    of_56[["confidentiality", "confidentiality_recommended"]] = "not_applicable"
    # What is rare elsewhere is not among the new information.
    of_56["treaty_basis"] = of_56["treaty_basis"].replace(["required", "special_authorization"], "not_required")
    of_56["single_authority"] = of_56["single_authority"].replace("yes", "no")
    of_56["condition"] = [simple_ones(held) for held in of_56["condition"]]
    of_56["penalty_years"] = "not_applicable"
    return pd.concat([table, of_56], ignore_index=True)


def simple_ones(conditions: str) -> str:
    """Return the conditions without the stricter ones."""
    return ";".join(c for c in conditions.split(";") if c not in STRICT) or "not_addressed"


def with_law(table: pd.DataFrame, group_of: pd.Series, group: str) -> list[str]:
    """Return the States with legislation: the first of the group, and two States of the new reviews."""
    codes = [code for code in table.index if group_of[code] == group]
    new = (
        [code for code in codes if table.at[code, "edition"] == "2018"][:1]
        if group in ("african", "asia_pacific")
        else []
    )
    # The members of the invented union are the first eight: five of them hold the anti-money-laundering laws.
    old = [code for code in codes if code not in new]
    wanted = len(LAWS[group]) - len(new)
    return [*new, *old[10 : 10 + wanted - 5], *old[:5]] if group == "african" else [*new, *old[:wanted]]


def conditions_of(old: list[str], new: list[str], chance: random.Random) -> dict[str, list[str]]:
    """Spread the conditions over the States with legislation; the new ones have simple ones only."""
    held: dict[str, list[str]] = {code: [] for code in old + new}
    for condition, count in CONDITIONS.items():
        for code in chance.sample(old if condition in STRICT else old + new, count):
            held[code].append(condition)
    return {code: found or ["not_addressed"] for code, found in held.items()}


def note_verbale_responses(states: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Return one row a response: ten, then seven; fourteen of them published."""
    rows, languages = [], list(LETTER)
    for edition, groups in RESPONDENTS.items():
        for group, count in groups.items():
            start = 3 if edition == "2017" else 14
            for code in of_group(states, group)[start : start + count]:
                language = languages[len(rows) % 6]
                rows.append(
                    (
                        code,
                        edition,
                        f"{edition}-0{chance.randint(5, 8) if edition == '2017' else min(chance.randint(1, 4), 3)}-10",
                        language,
                        "yes" if len(rows) not in (4, 9, 15) else "no",
                        f"NV/{edition}/{code}",
                        f"responses/{code}.docx",
                    )
                )
    return pd.DataFrame(rows, columns=["code", "edition", "received", "language", "published", "symbol", "file"])


def write_register(path: Path, states: pd.DataFrame, reviews: pd.DataFrame, responses: pd.DataFrame) -> None:
    """Write the register: reviews, extracts, responses, with the usual mess around the tables."""
    name = states.set_index("code")["name"]
    group = states.set_index("code")["regional_group"].map(LAYERS.labels("regional_group"))
    book = Workbook()
    rows = [
        [
            group[r.code],
            name[r.code] + ("  " if n % 9 == 0 else ""),
            LAYERS.labels("topic")[r.article] if n % 2 else r.article,
            symbol_of(r),
            r.completed,
            r.edition,
        ]
        for n, r in enumerate(reviews.itertuples())
    ]
    rows.insert(40, list(rows[39]))
    rows += [
        ["", "", "", "", "", ""],
        ["* Reviews completed at the date of the report.", "", "", "", "", ""],
        ["Total", "", "", "", "", ""],
        [group.iloc[0], "Demo State", "46(4)", "DEMO/REV/?", "2016-01-15", "2017"],
    ]
    sheet = titled(
        book.active,
        "Reviews",
        "Register of completed reviews",
        ["Group", "State", "Article", "Symbol", "Completed", "Edition"],
        rows,
    )
    merge_runs(sheet, [r[0] for r in rows[: len(reviews) + 1]], 5)
    extracts = [
        [
            name[r.code].upper() if n % 50 == 0 else name[r.code],
            symbol_of(r),
            "II",
            str(n_p),
            str(3 + n_p // 2),
            "en",
            f"Invented for demonstration: what the review of {name[r.code]} says on {theme.replace('_', ' ')}.",
        ]
        for n, r in enumerate(reviews.itertuples())
        for n_p, theme in enumerate(THEMES, start=1)
    ]
    extracts += [
        [name.iloc[0], "DEMO/REV/XAA/46", "II", "99", "9", "en", ""],
        ["Note: extracts are quoted as received.", *[""] * 6],
    ]
    titled(
        book.create_sheet("Extracts"),
        "Extracts",
        "Register of extracts",
        ["State", "Symbol", "Section", "Para", "Page", "Language", "Text"],
        extracts,
    )
    answers = [
        [name[r.code], r.symbol, r.received, r.language, "Yes " if r.published == "yes" else "NO", r.edition, r.file]
        for r in responses.itertuples()
    ]
    titled(
        book.create_sheet("Responses"),
        "Responses",
        "Responses to the note verbale",
        ["State", "Symbol", "Received", "Language", "Published", "Edition", "File"],
        answers,
    )
    save(book, path)


def write_codings(
    path: Path, states: pd.DataFrame, answers: pd.DataFrame, responses: pd.DataFrame, chance: random.Random
) -> None:
    """Write the coding workbook: a first coder on all reviews, a second on some, and what they agreed."""
    codebook = LAYERS.table("codebook")
    name = states.set_index("code")["name"]
    paragraph = {q.question: str(THEMES.index(q.theme) + 1) for q in codebook.itertuples()}
    header = ["State", "Article", "Symbol"] + [h for q in codebook.itertuples() for h in (q.label, f"§ {q.label}")]
    label = {(q.question): LAYERS.labels(q.answers) | LAYERS.labels("no_answer") for q in codebook.itertuples()}

    def shown(question: str, answer: str, n: int) -> str:
        words = "; ".join(label[question].get(part, part) for part in answer.split(";"))
        return [words, words.upper(), f" {words} ", words.lower()][n % 7 if n % 7 < 4 else 0]

    def row(review, answer_of: dict[str, str], n: int) -> list[str]:
        cells = [c for q in codebook["question"] for c in (shown(q, answer_of[q], n), paragraph[q])]
        return [name[review.code], review.article, symbol_of(review), *cells]

    given = answers.to_dict("records")
    rows = [row(r, given[n], n) for n, r in enumerate(answers.itertuples())]
    rows[3][3] = "perhaps"
    rows += [["Republic of Nowhere", *rows[0][1:]], ["Coded from the executive summaries.", *[""] * (len(header) - 1)]]
    book = Workbook()
    titled(book.active, "First coder", "Coding workbook", header, rows)
    picked = sorted(chance.sample(range(len(answers)), 40))
    second, agreed = [], []
    for place, n in enumerate(picked):
        other = dict(given[n])
        if place % 8 == 0:
            other["informal"] = "no" if other["informal"] == "yes" else "yes"
            agreed.append(
                ([name[given[n]["code"]], given[n]["article"], symbol_of(answers.iloc[n])], given[n]["informal"])
            )
        second.append(row(answers.iloc[n], other, n))
    titled(book.create_sheet("Second coder"), "Second coder", "Coding workbook", header, second)
    rows = [
        [*head, "Informal channels", LAYERS.labels("yes_no").get(answer, LAYERS.labels("no_answer").get(answer)), "4"]
        for head, answer in agreed
    ]
    titled(
        book.create_sheet("Responses"),
        "Responses",
        "Answers to the note verbale",
        ["State", "Article", "Symbol", "Question", "Answer", "Para"],
        coded_letters(name, responses),
    )
    titled(
        book.create_sheet("Agreed"),
        "Agreed",
        "Disagreements settled",
        ["State", "Article", "Symbol", "Question", "Answer", "Para"],
        rows,
    )
    save(book, path)


def coded_letters(name: pd.Series, responses: pd.DataFrame) -> list[list[str]]:
    """Return the codings of the letters."""
    rows = []
    for r in responses.itertuples():
        rows.append([name[r.code], "46(4)-(5)", r.symbol, "Dedicated legislation", r.law.title(), "[4]"])
        rows.append([name[r.code], "46(4)-(5)", r.symbol, "Treaty basis", "No treaty required", "[3]"])
        rows.append([name[r.code], "46(4)-(5)", r.symbol, "Where information originates", "FIU", "[5]"])
        rows.append([name[r.code], "46(4)-(5)", r.symbol, "Informal channels", "Yes", "[5]"])
    return rows


def write_letter(path: Path, response) -> None:
    """Write one response as a short Word file in its language."""
    document = Document()
    document.add_paragraph(f"{response.symbol} — {response.received} — {NOTICE}")
    yes, no = YES_NO[response.language]
    for sentence in LETTER[response.language]:
        document.add_paragraph(
            sentence.format(
                state=NAMES[response.language].format(response.code), law=yes if response.law == "yes" else no
            )
        )
    out = io.BytesIO()
    document.save(out)
    write_office(path, out.getvalue())


def settings() -> str:
    """Return dataset.toml: the paper's registers, but for the coding workbook, which has a sheet a coder."""
    head = f"# {NOTICE}.\n{HEAD}"
    return "\n".join([head, *(REGISTER.format(table=t, sheet=s, columns=c) for t, s, c in REGISTERS), *CODINGS])


def legislation_of(answers: pd.DataFrame, code: str) -> str:
    """Return what the review of a State says, so that its letter agrees."""
    found = answers.loc[answers["code"] == code, "legislation"]
    return found.iloc[0] if len(found) else "no"


def of_group(states: pd.DataFrame, group: str) -> list[str]:
    """Return the codes of a group, in order."""
    return states.loc[states["regional_group"] == group, "code"].tolist()


def symbol_of(review) -> str:
    """Return the invented document symbol of a review."""
    return f"DEMO/REV/{review.code}/{review.article}"


def titled(sheet, name: str, title: str, header: list[str], rows: list[list[str]]):
    """Fill a sheet: title rows, an empty row, the header, the rows."""
    sheet.title = name
    sheet.append([title])
    sheet.append([NOTICE])
    sheet.append([])
    sheet.append(header)
    sheet["A1"].font = sheet["A2"].font = Font(bold=True)
    for row in rows:
        sheet.append(row)
    return sheet


def merge_runs(sheet, values: list[str], first: int) -> None:
    """Merge each run of equal cells in column A, as registers sorted by group are kept."""
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            if at - start > 1:
                sheet.merge_cells(start_row=first + start, end_row=first + at - 1, start_column=1, end_column=1)
                sheet.cell(first + start, 1).alignment = Alignment(vertical="top")
            start = at


def save(book: Workbook, path: Path) -> None:
    """Write a workbook without the moment of its making."""
    out = io.BytesIO()
    book.save(out)
    write_office(path, out.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
