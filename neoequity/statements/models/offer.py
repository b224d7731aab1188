"""A proposal as it was offered: its rows with what was left of each, in a signed token for forms.

The signature keeps a hand-made form from accepting a match with an explanation of its own.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.core import signing

from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.open_sides import OpenSides
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.proposal import Proposal

_SALT = "statements.offer"


class Offer(NamedTuple):
    """What a proposal takes, row by row in its order, with what was left of each; and why."""

    left: Mapping[Row, Quantity]
    explanation: str


def token_of(scope: Scope, sides: OpenSides, proposal: Proposal) -> str:
    """A proposal's name in forms: another one, or this one changed, has another."""
    entries = [
        *(sides.lines[key] for key in proposal.lines),
        *(sides.items[key] for key in proposal.items),
    ]
    left = [
        (*sides.rows[each.key], str(each.quantity.amount), each.quantity.shares) for each in entries
    ]
    said = [scope.issuer.pk, scope.side, left, proposal.explanation]
    return signing.dumps(said, salt=_SALT, compress=True)


def offer_of(scope: Scope, token: str) -> Offer | None:
    """What the token offered on this side; None if it did not, or was not made here."""
    try:
        issuer, side, left, explanation = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    if (issuer, side) != (scope.issuer.pk, scope.side):
        return None
    return Offer(
        {Row(what, pk): Quantity(Decimal(amount), shares) for what, pk, amount, shares in left},
        explanation,
    )
