"""Two ways to do the same, side by side: on a busy machine only their ratio says something."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from pytest_benchmark.fixture import BenchmarkFixture


def took(act: Callable[[], object]) -> float:
    """How many seconds it takes."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


def beside(
    benchmark: BenchmarkFixture,
    ours: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int,
) -> float:
    """How many times as fast as the other ours is, by the median; each round measures both.

    The ratio is printed and kept in the results.
    """
    others = []
    took(other)

    def first_the_other() -> None:
        others.append(took(other))

    benchmark.pedantic(ours, setup=first_the_other, rounds=rounds, warmup_rounds=1)
    assert benchmark.stats is not None
    ratio: float = median(others) / benchmark.stats.stats.median
    benchmark.extra_info["times as fast"] = round(ratio, 3)
    print(f"\n{benchmark.name}: {ratio:.3f} times as fast as the other way")  # noqa: T201
    return ratio
