"""Invented review reports in the shapes that real ones have, with the number of every paragraph known."""

import random
import textwrap
from html import escape

STATES = ["Chile", "France", "Bosnia and Herzegovina", "Iran (Islamic Republic of)", "Republic of Korea", "Viet Nam"]
WORDS = [
    "the",
    "delegation",
    "noted",
    "that",
    "measures",
    "had",
    "been",
    "taken",
    "to",
    "protect",
    "the",
    "rights",
    "of",
    "women",
    "and",
    "children",
    "in",
    "detention",
    "and",
    "to",
    "combat",
    "trafficking",
    "while",
    "the",
    "law",
    "was",
    "under",
    "review",
    "by",
    "a",
    "committee",
    "and",
    "further",
    "steps",
    "were",
    "needed",
]


class Report:
    """Lines of a report, and what it must yield: (kind, number, text) of paragraphs, items and parts."""

    def __init__(self, seed, style):
        self.chance = random.Random(seed)
        self.style = style
        self.lines, self.blocks, self.expected = [], [], []
        self.paragraph = 0
        self.width = self.chance.choice([72, 88, 96])

    def sentence(self, least=8, most=40, end="."):
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randint(least, most))]
        if self.chance.random() < 0.15:
            words.insert(self.chance.randrange(1, len(words)), f"{self.chance.randint(1, 28)}. January")
        if self.chance.random() < 0.2:
            words.insert(
                self.chance.randrange(1, len(words)), f"paragraph {self.chance.randint(1, 150)} of the report in"
            )
        if self.chance.random() < 0.1:
            words.insert(
                self.chance.randrange(1, len(words)),
                f"{self.chance.randint(2, 99)}.{self.chance.randint(1, 9)} per cent",
            )
        text = " ".join(words)
        return text[0].upper() + text[1:] + end

    def add(self, kind, number, printed, text):
        wrapped = textwrap.wrap(f"{printed} {text}", self.width, break_on_hyphens=False)
        self.lines += [f"{line} " for line in wrapped]
        self.blocks.append(f"{printed.strip()} {text}")
        self.expected.append((kind, number, text))

    def numbered(self, text=None, dot=True):
        self.paragraph += 1
        text = text or " ".join(self.sentence() for _ in range(self.chance.randint(1, 4)))
        self.add("paragraph", str(self.paragraph), f"{self.paragraph}{'.' if dot else ''}", text)

    def heading(self, text):
        self.lines.append(f" {text} ")
        self.blocks.append(text)

    def recommendation(self):
        made_by = ", ".join(self.chance.sample(STATES, self.chance.choice([1, 1, 1, 2])))
        return f"{self.sentence(4, 25, '')} ({made_by})"

    def recommendations(self, intro, count, start=1, missing_dot=0.0):
        self.numbered(intro)
        for n in range(start, start + count):
            end = "." if n == start + count - 1 else ";"
            text = self.recommendation() + end
            if self.style == "parts":
                number = f"{self.paragraph}.{n}"
                self.add("list item", number, number + self.chance.choice(["", "."]), text)
            elif self.style == "letters":
                letter = "abcdefghijklmnopqrstuvwxyz"[(n - 1) % 26] * ((n - 1) // 26 + 1)
                self.add("list item", f"{self.paragraph}({letter})", f"({letter})", text)
            else:
                dot = "" if self.chance.random() < missing_dot else "."
                self.add("list item", f"{self.paragraph}({n})", f"{n}{dot}", text)

    def html(self):
        """The paragraphs on a page of HTML."""
        return f"<html><body>{''.join(f'<p>{escape(text)}</p>' for text in self.blocks)}</body></html>".encode()

    def pages(self, symbol="A/HRC/99/7", lines=46):
        """The lines on pages, with a running symbol and the number of the page."""
        cut = [self.lines[at : at + lines] for at in range(0, len(self.lines), lines)]
        return [[symbol, str(n), *page] for n, page in enumerate(cut, start=1)]


def report(seed, style="list"):
    """A review report: introduction, dialogue, conclusions with one to four lists, a delegation."""
    made = Report(seed, style)
    chance = made.chance
    made.heading("Introduction")
    for _ in range(2):
        made.numbered()
    made.numbered("In accordance with paragraph 15 of the annex, the following documents were issued for the review:")
    for letter in "abc":
        made.add(
            "list item",
            f"3({letter})",
            f" ({letter})",
            f"A report prepared in accordance with paragraph 15 ({letter});",
        )
    made.numbered()
    made.heading("I. Summary of the proceedings of the review process")
    made.heading("A. Presentation by the State under review")
    for _ in range(chance.randint(5, 20)):
        made.numbered(dot=chance.random() > 0.02)
    made.heading("B. Interactive dialogue and responses by the State under review")
    for _ in range(chance.randint(20, 70)):
        made.numbered(dot=chance.random() > 0.02)
    made.heading("II. Conclusions and/or recommendations")
    start = 1
    for kind in chance.sample(
        ["enjoy the support of", "will be examined by", "did not enjoy the support of"], chance.randint(1, 3)
    ):
        count = chance.choice([1, 2, 5, 20, 60, 110])
        made.recommendations(f"The following recommendations {kind} Sylvania:", count, start, 0.01)
        # In some reports the lists count on from one to the next.
        start = start + count if chance.random() < 0.3 and style == "list" else 1
        if chance.random() < 0.4:
            made.numbered()
    made.numbered(
        "All conclusions and recommendations contained in the present report reflect the position of the States."
    )
    made.heading("Annex")
    made.heading("Composition of the delegation")
    made.lines += ["The delegation of Sylvania was headed by Ms. A. Person, Minister of Justice, and composed of: ", ""]
    made.lines += [f"H.E. Mr. {name} Person, Counsellor, Permanent Mission; " for name in "CDIMV"]
    return made
