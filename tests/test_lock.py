"""The lock holds, for every system and Python, whatever the installed packages say they need there, with hashes."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.paths import ROOT

SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
PYTHONS = ("3.11", "3.12", "3.13")
# What only one system has, and must therefore be in the lock under a marker.
PECULIAR = {"linux": "pexpect", "macos": "appnope", "windows": "pywinpty"}


def locked() -> list[tuple[Requirement, int]]:
    """Return every pinned requirement of the lock and how many hashes it has."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("    #")[0] for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return [(Requirement(re.split(r"\s+--hash", line)[0]), line.count("--hash=sha256:")) for line in lines]


def environment(system: str, python: str) -> dict[str, str]:
    versions = {"python_version": python, "python_full_version": f"{python}.7"}
    return default_environment() | SYSTEMS[system] | versions | {"extra": ""}


def holds(requirement: Requirement, where: dict[str, str], extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate(where | {"extra": extra}) for extra in ("", *extras))


def needed(system: str, python: str) -> dict[str, list[Requirement]]:
    """Walk from the project's own requirements down, each under the markers of a system and Python."""
    where = environment(system, python)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = [Requirement(r) for r in (*project["dependencies"], *extras["dev"], *extras["cluster"])]
    found: dict[str, list[Requirement]] = {}
    seen = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, []).append(requirement)
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        try:
            below = [Requirement(r) for r in requires(name) or []]
        except (
            PackageNotFoundError
        ):  # of another system: it is not installed here, so that only its name can be checked
            continue
        waiting += [r for r in below if holds(r, where, requirement.extras)]
    return found


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_package_that_a_system_needs_is_there_with_hashes(system, python):
    where = environment(system, python)
    there = {canonicalize_name(r.name): (r, hashes) for r, hashes in locked() if holds(r, where, set())}
    wanted = needed(system, python)
    assert len(wanted) > 100 and PECULIAR[system] in wanted
    assert sorted(set(wanted) - set(there)) == []
    for name, requirements in wanted.items():
        pin, hashes = there[name]
        (version,) = [s.version for s in pin.specifier if s.operator == "=="]
        assert hashes >= 1, name
        assert all(r.specifier.contains(version, prereleases=True) for r in requirements), name


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_package_is_pinned_twice_on_one_system(system):
    names = [canonicalize_name(r.name) for r, _ in locked() if holds(r, environment(system, "3.11"), set())]
    assert len(names) == len(set(names))


def test_the_lock_names_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
