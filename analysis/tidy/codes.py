"""Answers to codes: exact after evening out case and spaces; unknown answers come back as such."""

from __future__ import annotations

import pandas as pd

from analysis.reference import reference
from analysis.schema import NO_ANSWERS

SEPARATOR = ";"


def spelling(value: str) -> str:
    """Return the form in which answers are compared: lower case, single spaces, no closing mark."""
    return " ".join(value.casefold().replace("_", " ").split()).strip(" .*")


def code_maps(code_list: str) -> dict[str, str]:
    """Return spelling -> code for one list: its codes, labels and accepted spellings."""
    codes, spellings = reference("codes"), reference("spellings")
    codes, spellings = codes[codes["list"] == code_list], spellings[spellings["list"] == code_list]
    pairs = [
        *zip(codes["code"], codes["code"], strict=True),
        *zip(codes["label"], codes["code"], strict=True),
        *zip(spellings["spelling"], spellings["code"], strict=True),
    ]
    return {spelling(text): code for text, code in pairs}


def to_codes(values: pd.Series, code_list: str) -> pd.Series:
    """Return the code of each value, empty text where it is unknown. "years" takes whole numbers."""
    return values.map({v: _one_code(v, code_maps(code_list)) for v in values.unique()}).astype(str)


def answers_to_codes(answers: pd.Series, questions: pd.Series) -> pd.Series:
    """Return each answer as codes joined by ";", empty text where a part of it is unknown.

    An answer is judged by the list of its question; one of the four ways to have no answer always fits.
    Several parts are taken only where the codebook lets the question have several.
    """
    codebook = reference("codebook").set_index("question")
    no_answer = code_maps("no_answer")
    coded = pd.Series("", index=answers.index, dtype=str)
    for question, group in answers.groupby(questions):
        if question not in codebook.index:
            continue
        known = code_maps(codebook.at[question, "answers"]) | no_answer
        several = codebook.at[question, "several"] == "yes"
        years = codebook.at[question, "answers"] == "years"
        coded[group.index] = group.map({v: _several_codes(v, known, several, years) for v in group.unique()})
    return coded


def _one_code(value: str, known: dict[str, str]) -> str:
    return known.get(spelling(value), "")


def _several_codes(value: str, known: dict[str, str], several: bool, years: bool) -> str:
    if years and value.strip().isdigit():
        return str(int(value))
    parts = [part for part in value.split(SEPARATOR) if part.strip()] if several else [value]
    codes = sorted({_one_code(part, known) for part in parts})
    mixed = len(codes) > 1 and any(code in NO_ANSWERS for code in codes)
    return "" if not codes or "" in codes or mixed else SEPARATOR.join(codes)
