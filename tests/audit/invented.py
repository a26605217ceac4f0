"""What the invented papers of the draft check have in common: a codebook, labels in other languages, groups of States, answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

_CODEBOOK = "question,theme,topics,answers,several,asked_if,silence,label,text,instruction,example,counter_example"
_SETTINGS = """title = "{title}"
universe = "{universe}"
groupings = ["{grouping}"]
[days]
cut_off = {day}
[[registers]]
table = "codings"
file = "answers.csv"
columns = {{ entity = "State" }}
fixed = {{ coder = "peer", record = "review" }}
[registers.questions]
"""
_PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def table(folder: Path, name: str, header: str, rows: list[str]) -> None:
    """Write a table of a paper or a dataset."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def write_paper(
    folder: Path, title: str, day: str, universe: str, grouping: str, questions: dict, labels: Sequence[Sequence[str]]
) -> Path:
    """Write what every paper has, and return its folder: codebook, settings, words. questions: list of answers, label, text of each;
    labels: one row a label in English and the other languages, whose codes the first row has."""
    paper = folder / "paper"
    table(
        paper,
        "codebook",
        _CODEBOOK,
        [f'{q},,,{a},no,,,"{label}","{text}",,,' for q, (a, label, text) in questions.items()],
    )
    table(paper, "statements", "statement,place,subject,wording", [])
    table(paper, "groupings", "grouping,label,kept_until,why", [f"{grouping},{grouping.capitalize()},,"])
    (paper / "wording").mkdir(exist_ok=True)
    for at, language in enumerate(labels[0][1:], start=1):
        entries = "\n".join(f'msgid "{words[0]}"\nmsgstr "{words[at]}"\n' for words in labels[1:])
        (paper / "wording" / f"{language}.po").write_text(_PO + entries, encoding="utf-8")
    settings = _SETTINGS.format(title=title, universe=universe, grouping=grouping, day=day)
    (paper / "paper.toml").write_text(settings + "".join(f'{q} = "{q}"\n' for q in questions), encoding="utf-8")
    return paper


def write_data(
    folder: Path, title: str, day: str, questions: dict, grouping: str, groups: dict[str, tuple[int, int]],
    answer: Callable[[str, int, int], str],
) -> None:  # fmt: skip
    """Write the dataset. groups: how many States each has, and how many of them, the first ones, are read; answer: of question, group, State."""
    states = [(group, n, n < read) for group, (every, read) in enumerate(groups.values()) for n in range(every)]
    codes = [f"X{chr(65 + at // 10)}{chr(65 + at % 10)}" for at in range(len(states))]
    names = list(groups)
    table(folder, "entities", "code,iso2,kind,name", [f"{c},,member,Demo State {c}" for c in codes])
    table(
        folder,
        "names",
        "code,language,form,name,until,source",
        [f"{c},en,short,Demo State {c},,invented" for c in codes],
    )
    spans = [f"{c},{grouping},{names[group]},,,invented," for c, (group, *_) in zip(codes, states, strict=True)]
    table(folder, "memberships", "code,grouping,member_of,from,until,source,note", spans)
    said = [
        f"Demo State {c}," + ",".join(answer(q, group, n) for q in questions)
        for c, (group, n, read) in zip(codes, states, strict=True)
        if read
    ]
    table(folder, "answers", "State," + ",".join(questions), said)
    (folder / "dataset.toml").write_text(
        f'title = "{title}"\ndemonstration = true\npaper = "paper"\nas_of = {day}\nreplaces = ["entities", "names", "memberships"]\n',
        encoding="utf-8",
    )


def answered(answers: dict[str, tuple[int, ...]], group: int, n: int) -> str:
    """Return what the n-th State of a group answers, where so many of each group give each answer, in turn; else nothing."""
    at = 0
    for code, counts in answers.items():
        at += counts[group]
        if n < at:
            return code
    return ""
