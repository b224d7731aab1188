"""Sales and versions as raw statements, past the actions, and what the database says to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from neoequity.books.models import Approval
from neoequity.books.refusal import Refused
from placements.models import Agreement, Sale, TermVersion
from placements.models.terms import COLUMNS
from placements.terms.amendment import FACTS
from placements.terms.programme import TierFacts
from tests.constraints.rows import columns_of, insert, run
from tests.factories import approved_alone, usual


def refused_by_action(act: Callable[[], object]) -> list[str]:
    """The sentences of the action; whatever it records is taken back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused as refused:
        return [reason.sentence for reason in refused.reasons]
    return []


def refused_by_database(post: Callable[[], object]) -> str:
    """What the database says to the statements, as at a commit; they are taken back, too."""
    try:
        with transaction.atomic():
            post()
            run("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as refused:
        return str(refused)
    return ""


def post_sale(row: Mapping[str, Any]) -> None:
    """INSERT the sale."""
    insert(Sale, row)


def post_version(
    agreement: Agreement,
    effective_on: date,
    tiers: Sequence[TierFacts] | None,
    **terms: Any,
) -> None:
    """INSERT an amendment with these terms, as a request that nobody checked has them."""
    last = agreement.versions.latest("number")
    row = columns_of(
        last,
        number=last.number + 1,
        kind="amendment",
        effective_on=effective_on,
        document="Amendment No. 1",
        page="p. 2",
        reason="as agreed",
        recorded_by_id=usual().pk,
        **terms,
    )
    del row["recorded_at"]
    asked = {name: _plain(row[name]) for name in (*FACTS, *COLUMNS.values())}
    request = Approval(
        kind="amendment",
        subject=agreement.pk,
        issuer_id=agreement.issuer_id,
        what="past the action",
        dated=effective_on,
        asked=asked | {"fee_tiers": None if tiers is None else [_facts(tier) for tier in tiers]},
        asked_by=usual(),
    )
    request.save()
    approved_alone(request, by=usual("CFO"))
    insert(TermVersion, {**row, "approval_id": request.pk})


def _facts(tier: TierFacts) -> dict[str, object]:
    return {name: _plain(value) for name, value in tier._asdict().items()}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date | Decimal) else value
