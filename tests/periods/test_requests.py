"""Requests and a closed period: what waits keeps it open, and what it closes is not approved."""

from datetime import date
from decimal import Decimal

from neoequity.books.models import Approval, Issuer
from neoequity.books.periods.checklist import Open
from neoequity.books.periods.closing import ask_reopening
from neoequity.books.periods.late import COLUMNS, late_rows
from neoequity.books.periods.rules import parse_period
from neoequity.people.models import User
from neoequity.periods.inquiry import findings, inquire
from placements.actions.amendment import ask_amendment
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Sale, TermVersion
from tests.books import refused
from tests.constraints.rows import columns_of, insert, refused_by_database
from tests.factories import PlacementFactory, UserFactory, approved, approved_alone, attached, sell
from tests.periods.closings import CLOSED_ON, anna, carl, close, locked, reopen
from tests.warrants.factories import issued_warrant, warrant_agreement
from tests.worlds import built_once
from warrants.actions.register import cancel
from warrants.actions.reversal import ask_entry_reversal

IN_IT, AFTER_IT = date(2001, 12, 28), date(2002, 1, 4)
TOLD = locked("Dec 28, 2001")


@built_once
def by(sale: Sale) -> User:
    """Tom, who entered the sale."""
    return sale.recorded_by


@built_once
def sale(db: None) -> Sale:
    """Sale 1 of November 9, 2001 under an accepted placement."""
    by = UserFactory(username="tom")
    return sell(PlacementFactory(agreement=warrant_agreement(), accepted=True, by=by), by=by)


def reversal(sale: Sale, *, on: date, by: User) -> Approval:
    return ask_reversal(sale, on=on, reason="A wrong price.", by=by, today=CLOSED_ON)


def amendment(agreement: Agreement, *, effective_on: date, by: User) -> Approval:
    """A cap on the expenses, by Amendment No. 1."""
    return ask_amendment(
        agreement,
        kind="amendment",
        effective_on=effective_on,
        document="Amendment No. 1",
        page="p. 1",
        reason="The agent asked for it.",
        terms={"expense_cap": Decimal("50000.00")},
        by=by,
        today=CLOSED_ON,
    )


def entry_reversal(agreement: Agreement, *, on: date, by: User) -> Approval:
    """The reversal of a cancellation of 1 December."""
    warrant = issued_warrant(agreement, by=by)
    entry = cancel(
        warrant,
        holder=warrant.balances.get().holder,
        shares=100,
        on=date(2001, 12, 1),
        reason="Issued too much.",
        by=by,
        today=CLOSED_ON,
    )
    return ask_entry_reversal(entry, on=on, reason="A mistake.", by=by, today=CLOSED_ON)


def open_requests(label: str = "2001Q4") -> Open:
    return findings(Issuer.objects.get(), parse_period(label)).approvals


def lines_of(*requests: Approval) -> Open:
    return Open(len(requests), [f"Request {each.pk} of tom: {each.what}" for each in requests])


# What waits keeps the period open


def test_a_request_dated_by_the_last_day_concerns_the_period(sale: Sale, by: User) -> None:
    agreement = sale.agreement
    expected = lines_of(
        reversal(sale, on=IN_IT, by=by),
        amendment(agreement, effective_on=IN_IT, by=by),
        entry_reversal(agreement, on=IN_IT, by=by),
    )
    assert open_requests() == expected


def test_a_request_dated_later_does_not(sale: Sale, by: User) -> None:
    reversal(sale, on=AFTER_IT, by=by)
    amendment(sale.agreement, effective_on=AFTER_IT, by=by)
    entry_reversal(sale.agreement, on=AFTER_IT, by=by)
    assert open_requests() == lines_of()


def test_a_draft_of_its_days_that_waits_to_be_proposed_concerns_the_period(
    sale: Sale, by: User
) -> None:
    of_the_period = PlacementFactory(agreement=sale.agreement, by=by)
    of_january = PlacementFactory(agreement=sale.agreement, by=by, on=AFTER_IT)
    asked = [ask_proposal(draft, by=by) for draft in (of_the_period, of_january)]
    assert open_requests() == lines_of(asked[0])


def test_what_was_decided_or_is_of_another_issuer_does_not(sale: Sale, by: User) -> None:
    approved(reversal(sale, on=IN_IT, by=by), by=carl(), today=CLOSED_ON)
    elsewhere = warrant_agreement(
        slug="elsewhere",
        shelf__file_number="333-1",
        shelf__issuer__slug="elsewhere",
        shelf__issuer__name="Elsewhere, Inc.",
    )
    ask_proposal(PlacementFactory(agreement=elsewhere, by=by), by=by)
    issuer = sale.agreement.issuer
    assert findings(issuer, parse_period("2001Q4")).approvals == lines_of()


def test_a_reopening_that_waits_for_another_period_does_not(sale: Sale) -> None:
    ask_reopening(close("2001-08"), reason="A sale was forgotten.", by=anna())
    assert open_requests() == lines_of()


def test_a_period_is_not_closed_while_a_request_for_it_waits(sale: Sale, by: User) -> None:
    reversal(sale, on=IN_IT, by=by)
    anna()
    with refused(
        "1 request waits for approval and would be dated by Dec 31, 2001: approve, reject or "
        "withdraw first."
    ):
        close(inquire=inquire)


def test_documents_that_are_missing_are_listed(sale: Sale, by: User) -> None:
    deliver([sale], delivered_on=IN_IT, by=by, today=CLOSED_ON)
    assert findings(sale.agreement.issuer, parse_period("2001Q4")).documents == Open(
        3,
        [
            "Sale 1 of the Sales Agreement: agent's notice",
            "Placement 1 of the Sales Agreement: agent's acceptance",
            "Sale 1 of the Sales Agreement: confirmation of delivery",
        ],
    )
    attached(sale, "notice", by=by)
    assert findings(sale.agreement.issuer, parse_period("2001Q4")).documents.found == 2


# What it closes is not approved


def test_a_reversal_that_waits_is_not_posted_into_it(sale: Sale, by: User) -> None:
    request, cfo = reversal(sale, on=IN_IT, by=by), carl()
    close()
    with refused(TOLD):
        approved(request, by=cfo, today=CLOSED_ON)


def test_an_entrys_reversal_that_waits_is_not_posted_into_it(sale: Sale, by: User) -> None:
    request, cfo = entry_reversal(sale.agreement, on=IN_IT, by=by), carl()
    close()
    with refused(TOLD):
        approved(request, by=cfo, today=CLOSED_ON)


def test_terms_that_wait_do_not_change_in_it(sale: Sale, by: User) -> None:
    request, cfo = amendment(sale.agreement, effective_on=IN_IT, by=by), carl()
    close()
    with refused(TOLD):
        approved(request, by=cfo, today=CLOSED_ON)


def test_other_terms_are_asked_for_neither_in_it_nor_refused_after_it(sale: Sale, by: User) -> None:
    close()
    with refused(TOLD):
        amendment(sale.agreement, effective_on=IN_IT, by=by)
    approved(amendment(sale.agreement, effective_on=AFTER_IT, by=by), today=CLOSED_ON)
    assert TermVersion.objects.latest("number").effective_on == AFTER_IT


def test_a_raw_version_of_the_terms_in_it_is_refused(sale: Sale, by: User) -> None:
    request = amendment(sale.agreement, effective_on=IN_IT, by=by)
    row = columns_of(TermVersion.objects.get(), effective_on=request.dated, **request.asked)
    tiers, _ = row.pop("fee_tiers"), row.pop("recorded_at")
    assert tiers is None
    close()
    approved_alone(request, by=carl(), today=CLOSED_ON)
    with refused_by_database("nothing dated Dec 28, 2001 is entered or changed"):
        insert(TermVersion, {**row, "approval_id": request.pk, "recorded_by_id": by.pk})


# Its totals and what comes after it


def test_a_closing_keeps_the_capacity_of_its_last_day(sale: Sale, by: User) -> None:
    for day, capacity in ((IN_IT, "24000000.00"), (AFTER_IT, "23000000.00")):
        request = ask_amendment(
            sale.agreement,
            kind="amendment",
            effective_on=day,
            document="Amendment",
            page="p. 1",
            reason="The agent asked for it.",
            terms={"capacity": Decimal(capacity), "largest_commission": None},
            by=by,
            today=CLOSED_ON,
        )
        approved(request, by=carl(), today=CLOSED_ON)
    assert close().totals.get().capacity == Decimal("24000000.00")


def test_terms_that_change_after_a_reopening_are_a_late_change(sale: Sale, by: User) -> None:
    closing = close()
    reopen(closing)
    approved(amendment(sale.agreement, effective_on=IN_IT, by=by), by=carl(), today=CLOSED_ON)
    [row] = late_rows(closing)
    told = dict(zip(COLUMNS, row, strict=True))
    assert (told["recorded_by"], told["entry"]) == ("tom", "Version 2 of the terms")
    assert (told["dated"], told["concerns"]) == (IN_IT, "dated in it")
