"""Documents on the pages of their records, and the form that attaches one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from placements.models import Attachment, Delivery, Placement, Sale
from tests.documents.files import NOT_KEPT, PDF, PNG
from tests.factories import PlacementFactory, attached
from tests.pages.plain_text import breaks_the_policy, links, words

AGREEMENT = "/agreements/sales-agreement/"
PLACEMENT = "/placements/sales-agreement/1/"
SALE = "/sales/sales-agreement/1/"
PAGES = (AGREEMENT, PLACEMENT, SALE)


def file(content: bytes = PDF, name: str = "notice.pdf", claimed: str = "image/png") -> Any:
    return SimpleUploadedFile(name, content, content_type=claimed)


@pytest.mark.parametrize(
    ("page", "kind"),
    [(AGREEMENT, "amendment"), (PLACEMENT, "acceptance"), (SALE, "notice"), (SALE, "confirmation")],
)
def test_a_document_is_attached_and_shown_on_its_record(
    writer: Client, reader: Client, delivery: Delivery, page: str, kind: str
) -> None:
    sent = {"kind": kind, "document": file(), "remark": "by mail"}
    answer = writer.post(f"{page}attach/", sent, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    row = Attachment.objects.get()
    told = words(reader.get(page))
    for part in ("notice.pdf", "PDF", "by mail", "treasurer", row.get_kind_display()):
        assert part in told
    assert row.get_absolute_url() in links(reader.get(page))
    assert f'title="{row.document.sha256}"' in reader.get(page).content.decode()
    assert row.document.sha256 not in told


def test_a_confirmation_is_attached_to_the_delivery_of_the_sale(
    writer: Client, delivery: Delivery
) -> None:
    writer.post(f"{SALE}attach/", {"kind": "confirmation", "document": file()})
    row = Attachment.objects.get()
    assert (row.delivery, row.sale) == (delivery, None)


def test_what_cannot_be_proven_yet_is_not_offered(writer: Client, sale: Sale) -> None:
    PlacementFactory(agreement=sale.agreement, proposed=True)
    assert "Confirmation of delivery" not in words(writer.get(SALE))
    assert "Agent's acceptance" not in words(writer.get("/placements/sales-agreement/2/"))
    answer = writer.post(f"{SALE}attach/", {"kind": "confirmation", "document": file()})
    assert answer.status_code == 422
    assert "No such document is attached to this record." in words(answer)


def test_the_browsers_claim_does_not_count(writer: Client, sale: Sale) -> None:
    sent = {"kind": "notice", "document": file(PNG, "notice.pdf", "text/html")}
    writer.post(f"{SALE}attach/", sent)
    row = Attachment.objects.get()
    assert (row.document.content_type, row.name) == ("image/png", "notice.pdf.png")


def test_a_refusal_stands_beside_the_file(writer: Client, sale: Sale) -> None:
    page_of_html = file(NOT_KEPT["a page of HTML"], "notice.pdf", "application/pdf")
    answer = writer.post(f"{SALE}attach/", {"kind": "notice", "document": page_of_html})
    assert answer.status_code == 422
    assert "By its content the file is none of the kinds that are kept" in words(answer)
    assert answer.context["form"].errors.keys() == {"document"}
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "notice"}, "Choose a file."),
        ({"document": file()}, "What it is is missing."),
        ({"kind": "notice", "document": file(b"")}, "The file is empty."),
    ],
)
def test_what_is_missing_is_asked_for(
    writer: Client, sale: Sale, sent: dict[str, Any], sentence: str
) -> None:
    answer = writer.post(f"{SALE}attach/", sent)
    assert answer.status_code == 422
    assert sentence in words(answer)


@pytest.mark.parametrize("size", [5_000, 3_000_000])
def test_a_file_that_is_too_large_is_counted_but_not_kept(
    writer: Client, sale: Sale, settings: Settings, size: int
) -> None:
    settings.ATTACHMENT_MOST_BYTES = 4_096
    answer = writer.post(f"{SALE}attach/", {"kind": "notice", "document": file(b"x" * size)})
    assert answer.status_code == 422
    words_of_size = "4.9 KB" if size == 5_000 else "2.9 MB"
    sentence = f"The file has {words_of_size}, more than the 4 KB that are kept at most."
    assert sentence in words(answer)


@pytest.mark.parametrize("size", [4_097, 3_000_000])
def test_no_byte_of_a_file_that_is_too_large_is_held(
    rf: RequestFactory, settings: Settings, size: int
) -> None:
    settings.ATTACHMENT_MOST_BYTES = 4_096
    sent = {"document": file(b"x" * size), "other": file(b"y")}
    got: dict[str, Any] = rf.post("/", sent).FILES.dict()
    assert (got["document"].size, got["document"].read()) == (size, b"")
    assert got["other"].read() == b"y"


def test_a_large_file_within_the_limit_goes_through_whole(writer: Client, sale: Sale) -> None:
    content = b"%PDF-1.4\n" + b"x" * 3_000_000 + b"\n%%EOF\n"
    writer.post(f"{SALE}attach/", {"kind": "notice", "document": file(content)})
    assert bytes(Attachment.objects.get().document.content) == content


@pytest.mark.parametrize("page", PAGES)
def test_only_who_may_attach_is_offered_to(
    writer: Client, reader: Client, client: Client, sale: Sale, page: str
) -> None:
    assert "Attach a document" in words(writer.get(page))
    assert "Attach a document" not in words(reader.get(page))
    assert "Attach a document" not in words(writer.get(f"{page}?as_of=2001-11-12"))
    sent = {"kind": "other", "document": file()}
    assert writer.get(f"{page}attach/").status_code == 200
    assert reader.get(f"{page}attach/").status_code == 403
    assert reader.post(f"{page}attach/", sent).status_code == 403
    assert client.post(f"{page}attach/", sent).status_code == 302
    assert writer.post(f"{page}attach/?as_of=2001-11-12", sent).status_code == 409
    assert not Attachment.objects.exists()


def test_a_form_from_elsewhere_is_refused(sale: Sale) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(sale.recorded_by)
    sent = {"kind": "notice", "document": file()}
    assert careful.post(f"{SALE}attach/", sent).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_a_record_without_documents_says_so(reader: Client, sale: Sale, page: str) -> None:
    assert "No document is attached." in words(reader.get(page))


@pytest.mark.parametrize(
    "record", ["agreements/none", "placements/none/1", "placements/sales-agreement/9", "sales/x/1"]
)
def test_nothing_is_attached_to_what_is_not_there(writer: Client, sale: Sale, record: str) -> None:
    assert writer.get(f"/{record}/attach/").status_code == 404


@pytest.mark.parametrize("page", [*PAGES, *(f"{page}attach/" for page in PAGES)])
def test_a_page_brings_no_inline_style_or_script(
    writer: Client, delivery: Delivery, page: str
) -> None:
    attached(delivery, "confirmation")
    assert breaks_the_policy(writer.get(page)) == []


def test_a_list_asks_once_and_never_for_bytes(
    writer: Client, sale: Sale, placement: Placement
) -> None:
    records = (sale, placement, placement.agreement)

    def asked() -> list[int]:
        counts = []
        for page in PAGES:
            with CaptureQueriesContext(connection) as queries:
                writer.get(page)
            assert not [query for query in queries if '"content"' in query["sql"]]
            counts.append(len(queries))
        return counts

    for record in records:
        attached(record, "other")
    asked()  # the first page of a session notes that it is in use
    few = asked()
    for record in records:
        for number in range(5):
            attached(record, "other", b"%d" % number)
    assert asked() == few
