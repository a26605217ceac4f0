"""What the invented papers of the draft check have in common: a codebook, labels in other languages, groups of States, answers."""

from collections.abc import Callable
from pathlib import Path

_CODEBOOK = "question,theme,topics,answers,several,asked_if,silence,label,text,instruction,example,counter_example"
_PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def table(folder: Path, name: str, header: str, rows: list[str]) -> None:
    """Write a table of a paper or a dataset."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def write_paper(folder: Path, settings: str, questions: dict, labels: dict[str, dict[str, str]]) -> Path:
    """Write what every paper has, and return its folder: codebook, settings, words. questions: list of answers, label, text of each."""
    paper = folder / "paper"
    table(
        paper,
        "codebook",
        _CODEBOOK,
        [f'{q},,,{a},no,,,"{label}","{text}",,,' for q, (a, label, text) in questions.items()],
    )
    table(paper, "statements", "statement,place,subject,wording", [])
    (paper / "wording").mkdir(exist_ok=True)
    for language, words in labels.items():
        entries = "\n".join(f'msgid "{english}"\nmsgstr "{own}"\n' for english, own in words.items())
        (paper / "wording" / f"{language}.po").write_text(_PO + entries, encoding="utf-8")
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
