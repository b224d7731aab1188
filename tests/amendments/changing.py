"""Terms that change in tests: asked for by somebody in Treasury, approved by a CFO."""

from datetime import date
from typing import Any

from neoequity.books.models import Approval
from placements.actions.amendment import ask_amendment
from placements.models import Agreement, TermVersion
from tests.factories import TODAY, UserFactory, approved


def ask_for(agreement: Agreement, **said: Any) -> Approval:
    """A request for an amendment from today on, but for what is `said`; other names are terms."""
    facts: dict[str, Any] = {
        "kind": "amendment",
        "effective_on": TODAY,
        "document": "Amendment No. 1",
        "page": "p. 2",
        "reason": "The board raised the programme",
        "fee_tiers": None,
        "today": TODAY,
    }
    facts |= {name: said.pop(name) for name in list(said) if name in facts}
    by = said.pop("by", None) or UserFactory()
    if "capacity" in said:
        said.setdefault("largest_commission", None)
    return ask_amendment(agreement, **facts, terms=said, by=by)


def amended(agreement: Agreement, **said: Any) -> TermVersion:
    """The version that such a request makes once a CFO has approved it."""
    today = said.setdefault("today", said.get("effective_on", TODAY))
    request = approved(ask_for(agreement, **said), today=max(today, TODAY))
    agreement.refresh_from_db()
    version: TermVersion = agreement.versions.get(approval=request)
    return version


def corrected(agreement: Agreement, **said: Any) -> TermVersion:
    """The same for the correction of a clerical error in the last version."""
    last: date = agreement.versions.latest("number").effective_on
    facts = {"document": "Form 8-K/A", "reason": "A typing error", **said}
    today = max(last, TODAY)
    return amended(agreement, kind="correction", effective_on=last, today=today, **facts)
