"""Commands of drafts: audit, fill, write."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands import command, out_option
from analysis.languages import ENGLISH, LANGUAGES


def add(commands: argparse._SubParsersAction) -> None:
    """Add the commands."""
    held = command(commands, audit)
    held.add_argument("--against", type=Path, metavar="EARLIER", help="an earlier draft: which numbers changed")
    held.add_argument("--versions", type=Path, nargs="+", default=[], metavar="FILE", help="other language versions")
    held.add_argument("--published", action="store_true", help="hold it against what the paper printed")
    held.add_argument("--language", default="", choices=LANGUAGES, help="of the draft, where it is not told rightly")
    held.add_argument("--shown", default=ENGLISH, choices=LANGUAGES, help="the language of what is said")
    held.add_argument("--style", default="manual", metavar="PROFILE", help="a profile of style.csv")
    for parser in (held, command(commands, fill)):
        parser.add_argument("draft", type=Path)
        out_option(parser, "where to write; without it nothing is written", "PATH")
    written = command(commands, write)
    written.add_argument("--language", nargs="+", default=list(LANGUAGES), choices=LANGUAGES, help="(default: all six)")
    out_option(written, "where to write the text as Markdown and Word; without it it is shown", "FOLDER")


def audit(choice: argparse.Namespace) -> int:
    """Check every number of a draft against the measures and against itself, and put its page into the report; status 1 where something disagrees."""
    from analysis.audit import audit as checked
    from analysis.audit.report import report_on
    from analysis.dataset import open_dataset
    from analysis.pages.drafts import page_in
    from analysis.paths import home_of

    against = "published" if choice.published else "data"
    options = {"against": against, "language": choice.language, "profile": choice.style, "shown": choice.shown}
    made = checked(choice.draft, open_dataset(choice.data), **options)
    lines, failed = report_on(made, choice.out, choice.against, choice.versions)
    written = page_in(home_of(made.facts.dataset.folder) / "report", made)
    print(*lines, *([written] if written else []), sep="\n")
    return 1 if failed else 0


def fill(choice: argparse.Namespace) -> int:
    """Fill the content controls of a Word draft that are named after measures; status 1 where a sentence no longer fits its number."""
    from analysis.audit.fill import fill as filled
    from analysis.dataset import open_dataset
    from analysis.export import write_bytes

    data, rows = filled(choice.draft, open_dataset(choice.data))
    for row in rows:
        print(f"{row.tag}: {row.was!r} -> {row.now!r}" + (f"; not written: {row.why}" if row.why else ""))
    if choice.out:
        print(write_bytes(choice.out, data))
    return 1 if any(row.why for row in rows) else 0


def write(choice: argparse.Namespace) -> int:
    """Write the sentences of the paper from its measures; one whose words no longer fit its number is listed, not written: status 1."""
    from analysis.audit.text import text_of
    from analysis.dataset import open_dataset
    from analysis.export import write_bytes, write_text
    from analysis.languages import Language
    from analysis.office.word import BANNER, NUMBERED, WordFile

    dataset, failed = open_dataset(choice.data), False
    for code in choice.language:
        language, sentences = Language(code, dataset.layers), text_of(dataset, code)
        title, banner = (language.text(text) for text in (dataset.paper.title, dataset.banner))
        names = dict.fromkeys(sentence.reading for sentence in sentences)
        said = [language.sentences(s.text for s in sentences if s.reading == name and not s.why) for name in names]
        paragraphs = [text for text in said if text]
        for left in (sentence for sentence in sentences if sentence.why):
            failed = True
            print(f"{code}: not written, {left.reading} {left.part}: {left.why}")
        if not choice.out:
            print(*paragraphs, sep="\n\n")
            continue
        word = WordFile(language, title, dataset.paper.symbol, "")
        word.heading(title, 0)
        for style, text in [*([(BANNER, banner)] if banner else []), *((NUMBERED, text) for text in paragraphs)]:
            word.paragraph(text, style)
        whole = [f"# {title}", *([f"**{banner}**"] if banner else []), *paragraphs]
        print(write_text(choice.out / f"text_{code}.md", "\n\n".join(whole) + "\n"))
        print(write_bytes(choice.out / f"text_{code}.docx", word.data()))
    return 1 if failed else 0
