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
    "small_groups": "analysis.measures",
    "coverage": "analysis.measures",
    "next_questions": "analysis.measures",
    "evidence": "analysis.measures.evidence",
    "statements": "analysis.measures.ledger",
    "consistency": "analysis.measures.checks",
    "agreement": "analysis.measures.coders",
    "agreement_overall": "analysis.measures.coders",
    "range_of_codings": "analysis.measures.coders",
    "code_again": "analysis.coding.again",
    "anchors": "analysis.coding.trace",
    "conflicts": "analysis.statistics.reconcile",
    "disagreements": "analysis.coding.settle",
    "suggestions_of": "analysis.coding.suggestions",
    "how_good": "analysis.coding.suggestions",
    "queue_of": "analysis.coding.queue",
    "progress": "analysis.coding.queue",
    "behind": "analysis.coding.trace",
    "rests_on": "analysis.coding.trace",
    "coding_form": "analysis.coding.form",
    "coded": "analysis.coding.form",
    "opening": "analysis.notebook",
    "chart": "analysis.notebook",
    "table": "analysis.notebook",
    "reading": "analysis.notebook",
    "readings": "analysis.notebook",
    "audit": "analysis.audit",
    "explored": "analysis.explore",
    "explorer": "analysis.explore",
    "save_chart": "analysis.explore",
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
