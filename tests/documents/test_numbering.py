"""Every paragraph and recommendation under its printed number: invented reports, adversarial ones, real ones."""

import re
import shutil
import subprocess

import pytest

from analysis.documents import read_document
from analysis.documents.lines import Line
from analysis.documents.paragraphs import with_keys
from analysis.documents.recommendations import answers_in, recommendations_in
from analysis.documents.segments import paragraphs_of
from tests.conftest import needs
from tests.documents.invented import report
from tests.documents.made import pdf, word
from tests.documents.test_text import read

SAID = "The delegation noted the measures taken and the progress made in this field of work.\n"


def numbered(numbers, form="{}. "):
    return "".join(form.format(n) + SAID for n in numbers)


def keys(text):
    return read(text.encode()).extracts["paragraph"].tolist()


@pytest.mark.parametrize("style", ["list", "parts", "letters"])
@pytest.mark.parametrize("seed", range(25))
def test_invented_reports_come_back_whole(seed, style):
    made = report(seed, style)
    units, _ = paragraphs_of([Line(line) for line in made.lines])
    got = {u.number: (u.kind, u.text) for u in with_keys(units) if u.number[:1].isdigit() and "[" not in u.number}
    assert got == {number: (kind, text) for kind, number, text in made.expected}


@pytest.mark.parametrize("style", ["list", "parts", "letters"])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", ["word", "html", "text"])
def test_an_invented_report_has_the_same_numbers_in_every_format(form, seed, style):
    made = report(seed, style)
    text = "\n".join(made.lines).encode()
    data = {"word": lambda: word(*made.blocks), "html": made.html, "text": lambda: text}[form]()
    extracts = read(data).extracts
    got = {r.paragraph: (r.kind, r.text) for r in extracts.itertuples() if re.fullmatch(r"\d[^\[~]*", r.paragraph)}
    assert got == {number: (kind, text) for kind, number, text in made.expected}


@pytest.mark.parametrize("style", ["list", "parts"])
def test_an_invented_report_in_pages(style):
    made = report(3, style)
    extracts = read(pdf(made.pages())).extracts
    got = extracts.set_index("paragraph")["text"]
    assert [got[number] for _, number, _ in made.expected] == [text for _, _, text in made.expected]
    assert extracts["page"].astype(int).is_monotonic_increasing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (numbered(range(45, 60)), [str(n) for n in range(45, 60)]),
        (numbered([*range(1, 6), *range(17, 25)]), [str(n) for n in [*range(1, 6), *range(17, 25)]]),
        (numbered(range(1, 9), "{} "), [str(n) for n in range(1, 9)]),
        (numbered([1, 2, 3, 4, 71, 6, 7, 8]), ["1", "2", "3", "4", "71", "6", "7", "8"]),
        (numbered([1]) + "2. to 5. Accepted.\n6. and 7. Noted.\n8., 9., 10. Accepted.\n11. Noted.\n", ["1", "2-5", "6, 7", "8, 9, 10", "11"]),
        (numbered([1]) + "2., 3., 4., Slovenia accepts them.\n5., 6.\n7. Noted.\n", ["1", "2, 3, 4, 5, 6", "7"]),
        (numbered([1]) + "2. Ask:\n2.1Ratify (Peru);\n2.2Sign (Chile).\n3. to 5.Noted.\n" + numbered([6]), ["1", "2", "2.1", "2.2", "3-5", "6"]),
        (numbered([1, 2]) + "3.1 Ratify (Peru);\n3.2 Sign (Chile).\n" + numbered([4]), ["1", "2", "3.1", "3.2", "4"]),
        (numbered([1]) + "2 and 3. Noted.\n4, 5. Accepted.\n6-8. Accepted.\n9. 12 of them did.\n", ["1", "2, 3", "4, 5", "6-8", "9"]),
        (numbered([1]) + "2. Ask:\n2 . 1 Ratify (Peru);\n2.2 - Sign (Chile); 2.3 Adopt (Mali);\n" + numbered([3]), ["1", "2", "2.1", "2.2", "2.3", "3"]),
        (numbered([1]) + "2. Ask:\n2.1 Ratify (Peru);\n1.2 Sign (Chile);\n2.3 Adopt (Mali).\n" + numbered([3]), ["1", "2", "2.1", "1.2", "2.3", "3"]),
        (numbered([1]) + "2. Ask:\nA.1 Ratify (Peru);\nA.2 Sign (Chile);\nB.1 Adopt (Mali).\n" + numbered([3]), ["1", "2", "2(A.1)", "2(A.2)", "2(B.1)", "3"]),
        (numbered([1]) + "2. It concludes:\ni. to adopt it;\nii. to train all.\n" + numbered([3]), ["1", "2", "2(i)", "2(ii)", "3"]),
        (numbered([1]) + "2. Ask:\n1. Ratify (Peru);\nEducation\n2. Sign (Chile).\n" + numbered([3]), ["1", "2", "2(1)", "H", "2(2)", "3"]),
        (numbered([1]) + "2.\n\nAsk:\n(a)\n\nRatify;\n(b)\n\nSign.\n3\n\n" + SAID + numbered([4]), ["1", "2", "2(a)", "2(b)", "3", "4"]),
        (numbered(range(1, 11), "{} ").replace("10 The", "10 Ask:\n1. Ratify;\n2. Sign.\n11 The"), [*map(str, range(1, 11)), "10(1)", "10(2)", "11"]),
        (numbered([1]) + "2. By theme:\n" + "".join(f"2.{n} Ratify (Peru).\n" for n in (7, 3, 9, 1, 5, 2)), ["1", "2", "2.7", "2.3", "2.9", "2.1", "2.5", "2.2"]),
        (numbered([1]) + "2. The following:\n1) Ratify;\n2) Sign.\n" + numbered([3]), ["1", "2", "2(1)", "2(2)", "3"]),
        (numbered([1]) + "2. The following:\n(1) Ratify;\n(2) Sign.\n" + numbered([3]), ["1", "2", "2(1)", "2(2)", "3"]),
        (numbered([1]) + "2. The following:\na) Ratify;\nb) Sign.\n" + numbered([3]), ["1", "2", "2(a)", "2(b)", "3"]),
        ("1. Aims\n1.1 " + SAID + "1.1.1 " + SAID + "1.2 " + SAID + "2. Law\n2.1 " + SAID, ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]),
        (numbered(range(1, 4)) + "Annex\n\nThe delegation:\n1. Mr. A. Person\n2. Ms. B. Person\n", ["1", "2", "3", "H", "[1]", "1", "2"]),
    ],
)  # fmt: skip
def test_numbering_of_any_shape(text, expected):
    assert keys(text) == expected


def test_numbered_subheadings_are_no_paragraphs():
    text = (
        "B. Implementation of obligations\n1. Equality and non-discrimination\n" + numbered([12, 13])
        + "2. Right to life, liberty and\nsecurity of the person\n" + numbered([14])
    )  # fmt: skip
    extracts = read(("A. Scope\n" + numbered(range(1, 12)) + text).encode()).extracts
    assert extracts.loc[extracts["kind"] == "paragraph", "paragraph"].tolist() == [str(n) for n in range(1, 15)]
    titles = extracts.loc[extracts["kind"] == "heading", ["section", "text"]].values.tolist()
    assert titles[2:] == [
        ["B.1", "Equality and non-discrimination"],
        ["B.2", "Right to life, liberty and security of the person"],
    ]


def test_a_text_version_has_the_numbers_of_its_pdf():
    made = report(5, "parts")
    pages = made.pages(lines=40)
    expected = {number: text for _, number, text in made.expected}
    # Headers and numbers of pages part paragraphs, with blank lines around them, with form feeds or none.
    for parted in ("\f", "\n"):
        text = parted.join("\n".join([page[0], "", *page[2:], "", page[1], ""]) for page in pages)
        data = text.encode(), f"<html><body><pre>{text.replace(chr(12), chr(10))}</pre></body></html>".encode()
        for document in map(read, data):
            got = document.extracts.set_index("paragraph")["text"]
            assert {number: got.get(number) for number in expected} == expected
            assert document.symbol == "A/HRC/99/7" and document.issues.empty


@pytest.mark.parametrize("form", ["word", "html", "text"])
def test_what_is_odd_is_said_in_every_format(form):
    said = [f"{n}. {SAID}" for n in (1, 2, 3, 6, 6, 7)]
    page = f"<html><body>{'<br>'.join(said)}</body></html>"
    data = {"word": lambda: word(*said), "html": page.encode, "text": "".join(said).encode}[form]()
    problems = read(data).issues["problem"].tolist()
    assert len(problems) == 2 and "before 6 is 3" in problems[0] and "6 stands twice" in problems[1]


def test_what_is_odd_is_said_with_page_and_number():
    pages = [
        ["T/1", *numbered([1, 2, 3]).splitlines()],
        ["T/1", *numbered([6, 6, 7]).splitlines(), "8. " + "Word. " * 900],
    ]
    document = read(pdf(pages))
    said = document.issues.set_index("value")["problem"]
    assert "before 6 is 3" in said["6"].iloc[0] and "stands twice" in said["6"].iloc[1]
    assert "characters" in said["8"] and set(document.issues["row"]) == {"page 2"}
    assert float(document.confidence) < 0.7 and document.issues["remedy"].str.contains("page 2").all()
    assert read(numbered(range(1, 9)).encode()).confidence == "1.00"


def test_a_list_of_names_has_no_headings():
    names = "".join(f"{letter}.E. Mr. {letter}. Person, Counsellor\n" for letter in "HMSVIC")
    extracts = read((numbered(range(1, 4)) + "Annex\n\nComposition of the delegation\n\n" + names).encode()).extracts
    assert extracts.loc[extracts["kind"] == "heading", "text"].tolist() == ["Annex"]


# What each real document must yield: shared/real/documents/README.md.
REAL = {
    "norway2014.pdf": (132, {"131": 203}, {"131": "pending"}),
    "bolivia2014.pdf": (117, {"113": 46, "114": 132, "115": 15}, {"113": "accepted", "114": "accepted", "115": "noted"}),
    "mauritius2013.pdf": (130, {"128": 114, "129": 36}, {"128": "accepted", "129": "pending"}),
    "bhutan2010.pdf": (102, {"101": 99}, {"101": "pending"}),
    "ghana2008.pdf": (71, {"68": 22}, {"68": "accepted"}),
    "ghana2008.txt": (71, {"68": 22}, {"68": "accepted"}),
    "canada2009.pdf": (88, {"86": 68}, {"86": "pending"}),
    "albania2010.pdf": (72, {"67": 85, "69": 19, "70": 2}, {"67": "accepted", "69": "pending", "70": "noted"}),
    "compilation_slovenia2010.pdf": (45, {}, {}),
    "upr_slovenia_g1409727.pdf": (70, {}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_documents_paragraph_by_paragraph(name):
    last, lists, fates = REAL[name]
    document = read_document(needs(f"real/documents/{name}"))
    extracts = document.extracts
    paragraphs = extracts.loc[(extracts["kind"] == "paragraph") & extracts["paragraph"].str.isdigit(), "paragraph"]
    assert paragraphs.tolist() == [str(n) for n in range(1, last + 1)]
    found = recommendations_in(extracts)
    parents = found["paragraph"].str.extract(r"^(\d+)")[0]
    assert parents.value_counts(sort=False).to_dict() == lists
    for parent, rows in found.groupby(parents, sort=False):
        parts = rows["number"].str.startswith(f"{parent}.").all()
        assert rows["number"].tolist() == [f"{parent}.{n}" if parts else str(n) for n in range(1, lists[parent] + 1)]
        assert set(rows["fate"]) == {fates[parent]}
    assert document.issues.empty, document.issues[["row", "value", "problem"]].values.tolist()


def test_a_state_s_response_says_which_recommendations_it_accepts():
    extracts = read_document(needs("real/documents/state_response_slovenia2010.pdf")).extracts
    answers = answers_in(extracts)
    assert sorted(answers["number"].astype(int)) == list(range(1, 98))
    by = answers.set_index("number")["answer"]
    assert by[by == "noted"].index.tolist() == ["84", "88", "93"] and by[["32", "58"]].tolist() == ["partly"] * 2
    assert by[["5", "9", "44", "82", "87"]].tolist() == ["accepted"] * 5
    assert by[["1", "3", "15"]].tolist() == ["pending", "partly", "unclear"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Sylvania accepts recommendations Nos. 5, 6 and 9 to 11.", "5 6 9 10 11 accepted"),
        ("The recommendations in paragraphs 101.1 (ratify), 101.3 and 101.5-101.6 are not accepted.", "101.1 101.3 101.5 101.6 noted"),
        ("Sylvania accepts recommendations 1 and 2 and rejects recommendation 3.", "1 2 accepted 3 noted"),
        ("Recommendations 1 to 3 are accepted and recommendations 4 and 5 are noted.", "1 2 3 accepted 4 5 noted"),
        ("Sylvania accepts the recommendation to ratify Protocol No. 12 by 2010.", ""),
        ("La Sylvanie accepte les recommandations figurant aux paragraphes 5, 6 et 9 à 11.", "5 6 9 10 11 accepted"),
        ("Silvania acepta las recomendaciones núms. 5, 6 y 9 a 11.", "5 6 9 10 11 accepted"),
        ("Сильвания принимает рекомендации № 5, 6 и 9–11.", "5 6 9 10 11 accepted"),
        ("西尔瓦尼亚接受第5、6和9至11项建议。", "5 6 9 10 11 accepted"),
        ("تقبل سيلفانيا التوصيات 5 و6 و9 إلى 11.", "5 6 9 10 11 accepted"),
    ],
)  # fmt: skip
def test_numbers_of_recommendations_that_a_reply_names(said, expected):
    found = answers_in(read(f"1. Thanks.\n2. {said}\n3. More.\n".encode()).extracts)
    told = " ".join(f"{' '.join(rows['number'])} {answer}" for answer, rows in found.groupby("answer", sort=False))
    assert told == expected


def test_a_table_of_recommendations_gives_rows_and_answers():
    rows = ["<tr><th>Recommendation<th>Position<th>Themes"]
    rows += [f"<tr><td>121.{n} Adopt law {n} (Chile);<td>{said}<td>All" for n, said in ((4, "Supported"), (2, "Noted"))]
    rows += ["<tr><td>7.<td>Sign the Convention (Peru).<td>Sylvania does not accept it."]
    extracts = read(f"<html><body><table>{''.join(rows)}</table></body></html>".encode()).extracts
    found = recommendations_in(extracts)[["number", "text", "fate"]].values.tolist()
    assert found == [
        ["121.4", "Adopt law 4 (Chile);", "accepted"],
        ["121.2", "Adopt law 2 (Chile);", "noted"],
        ["7", "Sign the Convention (Peru).", "noted"],
    ]
    assert answers_in(extracts)[["number", "answer"]].values.tolist() == [[n, fate] for n, _, fate in found]


@pytest.mark.parametrize("name", [name for name in REAL if name.endswith(".pdf")])
def test_the_text_of_each_unit_stands_on_its_page_by_another_program(name):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    path = needs(f"real/documents/{name}")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("pdftotext cannot read it")
    printed = done.stdout.decode().split("\f")
    pages = [re.sub(r"[^a-z]", "", page.lower()) for page in printed]
    extracts = read_document(path).extracts
    units = extracts[extracts["kind"].isin(["paragraph", "list item"]) & extracts["paragraph"].str.match(r"\d")]
    astray = [
        row.paragraph
        for row in units.itertuples()
        if (start := re.sub(r"[^a-z]", "", row.text.lower())[:25]) not in pages[int(row.page) - 1]
        and start[:12] not in pages[int(row.page) - 1]
    ]
    assert len(units) > 60 and not astray


# What a report says of its lists in each language: accepted, pending, noted, an item, and a reply that speaks of the list above it.
FATES = {
    "fr": (
        "Les recommandations ci-après recueillent l’adhésion de la Sylvanie :",
        "Les recommandations ci-après seront examinées par la Sylvanie, qui y répondra en temps voulu :",
        "Les recommandations ci-après n’ont pas recueilli l’adhésion de la Sylvanie :",
        "Ratifier la Convention sans réserve et en informer les organes compétents",
        "La Sylvanie n’accepte pas ces recommandations.",
    ),
    "es": (
        "Las recomendaciones que figuran a continuación cuentan con el apoyo de Silvania:",
        "Las recomendaciones que figuran a continuación serán examinadas por Silvania, que responderá a su debido tiempo:",
        "Las recomendaciones que figuran a continuación no cuentan con el apoyo de Silvania:",
        "Ratificar la Convención sin reservas e informar de ello a los órganos competentes",
        "Silvania no puede aceptar las recomendaciones anteriores.",
    ),
    "ru": (
        "Рекомендации, перечисленные ниже, пользуются поддержкой Сильвании:",
        "Нижеследующие рекомендации будут рассмотрены Сильванией, которая представит ответы в надлежащее время:",
        "Нижеследующие рекомендации не пользуются поддержкой Сильвании и приняты к сведению:",
        "Ратифицировать Конвенцию без оговорок и сообщить об этом компетентным органам",
        "Сильвания не может принять вышеуказанные рекомендации.",
    ),
    "ar": (
        "التوصيات التالية تحظى بتأييد سيلفانيا:",
        "ستنظر سيلفانيا في التوصيات التالية وستقدم ردوداً في الوقت المناسب:",
        "أُحيط علماً بالتوصيات التالية التي لا تحظى بتأييد سيلفانيا في المستقبل:",
        "التصديق على الاتفاقية دون تحفظات وإبلاغ الهيئات المختصة بذلك",
        "لا يمكن قبول التوصيات المذكورة أعلاه.",
    ),
    "zh": (
        "下列建议得到西尔瓦尼亚的支持：",
        "西尔瓦尼亚将审议下列建议，并将在适当时候作出答复：",
        "下列建议未得到西尔瓦尼亚的支持：",
        "在没有保留的情况下批准公约，并将此事通知主管机关",
        "西尔瓦尼亚不接受上述建议。",
    ),
}
NAMES = {
    "fr": ("Chili", "France"),
    "es": ("Chile", "Francia"),
    "ru": ("Чили", "Франция"),
    "ar": ("شيلي", "فرنسا"),
    "zh": ("智利", "法国"),
}


@pytest.mark.parametrize("language", FATES)
def test_the_fate_of_recommendations_in_each_language(language):
    *says, item, reply = FATES[language]
    ask = {
        "fr": "Les recommandations ci-après ont été faites :",
        "es": "Se formularon las siguientes recomendaciones:",
        "ru": "Были вынесены следующие рекомендации:",
        "ar": "قدمت التوصيات التالية:",
        "zh": "提出了下列建议：",
    }[language]
    paragraphs = []
    for number, sentence in enumerate([*says, ask], 1):
        paragraphs.append(f"{number}. {sentence}")
        paragraphs += [f"{number}.{part} {item} ({name});" for part, name in enumerate(NAMES[language], 1)]
    text = "\n".join([*paragraphs, f"5. {reply}", ""])
    found = recommendations_in(read(text.encode()).extracts)
    assert found["number"].tolist() == [f"{n}.{part}" for n in (1, 2, 3, 4) for part in (1, 2)]
    assert found["fate"].tolist() == ["accepted"] * 2 + ["pending"] * 2 + ["noted"] * 4
    assert found["fate_paragraph"].tolist()[-1] == "5"


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("abd", "the point (d) follows (b)"),
        ("abbc", "the point (b) follows (b)"),
        ("bc", "the point (b) follows no other"),
    ],
)
def test_a_point_that_is_missing_or_stands_twice_is_said(points, said):
    blocks = ["1. Ask:", *(f"({point}) Ratify (Peru);" for point in points), "2. Done."]
    assert read(word(*blocks)).issues["problem"].tolist() == [said]


def test_a_part_that_stands_twice_is_said():
    text = numbered([1]) + "2. Ask:\n2.1 Ratify (Peru);\n2.2 Sign (Chile);\n2.2 Sign (Chile);\n2.3 Adopt (Mali).\n"
    assert read(text.encode()).issues["problem"].tolist() == ["the number 2.2 stands twice"]
