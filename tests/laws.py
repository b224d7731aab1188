"""How many examples the laws over whole books are tried on: few in every run, many in CI.

`make laws EXAMPLES=250` tries them on as many; the laws of the terms alone keep their own numbers.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("EXAMPLES") or 4)


def law(times: float = 1, **how: Any) -> settings:
    """The settings of a law whose examples cost `1 / times` of what a whole history costs."""
    return settings(
        max_examples=max(1, round(EXAMPLES * times)),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        **how,
    )
