"""The documents as they were known at a moment, and as an archive takes them."""

from datetime import date
from hashlib import sha256

from django.utils import timezone

from placements.models import Attachment, Delivery, Placement, Sale
from placements.selectors.documents import archive_of, attachments_known_at
from tests.documents.files import CSV, PDF, PNG, TEXT
from tests.factories import IssuerFactory, PlacementFactory, attached

Q4 = {"starts_on": date(2001, 10, 1), "ends_on": date(2001, 12, 31)}
Q3 = {"starts_on": date(2001, 7, 1), "ends_on": date(2001, 9, 30)}


def test_what_was_attached_later_was_not_known_yet(sale: Sale) -> None:
    first = attached(sale, "notice", PDF)
    known = Attachment.objects.get(pk=first.pk).recorded_at
    attached(sale, "other", PNG)
    assert [row.pk for row in attachments_known_at(known)] == [first.pk]
    assert attachments_known_at(timezone.now()).count() == 2


def test_an_archive_names_every_document_by_its_record(
    sale: Sale, delivery: Delivery, placement: Placement
) -> None:
    rows = [
        attached(placement.agreement, "amendment", TEXT, name="Änderung Nr. 1.txt"),
        attached(placement, "acceptance", PNG, name="fax.png"),
        attached(sale, "notice", CSV, name="sales.csv"),
        attached(delivery, "confirmation", PDF, name="dtc.pdf"),
    ]
    issuer = placement.agreement.issuer
    found = list(archive_of(issuer, **Q4, known_at=timezone.now()))
    keys = [row.pk for row in rows]
    assert [document.name for document in found] == [
        f"sales-agreement/agreement/{keys[0]}-Anderung-Nr.-1.txt",
        f"sales-agreement/placement-1/{keys[1]}-fax.png",
        f"sales-agreement/sale-1/{keys[2]}-sales.csv",
        f"sales-agreement/sale-1/delivery/{keys[3]}-dtc.pdf",
    ]
    assert [document.content for document in found] == [TEXT, PNG, CSV, PDF]
    assert [document.sha256 for document in found] == [
        sha256(content).hexdigest() for content in (TEXT, PNG, CSV, PDF)
    ]


def test_an_archive_holds_the_records_of_its_period_and_issuer(
    sale: Sale, placement: Placement
) -> None:
    attached(placement.agreement, "amendment", TEXT)
    attached(sale, "notice")
    attached(PlacementFactory(agreement=placement.agreement), "other")  # a draft has no day yet
    issuer, now = placement.agreement.issuer, timezone.now()
    kept = [document.name for document in archive_of(issuer, **Q4, known_at=now)]
    assert [name.split("/")[1] for name in kept] == ["agreement", "sale-1"]
    before = [document.name for document in archive_of(issuer, **Q3, known_at=now)]
    assert [name.split("/")[1] for name in before] == ["agreement"]
    stranger = IssuerFactory(slug="stranger", name="Stranger, Inc.")
    assert list(archive_of(stranger, **Q4, known_at=now)) == []
