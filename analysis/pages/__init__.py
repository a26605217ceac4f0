"""The report as a small site: pages that work from a folder, without a network and without a script.

English lies at the top of report/, every other language in a folder of its own.
"""

from analysis.languages import ENGLISH

INDEX, EVIDENCE, SEARCH = "index.html", "evidence/index.html", "search.js"


def folder_of(language: str) -> str:
    """Return the folder of a language's pages, below report/, with its slash; nothing for English."""
    return "" if language == ENGLISH else f"{language}/"
