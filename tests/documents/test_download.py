"""A document is handed out to be saved, byte for byte, and never shown or run."""

from base64 import b64encode
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.models import Attachment, Sale
from tests.documents.files import KEPT, PDF
from tests.factories import attached
from tests.ledger.tampering import settle_constraints, tamper_with_books
from tests.worlds import built_once


@built_once
def notice(sale: Sale) -> Attachment:
    return attached(sale, "notice", PDF, name="Übersicht.pdf")


@pytest.mark.parametrize("content_type", KEPT)
def test_the_same_bytes_come_out_as_what_they_are(
    reader: Client, sale: Sale, content_type: str
) -> None:
    row = attached(sale, "other", KEPT[content_type])
    answer = reader.get(row.get_absolute_url())
    assert answer.status_code == 200
    assert answer.getvalue() == KEPT[content_type]
    assert answer["Content-Type"] == content_type
    assert answer["Content-Length"] == str(len(KEPT[content_type]))


def test_a_browser_may_only_save_it(reader: Client, notice: Attachment) -> None:
    answer = reader.get(notice.get_absolute_url())
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cbersicht.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Frame-Options"] == "DENY"


def test_the_hash_comes_with_it(reader: Client, notice: Attachment) -> None:
    answer = reader.get(notice.get_absolute_url())
    assert answer["ETag"] == f'"{sha256(PDF).hexdigest()}"'
    told = b64encode(sha256(PDF).digest()).decode()
    assert answer["Repr-Digest"] == f"sha-256=:{told}:"


def test_who_has_the_bytes_already_is_told_so_and_they_are_not_read(
    reader: Client, notice: Attachment
) -> None:
    etag = f'"{sha256(PDF).hexdigest()}"'
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(notice.get_absolute_url(), headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert not [query for query in asked if '"content"' in query["sql"]]


def test_bytes_that_no_longer_fit_their_hash_are_not_handed_out(
    reader: Client, notice: Attachment
) -> None:
    settle_constraints()
    tamper_with_books(
        "ALTER TABLE books_document DROP CONSTRAINT a_document_is_known_by_the_hash_of_its_bytes",
        "ALTER TABLE books_document DROP CONSTRAINT a_document_has_the_size_of_its_bytes",
        "UPDATE books_document SET content = 'forged'",
    )
    answer = reader.get(notice.get_absolute_url())
    assert answer.status_code == 500
    assert answer.content.decode() == (
        "The bytes kept of “Übersicht.pdf” no longer fit their SHA-256, so they are not handed "
        "out. Run verify_ledger.\n"
    )


def test_a_stranger_gets_nothing(client: Client, notice: Attachment) -> None:
    answer = client.get(notice.get_absolute_url())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_document_that_is_not_there_is_not_found(reader: Client, notice: Attachment) -> None:
    assert reader.get("/attachments/999/").status_code == 404


def test_a_document_is_only_ever_read_here(writer: Client, notice: Attachment) -> None:
    assert writer.post(notice.get_absolute_url()).status_code == 405
