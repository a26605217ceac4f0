import pytest


@pytest.fixture(autouse=True)
def no_recognition(request, monkeypatch):
    """Tests see the suite without the extra “scan”, which takes seconds a page, unless they ask for it."""
    if "scanned" not in request.keywords:
        monkeypatch.setattr("analysis.documents.scans.packs", list)
