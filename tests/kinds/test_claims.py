"""A kind of record gets everything from its declaration: expense claims, which no product page has.

What the tables of tests/permissions and tests/constraints want of a kind stands in `CASES`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from neoequity.books.approvals.selectors import waiting_until
from neoequity.books.documents.actions import attach_to_record
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.history.lines import lines_about
from neoequity.books.history.query import RecordKey
from neoequity.books.models import Approval, Seal
from neoequity.books.periods.late import late_rows
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.datasets import DATASETS, write_dataset
from neoequity.ledger import prove_books
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.people.models import User
from placements.models import Agreement
from tests.claims.actions import ask_claim
from tests.claims.models import Claim
from tests.clients import logged_in
from tests.factories import TODAY, AgreementFactory, UserFactory, approved, approved_alone
from tests.kinds.cases import KindCases
from tests.periods.closings import CLOSED_ON, close, locked
from tests.permissions.people import ENTER
from tests.worlds import built_once

PDF = b"%PDF-1.4\n%%EOF\n"
INCURRED_ON = date(2001, 11, 5)


def asked_for(
    agreement: Agreement, amount: str = "40000.00", *, by: User, **facts: Any
) -> Approval:
    """A claim of travel expenses that waits for a CFO."""
    told = {"incurred_on": INCURRED_ON, "purpose": "Travel", "today": TODAY, **facts}
    return ask_claim(agreement, amount=Decimal(amount), by=by, **told)


@pytest.fixture(autouse=True)
def example_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def agreement(db: None) -> Agreement:
    made: Agreement = AgreementFactory(expense_cap=Decimal("60000.00"))
    return made


@built_once
def treasurer(db: None) -> User:
    user: User = UserFactory(username="tess")
    return user


@built_once
def claim(agreement: Agreement, treasurer: User) -> Claim:
    approved(asked_for(agreement, by=treasurer))
    return Claim.objects.get()


# Approval


def test_what_one_person_asks_for_is_posted_when_another_approves_it(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    assert not Claim.objects.exists()
    approved(request)
    posted = Claim.objects.get()
    assert (posted.amount, posted.recorded_by) == (Decimal("40000.00"), treasurer)


def test_nobody_approves_a_claim_of_his_own(agreement: Agreement) -> None:
    cfo = UserFactory(is_superuser=True, group="CFO")
    request = asked_for(agreement, by=cfo)
    with pytest.raises(Refused):
        approved(request, by=cfo)
    assert not Claim.objects.exists()


def test_claims_stay_within_the_cap_when_they_are_asked_for(claim: Claim, treasurer: User) -> None:
    with pytest.raises(Refused, match=r"\$20,000.01 is more than the \$20,000.00 left"):
        asked_for(claim.agreement, "20000.01", by=treasurer)


def test_claims_stay_within_the_cap_when_they_are_approved(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    Agreement.objects.filter(pk=agreement.pk).update(expense_cap=Decimal("39999.99"))
    with pytest.raises(Refused, match=r"\$40,000.00 is more than the \$39,999.99 left"):
        approved(request)


def test_a_request_that_waits_stands_in_the_way_of_closing_its_month(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    assert list(waiting_until(agreement.issuer, date(2001, 11, 30))) == [request]
    assert not waiting_until(agreement.issuer, date(2001, 11, 4)).exists()


# The database


def raw(**changes: Any) -> Callable[[Claim], None]:
    """INSERT a claim of $1,000.00 that was asked for and approved, but for these columns."""

    def insert(claim: Claim) -> None:
        request = asked_for(claim.agreement, "1000.00", by=claim.recorded_by)
        approved_alone(request, by=UserFactory(group="CFO"))
        row = {
            "agreement_id": claim.agreement_id,
            "incurred_on": INCURRED_ON,
            "amount": "1000.00",
            "purpose": "Travel",
            "approval_id": request.pk,
            "recorded_by_id": claim.recorded_by_id,
            **changes,
        }
        columns, values = ", ".join(row), ", ".join(["%s"] * len(row))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO claims_claim ({columns}) VALUES ({values})",  # noqa: S608
                list(row.values()),
            )

    return insert


def statement(sql: str) -> Callable[[Claim], None]:
    def run(claim: Claim) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


def posted_by(person: User) -> Claim:
    """One claim of $40,000.00 under an agreement of its own, asked for by the person."""
    number = Agreement.objects.count()
    agreement: Agreement = AgreementFactory(
        slug=f"agreement-{number}", name=f"Agreement {number}", expense_cap=Decimal("60000.00")
    )
    approved(asked_for(agreement, by=person))
    connection.check_constraints()  # as after a commit
    return Claim.objects.get(agreement=agreement)


CASES = KindCases(
    model=Claim,
    row=posted_by,
    actions={"ask_claim": ENTER},
    refused={
        "An expense claim is posted as one person asked for it and another approved it.": [
            raw(amount="1000.01"),
            raw(approval_id=10**9),
            raw(purpose="Dinner"),
            raw(incurred_on="2001-11-06"),
        ],
        "The moment of recording is written by the database": [
            raw(recorded_at="2001-11-13 12:00:00-05")
        ],
        "The expense claims under an agreement stay within its cap.": [raw(amount="70000.00")],
        "a_claim_is_for_some_dollars": [raw(amount="0.00")],
        "Expense claims are never changed or deleted once they are posted.": [
            statement("UPDATE claims_claim SET amount = 1"),
            statement("DELETE FROM claims_claim"),
            statement("TRUNCATE claims_claim"),
        ],
    },
)


# Seal and proof


def test_a_claim_is_sealed_and_the_books_agree(claim: Claim) -> None:
    assert Seal.objects.filter(kind="claim", entry=claim.pk).exists()
    assert prove_books().differences == []


def test_a_claim_changed_with_the_triggers_off_is_found(claim: Claim) -> None:
    unguarded("UPDATE claims_claim SET purpose = 'Dinner'")
    assert any(f"Expense claim {claim.pk} under the Sales" in each for each in differences())


def test_claims_beyond_the_cap_are_counted_again(claim: Claim) -> None:
    unguarded("UPDATE placements_agreement SET expense_cap = 1000")
    assert any("the sum of expense claims is 40000.00" in each for each in differences())


def differences() -> list[str]:
    return prove_books().differences


def unguarded(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


# Closed periods


def test_a_closed_month_keeps_claims_out(agreement: Agreement, treasurer: User) -> None:
    close("2001Q4")
    with pytest.raises(Refused) as refused:
        asked_for(agreement, by=treasurer, today=CLOSED_ON)
    assert locked("5 Nov 2001") in str(refused.value)


def test_the_database_keeps_claims_out_of_a_closed_month(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    close("2001Q4")
    with pytest.raises(Refused) as refused:
        approved(request, today=CLOSED_ON)
    assert locked("5 Nov 2001") in str(refused.value)


def test_what_is_posted_after_a_closing_is_told_among_the_late_changes(
    agreement: Agreement, treasurer: User
) -> None:
    closing = close("2001-10", today=TODAY)
    approved(asked_for(agreement, "100.00", by=treasurer))
    assert list(late_rows(closing)) == []
    earlier = close("2001-11", today=CLOSED_ON)
    approved(
        asked_for(
            agreement, "200.00", by=treasurer, incurred_on=date(2001, 12, 3), today=CLOSED_ON
        ),
        today=CLOSED_ON,
    )
    assert list(late_rows(earlier)) == []
    unguarded("UPDATE claims_claim SET incurred_on = '2001-11-20' WHERE amount = 200")
    [row] = late_rows(earlier)
    assert row[1:4] == (
        "tess",
        f"Expense claim {Claim.objects.get(amount=200).pk}",
        "Sales Agreement",
    )


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
    attach_to_record(claim, kind="receipt", name="a.pdf", content=PDF, by=treasurer)
    out = BytesIO()
    write_pack(scope_of(claim.agreement.issuer, parse_period("2001-11"), TODAY), out)
    pack = ZipFile(out)
    assert f"documents/claim/{claim.pk}/1-a.pdf".split("/")[:3] == [
        *next(name for name in pack.namelist() if name.endswith("a.pdf")).split("/")[:3]
    ]
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
