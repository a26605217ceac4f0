"""Country review findings: from extracts and responses to the statistics of a background paper.

A session starts with `import analysis` and `dataset = analysis.open_dataset()`. The names below are
imported when they are first used, so that importing the package costs little.
"""

from importlib import import_module

_ENTRIES = {
    "open_dataset": "analysis.dataset",
    "resolve": "analysis.tidy.states",
    "states_parties_on": "analysis.tidy.groupings",
    "read_document": "analysis.documents",
    "read_folder": "analysis.documents.folders",
    "recommendations_of": "analysis.tidy.recommenders",
    "answers_in": "analysis.documents.recommendations",
    "find_passages": "analysis.documents.passages",
    "cite": "analysis.documents.citations",
    "find_again": "analysis.documents.citations",
    "read_register": "analysis.loaders.workbooks",
    "Mapping": "analysis.loaders.workbooks",
    "shares": "analysis.statistics.shares",
    "states_parties": "analysis.statistics.universes",
    "states_reviewed": "analysis.statistics.universes",
    "respondents": "analysis.statistics.universes",
    "rates": "analysis.statistics.coverage",
    "next_questions": "analysis.statistics.coverage",
    "against_rest": "analysis.statistics.comparisons",
    "conflicts": "analysis.statistics.reconcile",
    "reconciled": "analysis.statistics.reconcile",
    "agreement": "analysis.statistics.agreement",
    "statements": "analysis.paper.statements",
    "consistency": "analysis.paper.consistency",
    "opening": "analysis.notebook",
    "chart": "analysis.notebook",
    "table": "analysis.notebook",
    "reading": "analysis.notebook",
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
