"""A small world of a few charts only, for the tests of Office files."""

import pytest

from tests.office.made import short_world


@pytest.fixture(scope="package")
def world(tmp_path_factory):
    """The small world with three charts."""
    return short_world(tmp_path_factory.mktemp("short") / "world", "coverage", "vehicles", "legislation_by_group")


@pytest.fixture
def world_folder(tmp_path):
    """A small world of one's own with one chart, to be edited."""
    return short_world(tmp_path / "world", "vehicles").folder
