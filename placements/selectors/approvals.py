"""What waits for four eyes, and what was decided."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from placements.models import Approval, PlacementEvent
from placements.terms.approval import PUBLISHED_RECORD, Kind


def requests_about(kind: Kind, *subjects: int) -> QuerySet[Approval]:
    """The requests of a kind about these records, the latest first."""
    found = Approval.objects.filter(kind=kind, subject__in=subjects)
    return found.select_related("asked_by", "decided_by")


def waiting() -> QuerySet[Approval]:
    """Everything that waits, the oldest first."""
    found = Approval.objects.filter(decision="").select_related("asked_by", "issuer")
    return found.order_by("pk")


def waiting_for(person: User) -> QuerySet[Approval]:
    """What this person may decide: nothing that he or she asked for or drafted."""
    if not person.has_perm("placements.approve"):
        return Approval.objects.none()
    drafted = PlacementEvent.objects.filter(status="draft", status_by=person).values("pgh_obj_id")
    own_draft = Q(kind=Kind.PROPOSAL, subject__in=drafted)
    return waiting().exclude(asked_by=person).exclude(own_draft)


def approvers() -> list[str]:
    """The names of those who may approve and can log in."""
    entitled = Q(groups__name="CFO") | Q(is_superuser=True)
    people = User.objects.filter(entitled, is_active=True).exclude(username=PUBLISHED_RECORD)
    return list(people.order_by("username").values_list("username", flat=True).distinct())
