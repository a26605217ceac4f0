"""Tell the six languages apart: by script, and the three in Latin letters by their commonest words."""

import re
from collections import Counter

from analysis.documents.words import words_by_language

# Letters that the other two do without; each counts as a word.
_OWN = {"en": "", "fr": "àâçèêëîïôùûœ", "es": "ñáíóú¿¡"}
_SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff\ufb50-\ufefc]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
}
_ANY_SCRIPT = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u3400-\u9fff\ufb50-\ufefc]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_MOST_SAMPLED = 2_000


def language_of(text: str) -> str:
    """Return the language of a text: that of the script that leads, else the one whose commonest words do."""
    sample = text[:_MOST_SAMPLED]
    if script := script_of(sample, ""):
        return script
    words = Counter(re.findall(r"[a-zà-ÿ]+", sample.casefold()))
    common = {language: found for language, found in words_by_language("common").items() if language not in _SCRIPTS}
    return max(
        common,
        key=lambda language: (
            sum(words[word] for word in common[language])
            + sum(sample.count(letter) for letter in _OWN.get(language, ""))
        ),
    )


def script_of(text: str, otherwise: str) -> str:
    """Return the language of the script that leads in a text, where it is not the Latin one; else another answer."""
    sample = text[:_MOST_SAMPLED]
    if not _ANY_SCRIPT.search(sample):
        return otherwise
    letters = {language: len(pattern.findall(sample)) for language, pattern in _SCRIPTS.items()}
    letters["zh"] *= 3  # a Chinese character carries what three letters do
    lead = max(letters, key=lambda language: letters[language])
    return lead if letters[lead] > len(_LATIN.findall(sample)) else otherwise
