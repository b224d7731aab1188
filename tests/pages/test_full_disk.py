"""A full disk: one sentence to the person, one line in the log, and nothing left behind."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from neoequity import downloads
from neoequity.books.full_disk import is_full_disk
from neoequity.books.models import Document
from neoequity.people.models import User
from placements.models import Sale
from tests.clients import logged_in
from tests.documents.files import PDF
from tests.factories import PlacementFactory, sell
from tests.full_disk import full_disk
from tests.pages.plain_text import breaks_the_policy, words
from tests.worlds import built_once

SENTENCE = (
    "There is no room for this file or change, so nothing was kept of it; an administrator must "
    "make room first."
)


@built_once
def sale(db: None) -> Sale:
    return sell(PlacementFactory(accepted=True))


@pytest.fixture
def client(sale: Sale) -> Client:
    found = logged_in(User.objects.create_superuser("chief", password="a-board-room-in-irvine"))
    found.raise_request_exception = False
    return found


@pytest.fixture
def disk(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the product keeps files for the length of a request."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "address", ["/exports/sales.csv", "/exports/history.csv", "/packs/neotherapeutics/2001Q4.zip"]
)
def test_a_download_that_does_not_fit_is_told_and_leaves_nothing(
    address: str, client: Client, disk: Path
) -> None:
    with full_disk(at=10):
        answer = client.get(address)

    assert answer.status_code == 507
    assert SENTENCE in words(answer)
    assert breaks_the_policy(answer) == []
    assert not list(disk.iterdir())
    assert client.get(address).status_code == 200


def test_an_upload_that_does_not_fit_is_told_and_leaves_nothing(
    client: Client, disk: Path, sale: Sale
) -> None:
    large = SimpleUploadedFile("notice.pdf", PDF + b"\n" * 3_000_000)

    with full_disk(at=1_000_000):
        answer = client.post(
            f"{sale.get_absolute_url()}attach/", {"kind": "notice", "document": large}
        )

    assert answer.status_code == 507
    assert SENTENCE in words(answer)
    assert not list(disk.iterdir())
    assert not Document.objects.exists()


def test_a_database_whose_disk_is_full_is_told_alike(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DiskFullError(Exception):
        pgcode = "53100"

    def fail(*_given: object, **_named: object) -> None:
        raise OperationalError("could not extend file") from DiskFullError()

    monkeypatch.setattr(downloads, "write_dataset", fail)

    assert client.get("/exports/sales.csv").status_code == 507


def test_only_what_comes_down_to_a_full_disk_is_one() -> None:
    assert is_full_disk(OSError(28, "No space left on device"))
    assert not is_full_disk(OSError(13, "Permission denied"))
    assert not is_full_disk(ValueError("broken"))
    assert not is_full_disk(None)
