"""Documents on entries in the admin: added through the action, then read only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.documents.files import PDF
from tests.warrants.factories import issued_warrant, last_entry
from warrants.models import EntryAttachment

pytestmark = pytest.mark.django_db

LIST = "/admin/warrants/entryattachment/"


def test_a_document_is_attached_and_then_only_read(admin: Client) -> None:
    entry = last_entry(issued_warrant())
    file = SimpleUploadedFile("certificate.pdf", PDF)
    admin.post(f"{LIST}add/", {"entry": entry.pk, "kind": "certificate", "file": file})
    row = EntryAttachment.objects.get()
    assert (row.entry, row.name) == (entry, "certificate.pdf")
    assert "Entry 1, Warrant 1 of NeoTherapeutics, Inc." in admin.get(LIST).content.decode()
    page = f"{LIST}{row.pk}/change/"
    assert row.get_absolute_url() in admin.get(page).content.decode()
    assert admin.post(page, {"kind": "other"}).status_code == 403
