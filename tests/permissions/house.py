"""Books with a row of every kind, so that every address of the product leads somewhere."""

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from neoequity.api.actions import create_api_token
from neoequity.books.documents.actions import attach_to_record
from neoequity.books.models import Closing, ExceptionalDay
from neoequity.books.periods.closing import ask_reopening, close_period
from neoequity.books.periods.rules import parse_period
from neoequity.company.actions.calendar_address import create_calendar_address
from neoequity.mail.actions import Schedule, schedule_report
from neoequity.mail.models import ScheduledReport
from neoequity.people.models import User
from neoequity.saved.actions import save_view
from neoequity.saved.kept import Kept
from neoequity.saved.lists import list_at
from neoequity.work.models import Job, Piece, State
from placements.actions.instruction import Content, draft_instruction
from placements.actions.placement import ask_proposal
from placements.actions.receipt import record_receipt
from placements.models import Agreement, Sale
from placements.terms.receipt import Part
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, attached, sell
from tests.kinds.cases import all_cases
from tests.kinds.company import checked, reviewed
from tests.periods.closings import NOTES, in_order, nothing_amiss
from tests.permissions.people import CONTROLLER, ENTERED, TREASURY, somebody
from tests.settlement.instructions import TRANSFER
from tests.statements.recorded import one_of_each
from tests.warrants.factories import (
    another_holder,
    attached_to_entry,
    issued_warrant,
    opened_warrant,
    sold_placement,
)
from warrants.actions.calls import give_call_notice
from warrants.actions.register import transfer
from warrants.actions.registration import request_registration
from warrants.actions.split import record_split
from warrants.models import Series, Warrant

TODAY = date(2003, 1, 2)


class House:
    """`people` by their roles, and `keys`: the key of a row of each kind, by the kind's name.

    Under the Sales Agreement stand placement 1, settled, with warrant 1; placement 2, sold and its
    warrant owed; placement 3, accepted, with sale 3, which waits for its delivery; draft 4; and
    draft 5, which Treasury asks to have approved. June 2001 is closed, its reopening asked for.
    Warrant 2 is of Class B.
    """

    def __init__(self) -> None:
        self.people: dict[str, User] = {role: somebody(role) for role in ENTERED}
        treasury = self.people[TREASURY]
        warrant = issued_warrant(by=treasury)
        agreement = warrant.agreement
        assert agreement is not None
        _locked_up(treasury)
        self.keys: dict[str, int] = {
            **_sold(agreement, treasury),
            **_of_warrants(warrant, agreement, treasury),
            "closing": _closed(agreement, self.people[CONTROLLER]).pk,
            "user": UserFactory(username="somebody-else", password="a quiet room").pk,
            "agreement": agreement.pk,
            "issuer": agreement.issuer_id,
            "termversion": agreement.versions.get().pk,
            "type_of_sale": ContentType.objects.get_for_model(Sale).pk,
            "shelf": agreement.shelf_id,
            **_declared(treasury),
            "accessreview": reviewed(agreement.issuer, treasury).pk,
            "apitoken": create_api_token(
                name="Ledger", expires_on=TODAY, by=treasury, today=TODAY
            ).row.pk,
            "calendarfeed": create_calendar_address(agreement.issuer, by=treasury).feed.pk,
            "scheduledreport": _scheduled(agreement, treasury).pk,
            "savedview": _saved(treasury),
            **one_of_each(treasury),
        }
        self.keys["job"] = _made_in_the_background(treasury)
        checked(agreement.placements.get(number=1), treasury)
        connection.check_constraints()  # as after a commit: nothing is left to be checked


def _made_in_the_background(by: User) -> int:
    """A file that is ready, of one piece."""
    job = Job.objects.create(
        asked_by=by,
        today=TODAY,
        what="Sales as CSV",
        address="/exports/sales.csv",
        state=State.READY,
        finished_at=timezone.now(),
        file_name="sales.csv",
        content_type="text/csv",
        size=6,
        sha256="0" * 64,
    )
    Piece.objects.create(job=job, number=0, content=b"shares")
    return job.pk


def _locked_up(by: User) -> None:
    """A placement that was closed without a sale, under an agreement that states a lock-up."""
    agreement = AgreementFactory(
        slug="locking-agreement",
        name="Locking Agreement",
        lock_up_days_before=5,
        lock_up_days_after=5,
    )
    PlacementFactory(agreement=agreement, closed=True, by=by)


def _scheduled(agreement: Agreement, by: User) -> ScheduledReport:
    """A report of the agreement, mailed to whoever scheduled it."""
    wanted = Schedule(
        issuer=agreement.issuer,
        agreement=agreement,
        report="commission",
        period="last_month",
        form="csv",
        rule="month_end",
        starts_on=TODAY,
        recipients=[by],
    )
    return schedule_report(wanted, by=by, today=TODAY)


def _saved(by: User) -> int:
    """A view of all sales, shared with everyone who may open them."""
    sales = list_at("/sales/")
    assert sales is not None
    return save_view(sales, Kept(), name="All sales", shared=True, by=by).pk


def _declared(by: User) -> dict[str, int]:
    """A row of each kind whose pages the kernel makes, and a document on one of them."""
    rows = {str(cases.model._meta.model_name): cases.row(by) for cases in all_cases()}
    [row, *_] = rows.values()
    receipt = attach_to_record(
        row, kind="receipt", name="receipt.pdf", content=b"%PDF-1.4\n%%EOF\n", by=by
    )
    return {"recordattachment": receipt.pk, **{name: each.pk for name, each in rows.items()}}


def _sold(agreement: Agreement, by: User) -> dict[str, int]:
    sold_placement(agreement, by=by)
    accepted = PlacementFactory(agreement=agreement, accepted=True, by=by, shares_offered=10_000)
    sale = sell(accepted, by=by)
    drafts = [PlacementFactory(agreement=agreement, by=by) for _ in range(2)]
    day = ExceptionalDay.objects.create(
        day=date(2001, 9, 11), is_trading_day=False, is_settlement_day=True, source="a notice"
    )
    delivered = agreement.sales.get(number=1)
    receipt = record_receipt(
        agreement,
        received_on=date(2001, 11, 15),
        amount=sale.net,
        bank_reference="FW-1",
        parts=[Part(sale.pk, sale.net)],
        by=by,
        today=TODAY,
    )
    instructed = draft_instruction(
        agreement,
        Content(sale.settlement_date or TODAY, TRANSFER, [sale]),
        by=by,
        today=TODAY,
    )
    return {
        "receipt": receipt.pk,
        "receiptpart": receipt.parts.get().pk,
        "deliveryinstruction": instructed.pk,
        "placement": drafts[0].pk,
        "sale": sale.pk,
        "delivery": delivered.delivery.pk,
        "attachment": attached(sale, by=by).pk,
        "approval": ask_proposal(drafts[1], by=by).pk,
        "exceptionalday": day.pk,
    }


def _of_warrants(warrant: Warrant, agreement: Agreement, by: User) -> dict[str, int]:
    told: dict[str, Any] = {"by": by, "today": TODAY}
    opened_warrant(by=by)
    series = Series.objects.get()
    agent, officer = warrant.balances.get().holder, another_holder("agent_officer")
    transfer(
        warrant, holder_from=agent, holder_to=officer, shares=100, on=warrant.issued_on, **told
    )
    request = request_registration(
        agreement, holder=agent, kind="demand", requested_on=date(2002, 12, 2), **told
    )
    split = record_split(
        agreement.issuer, effective_on=date(2002, 9, 5), new=1, old=25, source="a notice", **told
    )
    entry = warrant.entries.get(number=2)
    return {
        "warrant": warrant.pk,
        "entry": entry.pk,
        "entryattachment": attached_to_entry(entry, by=by).pk,
        "holder": agent.pk,
        "series": series.pk,
        "callnotice": give_call_notice(series, delivered_on=date(2002, 12, 30), **told).pk,
        "registrationrequest": request.pk,
        "split": split.pk,
    }


def _closed(agreement: Agreement, by: User) -> Closing:
    closing = close_period(
        agreement.issuer,
        *parse_period("2001-06"),
        accepted=NOTES,
        inquire=nothing_amiss,
        prove=in_order,
        by=by,
        today=TODAY,
    )
    ask_reopening(closing, reason="A sale was forgotten.", by=by)
    return closing
