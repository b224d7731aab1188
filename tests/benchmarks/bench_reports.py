"""How long each report takes beside the export of sales: at most three times as long."""

from pathlib import Path
from time import perf_counter

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_benchmark.fixture import BenchmarkFixture

from neoequity.people.models import User
from neoequity.reports.all import REPORTS
from placements.models import Placement

SINCE, UNTIL = "2000-10-01", "2001-11-13"
MOST = 3


@pytest.fixture(scope="module")
def exports() -> list[float]:
    """Seconds that the export of sales took, measured before and between the reports."""
    return []


@pytest.fixture
def export_of_sales(exports: list[float], ledger: Placement, person: User, tmp_path: Path) -> float:
    """How long the export took of late: on a busy machine the last run says what it can do now."""
    begun = perf_counter()
    call_command("export", "sales", output=str(tmp_path / "sales.csv"))
    exports.append(perf_counter() - begun)
    return exports[-1]


@pytest.mark.parametrize("known", ["now", "at a moment"])
@pytest.mark.parametrize("name", list(REPORTS))
def bench_report(
    benchmark: BenchmarkFixture, export_of_sales: float, tmp_path: Path, name: str, known: str
) -> None:
    """As a file; at a moment the entries themselves are read instead of their sums."""
    file = tmp_path / "report.csv"
    options = {"since": SINCE, "until": UNTIL, "output": str(file), "force": True}
    if known == "at a moment":
        options["known_at"] = timezone.now().isoformat()
    benchmark.pedantic(call_command, ["report", name], options, rounds=1)
    assert benchmark.stats is not None
    took = benchmark.stats.stats.min
    benchmark.extra_info["times the export of sales"] = round(took / export_of_sales, 2)
    assert file.stat().st_size
    assert took <= MOST * export_of_sales
