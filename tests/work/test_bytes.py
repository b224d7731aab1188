"""A file made in the background is, byte for byte, the direct download."""

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.people.models import User
from neoequity.work.models import Piece
from tests.factories import TODAY
from tests.periods.closings import close
from tests.work.asked import made

ADDRESSES = (
    "/exports/sales.csv",
    "/exports/sales.csv?agreement=sales-agreement&as_of=2001-11-01&bom=1",
    "/exports/warrant_entries.csv",
    "/exports/history.csv?known_at=2001-11-12T17:30:00",
    "/exports/sales.xlsx?q=&status=settled",
    "/reports/supplement.pdf",
    "/reports/journal.csv?from=2001-10-01&to=2001-11-09",
    "/reports/journal.xlsx",
)
HEADERS = ("Content-Type", "Content-Disposition", "Content-Length", "X-Chain-Head", "X-Log-Head")


def body(client: Client, address: str) -> tuple[bytes, dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer), {name: answer.get(name, "none") for name in HEADERS}


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files say when they were made, so both are made at one moment."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_bytes_are_those_of_the_direct_download(
    published: Issuer, person: User, browser: Client, address: str
) -> None:
    job = made(person, address)

    content, headers = body(browser, f"/work/{job.pk}/download/")

    assert (content, headers) == body(browser, job.address)


def test_the_pack_of_a_closed_period_is_that_of_the_direct_download(
    published: Issuer, person: User, browser: Client
) -> None:
    close("2001-10", today=TODAY, issuer=published)
    address = f"/packs/{published.slug}/2001-10.zip"

    job = made(person, address)

    content, headers = body(browser, f"/work/{job.pk}/download/")
    assert (content, headers) == body(browser, address)
    assert content.startswith(b"PK")


def test_a_large_file_is_kept_in_pieces(
    published: Issuer, person: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neoequity.work.queue.PIECE", 100)

    job = made(person)

    assert job.size is not None
    assert Piece.objects.filter(job=job).count() == -(-job.size // 100)
    assert body(browser, f"/work/{job.pk}/download/")[0] == body(browser, job.address)[0]
