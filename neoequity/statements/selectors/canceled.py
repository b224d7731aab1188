"""The sale that an agent's cancel takes back, for the link to the request for its reversal."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Q

from neoequity.books.models import Issuer
from neoequity.statements.models import Statement, StatementLine
from neoequity.statements.terms.identity import Cancel, cancels, key_of
from placements.models import Sale
from placements.terms.reference import reference_key

_MOST_SHOWN = 50


class Canceled(NamedTuple):
    """A cancel, with our sale of the line that it takes back, or a sentence why none is known."""

    cancel: Cancel
    sale: Sale | None
    sentence: str


def canceled_in(statement: Statement) -> list[Canceled]:
    """What to do about the cancels in an agent's statement, the first fifty; three queries."""
    if statement.sender.side != "agent":
        return []
    own = list(statement.lines.filter(kind="cancel")[:_MOST_SHOWN])
    if not own:
        return []
    keys = {key_of(name) for line in own for name in (line.reference, line.cancels)} - {""}
    taken_back = StatementLine.objects.filter(
        Q(reference_key__in=keys) | Q(shares__in={line.shares for line in own}),
        sender=statement.sender,
        account=statement.account,
        statement__lte=statement.pk,
    ).exclude(kind="cancel")
    known = [row.line for row in (*taken_back.order_by("pk"), *own)]
    return canceled_sales(statement.sender.issuer, cancels(known))


def canceled_sales(issuer: Issuer, found_cancels: Iterable[Cancel]) -> list[Canceled]:
    """What to do about each of an agent's cancels; one query."""
    told = list(found_cancels)
    keys = {_named(each) for each in told} - {""}
    rows = Sale.objects.filter(
        agreement__issuer=issuer, reference_key__in=keys, reverses=None, adjusts=None
    )
    found: dict[str, list[Sale]] = {}
    for sale in rows.select_related("agreement", "reversal"):
        found.setdefault(str(sale.reference_key), []).append(sale)
    return [_canceled(each, found) for each in told]


def _canceled(cancel: Cancel, found: Mapping[str, list[Sale]]) -> Canceled:
    sales = found.get(_named(cancel), [])
    if len(sales) != 1:
        several = f"{len(sales)} sales have" if sales else "No sale has"
        named = f" {several} this reference." if _named(cancel) else ""
        return Canceled(cancel, None, f"{cancel.sentence}{named}".strip())
    [sale] = sales
    if getattr(sale, "reversal", None) is not None:
        return Canceled(cancel, sale, f"{sale} of the {sale.agreement} is reversed already.")
    return Canceled(cancel, sale, "")


def _named(cancel: Cancel) -> str:
    """The key of the reference under which our books may have the sale."""
    line = cancel.line
    named = (line and line.reference) or cancel.cancel.cancels or cancel.cancel.reference
    return reference_key(named) if named else ""
