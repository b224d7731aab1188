"""Where tests share the books of their module, every test of the module expects them there."""

from collections import defaultdict
from pathlib import Path

import pytest


def test_no_module_that_shares_books_has_a_test_that_expects_empty_ones(
    request: pytest.FixtureRequest,
) -> None:
    """Such a test would pass or fail by whether it runs before or after the books are built."""
    shares: dict[Path, set[bool]] = defaultdict(set)
    for item in request.session.items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & {"db", "transactional_db"} or item.get_closest_marker("django_db"):
            shares[item.path].add("for_the_module" in asked)
    assert not [str(path) for path, answers in shares.items() if len(answers) == 2]
