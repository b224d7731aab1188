"""The verbs of each kind of company record, as pages, admin, commands and files call them.

Each takes the fields of its model by name, with `by` and `today`, and raises Refused with every
reason against it. What changes what may be sold is requested, the rest is recorded at once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from neoequity.books.accounts import User
from neoequity.books.action import Action, action
from neoequity.books.models import Approval
from neoequity.company.actions.keeping import Against, ask_to_keep, keep, kind_of
from neoequity.company.actions.lock_up import against_offering
from neoequity.company.actions.reasons import (
    against_blackout,
    against_consent,
    against_counting,
    against_expense,
    against_figure,
    against_funding,
    against_price,
    against_representation,
)
from neoequity.company.models import (
    Account,
    ApprovedRecord,
    Blackout,
    CompanyRecord,
    Consent,
    Counting,
    Expense,
    Figure,
    Filing,
    Funding,
    MarketPrice,
    Offering,
    Position,
    RegisterEntry,
    RepresentationDate,
    ShareEvent,
)

#: The reasons against a record of each kind, besides those against any record.
AGAINST: Mapping[type[CompanyRecord], Against] = {
    Figure: against_figure,
    MarketPrice: against_price,
    Offering: against_offering,
    Consent: against_consent,
    Blackout: against_blackout,
    RepresentationDate: against_representation,
    Expense: against_expense,
    Counting: against_counting,
    Funding: against_funding,
}


def _asks(name: str, model: type[ApprovedRecord], told: str) -> Action[..., Approval]:
    def verb(*, by: User, today: date, why: str = "", **facts: Any) -> Approval:
        return ask_to_keep(model, facts, by=by, today=today, against=AGAINST.get(model), why=why)

    verb.__name__ = name
    return action(needs=f"company.add_{kind_of(model)}", told=told)(verb)


def _keeps(name: str, model: type[CompanyRecord], told: str) -> Action[..., CompanyRecord]:
    def verb(*, by: User, today: date, **facts: Any) -> CompanyRecord:
        return keep(model, facts, by=by, today=today, against=AGAINST.get(model))

    verb.__name__ = name
    return action(needs=f"company.add_{kind_of(model)}", told=told)(verb)


ask_figure = _asks("ask_figure", Figure, "Requested a company figure")
ask_share_event = _asks("ask_share_event", ShareEvent, "Requested a share event")
ask_offering = _asks("ask_offering", Offering, "Requested another offer")
ask_consent = _asks("ask_consent", Consent, "Requested the record of an agent's consent")
ask_blackout = _asks("ask_blackout", Blackout, "Requested a blackout")
ask_representation_date = _asks(
    "ask_representation_date", RepresentationDate, "Requested a representation date"
)
ask_expense = _asks("ask_expense", Expense, "Requested an expense")
ask_counting = _asks("ask_counting", Counting, "Requested a decision on the 20% rule")
record_price = _keeps("record_price", MarketPrice, "Recorded a market price")
record_position = _keeps("record_position", Position, "Recorded a holder's position")
record_funding = _keeps("record_funding", Funding, "Recorded other money")
record_entry = _keeps("record_entry", RegisterEntry, "Added a register entry")
record_account = _keeps("record_account", Account, "Recorded a ledger account")
record_filing = _keeps("record_filing", Filing, "Recorded a filing")
