"""Senders in the books, their layouts approved, and statements recorded from made-up files."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.models import ChainHead
from neoequity.people.models import User
from neoequity.statements.actions.differences import ask_difference
from neoequity.statements.actions.layouts import propose_layout
from neoequity.statements.actions.matching import match_by_hand
from neoequity.statements.actions.open_items import assign_open_item
from neoequity.statements.actions.senders import record_sender
from neoequity.statements.actions.statements import Recorded, record_statement
from neoequity.statements.actions.uploads import keep_upload
from neoequity.statements.models import Layout, Sender, SignOff
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.layout import Layout as Terms
from neoequity.statements.terms.reconciliation import reconcile
from neoequity.statements.terms.signed_text import digest_of, to_text
from neoequity.statements.terms.signing import Prepared
from placements.models import Agreement
from tests.factories import TODAY, AgreementFactory, IssuerFactory, UserFactory, approved, usual
from tests.statements import files

MAY_1, MAY_31 = date(2001, 5, 1), date(2001, 5, 31)
#: The day on which statements are recorded, unless a test says otherwise.
RECEIVED_ON = date(2001, 11, 30)
NAMES = {"agent": "Harbor & Vine", "transfer_agent": "Elm Registry", "bank": "First Pine"}
SLUGS = {"agent": "harbor-vine", "transfer_agent": "elm-registry", "bank": "first-pine"}
#: Two payments of the bank, without references, in its CSV.
PAID = files.as_csv(
    [
        files.payment(1, files.NOV_9, "100.25", text="Wire in"),
        files.payment(2, files.NOV_9, "-15.00", text="Charge"),
    ],
    Decimal("10.00"),
)


class Office(NamedTuple):
    """Who acts: a Controller, who asks for layouts, and Treasury, who uploads."""

    controller: User
    treasurer: User


def office() -> Office:
    """Two people who enter statements."""
    return Office(UserFactory(username="cora", group="Controller"), usual())


def sender_of(side: str, *, by: User | None = None, **facts: Any) -> Sender:
    """The made-up sender on this side."""
    told = {"issuer": IssuerFactory(), "name": NAMES[side], "slug": SLUGS[side], **facts}
    return record_sender(side=side, by=by or usual(), today=TODAY, **told)


def layout_of(sender: Sender, terms: Terms, *, by: User | None = None) -> Layout:
    """The layout, asked for by a Controller and approved by a CFO."""
    request = propose_layout(sender, terms, by=by or usual("Controller"), today=TODAY)
    approved(request)
    return Layout.objects.get(pk=request.subject)


def able(terms: Terms) -> Sender:
    """The sender on the side of these terms, with its layout approved."""
    sender = sender_of(terms.side)
    layout_of(sender, terms)
    return sender


def received(
    sender: Sender,
    content: bytes,
    layout: str,
    *,
    name: str = "statement.csv",
    by: User | None = None,
    today: date = RECEIVED_ON,
) -> Recorded:
    """What recording the file gives."""
    return record_statement(
        sender,
        layout=layout,
        file_name=name,
        content=content,
        by=by or usual(),
        today=today,
    )


def signed_off(by: User, **changes: Any) -> SignOff:
    """The sign-off of a month in which there was nothing."""
    agreement = Agreement.objects.order_by("pk").first() or AgreementFactory()
    head = ChainHead.objects.get(issuer=agreement.issuer_id)
    text = to_text(Prepared("bank", reconcile((), (), (), since=MAY_1, until=MAY_31,
                                              agreement=agreement.slug)))  # fmt: skip
    told = {
        "agreement": agreement,
        "side": "bank",
        "first_day": MAY_1,
        "last_day": MAY_31,
        "signed_on": date(2002, 12, 31),
        "ours_amount": 0,
        "ours_shares": 0,
        "theirs_amount": 0,
        "theirs_shares": 0,
        "chain_length": head.length,
        "chain_digest": head.digest,
        "statement": text,
        "digest": digest_of(text),
        "recorded_by": by,
        **changes,
    }
    made: SignOff = SignOff.objects.create(**told)
    return made


def one_of_each(by: User) -> dict[str, int]:
    """A layout, a statement whose first two lines cancel out and are matched, and an upload.

    Of the third line a difference of a cent is accepted, and somebody looks after the rest. By the
    names of models; the upload is this person's.
    """
    agent = able(files.AGENT)
    cancel = files.SALE.replace("HV-1", "HV-2").replace("Sold,", "Cancelled,HV-1")
    rows = (files.SALE, cancel, files.SALE.replace("HV-1", "HV-3"))
    statement = received(agent, files.sales(*rows), files.AGENT.name, by=by).statement
    first, second, third = (Row("line", line.pk) for line in statement.lines.order_by("pk"))
    said: dict[str, Any] = {"by": usual("Controller"), "today": RECEIVED_ON}
    scope = Scope(agent.issuer, agent.side, RECEIVED_ON)
    match = match_by_hand(scope, [first, second], **said)
    cent = Quantity(Decimal("0.01"))
    request = ask_difference(scope, third, cent, kind="rounding", reason="A cent.", **said)
    approved(request, today=RECEIVED_ON)
    item = assign_open_item(scope, third, owner=by, due_on=RECEIVED_ON, **said)
    kept = keep_upload(
        agent, layout=files.AGENT.name, file_name="fills.csv", content=files.sales(), by=by
    )
    return {
        "layout": agent.layouts.get().pk,
        "statement": statement.pk,
        "statementline": third.pk,
        "match": match.pk,
        "matchpart": match.parts.order_by("pk")[0].pk,
        "accepteddifference": request.subject,
        "openitem": item.pk,
        "upload": kept.pk,
        "signoff": signed_off(by).pk,
    }
