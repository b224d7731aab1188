"""What a declared kind of record gets without a line of its own, asked of expense claims."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from neoequity.books.documents.actions import attach_to_record
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.history.lines import lines_about
from neoequity.books.history.query import RecordKey
from neoequity.books.models import Approval, Seal
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.datasets import DATASETS, write_dataset
from neoequity.ledger import prove_books
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.people.models import User
from placements.models import Agreement
from tests.claims.models import Claim
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory
from tests.kinds.claims import asked_for
from tests.roles import unguarded

PDF = b"%PDF-1.4\n%%EOF\n"


# Seal and proof


def test_a_claim_is_sealed_and_the_books_agree(claim: Claim) -> None:
    assert Seal.objects.filter(kind="claim", entry=claim.pk).exists()
    assert prove_books().differences == []


def test_a_claim_changed_with_the_triggers_off_is_found(claim: Claim) -> None:
    forge("UPDATE claims_claim SET purpose = 'Dinner'")
    assert any(f"Expense claim {claim.pk} under the Sales" in each for each in differences())


def test_claims_beyond_the_cap_are_counted_again(claim: Claim) -> None:
    forge("UPDATE placements_agreement SET expense_cap = 1000")
    assert any("the sum of expense claims is 40000.00" in each for each in differences())


def differences() -> list[str]:
    return prove_books().differences


def forge(sql: str) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sql)


# History


def test_the_history_tells_a_claim(claim: Claim) -> None:
    [line, *_] = lines_about(RecordKey(Claim, claim.pk))
    assert "expense claim of 2001-11-05 under the Sales Agreement posted: $40,000.00" in line.what
    assert line.why == "Travel"


# Pages


def test_a_claim_is_asked_for_on_its_page(agreement: Agreement, treasurer: User) -> None:
    sent = {
        "agreement": agreement.pk,
        "incurred_on": "2001-11-05",
        "amount": "40000",
        "purpose": "Travel",
    }
    answer = logged_in(treasurer).post("/records/claim/new/", sent)
    request = Approval.objects.get(kind="claim")
    assert (answer.status_code, answer["Location"]) == (302, request.get_absolute_url())


@pytest.mark.parametrize("typed", ["$40,000", " 40\u00a0000.00 "])
def test_its_amount_is_read_as_it_is_pasted(
    agreement: Agreement, treasurer: User, typed: str
) -> None:
    sent = {"agreement": agreement.pk, "incurred_on": "2001-11-05", "amount": typed}
    answer = logged_in(treasurer).post("/records/claim/new/", {**sent, "purpose": "Travel"})
    assert answer.status_code == 302
    assert Approval.objects.get(kind="claim").asked["amount"] == "40000.00"


def test_what_is_wrong_is_said_beside_its_field(agreement: Agreement, treasurer: User) -> None:
    sent = {"agreement": agreement.pk, "incurred_on": "2001-11-05", "amount": "60000.01"}
    answer = logged_in(treasurer).post("/records/claim/new/", {**sent, "purpose": "Travel"})
    assert answer.status_code == 422
    assert "$60,000.01 is more than the $60,000.00 left of the expense cap" in text_of(answer)
    assert not Approval.objects.exists()


def test_the_list_and_the_record_show_what_was_posted(claim: Claim, treasurer: User) -> None:
    browser = logged_in(treasurer)
    for address in ("/records/claim/", claim.get_absolute_url()):
        page = text_of(browser.get(address))
        assert "$40,000.00" in page
        assert "Sales Agreement" in page


def test_a_day_before_it_does_not_know_the_claim(claim: Claim, treasurer: User) -> None:
    browser = logged_in(treasurer)
    assert "$40,000.00" not in text_of(browser.get("/records/claim/?as_of=2001-11-04"))
    assert browser.get(f"{claim.get_absolute_url()}?as_of=2001-11-04").status_code == 404


def test_the_menu_leads_to_the_list(claim: Claim, treasurer: User) -> None:
    page = logged_in(treasurer).get("/").content.decode()
    assert 'href="/records/claim/"' in page
    assert "Expense claims" in page


def test_a_kind_without_such_pages_is_not_found(treasurer: User) -> None:
    assert logged_in(treasurer).get("/records/sale/").status_code == 404


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


# Permissions


def test_only_those_whom_the_declaration_names_may_ask(agreement: Agreement) -> None:
    with pytest.raises(Refused, match="may not ask claim: that is for Treasury"):
        asked_for(agreement, by=UserFactory(username="carl", group="CFO"))


@pytest.mark.parametrize("group", ["CFO", "Controller", "Auditor"])
def test_readers_see_claims_and_enter_none(claim: Claim, group: str) -> None:
    browser = logged_in(UserFactory(group=group))
    assert browser.get(claim.get_absolute_url()).status_code == 200
    assert browser.get("/records/claim/new/").status_code == 403
    assert browser.post("/records/claim/new/").status_code == 403


def test_the_permission_table_has_a_row_for_it(treasurer: User) -> None:
    page = text_of(logged_in(treasurer).get("/people/permissions/"))
    assert "Ask for an agent&#x27;s expenses" in page


# Documents and pack


def test_a_document_is_attached_on_the_record_and_saved_again(
    claim: Claim, treasurer: User
) -> None:
    browser = logged_in(treasurer)
    file = SimpleUploadedFile("receipt.pdf", PDF)
    answer = browser.post(
        f"{claim.get_absolute_url()}attach/", {"kind": "receipt", "document": file, "remark": ""}
    )
    assert answer.status_code == 302
    row = RecordAttachment.objects.get(sealed_as="claim", entry=claim.pk)
    saved: Any = browser.get(row.get_absolute_url())
    assert b"".join(saved.streaming_content) == PDF
    assert "receipt.pdf" in text_of(browser.get(claim.get_absolute_url()))


def test_a_kind_of_document_that_proves_no_claim_is_refused(claim: Claim, treasurer: User) -> None:
    with pytest.raises(Refused, match="is: receipt, other"):
        attach_to_record(claim, kind="notice", name="a.pdf", content=PDF, by=treasurer)


def test_the_same_document_twice_is_refused(claim: Claim, treasurer: User) -> None:
    attach_to_record(claim, kind="receipt", name="a.pdf", content=PDF, by=treasurer)
    with pytest.raises(Refused, match="The same file is already attached"):
        attach_to_record(claim, kind="other", name="b.pdf", content=PDF, by=treasurer)


def test_the_database_refuses_a_document_on_what_is_not_sealed(
    claim: Claim, treasurer: User
) -> None:
    there = attach_to_record(claim, kind="receipt", name="a.pdf", content=PDF, by=treasurer)
    with pytest.raises(IntegrityError, match="posted and sealed"), transaction.atomic():
        RecordAttachment.objects.create(
            issuer=claim.agreement.issuer,
            sealed_as="claim",
            entry=claim.pk + 1,
            kind="receipt",
            document=there.document,
            name="a.pdf",
            recorded_by=treasurer,
        )


def test_the_pack_holds_the_claims_their_seals_and_their_documents(
    claim: Claim, treasurer: User
) -> None:
    receipt = attach_to_record(claim, kind="receipt", name="a.pdf", content=PDF, by=treasurer)
    out = BytesIO()
    write_pack(scope_of(claim.agreement.issuer, parse_period("2001-11"), TODAY), out)
    pack = ZipFile(out)
    assert f"documents/claim/{claim.pk}/{receipt.pk}-a.pdf" in pack.namelist()
    assert b'"[""claim"", ' in pack.read("chain.csv")
    assert b"40000.00" in pack.read("datasets/expense_claims.csv")


# Export


def test_the_export_has_what_was_dated_by_the_day(claim: Claim) -> None:
    out = BytesIO()
    write_dataset("expense_claims", ExportQuery(TODAY), out)
    [heading, row] = out.getvalue().decode().splitlines()
    assert tuple(heading.split(",")) == DATASETS["expense_claims"].columns
    assert row.startswith(f"sales-agreement,{claim.pk},2001-11-05,40000.00,Travel,")
    out = BytesIO()
    write_dataset("expense_claims", ExportQuery(date(2001, 11, 4)), out)
    assert len(out.getvalue().splitlines()) == 1


# The admin


@pytest.fixture
def clerk(treasurer: User) -> Client:
    User.objects.filter(pk=treasurer.pk).update(is_staff=True)
    return logged_in(User.objects.get(pk=treasurer.pk))


def test_a_claim_is_asked_for_in_the_admin_too(agreement: Agreement, clerk: Client) -> None:
    sent = {"agreement": agreement.pk, "incurred_on": "2001-11-05", "amount": "40000"}
    answer = clerk.post("/admin/claims/claim/add/", {**sent, "purpose": "Travel"})
    assert answer.status_code == 302
    assert Approval.objects.get(kind="claim").what.startswith("Pay back $40,000.00")


def test_the_admin_says_why_not(agreement: Agreement, clerk: Client) -> None:
    sent = {"agreement": agreement.pk, "incurred_on": "2001-11-05", "amount": "60000.01"}
    answer = clerk.post("/admin/claims/claim/add/", {**sent, "purpose": "Travel"})
    assert "$60,000.01 is more than" in text_of(answer)
    assert not Approval.objects.exists()


def test_the_admin_lists_claims_and_changes_none(claim: Claim, clerk: Client) -> None:
    assert "$40,000.00" in text_of(clerk.get("/admin/claims/claim/"))
    assert clerk.get(f"/admin/claims/claim/{claim.pk}/change/").status_code == 200
    changed = clerk.post(f"/admin/claims/claim/{claim.pk}/change/", {"amount": "1"})
    assert changed.status_code == 403
    assert clerk.post(f"/admin/claims/claim/{claim.pk}/delete/").status_code == 403
