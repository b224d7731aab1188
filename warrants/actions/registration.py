"""Record the holders' requests that warrant shares be registered (p. S-12)."""

from datetime import date

from django.db.models import Min

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.refusal import Reason, cite, refuse_if_any
from placements.actions.book import lock_agreements
from placements.models import Agreement
from warrants.models import Holder, RegistrationRequest


@action(needs="warrants.add_registrationrequest")
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
    """Record a `demand` or `piggyback` request. Raises Refused before its clock has run, or past
    the number of demands that the agreement grants, where it states one."""
    lock_agreements([agreement.pk])
    page = cite(agreement.cited().get("warrant_registration_years", ""))
    held = agreement.warrants.filter(balances__holder=holder, balances__shares__gt=0)
    first = held.aggregate(first=Min("registrable_from"))["first"]
    reasons = []
    if first is None:
        reasons.append(
            Reason(f"{holder.name} has no warrant under the {agreement.name}.", "holder")
        )
    elif requested_on < first:
        reasons.append(
            Reason(
                f"Registration can be requested from {first} on{page}; this request is dated "
                f"{requested_on}.",
                "requested_on",
            )
        )
    if requested_on > today:
        reasons.append(
            Reason(
                f"A request on {requested_on} is in the future; today is {today}.", "requested_on"
            )
        )
    limit = agreement.warrant_demand_limit
    demands = agreement.registration_requests.filter(kind="demand").count()
    if kind == "demand" and limit is not None and demands >= limit:
        reasons.append(
            Reason(f"All {limit} demands that the {agreement.name} grants were made{page}.", "kind")
        )
    refuse_if_any(reasons)
    return RegistrationRequest.objects.create(
        agreement=agreement,
        holder=holder,
        kind=kind,
        requested_on=requested_on,
        remark=remark,
        recorded_by=by,
    )
