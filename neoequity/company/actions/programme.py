"""Load the company's facts of a programme file: record what is missing, compare the rest."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from neoequity.books.accounts import User
from neoequity.books.action import Action, action
from neoequity.books.models import Approval, Issuer
from neoequity.books.refusal import refuse_if_any
from neoequity.company.actions import record
from neoequity.company.models import (
    CompanyRecord,
    Expense,
    Figure,
    Filing,
    Funding,
    MarketPrice,
    Offering,
    Position,
    RegisterEntry,
    ShareEvent,
)
from neoequity.company.terms.programme import CompanyFact, identity_of
from placements.actions.events import perform
from placements.actions.published import FROM_A_FILE, approve_published
from placements.actions.settling import Settling
from placements.models import Agreement

#: Each list of a file, with its records and the act that records one.
VERBS: Mapping[str, tuple[type[CompanyRecord], Action[..., Any]]] = {
    "figure": (Figure, record.ask_figure),
    "share_event": (ShareEvent, record.ask_share_event),
    "price": (MarketPrice, record.record_price),
    "position": (Position, record.record_position),
    "offer": (Offering, record.ask_offering),
    "expense": (Expense, record.ask_expense),
    "money": (Funding, record.record_funding),
    "register": (RegisterEntry, record.record_entry),
    "filing": (Filing, record.record_filing),
}


@action(needs="company.add_figure", told="Loaded a programme file")
def load_company(
    facts: Sequence[CompanyFact], issuer_slug: str, *, by: User, today: date
) -> list[str]:
    """Record the facts that the books lack; returns the names of those recorded.

    What needs approval is approved in the name of the published record. Raises Refused with a
    sentence for each fact that differs from the books.
    """
    loading = Settling()
    issuer = Issuer.objects.get(slug=issuer_slug)
    agreements = {row.slug: row for row in Agreement.objects.filter(issuer=issuer)}
    for number, fact in enumerate(facts, start=1):
        model, verb = VERBS[fact.listed]
        stated = _resolved(fact.facts, agreements)
        identity = identity_of(fact)
        words = ", ".join(str(value) for value in identity.values() if value is not None)
        name = f"Company, {fact.listed.replace('_', ' ')}: {words}"
        rows: Any = model._default_manager
        standing = rows.filter(
            **_resolved(identity, agreements), issuer=issuer, replaced_by=None
        ).first()
        if standing is not None:
            for field, value in stated.items():
                loading.compare(name, field, getattr(standing, field), value)
            continue
        perform(f"{name} ({number})", partial(_record, verb, stated, issuer, by, today))
        loading.made.append(name)
    refuse_if_any(loading.differences)
    return loading.made


def _resolved(facts: Mapping[str, Any], agreements: Mapping[str, Agreement]) -> dict[str, Any]:
    """The facts with the agreement in place of its slug."""
    slug = facts.get("agreement")
    return {**facts, "agreement": agreements[slug]} if slug else dict(facts)


def _record(
    verb: Action[..., Any], facts: Mapping[str, Any], issuer: Issuer, by: User, today: date
) -> None:
    why = {"why": FROM_A_FILE} if verb.__name__.startswith("ask_") else {}
    recorded = verb(issuer=issuer, **facts, **why, by=by, today=today)
    if isinstance(recorded, Approval):
        approve_published(recorded, today=today)
