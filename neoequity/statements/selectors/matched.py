"""Every match and accepted difference of a side over time, as a reconciliation reads them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from neoequity.statements.models import DIFFERENCES, AcceptedDifference, Match, MatchPart
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.terms import ledger_of_matches as terms
from neoequity.statements.terms.course import Accepted
from neoequity.statements.terms.entry import NOTHING, Quantity, total
from placements.models import ReceiptPart

_Parts = dict[str, Quantity]


def history(scope: Scope) -> list[Accepted]:
    """What was accepted by the day, with the day on which it was undone; up to four queries.

    Of all agreements and days, whatever the scope names: a reconciliation chooses. The items of a
    bank's match are what its receipts pay; a line is matched as far as its receipt is allocated.
    """
    lines, items = _parts(scope)
    accepted = []
    rows = _with_undoing(Match.objects.filter(undoes=None), scope)
    for pk, day, undone_on in rows.values_list("pk", "accepted_on", "undone_on"):
        own_lines, own_items = lines.get(pk, {}), items.get(pk, {})
        if scope.side == "bank" and own_lines:
            own_lines = _as_far_as(own_lines, total(own_items.values()), had=pk in items)
        if own_lines or own_items:
            match = terms.Match(str(pk), day, own_lines, own_items)
            accepted.append(Accepted(match, _by(undone_on, scope.as_of)))
    return [*accepted, *_differences(scope)]


def _parts(scope: Scope) -> tuple[dict[int, _Parts], dict[int, _Parts]]:
    """The parts of every match by its key: of lines, and of our entries."""
    lines: dict[int, _Parts] = defaultdict(dict)
    items: dict[int, _Parts] = defaultdict(dict)
    paid = _paid(scope) if scope.side == "bank" else {}
    rows = MatchPart.objects.filter(match__issuer=scope.issuer, match__side=scope.side)
    for match, line, slug, number, receipt, amount, shares in rows.order_by("pk").values_list(
        *("match", "line", "entry__agreement__slug", "entry__number", "receipt"),
        *("amount", "shares"),
    ):
        if line is not None:
            lines[match][str(line)] = Quantity(amount, shares)
        elif receipt is None:
            items[match][f"{slug}/{number}"] = Quantity(amount, shares)
        else:
            own = items[match]
            for key, part in paid.get(receipt, {}).items():
                own[key] = own.get(key, NOTHING) + part
    return lines, {match: _something(own) for match, own in items.items()}


def _paid(scope: Scope) -> Mapping[int, _Parts]:
    """What each receipt pays, by the entry; one that undoes another takes that back."""
    paid: dict[int, _Parts] = defaultdict(dict)
    rows = ReceiptPart.objects.filter(
        receipt__agreement__issuer=scope.issuer, applied_on__lte=scope.as_of
    )
    for receipt, undoing, slug, number, amount in rows.values_list(
        "receipt", "receipt__undoing", "entry__agreement__slug", "entry__number", "amount"
    ):
        key, part = f"{slug}/{number}", Quantity(amount)
        paid[receipt][key] = paid[receipt].get(key, NOTHING) + part
        if undoing is not None:
            paid[undoing][key] = paid[undoing].get(key, NOTHING) - part
    return {receipt: _something(own) for receipt, own in paid.items()}


def _something(parts: _Parts) -> _Parts:
    return {key: part for key, part in parts.items() if part}


def _as_far_as(lines: _Parts, allocated: Quantity, *, had: bool) -> _Parts:
    """The parts of lines, the last ones less what their receipts do not pay for yet.

    Lines that cancel out have no receipts, so nothing is missing.
    """
    missing = total(lines.values()) - allocated if had else NOTHING
    found = dict(lines)
    for key, part in reversed(list(lines.items())):
        if not missing:
            break
        less = missing if missing.is_part_of(part) else part
        found[key], missing = part - less, missing - less
    return _something(found)


def _differences(scope: Scope) -> Iterator[Accepted]:
    rows = _with_undoing(AcceptedDifference.objects.filter(undoes=None), scope)
    for (
        pk,
        day,
        undone_on,
        kind,
        reason,
        line,
        slug,
        number,
        agreement,
        amount,
        shares,
    ) in rows.values_list(
        *("pk", "accepted_on", "undone_on", "kind", "reason", "line"),
        *("entry__agreement__slug", "entry__number", "agreement__slug", "amount", "shares"),
    ):
        settled = Quantity(amount, shares)
        beyond = terms.AcceptedDifference(
            settled if line is not None else -settled,
            f"{DIFFERENCES[kind]}: {reason}",
            agreement or "",
        )
        lines = {} if line is None else {str(line): settled}
        items = {f"{slug}/{number}": settled} if line is None else {}
        match = terms.Match(f"difference {pk}", day, lines, items, (beyond,))
        yield Accepted(match, _by(undone_on, scope.as_of))


def _with_undoing(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    own = rows.filter(issuer=scope.issuer, side=scope.side, accepted_on__lte=scope.as_of)
    found: QuerySet[Any] = own.annotate(undone_on=F("undoing__accepted_on")).order_by("pk")
    return found


def _by(undone_on: date | None, as_of: date) -> date | None:
    """The day of the undoing, unless it is still to come."""
    return undone_on if undone_on is not None and undone_on <= as_of else None
