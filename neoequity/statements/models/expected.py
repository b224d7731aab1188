"""Our side of a statement: entries and receipts, with what is taken of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from neoequity.statements.models.kept_entries import Kept, Row, Scope, among, taken_of
from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.open_items import (
    Posted,
    expected_of_agent,
    expected_of_bank,
    expected_of_transfer_agent,
)
from placements.models import DeliveryFailure, Receipt, ReceiptPart, Sale, Split
from placements.terms.split import StockSplit

_SALE = (
    *("pk", "agreement_id", "number", "trade_date", "settlement_date", "shares", "price", "net"),
    *("agent_reference", "reverses_id", "adjusts_id"),
    *("reverses__agent_reference", "reverses__trade_date"),
)


def expected(scope: Scope) -> Kept:
    """What the sender should say of every entry that is traded by the day; up to six queries.

    Shares whose delivery failed by the day are due on the new day. A bank's entry is taken of by
    what it has received in receipts that stand, whether their lines are there or not.
    """
    taken = taken_of("entry", scope)
    if scope.side == "bank":
        for pk, amount in _received(scope):
            taken[Row("entry", pk)] = taken.get(Row("entry", pk), Quantity()) + Quantity(amount)
    return Kept(_entries(scope), taken)


def receipts(scope: Scope) -> Kept:
    """The receipts of a bank's side that wait for its lines, or have them; four queries.

    One that is undone, and what undoes it, cancel out unless either is matched.
    """
    with_partners = _with_partners(scope)
    taken = taken_of("receipt", with_partners)
    found = [
        (entry, row)
        for entry, row in _receipts(with_partners, taken)
        if scope.only is None or row in scope.only
    ]
    return Kept(found, taken)


def _with_partners(scope: Scope) -> Scope:
    """The scope with what undoes its receipts, and what these undo: they cancel out together."""
    keys = scope.keys("receipt")
    if not keys:
        return scope
    pairs = Receipt.objects.filter(Q(undoes__in=keys) | Q(pk__in=keys, undoes__isnull=False))
    both = {Row("receipt", pk) for pair in pairs.values_list("pk", "undoes") for pk in pair if pk}
    return scope._replace(only=(scope.only or frozenset()) | both)


def _entries(scope: Scope) -> Iterator[tuple[Entry, Row]]:
    agreements = _agreements(scope)
    several = scope.agreements().count() > 1 if agreements else False
    rows = Sale.objects.filter(
        agreement__in=agreements, trade_date__lte=scope.as_of, **among(scope, "entry", "pk")
    )
    splits: Sequence[StockSplit] = []
    due_again: Mapping[int, date] = {}
    if scope.side == "transfer_agent":
        known = Split.by_issuer(known_at=scope.known_at, issuers=[scope.issuer.pk])
        splits = known[scope.issuer.pk]
        due_again = DeliveryFailure.due_again(scope.issuer, scope.as_of, scope.known_at)
    for row in scope.known(rows).order_by("pk").values_list(*_SALE):
        pk, agreement, number, traded_on, settles_on, shares, price, net, reference = row[:9]
        reverses, adjusts, reversed_reference, reversed_on = row[9:]
        slug, code = agreements[agreement]
        kind = "adjustment" if adjusts else "reversal" if reverses else "sale"
        posted = Posted(
            agreement=slug,
            number=number,
            name=f"{kind} {code}-{number}" if several else f"{kind} {number}",
            kind=kind,
            # A reversal gives back the shares of its sale, as they were traded.
            traded_on=reversed_on if reversed_on and splits else traded_on,
            due_on=due_again.get(pk) or settles_on or traded_on,
            reference=reference or reversed_reference or "",
            shares=shares,
            price=None if adjusts else price,
            net=net,
        )
        for entry in _of_side(scope.side, posted, splits):
            if scope.has(entry):
                yield entry, Row("entry", pk)


def _of_side(side: str, posted: Posted, splits: Sequence[StockSplit]) -> Iterator[Entry]:
    if side == "transfer_agent":
        return expected_of_transfer_agent([posted], splits)
    return expected_of_agent([posted]) if side == "agent" else expected_of_bank([posted])


def _receipts(scope: Scope, taken: Mapping[Row, Quantity]) -> Iterator[tuple[Entry, Row]]:
    agreements = _agreements(scope)
    rows = Receipt.objects.filter(
        agreement__in=agreements, received_on__lte=scope.as_of, **among(scope, "receipt", "pk")
    )
    found = list(
        rows.order_by("pk").values_list(
            *("pk", "agreement_id", "number", "received_on", "amount", "bank_reference"),
            *("undoes_id", "undoes__bank_reference"),
        )
    )
    pairs = {undoes: pk for pk, *_, undoes, _ in found if undoes is not None}
    gone = {
        pk
        for pair in pairs.items()
        if not any(Row("receipt", each) in taken for each in pair)
        for pk in pair
    }
    for pk, agreement, number, received_on, amount, reference, _, undone_reference in found:
        entry = Entry(
            key=f"{agreements[agreement][0]}/receipt/{number}",
            name=f"receipt {number}",
            kind="receipt",
            day=received_on,
            quantity=Quantity(amount),
            agreement=agreements[agreement][0],
            reference=reference or undone_reference or "",
        )
        row = Row("receipt", pk)
        if pk not in gone and scope.has(entry):
            yield entry, row


def _agreements(scope: Scope) -> dict[int, tuple[str, str]]:
    """Slug and code of the agreements that are looked at."""
    rows = scope.agreements()
    if scope.agreement:
        rows = rows.filter(slug=scope.agreement)
    return {row.pk: (row.slug, row.code) for row in rows.only("pk", "slug", "name", "code")}


def _received(scope: Scope) -> Iterable[tuple[int, Decimal]]:
    undone = Receipt.objects.filter(
        undoes__isnull=False, received_on__lte=scope.as_of, agreement__issuer=scope.issuer
    )
    parts = ReceiptPart.objects.filter(
        receipt__agreement__issuer=scope.issuer,
        applied_on__lte=scope.as_of,
        **among(scope, "entry", "entry"),
    ).exclude(receipt__in=undone.values("undoes"))
    return parts.order_by().values_list("entry_id").annotate(Sum("amount"))
