"""Record cash received and what it pays; undo a receipt after another person's approval."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.money import dollars
from neoequity.books.periods.locks import lock_periods, locks_on, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.actions.receipts import (
    NewReceipt,
    ReceiptBooks,
    days_of_parts,
    post_receipts,
)
from placements.models import Agreement, Receipt, ReceiptPart, Sale
from placements.models.cash import entries_with_cash, received
from placements.terms.receipt import (
    Entry,
    Part,
    Receiving,
    reasons_against_parts,
    reasons_against_undoing,
)
from placements.terms.request import RECEIPT_UNDOING


@action(needs="placements.add_receipt", told="Recorded a receipt")
def record_receipt(
    agreement: Agreement,
    *,
    received_on: date,
    amount: Decimal,
    bank_reference: str,
    by: User,
    today: date,
    parts: Sequence[Part] = (),
    remark: str = "",
) -> Receipt:
    """Record what the bank credited under an agreement, with the entries it pays, or neither.

    Without parts it is allocated later. Raises Refused for a reference of a receipt that stands, a
    day to come or in a closed period, and for each part as `allocate` does; the `row` of a reason
    is then the place of its part.
    """
    receiving = Receiving(amount, bank_reference.strip(), received_on)
    new = NewReceipt(agreement, receiving, parts, remark)
    [key] = post_receipts([new], by=by, today=today)
    return Receipt.objects.get(pk=key)


def reasons_against_recording(
    agreement: Agreement, receiving: Receiving, parts: Sequence[Part], *, today: date
) -> Iterator[Reason]:
    """Every reason against recording the receipt with these parts; a page asks without the lock."""
    new = NewReceipt(agreement, receiving, parts)
    yield from ReceiptBooks([new], today).reasons_against(new)


@action(needs="placements.add_receiptpart", told="Allocated a receipt")
def allocate(
    receipt: Receipt, parts: Sequence[Part], *, by: User, today: date
) -> list[ReceiptPart]:
    """Say which entries the receipt pays: all these parts, or none.

    Raises Refused for a receipt that is undone, for parts beyond its amount, for an entry of
    another agreement, and for one that would have received less than nothing or, without a remark
    that says why, more than its net.
    """
    _lock(receipt.agreement)
    refuse_if_any(reasons_against_allocating(receipt, parts))
    return _post(receipt, parts, by=by, today=today)


def reasons_against_allocating(receipt: Receipt, parts: Sequence[Part]) -> Iterator[Reason]:
    """Every reason against these parts; a page asks without the lock."""
    entries = _entries(receipt.agreement_id, parts)
    return reasons_against_parts(received(receipt), parts, entries)


def _entries(agreement: int, parts: Sequence[Part]) -> dict[int, Entry]:
    rows = entries_with_cash(agreement, {part.entry for part in parts})
    return {key: entry for key, (_, entry) in rows.items()}


def _post(receipt: Receipt, parts: Sequence[Part], *, by: User, today: date) -> list[ReceiptPart]:
    entries = Sale.objects.in_bulk({part.entry for part in parts})
    issuer = receipt.agreement.issuer_id
    days = {receipt.received_on, *(entry.trade_date for entry in entries.values())}
    locks = locks_on({issuer}, days | {today})[issuer]  # later closings may follow that of a day
    applied_on = days_of_parts(
        str(receipt), receipt.received_on, parts, entries, locks, today=today
    )
    return ReceiptPart.objects.bulk_create(
        ReceiptPart(
            receipt=receipt,
            entry_id=part.entry,
            amount=part.amount,
            applied_on=applied_on[part.entry],
            remark=part.remark.strip(),
            recorded_by=by,
        )
        for part in parts
    )


@action(needs="placements.add_receipt", told="Requested to undo a receipt")
def ask_undo_receipt(receipt: Receipt, *, on: date, reason: str, by: User, today: date) -> Approval:
    """Request a CFO's approval to undo a receipt with effect from the day `on`.

    Raises Refused for one that is undone, without a reason, for a day before that of the receipt
    and its parts, in a closed period or in the future, for entries that would have received less
    than nothing, and while another request is pending.
    """
    _lock(receipt.agreement)
    refuse_if_any(reasons_against_undoing_receipt(receipt, on=on, reason=reason, today=today))
    return ask(
        RECEIPT_UNDOING,
        receipt.pk,
        issuer_id=receipt.agreement.issuer_id,
        what=f"Undo receipt {receipt.number} of the {receipt.agreement.name}, "
        f"{dollars(receipt.amount)} of {receipt.received_on}, with effect from {on}",
        dated=on,
        asked={"reason": reason.strip()},
        by=by,
        why=reason,
    )


def undo_receipt(request: Approval, *, by: User, today: date) -> Receipt:  # noqa: ARG001  # an Effect
    """Undo the receipt as approved, in the name of the person who requested it.

    Raises Refused as `ask_undo_receipt` does.
    """
    receipt = Receipt.objects.select_related("agreement").get(pk=request.subject)
    _lock(receipt.agreement)
    on, reason = request.day, request.asked["reason"]
    refuse_if_any(reasons_against_undoing_receipt(receipt, on=on, reason=reason, today=today))
    return Receipt.objects.create(
        agreement=receipt.agreement,
        number=_next_number(receipt.agreement),
        received_on=on,
        amount=-receipt.amount,
        undoes=receipt,
        reason=reason,
        approval=request,
        recorded_by=request.asked_by,
    )


def reasons_against_undoing_receipt(
    receipt: Receipt, *, on: date, reason: str, today: date
) -> Iterator[Reason]:
    """Every reason against undoing the receipt from this day on; a page asks without the lock."""
    yield from reasons_against_days(receipt.agreement.issuer_id, [on], "on")
    taken: defaultdict[int, Decimal] = defaultdict(Decimal)
    earliest = receipt.received_on
    for entry, amount, applied_on in receipt.parts.values_list("entry", "amount", "applied_on"):
        taken[entry] += amount
        earliest = max(earliest, applied_on)
    rows = entries_with_cash(receipt.agreement_id, set(taken))
    yield from reasons_against_undoing(
        received(receipt),
        taken,
        {key: entry for key, (_, entry) in rows.items()},
        on=on,
        earliest=earliest,
        reason=reason,
        today=today,
    )


def _lock(agreement: Agreement) -> None:
    lock_agreements([agreement.pk])
    lock_periods([agreement.issuer_id])


def _next_number(agreement: Agreement) -> int:
    last: int | None = agreement.receipts.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
