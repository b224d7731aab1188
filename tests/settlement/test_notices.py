"""The agent's notice: received once for its sales, replaced for a reason, needed by the terms."""

from datetime import date, time
from decimal import Decimal

from neoequity.books.documents.actions import attachments_of_record
from neoequity.books.history.lines import history_lines
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.people.models import User
from placements.actions.agent_notice import File, StatedSale, receive_notice
from placements.actions.attachment import attach
from placements.actions.delivery import deliver
from placements.actions.recorded import record_and_tell, record_with_notice
from placements.models import AgentNotice, Agreement, Attachment, Delivery, Placement, Sale
from placements.selectors.agent_notices import awaiting_notice, held_against_ours, notice_of
from placements.selectors.documents import missing_documents
from placements.terms.agent_notice import Figures
from tests.amendments.changing import amended
from tests.books import refused
from tests.factories import TODAY, AgreementFactory, PlacementFactory, attached, sell, usual
from tests.factories import notice_of as sale_notice
from tests.periods.closings import CLOSED_ON, close, locked

PDF = b"%PDF-1.4\n%%EOF\n"
NOVEMBER = date(2001, 11, 1), date(2001, 11, 30)


def receive(*sales: Sale, by: User | None = None, **told: object) -> AgentNotice:
    facts = {"received_on": TODAY, "by": by or usual(), "today": TODAY, **told}
    lines = [StatedSale(sale) for sale in sales]
    return receive_notice(sales[0].agreement, lines, **facts)  # type: ignore[arg-type]


def test_a_notice_is_kept_with_its_moment_its_sales_and_its_file(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    notice = receive(
        sale,
        second,
        by=treasurer,
        received_time=time(16, 5),
        file=File("cantor.pdf", PDF),
        remark="by fax",
    )
    assert (notice.received_on, notice.received_time) == (TODAY, time(16, 5))
    assert [line.sale for line in notice.lines.all()] == [sale, second]
    assert [each.name for each in attachments_of_record(notice)] == ["cantor.pdf"]
    assert set(Attachment.objects.values_list("sale", "kind")) == {
        (sale.pk, "notice"),
        (second.pk, "notice"),
    }


def test_what_is_stated_is_kept_as_stated_and_held_against_ours(sale: Sale) -> None:
    stated = Figures(
        shares=1000, price=Decimal("4.0000"), commission=Decimal("159.99"), net=Decimal("3840.01")
    )
    notice = receive_notice(
        sale.agreement, [StatedSale(sale, stated)], received_on=TODAY, by=usual(), today=TODAY
    )
    [held] = held_against_ours(notice)
    assert held.line.figures() == stated
    assert [each.sentence for each in held.differences] == [
        "The commission stated, $159.99, is $0.01 less than ours, $160.00.",
        (
            "The net stated, $3,840.01, is $0.01 more than ours, $3,840.00; this follows from the "
            "commission."
        ),
    ]


def test_a_second_notice_of_a_sale_is_refused(sale: Sale) -> None:
    first = receive(sale)
    with refused(
        f"Sale 1 of the Sales Agreement has a notice already, Notice {first.pk} of Nov 13, 2001: "
        "to correct it, replace that notice."
    ):
        receive(sale)


def test_a_wrong_notice_is_replaced_by_another_with_its_reason(sale: Sale, second: Sale) -> None:
    wrong = receive(sale)
    right = receive(sale, second, replaces=wrong, reason="It left out the second sale.")
    standing = notice_of(sale, TODAY)
    assert standing is not None
    assert standing.line.notice == right
    assert AgentNotice.objects.filter(pk=wrong.pk).exists()


def test_a_notice_is_replaced_once(sale: Sale) -> None:
    wrong = receive(sale)
    right = receive(sale, replaces=wrong, reason="a wrong price")
    with refused(f"{wrong} was replaced already, by {right}: replace that one."):
        receive(sale, replaces=wrong, reason="another wrong price")


def test_a_replaced_notice_leaves_the_sales_that_the_new_one_does_not_cover_without_one(
    agreement: Agreement, sale: Sale, second: Sale
) -> None:
    wrong = receive(sale, second, file=File("cantor.pdf", PDF))
    receive(sale, replaces=wrong, reason="It covers the first sale only.")
    assert list(awaiting_notice(agreement)) == [second]


def test_a_notice_covers_sales_of_one_agreement(sale: Sale, strict: Placement) -> None:
    other = sell(strict)
    with refused("Sale 1 of the Other Agreement is not under the Sales Agreement."):
        receive(sale, other)


def test_a_closed_month_keeps_notices_out(sale: Sale) -> None:
    close("2001Q4")
    with refused(locked("Nov 13, 2001")):
        receive(sale, today=CLOSED_ON)


def test_the_history_tells_who_recorded_a_notice_of_how_many_sales(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    notice = receive(sale, second, by=treasurer, remark="by fax")
    [line, *_] = history_lines(sources(), HistoryQuery(kinds=["agentnotice"]), most=1).lines
    assert line.who == "treasurer"
    assert f"notice {notice.pk} under the Sales Agreement received on" in line.what
    assert line.what.endswith("recorded, of 2 sales")
    assert line.why == "by fax"


# One thing with the document


def test_a_sale_recorded_with_its_file_has_its_notice(placement: Placement) -> None:
    told = sale_notice(placement, gross=Decimal("4000.00"))
    sale = record_with_notice(told, File("n.pdf", PDF), by=usual(), today=TODAY)
    standing = notice_of(sale, TODAY)
    assert standing is not None
    assert standing.line.figures() == Figures(
        shares=1000, price=Decimal("4.00"), gross=Decimal("4000.00")
    )
    assert standing.line.notice.received_on == TODAY


def test_a_sale_recorded_late_with_its_file_says_when_the_notice_came(placement: Placement) -> None:
    told = sale_notice(placement)
    came = date(2001, 11, 9)
    sale = record_with_notice(told, File("n.pdf", PDF), received_on=came, by=usual(), today=TODAY)
    assert AgentNotice.objects.get(lines__sale=sale).received_on == came


def test_sales_recorded_together_have_one_notice_for_each_agreement(
    placement: Placement, strict: Placement
) -> None:
    notices = [sale_notice(placement), sale_notice(strict), sale_notice(placement)]
    file = File("n.pdf", PDF)
    record_and_tell(notices, named=str, by=usual(), today=TODAY, file=file)
    counts = sorted(notice.lines.count() for notice in AgentNotice.objects.all())
    assert counts == [1, 2]


def test_sales_whose_file_is_refused_are_not_recorded_either(placement: Placement) -> None:
    with refused("The file is empty."):
        record_with_notice(sale_notice(placement), File("n.pdf", b""), by=usual(), today=TODAY)


def test_attaching_the_notice_to_a_sale_records_that_it_was_received(sale: Sale) -> None:
    attach(sale, kind="notice", name="n.pdf", content=PDF, by=usual(), received_on=TODAY)
    assert AgentNotice.objects.get().lines.get().sale == sale


def test_a_further_document_of_a_notice_is_no_second_notice(sale: Sale) -> None:
    receive(sale)
    attach(sale, kind="notice", name="n.pdf", content=PDF, by=usual(), received_on=TODAY)
    assert AgentNotice.objects.count() == 1


def test_the_document_of_books_from_before_is_the_notice(sale: Sale, agreement: Agreement) -> None:
    attached(sale, "notice")  # as it was attached before receipts were recorded
    assert list(awaiting_notice(agreement)) == []


# The term


def test_a_delivery_waits_for_the_notice_where_the_agreement_says_so(strict: Placement) -> None:
    sale = sell(strict)
    with refused(
        "Sale 1 of the Other Agreement cannot be delivered before the agent's written notice of "
        "it is received: record the notice first."
    ):
        deliver([sale], delivered_on=date(2001, 11, 15), by=usual(), today=date(2001, 11, 15))


def test_a_delivery_follows_the_notice(strict: Placement) -> None:
    sale = sell(strict)
    receive(sale)
    deliver([sale], delivered_on=date(2001, 11, 15), by=usual(), today=date(2001, 11, 15))
    assert Delivery.objects.get().sale == sale


def test_an_agreement_that_is_silent_lets_a_delivery_precede_the_notice(sale: Sale) -> None:
    deliver([sale], delivered_on=date(2001, 11, 15), by=usual(), today=date(2001, 11, 15))
    assert Delivery.objects.get().sale == sale


def test_before_closing_the_checklist_names_the_sales_without_a_notice(
    sale: Sale, second: Sale, agreement: Agreement
) -> None:
    receive(sale)
    missing = missing_documents(agreement.issuer, *NOVEMBER)
    assert [(each.record, each.url, each.lacks) for each in missing.rows] == [
        (second, "/sales/sales-agreement/2/", "Agent's notice")
    ]


def test_an_agreement_that_needs_no_notice_is_asked_for_none(treasurer: User) -> None:
    signed: Agreement = AgreementFactory(notice_needed="not_needed")
    sell(PlacementFactory(agreement=signed, accepted=True, by=treasurer))
    assert missing_documents(signed.issuer, *NOVEMBER).count == 0
    assert not awaiting_notice(signed).exists()


def test_a_sale_follows_the_terms_of_its_trade_date(strict: Placement, treasurer: User) -> None:
    before, after = sell(strict), sell(strict, trade_date=date(2001, 11, 12))
    amended(strict.agreement, effective_on=date(2001, 11, 12), notice_needed="not_needed")
    assert list(awaiting_notice(strict.agreement)) == [before]
    due_on = date(2001, 11, 15)
    deliver([after], delivered_on=due_on, by=treasurer, today=due_on, remark="asked for")
    with refused(
        "Sale 1 of the Other Agreement cannot be delivered before the agent's written notice of "
        "it is received: record the notice first."
    ):
        deliver([before], delivered_on=due_on, by=treasurer, today=due_on)
