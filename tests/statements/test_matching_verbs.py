"""Accept proposals, match by hand, undo, accept differences and assign: through the verbs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.approvals.actions import reject
from neoequity.books.models import Approval
from neoequity.people.models import User
from neoequity.statements.actions.differences import ask_difference, ask_undo_difference
from neoequity.statements.actions.matches import undo_match
from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.actions.open_items import assign_open_item
from neoequity.statements.models import AcceptedDifference, Match, OpenItem, Sender
from neoequity.statements.models.kept_entries import Row
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.proposal import Rank
from placements.models import Placement, Receipt, Sale
from tests.books import refused
from tests.cash.receiving import received as cash_received
from tests.cash.receiving import undone as cash_undone
from tests.factories import UserFactory, approved, reverse_sale, sell, usual
from tests.periods.closings import close
from tests.statements import files
from tests.statements.matched import (
    CENT,
    NOV_12,
    NOV_15,
    NOV_30,
    accept,
    accept_shown,
    agent_says,
    bank_says,
    by_hand,
    difference,
    entry_row,
    line_rows,
    open_amounts,
    proposals,
    receipt_row,
    row_of,
    scope_of,
    sides_of,
    token,
)
from tests.worlds import built_once

STALE = (
    "This proposal no longer stands: one of its lines or entries was matched, or something was "
    "recorded or undone meanwhile. Look at the proposals as they are now."
)


@built_once
def sale(placement: Placement) -> Sale:
    """1,000 shares at $4.00, net $3,840.00."""
    sold: Sale = sell(placement)
    return sold


@built_once
def second(sale: Sale) -> Sale:
    """2,000 shares at $4.00 of the same day, net $7,680.00."""
    sold: Sale = sell(sale.placement, 2000)
    return sold


def all_certain(sender: Sender) -> list[Match]:
    keys = accept_all_certain(scope_of(sender), by=usual("Controller"), today=NOV_30)
    return list(Match.objects.filter(pk__in=keys).order_by("pk"))


def test_a_line_with_the_reference_of_a_sale_is_matched_with_it(agent: Sender, sale: Sale) -> None:
    agent_says(agent, row_of(sale))
    [match] = all_certain(agent)
    assert list(match.parts.values_list("entry", "amount", "shares")) == [
        (None, sale.net, 1000),
        (sale.pk, sale.net, 1000),
    ]
    assert sides_of(agent).lines == sides_of(agent).items == {}


def test_nothing_certain_is_nothing_accepted(agent: Sender, sale: Sale) -> None:
    assert all_certain(agent) == []
    assert not Match.objects.exists()


def test_only_what_is_certain_is_accepted_at_once(agent: Sender, sale: Sale, second: Sale) -> None:
    agent_says(agent, row_of(sale), row_of(second, net=second.net - CENT))
    assert [each.rank for each in proposals(agent)] == [Rank.CERTAIN, Rank.LIKELY]
    [match] = all_certain(agent)
    assert match.parts.filter(entry=sale).exists()
    assert [each.rank for each in proposals(agent)] == [Rank.LIKELY]


def test_what_one_side_has_beyond_the_other_stays_open(agent: Sender, sale: Sale) -> None:
    agent_says(agent, row_of(sale, net=sale.net - CENT))
    accept(agent, proposals(agent)[0])
    assert open_amounts(sides_of(agent).items.values()) == {f"sale {sale.number}": CENT}
    assert sides_of(agent).lines == {}


def test_a_proposal_is_accepted_once(agent: Sender, sale: Sale) -> None:
    agent_says(agent, row_of(sale))
    [proposal] = proposals(agent)
    shown = token(agent, proposal)
    accept_shown(agent, shown)
    with refused(STALE):
        accept_shown(agent, shown)


def test_a_proposal_is_accepted_on_the_side_that_showed_it(
    agent: Sender, bank: Sender, sale: Sale
) -> None:
    agent_says(agent, row_of(sale))
    [proposal] = proposals(agent)
    shown = token(agent, proposal)
    with refused(STALE):
        accept_shown(bank, shown)


def test_a_proposal_with_a_signature_of_somebody_else_is_refused(agent: Sender, sale: Sale) -> None:
    agent_says(agent, row_of(sale))
    shown = token(agent, proposals(agent)[0])
    with refused(STALE):
        accept_shown(agent, shown[:-1] + ("A" if shown[-1] != "A" else "B"))


def test_a_proposal_that_was_made_of_other_figures_is_stale(agent: Sender, sale: Sale) -> None:
    statement = agent_says(agent, row_of(sale))
    [proposal] = proposals(agent)
    shown = token(agent, proposal)
    difference(agent, line_rows(statement)[0], CENT, kind="rounding")
    with refused(STALE):
        accept_shown(agent, shown)


def test_a_recorded_receipt_is_matched_with_its_line(bank: Sender, sale: Sale) -> None:
    receipt = cash_received(
        sale.agreement, "3840.00", reference="FW-5", today=NOV_30
    )  # nothing is allocated yet
    bank_says(bank, files.payment(1, NOV_15, "3840.00", "FW-5"))
    [match] = all_certain(bank)
    assert match.parts.filter(receipt=receipt, amount=Decimal("3840.00")).exists()
    assert Receipt.objects.count() == 1


def test_a_line_without_a_reference_gives_its_receipt_one(bank: Sender, sale: Sale) -> None:
    statement = bank_says(bank, files.payment(1, NOV_15, "3840.00"))
    accept(bank, proposals(bank)[0])
    line = statement.lines.get()
    receipt = Receipt.objects.get()
    assert receipt.bank_reference == f"STATEMENT {statement.pk} LINE {line.number}"
    assert receipt.recorded_by == usual("Controller")


def test_two_lines_pay_one_sale_with_a_receipt_each(bank: Sender, sale: Sale) -> None:
    statement = bank_says(
        bank,
        files.payment(1, NOV_15, "3000.00", "FW-1"),
        files.payment(2, NOV_15, "840.00", "FW-2"),
    )
    match = by_hand(bank, *line_rows(statement), entry_row(sale))
    assert sorted(Receipt.objects.values_list("amount", flat=True)) == [
        Decimal("840.00"),
        Decimal("3000.00"),
    ]
    assert match.parts.filter(receipt__isnull=False).count() == 2
    assert sides_of(bank).items == {}


def test_undoing_leaves_the_receipt_which_waits_for_its_line_again(
    bank: Sender, sale: Sale
) -> None:
    bank_says(bank, files.payment(1, NOV_15, "3840.00", "FW-1"))
    match = accept(bank, proposals(bank)[0])
    undo_match(match, reason="Another account.", by=usual("Controller"), today=NOV_30)
    assert open_amounts(sides_of(bank).items.values()) == {"receipt 1": Decimal("3840.00")}
    [again] = proposals(bank)
    assert (again.rank, again.items) == (Rank.CERTAIN, ("sales-agreement/receipt/1",))


def test_what_undoes_a_matched_receipt_is_matched_with_its_own_line(
    bank: Sender, sale: Sale
) -> None:
    receipt = cash_received(sale.agreement, "3840.00", reference="FW-5")
    statement = bank_says(
        bank,
        files.payment(1, NOV_15, "3840.00", "FW-5"),
        files.payment(2, NOV_15, "-3840.00", "FW-6"),
    )
    paid, returned = line_rows(statement)
    by_hand(bank, paid, receipt_row(receipt))
    by_hand(bank, returned, receipt_row(cash_undone(receipt)))
    assert sides_of(bank).lines == {}


def test_a_sale_and_its_reversal_cancel_out_for_the_bank(bank: Sender, sale: Sale) -> None:
    reversal = reverse_sale(sale, on=NOV_12, reason="Twice.", by=usual(), today=NOV_15)
    by_hand(bank, entry_row(sale), entry_row(reversal))
    assert sides_of(bank).items == {}
    assert not Receipt.objects.exists()


def test_a_receipt_of_another_amount_is_not_matched_in_part(bank: Sender, sale: Sale) -> None:
    receipt = cash_received(sale.agreement, "3840.01", today=NOV_30)
    statement = bank_says(bank, files.payment(1, NOV_15, "3840.00", "FW-1"))
    with refused(
        "A receipt is matched whole: receipt 1 is of $3,840.01, which the chosen lines do not "
        "have. If it was recorded with another amount than the bank's, undo it and record it "
        "again."
    ):
        by_hand(bank, *line_rows(statement), receipt_row(receipt))


def test_what_has_nothing_in_common_is_not_matched(agent: Sender, sale: Sale) -> None:
    reversal = reverse_sale(sale, on=NOV_12, reason="Twice.", by=usual(), today=NOV_15)
    statement = agent_says(agent, row_of(sale))
    with refused(
        "The chosen lines add up to $3,840.00 and 1,000 shares and our entries to ($3,840.00) and "
        "(1,000 shares): they have nothing in common to match."
    ):
        by_hand(agent, *line_rows(statement), entry_row(reversal))


def test_nothing_that_is_matched_is_matched_again(agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    by_hand(agent, line, entry_row(sale))
    with refused(
        f"Sale {sale.number} is matched already: nothing of its $3,840.00 and 1,000 shares is left."
    ):
        by_hand(agent, entry_row(sale))


def test_what_is_of_another_side_is_not_chosen(agent: Sender, bank: Sender, sale: Sale) -> None:
    [line] = line_rows(bank_says(bank, files.payment(1, NOV_15, "3840.00")))
    with refused(f"One of the chosen rows (line {line.pk}) is not of this side."):
        by_hand(agent, line, entry_row(sale))


def test_a_match_is_undone_once_and_with_a_reason(agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    match, by = by_hand(agent, line, entry_row(sale)), usual("Controller")
    with refused("Enter why the match is undone."):
        undo_match(match, reason=" ", by=by, today=NOV_30)
    undone = undo_match(match, reason="Wrong.", by=by, today=NOV_30)
    with refused(f"{match} was undone on Nov 30, 2001 by {by}."):
        undo_match(match, reason="Wrong.", by=by, today=NOV_30)
    with refused(f"{undone} undoes another: to match these again, accept them anew."):
        undo_match(undone, reason="Wrong.", by=by, today=NOV_30)


def test_a_match_is_not_undone_before_its_day(agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    match = by_hand(agent, line, entry_row(sale))
    with refused(f"{match} was accepted on Nov 30, 2001: it is not undone before that day."):
        undo_match(match, reason="Wrong.", by=usual("Controller"), today=NOV_15)


def test_a_difference_counts_once_another_person_approves(agent: Sender, sale: Sale) -> None:
    request = _asked(agent, sale)
    assert not AcceptedDifference.objects.exists()
    approved(request, today=NOV_30)
    accepted = AcceptedDifference.objects.get()
    assert (accepted.entry, accepted.amount, accepted.agreement) == (sale, CENT, sale.agreement)
    left = open_amounts(sides_of(agent).items.values())
    assert left == {f"sale {sale.number}": sale.net - CENT}


def test_nobody_approves_a_difference_they_asked_for(agent: Sender, sale: Sale) -> None:
    both: User = UserFactory(permissions=["add_accepteddifference", "approve"])
    request = _asked(agent, sale, by=both)
    with refused(
        f"{both.username} made request {request.pk}: another person must approve it (four eyes)."
    ):
        approved(request, by=both, today=NOV_30)


def test_a_rejected_difference_is_none(agent: Sender, sale: Sale) -> None:
    reject(_asked(agent, sale), by=usual("CFO"), note="Ask the bank.")
    assert not AcceptedDifference.objects.exists()


def test_one_request_waits_for_a_line_or_an_entry(agent: Sender, sale: Sale) -> None:
    request = _asked(agent, sale)
    with refused(
        f"Request {request.pk} by {usual('Controller')} is already awaiting a CFO's decision: "
        f"Accept $0.01 of sale {sale.number} of the Sales Agreement as a difference (rounding) on "
        "the side of the agent."
    ):
        _asked(agent, sale)


def test_a_difference_is_within_what_is_left(agent: Sender, sale: Sale) -> None:
    with refused(
        f"Sale {sale.number} has $3,840.00 and 1,000 shares left; $3,840.01 cannot be accepted of "
        "it."
    ):
        _asked(agent, sale, Decimal("3840.01"))
    with refused(
        f"Sale {sale.number} has $3,840.00 and 1,000 shares left; ($0.01) cannot be accepted of it."
    ):
        _asked(agent, sale, -CENT)


def test_what_was_matched_meanwhile_is_accepted_no_more(agent: Sender, sale: Sale) -> None:
    request = _asked(agent, sale)
    [line] = line_rows(agent_says(agent, row_of(sale)))
    by_hand(agent, line, entry_row(sale))
    with refused(
        f"Sale {sale.number} is not open on the side of the agent: nothing is left of it."
    ):
        approved(request, today=NOV_30)


def test_an_accepted_difference_is_undone_by_one_that_negates_it(agent: Sender, sale: Sale) -> None:
    accepted = difference(agent, entry_row(sale), CENT)
    request = ask_undo_difference(accepted, reason="It came.", by=usual("Controller"), today=NOV_30)
    approved(request, today=NOV_30)
    undoing = AcceptedDifference.objects.get(undoes=accepted)
    assert undoing.amount == -CENT
    assert open_amounts(sides_of(agent).items.values()) == {f"sale {sale.number}": sale.net}


def test_an_open_item_has_an_owner_who_may_change(agent: Sender, sale: Sale) -> None:
    said: dict[str, Any] = {"by": usual("Controller"), "today": NOV_30}
    scope, row = scope_of(agent), entry_row(sale)
    assign_open_item(scope, row, owner=usual(), due_on=NOV_30, note="Ask.", **said)
    item = assign_open_item(
        scope, row, owner=usual("CFO"), due_on=date(2001, 12, 3), note="Asked.", **said
    )
    assert OpenItem.objects.get() == item
    assert (item.owner, item.note) == (usual("CFO"), "Asked.")


def test_an_owner_can_read_the_books_and_has_time(agent: Sender, sale: Sale) -> None:
    stranger: User = UserFactory(group=None)
    with refused(
        "Nov 15, 2001 has passed: choose today, Nov 30, 2001, or a later day.",
        f"{stranger.username} cannot read the books: choose somebody who can.",
    ):
        assign_open_item(
            scope_of(agent), entry_row(sale), owner=stranger, due_on=NOV_15,
            by=usual("Controller"), today=NOV_30,
        )  # fmt: skip


def test_nothing_is_matched_on_a_day_that_is_closed(agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    close("2001-11", today=date(2001, 12, 3))
    with refused(
        "2001-11 of NeoTherapeutics, Inc. was closed by anna on Dec 3, 2001 (closing 1): nothing "
        "dated Nov 30, 2001 is entered or changed until it is reopened."
    ):
        by_hand(agent, line, entry_row(sale))


def _asked(
    agent: Sender, sale: Sale, amount: Decimal = CENT, *, by: User | None = None
) -> Approval:
    return ask_difference(
        scope_of(agent),
        Row("entry", sale.pk),
        Quantity(amount),
        kind="rounding",
        reason="A cent.",
        by=by or usual("Controller"),
        today=NOV_30,
    )


@pytest.mark.parametrize("group", ["Treasury", "CFO", "Auditor", "Administrator"])
def test_only_a_controller_matches(agent: Sender, sale: Sale, group: str) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    person: User = UserFactory(group=group)
    with refused(f"{person.username} may not match by hand: that is for Controller."):
        by_hand(agent, line, entry_row(sale), by=person)
