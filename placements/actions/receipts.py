"""Post receipts with what they pay, one or 100,000 at once, by the rules of a single one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.inserting import insert_rows, planned_for_many, reserved_keys
from neoequity.books.periods.locks import lock_periods, locks_on
from neoequity.books.periods.rules import Lock, first_open_day, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Receipt, ReceiptPart, Sale
from placements.models.cash import entries_with_cash, standing_references
from placements.terms.receipt import (
    Part,
    Received,
    Receiving,
    reasons_against_parts,
    reasons_against_receipt,
)
from placements.terms.reference import Booked, reference_key

#: From so many receipts on, the triggers are planned for many rows.
_MANY = 200
_RECEIPT = (
    *("id", "agreement_id", "number", "received_on", "amount", "bank_reference", "remark"),
    *("reason", "recorded_by_id"),
)
_PART = ("receipt_id", "entry_id", "amount", "applied_on", "remark", "recorded_by_id")


class NewReceipt(NamedTuple):
    """A receipt that is to be recorded, with the entries that it pays, or none."""

    agreement: Agreement
    receiving: Receiving
    parts: Sequence[Part] = ()
    remark: str = ""


def post_receipts(new: Sequence[NewReceipt], *, by: User, today: date) -> list[int]:
    """Record these receipts in their order, within an act that needs a permission of its own.

    Gives their keys. Raises Refused with the reasons against the first that cannot be recorded,
    and then records none.
    """
    lock_agreements({each.agreement.pk for each in new})
    lock_periods({each.agreement.issuer_id for each in new})
    books = ReceiptBooks(new, today)
    keys = reserved_keys(Receipt, len(new))
    rows: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for key, each in zip(keys, new, strict=True):
        refuse_if_any(books.reasons_against(each))
        applied_on = books.applied_on(each)
        amount, reference, received_on = each.receiving
        number, remark = books.next_number(each.agreement), each.remark.strip()
        rows.append(
            (key, each.agreement.pk, number, received_on, amount, reference, remark, "", by.pk)
        )
        parts += (
            (key, part.entry, part.amount, applied_on[part.entry], part.remark.strip(), by.pk)
            for part in each.parts
        )
        books.add(each)
    with planned_for_many() if len(new) >= _MANY else nullcontext():
        insert_rows(Receipt, _RECEIPT, rows)
        if parts:
            insert_rows(ReceiptPart, _PART, parts)
    return keys


class ReceiptBooks:
    """What the rules ask of new receipts: read once, and kept up with each that is added.

    Five queries, however many receipts; a page reads it without the lock.
    """

    def __init__(self, new: Sequence[NewReceipt], today: date) -> None:
        self._today = today
        told: dict[int, list[NewReceipt]] = defaultdict(list)
        for each in new:
            told[each.agreement.pk].append(each)
        self._references = {
            pk: standing_references(pk, {each.receiving.bank_reference for each in rows})
            for pk, rows in told.items()
        }
        self._entries = {
            pk: entries_with_cash(pk, {part.entry for each in rows for part in each.parts})
            for pk, rows in told.items()
        }
        last = Receipt.objects.filter(agreement__in=told).order_by().values_list("agreement")
        self._last_number: dict[int, int] = dict(last.annotate(Max("number")))
        days = {each.receiving.received_on for each in new}
        days |= {sale.trade_date for rows in self._entries.values() for sale, _ in rows.values()}
        issuers = {each.agreement.issuer_id for each in new}
        # Later closings may follow those of the days.
        self._locks = locks_on(issuers, days | {today})

    def reasons_against(self, new: NewReceipt) -> Iterator[Reason]:
        """Every reason against recording the receipt with its parts."""
        agreement, receiving = new.agreement, new.receiving
        locks = self._locks[agreement.issuer_id]
        yield from reasons_against_days(locks, [receiving.received_on], "received_on")
        yield from reasons_against_receipt(
            receiving,
            agreement=agreement.name,
            booked=self._references[agreement.pk],
            today=self._today,
        )
        if new.parts and receiving.amount:
            known = self._entries[agreement.pk]
            named = [part.entry for part in new.parts if part.entry in known]
            entries = {key: known[key][1] for key in named}
            whole = Received("The receipt", receiving.amount)
            yield from reasons_against_parts(whole, new.parts, entries)

    def applied_on(self, new: NewReceipt) -> dict[int, date]:
        """The day from which each entry is paid. Raises Refused for one that is to come."""
        sales = {part.entry: self._entries[new.agreement.pk][part.entry][0] for part in new.parts}
        locks = self._locks[new.agreement.issuer_id]
        name = f"Receipt {self.next_number(new.agreement)}"
        return days_of_parts(
            name, new.receiving.received_on, new.parts, sales, locks, today=self._today
        )

    def next_number(self, agreement: Agreement) -> int:
        """The number of the agreement's next receipt."""
        return self._last_number.get(agreement.pk, 0) + 1

    def add(self, new: NewReceipt) -> None:
        """Count the receipt as recorded."""
        agreement, reference = new.agreement.pk, new.receiving.bank_reference
        number = self.next_number(new.agreement)
        self._last_number[agreement] = number
        self._references[agreement][reference_key(reference)] = Booked(number, reference)
        for part in new.parts:
            sale, entry = self._entries[agreement][part.entry]
            paid = entry._replace(received=entry.received + part.amount)
            self._entries[agreement][part.entry] = (sale, paid)


def days_of_parts(
    name: str,
    received_on: date,
    parts: Sequence[Part],
    entries: Mapping[int, Sale],
    locks: Sequence[Lock],
    *,
    today: date,
) -> dict[int, date]:
    """The first open day on which both the receipt of this name and each of its entries are there.

    Raises Refused for each part that would count from a day to come.
    """
    applied_on = {
        key: first_open_day(locks, max(received_on, entry.trade_date))
        for key, entry in entries.items()
    }
    refuse_if_any(
        Reason(
            f"{name} counts for {str(entries[part.entry]).lower()} from {applied_on[part.entry]}"
            f" at the earliest, which is in the future; today is {today}.",
            "parts",
            row,
        )
        for row, part in enumerate(parts)
        if applied_on[part.entry] > today
    )
    return applied_on
