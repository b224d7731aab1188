"""The lock file names a release of everything that is required, within its range."""

from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT


def required(name: str) -> Iterator[Requirement]:
    """What one of our files of requirements asks for, that of a file it includes left out."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        wanted = line.partition("#")[0].strip()
        if wanted and not wanted.startswith("-"):
            yield Requirement(wanted)


LOCKED = {canonicalize_name(each.name): each.specifier for each in required("requirements.lock")}
REQUIRED = [*required("requirements.txt"), *required("requirements-dev.txt")]


@pytest.mark.parametrize("wanted", REQUIRED, ids=lambda wanted: wanted.name)
def test_what_is_required_is_locked_within_its_range(wanted: Requirement) -> None:
    [release] = LOCKED[canonicalize_name(wanted.name)]
    assert release.operator == "=="
    assert wanted.specifier.contains(release.version)
