"""Attachments in the admin: added through the action, then read only."""

from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from neoequity.people.models import User
from placements.models import Attachment, Delivery, Placement, Sale
from tests.admin.typed import address, sentences
from tests.documents.files import NOT_KEPT, PDF
from tests.factories import UserFactory, attached
from tests.worlds import built_once

LIST = "/admin/placements/attachment/"


@built_once
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    return client


def sent(content: bytes = PDF, **said: Any) -> dict[str, Any]:
    return {"kind": "notice", "file": SimpleUploadedFile("notice.pdf", content), **said}


def test_a_document_is_attached(admin: Client, sale: Sale) -> None:
    answer = admin.post(f"{LIST}add/", sent(sale=sale.pk, remark="by fax"))
    assert answer.status_code == 302
    row = Attachment.objects.get()
    assert (row.sale, row.kind, row.name, row.remark) == (sale, "notice", "notice.pdf", "by fax")
    assert bytes(row.document.content) == PDF
    assert row.recorded_by.username == "chief"


def test_the_actions_sentences_stand_in_the_form(admin: Client, sale: Sale) -> None:
    attached(sale, "notice", PDF, by=sale.recorded_by)
    answer = admin.post(f"{LIST}add/", sent(sale=sale.pk))
    twice = "The same file is already attached to Sale 1: “document.pdf”, by treasurer."
    assert sentences(answer) == {"": [twice]}
    answer = admin.post(f"{LIST}add/", sent(NOT_KEPT["a shell script"], sale=sale.pk))
    [refusal] = sentences(answer)[""]
    assert refusal.startswith("By its content the file is none of the kinds that are kept.")
    assert Attachment.objects.count() == 1


def test_one_record_is_named(admin: Client, sale: Sale, placement: Placement) -> None:
    several: list[dict[str, Any]] = [{}, {"sale": sale.pk, "placement": placement.pk}]
    for records in several:
        answer = admin.post(f"{LIST}add/", sent(**records))
        assert sentences(answer) == {"": ["Name the one record that it proves."]}


def test_a_file_is_asked_for(admin: Client, sale: Sale) -> None:
    answer = admin.post(f"{LIST}add/", {"kind": "notice", "sale": sale.pk})
    assert sentences(answer) == {"file": ["Choose a file."]}


def test_the_list_says_what_each_document_proves(
    admin: Client, delivery: Delivery, placement: Placement
) -> None:
    for record in (delivery, delivery.sale, placement, placement.agreement):
        attached(record)
    page = admin.get(LIST).content.decode()
    for told in (
        "Delivery of Sale 1, Sales Agreement",
        ">Sale 1, Sales Agreement",
        "Placement 1, Sales Agreement",
        ">Sales Agreement<",
    ):
        assert told in page


def test_an_attachment_is_only_read(admin: Client, sale: Sale) -> None:
    row = attached(sale, "notice")
    page = admin.get(address("attachment_change", row.pk))
    assert row.get_absolute_url() in page.content.decode()
    assert row.document.sha256 in page.content.decode()
    assert admin.post(address("attachment_change", row.pk), sent()).status_code == 403
    assert admin.post(address("attachment_delete", row.pk)).status_code == 403
    history = unescape(admin.get(f"{LIST}{row.pk}/history/").content.decode())
    assert "Document “document.pdf” (agent's notice) attached to sale 1 of the Sales" in history


def test_who_may_only_view_attaches_nothing(sale: Sale) -> None:
    client = Client()
    client.force_login(UserFactory(group="Auditor", is_staff=True))
    assert client.get(LIST).status_code == 200
    assert client.post(f"{LIST}add/", sent(sale=sale.pk)).status_code == 403
    assert not Attachment.objects.exists()
