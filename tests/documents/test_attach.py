"""`attach`: what is kept of a document, and every reason against keeping it."""

from hashlib import sha256
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from neoequity.books.models import Document
from neoequity.people.models import User
from placements.actions.attachment import attach
from placements.models import Attachment, Delivery, Placement, Sale
from tests.books import refused
from tests.documents.files import KEPT, PDF, PROGRAM, TEXT
from tests.factories import PlacementFactory, UserFactory, attached

ACCEPTED = (
    "Accepted formats: PDF, PNG, JPEG, GIF, TIFF, WebP, plain text, CSV, mail (.eml), told by "
    "their content."
)


def told(**changes: Any) -> dict[str, Any]:
    return {"kind": "notice", "name": "notice.pdf", "content": PDF, **changes}


def test_a_document_is_kept_byte_for_byte_with_who_and_when(sale: Sale, treasurer: User) -> None:
    made = attach(sale, **told(name="C:\\desk\\notice.pdf", remark=" by fax "), by=treasurer)

    kept = Attachment.objects.get()
    assert kept == made
    assert (kept.sale, kept.kind, kept.name, kept.remark) == (
        sale,
        "notice",
        "notice.pdf",
        "by fax",
    )
    assert kept.recorded_by == treasurer
    assert kept.recorded_at is not None
    document = kept.document
    assert bytes(document.content) == PDF
    assert (document.sha256, document.size) == (sha256(PDF).hexdigest(), len(PDF))
    assert document.content_type == "application/pdf"


@pytest.mark.parametrize("content_type", KEPT)
def test_every_format_is_kept_as_what_it_is_whatever_its_name_says(
    sale: Sale, treasurer: User, content_type: str
) -> None:
    made = attach(sale, **told(name="a.exe", content=KEPT[content_type]), by=treasurer)
    assert made.document.content_type == content_type
    assert not made.name.endswith(".exe")


def test_each_record_takes_the_kinds_that_prove_it(
    placement: Placement, delivery: Delivery
) -> None:
    attached(placement.agreement, "amendment")
    attached(placement, "acceptance")
    attached(delivery.sale, "notice")
    attached(delivery, "confirmation")
    assert Attachment.objects.count() == 4


def test_one_notice_of_several_sales_is_kept_once(placement: Placement, sale: Sale) -> None:
    attached(sale, "notice")
    attached(placement, "other")
    assert (Attachment.objects.count(), Document.objects.count()) == (2, 1)


def test_the_same_file_on_the_same_record_is_refused(sale: Sale, treasurer: User) -> None:
    attached(sale, "notice", PDF, name="notice.pdf", by=treasurer)
    another = UserFactory()
    with refused(
        "The same file is already attached to Sale 1: “notice.pdf”, by treasurer.",
    ):
        attach(sale, **told(name="again.pdf", kind="other"), by=another)


def test_an_empty_file_is_refused(sale: Sale, treasurer: User) -> None:
    with refused("The file is empty."):
        attach(sale, **told(content=b""), by=treasurer)


def test_a_file_is_kept_up_to_the_limit_and_not_beyond(
    sale: Sale, treasurer: User, settings: Settings
) -> None:
    settings.ATTACHMENT_MOST_BYTES = 2048
    with refused("The file has 2 KB, more than the 2 KB that are kept at most."):
        attach(sale, **told(content=b"x" * 2049), by=treasurer)
    attach(sale, **told(content=b"x" * 2048), by=treasurer)


def test_a_file_of_another_format_is_refused_by_its_content(sale: Sale, treasurer: User) -> None:
    with refused(f"By its content the file is application/x-msdownload. {ACCEPTED}"):
        attach(sale, **told(content=PROGRAM), by=treasurer)
    with refused(f"By its content the file is none of the kinds that are kept. {ACCEPTED}"):
        attach(sale, **told(content=b"<html>"), by=treasurer)


def test_a_pdf_that_is_cut_short_or_more_than_a_pdf_is_refused(sale: Sale, treasurer: User) -> None:
    with refused(
        "The file begins as PDF but is cut short, or carries another file behind its end. "
        + ACCEPTED
    ):
        attach(sale, **told(content=PDF + b"<html>"), by=treasurer)


def test_a_kind_that_does_not_prove_the_record_is_refused(
    sale: Sale, placement: Placement, treasurer: User
) -> None:
    with refused("What can be attached to Sale 1 is: agent's notice, other."):
        attach(sale, **told(kind="confirmation"), by=treasurer)
    with refused("What can be attached to Placement 1 is: agent's acceptance, term sheet, other."):
        attach(placement, **told(kind="nonsense", content=TEXT), by=treasurer)


def test_what_was_not_accepted_has_no_acceptance(placement: Placement, treasurer: User) -> None:
    proposed = PlacementFactory(agreement=placement.agreement, proposed=True, by=treasurer)
    with refused("Placement 2 was not accepted: it has no acceptance to attach."):
        attach(proposed, **told(kind="acceptance"), by=treasurer)


def test_who_may_not_file_documents_is_refused(sale: Sale) -> None:
    auditor = UserFactory(username="auditor", group="Auditor")
    with refused("auditor may not attach: that is for CFO or Controller or Treasury."):
        attach(sale, **told(), by=auditor)
