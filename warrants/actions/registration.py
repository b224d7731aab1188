"""Recording holders' requests for registration of warrant shares (p. S-12)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Min

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.refusal import Reason, cite, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement
from warrants.models import Holder, RegistrationRequest


@action(needs="warrants.add_registrationrequest", told="Requested registration of shares")
def request_registration(
    agreement: Agreement,
    *,
    holder: Holder,
    kind: str,
    requested_on: date,
    remark: str = "",
    by: User,
    today: date,
) -> RegistrationRequest:
    """Record a `demand` or `piggyback` request.

    Raises Refused before its clock has run, and for a demand beyond the number that the agreement
    grants, if it states one.
    """
    lock_agreements([agreement.pk])
    refuse_if_any(_reasons_against(agreement, holder, kind, requested_on, today))
    return RegistrationRequest.objects.create(
        agreement=agreement,
        holder=holder,
        kind=kind,
        requested_on=requested_on,
        remark=remark,
        recorded_by=by,
    )


def _reasons_against(
    agreement: Agreement, holder: Holder, kind: str, requested_on: date, today: date
) -> Iterator[Reason]:
    page = cite(agreement.cited().get("warrant_registration_years", ""))
    warrants = agreement.warrants.filter(balances__holder=holder, balances__shares__gt=0)
    first_day = warrants.aggregate(first=Min("registrable_from"))["first"]
    if first_day is None:
        yield Reason(f"{holder.name} has no warrant under the {agreement.name}.", "holder")
    elif requested_on < first_day:
        yield Reason(
            f"Registration can be requested from {first_day} on{page}; this request is dated "
            f"{requested_on}.",
            "requested_on",
        )
    if requested_on > today:
        yield Reason(
            f"A request on {requested_on} is in the future; today is {today}.", "requested_on"
        )
    limit = agreement.warrant_demand_limit
    demands = agreement.registration_requests.filter(kind="demand").count()
    if kind == "demand" and limit is not None and demands >= limit:
        yield Reason(
            f"All {limit} demands that the {agreement.name} grants were made{page}.", "kind"
        )
