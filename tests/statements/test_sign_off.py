"""Signing off a month: what may be open, what may not, and what moves it afterwards."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.models import ChainHead, Seal
from neoequity.books.periods.rules import month, quarter
from neoequity.statements.models import SignOff, StatementLine
from neoequity.statements.selectors.reconciled import prepare
from neoequity.statements.selectors.sign_offs import moved_since, standing, unsigned
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.signed_text import digest_of, from_text
from placements.actions.delivery_failure import fail_delivery
from tests.books import refused
from tests.company.shares.stating import stated
from tests.factories import UserFactory, reverse_sale, sell, usual
from tests.statements.signing import (
    DEC_3,
    NET,
    NOVEMBER,
    Desk,
    charged,
    looked_after,
    shown,
    signed,
    undone,
)
from tests.warrants.factories import issued_warrant, warrant_agreement
from warrants.actions.register import exercise

MEND = "Match it, accept the difference, or assign it to somebody with a due day and a note."


def named(line: StatementLine) -> str:
    """The line as sentences begin with it."""
    return f"Line {line.number} of statement {line.statement_id}"


def test_a_month_in_which_all_is_matched_is_signed_off_with_both_balances(matched: Desk) -> None:
    row = signed(matched.agreement)
    assert (row.ours, row.theirs) == (Quantity(Decimal(NET)), Quantity(Decimal(NET)))
    assert (row.first_day, row.last_day, row.signed_on) == (*NOVEMBER, DEC_3)


def test_a_sign_off_names_the_head_of_the_chain_before_it_and_is_sealed_next(matched: Desk) -> None:
    head = ChainHead.objects.get(issuer=matched.agreement.issuer)
    row = signed(matched.agreement)
    assert (row.chain_length, row.chain_digest) == (head.length, head.digest)
    assert Seal.objects.get(kind="signoff", entry=row.pk).position == head.length + 1


def test_a_sign_off_keeps_every_row_as_it_stood(matched: Desk) -> None:
    row = signed(matched.agreement)
    assert row.digest == digest_of(row.statement)
    assert from_text(row.statement) == prepare(matched.agreement, "bank", NOVEMBER)
    [kept] = row.prepared.reconciliation.rows
    assert (kept.key, kept.name, str(kept.status)) == (
        "item sales-agreement/1",
        "sale 1",
        "matched",
    )


def test_a_match_counts_from_the_day_of_its_lines_whenever_it_was_accepted(matched: Desk) -> None:
    assert prepare(matched.agreement, "bank", NOVEMBER).is_zero


def test_what_the_bank_does_not_have_keeps_a_month_from_being_signed_off(desk: Desk) -> None:
    with refused(
        f"Sale 1 (Nov 15, 2001) is open: ($3,840.00) not on their statement. {MEND}",
        f"{named(desk.line)} (Nov 15, 2001) is open: $3,840.00 not in our books. {MEND}",
    ):
        signed(desk.agreement)


def test_what_somebody_looks_after_may_stay_open(matched: Desk) -> None:
    line = charged(matched)
    looked_after("bank", line=line)
    row = signed(matched.agreement)
    assert row.theirs == Quantity(Decimal("3825.00"))
    assert f"{usual()}, due Dec 5, 2001: Arrives on Dec 4." in row.statement


def test_an_owner_without_a_note_explains_nothing(matched: Desk) -> None:
    line = charged(matched)
    looked_after("bank", note="", line=line)
    with refused(f"{named(line)} (Nov 30, 2001) is open: ($15.00) not in our books. {MEND}"):
        signed(matched.agreement)


def test_who_looks_after_a_receipt_looks_after_what_it_pays(desk: Desk) -> None:
    looked_after("bank", line=desk.line)
    looked_after("bank", receipt=desk.receipt)
    assert prepare(desk.agreement, "bank", NOVEMBER).to_explain == []


def test_a_month_is_signed_off_from_the_day_after_it_on(matched: Desk) -> None:
    with refused(
        "November 2001 ends on Nov 30, 2001: it can be signed off from the day after on; today is "
        "Nov 30, 2001."
    ):
        signed(matched.agreement, today=date(2001, 11, 30))


def test_a_quarter_is_signed_off_month_by_month(matched: Desk) -> None:
    with refused(
        "Oct 1, 2001 to Dec 31, 2001 is not a month: reconciliations are signed off month by month."
    ):
        signed(matched.agreement, period=quarter(2001, 4), today=date(2002, 1, 2))


def test_what_changed_since_the_page_was_opened_is_looked_at_again(matched: Desk) -> None:
    before = shown(matched.agreement, "bank")
    looked_after("bank", line=charged(matched))
    with refused(
        "The reconciliation changed since this page was opened: look at it as it is now, then sign "
        "it off."
    ):
        signed(matched.agreement, shown=before)


@pytest.mark.parametrize("group", ["Treasury", "CFO", "Auditor"])
def test_only_a_controller_signs_off(matched: Desk, group: str) -> None:
    person = UserFactory(username="somebody", group=group)
    with refused("somebody may not sign off: that is for Controller."):
        signed(matched.agreement, by=person)


def test_a_sign_off_that_nothing_moved_raises_no_alarm(
    matched: Desk, django_assert_num_queries: object
) -> None:
    signed(matched.agreement)
    sell(matched.placement, trade_date=date(2001, 12, 3), today=DEC_3)
    rows = list(standing(DEC_3))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert moved_since(rows) == []


def test_a_sale_recorded_later_moves_the_month_and_is_named(matched: Desk) -> None:
    signed(matched.agreement)
    sell(matched.placement, trade_date=date(2001, 11, 12), today=DEC_3)
    [moved] = moved_since(standing(DEC_3))
    [movement] = moved.movements
    assert movement.sentence == (
        "Sale 2 (Nov 15, 2001) was not part of the signed-off figures; it has $3,840.00 of ours "
        "and $0.00 of theirs."
    )


def test_a_line_received_later_moves_the_month(matched: Desk) -> None:
    signed(matched.agreement)
    charged(matched)
    [moved] = moved_since(standing(DEC_3))
    assert [each.theirs.amount for each in moved.movements] == [Decimal("-15.00")]


def test_a_match_undone_moves_the_month(matched: Desk) -> None:
    row = signed(matched.agreement)
    undone(matched.line.match_parts.get().match)
    [moved] = moved_since([row])
    assert [each.key for each in moved.movements] == [
        "item sales-agreement/1",
        f"line {matched.line.pk}",
    ]


def test_a_reversal_of_december_does_not_move_november(matched: Desk) -> None:
    row = signed(matched.agreement)
    reverse_sale(matched.sale, on=DEC_3, reason="Broken.", by=usual(), today=DEC_3)
    assert moved_since([row]) == []


def test_a_delivery_that_failed_and_is_recorded_later_moves_the_month(desk: Desk) -> None:
    looked_after("transfer_agent", entry=desk.sale)
    signed(desk.agreement, "transfer_agent")
    fail_delivery(
        desk.sale, failed_on=date(2001, 11, 15), new_day=date(2001, 12, 4), reason="Late.",
        by=usual(), today=DEC_3,
    )  # fmt: skip
    [moved] = moved_since(standing(DEC_3))
    assert [(each.key, each.ours.shares) for each in moved.movements] == [
        ("item sales-agreement/1", -1000)
    ]


def test_a_delivery_that_fails_in_december_does_not_move_november(desk: Desk) -> None:
    looked_after("transfer_agent", entry=desk.sale)
    signed(desk.agreement, "transfer_agent")
    fail_delivery(
        desk.sale, failed_on=DEC_3, new_day=date(2001, 12, 4), reason="Late.", by=usual(),
        today=DEC_3,
    )  # fmt: skip
    assert moved_since(standing(DEC_3)) == []


def test_an_exercise_recorded_later_moves_the_share_count(desk: Desk) -> None:
    warrant = issued_warrant(warrant_agreement(other=True))
    for name in ("shares_outstanding", "transfer_agent_count"):
        day = date(2001, 11, 30 if name == "transfer_agent_count" else 1)
        stated(desk.agreement.issuer, name, "17000000", day, page="p. S-4", today=DEC_3)
    looked_after("transfer_agent", entry=desk.sale)
    signed(desk.agreement, "transfer_agent", note="Their list is of Nov 14.")
    exercise(
        warrant,
        holder=warrant.balances.get().holder,
        shares=25,
        on=date(2001, 11, 20),
        way="cash",
        by=usual(),
        today=DEC_3,
    )
    [moved] = moved_since(standing(DEC_3))
    assert [(each.key, each.ours.shares) for each in moved.movements] == [("count", 25)]


def test_a_later_sign_off_supersedes_and_ends_the_alarm(matched: Desk) -> None:
    first = signed(matched.agreement)
    looked_after("bank", line=charged(matched))
    second = signed(matched.agreement)
    assert list(standing(DEC_3)) == [second]
    assert moved_since(standing(DEC_3)) == []
    assert first.pk < second.pk


def test_an_earlier_day_shows_the_sign_off_of_that_day(matched: Desk) -> None:
    first = signed(matched.agreement)
    signed(matched.agreement, today=date(2001, 12, 4))
    assert list(standing(DEC_3)) == [first]


def test_a_side_waits_for_a_sign_off_from_the_month_of_its_first_statement_on(desk: Desk) -> None:
    issuer = desk.agreement.issuer
    assert unsigned(issuer, month(2001, 10)) == []
    assert [(each.side, each.period) for each in unsigned(issuer, NOVEMBER)] == [("bank", NOVEMBER)]


def test_a_side_that_is_signed_off_waits_no_longer(matched: Desk) -> None:
    signed(matched.agreement)
    assert unsigned(matched.agreement.issuer, NOVEMBER) == []
    assert SignOff.objects.count() == 1
