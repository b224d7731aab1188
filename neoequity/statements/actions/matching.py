"""Accept what is proposed to belong together, all that is certain, or what a person chooses."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.statements.actions.matches import Planned, lock_side, post_matches
from neoequity.statements.models import Match, StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.open_sides import OpenSides, open_sides, token_of
from neoequity.statements.terms.agreeing import agreeing, paid_by
from neoequity.statements.terms.entry import Entry, Quantity, total
from neoequity.statements.terms.explaining import listed
from neoequity.statements.terms.proposal import Rank
from placements.actions.receipt import post_receipt
from placements.models import Agreement, Receipt, Sale
from placements.terms.receipt import Part
from placements.terms.reference import is_reference

_STALE = (
    "This proposal no longer stands: one of its lines or entries was matched, or something was "
    "recorded or undone meanwhile. Look at the proposals as they are now."
)


@action(needs="statements.add_match", told="Accepted a proposed match")
def accept_proposal(scope: Scope, token: str, *, by: User, today: date) -> Match:
    """Accept the proposal of this name, exactly as it was shown.

    What one side has beyond the other stays open. Of a bank's line with sales the receipt is
    recorded, too. Raises Refused if the proposal is not made any more.
    """
    scope = scope._replace(as_of=today)
    lock_side(scope)
    sides = open_sides(scope)
    for proposal in sides.proposals():
        if token_of(proposal) == token:
            planned = _planned(
                scope, sides, proposal.lines, proposal.items, proposal.explanation, by=by
            )
            return post_matches(scope, [planned], by=by)[0]
    raise Refused([Reason(_STALE)])


@action(needs="statements.add_match", told="Accepted all certain matches")
def accept_all_certain(scope: Scope, *, by: User, today: date) -> list[Match]:
    """Accept every proposal that is certain; none is not an error.

    Raises Refused if one cannot be accepted, and then accepts none.
    """
    scope = scope._replace(as_of=today)
    lock_side(scope)
    sides = open_sides(scope)
    planned = [
        _planned(scope, sides, each.lines, each.items, each.explanation, by=by)
        for each in sides.proposals()
        if each.rank == Rank.CERTAIN
    ]
    return post_matches(scope, planned, by=by) if planned else []


@action(needs="statements.add_match", told="Matched by hand")
def match_by_hand(
    scope: Scope, chosen: Collection[Row], *, by: User, today: date, note: str = ""
) -> Match:
    """Match the chosen lines, entries and receipts with all that is left of each.

    What one side has beyond the other stays open. Raises Refused for what is not open, for sides
    that have nothing in common, and for a receipt that would be matched in part.
    """
    scope = scope._replace(as_of=today, only=frozenset(chosen))
    lock_side(scope)
    sides = open_sides(scope)
    refuse_if_any(reasons_against_choosing(sides, chosen))
    said = f"Chosen by hand: {note.strip()}" if note.strip() else "Chosen by hand."
    planned = _planned(scope, sides, list(sides.lines), list(sides.items), said, by=by)
    return post_matches(scope, [planned], by=by)[0]


def reasons_against_choosing(sides: OpenSides, chosen: Collection[Row]) -> Iterator[Reason]:
    """Every reason against matching these rows that does not depend on their figures."""
    if not chosen:
        yield Reason("Choose the lines and the entries that belong together.")
    there, whole = sides.by_row(), sides.whole()
    for row in sorted(set(chosen) - set(there)):
        entry = whole.get(row)
        if entry is None:
            yield Reason(f"One of the chosen rows ({row.what} {row.pk}) is not of this side.")
        else:
            name = f"{entry.name[0].upper()}{entry.name[1:]}"
            yield Reason(f"{name} is matched already: nothing of its {entry.quantity} is left.")


def _planned(
    scope: Scope,
    sides: OpenSides,
    lines: Iterable[str],
    items: Iterable[str],
    explanation: str,
    *,
    by: User,
) -> Planned:
    """The match of these, of a bank's lines with the receipts that it has and needs."""
    own_lines = {key: sides.lines[key] for key in lines}
    own_items = {key: sides.items[key] for key in items}
    if scope.side == "bank":
        return _of_bank(scope, sides, own_lines, own_items, explanation, by=by)
    taken = agreeing(_left(own_lines), _left(own_items))
    if not taken.lines and not taken.items:
        raise Refused([Reason(_nothing_in_common(own_lines, own_items))])
    parts = {sides.rows[key]: part for key, part in (*taken.lines.items(), *taken.items.items())}
    return Planned(parts, explanation)


def _of_bank(
    scope: Scope,
    sides: OpenSides,
    lines: Mapping[str, Entry],
    items: Mapping[str, Entry],
    explanation: str,
    *,
    by: User,
) -> Planned:
    receipts = {key: each for key, each in items.items() if sides.rows[key].what == "receipt"}
    due = {key: each for key, each in items.items() if key not in receipts}
    if not due or not (lines or receipts):
        taken = agreeing(_left(lines), _left(items))
        refuse_if_any(_in_part(receipts, taken.items))
        parts = {sides.rows[key]: part for key, part in {**taken.lines, **taken.items}.items()}
        if not parts:
            raise Refused([Reason(_nothing_in_common(lines, items))])
        return Planned(parts, explanation)
    if not lines:
        sentence = "Choose the line of the bank that pays the sales besides the receipts."
        raise Refused([Reason(sentence)])
    has = sum((each.quantity.amount for each in receipts.values()), ZERO)
    parts = {sides.rows[key]: each.quantity for key, each in (*lines.items(), *receipts.items())}
    waiting = {key: each.quantity.amount for key, each in due.items()}
    for line in lines.values():
        amount = line.quantity.amount
        had = min(has, amount, key=abs) if has * amount > 0 else ZERO
        has -= had
        if amount != had:
            paid = paid_by(amount - had, waiting)
            receipt = _receipt(scope, sides, line, amount - had, paid, by=by)
            parts[Row("receipt", receipt.pk)] = Quantity(receipt.amount)
            waiting = {each: left - paid.get(each, ZERO) for each, left in waiting.items()}
    if has:
        raise Refused([Reason(_nothing_in_common(lines, receipts))])
    return Planned(parts, explanation)


def _receipt(
    scope: Scope,
    sides: OpenSides,
    line: Entry,
    amount: Decimal,
    paid: Mapping[str, Decimal],
    *,
    by: User,
) -> Receipt:
    """The receipt of a line: its day and reference, and what it pays."""
    parts = [Part(sides.rows[key].pk, part) for key, part in paid.items() if part]
    row = StatementLine.objects.get(pk=sides.rows[line.key].pk)
    entries = Sale.objects.filter(pk__in=[sides.rows[key].pk for key in paid])
    agreements = list(Agreement.objects.filter(sales__in=entries).distinct().order_by("name"))
    if len(agreements) != 1:
        names = listed([f"the {each.name}" for each in agreements]) or "no agreement"
        raise Refused(
            [
                Reason(
                    f"A receipt is of one agreement, and {line.name} would pay entries of {names}: "
                    "record a receipt under each, and match these with the line."
                )
            ]
        )
    named = f"STATEMENT {row.statement_id} LINE {row.number}"
    return post_receipt(
        agreements[0],
        received_on=row.day,
        amount=amount,
        bank_reference=row.reference if is_reference(row.reference) else named,
        parts=parts,
        remark=f"From {line.name}."
        if is_reference(row.reference) or not row.reference
        else f"From {line.name}, reference {row.reference}."[:300],
        by=by,
        today=scope.as_of,
    )


def _in_part(receipts: Mapping[str, Entry], taken: Mapping[str, Quantity]) -> Iterator[Reason]:
    for key, receipt in receipts.items():
        if taken.get(key) != receipt.quantity:
            yield Reason(
                f"A receipt is matched whole: {receipt.name} is of "
                f"{dollars(receipt.quantity.amount)}, which the chosen lines do not have. If it "
                "was recorded with another amount than the bank's, undo it and record it again."
            )


def _nothing_in_common(lines: Mapping[str, Entry], items: Mapping[str, Entry]) -> str:
    theirs, ours = (total(_left(side).values()) for side in (lines, items))
    return (
        f"The chosen lines add up to {theirs} and our entries to {ours}: they have nothing in "
        "common to match."
    )


def _left(entries: Mapping[str, Entry]) -> dict[str, Quantity]:
    return {key: each.quantity for key, each in entries.items()}
