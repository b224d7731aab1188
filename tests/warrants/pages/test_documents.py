"""Documents on the entries of a warrant: attached on its page, and handed out again."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.books import refused
from tests.documents.files import PDF, PROGRAM
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.warrants.factories import ISSUED_BY, attached_to_entry, issued_warrant, last_entry
from tests.worlds import built_once
from warrants.actions.attachment import attach_to_entry
from warrants.models import Entry, EntryAttachment, Warrant
from warrants.selectors.documents import archive_of_entries


@built_once
def entry(warrant: Warrant) -> Entry:
    """The issue of the warrant."""
    return last_entry(warrant)


def sent(entry: Entry, content: bytes = PDF, **said: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("certificate.pdf", content)
    return {"entry": entry.pk, "kind": "certificate", "document": file, **said}


def test_a_document_is_attached_to_an_entry_and_shown(
    writer: Client, reader: Client, warrant: Warrant, entry: Entry
) -> None:
    page = warrant.get_absolute_url()
    answer = writer.post(f"{page}attach/", sent(entry), follow=True)
    assert answer.redirect_chain == [(page, 302)]
    row = EntryAttachment.objects.get()
    assert (row.entry, row.kind, row.recorded_by.username) == (entry, "certificate", "writer")
    shown = reader.get(page)
    assert "certificate.pdf Warrant certificate PDF" in words(shown)
    assert row.get_absolute_url() in links(shown)
    answer = reader.get(row.get_absolute_url())
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_only_who_may_attach_is_offered_to(
    writer: Client, reader: Client, stranger: Client, warrant: Warrant, entry: Entry
) -> None:
    page = warrant.get_absolute_url()
    row = attached_to_entry(entry)
    assert "Attach a document" in words(writer.get(page))
    assert "Attach a document" not in words(reader.get(page))
    assert reader.post(f"{page}attach/", sent(entry)).status_code == 403
    assert stranger.post(f"{page}attach/", sent(entry)).status_code == 302
    assert stranger.get(row.get_absolute_url()).status_code == 302
    assert EntryAttachment.objects.count() == 1


def test_an_entry_of_another_warrant_is_no_choice(writer: Client, warrant: Warrant) -> None:
    other = last_entry(issued_warrant(warrant.agreement))
    answer = writer.post(f"{warrant.get_absolute_url()}attach/", sent(other))
    assert answer.status_code == 422
    assert "The warrant has no such entry." in words(answer)


def test_a_refusal_stands_beside_the_file(writer: Client, warrant: Warrant, entry: Entry) -> None:
    answer = writer.post(f"{warrant.get_absolute_url()}attach/", sent(entry, PROGRAM))
    assert answer.status_code == 422
    assert "By its content the file is application/x-msdownload." in words(answer)
    assert breaks_the_policy(answer) == []


def test_an_unknown_kind_and_the_same_file_again_are_refused(entry: Entry) -> None:
    by = UserFactory(username="clerk")
    told: dict[str, Any] = {"name": "notice.pdf", "content": PDF, "by": by}
    with refused(
        "What can be attached to Entry 1 is: notice of the holder, warrant certificate, "
        "confirmation of delivery, other."
    ):
        attach_to_entry(entry, kind="acceptance", **told)
    attach_to_entry(entry, kind="notice", **told)
    with refused("The same file is already attached to Entry 1: “notice.pdf”, by clerk."):
        attach_to_entry(entry, kind="other", **told)


def test_an_archive_takes_the_entries_of_its_period(warrant: Warrant, entry: Entry) -> None:
    row = attached_to_entry(entry, content=PDF)
    now = timezone.now()
    quarter = {"starts_on": date(2001, 10, 1), "ends_on": ISSUED_BY}
    [document] = archive_of_entries(warrant.issuer, **quarter, known_at=now)
    assert document.name == f"warrants/warrant-1/entry-1/{row.pk}-notice.pdf"
    assert document.content == PDF
    earlier = {"starts_on": date(2001, 7, 1), "ends_on": date(2001, 9, 30)}
    assert list(archive_of_entries(warrant.issuer, **earlier, known_at=now)) == []
