"""Country review findings: from extracts and responses to the statistics of a background paper.

A session starts with `import analysis` and `dataset = analysis.open_dataset()`. The names below are
imported when they are first used, so that importing the package costs little.
"""

from importlib import import_module

_ENTRIES = {
    "open_dataset": "analysis.dataset",
    "resolve": "analysis.tidy.states",
    "read_document": "analysis.documents",
    "read_folder": "analysis.documents.folders",
    "recommendations_of": "analysis.tidy.recommenders",
    "answers_in": "analysis.documents.recommendations",
    "find_passages": "analysis.documents.passages",
    "cite": "analysis.documents.citations",
    "find_again": "analysis.documents.citations",
    "read_register": "analysis.loaders.workbooks",
    "Mapping": "analysis.loaders.workbooks",
    "measure": "analysis.measures",
    "every_measure": "analysis.measures",
    "every_question": "analysis.measures",
    "every_group": "analysis.measures",
    "coverage": "analysis.measures",
    "next_questions": "analysis.measures",
    "evidence": "analysis.measures.evidence",
    "statements": "analysis.measures.ledger",
    "consistency": "analysis.measures.checks",
    "agreement": "analysis.measures.coders",
    "range_of_codings": "analysis.measures.coders",
    "conflicts": "analysis.statistics.reconcile",
    "opening": "analysis.notebook",
    "chart": "analysis.notebook",
    "table": "analysis.notebook",
    "reading": "analysis.notebook",
    "audit": "analysis.audit",
    "explored": "analysis.explore",
    "explorer": "analysis.explore",
}
__all__ = sorted(_ENTRIES)


def __getattr__(name: str):
    """Import an entry when it is first asked for."""
    if name not in _ENTRIES:
        raise AttributeError(f"analysis has no “{name}”; it offers: {', '.join(__all__)}")
    value = getattr(import_module(_ENTRIES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Offer the entries to completion."""
    return __all__
