"""Rows for tests, made the way the product makes them: through its actions wherever there is one.

The defaults are the Sales Agreement's terms; `AgreementFactory(other=True)` is the Other Agreement.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any
from unittest.mock import patch

import pghistory
from django.contrib.auth.models import Group, Permission
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, SubFactory, Trait
from factory.declarations import Sequence as Numbered
from factory.django import DjangoModelFactory

from neoequity.books.approvals.actions import approve
from neoequity.books.approvals.kinds import request_kinds
from neoequity.books.models import Approval, Issuer
from neoequity.people.models import User
from placements.actions.agreement import codes_of
from placements.actions.attachment import AttachableRecord, attach
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.actions.sale import ask_reversal, record_sales
from placements.models import Agreement, Attachment, FeeTier, Placement, Sale, Shelf, TermCitation
from placements.terms.agreement_code import code_for
from placements.terms.notice import SaleNotice
from tests.worlds import remembered

#: The example's day, the last day of Auditors' accounts, and the days on which placements are
#: accepted and shares sold by default.
TODAY = date(2001, 11, 13)
LAST_DAY = date(2099, 12, 31)
ACCEPTED_ON = date(2001, 10, 1)
TRADE_DATE = date(2001, 11, 9)

APPS = ("books", "placements", "warrants", "company", "statements")
NOT_AT_THE_MARKET = ["negotiated", "other"]
EVERY_METHOD = ["negotiated", "nasdaq", "market_maker", "ecn", "other"]
SALES_TIERS = [("0", "0.04"), ("10000000", "0.035"), ("20000000", "0.03")]
TERM_PAGES = {
    "capacity": "p. S-11",
    "methods": "p. S-11",
    "settlement_days": "p. S-11",
    "placement": "p. S-11",
    "largest_commission": "p. S-12",
}
# The moves that lead to each status.
LIFE = {
    "draft": [],
    "proposed": ["propose"],
    "accepted": ["propose", "accept"],
    "suspended": ["propose", "accept", "suspend"],
    "closed": ["propose", "accept", "close"],
    "withdrawn": ["propose", "withdraw"],
    "declined": ["propose", "decline"],
}

_references = count(1)

# A factory's call gives a row, not a factory, which mypy cannot follow.
Factory: Any = DjangoModelFactory


class UserFactory(Factory):
    """Somebody in Treasury, who enters; `group="CFO"` and so on, None for no group.

    `permissions=["add_sale"]` instead: somebody who may read and do just that.
    """

    class Meta:
        model = User

    username = Numbered(lambda n: f"person-{n}")
    group: str | None = "Treasury"
    permissions: Sequence[str] = ()

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        permissions, group = kwargs.pop("permissions"), kwargs.pop("group")
        if group == "Auditor" and not permissions:
            kwargs.setdefault("expires_on", LAST_DAY)
        password = kwargs.pop("password", None)
        user = User.objects.create_user(**kwargs)
        if password is not None:
            choose_password(user, password)
        if permissions:
            granted = Permission.objects.filter(
                content_type__app_label__in=APPS, codename__in=["read_books", *permissions]
            )
            user.user_permissions.set(granted)
        elif group:
            user.groups.add(Group.objects.get(name=group))
        return user


def choose_password(person: User, password: str) -> None:
    """The password, as the person would choose it."""
    person.set_password(password)
    with pghistory.context(user=person.pk):
        person.save(update_fields=["password"])


def usual(group: str = "Treasury") -> User:
    """Who acts where a test does not say who: one person of the group for all such acts."""
    person: User | None = remembered.get(group)
    if person is None or not User.objects.filter(pk=person.pk, username=person.username).exists():
        person = UserFactory(group=group)
        remembered[group] = person
    return person


def approved(request: Approval, *, by: User | None = None, today: date = TODAY) -> Approval:
    """The request, approved by a CFO (default: the usual one) and done."""
    return approve(request, by=by or usual("CFO"), today=today)


def approved_alone(request: Approval, *, by: User, today: date = TODAY) -> Approval:
    """The approval without what it brings about, which a test then tries by hand."""
    kinds = request_kinds()
    alone = replace(kinds[request.kind], effect=lambda _request, *, by, today: None)
    with patch.dict(kinds, {request.kind: alone}):
        return approve(request, by=by, today=today)


def reverse_sale(sale: Sale, *, on: date, reason: str, by: User, today: date) -> Sale:
    """The reversal that `by` asks for and a CFO approves."""
    approved(ask_reversal(sale, on=on, reason=reason, by=by, today=today), today=today)
    return Sale.objects.get(reverses=sale)


def proposed(placement: Placement, *, by: User, on: date, today: date = TODAY) -> Placement:
    """A draft for which `by` asks, that a CFO approves and `by` proposes on the day."""
    approved(ask_proposal(placement, by=by), today=today)
    return move_placement(placement, "propose", on=on, by=by, today=today)


class IssuerFactory(Factory):
    class Meta:
        model = Issuer
        django_get_or_create = ("slug",)

    slug = "neotherapeutics"
    name = "NeoTherapeutics, Inc."
    ticker = "NEOT"
    market = "Nasdaq National Market"
    page = "p. S-3"


class ShelfFactory(Factory):
    class Meta:
        model = Shelf
        django_get_or_create = ("file_number",)

    issuer = SubFactory(IssuerFactory)
    file_number = "333-53108"
    prospectus_date = date(2001, 1, 26)
    page = "p. S-11"


def _codes(issuer: Issuer) -> set[str]:
    return codes_of(issuer) if issuer.pk else set()


class AgreementFactory(Factory):
    """An agreement with its fee tiers (`tiers=[(above, rate), …]`) and the pages of its terms."""

    class Meta:
        model = Agreement

    class Params:
        other = Trait(
            slug="other-agreement",
            name="Other Agreement",
            shelf=SubFactory(ShelfFactory, file_number="333-64444", prospectus_date=None),
            capacity=Decimal("8400000.00"),
            methods=EVERY_METHOD,
            largest_commission=Decimal("336000.00"),
            tiers=[("0", "0.04")],
        )

    slug = "sales-agreement"
    name = "Sales Agreement"
    code = LazyAttribute(
        lambda new: code_for(new.name, codes_of(new.issuer) if new.issuer.pk else ())
    )
    issuer = SelfAttribute("shelf.issuer")
    agent = "Cantor Fitzgerald & Co."
    shelf = SubFactory(ShelfFactory)
    signed_on = date(2001, 6, 12)
    capacity = Decimal("25000000.00")
    methods = NOT_AT_THE_MARKET
    settlement_days = 3
    largest_commission = Decimal("900000.00")
    tiers = SALES_TIERS
    pages = TERM_PAGES

    @classmethod
    def _create(cls, model_class: type[Agreement], *args: Any, **kwargs: Any) -> Agreement:
        tiers, pages = kwargs.pop("tiers"), kwargs.pop("pages")
        agreement = Agreement.objects.create(**kwargs)
        FeeTier.objects.bulk_create(
            FeeTier(agreement=agreement, above=Decimal(above), rate=Decimal(rate), page="p. S-11")
            for above, rate in tiers
        )
        TermCitation.objects.bulk_create(
            TermCitation(agreement=agreement, term=term, page=page) for term, page in pages.items()
        )
        return agreement


class PlacementFactory(Factory):
    """A placement led through its life to `status`, every move on the day `on`.

    `proposed=True`, `accepted=True`, `suspended=True`, `closed=True` … name the status as well.
    """

    class Meta:
        model = Placement

    class Params:
        proposed = Trait(status="proposed")
        accepted = Trait(status="accepted")
        suspended = Trait(status="suspended")
        closed = Trait(status="closed")
        withdrawn = Trait(status="withdrawn")
        declined = Trait(status="declined")

    agreement = SubFactory(AgreementFactory)
    shares_offered = 1_000_000
    minimum_price: Decimal | None = Decimal("4.00")
    expected_price: Decimal | None = None
    remark = ""
    status = "draft"
    on = ACCEPTED_ON
    by = LazyFunction(usual)

    @classmethod
    def _create(cls, model_class: type[Placement], *args: Any, **kwargs: Any) -> Placement:
        status = kwargs.pop("status")
        placement = draft_placement(kwargs.pop("agreement"), **kwargs)
        for verb in LIFE[status]:
            if verb == "propose":
                approved(ask_proposal(placement, by=kwargs["by"]))
            placement = move_placement(
                placement, verb, on=kwargs["on"], by=kwargs["by"], today=TODAY
            )
        return placement


def notice_of(
    placement: Placement, shares: int = 1000, price: str = "4.00", **said: Any
) -> SaleNotice:
    """The agent's notice of a sale under the placement, with a reference of its own."""
    told = {
        "agreement": placement.agreement.slug,
        "placement": placement.number,
        "trade_date": TRADE_DATE,
        "shares": shares,
        "price": Decimal(price),
        "method": "negotiated",
        "agent_reference": f"CF-{next(_references):06}",
    }
    return SaleNotice(**{**told, **said})


def sell(
    placement: Placement,
    shares: int = 1000,
    price: str = "4.00",
    *,
    by: User | None = None,
    today: date = TODAY,
    **said: Any,
) -> Sale:
    """One sale, recorded by `by`."""
    notice = notice_of(placement, shares, price, **said)
    return record_sales([notice], by=by or usual(), today=today)[0]


def sell_many(
    placement: Placement, number: int, *, by: User | None = None, **said: Any
) -> list[Sale]:
    """As many equal sales, recorded in one go."""
    notices = [notice_of(placement, **said) for _ in range(number)]
    return record_sales(notices, by=by or usual(), today=TODAY)


def attached(
    record: AttachableRecord,
    kind: str = "other",
    content: bytes = b"%PDF-1.4\n%%EOF\n",
    *,
    name: str = "document.pdf",
    by: User | None = None,
) -> Attachment:
    """A document on the record, a small PDF if no content is given."""
    return attach(record, kind=kind, name=name, content=content, by=by or usual())
