"""What waits for four eyes, and what was decided."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from neoequity.books.approvals.rules import PUBLISHED_RECORD, Kind
from neoequity.books.models import Approval, Issuer
from placements.models import Placement, PlacementEvent


class Asked(NamedTuple):
    """What was asked for about some records, the latest first."""

    requests: list[Approval]
    #: The records for which a request waits.
    waiting: frozenset[int]
    #: Who may decide what waits, by name.
    approvers: list[str]

    def that_waits(self) -> "Asked":
        """The same without what is decided."""
        waits = [request for request in self.requests if not request.decision]
        return self._replace(requests=waits)


def requests_about(kind: Kind, *subjects: int) -> Asked:
    """The requests of a kind about these records; one query, two while one of them waits."""
    found = Approval.objects.filter(kind=kind, subject__in=subjects)
    requests = list(found.select_related("asked_by", "decided_by"))
    waits = [request for request in requests if not request.decision]
    names = approvers(*waits) if waits else []
    return Asked(requests, frozenset(request.subject for request in waits), names)


def waiting() -> QuerySet[Approval]:
    """Everything that waits, the oldest first."""
    found = Approval.objects.filter(decision="").select_related("asked_by", "issuer")
    return found.order_by("pk")


def waiting_for(person: User) -> QuerySet[Approval]:
    """What this person may decide: nothing that he or she asked for or drafted."""
    if not person.has_perm("books.approve"):
        return Approval.objects.none()
    drafted = PlacementEvent.objects.filter(status="draft", status_by=person).values("pgh_obj_id")
    own_draft = Q(kind=Kind.PROPOSAL, subject__in=drafted)
    return waiting().exclude(asked_by=person).exclude(own_draft)


def waiting_until(issuer: Issuer, day: date) -> QuerySet[Approval]:
    """What waits of an issuer and would be dated on the day or earlier, the oldest first.

    A proposal counts from the day of its draft on; a reopening has no day.
    """
    drafted = Placement.objects.filter(status_on__lte=day).values("pk")
    dated = Coalesce(KT("asked__on"), KT("asked__effective_on"))
    return (
        waiting()
        .annotate(dated=dated)
        .filter(
            Q(dated__lte=day.isoformat()) | Q(kind=Kind.PROPOSAL, subject__in=drafted),
            issuer=issuer,
        )
    )


def approvers(*requests: Approval) -> list[str]:
    """The names of those who can log in and may approve: of these requests, others than asked."""
    entitled = Q(groups__name="CFO") | Q(is_superuser=True)
    proposed = [request.subject for request in requests if request.kind == Kind.PROPOSAL]
    drafted = PlacementEvent.objects.filter(status="draft", pgh_obj__in=proposed)
    people = (
        User.objects.filter(entitled, is_active=True)
        .exclude(username=PUBLISHED_RECORD)
        .exclude(pk__in=[request.asked_by_id for request in requests])
        .exclude(pk__in=drafted.values("status_by"))
    )
    return list(people.order_by("username").values_list("username", flat=True).distinct())
