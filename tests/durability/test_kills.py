"""Whatever is killed in the middle of writes: what was acknowledged is there, and nothing half.

A handful of kills belongs to the suite; `make kills KILLS=200` takes its time and prints counts.
With REPLICA=1 a second web host and a streaming replica stand beside the product, killed as well.
"""

import os
import random
from collections.abc import Iterator

import pytest

from tests.browser.served import Product
from tests.durability.beside import beside
from tests.durability.clerks import HANG
from tests.durability.kills import kill_again_and_again


@pytest.fixture
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product on a fresh machine, with a database server of its own."""
    served = Product(tmp_path_factory.mktemp("killed"))
    try:
        served.start("2001-11-13")
        yield served
    finally:
        served.remove()


def test_kills_lose_nothing_and_leave_nothing_half_written(product: Product) -> None:
    times = int(os.environ.get("KILLS") or "6")
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))

    if os.environ.get("REPLICA") == "1":
        with beside(product) as others:
            outcome = kill_again_and_again(product, times, seed, others)
        assert outcome.read["replica"] > 0
    else:
        outcome = kill_again_and_again(product, times, seed)

    print("", *outcome.lines(), sep="\n")  # noqa: T201 - the counts are what `make kills` is for
    assert outcome.kills.total() == times
    assert outcome.lost == []
    assert outcome.half_written == []
    assert outcome.unclean == []
    assert outcome.missing == []
    assert not [answer for answer in outcome.answers if answer.endswith(HANG)]
