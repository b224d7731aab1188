"""Matches past every action: each constraint and trigger refuses what breaks it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Approval
from neoequity.people.models import User
from neoequity.statements.actions.differences import ask_difference, ask_undo_difference
from neoequity.statements.actions.matches import NO_PARTS, undo_match
from neoequity.statements.actions.open_items import assign_open_item
from neoequity.statements.models import AcceptedDifference, Match, MatchPart, OpenItem
from neoequity.statements.models.kept_entries import Row
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.triggers.match_part import parts_digest
from placements.models import Placement, Receipt
from placements.terms.receipt import Part
from tests.cash.receiving import received as cash_received
from tests.constraints.frames import each_guarded, each_ruled, refused_by_rule
from tests.constraints.frames import refused_although_triggers_are_to_be_ignored as refused
from tests.constraints.rows import (
    ask,
    columns_of,
    delete,
    insert,
    refused_by_database,
    truncate,
    update,
)
from tests.factories import (
    IssuerFactory,
    PlacementFactory,
    UserFactory,
    approved,
    approved_alone,
    reverse_sale,
    sell,
    usual,
)
from tests.statements import files
from tests.statements.matched import (
    CENT,
    NOV_9,
    NOV_12,
    NOV_15,
    NOV_30,
    agent_says,
    bank_says,
    by_hand,
    difference,
    entry_row,
    line_rows,
    row_of,
    scope_of,
)
from tests.statements.recorded import able
from tests.worlds import built_once

Part_ = Mapping[str, Any]


class Desk:
    """Three lines of the agent, one matched with its sale; a wire and a receipt of the bank."""

    def __init__(self) -> None:
        self.person: User = usual("Controller")
        self.other: User = usual()
        placement: Placement = PlacementFactory(accepted=True, by=usual(), shares_offered=4_000_000)
        self.agent, self.bank = able(files.AGENT), able(files.BANK)
        self.issuer = self.agent.issuer
        self.matched_sale, self.sale = sell(placement, 2000), sell(placement, 1000)
        self.turned_back = sell(placement, 500)
        self.reversal = reverse_sale(
            self.turned_back, on=NOV_12, reason="Twice.", by=usual(), today=NOV_15
        )
        statement = agent_says(self.agent, row_of(self.matched_sale), row_of(self.sale), files.SALE)
        self.matched_line, self.line, self.strange = line_rows(statement)
        self.match = by_hand(self.agent, self.matched_line, entry_row(self.matched_sale))
        self.difference = difference(self.agent, self.strange, CENT, kind="rounding")
        self.item = assign_open_item(
            scope_of(self.agent), self.strange, owner=usual(), due_on=NOV_30, by=self.person,
            today=NOV_30,
        )  # fmt: skip
        paid = bank_says(self.bank, files.payment(1, NOV_15, str(self.sale.net), "FW-1"))
        [self.wire] = line_rows(paid)
        self.receipt: Receipt = cash_received(
            placement.agreement, self.sale.net, Part(self.sale.pk, self.sale.net), today=NOV_30
        )


@built_once
def desk(db: None) -> Desk:
    return Desk()


Attempt = Callable[[Desk], object]
Parts = Callable[[Desk], list[Part_]]


def part(row: Row, amount: Decimal | str | int = 0, shares: int = 0) -> Part_:
    """A part of this row, as columns."""
    named = {
        f"{what}_id": row.pk if what == row.what else None for what in ("line", "entry", "receipt")
    }
    return {**named, "amount": amount, "shares": shares}


def both(desk: Desk, amount: Decimal | None = None, shares: int = 1000) -> list[Part_]:
    """The open line and its sale, or as much of them."""
    amount = desk.sale.net if amount is None else amount
    return [part(desk.line, amount, shares), part(entry_row(desk.sale), amount, shares)]


def match(parts: Parts = both, **changes: Any) -> Attempt:
    """INSERT a match with these parts, before it, as it should be but for these columns."""
    return lambda desk: insert(Match, match_after(parts(desk), desk, **changes))


def match_after(parts: list[Part_], desk: Desk, **changes: Any) -> dict[str, Any]:
    """INSERT these parts, and give the columns of their match."""
    key = ask("SELECT nextval(pg_get_serial_sequence('statements_match', 'id'))")
    if parts:
        insert(MatchPart, *({"match_id": key, **each} for each in parts))
    told = {
        "id": key,
        "issuer_id": desk.issuer.pk,
        "side": "agent",
        "accepted_on": NOV_30,
        "explanation": "Chosen.",
        "parts_digest": ask(f"SELECT {parts_digest(str(key))}"),
        "undoes_id": None,
        "reason": "",
        "recorded_by_id": desk.person.pk,
    }
    return {**told, **changes}


def match_undone_at_once(desk: Desk) -> None:
    """INSERT a match of more than there is, and what undoes it on a later day, in one statement."""
    beyond = match_after(both(desk, 2 * desk.sale.net, 2000), desk, accepted_on=NOV_15)
    undone = {"undoes_id": beyond["id"], "explanation": "", "reason": "Wrong."}
    insert(Match, beyond, match_after([], desk, **undone))


def undoing(**changes: Any) -> Attempt:
    """INSERT what undoes the match, but for these columns."""

    def attempt(desk: Desk) -> None:
        told = {"undoes_id": desk.match.pk, "explanation": "", "reason": "Wrong."}
        match(lambda _: [], **{**told, **changes})(desk)

    return attempt


def accepted(of: str = "strange", **changes: Any) -> Attempt:
    """INSERT a difference of a cent as it was asked for and approved, but for these columns."""
    return lambda desk: insert(AcceptedDifference, difference_of(desk, of, **changes))


def difference_of(desk: Desk, of: str = "strange", **changes: Any) -> dict[str, Any]:
    """The columns of a difference of a cent that was asked for and approved."""
    row = getattr(desk, of)
    request = ask_difference(
        scope_of(desk.agent),
        row if isinstance(row, Row) else entry_row(row),
        Quantity(CENT),
        kind="rounding",
        reason="A cent.",
        by=desk.person,
        today=NOV_30,
    )
    approved_alone(request, by=UserFactory(group="CFO"), today=NOV_30)
    told = {**request.asked, "id": request.subject, "approval_id": request.pk}
    return {**told, "accepted_on": NOV_30, "recorded_by_id": desk.person.pk, **changes}


def difference_undone_at_once(desk: Desk) -> None:
    """INSERT a difference of more than there is, and what undoes it, in one statement."""
    told = difference_of(desk, undoes_id=None, amount=Decimal(10**6))
    undone = {"id": told["id"] + 1, "undoes_id": told["id"], "amount": -told["amount"]}
    insert(AcceptedDifference, told, {**told, **undone, "approval_id": _another_request(desk)})


def item(row: Callable[[Desk], Row] = lambda desk: desk.line, **changes: Any) -> Attempt:
    """INSERT an owner of this row, but for these columns."""

    def attempt(desk: Desk) -> None:
        of = {name: value for name, value in part(row(desk)).items() if name.endswith("_id")}
        told = {"issuer_id": desk.issuer.pk, "side": "agent", "owner_id": desk.person.pk}
        told |= {"due_on": NOV_30, "note": "", **of}
        insert(OpenItem, {**told, **changes})

    return attempt


def a_part(desk: Desk, **changes: Any) -> None:
    """INSERT a part of a match to come."""
    key = ask("SELECT nextval(pg_get_serial_sequence('statements_match', 'id'))")
    insert(MatchPart, {"match_id": key, **part(desk.line, 1, 1), **changes})


def twice(row: Callable[[Desk], Row]) -> Attempt:
    return match(lambda desk: [part(row(desk), 1, 1), part(row(desk), 1, 1)])


RULES: dict[str, list[Attempt]] = {
    "Match.undoes": [
        lambda desk: [
            undo_match(desk.match, reason="Wrong.", by=desk.person, today=NOV_30),
            undoing()(desk),
        ],
    ],
    "a_match_is_on_one_of_the_sides": [match(lambda _: [], side="broker", undoes_id=None)],
    "a_match_says_why_and_so_does_what_undoes_it": [
        match(explanation=""),
        match(reason="Why not."),
        undoing(reason=""),
        undoing(explanation="Again."),
    ],
    "a_part_is_of_one_line_entry_or_receipt": [
        lambda desk: a_part(desk, line_id=None),
        lambda desk: a_part(desk, entry_id=desk.sale.pk),
        lambda desk: a_part(desk, receipt_id=desk.receipt.pk),
    ],
    "a_part_of_a_match_is_of_something": [lambda desk: a_part(desk, amount=0, shares=0)],
    "a_match_takes_each_once": [
        twice(lambda desk: desk.line),
        twice(lambda desk: entry_row(desk.sale)),
        twice(lambda desk: Row("receipt", desk.receipt.pk)),
    ],
    "AcceptedDifference.undoes": [
        lambda desk: insert(
            AcceptedDifference, columns_of(_undone(desk), approval_id=_another_request(desk))
        )
    ],
    "AcceptedDifference.approval": [
        lambda desk: accepted(approval_id=desk.difference.approval_id)(desk)
    ],
    "a_difference_is_of_a_known_kind_and_side": [accepted(kind="gift"), accepted(side="broker")],
    "a_difference_is_of_a_line_or_an_entry": [
        accepted(line_id=None),
        lambda desk: accepted(entry_id=desk.sale.pk)(desk),
    ],
    "a_difference_is_of_something_and_has_a_reason": [accepted(amount=0), accepted(reason="")],
    "OpenItem.line": [item(lambda desk: desk.strange)],
    "OpenItem.receipt": [
        lambda desk: [_of_receipt(desk) for _ in range(2)],
    ],
    "an_open_entry_has_one_owner_on_a_side": [
        lambda desk: (
            [item(lambda desk: entry_row(desk.sale))(desk)] * 1
            + [item(lambda desk: entry_row(desk.sale))(desk)]
        )
    ],
    "an_open_item_is_one_line_entry_or_receipt": [
        item(line_id=None),
        lambda desk: item(entry_id=desk.sale.pk)(desk),
        item(lambda desk: Row("receipt", desk.receipt.pk)),
    ],
}


def _undone(desk: Desk) -> AcceptedDifference:
    """What undoes the difference, as it was asked for and approved."""
    request = ask_undo_difference(desk.difference, reason="Wrong.", by=desk.person, today=NOV_30)
    approved(request, today=NOV_30)
    return AcceptedDifference.objects.get(pk=request.subject)


def _another_request(desk: Desk) -> int:
    request = Approval.objects.create(
        kind="accepteddifference", subject=10**6, issuer=desk.issuer, asked={}, asked_by=desk.person
    )
    return request.pk


def _of_another_issuer(desk: Desk) -> None:
    match(issuer_id=IssuerFactory(slug="other", name="Other, Inc.").pk)(desk)


def _of_receipt(desk: Desk) -> object:
    return item(lambda desk: Row("receipt", desk.receipt.pk), side="bank")(desk)


def whole_receipt(desk: Desk, amount: Decimal | None = None) -> list[Part_]:
    """The wire and its receipt, or as much of them."""
    amount = desk.sale.net if amount is None else amount
    return [part(desk.wire, amount), part(Row("receipt", desk.receipt.pk), amount)]


_STAY = "Matches are never changed or deleted once they are posted."
_PARTS_STAY = "Parts of matches are never changed or deleted once they are posted."
_DIFFERENCES_STAY = "Accepted differences are never changed or deleted once they are posted."
_OF_ITS_SIDE = "A match is of lines and entries of its side and issuer"
_AGREE = "Both sides of a match add up to the same dollars and shares."
_UNDONE = "A match is undone by a later one of its own side and issuer, not before its day."
_MIRRORED = "An accepted difference is undone by a later one that negates it, not before its day."
GUARDS: dict[str, tuple[str, list[Any]]] = {
    "Match:matches_are_not_truncated": (_STAY, [lambda desk: truncate(Match)]),
    "Match:matches_stay": (
        _STAY,
        [lambda desk: update(desk.match, explanation="x"), lambda desk: delete(desk.match)],
    ),
    "Match:matches_are_posted": (
        "A match is posted with its parts and the digest of them",
        [match(parts_digest=NO_PARTS), match(lambda _: [])],
    ),
    "Match:undoing without parts": (
        "A match is posted with its parts and the digest of them",
        [lambda desk: match(both, undoes_id=desk.match.pk, explanation="", reason="Wrong.")(desk)],
    ),
    "Match:undoing": (
        _UNDONE,
        [
            match_undone_at_once,
            undoing(side="bank"),
            undoing(accepted_on=NOV_15),
            lambda desk: undoing(
                undoes_id=undo_match(desk.match, reason="Wrong.", by=desk.person, today=NOV_30).pk
            )(desk),
        ],
    ),
    "Match:its side": (
        _OF_ITS_SIDE,
        [
            match(side="bank"),
            match(side="transfer_agent"),
            match(whole_receipt),
            match(
                lambda desk: [
                    part(desk.wire, desk.sale.net),
                    part(entry_row(desk.sale), desk.sale.net),
                ],
                side="bank",
            ),
            _of_another_issuer,
        ],
    ),
    "Match:both sides": (
        _AGREE,
        [
            match(lambda desk: both(desk)[:1]),
            match(
                lambda desk: [both(desk)[0], part(entry_row(desk.sale), desk.sale.net - CENT, 1000)]
            ),
            match(lambda desk: [both(desk)[0], part(entry_row(desk.sale), desk.sale.net, 999)]),
        ],
    ),
    "Match:whole receipts": (
        "A receipt is matched whole.",
        [match(lambda desk: whole_receipt(desk, desk.sale.net - CENT), side="bank")],
    ),
    "Match:no line twice": (
        "No line is matched beyond what is left of it.",
        [
            match(lambda desk: [part(desk.matched_line, 1), part(entry_row(desk.sale), 1)]),
            match(
                lambda desk: [
                    part(desk.line, -1),
                    part(desk.strange, 2),
                    part(entry_row(desk.sale), 1),
                ]
            ),
        ],
    ),
    "Match:no entry twice": (
        "No entry is matched beyond what is left of it.",
        [
            match(lambda desk: [part(desk.line, 1), part(entry_row(desk.matched_sale), 1)]),
            match(
                lambda desk: [
                    part(desk.strange, desk.sale.net + CENT),
                    part(entry_row(desk.sale), desk.sale.net + CENT),
                ]
            ),
        ],
    ),
    "Match:no receipt twice": (
        "No receipt is matched beyond what is left of it.",
        [
            lambda desk: [
                by_hand(desk.bank, desk.wire, Row("receipt", desk.receipt.pk)),
                match(
                    lambda desk: (
                        [*whole_receipt(desk)[1:], part(_another_wire(desk), desk.sale.net)]
                    ),
                    side="bank",
                )(desk),
            ]
        ],
    ),
    "MatchPart:parts_of_matches_are_not_truncated": (
        _PARTS_STAY,
        [lambda desk: truncate(MatchPart)],
    ),
    "MatchPart:parts_of_matches_stay": (
        _PARTS_STAY,
        [
            lambda desk: update(desk.match.parts.all()[0], amount=1),
            lambda desk: delete(desk.match.parts.all()[0]),
        ],
    ),
    "MatchPart:parts_come_before_their_match": (
        "Parts are posted with their match; it takes none afterwards.",
        [lambda desk: a_part(desk, match_id=desk.match.pk)],
    ),
    "AcceptedDifference:accepted_differences_are_not_truncated": (
        _DIFFERENCES_STAY,
        [lambda desk: truncate(AcceptedDifference)],
    ),
    "AcceptedDifference:accepted_differences_stay": (
        _DIFFERENCES_STAY,
        [
            lambda desk: update(desk.difference, reason="x"),
            lambda desk: delete(desk.difference),
        ],
    ),
    "AcceptedDifference:accepted_differences_are_posted": (
        "A difference is accepted as one person asked for it and another approved it.",
        [
            accepted(amount=2 * CENT),
            accepted(reason="Another."),
            accepted(accepted_on=NOV_15),
            lambda desk: accepted(recorded_by_id=desk.other.pk)(desk),
        ],
    ),
    "AcceptedDifference:its side": (
        "A difference is accepted for a line or an entry of its side and issuer",
        [
            accepted(side="bank"),
            accepted("sale", agreement_id=None),
        ],
    ),
    "AcceptedDifference:undoing": (
        _MIRRORED,
        [
            difference_undone_at_once,
            lambda desk: accepted(undoes_id=desk.difference.pk)(desk),
            lambda desk: accepted(undoes_id=desk.difference.pk, amount=-CENT, accepted_on=NOV_15)(
                desk
            ),
        ],
    ),
    "AcceptedDifference:what is left": (
        "No difference is accepted beyond what is left of its line or entry.",
        [
            lambda desk: accepted("sale", amount=desk.sale.net + CENT)(desk),
            accepted(amount=-CENT),
            lambda desk: accepted(line_id=desk.matched_line.pk)(desk),
        ],
    ),
    "OpenItem:every_change_is_seen": (
        "Rows are deleted one by one, so that each leaves its event.",
        [lambda desk: truncate(OpenItem)],
    ),
    "OpenItem:open_items_are_open": (
        "Only what is open on its side has an owner.",
        [
            item(lambda desk: desk.matched_line),
            item(lambda desk: entry_row(desk.matched_sale)),
            item(side="bank"),
            lambda desk: update(desk.item, line_id=desk.matched_line.pk),
        ],
    ),
}


def _another_wire(desk: Desk) -> Row:
    paid = bank_says(desk.bank, files.payment(1, NOV_9, str(desk.sale.net), "FW-2"))
    return line_rows(paid)[0]


@pytest.mark.parametrize(("rule", "attempt"), each_ruled(RULES))
def test_what_breaks_a_rule_is_refused_by_its_name(desk: Desk, rule: str, attempt: Attempt) -> None:
    refused_by_rule(desk, rule, attempt)


@pytest.mark.parametrize(("sentence", "attempt"), each_guarded(GUARDS))
def test_what_a_trigger_guards_is_refused_by_its_sentence(
    desk: Desk, sentence: str, attempt: Attempt
) -> None:
    refused(desk, sentence, attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        match(),
        match(lambda desk: both(desk, CENT, 1)),
        match(whole_receipt, side="bank"),
        match(
            lambda desk: [
                part(entry_row(each), each.net, each.shares)
                for each in (desk.turned_back, desk.reversal)
            ]
        ),
        match(
            lambda desk: [
                part(entry_row(each), each.net) for each in (desk.turned_back, desk.reversal)
            ],
            side="bank",
        ),
        undoing(),
        accepted(),
        accepted("sale"),
        item(),
    ],
)
def test_what_is_in_order_is_taken(desk: Desk, attempt: Attempt) -> None:
    before = Match.objects.count() + AcceptedDifference.objects.count() + OpenItem.objects.count()
    attempt(desk)
    after = Match.objects.count() + AcceptedDifference.objects.count() + OpenItem.objects.count()
    assert after == before + 1


def test_a_part_without_its_match_is_refused_at_the_commit(desk: Desk) -> None:
    with refused_by_database("violates foreign key constraint"):
        a_part(desk)


def test_what_was_undone_is_matched_again(desk: Desk) -> None:
    undo_match(desk.match, reason="Wrong.", by=desk.person, today=NOV_30)
    again = by_hand(desk.agent, desk.matched_line, entry_row(desk.matched_sale))
    assert again.parts.count() == 2
